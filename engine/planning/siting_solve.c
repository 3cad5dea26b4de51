/* The minutes of all pairs, the choice, and what it changes for each commune. */
#include <math.h>
#include <string.h>

#include "engine/planning/siting.h"
#include "engine/travel/table.h"

/*
 * The links as a question for orb_locate_solve. Without capacities the services that exist
 * are one kept site, as near to each place as the nearest of them: the same question, and a
 * search that does not grow with them.
 */
struct siting_rows {
    size_t *rows;
    uint32_t *sites;
    double *minutes;
    double *demand;
    bool *kept;
    double *capacity; /* NULL: any */
    size_t kept_count;
    bool merged;
    bool today; /* without candidates: what there is before */
    size_t site_count;
};

/* Minutes are compared on whole millionths (METHODS, conventions). */
static double on_keys(double minutes)
{
    return (double)llround(minutes * 1e6) / 1e6;
}

static bool is_bounded(const struct orb_siting *s)
{
    for (size_t j = 0; j < s->site_count; j++)
        if (!isinf(s->sites[j].capacity))
            return true;
    return false;
}

static enum orb_status make_room(struct orb_siting *s, struct siting_rows *r, size_t links,
                                 struct orb_error *err)
{
    bool keep = (s->question->keep || r->today) && s->existing_count > 0;
    bool bounded = is_bounded(s);

    r->merged = keep && !bounded;
    r->kept_count = !keep ? 0 : bounded ? s->existing_count : 1;
    r->site_count = r->kept_count;
    if (!r->today)
        r->site_count += s->site_count - s->existing_count;
    links += s->place_count;
    r->rows = orb_arena_array(&s->arena, s->place_count + 1, sizeof *r->rows);
    r->sites = orb_arena_array(&s->arena, links + 1, sizeof *r->sites);
    r->minutes = orb_arena_array(&s->arena, links + 1, sizeof *r->minutes);
    r->demand = orb_arena_array(&s->arena, s->place_count + 1, sizeof *r->demand);
    r->kept = orb_arena_array(&s->arena, r->site_count + 1, sizeof *r->kept);
    if (bounded)
        r->capacity = orb_arena_array(&s->arena, r->site_count + 1, sizeof *r->capacity);
    if (r->rows == NULL || r->sites == NULL || r->minutes == NULL || r->demand == NULL ||
        r->kept == NULL || (bounded && r->capacity == NULL))
        return orb_error_memory(err);
    return ORB_OK;
}

/* The site of the siting behind a site of the question, for a place. */
static uint32_t site_behind(const struct orb_siting *s, const struct siting_rows *r,
                            size_t place, uint32_t site)
{
    if (site == ORB_LOCATE_NONE)
        return ORB_LOCATE_NONE;
    if (r->merged && site == 0)
        return s->places[place].before_site;
    if (site < r->kept_count)
        return site;
    return (uint32_t)(site - r->kept_count + s->existing_count);
}

/* The site of the question for a link; ORB_LOCATE_NONE when the link has no part in it. */
static uint32_t site_of_link(const struct orb_siting *s, const struct siting_rows *r,
                             uint32_t site)
{
    if (site >= s->existing_count)
        return r->today ? ORB_LOCATE_NONE
                        : (uint32_t)(site - s->existing_count + r->kept_count);
    return r->kept_count > 0 && !r->merged ? site : ORB_LOCATE_NONE;
}

static enum orb_status write_rows(struct orb_siting *s, const struct orb_links *links,
                                  struct siting_rows *r, struct orb_error *err)
{
    enum orb_status status = make_room(s, r, links->count, err);
    size_t count = 0;

    if (status != ORB_OK)
        return status;
    for (size_t i = 0; i < s->place_count; i++) {
        if (r->merged && s->places[i].before >= 0)
            r->minutes[count++] = s->places[i].before; /* to site 0 */
        for (size_t k = links->first[i]; k < links->first[i + 1]; k++) {
            uint32_t site = site_of_link(s, r, links->site[k]);

            if (site == ORB_LOCATE_NONE)
                continue;
            r->sites[count] = site;
            r->minutes[count++] = on_keys(links->cost[k]);
        }
        r->rows[i + 1] = count;
        r->demand[i] = s->places[i].demand;
    }
    for (size_t j = 0; j < r->site_count; j++) {
        r->kept[j] = j < r->kept_count;
        if (r->capacity != NULL)
            r->capacity[j] = s->sites[site_behind(s, r, 0, (uint32_t)j)].capacity;
    }
    return ORB_OK;
}

static struct orb_locate question_of(const struct orb_siting *s,
                                     const struct siting_rows *r)
{
    const struct orb_siting_question *q = s->question;

    return (struct orb_locate){ .model = q->model,
                                .place_count = s->place_count,
                                .site_count = r->site_count,
                                .demand = r->demand,
                                .rows = r->rows,
                                .sites = r->sites,
                                .minutes = r->minutes,
                                .kept = r->kept,
                                .capacity = r->capacity,
                                .indivisible = q->indivisible,
                                .p = r->kept_count + (r->today ? 0 : q->new_sites),
                                .limit = on_keys(q->minutes),
                                .solver = q->solver };
}

static enum orb_status find_links(struct orb_siting *s,
                                  const struct orb_travel_table *table,
                                  struct orb_links *links, struct orb_error *err)
{
    const struct orb_siting_question *q = s->question;
    const struct orb_link_request request = { .places = s->place_points,
                                              .sites = s->site_points,
                                              .place_count = (uint32_t)s->place_count,
                                              .site_count = (uint32_t)s->site_count,
                                              .unit = ORB_LINK_MINUTES,
                                              .limit = INFINITY,
                                              .profile = q->profile,
                                              .mode = q->mode,
                                              .table = table,
                                              .served = s->supply.served,
                                              .served_count = s->supply.served_count };
    enum orb_status status = orb_links_make(links, &request, err);

    if (status != ORB_OK)
        return status;
    s->estimated = links->estimated;
    s->off_network = links->off_network;
    for (size_t k = 0; k < links->count; k++)
        s->told += (links->flags[k] & (ORB_LINK_ESTIMATE | ORB_LINK_SERVED)) == 0;
    return ORB_OK;
}

/* Minutes to the nearest service that exists. */
static void tell_before(struct orb_siting *s, const struct orb_links *links)
{
    for (size_t i = 0; i < s->place_count; i++) {
        struct orb_siting_place *place = &s->places[i];

        place->before = -1;
        place->before_site = ORB_LOCATE_NONE;
        for (size_t k = links->first[i]; k < links->first[i + 1]; k++) {
            double minutes = on_keys(links->cost[k]);

            if (links->site[k] >= s->existing_count ||
                (place->before >= 0 && minutes >= place->before))
                continue;
            place->before = minutes;
            place->before_site = links->site[k];
        }
    }
}

/* LSCP counts the sites to open: those that are kept are no part of the answer. */
static void take_certificate(struct orb_siting *s, const struct siting_rows *r,
                             const struct orb_locate_answer *a)
{
    struct orb_locate_certificate *c = &s->certificate;

    *c = a->certificate;
    s->far_minutes = a->far_minutes;
    s->unreachable_count = a->unreachable_count;
    s->unreachable_demand = a->unreachable_demand;
    if (s->question->model != ORB_LOCATE_ALL_COVERED)
        return;
    c->value -= (double)r->kept_count;
    c->bound -= (double)r->kept_count;
    c->gap = c->value > 0 ? (c->value - c->bound) / c->value : 0;
}

static void tell_after(struct orb_siting *s, const struct siting_rows *r,
                       const struct orb_locate_answer *a)
{
    for (size_t j = 0; j < s->existing_count; j++)
        s->open[j] = r->kept_count > 0;
    for (uint32_t j = 0; j < r->site_count; j++) {
        uint32_t site = site_behind(s, r, 0, j);

        if (r->merged && j == 0)
            continue;
        s->open[site] = a->open[j];
        s->load[site] = a->load[j];
        s->opened += j >= r->kept_count && a->open[j];
    }
    for (size_t i = 0; i < s->place_count; i++) {
        s->places[i].taken_after = a->taken[i];
        s->places[i].after = a->minutes[i];
        s->places[i].after_site = site_behind(s, r, i, a->site[i]);
        s->places[i].unreachable = a->unreachable[i];
    }
}

/* With capacities, what the services that exist take is shared too. */
static enum orb_status share_before(struct orb_siting *s, const struct orb_links *links,
                                    struct orb_error *err)
{
    struct siting_rows rows = { .today = true };
    struct orb_locate in;
    struct orb_locate_answer answer;
    enum orb_status status = ORB_OK;

    if (s->existing_count == 0 || !is_bounded(s))
        return ORB_OK;
    status = write_rows(s, links, &rows, err);
    if (status != ORB_OK)
        return status;
    in = question_of(s, &rows);
    if (in.model == ORB_LOCATE_ALL_COVERED)
        in.model = ORB_LOCATE_MOST_COVERED;
    status = orb_locate_solve(&in, &s->arena, &answer, err);
    for (size_t i = 0; status == ORB_OK && i < s->place_count; i++) {
        s->places[i].taken_before = answer.taken[i];
        s->places[i].before = answer.minutes[i];
        s->places[i].before_site = answer.site[i];
    }
    return status;
}

/* Within the minutes, and taken for the most part when somebody is there. */
static bool is_near(double minutes, double limit, double taken, double demand)
{
    return minutes >= 0 && minutes <= limit && taken >= demand / 2;
}

/* Nobody knows the ways that the table has off the roads: without a site, unknown is not
 * out of reach. */
static void tell_off_network(struct orb_siting *s, const struct orb_travel_table *table)
{
    for (size_t i = 0; table != NULL && i < s->place_count; i++) {
        struct orb_siting_place *p = &s->places[i];

        for (size_t j = 0; p->after < 0 && !p->off_network && j < s->site_count; j++)
            p->off_network = orb_travel_table_between(
                                 table, s->place_points[i].travel, s->site_points[j].travel,
                                 s->question->mode, NULL) == ORB_TRAVEL_OFF_NETWORK;
    }
}

/* Who is served at home goes nowhere: covered, but no minutes of a way. */
static void tell_home(struct orb_siting *s)
{
    for (size_t k = 0; k < s->supply.served_count; k++) {
        const struct orb_link_served *served = &s->supply.served[k];
        struct orb_siting_place *p = &s->places[served->place];

        p->home_before = p->home_before || p->before_site == served->site;
        p->home_after = p->home_after || p->after_site == served->site;
    }
    for (size_t i = 0; i < s->place_count; i++)
        s->home_count += s->places[i].home_before || s->places[i].home_after;
}

static void add_up(struct orb_siting *s)
{
    double limit = on_keys(s->question->minutes);
    double before = 0;
    double after = 0;
    double going_before = 0;
    double going_after = 0;
    bool bounded = is_bounded(s);

    s->shared = bounded;
    for (size_t i = 0; i < s->place_count; i++) {
        struct orb_siting_place *p = &s->places[i];

        if (!bounded) {
            p->taken_before = p->before >= 0 ? p->demand : 0;
            p->taken_after = p->after >= 0 ? p->demand : 0;
        }
        p->near_before = is_near(p->before, limit, p->taken_before, p->demand);
        p->near_after = is_near(p->after, limit, p->taken_after, p->demand);
        s->demand += p->demand;
        s->near_before += p->before <= limit ? p->taken_before : 0;
        s->near_after += p->after <= limit ? p->taken_after : 0;
        s->served_before += p->taken_before;
        s->served_after += p->taken_after;
        if (p->taken_before > 0 && !p->home_before) {
            going_before += p->taken_before;
            before += p->taken_before * p->before;
        }
        if (p->taken_after > 0 && !p->home_after) {
            going_after += p->taken_after;
            after += p->taken_after * p->after;
        }
    }
    s->minutes_before = going_before > 0 ? before / going_before : (double)NAN;
    s->minutes_after = going_after > 0 ? after / going_after : (double)NAN;
}

enum orb_status orb_siting_solve(struct orb_siting *siting,
                                 const struct orb_travel_table *table,
                                 struct orb_error *err)
{
    struct siting_rows rows = { 0 };
    struct orb_links links = { 0 };
    struct orb_locate in;
    struct orb_locate_answer answer;
    enum orb_status status = find_links(siting, table, &links, err);

    siting->open =
        orb_arena_array(&siting->arena, siting->site_count + 1, sizeof *siting->open);
    siting->load =
        orb_arena_array(&siting->arena, siting->site_count + 1, sizeof *siting->load);
    if (status == ORB_OK && (siting->open == NULL || siting->load == NULL))
        status = orb_error_memory(err);
    if (status == ORB_OK) {
        tell_before(siting, &links);
        status = write_rows(siting, &links, &rows, err);
    }
    if (status == ORB_OK)
        status = share_before(siting, &links, err);
    orb_links_release(&links);
    if (status != ORB_OK)
        return status;
    in = question_of(siting, &rows);
    status = orb_locate_solve(&in, &siting->arena, &answer, err);
    if (status != ORB_OK)
        return status;
    take_certificate(siting, &rows, &answer);
    tell_after(siting, &rows, &answer);
    tell_home(siting);
    tell_off_network(siting, table);
    add_up(siting);
    return ORB_OK;
}
