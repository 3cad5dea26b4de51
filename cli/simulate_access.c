/* The mean over the people of each area, so that small communes do not weigh as large ones.
 */
#include "cli/simulate_access.h"

#include <math.h>
#include <string.h>

#include "engine/planning/access.h"

#define OLDEST 150

static struct orb_stratum people_of(const struct cli_gap_question *q)
{
    struct orb_stratum people = q->request.strata[0]; /* its public, its orientation */
    int32_t from = q->request.strata[0].age_from;
    int32_t to = q->request.strata[q->people - 1].age_to;

    people.age_from = people.age_to = -1; /* of any age */
    if (from > 0 || to < OLDEST) {
        people.age_from = from;
        people.age_to = to;
    }
    return people;
}

/* Places for 1,000 persons, by area, the line of those in none last; INFINITY where nobody
 * lives. */
static void add_up(const struct orb_access *access, const struct orb_areas *areas,
                   double *out, double *people)
{
    for (uint32_t a = 0; a <= areas->count; a++) {
        out[a] = 0;
        people[a] = -1; /* nobody so far */
    }
    for (uint32_t i = 0; i < access->inside; i++) {
        const struct orb_access_place *p = &access->place[i];
        uint32_t area = areas->of[p->commune];

        area = area == ORB_CAT_NONE ? areas->count : area;
        if (people[area] < 0 && (p->people > 0 || isnan(p->population)))
            people[area] = 0;
        if (isnan(p->access) || !(p->people > 0))
            continue;
        out[area] += 1000 * p->access * p->people;
        people[area] += p->people;
    }
    for (uint32_t a = 0; a <= areas->count; a++)
        out[a] = people[a] > 0   ? out[a] / people[a]
                 : people[a] < 0 ? (double)INFINITY
                                 : (double)NAN;
}

/* What is asked on one of the catalogues. */
struct asked {
    struct orb_access_request request;
    const struct orb_areas *areas;
    const struct orb_travel_table *table; /* NULL = the estimate */
    double *people;                       /* scratch, by area */
    size_t estimated;                     /* links, in all computations */
};

/* The table knows communes by their code, and offers by theirs. */
static void name_places(struct orb_access *access, const struct orb_travel_table *table)
{
    const struct orb_catalogue *c = access->request.catalogue;

    for (uint32_t i = 0; i < access->count; i++)
        access->places[i].travel = orb_travel_table_place(
            table, orb_cat_string(c, c->communes[access->communes[i]].code));
    for (uint32_t j = 0; j < access->supply.count; j++)
        if (access->supply.sites[j].on_site)
            access->points[j].travel = orb_travel_table_place(
                table, orb_cat_string(c, c->offers[access->supply.sites[j].offer].id));
}

static enum orb_status compute(struct asked *a, double *out, struct orb_error *err)
{
    struct orb_access access = { 0 };
    enum orb_status status = orb_access_prepare(&access, &a->request, err);

    if (status == ORB_OK && a->table != NULL)
        name_places(&access, a->table);
    if (status == ORB_OK)
        status = orb_access_compute(&access, a->table, err);
    if (status == ORB_OK) {
        add_up(&access, a->areas, out, a->people);
        a->estimated += access.links.estimated;
    }
    orb_access_release(&access);
    return status;
}

enum orb_status cli_simulated_access(struct orb_simulated_access *out,
                                     const struct cli_planning *planning,
                                     struct cli_gap_question *question,
                                     const struct orb_report_simulation *in,
                                     struct orb_error *err)
{
    const struct orb_gap_request *q = &question->request;
    const struct orb_areas *areas = in->areas;
    size_t room = ((size_t)areas->count + 1) * (q->need_count + 1);
    struct asked a = { .request = { .profile = q->profile,
                                    .perimeter = &planning->perimeter.communes,
                                    .date = q->date,
                                    .people = people_of(question),
                                    .method = ORB_CATCHMENT_E2SFCA,
                                    .unit = ORB_LINK_MINUTES,
                                    .limit = NAN,
                                    .mode = q->mode },
                       .areas = areas,
                       .table = q->table };
    enum orb_status status = ORB_OK;

    out->before = orb_arena_array(&question->arena, room, sizeof *out->before);
    out->after = orb_arena_array(&question->arena, room, sizeof *out->after);
    a.people = orb_arena_array(&question->arena, room, sizeof *a.people);
    if (out->before == NULL || out->after == NULL || a.people == NULL)
        return orb_error_memory(err);
    for (uint32_t n = 0; n < q->need_count && status == ORB_OK; n++) {
        size_t row = (size_t)n * (areas->count + 1);

        a.request.need = q->needs[n];
        a.request.catalogue = q->catalogue;
        memcpy(a.request.igas, q->igas, sizeof a.request.igas);
        status = compute(&a, out->before + row, err);
        a.request.catalogue = in->after.request->catalogue;
        memcpy(a.request.igas, in->after.request->igas, sizeof a.request.igas);
        if (status == ORB_OK)
            status = compute(&a, out->after + row, err);
    }
    out->estimated = a.estimated;
    return status;
}
