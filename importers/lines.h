/* Lines of an input, for formats where a damaged row must not spoil those after it. */
#ifndef ORB_IMPORTERS_LINES_H
#define ORB_IMPORTERS_LINES_H

#include <stddef.h>

#include "engine/base/buf.h"
#include "engine/base/error.h"

struct orb_input;

#define ORB_LINE_CAP ((size_t)1024 * 1024)

/* Zero-initialised but for in; release with orb_lines_release. */
struct orb_lines {
    struct orb_input *in; /* borrowed */
    unsigned long number; /* of the current line, from 1 */
    struct orb_buf text;  /* private, here and below */
    const char *at;
    const char *end;
};

/*
 * The next line without its end (LF or CRLF), in whatever encoding, a byte order mark of
 * UTF-8 left out; *line is NULL at the end. Valid until the next call; NUL bytes become
 * blanks, so that *len is its length. Fails like orb_input_next, or with ORB_ERR_RANGE when
 * a line is longer than ORB_LINE_CAP; the place is then the line.
 */
ORB_MUST_CHECK enum orb_status orb_lines_next(struct orb_lines *lines, const char **line,
                                              size_t *len, struct orb_error *err);

void orb_lines_release(struct orb_lines *lines);

#endif
