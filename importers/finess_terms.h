/* What a FINESS category, mode, public and engagement say of an offer, through the
 * crosswalks. */
#ifndef ORB_IMPORTERS_FINESS_TERMS_H
#define ORB_IMPORTERS_FINESS_TERMS_H

#include <stdbool.h>
#include <stdint.h>

#include "engine/base/arena.h"
#include "engine/base/error.h"
#include "engine/base/strmap.h"
#include "engine/model/offer.h"
#include "engine/vocabulary/vocabulary.h"

struct finess_terms_entry;

/* Answers already worked out, by code; zero-initialised is ready. */
struct finess_terms {
    struct orb_vocabulary *vocabulary; /* borrowed until release */
    struct orb_arena arena;
    struct orb_strmap keys;
    struct finess_terms_entry **entries;
    size_t entry_capacity;
};

/* NULL = unknown. */
struct finess_terms_codes {
    const char *category;
    const char *mode;
    const char *public;
    const char *const *engagements;
    size_t engagement_count;
    const char *dispositif; /* the engagement whose own offer this is */
};

/*
 * Fill the terms of an initialised offer and its provenance.fields. Ages are not touched.
 * Lists live as long as terms, or as arena for those that depend on engagements.
 */
ORB_MUST_CHECK enum orb_status orb_finess_terms_fill(struct finess_terms *terms,
                                                     struct orb_arena *arena,
                                                     const struct finess_terms_codes *codes,
                                                     struct orb_offer *out,
                                                     struct orb_error *err);

void orb_finess_terms_release(struct finess_terms *terms);

#endif
