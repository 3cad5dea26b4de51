/* Bytes of a file, of standard input or of a gzip of either, block by block; the text that
 * another program makes of a spreadsheet or another file that is no text. */
#ifndef ORB_IMPORTERS_INPUT_H
#define ORB_IMPORTERS_INPUT_H

#include <stddef.h>

#include "engine/base/error.h"

#define ORB_INPUT_DIGEST_LEN 17

/* An open input; opaque. */
struct orb_input;

/*
 * Open a path; "-" is standard input. gzip is recognised by its first bytes, several
 * members follow one another. ORB_ERR_NOT_FOUND or ORB_ERR_IO (a directory, no permission)
 * with the path as place. What importers/converter.h knows is read as the text it makes, of
 * one part of the file with "FILE#PART". *out is owned by the caller, release with
 * orb_input_close.
 */
ORB_MUST_CHECK enum orb_status orb_input_open(struct orb_input **out, const char *path,
                                              struct orb_error *err);

/*
 * The same, for an input that is read twice: what is no regular file (a pipe) is first
 * copied to a temporary file without a name. ORB_ERR_IO when there is no room for it.
 */
ORB_MUST_CHECK enum orb_status
orb_input_open_twice(struct orb_input **out, const char *path, struct orb_error *err);

/* Start again from the first byte; only after orb_input_open_twice. */
ORB_MUST_CHECK enum orb_status orb_input_rewind(struct orb_input *in,
                                                struct orb_error *err);

/*
 * The next block; *len is 0 at the end. The bytes are valid until the next call. ORB_ERR_IO
 * when reading fails, ORB_ERR_SYNTAX when a gzip is truncated or damaged; the place is the
 * path.
 */
ORB_MUST_CHECK enum orb_status orb_input_next(struct orb_input *in, const char **bytes,
                                              size_t *len, struct orb_error *err);

/* The same, in the shape of orb_csv_next; context is the struct orb_input. */
ORB_MUST_CHECK enum orb_status orb_input_feed(void *context, const char **bytes,
                                              size_t *len, struct orb_error *err);

/* The path as given; "-" for standard input. Valid until close. */
const char *orb_input_path(const struct orb_input *in);

/* Hexadecimal digest of the plain bytes handed so far: the same for a file and for its
 * gzip. Returns out. */
char *orb_input_digest(const struct orb_input *in, char out[ORB_INPUT_DIGEST_LEN]);

/*
 * The same of the bytes of a file as they lie on the disk, read once for that; "" for
 * standard input. For importers that must name their source before they have read it.
 */
ORB_MUST_CHECK enum orb_status orb_input_digest_path(const char *path,
                                                     char out[ORB_INPUT_DIGEST_LEN],
                                                     struct orb_error *err);

/* Work out no digest for this input: orb_input_digest then says nothing. Before the first
 * block. */
void orb_input_skip_digest(struct orb_input *in);

/* NULL is accepted. */
void orb_input_close(struct orb_input *in);

#endif
