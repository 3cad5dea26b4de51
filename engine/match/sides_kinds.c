/* The kinds of who coordinates, or serves the carers: found once for all questions. */
#include <stdlib.h>

#include "engine/base/alloc.h"
#include "engine/match/sides.h"

static uint32_t count_distinct(const struct orb_catalogue *c, uint32_t kind)
{
    const struct orb_cat_span *span = &c->kinds[kind].members;
    uint32_t count = 0;

    for (uint32_t i = span->first; i < span->first + span->count; i++)
        count += (c->spots[i].flags & ORB_MEMBER_DUPLICATE) == 0;
    return count;
}

static int by_id(const void *a, const void *b)
{
    const struct orb_side_place *x = (const struct orb_side_place *)a;
    const struct orb_side_place *y = (const struct orb_side_place *)b;

    return (x->id_rank > y->id_rank) - (x->id_rank < y->id_rank);
}

static void copy_row(struct orb_side_rows *rows, const struct orb_cat_member *x,
                     uint32_t member, uint32_t kind)
{
    rows->rows[rows->count] = *x;
    rows->members[rows->count] = member;
    rows->places[rows->count] = (struct orb_side_place){
        .x = x->x,
        .y = x->y,
        .z = x->z,
        .row = rows->count,
        .zone = x->zone,
        .kind = kind,
        .id_rank = x->id_rank,
        .dated = x->closed_on != ORB_DATE_NONE,
    };
    rows->count++;
}

/* The offers of these kinds, side by side: they lie far apart in the image, and most are
 * too far for the lines of a person. None when there are too many, nor where reading waits:
 * one question reads few of them. */
static bool copy_members(struct orb_side_search *s)
{
    struct orb_matcher *m = s->walker.m;
    struct orb_side_rows *rows = &m->side_rows[s->carers];
    size_t most = (size_t)m->side_members[s->carers] + 1;

    if (m->side_members[s->carers] > ORB_SIDE_FEW || m->c->soon != NULL)
        return true;
    rows->first = orb_calloc((size_t)m->side_count[s->carers] + 1, sizeof *rows->first);
    rows->members = orb_calloc(most, sizeof *rows->members);
    rows->places = orb_calloc(most, sizeof *rows->places);
    if (rows->first != NULL && rows->members != NULL && rows->places != NULL)
        rows->rows = orb_calloc(most, sizeof *rows->rows);
    for (uint32_t i = 0; rows->rows != NULL && i < m->side_count[s->carers]; i++) {
        const struct orb_cat_span *span = &m->c->kinds[m->side_kinds[s->carers][i]].members;

        for (uint32_t j = span->first; j < span->first + span->count; j++)
            if ((m->c->members[j].flags & ORB_MEMBER_DUPLICATE) == 0)
                copy_row(rows, &m->c->members[j], j, i);
        rows->first[i + 1] = rows->count;
    }
    if (rows->rows != NULL && rows->count > 1)
        qsort(rows->places, rows->count, sizeof *rows->places, by_id);
    return rows->rows != NULL;
}

/* Whom kinds serve depends on the catalogue and the profile alone, and so does which ones
 * coordinate. */
bool orb_side_find_kinds(struct orb_side_search *s)
{
    struct orb_matcher *m = s->walker.m;
    const struct orb_catalogue *c = m->c;
    uint32_t *kinds = orb_calloc((size_t)c->kind_count + 1, sizeof *kinds);
    uint32_t count = 0;
    uint32_t members = 0;

    if (m->distinct == NULL)
        m->distinct = orb_calloc((size_t)c->kind_count + 1, sizeof *m->distinct);
    if (kinds == NULL || m->distinct == NULL) {
        orb_free(kinds);
        return false;
    }
    for (uint32_t i = 0; i < c->kind_count; i++) {
        const struct orb_cat_parts *parts = &c->kinds[i].parts;
        const struct orb_care_facts *care = orb_query_care(m, parts->care);

        if (care == NULL) {
            orb_free(kinds);
            return false;
        }
        if (!m->circles.entries[parts->entry].institution &&
            (s->carers ? orb_side_is_for_carers(m, parts->entry) : care->coordination)) {
            m->distinct[i] = count_distinct(c, i);
            members += c->kinds[i].members.count;
            kinds[count++] = i;
        }
    }
    m->side_kinds[s->carers] = kinds;
    m->side_count[s->carers] = count;
    m->side_members[s->carers] = members;
    return copy_members(s);
}
