/* Read one character at a time, so that comparing needs no memory. */
#include "engine/model/contact.h"

#include <string.h>

/* More digits than any number that is looked at has. */
#define DIGITS_MAX 20

/* What calls a country and is followed by nine digits. */
static const char *const country_codes[] = { "33", "262", "590", "594", "596" };

struct reader {
    const char *at;
    size_t skipped; /* characters of the key still to be left out */
    bool zero;      /* a zero comes first */
};

static int fold(char c)
{
    if (c >= 'A' && c <= 'Z')
        return c - 'A' + 'a';
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (unsigned char)c >= 0x80
               ? (unsigned char)c
               : 0;
}

/* The digits of a number and nothing else; 0 when it has letters or too many. */
static size_t digits_of(char digits[DIGITS_MAX + 1], const char *value)
{
    size_t count = 0;

    for (; *value != '\0'; value++) {
        int c = fold(*value);

        if (c == 0)
            continue;
        if (c > '9' || count == DIGITS_MAX)
            return 0;
        digits[count++] = (char)c;
    }
    digits[count] = '\0';
    return count;
}

/* How many digits stand before the nine of a French number; false when it is none. */
static bool national(const char *digits, size_t count, size_t *before)
{
    size_t at = count > 11 && strncmp(digits, "00", 2) == 0 ? 2 : 0;

    *before = 0;
    if (count == 9 && digits[0] != '0')
        return true;
    for (size_t i = 0; i < sizeof country_codes / sizeof country_codes[0]; i++) {
        size_t len = strlen(country_codes[i]);

        if (strncmp(digits + at, country_codes[i], len) != 0)
            continue;
        *before = at + len + (digits[at + len] == '0');
        return count - *before == 9;
    }
    return false;
}

static struct reader begin(const char *channel, const char *value)
{
    struct reader r = { value, 0, false };
    char digits[DIGITS_MAX + 1];
    size_t count, before;

    if (strcmp(channel, "phone") != 0)
        return r;
    count = digits_of(digits, value);
    if (count >= 9 && national(digits, count, &before)) {
        r.zero = true;
        r.skipped = before;
    }
    return r;
}

/* The next character of the key; 0 at its end. */
static int next(struct reader *r)
{
    if (r->zero) {
        r->zero = false;
        return '0';
    }
    while (*r->at != '\0') {
        int c = fold(*r->at++);

        if (c == 0)
            continue;
        if (r->skipped == 0)
            return c;
        r->skipped--;
    }
    return 0;
}

void orb_contact_key(struct orb_buf *out, const char *channel, const char *value)
{
    struct reader r = begin(channel, value);

    for (int c = next(&r); c != 0; c = next(&r))
        orb_buf_char(out, (char)c);
}

bool orb_contact_is_same(const struct orb_contact *a, const struct orb_contact *b)
{
    struct reader x, y;
    int c;

    if (a->channel == NULL || b->channel == NULL || a->value == NULL || b->value == NULL ||
        strcmp(a->channel, b->channel) != 0)
        return false;
    x = begin(a->channel, a->value);
    y = begin(b->channel, b->value);
    while ((c = next(&x)) == next(&y))
        if (c == 0)
            return true;
    return false;
}
