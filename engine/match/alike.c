/* Entries that are alike for a person: the same rules say the same, the criteria that read
 * an entry have the same values. There are thousands of entries and some dozens of likes,
 * so that what a care and an entry bound is computed for few. */
#include <math.h>
#include <string.h>

#include "engine/base/alloc.h"
#include "engine/match/criterion/criterion.h"
#include "engine/match/query.h"

/* What the entry rules amount to, when each was applied to an entry of the same signs. */
static bool find_tally(struct orb_matcher *m, uint32_t entry, struct orb_tally *out)
{
    const struct orb_sign_facts *public = orb_query_sign(m, ORB_SIGN_PUBLIC, entry);
    const struct orb_sign_facts *oriented = orb_query_sign(m, ORB_SIGN_ORIENTATION, entry);
    uint32_t at =
        orb_sign_public_at(oriented->oriented, m->circles.entries[entry].institution);

    if (public->made != m->question || (public->known >> at & 1) == 0)
        return false;
    *out = public->own[at];
    for (int sign = 0; sign < ORB_ENTRY_SIGNS; sign++) {
        const struct orb_sign_facts *s = orb_query_sign(m, (enum orb_sign)sign, entry);

        if (s->made != m->question || !s->applied)
            return false;
        if (sign != ORB_SIGN_PUBLIC)
            orb_tally_add(out, &s->tally);
    }
    return true;
}

static double past_of(const struct orb_matcher *m, uint32_t entry)
{
    orb_cat_code category = m->entry_category[entry];
    bool tried;

    if (m->person->attempt_count == 0)
        return NAN;
    if (category == ORB_CAT_NONE || (m->flags[category] & ORB_CODE_TRIED) == 0)
        return m->p->history.none;
    return orb_criterion_past(m, category, NULL, &tried);
}

static bool same_number(double a, double b)
{
    return memcmp(&a, &b, sizeof a) == 0;
}

static bool is_like(const struct orb_entry_like *a, const struct orb_entry_like *b)
{
    return a->tally.flags == b->tally.flags && a->institution == b->institution &&
           a->droit_commun == b->droit_commun &&
           same_number(a->tally.slack, b->tally.slack) &&
           same_number(a->expertise, b->expertise) && same_number(a->past, b->past);
}

static uint32_t mix(uint32_t hash, double value)
{
    uint64_t bits;

    memcpy(&bits, &value, sizeof bits);
    return (hash ^ (uint32_t)(bits >> 32) ^ (uint32_t)bits) * 2654435761U;
}

/* Its number; beyond some dozens, they are no longer compared. */
static uint32_t number_of(struct orb_matcher *m, const struct orb_entry_like *like)
{
    uint32_t hash =
        mix(mix(mix(like->tally.flags, like->tally.slack), like->expertise), like->past) +
        like->droit_commun * 2U + like->institution;
    uint32_t at = (hash ^ hash >> 16) % ORB_LIKE_SLOTS;

    for (; m->like_slots[at] != 0; at = (at + 1) % ORB_LIKE_SLOTS)
        if (is_like(&m->likes[m->like_slots[at] - 1], like))
            return m->like_slots[at] - 1U;
    m->likes[m->like_count] = *like;
    if (m->like_count == ORB_LIKES)
        return ORB_LIKES;
    m->like_slots[at] = (uint8_t)++m->like_count;
    return m->like_count - 1;
}

bool orb_query_make_like(struct orb_matcher *m, uint32_t entry)
{
    struct orb_entry_like like = { .institution = m->circles.entries[entry].institution,
                                   .droit_commun = m->circles.entries[entry].droit_commun };
    bool known = m->entry_category != NULL && find_tally(m, entry, &like.tally);

    if (!known) {
        const struct orb_entry_facts *f = orb_query_entry_facts(m, entry);

        if (f == NULL)
            return false;
        like.tally = f->tally;
    }
    like.expertise = orb_criterion_expertise(
        m, orb_query_sign(m, ORB_SIGN_AGE, entry)->narrow,
        (enum orb_public_level)orb_query_sign(m, ORB_SIGN_PUBLIC, entry)->public_level);
    like.past = past_of(m, entry);
    m->like_of[entry].number = number_of(m, &like);
    m->like_of[entry].made = m->question;
    return true;
}
