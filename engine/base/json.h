/* JSON documents that fit in memory: reading with places, never quoting a value. The only
 * user of jansson. */
#ifndef ORB_BASE_JSON_H
#define ORB_BASE_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "engine/base/buf.h"
#include "engine/base/error.h"

enum orb_json_type {
    ORB_JSON_NULL,
    ORB_JSON_BOOL,
    ORB_JSON_INTEGER,
    ORB_JSON_REAL,
    ORB_JSON_STRING,
    ORB_JSON_ARRAY,
    ORB_JSON_OBJECT
};

/* A value; opaque. A NULL pointer is an absent value: orb_json_type gives ORB_JSON_NULL for
 * it. */
struct orb_json;

/*
 * Parse text. Refuses duplicate keys, invalid UTF-8, NUL characters, NaN, numbers out of
 * range and more than 64 levels (ORB_ERR_SYNTAX, place "line:column"). *out is owned by the
 * caller, release with orb_json_free.
 */
ORB_MUST_CHECK enum orb_status orb_json_parse(struct orb_json **out, const char *text,
                                              size_t len, struct orb_error *err);
void orb_json_free(struct orb_json *value);

enum orb_json_type orb_json_type(const struct orb_json *value);
bool orb_json_is_null(const struct orb_json *value); /* absent or null */

/* The member of an object, or NULL (also when value is no object). Borrowed. */
const struct orb_json *orb_json_get(const struct orb_json *value, const char *key);
size_t orb_json_count(const struct orb_json *value); /* items or members; 0 for the rest */
const struct orb_json *orb_json_at(const struct orb_json *value, size_t index);

/* The text of a string, else NULL. Borrowed, valid until the document is freed. */
const char *orb_json_text(const struct orb_json *value);
size_t orb_json_text_len(const struct orb_json *value);
double orb_json_number(const struct orb_json *value);   /* integer or real, else NaN */
int64_t orb_json_integer(const struct orb_json *value); /* 0 when it is no integer */
bool orb_json_true(const struct orb_json *value);

/* Visit the members of an object in the order of the text. Stops at the first status that
 * is not ORB_OK. */
typedef enum orb_status (*orb_json_visit)(void *context, const char *key,
                                          const struct orb_json *value,
                                          struct orb_error *err);
ORB_MUST_CHECK enum orb_status orb_json_each(const struct orb_json *object,
                                             orb_json_visit visit, void *context,
                                             struct orb_error *err);

/* Append the value as compact text, keys sorted. */
void orb_json_write(struct orb_buf *out, const struct orb_json *value);

/* Append text as a JSON string with its quotes; invalid UTF-8 becomes U+FFFD. */
void orb_json_write_string(struct orb_buf *out, const char *text);

/* Lay over on base, key by key: objects merge, everything else replaces. Both stay valid
 * and owned by their owners. */
ORB_MUST_CHECK enum orb_status
orb_json_merge(struct orb_json *base, const struct orb_json *over, struct orb_error *err);

#endif
