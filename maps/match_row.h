/* The answer to a person on one line of a table: for lists of many persons. */
#ifndef ORB_MAPS_MATCH_ROW_H
#define ORB_MAPS_MATCH_ROW_H

#include "engine/base/buf.h"

struct orb_match_document;

/* Append the names of the columns. */
void orb_match_row_head(struct orb_buf *out);

/*
 * Append the line of a person: needs by what answers them, the plan, the first offer and
 * whom to call, what to do next. A field is empty when it is unknown or there is none;
 * counts of offers are empty when the result has none. No field holds a line end.
 */
ORB_MUST_CHECK enum orb_status
orb_match_row_write(struct orb_buf *out, const struct orb_match_document *document,
                    struct orb_error *err);

#endif
