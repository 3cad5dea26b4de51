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

/* ---- by the classes of their signs */

static struct orb_entry_beside beside_of(const struct orb_matcher *m, uint32_t entry)
{
    struct orb_entry_beside out = {
        .institution = m->circles.entries[entry].institution,
        .droit_commun = m->circles.entries[entry].droit_commun,
    };

    for (int sign = 0; sign < ORB_ENTRY_SIGNS; sign++)
        if (sign != ORB_SIGN_PUBLIC)
            out.of[sign] = m->signs[sign].of[entry];
    return out;
}

static bool is_beside(const struct orb_entry_beside *a, const struct orb_entry_beside *b)
{
    for (int sign = 0; sign < ORB_ENTRY_SIGNS; sign++)
        if (a->of[sign] != b->of[sign])
            return false;
    return a->institution == b->institution && a->droit_commun == b->droit_commun;
}

/* Slots that hold numbers from 1; 0 = nothing. */
struct slots {
    uint32_t *at;
    size_t count; /* a power of 2 */
};

static uint32_t number_beside(struct orb_matcher *m, const struct slots *slots,
                              const struct orb_entry_beside *beside)
{
    uint32_t hash = beside->droit_commun * 2U + beside->institution;
    size_t at;

    for (int sign = 0; sign < ORB_ENTRY_SIGNS; sign++)
        hash = (hash ^ beside->of[sign]) * 2654435761U;
    for (at = (hash ^ hash >> 15) & (slots->count - 1); slots->at[at] != 0;
         at = (at + 1) & (slots->count - 1))
        if (is_beside(&m->beside[slots->at[at] - 1], beside))
            return slots->at[at] - 1;
    m->beside[m->beside_count] = *beside;
    slots->at[at] = ++m->beside_count;
    return m->beside_count - 1;
}

bool orb_query_lay_signs(struct orb_matcher *m)
{
    size_t count = (size_t)m->c->entry_count + 1;
    struct slots slots = { .count = 16 };
    bool ok;

    orb_query_release_laid(m);
    while (slots.count < 2 * count)
        slots.count *= 2;
    slots.at = orb_calloc(slots.count, sizeof *slots.at);
    m->beside = orb_calloc(count, sizeof *m->beside);
    m->beside_keys = orb_calloc(count, sizeof *m->beside_keys);
    m->entry_signs = orb_calloc(count, sizeof *m->entry_signs);
    ok = slots.at != NULL && m->beside != NULL && m->beside_keys != NULL &&
         m->entry_signs != NULL;
    for (uint32_t i = 0; ok && i < m->c->entry_count; i++) {
        struct orb_entry_beside beside = beside_of(m, i);

        m->entry_signs[i] = (struct orb_entry_signs){
            .public = m->signs[ORB_SIGN_PUBLIC].of[i],
            .beside = number_beside(m, &slots, &beside),
            .category = m->entry_category[i],
        };
    }
    orb_free(slots.at);
    if (!ok)
        orb_query_release_laid(m);
    return ok;
}

void orb_query_release_laid(struct orb_matcher *m)
{
    orb_free(m->entry_signs);
    m->entry_signs = NULL;
    orb_free(m->beside);
    m->beside = NULL;
    orb_free(m->beside_keys);
    m->beside_keys = NULL;
    m->beside_count = 0;
}

/* What signs say that are known by now is numbered as it is met; 0 = too many say something
 * else. */
static uint32_t number_class(struct orb_matcher *m, enum orb_sign sign,
                             const struct orb_tally *tally, uint32_t more)
{
    struct orb_sign_class *classes = m->sign_classes[sign];
    uint32_t count = m->sign_class_count[sign];

    for (uint32_t i = 0; i < count; i++)
        if (classes[i].more == more && classes[i].tally.flags == tally->flags &&
            same_number(classes[i].tally.slack, tally->slack))
            return i + 1;
    if (count == ORB_SIGN_CLASSES)
        return 0;
    classes[count] = (struct orb_sign_class){ *tally, more };
    return ++m->sign_class_count[sign];
}

/* The class of a sign, once its rule was applied for this person; 0 = not yet. */
static uint32_t find_class(struct orb_matcher *m, enum orb_sign sign, uint32_t number,
                           uint32_t at)
{
    const struct orb_sign_facts *s = &m->sign_facts[sign][number];
    bool public = sign == ORB_SIGN_PUBLIC;

    if (s->made != m->question || !(public ? s->known >> at & 1 : s->applied))
        return 0;
    return public ? number_class(m, sign, &s->own[at], s->public_level)
                  : number_class(m, sign, &s->tally,
                                 (s->narrow ? 1U : 0) | (s->oriented ? 2U : 0));
}

static inline uint32_t class_of(struct orb_matcher *m, enum orb_sign sign, uint32_t number,
                                uint32_t at)
{
    uint8_t *of =
        &m->sign_class_of[sign][sign == ORB_SIGN_PUBLIC ? 4 * number + at : number];

    if (*of == 0)
        *of = (uint8_t)find_class(m, sign, number, at);
    return *of;
}

/* What entries have beside their public, in classes. False when some is not known yet. */
static bool tell_beside(struct orb_matcher *m, uint32_t number)
{
    const struct orb_entry_beside *b = &m->beside[number];
    uint32_t age = class_of(m, ORB_SIGN_AGE, b->of[ORB_SIGN_AGE], 0);
    uint32_t oriented = class_of(m, ORB_SIGN_ORIENTATION, b->of[ORB_SIGN_ORIENTATION], 0);
    uint32_t associated = class_of(m, ORB_SIGN_ASSOCIATED, b->of[ORB_SIGN_ASSOCIATED], 0);

    if (age == 0 || oriented == 0 || associated == 0)
        return false;
    m->beside_keys[number] = (struct orb_beside_key){
        .key = age | oriented << 6 | associated << 12 | (uint32_t)b->institution << 24 |
               (uint32_t)b->droit_commun << 25,
        .public = orb_sign_public_at(
            m->sign_classes[ORB_SIGN_ORIENTATION][oriented - 1].more != 0,
            b->institution != 0),
    };
    return true;
}

/* What tells the like of an entry before anything of it is added up; 0 = it must be. */
static uint32_t key_of(struct orb_matcher *m, uint32_t entry)
{
    const struct orb_entry_signs *e = &m->entry_signs[entry];
    const struct orb_beside_key *beside = &m->beside_keys[e->beside];
    uint32_t public;

    if (beside->key == 0 && !tell_beside(m, e->beside))
        return 0;
    public = class_of(m, ORB_SIGN_PUBLIC, e->public, beside->public);
    if (public == 0 || (e->category != ORB_CAT_NONE &&
                        (m->flags[e->category] & (ORB_CODE_TRIED | ORB_CODE_REFUSED)) != 0))
        return 0;
    return beside->key | public << 18;
}

/* Where the like of a key is, or goes. */
static struct orb_like_key *find_key(struct orb_matcher *m, uint32_t key)
{
    uint32_t at = orb_like_slot(key);

    while (m->like_keys[at].key != 0 && m->like_keys[at].key != key)
        at = (at + 1) % ORB_LIKE_KEYS;
    return &m->like_keys[at];
}

/* Does the person refuse all that has the entry? */
static bool is_refused(const struct orb_matcher *m, uint32_t entry)
{
    orb_cat_code category = m->entry_category[entry];

    return orb_query_refusal_excludes(m) &&
           ((m->person->droit_commun_only &&
             m->circles.entries[entry].droit_commun == ORB_NO) ||
            (category != ORB_CAT_NONE && (m->flags[category] & ORB_CODE_REFUSED) != 0));
}

static bool add_up(struct orb_matcher *m, uint32_t entry)
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
    if (is_refused(m, entry))
        like.tally.flags |= ORB_TALLY_FAILED | ORB_TALLY_FIXED;
    like.past = past_of(m, entry);
    m->like_of[entry].number = number_of(m, &like);
    m->like_of[entry].made = m->question;
    return true;
}

bool orb_query_make_like(struct orb_matcher *m, uint32_t entry)
{
    uint32_t key = m->entry_signs == NULL ? 0 : key_of(m, entry);
    struct orb_like_key *known = key == 0 ? NULL : find_key(m, key);

    if (known != NULL && known->key == key) {
        m->like_of[entry] = (struct orb_like_of){ m->question, known->number };
        return true;
    }
    if (!add_up(m, entry))
        return false;
    /* one that is like no other is added up each time; a quarter of the slots stay free */
    if (known != NULL && m->like_of[entry].number < ORB_LIKES &&
        m->like_key_count < ORB_LIKE_KEYS / 4 * 3) {
        *known = (struct orb_like_key){ key, m->like_of[entry].number };
        m->like_key_count++;
    }
    return true;
}
