/*
 * What a territory has to give for a need, a family or a category, and to whom: offers
 * selected, their places, and what the rules of matching say of each for each stratum of
 * people (METHODS 2). Pure.
 *
 * Eligibility is asked of engine/match: a stratum is a person who lives nowhere. Places are
 * those installed (08), else those authorised (09), never places available.
 */
#ifndef ORB_PLANNING_SUPPLY_H
#define ORB_PLANNING_SUPPLY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "engine/base/arena.h"
#include "engine/base/date.h"
#include "engine/base/error.h"
#include "engine/catalogue/catalogue.h"
#include "engine/match/reason.h"
#include "engine/model/profile.h"
#include "engine/planning/links.h"

/* People of an age, a public and an orientation. What is not said is not a condition. Ages
 * are judged at age_from: cut strata (orb_strata_cut) where answers change. */
struct orb_stratum {
    int32_t age_from, age_to; /* completed years, age_to excluded; both -1 = any age */
    const char *group;        /* public, of groupes_publics; NULL = any */
    const char *orientation;  /* CDAPH decision held; NULL = the one that is needed; "" =
                                 none */
    bool associated_known;    /* the people have, or not, associated disorders */
    bool associated;
};

enum orb_supply_answer { ORB_SUPPLY_YES = 0, ORB_SUPPLY_UNKNOWN, ORB_SUPPLY_NO };

/* What the rules say of one offer for one stratum, its place apart. */
struct orb_supply_verdict {
    uint8_t answer;   /* enum orb_supply_answer; unknown counts as yes, and apart */
    uint8_t reason;   /* enum orb_reason_code: the first no, else the first unknown;
                         ORB_REASON_CODES = none */
    uint32_t failed;  /* bits 1 << enum orb_rule_id that say no */
    uint32_t unknown; /* bits that cannot tell */
};

enum orb_places_basis {
    ORB_PLACES_UNKNOWN = 0,
    ORB_PLACES_INSTALLED,
    ORB_PLACES_AUTHORISED, /* none installed is told: to be flagged */
    ORB_PLACES_NO_NOTION   /* droit commun: sites are counted, not places */
};

struct orb_supply_site {
    struct orb_link_point point;
    double places;    /* NaN when the basis is unknown or has no notion of place */
    double wait_days; /* NaN = unknown */
    uint32_t offer;
    uint32_t zone;      /* ORB_CAT_NONE = unknown */
    uint8_t basis;      /* enum orb_places_basis */
    bool on_site;       /* people come; also when nobody says how it is given */
    bool at_home;       /* it comes to people, in its zone */
    bool remote;        /* at a distance, in its zone or everywhere */
    bool residential;   /* people come to live there, by every way on site */
    bool kind_unknown;  /* nobody says how it is given */
    bool not_accepting; /* takes nobody new for now */
};

struct orb_supply_request {
    const struct orb_catalogue *catalogue;
    const struct orb_profile *profile;
    orb_date date;
    const char *need;     /* SERAFIN-PH; NULL = not a condition, here and below */
    const char *family;   /* "L4", or "L4.2" */
    const char *category; /* of the offer */
    const struct orb_stratum *strata; /* borrowed until the supply is released */
    uint32_t stratum_count;           /* at least 1 */
    bool igas[ORB_IGAS_OPTIONS];      /* rules lifted (METHODS 4), beside the profile's */
};

/* Canonical offers selected and open at the date, by number. Zero is empty. */
struct orb_supply {
    struct orb_arena arena;
    const struct orb_catalogue *catalogue;
    struct orb_supply_site *sites;
    struct orb_supply_verdict *verdicts; /* site * stratum_count + stratum */
    uint32_t count, stratum_count;
    struct orb_link_served *served; /* after orb_supply_serve */
    size_t served_count;
};

/* ORB_ERR_MEMORY, ORB_ERR_NOT_FOUND (a need that the profile does not have). *out is
 * released by orb_supply_release, safe twice. */
ORB_MUST_CHECK enum orb_status orb_supply_make(struct orb_supply *out,
                                               const struct orb_supply_request *request,
                                               struct orb_error *err);
void orb_supply_release(struct orb_supply *supply);

static inline const struct orb_supply_verdict *
orb_supply_verdict_of(const struct orb_supply *supply, uint32_t site, uint32_t stratum)
{
    return &supply->verdicts[(size_t)site * supply->stratum_count + stratum];
}

/* What the profile says of a way of giving; NULL when it does not know it, or when it is
 * only possible by a rule that is not lifted (ORB_IGAS_HOME_TEMPORARY). */
const struct orb_profile_modality *
orb_supply_modality(const struct orb_catalogue *catalogue,
                    const struct orb_profile *profile, bool home_temporary,
                    const struct orb_cat_modality *modality);

/* Whether a site comes to a commune: yes, no, or unknown (a zone that nobody told). A site
 * that neither comes nor is at a distance answers no. */
enum orb_supply_answer orb_supply_comes(const struct orb_supply *supply, uint32_t site,
                                        uint32_t commune);

/* Whether the zone of a site, which it has, holds a commune. */
bool orb_supply_zone_has(const struct orb_supply *supply, uint32_t site, uint32_t commune);

/* Find the pairs of communes (rows of the catalogue, by place) and sites that come to them,
 * for orb_links_make: fills served and served_count. ORB_ERR_MEMORY. */
ORB_MUST_CHECK enum orb_status orb_supply_serve(struct orb_supply *supply,
                                                const uint32_t *communes, uint32_t count,
                                                struct orb_error *err);

/* Sites as points of links: those where nobody comes have no position. In the supply's
 * arena; NULL without memory. */
struct orb_link_point *orb_supply_points(struct orb_supply *supply);

/*
 * The strata of people of [age_from, age_to) cut where some offer of the catalogue changes
 * its mind, in whole years, and at given bounds, so that all people of a stratum have the
 * same answer. model gives the public and the orientation. In the arena; items NULL without
 * memory.
 */
struct orb_strata {
    struct orb_stratum *items;
    uint32_t count;
};
struct orb_strata orb_strata_cut(struct orb_arena *arena,
                                 const struct orb_catalogue *catalogue,
                                 const struct orb_stratum *model, const int32_t *bounds,
                                 uint32_t bound_count);

#endif
