/* The shortest decimal of a double without printf, which is slow where millions are told.
 * Private to engine/base. */
#ifndef ORB_BASE_SHORTEST_H
#define ORB_BASE_SHORTEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "engine/base/number.h"

/*
 * The first of "%.15g", "%.16g" and "%.17g" that reads back as the same double, with '.' as
 * point. Returns its length; 0 when value is a whole number or not within
 * [1e-4, 1e15) either side of zero: it is then for printf.
 */
size_t orb_shortest_write(char out[ORB_NUMBER_LEN], double value);

/* units / 10^decimals with all its decimals (0..20). Returns its length. */
size_t orb_decimal_write(char out[ORB_NUMBER_LEN], bool negative, uint64_t units,
                         int decimals);

#endif
