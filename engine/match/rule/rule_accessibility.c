/* Features the person requires; those of the premises do not matter at home or at a
 * distance. */
#include "engine/match/rule/rule.h"
#include "engine/model/terms.h"

static enum orb_feature_level level_of(const struct orb_rule_case *k, orb_cat_code name)
{
    const struct orb_catalogue *c = k->m->c;
    const struct orb_cat_span *list =
        k->member != NULL ? orb_cat_member_features(c, k->member) : &k->terms->features;

    for (uint32_t i = 0; name != ORB_CAT_NONE && i < list->count; i++)
        if (c->features[list->first + i].name == name)
            return (enum orb_feature_level)c->features[list->first + i].level;
    return ORB_FEATURE_UNKNOWN;
}

void orb_rule_accessibility(const struct orb_rule_case *k)
{
    const struct orb_matcher *m = k->m;
    bool away = k->place->kind == ORB_KIND_HOME || k->place->kind == ORB_KIND_REMOTE;

    for (uint32_t i = 0; i < m->feature_count; i++) {
        const struct orb_query_feature *f = &m->features[i];
        enum orb_feature_level level;
        struct orb_reason *r;

        if (!f->required || (away && f->premises))
            continue;
        level = level_of(k, f->code);
        if (level == ORB_FEATURE_YES)
            continue;
        if (level == ORB_FEATURE_UNKNOWN) {
            r = orb_reason_unknown(k->out, ORB_RULE_ACCESSIBILITY,
                                   ORB_REASON_ACCESSIBILITY_UNKNOWN);
            r->detail = ORB_DETAIL_TEXT;
        } else {
            r = orb_reason_no(k->out, ORB_RULE_ACCESSIBILITY, ORB_REASON_ACCESSIBILITY,
                              level == ORB_FEATURE_LIMITED
                                  ? m->p->accessibility_slack_limited
                                  : m->p->accessibility_slack_no);
            r->levers = ORB_LEVER_BIT(ORB_LEVER_ADAPTATION);
            r->detail = ORB_DETAIL_FEATURE;
            r->value = level;
        }
        r->text = f->name;
    }
}
