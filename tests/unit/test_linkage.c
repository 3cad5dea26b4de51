#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "engine/base/alloc.h"
#include "engine/base/arena.h"
#include "engine/linkage/linkage.h"

#define NOWHERE .lon = NAN, .lat = NAN
#define UNDATED .opened = ORB_DATE_NONE, .closed = ORB_DATE_NONE
#define USUAL   NOWHERE, UNDATED

/* A building of Mâcon, as its operator and another source describe it. */
#define HERE  .address = "12 rue des Lilas", .commune = "71270", .phone = "0385000001"
#define THERE .address = "4 place du Port", .commune = "71270", .phone = "0385000099"

static struct orb_linkage_result linked(const struct orb_linkage_record *records,
                                        size_t count)
{
    struct orb_linkage_input in = { .records = records, .count = count };
    struct orb_linkage_result out = { 0 };

    assert_int_equal(orb_linkage_run(&out, &in, NULL), ORB_OK);
    return out;
}

struct pair_case {
    const char *what;
    struct orb_linkage_record a;
    struct orb_linkage_record b;
};

static void each_pair_is(bool merged, const struct pair_case *cases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct orb_linkage_record two[2] = { cases[i].a, cases[i].b };
        struct orb_linkage_result out;

        two[0].id = "a";
        two[1].id = "b";
        out = linked(two, 2);
        if ((out.merged == 1) != merged)
            fail_msg("%s: %s", cases[i].what, merged ? "not merged" : "merged");
        orb_linkage_release(&out);
    }
}

static void one_resource_written_in_two_ways_is_one(void **state)
{
    static const struct pair_case cases[] = {
        { "initials and expansion",
          { .name = "IME Les Glycines", HERE, USUAL },
          { .name = "Institut médico-éducatif « Les Glycines »", HERE, USUAL } },
        { "abbreviated address, another telephone",
          { .name = "Foyer de vie les tilleuls", HERE, USUAL },
          { .name = "FOYER DE VIE LE TILLEUL",
            .address = "12, R. DES LILAS BP 4 CEDEX",
            .commune = "71270",
            .phone = "0385000002",
            USUAL } },
        { "same establishment in FINESS",
          { .name = "Les Glycines", .finess = "710000019", HERE, USUAL },
          { .name = "Adapei site nord", .finess = "71 000 001 9", THERE, USUAL } },
        { "same SIRET and category",
          { .name = "Les Glycines",
            .siret = "73282932000074",
            .category = "183",
            HERE,
            USUAL },
          { .name = "Adapei site nord",
            .siret = "732 829 320 00074",
            .category = "183",
            THERE,
            USUAL } },
        { "positions a few metres apart",
          { .name = "Epicerie solidaire Le Panier",
            .commune = "71270",
            .lon = 4.83,
            .lat = 46.3,
            UNDATED },
          { .name = "Le Panier, épicerie solidaire",
            .commune = "71270",
            .lon = 4.8301,
            .lat = 46.30005,
            UNDATED } },
    };

    (void)state;
    each_pair_is(true, cases, sizeof cases / sizeof cases[0]);
}

static const char *const macon[] = { "71270" };
static const char *const chalon[] = { "71076" };

/* All else is equal: address, telephone, position. */
static void nothing_merges_across_a_veto(void **state)
{
    static const struct pair_case cases[] = {
        { "cmp and cmpp",
          { .name = "CMP enfants", HERE, USUAL },
          { .name = "CMPP enfants", HERE, USUAL } },
        { "savs and samsah",
          { .name = "SAVS Adapei", HERE, USUAL },
          { .name = "SAMSAH Adapei", HERE, USUAL } },
        { "ime and its sessad",
          { .name = "IME Les Glycines", HERE, USUAL },
          { .name = "SESSAD de l'IME Les Glycines", HERE, USUAL } },
        { "initials and the expansion of another",
          { .name = "SESSAD Les Glycines", HERE, USUAL },
          { .name = "Institut médico-éducatif Les Glycines", HERE, USUAL } },
        { "a declared category and a named one",
          { .name = "Les Glycines", .category = "183", HERE, USUAL },
          { .name = "SESSAD Les Glycines", HERE, USUAL } },
        { "two declared categories without initials",
          { .name = "Les Glycines", .category = "202", HERE, USUAL },
          { .name = "Les Glycines", .category = "207", HERE, USUAL } },
        { "equal FINESS numbers do not help",
          { .name = "Les Glycines", .category = "183", .finess = "710000019", HERE, USUAL },
          { .name = "Les Glycines",
            .category = "182",
            .finess = "710000019",
            HERE,
            USUAL } },
        { "two establishments of FINESS",
          { .name = "Les Glycines", .finess = "710000019", HERE, USUAL },
          { .name = "Les Glycines", .finess = "710000027", HERE, USUAL } },
        { "homes served in different communes",
          { .name = "SSIAD Les Glycines", .zone = macon, .zone_count = 1, HERE, USUAL },
          { .name = "SSIAD Les Glycines", .zone = chalon, .zone_count = 1, HERE, USUAL } },
        { "one closed when the other opened",
          { .name = "Les Glycines", .opened = 0, .closed = 10000, HERE, NOWHERE },
          { .name = "Les Glycines",
            .opened = 10000,
            .closed = ORB_DATE_NONE,
            HERE,
            NOWHERE } },
    };

    (void)state;
    each_pair_is(false, cases, sizeof cases / sizeof cases[0]);
    /* Nor are they shown to a person: the answer is known. */
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct orb_linkage_record two[2] = { cases[i].a, cases[i].b };
        struct orb_linkage_result out;

        two[0].id = "a";
        two[1].id = "b";
        out = linked(two, 2);
        assert_int_equal(out.review_count, 0);
        orb_linkage_release(&out);
    }
}

static void two_services_that_do_the_same_stay_two(void **state)
{
    static const struct pair_case cases[] = {
        { "one operator, one telephone, two places",
          { .name = "SAVS Adapei", .category = "446", .siren = "732829320", HERE, USUAL },
          { .name = "SAVS Adapei",
            .category = "446",
            .siren = "732829320",
            .address = "4 place du Port",
            .commune = "71270",
            .phone = "0385000001",
            USUAL } },
        { "one operator, one building, two names",
          { .name = "SESSAD Les Glycines Adapei", HERE, USUAL },
          { .name = "SESSAD Les Tilleuls Adapei", HERE, USUAL } },
        { "two operators in one building",
          { .name = "SAVS", .siren = "732829320", HERE, USUAL },
          { .name = "SAVS", .siren = "552100554", HERE, USUAL } },
        { "one building and category, nothing else known",
          { .name = "SAVS", .address = "12 rue des Lilas", .commune = "71270", USUAL },
          { .name = "SAVS", .address = "12 rue des Lilas", .commune = "71270", USUAL } },
        { "numbered houses",
          { .name = "Foyer de vie Les Pins 1", HERE, USUAL },
          { .name = "Foyer de vie Les Pins 2", HERE, USUAL } },
        { "one street name in two communes",
          { .name = "Résidence du Parc",
            .address = "1 rue de la Mairie",
            .commune = "71270",
            USUAL },
          { .name = "Résidence du Parc",
            .address = "1 rue de la Mairie",
            .commune = "71076",
            USUAL } },
        { "one name and no place",
          { .name = "Résidence du Parc", USUAL },
          { .name = "Résidence du Parc", USUAL } },
        { "one name, kilometres apart",
          { .name = "Résidence du Parc",
            .commune = "71270",
            .lon = 4.83,
            .lat = 46.3,
            UNDATED },
          { .name = "Résidence du Parc",
            .commune = "71270",
            .lon = 4.85,
            .lat = 46.32,
            UNDATED } },
        { "an ime and a group of which it is a part",
          { .name = "IME Les Glycines", HERE, USUAL },
          { .name = "IME et ESAT Les Glycines", HERE, USUAL } },
    };

    (void)state;
    each_pair_is(false, cases, sizeof cases / sizeof cases[0]);
}

/* B could be either; nothing may make A and C one through it. */
/* The list that has both takes them for two; it is worth a look when nothing tells them
 * apart. */
static void two_rows_of_one_list_stay_two(void **state)
{
    struct orb_linkage_record two[] = {
        { .id = "a", .name = "IME Les Glycines", .origin = "list", HERE, USUAL },
        { .id = "b", .name = "IME Les Glycines", .origin = "list", HERE, USUAL },
    };
    struct orb_linkage_result out = linked(two, 2);

    (void)state;
    assert_int_equal(out.merged, 0);
    assert_int_equal(out.review_count, 1);
    assert_int_equal(out.review[0].doubts, ORB_LINKAGE_DOUBT_ORIGIN);
    orb_linkage_release(&out);
    two[1].name = "IME Les Lilas et les Glycines"; /* enough for two lists, not for one */
    out = linked(two, 2);
    assert_int_equal(out.merged + out.review_count, 0);
    orb_linkage_release(&out);
    two[0].finess = two[1].finess = "710000019";
    out = linked(two, 2);
    assert_int_equal(out.merged, 0);
    orb_linkage_release(&out);
    two[1].origin = "other";
    out = linked(two, 2);
    assert_int_equal(out.merged, 1);
    orb_linkage_release(&out);
}

static void a_group_merges_only_when_all_agree(void **state)
{
    static const struct orb_linkage_record records[] = {
        { .id = "a", .name = "Foyer de vie Les Pins 1", HERE, USUAL },
        { .id = "b", .name = "Foyer de vie Les Pins", HERE, USUAL },
        { .id = "c", .name = "Foyer de vie Les Pins 2", HERE, USUAL },
    };
    struct orb_linkage_result out = linked(records, 3);

    (void)state;
    assert_int_not_equal(out.canonical[0], out.canonical[2]);
    assert_true(out.review_count > 0);
    assert_true((out.review[out.review_count - 1].doubts) != 0);
    orb_linkage_release(&out);
}

static void what_a_person_decided_outlives_the_score(void **state)
{
    static const struct orb_linkage_record records[] = {
        { .id = "a", .name = "IME Les Glycines", HERE, USUAL },
        { .id = "b", .name = "Institut médico-éducatif Les Glycines", HERE, USUAL },
        { .id = "c", .name = "Maison bleue", THERE, USUAL },
    };
    static const struct orb_linkage_decision decisions[] = {
        { "b", "a", false },
        { "c", "a", true },
        { "a", "a", true },
        { "a", "gone", true },
    };
    struct orb_linkage_input in = {
        .records = records, .count = 3, .decisions = decisions, .decision_count = 4
    };
    struct orb_linkage_result out = linked(records, 3);

    (void)state;
    assert_int_equal(out.canonical[1], 0);
    assert_int_equal(out.canonical[2], 2);
    orb_linkage_release(&out);
    assert_int_equal(orb_linkage_run(&out, &in, NULL), ORB_OK);
    assert_int_equal(out.canonical[1], 1);
    assert_int_equal(out.canonical[2], 0);
    assert_int_equal(out.review_count, 0);
    orb_linkage_release(&out);
}

static void one_word_that_two_are_distinct_stops_a_chain(void **state)
{
    static const struct orb_linkage_record three[] = {
        { .id = "a", .name = "IME Les Glycines", HERE, USUAL },
        { .id = "b", .name = "Foyer Alpha", THERE, USUAL },
        { .id = "c", .name = "Service Beta", THERE, USUAL },
    };
    static const struct orb_linkage_decision decisions[] = { { "a", "b", true },
                                                             { "b", "c", true },
                                                             { "a", "c", false } };
    struct orb_linkage_input in = {
        .records = three, .count = 3, .decisions = decisions, .decision_count = 3
    };
    struct orb_linkage_result out = { 0 };

    (void)state;
    assert_int_equal(orb_linkage_run(&out, &in, NULL), ORB_OK);
    assert_int_not_equal(out.canonical[0], out.canonical[2]);
    assert_int_equal(out.merged, 1);
    orb_linkage_release(&out);
}

static void a_doubtful_pair_is_shown_with_its_reason(void **state)
{
    static const struct orb_linkage_record records[] = {
        { .id = "b", .name = "Les Glycines", .siren = "732829320", HERE, USUAL },
        { .id = "a", .name = "Les Glycines", .siren = "552100554", HERE, USUAL },
    };
    struct orb_linkage_result out = linked(records, 2);

    (void)state;
    assert_int_equal(out.merged, 0);
    assert_int_equal(out.review_count, 1);
    assert_int_equal(out.review[0].a, 1);
    assert_int_equal(out.review[0].b, 0);
    assert_true(out.review[0].probability > 0.7);
    assert_int_equal(out.review[0].doubts, ORB_LINKAGE_DOUBT_SIREN);
    orb_linkage_release(&out);
}

static void an_invalid_identifier_is_told_and_not_used(void **state)
{
    static const struct orb_linkage_record records[] = {
        { .id = "a", .name = "Les Glycines", .finess = "710000011", HERE, USUAL },
        { .id = "b", .name = "Maison bleue", .finess = "710000011", THERE, USUAL },
    };
    struct orb_linkage_result out = linked(records, 2);

    (void)state;
    assert_int_equal(out.merged, 0);
    assert_int_equal(out.bad_key_count, 2);
    assert_int_equal(out.bad_keys[1].record, 1);
    assert_string_equal(out.bad_keys[1].kind, "finess");
    orb_linkage_release(&out);
}

static void two_records_with_one_id_are_refused(void **state)
{
    static const struct orb_linkage_record records[] = { { .id = "a", USUAL },
                                                         { .id = "a", USUAL } };
    struct orb_linkage_input in = { .records = records, .count = 2 };
    struct orb_linkage_result out = { 0 };
    struct orb_error err = { 0 };

    (void)state;
    assert_int_equal(orb_linkage_run(&out, &in, &err), ORB_ERR_EXISTS);
    assert_non_null(strstr(err.text, "'a'"));
    in.count = 0;
    assert_int_equal(orb_linkage_run(&out, &in, NULL), ORB_OK);
    orb_linkage_release(&out);
}

/* A block with more records than the limit, all with one telephone. */
static void a_crowded_block_is_split_and_told(void **state)
{
    struct orb_arena arena = { 0 };
    struct orb_linkage_record records[900];
    struct orb_linkage_result out;

    (void)state;
    for (size_t i = 0; i < 900; i++) {
        size_t site = i / 2;

        records[i] = (struct orb_linkage_record){
            .id = orb_arena_printf(&arena, "%04zu", i),
            .name = orb_arena_printf(&arena, "Halte %c%c%c", (char)('a' + site % 26),
                                     (char)('a' + site / 26), i % 2 ? 'x' : 'y'),
            .address = orb_arena_printf(&arena, "%zu rue du Bac", site + 1),
            .commune = "71270",
            .phone = "0385000001",
            USUAL
        };
        if (i % 2)
            records[i].name = records[i - 1].name;
    }
    out = linked(records, 900);
    assert_true(out.split_blocks > 0);
    assert_int_equal(out.merged, 450);
    for (size_t i = 0; i < 900; i++)
        assert_int_equal(out.canonical[i], i - i % 2);
    orb_linkage_release(&out);
    orb_arena_release(&arena);
}

static void the_order_of_the_records_changes_nothing(void **state)
{
    enum { COUNT = 120 };
    struct orb_arena arena = { 0 };
    struct orb_linkage_record records[COUNT];
    struct orb_linkage_record shuffled[COUNT];
    struct orb_linkage_result first;
    struct orb_linkage_result second;

    (void)state;
    for (size_t i = 0; i < COUNT; i++)
        records[i] = (struct orb_linkage_record){
            .id = orb_arena_printf(&arena, "%03zu", i),
            .name = orb_arena_printf(&arena, "%s Les %s %zu",
                                     i % 2 ? "IME"
                                           : "Institut "
                                             "médico-éducatif",
                                     i % 3 ? "Pins" : "Lilas", i / 8),
            .address = orb_arena_printf(&arena, "%zu rue des Prés", i / 4),
            .commune = "71270",
            .phone = i % 5 ? orb_arena_printf(&arena, "03850000%02zu", i / 4) : "",
            USUAL
        };
    for (size_t i = 0; i < COUNT; i++)
        shuffled[i] = records[i * 77 % COUNT]; /* 77 has no divisor in common with 120 */
    first = linked(records, COUNT);
    second = linked(shuffled, COUNT);
    assert_true(first.merged > 0 && first.review_count > 0);
    for (size_t i = 0; i < COUNT; i++)
        assert_string_equal(shuffled[second.canonical[i]].id,
                            records[first.canonical[i * 77 % COUNT]].id);
    assert_int_equal(first.review_count, second.review_count);
    for (size_t i = 0; i < first.review_count; i++) {
        assert_string_equal(records[first.review[i].a].id, shuffled[second.review[i].a].id);
        assert_string_equal(records[first.review[i].b].id, shuffled[second.review[i].b].id);
        assert_true(first.review[i].probability == second.review[i].probability);
        assert_int_equal(first.review[i].doubts, second.review[i].doubts);
    }
    orb_linkage_release(&first);
    orb_linkage_release(&second);
    orb_arena_release(&arena);
}

static void missing_memory_is_told(void **state)
{
    static const struct orb_linkage_record records[] = {
        { .id = "a", .name = "IME Les Glycines", .finess = "1", HERE, USUAL },
        { .id = "b", .name = "IME Les Glycines", HERE, USUAL },
        { .id = "c", .name = "Les Glycines", .siren = "552100554", HERE, USUAL },
        { .id = "d", .name = "Les Glycines", .siren = "732829320", HERE, USUAL },
    };
    static const struct orb_linkage_decision decisions[] = { { "a", "d", true } };
    struct orb_linkage_input in = { records, 4, decisions, 1, NULL };

    (void)state;
    for (long n = 0;; n += 1 + n / 50) {
        struct orb_linkage_result out = { 0 };
        enum orb_status status;

        orb_alloc_fail_after(n);
        status = orb_linkage_run(&out, &in, NULL);
        orb_alloc_fail_after(-1);
        if (status == ORB_OK)
            assert_true(out.merged > 0);
        orb_linkage_release(&out);
        if (status == ORB_OK)
            break;
        assert_int_equal(status, ORB_ERR_MEMORY);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_resource_written_in_two_ways_is_one),
        cmocka_unit_test(nothing_merges_across_a_veto),
        cmocka_unit_test(two_services_that_do_the_same_stay_two),
        cmocka_unit_test(two_rows_of_one_list_stay_two),
        cmocka_unit_test(a_group_merges_only_when_all_agree),
        cmocka_unit_test(what_a_person_decided_outlives_the_score),
        cmocka_unit_test(one_word_that_two_are_distinct_stops_a_chain),
        cmocka_unit_test(a_doubtful_pair_is_shown_with_its_reason),
        cmocka_unit_test(an_invalid_identifier_is_told_and_not_used),
        cmocka_unit_test(two_records_with_one_id_are_refused),
        cmocka_unit_test(a_crowded_block_is_split_and_told),
        cmocka_unit_test(the_order_of_the_records_changes_nothing),
        cmocka_unit_test(missing_memory_is_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
