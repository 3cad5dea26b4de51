#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "engine/base/alloc.h"
#include "engine/store/database.h"
#include "engine/store/shared.h"
#include "tests/unit/store_folder.h"

/* Terms and zones that no two offers share, several times what is kept. */
enum { OFFERS = 3000, PUBLICS = 12, COMMUNES = 30 };

static enum orb_status put_offer(const struct orb_sink *sink, int i, struct orb_error *err)
{
    char id[40], texts[PUBLICS + COMMUNES][40];
    const char *publics[PUBLICS], *communes[COMMUNES];
    struct orb_offer offer;

    for (int k = 0; k < PUBLICS; k++) {
        (void)snprintf(texts[k], sizeof texts[k], "public-%d-of-offer-%d", k, i);
        publics[k] = texts[k];
    }
    for (int k = 0; k < COMMUNES; k++) {
        (void)snprintf(texts[PUBLICS + k], sizeof texts[k], "%05d", (i * 17 + k) % 99999);
        communes[k] = texts[PUBLICS + k];
    }
    (void)snprintf(id, sizeof id, "kept:%06d", i);
    orb_offer_init(&offer);
    offer.id = id;
    offer.terms.age_min_months = i;
    offer.terms.publics = (struct orb_code_list){ publics, PUBLICS, true };
    offer.zone.known = true;
    offer.zone.communes = (struct orb_code_list){ communes, COMMUNES, true };
    offer.provenance =
        (struct orb_provenance){ .source = "kept",
                                 .observed_on = orb_date_make(2026, 1, 1),
                                 .basis = ORB_BASIS_DECLARED,
                                 .fields = i % 2 == 0 ? "age=inferred:x" : NULL };
    return orb_sink_offer(sink, &offer, err);
}

/* The first half in order, so that their conditions are read in runs; then those of even
 * numbers, those of odd ones. */
static enum orb_status put_all(const struct orb_sink *sink, struct orb_error *err)
{
    static const struct orb_source source = {
        .id = "kept", .name = "Inventé", .licence = "CC0", .attribution = "Orbite"
    };
    enum orb_status status = orb_sink_source(sink, &source, err);

    for (int i = 0; status == ORB_OK && i < OFFERS / 2; i++)
        status = put_offer(sink, i, err);
    for (int i = OFFERS / 2; status == ORB_OK && i < OFFERS; i += 2)
        status = put_offer(sink, i, err);
    for (int i = OFFERS / 2 + 1; status == ORB_OK && i < OFFERS; i += 2)
        status = put_offer(sink, i, err);
    return status;
}

static struct orb_store *make_store(const char *name)
{
    const struct orb_store_import import = { .importer = "fixture", .files = "invented" };
    struct orb_store *store = open_store(name, ORB_STORE_CREATE);
    struct orb_store_summary summary;
    struct orb_error err = { 0 };
    struct orb_sink sink;

    assert_int_equal(orb_store_import_begin(store, &import, &sink, &err), ORB_OK);
    if (put_all(&sink, &err) != ORB_OK)
        fail_msg("%s", err.text);
    assert_int_equal(orb_store_import_commit(store, "{}", &summary, &err), ORB_OK);
    assert_int_equal(summary.kinds[ORB_RECORD_OFFER].added, OFFERS);
    return store;
}

static const struct orb_store_filter offers = { .kinds = 1U << ORB_RECORD_OFFER };

/* Writes what it is given; once, in the middle, reads everything inside the replay. */
struct reading {
    struct orb_store *store;
    struct orb_buf *out;
    struct orb_buf *inside; /* NULL = nothing is read inside */
    size_t most;            /* bytes kept at once */
    int count;
};

static enum orb_status read_offer(void *context, const struct orb_record *record,
                                  struct orb_error *err)
{
    struct reading *r = context;
    struct orb_buf again = { 0 };
    struct orb_sink sink = fixture_dump_sink(r->out);
    size_t before = r->out->len, weight = orb_kept_weight(&r->store->reading->kept);
    enum orb_status status = sink.put(sink.context, record, err);

    r->most = weight > r->most ? weight : r->most;
    if (status != ORB_OK || ++r->count != OFFERS / 2 || r->inside == NULL)
        return status;
    status = fixture_dump(r->store, &offers, r->inside, err);
    weight = orb_kept_weight(&r->store->reading->kept);
    r->most = weight > r->most ? weight : r->most;
    sink = fixture_dump_sink(&again);
    if (status == ORB_OK)
        status = sink.put(sink.context, record, err);
    assert_int_equal(r->out->len - before, again.len);
    assert_memory_equal(r->out->data + before, again.data, again.len);
    orb_buf_release(&again);
    return status;
}

static void expect(struct orb_buf *out)
{
    struct orb_sink sink = fixture_dump_sink(out);
    struct orb_error err = { 0 };

    for (int i = 0; i < OFFERS; i++)
        assert_int_equal(put_offer(&sink, i, &err), ORB_OK);
}

static void
offers_are_the_same_when_their_conditions_are_forgotten_and_read_again(void **state)
{
    struct orb_store *store = make_store("kept");
    struct orb_buf expected = { 0 }, got = { 0 };
    struct reading reading = { .store = store, .out = &got };
    const struct orb_sink sink = { &reading, read_offer };
    struct orb_error err = { 0 };

    (void)state;
    expect(&expected);
    for (int turn = 0; turn < 2; turn++) {
        orb_buf_clear(&got);
        assert_int_equal(orb_store_replay(store, &offers, &sink, &err), ORB_OK);
        assert_string_equal(got.data, expected.data);
        assert_in_range(reading.most, ORB_KEPT_FULL, 5 * ORB_KEPT_FULL / 2);
    }
    orb_buf_release(&expected);
    orb_buf_release(&got);
    orb_store_close(store);
}

static void a_replay_inside_another_leaves_its_row_in_place(void **state)
{
    struct orb_store *store = make_store("inside");
    struct orb_buf expected = { 0 }, got = { 0 }, inside = { 0 };
    struct reading reading = { .store = store, .out = &got, .inside = &inside };
    const struct orb_sink sink = { &reading, read_offer };
    struct orb_error err = { 0 };

    (void)state;
    expect(&expected);
    assert_int_equal(orb_store_replay(store, &offers, &sink, &err), ORB_OK);
    assert_string_equal(got.data, expected.data);
    assert_string_equal(inside.data, expected.data);
    /* All that was read inside was kept: much more than two generations. */
    assert_true(reading.most > 3 * ORB_KEPT_FULL);
    orb_kept_trim(&store->reading->kept);
    orb_kept_trim(&store->reading->kept);
    assert_int_equal(store->reading->replays, 0);
    orb_buf_release(&expected);
    orb_buf_release(&got);
    orb_buf_release(&inside);
    orb_store_close(store);
}

static void an_item_is_found_until_the_second_trim_of_a_full_generation(void **state)
{
    struct orb_kept kept = { 0 };
    struct orb_error err = { 0 };
    const char *text = NULL;

    (void)state;
    assert_null(orb_kept_find(&kept, ORB_KEPT_TERMS, 1));
    assert_int_equal(orb_kept_intern(&kept, "a", &text, &err), ORB_OK);
    assert_int_equal(orb_kept_put(&kept, ORB_KEPT_TERMS, 1, &kept, &err), ORB_OK);
    assert_int_equal(orb_kept_put(&kept, ORB_KEPT_ZONES, 1, &err, &err), ORB_OK);
    orb_kept_trim(&kept); /* not full: nothing moves */
    assert_ptr_equal(orb_kept_find_young(&kept, ORB_KEPT_TERMS, 1), &kept);
    for (int turn = 0; turn < 2; turn++) {
        assert_ptr_equal(orb_kept_find(&kept, ORB_KEPT_TERMS, 1), &kept);
        assert_ptr_equal(orb_kept_find(&kept, ORB_KEPT_ZONES, 1), &err);
        assert_string_equal(text, "a");
        assert_non_null(orb_arena_alloc(orb_kept_arena(&kept), ORB_KEPT_FULL + 1));
        orb_kept_trim(&kept);
        assert_null(orb_kept_find_young(&kept, ORB_KEPT_TERMS, 1));
    }
    assert_null(orb_kept_find(&kept, ORB_KEPT_TERMS, 1));
    assert_null(orb_kept_find(&kept, ORB_KEPT_ZONES, 1));
    assert_int_equal(orb_kept_put(&kept, ORB_KEPT_TERMS, -1, &kept, &err), ORB_ERR_CORRUPT);
    orb_kept_release(&kept);
    orb_kept_release(&kept);
    assert_int_equal(orb_kept_weight(&kept), 0);
}

static void many_numbers_of_every_set_stay_apart(void **state)
{
    static char items[ORB_KEPT_SETS][1500];
    struct orb_kept kept = { 0 };
    struct orb_error err = { 0 };

    (void)state;
    for (int no = 0; no < 1500; no++)
        for (int set = 0; set < ORB_KEPT_SETS; set++)
            assert_int_equal(
                orb_kept_put(&kept, (enum orb_kept_set)set, no, &items[set][no], &err),
                ORB_OK);
    for (int no = 0; no < 1500; no++)
        for (int set = 0; set < ORB_KEPT_SETS; set++)
            assert_ptr_equal(orb_kept_find(&kept, (enum orb_kept_set)set, no),
                             &items[set][no]);
    assert_null(orb_kept_find(&kept, ORB_KEPT_TERMS, 1500));
    orb_kept_release(&kept);
}

/* Conditions are forgotten meanwhile, but none that the other thread still reads. */
static void offers_read_ahead_are_the_same(void **state)
{
    const struct orb_store_filter ahead = { .kinds = 1U << ORB_RECORD_OFFER,
                                            .ahead = true };
    struct orb_store *store = make_store("ahead");
    struct orb_buf expected = { 0 }, got = { 0 };
    struct orb_error err = { 0 };

    (void)state;
    expect(&expected);
    assert_int_equal(fixture_dump(store, &ahead, &got, &err), ORB_OK);
    assert_string_equal(got.data, expected.data);
    orb_buf_release(&expected);
    orb_buf_release(&got);
    orb_store_close(store);
}

/* Terms and zones come in several questions: one that fails leaves the others half read. */
static void what_failed_half_way_is_read_again_whole(void **state)
{
    struct orb_store *store = make_store("half");
    struct orb_buf expected = { 0 }, got = { 0 };
    int failures = 0;

    (void)state;
    expect(&expected);
    for (long n = 5; n < 300; n += 13) {
        struct orb_error err = { 0 };

        orb_shared_forget(store);
        orb_alloc_fail_after(n);
        failures += fixture_dump(store, &offers, &got, &err) != ORB_OK;
        orb_alloc_fail_after(-1);
        orb_buf_release(&got);
        assert_int_equal(fixture_dump(store, &offers, &got, &err), ORB_OK);
        assert_string_equal(got.data, expected.data);
        orb_buf_clear(&got);
    }
    assert_true(failures > 10);
    orb_buf_release(&expected);
    orb_buf_release(&got);
    orb_store_close(store);
}

struct refusing {
    int count;
    int refused; /* which one */
};

static enum orb_status refuse(void *context, const struct orb_record *record,
                              struct orb_error *err)
{
    struct refusing *r = context;

    return ++r->count < r->refused ? ORB_OK
                                   : orb_error_set(err, ORB_ERR_RANGE, "%s is one too many",
                                                   record->as.offer->id);
}

/* The first row, one within a batch, the last one: the reason given first is told. */
static void what_the_sink_refuses_ends_a_replay_read_ahead(void **state)
{
    static const int refused[] = { 1, 700, OFFERS };
    const struct orb_store_filter ahead = { .kinds = 1U << ORB_RECORD_OFFER,
                                            .ahead = true };
    struct orb_store *store = make_store("refusing");

    (void)state;
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        struct refusing refusing = { .refused = refused[i] };
        const struct orb_sink sink = { &refusing, refuse };
        struct orb_error err = { 0 };
        char expected[60];

        (void)snprintf(expected, sizeof expected, "kept:%06d is one too many",
                       refused[i] - 1);
        assert_int_equal(orb_store_replay(store, &ahead, &sink, &err), ORB_ERR_RANGE);
        assert_string_equal(err.text, expected);
        assert_int_equal(refusing.count, refused[i]);
        assert_false(orb_db_in_transaction(store));
    }
    orb_store_close(store);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_item_is_found_until_the_second_trim_of_a_full_generation),
        cmocka_unit_test(many_numbers_of_every_set_stay_apart),
        cmocka_unit_test(offers_read_ahead_are_the_same),
        cmocka_unit_test(what_failed_half_way_is_read_again_whole),
        cmocka_unit_test(what_the_sink_refuses_ends_a_replay_read_ahead),
        cmocka_unit_test(
            offers_are_the_same_when_their_conditions_are_forgotten_and_read_again),
        cmocka_unit_test(a_replay_inside_another_leaves_its_row_in_place),
    };

    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
