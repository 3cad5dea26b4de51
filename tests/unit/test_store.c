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
#include "tests/unit/store_folder.h"

static void what_is_put_is_replayed(void **state)
{
    struct orb_store_summary summary;
    struct orb_store *store = open_store("replay", ORB_STORE_CREATE);
    struct orb_error err = { 0 };
    struct orb_buf expected = { 0 };
    struct fixture one = small;
    struct orb_sink sink = fixture_dump_sink(&expected);
    char *got;

    (void)state;
    must_import(store, &small, true, &summary);
    assert_false(summary.nothing_changed);
    assert_int_equal(summary.kinds[ORB_RECORD_OFFER].added, 120);
    assert_int_equal(summary.kinds[ORB_RECORD_ORGANIZATION].added, 40);
    got = dump_of(store);
    one.count = 1;
    for (int i = 0; i < 120; i++) {
        char *line, *end;

        orb_buf_clear(&expected);
        one.first = i;
        assert_int_equal(fixture_put(&one, &sink, &err), ORB_OK);
        for (line = strchr(expected.data, '\n') + 1; *line != '\0'; line = end) {
            end = strstr(line, "\n  from ");
            end = end == NULL ? NULL : strchr(end + 1, '\n');
            if (end == NULL)
                break;
            end++;
            char kept = *end;

            *end = '\0';
            if (strstr(got, line) == NULL)
                fail_msg("not replayed: %s", line);
            *end = kept;
        }
    }
    orb_buf_release(&expected);
    free(got);
    orb_store_close(store);
    assert_sound("replay");
}

static void the_same_import_twice_changes_no_byte(void **state)
{
    struct orb_store_summary summary;
    struct orb_store *store = open_store("twice", ORB_STORE_CREATE);
    struct orb_buf before = { 0 }, after = { 0 };
    struct orb_error err = { 0 };
    int64_t version;

    (void)state;
    must_import(store, &small, true, &summary);
    orb_store_close(store);
    assert_int_equal(orb_file_read(&before, path_of("twice"), 1 << 28, &err), ORB_OK);
    store = open_store("twice", ORB_STORE_WRITE);
    must_import(store, &small, true, &summary);
    assert_true(summary.nothing_changed);
    assert_int_equal(summary.kinds[ORB_RECORD_OFFER].unchanged, 120);
    assert_int_equal(orb_store_version(store, &version, &err), ORB_OK);
    assert_int_equal(version, 1);
    orb_store_close(store);
    assert_int_equal(orb_file_read(&after, path_of("twice"), 1 << 28, &err), ORB_OK);
    assert_int_equal(before.len, after.len);
    assert_memory_equal(before.data, after.data, before.len);
    orb_buf_release(&before);
    orb_buf_release(&after);
}

static void the_order_of_records_and_of_sources_does_not_matter(void **state)
{
    struct fixture other = {
        .source = "other", .first = 60, .count = 120, .version = 2, .edition_day = 30
    };
    struct fixture backwards = small;
    struct orb_store_summary summary;
    struct orb_store *a = open_store("order-a", ORB_STORE_CREATE);
    struct orb_store *b = open_store("order-b", ORB_STORE_CREATE);
    char *first, *second;

    (void)state;
    backwards.backwards = true;
    must_import(a, &small, false, &summary);
    must_import(a, &other, false, &summary);
    other.backwards = true;
    must_import(b, &other, false, &summary);
    must_import(b, &backwards, false, &summary);
    first = dump_of(a);
    second = dump_of(b);
    assert_string_equal(first, second);
    free(first);
    free(second);
    orb_store_close(a);
    orb_store_close(b);
    assert_sound("order-a");
}

struct counts {
    int added, opened, closed, gone, moved, changed;
};

static enum orb_status count_change(void *context, const struct orb_store_change *change,
                                    struct orb_error *err)
{
    struct counts *counts = context;

    (void)err;
    if (change->run < 2)
        return ORB_OK;
    counts->added += strcmp(change->change, "new") == 0;
    counts->opened += strcmp(change->change, "opened") == 0;
    counts->closed += strcmp(change->change, "closed") == 0;
    counts->gone += strcmp(change->change, "gone") == 0;
    counts->moved += strcmp(change->change, "moved") == 0;
    counts->changed += strcmp(change->change, "changed") == 0;
    return ORB_OK;
}

static void a_new_edition_is_journalled_member_by_member(void **state)
{
    struct fixture next = {
        .source = "invented", .count = 130, .version = 2, .missing = 40, .edition_day = 31
    };
    struct orb_store_summary summary;
    struct orb_store *store = open_store("journal", ORB_STORE_CREATE);
    struct orb_error err = { 0 };
    struct counts counts = { 0 };
    const struct orb_store_visitor visitor = { &counts, count_change };
    struct orb_buf dump = { 0 };
    const struct orb_store_filter one = { .id = "op:offer-000040" };

    (void)state;
    must_import(store, &small, true, &summary);
    must_import(store, &next, true, &summary);
    assert_int_equal(summary.kinds[ORB_RECORD_OFFER].added, 9);
    assert_int_equal(summary.kinds[ORB_RECORD_OFFER].closed,
                     3); /* 0, 40, 80; 120 was never there */
    assert_int_equal(summary.closings,
                     2 * 3 + 3); /* offers and services gone, three closed */
    assert_int_equal(summary.openings, 2 * 9);
    assert_int_equal(orb_store_changes(store, ORB_DATE_NONE, NULL, &visitor, &err), ORB_OK);
    assert_int_equal(counts.gone, 3 * 3);
    assert_int_equal(counts.closed, 3);
    assert_true(counts.moved > 0 && counts.changed > 0 && counts.opened > 0);
    assert_int_equal(fixture_dump(store, &one, &dump, &err), ORB_OK);
    assert_non_null(strstr(dump.data, "closed_on=\"2026-02-01\""));
    orb_buf_release(&dump);
    must_import(store, &next, true, &summary);
    assert_true(summary.nothing_changed);
    next.missing = 0;
    must_import(store, &next, true, &summary);
    assert_int_equal(summary.kinds[ORB_RECORD_OFFER].changed, 3);
    orb_store_close(store);
    assert_sound("journal");
}

static void
several_records_of_one_id_leave_the_last_and_no_trace_of_the_others(void **state)
{
    const struct orb_store_import import = { .importer = "fixture" };
    struct fixture next = small;
    struct orb_store_summary summary;
    struct orb_store *store = open_store("last", ORB_STORE_CREATE);
    struct orb_error err = { 0 };
    struct orb_sink sink;

    (void)state;
    must_import(store, &small, false, &summary);
    next.version = 2;
    assert_int_equal(orb_store_import_begin(store, &import, &sink, &err), ORB_OK);
    assert_int_equal(fixture_put(&next, &sink, &err), ORB_OK);
    assert_int_equal(fixture_put(&small, &sink, &err), ORB_OK);
    assert_int_equal(orb_store_import_commit(store, NULL, &summary, &err), ORB_OK);
    assert_true(summary.nothing_changed);
    orb_store_close(store);
}

/* More than wait in memory at once, some of them changed while they wait. */
static void a_record_given_again_in_a_first_import_ends_as_given_last(void **state)
{
    const struct orb_store_import import = { .importer = "fixture" };
    struct fixture first = small, last = small;
    struct orb_store_summary summary;
    struct orb_store *store = open_store("again", ORB_STORE_CREATE);
    struct orb_store *other = open_store("once", ORB_STORE_CREATE);
    struct orb_error err = { 0 };
    struct orb_sink sink;
    char *again, *once;

    (void)state;
    first.count = last.count = 1300;
    last.version = 2;
    assert_int_equal(orb_store_import_begin(store, &import, &sink, &err), ORB_OK);
    assert_int_equal(fixture_put(&first, &sink, &err), ORB_OK);
    assert_int_equal(fixture_put(&last, &sink, &err), ORB_OK);
    assert_int_equal(orb_store_import_commit(store, NULL, &summary, &err), ORB_OK);
    assert_int_equal(summary.kinds[ORB_RECORD_OFFER].added, 1300);
    must_import(other, &last, false, &summary);
    again = dump_of(store);
    once = dump_of(other);
    assert_string_equal(again, once);
    free(again);
    free(once);
    orb_store_close(store);
    orb_store_close(other);
    assert_sound("again");
}

static void what_was_just_put_is_there_for_the_importer_that_asks(void **state)
{
    const struct orb_store_import import = { .importer = "fixture" };
    const struct orb_identifier number = { "finess", "010000001" };
    const struct orb_service service = { .id = "op:service-1",
                                         .identifiers = &number,
                                         .identifier_count = 1,
                                         .opened_on = ORB_DATE_NONE,
                                         .closed_on = ORB_DATE_NONE };
    struct orb_store *store = open_store("asked", ORB_STORE_CREATE);
    const struct orb_territory_view *view = NULL;
    enum orb_record_kind kind = ORB_RECORD_SITE;
    struct orb_error err = { 0 };
    struct orb_sink sink;
    const char *id = "";

    (void)state;
    assert_int_equal(orb_store_import_begin(store, &import, &sink, &err), ORB_OK);
    assert_int_equal(orb_store_territory_view(store, &view, &err), ORB_OK);
    assert_false(view->exists(view->context, ORB_RECORD_SERVICE, service.id));
    assert_int_equal(orb_sink_service(&sink, &service, &err), ORB_OK);
    assert_true(view->exists(view->context, ORB_RECORD_SERVICE, service.id));
    assert_int_equal(view->identified(view->context, &number, &kind, &id), 1);
    assert_int_equal(kind, ORB_RECORD_SERVICE);
    assert_string_equal(id, service.id);
    orb_store_import_rollback(store);
    orb_store_close(store);
}

static void a_filter_gives_only_what_it_asks(void **state)
{
    static const struct {
        struct orb_store_filter filter;
        const char *there;
        const char *absent;
    } cases[] = {
        { { .id = "op:offer-000007" }, "offer op:offer-000007", "offer op:offer-000008" },
        { { .of_service = "op:service-000001" }, "relation op:org-0|", "op:offer-000002" },
        { { .of_organization = "op:org-1" },
          "service op:service-000005",
          "op:service-000006 " },
        { { .commune = "01002" }, "offer op:offer-000001", "offer op:offer-000002" },
        { { .kinds = 1U << ORB_RECORD_SITE }, "site op:site-000002", "offer op:offer" },
        { { .hidden_only = true }, "service op:service-000002", "organization op:" },
        { { .hidden_only = true, .raw = true }, "service op:service-000002", "site op:" },
        { { .hidden_only = true }, "phone", "offer op:" },
    };
    struct orb_store_summary summary;
    struct orb_store *store = open_store("filter", ORB_STORE_CREATE);
    struct orb_error err = { 0 };

    (void)state;
    must_import(store, &small, true, &summary);
    orb_store_close(store);
    store = open_store("filter", ORB_STORE_READ);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct orb_buf dump = { 0 };

        assert_int_equal(fixture_dump(store, &cases[i].filter, &dump, &err), ORB_OK);
        assert_non_null(strstr(dump.data, cases[i].there));
        assert_null(strstr(dump.data, cases[i].absent));
        orb_buf_release(&dump);
    }
    orb_store_close(store);
}

static void a_record_of_an_unknown_source_is_refused_and_nothing_is_kept(void **state)
{
    const struct orb_store_import import = { .importer = "fixture" };
    const struct orb_site site = {
        .id = "op:site-1", .lon = 5, .lat = 46, .provenance = { .source = "nobody" }
    };
    struct orb_store *store = open_store("unknown", ORB_STORE_CREATE);
    struct orb_error err = { 0 };
    struct orb_sink sink;
    int64_t version;

    (void)state;
    assert_int_equal(orb_store_import_begin(store, &import, &sink, &err), ORB_OK);
    assert_int_equal(orb_sink_site(&sink, &site, &err), ORB_ERR_SYNTAX);
    orb_store_import_rollback(store);
    assert_int_equal(orb_store_version(store, &version, &err), ORB_OK);
    assert_int_equal(version, 0);
    orb_store_close(store);
}

static void a_commune_without_point_gets_the_median_of_its_sites(void **state)
{
    const struct orb_source source = { .id = "list",
                                       .licence = "CC0",
                                       .attribution = "Orbite" };
    const struct orb_territory commune = { .kind = ORB_TERRITORY_COMMUNE,
                                           .code = "01001",
                                           .population = -1,
                                           .lon = (double)NAN,
                                           .lat = (double)NAN,
                                           .provenance = { .source = "list" } };
    const struct orb_store_import import = { .importer = "list" };
    struct orb_store_summary summary;
    struct orb_store *store = open_store("median", ORB_STORE_CREATE);
    const struct orb_territory_view *view = NULL;
    struct orb_error err = { 0 };
    struct orb_sink sink;
    double lon, lat;

    (void)state;
    assert_int_equal(orb_store_territory_view(store, &view, &err), ORB_OK);
    assert_int_equal(orb_store_import_begin(store, &import, &sink, &err), ORB_OK);
    assert_int_equal(orb_sink_source(&sink, &source, &err), ORB_OK);
    assert_int_equal(orb_sink_territory(&sink, &commune, &err), ORB_OK);
    assert_int_equal(orb_store_import_commit(store, NULL, &summary, &err), ORB_OK);
    assert_false(view->point(view->context, "01001", &lon, &lat));
    must_import(store, &small, false, &summary);
    assert_true(view->point(view->context, "01001", &lon, &lat));
    assert_true(lon > 4.9 && lon < 5.0 && lat > 46.1 && lat < 46.2);
    orb_store_close(store);
}

static void the_operator_is_kept_with_its_dispositifs(void **state)
{
    static const char *const dispositifs[] = { "DIT-1", "PCPE-2" };
    const struct orb_operator op = { "op:org-1", "010000001", { dispositifs, 2, true } };
    struct orb_store *store = open_store("operator", ORB_STORE_CREATE);
    struct orb_error err = { 0 };
    int64_t version;
    char *dump;

    (void)state;
    assert_int_equal(orb_store_set_operator(store, &op, &err), ORB_OK);
    assert_int_equal(orb_store_set_operator(store, &op, &err), ORB_OK);
    assert_int_equal(orb_store_version(store, &version, &err), ORB_OK);
    assert_int_equal(version, 1);
    dump = dump_of(store);
    assert_string_equal(dump, "operator op:org-1 010000001 dispositifs=DIT-1,PCPE-2,\n");
    free(dump);
    orb_store_close(store);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_put_is_replayed),
        cmocka_unit_test(the_same_import_twice_changes_no_byte),
        cmocka_unit_test(the_order_of_records_and_of_sources_does_not_matter),
        cmocka_unit_test(a_new_edition_is_journalled_member_by_member),
        cmocka_unit_test(
            several_records_of_one_id_leave_the_last_and_no_trace_of_the_others),
        cmocka_unit_test(a_record_given_again_in_a_first_import_ends_as_given_last),
        cmocka_unit_test(what_was_just_put_is_there_for_the_importer_that_asks),
        cmocka_unit_test(a_filter_gives_only_what_it_asks),
        cmocka_unit_test(a_record_of_an_unknown_source_is_refused_and_nothing_is_kept),
        cmocka_unit_test(a_commune_without_point_gets_the_median_of_its_sites),
        cmocka_unit_test(the_operator_is_kept_with_its_dispositifs),
    };

    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
