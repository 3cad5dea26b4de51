/* Any bytes as a number, a date, a text, an address and an identifier: what is read is
 * written and read again to the same value. */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/date.h"
#include "engine/base/number.h"
#include "engine/base/utf8.h"
#include "engine/linkage/key.h"
#include "engine/model/address.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void number(const char *text, size_t len)
{
    char out[ORB_NUMBER_LEN];
    double value;
    double again;
    int64_t integer;

    if (orb_number_parse(&value, text, len)) {
        if (!isfinite(value) ||
            !orb_number_parse(&again, out, orb_number_write(out, value)) ||
            !(value == again))
            abort();
        if (fabs(value) < 1e15)
            (void)orb_number_write_fixed(out, value, (int)(len % 10));
    }
    if (orb_integer_parse(&integer, text, len, -1000, 1000) &&
        (integer < -1000 || integer > 1000))
        abort();
}

static void day(const char *text, size_t len)
{
    char out[ORB_DATE_LEN];
    orb_date date;

    if (orb_date_parse(&date, text, len) &&
        (len != strlen(orb_date_write(out, date)) || memcmp(out, text, len) != 0))
        abort();
}

static void fold(const char *text)
{
    struct orb_buf once = { 0 };
    struct orb_buf twice = { 0 };

    orb_utf8_fold(&once, text);
    if (once.data != NULL) {
        if (!orb_utf8_valid(once.data, once.len))
            abort();
        orb_utf8_fold(&twice, once.data);
        if (twice.len != once.len ||
            (once.len > 0 && memcmp(once.data, twice.data, once.len) != 0))
            abort();
    }
    orb_buf_release(&once);
    orb_buf_release(&twice);
}

/* What is read of an address is valid, and an identifier is never 0. */
static void address(const char *text)
{
    bool (*const keys[])(uint64_t *, const char *) = { orb_key_finess, orb_key_siret,
                                                       orb_key_siren,  orb_key_rna,
                                                       orb_key_phone,  orb_key_email };
    struct orb_buf out = { 0 };

    orb_address_clean(&out, text);
    orb_address_key(&out, text);
    if (out.len > 0 && !orb_utf8_valid(out.data, out.len))
        abort();
    orb_buf_release(&out);
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        uint64_t key = 0;

        if (keys[i](&key, text) != (key != 0))
            abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = malloc(size + 1);

    if (text == NULL)
        return 0;
    memcpy(text, data, size);
    text[size] = '\0';
    number(text, size);
    day(text, size);
    (void)orb_utf8_width(text);
    if (orb_utf8_valid(text, size)) {
        fold(text);
        address(text);
    }
    free(text);
    return 0;
}
