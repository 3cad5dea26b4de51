/* Who plays which part: what each service of the invented territory is, from its number
 * alone. */
#ifndef ORB_IMPORTERS_DEMO_CAST_H
#define ORB_IMPORTERS_DEMO_CAST_H

#include <stdbool.h>
#include <stdint.h>

#include "engine/base/date.h"
#include "engine/base/error.h"
#include "importers/demo.h"
#include "importers/demo_land.h"
#include "importers/demo_template.h"

#define ORB_DEMO_NONE   UINT32_MAX
#define ORB_DEMO_ID_LEN 24

/* The parts that relations and persons name; each is one service with one offer, around the
 * home town. */
enum orb_demo_part {
    ORB_DEMO_PART_SESSAD = 0, /* the operator's, 0 to 20 years, at home */
    ORB_DEMO_PART_SAVS,       /* expired convention, zone unknown */
    ORB_DEMO_PART_ESAT_GREEN, /* partner, green spaces */
    ORB_DEMO_PART_ESAT_LAUNDRY,
    ORB_DEMO_PART_IME, /* the operator's */
    ORB_DEMO_PART_SAMSAH,
    ORB_DEMO_PART_MAS,
    ORB_DEMO_PART_EAM,
    ORB_DEMO_PART_FOYER,
    ORB_DEMO_PART_CMP,
    ORB_DEMO_PART_LIBRARY,
    ORB_DEMO_PART_GYM,
    ORB_DEMO_PART_POOL,
    ORB_DEMO_PART_GARDEN,
    ORB_DEMO_PART_GEM,
    ORB_DEMO_PART_GEM_FAR,
    ORB_DEMO_PART_CAMSP,
    ORB_DEMO_PART_CMPP,
    ORB_DEMO_PART_SPEECH_LONG, /* fourteen months to wait */
    ORB_DEMO_PART_SPEECH_SHORT,
    ORB_DEMO_PART_NURSERY,
    ORB_DEMO_PART_PMI,
    ORB_DEMO_PART_PCPE,
    ORB_DEMO_PART_C360,
    ORB_DEMO_PART_DAC,
    ORB_DEMO_PART_MDPH,
    ORB_DEMO_PART_RESPITE,
    ORB_DEMO_PART_SSIAD,
    ORB_DEMO_PART_SAD, /* subcontractor */
    ORB_DEMO_PART_SAD_FAR,
    ORB_DEMO_PART_TEMPORARY, /* a temporary place is free */
    ORB_DEMO_PART_SIGN_RIGHTS,
    ORB_DEMO_PART_DEAF,
    ORB_DEMO_PART_JOB_SUPPORT,
    ORB_DEMO_PART_ADAPTED_FIRM,
    ORB_DEMO_PART_YOUTH_JOBS,
    ORB_DEMO_PART_SHARED_HOUSING,
    ORB_DEMO_PART_ITEP,       /* holds the dispositif */
    ORB_DEMO_PART_DISPOSITIF, /* a member of it */
    ORB_DEMO_PART_UEROS,
    ORB_DEMO_PART_ULIS,
    ORB_DEMO_PART_IEM,
    ORB_DEMO_PART_FRANCE_SERVICES,
    ORB_DEMO_PART_CCAS,
    ORB_DEMO_PART_SOCIAL_CENTRE,
    ORB_DEMO_PART_CLUB,
    ORB_DEMO_PART_TRANSPORT,
    ORB_DEMO_PART_SAVS_SISTER, /* same finess-ej as the operator */
    ORB_DEMO_PART_ERGO,
    ORB_DEMO_PART_PHYSIO,
    ORB_DEMO_PART_NURSE,
    ORB_DEMO_PART_DOCTOR,
    ORB_DEMO_PART_PSYCHOLOGIST,
    ORB_DEMO_PART_TAXI,
    ORB_DEMO_PART_MUSIC,
    ORB_DEMO_PART_AUTISM_CENTRE,
    ORB_DEMO_PART_REMOTE,
    ORB_DEMO_PART_HOSTEL,
    ORB_DEMO_PART_LYCEE,
    ORB_DEMO_PART_TRAINING,
    ORB_DEMO_PART_IME_CLOSED,    /* closed for works */
    ORB_DEMO_PART_EAM_SOON,      /* opens in two months */
    ORB_DEMO_PART_SAMSAH_STRICT, /* without associated disorders */
    ORB_DEMO_PARTS
};

/* Who holds a scripted service, when it is not the template's owner. */
enum orb_demo_holder {
    ORB_DEMO_HOLDER_USUAL = 0,
    ORB_DEMO_HOLDER_OPERATOR,
    ORB_DEMO_HOLDER_SISTER
};

/* What a script says instead of chance. */
struct orb_demo_cast {
    enum orb_demo_kind kind;
    int8_t columns; /* from the home town */
    int8_t rows;
    enum orb_demo_holder holder;
    int16_t age_min; /* years; with age_max 0, the template's */
    int16_t age_max;
    const char *publics[3]; /* NULL first = the template's */
    const char *modality;   /* the only one; NULL = all the template's */
    int8_t
        radius; /* of its zone, in communes; -1 = zone unknown, 0 = the template's reach */
    int16_t wait_days;       /* -1 = unknown */
    int8_t places;           /* -1 = unknown */
    int8_t temporary_places; /* -1 = unknown */
    int16_t opens_in_days;   /* 0 = long ago */
    int16_t closed_days; /* temporarily closed for so many days around the date; 0 = no */
    enum orb_feature_level wheelchair;
    bool sign_language;
    bool excludes_associated;
    bool igas_modality; /* the second modality is one that IGAS proposes to generalise */
    const char *engagement;
    const char *theme; /* the first theme; NULL = the template's */
};

extern const struct orb_demo_cast orb_demo_casts[ORB_DEMO_PARTS];

/* Everything known before the first service. */
struct orb_demo {
    struct orb_demo_options options;
    struct orb_demo_land land;
    uint32_t service_count;
    uint32_t association_count;
    uint32_t home_department;
    orb_date date; /* what the territory is described at: 2026-11-22 */
    char source[32];
    uint64_t weight_until[ORB_DEMO_KINDS];
    uint32_t towns[ORB_DEMO_KINDS]; /* how many of the largest communes may have one */
};

/* Owned by the caller, release with orb_demo_release. */
ORB_MUST_CHECK enum orb_status orb_demo_make(struct orb_demo *out,
                                             const struct orb_demo_options *options,
                                             struct orb_error *err);
void orb_demo_release(struct orb_demo *demo);

/* What service number index is. */
struct orb_demo_role {
    uint32_t index;
    enum orb_demo_kind kind;
    const struct orb_demo_cast *cast; /* NULL = nothing scripted */
    uint32_t place;
    uint32_t twin; /* the service it duplicates, or ORB_DEMO_NONE */
    uint32_t offers;
};

struct orb_demo_role orb_demo_role_of(const struct orb_demo *demo, uint32_t index);

/* "demo:", a letter and seven figures: s for a service, p for a site, k for a club. */
void orb_demo_write_id(char out[ORB_DEMO_ID_LEN], char letter, uint32_t number);
void orb_demo_service_id(char out[ORB_DEMO_ID_LEN], uint32_t index);
void orb_demo_offer_id(char out[ORB_DEMO_ID_LEN], uint32_t index, uint32_t offer);
void orb_demo_association_id(char out[ORB_DEMO_ID_LEN], uint32_t number);

/* The associations of a département: number of the n-th, and how many there are. The
 * operator is the first of the home. */
uint32_t orb_demo_association(const struct orb_demo *demo, uint32_t department, uint32_t n);
uint32_t orb_demo_association_total(const struct orb_demo *demo, uint32_t department);

#endif
