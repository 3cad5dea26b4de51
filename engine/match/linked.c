/* The offers that stand apart from their kind, since the operator may hold them nearer. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/alloc.h"
#include "engine/match/search.h"

static bool same_text(const char *a, const char *b)
{
    return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

static bool add(struct orb_matcher *m, const struct orb_linked *x)
{
    if ((m->linked_bits[x->member / 64] >> (x->member % 64) & 1) != 0)
        return true;
    m->linked_bits[x->member / 64] |= UINT64_C(1) << (x->member % 64);
    if (orb_grow((void **)&m->linked.items, &m->linked.capacity, m->linked.count,
                 sizeof *m->linked.items) != ORB_OK)
        return false;
    m->linked.items[m->linked.count++] = *x;
    return true;
}

static bool add_member(struct orb_matcher *m, uint32_t member)
{
    const struct orb_cat_member *x = &m->c->members[member];
    const struct orb_cat_parts *p = &m->c->kinds[x->kind].parts;

    return add(m, &(struct orb_linked){ x->x, x->y, x->z, member, x->kind, p->care, p->ways,
                                        x->zone });
}

/* The kind of a member, from the kinds alone: members lie far apart. */
static uint32_t kind_of(const struct orb_catalogue *c, uint32_t member)
{
    uint32_t low = 0;
    uint32_t high = c->kind_count;

    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;

        if (c->kinds[middle].members.first <= member)
            low = middle;
        else
            high = middle;
    }
    return low;
}

static bool add_related(struct orb_matcher *m)
{
    for (uint32_t i = 0; i < m->c->related_count; i++) {
        const struct orb_cat_related *r = &m->c->related[i];

        if (!add(m, &(struct orb_linked){ r->x, r->y, r->z, r->member,
                                          kind_of(m->c, r->member), r->care, r->ways,
                                          r->zone }))
            return false;
    }
    return true;
}

static bool add_organization(struct orb_matcher *m, uint32_t organization)
{
    const uint32_t *first = m->c->organization_members_first;

    for (uint32_t i = first[organization];
         m->c->soon != NULL && i < first[organization + 1]; i++)
        orb_cat_soon(m->c, &m->c->members[m->c->organization_members[i]],
                     sizeof *m->c->members);
    for (uint32_t i = first[organization]; i < first[organization + 1]; i++)
        if (!add_member(m, m->c->organization_members[i]))
            return false;
    return true;
}

/* The text of the operator's legal person as its organization has it, since a text stands
 * once in a catalogue; 0 = none. */
static orb_cat_text own_text(const struct orb_matcher *m)
{
    const struct orb_circle_operator *op = &m->circles.whose;
    orb_cat_text text;

    if (op->organization == ORB_CAT_NONE)
        return 0;
    text = m->c->organizations[op->organization].finess_ej;
    return strcmp(orb_cat_string(m->c, text), op->ej) == 0 ? text : 0;
}

/* An operator has few organizations, often one: it, then those of its legal person. */
static bool add_own(struct orb_matcher *m)
{
    const struct orb_circle_operator *op = &m->circles.whose;
    orb_cat_text own;

    if (op->organization != ORB_CAT_NONE && !add_organization(m, op->organization))
        return false;
    if (op->ej == NULL)
        return true;
    own = own_text(m);
    for (uint32_t i = 0; i < m->c->organization_count; i++) {
        orb_cat_text text = m->c->organizations[i].finess_ej;
        bool same = own != 0 ? text == own
                             : text != 0 && strcmp(orb_cat_string(m->c, text), op->ej) == 0;

        if (same && !add_organization(m, i))
            return false;
    }
    return true;
}

/* Care by care, then kind by kind: what these decide is decided once. */
static int by_kind(const void *a, const void *b)
{
    const struct orb_linked *x = (const struct orb_linked *)a;
    const struct orb_linked *y = (const struct orb_linked *)b;

    if (x->care != y->care)
        return x->care < y->care ? -1 : 1;
    if (x->kind != y->kind)
        return x->kind < y->kind ? -1 : 1;
    return (x->member > y->member) - (x->member < y->member);
}

/* Looked for when the operator changes, that is, once. */
enum orb_status orb_linked_find(struct orb_matcher *m, struct orb_error *err)
{
    const struct orb_circle_operator *op = &m->circles.whose;

    if (m->linked_known && same_text(m->linked_id, op->id) &&
        same_text(m->linked_ej, op->ej))
        return ORB_OK;
    m->linked_known = false;
    m->linked.count = 0;
    memset(m->linked_bits, 0,
           ((size_t)m->c->offer_count / 64 + 1) * sizeof *m->linked_bits);
    if (!add_related(m) || !add_own(m))
        return orb_error_memory(err);
    if (m->linked.count > 1)
        qsort(m->linked.items, m->linked.count, sizeof *m->linked.items, by_kind);
    orb_arena_clear(&m->linked_arena);
    m->linked_id = orb_arena_strdup(&m->linked_arena, op->id);
    m->linked_ej = orb_arena_strdup(&m->linked_arena, op->ej);
    m->linked_known = same_text(m->linked_id, op->id) && same_text(m->linked_ej, op->ej);
    return m->linked_known ? ORB_OK : orb_error_memory(err);
}

/* May the place not refuse it, at that distance (NaN = unknown)? */
static bool is_within(struct orb_matcher *m, const struct orb_linked *x,
                      const struct orb_ways_facts *ways, double d)
{
    bool on_site = ways->on_site && !(d > ways->near_chord_m);

    return !m->p->rules[ORB_RULE_PLACE].enabled || on_site ||
           (!ways->on_site && !ways->away) ||
           (ways->away && ((x->zone == ORB_CAT_NONE && ways->remote) ||
                           orb_query_zone(m, x->zone) != ORB_RULE_NO));
}

static double distance_to(const struct orb_matcher *m, const struct orb_linked *x)
{
    double dx = x->x - m->position.x;
    double dy = x->y - m->position.y;
    double dz = x->z - m->position.z;

    return m->located ? sqrt(dx * dx + dy * dy + dz * dz) : (double)NAN;
}

/* Those of one kind. */
static bool reach_kind(struct orb_matcher *m, size_t first, size_t end)
{
    const struct orb_ways_facts *ways = orb_query_ways(m, m->linked.items[first].ways);

    if (ways == NULL)
        return false;
    for (size_t i = first; i < end; i++) {
        const struct orb_linked *x = &m->linked.items[i];
        double d = distance_to(m, x);

        if (!(d > ways->far_chord_m))
            m->linked_near[m->linked_near_count++] =
                (struct orb_linked_near){ x->member, x->kind, x->care,
                                          is_within(m, x, ways, d) };
    }
    return true;
}

bool orb_linked_reach(struct orb_matcher *m)
{
    const struct orb_linked *x = m->linked.items;
    size_t count = m->linked.count;

    m->linked_near_count = 0;
    m->linked_near = orb_arena_array(&m->arena, count, sizeof *m->linked_near);
    for (size_t i = 0, next; m->linked_near != NULL && i < count; i = next) {
        const struct orb_care_facts *care = orb_query_care(m, x[i].care);
        bool asked;

        if (care == NULL)
            return false;
        asked = care->covers || care->coordination || !m->no_need_excludes;
        for (next = i + 1; next < count && x[next].care == x[i].care &&
                           (!asked || x[next].kind == x[i].kind);)
            next++;
        if (asked && !reach_kind(m, i, next))
            return false;
    }
    return m->linked_near != NULL;
}

/* The care and the kind decided last. */
struct door {
    struct orb_view v;
    uint32_t care, kind; /* ORB_CAT_NONE = none yet */
    bool cares, opens;
};

/* They come care by care, then kind by kind, and what is of no use stays so: each is asked
 * for once. False without memory. */
static bool come_to(struct orb_walker *w, const struct orb_linked_near *near,
                    struct door *door)
{
    if (near->care != door->care) {
        const struct orb_care_facts *care = orb_query_care(w->m, near->care);

        if (care == NULL)
            return false;
        door->care = near->care;
        door->kind = ORB_CAT_NONE;
        door->cares = w->cares(w, care);
        door->opens = false;
    }
    if (!door->cares || near->kind == door->kind)
        return true;
    if (!orb_view_make(w->m, near->kind, true, &door->v))
        return false;
    door->kind = near->kind;
    door->opens = w->opens(w, &door->v);
    return true;
}

/* Where reading waits: the members lie apart. */
static bool expect(struct orb_walker *w, bool within)
{
    const struct orb_matcher *m = w->m;
    struct door door = { .care = ORB_CAT_NONE, .kind = ORB_CAT_NONE };

    for (uint32_t i = 0; i < m->linked_near_count; i++) {
        const struct orb_linked_near *near = &m->linked_near[i];

        if (within && !near->within)
            continue;
        if (!come_to(w, near, &door))
            return false;
        if (door.opens)
            orb_cat_soon(m->c, &m->c->members[near->member], sizeof *m->c->members);
    }
    return true;
}

bool orb_walk_linked(struct orb_walker *w, bool within)
{
    const struct orb_matcher *m = w->m;
    struct door door = { .care = ORB_CAT_NONE, .kind = ORB_CAT_NONE };

    if (m->c->soon != NULL && !expect(w, within))
        return false;
    for (uint32_t i = 0; i < m->linked_near_count; i++) {
        const struct orb_linked_near *near = &m->linked_near[i];
        const struct orb_cat_member *x = &m->c->members[near->member];

        if (within && !near->within)
            continue;
        if (!come_to(w, near, &door))
            return false;
        if (door.opens && orb_query_special(m, x->offer) == NULL &&
            !w->visit(w, &door.v, x))
            return false;
    }
    return true;
}
