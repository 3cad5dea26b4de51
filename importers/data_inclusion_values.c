/* The forms of values, and what is told when they are wrong. Contacts and free texts are
 * never quoted. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "engine/base/number.h"
#include "engine/base/text.h"
#include "engine/base/utf8.h"
#include "engine/model/contact_text.h"
#include "importers/data_inclusion.h"

#define VALUE_MAX 80

static const struct {
    enum orb_finding_level level;
    const char *rule;
    const char *sentence;
} rules[DINC_RULES] = {
    [DINC_NO_OBJECT] = { ORB_FINDING_REJECTED, "no_object",
                         N_("the element is not an object and was left out") },
    [DINC_ROW_TOO_WIDE] = { ORB_FINDING_REJECTED, "row_too_wide",
                            N_("the row has more fields than the header") },
    [DINC_HEADER_AGAIN] = { ORB_FINDING_REJECTED, "header_again",
                            N_("the row is the header again") },
    [DINC_MISSING] = { ORB_FINDING_REJECTED, "missing_value",
                       N_("a value that the schema requires is missing, the row is left out") },
    [DINC_ID_UNREADABLE] = { ORB_FINDING_REJECTED, "id_unreadable",
                             N_("the identifier holds blanks or is too long, the row is left out") },
    [DINC_ID_TWICE] = { ORB_FINDING_REJECTED, "id_twice",
                        N_("this identifier was already read, the row is left out") },
    [DINC_WRONG_TYPE] = { ORB_FINDING_VALUE, "wrong_type",
                          N_("the value is not of the type of the schema, it is unknown") },
    [DINC_NAME_LENGTH] = { ORB_FINDING_VALUE, "name_length",
                           N_("the name does not have 3 to 150 characters, it is kept as it is") },
    [DINC_NAME_STOP] = { ORB_FINDING_VALUE, "name_full_stop",
                         N_("the name ends with a full stop, it is kept as it is") },
    [DINC_DESCRIPTION_LENGTH] = { ORB_FINDING_VALUE, "description_length",
                                  N_("the description does not have 5 to 10,000 characters, it is kept as it is") },
    [DINC_DATE] = { ORB_FINDING_VALUE, "date_unreadable",
                    N_("the date does not exist, it is read as unknown") },
    [DINC_DATE_RANGE] = { ORB_FINDING_VALUE, "date_range",
                          N_("the date is before 2000 or in the future, it is unknown") },
    [DINC_SIRET_FORM] = { ORB_FINDING_VALUE, "siret_unreadable",
                          N_("a SIRET has 14 digits, this one is unknown") },
    [DINC_POSTCODE_FORM] = { ORB_FINDING_VALUE, "postcode_unreadable",
                             N_("the postal code is not five digits") },
    [DINC_COMMUNE_FORM] = { ORB_FINDING_VALUE, "commune_unreadable",
                            N_("this is not an INSEE commune code, it is unknown") },
    [DINC_COMMUNE_UNKNOWN] = { ORB_FINDING_VALUE, "commune_unknown",
                               N_("the territory has no commune of this code, it is kept as it is") },
    [DINC_PHONE_FORM] = { ORB_FINDING_VALUE, "phone_unreadable",
                          N_("this is not one telephone number, it is unknown") },
    [DINC_EMAIL_FORM] = { ORB_FINDING_VALUE, "email_unreadable",
                          N_("this is not an e-mail address, it is unknown") },
    [DINC_URL_FORM] = { ORB_FINDING_VALUE, "url_unreadable",
                        N_("this is not an address of the web, it is unknown") },
    [DINC_NUMBER_FORM] = { ORB_FINDING_VALUE, "number_unreadable",
                           N_("this is not a number of the expected size, it is unknown") },
    [DINC_POSITION_HALF] = { ORB_FINDING_VALUE, "position_incomplete",
                             N_("longitude or latitude is missing, the position is unknown") },
    [DINC_POSITION_RANGE] = { ORB_FINDING_VALUE, "position_range",
                              N_("longitude and latitude are not degrees, the position is unknown") },
    [DINC_POSITION_SWAPPED] = { ORB_FINDING_VALUE, "position_swapped",
                                N_("longitude and latitude were swapped, they were put right") },
    [DINC_POSITION_OUTSIDE] = { ORB_FINDING_VALUE, "position_outside_commune",
                                N_("the position is outside its commune") },
    [DINC_UNKNOWN_CODE] = { ORB_FINDING_VALUE, "unknown_code",
                            N_("the code is not in its list, it is kept as it is") },
    [DINC_PUBLICS_NOT_ALONE] = { ORB_FINDING_VALUE, "publics_not_alone",
                                 N_("tous-publics stands with others, the publics are unknown") },
    [DINC_ZONE_CODE] = { ORB_FINDING_VALUE, "zone_code",
                         N_("this is not a code of a commune, an EPCI, a département or France, the zone is unknown") },
    [DINC_ZONE_EPCI] = { ORB_FINDING_VALUE, "zone_epci",
                         N_("the members of this EPCI are not known here (import cog), the zone is unknown") },
    [DINC_STRUCTURE_UNKNOWN] = { ORB_FINDING_VALUE, "structure_unknown",
                                 N_("the structure of this service is not known, the service is kept") },
    [DINC_DATE_HEADER] = { ORB_FINDING_NOTE, "date_header",
                           N_("a date stands where a column should have its name: read as date_maj") },
};

static const struct {
    const char *group;
    const char *name;
} counted[DINC_COUNTS] = {
    [DINC_READ_STRUCTURES] = { "read", "structures" },
    [DINC_READ_SERVICES] = { "read", "services" },
    [DINC_KEPT_ORGANIZATIONS] = { "kept", "organizations" },
    [DINC_KEPT_SITES] = { "kept", "sites" },
    [DINC_KEPT_SERVICES] = { "kept", "services" },
    [DINC_KEPT_OFFERS] = { "kept", "offers" },
    [DINC_UNKNOWN_POSITION] = { "unknown", "position" },
    [DINC_UNKNOWN_FAMILIES] = { "unknown", "families" },
    [DINC_UNKNOWN_PUBLICS] = { "unknown", "publics" },
    [DINC_UNKNOWN_MODALITIES] = { "unknown", "modalities" },
    [DINC_UNKNOWN_ZONE] = { "unknown", "zone" },
    [DINC_NOTE_EMPTY] = { "note", "row_empty" },
    [DINC_NOTE_IGNORED] = { "note", "row_to_ignore" },
    [DINC_NOTE_BLANKS] = { "note", "blanks_trimmed" },
    [DINC_NOTE_DECIMALS] = { "note", "decimals_removed" },
    [DINC_NOTE_ZERO] = { "note", "zero_restored" },
    [DINC_NOTE_NO_FAMILY] = { "note", "theme_without_family" },
};

enum orb_status orb_dinc_count_all(struct dinc *d, struct orb_error *err)
{
    enum orb_status status = ORB_OK;

    for (size_t i = 0; status == ORB_OK && i < DINC_COUNTS; i++)
        if (d->counts[i] > 0)
            status = orb_report_count(d->report, counted[i].group, counted[i].name,
                                      d->counts[i], err);
    return status;
}

enum orb_status orb_dinc_tell_item(struct dinc *d, struct dinc_row *row,
                                   struct dinc_fault fault, struct orb_error *err)
{
    const enum dinc_field field = fault.field;
    const enum dinc_rule rule = fault.rule;
    const char *item = fault.item;
    char value[VALUE_MAX] = "";
    size_t len;
    const struct orb_finding finding = { .level = rules[rule].level,
                                         .file = d->file,
                                         .place = row->place,
                                         .field = field == DINC_FIELDS
                                                      ? ""
                                                      : orb_dinc_columns[field].name,
                                         .value = value,
                                         .rule = rules[rule].rule,
                                         .sentence = _(rules[rule].sentence) };

    if (item != NULL && field != DINC_FIELDS && !orb_dinc_columns[field].is_private)
        (void)snprintf(value, sizeof value, "%s", item);
    for (len = strlen(value); len > 0 && !orb_utf8_valid(value, len);)
        value[--len] = '\0';
    row->is_rejected = row->is_rejected || rules[rule].level == ORB_FINDING_REJECTED;
    return orb_report_find(d->report, &finding, err);
}

enum orb_status orb_dinc_tell(struct dinc *d, struct dinc_row *row, enum dinc_field field,
                              enum dinc_rule rule, struct orb_error *err)
{
    return orb_dinc_tell_item(
        d, row,
        (struct dinc_fault){ field, rule,
                             field == DINC_FIELDS ? NULL : row->values[field].text },
        err);
}

/* Tell, then forget the value. */
static enum orb_status drop(struct dinc *d, struct dinc_row *row, enum dinc_field field,
                            enum dinc_rule rule, struct orb_error *err)
{
    enum orb_status status = orb_dinc_tell(d, row, field, rule, err);

    row->values[field] = (struct dinc_value){ 0 };
    return status;
}

const char *orb_dinc_clean(struct dinc *d, const char *text, size_t len,
                           enum orb_status *status)
{
    size_t first = 0, last = len;
    bool control = false;
    char *copy;

    while (first < last && (unsigned char)text[first] <= ' ')
        first++;
    while (last > first && (unsigned char)text[last - 1] <= ' ')
        last--;
    if (first == last)
        return NULL;
    copy = orb_arena_text(&d->row, text + first, last - first);
    if (copy == NULL) {
        *status = ORB_ERR_MEMORY;
        return NULL;
    }
    for (char *p = copy; p < copy + (last - first); p++) {
        bool bad = ((unsigned char)*p < ' ' && *p != '\n' && *p != '\t' && *p != '\r') ||
                   *p == 0x7f;

        control = control || bad;
        *p = bad ? ' ' : *p;
    }
    d->counts[DINC_NOTE_BLANKS] += control || last - first != len;
    return copy;
}

/* ---- forms */

static bool digits(const char *text, size_t len)
{
    return strlen(text) == len && strspn(text, "0123456789") == len;
}

static bool is_commune(const char *text)
{
    if (strncmp(text, "2A", 2) == 0 || strncmp(text, "2B", 2) == 0)
        return digits(text + 2, 3);
    return digits(text, 5);
}

/* "59260.0" is "59260" once it went through a spreadsheet. */
static const char *without_decimals(struct dinc *d, const char *text)
{
    size_t len = strspn(text, "0123456789");

    if (len == 0 || text[len] != '.' || text[len + 1] == '\0' ||
        text[len + 1 + strspn(text + len + 1, "0")] != '\0')
        return text;
    d->counts[DINC_NOTE_DECIMALS]++;
    return orb_arena_text(&d->row, text, len);
}

/* Codes of communes and postal codes that begin with 0 lose it in a spreadsheet. */
static const char *with_zero(struct dinc *d, const char *text)
{
    if (!digits(text, 4))
        return text;
    d->counts[DINC_NOTE_ZERO]++;
    return orb_arena_printf(&d->row, "0%s", text);
}

static enum orb_status repair(struct dinc *d, struct dinc_row *row, struct orb_error *err)
{
    static const enum dinc_field fields[] = { DINC_CODE_INSEE, DINC_CODE_POSTAL, DINC_SIRET,
                                              DINC_NOMBRE_SEMAINES };
    struct dinc_value *zone = &row->values[DINC_ZONE_ELIGIBILITE];
    const char **items;

    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
        struct dinc_value *value = &row->values[fields[i]];

        if (value->text == NULL)
            continue;
        value->text = without_decimals(d, value->text);
        if (value->text != NULL && i < 2)
            value->text = with_zero(d, value->text);
        if (value->text == NULL)
            return orb_error_memory(err);
    }
    if (zone->count == 0)
        return ORB_OK;
    items = orb_arena_array(&d->row, zone->count, sizeof *items);
    if (items == NULL)
        return orb_error_memory(err);
    for (uint32_t i = 0; i < zone->count; i++) {
        items[i] = without_decimals(d, zone->items[i]);
        items[i] = items[i] == NULL ? NULL : with_zero(d, items[i]);
        if (items[i] == NULL)
            return orb_error_memory(err);
    }
    zone->items = items;
    return ORB_OK;
}

static bool is_siret(const char *text)
{
    return digits(text, 14);
}

static bool is_postcode(const char *text)
{
    return digits(text, 5);
}

static bool is_week_count(const char *text)
{
    int64_t weeks;

    return orb_integer_parse(&weeks, text, strlen(text), 1, 10000);
}

static bool is_hours(const char *text)
{
    double hours;

    return orb_number_parse(&hours, text, strlen(text)) && hours >= 0 && hours <= 168;
}

static enum orb_status check_forms(struct dinc *d, struct dinc_row *row,
                                   struct orb_error *err)
{
    static const struct {
        enum dinc_field field;
        enum dinc_rule rule;
        bool (*fits)(const char *);
    } forms[] = {
        { DINC_CODE_INSEE, DINC_COMMUNE_FORM, is_commune },
        { DINC_CODE_POSTAL, DINC_POSTCODE_FORM, is_postcode },
        { DINC_COURRIEL, DINC_EMAIL_FORM, orb_contact_is_email },
        { DINC_LIEN_MOBILISATION, DINC_URL_FORM, orb_contact_is_url },
        { DINC_LIEN_SOURCE, DINC_URL_FORM, orb_contact_is_url },
        { DINC_ACCESSIBILITE_LIEU, DINC_URL_FORM, orb_contact_is_url },
        { DINC_NOMBRE_SEMAINES, DINC_NUMBER_FORM, is_week_count },
        { DINC_SIRET, DINC_SIRET_FORM, is_siret },
        { DINC_SITE_WEB, DINC_URL_FORM, orb_contact_is_url },
        { DINC_TELEPHONE, DINC_PHONE_FORM, orb_contact_is_phone },
        { DINC_VOLUME_HORAIRE_HEBDOMADAIRE, DINC_NUMBER_FORM, is_hours },
    };
    enum orb_status status = ORB_OK;

    for (size_t i = 0; status == ORB_OK && i < sizeof forms / sizeof forms[0]; i++) {
        const char *text = row->values[forms[i].field].text;

        if (text != NULL && !forms[i].fits(text))
            status = drop(d, row, forms[i].field, forms[i].rule, err);
    }
    return status;
}

static enum orb_status check_types(struct dinc *d, struct dinc_row *row,
                                   struct orb_error *err)
{
    enum orb_status status = ORB_OK;

    for (int i = 0; status == ORB_OK && i < DINC_FIELDS; i++)
        if (row->values[i].is_wrong)
            status = drop(d, row, (enum dinc_field)i, DINC_WRONG_TYPE, err);
    return status;
}

static size_t count_characters(const char *text)
{
    size_t count = 0;

    for (; *text != '\0'; text++)
        count += ((unsigned char)*text & 0xC0) != 0x80;
    return count;
}

static enum orb_status check_texts(struct dinc *d, struct dinc_row *row,
                                   struct orb_error *err)
{
    const char *name = row->values[DINC_NOM].text;
    const char *description = row->values[DINC_DESCRIPTION].text;
    size_t len = name == NULL ? 3 : count_characters(name);
    size_t bytes = name == NULL ? 0 : strlen(name);
    size_t long_len = description == NULL ? 5 : count_characters(description);
    enum orb_status status = ORB_OK;

    if (len < 3 || len > 150)
        status = orb_dinc_tell(d, row, DINC_NOM, DINC_NAME_LENGTH, err);
    if (status == ORB_OK && bytes > 0 && name[bytes - 1] == '.' &&
        (bytes < 4 || strcmp(name + bytes - 4, "etc.") != 0))
        status = orb_dinc_tell(d, row, DINC_NOM, DINC_NAME_STOP, err);
    if (status == ORB_OK && (long_len < 5 || long_len > 10000))
        status = orb_dinc_tell(d, row, DINC_DESCRIPTION, DINC_DESCRIPTION_LENGTH, err);
    return status;
}

/* A spreadsheet adds the time to the day. */
static enum orb_status check_date(struct dinc *d, struct dinc_row *row,
                                  struct orb_error *err)
{
    const char *text = row->values[DINC_DATE_MAJ].text;
    size_t len = text == NULL ? 0 : strlen(text);
    orb_date day = ORB_DATE_NONE;

    row->provenance.observed_on = ORB_DATE_NONE;
    if (text == NULL)
        return ORB_OK;
    if (len < 10 || (len > 10 && text[10] != 'T' && text[10] != ' ') ||
        !orb_date_parse(&day, text, 10))
        return orb_dinc_tell(d, row, DINC_DATE_MAJ, DINC_DATE, err);
    if (day < orb_date_make(2000, 1, 1) ||
        (d->in->reference_date != ORB_DATE_NONE && day > d->in->reference_date))
        return orb_dinc_tell(d, row, DINC_DATE_MAJ, DINC_DATE_RANGE, err);
    row->provenance.observed_on = day;
    return ORB_OK;
}

static enum orb_status check_code(struct dinc *d, struct dinc_row *row,
                                  enum dinc_field field, const char *code,
                                  struct orb_error *err)
{
    const struct orb_term_list *list = NULL;
    enum orb_status status =
        orb_vocabulary_terms(&d->vocabulary, orb_dinc_columns[field].list, &list, err);

    if (status != ORB_OK || orb_term_find(list, code) != NULL)
        return status;
    return orb_dinc_tell_item(d, row, (struct dinc_fault){ field, DINC_UNKNOWN_CODE, code },
                              err);
}

static enum orb_status check_codes(struct dinc *d, struct dinc_row *row,
                                   struct orb_error *err)
{
    enum orb_status status = ORB_OK;

    for (int f = 0; status == ORB_OK && f < DINC_FIELDS; f++) {
        const struct dinc_value *value = &row->values[f];

        if (orb_dinc_columns[f].list == NULL)
            continue;
        if (!orb_dinc_columns[f].is_list && value->text != NULL)
            status = check_code(d, row, (enum dinc_field)f, value->text, err);
        for (uint32_t i = 0; status == ORB_OK && i < value->count; i++)
            status = check_code(d, row, (enum dinc_field)f, value->items[i], err);
    }
    return status;
}

enum orb_status orb_dinc_check(struct dinc *d, struct dinc_row *row, struct orb_error *err)
{
    static enum orb_status (*const steps[])(struct dinc *, struct dinc_row *,
                                            struct orb_error *) = {
        check_types, repair, check_forms, check_texts, check_date, check_codes
    };
    enum orb_status status = ORB_OK;

    for (size_t i = 0; status == ORB_OK && i < sizeof steps / sizeof steps[0]; i++)
        status = steps[i](d, row, err);
    return status;
}
