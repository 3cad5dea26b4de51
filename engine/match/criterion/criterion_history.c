/* H: what was tried and how it went, and the themes the person wishes. A failure demotes,
 * it never hides (R3). */
#include <math.h>
#include <string.h>

#include "engine/match/criterion/criterion.h"

static double outcome_value(const struct orb_matcher *m, const struct orb_attempt *a)
{
    const struct orb_profile *p = m->p;

    switch (a->outcome) {
    case ORB_OUTCOME_SUCCESS:
        return p->history.success;
    case ORB_OUTCOME_FAILURE:
        return p->history.failure;
    case ORB_OUTCOME_ABANDONED:
        return p->history.abandoned;
    default:
        break;
    }
    if (a->date != ORB_DATE_NONE &&
        m->person->reference_date - a->date > p->history.refused_days)
        return p->history.refused_old;
    return p->history.refused;
}

/* Names in byte order decide between attempts of equal value: abandoned, failure, refused,
 * success. */
static int outcome_rank(enum orb_outcome outcome)
{
    static const int ranks[] = { 3, 1, 2, 0 };

    return ranks[outcome];
}

static bool concerns(const struct orb_matcher *m, const struct orb_attempt *a,
                     orb_cat_code category, const struct orb_query_special *special)
{
    if (special != NULL)
        return a->offer != NULL && orb_cat_offer_find(m->c, a->offer) == special->offer;
    return a->offer == NULL && category != ORB_CAT_NONE && a->category != NULL &&
           strcmp(a->category, orb_cat_code_name(m->c, category)) == 0;
}

double orb_criterion_past(const struct orb_matcher *m, orb_cat_code category,
                          const struct orb_query_special *special, bool *tried)
{
    const struct orb_person *p = m->person;
    const struct orb_attempt *worst = NULL;

    *tried = false;
    if (p->attempt_count == 0)
        return NAN;
    for (uint32_t i = 0; i < p->attempt_count; i++) {
        const struct orb_attempt *a = &p->attempts[i];
        double v;
        double w;

        if (!concerns(m, a, category, special))
            continue;
        if (worst == NULL || a->date > worst->date) {
            worst = a;
            continue;
        }
        v = outcome_value(m, a);
        w = outcome_value(m, worst);
        if (a->date == worst->date &&
            (v < w ||
             (!(v > w) && outcome_rank(a->outcome) < outcome_rank(worst->outcome))))
            worst = a;
    }
    if (worst == NULL)
        return m->p->history.none;
    *tried = worst->outcome != ORB_OUTCOME_SUCCESS;
    return outcome_value(m, worst);
}

double orb_criterion_wish(const struct orb_matcher *m, const struct orb_cat_terms *t,
                          const struct orb_query_need *need)
{
    if (!need->has_themes)
        return -1;
    if (!t->themes.known)
        return NAN;
    for (uint32_t i = 0; i < need->theme_count; i++)
        if (orb_cat_codes_have(m->c, &t->themes, need->themes[i]))
            return 1.0;
    return 0.0;
}
