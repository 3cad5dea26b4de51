/* Access, siting and the report of access without memory. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "engine/planning/access.h"
#include "engine/planning/siting.h"
#include "maps/report_access.h"
#include "tests/fault/fault.h"
#include "tests/unit/planning_world.h"

#define FAMILY "L4.2"

struct territory {
    struct planning_world world;
    struct orb_perimeter whole;
    struct orb_perimeter part; /* the first commune */
};

/* Nine communes of one département, two services. */
static void open_territory(struct territory *t)
{
    static const struct planning_offer offers[] = {
        { .id = "a:one",
          .commune = "01001",
          .lon = 5,
          .lat = 46,
          .families = FAMILY,
          .installed = 40,
          .modalities = "accueil_jour" },
        { .id = "a:two",
          .commune = "01005",
          .families = FAMILY,
          .modalities = "domicile",
          .communes = "01005,01006" },
    };
    char code[16];

    planning_world_open(&t->world);
    for (int i = 0; i < 9; i++) {
        (void)snprintf(code, sizeof code, "01%03d", i + 1);
        planning_commune(&t->world, code, 5 + 0.1 * (i % 3), 46 + 0.1 * (i / 3), 100);
    }
    for (size_t i = 0; i < 2; i++)
        planning_offer(&t->world, &offers[i]);
    planning_world_ready(&t->world);
    assert_int_equal(orb_perimeter_init(&t->whole, &t->world.catalogue, true, NULL),
                     ORB_OK);
    assert_int_equal(orb_perimeter_init(&t->part, &t->world.catalogue, false, NULL),
                     ORB_OK);
    assert_int_equal(
        orb_perimeter_add(&t->part, &t->world.catalogue, ORB_MESH_COMMUNE, "01001"), 1);
}

static void close_territory(struct territory *t)
{
    orb_perimeter_release(&t->whole);
    orb_perimeter_release(&t->part);
    planning_world_close(&t->world);
}

/* ---- access */

static enum orb_status compute(struct orb_access *out, const struct territory *t,
                               enum orb_catchment_method method, struct orb_error *err)
{
    const struct orb_access_request r = { .catalogue = &t->world.catalogue,
                                          .profile = t->world.profile,
                                          .perimeter = method == ORB_CATCHMENT_CLOSEST
                                                           ? &t->whole
                                                           : &t->part,
                                          .date = TODAY,
                                          .family = FAMILY,
                                          .people = { .age_from = -1, .age_to = -1 },
                                          .method = method,
                                          .limit = NAN };
    enum orb_status status = orb_access_prepare(out, &r, err);

    return status == ORB_OK ? orb_access_compute(out, NULL, err) : status;
}

static enum orb_status share(void *context, struct orb_error *err)
{
    struct orb_access access = { 0 };
    enum orb_status status = compute(&access, context, ORB_CATCHMENT_E2SFCA, err);

    if (status == ORB_OK)
        assert_true(access.place[0].access > 0);
    orb_access_release(&access);
    return status;
}

static enum orb_status find_closest(void *context, struct orb_error *err)
{
    struct orb_access access = { 0 };
    enum orb_status status = compute(&access, context, ORB_CATCHMENT_CLOSEST, err);

    if (status == ORB_OK)
        assert_int_equal(access.inside, 9);
    orb_access_release(&access);
    return status;
}

static enum orb_status tell(void *context, struct orb_error *err)
{
    struct territory *t = context;
    struct orb_access access = { 0 };
    struct orb_areas areas = { 0 };
    struct orb_report report;
    struct orb_report_access_input input = { .access = &access,
                                             .areas = &areas,
                                             .line = NAN };
    enum orb_status status = compute(&access, t, ORB_CATCHMENT_E2SFCA, err);

    orb_report_init(&report, "access/1", TODAY, false);
    if (status == ORB_OK)
        status =
            orb_areas_make(&areas, &t->world.catalogue, ORB_MESH_COMMUNE, &t->part, err);
    if (status == ORB_OK) {
        orb_report_access(&report, &input);
        status = orb_report_check(&report, err);
    }
    if (status == ORB_OK)
        assert_non_null(orb_report_find_table(&report, "access"));
    orb_report_clear(&report);
    orb_areas_release(&areas);
    orb_access_release(&access);
    return status;
}

static void access_survives_lack_of_memory(void **state)
{
    struct territory t;

    (void)state;
    open_territory(&t);
    assert_true(fault_each_allocation(share, &t) > 20);
    assert_true(fault_each_allocation(find_closest, &t) > 20);
    assert_true(fault_each_allocation(tell, &t) > 40);
    close_territory(&t);
}

/* ---- siting */

static enum orb_status choose(void *context, struct orb_error *err)
{
    const struct territory *t = context;
    const struct orb_siting_question question = { .catalogue = &t->world.catalogue,
                                                  .profile = t->world.profile,
                                                  .date = TODAY,
                                                  .family = FAMILY,
                                                  .stratum = { .age_from = -1,
                                                               .age_to = -1 },
                                                  .keep = true,
                                                  .model = ORB_LOCATE_MOST_COVERED,
                                                  .new_sites = 1,
                                                  .minutes = 15,
                                                  .capacity = 150 };
    struct orb_siting siting = { 0 };
    enum orb_status status = orb_siting_prepare(&siting, &question, err);

    if (status == ORB_OK)
        status = orb_siting_solve(&siting, NULL, err);
    if (status == ORB_OK)
        assert_int_equal(siting.opened, 1);
    orb_siting_release(&siting);
    return status;
}

static void siting_survives_lack_of_memory(void **state)
{
    struct territory t;

    (void)state;
    open_territory(&t);
    assert_true(fault_each_allocation(choose, &t) > 20);
    close_territory(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(access_survives_lack_of_memory),
        cmocka_unit_test(siting_survives_lack_of_memory),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
