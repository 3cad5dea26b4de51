/* Reading a JSON object whose keys are all known: every value is asked for by its key, and
 * what was not asked for is an error. */
#ifndef ORB_MODEL_JSON_FORM_H
#define ORB_MODEL_JSON_FORM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "engine/base/arena.h"
#include "engine/base/error.h"
#include "engine/base/json.h"
#include "engine/model/code_list.h"

#define ORB_FORM_KEYS      64
#define ORB_FORM_KEY_SHOWN 40 /* letters of an unknown key that is shown */

/*
 * A form over one object. Errors name the JSON pointer and never a value, nor a key that
 * has not the form of one. The first error
 * is kept in err and status; all later calls do nothing and give neutral values, so a
 * reader can ask for everything and check once with orb_form_end.
 */
struct orb_form {
    const struct orb_json *object;
    struct orb_arena *arena;
    struct orb_error *err;
    enum orb_status status;
    char pointer[200];
    const char *asked[ORB_FORM_KEYS];
    uint32_t asked_count;
    int keys_checked;
};

/* Start on value, which must be an object; pointer is its place ("" = the document). */
void orb_form_begin(struct orb_form *form, const struct orb_json *value,
                    const char *pointer, struct orb_arena *arena, struct orb_error *err);
/* Start on the object of a member of another form; an absent member is an error when
 * required, else an empty object. */
void orb_form_enter(struct orb_form *inner, struct orb_form *outer, const char *key,
                    bool required);
/* Start on an object inside an array value already obtained. */
void orb_form_item(struct orb_form *inner, struct orb_form *outer, const char *key,
                   const struct orb_json *item, size_t index);
/* The status of all that was read; an error when the object has a key nobody asked for. */
ORB_MUST_CHECK enum orb_status orb_form_end(struct orb_form *form);
/* Take over the failure of an inner form. */
void orb_form_join(struct orb_form *outer, struct orb_form *inner);

/* count elements of size bytes in the arena, for what is read; NULL without memory, which
 * is then the failure. */
void *orb_form_elements(struct orb_form *form, size_t count, size_t size);

/* Say that key is wrong. */
void orb_form_fail(struct orb_form *form, const char *key, const char *sentence);

/* The raw member, NULL when absent or null; counts as asked for. */
const struct orb_json *orb_form_value(struct orb_form *form, const char *key);
/* Text; absent or null gives NULL, an error when required. Copied to the arena. */
const char *orb_form_text(struct orb_form *form, const char *key, bool required);
/* A number in [min, max]; absent or null gives otherwise. */
double orb_form_number(struct orb_form *form, const char *key, double otherwise, double min,
                       double max);
int64_t orb_form_integer(struct orb_form *form, const char *key, int64_t otherwise,
                         int64_t min, int64_t max);
bool orb_form_bool(struct orb_form *form, const char *key, bool otherwise);
/* A list of texts; known is false when absent or null. */
struct orb_code_list orb_form_codes(struct orb_form *form, const char *key);
/* An array; NULL when absent or null. */
const struct orb_json *orb_form_array(struct orb_form *form, const char *key);
/* The index of a text among names; absent gives otherwise, required when otherwise is -2.
 */
int orb_form_choice(struct orb_form *form, const char *key, const char *const *names,
                    int count, int otherwise);

#endif
