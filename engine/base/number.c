/* strtod and printf follow the locale's decimal point; these do not. */
#include "engine/base/number.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/shortest.h"

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static size_t skip_sign(const char *text, size_t len, size_t i)
{
    return i < len && (text[i] == '-' || text[i] == '+') ? i + 1 : i;
}

static size_t skip_digits(const char *text, size_t len, size_t i)
{
    while (i < len && is_digit(text[i]))
        i++;
    return i;
}

/* Accepts [-+]digits[.digits][e[-+]digits] and nothing else; also finds the point. */
static bool is_number(const char *text, size_t len, size_t *point)
{
    size_t first = skip_sign(text, len, 0);
    size_t i = skip_digits(text, len, first);
    size_t digits = i - first;

    *point = len;
    if (i < len && text[i] == '.') {
        *point = i++;
        first = i;
        i = skip_digits(text, len, first);
        digits += i - first;
    }
    if (digits == 0)
        return false;
    if (i < len && (text[i] == 'e' || text[i] == 'E')) {
        first = skip_sign(text, len, i + 1);
        i = skip_digits(text, len, first);
        if (i == first)
            return false;
    }
    return i == len;
}

/* The locale's decimal point, found without touching localeconv's shared state. */
static char locale_point(void)
{
    char text[8];

    (void)snprintf(text, sizeof text, "%.1f", 0.5);
    return text[1];
}

/*
 * Fifteen digits and a power of ten up to 22 are exact doubles, and a division rounds once:
 * the quotient is the nearest double, as strtod finds it. False for longer numbers, those
 * with an exponent, and processors that calculate with more bits.
 */
static bool is_short(double *out, const char *text, size_t len)
{
    static const double powers[] = { 1e0, 1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                     1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15 };
    size_t first = skip_sign(text, len, 0);
    size_t decimals = 0;
    int64_t digits = 0;
    bool after = false;

    if (len - first > 16 || FLT_EVAL_METHOD != 0)
        return false;
    for (size_t i = first; i < len; i++) {
        if (text[i] == 'e' || text[i] == 'E')
            return false;
        if (text[i] != '.')
            digits = digits * 10 + (text[i] - '0');
        decimals += after;
        after = after || text[i] == '.';
    }
    if (digits >= INT64_C(1000000000000000))
        return false;
    *out = (double)digits / powers[decimals];
    *out = text[0] == '-' ? -*out : *out;
    return true;
}

bool orb_number_parse(double *out, const char *text, size_t len)
{
    char copy[400];
    size_t point;
    double value;

    if (len == 0 || len >= sizeof copy || !is_number(text, len, &point))
        return false;
    if (is_short(out, text, len))
        return true;
    memcpy(copy, text, len);
    copy[len] = '\0';
    if (point < len)
        copy[point] = locale_point();
    value = strtod(copy, NULL);
    if (!isfinite(value))
        return false;
    *out = value;
    return true;
}

bool orb_integer_parse(int64_t *out, const char *text, size_t len, int64_t min, int64_t max)
{
    bool negative = len > 0 && text[0] == '-';
    size_t i = negative ? 1 : 0;
    int64_t value = 0;

    if (i == len || len - i > 18)
        return false;
    for (; i < len; i++) {
        if (!is_digit(text[i]))
            return false;
        value = value * 10 + (text[i] - '0');
    }
    value = negative ? -value : value;
    if (value < min || value > max)
        return false;
    *out = value;
    return true;
}

static size_t with_point(char *text)
{
    size_t len = strlen(text);

    for (size_t i = 0; i < len; i++)
        if (!is_digit(text[i]) && strchr("+-eE", text[i]) == NULL)
            text[i] = '.';
    return len;
}

size_t orb_number_write(char out[ORB_NUMBER_LEN], double value)
{
    double whole = fabs(value) < 1e15 ? (double)(int64_t)value : NAN;
    size_t len;

    if (whole == value)
        return orb_decimal_write(out, value < 0, (uint64_t)fabs(value), 0);
    len = orb_shortest_write(out, value);
    if (len > 0)
        return len;
    for (int digits = 15; digits <= 17; digits++) {
        (void)snprintf(out, ORB_NUMBER_LEN, "%.*g", digits, value);
        if (strtod(out, NULL) == value)
            break;
    }
    return with_point(out);
}

size_t orb_number_write_fixed(char out[ORB_NUMBER_LEN], double value, int decimals)
{
    static const int64_t powers[] = { 1,      10,      100,      1000,      10000,
                                      100000, 1000000, 10000000, 100000000, 1000000000 };
    double scaled = fabs(value) * (double)powers[decimals];
    int64_t units;

    if (!(scaled < 9e17)) {
        (void)snprintf(out, ORB_NUMBER_LEN, "%.*f", decimals, value);
        return with_point(out);
    }
    units = llround(scaled);
    return orb_decimal_write(out, value < 0 && units > 0, (uint64_t)units, decimals);
}
