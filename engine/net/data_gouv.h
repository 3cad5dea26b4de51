/* Which file of a dataset of data.gouv.fr is the newest of its kind. */
#ifndef ORB_NET_DATA_GOUV_H
#define ORB_NET_DATA_GOUV_H

#include "engine/base/arena.h"
#include "engine/base/buf.h"
#include "engine/base/error.h"

/* A file of a dataset; texts live in the arena of the call. */
struct orb_data_gouv_file {
    const char *url;
    const char *title;
    const char *modified;    /* "2026-08-13T04:00:00"; "" = not said */
    unsigned long long size; /* bytes; 0 = not said */
    const char *digest_kind; /* NULL = no digest is given, or of a kind unknown here */
    const char *digest;
};

/*
 * Choose, in the description that the API of data.gouv.fr gives of a dataset
 * (/api/1/datasets/SLUG/), the newest file whose title fits the pattern, in which "*" is
 * any text. ORB_ERR_SYNTAX when the text is no such description, ORB_ERR_NOT_FOUND when
 * none fits; the sentence then tells titles that are there.
 */
ORB_MUST_CHECK enum orb_status
orb_data_gouv_pick(struct orb_data_gouv_file *out, struct orb_arena *arena,
                   const struct orb_buf *text, const char *pattern, struct orb_error *err);

#endif
