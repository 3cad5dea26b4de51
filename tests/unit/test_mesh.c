/* The areas of a level over a small invented territory: two départements, a bassin de vie
 * that crosses their border, a former commune, a commune that is in nothing. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "engine/base/buf.h"
#include "engine/catalogue/build.h"
#include "engine/planning/mesh.h"

#define COMMUNE(c, people, dep, bv, can)                                                   \
    {                                                                                      \
        .kind = ORB_TERRITORY_COMMUNE, .code = (c), .name = "N" c, .departement = (dep),   \
        .life_area = (bv), .canton = (can), .population = (people)                         \
    }

static const struct orb_territory territories[] = {
    COMMUNE("01001", 100, "01", "BV1", "0101"),
    COMMUNE("01002", -1, "01", "BV1", "0102"),
    COMMUNE("71001", 40, "71", "BV1", "7101"),
    COMMUNE("71002", 7, "71", "BV2", NULL),
    COMMUNE("99999", 1, NULL, NULL, NULL),
    { .kind = ORB_TERRITORY_COMMUNE_OLD,
      .code = "01900",
      .population = 30,
      .successor = "01001" },
    { .kind = ORB_TERRITORY_COMMUNE_OLD, .code = "01901", .successor = "01900" },
    { .kind = ORB_TERRITORY_DEPARTEMENT, .code = "01", .name = "Ain", .region = "84" },
    { .kind = ORB_TERRITORY_DEPARTEMENT, .code = "71", .name = "Saône", .region = "27" },
    { .kind = ORB_TERRITORY_REGION, .code = "84", .name = "Auvergne" },
    { .kind = ORB_TERRITORY_REGION, .code = "01", .name = "Guadeloupe" },
    { .kind = ORB_TERRITORY_LIFE_AREA, .code = "BV1", .name = "Autour" },
    { .kind = ORB_TERRITORY_CANTON, .code = "0101", .name = "Un" },
};

struct world {
    struct orb_buf image;
    struct orb_catalogue catalogue;
};

static int setup(void **state)
{
    static struct world w;
    struct orb_catalogue_builder *builder = orb_catalogue_builder_new();
    struct orb_sink sink = orb_catalogue_builder_sink(builder);
    struct orb_error err = { 0 };

    w = (struct world){ .image = { 0 } };
    for (size_t i = 0; i < sizeof territories / sizeof territories[0]; i++) {
        struct orb_territory t = territories[i];

        if (strcmp(t.code, "71002") == 0)
            t.ages = "0-19:2;20-:5";
        t.income = strcmp(t.code, "01001") == 0 ? 21000.5 : (double)NAN;
        if (orb_sink_territory(&sink, &t, &err) != ORB_OK)
            return -1;
    }
    if (orb_catalogue_builder_finish(builder, 0, &w.image, &err) != ORB_OK ||
        orb_catalogue_view(&w.catalogue, w.image.data, w.image.len, &err) != ORB_OK)
        return -1;
    orb_catalogue_builder_free(builder);
    *state = &w;
    return 0;
}

static int teardown(void **state)
{
    struct world *w = *state;

    orb_buf_release(&w->image);
    return 0;
}

static void communes_know_their_areas_ages_and_income(void **state)
{
    const struct orb_catalogue *c = &((struct world *)*state)->catalogue;
    const struct orb_cat_commune *first = &c->communes[orb_cat_commune_find(c, "01001")];
    const struct orb_cat_commune *last = &c->communes[orb_cat_commune_find(c, "71002")];
    const struct orb_cat_commune *old = &c->communes[orb_cat_commune_find(c, "01900")];

    assert_string_equal(orb_cat_string(c, first->canton), "0101");
    assert_string_equal(orb_cat_string(c, first->region), "84"); /* of its département */
    assert_string_equal(orb_cat_string(c, old->region), "84");
    assert_true(first->income > 21000.4 && first->income < 21000.6);
    assert_true(isnan(last->income));
    assert_int_equal(first->ages.count, 0);
    assert_int_equal(last->ages.count, 2);
    assert_int_equal(c->ages[last->ages.first].to, 19);
    assert_int_equal(c->ages[last->ages.first + 1].from, 20);
    assert_int_equal(c->ages[last->ages.first + 1].to, -1);
    assert_int_equal(c->ages[last->ages.first + 1].count, 5);
    assert_string_equal(orb_mesh_area_name(c, ORB_MESH_DEPARTEMENT, "01"), "Ain");
    assert_string_equal(orb_mesh_area_name(c, ORB_MESH_REGION, "01"), "Guadeloupe");
    assert_string_equal(orb_mesh_area_name(c, ORB_MESH_LIFE_AREA, "BV1"), "Autour");
    assert_string_equal(orb_mesh_area_name(c, ORB_MESH_COMMUNE, "71001"), "N71001");
    assert_null(orb_mesh_area_name(c, ORB_MESH_LIFE_AREA, "BV2"));
    assert_null(orb_mesh_area_name(c, ORB_MESH_CANTON, "none"));
}

static void an_area_may_cross_a_border_and_says_when_it_is_cut(void **state)
{
    const struct orb_catalogue *c = &((struct world *)*state)->catalogue;
    struct orb_perimeter perimeter;
    struct orb_areas areas;

    assert_int_equal(orb_perimeter_init(&perimeter, c, true, NULL), ORB_OK);
    assert_int_equal(perimeter.count, 5);
    assert_int_equal(orb_areas_make(&areas, c, ORB_MESH_LIFE_AREA, &perimeter, NULL),
                     ORB_OK);
    assert_int_equal(areas.count, 2);
    assert_string_equal(areas.areas[0].code, "BV1");
    assert_int_equal(areas.areas[0].communes, 3);
    assert_int_equal(areas.areas[0].population, 140);
    assert_int_equal(areas.areas[0].unknown, 1);
    assert_false(areas.areas[0].partial);
    assert_int_equal(areas.none.communes, 1);
    assert_int_equal(areas.none.population, 1);
    assert_int_equal(areas.of[orb_cat_commune_find(c, "01901")], 0); /* old of an old one */
    assert_int_equal(areas.of[orb_cat_commune_find(c, "99999")], ORB_CAT_NONE);
    orb_areas_release(&areas);
    orb_perimeter_release(&perimeter);

    assert_int_equal(orb_perimeter_init(&perimeter, c, false, NULL), ORB_OK);
    assert_int_equal(orb_perimeter_add(&perimeter, c, ORB_MESH_DEPARTEMENT, "71"), 2);
    assert_int_equal(orb_perimeter_add(&perimeter, c, ORB_MESH_DEPARTEMENT, "72"), 0);
    assert_int_equal(orb_perimeter_add(&perimeter, c, ORB_MESH_EPCI, ""), 0);
    assert_int_equal(orb_areas_make(&areas, c, ORB_MESH_LIFE_AREA, &perimeter, NULL),
                     ORB_OK);
    assert_int_equal(areas.count, 2);
    assert_true(areas.areas[0].partial);
    assert_int_equal(areas.areas[0].population, 40);
    assert_false(areas.areas[1].partial);
    assert_int_equal(areas.of[orb_cat_commune_find(c, "01900")], ORB_CAT_NONE);
    orb_areas_release(&areas);
    orb_perimeter_release(&perimeter);
}

static void a_former_commune_stands_for_that_of_today(void **state)
{
    const struct orb_catalogue *c = &((struct world *)*state)->catalogue;
    struct orb_perimeter perimeter;
    struct orb_areas areas;

    assert_int_equal(orb_perimeter_init(&perimeter, c, false, NULL), ORB_OK);
    assert_int_equal(orb_perimeter_add(&perimeter, c, ORB_MESH_COMMUNE, "01901"), 1);
    assert_int_equal(orb_perimeter_add(&perimeter, c, ORB_MESH_COMMUNE, "01001"), 1);
    assert_int_equal(perimeter.count, 1);
    assert_int_equal(orb_areas_make(&areas, c, ORB_MESH_COMMUNE, &perimeter, NULL), ORB_OK);
    assert_int_equal(areas.count, 1);
    assert_string_equal(areas.areas[0].code, "01001");
    assert_int_equal(areas.areas[0].population,
                     100); /* not those of the former one again */
    assert_int_equal(areas.of[orb_cat_commune_find(c, "01901")], 0);
    orb_areas_release(&areas);
    orb_perimeter_release(&perimeter);
}

static void a_level_that_nobody_told_has_no_area_and_loses_no_commune(void **state)
{
    const struct orb_catalogue *c = &((struct world *)*state)->catalogue;
    struct orb_perimeter perimeter;

    assert_int_equal(orb_perimeter_init(&perimeter, c, true, NULL), ORB_OK);
    for (int level = 0; level < ORB_MESH_LEVELS; level++) {
        struct orb_areas areas;
        uint32_t communes = 0;
        int64_t people = 0;

        assert_int_equal(orb_areas_make(&areas, c, (enum orb_mesh)level, &perimeter, NULL),
                         ORB_OK);
        for (uint32_t i = 0; i < areas.count; i++) {
            communes += areas.areas[i].communes;
            people += areas.areas[i].population < 0 ? 0 : areas.areas[i].population;
        }
        communes += areas.none.communes;
        people += areas.none.population < 0 ? 0 : areas.none.population;
        assert_int_equal(communes, 5);
        assert_int_equal(people, 148);
        if (level == ORB_MESH_EPCI)
            assert_int_equal(areas.count, 0);
        orb_areas_release(&areas);
    }
    orb_perimeter_release(&perimeter);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(communes_know_their_areas_ages_and_income),
        cmocka_unit_test(an_area_may_cross_a_border_and_says_when_it_is_cut),
        cmocka_unit_test(a_former_commune_stands_for_that_of_today),
        cmocka_unit_test(a_level_that_nobody_told_has_no_area_and_loses_no_commune),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("mesh", tests, setup, teardown);
}
