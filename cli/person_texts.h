/* The texts of the persons of a file, one by one: one JSON object, an array of them, or one
 * after the other (NDJSON). */
#ifndef CLI_PERSON_TEXTS_H
#define CLI_PERSON_TEXTS_H

#include <stdbool.h>
#include <stddef.h>

#include "engine/base/buf.h"
#include "engine/base/error.h"

/* Longest text of a person. */
#define CLI_PERSON_CAP ((size_t)16 << 20)

struct orb_input; /* importers/input.h */

/* Zero-initialised is closed. */
struct cli_person_texts {
    struct orb_input *in;
    const char *block; /* being read */
    size_t at, len;
    unsigned long long before; /* bytes of the blocks before this one */
    unsigned long long begun;  /* byte of the file, from 0, where the last text starts */
    size_t line;               /* of block + at, from 1 */
    size_t started;            /* line where the last text starts */
    size_t count;              /* texts given */
    bool in_array, ended, has_begun, has_more;
    struct orb_buf text; /* the last one, valid until the next */
};

/* "-" is standard input; gzip is read too. Release with cli_person_texts_close. */
ORB_MUST_CHECK enum orb_status cli_person_texts_open(struct cli_person_texts *out,
                                                     const char *path,
                                                     struct orb_error *err);

/*
 * The next text, in texts->text; *found is false at the end. Only its brackets and strings
 * are looked at: it may be no JSON. ORB_ERR_SYNTAX, ORB_ERR_RANGE or ORB_ERR_IO when the
 * rest of the file cannot be cut into persons; the place is the line.
 */
ORB_MUST_CHECK enum orb_status cli_person_texts_next(struct cli_person_texts *texts,
                                                     bool *found, struct orb_error *err);

/* Append the place of the last text in its file: "/12" in an array, ":12" when it starts at
 * line 12 of several, nothing when it is alone. */
void cli_person_texts_place(struct orb_buf *out, const struct cli_person_texts *texts);

/* Wipes the last text. Safe to call twice. */
void cli_person_texts_close(struct cli_person_texts *texts);

#endif
