/* Pieces of JSON that many features share, written once. Internal to maps. */
#ifndef ORB_MAPS_FRAGMENTS_H
#define ORB_MAPS_FRAGMENTS_H

#include <stddef.h>
#include <stdint.h>

#include "engine/base/buf.h"
#include "engine/base/error.h"
#include "engine/catalogue/catalogue.h"
#include "engine/vocabulary/vocabulary.h"

/* A piece of text: members of an object, each followed by a comma; often empty. */
struct orb_fragment {
    size_t offset;
    size_t len;
};

/* Organizations beyond these are written for each feature: memory does not follow their
 * number. */
#define ORB_FRAGMENTS_ORGANIZATIONS 16384U

/* By number in the catalogue. Zero-initialised is empty. */
struct orb_fragments {
    struct orb_buf text;
    struct orb_fragment *entry;         /* by part: ages, category and its label */
    struct orb_fragment *care;          /* by part: families */
    struct orb_fragment *ways;          /* by part: modalities */
    struct orb_fragment *communes;      /* commune and commune_name */
    struct orb_fragment *organizations; /* organization and organization_id */
    uint32_t organization_count;        /* that are here */
    struct orb_fragment *sources;       /* source */
};

ORB_MUST_CHECK enum orb_status orb_fragments_make(struct orb_fragments *out,
                                                  const struct orb_catalogue *catalogue,
                                                  struct orb_vocabulary *vocabulary,
                                                  struct orb_error *err);
void orb_fragments_release(struct orb_fragments *fragments);

#endif
