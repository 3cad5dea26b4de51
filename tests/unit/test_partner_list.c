#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "maps/circles_layout.h"
#include "maps/partner_list.h"

#define MANY 9000

static struct orb_partner partners[MANY];
static char ids[MANY][24];
static char names[MANY][160];

/* More than one run of the list, with names that differ late, crowded and thin cells. */
static void make_partners(size_t count)
{
    uint32_t seed = 11;

    for (size_t i = 0; i < count; i++) {
        seed = seed * 1664525U + 1013904223U;
        (void)snprintf(ids[i], sizeof ids[i], "s%zu", i);
        (void)snprintf(names[i], sizeof names[i], "%sÉtablissement %u",
                       i % 7 == 0
                           ? "Service d’accompagnement et de soins à domicile pour enfants "
                             "et adultes en situation de handicap du "
                           : "",
                       (unsigned)(seed >> 22));
        partners[i] = (struct orb_partner){
            .id = ids[i],
            .name = names[i],
            .commune = "Ici",
            .circle = (enum orb_circle)(i % 400 == 3 ? ORB_CIRCLE_C0 : seed >> 16 & 3),
            .state = (enum orb_partner_state)(seed >> 8 & 3),
            .family = (uint8_t)(1 + (seed >> 12) % 6),
            .families = (uint8_t)(seed >> 4),
            .authorised = (int32_t)(seed >> 5 & 63) - 1,
            .installed = -1,
            .places = -1,
            .places_on = ORB_DATE_NONE,
        };
        if (partners[i].circle == ORB_CIRCLE_C0 && i % 400 != 3)
            partners[i].circle = ORB_CIRCLE_C2;
        if (i % 97 == 5)
            partners[i].family = 0;
        if (i % 101 == 5)
            partners[i].circle = ORB_CIRCLE_INST;
    }
}

static void add_all(struct orb_partner_list *list, size_t count)
{
    struct orb_error err = { 0 };

    orb_partner_list_init(list, NULL);
    for (size_t i = 0; i < count; i++)
        assert_int_equal(orb_partner_list_add(list, &partners[i], &err), ORB_OK);
    assert_int_equal(orb_partner_list_finish(list, &err), ORB_OK);
}

static void compare_pages(const struct orb_circle_map *kept,
                          const struct orb_circle_map *listed)
{
    assert_int_equal(orb_circle_map_pages(kept), orb_circle_map_pages(listed));
    for (unsigned page = 1; page <= orb_circle_map_pages(kept); page++) {
        struct orb_error err = { 0 };
        struct orb_buf one = { 0 }, other = { 0 };

        assert_int_equal(orb_circle_map_write(&one, kept, page, &err), ORB_OK);
        assert_int_equal(orb_circle_map_write(&other, listed, page, &err), ORB_OK);
        assert_int_equal(one.len, other.len);
        assert_memory_equal(one.data, other.data, one.len);
        orb_buf_release(&one);
        orb_buf_release(&other);
    }
}

static void a_list_draws_what_an_array_draws(void **state)
{
    static const size_t counts[] = { 5, 300, ORB_CIRCLE_NAMED + 50, MANY };

    (void)state;
    for (size_t c = 0; c < 2 * sizeof counts / sizeof counts[0]; c++) {
        const struct orb_circle_map_options how = { .embedded = c % 2 == 1, .stem = "x" };
        struct orb_circle_map_input input = { .title = "T",
                                              .partner_count = counts[c / 2] };
        struct orb_circle_map_input listed;
        struct orb_circle_map *one = NULL, *other = NULL;
        struct orb_partner_list list;
        struct orb_arena arena = { 0 };
        struct orb_error err = { 0 };

        make_partners(counts[c / 2]);
        add_all(&list, counts[c / 2]);
        assert_int_equal(list.sorter.has_file, counts[c / 2] == MANY);
        listed = input;
        input.partners = partners;
        listed.list = &list;
        assert_int_equal(orb_circle_map_make(&one, &arena, &input, &how, &err), ORB_OK);
        assert_int_equal(orb_circle_map_make(&other, &arena, &listed, &how, &err), ORB_OK);
        compare_pages(one, other);
        orb_partner_list_release(&list);
        orb_arena_release(&arena);
    }
}

static void names_that_begin_alike_keep_one_order(void **state)
{
    static char first[150], second[150];
    const struct orb_partner a = { .id = "2", .name = first };
    const struct orb_partner b = { .id = "1", .name = second };
    struct orb_partner_key ka, kb;
    struct orb_buf fold = { 0 };

    (void)state;
    memset(first, 'a', sizeof first - 1);
    memset(second, 'a', sizeof second - 1);
    second[148] = 'b';
    assert_true(orb_partner_key_make(&ka, &a, &fold));
    assert_true(orb_partner_key_make(&kb, &b, &fold));
    assert_true(orb_partner_key_compare(&ka, &a, &kb, &b) < 0);
    assert_true(orb_partner_key_compare(&kb, &b, &ka, &a) > 0);
    assert_int_equal(orb_partner_key_compare(&ka, &a, &ka, &a), 0);
    orb_buf_release(&fold);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_list_draws_what_an_array_draws),
        cmocka_unit_test(names_that_begin_alike_keep_one_order),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
