/* The person's own refusals are never overridden (R21). */
#include <string.h>

#include "engine/match/rule/rule.h"

static bool refused_by_name(const struct orb_rule_case *k)
{
    const struct orb_matcher *m = k->m;
    const struct orb_cat_offer *o = orb_case_offer(k);
    const char *organization;

    if (k->special != NULL && k->special->refused)
        return true;
    if (k->facts.entry->category != ORB_CAT_NONE &&
        (m->flags[k->facts.entry->category] & ORB_CODE_REFUSED) != 0)
        return true;
    if (m->person->refused_organizations.count == 0 || o->organization == ORB_CAT_NONE)
        return false;
    organization = orb_cat_string(m->c, m->c->organizations[o->organization].id);
    return orb_code_list_has(&m->person->refused_organizations, organization);
}

static bool only_residential(const struct orb_rule_case *k)
{
    const struct orb_matcher *m = k->m;

    for (uint32_t i = 0; i < k->facts.ways->usable_count; i++) {
        uint32_t at = m->indices.items[k->facts.ways->usable_first + i];

        if ((m->flags[m->c->modalities[at].code] & ORB_CODE_RESIDENTIAL) == 0)
            return false;
    }
    return k->facts.ways->usable_count > 0;
}

void orb_rule_refused(const struct orb_rule_case *k)
{
    const struct orb_person *p = k->m->person;

    if (!k->m->refuses)
        return;
    if (refused_by_name(k))
        (void)orb_reason_no(k->out, ORB_RULE_REFUSED, ORB_REASON_REFUSED_BY_PERSON, 0.0);
    if (p->droit_commun_only && k->facts.entry->droit_commun == ORB_NO)
        (void)orb_reason_no(k->out, ORB_RULE_REFUSED, ORB_REASON_NOT_DROIT_COMMUN, 0.0);
    else if (p->droit_commun_only && k->facts.entry->droit_commun == ORB_UNKNOWN)
        (void)orb_reason_unknown(k->out, ORB_RULE_REFUSED, ORB_REASON_DROIT_COMMUN_UNKNOWN);
    if (p->no_residential && only_residential(k))
        (void)orb_reason_no(k->out, ORB_RULE_REFUSED, ORB_REASON_RESIDENTIAL_REFUSED, 0.0);
}
