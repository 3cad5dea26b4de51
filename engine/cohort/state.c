/* What is around a person: which needs an offer answers, and whether that holds. */
#include <math.h>
#include <string.h>

#include "engine/base/date.h"
#include "engine/cohort/triage_parts.h"
#include "engine/model/terms.h"

bool orb_waits_more(const struct orb_cat_member *member, double days)
{
    return orb_member_waits(member, days);
}

/* ---- the person */

/* Completed months, as an interval (MATCHING 4.2). */
static void prepare_age(struct orb_triage *t)
{
    const struct orb_person *p = t->person;
    int year;
    int month;
    int day;
    int last;
    int64_t d;

    t->age_lo = t->age_hi = -1;
    if (p->birth_year == 0) {
        if (p->age_years >= 0) {
            t->age_lo = (int64_t)p->age_years * 12;
            t->age_hi = t->age_lo + 11;
        }
        return;
    }
    orb_date_split(p->reference_date, &year, &month, &day);
    last = orb_date_month_length(year, month);
    d = (int64_t)(year - p->birth_year) * 12 + month - p->birth_month;
    if (p->birth_day == 0) {
        t->age_lo = day == last ? d : d - 1;
        t->age_hi = d;
    } else {
        t->age_lo = t->age_hi =
            day >= (p->birth_day < last ? p->birth_day : last) ? d : d - 1;
    }
}

static bool valid_now(const struct orb_person *p, const struct orb_orientation *o)
{
    return (o->decided_on == ORB_DATE_NONE || o->decided_on <= p->reference_date) &&
           (o->valid_until == ORB_DATE_NONE || o->valid_until >= p->reference_date);
}

static bool add_engagements(struct orb_triage *t, struct orb_live_decision *d)
{
    for (uint32_t i = 0; i < t->p->dispositif_count; i++) {
        const struct orb_profile_list *list = &t->p->dispositif_orientations[i];

        if (strcmp(list->key, d->decision->code) != 0)
            continue;
        d->engagements =
            orb_arena_array(t->arena, list->values.count, sizeof *d->engagements);
        if (d->engagements == NULL)
            return false;
        for (uint32_t j = 0; j < list->values.count; j++)
            d->engagements[d->engagement_count++] =
                orb_cat_code_find(t->c, list->values.items[j]);
        return true;
    }
    return true;
}

bool orb_state_prepare(struct orb_triage *t)
{
    const struct orb_person *p = t->person;

    prepare_age(t);
    t->decision_count = 0;
    t->decisions = orb_arena_array(t->arena, p->orientation_count, sizeof *t->decisions);
    for (uint32_t i = 0; t->decisions != NULL && i < p->orientation_count; i++) {
        struct orb_live_decision *d = &t->decisions[t->decision_count];

        if (!valid_now(p, &p->orientations[i]))
            continue;
        *d = (struct orb_live_decision){ .decision = &p->orientations[i] };
        d->code = orb_cat_code_find(t->c, d->decision->code);
        if (!add_engagements(t, d))
            return false;
        t->decision_count++;
    }
    return t->decisions != NULL;
}

/* ---- what an offer comes to */

static bool opens(const struct orb_triage *t, const struct orb_live_decision *d,
                  const struct orb_cat_terms *terms)
{
    if (d->code != ORB_CAT_NONE && orb_cat_codes_have(t->c, &terms->orientations, d->code))
        return true;
    for (uint32_t i = 0; i < d->engagement_count; i++)
        if (d->engagements[i] != ORB_CAT_NONE &&
            orb_cat_codes_have(t->c, &terms->engagements, d->engagements[i]))
            return true;
    return false;
}

/* The day after which no decision of the person opens the offer; ORB_DATE_NONE = it asks
 * for none, or one has no end. */
static orb_date decision_end(const struct orb_triage *t, uint32_t offer,
                             const struct orb_cat_terms *terms, bool named)
{
    const char *id = orb_cat_string(t->c, t->c->offers[offer].id);
    orb_date end = ORB_DATE_NONE;

    if (!named && terms->orientations.count == 0)
        return ORB_DATE_NONE;
    for (uint32_t i = 0; i < t->decision_count; i++) {
        const struct orb_live_decision *d = &t->decisions[i];

        if (named ? !orb_code_list_has(&d->decision->named_offers, id)
                  : !opens(t, d, terms))
            continue;
        if (d->decision->valid_until == ORB_DATE_NONE)
            return ORB_DATE_NONE;
        if (end == ORB_DATE_NONE || d->decision->valid_until > end)
            end = d->decision->valid_until;
    }
    return end;
}

static void touch(struct orb_offer_end *e, enum orb_fragility kind, orb_date when)
{
    e->touched |= 1U << kind;
    e->when[kind] = when;
}

/* When the person reaches that many months; a month alone counts from its first day. */
static orb_date birthday(const struct orb_person *p, int64_t months)
{
    if (p->birth_year == 0)
        return ORB_DATE_NONE;
    return orb_date_add_months(
        orb_date_make(p->birth_year, p->birth_month, p->birth_day == 0 ? 1 : p->birth_day),
        (int)months);
}

/* Its age bound may be reached within the horizon: unknown days of birth are not a silent
 * no. */
static void find_age(const struct orb_triage *t, const struct orb_cat_terms *terms,
                     struct orb_offer_end *e)
{
    int64_t bound = terms->age_max_months;

    if (t->age_hi < 0 || bound == ORB_AGE_UNKNOWN || bound >= ORB_AGE_NO_MAX ||
        t->age_hi >= bound || t->age_hi + t->p->cohort.age_months < bound)
        return;
    touch(e, ORB_FRAGILE_AGE, birthday(t->person, bound));
    e->creton = bound >= t->p->age.igas_min_months && bound <= t->p->age.igas_max_months;
}

struct orb_offer_end orb_state_end(const struct orb_triage *t,
                                   const struct orb_cat_member *member, bool named)
{
    const struct orb_cat_terms *terms = &t->c->terms[member->terms];
    orb_date today = t->person->reference_date;
    struct orb_offer_end e = { .days = NAN };
    orb_date end = decision_end(t, member->offer, terms, named);

    for (int i = 0; i < ORB_FRAGILITIES; i++)
        e.when[i] = ORB_DATE_NONE;
    if (end != ORB_DATE_NONE &&
        end <= orb_date_add_months(today, (int)t->p->cohort.orientation_months))
        touch(&e, ORB_FRAGILE_ORIENTATION, end);
    if (!named)
        find_age(t, terms, &e);
    if (orb_waits_more(member, t->p->cohort.wait_days)) {
        touch(&e, ORB_FRAGILE_WAIT, ORB_DATE_NONE);
        e.days = member->wait_days;
    }
    if (member->closed_on != ORB_DATE_NONE && member->closed_on > today &&
        member->closed_on <= orb_date_add_months(today, (int)t->p->cohort.closing_months))
        touch(&e, ORB_FRAGILE_CLOSING, member->closed_on);
    return e;
}

/* ---- the look around */

struct looker {
    struct orb_survey survey;
    struct orb_triage *t;
};

static bool ends_first(const struct orb_need_look *look, const struct orb_offer_end *e,
                       int kind, uint32_t offer)
{
    if ((look->touched >> kind & 1) == 0)
        return true;
    if (kind == ORB_FRAGILE_WAIT)
        return e->days < look->days ||
               (!(e->days > look->days) && offer < look->offer[kind]);
    return e->when[kind] < look->when[kind] ||
           (e->when[kind] == look->when[kind] && offer < look->offer[kind]);
}

static void note(struct orb_need_look *look, const struct orb_offer_end *e, uint32_t offer,
                 uint32_t organization)
{
    if (!look->any)
        look->organization = organization;
    look->several = look->several || (look->any && look->organization != organization);
    look->any = true;
    look->solid = look->solid || e->touched == 0;
    for (int kind = 0; kind < ORB_FRAGILITIES; kind++) {
        if ((e->touched >> kind & 1) == 0 || !ends_first(look, e, kind, offer))
            continue;
        look->offer[kind] = offer;
        look->when[kind] = e->when[kind];
        if (kind == ORB_FRAGILE_WAIT)
            look->days = e->days;
        look->touched |= 1U << kind;
    }
    look->creton = look->creton || e->creton;
}

static bool visit(struct orb_survey *survey, const struct orb_sighting *s)
{
    struct orb_triage *t = ((struct looker *)survey)->t;
    uint32_t offer = s->member->offer;
    uint32_t organization;
    struct orb_offer_end e;

    if (s->class_ > ORB_TO_VERIFY || orb_triage_closes(t, offer) ||
        orb_waits_more(s->member, t->p->cohort.wait_max_days))
        return true;
    if (s->class_ == ORB_TO_VERIFY) {
        for (uint32_t i = 0; i < t->person->need_count; i++)
            t->looks[i].unsure = t->looks[i].unsure || (s->needs >> i & 1) != 0;
        return true;
    }
    e = orb_state_end(t, s->member, s->named);
    organization = t->c->offers[offer].organization;
    /* Nobody says whose it is: an organization of its own. */
    if (organization == ORB_CAT_NONE)
        organization = t->c->organization_count + offer;
    for (uint32_t i = 0; i < t->person->need_count; i++) {
        struct orb_need_look *look = &t->looks[i];

        if ((s->needs >> i & 1) == 0)
            continue;
        note(look, &e, offer, organization);
        if (look->several && look->solid)
            survey->needs &= ~(UINT64_C(1) << i);
    }
    return true;
}

enum orb_status orb_state_look(struct orb_triage *t, uint64_t *open, struct orb_error *err)
{
    const struct orb_census_terms terms = { .long_wait = t->p->cohort.wait_max_days,
                                            .closed = t->closed };
    struct looker l = { .survey = { .near = true, .visit = visit }, .t = t };
    enum orb_status status;

    l.survey.needs = t->person->need_count == ORB_PERSON_MAX_NEEDS
                         ? UINT64_MAX
                         : (UINT64_C(1) << t->person->need_count) - 1;
    memset(t->looks, 0, t->person->need_count * sizeof *t->looks);
    status = orb_matcher_counts(t->matcher)
                 ? orb_matcher_eligible(t->matcher, &l.survey, &terms, err)
                 : orb_matcher_survey(t->matcher, &l.survey, err);
    *open = 0;
    for (uint32_t i = 0; status == ORB_OK && i < t->person->need_count; i++)
        if (!t->looks[i].any)
            *open |= UINT64_C(1) << i;
    return status;
}
