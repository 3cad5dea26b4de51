/* One rule: what makes an offer unsuitable, or not surely suitable (MATCHING 4.1). One rule
 * per file. */
#ifndef ORB_MATCH_RULE_RULE_H
#define ORB_MATCH_RULE_RULE_H

#include "engine/match/query.h"

/* What a rule looks at decides when it is applied and how long its reasons are remembered.
 */
enum orb_rule_scope {
    ORB_SCOPE_CARE =
        0, /* a part of terms and the person: once for all offers that share the part */
    ORB_SCOPE_ENTRY,
    ORB_SCOPE_WAYS,
    ORB_SCOPE_OFFER, /* the offer itself */
    ORB_SCOPE_PLACE  /* the place chosen, hence the frequency of the need */
};

/* offer is ORB_CAT_NONE and special, circle, place are NULL for ORB_SCOPE_TERMS; place is
 * NULL for ORB_SCOPE_OFFER. */
struct orb_rule_case {
    struct orb_matcher *m;
    const struct orb_cat_terms *terms;
    struct orb_facts facts;
    const struct orb_query_special
        *special; /* NULL = the person says nothing of this offer */
    const struct orb_circle_fact *circle;
    const struct orb_place *place;
    const struct orb_cat_member
        *member; /* what it says of the offer is read there; NULL = in the offer itself */
    uint32_t offer;
    struct orb_reasons *out; /* reasons are added here; none added = yes */
};

struct orb_rule {
    enum orb_rule_id id;
    enum orb_rule_scope scope;
    bool lifted_by_decision; /* a valid decision naming the offer makes it answer yes */
    void (*apply)(const struct orb_rule_case *k);
};

/* In reporting order, by enum orb_rule_id. */
extern const struct orb_rule orb_rules[ORB_RULES];

void orb_rule_duplicate(const struct orb_rule_case *k);
void orb_rule_institution(const struct orb_rule_case *k);
void orb_rule_carers_only(const struct orb_rule_case *k);
void orb_rule_closed(const struct orb_rule_case *k);
void orb_rule_no_need(const struct orb_rule_case *k);
void orb_rule_refused(const struct orb_rule_case *k);
void orb_rule_open(const struct orb_rule_case *k);
/* Rule open of an offer with these days. */
void orb_rule_open_days(const struct orb_rule_case *k, orb_date opened_on,
                        const struct orb_cat_span *closures);
/* The part of rule open that the offer's ways decide. */
void orb_rule_open_ways(const struct orb_rule_case *k);
void orb_rule_age(const struct orb_rule_case *k);
void orb_rule_public(const struct orb_rule_case *k);
void orb_rule_associated(const struct orb_rule_case *k);
void orb_rule_orientation(const struct orb_rule_case *k);
void orb_rule_modality(const struct orb_rule_case *k);
void orb_rule_language(const struct orb_rule_case *k);
void orb_rule_place(const struct orb_rule_case *k);
void orb_rule_accessibility(const struct orb_rule_case *k);
void orb_rule_deadline(const struct orb_rule_case *k);

/* The offer of the case. */
static inline const struct orb_cat_offer *orb_case_offer(const struct orb_rule_case *k)
{
    return &k->m->c->offers[k->offer];
}

#endif
