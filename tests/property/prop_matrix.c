/* Who does what, on territories made at random: what is counted is what a count offer by
 * offer finds, and it adds up the same at every level, whatever border areas cross. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "engine/base/alloc.h"
#include "tests/property/matrix_world.h"

#define WORLDS 60

static void add(struct orb_matrix_count *to, const struct orb_matrix_count *from)
{
    to->services += from->services;
    to->offers += from->offers;
    to->no_places += from->no_places;
    to->authorised += from->authorised;
    to->installed += from->installed;
    to->authorised_unknown += from->authorised_unknown;
    to->installed_unknown += from->installed_unknown;
    to->declared += from->declared;
    to->inferred += from->inferred;
}

static void same(const struct orb_matrix_count *a, const struct orb_matrix_count *b)
{
    assert_int_equal(a->services, b->services);
    assert_int_equal(a->offers, b->offers);
    assert_int_equal(a->no_places, b->no_places);
    assert_int_equal(a->authorised, b->authorised);
    assert_int_equal(a->installed, b->installed);
    assert_int_equal(a->authorised_unknown, b->authorised_unknown);
    assert_int_equal(a->installed_unknown, b->installed_unknown);
    assert_int_equal(a->declared, b->declared);
    assert_int_equal(a->inferred, b->inferred);
}

/* The line of a coarser matrix that a line by commune goes to. */
static uint32_t line_of(const struct matrix_world *w, const struct made_matrix *fine,
                        uint32_t line, const struct made_matrix *coarse)
{
    uint32_t area;

    if (line >= fine->areas.count)
        return coarse->areas.count + 1;
    area =
        coarse->areas.of[orb_cat_commune_find(&w->catalogue, fine->areas.areas[line].code)];
    return area == ORB_CAT_NONE ? coarse->areas.count : area;
}

/* A cell, as the sum of those by commune that are in its line. */
static void compare_cell(const struct matrix_world *w, const struct made_matrix *fine,
                         const struct made_matrix *coarse, uint32_t line, uint32_t column)
{
    const struct orb_matrix_cell *cell =
        orb_matrix_cell(&coarse->matrix, &coarse->matrix.lines[line], column);
    struct orb_matrix_count sum = { .services = 0 };

    for (uint32_t i = 0; i < fine->matrix.line_count; i++) {
        const struct orb_matrix_cell *part =
            orb_matrix_cell(&fine->matrix, &fine->matrix.lines[i], column);

        if (part != NULL && line_of(w, fine, i, coarse) == line)
            add(&sum, &part->count);
    }
    if (cell == NULL)
        assert_int_equal(sum.offers, 0);
    else
        same(&cell->count, &sum);
}

static void compare(const struct matrix_world *w, const struct made_matrix *fine,
                    const struct made_matrix *coarse)
{
    same(&fine->matrix.total.all, &coarse->matrix.total.all);
    same(&fine->matrix.total.covered, &coarse->matrix.total.covered);
    same(&fine->matrix.total.sum, &coarse->matrix.total.sum);
    assert_int_equal(fine->matrix.distinct_services, coarse->matrix.distinct_services);
    for (uint32_t line = 0; line < coarse->matrix.line_count; line++)
        for (uint32_t column = 0; column < coarse->matrix.column_count; column++)
            compare_cell(w, fine, coarse, line, column);
}

static void totals_are_the_same_at_every_level(void **state)
{
    struct made m;

    (void)state;
    made_init(&m, made_seed());
    for (unsigned i = 0; i < WORLDS; i++) {
        struct made_matrix fine, coarse;
        struct matrix_world w;
        int scheme = (int)(i % ORB_MATRIX_SCHEMES);

        matrix_world_open(&w, &m);
        made_matrix_make(&fine, &w, ORB_MESH_COMMUNE, scheme);
        for (int level = 1; level < ORB_MESH_LEVELS; level++) {
            made_matrix_make(&coarse, &w, level, scheme);
            compare(&w, &fine, &coarse);
            made_matrix_release(&coarse);
        }
        assert_true(fine.matrix.total.sum.services >= fine.matrix.total.covered.services);
        assert_true(fine.matrix.total.all.services >= fine.matrix.total.covered.services);
        made_matrix_release(&fine);
        matrix_world_close(&w);
    }
    made_release(&m);
}

/* ---- a count by hand, offer by offer */

static bool has_family(const struct orb_catalogue *c, uint32_t i, const char *family)
{
    const struct orb_cat_terms *t = &c->terms[c->offers[i].terms];
    bool other = false;

    if (t->category != ORB_CAT_NONE &&
        strcmp(orb_cat_code_name(c, t->category), "604") == 0)
        return false;
    for (uint32_t j = 0; j < t->families.count; j++) {
        const char *code = orb_cat_code_name(c, c->codes[t->families.first + j]);

        other = other || (strncmp(code, family, 2) == 0 && code[2] != 'b');
    }
    return other;
}

static void count_by_hand(const struct matrix_world *w, const struct made_matrix *made,
                          uint32_t line, const char *family)
{
    const struct orb_catalogue *c = &w->catalogue;
    const struct orb_matrix_cell *cell =
        orb_matrix_cell(&made->matrix, &made->matrix.lines[line],
                        orb_matrix_column_find(&made->matrix, family));
    uint32_t offers = 0;
    int64_t authorised = 0;

    for (uint32_t i = 0; i < c->offer_count; i++) {
        uint32_t commune = c->offers[i].commune;
        uint32_t at = made->areas.count + 1;

        if (commune != ORB_CAT_NONE)
            at = made->areas.of[commune] == ORB_CAT_NONE ? made->areas.count
                                                         : made->areas.of[commune];
        if (at != line || !matrix_world_is_open(c, i) || !has_family(c, i, family))
            continue;
        offers++;
        if (c->details[i].authorised >= 0)
            authorised += c->details[i].authorised;
    }
    assert_int_equal(cell == NULL ? 0 : cell->count.offers, offers);
    assert_int_equal(cell == NULL ? 0 : cell->count.authorised, authorised);
}

static void cells_hold_what_a_count_by_hand_finds(void **state)
{
    static const char *const families[] = {
        "L1", "L2", "L3", "L4", "L5", "L6", "L7", "L8"
    };
    struct made m;

    (void)state;
    made_init(&m, made_seed() + 1);
    for (unsigned k = 0; k < WORLDS / 4; k++) {
        struct made_matrix made;
        struct matrix_world w;

        matrix_world_open(&w, &m);
        made_matrix_make(&made, &w, ORB_MESH_EPCI, ORB_MATRIX_FAMILIES);
        for (uint32_t line = 0; line < made.matrix.line_count; line++)
            for (size_t f = 0; f < sizeof families / sizeof families[0]; f++)
                count_by_hand(&w, &made, line, families[f]);
        made_matrix_release(&made);
        matrix_world_close(&w);
    }
    made_release(&m);
}

static void lack_of_memory_is_said_and_nothing_is_lost(void **state)
{
    struct made_matrix made;
    struct made m;
    struct matrix_world w;
    enum orb_status status = ORB_ERR_MEMORY;

    (void)state;
    made_init(&m, made_seed());
    matrix_world_open(&w, &m);
    made_matrix_make(&made, &w, ORB_MESH_EPCI, ORB_MATRIX_FAMILIES);
    orb_matrix_release(&made.matrix);
    for (long n = 0; status != ORB_OK && n < 2000; n++) {
        const struct orb_matrix_request request = { .catalogue = &w.catalogue,
                                                    .profile = w.profile,
                                                    .circles = &w.circles,
                                                    .perimeter = &made.perimeter,
                                                    .areas = &made.areas,
                                                    .date = MATRIX_WORLD_DAY };
        struct orb_error err = { 0 };

        orb_alloc_fail_after(n);
        status = orb_matrix_make(&made.matrix, &request, &err);
        orb_alloc_fail_after(-1);
        assert_true(status == ORB_OK || status == ORB_ERR_MEMORY);
        orb_matrix_release(&made.matrix);
    }
    assert_int_equal(status, ORB_OK);
    made_matrix_release(&made);
    matrix_world_close(&w);
    made_release(&m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(totals_are_the_same_at_every_level),
        cmocka_unit_test(cells_hold_what_a_count_by_hand_finds),
        cmocka_unit_test(lack_of_memory_is_said_and_nothing_is_lost),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("matrix", tests, NULL, NULL);
}
