/* Classes of age spread over strata year by year, then weighted by rates. */
#include "engine/planning/demand.h"

#include <math.h>
#include <string.h>

#include "engine/base/alloc.h"

#define OLDEST   ORB_AGES_END
#define FURTHEST 200

struct work {
    const struct orb_demand_request *r;
    struct orb_demand *out;
    double *shares; /* by stratum: of the people of all places with ages */
    double *rates;  /* by stratum */
    double aged;    /* people of all ages in places with ages */
};

/* ---- ages */

static int32_t end_of(int32_t to_excluded)
{
    return to_excluded < 0 ? FURTHEST : to_excluded;
}

static double common_years(int32_t from, int32_t to, int32_t other_from, int32_t other_to)
{
    int32_t low = from > other_from ? from : other_from;
    int32_t high = to < other_to ? to : other_to;

    return high > low ? (double)(high - low) : 0;
}

/* The part of a class that is in a stratum, as if every year of it had as many people. */
static double part_of(const struct orb_cat_age *class_, const struct orb_stratum *s)
{
    bool open = class_->to < 0;
    int32_t to =
        open ? (class_->from >= OLDEST ? class_->from + 1 : OLDEST) : class_->to + 1;

    if (s->age_from < 0 || (open && s->age_from <= class_->from && end_of(s->age_to) >= to))
        return 1;
    return common_years(class_->from, to, s->age_from, end_of(s->age_to)) /
           (to - class_->from);
}

/* People of a commune by class of age, spread over the strata. */
static void spread(const struct work *w, const struct orb_cat_commune *c, double *out)
{
    for (uint32_t a = 0; a < c->ages.count; a++) {
        const struct orb_cat_age *class_ = &w->r->catalogue->ages[c->ages.first + a];

        for (uint32_t g = 0; g < w->r->stratum_count; g++)
            out[g] += (double)class_->count * part_of(class_, &w->r->strata[g]);
    }
}

static double all_ages(const struct orb_catalogue *catalogue,
                       const struct orb_cat_commune *c)
{
    double sum = 0;

    for (uint32_t a = 0; a < c->ages.count; a++)
        sum += (double)catalogue->ages[c->ages.first + a].count;
    return sum;
}

uint32_t orb_demand_bounds(const struct orb_catalogue *catalogue, int32_t *out,
                           uint32_t max)
{
    bool years[FURTHEST] = { false };
    uint32_t count = 0;

    for (uint32_t i = 0; i < catalogue->commune_count; i++) {
        const struct orb_cat_span *ages = &catalogue->communes[i].ages;

        for (uint32_t a = 0; a < ages->count; a++)
            years[catalogue->ages[ages->first + a].from % FURTHEST] = true;
    }
    for (int32_t y = 0; y < FURTHEST && count < max; y++)
        if (years[y])
            out[count++] = y;
    return count;
}

/* ---- rates */

/* The mean of the years of the stratum. */
static double rate_of(const struct orb_demand_request *r, const struct orb_stratum *s)
{
    double sum = 0;
    int32_t from = s->age_from < 0 ? 0 : s->age_from;
    int32_t to = s->age_from < 0              ? OLDEST
                 : end_of(s->age_to) > OLDEST ? OLDEST
                                              : end_of(s->age_to);

    if (r->rate_count == 0)
        return 1;
    if (to <= from)
        to = from + 1;
    for (uint32_t i = 0; i < r->rate_count; i++)
        sum += r->rates[i].rate *
               common_years(from, to, r->rates[i].age_from, end_of(r->rates[i].age_to));
    return sum / (to - from);
}

/* ---- places */

static double years_of(const struct orb_stratum *s)
{
    int32_t to = s->age_to < 0 || s->age_to > OLDEST ? OLDEST : s->age_to;

    if (s->age_from < 0)
        return 1;
    return to > s->age_from ? to - s->age_from : 0.01; /* few live so long */
}

/* Without ages: the shares of all places together; without any, every year alike. */
static void share_out(const struct work *w, double people, double *out)
{
    double years = 0;

    for (uint32_t g = 0; g < w->r->stratum_count; g++)
        years += years_of(&w->r->strata[g]);
    for (uint32_t g = 0; g < w->r->stratum_count; g++)
        out[g] = w->aged > 0 ? people * w->shares[g] / w->aged
                             : people * years_of(&w->r->strata[g]) / years;
}

static double sum_of(const double *values, uint32_t count)
{
    double sum = 0;

    for (uint32_t i = 0; i < count; i++)
        sum += values[i];
    return sum;
}

static void fill_place(struct work *w, uint32_t place)
{
    const struct orb_cat_commune *c = &w->r->catalogue->communes[w->r->communes[place]];
    double *people = w->out->people + (size_t)place * w->r->stratum_count;

    if (c->ages.count > 0) {
        spread(w, c, people);
    } else if (c->population >= 0) {
        share_out(w, (double)c->population, people);
        w->out->without_ages++;
    } else {
        w->out->population[place] = NAN;
        w->out->unknown++;
        return;
    }
    w->out->population[place] = sum_of(people, w->r->stratum_count);
}

/* Persons told by commune take the ages of its people. */
static void take_given(struct work *w, uint32_t place)
{
    double *people = w->out->people + (size_t)place * w->r->stratum_count;
    double persons = isnan(w->r->given[place]) ? 0 : w->r->given[place];
    double sum = 0;
    double weighted = 0;

    for (uint32_t g = 0; g < w->r->stratum_count; g++) {
        sum += people[g];
        weighted += people[g] * w->rates[g];
    }
    if (!(sum > 0))
        share_out(w, 1, people);
    sum = sum_of(people, w->r->stratum_count);
    for (uint32_t g = 0; g < w->r->stratum_count; g++)
        people[g] = weighted > 0 ? persons * people[g] * w->rates[g] / weighted
                                 : persons * people[g] / (sum > 0 ? sum : 1);
}

/* Weighted by the rates, to the same total. */
static void standardise(struct work *w)
{
    size_t cells = (size_t)w->r->count * w->r->stratum_count;
    double before = 0;
    double after = 0;

    for (size_t i = 0; i < cells; i++) {
        before += w->out->people[i];
        w->out->people[i] *= w->rates[i % w->r->stratum_count];
        after += w->out->people[i];
    }
    for (size_t i = 0; after > 0 && i < cells; i++)
        w->out->people[i] *= before / after;
}

static void fill(struct work *w)
{
    const struct orb_demand_request *r = w->r;

    for (uint32_t i = 0; i < r->count; i++) {
        const struct orb_cat_commune *c = &r->catalogue->communes[r->communes[i]];

        spread(w, c, w->shares);
        w->aged += all_ages(r->catalogue, c);
    }
    w->out->by_age = w->aged > 0;
    for (uint32_t g = 0; g < r->stratum_count; g++)
        w->rates[g] = rate_of(r, &r->strata[g]);
    for (uint32_t i = 0; i < r->count; i++)
        fill_place(w, i);
    if (r->given == NULL && r->rate_count > 0)
        standardise(w);
    for (uint32_t i = 0; r->given != NULL && i < r->count; i++)
        take_given(w, i);
}

enum orb_status orb_demand_make(struct orb_demand *out,
                                const struct orb_demand_request *request,
                                struct orb_error *err)
{
    size_t cells = (size_t)request->count * request->stratum_count + 1;
    struct orb_demand made = { .count = request->count,
                               .stratum_count = request->stratum_count };
    struct work w = { .r = request, .out = &made };
    enum orb_status status = ORB_OK;

    made.people = orb_calloc(cells, sizeof *made.people);
    made.population = orb_calloc((size_t)request->count + 1, sizeof *made.population);
    w.shares = orb_calloc((size_t)request->stratum_count + 1, sizeof *w.shares);
    w.rates = orb_calloc((size_t)request->stratum_count + 1, sizeof *w.rates);
    if (made.people == NULL || made.population == NULL || w.shares == NULL ||
        w.rates == NULL)
        status = orb_error_memory(err);
    else
        fill(&w);
    orb_free(w.shares);
    orb_free(w.rates);
    if (status == ORB_OK)
        *out = made;
    else
        orb_demand_release(&made);
    return status;
}

void orb_demand_release(struct orb_demand *demand)
{
    orb_free(demand->people);
    orb_free(demand->population);
    memset(demand, 0, sizeof *demand);
}

double orb_demand_of(const struct orb_demand *demand, uint32_t place)
{
    return sum_of(demand->people + (size_t)place * demand->stratum_count,
                  demand->stratum_count);
}
