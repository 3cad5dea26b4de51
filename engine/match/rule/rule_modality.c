/* At least one of the modalities the person requires must be declared. */
#include "engine/match/rule/rule.h"
#include "engine/model/terms.h"

void orb_rule_modality(const struct orb_rule_case *k)
{
    const struct orb_matcher *m = k->m;
    bool got[3] = { false, false, false };
    struct orb_reason *r;

    if (m->person->modalities_required.count == 0)
        return;
    if (k->terms->modalities.count == 0) {
        (void)orb_reason_unknown(k->out, ORB_RULE_MODALITY, ORB_REASON_MODALITY_UNKNOWN);
        return;
    }
    for (uint32_t i = 0; i < k->terms->modalities.count; i++) {
        const struct orb_cat_modality *x =
            &m->c->modalities[k->terms->modalities.first + i];

        if ((m->flags[x->code] & ORB_CODE_WANTED) != 0)
            got[x->certainty] = true;
    }
    if (got[ORB_CERTAINTY_DECLARED])
        return;
    if (got[ORB_CERTAINTY_POSSIBLE]) {
        (void)orb_reason_unknown(k->out, ORB_RULE_MODALITY, ORB_REASON_MODALITY_POSSIBLE);
        return;
    }
    if (got[ORB_CERTAINTY_IGAS] && m->igas[ORB_IGAS_HOME_TEMPORARY]) {
        (void)orb_reason_unknown(k->out, ORB_RULE_MODALITY, ORB_REASON_MODALITY_IGAS);
        return;
    }
    r = orb_reason_no(k->out, ORB_RULE_MODALITY, ORB_REASON_MODALITY, m->p->modality_slack);
    r->levers = ORB_LEVER_BIT(got[ORB_CERTAINTY_IGAS] ? ORB_LEVER_IGAS_HOME_TEMPORARY
                                                      : ORB_LEVER_ASK_PROVIDER);
}
