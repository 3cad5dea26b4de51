/* What changes for each commune, and its maps before and after. */
#include <math.h>

#include "engine/base/text.h"
#include "engine/planning/mesh.h"
#include "maps/report_site_parts.h"

enum state { GAINED, LOST, HOME, NEAR, FAR, NO_ROOM, NO_WAY, NO_POSITION, NO_ROAD };

static const struct orb_report_word state_words[] = {
    [GAINED] = { "gained", N_("gained") },
    [LOST] = { "lost", N_("lost") },
    [HOME] = { "at_home", N_("served at home") },
    [NEAR] = { "near", N_("within the minutes") },
    [FAR] = { "far", N_("beyond the minutes") },
    [NO_ROOM] = { "no_room", N_("no room left within the minutes") },
    [NO_WAY] = { "no_way", N_("no site reaches it") },
    [NO_POSITION] = { "no_position", N_("without a position") },
    [NO_ROAD] = { "no_road", N_("too far from any road: not known") },
    { NULL, NULL }
};

static const struct orb_report_column commune_columns[] = {
    { .key = "commune", .title = N_("Commune"), .type = ORB_REPORT_CODE },
    { .key = "name", .title = N_("Name"), .type = ORB_REPORT_TEXT },
    { .key = "people",
      .title = N_("People"),
      .definition = N_("Inhabitants, of the ages asked for, or the count of the file."),
      .type = ORB_REPORT_INTEGER },
    { .key = "minutes_before",
      .title = N_("Minutes before"),
      .definition = N_("To the nearest service that exists."),
      .type = ORB_REPORT_DECIMAL,
      .decimals = 1 },
    { .key = "minutes_after",
      .title = N_("Minutes after"),
      .definition = N_("To the site that serves it."),
      .type = ORB_REPORT_DECIMAL,
      .decimals = 1 },
    { .key = "change",
      .title = N_("Change (minutes)"),
      .type = ORB_REPORT_DECIMAL,
      .decimals = 1 },
    { .key = "state",
      .title = N_("State"),
      .definition =
          N_("Gained: within the minutes now, and not before. Lost: the other way."),
      .type = ORB_REPORT_TEXT,
      .words = state_words },
    { .key = "site", .title = N_("Served from"), .type = ORB_REPORT_TEXT },
};

enum { COLUMN_CODE, COLUMN_NAME, COLUMN_BEFORE = 3, COLUMN_AFTER, COLUMN_CHANGE };

#define COLUMN_COUNT (sizeof commune_columns / sizeof commune_columns[0])

/* Where it is known that nobody lives, nobody gains. Which commune has none of the persons
 * of a file is not told. */
static bool is_empty(const struct orb_siting *s, size_t place)
{
    return s->question->demand == NULL && s->places[place].demand <= 0 &&
           !s->places[place].demand_unknown;
}

static enum state state_of(const struct orb_siting *s, size_t place)
{
    const struct orb_siting_place *p = &s->places[place];

    if (p->near_after && p->home_after)
        return HOME;
    if (p->near_after)
        return p->near_before ? NEAR : GAINED;
    if (p->near_before)
        return LOST;
    if (isnan(s->place_points[place].lon) && p->after < 0)
        return NO_POSITION;
    if (p->after < 0)
        return p->off_network ? NO_ROAD : NO_WAY;
    return p->after <= s->question->minutes ? NO_ROOM : FAR;
}

static void put_minutes(struct orb_report_table *t, double minutes, bool home)
{
    if (minutes < 0 || home)
        orb_report_none(t);
    else
        orb_report_number(t, minutes);
}

/* Persons of a file stand once, in the table of all communes. */
static void add_commune(struct site_writer *w, struct orb_report_table *t, size_t place,
                        bool of_all)
{
    const struct orb_siting *s = w->siting;
    const struct orb_siting_place *p = &s->places[place];
    const struct orb_catalogue *c = s->question->catalogue;

    orb_report_row(t);
    orb_report_text(t, orb_cat_string(c, c->communes[p->commune].code));
    orb_report_site_name(w, t, p->commune);
    if (s->question->demand != NULL && !of_all)
        orb_report_none(t);
    else if (p->demand_unknown)
        orb_report_unknown(t);
    else
        orb_report_integer(t, llround(p->demand));
    put_minutes(t, p->before, p->home_before);
    put_minutes(t, p->after, p->home_after);
    if (p->before < 0 || p->after < 0 || p->home_before || p->home_after)
        orb_report_none(t);
    else
        orb_report_number(t, p->after - p->before);
    orb_report_text(t, state_words[state_of(s, place)].token);
    if (p->after_site == ORB_LOCATE_NONE)
        orb_report_none(t);
    else
        orb_report_site_name(w, t, s->sites[p->after_site].commune);
}

/* Before and after are read side by side: in the same colours. */
static int beside_of(const struct site_writer *w, int column)
{
    if (w->siting->existing_count == 0 || column == COLUMN_CHANGE)
        return 0;
    return column == COLUMN_BEFORE ? COLUMN_AFTER : COLUMN_BEFORE;
}

static void add_map(struct site_writer *w, const struct orb_report_table *t, int column,
                    const char *title)
{
    orb_report_add_map(w->report,
                       &(struct orb_report_map){ .key = commune_columns[column].key,
                                                 .title = title,
                                                 .table = t,
                                                 .area_column = COLUMN_CODE,
                                                 .name_column = COLUMN_NAME,
                                                 .value_column = column,
                                                 .beside_column = beside_of(w, column),
                                                 .flag_column = ORB_REPORT_NO_COLUMN,
                                                 .unit = N_("minutes"),
                                                 .level = ORB_MESH_COMMUNE,
                                                 .legend = column == COLUMN_CHANGE
                                                               ? ORB_REPORT_DIVERGING
                                                               : ORB_REPORT_QUANTILE });
}

void orb_report_site_communes(struct site_writer *w)
{
    const struct orb_siting *s = w->siting;
    struct orb_report_table *t = orb_report_site_table(
        w, "changes", _("Communes gained and lost"), commune_columns, COLUMN_COUNT);

    for (size_t i = 0; i < s->place_count; i++)
        if ((state_of(s, i) == GAINED || state_of(s, i) == LOST) && !is_empty(s, i))
            add_commune(w, t, i, false);
    t = orb_report_site_table(w, "communes", _("Minutes before and after, by commune"),
                              commune_columns, COLUMN_COUNT);
    for (size_t i = 0; i < s->place_count; i++)
        add_commune(w, t, i, true);
    if (s->existing_count > 0)
        add_map(w, t, COLUMN_BEFORE, N_("Minutes to the nearest service, before"));
    add_map(w, t, COLUMN_AFTER, N_("Minutes to the nearest site, after"));
    if (s->existing_count > 0)
        add_map(w, t, COLUMN_CHANGE, N_("Minutes after less minutes before"));
}
