/* Reads a case strictly, then tells the situation what the requests to services say. */
#include "engine/model/case.h"

#include <stdio.h>
#include <string.h>

#include "engine/base/alloc.h"
#include "engine/base/json.h"
#include "engine/base/text.h"
#include "engine/model/case_read.h"
#include "engine/model/contact_text.h"
#include "engine/model/personal_form.h"

const char *const orb_life_domain_codes[ORB_LIFE_DOMAINS] = { "MV", "AC", "RE", "SA" };

const char *const orb_request_kind_names[ORB_REQUEST_KINDS] = {
    "unmapped", "pending", "support", "fragile", "failure", "refused", "abandoned", "ended",
};

/* ---- official codes */

/* The reasons of a withdrawal that are the service's, not the person's (TRE_R358). */
static bool is_refusal(const char *reason)
{
    static const char *const reasons[] = { "84",  "86",  "113", "114",
                                           "115", "116", "117", "122" };

    for (size_t i = 0; reason != NULL && i < sizeof reasons / sizeof reasons[0]; i++)
        if (strcmp(reason, reasons[i]) == 0)
            return true;
    return false;
}

enum orb_request_kind orb_request_kind_of(const char *status, const char *reason)
{
    static const struct {
        const char *status; /* JDV_J253 */
        enum orb_request_kind kind;
    } kinds[] = {
        { "181", ORB_REQUEST_FAILURE }, { "182", ORB_REQUEST_PENDING },
        { "183", ORB_REQUEST_PENDING }, { "184", ORB_REQUEST_PENDING },
        { "185", ORB_REQUEST_PENDING }, { "186", ORB_REQUEST_SUPPORT },
        { "187", ORB_REQUEST_FRAGILE }, { "188", ORB_REQUEST_ENDED },
    };

    if (status == NULL)
        return ORB_REQUEST_UNMAPPED;
    if (strcmp(status, "180") == 0)
        return is_refusal(reason) ? ORB_REQUEST_REFUSED : ORB_REQUEST_ABANDONED;
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (strcmp(status, kinds[i].status) == 0)
            return kinds[i].kind;
    return ORB_REQUEST_UNMAPPED;
}

/* ---- what the requests say of the situation */

static bool same_text(const char *a, const char *b)
{
    return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

static bool same_service(const struct orb_case_request *a, const struct orb_case_request *b)
{
    return a->offer != NULL || b->offer != NULL ? same_text(a->offer, b->offer)
                                                : same_text(a->category, b->category);
}

/* Of one service, the newest request holds; among equals, the last written. No date is
 * INT32_MIN, older than all. */
static void find_latest(struct orb_case_request *requests, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        requests[i].latest = true;
        for (uint32_t j = 0; j < count && requests[i].latest; j++)
            if (same_service(&requests[i], &requests[j]) &&
                (requests[j].date > requests[i].date ||
                 (requests[j].date == requests[i].date && j > i)))
                requests[i].latest = false;
    }
}

static bool is_attempt(const struct orb_case_request *q, enum orb_outcome *outcome)
{
    switch (q->kind) {
    case ORB_REQUEST_FAILURE:
        *outcome = ORB_OUTCOME_FAILURE;
        return true;
    case ORB_REQUEST_REFUSED:
        *outcome = ORB_OUTCOME_REFUSED;
        return true;
    case ORB_REQUEST_ABANDONED:
        *outcome = ORB_OUTCOME_ABANDONED;
        return true;
    default:
        return false;
    }
}

/* The attempts of the situation, then those of the requests that it does not tell already.
 */
static enum orb_status add_attempts(struct orb_case *c, struct orb_error *err)
{
    struct orb_person *p = c->person;
    struct orb_attempt *list = orb_arena_array(
        &p->arena, (size_t)p->attempt_count + c->request_count + 1, sizeof *list);
    uint32_t count = p->attempt_count;

    if (list == NULL)
        return orb_error_memory(err);
    c->told_attempts = count;
    if (count > 0)
        memcpy(list, p->attempts, count * sizeof *list);
    for (uint32_t i = 0; i < c->request_count; i++) {
        const struct orb_case_request *q = &c->requests[i];
        struct orb_attempt a = { q->offer, q->category, ORB_OUTCOME_FAILURE, q->date };
        bool told = !is_attempt(q, &a.outcome);

        for (uint32_t k = 0; k < p->attempt_count && !told; k++)
            told = same_text(list[k].offer, a.offer) && list[k].outcome == a.outcome &&
                   (a.offer != NULL || same_text(list[k].category, a.category)) &&
                   list[k].date == a.date;
        if (!told)
            list[count++] = a;
    }
    p->attempts = list;
    p->attempt_count = count;
    return ORB_OK;
}

static enum orb_status add_supports(struct orb_case *c, struct orb_error *err)
{
    struct orb_person *p = c->person;
    struct orb_support *list = orb_arena_array(
        &p->arena, (size_t)p->support_count + c->request_count + 1, sizeof *list);
    uint32_t count = p->support_count;

    if (list == NULL)
        return orb_error_memory(err);
    if (count > 0)
        memcpy(list, p->supports, count * sizeof *list);
    for (uint32_t i = 0; i < c->request_count; i++) {
        const struct orb_case_request *q = &c->requests[i];
        bool told = !q->latest ||
                    (q->kind != ORB_REQUEST_SUPPORT && q->kind != ORB_REQUEST_FRAGILE);

        for (uint32_t k = 0; k < p->support_count && !told; k++)
            told = q->offer != NULL && same_text(list[k].offer, q->offer);
        if (!told)
            list[count++] = (struct orb_support){ .offer = q->offer, .needs = q->needs };
    }
    p->supports = list;
    p->support_count = count;
    return ORB_OK;
}

/* ---- members of one value */

/* Yes, no or unknown; what the situation tells already prevails, and cannot be denied. */
static enum orb_tristate tristate_of(struct orb_form *f, const char *key,
                                     enum orb_tristate told)
{
    bool given = orb_form_value(f, key) != NULL;
    enum orb_tristate value = ORB_UNKNOWN;

    if (given)
        value = orb_form_bool(f, key, false) ? ORB_YES : ORB_NO;
    if (given && told != ORB_UNKNOWN && told != value)
        orb_form_fail(f, key, _("this contradicts the situation"));
    return told == ORB_UNKNOWN ? value : told;
}

static enum orb_tristate has_relative(const struct orb_person *p)
{
    for (uint32_t i = 0; i < p->support_count; i++)
        if (p->supports[i].by_relative)
            return ORB_YES;
    return ORB_UNKNOWN;
}

static enum orb_tristate has_car(const struct orb_person *p)
{
    for (uint32_t i = 0; i < p->mode_count; i++)
        if (p->modes[i] == ORB_MODE_CAR || p->modes[i] == ORB_MODE_ADAPTED_VEHICLE)
            return ORB_YES;
    return p->mode_count > 0 ? ORB_NO : ORB_UNKNOWN;
}

static void read_known(struct orb_case_reader *r)
{
    struct orb_case *c = r->case_;
    const struct orb_person *p = c->person;

    c->mdph_file =
        tristate_of(r->form, "mdph_file", p->orientation_count > 0 ? ORB_YES : ORB_UNKNOWN);
    c->relative_named = tristate_of(r->form, "relative_named", has_relative(p));
    c->car = tristate_of(r->form, "car", has_car(p));
}

static void read_referent(struct orb_case_reader *r)
{
    struct orb_case_referent *referent = &r->case_->referent;
    struct orb_form f;

    orb_form_enter(&f, r->form, "referent", false);
    referent->role = orb_personal_text(&f, "role", false);
    referent->service = orb_personal_text(&f, "service", false);
    referent->phone = orb_form_text(&f, "phone", false);
    if (referent->phone != NULL && !orb_contact_is_phone(referent->phone))
        orb_form_fail(&f, "phone", _("a telephone number is expected here"));
    orb_form_join(r->form, &f);
}

static void read_dates(struct orb_case_reader *r)
{
    struct orb_case *c = r->case_;

    c->first_decision = orb_personal_date(r->form, "first_decision", false);
    c->last_contact = orb_personal_date(r->form, "last_contact", false);
    c->next_visit = orb_personal_date(r->form, "next_visit", false);
    c->expires = orb_personal_date(r->form, "expires", false);
}

/* ---- the whole */

static void settle(struct orb_case *c)
{
    for (uint32_t i = 0; i < c->contact_count; i++)
        if (c->contacts[i].date > c->last_contact)
            c->last_contact = c->contacts[i].date;
    if (c->expires == ORB_DATE_NONE && c->last_contact != ORB_DATE_NONE)
        c->expires = orb_date_add_months(c->last_contact, ORB_CASE_KEPT_MONTHS);
    if (c->phase_count > 0)
        c->phase = c->phases[c->phase_count - 1].phase;
}

/* A situation alone: nothing else is known. */
static void nothing_else(struct orb_case *c)
{
    c->first_decision = c->last_contact = c->next_visit = c->expires = ORB_DATE_NONE;
    c->mdph_file = c->person->orientation_count > 0 ? ORB_YES : ORB_UNKNOWN;
    c->relative_named = has_relative(c->person);
    c->car = has_car(c->person);
}

static enum orb_status read_situation(struct orb_case_reader *r,
                                      const struct orb_json *value, struct orb_error *err)
{
    struct orb_error inner = { 0 };
    enum orb_status status =
        orb_person_parse(&r->case_->person, value, r->profile, r->codes, &inner);

    if (status != ORB_OK) {
        (void)orb_error_set(err, status, "%s", inner.text);
        orb_error_at(err, "/situation%s", inner.place);
    }
    return status;
}

static enum orb_status read_case(struct orb_case_reader *r, struct orb_error *err)
{
    static const char *const formats[] = { "orbite-case/1" };
    struct orb_case *c = r->case_;
    const struct orb_json *situation;
    enum orb_status status;

    (void)orb_form_choice(r->form, "format", formats, 1, -2);
    situation = orb_form_value(r->form, "situation");
    if (situation == NULL)
        orb_form_fail(r->form, "situation", _("this key is missing"));
    if (r->form->status != ORB_OK)
        return r->form->status;
    status = read_situation(r, situation, err);
    if (status != ORB_OK)
        return status;
    read_known(r);
    read_referent(r);
    read_dates(r);
    orb_case_read_phases(r);
    orb_case_read_requests(r);
    orb_case_read_evaluation(r);
    orb_case_read_contacts(r);
    orb_case_read_plan(r);
    orb_case_read_commitments(r);
    status = orb_form_end(r->form);
    if (status != ORB_OK)
        return status;
    /* The list was made by this reader. */
    find_latest((struct orb_case_request *)c->requests, c->request_count);
    settle(c);
    status = add_attempts(c, err);
    return status == ORB_OK ? add_supports(c, err) : status;
}

static bool is_situation(const struct orb_json *document)
{
    return same_text(orb_json_text(orb_json_get(document, "format")), "orbite-person/1");
}

enum orb_status orb_case_parse(struct orb_case **out, const struct orb_json *document,
                               const struct orb_profile *profile,
                               const struct orb_person_codes *codes, struct orb_error *err)
{
    struct orb_case *c = orb_calloc(1, sizeof *c);
    struct orb_form form;
    struct orb_case_reader reader = { c, &form, profile, codes };
    enum orb_status status;

    if (c == NULL)
        return orb_error_memory(err);
    if (is_situation(document)) {
        status = orb_person_parse(&c->person, document, profile, codes, err);
        if (status == ORB_OK)
            nothing_else(c);
    } else if (document == NULL) {
        status = orb_error_set(err, ORB_ERR_SYNTAX, _("an object is expected here"));
    } else {
        orb_form_begin(&form, document, "", &c->arena, err);
        status = form.status == ORB_OK ? read_case(&reader, err) : form.status;
    }
    if (status != ORB_OK) {
        orb_case_free(c);
        return status;
    }
    *out = c;
    return ORB_OK;
}

void orb_case_free(struct orb_case *case_)
{
    if (case_ == NULL)
        return;
    orb_person_free(case_->person);
    orb_arena_release(&case_->arena);
    orb_free(case_);
}

/* ---- what is read of a case */

int orb_person_age(const struct orb_person *person)
{
    int year, month, day;

    if (person->birth_year == 0)
        return person->age_years;
    orb_date_split(person->reference_date, &year, &month, &day);
    /* Born on a day not told: the age is reached with the month. */
    return year - person->birth_year -
           (month < person->birth_month ||
            (month == person->birth_month && day < person->birth_day));
}

static int domain_of(const char *code)
{
    for (int i = 0; i < ORB_LIFE_DOMAINS; i++)
        if (strncmp(code, orb_life_domain_codes[i], 2) == 0)
            return i;
    return -1;
}

struct orb_case_blanks orb_case_blanks_of(const struct orb_case *case_)
{
    const struct orb_person *p = case_->person;
    struct orb_case_blanks blanks;

    for (int i = 0; i < ORB_LIFE_DOMAINS; i++)
        blanks.expectation[i] = blanks.need[i] = true;
    for (uint32_t i = 0; i < p->wish_count; i++)
        if (p->wishes[i].text != NULL && domain_of(p->wishes[i].domain) >= 0)
            blanks.expectation[domain_of(p->wishes[i].domain)] = false;
    for (uint32_t i = 0; i < case_->evaluation_count; i++) {
        const struct orb_case_evaluation *e = &case_->evaluation[i];
        int domain = domain_of(e->domain);

        if (domain >= 0 && e->expectation != NULL)
            blanks.expectation[domain] = false;
        if (domain >= 0 && e->need != NULL)
            blanks.need[domain] = false;
    }
    return blanks;
}
