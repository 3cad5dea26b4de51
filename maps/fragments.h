/* Pieces of JSON that many features share, written once. Internal to maps. */
#ifndef ORB_MAPS_FRAGMENTS_H
#define ORB_MAPS_FRAGMENTS_H

#include <stddef.h>
#include <stdint.h>

#include "engine/base/buf.h"
#include "engine/base/error.h"
#include "engine/base/mapped.h"
#include "engine/catalogue/catalogue.h"
#include "engine/vocabulary/vocabulary.h"

/* A piece of text: members of an object, each followed by a comma; often empty. */
struct orb_fragment {
    size_t offset;
    size_t len;
};

/* By number in the catalogue. Zero-initialised is empty. */
struct orb_fragments {
    struct orb_mapped text; /* of all */
    size_t text_len;
    struct orb_fragment *entry;   /* by part: ages, category and its label */
    struct orb_fragment *care;    /* by part: families */
    struct orb_fragment *ways;    /* by part: modalities */
    struct orb_mapped communes;   /* struct orb_fragment: commune and commune_name */
    struct orb_fragment *sources; /* source */
};

/* folder: of temporary files, borrowed until release; NULL = /tmp. ORB_ERR_MEMORY,
 * ORB_ERR_IO. Release with orb_fragments_release, also on failure. */
ORB_MUST_CHECK enum orb_status orb_fragments_make(struct orb_fragments *out,
                                                  const struct orb_catalogue *catalogue,
                                                  struct orb_vocabulary *vocabulary,
                                                  const char *folder,
                                                  struct orb_error *err);

static inline const struct orb_fragment *
orb_fragments_commune(const struct orb_fragments *fragments, uint32_t commune)
{
    return (const struct orb_fragment *)fragments->communes.bytes + commune;
}
void orb_fragments_release(struct orb_fragments *fragments);

#endif
