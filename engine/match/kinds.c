/* Kinds of offers, made of the same parts, and what none of their offers can better, so
 * that a question of a few lines leaves most of them aside. */
#include <math.h>
#include <string.h>

#include "engine/base/alloc.h"
#include "engine/match/search.h"

bool orb_kind_facts(struct orb_matcher *m, uint32_t kind, struct orb_facts *out)
{
    const struct orb_cat_parts *parts = &m->c->kinds[kind].parts;

    out->care = orb_query_care(m, parts->care);
    out->entry = orb_query_entry_facts(m, parts->entry);
    out->ways = orb_query_ways(m, parts->ways);
    return out->care != NULL && out->entry != NULL && out->ways != NULL;
}

/* ---- upper bounds */

static double value_of(const struct orb_matcher *m, double f)
{
    return isnan(f) ? m->p->unknown : f;
}

/* The best a criterion that depends on the offer itself may be. */
static double most(const struct orb_matcher *m)
{
    return fmax(1, m->p->unknown);
}

static double highest_r(const struct orb_matcher *m, const struct orb_entry_like *entry,
                        bool linked)
{
    double r = m->p->circles[ORB_CIRCLE_C4].r;

    if (entry->institution)
        return most(m);
    if (!linked)
        return fmax(
            r,
            m->p->circles[orb_unlinked_circle(entry->institution, entry->droit_commun)].r);
    for (int c = 0; c < ORB_CIRCLE_INST; c++)
        r = fmax(r, m->p->circles[c].r);
    return r;
}

static double highest_i(const struct orb_matcher *m, const struct orb_entry_like *entry,
                        bool linked)
{
    double i = m->p->circles[ORB_CIRCLE_C2].i;

    if (entry->institution)
        return most(m);
    if (entry->droit_commun == ORB_YES)
        return m->p->droit_commun_i;
    if (entry->droit_commun == ORB_UNKNOWN)
        return m->p->unknown;
    for (int c = 0; linked && c < ORB_CIRCLE_INST; c++)
        i = fmax(i, m->p->circles[c].i);
    return i;
}

static double times(double weight, double f)
{
    return isnan(weight) ? 0 : weight * f;
}

/* What bounds read. */
struct bounded {
    const struct orb_care_facts *care;
    const struct orb_entry_like *entry;
};

static double history(const struct orb_matcher *m, const struct bounded *facts,
                      uint32_t need)
{
    double wish = m->numbers.items[facts->care->wish_first + need];
    bool wished = wish >= 0 || isnan(wish);
    bool tried = m->person->attempt_count > 0;

    return ((tried ? facts->entry->past : 0) + (wished ? value_of(m, wish) : 0)) /
           (tried + wished);
}

static double rest_of(const struct orb_matcher *m, const struct bounded *facts,
                      uint32_t need, const double highest[2])
{
    const double *w = m->needs[need].weight;
    double rest =
        times(w[ORB_CRITERION_N], m->numbers.items[facts->care->coverage_first + need]) +
        times(w[ORB_CRITERION_R], highest[0]) + times(w[ORB_CRITERION_I], highest[1]) +
        times(w[ORB_CRITERION_E], value_of(m, facts->entry->expertise)) +
        times(w[ORB_CRITERION_A], m->most[ORB_CRITERION_A]);

    return isnan(w[ORB_CRITERION_H])
               ? rest
               : rest + times(w[ORB_CRITERION_H], history(m, facts, need));
}

static bool bound(struct orb_matcher *m, const struct bounded *facts, bool linked,
                  struct orb_pair_facts *out)
{
    double highest[2] = { highest_r(m, facts->entry, linked),
                          highest_i(m, facts->entry, linked) };

    out->highest_r = highest[0];
    out->rest_first = (uint32_t)m->numbers.count;
    for (uint32_t i = 0; i < facts->care->need_count; i++) {
        uint32_t need = m->indices.items[facts->care->needs_first + i];

        if (orb_grow((void **)&m->numbers.items, &m->numbers.capacity, m->numbers.count,
                     sizeof *m->numbers.items) != ORB_OK)
            return false;
        m->numbers.items[m->numbers.count++] = rest_of(m, facts, need, highest);
    }
    return true;
}

/* Where what a care and an entry are together is remembered: with those that are like it,
 * else by itself. NULL without memory. */
static struct orb_pair_facts *slot_of(struct orb_matcher *m, const struct orb_cat_kind *k,
                                      bool linked)
{
    struct orb_pair_facts **row = &m->alike[linked][k->parts.care];
    uint32_t like = m->like_of[k->parts.entry].number;

    if (like >= ORB_LIKES)
        return &m->pairs[linked][k->pair];
    if (*row == NULL)
        *row = orb_calloc(ORB_LIKES, sizeof **row);
    return *row == NULL ? NULL : &(*row)[like];
}

void orb_query_release_alike(struct orb_matcher *m)
{
    for (int linked = 0; linked < 2; linked++)
        for (uint32_t care = 0; m->alike[linked] != NULL && care < m->c->care_count;
             care++) {
            orb_free(m->alike[linked][care]);
            m->alike[linked][care] = NULL;
        }
}

struct orb_pair_facts *orb_query_make_pair(struct orb_matcher *m, uint32_t kind,
                                           bool linked)
{
    const struct orb_cat_kind *k = &m->c->kinds[kind];
    const struct orb_like_of *like = &m->like_of[k->parts.entry];
    struct bounded facts = { .care = orb_query_care(m, k->parts.care) };
    struct orb_pair_facts *f;

    if (facts.care == NULL || !orb_query_like(m, k->parts.entry) ||
        (like->number == ORB_LIKES && !orb_query_make_like(m, k->parts.entry)))
        return NULL;
    f = slot_of(m, k, linked);
    if (f == NULL || f->made == m->question)
        return f;
    facts.entry = &m->likes[like->number];
    f->tally = facts.care->tally;
    orb_tally_add(&f->tally, &facts.entry->tally);
    f->excluded = orb_tally_class(m, &f->tally) == ORB_EXCLUDED;
    f->decided = 0;
    if (m->bounded && !f->excluded && !bound(m, &facts, linked, f))
        return NULL;
    f->made = m->question;
    return f;
}
