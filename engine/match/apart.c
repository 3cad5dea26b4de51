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

static uint32_t bits_of(const struct orb_matcher *m, const struct orb_cat_kind *kind)
{
    const struct orb_cat_codes *list =
        &m->c->terms[m->c->ways_terms[kind->parts.ways]].modalities;
    bool usable = false;
    uint32_t out = 0;

    for (uint32_t i = 0; i < list->count; i++) {
        const struct orb_cat_modality *x = &m->c->modalities[list->first + i];
        uint32_t bits = m->base_flags[x->code];

        usable = usable || x->certainty != ORB_CERTAINTY_IGAS;
        if ((bits & ORB_CODE_RESIDENTIAL) != 0)
            out |= APART_RESIDENTIAL;
        if (kind->zoned == 0 && (bits & ORB_CODE_HOME) != 0)
            out |= APART_HOME;
        else if (kind->zoned == 0 && (bits & ORB_CODE_REMOTE) != 0)
            out |= APART_REMOTE;
    }
    return usable ? out : out | APART_NONE;
}

/* The kinds with some bits, care by care. */
static void list_kinds(struct orb_matcher *m, const uint8_t *bits, uint32_t apart,
                       uint32_t *count)
{
    uint32_t *first = m->apart.first + apart * ((size_t)m->c->care_count + 1);

    first[0] = *count;
    for (uint32_t care = 0; care < m->c->care_count; care++) {
        for (uint32_t i = m->c->care_kinds[care]; i < m->c->care_kinds[care + 1]; i++)
            if (bits[i] == apart)
                m->apart.kinds[(*count)++] = i;
        first[care + 1] = *count;
    }
}

bool orb_apart_prepare(struct orb_matcher *m)
{
    struct orb_apart_kinds *a = &m->apart;
    uint8_t *bits = orb_calloc((size_t)m->c->kind_count + 1, sizeof *bits);
    size_t cares = (size_t)m->c->care_count + 1;
    uint32_t count = 0;

    a->kinds = orb_calloc((size_t)m->c->kind_count + 1, sizeof *a->kinds);
    a->first = orb_calloc(ORB_APARTS * cares, sizeof *a->first);
    for (uint32_t i = 0; bits != NULL && i < m->c->kind_count; i++)
        bits[i] = (uint8_t)bits_of(m, &m->c->kinds[i]);
    for (uint32_t apart = 1;
         bits != NULL && a->kinds != NULL && a->first != NULL && apart < ORB_APARTS;
         apart++)
        list_kinds(m, bits, apart, &count);
    orb_free(bits);
    return bits != NULL && a->kinds != NULL && a->first != NULL;
}

bool orb_apart_has_home(const struct orb_matcher *m, uint32_t care)
{
    for (uint32_t apart = 1; apart < ORB_APARTS; apart++) {
        const uint32_t *first = m->apart.first + apart * ((size_t)m->c->care_count + 1);

        if ((apart & APART_HOME) != 0 && first[care] != first[care + 1])
            return true;
    }
    return false;
}

void orb_apart_release(struct orb_apart_kinds *apart)
{
    orb_free(apart->kinds);
    orb_free(apart->first);
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

/* Some kinds of one care (NULL: their numbers follow): entries that are alike and that it
 * excludes, or that are not worth it, are passed over at once. */
static bool walk_kinds(struct orb_walker *w, const struct orb_care_facts *care,
                       const uint32_t *kinds, uint32_t first, uint32_t last)
{
    const struct orb_cat_kind *all = w->m->c->kinds;
    const struct orb_like_of *likes = w->m->like_of;
    bool passed[ORB_LIKES + 1] = { false };

    for (uint32_t i = first; i < last; i++) {
        uint32_t kind = kinds == NULL ? i : kinds[i];
        const struct orb_like_of *like = &likes[all[kind].parts.entry];
        struct orb_view v = { .kind = kind, .facts.care = care };

        if (like->made == w->m->question && passed[like->number])
            continue;
        v.pair = orb_query_pair(w->m, kind, false);
        if (v.pair == NULL)
            return false;
        v.tally = v.pair->tally;
        v.floor = orb_tally_class(w->m, &v.tally);
        if (!v.pair->excluded && (w->pairs == NULL || w->pairs(w, &v))) {
            if (!orb_walk_kind(w, kind))
                return false;
        } else {
            passed[like->number] = like->number < ORB_LIKES;
        }
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

/* The cares that promise the most first: the lists fill with what leaves the others aside.
 * False without memory. */
static bool order_cares(struct orb_matcher *m)
{
    uint32_t count = m->c->care_count;
    double *by;

    if (m->care_ordered == m->question)
        return true;
    by = orb_arena_array(&m->arena, count, sizeof *by);
    for (uint32_t care = 0; by != NULL && care < count; care++) {
        const struct orb_care_facts *f = orb_query_care(m, care);

        if (f == NULL)
            return false;
        by[care] = promise(m, f);
        m->care_order[care] = care;
    }
    for (uint32_t gap = count / 2; by != NULL && gap > 0; gap /= 2)
        for (uint32_t i = gap; i < count; i++) {
            uint32_t moved = m->care_order[i];
            uint32_t at = i;

            for (; at >= gap && by[m->care_order[at - gap]] < by[moved]; at -= gap)
                m->care_order[at] = m->care_order[at - gap];
            m->care_order[at] = moved;
        }
    m->care_ordered = by == NULL ? 0 : m->question;
    return by != NULL;
}

bool orb_walk_apart(struct orb_walker *w)
{
    const struct orb_apart_kinds *a = &w->m->apart;
    size_t cares = (size_t)w->m->c->care_count + 1;

    if (!order_cares(w->m))
        return false;
    for (uint32_t apart = 1; apart < ORB_APARTS; apart++) {
        const uint32_t *first = a->first + apart * cares;

        if (first[0] == first[cares - 1])
            continue;
        find_best(w->m, apart, &w->afar);
        for (size_t i = 0; i + 1 < cares; i++) {
            uint32_t care = w->m->care_order[i];
            const struct orb_care_facts *f;

            if (first[care] == first[care + 1])
                continue;
            f = orb_query_care(w->m, care);
            if (f == NULL || (w->cares(w, f) &&
                              !walk_kinds(w, f, a->kinds, first[care], first[care + 1])))
                return false;
        }
    }
    return true;
}

bool orb_walk_anywhere(struct orb_walker *w)
{
    const struct orb_catalogue *c = w->m->c;

    if (!order_cares(w->m))
        return false;
    w->afar = (struct orb_from_afar){ .outcome = ORB_RULE_YES };
    orb_from_afar_add(&w->afar, ORB_RULE_YES, fmax(1, w->m->p->unknown));
    for (uint32_t i = 0; i < c->care_count; i++) {
        uint32_t care = w->m->care_order[i];
        const struct orb_care_facts *f = orb_query_care(w->m, care);

        if (f == NULL || (w->cares(w, f) && !walk_kinds(w, f, NULL, c->care_kinds[care],
                                                        c->care_kinds[care + 1])))
            return false;
    }
    return true;
}
