/* Each change is made to a copy of the territory or of the person, who is then looked at
 * again; what the causes say cannot change is not tried. */
#include "engine/cohort/counterfactual.h"

#include <math.h>
#include <string.h>

#include "engine/base/alloc.h"
#include "engine/cohort/triage_parts.h"
#include "engine/cohort/widened.h"
#include "engine/match/standing.h"
#include "engine/match/survey.h"

const struct orb_change_step orb_change_steps[ORB_CHANGES] = {
    [ORB_CHANGE_AGE_6] = { "age_6", ORB_CHANGE_OF_AGE, 6 },
    [ORB_CHANGE_AGE_12] = { "age_12", ORB_CHANGE_OF_AGE, 12 },
    [ORB_CHANGE_AGE_24] = { "age_24", ORB_CHANGE_OF_AGE, 24 },
    [ORB_CHANGE_ZONE_5] = { "zone_5", ORB_CHANGE_OF_ZONE, 5 },
    [ORB_CHANGE_ZONE_15] = { "zone_15", ORB_CHANGE_OF_ZONE, 15 },
    [ORB_CHANGE_TRAVEL_15] = { "travel_15", ORB_CHANGE_OF_TRAVEL, 15 },
    [ORB_CHANGE_TRAVEL_30] = { "travel_30", ORB_CHANGE_OF_TRAVEL, 30 },
    [ORB_CHANGE_IGAS_AGE_BOUNDS] = { "igas_age_bounds", ORB_CHANGE_OF_IGAS,
                                     ORB_IGAS_AGE_BOUNDS },
    [ORB_CHANGE_IGAS_ASSOCIATED] = { "igas_associated", ORB_CHANGE_OF_IGAS,
                                     ORB_IGAS_ASSOCIATED },
    [ORB_CHANGE_IGAS_HOME_TEMPORARY] = { "igas_home_temporary", ORB_CHANGE_OF_IGAS,
                                         ORB_IGAS_HOME_TEMPORARY },
};

/* Ages as they are, then by the steps in order. */
static const int months[] = { 0, 6, 12, 24 };
#define AGES (sizeof months / sizeof months[0])

/* Reasons whose rule a change can move. */
static const uint64_t moved[ORB_CHANGES] = {
    [ORB_CHANGE_AGE_6] =
        ORB_CAUSE_BIT(ORB_REASON_AGE_MIN) | ORB_CAUSE_BIT(ORB_REASON_AGE_MAX),
    [ORB_CHANGE_AGE_12] =
        ORB_CAUSE_BIT(ORB_REASON_AGE_MIN) | ORB_CAUSE_BIT(ORB_REASON_AGE_MAX),
    [ORB_CHANGE_AGE_24] =
        ORB_CAUSE_BIT(ORB_REASON_AGE_MIN) | ORB_CAUSE_BIT(ORB_REASON_AGE_MAX),
    [ORB_CHANGE_ZONE_5] = ORB_CAUSE_BIT(ORB_REASON_ZONE) | ORB_CAUSE_BIT(ORB_REASON_TRAVEL),
    [ORB_CHANGE_ZONE_15] =
        ORB_CAUSE_BIT(ORB_REASON_ZONE) | ORB_CAUSE_BIT(ORB_REASON_TRAVEL),
    [ORB_CHANGE_TRAVEL_15] =
        ORB_CAUSE_BIT(ORB_REASON_ZONE) | ORB_CAUSE_BIT(ORB_REASON_TRAVEL),
    [ORB_CHANGE_TRAVEL_30] =
        ORB_CAUSE_BIT(ORB_REASON_ZONE) | ORB_CAUSE_BIT(ORB_REASON_TRAVEL),
    [ORB_CHANGE_IGAS_AGE_BOUNDS] =
        ORB_CAUSE_BIT(ORB_REASON_AGE_MIN) | ORB_CAUSE_BIT(ORB_REASON_AGE_MAX),
    [ORB_CHANGE_IGAS_ASSOCIATED] = ORB_CAUSE_BIT(ORB_REASON_ASSOCIATED),
    [ORB_CHANGE_IGAS_HOME_TEMPORARY] = ORB_CAUSE_BIT(ORB_REASON_ZONE) |
                                       ORB_CAUSE_BIT(ORB_REASON_TRAVEL) |
                                       ORB_CAUSE_BIT(ORB_REASON_MODALITY),
};

/* Reasons that a change is named after: what it is told to be about. */
static uint64_t named(enum orb_change change)
{
    switch (orb_change_steps[change].kind) {
    case ORB_CHANGE_OF_ZONE:
        return ORB_CAUSE_BIT(ORB_REASON_ZONE);
    case ORB_CHANGE_OF_TRAVEL:
        return ORB_CAUSE_BIT(ORB_REASON_TRAVEL);
    default:
        return change == ORB_CHANGE_IGAS_HOME_TEMPORARY ? ORB_CAUSE_BIT(ORB_REASON_MODALITY)
                                                        : moved[change];
    }
}

/* What is changed at once. */
struct setting {
    size_t ages; /* place in months */
    double zone_km;
    double travel_minutes;
    bool igas[ORB_IGAS_OPTIONS];
};

struct orb_counterfactual {
    const struct orb_profile *p;
    struct orb_widened *widened;
    struct orb_matcher *matchers[AGES];
    /* of the person at hand */
    const struct orb_change_question *question;
    struct orb_person person; /* whose limits change */
    struct orb_match_options options;
    struct orb_change_need *needs;
    struct orb_census_need census[ORB_PERSON_MAX_NEEDS];
};

struct orb_counterfactual *orb_counterfactual_new(const struct orb_catalogue *catalogue,
                                                  const struct orb_profile *profile)
{
    struct orb_counterfactual *cf = orb_calloc(1, sizeof *cf);

    if (cf == NULL)
        return NULL;
    cf->p = profile;
    cf->widened = orb_widened_new(catalogue, months, AGES);
    for (size_t i = 0; cf->widened != NULL && i < AGES; i++) {
        cf->matchers[i] = orb_matcher_new(orb_widened_catalogue(cf->widened, i), profile);
        if (cf->matchers[i] == NULL)
            break;
    }
    if (cf->widened == NULL || cf->matchers[AGES - 1] == NULL) {
        orb_counterfactual_free(cf);
        return NULL;
    }
    return cf;
}

void orb_counterfactual_free(struct orb_counterfactual *cf)
{
    if (cf == NULL)
        return;
    for (size_t i = 0; i < AGES; i++)
        orb_matcher_free(cf->matchers[i]);
    orb_widened_free(cf->widened);
    orb_free(cf);
}

/* ---- a look around once something changed */

struct looker {
    struct orb_survey survey;
    const struct orb_profile *p;
    uint64_t eligible, to_verify;
    uint32_t offer[ORB_PERSON_MAX_NEEDS]; /* the nearest that is eligible, else to verify */
    uint32_t rank[ORB_PERSON_MAX_NEEDS];
    int64_t minutes[ORB_PERSON_MAX_NEEDS];
};

static void keep_nearest(struct looker *l, uint32_t need, const struct orb_sighting *s,
                         bool eligible)
{
    uint64_t bit = UINT64_C(1) << need;
    int64_t minutes = isnan(s->place.minutes) ? ORB_KEY_UNKNOWN : orb_key(s->place.minutes);
    bool first = ((eligible ? l->eligible : l->eligible | l->to_verify) & bit) == 0;

    if (!eligible && (l->eligible & bit) != 0)
        return;
    if (!first && (minutes > l->minutes[need] ||
                   (minutes == l->minutes[need] && s->member->id_rank >= l->rank[need])))
        return;
    l->offer[need] = s->member->offer;
    l->rank[need] = s->member->id_rank;
    l->minutes[need] = minutes;
}

static bool visit(struct orb_survey *survey, const struct orb_sighting *s)
{
    struct looker *l = (struct looker *)survey;
    bool eligible = s->class_ == ORB_ELIGIBLE;

    if (s->class_ > ORB_TO_VERIFY || orb_waits_more(s->member, l->p->cohort.wait_max_days))
        return true;
    for (uint32_t i = 0; i < ORB_PERSON_MAX_NEEDS; i++)
        if ((s->needs >> i & 1) != 0)
            keep_nearest(l, i, s, eligible);
    if (eligible)
        l->eligible |= s->needs;
    else
        l->to_verify |= s->needs;
    return true;
}

/* The nearest to verify, where nothing is eligible. */
static void keep_calls(struct orb_counterfactual *cf, struct looker *l, uint64_t needs)
{
    const struct orb_catalogue *c = orb_widened_catalogue(cf->widened, 0);

    for (uint32_t i = 0; i < ORB_PERSON_MAX_NEEDS; i++) {
        const struct orb_census_need *n = &cf->census[i];
        uint64_t bit = UINT64_C(1) << i;

        if ((needs & bit) == 0 || n->call == ORB_CAT_NONE)
            continue;
        if ((l->to_verify & bit) == 0 || n->call_minutes < l->minutes[i] ||
            (n->call_minutes == l->minutes[i] && c->offers[n->call].id_rank < l->rank[i]))
            l->offer[i] = n->call;
        l->to_verify |= bit;
    }
}

/* What is eligible; where nothing is, what is to verify. */
static enum orb_status count_around(struct orb_counterfactual *cf, struct orb_matcher *m,
                                    struct looker *l, struct orb_error *err)
{
    const struct orb_census_terms terms = { .long_wait = cf->p->cohort.wait_max_days,
                                            .calls = true };
    uint64_t asked = l->survey.needs;
    enum orb_status status = orb_matcher_eligible(m, &l->survey, &terms, err);

    if (status != ORB_OK)
        return status;
    l->survey.needs = asked & ~l->eligible;
    status = orb_matcher_census(m, &l->survey, &terms, cf->census, err);
    if (status == ORB_OK)
        keep_calls(cf, l, l->survey.needs);
    return status;
}

static double limit_of(const struct orb_counterfactual *cf, int frequency)
{
    const struct orb_person *p = cf->question->person->case_->person;
    const struct orb_profile_policy *policy = orb_profile_policy_find(
        cf->p, cf->options.policy == NULL ? cf->p->default_policy : cf->options.policy);

    if (!isnan(p->max_minutes[frequency]))
        return p->max_minutes[frequency];
    if (frequency != ORB_RESIDENTIAL && !isnan(p->max_minutes_default))
        return p->max_minutes_default;
    return cf->p->frequencies[frequency].max * (policy == NULL ? 1 : policy->time_factor);
}

static enum orb_status look(struct orb_counterfactual *cf, const struct setting *setting,
                            uint64_t needs, struct looker *out, struct orb_error *err)
{
    struct orb_matcher *m = cf->matchers[setting->ages];
    enum orb_status status;

    *out = (struct looker){
        .survey = { .needs = needs, .near = true, .places = true, .visit = visit },
        .p = cf->p
    };
    cf->person = *cf->question->person->case_->person;
    for (int f = 0; setting->travel_minutes > 0 && f < ORB_FREQUENCIES; f++)
        cf->person.max_minutes[f] = limit_of(cf, f) + setting->travel_minutes;
    cf->options = *cf->question->options;
    for (int i = 0; i < ORB_IGAS_OPTIONS; i++)
        cf->options.igas[i] = cf->options.igas[i] || setting->igas[i];
    (void)orb_widened_reach(cf->widened, cf->person.commune, setting->zone_km);
    status = orb_matcher_stand(m, &cf->person, &cf->options, err);
    if (status != ORB_OK)
        return status;
    return orb_matcher_counts(m) ? count_around(cf, m, out, err)
                                 : orb_matcher_survey(m, &out->survey, err);
}

/* ---- settings */

static void set_change(struct setting *s, enum orb_change change)
{
    const struct orb_change_step *step = &orb_change_steps[change];

    switch (step->kind) {
    case ORB_CHANGE_OF_AGE:
        s->ages = (size_t)change - ORB_CHANGE_AGE_6 + 1;
        break;
    case ORB_CHANGE_OF_ZONE:
        s->zone_km = step->amount;
        break;
    case ORB_CHANGE_OF_TRAVEL:
        s->travel_minutes = step->amount;
        break;
    case ORB_CHANGE_OF_IGAS:
        s->igas[step->amount] = true;
        break;
    }
}

static uint64_t causes_of(const struct orb_triage_need *need, bool alone)
{
    uint64_t causes = 0;

    for (uint32_t i = 0; i < need->cause_count; i++)
        if (!alone || need->causes[i].alone > 0)
            causes |= ORB_CAUSE_BIT(need->causes[i].cause);
    return causes;
}

/* Needs that a change may bring something to. What nothing keeps out and is only to verify
 * may be settled by any change but those of report IGAS. */
static uint64_t movable(const struct orb_counterfactual *cf, enum orb_change change)
{
    const struct orb_triage_person *p = cf->question->person;
    uint64_t needs = 0;

    for (uint32_t i = 0; i < p->need_count; i++) {
        const struct orb_triage_need *n = &p->needs[i];
        bool unsure = n->state == ORB_NEED_TO_VERIFY &&
                      orb_change_steps[change].kind != ORB_CHANGE_OF_IGAS;

        if (n->state >= ORB_NEED_TO_VERIFY &&
            (unsure || (causes_of(n, false) & moved[change]) != 0))
            needs |= UINT64_C(1) << i;
    }
    return needs;
}

/* ---- answers */

static enum orb_change_answer found(const struct orb_triage_need *need,
                                    const struct looker *l, uint32_t at)
{
    if ((l->eligible >> at & 1) != 0)
        return ORB_CHANGE_ELIGIBLE;
    return need->state >= ORB_NEED_NEAR && (l->to_verify >> at & 1) != 0
               ? ORB_CHANGE_TO_VERIFY
               : ORB_CHANGE_NOTHING;
}

static enum orb_change_answer why_not(const struct orb_triage_need *need,
                                      enum orb_change change)
{
    if ((causes_of(need, false) & named(change)) == 0)
        return ORB_CHANGE_NOTHING;
    return (causes_of(need, true) & named(change)) == 0 ? ORB_CHANGE_ELSEWHERE
                                                        : ORB_CHANGE_SHORT;
}

/* An eligible offer before one to verify, before nothing. */
static uint8_t better(uint8_t a, uint8_t b)
{
    if (a == ORB_CHANGE_ELIGIBLE || b == ORB_CHANGE_ELIGIBLE)
        return ORB_CHANGE_ELIGIBLE;
    return a == ORB_CHANGE_TO_VERIFY || b == ORB_CHANGE_TO_VERIFY ? ORB_CHANGE_TO_VERIFY
                                                                  : ORB_CHANGE_NOTHING;
}

static enum orb_status ask_alone(struct orb_counterfactual *cf, enum orb_change change,
                                 struct orb_error *err)
{
    const struct orb_triage_person *p = cf->question->person;
    uint64_t needs = movable(cf, change);
    struct setting setting = { .ages = 0 };
    struct looker l = { .eligible = 0 };
    enum orb_status status = ORB_OK;

    set_change(&setting, change);
    if (needs != 0)
        status = look(cf, &setting, needs, &l, err);
    for (uint32_t i = 0; status == ORB_OK && i < p->need_count; i++) {
        struct orb_change_need *n = &cf->needs[i];

        n->offer[change] = ORB_CAT_NONE;
        if (p->needs[i].state < ORB_NEED_TO_VERIFY)
            continue;
        n->alone[change] = (uint8_t)found(&p->needs[i], &l, i);
        if (n->alone[change] != ORB_CHANGE_NOTHING)
            n->offer[change] = l.offer[i];
        else
            n->alone[change] = (uint8_t)why_not(&p->needs[i], change);
    }
    return status;
}

static enum orb_status ask_together(struct orb_counterfactual *cf, enum orb_change change,
                                    struct setting *setting, struct orb_error *err)
{
    const struct orb_triage_person *p = cf->question->person;
    uint64_t needs = movable(cf, change);
    struct looker l = { .eligible = 0 };
    enum orb_status status = ORB_OK;

    set_change(setting, change);
    for (uint32_t i = 0; change > 0 && i < p->need_count; i++) {
        cf->needs[i].together[change] = cf->needs[i].together[change - 1];
        if (cf->needs[i].together[change] == ORB_CHANGE_ELIGIBLE)
            needs &= ~(UINT64_C(1) << i);
    }
    /* The first is the same as alone. */
    if (needs != 0 && change > 0)
        status = look(cf, setting, needs, &l, err);
    for (uint32_t i = 0; status == ORB_OK && i < p->need_count; i++) {
        struct orb_change_need *n = &cf->needs[i];

        if (p->needs[i].state < ORB_NEED_TO_VERIFY)
            continue;
        n->together[change] = better(n->together[change], n->alone[change]);
        n->together[change] =
            better(n->together[change], (uint8_t)found(&p->needs[i], &l, i));
    }
    return status;
}

enum orb_status orb_counterfactual_ask(struct orb_counterfactual *cf,
                                       const struct orb_change_question *question,
                                       struct orb_change_person *out, struct orb_error *err)
{
    const struct orb_triage_person *p = question->person;
    struct setting setting = { .ages = 0 };
    enum orb_status status = ORB_OK;

    *out = (struct orb_change_person){ .needs = NULL };
    cf->question = question;
    cf->options = *question->options;
    cf->needs = orb_arena_array(question->arena, p->need_count, sizeof *cf->needs);
    if (cf->needs == NULL)
        return orb_error_memory(err);
    out->needs = cf->needs;
    for (int change = 0; change < ORB_CHANGES && status == ORB_OK; change++) {
        status = ask_alone(cf, (enum orb_change)change, err);
        if (status == ORB_OK)
            status = ask_together(cf, (enum orb_change)change, &setting, err);
    }
    for (uint32_t i = 0; i < p->need_count; i++) {
        if (p->needs[i].state < ORB_NEED_TO_VERIFY)
            continue;
        out->open |= UINT64_C(1) << i;
        if ((causes_of(&p->needs[i], false) & ORB_CAUSE_BIT(ORB_REASON_ZONE)) != 0)
            out->unplaced = !orb_widened_reach(cf->widened, p->case_->person->commune, 0);
    }
    return status;
}

/* ---- sums */

static void add_need(struct orb_change_total *t, uint8_t alone, uint8_t together)
{
    t->concerned += alone != ORB_CHANGE_NOTHING;
    t->eligible += alone == ORB_CHANGE_ELIGIBLE;
    t->to_verify += alone == ORB_CHANGE_TO_VERIFY;
    t->elsewhere += alone == ORB_CHANGE_ELSEWHERE;
    t->too_short += alone == ORB_CHANGE_SHORT;
    t->together += together == ORB_CHANGE_ELIGIBLE;
    t->together_to_verify += together == ORB_CHANGE_TO_VERIFY;
}

void orb_counterfactual_add(struct orb_change_total totals[ORB_CHANGES],
                            const struct orb_change_person *person, uint32_t need_count)
{
    for (int change = 0; change < ORB_CHANGES; change++) {
        uint8_t alone = ORB_CHANGE_NOTHING;
        uint8_t together = ORB_CHANGE_NOTHING;

        for (uint32_t i = 0; i < need_count; i++) {
            const struct orb_change_need *n = &person->needs[i];

            if ((person->open >> i & 1) == 0)
                continue;
            add_need(&totals[change], n->alone[change], n->together[change]);
            alone = better(alone, n->alone[change]);
            together = better(together, n->together[change]);
        }
        totals[change].persons += alone == ORB_CHANGE_ELIGIBLE;
        totals[change].persons_to_verify += alone == ORB_CHANGE_TO_VERIFY;
        totals[change].together_persons += together == ORB_CHANGE_ELIGIBLE;
        totals[change].together_persons_to_verify += together == ORB_CHANGE_TO_VERIFY;
    }
}
