/* Times, medians and the lines a benchmark prints. Nothing here judges a time. */
#ifndef TESTS_BENCH_BENCH_H
#define TESTS_BENCH_BENCH_H

#include <stddef.h>

#define BENCH_SAMPLES_MAX 100000

/* Samples of one measure, in the unit the caller chose. */
struct bench_samples {
    double values[BENCH_SAMPLES_MAX];
    size_t count;
};

double bench_now_s(void);

/* Bytes read per second by a loop that adds up 256 MiB: the best of several rounds,
 * measured once in a run. */
double bench_memory_rate(void);

void bench_add(struct bench_samples *samples, double value);

/* The value below which a share of the samples lies; sorts them. */
double bench_share(struct bench_samples *samples, double share);

/* One line: {"name":...,"unit":...,"n":...,"p50":...,"p99":...}; ratio is p50 over
 * reference, NaN reference leaves it out. */
void bench_print(const char *name, const char *unit, struct bench_samples *samples,
                 double reference);

/* One line for a single figure. */
void bench_print_one(const char *name, const char *unit, double value, double reference);

#endif
