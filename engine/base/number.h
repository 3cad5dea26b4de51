/* Text and numbers, whatever the user's locale. */
#ifndef ORB_BASE_NUMBER_H
#define ORB_BASE_NUMBER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "engine/base/error.h"

/* Room for any number written here, with its NUL. */
#define ORB_NUMBER_LEN 32

/* A finite decimal number with '.' and nothing around it. False leaves *out untouched. */
bool orb_number_parse(double *out, const char *text, size_t len);

/* A decimal integer within [min, max] and nothing around it. */
bool orb_integer_parse(int64_t *out, const char *text, size_t len, int64_t min,
                       int64_t max);

/* The shortest text that reads back as the same double (at most 17 digits). Returns its
 * length. */
size_t orb_number_write(char out[ORB_NUMBER_LEN], double value);

/* Fixed decimals (0..9), '.' as point, no "-0". |value| < 1e15. Returns its length. */
size_t orb_number_write_fixed(char out[ORB_NUMBER_LEN], double value, int decimals);

#endif
