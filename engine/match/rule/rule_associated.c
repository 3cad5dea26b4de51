/* "Sans troubles associés" (for example FINESS clientèle 410), which report IGAS 2021-010R
 * proposes to abolish (R10). */
#include "engine/match/rule/rule.h"

void orb_rule_associated(const struct orb_rule_case *k)
{
    const struct orb_code_list *mine = &k->m->person->associated;
    struct orb_reason *r;

    if (k->terms->excludes_associated == ORB_NO || (mine->known && mine->count == 0))
        return;
    if (k->terms->excludes_associated == ORB_UNKNOWN || !mine->known) {
        (void)orb_reason_unknown(k->out, ORB_RULE_ASSOCIATED,
                                 ORB_REASON_ASSOCIATED_UNKNOWN);
        return;
    }
    if (k->m->igas[ORB_IGAS_ASSOCIATED]) {
        (void)orb_reason_unknown(k->out, ORB_RULE_ASSOCIATED, ORB_REASON_ASSOCIATED_IGAS);
        return;
    }
    r = orb_reason_no(k->out, ORB_RULE_ASSOCIATED, ORB_REASON_ASSOCIATED,
                      k->m->p->associated_slack);
    r->levers = ORB_LEVER_BIT(ORB_LEVER_IGAS_ASSOCIATED) |
                ORB_LEVER_BIT(ORB_LEVER_DEROGATION_NAMED);
}
