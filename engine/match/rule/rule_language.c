/* Languages the person requires, one reason each. */
#include "engine/match/rule/rule.h"

void orb_rule_language(const struct orb_rule_case *k)
{
    const struct orb_matcher *m = k->m;

    for (uint32_t i = 0; i < m->language_count; i++) {
        const struct orb_query_feature *l = &m->languages[i];
        struct orb_reason *r;

        if (!k->terms->languages.known) {
            r = orb_reason_unknown(k->out, ORB_RULE_LANGUAGE, ORB_REASON_LANGUAGE_UNKNOWN);
        } else {
            if (l->code != ORB_CAT_NONE &&
                orb_cat_codes_have(m->c, &k->terms->languages, l->code))
                continue;
            r = orb_reason_no(k->out, ORB_RULE_LANGUAGE, ORB_REASON_LANGUAGE,
                              m->p->language_slack);
            r->levers = ORB_LEVER_BIT(ORB_LEVER_INTERPRETER);
        }
        r->detail = ORB_DETAIL_TEXT;
        r->text = l->name;
    }
}
