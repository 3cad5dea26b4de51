/* Texts in the encodings of office files, as a stream of UTF-8. */
#ifndef ORB_IMPORTERS_ENCODING_H
#define ORB_IMPORTERS_ENCODING_H

#include "engine/base/error.h"
#include "importers/input.h"

/* An input being decoded; opaque. */
struct orb_decoder;
struct orb_buf;

/* The encodings a user may name, with "auto" first; ends with NULL. */
extern const char *const orb_encodings[];

/*
 * Find out the encoding of an input opened to be read twice, and start it again: "utf-16"
 * by its mark, "utf-8" when all of it is valid, else "windows-1252". Reads it once.
 */
ORB_MUST_CHECK enum orb_status orb_encoding_detect(struct orb_input *in, const char **out,
                                                   struct orb_error *err);

/*
 * Decode an input by one of the names but "auto". The input is borrowed until free; it may
 * be NULL when only texts are decoded.
 * ORB_ERR_UNSUPPORTED when the system does not know the encoding. *out is owned by the
 * caller, release with orb_decoder_free.
 */
ORB_MUST_CHECK enum orb_status orb_decoder_new(struct orb_decoder **out,
                                               struct orb_input *in, const char *encoding,
                                               struct orb_error *err);

/* The next bytes in UTF-8, in the shape of orb_csv_next; context is the decoder. Bytes that
 * mean nothing in the encoding are ORB_ERR_SYNTAX, the place is the line. */
ORB_MUST_CHECK enum orb_status orb_decoder_feed(void *context, const char **bytes,
                                                size_t *len, struct orb_error *err);

/* Append one whole text, such as a line; each byte that means nothing in the encoding
 * becomes a blank. out->failed tells the lack of memory. */
void orb_decoder_text(struct orb_decoder *decoder, const char *text, size_t len,
                      struct orb_buf *out);

/* NULL is accepted. */
void orb_decoder_free(struct orb_decoder *decoder);

#endif
