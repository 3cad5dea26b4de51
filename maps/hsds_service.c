/* A service of HSDS with all it names inside. */
#include <math.h>
#include <string.h>

#include "engine/base/number.h"
#include "engine/model/terms.h"
#include "maps/hsds.h"

static const struct orb_json *offer_at(const struct orb_exchange_row *row, size_t i)
{
    return orb_json_at(row->offers, i);
}

static size_t offer_count(const struct orb_exchange_row *row)
{
    return orb_json_count(row->offers);
}

/* ---- state */

static bool is_past(const struct hsds_map *m, const struct orb_json *object)
{
    orb_date day = orb_exchange_date(object, "closed_on");

    return day != ORB_DATE_NONE && m->x.selection.date != ORB_DATE_NONE &&
           day <= m->x.selection.date;
}

/* Does a closure of the offer hold the day? */
static bool is_shut(const struct hsds_map *m, const struct orb_json *offer)
{
    const struct orb_json *closures = orb_json_get(offer, "closures");
    orb_date day = m->x.selection.date;

    for (size_t i = 0; i < orb_json_count(closures); i++) {
        orb_date from = orb_exchange_date(orb_json_at(closures, i), "from");
        orb_date to = orb_exchange_date(orb_json_at(closures, i), "to");

        if (day == ORB_DATE_NONE ||
            ((from == ORB_DATE_NONE || from <= day) && (to == ORB_DATE_NONE || day <= to)))
            return true;
    }
    return false;
}

/* How many offers are closed, shut for a time, not known to be open. */
struct state {
    size_t closed, shut, unknown;
};

static struct state state_of(const struct hsds_map *m, const struct orb_exchange_row *row)
{
    struct state state = { 0, 0, 0 };

    for (size_t i = 0; i < offer_count(row); i++) {
        state.closed += is_past(m, offer_at(row, i));
        state.shut += is_shut(m, offer_at(row, i));
        state.unknown += orb_exchange_text(offer_at(row, i), "activity") != NULL;
    }
    return state;
}

static bool says_closed(const char *said)
{
    return said != NULL && (strcmp(said, "inactive") == 0 || strcmp(said, "defunct") == 0);
}

/* The schema has no word for what is not known: active, with an alert that says so. What is
 * closed since a day that nobody knows is so without a day. */
static void write_status(struct hsds_map *m, const struct orb_exchange_row *row)
{
    const char *said = orb_exchange_text(row->service, "status");
    const char *alert = orb_exchange_text(row->service, "alert");
    struct state state = state_of(m, row);
    size_t count = offer_count(row);
    const char *status = "active";

    if (is_past(m, row->service) || (count > 0 && state.closed == count))
        status = says_closed(said) ? said : "defunct";
    else if (count > 0 && state.shut == count)
        status = "temporarily closed";
    else if (state.unknown > 0 && says_closed(said))
        status = said;
    else if (state.unknown > 0 && alert == NULL)
        alert = "La source ne dit pas si ce service est ouvert : à vérifier.";
    orb_jw_member_text(&m->json, "status", status);
    orb_hsds_map_text(m, "alert", alert);
}

/* ---- texts */

static void write_description(struct hsds_map *m, const struct orb_exchange_row *row)
{
    const char *own = orb_exchange_text(row->service, "description");
    struct orb_buf text = { 0 };

    if (own == NULL)
        orb_exchange_write_nature(&m->x, row, &text);
    orb_hsds_map_text(m, "description",
                      own != NULL    ? own
                      : text.len > 0 ? text.data
                                     : NULL);
    m->json.buf->failed = m->json.buf->failed || text.failed;
    orb_buf_release(&text);
}

static void add_sentence(struct orb_buf *out, const char *text)
{
    if (text == NULL)
        return;
    orb_buf_text(out, out->len > 0 ? " " : "");
    orb_buf_text(out, text);
}

static void end_text(struct hsds_map *m, const char *key)
{
    m->json.buf->failed = m->json.buf->failed || m->text.failed;
    orb_hsds_map_text(m, key, m->text.len > 0 ? m->text.data : NULL);
}

/* Who may come: what the source says, else what our offers say. */
static void write_eligibility(struct hsds_map *m, const struct orb_exchange_row *row)
{
    const char *own = orb_exchange_text(row->service, "eligibility_description");

    orb_hsds_map_clear(m);
    add_sentence(&m->text, own);
    if (own == NULL) {
        add_sentence(&m->text, orb_exchange_text(row->service, "publics_precisions"));
        add_sentence(&m->text, orb_exchange_text(row->service, "conditions_acces"));
        orb_exchange_write_publics(&m->x, row, &m->text);
        orb_exchange_write_orientation(row, &m->text);
    }
    end_text(m, "eligibility_description");
}

/* How to ask: the ways of data·inclusion by their labels, else the text of the source. */
static void write_application(struct hsds_map *m, const struct orb_exchange_row *row,
                              const struct orb_exchange_contacts *contacts)
{
    const struct orb_json *ways =
        orb_json_get(orb_json_get(row->service, "codes"), "modes_mobilisation");

    orb_hsds_map_clear(m);
    for (size_t i = 0; i < orb_json_count(ways); i++) {
        const char *code = orb_json_text(orb_json_at(ways, i));

        if (code == NULL)
            continue;
        orb_buf_text(&m->text, i > 0 ? ", " : "");
        orb_buf_text(&m->text,
                     orb_exchange_label(&m->x, "datainclusion_modes_mobilisation", code));
    }
    if (m->text.len == 0)
        for (size_t i = 0; i < contacts->count; i++)
            if (strcmp(contacts->items[i].channel, "mobilisation") == 0)
                add_sentence(&m->text, contacts->items[i].value);
    add_sentence(&m->text, orb_exchange_text(row->service, "mobilisation_precisions"));
    add_sentence(&m->text, orb_exchange_contact_find(contacts, "url", "mobilisation"));
    end_text(m, "application_process");
}

static void write_fees(struct hsds_map *m, const struct orb_exchange_row *row)
{
    const char *own = orb_exchange_text(row->service, "fees_description");
    const char *code = orb_exchange_text(orb_json_get(row->service, "codes"), "frais");

    orb_hsds_map_clear(m);
    add_sentence(&m->text, own);
    if (own == NULL && code != NULL)
        add_sentence(&m->text, orb_exchange_label(&m->x, "datainclusion_frais", code));
    if (own == NULL)
        add_sentence(&m->text, orb_exchange_text(row->service, "frais_precisions"));
    end_text(m, "fees_description");
}

/* The wait that all offers share. */
static void write_wait(struct hsds_map *m, const struct orb_exchange_row *row)
{
    const char *own = orb_exchange_text(row->service, "wait_time");
    double days = orb_exchange_number(offer_at(row, 0), "wait_days");

    for (size_t i = 1; i < offer_count(row); i++)
        if (!(orb_exchange_number(offer_at(row, i), "wait_days") == days))
            days = (double)NAN;
    orb_hsds_map_clear(m);
    add_sentence(&m->text, own);
    if (own == NULL && !isnan(days))
        orb_buf_printf(&m->text, "%.0f %s", days, days < 2 ? "jour" : "jours");
    end_text(m, "wait_time");
}

/* ---- numbers and days */

/* "17" lasts until the birthday of 18; a bound inside a year is told with its decimals. */
static void write_ages(struct hsds_map *m, const struct orb_exchange_row *row)
{
    struct orb_exchange_ages ages = orb_exchange_ages(row);

    if (ages.min_months != ORB_AGE_UNKNOWN)
        orb_jw_member_number(&m->json, "minimum_age", ages.min_months / 12.0);
    if (ages.max_months > 0)
        orb_jw_member_number(&m->json, "maximum_age",
                             ages.max_months % 12 == 0 ? ages.max_months / 12 - 1
                                                       : ages.max_months / 12.0);
}

static void write_days(struct hsds_map *m, const struct orb_exchange_row *row,
                       const struct orb_exchange_contacts *contacts)
{
    orb_date day = orb_exchange_day(row->service);
    orb_date checked = ORB_DATE_NONE;
    char text[ORB_DATE_LEN];

    for (size_t i = 0; i < contacts->count; i++)
        if (contacts->items[i].checked_on != ORB_DATE_NONE &&
            (checked == ORB_DATE_NONE || contacts->items[i].checked_on > checked))
            checked = contacts->items[i].checked_on;
    if (checked != ORB_DATE_NONE)
        orb_jw_member_date(&m->json, "assured_date", checked);
    if (day == ORB_DATE_NONE)
        return;
    (void)orb_date_write(text, day);
    orb_hsds_map_clear(m);
    orb_buf_printf(&m->text, "%sT00:00:00Z", text);
    orb_jw_member_text(&m->json, "last_modified", m->text.data);
}

/* ---- lists */

static bool open_item(struct hsds_map *m, const struct orb_exchange_row *row,
                      const char *list, const char *part, size_t n)
{
    if (n == 0) {
        orb_jw_key(&m->json, list);
        orb_jw_open_array(&m->json);
    }
    orb_jw_open_object(&m->json);
    orb_hsds_map_part_id(m, (struct hsds_owner){ "service", row->id }, part, n);
    return true;
}

/* "fr" is a code, "Français" a name. */
static void write_languages(struct hsds_map *m, const struct orb_exchange_row *row)
{
    size_t n = 0;

    for (size_t i = 0; i < offer_count(row); i++) {
        const struct orb_json *list = orb_json_get(offer_at(row, i), "languages");

        for (size_t j = 0; j < orb_json_count(list); j++) {
            const char *text = orb_json_text(orb_json_at(list, j));
            bool before = text == NULL;
            size_t len = text == NULL ? 0 : strlen(text);

            for (size_t k = 0; k < i && !before; k++)
                before =
                    orb_exchange_has(orb_json_get(offer_at(row, k), "languages"), text);
            if (before)
                continue;
            (void)open_item(m, row, "languages", "language", n++);
            orb_jw_member_text(&m->json,
                               len <= 3 && strspn(text, "abcdefghijklmnopqrstuvwxyz") == len
                                   ? "code"
                                   : "name",
                               text);
            orb_jw_close(&m->json);
        }
    }
    if (n > 0)
        orb_jw_close(&m->json);
}

static void write_costs(struct hsds_map *m, const struct orb_exchange_row *row)
{
    static const char *const kept[] = { "option", "currency", "amount_description", NULL };
    const struct orb_json *own = orb_json_get(row->service, "cost_options");
    const char *code = orb_exchange_text(orb_json_get(row->service, "codes"), "frais");
    size_t n = 0;

    for (size_t i = 0; i < orb_json_count(own); i++) {
        const char *amount = orb_exchange_text(orb_json_at(own, i), "amount");
        double number;

        (void)open_item(m, row, "cost_options", "cost_option", n++);
        orb_hsds_map_texts(m, orb_json_at(own, i), kept);
        if (amount != NULL && orb_number_parse(&number, amount, strlen(amount)))
            orb_jw_member_number(&m->json, "amount", number);
        orb_jw_close(&m->json);
    }
    if (own == NULL && code != NULL && strcmp(code, "gratuit") == 0) {
        (void)open_item(m, row, "cost_options", "cost_option", n++);
        orb_jw_member_text(&m->json, "option", "Gratuit");
        orb_jw_member_text(&m->json, "currency", "EUR");
        orb_jw_member_integer(&m->json, "amount", 0);
        orb_jw_close(&m->json);
    }
    if (n > 0)
        orb_jw_close(&m->json);
}

static void write_documents(struct hsds_map *m, const struct orb_exchange_row *row)
{
    const struct orb_json *own = orb_json_get(row->service, "required_documents");
    size_t n = 0;

    for (size_t i = 0; i < orb_json_count(own); i++) {
        (void)open_item(m, row, "required_documents", "required_document", n++);
        orb_hsds_map_text(m, "document",
                          orb_exchange_text(orb_json_at(own, i), "document"));
        orb_hsds_map_url(m, "uri", orb_exchange_text(orb_json_at(own, i), "uri"));
        orb_jw_close(&m->json);
    }
    if (n > 0)
        orb_jw_close(&m->json);
}

/* ---- offers */

/* How it is given, in words, when the publisher says nothing. */
static void write_modalities(struct hsds_map *m, const struct orb_json *offer)
{
    const struct orb_json *modalities = orb_json_get(offer, "modalities");

    if (orb_exchange_is_from(offer, "hsds:"))
        return;
    orb_hsds_map_clear(m);
    for (size_t i = 0; i < orb_json_count(modalities); i++) {
        const char *code = orb_exchange_text(orb_json_at(modalities, i), "code");

        if (code == NULL)
            continue;
        orb_buf_text(&m->text, m->text.len > 0 ? ", " : "");
        orb_buf_text(&m->text, orb_exchange_label(&m->x, "modalites", code));
    }
    end_text(m, "description");
}

/* A service of HSDS without a place has none here: its offer only carries it. */
static bool is_bare(const struct orb_exchange_row *row, const struct orb_json *offer)
{
    const char *id = orb_exchange_text(offer, "id");

    return orb_exchange_is_from(offer, "hsds:") && id != NULL && strcmp(id, row->id) == 0 &&
           orb_exchange_site_id(row, offer) == NULL;
}

static enum orb_status write_offers(struct hsds_map *m, const struct orb_exchange_row *row,
                                    struct orb_error *err)
{
    struct orb_exchange_contacts contacts;
    bool any = false;
    enum orb_status status = ORB_OK;

    for (size_t i = 0; status == ORB_OK && i < offer_count(row); i++) {
        const struct orb_json *offer = offer_at(row, i);
        const char *id = orb_exchange_text(offer, "id");
        const struct hsds_owner owner = { "service_at_location", id };

        if (is_bare(row, offer))
            continue;
        orb_exchange_contacts(offer, &contacts);
        if (!any) {
            orb_jw_key(&m->json, "service_at_locations");
            orb_jw_open_array(&m->json);
        }
        any = true;
        orb_jw_open_object(&m->json);
        orb_hsds_map_id(m, "id", id);
        orb_hsds_map_text(m, "description", orb_exchange_text(offer, "description"));
        write_modalities(m, offer);
        status = orb_hsds_map_location(m, row, offer, err);
        orb_hsds_map_schedules(m, owner, orb_exchange_text(offer, "schedule"));
        orb_hsds_map_contacts(m, owner, &contacts);
        orb_jw_close(&m->json);
    }
    if (any)
        orb_jw_close(&m->json);
    return status;
}

/* ---- the element */

static enum orb_status write_links(struct hsds_map *m, const struct orb_exchange_row *row,
                                   struct orb_error *err)
{
    const char *organization = orb_exchange_text(row->service, "organization");

    if (row->organization != NULL)
        orb_hsds_map_organization(m, row->organization);
    else if (organization != NULL)
        orb_hsds_map_id(m, "organization_id", organization);
    return write_offers(m, row, err);
}

enum orb_status orb_hsds_map_service(void *context, const struct orb_exchange_row *row,
                                     struct orb_error *err)
{
    static const char *const kept[] = { "alternate_name", "interpretation_services",
                                        "fees",           "accreditations",
                                        "licenses",       NULL };
    struct hsds_map *m = context;
    const struct hsds_owner owner = { "service", row->id };
    const char *name = orb_exchange_text(row->service, "name");
    struct orb_exchange_contacts contacts;
    enum orb_status status = ORB_OK;

    orb_exchange_contacts(row->service, &contacts);
    orb_jw_open_object_inline(&m->json);
    orb_hsds_map_id(m, "id", row->id);
    orb_jw_member_text(&m->json, "name", name == NULL ? row->id : name);
    write_description(m, row);
    write_status(m, row);
    orb_hsds_map_texts(m, row->service, kept);
    orb_hsds_map_url(m, "url", orb_exchange_contact_find(&contacts, "url", NULL));
    write_application(m, row, &contacts);
    write_eligibility(m, row);
    write_fees(m, row);
    write_wait(m, row);
    write_ages(m, row);
    write_days(m, row, &contacts);
    orb_hsds_map_schedules(m, owner, orb_exchange_text(row->service, "schedule"));
    orb_hsds_map_contacts(m, owner, &contacts);
    write_languages(m, row);
    write_costs(m, row);
    write_documents(m, row);
    orb_hsds_map_areas(m, row);
    orb_hsds_map_attributes(m, row);
    status = write_links(m, row, err);
    orb_hsds_map_clear(m);
    orb_jw_close(&m->json);
    return status == ORB_OK ? m->status : status;
}
