/* The offers that stand apart from their kind, since the operator may hold them nearer. */
#include <math.h>
#include <string.h>

#include "engine/base/alloc.h"
#include "engine/match/query.h"

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

bool orb_linked_reach(struct orb_matcher *m)
{
    m->linked_near_count = 0;
    m->linked_near = orb_arena_array(&m->arena, m->linked.count, sizeof *m->linked_near);
    for (size_t i = 0; m->linked_near != NULL && i < m->linked.count; i++) {
        const struct orb_linked *x = &m->linked.items[i];
        const struct orb_ways_facts *ways = orb_query_ways(m, x->ways);
        double dx = x->x - m->position.x;
        double dy = x->y - m->position.y;
        double dz = x->z - m->position.z;
        double d = m->located ? sqrt(dx * dx + dy * dy + dz * dz) : (double)NAN;

        if (ways == NULL)
            return false;
        if (!(d > ways->far_chord_m))
            m->linked_near[m->linked_near_count++] =
                (struct orb_linked_near){ x->member, x->kind, x->care,
                                          is_within(m, x, ways, d) };
    }
    return m->linked_near != NULL;
}
