/* Numbers of at most fifteen characters fit a 64-bit word in base 36. */
#include "engine/linkage/key.h"

#include <stddef.h>
#include <string.h>

#include "engine/base/hash.h"

#define KEY_LEN    16
#define EMAIL_LEN  255
#define LA_POSTE   UINT64_C(356000000)
#define NIC_FACTOR UINT64_C(100000) /* a SIRET is a SIREN and five digits */

/* The text without blanks, dots and hyphens, in upper case; "" when it is too long. */
static size_t squeeze(char out[KEY_LEN], const char *text)
{
    size_t len = 0;

    for (; text != NULL && *text != '\0'; text++) {
        if (strchr(" .-/()\t", *text) != NULL)
            continue;
        if (len + 1 == KEY_LEN) {
            len = 0;
            break;
        }
        out[len++] = *text >= 'a' && *text <= 'z' ? (char)(*text - 'a' + 'A') : *text;
    }
    out[len] = '\0';
    return len;
}

static bool digits_only(const char *text)
{
    return text[strspn(text, "0123456789")] == '\0';
}

static bool luhn(const char *digits, size_t len)
{
    unsigned sum = 0;

    for (size_t i = 0; i < len; i++) {
        unsigned d = (unsigned)(digits[len - 1 - i] - '0') * (i % 2 == 0 ? 1U : 2U);

        sum += d > 9 ? d - 9 : d;
    }
    return sum % 10 == 0;
}

static uint64_t number(const char *digits)
{
    uint64_t n = 0;

    for (; *digits != '\0'; digits++)
        n = n * 10 + (uint64_t)(*digits - '0');
    return n;
}

bool orb_key_finess(uint64_t *out, const char *text)
{
    char key[KEY_LEN];
    bool corsica;

    if (squeeze(key, text) != 9)
        return false;
    corsica = key[0] == '2' && (key[1] == 'A' || key[1] == 'B');
    if (!digits_only(key + (corsica ? 2 : 0)) || (!corsica && !luhn(key, 9)))
        return false;
    /* 2A and 2B stand apart from the ten digits of the others. */
    *out = number(key + (corsica ? 2 : 0)) +
           (corsica ? (uint64_t)key[1] * UINT64_C(10000000000) : UINT64_C(1000000000));
    return true;
}

bool orb_key_siren(uint64_t *out, const char *text)
{
    char key[KEY_LEN];

    if (squeeze(key, text) != 9 || !digits_only(key) || !luhn(key, 9) || number(key) == 0)
        return false;
    *out = number(key);
    return true;
}

bool orb_key_siret(uint64_t *out, const char *text)
{
    char key[KEY_LEN];
    unsigned sum = 0;

    if (squeeze(key, text) != 14 || !digits_only(key) || number(key) == 0)
        return false;
    for (size_t i = 0; i < 14; i++)
        sum += (unsigned)(key[i] - '0');
    if (!luhn(key, 14) && (number(key) / NIC_FACTOR != LA_POSTE || sum % 5 != 0))
        return false;
    *out = number(key);
    return true;
}

bool orb_key_rna(uint64_t *out, const char *text)
{
    char key[KEY_LEN];

    if (squeeze(key, text) != 10 || key[0] != 'W' || !digits_only(key + 1))
        return false;
    *out = number(key + 1) + 1;
    return true;
}

bool orb_key_phone(uint64_t *out, const char *text)
{
    char key[KEY_LEN];
    char *digits = key;
    size_t len = squeeze(key, text);

    if (len > 0 && key[0] == '+') {
        digits++;
        len--;
    } else if (len > 2 && key[0] == '0' && key[1] == '0') {
        digits += 2;
        len -= 2;
    }
    if (!digits_only(digits) || len < 6)
        return false;
    /* +33 1, +33 (0)1 and 01 are one number. */
    if (len == 11 && memcmp(digits, "33", 2) == 0)
        digits += 2;
    else if (len == 12 && memcmp(digits, "330", 3) == 0)
        digits += 3;
    *out = number(digits); /* a leading zero goes with that */
    return *out != 0;
}

bool orb_key_email(uint64_t *out, const char *text)
{
    char lower[EMAIL_LEN];
    size_t len = 0;
    const char *at = text != NULL ? strchr(text, '@') : NULL;

    if (at == NULL || at == text || strchr(at, '.') == NULL || strlen(text) >= EMAIL_LEN)
        return false;
    for (; *text != '\0'; text++)
        if (*text != ' ')
            lower[len++] = *text >= 'A' && *text <= 'Z' ? (char)(*text - 'A' + 'a') : *text;
    *out = orb_hash(lower, len) | 1;
    return true;
}
