/* Services of HSDS; each place they are given at makes an offer. */
#include <math.h>
#include <string.h>

#include "engine/base/buf.h"
#include "engine/base/json.h"
#include "engine/base/number.h"
#include "engine/base/text.h"
#include "importers/hsds.h"

/* ---- the service as a whole */

/* What the state says of every offer. */
struct state {
    orb_date closed_on;
    struct orb_closure closure;
    bool has_closure;
    bool unknown;
};

static enum orb_status read_state(struct hsds *h, const struct hsds_row *row,
                                  struct state *out, struct orb_error *err)
{
    const char *status = orb_hsds_text(row, "status");
    orb_date day = orb_hsds_provenance(h, row).observed_on;

    *out = (struct state){ .closed_on = ORB_DATE_NONE };
    if (status != NULL && strcmp(status, "active") == 0)
        return ORB_OK;
    if (status != NULL && strcmp(status, "temporarily closed") == 0) {
        out->closure = (struct orb_closure){ day, ORB_DATE_NONE };
        out->has_closure = true;
        return ORB_OK;
    }
    if (status != NULL &&
        (strcmp(status, "inactive") == 0 || strcmp(status, "defunct") == 0)) {
        out->closed_on = day;
        out->unknown = day == ORB_DATE_NONE;
        return out->unknown ? orb_hsds_tell(h, row, "status", HSDS_CLOSED_WITHOUT_DATE, err)
                            : ORB_OK;
    }
    out->unknown = true;
    return orb_hsds_tell(h, row, "status", HSDS_STATUS, err);
}

/* Years, decimals allowed, in months. */
static enum orb_status read_age(struct hsds *h, const struct hsds_row *row,
                                const char *column, double *years, struct orb_error *err)
{
    const char *text = orb_hsds_text(row, column);

    *years = -1;
    if (text == NULL)
        return ORB_OK;
    if (orb_number_parse(years, text, strlen(text)) && *years >= 0 && *years <= 130)
        return ORB_OK;
    *years = -1;
    return orb_hsds_tell(h, row, column, HSDS_AGE, err);
}

/* "maximum_age 17" takes people of 17 until their birthday, so the bound is the next one; a
 * maximum with decimals is a bound itself. */
static enum orb_status fill_ages(struct hsds *h, const struct hsds_row *row,
                                 struct orb_terms *terms, struct orb_error *err)
{
    double min, max;
    enum orb_status status = read_age(h, row, "minimum_age", &min, err);

    if (status == ORB_OK)
        status = read_age(h, row, "maximum_age", &max, err);
    if (status != ORB_OK)
        return status;
    if (min >= 0 && max >= 0 && min > max)
        return orb_hsds_tell(h, row, "minimum_age", HSDS_AGES_REVERSED, err);
    terms->age_strength = ORB_STRENGTH_HARD;
    if (min >= 0)
        terms->age_min_months = (int32_t)lround(min * 12);
    if (max >= 0)
        terms->age_max_months = (int32_t)lround((max == floor(max) ? max + 1 : max) * 12);
    return ORB_OK;
}

enum { LANGUAGES_MAX = 64 };

static enum orb_status fill_languages(struct hsds *h, const char *service,
                                      struct orb_terms *terms, struct orb_error *err)
{
    struct hsds_cursor cursor = { .table = HSDS_LANGUAGES,
                                  .column = "service_id",
                                  .value = service };
    const char **items = orb_arena_array(&h->rows, LANGUAGES_MAX, sizeof *items);
    struct orb_code_list list = { items, 0, true };
    enum orb_status status = orb_hsds_find(h, &cursor, err);
    const struct hsds_row *row;

    if (items == NULL)
        return orb_error_memory(err);
    while (status == ORB_OK && list.count < LANGUAGES_MAX &&
           (row = orb_hsds_next(&cursor)) != NULL) {
        const char *code = orb_hsds_text(row, "code");

        code = code == NULL ? orb_hsds_text(row, "name") : code;
        if (code != NULL && !orb_code_list_has(&list, code))
            items[list.count++] = code;
    }
    if (list.count > 0)
        terms->languages = list;
    return status;
}

/* The part that all offers of a service share. */
static enum orb_status make_offer(struct hsds *h, const struct hsds_row *service,
                                  struct orb_offer *offer, struct orb_error *err)
{
    struct state state;
    struct orb_closure *closure = orb_arena_alloc(&h->rows, sizeof *closure);
    enum orb_status status = read_state(h, service, &state, err);

    if (closure == NULL)
        return orb_error_memory(err);
    *closure = state.closure;
    offer->closed_on = state.closed_on;
    offer->closures = closure;
    offer->closure_count = state.has_closure;
    offer->terms.activity_unknown = state.unknown;
    if (status == ORB_OK)
        status = fill_ages(h, service, &offer->terms, err);
    if (status == ORB_OK)
        status = fill_languages(h, service->id, &offer->terms, err);
    return status == ORB_OK ? orb_hsds_zone(h, service, &offer->zone, err) : status;
}

/* ---- one offer */

static enum orb_status fill_modalities(struct hsds *h, const char *location,
                                       struct orb_terms *terms, struct orb_error *err)
{
    const struct hsds_row *row = NULL;
    const struct orb_link_list *links = NULL;
    const struct orb_link *found = NULL;
    struct orb_modality *items;
    size_t count = 0;
    enum orb_status status = orb_hsds_get(h, HSDS_LOCATIONS, location, &row, err);

    if (status == ORB_OK)
        status =
            orb_vocabulary_links(&h->vocabulary, "hsds_location_modalite", &links, err);
    if (status != ORB_OK)
        return status;
    if (orb_hsds_text(row, "location_type") != NULL)
        found = orb_link_find(links, orb_hsds_text(row, "location_type"), &count);
    items = orb_arena_array(&h->rows, count + 1, sizeof *items);
    if (items == NULL)
        return orb_error_memory(err);
    for (size_t i = 0; found != NULL && i < count; i++)
        items[i] = (struct orb_modality){ found[i].to, count > 1 ? ORB_CERTAINTY_POSSIBLE
                                                                 : ORB_CERTAINTY_DECLARED };
    terms->modalities = items;
    terms->modality_count = found == NULL ? 0 : (uint32_t)count;
    terms->modalities_known = found != NULL;
    return ORB_OK;
}

/* Which values are worked out, in byte order. */
static const char *fields_of(struct hsds *h, const struct orb_offer *offer)
{
    const struct orb_terms *t = &offer->terms;
    struct orb_buf b = { 0 };
    const char *text;

    if (t->age_max_months != ORB_AGE_UNKNOWN)
        orb_buf_text(&b, "age_max_months=computed:maximum_age;");
    if (t->age_min_months != ORB_AGE_UNKNOWN)
        orb_buf_text(&b, "age_min_months=computed:minimum_age;");
    if (t->modalities_known)
        orb_buf_text(&b, "modalities=inferred:hsds_location_modalite.csv;");
    if (offer->zone.known)
        orb_buf_text(&b, "zone=computed:service_areas;");
    text = b.failed ? NULL
                    : orb_arena_text(&h->rows, b.len > 0 ? b.data : "",
                                     b.len > 0 ? b.len - 1 : 0);
    orb_buf_release(&b);
    return text;
}

static enum orb_status put_offer(struct hsds *h, const struct hsds_row *service,
                                 struct orb_offer *offer, struct orb_error *err)
{
    enum orb_status status;

    offer->provenance = orb_hsds_provenance(h, service);
    offer->provenance.fields = fields_of(h, offer);
    if (offer->provenance.fields == NULL)
        return orb_error_memory(err);
    status = orb_sink_offer(h->sink, offer, err);
    return status == ORB_OK ? orb_hsds_kept(h, "offers", err) : status;
}

/* An offer at a location; base is what its service says. */
static enum orb_status put_located(struct hsds *h, const struct hsds_row *row,
                                   const struct hsds_row *service, struct orb_offer offer,
                                   struct orb_error *err)
{
    static const struct hsds_member kept[] = {
        { "description", HSDS_TABLES, NULL, { NULL } },
        { NULL, HSDS_TABLES, NULL, { NULL } },
    };
    const char *location = orb_hsds_text(row, "location_id");
    struct hsds_contacts contacts = { NULL, 0 };
    bool is_new = false;
    enum orb_status status = orb_hsds_is_new(h, 'a', row, &is_new, err);

    if (status != ORB_OK || !is_new)
        return status;
    offer.id = orb_hsds_id(h, row->id, &status);
    offer.service = orb_hsds_id(h, orb_hsds_text(row, "service_id"), &status);
    offer.site = orb_hsds_id(h, location, &status);
    if (status != ORB_OK)
        return orb_error_memory(err);
    status = fill_modalities(h, location, &offer.terms, err);
    if (status == ORB_OK)
        status =
            orb_hsds_schedule(h, "service_at_location_id", row->id, &offer.schedule, err);
    if (status == ORB_OK)
        status = orb_hsds_contacts(h, row, "service_at_location_id", &contacts, err);
    if (status == ORB_OK)
        status = orb_hsds_object(h, row, kept, &offer.extra, err);
    offer.contacts = contacts.items;
    offer.contact_count = contacts.count;
    return status == ORB_OK ? put_offer(h, service == NULL ? row : service, &offer, err)
                            : status;
}

enum orb_status orb_hsds_put_lone_offer(struct hsds *h, const struct hsds_row *row,
                                        struct orb_error *err)
{
    const char *service = orb_hsds_text(row, "service_id");
    const struct hsds_row *found = NULL;
    struct orb_offer offer;
    enum orb_status status = orb_hsds_get(h, HSDS_SERVICES, service, &found, err);

    if (status != ORB_OK || found != NULL)
        return status;
    orb_offer_init(&offer);
    if (service == NULL)
        return orb_hsds_tell(h, row, "service_id", HSDS_MISSING, err);
    status = orb_hsds_tell(h, row, "service_id", HSDS_LINK_MISSING, err);
    return status == ORB_OK ? put_located(h, row, NULL, offer, err) : status;
}

static enum orb_status put_offers(struct hsds *h, const struct hsds_row *row,
                                  struct orb_error *err)
{
    struct hsds_cursor cursor = { .table = HSDS_SERVICE_AT_LOCATIONS,
                                  .column = "service_id",
                                  .value = row->id };
    const struct hsds_row *place;
    struct orb_offer offer;
    bool any = false;
    enum orb_status status;

    orb_offer_init(&offer);
    status = make_offer(h, row, &offer, err);
    if (status == ORB_OK)
        status = orb_hsds_find(h, &cursor, err);
    while (status == ORB_OK && (place = orb_hsds_next(&cursor)) != NULL) {
        any = true;
        status = put_located(h, place, row, offer, err);
    }
    if (status != ORB_OK || any)
        return status;
    offer.id = orb_hsds_id(h, row->id, &status);
    offer.service = offer.id;
    return status == ORB_OK ? put_offer(h, row, &offer, err) : orb_error_memory(err);
}

/* ---- the service */

static void write_term(struct orb_buf *text, const struct hsds_row *term)
{
    static const char *const keys[] = { "code", "description", "id", "name", "taxonomy" };
    size_t begin;

    orb_buf_text(text, text->len == 0 ? "{\"taxonomy_terms\":[{" : ",{");
    begin = text->len;
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        const char *value = orb_hsds_text(term, keys[i]);

        if (value == NULL)
            continue;
        orb_buf_printf(text, "%s\"%s\":", text->len > begin ? "," : "", keys[i]);
        orb_json_write_string(text, value);
    }
    orb_buf_char(text, '}');
}

/* Terms of taxonomies, kept with their taxonomy: Orbite does not match on them. */
static enum orb_status fill_codes(struct hsds *h, const struct hsds_row *service,
                                  const char **out, struct orb_error *err)
{
    struct hsds_cursor cursor = { .table = HSDS_ATTRIBUTES,
                                  .column = "link_id",
                                  .value = service->id };
    struct orb_buf text = { 0 };
    const struct hsds_row *row;
    enum orb_status status = orb_hsds_find(h, &cursor, err);

    *out = NULL;
    while (status == ORB_OK && (row = orb_hsds_next(&cursor)) != NULL) {
        const struct hsds_row *term = NULL;

        status = orb_hsds_get(h, HSDS_TAXONOMY_TERMS,
                              orb_hsds_text(row, "taxonomy_term_id"), &term, err);
        if (status == ORB_OK && term == NULL)
            status = orb_hsds_tell(h, row, "taxonomy_term_id", HSDS_LINK_MISSING, err);
        else if (status == ORB_OK)
            write_term(&text, term);
    }
    orb_buf_text(&text, text.len > 0 ? "]}" : "");
    return orb_hsds_keep(h, &text, status, out, err);
}

static const struct hsds_member service_extra[] = {
    { "accreditations", HSDS_TABLES, NULL, { NULL } },
    { "alert", HSDS_TABLES, NULL, { NULL } },
    { "alternate_name", HSDS_TABLES, NULL, { NULL } },
    { "cost_options",
      HSDS_COST_OPTIONS,
      "service_id",
      { "option", "currency", "amount", "amount_description" } },
    { "eligibility_description", HSDS_TABLES, NULL, { NULL } },
    { "fees", HSDS_TABLES, NULL, { NULL } },
    { "fees_description", HSDS_TABLES, NULL, { NULL } },
    { "interpretation_services", HSDS_TABLES, NULL, { NULL } },
    { "licenses", HSDS_TABLES, NULL, { NULL } },
    { "required_documents", HSDS_REQUIRED_DOCUMENTS, "service_id", { "document", "uri" } },
    { "service_areas",
      HSDS_SERVICE_AREAS,
      "service_id",
      { "name", "description", "extent", "extent_type", "uri" } },
    { "status", HSDS_TABLES, NULL, { NULL } },
    { "wait_time", HSDS_TABLES, NULL, { NULL } },
    { NULL, HSDS_TABLES, NULL, { NULL } },
};

static enum orb_status fill_service(struct hsds *h, const struct hsds_row *row,
                                    struct orb_service *service, struct orb_error *err)
{
    struct hsds_contacts contacts = { NULL, 0 };
    enum orb_status status =
        orb_hsds_schedule(h, "service_id", row->id, &service->schedule, err);

    if (status == ORB_OK)
        status = orb_hsds_contacts(h, row, "service_id", &contacts, err);
    if (status == ORB_OK)
        status = fill_codes(h, row, &service->codes, err);
    if (status == ORB_OK)
        status = orb_hsds_object(h, row, service_extra, &service->extra, err);
    service->contacts = contacts.items;
    service->contact_count = contacts.count;
    return status;
}

enum orb_status orb_hsds_put_service(struct hsds *h, const struct hsds_row *row,
                                     struct orb_error *err)
{
    enum orb_status status = ORB_OK;
    const struct orb_identifier identifier = { "hsds", row->id };
    struct orb_service service = { .id = orb_hsds_id(h, row->id, &status),
                                   .name = orb_hsds_text(row, "name"),
                                   .description = orb_hsds_text(row, "description"),
                                   .opened_on = ORB_DATE_NONE,
                                   .closed_on = ORB_DATE_NONE,
                                   .identifiers = &identifier,
                                   .identifier_count = 1,
                                   .provenance = orb_hsds_provenance(h, row) };

    service.organization = orb_hsds_id(h, orb_hsds_text(row, "organization_id"), &status);
    if (status != ORB_OK)
        return orb_error_memory(err);
    if (service.name == NULL)
        return orb_hsds_tell(h, row, "name", HSDS_MISSING, err);
    status = fill_service(h, row, &service, err);
    if (status == ORB_OK)
        status = orb_sink_service(h->sink, &service, err);
    if (status == ORB_OK)
        status = orb_hsds_kept(h, "services", err);
    return status == ORB_OK ? put_offers(h, row, err) : status;
}
