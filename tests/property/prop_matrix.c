/* Who does what, on territories made at random: what is counted is what a count offer by
 * offer finds, and it adds up the same at every level, whatever border areas cross. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "engine/base/alloc.h"
#include "engine/catalogue/build.h"
#include "engine/planning/matrix.h"
#include "tests/property/made.h"

#define COMMUNES 40
#define OFFERS   300
#define WORLDS   60
#define DAY      739000

struct world {
    struct orb_buf image;
    struct orb_catalogue catalogue;
    struct orb_profile *profile;
    struct orb_circles circles;
};

/* NULL one time in eight; codes of different levels are alike on purpose. */
static const char *area(struct made *m, char out[8], unsigned count)
{
    if (made_chance(m, 12))
        return NULL;
    (void)snprintf(out, 8, "A%u", made_below(m, count));
    return out;
}

static void put_communes(struct made *m, const struct orb_sink *sink)
{
    for (unsigned i = 0; i < COMMUNES; i++) {
        char code[8], successor[8], areas[5][8];
        bool old = i > 0 && made_chance(m, 20);
        struct orb_territory t = {
            .kind = old ? ORB_TERRITORY_COMMUNE_OLD : ORB_TERRITORY_COMMUNE,
            .code = code,
            .successor = old ? successor : NULL,
            .departement = area(m, areas[0], 3),
            .region = area(m, areas[1], 2),
            .epci = area(m, areas[2], 6),
            .life_area = area(m, areas[3], 7), /* drawn apart: it crosses all borders */
            .canton = area(m, areas[4], 9),
            .population = made_chance(m, 20) ? -1 : (int64_t)made_below(m, 5000),
            .income = (double)NAN,
            .lon = (double)NAN,
            .lat = (double)NAN
        };

        (void)snprintf(code, sizeof code, "C%03u", i);
        (void)snprintf(successor, sizeof successor, "C%03u",
                       made_below(m, made_chance(m, 90) ? i : 999));
        assert_int_equal(orb_sink_territory(sink, &t, NULL), ORB_OK);
    }
}

static void put_offer(struct made *m, const struct orb_sink *sink, unsigned i)
{
    static const char *const codes[] = { "L1",   "L1.2", "L1.3", "L2.1", "L4",
                                         "L4.2", "L8.1", "L0",   "L0b",  "L9" };
    static const char *const categories[] = { "182", "604", "183" };
    static const char *const groups[] = { "TSA", "DI", "TOUS" };
    char id[12], service[12], other[12], commune[8];
    const char *families[3] = { made_choice(m, codes, 10), made_choice(m, codes, 10),
                                made_choice(m, codes, 10) };
    const char *publics[2] = { made_choice(m, groups, 3), made_choice(m, groups, 3) };
    struct orb_capacity capacities[2] = {
        { .count = (int32_t)made_below(m, 30), .status = "authorised" },
        { .count = (int32_t)made_below(m, 30), .status = "installed" }
    };
    struct orb_site site = { .id = id,
                             .commune = made_chance(m, 95) ? commune : NULL,
                             .lon = (double)NAN,
                             .lat = (double)NAN };
    struct orb_offer o;

    orb_offer_init(&o);
    (void)snprintf(id, sizeof id, "o%04u", i);
    (void)snprintf(service, sizeof service, "s%02u", made_below(m, OFFERS / 3));
    (void)snprintf(other, sizeof other, "o%04u", made_below(m, OFFERS));
    (void)snprintf(commune, sizeof commune, "C%03u", made_below(m, COMMUNES + 2));
    o.id = o.site = id;
    o.service = service;
    o.terms.families = (struct orb_code_list){ families, made_below(m, 4), true };
    o.terms.category = made_chance(m, 60) ? made_choice(m, categories, 3) : NULL;
    o.terms.publics =
        (struct orb_code_list){ publics, made_below(m, 3), made_chance(m, 80) };
    o.capacities = capacities + made_below(m, 2);
    o.capacity_count = made_below(m, 2);
    o.duplicate_of = made_chance(m, 10) && strcmp(other, id) != 0 ? other : NULL;
    o.closed_on =
        made_chance(m, 10) ? DAY - 5 + (orb_date)made_below(m, 10) : ORB_DATE_NONE;
    o.opened_on =
        made_chance(m, 10) ? DAY - 5 + (orb_date)made_below(m, 10) : ORB_DATE_NONE;
    assert_int_equal(orb_sink_site(sink, &site, NULL), ORB_OK);
    assert_int_equal(orb_sink_offer(sink, &o, NULL), ORB_OK);
}

static void open_world(struct world *w, struct made *m)
{
    struct orb_catalogue_builder *builder = orb_catalogue_builder_new();
    struct orb_sink sink = orb_catalogue_builder_sink(builder);

    *w = (struct world){ .image = { 0 } };
    put_communes(m, &sink);
    for (unsigned i = 0; i < OFFERS; i++)
        put_offer(m, &sink, i);
    assert_int_equal(orb_catalogue_builder_finish(builder, 0, &w->image, NULL), ORB_OK);
    assert_int_equal(orb_catalogue_view(&w->catalogue, w->image.data, w->image.len, NULL),
                     ORB_OK);
    orb_catalogue_builder_free(builder);
    assert_int_equal(orb_profile_new(&w->profile, NULL, NULL), ORB_OK);
    assert_int_equal(orb_circles_init(&w->circles, &w->catalogue, w->profile, NULL),
                     ORB_OK);
    orb_circles_ask(&w->circles, NULL, DAY);
}

static void close_world(struct world *w)
{
    orb_circles_release(&w->circles);
    orb_profile_free(w->profile);
    orb_buf_release(&w->image);
}

/* A matrix and what it is made of. */
struct made_matrix {
    struct orb_perimeter perimeter;
    struct orb_areas areas;
    struct orb_matrix matrix;
};

static void make(struct made_matrix *out, const struct world *w, int level, int scheme)
{
    struct orb_matrix_request request = { .catalogue = &w->catalogue,
                                          .profile = w->profile,
                                          .circles = &w->circles,
                                          .perimeter = &out->perimeter,
                                          .areas = &out->areas,
                                          .date = DAY,
                                          .scheme = (enum orb_matrix_scheme)scheme };

    assert_int_equal(orb_perimeter_init(&out->perimeter, &w->catalogue, true, NULL),
                     ORB_OK);
    assert_int_equal(orb_areas_make(&out->areas, &w->catalogue, (enum orb_mesh)level,
                                    &out->perimeter, NULL),
                     ORB_OK);
    assert_int_equal(orb_matrix_make(&out->matrix, &request, NULL), ORB_OK);
}

static void done(struct made_matrix *m)
{
    orb_matrix_release(&m->matrix);
    orb_areas_release(&m->areas);
    orb_perimeter_release(&m->perimeter);
}

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
static uint32_t line_of(const struct world *w, const struct made_matrix *fine,
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
static void compare_cell(const struct world *w, const struct made_matrix *fine,
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

static void compare(const struct world *w, const struct made_matrix *fine,
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
        struct world w;
        int scheme = (int)(i % ORB_MATRIX_SCHEMES);

        open_world(&w, &m);
        make(&fine, &w, ORB_MESH_COMMUNE, scheme);
        for (int level = 1; level < ORB_MESH_LEVELS; level++) {
            make(&coarse, &w, level, scheme);
            compare(&w, &fine, &coarse);
            done(&coarse);
        }
        assert_true(fine.matrix.total.sum.services >= fine.matrix.total.covered.services);
        assert_true(fine.matrix.total.all.services >= fine.matrix.total.covered.services);
        done(&fine);
        close_world(&w);
    }
    made_release(&m);
}

/* ---- a count by hand, offer by offer */

static bool is_open(const struct orb_catalogue *c, uint32_t i)
{
    const struct orb_cat_offer *o = &c->offers[i];

    return o->canonical == i && (o->closed_on == ORB_DATE_NONE || o->closed_on > DAY) &&
           (o->opened_on == ORB_DATE_NONE || o->opened_on <= DAY);
}

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

static void count_by_hand(const struct world *w, const struct made_matrix *made,
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
        if (at != line || !is_open(c, i) || !has_family(c, i, family))
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
        struct world w;

        open_world(&w, &m);
        make(&made, &w, ORB_MESH_EPCI, ORB_MATRIX_FAMILIES);
        for (uint32_t line = 0; line < made.matrix.line_count; line++)
            for (size_t f = 0; f < sizeof families / sizeof families[0]; f++)
                count_by_hand(&w, &made, line, families[f]);
        done(&made);
        close_world(&w);
    }
    made_release(&m);
}

static void lack_of_memory_is_said_and_nothing_is_lost(void **state)
{
    struct made_matrix made;
    struct made m;
    struct world w;
    enum orb_status status = ORB_ERR_MEMORY;

    (void)state;
    made_init(&m, made_seed());
    open_world(&w, &m);
    make(&made, &w, ORB_MESH_EPCI, ORB_MATRIX_FAMILIES);
    orb_matrix_release(&made.matrix);
    for (long n = 0; status != ORB_OK && n < 2000; n++) {
        const struct orb_matrix_request request = { .catalogue = &w.catalogue,
                                                    .profile = w.profile,
                                                    .circles = &w.circles,
                                                    .perimeter = &made.perimeter,
                                                    .areas = &made.areas,
                                                    .date = DAY };
        struct orb_error err = { 0 };

        orb_alloc_fail_after(n);
        status = orb_matrix_make(&made.matrix, &request, &err);
        orb_alloc_fail_after(-1);
        assert_true(status == ORB_OK || status == ORB_ERR_MEMORY);
        orb_matrix_release(&made.matrix);
    }
    assert_int_equal(status, ORB_OK);
    done(&made);
    close_world(&w);
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
