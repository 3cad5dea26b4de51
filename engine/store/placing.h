/* Where the offers of a first import are, noted as they are put: their layer and the
 * spatial indices are then made without reading the tables again. */
#ifndef ORB_STORE_PLACING_H
#define ORB_STORE_PLACING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "engine/base/error.h"
#include "engine/model/record.h"

struct orb_import_state;
struct orb_store;

struct orb_placed_site {
    double lon, lat; /* NaN = unknown */
    uint8_t state;   /* enum orb_position_state */
    bool is_secret;
};

struct orb_placed_offer {
    int32_t no;
    uint32_t site; /* in sites */
};

/* Zero-initialised, nothing is noted. */
struct orb_placing {
    bool is_on;
    bool is_missing;               /* an offer named what was not there yet */
    struct orb_placed_site *sites; /* by number, from 1 on */
    size_t site_count, site_capacity;
    uint32_t *services; /* by number, from 1 on: number of the site, 0 = none */
    size_t service_count, service_capacity;
    struct orb_placed_offer *offers; /* of one place at least, in order of no */
    size_t offer_count, offer_capacity;
};

/* A new record has this number. */
ORB_MUST_CHECK enum orb_status orb_placing_note(struct orb_import_state *import,
                                                enum orb_record_kind kind,
                                                const void *record, int32_t no,
                                                struct orb_error *err);
/* A record of this kind changes after it was noted. */
void orb_placing_change(struct orb_import_state *import, enum orb_record_kind kind);
void orb_placing_release(struct orb_placing *placing);

/* Fill the layer of offers and the spatial indices of both; *done is false when something
 * was not noted, or moves offers: then nothing was changed. */
ORB_MUST_CHECK enum orb_status orb_placing_make(struct orb_store *store, bool *done,
                                                struct orb_error *err);

#endif
