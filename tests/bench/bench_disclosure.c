/* Hiding counts of persons that sums tie together: a table of lines by columns, then places
 * cut into areas in two ways. Usage: bench_disclosure [LINES...], lines of the tables. */
#include <stdio.h>
#include <stdlib.h>

#include "tests/bench/bench.h"
#include "tests/unit/crossed.h"

static void measure(size_t lines, bool twice)
{
    struct crossed m;
    struct orb_error err = { 0 };
    size_t hidden = 0;
    double start, took;

    crossed_make(&m, lines, twice, 20261123);
    start = bench_now_s();
    if (orb_disclosure_protect(&m.table, &err) != ORB_OK)
        fprintf(stderr, "%zu lines: %s\n", lines, err.text);
    took = bench_now_s() - start;
    for (size_t i = 0; i < m.cell_count; i++)
        hidden += m.cells[i].hidden;
    printf("{\"name\":\"disclosure_%s\",\"unit\":\"s\",\"counts\":%zu,\"hidden\":%zu,"
           "\"tied\":%zu,\"value\":%.3f}\n",
           twice ? "crossed" : "areas", m.cell_count, hidden, crossed_largest(&m), took);
    crossed_release(&m);
}

int main(int argc, char **argv)
{
    static const char *const usual[] = { "", "50", "100", "150", "205" };
    const int count = argc > 1 ? argc : (int)(sizeof usual / sizeof usual[0]);

    for (int i = 1; i < count; i++) {
        const char *lines = argc > 1 ? argv[i] : usual[i];

        measure(strtoul(lines, NULL, 10), false);
        measure(strtoul(lines, NULL, 10), true);
    }
    return 0;
}
