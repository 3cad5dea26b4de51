/* The same resource seen by two sources: which records are one, which may be. Pure
 * computation. */
#ifndef ORB_LINKAGE_LINKAGE_H
#define ORB_LINKAGE_LINKAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "engine/base/date.h"
#include "engine/base/error.h"

/*
 * A resource as a source describes it. Texts may be NULL or "" when the source does not
 * say; all are borrowed. Personal data has no place here.
 */
struct orb_linkage_record {
    const char *id; /* required, unique among the records: decides every tie */
    const char *name;
    const char *address; /* number and way; the town may follow */
    const char *commune; /* COG code, "" = unknown */
    const char *phone;
    const char *email;
    const char *finess; /* of the establishment */
    const char *siret;
    const char *siren; /* of the organization; read from the SIRET when "" */
    const char *rna;
    const char *category;    /* FINESS category */
    const char *const *zone; /* communes served at home, sorted in bytes; NULL = unknown */
    size_t zone_count;
    double lon, lat;    /* degrees; NaN = unknown */
    const char *origin; /* the list it comes from; NULL = a list of its own */
    orb_date opened;    /* ORB_DATE_NONE = unknown */
    orb_date closed;    /* ORB_DATE_NONE = open or unknown */
};

/* What a person decided of two records; it outlives every score. */
struct orb_linkage_decision {
    const char *a; /* ids; those of no record are ignored */
    const char *b;
    bool same;
};

struct orb_linkage_policy {
    double automatic; /* probability from which two records are merged */
    double review;    /* probability from which they are shown to a person */
    uint32_t block;   /* records of a block before it is split by the next key */
};

extern const struct orb_linkage_policy orb_linkage_policy_default;

struct orb_linkage_input {
    const struct orb_linkage_record *records;
    size_t count; /* less than UINT32_MAX */
    const struct orb_linkage_decision *decisions;
    size_t decision_count;
    const struct orb_linkage_policy *policy; /* NULL = orb_linkage_policy_default */
};

/* Why a pair that scores well is not merged by itself: bits. */
enum orb_linkage_doubt {
    ORB_LINKAGE_DOUBT_SCORE = 1,     /* between the two thresholds */
    ORB_LINKAGE_DOUBT_NAME = 2,      /* the names have no word in common */
    ORB_LINKAGE_DOUBT_ADDRESS = 4,   /* two places, perhaps of one operator */
    ORB_LINKAGE_DOUBT_SIREN = 8,     /* two organizations */
    ORB_LINKAGE_DOUBT_NUMBER = 16,   /* "foyer 1", "foyer 2" */
    ORB_LINKAGE_DOUBT_CATEGORY = 32, /* one is more than the category they share */
    ORB_LINKAGE_DOUBT_GROUP = 64,    /* another member of the group does not agree */
    ORB_LINKAGE_DOUBT_ORIGIN = 128   /* one list has both: it takes them for two */
};

struct orb_linkage_pair {
    uint32_t a; /* indexes of records; the id of a is before that of b */
    uint32_t b;
    double probability;
    unsigned doubts;
};

/* An identifier that its own check refuses: not used. */
struct orb_linkage_bad_key {
    uint32_t record;
    const char *kind; /* finess, siret, siren, rna, phone, email */
};

struct orb_linkage_result {
    uint32_t *canonical; /* by record: the record of its group with the least id, itself
                            when alone */
    struct orb_linkage_pair *review; /* most probable first, then by id */
    size_t review_count;
    struct orb_linkage_bad_key *bad_keys; /* by id of the record */
    size_t bad_key_count;
    size_t compared;     /* pairs */
    size_t merged;       /* records that are not canonical */
    size_t split_blocks; /* blocks over policy->block */
    size_t cut_blocks; /* of them, those that no key split: compared with neighbours only */
};

/*
 * Group the records. The result depends on the records and decisions, not on their order.
 * ORB_ERR_EXISTS when two records have one id, ORB_ERR_RANGE when there are too many.
 * The result is owned by the caller, release with orb_linkage_release.
 */
ORB_MUST_CHECK enum orb_status orb_linkage_run(struct orb_linkage_result *out,
                                               const struct orb_linkage_input *in,
                                               struct orb_error *err);

void orb_linkage_release(struct orb_linkage_result *result);

#endif
