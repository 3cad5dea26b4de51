/* What keeps offers out of a need: how many each cause blocks, and how many it alone
 * blocks (METHODS 5.3). */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/alloc.h"
#include "engine/cohort/triage_parts.h"

const char *orb_cause_name(unsigned cause)
{
    if (cause == ORB_CAUSE_WAIT)
        return "wait_too_long";
    return cause < ORB_REASON_CODES ? orb_reason_code_names[cause] : "absence_offre";
}

/* Codes of TRE_R358, in its edition of the ROR; those not here are ours alone. */
static const uint8_t codes[ORB_CAUSES] = { [ORB_REASON_AGE_MIN] = 122,
                                           [ORB_REASON_AGE_MAX] = 122,
                                           [ORB_REASON_PUBLIC] = 116,
                                           [ORB_REASON_ASSOCIATED] = 116,
                                           [ORB_REASON_ZONE] = 113,
                                           [ORB_REASON_TRAVEL] = 113,
                                           [ORB_REASON_NOT_ACCEPTING] = 114,
                                           [ORB_REASON_DEADLINE] = 114,
                                           [ORB_CAUSE_WAIT] = 114,
                                           [ORB_REASON_ACCESSIBILITY] = 86,
                                           [ORB_REASON_ORIENTATION] = 84,
                                           [ORB_REASON_ORIENTATION_FUTURE] = 84,
                                           [ORB_REASON_ORIENTATION_EXPIRED] = 98,
                                           [ORB_REASON_REFUSED_BY_PERSON] = 100,
                                           [ORB_REASON_NOT_DROIT_COMMUN] = 100,
                                           [ORB_REASON_RESIDENTIAL_REFUSED] = 100,
                                           [ORB_REASON_LANGUAGE] = 115,
                                           [ORB_REASON_MODALITY] = 115 };

int orb_cause_code(unsigned cause)
{
    return cause < ORB_CAUSES ? codes[cause] : 0;
}

struct surveyor {
    struct orb_survey survey;
    struct orb_triage *t;
    bool counts; /* only: without the sets of causes */
};

static int64_t key_of(double x, int64_t unknown)
{
    return isnan(x) ? unknown : orb_key(x);
}

/* ---- sets of causes */

static bool comes_before(const struct orb_block_set *a, const struct orb_block_set *b)
{
    if (a->slack_key != b->slack_key)
        return a->slack_key < b->slack_key;
    if (a->gap_key != b->gap_key)
        return a->gap_key < b->gap_key;
    if (a->minutes_key != b->minutes_key)
        return a->minutes_key < b->minutes_key;
    return a->id_rank < b->id_rank;
}

static struct orb_block_set *set_of(struct orb_need_blocks *b, uint64_t causes)
{
    uint32_t *slot = &b->slots[(causes * UINT64_C(0x9E3779B97F4A7C15)) >> 56];
    struct orb_block_set *s;

    for (uint32_t at = *slot; at != 0; at = b->sets[at - 1].next)
        if (b->sets[at - 1].best.causes == causes)
            return &b->sets[at - 1];
    if (orb_grow((void **)&b->sets, &b->set_capacity, b->set_count, sizeof *s) != ORB_OK)
        return NULL;
    s = &b->sets[b->set_count++];
    *s = (struct orb_block_set){ .next = *slot, .slack_key = INT64_MAX };
    s->best.causes = causes;
    *slot = (uint32_t)b->set_count;
    return s;
}

static enum orb_frequency limit_of(const struct orb_triage *t, const struct orb_sighting *s)
{
    const struct orb_profile_modality *m =
        s->place.modality == ORB_CAT_NONE
            ? NULL
            : orb_profile_modality_find(t->p, orb_cat_code_name(t->c, s->place.modality));

    return m != NULL && m->residential ? ORB_RESIDENTIAL : s->frequency;
}

static bool add_set(const struct orb_triage *t, struct orb_need_blocks *b,
                    const struct orb_sighting *s, uint64_t causes)
{
    struct orb_block_set *set = set_of(b, causes);
    struct orb_block_set mine = { .slack_key = orb_key(s->slack),
                                  .gap_key = key_of(s->gap, 0),
                                  .minutes_key = key_of(s->place.minutes, ORB_KEY_UNKNOWN),
                                  .id_rank = s->member->id_rank };

    if (set == NULL)
        return false;
    set->best.offers++;
    if (!comes_before(&mine, set))
        return true;
    set->slack_key = mine.slack_key;
    set->gap_key = mine.gap_key;
    set->minutes_key = mine.minutes_key;
    set->id_rank = mine.id_rank;
    set->best.offer = s->member->offer;
    set->best.slack = s->slack;
    set->best.minutes = s->place.minutes;
    set->best.gap = causes == ORB_CAUSE_BIT(ORB_CAUSE_WAIT)
                        ? s->member->wait_days - t->p->cohort.wait_max_days
                        : s->gap;
    set->best.limit = ceil(s->place.minutes);
    set->best.frequency = limit_of(t, s);
    return true;
}

/* ---- one offer */

static void note_call(struct orb_need_blocks *b, const struct orb_sighting *s)
{
    int64_t minutes = key_of(s->place.minutes, ORB_KEY_UNKNOWN);

    b->to_verify++;
    if (b->call != ORB_CAT_NONE &&
        (minutes > b->call_minutes ||
         (minutes == b->call_minutes && s->member->id_rank >= b->call_rank)))
        return;
    b->call = s->member->offer;
    b->call_rank = s->member->id_rank;
    b->call_minutes = minutes;
    b->call_unknown = s->unknown;
}

static void note_place(struct orb_need_blocks *b, const struct orb_sighting *s)
{
    b->within = b->within || s->place.outcome == ORB_RULE_YES;
    b->perhaps = b->perhaps || s->place.outcome == ORB_RULE_UNKNOWN;
}

static bool note(const struct surveyor *from, struct orb_need_blocks *b,
                 const struct orb_sighting *s, uint64_t causes)
{
    const struct orb_triage *t = from->t;
    uint64_t rest = causes;
    int count = 0;
    bool closed = (causes & ORB_CAUSE_BIT(ORB_REASON_CLOSED)) != 0;

    b->covering++;
    if (!closed)
        note_place(b, s);
    if (causes == 0)
        note_call(b, s);
    /* A wait alone makes a near miss of what would suit, or might (METHODS 5.1). */
    else if (!closed && (s->class_ == ORB_NEAR_MISS || s->failed == 0))
        b->near++;
    for (unsigned cause = 0; rest != 0; cause++, rest >>= 1) {
        if ((rest & 1) == 0)
            continue;
        count++;
        b->blocked[cause]++;
        b->alone[cause] += causes == ORB_CAUSE_BIT(cause);
    }
    return from->counts || count == 0 || count > 3 || closed || !s->relaxable ||
           add_set(t, b, s, causes);
}

static bool visit(struct orb_survey *survey, const struct orb_sighting *s)
{
    struct orb_triage *t = ((struct surveyor *)survey)->t;
    uint64_t causes = s->failed;

    if ((causes & ORB_CENSUS_NOBODY) != 0)
        return true;
    if (orb_waits_more(s->member, t->p->cohort.wait_max_days))
        causes |= ORB_CAUSE_BIT(ORB_CAUSE_WAIT);
    if (orb_triage_closes(t, s->member->offer))
        causes |= ORB_CAUSE_BIT(ORB_REASON_CLOSED);
    for (uint32_t i = 0; i < t->person->need_count; i++)
        if ((s->needs >> i & 1) != 0 &&
            !note((struct surveyor *)survey, &t->blocks[i], s, causes))
            return false;
    return true;
}

static void clear(struct orb_triage *t, uint64_t needs)
{
    for (uint32_t i = 0; i < t->person->need_count; i++) {
        struct orb_need_blocks *b = &t->blocks[i];
        struct orb_need_blocks empty = { .call = ORB_CAT_NONE,
                                         .sets = b->sets,
                                         .set_capacity = b->set_capacity };

        if ((needs >> i & 1) != 0)
            *b = empty;
    }
}

enum orb_status orb_causes_survey(struct orb_triage *t, uint64_t needs, bool counts,
                                  struct orb_error *err)
{
    struct surveyor s = { .survey = { .needs = needs, .visit = visit },
                          .t = t,
                          .counts = counts };

    clear(t, needs);
    return orb_matcher_survey(t->matcher, &s.survey, err);
}

/* ---- at once */

static void add_census(const struct orb_triage *t, struct orb_need_blocks *b,
                       const struct orb_census_need *n)
{
    for (unsigned cause = 0; cause < ORB_CENSUS_CAUSES; cause++) {
        b->blocked[cause] += n->blocked[cause];
        b->alone[cause] += n->alone[cause];
    }
    b->covering += n->covering;
    b->to_verify += n->to_verify;
    b->within = b->within || n->within;
    b->perhaps = b->perhaps || n->perhaps;
    if (n->call == ORB_CAT_NONE)
        return;
    if (b->call != ORB_CAT_NONE && (n->call_minutes > b->call_minutes ||
                                    (n->call_minutes == b->call_minutes &&
                                     t->c->offers[n->call].id_rank >= b->call_rank)))
        return;
    b->call = n->call;
    b->call_rank = t->c->offers[n->call].id_rank;
    b->call_minutes = n->call_minutes;
    b->call_unknown = n->call_unknown;
}

enum orb_status orb_causes_count(struct orb_triage *t, uint64_t needs,
                                 struct orb_error *err)
{
    const struct orb_census_terms terms = { .long_wait = t->p->cohort.wait_max_days,
                                            .closed = t->closed };
    struct surveyor s = { .survey = { .needs = needs, .visit = visit },
                          .t = t,
                          .counts = true };
    enum orb_status status;

    clear(t, needs);
    status = orb_matcher_census(t->matcher, &s.survey, &terms, t->census, err);
    for (uint32_t i = 0; status == ORB_OK && i < t->person->need_count; i++)
        if ((needs >> i & 1) != 0)
            add_census(t, &t->blocks[i], &t->census[i]);
    return status;
}

/* ---- what is told */

static int by_blocked(const void *x, const void *y)
{
    const struct orb_triage_cause *a = x;
    const struct orb_triage_cause *b = y;

    if (a->blocked != b->blocked)
        return a->blocked > b->blocked ? -1 : 1;
    return a->cause < b->cause ? -1 : a->cause > b->cause;
}

bool orb_causes_tell(struct orb_triage *t, uint32_t need, struct orb_triage_need *out)
{
    const struct orb_need_blocks *b = &t->blocks[need];
    struct orb_triage_cause *list = orb_arena_array(t->arena, ORB_CAUSES, sizeof *list);

    if (list == NULL)
        return false;
    out->covering = b->covering;
    out->to_verify = b->to_verify;
    out->call = b->call;
    out->call_unknown = b->call_unknown;
    out->causes = list;
    if (b->covering == 0)
        list[out->cause_count++].cause = ORB_CAUSE_ABSENT;
    for (unsigned cause = 0; cause < ORB_CAUSE_ABSENT; cause++)
        if (b->blocked[cause] > 0)
            list[out->cause_count++] =
                (struct orb_triage_cause){ cause, b->blocked[cause], b->alone[cause] };
    qsort(list, out->cause_count, sizeof *list, by_blocked);
    return true;
}
