/* Sorts a person: a look around, then every offer for the needs that nothing answers. */
#include "engine/cohort/triage.h"

#include <string.h>

#include "engine/base/alloc.h"
#include "engine/cohort/triage_parts.h"
#include "engine/match/standing.h"

const char *const orb_need_state_names[ORB_NEED_STATES] = { "couvert", "couvert_fragile",
                                                            "a_verifier", "quasi", "vide" };
const char *const orb_level_names[ORB_LEVELS] = { "totale", "partielle", "par_defaut",
                                                  "a_risque", "couverte" };
const char *const orb_fragility_names[ORB_FRAGILITIES] = {
    "single_organization", "orientation_ending", "age_bound",    "wait", "closing",
    "relatives_only",      "deadline",           "reorientation"
};

struct orb_triage *orb_triage_new(struct orb_matcher *matcher,
                                  const struct orb_catalogue *catalogue,
                                  const struct orb_profile *profile)
{
    struct orb_triage *t = orb_calloc(1, sizeof *t);

    if (t == NULL)
        return NULL;
    t->matcher = matcher;
    t->c = catalogue;
    t->p = profile;
    t->blocks = orb_calloc(ORB_PERSON_MAX_NEEDS, sizeof *t->blocks);
    t->census = orb_calloc(ORB_PERSON_MAX_NEEDS, sizeof *t->census);
    if (t->blocks == NULL || t->census == NULL) {
        orb_triage_free(t);
        return NULL;
    }
    return t;
}

void orb_triage_free(struct orb_triage *t)
{
    if (t == NULL)
        return;
    for (int i = 0; t->blocks != NULL && i < ORB_PERSON_MAX_NEEDS; i++)
        orb_free(t->blocks[i].sets);
    orb_free(t->blocks);
    orb_free(t->census);
    orb_free(t);
}

void orb_triage_close(struct orb_triage *t, const uint64_t *offers)
{
    t->closed = offers;
}

/* ---- states */

/* Supported today by a service which asked for another orientation. */
static bool is_reoriented(const struct orb_case *c, const char *code)
{
    for (uint32_t i = 0; i < c->request_count; i++)
        if (c->requests[i].latest && c->requests[i].kind == ORB_REQUEST_FRAGILE &&
            orb_code_list_has(&c->requests[i].needs, code))
            return true;
    return false;
}

static unsigned fragility(const struct orb_triage *t, uint32_t need, uint8_t support)
{
    const struct orb_need_look *look = &t->looks[need];
    int64_t deadline = t->person->urgency_days;
    unsigned fragile = look->solid ? 0 : look->touched;

    if (!look->several)
        fragile |= 1U << ORB_FRAGILE_ORGANIZATION;
    if (support == 2)
        fragile |= 1U << ORB_FRAGILE_RELATIVES;
    if (deadline >= 0 && (double)deadline <= t->p->cohort.horizon_days)
        fragile |= 1U << ORB_FRAGILE_DEADLINE;
    if (is_reoriented(t->case_, t->person->needs[need].code))
        fragile |= 1U << ORB_FRAGILE_REORIENTATION;
    return fragile;
}

static void judge_need(const struct orb_triage *t, uint32_t need,
                       struct orb_triage_need *out)
{
    const struct orb_need_blocks *b = &t->blocks[need];

    out->support = orb_person_support(t->person, t->person->needs[need].code);
    out->call = out->default_offer = ORB_CAT_NONE;
    if (t->looks[need].any) {
        out->fragile = fragility(t, need, out->support);
        out->state = out->fragile == 0 ? ORB_NEED_COVERED : ORB_NEED_FRAGILE;
        out->creton = (out->fragile >> ORB_FRAGILE_AGE & 1) != 0 && t->looks[need].creton;
    } else if (b->to_verify > 0) {
        out->state = ORB_NEED_TO_VERIFY;
    } else {
        out->state = b->near > 0 ? ORB_NEED_NEAR : ORB_NEED_EMPTY;
    }
}

/* Where there is something to verify, what keeps the rest out is only counted. */
static enum orb_status count_causes(struct orb_triage *t, uint64_t open,
                                    struct orb_error *err)
{
    uint64_t unsure = 0;
    enum orb_status status;

    if (orb_matcher_counts(t->matcher)) {
        status = orb_causes_count(t, open, err);
        for (uint32_t i = 0; i < t->person->need_count; i++)
            if ((open >> i & 1) != 0 && t->blocks[i].to_verify > 0)
                unsure |= UINT64_C(1) << i;
    } else {
        for (uint32_t i = 0; i < t->person->need_count; i++)
            if (t->looks[i].unsure)
                unsure |= UINT64_C(1) << i;
        status = orb_causes_survey(t, open & unsure, true, err);
    }
    return status == ORB_OK ? orb_causes_survey(t, open & ~unsure, false, err) : status;
}

static enum orb_status find_states(struct orb_triage *t, struct orb_triage_person *out,
                                   struct orb_error *err)
{
    uint64_t open;
    enum orb_status status = orb_state_look(t, &open, err);

    if (status == ORB_OK)
        status = count_causes(t, open, err);
    for (uint32_t i = 0; status == ORB_OK && i < out->need_count; i++) {
        judge_need(t, i, &out->needs[i]);
        if ((open >> i & 1) != 0 && (!orb_causes_tell(t, i, &out->needs[i]) ||
                                     !orb_levers_tell(t, i, &out->needs[i])))
            status = orb_error_memory(err);
    }
    return status;
}

static void find_places(const struct orb_triage *t, struct orb_triage_person *out)
{
    for (uint32_t i = 1; i < out->need_count; i++) {
        const struct orb_need *need = &t->person->needs[i];
        const struct orb_need *worst = &t->person->needs[out->worst];
        enum orb_need_state state = out->needs[i].state;
        enum orb_need_state before = out->needs[out->worst].state;

        if (state > before || (state == before && need->priority > worst->priority))
            out->worst = i;
        if (need->priority > t->person->needs[out->main].priority)
            out->main = i;
    }
}

/* Is the best time above the limit for the main need? An eligible offer is within it; with
 * no offer at all there is no time within it. */
static enum orb_tristate too_far(const struct orb_triage *t, uint32_t main)
{
    const struct orb_need_blocks *b = &t->blocks[main];

    if (t->person->need_count == 0)
        return ORB_UNKNOWN;
    if (t->looks[main].any || b->within)
        return ORB_NO;
    return b->perhaps ? ORB_UNKNOWN : ORB_YES;
}

/* ---- the level */

static enum orb_level level_of(const struct orb_triage *t,
                               const struct orb_triage_person *person)
{
    enum orb_level level = ORB_LEVEL_COVERED;
    bool all_bad = person->need_count > 0;

    for (uint32_t i = 0; i < person->need_count; i++) {
        const struct orb_triage_need *n = &person->needs[i];
        bool bad = n->state >= ORB_NEED_NEAR;
        enum orb_level mine = ORB_LEVEL_COVERED;

        all_bad = all_bad && bad;
        if (bad && t->person->needs[i].priority >= 2)
            mine = ORB_LEVEL_PARTIAL;
        else if (bad || n->state == ORB_NEED_TO_VERIFY || n->by_default)
            mine = ORB_LEVEL_DEFAULT;
        else if (n->state == ORB_NEED_FRAGILE)
            mine = ORB_LEVEL_AT_RISK;
        level = mine < level ? mine : level;
    }
    return all_bad && !orb_has_service(t) ? ORB_LEVEL_TOTAL : level;
}

enum orb_status orb_triage_person(struct orb_triage *t,
                                  const struct orb_triage_question *question,
                                  struct orb_triage_person *out, struct orb_error *err)
{
    const struct orb_case *case_ = question->case_;
    struct orb_triage_person made = { .case_ = case_,
                                      .need_count = case_->person->need_count };
    enum orb_status status =
        orb_matcher_stand(t->matcher, case_->person, question->options, err);

    t->case_ = case_;
    t->person = case_->person;
    t->arena = question->arena;
    if (status != ORB_OK)
        return status;
    made.needs = orb_arena_array(t->arena, made.need_count, sizeof *made.needs);
    if (made.needs == NULL || !orb_state_prepare(t))
        return orb_error_memory(err);
    status = find_states(t, &made, err);
    if (status == ORB_OK)
        status = orb_supports_judge(t, &made, err);
    if (status != ORB_OK)
        return status;
    find_places(t, &made);
    made.level = level_of(t, &made);
    made.isolation = orb_isolation_of(t, too_far(t, made.main));
    made.urgency = orb_urgency_of(t, &made);
    status = orb_next_of(t, &made, err);
    if (status == ORB_OK)
        *out = made;
    return status;
}

bool orb_triage_is_listed(const struct orb_triage_person *person)
{
    return person->level != ORB_LEVEL_COVERED || person->isolation.isolated;
}
