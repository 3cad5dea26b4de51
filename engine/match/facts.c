/* What the parts of terms mean for this person: computed when first met, then remembered,
 * since many offers share them. */
#include "engine/match/facts.h"

#include <math.h>
#include <string.h>

#include "engine/base/alloc.h"
#include "engine/match/criterion/criterion.h"
#include "engine/match/masks.h"
#include "engine/match/rule/rule.h"
#include "engine/match/search.h"
#include "engine/model/terms.h"

static bool any_flag(const struct orb_matcher *m, const struct orb_cat_codes *codes,
                     uint32_t bits)
{
    for (uint32_t i = 0; i < codes->count; i++)
        if ((m->flags[m->c->codes[codes->first + i]] & bits) != 0)
            return true;
    return false;
}

/* MATCHING 4.3: the first that holds. */
static enum orb_public_level public_level(const struct orb_matcher *m,
                                          const struct orb_cat_terms *t)
{
    uint32_t seen = 0;
    uint32_t others = 0;

    for (uint32_t i = 0; i < t->publics.count; i++) {
        uint32_t bits = m->flags[m->c->codes[t->publics.first + i]];

        if ((bits & ORB_CODE_PUBLIC_CARERS) != 0)
            continue;
        others++;
        seen |= bits;
    }
    if (t->publics.count == 0)
        return ORB_PUBLIC_UNKNOWN;
    if (others == 0)
        return ORB_PUBLIC_CARERS;
    if (m->person->groups.count == 0)
        return (seen & ORB_CODE_PUBLIC_OPEN) != 0 ? ORB_PUBLIC_OPEN
                                                  : ORB_PUBLIC_GROUPS_UNKNOWN;
    if ((seen & ORB_CODE_PUBLIC_EXACT) != 0)
        return ORB_PUBLIC_EXACT;
    if ((seen & ORB_CODE_PUBLIC_PARENT) != 0)
        return ORB_PUBLIC_PARENT;
    if ((seen & ORB_CODE_PUBLIC_ALL) != 0 && m->disabled)
        return ORB_PUBLIC_ALL_DISABILITY;
    if ((seen & ORB_CODE_PUBLIC_OPEN) != 0)
        return ORB_PUBLIC_OPEN;
    return (seen & ORB_CODE_PUBLIC_NARROWER) != 0 ? ORB_PUBLIC_NARROWER : ORB_PUBLIC_NONE;
}

static bool add_index(struct orb_matcher *m, uint32_t value)
{
    if (orb_grow((void **)&m->indices.items, &m->indices.capacity, m->indices.count,
                 sizeof *m->indices.items) != ORB_OK)
        return false;
    m->indices.items[m->indices.count++] = value;
    return true;
}

/* Declared and possible modalities, and igas ones under the option; day ones only when the
 * person refuses residence and some remain; then only those required when one is there
 * (MATCHING 4.5). */
static bool usable(const struct orb_matcher *m, const struct orb_cat_modality *x,
                   uint32_t skip, uint32_t want)
{
    uint32_t bits = m->flags[x->code];

    if (x->certainty == ORB_CERTAINTY_IGAS && !m->igas[ORB_IGAS_HOME_TEMPORARY])
        return false;
    return (bits & skip) == 0 && (bits & want) == want;
}

static uint32_t count_usable(const struct orb_matcher *m, const struct orb_cat_terms *t,
                             uint32_t skip, uint32_t want)
{
    uint32_t n = 0;

    for (uint32_t i = 0; i < t->modalities.count; i++)
        n += usable(m, &m->c->modalities[t->modalities.first + i], skip, want);
    return n;
}

static bool find_usable(struct orb_matcher *m, const struct orb_cat_terms *t,
                        struct orb_ways_facts *f)
{
    uint32_t skip = m->person->no_residential ? ORB_CODE_RESIDENTIAL : 0;
    uint32_t want = 0;

    if (skip != 0 && count_usable(m, t, skip, 0) == 0)
        skip = 0;
    if (count_usable(m, t, skip, ORB_CODE_WANTED) > 0)
        want = ORB_CODE_WANTED;
    f->usable_first = (uint32_t)m->indices.count;
    for (uint32_t i = 0; i < t->modalities.count; i++) {
        uint32_t at = t->modalities.first + i;

        if (!usable(m, &m->c->modalities[at], skip, want))
            continue;
        if (!add_index(m, at))
            return false;
        f->usable_count++;
    }
    return true;
}

/* ---- what is given */

/* It depends on the need and the profile, not on the person: remembered from one question
 * to the next. */
static double coverage(struct orb_matcher *m, uint32_t care,
                       const struct orb_query_need *need)
{
    double n;

    if (need->coverage != NULL && !isnan(need->coverage[care]))
        return need->coverage[care];
    n = orb_criterion_coverage(m, &m->c->terms[m->c->care_terms[care]], need);
    if (need->coverage != NULL)
        need->coverage[care] = n;
    return n;
}

/* Room for as many numbers, and indices, as there are twice needs. */
static bool make_room(struct orb_matcher *m)
{
    while (m->numbers.capacity < m->numbers.count + 2 * (size_t)m->need_count)
        if (orb_grow((void **)&m->numbers.items, &m->numbers.capacity, m->numbers.capacity,
                     sizeof *m->numbers.items) != ORB_OK)
            return false;
    while (m->indices.capacity < m->indices.count + m->need_count)
        if (orb_grow((void **)&m->indices.items, &m->indices.capacity, m->indices.capacity,
                     sizeof *m->indices.items) != ORB_OK)
            return false;
    return true;
}

/* Of what is not covered, no wish is asked: most cares cover nothing, and their terms are
 * not read. */
static bool find_coverage(struct orb_matcher *m, uint32_t care, struct orb_care_facts *f)
{
    const struct orb_cat_terms *t = &m->c->terms[m->c->care_terms[care]];
    uint32_t needs = m->need_count;
    double *numbers;

    if (!make_room(m))
        return false;
    f->coverage_first = (uint32_t)m->numbers.count;
    f->wish_first = f->coverage_first + needs;
    f->needs_first = (uint32_t)m->indices.count;
    numbers = m->numbers.items + f->coverage_first;
    for (uint32_t i = 0; i < needs; i++) {
        numbers[i] = coverage(m, care, &m->needs[i]);
        numbers[needs + i] = -1;
        if (!(numbers[i] > 0))
            continue;
        numbers[needs + i] = orb_criterion_wish(m, t, &m->needs[i]);
        m->indices.items[m->indices.count++] = i;
    }
    m->numbers.count += 2 * (size_t)needs;
    f->need_count = (uint32_t)m->indices.count - f->needs_first;
    f->covers = f->need_count > 0;
    return true;
}

/* It depends on the profile, not on the person. */
static bool coordinates(struct orb_matcher *m, uint32_t care)
{
    const struct orb_cat_terms *t = &m->c->terms[m->c->care_terms[care]];
    uint8_t *known = &m->care_coordinates[care];

    if (*known == 0) {
        *known = 1;
        for (uint32_t i = 0; i < t->prestations.count; i++)
            if ((m->flags[m->c->prestations[t->prestations.first + i].code] &
                 ORB_CODE_COORDINATION) != 0)
                *known = 2;
    }
    return *known == 2;
}

static void apply_rule(struct orb_matcher *m, enum orb_rule_id rule,
                       struct orb_rule_case *k, struct orb_part_reasons *out,
                       struct orb_tally *tally)
{
    k->m = m;
    k->offer = ORB_CAT_NONE;
    k->out = &m->terms_reasons;
    out->first[rule] = (uint32_t)m->terms_reasons.count;
    orb_rules[rule].apply(k);
    out->count[rule] = (uint8_t)(m->terms_reasons.count - out->first[rule]);
    if (out->count[rule] > 0)
        orb_tally_rule(m, rule, m->terms_reasons.items + out->first[rule], out->count[rule],
                       tally);
}

static bool apply_rules(struct orb_matcher *m, enum orb_rule_scope scope,
                        struct orb_rule_case *k, struct orb_part_reasons *out,
                        struct orb_tally *tally)
{
    for (uint32_t i = 0; i < m->scope_count[scope]; i++)
        apply_rule(m, (enum orb_rule_id)m->scope_rules[scope][i], k, out, tally);
    return !m->terms_reasons.failed;
}

/* Does it say what the last one that neither covers a need nor coordinates does? Asked of
 * what is remembered: most cares of a question are so. */
static bool is_idle_too(struct orb_matcher *m, uint32_t care)
{
    if (m->idle.made != m->question || coordinates(m, care))
        return false;
    for (uint32_t i = 0; i < m->need_count; i++)
        if (m->needs[i].coverage == NULL || !(m->needs[i].coverage[care] <= 0))
            return false;
    return true;
}

static bool serves_carers(const struct orb_matcher *m, uint32_t care)
{
    return m->person->carer_needs.count > 0 &&
           any_flag(m, &m->c->terms[m->c->care_terms[care]].families,
                    ORB_CODE_CARER_FAMILY);
}

const struct orb_care_facts *orb_query_make_care(struct orb_matcher *m, uint32_t care)
{
    struct orb_care_facts *f = &m->care[care];
    struct orb_rule_case k = { .terms = &m->c->terms[m->c->care_terms[care]],
                               .facts.care = f };

    if (is_idle_too(m, care)) {
        *f = m->idle;
        f->carers = serves_carers(m, care);
        return f;
    }
    memset(f, 0, sizeof *f);
    if (!find_coverage(m, care, f))
        return NULL;
    f->coordination = coordinates(m, care);
    f->carers = serves_carers(m, care);
    if (!apply_rules(m, ORB_SCOPE_CARE, &k, &f->reasons, &f->tally))
        return NULL;
    f->made = m->question;
    if (!f->covers && !f->coordination)
        m->idle = *f;
    return f;
}

/* ---- to whom */

static size_t sign_classes(const struct orb_matcher *m, int sign)
{
    return (size_t)m->signs[sign].count * (sign == ORB_SIGN_PUBLIC ? 4 : 1);
}

static bool number_signs(struct orb_matcher *m)
{
    orb_cat_code *categories;

    for (int sign = 0; sign < ORB_ENTRY_SIGNS; sign++) {
        if (m->sign_facts[sign] != NULL)
            continue;
        orb_signs_release(&m->signs[sign]);
        if (!orb_signs_number(m->c, (enum orb_sign)sign, &m->signs[sign]))
            return false;
        m->sign_facts[sign] =
            orb_calloc((size_t)m->signs[sign].count + 1, sizeof *m->sign_facts[sign]);
        m->sign_class_of[sign] = orb_calloc(sign_classes(m, sign) + 1, 1);
        if (m->sign_facts[sign] == NULL || m->sign_class_of[sign] == NULL)
            return false;
    }
    categories = orb_calloc((size_t)m->c->entry_count + 1, sizeof *categories);
    for (uint32_t i = 0; categories != NULL && i < m->c->entry_count; i++)
        categories[i] = m->c->terms[m->c->entry_terms[i]].category;
    m->entry_category = categories;
    return categories != NULL && orb_query_lay_signs(m);
}

void orb_query_release_signs(struct orb_matcher *m)
{
    for (int sign = 0; sign < ORB_ENTRY_SIGNS; sign++) {
        orb_signs_release(&m->signs[sign]);
        orb_free(m->sign_facts[sign]);
        m->sign_facts[sign] = NULL;
        orb_free(m->sign_class_of[sign]);
        m->sign_class_of[sign] = NULL;
    }
    orb_free(m->entry_category);
    m->entry_category = NULL;
    orb_query_release_laid(m);
}

/* The sign that a rule reads alone; for the others, that of the public, whose rule reads
 * the orientation besides. */
static enum orb_sign sign_of(enum orb_rule_id rule)
{
    switch (rule) {
    case ORB_RULE_AGE:
        return ORB_SIGN_AGE;
    case ORB_RULE_ORIENTATION:
        return ORB_SIGN_ORIENTATION;
    case ORB_RULE_ASSOCIATED:
        return ORB_SIGN_ASSOCIATED;
    default:
        return ORB_SIGN_PUBLIC;
    }
}

/* What entries of a sign share, but for the reasons of its rule. */
static struct orb_sign_facts *read_sign(struct orb_matcher *m, enum orb_sign sign,
                                        uint32_t entry)
{
    struct orb_sign_facts *s = orb_query_sign(m, sign, entry);
    const struct orb_cat_terms *t;

    if (s->made == m->question)
        return s;
    t = &m->c->terms[m->c->entry_terms[entry]];
    *s = (struct orb_sign_facts){ .made = m->question };
    if (sign == ORB_SIGN_PUBLIC) {
        s->public_level = (uint8_t)public_level(m, t);
    } else if (sign == ORB_SIGN_ORIENTATION) {
        s->oriented = any_flag(m, &t->orientations, ORB_CODE_ORIENTED) ||
                      any_flag(m, &t->engagements, ORB_CODE_ENGAGED);
    } else if (sign == ORB_SIGN_AGE) {
        s->narrow = orb_criterion_is_narrow(m, t);
    }
    return s;
}

static void apply_to_sign(struct orb_matcher *m, enum orb_rule_id rule, uint32_t entry,
                          struct orb_rule_case *k, struct orb_entry_facts *f)
{
    struct orb_sign_facts *s = orb_query_sign(m, sign_of(rule), entry);

    if (!s->applied) {
        apply_rule(m, rule, k, &f->reasons, &s->tally);
        s->first = f->reasons.first[rule];
        s->count = f->reasons.count[rule];
        s->applied = true;
    }
    f->reasons.first[rule] = s->first;
    f->reasons.count[rule] = s->count;
    orb_tally_add(&f->tally, &s->tally);
}

static bool apply_to_entry(struct orb_matcher *m, uint32_t entry, struct orb_entry_facts *f)
{
    struct orb_rule_case k = { .terms = &m->c->terms[f->terms], .facts.entry = f };
    struct orb_sign_facts *s = orb_query_sign(m, ORB_SIGN_PUBLIC, entry);
    uint32_t at = orb_sign_public_at(f->oriented, f->institution);
    struct orb_tally own = { 0 };

    for (uint32_t i = 0; i < m->scope_count[ORB_SCOPE_ENTRY]; i++) {
        enum orb_rule_id rule = (enum orb_rule_id)m->scope_rules[ORB_SCOPE_ENTRY][i];

        if (sign_of(rule) != ORB_SIGN_PUBLIC)
            apply_to_sign(m, rule, entry, &k, f);
        else
            apply_rule(m, rule, &k, &f->reasons, &own);
    }
    orb_tally_add(&f->tally, &own);
    s->own[at] = own;
    s->known |= (uint8_t)(1U << at);
    for (int sign = 0; sign < ORB_ENTRY_SIGNS; sign++)
        orb_query_sign(m, (enum orb_sign)sign, entry)->applied = true;
    return !m->terms_reasons.failed;
}

/* The terms are only read for the first entry of a sign: they are far apart in memory. */
const struct orb_entry_facts *orb_query_make_entry(struct orb_matcher *m, uint32_t entry)
{
    struct orb_entry_facts *f = &m->entry[entry];

    if (m->entry_category == NULL && !number_signs(m))
        return NULL;
    memset(f, 0, sizeof *f);
    f->terms = m->c->entry_terms[entry];
    f->category = m->entry_category[entry];
    f->institution = m->circles.entries[entry].institution;
    f->droit_commun = m->circles.entries[entry].droit_commun;
    f->public_level = read_sign(m, ORB_SIGN_PUBLIC, entry)->public_level;
    f->oriented = read_sign(m, ORB_SIGN_ORIENTATION, entry)->oriented;
    (void)read_sign(m, ORB_SIGN_ASSOCIATED, entry);
    f->expertise = orb_criterion_expertise(m, read_sign(m, ORB_SIGN_AGE, entry)->narrow,
                                           (enum orb_public_level)f->public_level);
    f->past = orb_criterion_past(m, f->category, NULL, &f->past_tried);
    if (!apply_to_entry(m, entry, f))
        return NULL;
    f->made = m->question;
    return f;
}

/* ---- how */

/* How far the usable modalities reach: infinitely when some does not travel, or when none
 * is known. */
static void find_reach(const struct orb_matcher *m, struct orb_ways_facts *f)
{
    for (uint32_t i = 0; i < f->usable_count; i++) {
        uint32_t bits =
            m->flags[m->c->modalities[m->indices.items[f->usable_first + i]].code];
        bool residential = (bits & ORB_CODE_RESIDENTIAL) != 0;

        if ((bits & (ORB_CODE_HOME | ORB_CODE_REMOTE)) != 0)
            f->away = true;
        else
            f->on_site = true;
        f->residential = f->residential || residential;
        f->remote =
            f->remote || (bits & (ORB_CODE_HOME | ORB_CODE_REMOTE)) == ORB_CODE_REMOTE;
        f->far_chord_m = fmax(f->far_chord_m, m->far_chord_m[residential]);
        f->near_chord_m = fmax(f->near_chord_m, m->near_chord_m[residential]);
    }
    if (f->away || !f->on_site)
        f->far_chord_m = INFINITY;
}

/* Residence alone, for who refuses it. */
static bool is_refused(const struct orb_matcher *m, const struct orb_ways_facts *f)
{
    if (!m->person->no_residential || !orb_query_refusal_excludes(m))
        return false;
    for (uint32_t i = 0; i < f->usable_count; i++)
        if ((m->flags[m->c->modalities[m->indices.items[f->usable_first + i]].code] &
             ORB_CODE_RESIDENTIAL) == 0)
            return false;
    return f->usable_count > 0;
}

/* What rule open says of every offer that is open today. */
static bool find_open(struct orb_matcher *m, struct orb_rule_case *k, struct orb_tally *out)
{
    size_t before = m->terms_reasons.count;

    if (!m->p->rules[ORB_RULE_OPEN].enabled)
        return true;
    orb_rule_open_ways(k);
    orb_tally_rule(m, ORB_RULE_OPEN, m->terms_reasons.items + before,
                   m->terms_reasons.count - before, out);
    m->terms_reasons.count = before;
    return !m->terms_reasons.failed;
}

const struct orb_ways_facts *orb_query_make_ways(struct orb_matcher *m, uint32_t ways)
{
    struct orb_ways_facts *f = &m->ways[ways];
    const struct orb_cat_terms *t = &m->c->terms[m->c->ways_terms[ways]];
    struct orb_rule_case k = {
        .m = m, .terms = t, .facts.ways = f, .out = &m->terms_reasons
    };

    memset(f, 0, sizeof *f);
    if (!find_usable(m, t, f))
        return NULL;
    f->refuses_new = t->accepts_new == ORB_NO;
    f->activity_unknown = t->activity_unknown != 0;
    find_reach(m, f);
    f->refused = is_refused(m, f);
    if (!apply_rules(m, ORB_SCOPE_WAYS, &k, &f->reasons, &f->tally) ||
        !find_open(m, &k, &f->open))
        return NULL;
    f->made = m->question;
    return f;
}

void orb_query_forget(struct orb_matcher *m)
{
    m->numbers.count = m->indices.count = m->terms_reasons.count = 0;
    m->like_count = 0;
    memset(m->like_slots, 0, sizeof m->like_slots);
    memset(m->like_keys, 0, sizeof m->like_keys);
    memset(m->sign_class_count, 0, sizeof m->sign_class_count);
    for (int sign = 0; sign < ORB_ENTRY_SIGNS; sign++)
        if (m->sign_class_of[sign] != NULL)
            memset(m->sign_class_of[sign], 0, sign_classes(m, sign));
    m->like_key_count = 0;
    if (m->beside_count > 0)
        memset(m->beside_keys, 0, m->beside_count * sizeof *m->beside_keys);
    if (++m->question == 0) { /* the numbers start again: nothing may pass for today's */
        memset(m->care, 0, m->c->care_count * sizeof *m->care);
        m->idle.made = 0;
        memset(m->entry, 0, m->c->entry_count * sizeof *m->entry);
        orb_query_release_signs(m);
        memset(m->like_of, 0, m->c->entry_count * sizeof *m->like_of);
        orb_query_release_alike(m);
        memset(m->ways, 0, m->c->ways_count * sizeof *m->ways);
        memset(m->apart_at, 0, 2 * (size_t)m->c->ways_count * sizeof *m->apart_at);
        memset(m->pairs[0], 0, m->c->pair_count * sizeof *m->pairs[0]);
        memset(m->pairs[1], 0, m->c->pair_count * sizeof *m->pairs[1]);
        orb_masks_free(m->masks);
        m->masks = NULL;
        m->question = 1;
    }
}
