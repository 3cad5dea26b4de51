#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "engine/geo/project.h"

/* Origins of the projections: their plane coordinates follow from the definition alone. */
static void origins_have_the_coordinates_of_their_definition(void **state)
{
    static const struct {
        int epsg;
        double degrees[2];
        double metres[2];
    } cases[] = {
        { 2154, { 3, 46.5 }, { 700000, 6600000 } },
        { 5490, { -63, 0 }, { 500000, 0 } },
        { 2972, { -51, 0 }, { 500000, 0 } },
        { 2975, { 57, 0 }, { 500000, 10000000 } },
        { 4467, { -57, 0 }, { 500000, 0 } },
        { 4471, { 45, 0 }, { 500000, 10000000 } },
    };
    struct orb_projector *p = NULL;

    (void)state;
    assert_int_equal(orb_projector_new(&p, NULL), ORB_OK);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        double out[2];

        assert_int_equal(
            orb_project_to_metres(p, cases[i].epsg, cases[i].degrees, out, NULL), ORB_OK);
        assert_true(fabs(out[0] - cases[i].metres[0]) < 0.01 &&
                    fabs(out[1] - cases[i].metres[1]) < 0.01);
        assert_int_equal(orb_project_to_degrees(p, cases[i].epsg, out, out, NULL), ORB_OK);
        assert_true(fabs(out[0] - cases[i].degrees[0]) < 1e-8 &&
                    fabs(out[1] - cases[i].degrees[1]) < 1e-8);
    }
    orb_projector_free(p);
}

static void what_is_not_finite_or_not_known_is_refused(void **state)
{
    static const double bad[][2] = { { (double)NAN, 46 },
                                     { 3, (double)INFINITY },
                                     { 3, -(double)INFINITY } };
    static const double good[2] = { 3, 46.5 };
    double out[2] = { 7, 7 };
    struct orb_projector *p = NULL;

    (void)state;
    assert_int_equal(orb_projector_new(&p, NULL), ORB_OK);
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        assert_int_equal(orb_project_to_metres(p, 2154, bad[i], out, NULL), ORB_ERR_RANGE);
        assert_int_equal(orb_project_to_degrees(p, 2154, bad[i], out, NULL), ORB_ERR_RANGE);
    }
    assert_int_equal(orb_project_to_metres(p, 27572, good, out, NULL), ORB_ERR_UNSUPPORTED);
    assert_true(out[0] == 7 && out[1] == 7);
    orb_projector_free(p);
}

static void each_departement_has_its_legal_system(void **state)
{
    (void)state;
    assert_int_equal(orb_project_legal_epsg("01"), 2154);
    assert_int_equal(orb_project_legal_epsg("2A"), 2154);
    assert_int_equal(orb_project_legal_epsg("972"), 5490);
    assert_int_equal(orb_project_legal_epsg("973"), 2972);
    assert_int_equal(orb_project_legal_epsg("976"), 4471);
    assert_int_equal(orb_project_legal_epsg("988"), 0);
    assert_int_equal(orb_project_legal_epsg(""), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(origins_have_the_coordinates_of_their_definition),
        cmocka_unit_test(what_is_not_finite_or_not_known_is_refused),
        cmocka_unit_test(each_departement_has_its_legal_system),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
