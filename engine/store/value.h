/* The value of one field of a row: is it known, and setting it from the JSON of an
 * assertion. */
#ifndef ORB_STORE_VALUE_H
#define ORB_STORE_VALUE_H

#include "engine/base/json.h"
#include "engine/store/row.h"

/* A column of the table, or of the terms of an offer: NULL when there is none of that
 * name; *record is where the column is read and written. */
const struct orb_column *orb_value_column(const struct orb_table *table,
                                          struct orb_row *row, const char *field,
                                          void **record);

/* Does the record say anything of the field? A doubtful position says nothing. */
bool orb_value_is_known(const struct orb_table *table, struct orb_row *row,
                        const struct orb_assertion_field *field);
/* The same for one column of any record. */
bool orb_column_is_known(const struct orb_column *column, const void *record);

/*
 * Set the field to the value, whose texts are copied into arena; null makes it unknown. A
 * value of another form than the field's leaves the row as it is: *set is false.
 * assertion tells who says it, for contacts. ORB_ERR_MEMORY.
 */
struct orb_value_request {
    const struct orb_table *table;
    const struct orb_assertion_field *field;
    const struct orb_json *value;
    const struct orb_claim *claim;
    struct orb_arena *arena;
};

ORB_MUST_CHECK enum orb_status orb_value_set(struct orb_row *row,
                                             const struct orb_value_request *request,
                                             bool *set, struct orb_error *err);

#endif
