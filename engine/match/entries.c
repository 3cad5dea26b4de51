/* The table of needs: which prestations answer a need, and how well terms provide them
 * (MATCHING 5). */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/match/query.h"
#include "engine/model/terms.h"

static bool below(const char *code, const char *coarse)
{
    size_t len = strlen(coarse);

    return strncmp(code, coarse, len) == 0 && code[len] == '.';
}

/* An entry while professions are still texts. */
struct merged {
    const char *prestation;
    double strength;
    const char **professions;
    uint32_t profession_count;
    bool any;
};

static bool add_profession(struct orb_matcher *m, struct merged *e, const char *name)
{
    const char **more;

    for (uint32_t i = 0; i < e->profession_count; i++)
        if (strcmp(e->professions[i], name) == 0)
            return true;
    more = orb_arena_array(&m->arena, e->profession_count + 1, sizeof *more);
    if (more == NULL)
        return false;
    if (e->profession_count > 0)
        memcpy(more, e->professions, e->profession_count * sizeof *more);
    more[e->profession_count++] = name;
    e->professions = more;
    return true;
}

/* Per prestation: maximum strength; professions united, or none asked when one entry asks
 * none. */
static bool merge(struct orb_matcher *m, struct merged *list, uint32_t *count,
                  const struct orb_profile_entry *entry, bool exact)
{
    struct merged *e = exact ? list + *count : list;

    while (e < list + *count && strcmp(e->prestation, entry->prestation) != 0)
        e++;
    if (e == list + *count) {
        (*count)++;
        e->prestation = entry->prestation;
        e->strength = entry->strength;
    }
    if (entry->strength > e->strength)
        e->strength = entry->strength;
    if (entry->professions.count == 0)
        e->any = true;
    for (uint32_t i = 0; i < entry->professions.count; i++)
        if (!add_profession(m, e, entry->professions.items[i]))
            return false;
    return true;
}

static bool finish(struct orb_matcher *m, struct orb_query_entry *out,
                   const struct merged *e)
{
    orb_cat_code *codes = orb_arena_array(&m->arena, e->profession_count, sizeof *codes);

    if (codes == NULL)
        return false;
    out->prestation = e->prestation;
    out->strength = e->strength;
    out->any_profession = e->any || e->profession_count == 0;
    for (uint32_t i = 0; i < e->profession_count; i++) {
        orb_cat_code code = orb_cat_code_find(m->c, e->professions[i]);

        if (code != ORB_CAT_NONE)
            codes[out->profession_count++] = code;
    }
    out->professions = codes;
    return true;
}

static int by_prestation(const void *a, const void *b)
{
    return strcmp(((const struct merged *)a)->prestation,
                  ((const struct merged *)b)->prestation);
}

/* The entries as they stand for a code of the table, else the union of those of its
 * descendants, sorted. */
static struct merged *collect(struct orb_matcher *m, const char *code, uint32_t *count)
{
    const struct orb_profile_need *exact = orb_profile_need_find(m->p, code);
    struct merged *list;
    size_t all = 0;

    for (uint32_t i = 0; i < m->p->need_count; i++)
        if (exact == NULL ? below(m->p->needs[i].code, code) : &m->p->needs[i] == exact)
            all += m->p->needs[i].entry_count;
    list = orb_arena_array(&m->arena, all, sizeof *list);
    if (list == NULL)
        return NULL;
    for (uint32_t i = 0; i < m->p->need_count; i++) {
        const struct orb_profile_need *n = &m->p->needs[i];

        if (exact == NULL ? !below(n->code, code) : n != exact)
            continue;
        for (uint32_t j = 0; j < n->entry_count; j++)
            if (!merge(m, list, count, &n->entries[j], exact != NULL))
                return NULL;
    }
    if (exact == NULL)
        qsort(list, *count, sizeof *list, by_prestation);
    return list;
}

/* Where the coverage of a need is remembered; NULL when there is no more room for one. */
static double *remembered(struct orb_matcher *m, const char *code)
{
    struct orb_remembered *r = m->remembered;
    struct orb_remembered *end = r + m->remembered_count;

    while (r < end && strcmp(r->code, code) != 0)
        r++;
    if (r < end || m->remembered_count == ORB_REMEMBERED)
        return r < end ? r->coverage : NULL;
    r->code = orb_arena_strdup(&m->memory, code);
    r->coverage = orb_arena_array(&m->memory, m->c->care_count, sizeof *r->coverage);
    if (r->code == NULL || r->coverage == NULL)
        return NULL;
    for (uint32_t i = 0; i < m->c->care_count; i++)
        r->coverage[i] = NAN;
    m->remembered_count++;
    return r->coverage;
}

enum orb_status orb_query_entries(struct orb_matcher *m, struct orb_query_need *need,
                                  struct orb_error *err)
{
    uint32_t count = 0;
    struct merged *list = collect(m, need->need->code, &count);
    struct orb_query_entry *out = orb_arena_array(&m->arena, count, sizeof *out);

    if (list == NULL || out == NULL)
        return orb_error_memory(err);
    need->total_strength = 0.0;
    for (uint32_t i = 0; i < count; i++) {
        if (!finish(m, &out[i], &list[i]))
            return orb_error_memory(err);
        need->total_strength += out[i].strength;
    }
    need->entries = out;
    need->entry_count = count;
    need->coverage = remembered(m, need->need->code);
    return ORB_OK;
}

static uint32_t dots(const char *code)
{
    uint32_t n = 0;

    for (; *code != '\0'; code++)
        n += *code == '.';
    return n;
}

/* An exact code keeps its evidence; an ancestor with at least three components counts as
 * inferred. */
static double match_code(const struct orb_matcher *m, const struct orb_cat_prestation *p,
                         const char *prestation)
{
    const char *code = orb_cat_code_name(m->c, p->code);

    if (strcmp(code, prestation) == 0)
        return m->p->coverage.evidence[p->evidence];
    if (dots(code) >= 2 && below(prestation, code))
        return m->p->coverage.evidence[ORB_EVIDENCE_INFERRED];
    return 0;
}

/* Professions limit the evidence: unknown ones make it inferred at most, others than those
 * asked make it nothing. */
static double limit(const struct orb_matcher *m, const struct orb_cat_terms *t,
                    const struct orb_query_entry *e, double evidence)
{
    double inferred = m->p->coverage.evidence[ORB_EVIDENCE_INFERRED];

    if (evidence <= 0 || e->any_profession)
        return evidence;
    if (!t->professions.known)
        return evidence < inferred ? evidence : inferred;
    for (uint32_t i = 0; i < e->profession_count; i++)
        if (orb_cat_codes_have(m->c, &t->professions, e->professions[i]))
            return evidence;
    return 0;
}

double orb_prestation_evidence(const struct orb_matcher *m,
                               const struct orb_cat_prestation *prestation,
                               const struct orb_cat_terms *t,
                               const struct orb_query_entry *e)
{
    return limit(m, t, e, match_code(m, prestation, e->prestation));
}

double orb_entry_evidence(const struct orb_matcher *m, const struct orb_cat_terms *t,
                          const struct orb_query_entry *e)
{
    double best = 0;

    for (uint32_t i = 0; i < t->prestations.count; i++) {
        double v =
            match_code(m, &m->c->prestations[t->prestations.first + i], e->prestation);

        best = v > best ? v : best;
    }
    return limit(m, t, e, best);
}
