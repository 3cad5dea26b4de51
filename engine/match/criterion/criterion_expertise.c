/* E: a closer public is worth more, and so is a narrow age range. */
#include <math.h>

#include "engine/match/criterion/criterion.h"
#include "engine/model/terms.h"

bool orb_criterion_is_narrow(const struct orb_matcher *m, const struct orb_cat_terms *t)
{
    return t->age_min_months != ORB_AGE_UNKNOWN && t->age_max_months != ORB_AGE_UNKNOWN &&
           t->age_max_months < ORB_AGE_NO_MAX &&
           t->age_max_months - t->age_min_months <= m->p->expertise.narrow_age_months;
}

double orb_criterion_expertise(const struct orb_matcher *m, bool narrow,
                               enum orb_public_level level)
{
    const struct orb_profile *p = m->p;
    double v;

    switch (level) {
    case ORB_PUBLIC_EXACT:
        v = p->expertise.exact;
        break;
    case ORB_PUBLIC_PARENT:
        v = p->expertise.parent;
        break;
    case ORB_PUBLIC_ALL_DISABILITY:
        v = p->expertise.all_disability;
        break;
    case ORB_PUBLIC_OPEN:
        v = p->expertise.open;
        break;
    case ORB_PUBLIC_CARERS:
        return p->expertise.none;
    case ORB_PUBLIC_NONE:
        v = p->expertise.none;
        break;
    default:
        return NAN;
    }
    if (v > 0 && narrow)
        v = fmin(1.0, v + p->expertise.narrow_age_bonus);
    return v;
}
