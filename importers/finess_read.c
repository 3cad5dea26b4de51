/* Scalars of the feeds are strings or null; anything else is told and read as unknown. */
#include <stdio.h>
#include <string.h>

#include "engine/base/alloc.h"
#include "engine/base/embedded.h"
#include "engine/base/text.h"
#include "engine/base/utf8.h"
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

enum orb_status orb_finess_find(struct finess *f, const struct finess_finding *finding,
                                struct orb_error *err)
{
    struct orb_finding told = { .level = finding->level,
                                .file = f->file,
                                .field = finding->field == NULL ? "" : finding->field,
                                .rule = finding->rule,
                                .sentence = finding->sentence };
    char place[200];
    char value[VALUE_MAX + 1] = "";
    int len = snprintf(place, sizeof place, "%s",
                       f->place.pointer == NULL ? "" : f->place.pointer);

    if (f->place.ege >= 0 && len >= 0 && (size_t)len < sizeof place)
        len += snprintf(place + len, sizeof place - (size_t)len, "/ege/%ld", f->place.ege);
    if (f->place.list != NULL && len >= 0 && (size_t)len < sizeof place)
        (void)snprintf(place + len, sizeof place - (size_t)len, "/%s/%ld", f->place.list,
                       f->place.index);
    if (finding->value != NULL) {
        size_t cut = strlen(finding->value);

        cut = cut > VALUE_MAX ? VALUE_MAX : cut;
        while (cut > 0 && ((unsigned char)finding->value[cut] & 0xc0) == 0x80)
            cut--;
        memcpy(value, finding->value, cut);
    }
    told.place = place;
    told.value = value;
    return orb_report_find(f->report, &told, err);
}

static bool is_clean(const char *text, size_t len)
{
    if ((unsigned char)text[0] <= ' ' || (unsigned char)text[len - 1] <= ' ')
        return false;
    for (size_t i = 0; i < len; i++)
        if ((unsigned char)text[i] < ' ' || text[i] == 0x7f)
            return false;
    return true;
}

static char *cleaned(struct orb_arena *arena, const char *text, size_t len)
{
    char *copy = orb_arena_text(arena, text, len);
    size_t start = 0;

    if (copy == NULL)
        return NULL;
    for (size_t i = 0; i < len; i++)
        if ((unsigned char)copy[i] < ' ' || copy[i] == 0x7f)
            copy[i] = ' ';
    while (start < len && copy[start] == ' ')
        start++;
    while (len > start && copy[len - 1] == ' ')
        copy[--len] = '\0';
    return copy + start;
}

enum orb_status orb_finess_text(struct finess *f, const struct orb_json *object,
                                const char *key, const char **out, struct orb_error *err)
{
    const struct orb_json *value = orb_json_get(object, key);
    const char *text = orb_json_text(value);
    size_t len = orb_json_text_len(value);

    *out = NULL;
    if (text == NULL && !orb_json_is_null(value))
        return orb_finess_find(f,
                               &(struct finess_finding){
                                   ORB_FINDING_VALUE, key, NULL, "type_unexpected",
                                   _("the value is not a string, it is read as unknown") },
                               err);
    if (text == NULL || len == 0)
        return ORB_OK;
    if (!is_clean(text, len)) {
        f->blanks = true;
        text = cleaned(&f->scratch, text, len);
        if (text == NULL)
            return orb_error_memory(err);
    }
    *out = text[0] == '\0' ? NULL : text;
    return ORB_OK;
}

/* Some dates carry a time after a blank: only the day counts. */
static bool day_of(orb_date *out, const char *text)
{
    size_t len = strlen(text);

    return (len == 10 || (len > 10 && (text[10] == ' ' || text[10] == 'T'))) &&
           orb_date_parse(out, text, 10);
}

enum orb_status orb_finess_date(struct finess *f, const struct orb_json *object,
                                const char *key, orb_date *out, struct orb_error *err)
{
    const char *text = NULL;
    enum orb_status status = orb_finess_text(f, object, key, &text, err);

    *out = ORB_DATE_NONE;
    if (status != ORB_OK || text == NULL || day_of(out, text))
        return status;
    return orb_finess_find(
        f,
        &(struct finess_finding){ ORB_FINDING_VALUE, key, text, "date_unreadable",
                                  _("the date does not exist, it is read as unknown") },
        err);
}

orb_date orb_finess_event_date(const struct orb_json *object, const char *code)
{
    const struct orb_json *events = orb_json_get(object, "evenement");
    orb_date latest = ORB_DATE_NONE;

    for (size_t i = 0; i < orb_json_count(events); i++) {
        const struct orb_json *event = orb_json_at(events, i);
        const char *kind = orb_json_text(orb_json_get(event, "codeEvenement"));
        const char *day = orb_json_text(orb_json_get(event, "dateEvenement"));
        orb_date date;

        if (kind != NULL && day != NULL && strcmp(kind, code) == 0 && day_of(&date, day) &&
            date > latest)
            latest = date;
    }
    return latest;
}

bool orb_finess_digits(const char *text, size_t len)
{
    return strlen(text) == len && strspn(text, "0123456789") == len;
}

bool orb_finess_is_number(const char *text)
{
    if (strncmp(text, "2A", 2) == 0 || strncmp(text, "2B", 2) == 0)
        return orb_finess_digits(text + 2, 7);
    return orb_finess_digits(text, 9);
}

enum orb_status orb_finess_label(struct finess *f, const char *list, const char *code,
                                 struct orb_error *err)
{
    const struct orb_term_list *terms = NULL;
    const struct orb_term *term;
    char name[100];
    uint32_t number;
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
    if (orb_strmap_add(&f->unlabelled, name, strlen(name), &number) != ORB_OK)
        return orb_error_memory(err);
    if (number >= f->unlabelled_capacity) {
        size_t capacity = f->unlabelled_capacity;

        if (orb_grow((void **)&f->unlabelled_counts, &f->unlabelled_capacity, number,
                     sizeof *f->unlabelled_counts) != ORB_OK)
            return orb_error_memory(err);
        memset(f->unlabelled_counts + capacity, 0,
               (f->unlabelled_capacity - capacity) * sizeof *f->unlabelled_counts);
    }
    f->unlabelled_counts[number]++;
    return ORB_OK;
}

/* Lines "01 000 090 ...": the first two digits of the codes, then the last three of each.
 */
enum orb_status orb_finess_read_init(struct finess *f, struct orb_error *err)
{
    const struct orb_embedded_file *file =
        orb_embedded_find("importers/finess_postcodes.txt");
    char code[6] = "";

    for (const char *line = file == NULL ? NULL : (const char *)file->data;
         line != NULL && *line != '\0';) {
        const char *end = strchr(line, '\n');
        uint32_t number;

        for (const char *p = line + 3; line[0] != '#' && end != NULL && p + 3 <= end;
             p += 4) {
            memcpy(code, line, 2);
            memcpy(code + 2, p, 3);
            if (orb_strmap_add(&f->postcodes, code, 5, &number) != ORB_OK)
                return orb_error_memory(err);
        }
        line = end == NULL ? NULL : end + 1;
    }
    return ORB_OK;
}

enum orb_status orb_finess_counts_flush(struct finess *f, struct orb_error *err)
{
    enum orb_status status = ORB_OK;

    for (size_t i = 0; status == ORB_OK && i < FINESS_COUNTS; i++)
        if (f->counts[i] > 0)
            status = orb_report_count(f->report, names[i].group, names[i].name,
                                      f->counts[i], err);
    for (size_t i = 0; status == ORB_OK && i < f->unlabelled.count; i++)
        status = orb_report_count(f->report, "unlabelled", f->unlabelled.strings[i],
                                  f->unlabelled_counts[i], err);
    return status;
}

void orb_finess_read_release(struct finess *f)
{
    orb_strmap_release(&f->unlabelled);
    orb_strmap_release(&f->postcodes);
    orb_strmap_release(&f->seen);
    orb_free(f->unlabelled_counts);
    orb_arena_release(&f->scratch);
}
