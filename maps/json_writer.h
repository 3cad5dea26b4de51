/* Writes JSON as it comes: commas, escapes, numbers and indentation handled, nothing kept
 * but the nesting. */
#ifndef ORB_MAPS_JSON_WRITER_H
#define ORB_MAPS_JSON_WRITER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "engine/base/buf.h"
#include "engine/base/date.h"
#include "engine/base/error.h"
#include "engine/base/file.h"

#define ORB_JW_DEPTH 64

/*
 * Made by orb_jw_init or orb_jw_init_buf; holds no memory of its own, so nothing to
 * release. A failure (memory, full disk, closed pipe) is kept: later calls do nothing and
 * orb_jw_end tells it. Calls out of order are our bug (assert).
 */
struct orb_json_writer {
    struct orb_buf *buf;
    struct orb_output *out; /* NULL when only a buffer is written */
    struct orb_error error;
    enum orb_status status;
    unsigned indent; /* blanks for each level; 0 = one line without blanks */
    unsigned depth;
    unsigned
        inline_depth; /* below this depth everything stays on one line; 0 = nothing does */
    bool after_key;
    uint64_t is_object; /* by depth, one bit */
    uint64_t has_item;
};

/* Write into out, which flushes by itself. Borrowed until orb_jw_end. */
void orb_jw_init(struct orb_json_writer *w, struct orb_output *out, unsigned indent);

/* Append to buf. */
void orb_jw_init_buf(struct orb_json_writer *w, struct orb_buf *buf, unsigned indent);

/* Check the nesting is closed and tell the first failure. Writes no line end, flushes
 * nothing. */
ORB_MUST_CHECK enum orb_status orb_jw_end(struct orb_json_writer *w, struct orb_error *err);

void orb_jw_open_object(struct orb_json_writer *w);
void orb_jw_open_array(struct orb_json_writer *w);
/* The same on one line with all it holds, when the writer indents. */
void orb_jw_open_object_inline(struct orb_json_writer *w);
void orb_jw_open_array_inline(struct orb_json_writer *w);
void orb_jw_close(struct orb_json_writer *w); /* the innermost object or array */

/* The name of the member that comes next. */
void orb_jw_key(struct orb_json_writer *w, const char *key);

/* Invalid UTF-8 becomes U+FFFD. NULL writes null. */
void orb_jw_text(struct orb_json_writer *w, const char *text);
void orb_jw_text_len(struct orb_json_writer *w, const char *text, size_t len);
void orb_jw_integer(struct orb_json_writer *w, int64_t value);
void orb_jw_number(struct orb_json_writer *w,
                   double value); /* shortest; not finite writes null */
void orb_jw_fixed(struct orb_json_writer *w, double value,
                  int decimals); /* not finite writes null */
void orb_jw_bool(struct orb_json_writer *w, bool value);
void orb_jw_null(struct orb_json_writer *w);
void orb_jw_date(struct orb_json_writer *w, orb_date date); /* ORB_DATE_NONE writes null */
/* Text that is one JSON value already. NULL writes null. */
void orb_jw_raw(struct orb_json_writer *w, const char *json);

/* The members of text that is a JSON object, into the object that is open. NULL writes
 * nothing. */
void orb_jw_raw_members(struct orb_json_writer *w, const char *json);

/* A member in one call. */
void orb_jw_member_text(struct orb_json_writer *w, const char *key, const char *text);
void orb_jw_member_integer(struct orb_json_writer *w, const char *key, int64_t value);
void orb_jw_member_number(struct orb_json_writer *w, const char *key, double value);
void orb_jw_member_bool(struct orb_json_writer *w, const char *key, bool value);
void orb_jw_member_date(struct orb_json_writer *w, const char *key, orb_date date);

/* Append a finite number as its shortest text, as orb_jw_number does. */
void orb_jw_write_number(struct orb_buf *buf, double value);

/* Append text as a JSON string with its quotes, as orb_jw_text does. */
void orb_jw_escape(struct orb_buf *buf, const char *text, size_t len);

#endif
