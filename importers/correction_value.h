/* The columns of a file of corrections, and their values as assertions hold them. */
#ifndef ORB_IMPORTERS_CORRECTION_VALUE_H
#define ORB_IMPORTERS_CORRECTION_VALUE_H

#include <stdbool.h>
#include <stddef.h>

#include "engine/base/buf.h"
#include "engine/model/territory_view.h"

enum correction_form {
    CORRECTION_TEXT,
    CORRECTION_COMMUNE, /* INSEE code of a commune that the territory knows, if it knows any
                         */
    CORRECTION_DAY,
    CORRECTION_COUNT, /* whole, from 0 on */
    CORRECTION_YEARS, /* an age, told in months */
    CORRECTION_YES_NO,
    CORRECTION_CODES, /* separated by '|' or ','; "aucun" = none */
    CORRECTION_PHONE,
    CORRECTION_EMAIL,
    CORRECTION_URL,
    CORRECTION_POSITION /* "longitude latitude" in degrees, put together by the reader */
};

struct correction_column {
    const char *name;  /* in the file */
    const char *field; /* engine/model/assertion.h */
    enum correction_form form;
};

/* Column number i; NULL at the end. */
const struct correction_column *orb_correction_column_at(size_t i);

/* The name of what is wrong with a value of the column that does not read. */
const char *orb_correction_rule(const struct correction_column *column);

/*
 * Write the JSON of a value; "inconnu" and "?" give null. NULL when it is written, else why
 * it is not: a sentence, not translated yet, which means nothing when out failed for lack
 * of memory. view may be NULL.
 */
const char *orb_correction_value_write(struct orb_buf *out,
                                       const struct correction_column *column,
                                       const char *text,
                                       const struct orb_territory_view *view);

#endif
