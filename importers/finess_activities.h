/* The activities feed, kept small until the structures are read: what each establishment
 * exercises. */
#ifndef ORB_IMPORTERS_FINESS_ACTIVITIES_H
#define ORB_IMPORTERS_FINESS_ACTIVITIES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "engine/base/date.h"
#include "engine/base/error.h"
#include "engine/base/strmap.h"
#include "importers/feed_tree.h"
#include "importers/finess_numbers.h"

struct finess;

#define FINESS_NO_CODE  UINT32_MAX
#define FINESS_NO_AGE   (-1)
#define FINESS_INACTIVE 0x80000000u

enum finess_state { FINESS_STATE_ACTIVE = 0, FINESS_STATE_CLOSED, FINESS_STATE_UNKNOWN };

/* A social activity (ASMR, ASOCR): one offer. Codes are numbers in struct
 * finess_activities.codes. */
struct finess_activity {
    uint64_t id; /* activiteAeId; 0 = unreadable */
    uint64_t authorisation;
    uint32_t activity;
    uint32_t mode;
    uint32_t public;
    int16_t age_min; /* years, FINESS_NO_AGE */
    int16_t age_max;
    int16_t installed_min;
    int16_t installed_max;
    bool ages_installed; /* the authorised ages are missing, these are the installed ones */
    enum finess_state state;
    orb_date opened_on;
    orb_date closed_on;
    uint32_t first_capacity;
    uint32_t capacity_count;
};

struct finess_capacity {
    int32_t count;
    uint32_t status; /* codes */
    uint32_t unit;
    uint32_t subset; /* "genre:01;habilitation:02"; FINESS_NO_CODE = all */
};

/* Communes of an authorisation. */
struct finess_zone {
    uint64_t authorisation;
    size_t first;
    size_t count;
};

struct finess_exercised {
    uint32_t first_activity;
    uint32_t activity_count;
    uint32_t
        first_code; /* of the other natures; FINESS_INACTIVE is set on those that ended */
    uint32_t code_count;
    uint32_t active;
    uint32_t inactive;
    bool found; /* an establishment of the structures has this number */
};

/* Zero-initialised is empty. */
struct finess_activities {
    struct finess_numbers numbers; /* of the establishments; the rows are those of rows */
    struct finess_exercised *rows;
    size_t row_capacity;
    struct finess_activity *items;
    size_t item_count;
    size_t item_capacity;
    struct finess_capacity *capacities;
    size_t capacity_count;
    size_t capacity_capacity;
    uint32_t *others;
    size_t other_count;
    size_t other_capacity;
    struct finess_zone *zones; /* sorted by authorisation once finished */
    size_t zone_count;
    size_t zone_capacity;
    uint32_t *zone_communes; /* codes */
    size_t zone_commune_count;
    size_t zone_commune_capacity;
    uint64_t *authorised; /* sorted once finished */
    size_t authorised_count;
    size_t authorised_capacity;
    uint64_t *wanted; /* authorisations named by exercised activities */
    size_t wanted_count;
    size_t wanted_capacity;
    struct orb_strmap codes;
};

/* One element of pmej of the activities feed. */
ORB_MUST_CHECK enum orb_status orb_finess_take_activities(struct finess *f,
                                                          const struct orb_node *value,
                                                          struct orb_error *err);

/* Sort what is looked up, and count the joins. Call once after the last element. */
ORB_MUST_CHECK enum orb_status orb_finess_activities_finish(struct finess *f,
                                                            struct orb_error *err);

/* What an establishment exercises, or NULL; marks it as found. */
struct finess_exercised *orb_finess_exercised_find(struct finess_activities *activities,
                                                   const char *number);

/* The zone of an authorisation, or NULL. */
const struct finess_zone *orb_finess_zone_find(const struct finess_activities *activities,
                                               uint64_t authorisation);

/* The text of a code; NULL for FINESS_NO_CODE. */
const char *orb_finess_code(const struct finess_activities *activities, uint32_t code);

/* finess_activity_rows.c: one exercised activity, appended. */
ORB_MUST_CHECK enum orb_status orb_finess_take_exercised(struct finess *f,
                                                         const struct orb_node *value,
                                                         struct finess_exercised *row,
                                                         struct orb_error *err);

/* Number a code; FINESS_NO_CODE for NULL. */
ORB_MUST_CHECK enum orb_status orb_finess_code_add(struct finess_activities *activities,
                                                   const char *text, uint32_t *code,
                                                   struct orb_error *err);

void orb_finess_activities_release(struct finess_activities *activities);

#endif
