/* A covering cut down: small ones whose fewest sites are found by trying all sets. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "engine/base/alloc.h"
#include "engine/planning/cover_parts.h"

#define MOST 12

/* Which sites cover each place, as bits. */
struct world {
    size_t places, sites;
    uint32_t of[MOST];
    uint32_t kept; /* bits */
    double weight[MOST];
    size_t row[MOST + 1], column[MOST + 1];
    struct median_link by_place[MOST * MOST], by_site[MOST * MOST];
    bool keep[MOST];
    struct median m;
};

static void lay(struct world *w)
{
    size_t at = 0;

    for (size_t i = 0; i < w->places; i++) {
        w->weight[i] = 1;
        for (uint32_t j = 0; j < w->sites; j++)
            if ((w->of[i] >> j & 1) != 0)
                w->by_place[at++] = (struct median_link){ 0, j };
        w->row[i + 1] = at;
    }
    at = 0;
    for (size_t j = 0; j < w->sites; j++) {
        w->keep[j] = (w->kept >> j & 1) != 0;
        for (uint32_t i = 0; i < w->places; i++)
            if ((w->of[i] >> j & 1) != 0)
                w->by_site[at++] = (struct median_link){ 0, i };
        w->column[j + 1] = at;
    }
    w->m = (struct median){ .places = w->places,
                            .sites = w->sites,
                            .weight = w->weight,
                            .all = (double)w->places,
                            .row = w->row,
                            .by_place = w->by_place,
                            .column = w->column,
                            .by_site = w->by_site,
                            .kept = w->keep,
                            .far = 1,
                            .whole = true,
                            .binary = true,
                            .enough = 0.5 };
}

static int count_bits(uint32_t bits)
{
    int count = 0;

    for (; bits != 0; bits &= bits - 1)
        count++;
    return count;
}

/* The fewest sites that cover everything, the kept ones among them. */
static int fewest(const struct median *m)
{
    int best = 100;

    for (uint32_t set = 0; set < UINT32_C(1) << m->sites; set++) {
        bool all = true;

        for (size_t j = 0; j < m->sites; j++)
            all = all && (!m->kept[j] || (set >> j & 1) != 0);
        for (size_t i = 0; i < m->places && all; i++) {
            bool covered = false;

            for (size_t k = m->row[i]; k < m->row[i + 1]; k++)
                covered = covered || (set >> m->by_place[k].other & 1) != 0;
            all = covered;
        }
        if (all && count_bits(set) < best)
            best = count_bits(set);
    }
    return best;
}

/* The forced sites and the fewest of each part. */
static int fewest_by_parts(const struct median *m, size_t *parts_found)
{
    struct cover_parts parts;
    int sum = 0;

    assert_int_equal(orb_cover_parts_make(&parts, m), ORB_OK);
    for (size_t j = 0; j < m->sites; j++)
        sum += parts.forced[j];
    for (uint32_t k = 0; k < parts.count; k++) {
        struct cover_part part;

        assert_int_equal(orb_cover_part_make(&part, &parts, m, k), ORB_OK);
        assert_true(part.m.places > 1 && part.m.sites > 1);
        sum += fewest(&part.m);
        orb_cover_part_release(&part);
    }
    *parts_found = parts.count;
    orb_cover_parts_release(&parts);
    return sum;
}

static uint32_t draw(uint32_t *state)
{
    *state = *state * UINT32_C(1664525) + UINT32_C(1013904223);
    return *state >> 8;
}

static void fewest_of_the_parts_are_the_fewest_of_all(void **state)
{
    uint32_t seed = 7;
    size_t with_parts = 0;

    (void)state;
    for (int n = 0; n < 400; n++) {
        struct world w = { .places = 1 + draw(&seed) % MOST,
                           .sites = 1 + draw(&seed) % 10 };
        uint32_t every = (UINT32_C(1) << w.sites) - 1;
        size_t parts = 0;
        int expected;
        int found;

        for (size_t i = 0; i < w.places; i++) {
            uint32_t more = n % 3 == 0 ? every : draw(&seed);

            w.of[i] = draw(&seed) & more & every;
            w.of[i] |= UINT32_C(1) << draw(&seed) % w.sites;
        }
        w.kept = n % 4 == 0 ? draw(&seed) & draw(&seed) & every : 0;
        lay(&w);
        expected = fewest(&w.m);
        found = fewest_by_parts(&w.m, &parts);
        with_parts += parts > 0;
        if (found != expected)
            fail_msg("covering %d: %d, not %d", n, found, expected);
    }
    assert_true(with_parts > 10);
}

/* A line of towns, each near its neighbours: nothing is left to try. */
static void a_line_is_decided(void **state)
{
    struct world w = { .places = 9, .sites = 9 };
    size_t parts = 1;

    (void)state;
    for (size_t i = 0; i < 9; i++)
        w.of[i] = ((i > 0 ? UINT32_C(1) << (i - 1) : 0) | UINT32_C(3) << i) & 0x1ff;
    lay(&w);
    assert_int_equal(fewest_by_parts(&w.m, &parts), 3);
    assert_int_equal(parts, 0);
}

/* Two rings of five places and five sites that share nothing: three sites for each. */
static void what_shares_nothing_is_apart(void **state)
{
    struct world w = { .places = 10, .sites = 10 };
    size_t parts = 0;

    (void)state;
    for (size_t i = 0; i < 10; i++) {
        size_t ring = i / 5 * 5;

        w.of[i] = UINT32_C(1) << i | UINT32_C(1) << (ring + (i + 1) % 5);
    }
    lay(&w);
    assert_int_equal(fewest_by_parts(&w.m, &parts), 6);
    assert_int_equal(parts, 2);
}

static void lack_of_memory_is_told(void **state)
{
    struct world w = { .places = 5, .sites = 5 };

    (void)state;
    for (size_t i = 0; i < 5; i++)
        w.of[i] = UINT32_C(1) << i | UINT32_C(1) << (i + 1) % 5;
    lay(&w);
    for (long n = 0;; n++) {
        struct cover_parts parts;
        struct cover_part part = { .site = NULL };
        enum orb_status status;

        orb_alloc_fail_after(n);
        status = orb_cover_parts_make(&parts, &w.m);
        if (status == ORB_OK)
            status = orb_cover_part_make(&part, &parts, &w.m, 0);
        orb_alloc_fail_after(-1);
        orb_cover_part_release(&part);
        orb_cover_parts_release(&parts);
        if (status == ORB_OK)
            break;
        assert_int_equal(status, ORB_ERR_MEMORY);
        assert_true(n < 100);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fewest_of_the_parts_are_the_fewest_of_all),
        cmocka_unit_test(a_line_is_decided),
        cmocka_unit_test(what_shares_nothing_is_apart),
        cmocka_unit_test(lack_of_memory_is_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
