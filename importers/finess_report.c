/* Rare things are findings with a place, common ones are counts; names are stable,
 * sentences are for people. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/alloc.h"
#include "engine/base/text.h"
#include "importers/finess.h"

#define VALUE_MAX 80

static const struct {
    const char *group;
    const char *name;
} names[FINESS_COUNTS] = {
    [FINESS_READ_GCO] = { "read", "gco" },
    [FINESS_READ_GCC] = { "read", "gcc" },
    [FINESS_READ_ORGANIZATIONS] = { "read", "organizations" },
    [FINESS_READ_ESTABLISHMENTS] = { "read", "establishments" },
    [FINESS_READ_ADDRESSES] = { "read", "addresses" },
    [FINESS_READ_ORGANIZATION_ADDRESSES] = { "read", "organization_addresses" },
    [FINESS_READ_ROLES] = { "read", "roles" },
    [FINESS_READ_ENGAGEMENTS] = { "read", "engagements" },
    [FINESS_READ_AUTHORISED] = { "read", "activities_authorised" },
    [FINESS_READ_EXERCISED] = { "read", "activities_exercised" },
    [FINESS_READ_CAPACITIES] = { "read", "capacities" },
    [FINESS_READ_ZONES] = { "read", "zones" },
    [FINESS_READ_EQUIPMENTS] = { "read", "equipments" },
    [FINESS_READ_GEOLOCATIONS] = { "read", "geolocations" },
    [FINESS_KEPT_ORGANIZATIONS] = { "kept", "organizations" },
    [FINESS_KEPT_SERVICES] = { "kept", "services" },
    [FINESS_KEPT_SITES] = { "kept", "sites" },
    [FINESS_KEPT_OFFERS] = { "kept", "offers" },
    [FINESS_KEPT_RELATIONS] = { "kept", "relations" },
    [FINESS_NOTE_CLOSED] = { "note", "closed_establishment" },
    [FINESS_NOTE_CEDEX] = { "note", "postcode_cedex" },
    [FINESS_NOTE_ORGANIZATION_CEDEX] = { "note", "organization_postcode_cedex" },
    [FINESS_NOTE_INACTIVE_IN_OPEN] = { "note", "activity_inactive_in_open" },
    [FINESS_NOTE_ACTIVE_IN_CLOSED] = { "note", "activity_active_in_closed" },
    [FINESS_NOTE_BLANKS] = { "note", "blanks_trimmed" },
    [FINESS_NOTE_INACTIVE_ACTIVITY] = { "note", "activity_inactive" },
    [FINESS_NOTE_JOINED] = { "note", "authorisation_joined" },
    [FINESS_NOTE_JOINED_ZONES] = { "note", "zone_joined" },
    [FINESS_NOTE_NOT_OBSERVED] = { "note", "capacity_not_observed" },
    [FINESS_NOTE_NO_ACTIVITIES] = { "note", "establishment_without_activities" },
    [FINESS_NOTE_TYPE_LEFT] = { "note", "type_without_family" },
    [FINESS_NOTE_OUTSIDE] = { "note", "outside_the_territory" },
    [FINESS_NOTE_OFFER_LEFT] = { "note", "offer_left_to_activities" },
    [FINESS_NOTE_LAYOUT_USUAL] = { "note", "coordinates_usual" },
    [FINESS_NOTE_CHECKED] = { "note", "position_checked" },
    [FINESS_UNKNOWN_POSITION] = { "unknown", "position_of_open_establishment" },
    [FINESS_UNKNOWN_SIRET] = { "unknown", "siret" },
    [FINESS_UNKNOWN_AGE] = { "unknown", "age" },
    [FINESS_UNKNOWN_MODALITIES] = { "unknown", "modalities" },
    [FINESS_UNKNOWN_PUBLICS] = { "unknown", "publics" },
    [FINESS_UNKNOWN_FAMILIES] = { "unknown", "families" },
    [FINESS_UNKNOWN_ORIENTATIONS] = { "unknown", "orientations" },
    [FINESS_UNKNOWN_ZONE] = { "unknown", "zone" },
};

static const struct {
    enum orb_finding_level level;
    const char *rule;
    const char *sentence;
} rules[FINESS_RULES] = {
    [FINESS_RULE_ESTABLISHMENT_MISSING] = { ORB_FINDING_REJECTED, "establishment_missing",
                                            N_("the establishment of these activities is not in the structures") },
    [FINESS_RULE_ACTIVITY_ID] = { ORB_FINDING_REJECTED, "activity_id",
                                  N_("the activity has no number, it is left out") },
    [FINESS_RULE_NUMBER] = { ORB_FINDING_REJECTED, "finess_number",
                             N_("this is not a FINESS number, the row is left out") },
    [FINESS_RULE_NUMBER_TWICE] = { ORB_FINDING_REJECTED, "finess_number_twice",
                                   N_("this number was already read, the row is left out") },
    [FINESS_RULE_ROW_UNEXPECTED] = { ORB_FINDING_REJECTED, "row_unexpected",
                                     N_("the row is not an object, it is left out") },
    [FINESS_RULE_AGE_UNREADABLE] = { ORB_FINDING_VALUE, "age_unreadable",
                                     N_("the age is not a number of years, it is unknown") },
    [FINESS_RULE_AGE_OVER_130] = { ORB_FINDING_VALUE, "age_over_130",
                                   N_("an age over 130 years is read as unknown") },
    [FINESS_RULE_AGE_ZERO] = { ORB_FINDING_VALUE, "age_zero",
                               N_("0 to 0 says nothing, the ages are unknown") },
    [FINESS_RULE_AGE_MAX_ZERO] = { ORB_FINDING_VALUE, "age_max_zero",
                                   N_("a maximum age of 0 is read as unknown") },
    [FINESS_RULE_AGE_REVERSED] = { ORB_FINDING_VALUE, "age_reversed",
                                   N_("the ages hold nobody, they are unknown") },
    [FINESS_RULE_CAPACITY_UNREADABLE] = { ORB_FINDING_VALUE, "capacity_unreadable",
                                          N_("the capacity is not a number of places, it is unknown") },
    [FINESS_RULE_UNKNOWN_CODE] = { ORB_FINDING_VALUE, "unknown_code",
                                   N_("the code is too long, it is unknown") },
    [FINESS_RULE_STATE_UNKNOWN] = { ORB_FINDING_VALUE, "state_unknown",
                                    N_("the state is not A or I, it is unknown") },
    [FINESS_RULE_DATES_REVERSED] = { ORB_FINDING_VALUE, "dates_reversed",
                                     N_("it ends before it begins, its beginning is unknown") },
    [FINESS_RULE_POSTCODE_UNREADABLE] = { ORB_FINDING_VALUE, "postcode_unreadable",
                                          N_("the postal code is not five digits") },
    [FINESS_RULE_COMMUNE_UNREADABLE] = { ORB_FINDING_VALUE, "commune_unreadable",
                                         N_("this is not an INSEE commune code, it is unknown") },
    [FINESS_RULE_ROLE_INCOMPLETE] = { ORB_FINDING_REJECTED, "role_incomplete",
                                      N_("the link does not name two establishments") },
    [FINESS_RULE_OFFER_REPEATED] = { ORB_FINDING_NOTE, "offer_repeated",
                                     N_("the same activity, mode and public again: the number of the activity was added to the identifier") },
    [FINESS_RULE_ACTIVITY_TWICE] = { ORB_FINDING_REJECTED, "activity_twice",
                                     N_("the same activity with the same number again, it is left out") },
    [FINESS_RULE_COORDINATES_DISAGREE] = { ORB_FINDING_VALUE, "coordinates_disagree",
                                           N_("the two expressions of the position disagree, it is doubtful") },
    [FINESS_RULE_COORDINATES_SWAPPED] = { ORB_FINDING_VALUE, "coordinates_swapped",
                                          N_("the coordinates came in another order than usual, they were put right") },
    [FINESS_RULE_POSITION_OUTSIDE_COMMUNE] = { ORB_FINDING_VALUE,
                                               "position_outside_commune",
                                               N_("the position is outside its commune") },
    [FINESS_RULE_COORDINATES_UNREADABLE] = { ORB_FINDING_VALUE, "coordinates_unreadable",
                                             N_("the coordinates are not two degrees and two metres of the département, the position is unknown") },
    [FINESS_RULE_TYPE_UNEXPECTED] = { ORB_FINDING_VALUE, "type_unexpected",
                                      N_("the value is not a string, it is read as unknown") },
    [FINESS_RULE_DATE_UNREADABLE] = { ORB_FINDING_VALUE, "date_unreadable",
                                      N_("the date does not exist, it is read as unknown") },
    [FINESS_RULE_IDENTIFIER_UNREADABLE] = { ORB_FINDING_VALUE, "identifier_unreadable",
                                            N_("the identifier does not have its number of digits, it is unknown") },
    [FINESS_RULE_CLOSED_WITHOUT_DATE] = { ORB_FINDING_NOTE, "closed_without_date",
                                          N_("closed without a date: the day of the feed is used") },
    [FINESS_RULE_LINE_KIND] = { ORB_FINDING_REJECTED, "line_kind",
                                N_("the line is neither structureet nor geolocalisation, it is left out") },
    [FINESS_RULE_LINE_FIELDS] = { ORB_FINDING_REJECTED, "line_fields",
                                  N_("the line does not have its number of fields, it is left out") },
    [FINESS_RULE_LINE_QUOTES] = { ORB_FINDING_REJECTED, "line_quotes",
                                  N_("the quotes of the line do not close, it is left out") },
    [FINESS_RULE_GEOLOCATION_ALONE] = { ORB_FINDING_REJECTED, "geolocation_alone",
                                        N_("the establishment of this position is not in the file") },
    [FINESS_RULE_GEOLOCATION_TWICE] = { ORB_FINDING_REJECTED, "geolocation_twice",
                                        N_("this establishment already has a position, this one is left out") },
    [FINESS_RULE_COORDINATES_PAIR] = { ORB_FINDING_VALUE, "coordinates_pair_unreadable",
                                       N_("the coordinates are no place of the département, the position is unknown") },
    [FINESS_RULE_COORDINATES_SYSTEM] = { ORB_FINDING_VALUE, "coordinates_system",
                                         N_("the system named is not that of the département, both were tried") },
    [FINESS_RULE_COMMUNE_ELSEWHERE] = { ORB_FINDING_VALUE, "commune_elsewhere",
                                        N_("the commune is not in the département of the line, it is unknown") },
    [FINESS_RULE_ENCODING] = { ORB_FINDING_NOTE, "encoding_1252",
                               N_("the file is not in UTF-8, it was read as Windows-1252") },
    [FINESS_RULE_EQUIPMENT_TYPE] = { ORB_FINDING_REJECTED, "equipment_type",
                                     N_("the row has no type of equipment, it is left out") },
    [FINESS_RULE_EQUIPMENT_COMMUNE] = { ORB_FINDING_REJECTED, "equipment_commune",
                                        N_("the row has no INSEE commune code, it is left out") },
    [FINESS_RULE_NO_LONGER_PUBLISHED] = { ORB_FINDING_NOTE, "no_longer_published",
                                          N_("this extraction stopped in May 2026, the feeds of 'finess' follow it") },
    [FINESS_RULE_OLDER_THAN_A_YEAR] = { ORB_FINDING_NOTE, "older_than_a_year",
                                        N_("the file is more than a year old, what it says may be over") },
};

enum orb_status orb_finess_find(struct finess *f, enum finess_rule rule, const char *field,
                                const char *value, struct orb_error *err)
{
    struct orb_finding told = { .level = rules[rule].level,
                                .file = f->file,
                                .field = field == NULL ? "" : field,
                                .rule = rules[rule].rule,
                                .sentence = _(rules[rule].sentence) };
    char place[200];
    char quoted[VALUE_MAX + 1] = "";
    int len = snprintf(place, sizeof place, "%s",
                       f->place.pointer == NULL ? "" : f->place.pointer);

    if (f->place.ege >= 0 && len >= 0 && (size_t)len < sizeof place)
        len += snprintf(place + len, sizeof place - (size_t)len, "/ege/%ld", f->place.ege);
    if (f->place.list != NULL && len >= 0 && (size_t)len < sizeof place)
        (void)snprintf(place + len, sizeof place - (size_t)len, "/%s/%ld", f->place.list,
                       f->place.index);
    if (value != NULL) {
        size_t cut = strlen(value);

        cut = cut > VALUE_MAX ? VALUE_MAX : cut;
        while (cut > 0 && ((unsigned char)value[cut] & 0xc0) == 0x80)
            cut--;
        memcpy(quoted, value, cut);
    }
    told.place = place;
    told.value = quoted;
    return orb_report_find(f->report, &told, err);
}

enum orb_status orb_finess_label(struct finess *f, const char *list, const char *code,
                                 struct orb_error *err)
{
    const struct orb_term_list *terms = NULL;
    const struct orb_term *term;
    char name[100];
    enum orb_status status;

    if (code == NULL)
        return ORB_OK;
    status = orb_vocabulary_terms(&f->vocabulary, list, &terms, err);
    if (status != ORB_OK)
        return status;
    term = orb_term_find(terms, code);
    if (term != NULL && term->label_fr[0] != '\0')
        return ORB_OK;
    (void)snprintf(name, sizeof name, "%s:%.40s", list, code);
    return orb_tally_add(&f->unlabelled, name, err);
}

enum orb_status orb_finess_category(struct finess *f, const char *category,
                                    struct orb_error *err)
{
    return orb_tally_add(&f->categories, category == NULL ? "" : category, err);
}

struct category {
    const char *code;
    unsigned long long count;
};

/* The most numerous first. */
static int by_count(const void *a, const void *b)
{
    const struct category *x = a, *y = b;

    if (x->count != y->count)
        return x->count > y->count ? -1 : 1;
    return strcmp(x->code, y->code);
}

static enum orb_status flush_categories(struct finess *f, struct orb_error *err)
{
    size_t count = f->categories.texts.count;
    struct category *sorted;
    enum orb_status status = ORB_OK;

    if (count == 0)
        return ORB_OK;
    sorted = orb_calloc(count, sizeof *sorted);
    if (sorted == NULL)
        return orb_error_memory(err);
    for (size_t i = 0; i < count; i++)
        sorted[i] =
            (struct category){ f->categories.texts.strings[i], f->categories.counts[i] };
    qsort(sorted, count, sizeof *sorted, by_count);
    for (size_t i = 0; status == ORB_OK && i < count; i++)
        status =
            orb_report_count(f->report, "category", sorted[i].code, sorted[i].count, err);
    orb_free(sorted);
    return status;
}

enum orb_status orb_finess_counts_flush(struct finess *f, struct orb_error *err)
{
    enum orb_status status = ORB_OK;

    for (size_t i = 0; status == ORB_OK && i < FINESS_COUNTS; i++)
        if (f->counts[i] > 0)
            status = orb_report_count(f->report, names[i].group, names[i].name,
                                      f->counts[i], err);
    for (size_t i = 0; status == ORB_OK && i < f->unlabelled.texts.count; i++)
        status = orb_report_count(f->report, "unlabelled", f->unlabelled.texts.strings[i],
                                  f->unlabelled.counts[i], err);
    return status == ORB_OK ? flush_categories(f, err) : status;
}
