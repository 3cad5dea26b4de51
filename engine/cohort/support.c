/* Services that support the person today: what is about to end, and what no longer suits
 * somebody who grew up, moved, or whose decision ended. */
#include <math.h>
#include <string.h>

#include "engine/cohort/triage_parts.h"

/* Why a service that once suited no longer does. To take nobody new, or to wait, says
 * nothing to those who are there. */
static bool is_lost(uint8_t code)
{
    return code == ORB_REASON_AGE_MAX || code == ORB_REASON_ORIENTATION_EXPIRED ||
           code == ORB_REASON_TRAVEL || code == ORB_REASON_ZONE ||
           code == ORB_REASON_CLOSED;
}

/* The first such reason; ORB_REASON_CODES = none. */
static unsigned lost_by(const struct orb_verdict *v)
{
    for (size_t i = 0; i < v->reason_count; i++)
        if (v->reasons[i].outcome == ORB_RULE_NO && is_lost(v->reasons[i].code))
            return v->reasons[i].code;
    return ORB_REASON_CODES;
}

static const struct orb_verdict *verdict_for(const struct orb_evaluation *e, uint32_t need)
{
    for (uint32_t i = 0; i < e->need_count; i++)
        if (e->needs[i].need == need)
            return &e->verdicts[e->needs[i].frequency];
    return e->verdict;
}

static uint64_t needs_of(const struct orb_person *p, const struct orb_code_list *codes)
{
    uint64_t needs = 0;

    for (uint32_t i = 0; i < p->need_count; i++)
        if (orb_code_list_has(codes, p->needs[i].code))
            needs |= UINT64_C(1) << i;
    return needs;
}

/* ---- events */

struct events {
    struct orb_triage_event *items;
    uint32_t count;
};

static void add_event(struct events *list, const struct orb_triage_event *event)
{
    for (uint32_t i = 0; i < list->count; i++)
        if (list->items[i].kind == event->kind && list->items[i].offer == event->offer) {
            list->items[i].needs |= event->needs;
            return;
        }
    list->items[list->count++] = *event;
}

static void add_ends(struct events *list, const struct orb_offer_end *e, uint32_t offer,
                     uint64_t needs)
{
    for (int kind = ORB_FRAGILE_ORIENTATION; kind <= ORB_FRAGILE_CLOSING; kind++) {
        struct orb_triage_event event = { .kind = (enum orb_fragility)kind,
                                          .offer = offer,
                                          .needs = needs,
                                          .date = e->when[kind],
                                          .days = NAN,
                                          .current = true };

        /* Who is there does not wait. */
        if ((e->touched >> kind & 1) == 0 || kind == ORB_FRAGILE_WAIT)
            continue;
        event.creton = kind == ORB_FRAGILE_AGE && e->creton;
        add_event(list, &event);
    }
}

/* What makes needs fragile, once states are known. */
static void add_fragile(const struct orb_triage *t, const struct orb_triage_person *person,
                        struct events *list)
{
    for (uint32_t i = 0; i < person->need_count; i++)
        for (int kind = ORB_FRAGILE_ORIENTATION; kind <= ORB_FRAGILE_CLOSING; kind++) {
            const struct orb_need_look *look = &t->looks[i];
            struct orb_triage_event event = { .kind = (enum orb_fragility)kind,
                                              .offer = look->offer[kind],
                                              .needs = UINT64_C(1) << i,
                                              .date = look->when[kind],
                                              .days = NAN };

            if ((person->needs[i].fragile >> kind & 1) == 0)
                continue;
            if (kind == ORB_FRAGILE_WAIT)
                event.days = look->days;
            event.creton = kind == ORB_FRAGILE_AGE && look->creton;
            add_event(list, &event);
        }
}

/* ---- services */

struct judged {
    uint64_t served;  /* needs that a service covers */
    uint64_t holding; /* by one that suits, or of which nothing is known */
    struct events events;
};

static enum orb_status judge(struct orb_triage *t, const struct orb_support *support,
                             struct orb_triage_person *out, struct judged *all,
                             struct orb_error *err)
{
    uint32_t offer =
        support->offer == NULL ? ORB_CAT_NONE : orb_cat_offer_find(t->c, support->offer);
    uint64_t needs = needs_of(t->person, &support->needs);
    struct orb_evaluation e;
    struct orb_offer_end end;
    enum orb_status status;

    all->served |= needs;
    if (offer == ORB_CAT_NONE) {
        all->holding |= needs;
        return ORB_OK;
    }
    status = orb_matcher_evaluate(t->matcher, offer, &e, err);
    if (status != ORB_OK)
        return status;
    for (uint32_t i = 0; i < out->need_count; i++) {
        unsigned lost;

        if ((needs >> i & 1) == 0)
            continue;
        lost =
            orb_triage_closes(t, offer) ? ORB_REASON_CLOSED : lost_by(verdict_for(&e, i));
        if (lost == ORB_REASON_CODES) {
            all->holding |= UINT64_C(1) << i;
        } else if (out->needs[i].default_offer == ORB_CAT_NONE) {
            out->needs[i].default_offer = offer;
            out->needs[i].default_cause = lost;
        }
    }
    end = orb_state_end(t, &t->c->members[t->c->offers[offer].member],
                        (e.alerts >> ORB_ALERT_DEROGATION & 1) != 0);
    add_ends(&all->events, &end, offer, needs);
    return ORB_OK;
}

enum orb_status orb_supports_judge(struct orb_triage *t, struct orb_triage_person *out,
                                   struct orb_error *err)
{
    const struct orb_person *p = t->person;
    struct judged all = { 0 };
    enum orb_status status = ORB_OK;

    all.events.items = orb_arena_array(
        t->arena, ((size_t)p->support_count + p->need_count) * (ORB_FRAGILE_CLOSING + 1),
        sizeof *all.events.items);
    if (all.events.items == NULL)
        return orb_error_memory(err);
    for (uint32_t i = 0; i < p->support_count && status == ORB_OK; i++)
        if (!p->supports[i].by_relative)
            status = judge(t, &p->supports[i], out, &all, err);
    for (uint32_t i = 0; i < out->need_count; i++)
        out->needs[i].by_default = ((all.served & ~all.holding) >> i & 1) != 0;
    add_fragile(t, out, &all.events);
    out->events = all.events.items;
    out->event_count = all.events.count;
    return status;
}

bool orb_has_service(const struct orb_triage *t)
{
    for (uint32_t i = 0; i < t->person->support_count; i++) {
        const struct orb_support *s = &t->person->supports[i];
        uint32_t offer = s->offer == NULL || t->closed == NULL
                             ? ORB_CAT_NONE
                             : orb_cat_offer_find(t->c, s->offer);

        if (!s->by_relative && (offer == ORB_CAT_NONE || !orb_triage_closes(t, offer)))
            return true;
    }
    return false;
}
