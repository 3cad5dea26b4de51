/* Exact: the double and the decimals around it are compared as whole numbers, for which
 * their product takes 128 bits. */
#include "engine/base/shortest.h"

#include <math.h>
#include <string.h>

/* Two digits at a time. */
static const char pairs[] = "00010203040506070809101112131415161718192021222324"
                            "25262728293031323334353637383940414243444546474849"
                            "50515253545556575859606162636465666768697071727374"
                            "75767778798081828384858687888990919293949596979899";

size_t orb_decimal_write(char out[ORB_NUMBER_LEN], bool negative, uint64_t units,
                         int decimals)
{
    char text[ORB_NUMBER_LEN];
    char *end = text + sizeof text;
    char *p = end;

    *--p = '\0';
    for (int left = decimals; left > 0; left -= 2) {
        if (left == 1) {
            *--p = (char)('0' + units % 10);
            units /= 10;
            break;
        }
        p -= 2;
        memcpy(p, pairs + units % 100 * 2, 2);
        units /= 100;
    }
    if (decimals > 0)
        *--p = '.';
    for (; units >= 100; units /= 100) {
        p -= 2;
        memcpy(p, pairs + units % 100 * 2, 2);
    }
    if (units >= 10)
        *--p = (char)('0' + units % 10);
    *--p = (char)('0' + (units >= 10 ? units / 10 : units));
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

/* A double times 10^decimals: its whole part, and the rest in units of 2^-shift; and half
 * of what lies between it and the next doubles, below and above, in these units: what is
 * nearer reads back as it. */
struct scaled {
    uint64_t whole, rest;
    uint64_t below, above;
    int decimals, shift;
    bool is_even; /* it then takes what is halfway too */
};

static struct scaled scale(uint64_t mantissa, int exponent, int decimals)
{
    const uint64_t five = fives[decimals];
    const int shift = 2 - exponent - decimals; /* 2 to 47 */
    const wide value = (wide)mantissa * five << 2;

    return (struct scaled){ .whole = (uint64_t)(value >> shift),
                            .rest = (uint64_t)value & ((UINT64_C(1) << shift) - 1),
                            .below = mantissa == UINT64_C(1) << 52 ? five : five * 2,
                            .above = five * 2,
                            .decimals = decimals,
                            .shift = shift,
                            .is_even = mantissa % 2 == 0 };
}

/* The nearest number of 17 digits less `dropped`, halfway to the even one; does it read
 * back as the double? */
static bool reads_back(const struct scaled *x, int dropped, uint64_t *decimal)
{
    static const uint64_t steps[] = { 1, 10, 100 };
    const uint64_t kept = x->whole / steps[dropped];
    const uint64_t step = steps[dropped] << x->shift;
    const uint64_t over = ((x->whole - kept * steps[dropped]) << x->shift) + x->rest;
    const bool is_up = over > step / 2 || (over == step / 2 && kept % 2 == 1);
    const uint64_t far = is_up ? step - over : over;
    const uint64_t most = is_up ? x->above : x->below;

    *decimal = kept + is_up;
    return far < most || (far == most && x->is_even);
}

size_t orb_shortest_write(char out[ORB_NUMBER_LEN], double value)
{
    const double size = fabs(value);
    uint64_t bits, mantissa, decimal = 0;
    int exponent, tens, decimals;
    int dropped = 2;
    struct scaled x;

    if (!(size >= 1e-4 && size < 1e15) || size == floor(size))
        return 0;
    memcpy(&bits, &size, sizeof bits);
    mantissa = (bits & ((UINT64_C(1) << 52) - 1)) | UINT64_C(1) << 52;
    exponent = (int)(bits >> 52) - 1023;
    /* Its power of ten or one before, as log10(2) is a bit more than 1233 / 4096. */
    tens = (exponent + 16) * 1233 / 4096 - 5;
    x = scale(mantissa, exponent - 52, DIGITS - 1 - tens);
    while (x.whole >= MOST)
        x = scale(mantissa, exponent - 52, x.decimals - 1);
    while (dropped > 0 && !reads_back(&x, dropped, &decimal))
        dropped--;
    if (dropped == 0)
        (void)reads_back(&x, 0, &decimal);
    decimals = x.decimals - dropped;
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
