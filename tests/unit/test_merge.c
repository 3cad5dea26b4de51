#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "engine/store/merge.h"

static struct orb_arena arena;

static struct orb_row offer_row(const char *source, enum orb_basis basis, int day)
{
    struct orb_row row = { .id = source };

    orb_offer_init(&row.as.offer);
    row.as.offer.id = source;
    row.as.offer.provenance = (struct orb_provenance){ source, 20000 + day, basis, NULL };
    return row;
}

static struct orb_row site_row(const char *source, int day)
{
    struct orb_row row = { .id = source };

    row.as.site = (struct orb_site){
        .id = source, .lon = NAN, .lat = NAN, .provenance = { source, 20000 + day, 0, NULL }
    };
    return row;
}

static void take(struct orb_row *row, struct orb_row *donor, enum orb_record_kind kind)
{
    struct orb_merge merge;

    orb_merge_begin(&merge, orb_table_of(kind), row, &arena);
    assert_int_equal(orb_merge_take(&merge, donor, NULL), ORB_OK);
}

static void the_one_that_is_believed_gives_the_value(void **state)
{
    static const struct {
        double own, given;
        enum orb_basis own_basis, given_basis;
        int own_day, given_day;
        double expected;
    } cases[] = {
        { NAN, 8, ORB_BASIS_DECLARED, ORB_BASIS_INFERRED, 9, 1,
          8 }, /* better than nothing */
        { 5, NAN, ORB_BASIS_INFERRED, ORB_BASIS_DECLARED, 1, 9, 5 },
        { 5, 8, ORB_BASIS_INFERRED, ORB_BASIS_DECLARED, 9, 1, 8 },
        { 5, 8, ORB_BASIS_INFERRED, ORB_BASIS_COMPUTED, 9, 1, 8 },
        { 5, 8, ORB_BASIS_COMPUTED, ORB_BASIS_INFERRED, 1, 9, 5 },
        { 5, 8, ORB_BASIS_DECLARED, ORB_BASIS_DECLARED, 1, 9, 8 },
        { 5, 8, ORB_BASIS_DECLARED, ORB_BASIS_DECLARED, 9, 1, 5 },
        { 5, 8, ORB_BASIS_DECLARED, ORB_BASIS_DECLARED, 9, 9, 5 }, /* "a" before "b" */
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct orb_row own = offer_row("a", cases[i].own_basis, cases[i].own_day);
        struct orb_row other = offer_row("b", cases[i].given_basis, cases[i].given_day);
        bool taken = cases[i].expected == cases[i].given;

        own.as.offer.wait_days = cases[i].own;
        other.as.offer.wait_days = cases[i].given;
        take(&own, &other, ORB_RECORD_OFFER);
        if (own.as.offer.wait_days != cases[i].expected)
            fail_msg("case %zu: %g", i, own.as.offer.wait_days);
        if (taken)
            assert_non_null(strstr(own.as.offer.provenance.fields, "wait_days="));
        else
            assert_null(own.as.offer.provenance.fields);
    }
}

static void the_third_source_meets_the_best_so_far(void **state)
{
    struct orb_row own = offer_row("a", ORB_BASIS_DECLARED, 1);
    struct orb_row newest = offer_row("b", ORB_BASIS_DECLARED, 9);
    struct orb_row newer = offer_row("c", ORB_BASIS_DECLARED, 5);
    struct orb_merge merge;

    (void)state;
    own.as.offer.wait_days = 1;
    newest.as.offer.wait_days = 9;
    newer.as.offer.wait_days = 5;
    orb_merge_begin(&merge, orb_table_of(ORB_RECORD_OFFER), &own, &arena);
    assert_int_equal(orb_merge_take(&merge, &newest, NULL), ORB_OK);
    assert_int_equal(orb_merge_take(&merge, &newer, NULL), ORB_OK);
    assert_true(own.as.offer.wait_days == 9);
    assert_string_equal(own.as.offer.provenance.fields, "wait_days=declared:b");
}

static void what_means_something_together_is_taken_together(void **state)
{
    struct orb_row own = offer_row("a", ORB_BASIS_DECLARED, 1);
    struct orb_row other = offer_row("b", ORB_BASIS_DECLARED, 9);

    (void)state;
    own.as.offer.terms.age_min_months = 36;
    own.as.offer.terms.age_max_months = 240;
    own.as.offer.terms.age_strength = ORB_STRENGTH_HARD;
    other.as.offer.terms.age_max_months = 216; /* says nothing of the lower bound */
    take(&own, &other, ORB_RECORD_OFFER);
    assert_int_equal(own.as.offer.terms.age_max_months, 240);
    other.as.offer.terms.age_min_months = 72;
    take(&own, &other, ORB_RECORD_OFFER);
    assert_int_equal(own.as.offer.terms.age_min_months, 72);
    assert_int_equal(own.as.offer.terms.age_max_months, 216);
    assert_int_equal(own.as.offer.terms.age_strength, ORB_STRENGTH_DEROGABLE);
}

static void a_position_goes_with_its_commune_and_its_precision(void **state)
{
    static const struct {
        const char *commune; /* of the other */
        enum orb_position_state own, given;
        enum orb_precision own_precision, given_precision;
        bool own_has, taken;
    } cases[] = {
        { "01001", ORB_POSITION_ABSENT, ORB_POSITION_GIVEN, 0, 0, false, true },
        { NULL, ORB_POSITION_ABSENT, ORB_POSITION_GIVEN, 0, 0, false, true },
        { "01002", ORB_POSITION_ABSENT, ORB_POSITION_GIVEN, 0, 0, false, false },
        { "01001", ORB_POSITION_DOUBTFUL, ORB_POSITION_GIVEN, 0, 0, true, true },
        { "01001", ORB_POSITION_GIVEN, ORB_POSITION_DOUBTFUL, 0, 0, true, false },
        { "01001", ORB_POSITION_GIVEN, ORB_POSITION_GIVEN, ORB_PRECISION_HOUSENUMBER,
          ORB_PRECISION_STREET, true, false },
        { "01001", ORB_POSITION_GIVEN, ORB_POSITION_GIVEN, ORB_PRECISION_MUNICIPALITY,
          ORB_PRECISION_STREET, true, true },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct orb_row own = site_row("b", 9), other = site_row("a", 1);

        own.as.site.commune = "01001";
        own.as.site.position = cases[i].own;
        own.as.site.precision = cases[i].own_precision;
        if (cases[i].own_has)
            own.as.site.lon = own.as.site.lat = 5;
        other.as.site.commune = cases[i].commune;
        other.as.site.position = cases[i].given;
        other.as.site.precision = cases[i].given_precision;
        other.as.site.lon = other.as.site.lat = 6;
        take(&own, &other, ORB_RECORD_SITE);
        if ((own.as.site.lon == 6) != cases[i].taken)
            fail_msg("case %zu: %g", i, own.as.site.lon);
    }
}

static void one_source_is_enough_to_keep_a_secret(void **state)
{
    const struct orb_contact shown = { "phone", "04 74 00 00 01", NULL, ORB_PUBLIC, 20000,
                                       "x" };
    const struct orb_contact kept[] = {
        { "phone", "+33 4 74 00 00 01", NULL, ORB_RESTRICTED, ORB_DATE_NONE, NULL },
        { "email", "a@example.invalid", NULL, ORB_PUBLIC, ORB_DATE_NONE, NULL },
    };
    struct orb_row site = site_row("a", 1), secret = site_row("b", 1);
    struct orb_row own = offer_row("a", 0, 1), other = offer_row("b", 0, 1);

    (void)state;
    secret.as.site.kind = "confidential";
    take(&site, &secret, ORB_RECORD_SITE);
    assert_string_equal(site.as.site.kind, "confidential");
    own.as.offer.contacts = &shown;
    own.as.offer.contact_count = 1;
    other.as.offer.contacts = kept;
    other.as.offer.contact_count = 2;
    take(&own, &other, ORB_RECORD_OFFER);
    assert_int_equal(own.as.offer.contact_count, 2);
    assert_int_equal(own.as.offer.contacts[0].confidentiality, ORB_RESTRICTED);
    assert_string_equal(own.as.offer.contacts[0].value, "04 74 00 00 01");
    assert_string_equal(own.as.offer.contacts[1].value, "a@example.invalid");
}

static void an_organization_keeps_its_name_and_takes_what_it_lacks(void **state)
{
    struct orb_row own = { .as.organization = { .id = "a",
                                                .name = "ADAPEI",
                                                .opened_on = ORB_DATE_NONE,
                                                .closed_on = ORB_DATE_NONE,
                                                .provenance = { "a", 1, 0, NULL } } };
    struct orb_row other = { .as.organization = { .id = "b",
                                                  .name = "ADAPEI, foyer",
                                                  .legal_status = "60",
                                                  .opened_on = ORB_DATE_NONE,
                                                  .closed_on = ORB_DATE_NONE,
                                                  .provenance = { "b", 9, 0, NULL } } };

    (void)state;
    take(&own, &other, ORB_RECORD_ORGANIZATION);
    assert_string_equal(own.as.organization.name, "ADAPEI");
    assert_string_equal(own.as.organization.legal_status, "60");
}

static int release(void **state)
{
    (void)state;
    orb_arena_release(&arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_one_that_is_believed_gives_the_value),
        cmocka_unit_test(the_third_source_meets_the_best_so_far),
        cmocka_unit_test(what_means_something_together_is_taken_together),
        cmocka_unit_test(a_position_goes_with_its_commune_and_its_precision),
        cmocka_unit_test(one_source_is_enough_to_keep_a_secret),
        cmocka_unit_test(an_organization_keeps_its_name_and_takes_what_it_lacks),
    };

    return cmocka_run_group_tests(tests, NULL, release);
}
