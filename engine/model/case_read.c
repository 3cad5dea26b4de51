/* One function for each list of a case: every member is asked for, what was not is refused.
 */
#include "engine/model/case_read.h"

#include <string.h>

#include "engine/base/text.h"
#include "engine/model/personal_form.h"

/* More than a life holds; keeps what compares every pair bearable. */
#define MAX_ITEMS 2000

const char *const orb_phase_names[ORB_PHASES] = {
    NULL,         "accueil", "appreciation", "planification", "mise_en_oeuvre",
    "evaluation", "sortie",  "reajustement",
};

const char *const orb_contact_way_names[ORB_CONTACT_WAYS] = {
    "other", "visit", "office", "phone", "message", "meeting"
};

const char *const orb_step_state_names[ORB_STEP_STATES] = { NULL, "to_do", "under_way",
                                                            "done", "dropped" };

static const char *const appreciations[] = { NULL, "good", "mixed", "bad" };

/* A list of objects being read. */
struct list {
    const char *key;
    const struct orb_json *array;
    size_t count;
    unsigned char *items;
    size_t size;
};

static struct list list_of(struct orb_case_reader *r, const char *key, size_t size)
{
    struct list list = { .key = key, .array = orb_form_array(r->form, key), .size = size };
    size_t count = orb_json_count(list.array);

    if (count > MAX_ITEMS) {
        orb_form_fail(r->form, key, _("this list is too long"));
        return list;
    }
    list.items = orb_form_elements(r->form, count, size);
    list.count = list.items == NULL ? 0 : count;
    return list;
}

/* The i-th item, of which form is ready to be read; NULL after a failure. */
static void *item_of(struct orb_case_reader *r, const struct list *list, size_t i,
                     struct orb_form *form)
{
    if (r->form->status != ORB_OK)
        return NULL;
    orb_form_item(form, r->form, list->key, orb_json_at(list->array, i), i);
    return list->items + i * list->size;
}

void orb_case_read_phases(struct orb_case_reader *r)
{
    struct list list = list_of(r, "phases", sizeof(struct orb_case_phase));
    struct orb_case_phase *phases = (struct orb_case_phase *)(void *)list.items;
    struct orb_case_phase *phase;
    struct orb_form f;

    for (size_t i = 0; i < list.count && (phase = item_of(r, &list, i, &f)) != NULL; i++) {
        phase->phase =
            (enum orb_phase)orb_form_choice(&f, "phase", orb_phase_names, ORB_PHASES, -2);
        phase->from = orb_personal_date(&f, "from", true);
        orb_form_join(r->form, &f);
        for (size_t j = i; j > 0 && phases[j - 1].from > phases[j].from; j--) {
            struct orb_case_phase older = phases[j];

            phases[j] = phases[j - 1];
            phases[j - 1] = older;
        }
    }
    r->case_->phases = phases;
    r->case_->phase_count = (uint32_t)list.count;
}

void orb_case_read_requests(struct orb_case_reader *r)
{
    struct list list = list_of(r, "requests", sizeof(struct orb_case_request));
    struct orb_case_request *q;
    struct orb_form f;

    for (size_t i = 0; i < list.count && (q = item_of(r, &list, i, &f)) != NULL; i++) {
        q->offer = orb_personal_resource(&f, "offer");
        q->category = orb_form_text(&f, "category", false);
        if (q->offer == NULL && q->category == NULL)
            orb_form_fail(&f, "offer", _("a request names an offer or a category"));
        q->date = orb_personal_date(&f, "date", false);
        q->status = orb_form_text(&f, "status", false);
        orb_personal_shape(&f, "status", q->status);
        q->reason = orb_form_text(&f, "reason", false);
        orb_personal_shape(&f, "reason", q->reason);
        q->needs = orb_personal_codes(&f, "needs", r->codes, "serafin_besoins");
        q->note = orb_personal_text(&f, "note", false);
        q->kind = orb_request_kind_of(q->status, q->reason);
        orb_form_join(r->form, &f);
    }
    r->case_->requests = (struct orb_case_request *)(void *)list.items;
    r->case_->request_count = (uint32_t)list.count;
}

/* A domain of the projet de vie or one of its sub-domains. */
static bool is_domain(const struct orb_case_reader *r, const char *code)
{
    for (int i = 0; i < ORB_LIFE_DOMAINS; i++)
        if (strcmp(code, orb_life_domain_codes[i]) == 0)
            return true;
    for (uint32_t i = 0; i < r->profile->wish_count; i++)
        if (strcmp(r->profile->wishes[i].key, code) == 0)
            return true;
    return false;
}

void orb_case_read_evaluation(struct orb_case_reader *r)
{
    struct list list = list_of(r, "evaluation", sizeof(struct orb_case_evaluation));
    struct orb_case_evaluation *e;
    struct orb_form f;

    for (size_t i = 0; i < list.count && (e = item_of(r, &list, i, &f)) != NULL; i++) {
        e->domain = orb_form_text(&f, "domain", true);
        if (e->domain != NULL && !is_domain(r, e->domain))
            orb_form_fail(&f, "domain",
                          _("this domain of the projet de vie does not exist"));
        e->expectation = orb_personal_text(&f, "expectation", false);
        e->need = orb_personal_text(&f, "need", false);
        e->tried = orb_personal_text(&f, "tried", false);
        /* Whose words an expectation is, is never left open (art. L114-1-1 CASF). */
        e->expressed = (enum orb_expressed)orb_form_choice(
            &f, "expressed", orb_expressed_names, 3, e->expectation == NULL ? 0 : -2);
        e->date = orb_personal_date(&f, "date", false);
        orb_form_join(r->form, &f);
    }
    r->case_->evaluation = (struct orb_case_evaluation *)(void *)list.items;
    r->case_->evaluation_count = (uint32_t)list.count;
}

void orb_case_read_contacts(struct orb_case_reader *r)
{
    struct list list = list_of(r, "contacts", sizeof(struct orb_case_contact));
    struct orb_case_contact *c;
    struct orb_form f;

    for (size_t i = 0; i < list.count && (c = item_of(r, &list, i, &f)) != NULL; i++) {
        c->date = orb_personal_date(&f, "date", true);
        c->way = (enum orb_contact_way)orb_form_choice(&f, "way", orb_contact_way_names,
                                                       ORB_CONTACT_WAYS, 0);
        c->by = orb_personal_text(&f, "by", false);
        c->person =
            (enum orb_appreciation)orb_form_choice(&f, "person", appreciations, 4, 0);
        c->staff = (enum orb_appreciation)orb_form_choice(&f, "staff", appreciations, 4, 0);
        c->person_words = orb_personal_text(&f, "person_words", false);
        c->staff_words = orb_personal_text(&f, "staff_words", false);
        c->note = orb_personal_text(&f, "note", false);
        orb_form_join(r->form, &f);
    }
    r->case_->contacts = (struct orb_case_contact *)(void *)list.items;
    r->case_->contact_count = (uint32_t)list.count;
}

void orb_case_read_plan(struct orb_case_reader *r)
{
    struct list list = list_of(r, "plan", sizeof(struct orb_case_action));
    struct orb_case_action *a;
    struct orb_form f;

    for (size_t i = 0; i < list.count && (a = item_of(r, &list, i, &f)) != NULL; i++) {
        a->need = orb_form_text(&f, "need", false);
        orb_personal_code(&f, "need", r->codes, "serafin_besoins", a->need);
        a->objective = orb_personal_text(&f, "objective", true);
        a->step = orb_personal_text(&f, "step", false);
        a->actor = orb_personal_text(&f, "actor", false);
        a->offer = orb_personal_resource(&f, "offer");
        a->deadline = orb_personal_date(&f, "deadline", false);
        a->duration_days = orb_form_integer(&f, "duration_days", -1, 0, 36500);
        a->review_on = orb_personal_date(&f, "review_on", false);
        a->state = (enum orb_step_state)orb_form_choice(&f, "state", orb_step_state_names,
                                                        ORB_STEP_STATES, 0);
        a->result = orb_personal_text(&f, "result", false);
        orb_form_join(r->form, &f);
    }
    r->case_->plan = (struct orb_case_action *)(void *)list.items;
    r->case_->action_count = (uint32_t)list.count;
}

void orb_case_read_commitments(struct orb_case_reader *r)
{
    struct list list = list_of(r, "commitments", sizeof(struct orb_case_commitment));
    struct orb_case_commitment *c;
    struct orb_form f;

    for (size_t i = 0; i < list.count && (c = item_of(r, &list, i, &f)) != NULL; i++) {
        c->partner = orb_personal_text(&f, "partner", true);
        c->what = orb_personal_text(&f, "what", true);
        c->date = orb_personal_date(&f, "date", true);
        c->until = orb_personal_date(&f, "until", false);
        c->state = (enum orb_step_state)orb_form_choice(&f, "state", orb_step_state_names,
                                                        ORB_STEP_STATES, 0);
        orb_form_join(r->form, &f);
    }
    r->case_->commitments = (struct orb_case_commitment *)(void *)list.items;
    r->case_->commitment_count = (uint32_t)list.count;
}
