/* The memory-bound loop is the measure of the machine that every other figure is compared
 * with. */
#include "tests/bench/bench.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define MEMORY_BYTES  ((size_t)256 << 20)
#define MEMORY_ROUNDS 5

double bench_now_s(void)
{
    struct timespec t;

    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

double bench_memory_rate(void)
{
    size_t count = MEMORY_BYTES / sizeof(uint64_t);
    uint64_t *words = malloc(MEMORY_BYTES);
    volatile uint64_t sink;
    double best = 0;

    if (words == NULL)
        return NAN;
    for (size_t i = 0; i < count; i++)
        words[i] = i;
    for (int round = 0; round < MEMORY_ROUNDS; round++) {
        double started = bench_now_s();
        uint64_t sums[4] = { 0 };

        for (size_t i = 0; i < count; i += 4)
            for (size_t k = 0; k < 4; k++)
                sums[k] += words[i + k];
        sink = sums[0] + sums[1] + sums[2] + sums[3];
        best = fmax(best, (double)MEMORY_BYTES / (bench_now_s() - started));
    }
    (void)sink;
    free(words);
    return best;
}

void bench_add(struct bench_samples *samples, double value)
{
    if (samples->count < BENCH_SAMPLES_MAX)
        samples->values[samples->count++] = value;
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a;
    double y = *(const double *)b;

    return (x > y) - (x < y);
}

double bench_share(struct bench_samples *samples, double share)
{
    if (samples->count == 0)
        return NAN;
    qsort(samples->values, samples->count, sizeof samples->values[0], by_value);
    return samples->values[(size_t)(share * (double)(samples->count - 1) + 0.5)];
}

static void print_ratio(double value, double reference)
{
    if (!isnan(reference) && reference > 0)
        printf(",\"ratio\":%.3g", value / reference);
    printf("}\n");
    (void)fflush(stdout);
}

void bench_print(const char *name, const char *unit, struct bench_samples *samples,
                 double reference)
{
    double median = bench_share(samples, 0.5);

    printf(
        "{\"name\":\"%s\",\"unit\":\"%s\",\"n\":%zu,\"value\":%.6g,\"p50\":%.6g,\"p99\":%.6g",
        name, unit, samples->count, median, median, bench_share(samples, 0.99));
    print_ratio(median, reference);
}

void bench_print_one(const char *name, const char *unit, double value, double reference)
{
    printf("{\"name\":\"%s\",\"unit\":\"%s\",\"n\":1,\"value\":%.6g", name, unit, value);
    print_ratio(value, reference);
}
