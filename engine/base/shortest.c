/* Exact: the double and the decimals around it are compared as whole numbers of 128 bits.
 */
#include "engine/base/shortest.h"

#include <math.h>
#include <string.h>

size_t orb_decimal_write(char out[ORB_NUMBER_LEN], bool negative, uint64_t units,
                         int decimals)
{
    char text[ORB_NUMBER_LEN];
    char *end = text + sizeof text;
    char *p = end;

    *--p = '\0';
    for (int i = 0; i < decimals; i++, units /= 10)
        *--p = (char)('0' + units % 10);
    if (decimals > 0)
        *--p = '.';
    do
        *--p = (char)('0' + units % 10);
    while ((units /= 10) > 0);
    if (negative)
        *--p = '-';
    memcpy(out, p, (size_t)(end - p));
    return (size_t)(end - p) - 1;
}

#ifdef __SIZEOF_INT128__

__extension__ typedef unsigned __int128 wide;

/* 17 digits tell any double. */
#define DIGITS 17
#define MOST   UINT64_C(100000000000000000)

/* How many decimals 17 digits leave to the smallest number told here, and one more. */
#define POWERS 22

static const uint64_t fives[POWERS] = {
    UINT64_C(1),
    UINT64_C(5),
    UINT64_C(25),
    UINT64_C(125),
    UINT64_C(625),
    UINT64_C(3125),
    UINT64_C(15625),
    UINT64_C(78125),
    UINT64_C(390625),
    UINT64_C(1953125),
    UINT64_C(9765625),
    UINT64_C(48828125),
    UINT64_C(244140625),
    UINT64_C(1220703125),
    UINT64_C(6103515625),
    UINT64_C(30517578125),
    UINT64_C(152587890625),
    UINT64_C(762939453125),
    UINT64_C(3814697265625),
    UINT64_C(19073486328125),
    UINT64_C(95367431640625),
    UINT64_C(476837158203125),
};

/* A double times 10^decimals, in units of 2^-shift; and half of what lies between it and
 * the next doubles, below and above: what is nearer reads back as it. */
struct scaled {
    wide value;
    uint64_t below, above;
    int decimals, shift;
    bool is_even; /* it then takes what is halfway too */
};

static struct scaled scale(uint64_t mantissa, int exponent, int decimals)
{
    const uint64_t five = fives[decimals];

    return (struct scaled){ .value = (wide)mantissa * five << 2,
                            .below = mantissa == UINT64_C(1) << 52 ? five : five * 2,
                            .above = five * 2,
                            .decimals = decimals,
                            .shift = 2 - exponent - decimals,
                            .is_even = mantissa % 2 == 0 };
}

/* The nearest number of `digits` digits, halfway to the even one. */
static uint64_t rounded(const struct scaled *x, int digits)
{
    static const uint64_t steps[] = { 1, 10, 100 };
    const uint64_t step = steps[DIGITS - digits];
    const uint64_t first = (uint64_t)(x->value >> x->shift);
    const uint64_t kept = first / step;
    const wide rest = x->value - ((wide)(kept * step) << x->shift);
    const wide half = ((wide)step << x->shift) / 2;

    return kept + (rest > half || (rest == half && kept % 2 == 1));
}

static bool reads_back(const struct scaled *x, uint64_t decimal, int digits)
{
    static const uint64_t steps[] = { 1, 10, 100 };
    const wide told = (wide)(decimal * steps[DIGITS - digits]) << x->shift;
    const bool is_above = told > x->value;
    const wide far = is_above ? told - x->value : x->value - told;
    const wide most = is_above ? x->above : x->below;

    return far < most || (far == most && x->is_even);
}

size_t orb_shortest_write(char out[ORB_NUMBER_LEN], double value)
{
    const double size = fabs(value);
    uint64_t bits, mantissa, decimal = 0;
    int exponent, tens, decimals;
    int digits = 15;
    struct scaled x;

    if (!(size >= 1e-4 && size < 1e15) || size == floor(size))
        return 0;
    memcpy(&bits, &size, sizeof bits);
    mantissa = (bits & ((UINT64_C(1) << 52) - 1)) | UINT64_C(1) << 52;
    exponent = (int)(bits >> 52) - 1023;
    /* Its power of ten or one before, as log10(2) is a bit more than 1233 / 4096. */
    tens = (exponent + 16) * 1233 / 4096 - 5;
    x = scale(mantissa, exponent - 52, DIGITS - 1 - tens);
    while (x.value >> x.shift >= MOST)
        x = scale(mantissa, exponent - 52, x.decimals - 1);
    for (; digits <= DIGITS; digits++) {
        decimal = rounded(&x, digits);
        if (reads_back(&x, decimal, digits))
            break;
    }
    decimals = x.decimals - (DIGITS - digits);
    for (; decimals > 0 && decimal % 10 == 0; decimals--)
        decimal /= 10;
    return orb_decimal_write(out, value < 0, decimal, decimals);
}

#else

size_t orb_shortest_write(char out[ORB_NUMBER_LEN], double value)
{
    (void)out;
    (void)value;
    return 0;
}

#endif
