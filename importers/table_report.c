/* Names of rules are stable, sentences are for people; what looks like a contact is never
 * quoted. */
#include <string.h>

#include "engine/base/alloc.h"
#include "engine/base/text.h"
#include "engine/model/contact_text.h"
#include "importers/table.h"

#define VALUE_MAX       80
#define UNLABELLED_MAX  2000
#define CODE_LENGTH_MAX 60

static const struct {
    enum orb_finding_level level;
    const char *rule;
    const char *sentence;
} rules[TABLE_RULES] = {
    [TABLE_ROW_TOO_WIDE] = { ORB_FINDING_REJECTED, "row_too_wide",
                             N_("the row has more fields than the header") },
    [TABLE_ROW_UNEXPECTED] = { ORB_FINDING_REJECTED, "row_unexpected",
                               N_("the row is not an object, it is left out") },
    [TABLE_ID_MISSING] = { ORB_FINDING_REJECTED, "id_missing",
                           N_("the row has nothing to make its identifier of") },
    [TABLE_ID_TOO_LONG] = { ORB_FINDING_REJECTED, "id_too_long",
                            N_("the identifier is longer than 200 bytes") },
    [TABLE_ID_TWICE] = { ORB_FINDING_REJECTED, "id_twice",
                         N_("another row above has the same identifier") },
    [TABLE_NOT_IN_MAP] = { ORB_FINDING_VALUE, "not_in_map",
                           N_("the mapping says nothing of this text, it is left out") },
    [TABLE_NUMBER_UNREADABLE] = { ORB_FINDING_VALUE, "number_unreadable",
                                  N_("this is not a number with the decimal mark of the mapping") },
    [TABLE_AGE_IMPOSSIBLE] = { ORB_FINDING_VALUE, "age_impossible",
                               N_("the ages are not 0 to 130 years in order, they are unknown") },
    [TABLE_DATE_UNREADABLE] = { ORB_FINDING_VALUE, "date_unreadable",
                                N_("the date does not exist, it is read as unknown") },
    [TABLE_DATES_REVERSED] = { ORB_FINDING_VALUE, "dates_reversed",
                               N_("it ends before it begins, its beginning is unknown") },
    [TABLE_FLAG_UNREADABLE] = { ORB_FINDING_VALUE, "flag_unreadable",
                                N_("this is neither true nor false; \"bool\" in the mapping says which texts mean what") },
    [TABLE_POSTCODE_UNREADABLE] = { ORB_FINDING_VALUE, "postcode_unreadable",
                                    N_("the postal code is not five digits") },
    [TABLE_COMMUNE_UNREADABLE] = { ORB_FINDING_VALUE, "commune_unreadable",
                                   N_("this is not an INSEE commune code, it is unknown") },
    [TABLE_COMMUNE_UNKNOWN] = { ORB_FINDING_VALUE, "commune_unknown",
                                N_("the territory has no commune of this code; it is kept as it is") },
    [TABLE_IDENTIFIER_UNREADABLE] = { ORB_FINDING_VALUE, "identifier_unreadable",
                                      N_("the identifier does not have its number of digits, it is unknown") },
    [TABLE_CONTACT_UNREADABLE] = { ORB_FINDING_VALUE, "contact_unreadable",
                                   N_("this does not look like a telephone number, an e-mail address or an address of a page; it is left out") },
    [TABLE_POSITION_INCOMPLETE] = { ORB_FINDING_VALUE, "position_incomplete",
                                    N_("only a part of the position is there, it is unknown") },
    [TABLE_POSITION_UNREADABLE] = { ORB_FINDING_VALUE, "position_unreadable",
                                    N_("the coordinates are nowhere in the system of the mapping, the position is unknown") },
    [TABLE_POSITION_OUTSIDE] = { ORB_FINDING_VALUE, "position_outside_commune",
                                 N_("the position is not where its commune or postal code is; it is doubtful") },
    [TABLE_POSITION_SWAPPED] = { ORB_FINDING_VALUE, "coordinates_swapped",
                                 N_("the coordinates came in the other order, they were put right") },
    [TABLE_POSITION_PROJECTED] = { ORB_FINDING_VALUE, "coordinates_projected",
                                   N_("the coordinates were in another system, they were converted") },
    [TABLE_SCHEME_OTHER] = { ORB_FINDING_NOTE, "identifier_other_scheme",
                             N_("a number of another register stands here, it is kept as such") },
    [TABLE_SOURCE_UNKNOWN] = { ORB_FINDING_REJECTED, "source_unknown",
                               N_("the row does not say its source, whom to name or under which licence") },
    [TABLE_COMMUNE_NOT_ONE] = { ORB_FINDING_REJECTED, "commune_code",
                                N_("this is not an INSEE commune code, the row is left out") },
    [TABLE_COMMUNE_FORMER] = { ORB_FINDING_REJECTED, "commune_former",
                               N_("this commune is now a part of another, whose row tells of all: it is left out") },
    [TABLE_COMMUNE_NOT_LISTED] = { ORB_FINDING_REJECTED, "commune_not_listed",
                                   N_("the territory has no commune of this code, the row is left out") },
    [TABLE_DENSITY_UNREADABLE] = { ORB_FINDING_VALUE, "density_unreadable",
                                   N_("this is no class of the density grid of the mapping, it is unknown") },
};

static const struct {
    const char *group;
    const char *name;
} names[TABLE_COUNTS] = {
    [TABLE_COUNT_READ] = { "read", "rows" },
    [TABLE_COUNT_SKIPPED] = { "note", "row_skipped_by_mapping" },
    [TABLE_COUNT_SHORT] = { "note", "row_short" },
    [TABLE_COUNT_CLEANED] = { "note", "blanks_trimmed" },
    [TABLE_COUNT_CHECKED] = { "note", "position_checked" },
    [TABLE_COUNT_SERVICES] = { "kept", "services" },
    [TABLE_COUNT_SITES] = { "kept", "sites" },
    [TABLE_COUNT_OFFERS] = { "kept", "offers" },
    [TABLE_COUNT_COMMUNES] = { "kept", "communes" },
    [TABLE_COUNT_AREAS] = { "kept", "areas" },
    [TABLE_COUNT_NO_NAME] = { "unknown", "name" },
    [TABLE_COUNT_NO_COMMUNE] = { "unknown", "commune" },
    [TABLE_COUNT_NO_POSITION] = { "unknown", "position" },
    [TABLE_COUNT_NO_FAMILY] = { "unknown", "families" },
    [TABLE_COUNT_NO_PUBLIC] = { "unknown", "publics" },
    [TABLE_COUNT_NO_POPULATION] = { "unknown", "population" },
    [TABLE_COUNT_NO_AGES] = { "unknown", "ages" },
    [TABLE_COUNT_NO_DENSITY] = { "unknown", "density" },
    [TABLE_COUNT_NO_INCOME] = { "unknown", "income" },
};

/* The column a field is read from, as the source calls it. */
static const char *field_name(const struct table *t, enum table_field field)
{
    const struct table_value *v;

    if (field == TABLE_FIELDS)
        return "";
    v = &t->mapping.values[field];
    return v->column_count == 1 ? t->mapping.columns.strings[v->columns[0]]
                                : orb_table_field_names[field];
}

enum orb_status orb_table_find(struct table *table, enum table_rule rule,
                               enum table_field field, const char *value,
                               struct orb_error *err)
{
    char quoted[VALUE_MAX + 1] = "";
    struct orb_finding told = { .level = rules[rule].level,
                                .file = table->file,
                                .place = table->place,
                                .field = field_name(table, field),
                                .value = quoted,
                                .rule = rules[rule].rule,
                                .sentence = _(rules[rule].sentence) };

    if (value != NULL && rule != TABLE_CONTACT_UNREADABLE && !orb_contact_text_has(value)) {
        size_t len = strlen(value);

        for (len = len > VALUE_MAX ? VALUE_MAX : len;
             len > 0 && value[len] != '\0' && ((unsigned char)value[len] & 0xc0) == 0x80;)
            len--;
        memcpy(quoted, value, len);
    }
    return orb_report_find(table->report, &told, err);
}

/* A wrong column would bring as many codes as rows: after some, only their list is told. */
enum orb_status orb_table_label(struct table *table, const char *list, const char *code,
                                struct orb_error *err)
{
    const struct orb_term_list *terms = NULL;
    size_t len = strlen(code);
    const char *name;
    enum orb_status status = ORB_OK;

    if (list == NULL)
        return ORB_OK;
    status = orb_vocabulary_terms(&table->vocabulary, list, &terms, err);
    if (status != ORB_OK || orb_term_find(terms, code) != NULL)
        return status;
    if (table->unlabelled.texts.count >= UNLABELLED_MAX || len > CODE_LENGTH_MAX ||
        orb_contact_text_has(code))
        name = orb_arena_printf(&table->row, "%s:…", list);
    else
        name = orb_arena_printf(&table->row, "%s:%s", list, code);
    return name == NULL ? orb_error_memory(err)
                        : orb_tally_add(&table->unlabelled, name, err);
}

enum orb_status orb_table_report(struct table *table, struct orb_error *err)
{
    enum orb_status status = ORB_OK;

    for (size_t i = 0; status == ORB_OK && i < TABLE_COUNTS; i++)
        if (table->counts[i] > 0)
            status = orb_report_count(table->report, names[i].group, names[i].name,
                                      table->counts[i], err);
    for (size_t i = 0; status == ORB_OK && i < table->unlabelled.texts.count; i++)
        status = orb_report_count(table->report, "unlabelled",
                                  table->unlabelled.texts.strings[i],
                                  table->unlabelled.counts[i], err);
    return status;
}
