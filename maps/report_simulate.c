/* Before and after: who gains, who loses, where. Gains less losses are always the
 * difference of the totals. */
#include "maps/report_simulate.h"

#include <math.h>

#include "engine/base/text.h"

static const struct orb_report_word kind_words[] = {
    { "open", N_("opening") },       { "close", N_("closing") },
    { "suspend", N_("suspension") }, { "extend", N_("extension") },
    { "relax", N_("rule lifted") },  { NULL, NULL }
};

static const struct orb_report_column change_columns[] = {
    { .key = "change", .title = N_("Change"), .type = ORB_REPORT_INTEGER },
    { .key = "kind", .title = N_("Kind"), .type = ORB_REPORT_TEXT, .words = kind_words },
    { .key = "what", .title = N_("What"), .type = ORB_REPORT_TEXT },
    { .key = "offers",
      .title = N_("Offers changed"),
      .definition = N_("Records that say the same count once."),
      .type = ORB_REPORT_INTEGER },
};

#define PEOPLE(k, t, d)                                                                    \
    {                                                                                      \
        .key = k, .title = t, .definition = d, .type = ORB_REPORT_INTEGER                  \
    }
#define COVERED  N_("Inhabitants with an eligible offer.")
#define POSSIBLE N_("Inhabitants with an offer that is eligible, or may be once verified.")

static const struct orb_report_column need_columns[] = {
    { .key = "need", .title = N_("Need"), .type = ORB_REPORT_CODE },
    { .key = "need_label", .title = N_("What it is"), .type = ORB_REPORT_TEXT },
    PEOPLE("population", N_("Inhabitants"), NULL),
    PEOPLE("covered_before", N_("Covered before"), COVERED),
    PEOPLE("covered_after", N_("Covered after"), COVERED),
    PEOPLE("covered_gained", N_("Gain"), N_("Covered after and not before.")),
    PEOPLE("covered_lost", N_("Lose"), N_("Covered before and not after.")),
    PEOPLE("possible_before", N_("Possible before"), POSSIBLE),
    PEOPLE("possible_after", N_("Possible after"), POSSIBLE),
    PEOPLE("possible_gained", N_("Gain a possibility"),
           N_("No offer at all before, some to verify or eligible after.")),
    PEOPLE("possible_lost", N_("Lose it"), N_("The contrary.")),
    { .key = "offers_before",
      .title = N_("Offers before"),
      .definition = N_("That cover, or may cover, some commune looked at."),
      .type = ORB_REPORT_INTEGER,
      .quiet = true },
    { .key = "offers_after",
      .title = N_("Offers after"),
      .type = ORB_REPORT_INTEGER,
      .quiet = true },
};

static const struct orb_report_column area_columns[] = {
    { .key = "area", .title = N_("Area"), .type = ORB_REPORT_CODE },
    { .key = "name", .title = N_("Name"), .type = ORB_REPORT_TEXT },
    PEOPLE("gained", N_("Gain"),
           N_("Inhabitants covered after and not before, once for each need.")),
    PEOPLE("lost", N_("Lose"),
           N_("Inhabitants covered before and not after, once for each need.")),
    PEOPLE("balance", N_("Balance"), N_("Gains less losses.")),
    PEOPLE("possible_gained", N_("Gain a possibility"), NULL),
    PEOPLE("possible_lost", N_("Lose it"), NULL),
    PEOPLE("possible_balance", N_("Balance of possibilities"), NULL),
};

static const struct orb_report_column place_columns[] = {
    { .key = "commune", .title = N_("Commune"), .type = ORB_REPORT_CODE },
    { .key = "name", .title = N_("Name"), .type = ORB_REPORT_TEXT },
    { .key = "need", .title = N_("Need"), .type = ORB_REPORT_CODE },
    { .key = "need_label", .title = N_("What it is"), .type = ORB_REPORT_TEXT },
    { .key = "age_from", .title = N_("From"), .type = ORB_REPORT_INTEGER },
    { .key = "age_to", .title = N_("To"), .type = ORB_REPORT_INTEGER },
    { .key = "before",
      .title = N_("Before"),
      .type = ORB_REPORT_TEXT,
      .words = orb_report_gap_words },
    { .key = "after",
      .title = N_("After"),
      .type = ORB_REPORT_TEXT,
      .words = orb_report_gap_words },
    PEOPLE("population", N_("Inhabitants"), NULL),
};

#define COLUMNS(list) list, sizeof list / sizeof list[0]

struct writer {
    struct orb_report *report;
    const struct orb_report_simulation *in;
    struct orb_gap_share *before, *after;
    struct orb_gap_change *areas; /* by area, the line of those in none last */
    struct orb_gap_change *needs;
    uint32_t area_count;
};

/* ---- changes */

static void add_list(struct orb_buf *out, const char *word,
                     const struct orb_code_list *list)
{
    if (!list->known)
        return;
    orb_buf_printf(out, "%s%s ", out->len == 0 ? "" : "; ", word);
    for (uint32_t i = 0; i < list->count && i < 5; i++)
        orb_buf_printf(out, "%s%s", i == 0 ? "" : ", ", list->items[i]);
    if (list->count > 5)
        orb_buf_text(out, "…");
}

static void describe(struct orb_buf *out, const struct orb_edit *e)
{
    const struct orb_edit_select *s = &e->select;
    char day[ORB_DATE_LEN];

    if (e->kind == ORB_EDIT_OPEN)
        orb_buf_printf(out, "%s (%s)", e->name == NULL ? e->id : e->name, e->commune);
    for (int i = 0; e->kind == ORB_EDIT_RELAX && i < ORB_IGAS_OPTIONS; i++)
        if (e->igas[i])
            orb_buf_printf(out, "%s%s", out->len == 0 ? "" : ", ", orb_igas_names[i]);
    add_list(out, _("offers"), &s->offers);
    add_list(out, _("services"), &s->services);
    add_list(out, _("organizations"), &s->organizations);
    add_list(out, _("categories"), &s->categories);
    add_list(out, _("communes"), &s->communes);
    add_list(out, _("départements"), &s->departements);
    add_list(out, _("modalities"), &s->modalities);
    if (e->from != ORB_DATE_NONE)
        orb_buf_printf(out, "; %s", orb_date_write(day, e->from));
    if (e->to != ORB_DATE_NONE)
        orb_buf_printf(out, " → %s", orb_date_write(day, e->to));
}

static void add_changes(struct writer *w)
{
    const struct orb_scenario *s = w->in->plan->scenario;
    struct orb_report_table *t = orb_report_add_table(
        w->report, "changes", _("The changes supposed"), COLUMNS(change_columns));
    struct orb_buf what = { 0 };

    for (uint32_t i = 0; i < s->edit_count; i++) {
        const struct orb_edit *e = &s->edits[i];

        orb_buf_clear(&what);
        describe(&what, e);
        orb_report_row(t);
        orb_report_integer(t, i + 1);
        orb_report_text(t, kind_words[e->kind].token);
        if (what.failed)
            w->report->failed = true;
        else
            orb_report_text(t, what.len == 0 ? "" : what.data);
        if (e->kind == ORB_EDIT_RELAX)
            orb_report_none(t);
        else
            orb_report_integer(t, w->in->plan->counts[i]);
    }
    orb_buf_release(&what);
}

/* ---- sums */

static uint32_t area_of(const struct writer *w, uint32_t place)
{
    uint32_t area = w->in->areas->of[w->in->before.request->places[place]];

    return area == ORB_CAT_NONE ? w->area_count - 1 : area;
}

static uint32_t look(const struct writer *w, uint32_t need, uint32_t place)
{
    (void)orb_gap_shares(&w->in->after, need, place, w->after);
    return orb_gap_shares(&w->in->before, need, place, w->before);
}

static bool add_up(struct writer *w)
{
    const struct orb_gaps *gaps = w->in->before.gaps;
    struct orb_arena *arena = &w->report->arena;
    size_t room = (size_t)w->in->before.count + 1;

    w->area_count = w->in->areas->count + 1;
    w->before = orb_arena_array(arena, room, sizeof *w->before);
    w->after = orb_arena_array(arena, room, sizeof *w->after);
    w->areas = orb_arena_array(arena, w->area_count, sizeof *w->areas);
    w->needs = orb_arena_array(arena, (size_t)gaps->need_count + 1, sizeof *w->needs);
    if (w->before == NULL || w->after == NULL || w->areas == NULL || w->needs == NULL)
        return false;
    for (uint32_t n = 0; n < gaps->need_count; n++)
        for (uint32_t p = 0; p < gaps->place_count; p++) {
            uint32_t count = look(w, n, p);

            orb_gap_change_add(&w->areas[area_of(w, p)], w->before, w->after, count);
            orb_gap_change_add(&w->needs[n], w->before, w->after, count);
        }
    return true;
}

static void put(struct orb_report_table *t, double people)
{
    orb_report_integer(t, llround(people));
}

/* Where nobody knows how many live, nobody knows how many gain. */
static void put_sums(struct orb_report_table *t, const struct orb_gap_change *c,
                     const double *sums, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (c->population > 0 || c->unknown == 0)
            put(t, sums[i]);
        else
            orb_report_unknown(t);
}

static void add_needs(struct writer *w)
{
    struct orb_report_table *t = orb_report_add_table(
        w->report, "needs", _("Each need, before and after"), COLUMNS(need_columns));

    for (uint32_t n = 0; n < w->in->before.gaps->need_count; n++) {
        const struct orb_gap_change *c = &w->needs[n];
        const double sums[] = { c->population,     c->covered_before,  c->covered_after,
                                c->covered_gained, c->covered_lost,    c->possible_before,
                                c->possible_after, c->possible_gained, c->possible_lost };

        orb_report_row(t);
        orb_report_gap_need(t, w->in->vocabulary, w->in->before.request->needs[n]);
        put_sums(t, c, sums, sizeof sums / sizeof sums[0]);
        orb_report_integer(t, w->in->before.gaps->needs[n].eligible);
        orb_report_integer(t, w->in->after.gaps->needs[n].eligible);
    }
}

static void add_map(struct writer *w, const struct orb_report_table *t, const char *key,
                    const char *title, int column)
{
    orb_report_add_map(w->report,
                       &(struct orb_report_map){ .key = key,
                                                 .title = title,
                                                 .table = t,
                                                 .area_column = 0,
                                                 .name_column = 1,
                                                 .value_column = column,
                                                 .flag_column = ORB_REPORT_NO_COLUMN,
                                                 .unit = N_("inhabitants × needs"),
                                                 .level = w->in->areas->level,
                                                 .legend = ORB_REPORT_DIVERGING });
}

static void add_areas(struct writer *w)
{
    struct orb_report_table *t = orb_report_add_table(
        w->report, "areas", _("Each area, all needs together"), COLUMNS(area_columns));

    for (uint32_t a = 0; a < w->area_count; a++) {
        const struct orb_gap_change *c = &w->areas[a];
        bool none = a == w->area_count - 1;
        const double sums[] = {
            c->covered_gained,  c->covered_lost,  c->covered_gained - c->covered_lost,
            c->possible_gained, c->possible_lost, c->possible_gained - c->possible_lost
        };

        if (none && !(c->population > 0) && c->unknown == 0)
            continue;
        orb_report_row(t);
        orb_report_gap_area(t, none ? &w->in->areas->none : &w->in->areas->areas[a]);
        put_sums(t, c, sums, sizeof sums / sizeof sums[0]);
    }
    add_map(w, t, "balance", N_("Who gains and who loses an eligible offer"), 4);
    add_map(w, t, "possible_balance", N_("Who gains and who loses a possible offer"), 7);
}

/* ---- each commune */

static void put_ages(const struct writer *w, struct orb_report_table *t, uint32_t first,
                     uint32_t last)
{
    const struct orb_stratum *strata = w->in->before.request->strata;

    if (w->before[first].whole) {
        orb_report_unknown(t);
        orb_report_unknown(t);
        return;
    }
    orb_report_integer(t, strata[first].age_from);
    if (strata[last].age_to >= 150)
        orb_report_none(t);
    else
        orb_report_integer(t, strata[last].age_to - 1);
}

static void put_change(const struct writer *w, struct orb_report_table *t, uint32_t place,
                       uint32_t need)
{
    const struct orb_catalogue *c = w->in->before.request->catalogue;
    const struct orb_cat_commune *commune =
        &c->communes[w->in->before.request->places[place]];
    const char *name = orb_cat_known(c, commune->name);

    orb_report_row(t);
    orb_report_text(t, orb_cat_string(c, commune->code));
    if (name == NULL)
        orb_report_unknown(t);
    else
        orb_report_text(t, name);
    orb_report_gap_need(t, w->in->vocabulary, w->in->before.request->needs[need]);
}

/* People of consecutive ages whose states change alike are one line. */
static void add_place(struct writer *w, struct orb_report_table *t, uint32_t place,
                      uint32_t need)
{
    uint32_t count = look(w, need, place);
    uint32_t end;

    for (uint32_t first = 0; first < count; first = end) {
        uint8_t before = w->before[first].cell->state;
        uint8_t after = w->after[first].cell->state;
        double people = 0;

        for (end = first; end < count && w->before[end].cell->state == before &&
                          w->after[end].cell->state == after;
             end++)
            people += w->before[end].population;
        if (before == after)
            continue;
        put_change(w, t, place, need);
        put_ages(w, t, first, end - 1);
        orb_report_text(t, orb_report_gap_words[before].token);
        orb_report_text(t, orb_report_gap_words[after].token);
        if (isnan(people))
            orb_report_unknown(t);
        else
            put(t, people);
    }
}

static void add_places(struct writer *w)
{
    struct orb_report_table *t = orb_report_add_table(
        w->report, "places", _("Each commune that changes"), COLUMNS(place_columns));

    for (uint32_t p = 0; p < w->in->before.gaps->place_count; p++)
        for (uint32_t n = 0; n < w->in->before.gaps->need_count; n++)
            add_place(w, t, p, n);
}

/* What a change does not do, though it is about offers. */
static void note_change(struct writer *w, uint32_t edit)
{
    const struct orb_scenario_plan *plan = w->in->plan;
    uint32_t unknown = plan->unknown_places[edit];
    unsigned number = (unsigned)edit + 1;

    if (plan->scenario->edits[edit].kind == ORB_EDIT_RELAX)
        return;
    if (plan->counts[edit] == 0)
        orb_report_note(w->report, _("Change %u is about no offer."), number);
    else if (!orb_scenario_is_now(plan, edit))
        orb_report_note(
            w->report,
            _("Change %u is not in force on the date looked at: it changes nothing that day."),
            number);
    if (unknown > 0)
        orb_report_note(
            w->report,
            ORB_PLURAL(
                "Change %u adds places to %u offer whose number is unknown: it stays unknown.",
                "Change %u adds places to %u offers whose number is unknown: it stays unknown.",
                unknown),
            number, unknown);
}

static void add_notes(struct writer *w)
{
    const struct orb_scenario *s = w->in->plan->scenario;

    orb_report_note(w->report, "%s",
                    _("A supposition: nothing is written in the territory."));
    if (s->description[0] != '\0')
        orb_report_note(w->report, "%s", s->description);
    for (uint32_t i = 0; i < s->edit_count; i++)
        note_change(w, i);
    orb_report_note(
        w->report, "%s",
        _("Inhabitants are public figures, told for scale; those of unknown number are not in the sums."));
    if (w->in->before.gaps->need_count > 0 && w->needs[0].unknown > 0)
        orb_report_note(w->report,
                        ORB_PLURAL("%u commune has no known number of inhabitants.",
                                   "%u communes have no known number of inhabitants.",
                                   w->needs[0].unknown),
                        w->needs[0].unknown);
}

void orb_report_simulate(struct orb_report *report, const struct orb_report_simulation *in)
{
    struct writer w = { .report = report, .in = in };

    if (!add_up(&w)) {
        report->failed = true;
        return;
    }
    add_changes(&w);
    add_needs(&w);
    add_areas(&w);
    if (in->places)
        add_places(&w);
    add_notes(&w);
}
