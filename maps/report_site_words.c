/* The sentences of siting: how it was asked, what was found, what is not known. */
#include <math.h>

#include "engine/base/text.h"
#include "maps/report_site.h"
#include "maps/report_site_parts.h"
#include "maps/report_words.h"

/* A number as people read it, in the arena of the report. */
static const char *number(struct site_writer *w, double value, int decimals)
{
    const char *out = NULL;

    orb_buf_clear(&w->text);
    orb_report_write_number(&w->text, value, decimals, w->report->french);
    out = orb_arena_strdup(&w->report->arena, w->text.data == NULL ? "" : w->text.data);
    w->report->failed = w->report->failed || out == NULL;
    return out == NULL ? "" : out;
}

static const char *whole(struct site_writer *w, double value)
{
    return number(w, (double)llround(value), 0);
}

/* 30, 12.5. */
static const char *minutes(struct site_writer *w)
{
    double value = w->siting->question->minutes;

    return number(w, value, value > floor(value) ? 1 : 0);
}

/* The planner's sentence, at the head of the report. Persons that a file counted are in
 * cells only. */
static void say_what_changes(struct site_writer *w)
{
    const struct orb_siting *s = w->siting;
    size_t sites = orb_report_site_count(s);
    const char *sentence = ORB_PLURAL(
        "With %zu site, %s inhabitants are within %s min instead of %s.",
        "With %zu sites, %s inhabitants are within %s min instead of %s.", sites);

    if (s->question->rate_count > 0)
        sentence = ORB_PLURAL(
            "With %zu site, %s people weighted by rates of use are within %s min instead of %s.",
            "With %zu sites, %s people weighted by rates of use are within %s min instead of %s.",
            sites);
    else if (s->question->stratum.age_from >= 0)
        sentence = ORB_PLURAL(
            "With %zu site, %s people of these ages are within %s min instead of %s.",
            "With %zu sites, %s people of these ages are within %s min instead of %s.",
            sites);
    /* What a site takes is bounded: being near is not enough. */
    if (s->shared)
        sentence = ORB_PLURAL(
            "With %zu site, %s people have a place within %s min instead of %s.",
            "With %zu sites, %s people have a place within %s min instead of %s.", sites);
    if (s->question->demand != NULL)
        orb_report_note(
            w->report, "%s",
            _("The people are those of the file of demand: the tables count them."));
    else if (!orb_report_site_is_choice(s))
        orb_report_parameter(w->report, "answer", _("Answer"), "%s",
                             _("There is nothing to choose; the notes say why."));
    else
        orb_report_parameter(w->report, "answer", _("Answer"), sentence, sites,
                             whole(w, s->near_after), minutes(w), whole(w, s->near_before));
}

/* New sites that bring nobody nearer say that fewer would do. */
static void say_idle(struct site_writer *w)
{
    const struct orb_siting *s = w->siting;
    size_t idle = 0;

    for (size_t j = s->existing_count; j < s->site_count; j++)
        idle += s->open[j] && s->load[j] <= 0;
    /* Of persons of a file, nobody is a count too. */
    if (idle > 0 && s->demand > 0 && s->question->demand == NULL)
        orb_report_note(
            w->report,
            ORB_PLURAL("%zu new site is of no use to anybody: fewer do as well.",
                       "%zu new sites are of no use to anybody: fewer do as well.", idle),
            idle);
}

/* Communes whose people nothing is known to bring, of a known position. */
static size_t count_unreachable(const struct orb_siting *s)
{
    size_t count = 0;

    for (size_t i = 0; i < s->place_count && s->question->demand == NULL; i++)
        count += s->places[i].unreachable && s->places[i].demand > 0 &&
                 !isnan(s->place_points[i].lon);
    return count;
}

static void say_proof(struct site_writer *w)
{
    const struct orb_locate_certificate *c = &w->siting->certificate;
    const struct orb_siting *s = w->siting;

    if (c->status == ORB_LOCATE_OPTIMAL && s->demand_unknown + s->place_unlocated > 0)
        orb_report_note(
            w->report, "%s",
            _("No other choice of sites does better for the people and places that are known: this is proven."));
    else if (c->status == ORB_LOCATE_OPTIMAL)
        orb_report_note(w->report, "%s",
                        _("No other choice of sites does better: this is proven."));
    else if (c->status == ORB_LOCATE_FEASIBLE && s->question->demand != NULL)
        orb_report_note(w->report, "%s",
                        _("It is not proven that no other choice does better."));
    else if (c->status == ORB_LOCATE_FEASIBLE)
        orb_report_note(
            w->report,
            _("It is not proven that no other choice does better; none does better by more than %s %%."),
            number(w, 100 * c->gap, 2));
}

static void say_how_good(struct site_writer *w)
{
    const struct orb_locate_certificate *c = &w->siting->certificate;
    const struct orb_siting *s = w->siting;
    size_t unreachable = count_unreachable(s);

    if (!orb_report_site_is_choice(s))
        return;
    say_proof(w);
    if (c->status == ORB_LOCATE_INFEASIBLE && s->unreachable_count == 0)
        orb_report_note(w->report, "%s",
                        _("All the candidates together do not have room for everyone."));
    if (unreachable > 0)
        orb_report_note(
            w->report,
            s->question->model == ORB_LOCATE_MEDIAN
                ? ORB_PLURAL(
                      "%zu commune has people that no site can be reached by: it is left out.",
                      "%zu communes have people that no site can be reached by: they are left out.",
                      unreachable)
                : ORB_PLURAL(
                      "%zu commune has people that no candidate can bring within the minutes: it is left out.",
                      "%zu communes have people that no candidate can bring within the minutes: they are left out.",
                      unreachable),
            unreachable);
    if (s->question->model == ORB_LOCATE_MEDIAN && s->question->demand == NULL &&
        s->demand > s->served_after)
        orb_report_note(
            w->report,
            _("People without a site count %s minutes in the sum, twice the longest way."),
            number(w, s->far_minutes, 0));
    if (s->question->model == ORB_LOCATE_MEDIAN && s->home_count > 0)
        orb_report_note(
            w->report, "%s",
            _("The value and the bound are sums over the people who go to a site, with those without one: the people served at home count 0 minutes in both, whatever is chosen."));
}

/* A count that deserves a sentence. */
static void say_count(struct site_writer *w, size_t count, const char *sentence)
{
    if (count > 0)
        orb_report_note(w->report, sentence, count);
}

static void say_services(struct site_writer *w)
{
    const struct orb_siting *s = w->siting;

    if (s->existing_inside > s->existing_places)
        orb_report_note(w->report,
                        _("%zu offers of this kind stand in the perimeter, at %zu places."),
                        s->existing_inside, s->existing_places);
    say_count(
        w, s->home_count,
        ORB_PLURAL(
            "%zu commune is served at home: its people are counted within the minutes, and travel none.",
            "%zu communes are served at home: their people are counted within the minutes, and travel none.",
            s->home_count));
    say_count(
        w, s->existing_unlocated,
        ORB_PLURAL(
            "%zu service that exists has no position, and does not come to people: it was left out.",
            "%zu services that exist have no position, and do not come to people: they were left out.",
            s->existing_unlocated));
    say_count(
        w, s->existing_to_verify,
        ORB_PLURAL(
            "%zu service that exists may not take these people: to verify; it is counted.",
            "%zu services that exist may not take these people: to verify; they are counted.",
            s->existing_to_verify));
    say_count(
        w, s->existing_remote,
        ORB_PLURAL("%zu service that exists is at a distance only: it is not counted.",
                   "%zu services that exist are at a distance only: they are not counted.",
                   s->existing_remote));
    say_count(w, s->existing_partly,
              ORB_PLURAL(
                  "%zu service that exists takes some of these ages only: it is counted.",
                  "%zu services that exist take some of these ages only: they are counted.",
                  s->existing_partly));
    say_count(
        w, s->existing_refused,
        ORB_PLURAL(
            "%zu service of this kind does not take these people: it is not counted.",
            "%zu services of this kind do not take these people: they are not counted.",
            s->existing_refused));
    say_count(
        w, s->capacity_assumed,
        ORB_PLURAL(
            "%zu service does not tell its places: the capacity asked for stands for them.",
            "%zu services do not tell their places: the capacity asked for stands for them.",
            s->capacity_assumed));
}

static void say_unknowns(struct site_writer *w)
{
    const struct orb_siting *s = w->siting;

    if (s->place_count == 0)
        orb_report_note(w->report, "%s", _("There is no commune in the perimeter."));
    else if (s->demand <= 0 && s->demand_unknown == 0 && s->question->demand == NULL)
        orb_report_note(
            w->report, "%s",
            _("Nobody is counted in these communes: any site is as good as another."));
    if (s->site_count == s->existing_count)
        orb_report_note(w->report, "%s", _("There is no candidate commune."));
    else if (s->question->model != ORB_LOCATE_ALL_COVERED &&
             s->site_count - s->existing_count < s->question->new_sites)
        orb_report_note(w->report,
                        _("%zu new sites are asked for: there are %zu candidate communes."),
                        s->question->new_sites, s->site_count - s->existing_count);
    if (s->supply.count == 0 && (s->question->need != NULL || s->question->family != NULL ||
                                 s->question->category != NULL))
        orb_report_note(
            w->report, "%s",
            _("No offer that is known is of this kind: there is none, or the data lack it."));
    say_count(
        w, s->demand_unknown,
        ORB_PLURAL("%zu commune has an unknown number of people: it is not counted.",
                   "%zu communes have an unknown number of people: they are not counted.",
                   s->demand_unknown));
    say_count(w, s->ages_unknown,
              ORB_PLURAL("%zu commune does not tell its ages: they are estimated.",
                         "%zu communes do not tell their ages: they are estimated.",
                         s->ages_unknown));
    say_count(w, s->place_unlocated,
              ORB_PLURAL("%zu commune has no position: nothing is known to reach it.",
                         "%zu communes have no position: nothing is known to reach them.",
                         s->place_unlocated));
    say_count(w, s->candidate_unlocated,
              ORB_PLURAL("%zu candidate has no position and was left out.",
                         "%zu candidates have no position and were left out.",
                         s->candidate_unlocated));
    say_count(
        w, s->off_network,
        ORB_PLURAL("%zu pair of places is off the roads: no way is counted between them.",
                   "%zu pairs of places are off the roads: no way is counted between them.",
                   s->off_network));
}

void orb_report_site_parameters(struct site_writer *w)
{
    const struct orb_siting_question *q = w->siting->question;
    struct orb_report *r = w->report;

    say_what_changes(w);
    orb_report_parameter(r, "model", _("Model"), "%s", orb_report_site_model(q->model));
    if (q->need != NULL)
        orb_report_parameter(r, "need", _("Need"), "%s", q->need);
    if (q->family != NULL)
        orb_report_parameter(r, "family", _("Family"), "%s", q->family);
    if (q->category != NULL)
        orb_report_parameter(r, "category", _("Category"), "%s", q->category);
    if (q->stratum.group != NULL)
        orb_report_parameter(r, "public", _("Public"), "%s", q->stratum.group);
    if (q->stratum.age_from >= 0)
        orb_report_parameter(r, "age", _("Ages"), "%d-%d", (int)q->stratum.age_from,
                             (int)q->stratum.age_to - 1);
    if (q->rate_count > 0)
        orb_report_parameter(r, "rates", _("Rates of use"), "%s",
                             _("of a file, to the same number of people"));
    if (q->model != ORB_LOCATE_ALL_COVERED)
        orb_report_parameter(r, "open", _("New sites"), "%zu", q->new_sites);
    orb_report_parameter(r, "minutes", _("Minutes"), "%s", minutes(w));
    if (w->siting->existing_count > 0)
        orb_report_parameter(r, "keep", _("Services that exist"), "%s",
                             q->keep ? _("kept") : _("may close"));
    orb_report_parameter(r, "candidates", _("Candidate communes"), "%zu",
                         w->siting->site_count - w->siting->existing_count);
    if (!isinf(q->capacity))
        orb_report_parameter(r, "capacity", _("Capacity of a site"), "%s",
                             whole(w, q->capacity));
    if (!isinf(q->capacity))
        orb_report_parameter(r, "sharing", _("People of a commune"), "%s",
                             q->indivisible ? _("all to one site") : _("may be shared"));
}

void orb_report_site_notes(struct site_writer *w)
{
    say_how_good(w);
    say_idle(w);
    orb_report_note(
        w->report, "%s",
        _("A site is a commune, never a building; what is there is to be looked at on the ground."));
    say_unknowns(w);
    say_services(w);
}
