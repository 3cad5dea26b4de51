#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "engine/base/file.h"
#include "engine/base/json.h"
#include "engine/base/number.h"
#include "importers/finess_coordinates.h"

/* Places invented, metres computed from the degrees. */
static void fill(double slots[4], const int order[4], const char *departement,
                 const double place[2], struct orb_projector *p)
{
    double metres[2];
    double values[4];

    assert_int_equal(
        orb_project_to_metres(p, orb_project_legal_epsg(departement), place, metres, NULL),
        ORB_OK);
    values[0] = place[0];
    values[1] = place[1];
    values[2] = round(metres[0] * 100) / 100;
    values[3] = round(metres[1] * 100) / 100;
    for (size_t i = 0; i < 4; i++)
        slots[i] = values[order[i]];
}

static void any_layout_gives_the_same_place(void **state)
{
    static const struct {
        int order[4]; /* 0 lon, 1 lat, 2 easting, 3 northing */
        const char *layout;
    } layouts[] = {
        { { 0, 1, 3, 2 }, FINESS_USUAL_LAYOUT },
        { { 2, 3, 1, 0 }, "easting,northing,lat,lon" },
        { { 3, 2, 1, 0 }, "northing,easting,lat,lon" },
        { { 1, 0, 2, 3 }, "lat,lon,easting,northing" },
    };
    static const struct {
        const char *departement;
        double place[2];
    } places[] = { { "01", { 5.2281, 46.2052 } },   { "2A", { 8.7369, 41.9267 } },
                   { "29", { -4.4861, 48.3904 } },  { "971", { -61.5331, 16.2412 } },
                   { "973", { -52.3261, 4.9371 } }, { "974", { 55.4481, -20.8789 } },
                   { "976", { 45.2281, -12.7806 } } };
    struct orb_projector *p = NULL;

    (void)state;
    assert_int_equal(orb_projector_new(&p, NULL), ORB_OK);
    for (size_t i = 0; i < sizeof layouts / sizeof layouts[0]; i++) {
        for (size_t j = 0; j < sizeof places / sizeof places[0]; j++) {
            struct finess_position found;
            double slots[4];

            fill(slots, layouts[i].order, places[j].departement, places[j].place, p);
            assert_true(orb_finess_position_find(&found, slots, places[j].departement, p));
            assert_true(found.agree);
            assert_string_equal(found.layout, layouts[i].layout);
            assert_true(fabs(found.chosen[0] - places[j].place[0]) < 1e-9);
            assert_true(fabs(found.chosen[1] - places[j].place[1]) < 1e-9);
        }
    }
    orb_projector_free(p);
}

static void what_is_not_two_and_two_is_no_position(void **state)
{
    static const double bad[][4] = {
        { 5.2, 46.2, 5.2, 46.2 },
        { 870000, 6570000, 870000, 6570000 },
        { 5.2, 46.2, 6570000, (double)NAN },
        { 5.2, 46.2, 6570000, (double)INFINITY },
        { 5.2, 46.2, 1e300, 870000 },
        { 5.2, 846.2, 6570000, 870000 },
    };
    struct finess_position found;
    struct orb_projector *p = NULL;

    (void)state;
    assert_int_equal(orb_projector_new(&p, NULL), ORB_OK);
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_false(orb_finess_position_find(&found, bad[i], "01", p));
    assert_false(orb_finess_position_find(
        &found, (const double[4]){ 5.2, 46.2, 6570000, 870000 }, "99", p));
    orb_projector_free(p);
}

static void pairs_that_disagree_are_both_shown(void **state)
{
    struct finess_position found;
    struct orb_projector *p = NULL;
    double slots[4];

    (void)state;
    assert_int_equal(orb_projector_new(&p, NULL), ORB_OK);
    fill(slots, (const int[4]){ 0, 1, 3, 2 }, "01", (const double[2]){ 5.2281, 46.2052 },
         p);
    slots[0] += 0.01;
    assert_true(orb_finess_position_find(&found, slots, "01", p));
    assert_false(found.agree);
    assert_true(found.has_other && found.gap_m > 700 && found.gap_m < 800);
    assert_true(fabs(found.other[0] - 5.2281) < 1e-6);
    slots[0] = 2.35;
    slots[1] = 48.85;
    assert_true(orb_finess_position_find(&found, slots, "01", p));
    assert_false(found.agree);
    assert_true(fabs(found.chosen[1] - 46.2052) < 1e-6);
    orb_projector_free(p);
}

static void where_no_legal_system_is_known_the_degrees_are_used_alone(void **state)
{
    struct finess_position found;
    struct orb_projector *p = NULL;

    (void)state;
    assert_int_equal(orb_projector_new(&p, NULL), ORB_OK);
    assert_true(orb_finess_position_find(
        &found, (const double[4]){ -22.2711, 166.4416, 444000, 215000 }, "988", p));
    assert_true(found.single && found.agree);
    assert_true(fabs(found.chosen[0] - 166.4416) < 1e-9);
    orb_projector_free(p);
}

static void the_official_example_of_spring_reads_in_its_own_layout(void **state)
{
    static const char *const keys[4] = { "coordonneeX", "coordonneeY", "directionLatitude",
                                         "directionLongitude" };
    const char *root = getenv("ORBITE_SRCDIR");
    struct orb_projector *p = NULL;
    struct orb_json *example = NULL;
    struct orb_buf text = { 0 };
    char path[400];

    (void)state;
    (void)snprintf(path, sizeof path,
                   "%s/../shared/data/finess/exemple-officiel-20260309-coordonnees.json",
                   root == NULL ? ".." : root);
    if (!orb_file_exists(path))
        skip();
    assert_int_equal(orb_projector_new(&p, NULL), ORB_OK);
    assert_int_equal(orb_file_read(&text, path, 100000, NULL), ORB_OK);
    assert_int_equal(orb_json_parse(&example, text.data, text.len, NULL), ORB_OK);
    for (size_t i = 0; i < orb_json_count(orb_json_get(example, "adresses")); i++) {
        const struct orb_json *slots = orb_json_get(
            orb_json_at(orb_json_get(example, "adresses"), i), "coordonneesGeographique");
        struct finess_position found;
        double values[4];

        for (size_t j = 0; j < 4; j++) {
            const char *value = orb_json_text(orb_json_get(slots, keys[j]));

            assert_true(orb_number_parse(&values[j], value, strlen(value)));
        }
        assert_true(orb_finess_position_find(&found, values, "01", p));
        assert_true(found.agree);
        assert_string_equal(found.layout, "northing,easting,lat,lon");
    }
    orb_json_free(example);
    orb_buf_release(&text);
    orb_projector_free(p);
}

static void a_commune_tells_its_departement(void **state)
{
    char out[4];

    (void)state;
    orb_finess_departement(out, "01053");
    assert_string_equal(out, "01");
    orb_finess_departement(out, "2A004");
    assert_string_equal(out, "2A");
    orb_finess_departement(out, "97302");
    assert_string_equal(out, "973");
    orb_finess_departement(out, "");
    assert_string_equal(out, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_layout_gives_the_same_place),
        cmocka_unit_test(what_is_not_two_and_two_is_no_position),
        cmocka_unit_test(pairs_that_disagree_are_both_shown),
        cmocka_unit_test(where_no_legal_system_is_known_the_degrees_are_used_alone),
        cmocka_unit_test(the_official_example_of_spring_reads_in_its_own_layout),
        cmocka_unit_test(a_commune_tells_its_departement),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
