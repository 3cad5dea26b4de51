/* Two passes over the links: what each site has for one person, then what each place gets.
 * Sums are made in the order of places and sites. */
#include "engine/planning/catchment.h"

#include <math.h>
#include <string.h>

#include "engine/base/alloc.h"

const char *const orb_catchment_names[ORB_CATCHMENT_METHODS] = {
    "2sfca",   "e2sfca",     "3sfca",        "balanced",
    "gravity", "cumulative", "availability", "closest"
};

struct work {
    const struct orb_catchment_request *r;
    struct orb_catchment *out;
    double *weight; /* by link: within the limit, else 0 */
    double *known;  /* by link, for 3SFCA: whatever the limit */
    double *row;    /* place * strata: sum of the weights of the sites that take them */
    double *column; /* by site: sum over the places, for BFCA */
    double *total;  /* by site: demand in reach, weighted */
};

bool orb_catchment_conserves(enum orb_catchment_method method)
{
    return method == ORB_CATCHMENT_2SFCA || method == ORB_CATCHMENT_E2SFCA ||
           method == ORB_CATCHMENT_3SFCA || method == ORB_CATCHMENT_AVAILABILITY;
}

static bool is_binary(enum orb_catchment_method method)
{
    return method == ORB_CATCHMENT_2SFCA || method == ORB_CATCHMENT_CUMULATIVE ||
           method == ORB_CATCHMENT_CLOSEST;
}

static bool has_ratio(enum orb_catchment_method method)
{
    return method <= ORB_CATCHMENT_BALANCED || method == ORB_CATCHMENT_AVAILABILITY;
}

static bool takes(const struct work *w, uint32_t site, uint32_t stratum)
{
    return w->r->eligible == NULL ||
           w->r->eligible[(size_t)site * w->r->strata + stratum] != 0;
}

static double demand(const struct work *w, uint32_t place, uint32_t stratum)
{
    return w->r->demand[(size_t)place * w->r->strata + stratum];
}

/* A site that comes to the place weighs 1 whatever the distance. */
static double weigh(const struct orb_catchment_request *r, size_t link)
{
    if ((r->links->flags[link] & ORB_LINK_SERVED) != 0 || is_binary(r->method))
        return 1;
    return orb_decay_at(&r->decay, r->links->cost[link]);
}

static void weigh_links(struct work *w)
{
    const struct orb_catchment_request *r = w->r;

    for (size_t l = 0; l < r->links->count; l++) {
        double f = weigh(r, l);

        w->known[l] = f;
        w->weight[l] = orb_decay_within(r->links->cost[l], r->limit) ? f : 0;
    }
}

/* Go through the links, place by place. */
static void each_link(struct work *w, void (*visit)(struct work *, uint32_t, size_t))
{
    const struct orb_links *links = w->r->links;

    for (uint32_t i = 0; i < links->place_count; i++)
        for (size_t l = links->first[i]; l < links->first[i + 1]; l++)
            visit(w, i, l);
}

/* Sums over the rows and the columns, for the methods that divide by them. */
static void add_up(struct work *w, uint32_t place, size_t link)
{
    const double *of = w->r->method == ORB_CATCHMENT_3SFCA ? w->known : w->weight;
    uint32_t site = w->r->links->site[link];

    w->column[site] += w->weight[link];
    for (uint32_t g = 0; g < w->r->strata; g++)
        if (takes(w, site, g))
            w->row[(size_t)place * w->r->strata + g] += of[link];
}

/* The weight with which a stratum of a place asks a site. */
static double asking(const struct work *w, uint32_t place, size_t link, uint32_t stratum)
{
    double row = w->row[(size_t)place * w->r->strata + stratum];

    switch (w->r->method) {
    case ORB_CATCHMENT_3SFCA:
        return row > 0 ? w->weight[link] * w->known[link] / row : 0;
    case ORB_CATCHMENT_BALANCED:
        return row > 0 ? w->weight[link] / row : 0;
    default:
        return w->weight[link];
    }
}

/* The weight with which it gets what the site has. */
static double getting(const struct work *w, uint32_t place, size_t link, uint32_t stratum)
{
    uint32_t site = w->r->links->site[link];

    if (w->r->method != ORB_CATCHMENT_BALANCED)
        return asking(w, place, link, stratum);
    return w->column[site] > 0 ? w->weight[link] / w->column[site] : 0;
}

static void ask_site(struct work *w, uint32_t place, size_t link)
{
    uint32_t site = w->r->links->site[link];

    for (uint32_t g = 0; g < w->r->strata; g++)
        if (takes(w, site, g))
            w->total[site] += demand(w, place, g) * asking(w, place, link, g);
}

static void find_ratios(struct work *w)
{
    for (uint32_t j = 0; j < w->r->links->site_count; j++) {
        double s = w->r->supply[j];

        w->out->ratio[j] = isnan(s) || !has_ratio(w->r->method) ? (double)NAN
                           : w->total[j] > 0                    ? s / w->total[j]
                                                                : 0;
        w->out->unused[j] = s > 0 && !(w->total[j] > 0);
        if (s > 0 && w->total[j] > 0)
            w->out->shared += s;
    }
}

/* What a site brings to one person of a stratum; NaN = unknown. */
static double brings(const struct work *w, uint32_t place, size_t link, uint32_t stratum)
{
    uint32_t j = w->r->links->site[link];

    switch (w->r->method) {
    case ORB_CATCHMENT_GRAVITY:
    case ORB_CATCHMENT_CUMULATIVE:
        return w->weight[link] * w->r->supply[j];
    case ORB_CATCHMENT_AVAILABILITY:
        return demand(w, place, stratum) * w->weight[link] * w->out->ratio[j];
    default:
        return getting(w, place, link, stratum) * w->out->ratio[j];
    }
}

static void give_place(struct work *w, uint32_t place, uint32_t stratum)
{
    const struct orb_links *links = w->r->links;
    size_t at = (size_t)place * w->r->strata + stratum;
    bool closest = w->r->method == ORB_CATCHMENT_CLOSEST;
    double access = closest ? (double)INFINITY : 0;
    uint8_t reached = ORB_REACHED_NOT;

    for (size_t l = links->first[place]; l < links->first[place + 1]; l++) {
        double s = w->r->supply[links->site[l]];

        if (!(w->weight[l] > 0) || !takes(w, links->site[l], stratum) || s <= 0)
            continue;
        if (isnan(s)) {
            reached = reached == ORB_REACHED_NOT ? ORB_REACHED_UNKNOWN : reached;
            continue;
        }
        reached = ORB_REACHED;
        if (closest)
            access = fmin(access, links->cost[l]);
        else
            access += brings(w, place, l, stratum);
    }
    w->out->access[at] = access;
    w->out->reached[at] = reached;
    if (!closest)
        w->out->given += w->r->method == ORB_CATCHMENT_AVAILABILITY
                             ? access
                             : access * demand(w, place, stratum);
}

static enum orb_status allocate(struct work *w, struct orb_error *err)
{
    const struct orb_links *links = w->r->links;
    size_t cells = (size_t)links->place_count * w->r->strata + 1;
    size_t sites = (size_t)links->site_count + 1;

    w->out->access = orb_calloc(cells, sizeof *w->out->access);
    w->out->reached = orb_calloc(cells, sizeof *w->out->reached);
    w->out->ratio = orb_calloc(sites, sizeof *w->out->ratio);
    w->out->unused = orb_calloc(sites, sizeof *w->out->unused);
    w->weight = orb_calloc(links->count + 1, sizeof *w->weight);
    w->known = orb_calloc(links->count + 1, sizeof *w->known);
    w->row = orb_calloc(cells, sizeof *w->row);
    w->column = orb_calloc(sites, sizeof *w->column);
    w->total = orb_calloc(sites, sizeof *w->total);
    return w->out->access == NULL || w->out->reached == NULL || w->out->ratio == NULL ||
                   w->out->unused == NULL || w->weight == NULL || w->known == NULL ||
                   w->row == NULL || w->column == NULL || w->total == NULL
               ? orb_error_memory(err)
               : ORB_OK;
}

enum orb_status orb_catchment_make(struct orb_catchment *out,
                                   const struct orb_catchment_request *request,
                                   struct orb_error *err)
{
    struct orb_catchment made = { 0 };
    struct work w = { .r = request, .out = &made };
    enum orb_status status = allocate(&w, err);

    if (status == ORB_OK) {
        weigh_links(&w);
        each_link(&w, add_up);
        each_link(&w, ask_site);
        find_ratios(&w);
        for (uint32_t i = 0; i < request->links->place_count; i++)
            for (uint32_t g = 0; g < request->strata; g++)
                give_place(&w, i, g);
    }
    orb_free(w.weight);
    orb_free(w.known);
    orb_free(w.row);
    orb_free(w.column);
    orb_free(w.total);
    if (status == ORB_OK)
        *out = made;
    else
        orb_catchment_release(&made);
    return status;
}

void orb_catchment_release(struct orb_catchment *catchment)
{
    orb_free(catchment->access);
    orb_free(catchment->reached);
    orb_free(catchment->ratio);
    orb_free(catchment->unused);
    memset(catchment, 0, sizeof *catchment);
}
