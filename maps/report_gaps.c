/* What is missing, for how many, why; what holds by one organization only. */
#include "maps/report_gaps.h"

#include <math.h>

#include "engine/base/text.h"

const struct orb_report_word orb_report_gap_words[] = {
    { "absent", N_("no such service in reach") },
    { "public", N_("not for this public") },
    { "age", N_("not for this age") },
    { "orientation", N_("not with this orientation") },
    { "zone", N_("zone not served") },
    { "transport", N_("too far") },
    { "saturated", N_("saturated") },
    { "to_verify", N_("to verify") },
    { "covered", N_("covered") },
    { NULL, NULL }
};

#define AREA_COLUMNS                                                                       \
    { .key = "area", .title = N_("Area"), .type = ORB_REPORT_CODE },                       \
    {                                                                                      \
        .key = "name", .title = N_("Name"), .type = ORB_REPORT_TEXT                        \
    }
#define NEED_COLUMNS                                                                       \
    { .key = "need",                                                                       \
      .title = N_("Need"),                                                                 \
      .definition = N_("SERAFIN-PH code."),                                                \
      .type = ORB_REPORT_CODE },                                                           \
    {                                                                                      \
        .key = "need_label", .title = N_("What it is"), .type = ORB_REPORT_TEXT            \
    }
#define PEOPLE_COLUMNS                                                                     \
    { .key = "population",                                                                 \
      .title = N_("Inhabitants"),                                                          \
      .definition = N_(                                                                    \
          "Of the ages asked for, whatever their needs: public figures, not a demand."),   \
      .type = ORB_REPORT_INTEGER },                                                        \
        { .key = "in_gap",                                                                 \
          .title = N_("In a gap"),                                                         \
          .definition = N_("Inhabitants for whom no offer would be eligible."),            \
          .type = ORB_REPORT_INTEGER },                                                    \
        { .key = "share",                                                                  \
          .title = N_("Share"),                                                            \
          .definition = N_("Of the inhabitants, those in a gap."),                         \
          .type = ORB_REPORT_PERCENT,                                                      \
          .decimals = 0 },                                                                 \
        { .key = "to_verify",                                                              \
          .title = N_("To verify"),                                                        \
          .definition =                                                                    \
              N_("Inhabitants with offers of which something is unknown, and none sure."), \
          .type = ORB_REPORT_INTEGER },                                                    \
    {                                                                                      \
        .key = "fragile", .title = N_("Fragile"),                                          \
        .definition = N_("Inhabitants covered by exactly one organization."),              \
        .type = ORB_REPORT_INTEGER                                                         \
    }

static const struct orb_report_column gap_columns[] = {
    AREA_COLUMNS,
    NEED_COLUMNS,
    PEOPLE_COLUMNS,
    { .key = "kind",
      .title = N_("Main reason"),
      .definition = N_(
          "The first sieve that lets no offer through, for most of the people in a gap."),
      .type = ORB_REPORT_TEXT,
      .words = orb_report_gap_words },
    { .key = "communes",
      .title = N_("Communes in a gap"),
      .definition = N_("Some of whose inhabitants are."),
      .type = ORB_REPORT_INTEGER },
};

static const struct orb_report_column need_columns[] = {
    NEED_COLUMNS,
    PEOPLE_COLUMNS,
    { .key = "offers",
      .title = N_("Offers"),
      .definition = N_("That cover, or may cover, some commune looked at."),
      .type = ORB_REPORT_INTEGER },
    { .key = "organizations",
      .title = N_("Organizations"),
      .definition = N_("Of these offers."),
      .type = ORB_REPORT_INTEGER },
    { .key = "capacity",
      .title = N_("Places"),
      .definition = N_(
          "Of these offers: installed (08), else authorised (09); never places available."),
      .type = ORB_REPORT_INTEGER },
    { .key = "capacity_unknown",
      .title = N_("Places unknown"),
      .definition = N_("Offers for this need, wherever, whose places nobody said."),
      .type = ORB_REPORT_INTEGER,
      .quiet = true },
    { .key = "hhi",
      .title = N_("Concentration"),
      .definition = N_(
          "Herfindahl-Hirschman index of the places by organization: 1 = all in one hand."),
      .type = ORB_REPORT_DECIMAL,
      .decimals = 2 },
    { .key = "hhi_organizations",
      .title = N_("On organizations"),
      .definition = N_(
          "Organizations whose places are known, that the concentration rests on: of less than half of them, it is unknown."),
      .type = ORB_REPORT_INTEGER,
      .quiet = true },
};

static const struct orb_report_column area_columns[] = {
    AREA_COLUMNS,
    { .key = "population", .title = N_("Inhabitants"), .type = ORB_REPORT_INTEGER },
    { .key = "share",
      .title = N_("Without an answer"),
      .definition =
          N_("Of the inhabitants, those in a gap: the mean over the needs looked at."),
      .type = ORB_REPORT_PERCENT,
      .decimals = 0 },
    { .key = "needs",
      .title = N_("Needs in a gap"),
      .definition = N_("For some of the inhabitants."),
      .type = ORB_REPORT_INTEGER },
};

static const struct orb_report_column place_columns[] = {
    { .key = "commune", .title = N_("Commune"), .type = ORB_REPORT_CODE },
    { .key = "name", .title = N_("Name"), .type = ORB_REPORT_TEXT },
    NEED_COLUMNS,
    { .key = "age_from",
      .title = N_("From"),
      .definition = N_("Completed years."),
      .type = ORB_REPORT_INTEGER },
    { .key = "age_to",
      .title = N_("To"),
      .definition = N_("Completed years, included; nothing: no upper bound."),
      .type = ORB_REPORT_INTEGER },
    { .key = "kind",
      .title = N_("Reason"),
      .type = ORB_REPORT_TEXT,
      .words = orb_report_gap_words },
    { .key = "population", .title = N_("Inhabitants"), .type = ORB_REPORT_INTEGER },
    { .key = "nearest",
      .title = N_("Nearest that got so far"),
      .definition = N_("The nearest offer that only this reason, or a later one, stops."),
      .type = ORB_REPORT_TEXT },
    { .key = "minutes", .title = N_("Minutes"), .type = ORB_REPORT_DECIMAL, .decimals = 0 },
};

#define COLUMNS(list) list, sizeof list / sizeof list[0]

/* ---- cells */

static void text_or_unknown(struct orb_report_table *t, const char *text)
{
    if (text == NULL || text[0] == '\0')
        orb_report_unknown(t);
    else
        orb_report_text(t, text);
}

static void people(struct orb_report_table *t, const struct orb_gap_sum *sum)
{
    if (sum->population_unknown == sum->places) {
        for (int i = 0; i < 5; i++)
            orb_report_unknown(t);
        return;
    }
    orb_report_integer(t, llround(sum->population));
    orb_report_integer(t, llround(sum->in_gap));
    if (sum->population > 0)
        orb_report_number(t, sum->in_gap / sum->population);
    else
        orb_report_none(t);
    orb_report_integer(t, llround(sum->to_verify));
    orb_report_integer(t, llround(sum->fragile));
}

/* ---- sums */

struct writer {
    struct orb_report *report;
    const struct orb_report_gap_input *in;
    struct orb_gap_share *shares; /* room for the strata */
    struct orb_gap_sum *sums;     /* area * need, the line of those in none last */
    struct orb_gap_sum *needs;    /* by need */
    uint32_t area_count;          /* with that line */
};

static uint32_t area_of(const struct writer *w, uint32_t place)
{
    uint32_t area = w->in->areas->of[w->in->people.request->places[place]];

    return area == ORB_CAT_NONE ? w->area_count - 1 : area;
}

static const struct orb_area *area_at(const struct writer *w, uint32_t i)
{
    return i == w->area_count - 1 ? &w->in->areas->none : &w->in->areas->areas[i];
}

static bool add_up(struct writer *w)
{
    const struct orb_gaps *gaps = w->in->people.gaps;
    struct orb_arena *arena = &w->report->arena;

    w->area_count = w->in->areas->count + 1;
    w->shares = orb_arena_array(arena, (size_t)w->in->people.count + 1, sizeof *w->shares);
    w->sums = orb_arena_array(arena, (size_t)w->area_count * gaps->need_count + 1,
                              sizeof *w->sums);
    w->needs = orb_arena_array(arena, (size_t)gaps->need_count + 1, sizeof *w->needs);
    if (w->shares == NULL || w->sums == NULL || w->needs == NULL)
        return false;
    for (uint32_t n = 0; n < gaps->need_count; n++)
        for (uint32_t p = 0; p < gaps->place_count; p++) {
            uint32_t count = orb_gap_shares(&w->in->people, n, p, w->shares);

            orb_gap_sum_add(&w->sums[(size_t)area_of(w, p) * gaps->need_count + n],
                            w->shares, count);
            orb_gap_sum_add(&w->needs[n], w->shares, count);
        }
    return true;
}

/* ---- tables */

static void add_gaps(struct writer *w)
{
    struct orb_report_table *t = orb_report_add_table(
        w->report, "gaps", _("What is missing, by area and need"), COLUMNS(gap_columns));

    for (uint32_t a = 0; a < w->area_count; a++)
        for (uint32_t n = 0; n < w->in->people.gaps->need_count; n++) {
            const struct orb_gap_sum *sum =
                &w->sums[(size_t)a * w->in->people.gaps->need_count + n];
            unsigned state = orb_gap_main_state(sum);

            if (sum->places_in_gap == 0)
                continue;
            orb_report_row(t);
            orb_report_gap_area(t, area_at(w, a));
            orb_report_gap_need(t, w->in->vocabulary, w->in->people.request->needs[n]);
            people(t, sum);
            if (state == ORB_GAP_STATES)
                orb_report_unknown(t);
            else
                orb_report_text(t, orb_report_gap_words[state].token);
            orb_report_integer(t, sum->places_in_gap);
        }
}

static void add_needs(struct writer *w)
{
    struct orb_report_table *t = orb_report_add_table(
        w->report, "needs", _("Each need on the whole perimeter"), COLUMNS(need_columns));

    for (uint32_t n = 0; n < w->in->people.gaps->need_count; n++) {
        const struct orb_gap_need *need = &w->in->people.gaps->needs[n];

        orb_report_row(t);
        orb_report_gap_need(t, w->in->vocabulary, w->in->people.request->needs[n]);
        people(t, &w->needs[n]);
        orb_report_integer(t, need->eligible);
        orb_report_integer(t, need->organizations);
        if (isnan(need->hhi) && need->eligible > 0)
            orb_report_unknown(t);
        else
            orb_report_integer(t, llround(need->capacity));
        orb_report_integer(t, need->capacity_unknown);
        if (need->eligible == 0)
            orb_report_none(t);
        else if (isnan(need->hhi) || 2 * need->hhi_organizations < need->organizations)
            orb_report_unknown(t);
        else
            orb_report_number(t, need->hhi);
        orb_report_integer(t, need->hhi_organizations);
    }
}

static void add_areas(struct writer *w)
{
    uint32_t need_count = w->in->people.gaps->need_count;
    struct orb_report_table *t = orb_report_add_table(
        w->report, "areas", _("Each area, all needs together"), COLUMNS(area_columns));

    for (uint32_t a = 0; a < w->area_count; a++) {
        const struct orb_gap_sum *sums = &w->sums[(size_t)a * need_count];
        double all = 0;
        double in_gap = 0;
        uint32_t needs = 0;

        if (need_count == 0 || sums[0].places == 0)
            continue;
        for (uint32_t n = 0; n < need_count; n++) {
            all += sums[n].population;
            in_gap += sums[n].in_gap;
            needs += sums[n].places_in_gap > 0 ? 1 : 0;
        }
        orb_report_row(t);
        orb_report_gap_area(t, area_at(w, a));
        if (sums[0].population_unknown == sums[0].places)
            orb_report_unknown(t);
        else
            orb_report_integer(t, llround(sums[0].population));
        if (all > 0)
            orb_report_number(t, in_gap / all);
        else if (sums[0].population_unknown == sums[0].places)
            orb_report_unknown(t);
        else
            orb_report_none(t);
        orb_report_integer(t, needs);
    }
    orb_report_add_map(
        w->report, &(struct orb_report_map){ .key = "gaps",
                                             .title = N_("Inhabitants without an answer"),
                                             .table = t,
                                             .area_column = 0,
                                             .name_column = 1,
                                             .value_column = 3,
                                             .flag_column = ORB_REPORT_NO_COLUMN,
                                             .unit = N_("of the inhabitants"),
                                             .level = w->in->areas->level,
                                             .legend = ORB_REPORT_QUANTILE });
}

/* ---- each commune */

/* People of consecutive ages who find the same are one line. */
static uint32_t same_until(const struct orb_gap_share *shares, uint32_t first,
                           uint32_t count)
{
    uint32_t end = first + 1;

    while (end < count && shares[end].cell->state == shares[first].cell->state &&
           shares[end].cell->offer == shares[first].cell->offer)
        end++;
    return end;
}

static void put_ages(const struct writer *w, struct orb_report_table *t,
                     const struct orb_gap_share *first, const struct orb_gap_share *last)
{
    const struct orb_stratum *strata = w->in->people.request->strata;

    if (first->whole) {
        orb_report_unknown(t);
        orb_report_unknown(t);
        return;
    }
    orb_report_integer(t, strata[first->stratum].age_from);
    if (strata[last->stratum].age_to >= 150)
        orb_report_none(t);
    else
        orb_report_integer(t, strata[last->stratum].age_to - 1);
}

static void put_place(const struct writer *w, struct orb_report_table *t, uint32_t place,
                      uint32_t need)
{
    const struct orb_catalogue *c = w->in->people.request->catalogue;
    const struct orb_cat_commune *commune =
        &c->communes[w->in->people.request->places[place]];

    orb_report_row(t);
    orb_report_text(t, orb_cat_string(c, commune->code));
    text_or_unknown(t, orb_cat_known(c, commune->name));
    orb_report_gap_need(t, w->in->vocabulary, w->in->people.request->needs[need]);
}

static void put_nearest(const struct writer *w, struct orb_report_table *t,
                        const struct orb_gap_cell *cell)
{
    const struct orb_catalogue *c = w->in->people.request->catalogue;

    if (cell->offer == ORB_CAT_NONE) {
        orb_report_none(t);
        orb_report_none(t);
        return;
    }
    text_or_unknown(t, orb_cat_string(c, c->offers[cell->offer].name));
    orb_report_number(t, (double)cell->minutes);
}

static void add_place(struct writer *w, struct orb_report_table *t, uint32_t place,
                      uint32_t need)
{
    uint32_t count = orb_gap_shares(&w->in->people, need, place, w->shares);

    for (uint32_t first = 0; first < count;) {
        uint32_t end = same_until(w->shares, first, count);
        const struct orb_gap_cell *cell = w->shares[first].cell;
        double population = 0;

        for (uint32_t i = first; i < end; i++)
            population += w->shares[i].population;
        if (orb_gap_is_gap(cell->state)) {
            put_place(w, t, place, need);
            put_ages(w, t, &w->shares[first], &w->shares[end - 1]);
            orb_report_text(t, orb_report_gap_words[cell->state].token);
            if (isnan(population))
                orb_report_unknown(t);
            else
                orb_report_integer(t, llround(population));
            put_nearest(w, t, cell);
        }
        first = end;
    }
}

static void add_places(struct writer *w)
{
    struct orb_report_table *t = orb_report_add_table(
        w->report, "places", _("Each commune in a gap"), COLUMNS(place_columns));

    for (uint32_t p = 0; p < w->in->people.gaps->place_count; p++)
        for (uint32_t n = 0; n < w->in->people.gaps->need_count; n++)
            add_place(w, t, p, n);
}

/* ---- notes */

static void add_notes(struct writer *w)
{
    const struct orb_gap_sum *sum =
        w->in->people.gaps->need_count > 0 ? &w->needs[0] : NULL;
    struct orb_report *r = w->report;
    struct orb_gap_need all = { 0 };
    const uint32_t unlocated = w->in->people.gaps->unlocated;

    for (uint32_t n = 0; n < w->in->people.gaps->need_count; n++) {
        const struct orb_gap_need *need = &w->in->people.gaps->needs[n];

        all.zone_unknown += need->zone_unknown;
        all.ways_unknown += need->ways_unknown;
    }
    orb_report_note(
        r, "%s",
        _("The reason is the first of these that lets no offer through: in reach (twice the limit of travel at most), public, age, orientation, zone, distance, room."));
    orb_report_note(
        r, "%s",
        _("Inhabitants are told for scale: how many of them have the need is not known here."));
    orb_report_note(
        r, "%s",
        _("The table of what is missing has a line only for the areas and needs with a gap: those to verify and fragile elsewhere are told by need alone."));
    if (w->in->people.request->place_count == 0)
        orb_report_note(r, "%s", _("There is no commune in the perimeter."));
    if (sum != NULL && sum->ages_unknown > 0)
        orb_report_note(
            r,
            ORB_PLURAL(
                "The ages of %u commune are unknown: all its inhabitants are told as those of them who find least.",
                "The ages of %u communes are unknown: all their inhabitants are told as those of them who find least.",
                sum->ages_unknown),
            sum->ages_unknown);
    if (sum != NULL && sum->population_unknown > 0)
        orb_report_note(r,
                        ORB_PLURAL("The population of %u commune is unknown.",
                                   "The population of %u communes is unknown.",
                                   sum->population_unknown),
                        (unsigned)sum->population_unknown);
    if (all.zone_unknown > 0)
        orb_report_note(
            r, "%s",
            _("A service at home that does not say its zone is to verify for the communes within the limit of travel of its site."));
    if (unlocated > 0)
        orb_report_note(
            r,
            ORB_PLURAL(
                "%u offer on site has no position: it makes places of its zone, else of its département, else all, to verify.",
                "%u offers on site have no position: they make places of their zone, else of their département, else all, to verify.",
                unlocated),
            unlocated);
    if (all.ways_unknown > 0)
        orb_report_note(r,
                        ORB_PLURAL("%zu way to an offer is unknown: to verify.",
                                   "%zu ways to offers are unknown: to verify.",
                                   all.ways_unknown),
                        all.ways_unknown);
}

void orb_report_gaps(struct orb_report *report, const struct orb_report_gap_input *input)
{
    struct writer w = { .report = report, .in = input };

    if (!add_up(&w)) {
        report->failed = true;
        return;
    }
    add_gaps(&w);
    add_needs(&w);
    add_areas(&w);
    if (input->places)
        add_places(&w);
    add_notes(&w);
}
