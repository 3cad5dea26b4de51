/* Places and sites struck out until nothing changes, then what hangs together. */
#include "engine/planning/cover_parts.h"

#include <string.h>

#include "engine/base/alloc.h"

struct cutter {
    const struct median *m;
    struct cover_parts *out;
    bool *place, *site;    /* still there */
    uint32_t *wide, *tall; /* sites left of a place, places left of a site */
    uint64_t *reached;     /* bits by place, then site */
    size_t words;          /* of a place */
    uint32_t *queue;       /* scratch: places of a part */
    bool changed;
};

static bool covers(const struct cutter *c, uint32_t site, uint32_t place)
{
    return (c->reached[place * c->words + site / 64] >> site % 64 & 1) != 0;
}

static void strike_place(struct cutter *c, uint32_t place)
{
    const struct median *m = c->m;

    c->place[place] = false;
    c->changed = true;
    for (size_t k = m->row[place]; k < m->row[place + 1]; k++)
        c->tall[m->by_place[k].other]--;
}

static void strike_site(struct cutter *c, uint32_t site)
{
    const struct median *m = c->m;

    c->site[site] = false;
    c->changed = true;
    for (size_t k = m->column[site]; k < m->column[site + 1]; k++)
        c->wide[m->by_site[k].other]--;
}

/* Open for good: nobody of its places needs another. */
static void force(struct cutter *c, uint32_t site)
{
    const struct median *m = c->m;

    c->out->forced[site] = true;
    for (size_t k = m->column[site]; k < m->column[site + 1]; k++)
        if (c->place[m->by_site[k].other])
            strike_place(c, m->by_site[k].other);
    strike_site(c, site);
}

/* ---- places */

/* Is every site left of a one of b? */
static bool is_harder(const struct cutter *c, uint32_t a, uint32_t b)
{
    const struct median *m = c->m;

    if (c->wide[a] > c->wide[b] || (c->wide[a] == c->wide[b] && a >= b))
        return false;
    for (size_t k = m->row[a]; k < m->row[a + 1]; k++)
        if (c->site[m->by_place[k].other] && !covers(c, m->by_place[k].other, b))
            return false;
    return true;
}

/* The site of a place that fewest places have. */
static uint32_t rarest_site(const struct cutter *c, uint32_t place)
{
    const struct median *m = c->m;
    uint32_t best = MEDIAN_NONE;

    for (size_t k = m->row[place]; k < m->row[place + 1]; k++) {
        uint32_t j = m->by_place[k].other;

        if (c->site[j] && (best == MEDIAN_NONE || c->tall[j] < c->tall[best]))
            best = j;
    }
    return best;
}

static void cut_places(struct cutter *c)
{
    const struct median *m = c->m;

    for (uint32_t i = 0; i < m->places; i++) {
        uint32_t site = c->place[i] ? rarest_site(c, i) : MEDIAN_NONE;

        if (site == MEDIAN_NONE)
            continue;
        if (c->wide[i] == 1) {
            force(c, site);
            continue;
        }
        for (size_t k = m->column[site]; k < m->column[site + 1]; k++) {
            uint32_t other = m->by_site[k].other;

            if (c->place[other] && is_harder(c, i, other))
                strike_place(c, other);
        }
    }
}

/* ---- sites */

/* Is every place left of b one of a? Of two alike the first is better. */
static bool is_better(const struct cutter *c, uint32_t a, uint32_t b)
{
    const struct median *m = c->m;

    if (c->tall[a] < c->tall[b] || (c->tall[a] == c->tall[b] && a >= b))
        return false;
    for (size_t k = m->column[b]; k < m->column[b + 1]; k++)
        if (c->place[m->by_site[k].other] && !covers(c, a, m->by_site[k].other))
            return false;
    return true;
}

/* The place of a site that fewest sites have. */
static uint32_t rarest_place(const struct cutter *c, uint32_t site)
{
    const struct median *m = c->m;
    uint32_t best = MEDIAN_NONE;

    for (size_t k = m->column[site]; k < m->column[site + 1]; k++) {
        uint32_t i = m->by_site[k].other;

        if (c->place[i] && (best == MEDIAN_NONE || c->wide[i] < c->wide[best]))
            best = i;
    }
    return best;
}

static void cut_sites(struct cutter *c)
{
    const struct median *m = c->m;

    for (uint32_t j = 0; j < m->sites; j++) {
        uint32_t place = c->site[j] ? rarest_place(c, j) : MEDIAN_NONE;

        if (c->site[j] && place == MEDIAN_NONE)
            strike_site(c, j);
        if (place == MEDIAN_NONE)
            continue;
        for (size_t k = m->row[place]; k < m->row[place + 1]; k++) {
            uint32_t other = m->by_place[k].other;

            if (c->site[other] && is_better(c, other, j)) {
                strike_site(c, j);
                break;
            }
        }
    }
}

/* ---- parts */

/* Take into a part a site and its places, which are queued. */
static void take_site(struct cutter *c, uint32_t site, uint32_t part, size_t *count)
{
    const struct median *m = c->m;

    if (!c->site[site] || c->out->sites[site] != MEDIAN_NONE)
        return;
    c->out->sites[site] = part;
    for (size_t k = m->column[site]; k < m->column[site + 1]; k++) {
        uint32_t place = m->by_site[k].other;

        if (!c->place[place] || c->out->places[place] != MEDIAN_NONE)
            continue;
        c->out->places[place] = part;
        c->queue[(*count)++] = place;
    }
}

/* Take into a part a place and all that hangs on it. */
static void gather(struct cutter *c, uint32_t place, uint32_t part)
{
    const struct median *m = c->m;
    size_t count = 0;

    c->queue[count++] = place;
    c->out->places[place] = part;
    for (size_t at = 0; at < count; at++) {
        uint32_t i = c->queue[at];

        for (size_t k = m->row[i]; k < m->row[i + 1]; k++)
            take_site(c, m->by_place[k].other, part, &count);
    }
}

static void part(struct cutter *c)
{
    const struct median *m = c->m;

    for (uint32_t i = 0; i < m->places; i++)
        c->out->places[i] = MEDIAN_NONE;
    for (uint32_t j = 0; j < m->sites; j++)
        c->out->sites[j] = MEDIAN_NONE;
    for (uint32_t i = 0; i < m->places; i++)
        if (c->place[i] && c->out->places[i] == MEDIAN_NONE)
            gather(c, i, (uint32_t)c->out->count++);
}

static void begin(struct cutter *c)
{
    const struct median *m = c->m;

    for (uint32_t i = 0; i < m->places; i++) {
        c->place[i] = true;
        c->wide[i] = (uint32_t)(m->row[i + 1] - m->row[i]);
        for (size_t k = m->row[i]; k < m->row[i + 1]; k++) {
            uint32_t j = m->by_place[k].other;

            c->reached[i * c->words + j / 64] |= UINT64_C(1) << j % 64;
        }
    }
    for (uint32_t j = 0; j < m->sites; j++) {
        c->site[j] = true;
        c->tall[j] = (uint32_t)(m->column[j + 1] - m->column[j]);
    }
    for (uint32_t j = 0; j < m->sites; j++)
        if (m->kept[j])
            force(c, j);
}

enum orb_status orb_cover_parts_make(struct cover_parts *out, const struct median *m)
{
    struct cutter c = { .m = m, .out = out, .words = m->sites / 64 + 1, .changed = true };
    enum orb_status status = ORB_ERR_MEMORY;

    memset(out, 0, sizeof *out);
    out->forced = orb_calloc(m->sites + 1, sizeof *out->forced);
    out->places = orb_calloc(m->places + 1, sizeof *out->places);
    out->sites = orb_calloc(m->sites + 1, sizeof *out->sites);
    c.place = orb_calloc(m->places + 1, sizeof *c.place);
    c.site = orb_calloc(m->sites + 1, sizeof *c.site);
    c.wide = orb_calloc(m->places + 1, sizeof *c.wide);
    c.tall = orb_calloc(m->sites + 1, sizeof *c.tall);
    c.queue = orb_calloc(m->places + 1, sizeof *c.queue);
    c.reached = orb_calloc(m->places + 1, c.words * sizeof *c.reached);
    if (out->forced != NULL && out->places != NULL && out->sites != NULL &&
        c.place != NULL && c.site != NULL && c.wide != NULL && c.tall != NULL &&
        c.queue != NULL && c.reached != NULL) {
        begin(&c);
        while (c.changed) {
            c.changed = false;
            cut_places(&c);
            cut_sites(&c);
        }
        part(&c);
        status = ORB_OK;
    }
    orb_free(c.place);
    orb_free(c.site);
    orb_free(c.wide);
    orb_free(c.tall);
    orb_free(c.queue);
    orb_free(c.reached);
    return status;
}

void orb_cover_parts_release(struct cover_parts *parts)
{
    orb_free(parts->forced);
    orb_free(parts->places);
    orb_free(parts->sites);
    memset(parts, 0, sizeof *parts);
}

/* ---- one part as a covering */

static size_t count_number(const uint32_t *parts, size_t count, uint32_t number)
{
    size_t sum = 0;

    for (size_t i = 0; i < count; i++)
        sum += parts[i] == number;
    return sum;
}

static size_t count_links(const struct cover_parts *parts, const struct median *m,
                          uint32_t number)
{
    size_t sum = 0;

    for (size_t i = 0; i < m->places; i++)
        for (size_t k = m->row[i]; parts->places[i] == number && k < m->row[i + 1]; k++)
            sum += parts->sites[m->by_place[k].other] == number;
    return sum;
}

/* The links of the part by place; local: the number of each site in it. */
static void fill_places(struct cover_part *out, const struct cover_parts *parts,
                        const struct median *m, uint32_t number, const uint32_t *local)
{
    size_t at = 0;
    size_t place = 0;

    for (size_t i = 0; i < m->places; i++) {
        if (parts->places[i] != number)
            continue;
        for (size_t k = m->row[i]; k < m->row[i + 1]; k++)
            if (parts->sites[m->by_place[k].other] == number)
                out->by_place[at++] =
                    (struct median_link){ 0, local[m->by_place[k].other] };
        out->weight[place] = 1;
        out->row[++place] = at;
    }
}

/* The same links by site; places come in their order. */
static void fill_sites(struct cover_part *out, size_t sites, size_t places)
{
    for (size_t k = 0; k < out->row[places]; k++)
        out->column[out->by_place[k].other + 1]++;
    for (size_t j = 0; j < sites; j++)
        out->column[j + 1] += out->column[j];
    for (size_t i = 0; i < places; i++)
        for (size_t k = out->row[i]; k < out->row[i + 1]; k++)
            out->by_site[out->column[out->by_place[k].other]++] =
                (struct median_link){ 0, (uint32_t)i };
    for (size_t j = sites; j > 0; j--)
        out->column[j] = out->column[j - 1];
    out->column[0] = 0;
}

enum orb_status orb_cover_part_make(struct cover_part *out, const struct cover_parts *parts,
                                    const struct median *m, uint32_t number)
{
    size_t places = count_number(parts->places, m->places, number);
    size_t sites = count_number(parts->sites, m->sites, number);
    size_t links = count_links(parts, m, number) + 1;
    uint32_t *local = orb_calloc(m->sites + 1, sizeof *local);
    uint32_t count = 0;
    enum orb_status status = ORB_ERR_MEMORY;

    memset(out, 0, sizeof *out);
    out->kept = orb_calloc(sites + 1, sizeof *out->kept);
    out->weight = orb_calloc(places + 1, sizeof *out->weight);
    out->row = orb_calloc(places + 1, sizeof *out->row);
    out->column = orb_calloc(sites + 1, sizeof *out->column);
    out->by_place = orb_calloc(links, sizeof *out->by_place);
    out->by_site = orb_calloc(links, sizeof *out->by_site);
    out->site = orb_calloc(sites + 1, sizeof *out->site);
    if (local == NULL || out->kept == NULL || out->weight == NULL || out->row == NULL ||
        out->column == NULL || out->by_place == NULL || out->by_site == NULL ||
        out->site == NULL)
        goto done;
    for (uint32_t j = 0; j < m->sites; j++)
        if (parts->sites[j] == number) {
            out->site[count] = j;
            local[j] = count++;
        }
    fill_places(out, parts, m, number, local);
    fill_sites(out, sites, places);
    out->m = (struct median){ .places = places,
                              .sites = sites,
                              .weight = out->weight,
                              .all = (double)places,
                              .row = out->row,
                              .by_place = out->by_place,
                              .column = out->column,
                              .by_site = out->by_site,
                              .kept = out->kept,
                              .far = 1,
                              .whole = true,
                              .binary = true,
                              .enough = 0.5 };
    status = ORB_OK;
done:
    orb_free(local);
    return status;
}

void orb_cover_part_release(struct cover_part *part)
{
    orb_free(part->kept);
    orb_free(part->weight);
    orb_free(part->row);
    orb_free(part->column);
    orb_free(part->by_place);
    orb_free(part->by_site);
    orb_free(part->site);
    memset(part, 0, sizeof *part);
}
