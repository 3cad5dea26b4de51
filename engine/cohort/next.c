/* What to do first for a person (METHODS 5.2): the first lever of the cheapest cause of the
 * worst need. */
#include "engine/cohort/triage_parts.h"

const char *const orb_next_names[ORB_NEXTS] = { "none",         "verify", "lever",
                                                "coordination", "secure", "replace" };

/* What ends first is secured first. */
static const enum orb_fragility secured[ORB_FRAGILITIES] = {
    ORB_FRAGILE_DEADLINE, ORB_FRAGILE_ORIENTATION,   ORB_FRAGILE_AGE,
    ORB_FRAGILE_CLOSING,  ORB_FRAGILE_REORIENTATION, ORB_FRAGILE_RELATIVES,
    ORB_FRAGILE_WAIT,     ORB_FRAGILE_ORGANIZATION
};

#define IGAS                                                                               \
    (ORB_LEVER_BIT(ORB_LEVER_IGAS_AGE_16_20) | ORB_LEVER_BIT(ORB_LEVER_IGAS_ASSOCIATED) |  \
     ORB_LEVER_BIT(ORB_LEVER_IGAS_HOME_TEMPORARY))

static int first_bit(uint64_t bits)
{
    int at = 0;

    for (; bits != 0 && (bits & 1) == 0; bits >>= 1)
        at++;
    return bits == 0 ? -1 : at;
}

/* What can be done today comes before what a report proposes. */
static int first_lever(uint32_t levers)
{
    return first_bit((levers & ~IGAS) != 0 ? levers & ~IGAS : levers);
}

static enum orb_status find_lever(struct orb_triage *t, struct orb_next_step *step,
                                  struct orb_error *err)
{
    struct orb_evaluation e;
    enum orb_status status;

    if (step->cause == ORB_CAUSE_WAIT) {
        step->lever = ORB_LEVER_WAITING_LIST;
        return ORB_OK;
    }
    status = orb_matcher_evaluate(t->matcher, step->offer, &e, err);
    if (status != ORB_OK)
        return status;
    for (uint32_t i = 0; i < e.need_count; i++) {
        const struct orb_verdict *v = &e.verdicts[e.needs[i].frequency];

        for (size_t k = 0; e.needs[i].need == step->need && k < v->reason_count; k++)
            if (v->reasons[k].code == step->cause) {
                step->lever = first_lever(v->reasons[k].levers);
                return ORB_OK;
            }
    }
    return ORB_OK;
}

static void secure(const struct orb_triage *t, const struct orb_triage_need *need,
                   struct orb_next_step *step)
{
    step->kind = ORB_NEXT_SECURE;
    for (int i = ORB_FRAGILITIES - 1; i >= 0; i--)
        if ((need->fragile >> secured[i] & 1) != 0)
            step->fragility = secured[i];
    if ((t->looks[step->need].touched >> step->fragility & 1) != 0)
        step->offer = t->looks[step->need].offer[step->fragility];
}

static enum orb_status coordinate(struct orb_triage *t, struct orb_next_step *step,
                                  struct orb_error *err)
{
    step->kind = ORB_NEXT_COORDINATION;
    return orb_matcher_coordination(t->matcher, &step->offer, err);
}

/* The need the level comes from. */
static uint32_t need_at_stake(const struct orb_triage_person *person)
{
    if (person->needs[person->worst].state <= ORB_NEED_FRAGILE)
        for (uint32_t i = 0; i < person->need_count; i++)
            if (person->needs[i].by_default)
                return i;
    return person->worst;
}

enum orb_status orb_next_of(struct orb_triage *t, struct orb_triage_person *person,
                            struct orb_error *err)
{
    struct orb_next_step *step = &person->next;
    const struct orb_triage_need *need;

    *step = (struct orb_next_step){ .offer = ORB_CAT_NONE, .lever = -1 };
    if (person->need_count == 0)
        return ORB_OK;
    step->need = need_at_stake(person);
    need = &person->needs[step->need];
    if (need->state == ORB_NEED_TO_VERIFY) {
        step->kind = ORB_NEXT_VERIFY;
        step->offer = need->call;
        return ORB_OK;
    }
    if (need->state >= ORB_NEED_NEAR && need->relaxation_count > 0) {
        step->kind = ORB_NEXT_LEVER;
        step->offer = need->relaxations[0].offer;
        step->cause = (unsigned)first_bit(need->relaxations[0].causes);
        return find_lever(t, step, err);
    }
    if (need->state >= ORB_NEED_NEAR)
        return coordinate(t, step, err);
    if (need->by_default) {
        step->kind = ORB_NEXT_REPLACE;
        step->offer = need->default_offer;
        step->cause = need->default_cause;
    } else if (need->state == ORB_NEED_FRAGILE) {
        secure(t, need, step);
    } else if (person->isolation.isolated) {
        return coordinate(t, step, err);
    }
    return ORB_OK;
}
