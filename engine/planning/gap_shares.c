/* Who the gaps concern: people of each place, added up. */
#include <math.h>

#include "engine/planning/demand.h"
#include "engine/planning/gaps.h"

double orb_gap_population(const struct orb_catalogue *catalogue, uint32_t commune,
                          const struct orb_stratum *stratum, bool *whole)
{
    const struct orb_cat_commune *c = &catalogue->communes[commune];
    double total = 0;

    *whole = false;
    if (stratum->age_from < 0)
        return c->population < 0 ? NAN : (double)c->population;
    if (c->ages.count == 0) {
        *whole = c->population >= 0;
        return c->population < 0 ? NAN : (double)c->population;
    }
    for (uint32_t i = 0; i < c->ages.count; i++) {
        const struct orb_cat_age *a = &catalogue->ages[c->ages.first + i];
        int32_t end =
            a->to < 0 ? (a->from >= ORB_AGES_END ? a->from + 1 : ORB_AGES_END) : a->to + 1;
        int32_t from = stratum->age_from > a->from ? stratum->age_from : a->from;
        int32_t to = stratum->age_to < 0 || stratum->age_to > end ? end : stratum->age_to;

        if (to > from)
            total += (double)a->count * (to - from) / (end - a->from);
    }
    return total;
}

/* Whole persons that add up to those of the place, rounded: every sum of places is then the
 * same at all levels. */
static void make_whole(struct orb_gap_share *shares, uint32_t count)
{
    double before = 0;
    double sum = 0;

    for (uint32_t i = 0; i < count; i++) {
        sum += shares[i].population;
        shares[i].population = round(sum) - before;
        before = round(sum);
    }
}

uint32_t orb_gap_shares(const struct orb_gap_people *people, uint32_t need, uint32_t place,
                        struct orb_gap_share *out)
{
    const struct orb_gap_request *request = people->request;
    uint32_t count = people->count;
    uint32_t least = 0;
    bool whole = false;

    for (uint32_t i = 0; i < count; i++) {
        out[i] = (struct orb_gap_share){
            .population = orb_gap_population(request->catalogue, request->places[place],
                                             &request->strata[i], &whole),
            .cell = orb_gap_cell_of(people->gaps, need, place, i),
            .stratum = i
        };
        if (out[i].cell->state < out[least].cell->state)
            least = i;
    }
    if (count > 0 && (whole || isnan(out[0].population))) {
        out[0] = out[least];
        out[0].whole = true;
        return 1;
    }
    make_whole(out, count);
    return count;
}

void orb_gap_sum_add(struct orb_gap_sum *sum, const struct orb_gap_share *shares,
                     uint32_t count)
{
    bool gap = false;

    sum->places++;
    for (uint32_t i = 0; i < count; i++) {
        const struct orb_gap_cell *cell = shares[i].cell;
        double people = shares[i].population;

        if (isnan(people)) {
            sum->population_unknown++;
            gap = gap || orb_gap_is_gap(cell->state);
            continue;
        }
        sum->ages_unknown += shares[i].whole ? 1 : 0;
        gap = gap || (orb_gap_is_gap(cell->state) && people > 0);
        sum->population += people;
        sum->by_state[cell->state] += people;
        sum->in_gap += orb_gap_is_gap(cell->state) ? people : 0;
        sum->to_verify += cell->state == ORB_GAP_TO_VERIFY ? people : 0;
        sum->covered += cell->state == ORB_GAP_COVERED ? people : 0;
        sum->fragile +=
            cell->state == ORB_GAP_COVERED && cell->covered_by == 1 ? people : 0;
    }
    sum->places_in_gap += gap ? 1 : 0;
}

unsigned orb_gap_main_state(const struct orb_gap_sum *sum)
{
    unsigned best = ORB_GAP_STATES;

    for (unsigned i = 0; i < ORB_GAP_TO_VERIFY; i++)
        if (sum->by_state[i] > (best == ORB_GAP_STATES ? 0 : sum->by_state[best]))
            best = i;
    return best;
}

/* Move people who had, or have, an answer. */
static void move(double people, bool had, bool has, double out[4])
{
    out[0] += had ? people : 0;
    out[1] += has ? people : 0;
    out[2] += has && !had ? people : 0;
    out[3] += had && !has ? people : 0;
}

void orb_gap_change_add(struct orb_gap_change *change, const struct orb_gap_share *before,
                        const struct orb_gap_share *after, uint32_t count)
{
    double covered[4] = { 0 };
    double possible[4] = { 0 };

    for (uint32_t i = 0; i < count; i++) {
        unsigned a = before[i].cell->state;
        unsigned b = after[i].cell->state;

        if (isnan(before[i].population)) {
            change->unknown++;
            continue;
        }
        change->population += before[i].population;
        move(before[i].population, a == ORB_GAP_COVERED, b == ORB_GAP_COVERED, covered);
        move(before[i].population, !orb_gap_is_gap(a), !orb_gap_is_gap(b), possible);
    }
    change->covered_before += covered[0];
    change->covered_after += covered[1];
    change->covered_gained += covered[2];
    change->covered_lost += covered[3];
    change->possible_before += possible[0];
    change->possible_after += possible[1];
    change->possible_gained += possible[2];
    change->possible_lost += possible[3];
}
