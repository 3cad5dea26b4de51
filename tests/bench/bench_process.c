/*
 * A whole process, from its start to its end: wall time, processor time and peak memory.
 * usage: bench_process NAME RUNS COUNT UNIT COMMAND ARGUMENT...
 * With a COUNT above 0 the line says COUNT / seconds in UNIT; with 0, milliseconds.
 */
#define _DEFAULT_SOURCE /* wait4 */
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/bench/bench.h"

static struct bench_samples wall;
static struct bench_samples processor;
static struct bench_samples memory;

static double seconds_of(struct timeval time)
{
    return (double)time.tv_sec + (double)time.tv_usec / 1e6;
}

/* Runs the command with its output thrown away; false when it failed. */
static int run(char **argv)
{
    struct rusage usage;
    double started = bench_now_s();
    int status = 0;
    pid_t child = fork();

    if (child == 0) {
        int null = open("/dev/null", O_WRONLY);

        (void)dup2(null, STDOUT_FILENO);
        (void)execv(argv[0], argv);
        _exit(127);
    }
    if (child < 0 || wait4(child, &status, 0, &usage) != child || status != 0)
        return 0;
    bench_add(&wall, bench_now_s() - started);
    bench_add(&processor, seconds_of(usage.ru_utime) + seconds_of(usage.ru_stime));
    bench_add(&memory, (double)usage.ru_maxrss / 1024);
    return 1;
}

int main(int argc, char **argv)
{
    char name[200];
    double count;
    int runs;

    if (argc < 6)
        return 2;
    runs = atoi(argv[2]);
    count = atof(argv[3]);
    for (int i = 0; i < runs; i++) {
        if (!run(argv + 5)) {
            (void)fprintf(stderr, "bench_process: %s failed\n", argv[1]);
            return 1;
        }
    }
    for (size_t i = 0; i < wall.count; i++)
        wall.values[i] = count > 0 ? count / wall.values[i] : 1000 * wall.values[i];
    bench_print(argv[1], count > 0 ? argv[4] : "ms", &wall, NAN);
    (void)snprintf(name, sizeof name, "%s_processor", argv[1]);
    bench_print(name, "s", &processor, NAN);
    (void)snprintf(name, sizeof name, "%s_memory", argv[1]);
    bench_print(name, "MiB", &memory, NAN);
    return 0;
}
