/* A: the mean over the features asked, then the wished languages. */
#include <math.h>

#include "engine/match/criterion/criterion.h"
#include "engine/model/terms.h"

static double feature_value(const struct orb_matcher *m, const struct orb_cat_member *x,
                            orb_cat_code name)
{
    const struct orb_cat_span *list = orb_cat_member_features(m->c, x);

    for (uint32_t i = 0; name != ORB_CAT_NONE && i < list->count; i++) {
        const struct orb_cat_feature *f = &m->c->features[list->first + i];

        if (f->name == name && f->level != ORB_FEATURE_UNKNOWN)
            return m->p->accessibility_value[f->level];
    }
    return NAN;
}

/* Languages are of the ways: all terms that show them say the same. */
static const struct orb_cat_codes *languages_of(const struct orb_catalogue *c,
                                                const struct orb_cat_member *x)
{
    return &c->terms[c->ways_terms[c->kinds[x->kind].parts.ways]].languages;
}

static double value_of(const struct orb_matcher *m, const struct orb_cat_member *x,
                       const struct orb_query_feature *f, bool away)
{
    if (f->language) {
        const struct orb_cat_codes *languages = languages_of(m->c, x);

        if (!languages->known)
            return NAN;
        return f->code != ORB_CAT_NONE && orb_cat_codes_have(m->c, languages, f->code)
                   ? 1.0
                   : 0.0;
    }
    return away && f->premises ? 1.0 : feature_value(m, x, f->code);
}

void orb_criterion_accessibility(const struct orb_matcher *m,
                                 const struct orb_cat_member *x, bool away, double out[3])
{
    out[0] = out[1] = out[2] = 0.0;
    for (uint32_t i = 0; i < m->feature_count; i++) {
        double v = value_of(m, x, &m->features[i], away);

        out[0] += isnan(v) ? m->p->unknown : v;
        out[1] += isnan(v) ? 0.0 : v;
        out[2] += isnan(v) ? 1.0 : v;
    }
    for (int j = 0; j < 3 && m->feature_count > 0; j++)
        out[j] /= m->feature_count;
}
