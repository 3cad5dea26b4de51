#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "engine/store/column.h"
#include "engine/store/value.h"
#include "tests/unit/store_folder.h"

static const struct orb_source geocoder = {
    .id = "geocoder", .licence = "CC0", .attribution = "Orbite", .observed_on = 20500
};

struct said {
    const char *kind, *subject, *field, *value, *author;
    enum orb_basis basis;
    int day; /* after 2026-01-01, which is the day of the fixture */
};

static void say(struct orb_store *store, const struct said *list, size_t count,
                struct orb_store_summary *summary)
{
    const struct orb_store_import import = { .importer = "test" };
    struct orb_error err = { 0 };
    struct orb_sink sink;

    assert_int_equal(orb_store_import_begin(store, &import, &sink, &err), ORB_OK);
    assert_int_equal(orb_sink_source(&sink, &geocoder, &err), ORB_OK);
    for (size_t i = 0; i < count; i++) {
        const struct orb_assertion a = {
            .kind = list[i].kind,
            .subject = list[i].subject,
            .field = list[i].field,
            .value = list[i].value,
            .author = list[i].author,
            .provenance = { .source = "geocoder",
                            .observed_on = orb_date_make(2026, 1, 1) + list[i].day,
                            .basis = list[i].basis },
        };

        assert_int_equal(orb_sink_assertion(&sink, &a, &err), ORB_OK);
    }
    assert_int_equal(orb_store_import_commit(store, "{}", summary, &err), ORB_OK);
}

/* The text of one record, as the store gives it. */
static char *text_of(struct orb_store *store, enum orb_record_kind kind, const char *id,
                     bool raw)
{
    const struct orb_store_filter filter = { .kinds = 1U << kind, .id = id, .raw = raw };
    struct orb_buf text = { 0 };
    struct orb_error err = { 0 };

    assert_int_equal(fixture_dump(store, &filter, &text, &err), ORB_OK);
    assert_non_null(text.data);
    return text.data;
}

static void assert_says(struct orb_store *store, enum orb_record_kind kind, const char *id,
                        const char *expected)
{
    char *text = text_of(store, kind, id, false);

    if (strstr(text, expected) == NULL)
        fail_msg("'%s' is not in: %s", expected, text);
    free(text);
}

static struct orb_store *make_store(const char *name, struct orb_store_summary *summary)
{
    struct orb_store *store = open_store(name, ORB_STORE_CREATE);

    must_import(store, &small, true, summary);
    return store;
}

static void a_position_found_fills_the_missing_one_and_is_named(void **state)
{
    static const struct said said[] = {
        { "site", "op:site-000005", "position",
          "{\"lon\":5.25,\"lat\":46.125,\"precision\":\"street\",\"note\":\"n\"}", NULL,
          ORB_BASIS_COMPUTED, 9 },
        { "site", "op:site-000006", "position", "{\"lon\":5.25,\"lat\":46.125}", NULL,
          ORB_BASIS_COMPUTED, 9 },
    };
    struct orb_store_summary summary;
    struct orb_store *store = make_store("position", &summary);

    (void)state;
    say(store, said, 2, &summary);
    assert_int_equal(summary.kinds[ORB_RECORD_ASSERTION].added, 2);
    assert_says(store, ORB_RECORD_SITE, "op:site-000005", "position 5.2500000 46.1250000");
    assert_says(store, ORB_RECORD_SITE, "op:site-000005",
                "position=computed:geocoder;precision=computed:ban");
    assert_says(store, ORB_RECORD_SITE, "op:site-000005", "position_state=\"given\"");
    /* the source gave this one itself */
    assert_says(store, ORB_RECORD_SITE, "op:site-000006", "position 4.9060000");
    orb_store_close(store);
    assert_sound("position");
}

static void an_import_of_the_source_again_keeps_what_was_said(void **state)
{
    static const struct said said[] = {
        { "service", "op:service-000003", "name", "\"Nom corrigé\"", "Mme X", 0, 9 },
    };
    struct orb_store_summary summary;
    struct orb_store *store = make_store("again", &summary);
    struct fixture newer = small;

    (void)state;
    say(store, said, 1, &summary);
    say(store, said, 1, &summary);
    assert_true(summary.nothing_changed);
    newer.version = 2;
    newer.edition_day = 200;
    must_import(store, &newer, true, &summary);
    assert_says(store, ORB_RECORD_SERVICE, "op:service-000003", "name=\"Nom corrigé\"");
    assert_says(store, ORB_RECORD_SERVICE, "op:service-000003",
                "name=declared:Mme X 2026-01-10");
    {
        char *raw = text_of(store, ORB_RECORD_SERVICE, "op:service-000003", true);

        assert_null(strstr(raw, "corrigé"));
        free(raw);
    }
    orb_store_close(store);
    assert_sound("again");
}

/* Each case is one field; the last assertion of a list that prevails is the one expected.
 */
static const struct {
    struct said said;
    enum orb_record_kind kind;
    const char *expected;
} forms[] = {
    { { "offer", "op:offer-000001", "wait_days", "30", "A", 0, 1 },
      ORB_RECORD_OFFER,
      " wait_days=30" },
    { { "offer", "op:offer-000001", "wait_days", "null", "A", 0, 2 },
      ORB_RECORD_OFFER,
      " wait_days=null" },
    { { "offer", "op:offer-000001", "places_available", "2", "A", 0, 1 },
      ORB_RECORD_OFFER,
      " places_available=2" },
    { { "offer", "op:offer-000001", "accepts_new", "false", "A", 0, 1 },
      ORB_RECORD_OFFER,
      " accepts_new=false" },
    { { "offer", "op:offer-000001", "publics", "[\"200\",\"205\"]", "A", 0, 1 },
      ORB_RECORD_OFFER,
      " publics=[\"200\",\"205\"]" },
    { { "offer", "op:offer-000001", "orientations", "[]", "A", 0, 1 },
      ORB_RECORD_OFFER,
      " orientations=[]" },
    { { "offer", "op:offer-000001", "closed_on", "\"2026-08-31\"", "A", 0, 1 },
      ORB_RECORD_OFFER,
      " closed_on=\"2026-08-31\"" },
    { { "service", "op:service-000001", "phone", "\"01 99\"", "B", 0, 5 },
      ORB_RECORD_SERVICE,
      "contacts channel=\"phone\" value=\"01 99\" role=null confidentiality=\"restricted\" "
      "checked_on=\"2026-01-06\" checked_by=\"B\"" },
    { { "service", "op:service-000001", "url", "\"https://example.invalid\"", "B", 0, 5 },
      ORB_RECORD_SERVICE,
      "channel=\"url\" value=\"https://example.invalid\" role=null "
      "confidentiality=\"professional\"" },
    /* the fixture says 300 days, inferred: a later person prevails, then a later day */
    { { "offer", "op:offer-000001", "wait_days", "8", "C", 0, 40 },
      ORB_RECORD_OFFER,
      " wait_days=8" },
    { { "offer", "op:offer-000001", "wait_days", "9", "D", 0, 39 },
      ORB_RECORD_OFFER,
      " wait_days=8" },
    /* nobody's: the fixture's own value is inferred, so what is calculated prevails */
    { { "offer", "op:offer-000002", "wait_days", "7", NULL, ORB_BASIS_COMPUTED, 40 },
      ORB_RECORD_OFFER,
      " wait_days=7" },
    { { "offer", "op:offer-000004", "wait_days", "7", NULL, ORB_BASIS_INFERRED, -9 },
      ORB_RECORD_OFFER,
      " wait_days=2" },
    /* a value of another form is not taken */
    { { "offer", "op:offer-000005", "wait_days", "\"long\"", "A", 0, 1 },
      ORB_RECORD_OFFER,
      " wait_days=2.5" },
    { { "offer", "op:offer-000005", "publics", "[1]", "A", 0, 1 },
      ORB_RECORD_OFFER,
      " publics=[\"117\",\"118\"]" },
    { { "site", "op:site-000005", "position", "{\"lon\":500,\"lat\":1}", "A", 0, 1 },
      ORB_RECORD_SITE,
      "position nan nan" },
};

static void every_form_reads_and_the_right_one_prevails(void **state)
{
    struct orb_store_summary summary;
    struct orb_store *store = make_store("forms", &summary);

    (void)state;
    for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
        say(store, &forms[i].said, 1, &summary);
        assert_says(store, forms[i].kind, forms[i].said.subject, forms[i].expected);
    }
    orb_store_close(store);
    assert_sound("forms");
}

/* In any order of those that it replaces. */
static void a_contact_corrected_is_shown_no_more_than_those_it_replaces(void **state)
{
    static const enum orb_confidentiality orders[][2] = { { ORB_RESTRICTED, ORB_PUBLIC },
                                                          { ORB_PUBLIC, ORB_RESTRICTED },
                                                          { ORB_PUBLIC, ORB_PUBLIC } };
    static const enum orb_confidentiality expected[] = { ORB_RESTRICTED, ORB_RESTRICTED,
                                                         ORB_PUBLIC };
    const struct orb_claim claim = { ORB_BASIS_DECLARED, 20500, "s", "A" };

    (void)state;
    for (size_t i = 0; i < sizeof orders / sizeof orders[0]; i++) {
        const struct orb_contact two[] = {
            { .channel = "phone", .value = "1", .confidentiality = orders[i][0] },
            { .channel = "phone", .value = "2", .confidentiality = orders[i][1] },
        };
        struct orb_row row = { .as.service = { .contacts = two, .contact_count = 2 } };
        struct orb_arena arena = { 0 };
        struct orb_json *value = NULL;
        struct orb_value_request request = {
            .table = orb_table_of(ORB_RECORD_SERVICE),
            .field = orb_assertion_field_find("service", "phone"),
            .claim = &claim,
            .arena = &arena,
        };
        bool set = false;

        assert_int_equal(orb_json_parse(&value, "\"3\"", 3, NULL), ORB_OK);
        request.value = value;
        assert_int_equal(orb_value_set(&row, &request, &set, NULL), ORB_OK);
        assert_true(set);
        assert_int_equal(row.as.service.contact_count, 1);
        assert_int_equal(row.as.service.contacts[0].confidentiality, expected[i]);
        orb_json_free(value);
        orb_arena_release(&arena);
    }
}

static void offers_of_a_place_found_stand_on_the_layer(void **state)
{
    static const struct said said[] = {
        { "site", "op:site-000005", "position", "{\"lon\":5.25,\"lat\":46.125}", NULL,
          ORB_BASIS_COMPUTED, 9 },
    };
    struct orb_store_summary summary;
    struct orb_store *store = make_store("layer", &summary);
    int64_t before, after;

    (void)state;
    before = count_of("layer", "SELECT count(*) FROM offer_position");
    say(store, said, 1, &summary);
    after = count_of("layer", "SELECT count(*) FROM offer_position");
    assert_int_equal(after, before + 1);
    orb_store_close(store);
    assert_sound("layer");
}

static void a_position_corrected_moves_its_offers_on_the_layer(void **state)
{
    static const struct said moved = {
        "site", "op:site-000006", "position", "{\"lon\":5.25,\"lat\":46.125}", "A", 0, 9
    };
    static const struct said withdrawn = {
        "site", "op:site-000006", "position", "null", "A", 0, 10
    };
    static const char here[] = "SELECT count(*) FROM offer_position p JOIN offer o ON "
                               "o.no = p.no WHERE o.id = 'op:offer-000006'";
    static const char there[] =
        "SELECT count(*) FROM idx_offer_position_position WHERE xmin > 5.2 AND xmax < 5.3";
    struct orb_store_summary summary;
    struct orb_store *store = make_store("moved", &summary);

    (void)state;
    assert_int_equal(count_of("moved", here), 1);
    assert_int_equal(count_of("moved", there), 0);
    say(store, &moved, 1, &summary);
    assert_int_equal(count_of("moved", here), 1);
    assert_int_equal(count_of("moved", there), 1);
    say(store, &withdrawn, 1, &summary);
    assert_int_equal(count_of("moved", here), 0);
    orb_store_close(store);
    assert_sound("moved");
}

/* A site of the fixture with an address, a commune and a point of its own. */
static const struct {
    struct said said[3];
    size_t count;
    const char *state;
} moves[] = {
    { { { "site", "op:site-000006", "address", "\"99 rue d'ailleurs\"", "A", 0, 9 } },
      1,
      "doubtful" },
    { { { "site", "op:site-000006", "commune", "\"69123\"", "A", 0, 9 } }, 1, "doubtful" },
    { { { "site", "op:site-000006", "address", "null", "A", 0, 9 } }, 1, "doubtful" },
    /* nobody moved: another name, the same address, a value that nobody says */
    { { { "site", "op:site-000006", "name", "\"Autre\"", "A", 0, 9 } }, 1, "given" },
    { { { "site", "op:site-000006", "postcode", "\"69000\"", "A", 0, 9 } }, 1, "given" },
    /* the position was corrected with it, or later; or before it */
    { { { "site", "op:site-000006", "address", "\"99 rue d'ailleurs\"", "A", 0, 9 },
        { "site", "op:site-000006", "position", "{\"lon\":5.25,\"lat\":46.125}", "A", 0,
          9 } },
      2,
      "given" },
    { { { "site", "op:site-000006", "address", "\"99 rue d'ailleurs\"", "A", 0, 9 },
        { "site", "op:site-000006", "position", "{\"lon\":5.25,\"lat\":46.125}", "B", 0,
          8 } },
      2,
      "doubtful" },
    /* a geocoder asks for the address of the source */
    { { { "site", "op:site-000006", "address", "\"99 rue d'ailleurs\"", "A", 0, 9 },
        { "site", "op:site-000006", "position", "{\"lon\":5.25,\"lat\":46.125}", NULL,
          ORB_BASIS_COMPUTED, 10 } },
      2,
      "doubtful" },
};

static void an_address_corrected_without_its_position_leaves_it_in_doubt(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof moves / sizeof moves[0]; i++) {
        struct orb_store_summary summary;
        struct orb_store *store;
        char name[24], expected[120];
        bool doubtful = strcmp(moves[i].state, "doubtful") == 0;

        (void)snprintf(name, sizeof name, "doubt%zu", i);
        store = make_store(name, &summary);
        say(store, moves[i].said, moves[i].count, &summary);
        (void)snprintf(expected, sizeof expected, "position_state=\"%s\" position_note=%s",
                       moves[i].state,
                       doubtful ? "\"the address was corrected, not the position\"" : "");
        assert_says(store, ORB_RECORD_SITE, "op:site-000006", expected);
        (void)snprintf(
            expected, sizeof expected,
            "SELECT count(*) FROM resources_qgis WHERE offer = 'op:offer-000006' "
            "AND position_state = '%s'",
            moves[i].state);
        assert_int_equal(count_of(name, expected), 1);
        orb_store_close(store);
    }
    assert_sound("doubt0");
}

/* Texts of the fixture: services 1 and 2 have their own site, offer and number of places.
 */
static void records_that_are_one_are_given_once_with_the_best_of_each(void **state)
{
    struct orb_store_summary summary;
    struct orb_store *store = make_store("linked", &summary);
    struct orb_error err = { 0 };
    char *all, *raw;

    (void)state;
    assert_int_equal(fixture_link(store, &summary, &err), ORB_OK);
    all = dump_of(store);
    assert_null(strstr(all, "service op:service-000002"));
    assert_null(strstr(all, "site op:site-000002"));
    assert_null(strstr(all, "organization op:org-1 "));
    free(all);
    assert_says(store, ORB_RECORD_OFFER, "op:offer-000002",
                "duplicate_of=\"op:offer-000001\"");
    assert_says(store, ORB_RECORD_OFFER, "op:offer-000002",
                " service=\"op:service-000001\"");
    /* services 3 and 4 are of organization 1 */
    assert_says(store, ORB_RECORD_SERVICE, "op:service-000003",
                "organization=\"op:org-0\"");
    /* asking for one that is another gives the other */
    assert_says(store, ORB_RECORD_SERVICE, "op:service-000002",
                "service op:service-000001 ");
    /* of two that are as sure, as new and of one source, its own stays */
    assert_says(store, ORB_RECORD_OFFER, "op:offer-000001", "publics=[\"117\"]");
    raw = text_of(store, ORB_RECORD_SERVICE, "op:service-000002", true);
    assert_non_null(strstr(raw, "service op:service-000002"));
    free(raw);
    assert_int_equal(
        count_of("linked",
                 "SELECT count(*) FROM offer_position p JOIN offer o ON o.no = p.no "
                 "WHERE o.id IN ('op:offer-000002', 'op:offer-000004')"),
        0);
    orb_store_close(store);
    assert_sound("linked");
}

static void what_prevails_is_an_order(void **state)
{
    static const struct orb_claim claims[] = {
        { ORB_BASIS_INFERRED, 5, "z", "someone" }, { ORB_BASIS_DECLARED, 9, "a", NULL },
        { ORB_BASIS_DECLARED, 9, "b", NULL },      { ORB_BASIS_DECLARED, 8, "a", NULL },
        { ORB_BASIS_COMPUTED, 20, "a", NULL },     { ORB_BASIS_INFERRED, 30, "a", NULL },
    };
    size_t count = sizeof claims / sizeof claims[0];

    (void)state;
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < count; j++)
            assert_int_equal(orb_claim_prevails(&claims[i], &claims[j]), i < j);
}

static void a_field_takes_its_place_among_the_others(void **state)
{
    static const struct {
        const char *fields, *field, *expected;
    } cases[] = {
        { NULL, "name", "name=computed:x" },
        { "a=inferred:f", "name", "a=inferred:f;name=computed:x" },
        { "z=inferred:f", "name", "name=computed:x;z=inferred:f" },
        { "name=inferred:f;z=declared:g", "name", "name=computed:x;z=declared:g" },
        { "nam=inferred:f;names=declared:g", "name",
          "nam=inferred:f;name=computed:x;names=declared:g" },
    };
    struct orb_buf out = { 0 };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const struct orb_field_origin origin = { cases[i].field, ORB_BASIS_COMPUTED, "x" };

        orb_provenance_write(&out, cases[i].fields, &origin);
        assert_string_equal(out.data, cases[i].expected);
    }
    orb_buf_release(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_position_found_fills_the_missing_one_and_is_named),
        cmocka_unit_test(an_import_of_the_source_again_keeps_what_was_said),
        cmocka_unit_test(every_form_reads_and_the_right_one_prevails),
        cmocka_unit_test(a_contact_corrected_is_shown_no_more_than_those_it_replaces),
        cmocka_unit_test(offers_of_a_place_found_stand_on_the_layer),
        cmocka_unit_test(a_position_corrected_moves_its_offers_on_the_layer),
        cmocka_unit_test(an_address_corrected_without_its_position_leaves_it_in_doubt),
        cmocka_unit_test(records_that_are_one_are_given_once_with_the_best_of_each),
        cmocka_unit_test(what_prevails_is_an_order),
        cmocka_unit_test(a_field_takes_its_place_among_the_others),
    };

    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
