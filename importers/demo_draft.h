/* One service of the invented territory with its site, its offers and the room their texts
 * need. */
#ifndef ORB_IMPORTERS_DEMO_DRAFT_H
#define ORB_IMPORTERS_DEMO_DRAFT_H

#include "engine/model/record.h"
#include "importers/demo_cast.h"
#include "importers/demo_names.h"

#define ORB_DEMO_MAX_ZONE   160
#define ORB_DEMO_OFFERS_MAX 4
#define ORB_DEMO_FEATURES   7

/* Everything an offer points to. */
struct orb_demo_offer_draft {
    struct orb_offer offer;
    char id[ORB_DEMO_ID_LEN];
    char twin_id[ORB_DEMO_ID_LEN];
    char name[ORB_DEMO_NAME_LEN];
    struct orb_modality modalities[4];
    struct orb_prestation prestations[6];
    const char *publics[6];
    const char *orientations[4];
    const char *engagements[2];
    const char *professions[5];
    const char *families[5];
    const char *themes[5];
    const char *languages[3];
    struct orb_feature features[ORB_DEMO_FEATURES];
    struct orb_capacity capacities[2];
    struct orb_closure closure;
    const char *zone[ORB_DEMO_MAX_ZONE];
    const char *departments[1];
};

/* Large; reused from one service to the next. Texts are valid until the next one is made.
 */
struct orb_demo_draft {
    const struct orb_demo *demo;
    struct orb_demo_role role;
    const struct orb_demo_template *kind;
    struct orb_organization club; /* the service's own association; id NULL = none */
    struct orb_site site;
    struct orb_site annex; /* id NULL = none */
    struct orb_service service;
    struct orb_demo_offer_draft offers[ORB_DEMO_OFFERS_MAX];
    struct orb_contact contacts[5];
    struct orb_identifier identifiers[1];
    char service_id[ORB_DEMO_ID_LEN];
    char organization_id[ORB_DEMO_ID_LEN];
    char site_id[ORB_DEMO_ID_LEN];
    char annex_id[ORB_DEMO_ID_LEN];
    char finess[16];
    char name[ORB_DEMO_NAME_LEN];
    char place_name[ORB_DEMO_NAME_LEN];
    char address[ORB_DEMO_NAME_LEN];
    char annex_address[ORB_DEMO_NAME_LEN];
    char person[ORB_DEMO_NAME_LEN];
    char phone[24];
    char email[64];
    char url[64];
};

/*
 * Start on service number index; then what is wanted of it, each part drawn apart so that a
 * pass over one kind of record costs little: its sites; itself and its club; its contacts
 * (after itself); its offers (after itself and its sites).
 */
void orb_demo_draft_begin(struct orb_demo_draft *draft, const struct orb_demo *demo,
                          uint32_t index);
void orb_demo_draft_sites(struct orb_demo_draft *draft);
void orb_demo_draft_service(struct orb_demo_draft *draft);
void orb_demo_draft_contacts(struct orb_demo_draft *draft);
void orb_demo_draft_offers(struct orb_demo_draft *draft);

/* Where a value of a record comes from; the record itself is declared. */
struct orb_provenance orb_demo_provenance(const struct orb_demo *demo, const char *fields);

#endif
