/* The moment that is written in what the command makes. */
#ifndef CLI_CLOCK_H
#define CLI_CLOCK_H

#include <stdint.h>

/* "2026-08-13T10:00:00Z" with its NUL. */
#define CLI_CLOCK_LEN 32

/*
 * Now, or SOURCE_DATE_EPOCH (seconds since 1970) so that two runs write the same bytes.
 * Returns out.
 */
char *cli_clock_write(char out[CLI_CLOCK_LEN]);

/* Seconds since 1970, as the file system dates files. */
int64_t cli_clock_s(void);

#endif
