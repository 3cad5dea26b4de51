/* Decided actions come first and close the needs they are about; matching proposes for the
 * others alone. */
#include "maps/care_plan.h"

#include <string.h>

#include "engine/base/text.h"

const char *const orb_care_origin_names[] = { "decided", "proposed" };
const char *const orb_care_way_names[] = { "call", "verify", "prospect", "report" };

/* Reasons told in a step; the answer of match has all. */
#define REASONS 3

struct making {
    struct orb_care_plan *plan;
    uint32_t capacity;
    struct orb_buf text;
    enum orb_status status;
    struct orb_error *err;
};

static const struct orb_match_document *document(const struct making *m)
{
    return m->plan->q.match;
}

static void *room(struct making *m, size_t count, size_t size)
{
    void *out = orb_arena_array(&m->plan->arena, count + 1, size);

    if (out == NULL && m->status == ORB_OK)
        m->status = orb_error_memory(m->err);
    return out;
}

/* The text that was put together; NULL when there is none. */
static const char *taken(struct making *m)
{
    const char *out = m->text.len == 0
                          ? NULL
                          : orb_arena_text(&m->plan->arena, m->text.data, m->text.len);

    if (m->status == ORB_OK && (m->text.failed || (m->text.len > 0 && out == NULL)))
        m->status = orb_error_memory(m->err);
    orb_buf_clear(&m->text);
    return out;
}

/* ---- the projet de vie */

static void take_wishes(struct making *m)
{
    const struct orb_case *c = m->plan->q.case_;
    const struct orb_person *p = c->person;
    struct orb_care_wish *list =
        room(m, (size_t)p->wish_count + c->evaluation_count, sizeof *list);

    m->plan->wishes = list;
    for (uint32_t i = 0; list != NULL && i < p->wish_count; i++)
        if (p->wishes[i].text != NULL)
            list[m->plan->wish_count++] =
                (struct orb_care_wish){ p->wishes[i].domain, p->wishes[i].text,
                                        p->wishes[i].expressed, ORB_DATE_NONE };
    for (uint32_t i = 0; list != NULL && i < c->evaluation_count; i++)
        if (c->evaluation[i].expectation != NULL)
            list[m->plan->wish_count++] =
                (struct orb_care_wish){ c->evaluation[i].domain,
                                        c->evaluation[i].expectation,
                                        c->evaluation[i].expressed, c->evaluation[i].date };
}

/* ---- decided */

static void take_decided(struct making *m)
{
    struct orb_care_plan *plan = m->plan;
    const struct orb_case *c = plan->q.case_;

    for (uint32_t i = 0; i < c->action_count && m->status == ORB_OK; i++) {
        const struct orb_case_action *a = &c->plan[i];
        struct orb_care_action *out = &plan->actions[plan->count++];
        const char **needs = room(m, 1, sizeof *needs);

        *out = (struct orb_care_action){ .origin = ORB_CARE_DECIDED,
                                         .need_count = a->need == NULL ? 0 : 1,
                                         .objective = a->objective,
                                         .step = a->step,
                                         .actor = a->actor,
                                         .offer = a->offer,
                                         .found = ORB_CAT_NONE,
                                         .deadline = a->deadline,
                                         .duration_days = a->duration_days,
                                         .review_on = a->review_on,
                                         .state = a->state,
                                         .result = a->result };
        if (a->offer != NULL)
            out->found = orb_cat_offer_find(document(m)->catalogue, a->offer);
        if (needs != NULL)
            needs[0] = a->need;
        out->needs = needs;
    }
    plan->decided = plan->count;
}

/* Does a decided action that was not given up answer the need? */
static bool is_settled(const struct orb_care_plan *plan, const char *code)
{
    for (uint32_t i = 0; i < plan->decided; i++)
        if (plan->actions[i].state != ORB_STEP_DROPPED && plan->actions[i].need_count > 0 &&
            strcmp(plan->actions[i].needs[0], code) == 0)
            return true;
    return false;
}

/* ---- proposed */

/* Why an offer is not simply suitable, and what would make it so. */
static void tell_reasons(struct making *m, uint32_t offer, uint32_t need)
{
    struct orb_evaluation e;
    const struct orb_verdict *v;
    size_t told = 0;

    if (m->status == ORB_OK)
        m->status = orb_matcher_evaluate(document(m)->matcher, offer, &e, m->err);
    if (m->status != ORB_OK)
        return;
    v = e.verdict;
    for (uint32_t i = 0; i < e.need_count; i++)
        if (e.needs[i].need == need)
            v = &e.verdicts[e.needs[i].frequency];
    for (size_t i = 0; i < v->reason_count && told < REASONS; i++) {
        orb_buf_text(&m->text, told++ == 0 ? _(": ") : _("; "));
        orb_reason_words(&m->text, &m->plan->q.reader, &v->reasons[i]);
        if (v->reasons[i].levers != 0) {
            orb_buf_text(&m->text, " → ");
            orb_lever_words(&m->text, &v->reasons[i]);
        }
    }
}

static const char *step_of(struct making *m, const struct orb_care_action *a, uint32_t need)
{
    switch (a->way) {
    case ORB_CARE_CALL:
        orb_buf_text(&m->text, _("ask for admission"));
        break;
    case ORB_CARE_VERIFY:
        orb_buf_text(&m->text, _("call to verify"));
        tell_reasons(m, a->found, need);
        break;
    case ORB_CARE_PROSPECT:
        orb_buf_text(&m->text, _("prospect"));
        tell_reasons(m, a->found, need);
        break;
    default:
        orb_buf_text(&m->text, _("report the demand: nothing meets it in the territory"));
        break;
    }
    return taken(m);
}

/* A proposal about needs (places in those of the person) and an offer, or none. */
static void propose(struct making *m, uint64_t needs, uint32_t offer, enum orb_care_way way)
{
    struct orb_care_plan *plan = m->plan;
    const struct orb_person *p = plan->q.case_->person;
    struct orb_care_action *a = &plan->actions[plan->count];
    const char **codes = room(m, p->need_count, sizeof *codes);
    uint32_t lead = 0;

    if (codes == NULL)
        return;
    *a = (struct orb_care_action){ .origin = ORB_CARE_PROPOSED,
                                   .way = way,
                                   .found = offer,
                                   .actor = plan->q.case_->referent.role,
                                   .deadline = ORB_DATE_NONE,
                                   .duration_days = -1,
                                   .review_on = ORB_DATE_NONE };
    for (uint32_t i = p->need_count; i-- > 0;)
        if ((needs >> i & 1) != 0)
            lead = i;
    for (uint32_t i = 0; i < p->need_count; i++)
        if ((needs >> i & 1) != 0)
            codes[a->need_count++] = p->needs[i].code;
    a->needs = codes;
    if (offer != ORB_CAT_NONE)
        a->offer = orb_cat_string(document(m)->catalogue,
                                  document(m)->catalogue->offers[offer].id);
    if (p->urgency_days >= 0 && p->urgency_days < 36500)
        a->deadline = p->reference_date + (orb_date)p->urgency_days;
    a->step = step_of(m, a, lead);
    plan->count++;
}

static const struct orb_plan_need *need_of(const struct orb_plan *plan, uint32_t need)
{
    for (uint32_t i = 0; i < plan->need_count; i++)
        if (plan->needs[i].need == need)
            return &plan->needs[i];
    return NULL;
}

/* One proposal for each offer of the smallest set, about the needs still open. */
static void propose_covered(struct making *m, uint64_t open)
{
    const struct orb_plan *p = &document(m)->result->plan;

    for (uint32_t i = 0; i < p->offer_count && m->status == ORB_OK; i++) {
        uint64_t needs = 0;
        bool verify = false;

        for (uint32_t n = 0; n < ORB_PERSON_MAX_NEEDS; n++) {
            const struct orb_plan_need *need = need_of(p, n);

            if ((p->offers[i].covers & open & (uint64_t)1 << n) == 0 || need == NULL ||
                !need->covered || need->served_by != p->offers[i].offer)
                continue;
            needs |= (uint64_t)1 << n;
            verify = verify || need->class_ != ORB_ELIGIBLE;
        }
        if (needs != 0)
            propose(m, needs, p->offers[i].offer, verify ? ORB_CARE_VERIFY : ORB_CARE_CALL);
    }
}

static void take_proposed(struct making *m)
{
    const struct orb_care_plan *plan = m->plan;
    const struct orb_plan *p = &document(m)->result->plan;
    uint64_t open = 0;

    for (uint32_t i = 0; i < p->need_count; i++)
        if (is_settled(plan, plan->q.case_->person->needs[p->needs[i].need].code))
            m->plan->settled++;
        else
            open |= (uint64_t)1 << p->needs[i].need;
    propose_covered(m, open);
    for (uint32_t i = 0; i < p->need_count && m->status == ORB_OK; i++) {
        const struct orb_plan_need *need = &p->needs[i];
        bool none = need->other_count == 0;

        if (!need->covered && (open >> need->need & 1) != 0)
            propose(m, (uint64_t)1 << need->need, none ? ORB_CAT_NONE : need->others[0],
                    none ? ORB_CARE_REPORT : ORB_CARE_PROSPECT);
    }
}

enum orb_status orb_care_plan_make(struct orb_care_plan *out,
                                   const struct orb_care_question *question,
                                   struct orb_error *err)
{
    const struct orb_plan *p = &question->match->result->plan;
    struct making m = { .plan = out, .err = err };

    memset(out, 0, sizeof *out);
    out->q = *question;
    out->actions =
        room(&m, (size_t)question->case_->action_count + p->offer_count + p->need_count,
             sizeof *out->actions);
    if (m.status == ORB_OK)
        take_wishes(&m);
    if (m.status == ORB_OK)
        take_decided(&m);
    if (m.status == ORB_OK)
        take_proposed(&m);
    orb_buf_release(&m.text);
    return m.status;
}

void orb_care_plan_release(struct orb_care_plan *plan)
{
    orb_arena_release(&plan->arena);
    memset(plan, 0, sizeof *plan);
}

/* ---- what the writers share */

void orb_care_write_offer(struct orb_buf *out, const struct orb_care_plan *plan,
                          const struct orb_care_action *action)
{
    const struct orb_catalogue *c = plan->q.match->catalogue;
    const struct orb_cat_offer *o;
    const char *name, *commune;

    if (action->found == ORB_CAT_NONE) {
        orb_buf_text(out, action->offer == NULL ? "" : action->offer);
        return;
    }
    o = &c->offers[action->found];
    name = orb_cat_known(c, o->name);
    commune = o->commune == ORB_CAT_NONE ? orb_cat_known(c, o->commune_code)
                                         : orb_cat_known(c, c->communes[o->commune].name);
    orb_buf_text(out, name == NULL ? action->offer : name);
    if (commune != NULL)
        orb_buf_printf(out, ", %s", commune);
}

const char *orb_care_contact(const struct orb_care_plan *plan,
                             const struct orb_care_action *action)
{
    const struct orb_catalogue *c = plan->q.match->catalogue;
    const struct orb_cat_offer *o;

    if (action->found == ORB_CAT_NONE)
        return NULL;
    o = &c->offers[action->found];
    return orb_cat_known(c, o->phone) != NULL ? orb_cat_known(c, o->phone)
                                              : orb_cat_known(c, o->email);
}

const char *orb_care_partner(const struct orb_care_plan *plan, const char *partner)
{
    const struct orb_catalogue *c = plan->q.match->catalogue;
    uint32_t organization = orb_cat_organization_find(c, partner);
    uint32_t offer = orb_cat_offer_find(c, partner);
    const char *name = NULL;

    if (organization != ORB_CAT_NONE)
        name = orb_cat_known(c, c->organizations[organization].name);
    else if (offer != ORB_CAT_NONE)
        name = orb_cat_known(c, c->offers[offer].name);
    return name == NULL ? partner : name;
}
