/* People of some places and what they have, added up. */
#include <math.h>
#include <stdlib.h>

#include "maps/report_access.h"

struct weighted {
    double cost, people;
};

static int by_cost(const void *a, const void *b)
{
    double x = ((const struct weighted *)a)->cost;
    double y = ((const struct weighted *)b)->cost;

    return x < y ? -1 : x > y;
}

/* The least cost that a share of the people does not pass. */
static double share_of(const struct weighted *list, size_t count, double people,
                       double share)
{
    double sum = 0;

    for (size_t i = 0; i < count; i++) {
        sum += list[i].people;
        if (sum >= share * people - 1e-9 * people)
            return list[i].cost;
    }
    return count == 0 ? (double)NAN : list[count - 1].cost;
}

static uint32_t density_of(const struct orb_access *a, uint32_t place)
{
    return a->request.catalogue->communes[a->place[place].commune].density;
}

static bool is_in(const struct orb_report_access_input *in, uint32_t place,
                  const struct orb_report_access_part *part)
{
    uint32_t of = in->areas->of[in->access->place[place].commune];

    if (part->density != ORB_REPORT_ACCESS_ALL &&
        part->density != density_of(in->access, place))
        return false;
    return part->area == ORB_REPORT_ACCESS_ALL || of == part->area ||
           (of == ORB_CAT_NONE && part->area == in->areas->count);
}

static void add_place(const struct orb_access_place *p, bool sums,
                      struct orb_report_access_sum *sum)
{
    sum->places++;
    sum->edge += p->edge;
    sum->unlocated += !p->located;
    sum->unknown += isnan(p->population) != 0;
    sum->reached += p->reached == ORB_REACHED;
    sum->only_unknown += p->reached == ORB_REACHED_UNKNOWN;
    sum->people += p->people;
    sum->commons += p->commons * p->people;
    if (!isnan(p->population))
        sum->population += p->population;
    if (!isnan(p->access) && !isinf(p->access)) {
        sum->access += p->access * (sums ? 1 : p->people);
        sum->weight += p->people;
    }
    if (!isnan(p->without)) {
        sum->without += p->without * p->people;
        sum->asking += p->people;
    }
}

/* To what people go to; those to whom something comes are past the farthest of them. */
static double cost_of(const struct orb_access *a, uint32_t place, uint32_t stratum)
{
    double cost = a->closest.access[(size_t)place * a->strata.count + stratum];

    return isinf(cost) && orb_access_is_served(a, place, stratum) ? ORB_REPORT_AT_HOME
                                                                  : cost;
}

struct orb_report_access_sum
orb_report_access_add_area(struct orb_report *report,
                           const struct orb_report_access_input *in, uint32_t area)
{
    const struct orb_report_access_part part = { area, ORB_REPORT_ACCESS_ALL,
                                                 ORB_REPORT_ACCESS_ALL };

    return orb_report_access_add(report, in, &part);
}

struct orb_report_access_sum
orb_report_access_add(struct orb_report *report, const struct orb_report_access_input *in,
                      const struct orb_report_access_part *part)
{
    const struct orb_access *a = in->access;
    struct orb_report_access_sum sum = { .median = NAN, .decile = NAN };
    struct weighted *list = orb_arena_array(
        &report->arena, (size_t)a->inside * a->strata.count + 1, sizeof *list);
    double people = 0;
    size_t n = 0;

    for (uint32_t i = 0; list != NULL && i < a->inside; i++) {
        if (!is_in(in, i, part))
            continue;
        add_place(&a->place[i], a->request.method == ORB_CATCHMENT_AVAILABILITY, &sum);
        for (uint32_t g = 0; g < a->strata.count && a->place[i].located; g++) {
            size_t at = (size_t)i * a->strata.count + g;

            if (!(a->demand.people[at] > 0) ||
                (part->stratum != ORB_REPORT_ACCESS_ALL && part->stratum != g))
                continue;
            people += a->demand.people[at];
            list[n++] = (struct weighted){ cost_of(a, i, g), a->demand.people[at] };
        }
    }
    if (list == NULL) {
        report->failed = true;
        return sum;
    }
    qsort(list, n, sizeof *list, by_cost);
    sum.median = share_of(list, n, people, 0.5);
    sum.decile = share_of(list, n, people, 0.9);
    return sum;
}
