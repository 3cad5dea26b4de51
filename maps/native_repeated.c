/* A number is its bits in sixteen hexadecimal digits, so that it comes back the same. A
 * text is its length as a number, its bytes and a semicolon. */
#include "maps/native_repeated.h"

#include <inttypes.h>
#include <string.h>

#include "engine/base/text.h"
#include "maps/lookup.h"
#include "maps/native_parts.h"

enum { PLACES, PARENTS, DIGITS = 16 };

#define NO_TEXT UINT64_MAX

enum orb_status orb_native_repeated_open(struct native_repeated *out, struct orb_error *err)
{
    *out = (struct native_repeated){ 0 };
    return orb_lookup_new(&out->lookup, err);
}

void orb_native_repeated_close(struct native_repeated *repeated)
{
    orb_lookup_free(repeated->lookup);
    orb_buf_release(&repeated->text);
    orb_buf_release(&repeated->place);
    orb_buf_release(&repeated->parent);
    memset(repeated, 0, sizeof *repeated);
}

static void add_bits(struct orb_buf *out, uint64_t bits)
{
    orb_buf_printf(out, "%016" PRIx64, bits);
}

static void add_text(struct orb_buf *out, const char *text)
{
    add_bits(out, text == NULL ? NO_TEXT : strlen(text));
    if (text != NULL)
        orb_buf_printf(out, "%s;", text);
}

static void add_number(struct orb_buf *out, double number)
{
    uint64_t bits;

    memcpy(&bits, &number, sizeof bits);
    add_bits(out, bits);
}

static enum orb_status add(struct native_repeated *repeated, int set, const char *id,
                           struct orb_error *err)
{
    enum orb_status status = orb_buf_check(&repeated->text, err);

    return status == ORB_OK
               ? orb_lookup_add(repeated->lookup, set, id, repeated->text.data, err)
               : status;
}

enum orb_status orb_native_repeated_add_place(struct native_repeated *repeated,
                                              const char *id,
                                              const struct native_place *place,
                                              struct orb_error *err)
{
    orb_buf_clear(&repeated->text);
    add_number(&repeated->text, place->lon);
    add_number(&repeated->text, place->lat);
    add_bits(&repeated->text, (uint64_t)place->precision);
    add_bits(&repeated->text, place->implied);
    add_text(&repeated->text, place->commune);
    return add(repeated, PLACES, id, err);
}

enum orb_status orb_native_repeated_add_parent(struct native_repeated *repeated,
                                               const char *id,
                                               const struct native_parent *parent,
                                               struct orb_error *err)
{
    orb_buf_clear(&repeated->text);
    add_text(&repeated->text, parent->organization);
    add_text(&repeated->text, parent->name);
    add_text(&repeated->text, parent->category);
    add_text(&repeated->text, parent->site);
    return add(repeated, PARENTS, id, err);
}

/* ---- reading what was written here */

static uint64_t take_bits(char **at)
{
    uint64_t bits = 0;

    for (int i = 0; i < DIGITS; i++) {
        char digit = *(*at)++;

        bits = bits << 4 | (uint64_t)(digit <= '9' ? digit - '0' : digit - 'a' + 10);
    }
    return bits;
}

static double take_number(char **at)
{
    uint64_t bits = take_bits(at);
    double number;

    memcpy(&number, &bits, sizeof number);
    return number;
}

/* Ended in place. */
static const char *take_text(char **at)
{
    uint64_t len = take_bits(at);
    char *text = *at;

    if (len == NO_TEXT)
        return NULL;
    text[len] = '\0';
    *at = text + len + 1;
    return text;
}

static enum orb_status find(struct native_repeated *repeated, int set, const char *id,
                            struct orb_buf *into, struct orb_error *err)
{
    orb_buf_clear(into);
    return id == NULL ? ORB_OK : orb_lookup_get(repeated->lookup, set, id, into, err);
}

enum orb_status orb_native_repeated_find_place(struct native_repeated *repeated,
                                               const char *id, struct native_place *out,
                                               bool *found, struct orb_error *err)
{
    enum orb_status status = find(repeated, PLACES, id, &repeated->place, err);
    char *at = repeated->place.data;

    *found = status == ORB_OK && repeated->place.len > 0;
    if (!*found)
        return status;
    out->lon = take_number(&at);
    out->lat = take_number(&at);
    out->precision = (enum orb_precision)take_bits(&at);
    out->implied = take_bits(&at) != 0;
    out->commune = take_text(&at);
    return ORB_OK;
}

enum orb_status orb_native_repeated_find_parent(struct native_repeated *repeated,
                                                const char *id, struct native_parent *out,
                                                bool *found, struct orb_error *err)
{
    enum orb_status status = find(repeated, PARENTS, id, &repeated->parent, err);
    char *at = repeated->parent.data;

    *found = status == ORB_OK && repeated->parent.len > 0;
    if (!*found)
        return status;
    out->organization = take_text(&at);
    out->name = take_text(&at);
    out->category = take_text(&at);
    out->site = take_text(&at);
    return ORB_OK;
}
