#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "maps/report_refusals.h"

static void reasons_have_their_motive_and_their_rules(void **state)
{
    static const struct {
        const char *reason;
        enum orb_refusal_motive motive;
        uint32_t rules;
    } told[] = {
        { "122", ORB_REFUSAL_AGE, 1U << ORB_RULE_AGE },
        { "116", ORB_REFUSAL_SPECIALTY, 1U << ORB_RULE_PUBLIC | 1U << ORB_RULE_ASSOCIATED },
        { "115", ORB_REFUSAL_SPECIALTY, 0 },
        { "86", ORB_REFUSAL_SPECIALTY, 1U << ORB_RULE_ACCESSIBILITY },
        { "114", ORB_REFUSAL_PLACE, 1U << ORB_RULE_OPEN | 1U << ORB_RULE_DEADLINE },
        { "113", ORB_REFUSAL_ZONE, 1U << ORB_RULE_PLACE },
        { "84", ORB_REFUSAL_OTHER, 1U << ORB_RULE_ORIENTATION },
        { "117", ORB_REFUSAL_OTHER, 0 },
        { NULL, ORB_REFUSAL_OTHER, 0 },
    };

    (void)state;
    for (size_t i = 0; i < sizeof told / sizeof told[0]; i++) {
        assert_int_equal(orb_refusal_motive_of(told[i].reason), told[i].motive);
        assert_int_equal(orb_refusal_rules(told[i].reason), told[i].rules);
    }
}

static const struct orb_refusal_line *line_of(const struct orb_refusals *r, const char *key)
{
    uint32_t number = orb_strmap_find(&r->keys, key, strlen(key));

    assert_int_not_equal(number, ORB_STRMAP_NONE);
    return &r->lines[number];
}

static void a_person_refused_twice_is_one_person(void **state)
{
    static const struct orb_case_request requests[] = {
        { .offer = "a", .date = 20000, .reason = "122", .kind = ORB_REQUEST_REFUSED },
        { .offer = "a", .date = 19000, .reason = "122", .kind = ORB_REQUEST_REFUSED },
        { .offer = "b", .date = ORB_DATE_NONE, .kind = ORB_REQUEST_REFUSED },
        { .offer = "b", .date = 21000, .kind = ORB_REQUEST_PENDING },
    };
    const struct orb_case refused = { .requests = requests, .request_count = 4 };
    const struct orb_case waiting = { .requests = requests + 3, .request_count = 1 };
    struct orb_refusals r = { 0 };

    (void)state;
    assert_int_equal(orb_refusals_count(&r, &refused, NULL), ORB_OK);
    assert_int_equal(orb_refusals_count(&r, &waiting, NULL), ORB_OK);
    assert_int_equal(orb_refusals_count(&r, &refused, NULL), ORB_OK);
    assert_int_equal(r.all, 3);
    assert_int_equal(r.persons, 2);
    assert_int_equal(r.refusals, 6);
    assert_int_equal(line_of(&r, "m0")->refusals, 4);
    assert_int_equal(line_of(&r, "m0")->persons, 2);
    assert_int_equal(line_of(&r, "sa")->first, 19000);
    assert_int_equal(line_of(&r, "sa")->last, 20000);
    assert_int_equal(line_of(&r, "sb")->persons, 2);
    assert_true(line_of(&r, "sb")->first == ORB_DATE_NONE);
    assert_int_equal(line_of(&r, "n")->persons, 2);
    orb_refusals_release(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reasons_have_their_motive_and_their_rules),
        cmocka_unit_test(a_person_refused_twice_is_one_person),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
