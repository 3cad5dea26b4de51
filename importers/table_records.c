/* One row is one service offered in one way: an offer, with its site when it is somewhere
 * and its service when there is more to say of it. */
#include "importers/table_records.h"

#include <math.h>
#include <string.h>

#include "engine/base/number.h"
#include "engine/base/text.h"
#include "importers/family_prestations.h"

#define AGE_MAX 130

/* ---- what is asked and given */

static enum orb_status labels(struct table *t, const char *list,
                              const struct orb_code_list *codes, struct orb_error *err)
{
    enum orb_status status = ORB_OK;

    for (uint32_t i = 0; status == ORB_OK && i < codes->count; i++)
        status = orb_table_label(t, list, codes->items[i], err);
    return status;
}

static enum orb_status read_lists(struct table *t, struct table_made *made,
                                  struct orb_error *err)
{
    struct orb_terms *terms = &made->offer.terms;
    const struct {
        enum table_field field;
        const char *vocabulary;
        struct orb_code_list *out;
    } lists[] = {
        { TABLE_FAMILY, "loubat_familles", &terms->families },
        { TABLE_PUBLIC, "groupes_publics", &terms->publics },
        { TABLE_ORIENTATION, "mdph_droits_prestations", &terms->orientations },
        { TABLE_PROFESSION, "professions", &terms->professions },
        { TABLE_THEME, NULL, &terms->themes },
        { TABLE_LANGUAGE, NULL, &terms->languages },
        { TABLE_ZONE_COMMUNES, NULL, &made->offer.zone.communes },
        { TABLE_ZONE_DEPARTEMENTS, NULL, &made->offer.zone.departments },
    };
    enum orb_status status = ORB_OK;

    for (size_t i = 0; status == ORB_OK && i < sizeof lists / sizeof lists[0]; i++) {
        status = orb_table_list(t, lists[i].field, lists[i].out, err);
        if (status == ORB_OK)
            status = labels(t, lists[i].vocabulary, lists[i].out, err);
    }
    made->offer.zone.known =
        made->offer.zone.communes.known || made->offer.zone.departments.known;
    return status;
}

static enum orb_status read_modalities(struct table *t, struct table_made *made,
                                       struct orb_error *err)
{
    struct orb_code_list codes;
    struct orb_modality *items;
    enum orb_status status = orb_table_list(t, TABLE_MODALITY, &codes, err);

    if (status != ORB_OK || !codes.known)
        return status;
    items = orb_arena_array(&t->row, (size_t)codes.count + 1, sizeof *items);
    if (items == NULL)
        return orb_error_memory(err);
    for (uint32_t i = 0; i < codes.count; i++)
        items[i] = (struct orb_modality){ codes.items[i], ORB_CERTAINTY_DECLARED };
    made->offer.terms.modalities = items;
    made->offer.terms.modality_count = codes.count;
    made->offer.terms.modalities_known = true;
    return labels(t, "modalites", &codes, err);
}

static void add_prestation(struct orb_terms *terms, struct orb_prestation *items,
                           const char *code, enum orb_evidence evidence)
{
    for (uint32_t i = 0; i < terms->prestation_count; i++)
        if (strcmp(items[i].code, code) == 0)
            return;
    items[terms->prestation_count++] = (struct orb_prestation){ code, evidence };
}

/* Prestations the file does not give are those of the families. */
static enum orb_status infer_prestations(struct table *t, struct table_made *made,
                                         struct orb_error *err)
{
    struct orb_terms *terms = &made->offer.terms;
    enum orb_status status =
        orb_family_prestations(&t->vocabulary, &t->row, &terms->families, terms, err);

    made->inferred_prestations = terms->prestations_known;
    return status;
}

static enum orb_status read_prestations(struct table *t, struct table_made *made,
                                        struct orb_error *err)
{
    struct orb_terms *terms = &made->offer.terms;
    struct orb_code_list codes;
    struct orb_prestation *items;
    enum orb_status status = orb_table_list(t, TABLE_PRESTATION, &codes, err);

    if (status == ORB_OK && !codes.known && !orb_table_has_sources(t))
        return infer_prestations(t, made, err);
    if (status != ORB_OK || !codes.known)
        return status;
    items = orb_arena_array(&t->row, (size_t)codes.count + 1, sizeof *items);
    if (items == NULL)
        return orb_error_memory(err);
    for (uint32_t i = 0; status == ORB_OK && i < codes.count; i++) {
        add_prestation(terms, items, codes.items[i], ORB_EVIDENCE_DECLARED);
        status = orb_table_label(t,
                                 codes.items[i][0] == '3' ? "serafin_prestations_indirectes"
                                                          : "serafin_prestations_directes",
                                 codes.items[i], err);
    }
    terms->prestations = items;
    terms->prestations_known = true;
    return status;
}

static enum orb_status read_age(struct table *t, enum table_field field, int32_t *months,
                                struct orb_error *err)
{
    const char *text = NULL;
    int64_t years = 0;
    size_t len;
    enum orb_status status = orb_table_text(t, field, &text, err);

    if (status != ORB_OK || text == NULL)
        return status;
    len = strlen(text);
    if (len > 2 && strcmp(text + len - 2, ".0") == 0)
        len -= 2;
    if (!orb_integer_parse(&years, text, len, 0, AGE_MAX))
        return orb_table_find(t, TABLE_AGE_IMPOSSIBLE, field, text, err);
    *months = 12 * (int32_t)years;
    return ORB_OK;
}

static enum orb_status read_ages(struct table *t, struct table_made *made,
                                 struct orb_error *err)
{
    struct orb_terms *terms = &made->offer.terms;
    enum orb_status status = read_age(t, TABLE_AGE_MIN, &terms->age_min_months, err);

    if (status == ORB_OK)
        status = read_age(t, TABLE_AGE_MAX, &terms->age_max_months, err);
    if (status != ORB_OK || terms->age_max_months == ORB_AGE_UNKNOWN ||
        (terms->age_max_months > 0 && terms->age_max_months > terms->age_min_months))
        return status;
    terms->age_min_months = terms->age_max_months = ORB_AGE_UNKNOWN;
    return orb_table_find(t, TABLE_AGE_IMPOSSIBLE, TABLE_AGE_MAX, NULL, err);
}

static enum orb_status read_terms(struct table *t, struct table_made *made,
                                  struct orb_error *err)
{
    struct orb_terms *terms = &made->offer.terms;
    enum orb_status status = read_lists(t, made, err);

    if (status == ORB_OK)
        status = orb_table_text(t, TABLE_CATEGORY, &terms->category, err);
    if (status == ORB_OK && terms->category != NULL)
        status = orb_table_label(t, "finess_categories", terms->category, err);
    if (status == ORB_OK)
        status = read_modalities(t, made, err);
    if (status == ORB_OK)
        status = read_prestations(t, made, err);
    if (status == ORB_OK)
        status = read_ages(t, made, err);
    if (status == ORB_OK)
        status = orb_table_flag(t, TABLE_ACCEPTS_NEW, &terms->accepts_new, err);
    if (status == ORB_OK)
        status = orb_table_flag(t, TABLE_DROIT_COMMUN, &terms->droit_commun, err);
    if (t->mapping.droit_commun != ORB_UNKNOWN)
        terms->droit_commun = t->mapping.droit_commun;
    if (terms->droit_commun == ORB_YES && !terms->orientations.known &&
        !orb_table_has_sources(t)) {
        terms->orientations.known =
            true; /* open to all: no decision of the CDAPH is asked */
        made->inferred_orientations = true;
    }
    return status;
}

/* ---- where and when */

static bool has_commune_form(const char *code)
{
    if (strlen(code) != 5)
        return false;
    for (int i = 0; i < 5; i++)
        if ((code[i] < '0' || code[i] > '9') &&
            !(i == 1 && (code[i] == 'A' || code[i] == 'B')))
            return false;
    return true;
}

static enum orb_status read_commune(struct table *t, struct table_made *made,
                                    struct orb_error *err)
{
    const struct orb_territory_view *view = t->in->territory;
    const char *code = NULL;
    bool listed;
    enum orb_status status = orb_table_text(t, TABLE_COMMUNE, &code, err);

    if (status != ORB_OK || code == NULL)
        return status;
    listed =
        view != NULL && view->commune != NULL && view->commune(view->context, code) != NULL;
    if (!listed && !has_commune_form(code))
        return orb_table_find(t, TABLE_COMMUNE_UNREADABLE, TABLE_COMMUNE, code, err);
    made->site.commune = code;
    if (listed || view == NULL || view->next_commune == NULL ||
        view->next_commune(view->context, NULL) == NULL)
        return ORB_OK;
    return orb_table_find(t, TABLE_COMMUNE_UNKNOWN, TABLE_COMMUNE, code, err);
}

/* No postal code of France begins with a letter: those of invented territories do. */
static bool is_invented(const char *postcode)
{
    return postcode[0] == 'X' || (postcode[0] >= 'A' && postcode[0] <= 'Z' &&
                                  orb_table_is_digits(postcode, 1, 5));
}

static enum orb_status read_site(struct table *t, struct table_made *made,
                                 struct orb_error *err)
{
    struct orb_site *site = &made->site;
    enum orb_status status = orb_table_text(t, TABLE_ADDRESS, &site->address, err);

    site->lon = site->lat = (double)NAN;
    if (status == ORB_OK)
        status = orb_table_text(t, TABLE_POSTCODE, &site->postcode, err);
    if (status == ORB_OK && site->postcode != NULL &&
        !orb_table_is_digits(site->postcode, 0, 5) && !is_invented(site->postcode)) {
        status = orb_table_find(t, TABLE_POSTCODE_UNREADABLE, TABLE_POSTCODE,
                                site->postcode, err);
        site->postcode = NULL;
    }
    if (status == ORB_OK)
        status = read_commune(t, made, err);
    return status == ORB_OK ? orb_table_position(t, site, err) : status;
}

static enum orb_status read_dates(struct table *t, struct table_made *made,
                                  struct orb_error *err)
{
    struct orb_offer *offer = &made->offer;
    enum orb_status status = orb_table_date(t, TABLE_OPENED, &offer->opened_on, err);

    if (status == ORB_OK)
        status = orb_table_date(t, TABLE_CLOSED, &offer->closed_on, err);
    if (status == ORB_OK && offer->opened_on != ORB_DATE_NONE &&
        offer->closed_on != ORB_DATE_NONE && offer->opened_on > offer->closed_on) {
        offer->opened_on = ORB_DATE_NONE;
        status = orb_table_find(t, TABLE_DATES_REVERSED, TABLE_OPENED, NULL, err);
    }
    return status;
}

static enum orb_status read_words(struct table *t, struct table_made *made,
                                  struct orb_error *err)
{
    enum orb_status status = orb_table_text(t, TABLE_NAME, &made->offer.name, err);

    if (status == ORB_OK)
        status = orb_table_text(t, TABLE_DESCRIPTION, &made->service.description, err);
    if (status == ORB_OK)
        status = orb_table_text(t, TABLE_SCHEDULE, &made->offer.schedule, err);
    return status;
}

/* ---- handing over */

static const char *fields_of(const struct table_made *made)
{
    if (made->inferred_fields != NULL)
        return made->inferred_fields;
    if (made->inferred_orientations && made->inferred_prestations)
        return "orientations=inferred:droit_commun;prestations=inferred:loubat_serafin_prestations.csv";
    if (made->inferred_orientations)
        return "orientations=inferred:droit_commun";
    return made->inferred_prestations
               ? "prestations=inferred:loubat_serafin_prestations.csv"
               : NULL;
}

static void count(struct table *t, const struct table_made *made)
{
    t->counts[TABLE_COUNT_OFFERS]++;
    t->counts[TABLE_COUNT_SITES] += made->offer.site != NULL;
    t->counts[TABLE_COUNT_SERVICES] += made->offer.service != NULL;
    t->counts[TABLE_COUNT_NO_NAME] += made->offer.name == NULL;
    t->counts[TABLE_COUNT_NO_COMMUNE] += made->site.commune == NULL;
    t->counts[TABLE_COUNT_NO_POSITION] += isnan(made->site.lon) != 0;
    t->counts[TABLE_COUNT_NO_FAMILY] += !made->offer.terms.families.known;
    t->counts[TABLE_COUNT_NO_PUBLIC] += !made->offer.terms.publics.known;
}

static enum orb_status hand_over(struct table *t, struct table_made *made,
                                 struct orb_error *err)
{
    struct orb_record record = { .place = t->place };
    struct orb_site *site = &made->site;
    struct orb_service *service = &made->service;
    enum orb_status status = ORB_OK;

    if (site->address != NULL || site->postcode != NULL || site->commune != NULL ||
        !isnan(site->lon))
        made->offer.site = site->id;
    if (service->description != NULL || service->identifier_count > 0)
        made->offer.service = service->id;
    service->site = made->offer.site;
    service->organization = made->offer.organization;
    service->name = made->offer.name;
    service->category = made->offer.terms.category;
    service->opened_on = made->offer.opened_on;
    service->closed_on = made->offer.closed_on;
    service->identifiers = made->identifiers;
    count(t, made);
    if (made->organization.id != NULL) {
        record.kind = ORB_RECORD_ORGANIZATION;
        record.as.organization = &made->organization;
        status = t->sink->put(t->sink->context, &record, err);
    }
    if (status == ORB_OK && made->offer.site != NULL) {
        record.kind = ORB_RECORD_SITE;
        record.as.site = site;
        status = t->sink->put(t->sink->context, &record, err);
    }
    if (status == ORB_OK && made->offer.service != NULL) {
        record.kind = ORB_RECORD_SERVICE;
        record.as.service = service;
        status = t->sink->put(t->sink->context, &record, err);
    }
    record.kind = ORB_RECORD_OFFER;
    record.as.offer = &made->offer;
    return status == ORB_OK ? t->sink->put(t->sink->context, &record, err) : status;
}

/* Every record says where and when; the identifiers of site and service are the offer's. */
static enum orb_status read_provenance(struct table *t, struct table_made *made,
                                       struct orb_error *err)
{
    struct orb_provenance provenance = { t->mapping.source_id, ORB_DATE_NONE,
                                         ORB_BASIS_DECLARED, ORB_FIELDS_IMPLIED };
    enum orb_status status = orb_table_date(t, TABLE_DATE, &provenance.observed_on, err);

    if (provenance.observed_on == ORB_DATE_NONE)
        provenance.observed_on = t->in->reference_date;
    else if (provenance.observed_on > t->newest)
        t->newest = provenance.observed_on;
    if (status == ORB_OK && orb_table_has_sources(t))
        status =
            orb_table_row_source(t, made, &provenance.source, provenance.observed_on, err);
    made->site.provenance = made->service.provenance = provenance;
    made->organization.provenance = provenance;
    made->offer.provenance = provenance;
    made->offer.provenance.fields = fields_of(made);
    return status;
}

enum orb_status orb_table_row(struct table *table, struct orb_error *err)
{
    static enum orb_status (*const steps[])(struct table *, struct table_made *,
                                            struct orb_error *) = { orb_table_read_id,
                                                                    read_words,
                                                                    orb_table_read_numbers,
                                                                    orb_table_read_contacts,
                                                                    read_terms,
                                                                    read_site,
                                                                    read_dates,
                                                                    orb_table_read_told,
                                                                    read_provenance,
                                                                    hand_over };
    struct table_made made = { .rejected = false };
    enum orb_status status = ORB_OK;

    if (table->mapping.communes)
        return orb_table_commune_row(table, err);
    orb_offer_init(&made.offer);
    made.offer.contacts = made.contacts;
    for (size_t i = 0;
         status == ORB_OK && !made.rejected && i < sizeof steps / sizeof steps[0]; i++)
        status = steps[i](table, &made, err);
    return status;
}
