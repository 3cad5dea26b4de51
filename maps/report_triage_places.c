/* Communes are those of the persons that are listed, in the order of their codes. */
#include "maps/report_triage_places.h"

#include <stdlib.h>
#include <string.h>

#include "engine/base/text.h"
#include "maps/triage_words.h"

#define COLUMNS(list) list, sizeof list / sizeof list[0]

/* The line of those whose commune nobody said. */
#define ELSEWHERE "00"

static const struct orb_report_word kind_words[] = { { "nowhere", N_("nowhere") },
                                                     { "commune", N_("the commune") },
                                                     { "moved", N_("moved on purpose") },
                                                     { NULL, NULL } };

/* clang-format off */
static const struct orb_report_column commune_columns[] = {
    { .key = "commune", .title = N_("Commune"), .definition = N_("00 is a commune that is not known."), .type = ORB_REPORT_CODE },
    { .key = "name", .title = N_("Name"), .type = ORB_REPORT_TEXT },
    { .key = "persons", .title = N_("Persons"), .type = ORB_REPORT_INTEGER },
    { .key = "without", .title = N_("Without solution"), .definition = N_("No solution at all, or partly without."), .type = ORB_REPORT_INTEGER },
    { .key = "isolated", .title = N_("Isolated"), .type = ORB_REPORT_INTEGER },
};

static const struct orb_report_column point_columns[] = {
    { .key = "person", .title = N_("Person"), .type = ORB_REPORT_CODE },
    { .key = "level", .title = N_("Solution today"), .type = ORB_REPORT_TEXT, .words = orb_level_words },
    { .key = "point", .title = N_("Point"), .definition = N_("Moved on purpose with the key of the vault, always to the same place for a person, in the commune; or the point of the commune. Never where the person lives."), .type = ORB_REPORT_TEXT, .words = kind_words },
    { .key = "lon", .title = N_("Longitude"), .type = ORB_REPORT_DECIMAL, .decimals = 5 },
    { .key = "lat", .title = N_("Latitude"), .type = ORB_REPORT_DECIMAL, .decimals = 5 },
    { .key = "from_km", .title = N_("Moved by (km), at least"), .type = ORB_REPORT_DECIMAL, .decimals = 2 },
    { .key = "to_km", .title = N_("Moved by (km), at most"), .type = ORB_REPORT_DECIMAL, .decimals = 2 },
};
/* clang-format on */

/* ---- by commune */

struct place {
    const char *code;
    int64_t persons, without, isolated;
};

static int compare(const void *a, const void *b)
{
    const struct place *x = a;
    const struct place *y = b;

    return strcmp(x->code, y->code);
}

static const char *code_of(const struct orb_triage_person *p)
{
    const char *commune = p->case_->person->commune;

    return commune == NULL ? ELSEWHERE : commune;
}

static bool is_listed(const struct orb_report_triage_input *in,
                      const struct orb_triage_person *p)
{
    return in->all || orb_triage_is_listed(p);
}

/* Lines of the same code become one; how many are left. */
static size_t join(struct place *places, size_t count)
{
    size_t left = 0;

    if (count == 0)
        return 0;
    qsort(places, count, sizeof *places, compare);
    for (size_t i = 1; i < count; i++) {
        if (strcmp(places[left].code, places[i].code) != 0) {
            places[++left] = places[i];
            continue;
        }
        places[left].persons += places[i].persons;
        places[left].without += places[i].without;
        places[left].isolated += places[i].isolated;
    }
    return left + 1;
}

static void add_commune(struct orb_report_table *t, const struct orb_catalogue *c,
                        const struct place *place)
{
    uint32_t commune = orb_cat_commune_find(c, place->code);
    const char *name =
        commune == ORB_CAT_NONE ? NULL : orb_cat_known(c, c->communes[commune].name);

    orb_report_row(t);
    orb_report_text(t, place->code);
    if (strcmp(place->code, ELSEWHERE) == 0)
        name = _("not known");
    if (name == NULL)
        orb_report_unknown(t);
    else
        orb_report_text(t, name);
    orb_report_integer(t, place->persons);
    orb_report_integer(t, place->without);
    orb_report_integer(t, place->isolated);
}

static void add_communes(struct orb_report *report,
                         const struct orb_report_triage_input *in)
{
    struct orb_report_table *t = orb_report_add_table(
        report, "communes", _("Where they live, by commune"), COLUMNS(commune_columns));
    struct place *places = orb_arena_array(&report->arena, in->count + 1, sizeof *places);
    size_t count = 0;
    const struct orb_report_map map = { .key = "communes",
                                        .title = N_("Persons of the list, by commune"),
                                        .table = t,
                                        .area_column = 0,
                                        .name_column = 1,
                                        .value_column = 2,
                                        .flag_column = ORB_REPORT_NO_COLUMN,
                                        .unit = N_("persons"),
                                        .level = ORB_MESH_COMMUNE,
                                        .legend = ORB_REPORT_QUANTILE };

    if (places == NULL) {
        report->failed = true;
        return;
    }
    for (size_t i = 0; i < in->count; i++)
        if (is_listed(in, in->people[i]))
            places[count++] = (struct place){ code_of(in->people[i]), 1,
                                              in->people[i]->level <= ORB_LEVEL_PARTIAL,
                                              in->people[i]->isolation.isolated };
    count = join(places, count);
    for (size_t i = 0; i < count; i++)
        add_commune(t, in->reader.catalogue, &places[i]);
    orb_report_add_map(report, &map);
}

/* ---- by person */

static void add_point(struct orb_report_table *t, const struct orb_triage_person *p,
                      const struct orb_shown_point *point)
{
    orb_report_row(t);
    orb_report_text(t, p->case_->person->id);
    orb_report_text(t, orb_level_words[p->level].token);
    orb_report_text(t, kind_words[point->kind].token);
    if (point->kind == ORB_SHOWN_NOWHERE) {
        orb_report_unknown(t);
        orb_report_unknown(t);
    } else {
        orb_report_number(t, point->lon);
        orb_report_number(t, point->lat);
    }
    if (point->kind == ORB_SHOWN_MASKED) {
        orb_report_number(t, point->inner_km);
        orb_report_number(t, point->outer_km);
    } else {
        orb_report_none(t);
        orb_report_none(t);
    }
}

void orb_report_triage_places(struct orb_report *report,
                              const struct orb_report_triage_input *input,
                              const struct orb_shown_point *points)
{
    struct orb_report_table *t;
    long moved = 0;

    add_communes(report, input);
    t = orb_report_add_table(report, "points", _("A point for each person"),
                             COLUMNS(point_columns));
    for (size_t i = 0; i < input->count; i++)
        if (is_listed(input, input->people[i])) {
            add_point(t, input->people[i], &points[i]);
            moved += points[i].kind == ORB_SHOWN_MASKED;
        }
    if (moved > 0)
        orb_report_note(
            report,
            ORB_PLURAL(
                "%ld point is moved on purpose, by as much as its line says: it is never where the person lives, and is personal data still.",
                "%ld points are moved on purpose, by as much as their lines say: they are never where the persons live, and are personal data still.",
                moved),
            moved);
    else
        orb_report_note(
            report, "%s",
            _("Each point is that of the commune: only the key of a vault moves the others, those of persons whose position, commune with its contour and population are known."));
}
