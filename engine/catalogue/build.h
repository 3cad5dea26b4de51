/* Makes the immutable columns of a territory from its records. */
#ifndef ORB_CATALOGUE_BUILD_H
#define ORB_CATALOGUE_BUILD_H

#include <stdint.h>

#include "engine/base/buf.h"
#include "engine/base/error.h"
#include "engine/model/record.h"

struct orb_catalogue_builder;
struct orb_restricted;

/* Owned by the caller, release with orb_catalogue_builder_free. NULL without memory. */
struct orb_catalogue_builder *orb_catalogue_builder_new(void);
void orb_catalogue_builder_free(struct orb_catalogue_builder *builder);

/* Takes records in any order until finish. Two offers of one id: ORB_ERR_SYNTAX. */
struct orb_sink orb_catalogue_builder_sink(struct orb_catalogue_builder *builder);

/* Contacts to keep out beside those that records restrict themselves: add to it before
 * finish. Owned by the builder. */
struct orb_restricted *
orb_catalogue_builder_restricted(struct orb_catalogue_builder *builder);

/*
 * Resolve what records name, sort the offers by the cells of the grid and append the image
 * of the catalogue to out: the bytes of a snapshot file, and what orb_catalogue_open reads.
 * The image depends on the set of records, not on their order. data_version is the store's;
 * 0 for a catalogue read from a native file.
 */
ORB_MUST_CHECK enum orb_status
orb_catalogue_builder_finish(struct orb_catalogue_builder *builder, int64_t data_version,
                             struct orb_buf *out, struct orb_error *err);

/* Where an image goes, in pieces from its start; then its first bytes come once more. */
struct orb_image_sink {
    void *context;
    enum orb_status (*add)(void *context, const void *bytes, size_t len,
                           struct orb_error *err);
    /* The bytes that take the place of the first ones. */
    enum orb_status (*begin_with)(void *context, const void *bytes, size_t len,
                                  struct orb_error *err);
};

/*
 * The same image, never whole in memory. The builder is used up: all that is left is to
 * free it. Errors of the sink are passed on.
 */
ORB_MUST_CHECK enum orb_status
orb_catalogue_builder_stream(struct orb_catalogue_builder *builder, int64_t data_version,
                             const struct orb_image_sink *sink, struct orb_error *err);

#endif
