/* The kinds that neither the grid nor the zones lead to, care by care and by what they have
 * apart: the best that any of them may be leaves most aside, a care or a pair at once. */
#include <math.h>

#include "engine/base/alloc.h"
#include "engine/match/search.h"
#include "engine/model/terms.h"

/* What a kind has apart, whatever the person refuses or requires. */
enum apart_bit {
    APART_RESIDENTIAL = 1U << 0, /* whose limit is far */
    APART_HOME = 1U << 1,        /* without a zone, here and below */
    APART_REMOTE = 1U << 2,
    APART_NONE = 1U << 3 /* perhaps no modality is usable */
};

static uint8_t bits_of(const struct orb_matcher *m, uint32_t ways, bool zoned)
{
    const struct orb_cat_codes *list = &m->c->terms[m->c->ways_terms[ways]].modalities;
    bool usable = false;
    uint32_t out = 0;

    for (uint32_t i = 0; i < list->count; i++) {
        const struct orb_cat_modality *x = &m->c->modalities[list->first + i];
        uint32_t bits = m->base_flags[x->code];

        usable = usable || x->certainty != ORB_CERTAINTY_IGAS;
        if ((bits & ORB_CODE_RESIDENTIAL) != 0)
            out |= APART_RESIDENTIAL;
        if (!zoned && (bits & ORB_CODE_HOME) != 0)
            out |= APART_HOME;
        else if (!zoned && (bits & ORB_CODE_REMOTE) != 0)
            out |= APART_REMOTE;
    }
    return (uint8_t)(usable ? out : out | APART_NONE);
}

/* Where the next kind and the next run of each list go. */
struct laying {
    const uint8_t *bits; /* by ways, without a zone then with one */
    uint32_t kinds[ORB_APARTS], runs[ORB_APARTS], pairs[ORB_APARTS];
};

/* Only counted when there is no list yet. */
static void lay_kind(struct orb_matcher *m, struct laying *at, uint32_t list, uint32_t kind)
{
    const struct orb_cat_kind *k = &m->c->kinds[kind];

    if (at->pairs[list] != k->pair) {
        if (m->apart.runs != NULL)
            m->apart.runs[at->runs[list]] =
                (struct orb_apart_run){ k->parts.entry, at->kinds[list] };
        at->runs[list]++;
    }
    at->pairs[list] = k->pair;
    if (m->apart.kinds != NULL)
        m->apart.kinds[at->kinds[list]] = kind;
    at->kinds[list]++;
}

static void lay(struct orb_matcher *m, struct laying *at)
{
    const struct orb_catalogue *c = m->c;
    size_t cares = (size_t)c->care_count + 1;

    for (uint32_t list = 0; list < ORB_APARTS; list++)
        at->pairs[list] = ORB_CAT_NONE;
    for (uint32_t care = 0; care <= c->care_count; care++) {
        for (uint32_t list = 0; list < ORB_APARTS; list++)
            m->apart.first[list * cares + care] = at->runs[list];
        for (uint32_t i = c->care_kinds[care];
             care < c->care_count && i < c->care_kinds[care + 1]; i++) {
            uint32_t bits = at->bits[2 * c->kinds[i].parts.ways + (c->kinds[i].zoned != 0)];

            m->apart.home[care] = m->apart.home[care] || (bits & APART_HOME) != 0;
            lay_kind(m, at, 0, i);
            if (bits != 0)
                lay_kind(m, at, bits, i);
        }
    }
}

/* Where each list begins, from how many it holds; one more of each at the end. */
static void begin_lists(struct laying *at, uint32_t *kinds, uint32_t *runs)
{
    for (uint32_t list = 0; list < ORB_APARTS; list++) {
        uint32_t held[2] = { at->kinds[list], at->runs[list] };

        at->kinds[list] = *kinds;
        at->runs[list] = *runs;
        *kinds += held[0];
        *runs += held[1];
    }
}

bool orb_apart_prepare(struct orb_matcher *m)
{
    struct orb_apart_kinds *a = &m->apart;
    uint8_t *bits = orb_calloc(2 * (size_t)m->c->ways_count + 1, sizeof *bits);
    struct laying at = { .bits = bits };
    uint32_t kinds = 0;
    uint32_t runs = 0;

    a->first = orb_calloc(ORB_APARTS * ((size_t)m->c->care_count + 1), sizeof *a->first);
    for (uint32_t i = 0; bits != NULL && i < 2 * m->c->ways_count; i++)
        bits[i] = bits_of(m, i / 2, i % 2 != 0);
    a->home = orb_calloc((size_t)m->c->care_count + 1, sizeof *a->home);
    if (bits != NULL && a->first != NULL && a->home != NULL) {
        lay(m, &at);
        begin_lists(&at, &kinds, &runs);
        a->kinds = orb_calloc((size_t)kinds + 1, sizeof *a->kinds);
        a->runs = orb_calloc((size_t)runs + 1, sizeof *a->runs);
    }
    if (a->kinds != NULL && a->runs != NULL) {
        lay(m, &at);
        a->runs[runs].first = kinds;
    }
    orb_free(bits);
    return a->kinds != NULL && a->runs != NULL;
}

bool orb_apart_has_home(const struct orb_matcher *m, uint32_t care)
{
    return m->apart.home[care];
}

void orb_apart_release(struct orb_apart_kinds *apart)
{
    orb_free(apart->kinds);
    orb_free(apart->runs);
    orb_free(apart->first);
    orb_free(apart->home);
    *apart = (struct orb_apart_kinds){ 0 };
}

/* The best that offers with these bits may be: those within the limits of the day were met
 * by the grid. */
static void find_best(const struct orb_matcher *m, uint32_t bits, struct orb_from_afar *out)
{
    double most = fmax(1, m->p->unknown);

    *out = (struct orb_from_afar){ .outcome = ORB_RULE_NO, .minutes = INFINITY };
    if ((bits & APART_RESIDENTIAL) != 0)
        orb_view_beyond(m, NULL, fmax(0, m->near_chord_m[0]), m->near_chord_m[1], out);
    if ((bits & (APART_HOME | APART_NONE)) != 0)
        orb_from_afar_add(out, ORB_RULE_UNKNOWN, m->p->unknown);
    if ((bits & APART_REMOTE) != 0)
        orb_from_afar_add(out, ORB_RULE_YES, most);
}

/* Kinds of a care and an entry, worth it so far. */
static bool walk_run(struct orb_walker *w, const struct orb_apart_run *run)
{
    for (uint32_t i = run[0].first; i < run[1].first; i++) {
        uint32_t kind = w->m->apart.kinds[i];

        if ((w->kinds == NULL || w->kinds(w, kind)) && !orb_walk_kind(w, kind))
            return false;
    }
    return true;
}

/* Some kinds of one care: entries that are alike and that it excludes, or that are not
 * worth it, are passed over at once. */
static bool walk_kinds(struct orb_walker *w, const struct orb_care_facts *care,
                       const struct orb_apart_run *run, const struct orb_apart_run *end)
{
    const struct orb_like_of *likes = w->m->like_of;
    bool passed[ORB_LIKES + 1] = { false };

    for (; run < end; run++) {
        const struct orb_like_of *like = &likes[run->entry];
        struct orb_view v = { .facts.care = care };

        if (!orb_query_like(w->m, run->entry))
            return false;
        if (passed[like->number])
            continue;
        v.kind = w->m->apart.kinds[run->first];
        v.pair = orb_query_pair(w->m, v.kind, false);
        if (v.pair == NULL)
            return false;
        v.tally = v.pair->tally;
        v.floor = orb_tally_class(w->m, &v.tally);
        if (v.pair->excluded || (w->pairs != NULL && !w->pairs(w, &v)))
            passed[like->number] = like->number < ORB_LIKES;
        else if (!walk_run(w, run))
            return false;
    }
    return true;
}

/* What a care may bring overall, so far as it covers needs. */
static double promise(const struct orb_matcher *m, const struct orb_care_facts *care)
{
    double out = 0;

    for (uint32_t i = 0; i < care->need_count; i++) {
        uint32_t need = m->indices.items[care->needs_first + i];

        out += m->needs[need].share * m->numbers.items[care->coverage_first + need];
    }
    return out;
}

static void sort_cares(uint32_t *order, uint32_t count, const double *by)
{
    for (uint32_t gap = count / 2; gap > 0; gap /= 2)
        for (uint32_t i = gap; i < count; i++) {
            uint32_t moved = order[i];
            uint32_t at = i;

            for (; at >= gap && by[order[at - gap]] < by[moved]; at -= gap)
                order[at] = order[at - gap];
            order[at] = moved;
        }
}

/* The cares that promise the most first: the lists fill with what leaves the others aside.
 * Most cover no need, and come last as they are. False without memory. */
static bool order_cares(struct orb_matcher *m)
{
    uint32_t count = m->c->care_count;
    uint32_t first = 0;
    uint32_t last = count;
    double *by;

    if (m->care_ordered == m->question)
        return true;
    by = orb_arena_array(&m->arena, count, sizeof *by);
    for (uint32_t care = 0; by != NULL && care < count; care++) {
        const struct orb_care_facts *f = orb_query_care(m, care);

        if (f == NULL)
            return false;
        m->care_order[f->covers ? first++ : --last] = care;
        by[care] = promise(m, f);
    }
    if (by != NULL)
        sort_cares(m->care_order, first, by);
    m->care_covering = first;
    m->care_ordered = by == NULL ? 0 : m->question;
    return by != NULL;
}

/* The cares that have kinds in a list. */
static bool walk_list(struct orb_walker *w, uint32_t list)
{
    const struct orb_apart_kinds *a = &w->m->apart;
    uint32_t cares = w->m->c->care_count;
    const uint32_t *first = a->first + list * ((size_t)cares + 1);
    uint32_t count = w->covering ? w->m->care_covering : cares;

    for (uint32_t i = 0; i < count && first[0] != first[cares]; i++) {
        uint32_t care = w->m->care_order[i];
        const struct orb_care_facts *f;

        if (first[care] == first[care + 1])
            continue;
        f = orb_query_care(w->m, care);
        if (f == NULL || (w->cares(w, f) && !walk_kinds(w, f, a->runs + first[care],
                                                        a->runs + first[care + 1])))
            return false;
    }
    return true;
}

static bool walk_lists(struct orb_walker *w, bool remote)
{
    if (!order_cares(w->m))
        return false;
    for (uint32_t apart = 1; apart < ORB_APARTS; apart++) {
        if (((apart & APART_REMOTE) != 0) != remote)
            continue;
        find_best(w->m, apart, &w->afar);
        if (!walk_list(w, apart))
            return false;
    }
    return true;
}

bool orb_walk_remote(struct orb_walker *w)
{
    return walk_lists(w, true);
}

bool orb_walk_farther(struct orb_walker *w)
{
    return walk_lists(w, false);
}

bool orb_walk_apart(struct orb_walker *w)
{
    return orb_walk_remote(w) && orb_walk_farther(w);
}

bool orb_walk_anywhere(struct orb_walker *w)
{
    if (!order_cares(w->m))
        return false;
    w->afar = (struct orb_from_afar){ .outcome = ORB_RULE_YES };
    orb_from_afar_add(&w->afar, ORB_RULE_YES, fmax(1, w->m->p->unknown));
    return walk_list(w, 0);
}
