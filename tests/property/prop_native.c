/* What a store gives to the exchange file, it takes back from it whole. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "engine/base/alloc.h"
#include "engine/base/arena.h"
#include "engine/base/file.h"
#include "engine/store/row.h"
#include "maps/native.h"
#include "tests/property/answer.h"
#include "tests/property/drawn.h"
#include "tests/property/made.h"
#include "tests/unit/native_file.h"
#include "tests/unit/store_fixture.h"

#define ROUNDS 12

static struct orb_store *new_store(void)
{
    struct orb_store *store = NULL;
    struct orb_error err = { 0 };

    (void)unlink(native_files.database);
    assert_int_equal(orb_store_open(&store, native_files.database, ORB_STORE_CREATE, &err),
                     ORB_OK);
    return store;
}

static struct orb_store *drawn_store(uint64_t seed)
{
    const struct orb_store_import request = { .importer = "drawn" };
    struct orb_store *store = new_store();
    struct orb_store_summary summary;
    struct orb_error err = { 0 };
    struct orb_sink sink;

    assert_int_equal(orb_store_import_begin(store, &request, &sink, &err), ORB_OK);
    if (drawn_put(&sink, seed, &err) != ORB_OK)
        fail_msg("%s: %s", err.place, err.text);
    assert_int_equal(orb_store_import_commit(store, NULL, &summary, &err), ORB_OK);
    return store;
}

static struct orb_store *imported_store(const char *file)
{
    const struct orb_store_import request = { .importer = "native" };
    struct orb_store *store = new_store();
    struct orb_import_report report = { 0 };
    struct orb_store_summary summary;
    struct orb_error err = { 0 };
    struct orb_sink sink;

    assert_int_equal(orb_store_import_begin(store, &request, &sink, &err), ORB_OK);
    if (native_import(file, &sink, &report, &err) != ORB_OK)
        fail_msg("%s: %s", err.place, err.text);
    for (size_t i = 0; report.rejected + report.values > 0 && i < report.line_count; i++)
        print_message("%s %s %llu\n", report.lines[i].group, report.lines[i].name,
                      report.lines[i].count);
    assert_int_equal(report.rejected + report.values, 0);
    assert_int_equal(orb_store_import_commit(store, NULL, &summary, &err), ORB_OK);
    orb_report_release(&report);
    return store;
}

static void export(struct orb_store *store, const char *file)
{
    const struct orb_store_filter whole = { .with_contours = true, .raw = true };
    struct orb_native_writer *writer = NULL;
    struct orb_output out = { 0 };
    struct orb_error err = { 0 };
    struct orb_sink sink;

    assert_int_equal(orb_output_open(&out, file, &err), ORB_OK);
    assert_int_equal(orb_native_writer_new(&writer, &out, &err), ORB_OK);
    sink = orb_native_writer_sink(writer);
    if (orb_store_replay(store, &whole, &sink, &err) != ORB_OK)
        fail_msg("%s: %s", err.place, err.text);
    assert_int_equal(orb_native_writer_end(writer, &err), ORB_OK);
    assert_int_equal(orb_output_commit(&out, &err), ORB_OK);
    orb_output_close(&out);
    orb_native_writer_free(writer);
}

/* ---- what a store says */

/* What an offer takes from its service when it does not say it itself. */
struct parent {
    const char *id;
    const char *organization;
    const char *site;
    const char *name;
    const char *category;
};

/*
 * The exchange file repeats in an offer what it takes from its service, and gives the offer
 * that has none a service of its own which says nothing more: both are told alike.
 */
struct teller {
    struct orb_sink dump;
    struct orb_arena arena;
    struct parent *parents;
    size_t count;
    size_t capacity;
};

static void keep_parent(struct teller *t, const struct orb_service *service)
{
    assert_int_equal(
        orb_grow((void **)&t->parents, &t->capacity, t->count, sizeof *t->parents), ORB_OK);
    t->parents[t->count++] =
        (struct parent){ orb_arena_strdup(&t->arena, service->id),
                         orb_arena_strdup(&t->arena, service->organization),
                         orb_arena_strdup(&t->arena, service->site),
                         orb_arena_strdup(&t->arena, service->name),
                         orb_arena_strdup(&t->arena, service->category) };
}

static void complete_offer(const struct teller *t, struct orb_offer *offer)
{
    offer->service = offer->service == NULL ? offer->id : offer->service;
    for (size_t i = 0; i < t->count; i++) {
        const struct parent *p = &t->parents[i];

        if (strcmp(p->id, offer->service) != 0)
            continue;
        offer->organization =
            offer->organization == NULL ? p->organization : offer->organization;
        offer->site = offer->site == NULL ? p->site : offer->site;
        offer->name = offer->name == NULL ? p->name : offer->name;
        offer->terms.category =
            offer->terms.category == NULL ? p->category : offer->terms.category;
    }
}

static bool is_implied(const struct orb_record *record)
{
    const struct orb_table *table = orb_table_of(record->kind);
    const struct orb_provenance *provenance =
        table == NULL ? NULL : orb_record_provenance(table, orb_record_struct(record));

    return provenance != NULL && provenance->fields != NULL &&
           strcmp(provenance->fields, ORB_FIELDS_IMPLIED) == 0;
}

static enum orb_status tell_record(void *context, const struct orb_record *record,
                                   struct orb_error *err)
{
    struct teller *t = context;
    struct orb_record complete = *record;
    struct orb_offer offer;

    if (is_implied(record))
        return ORB_OK;
    if (record->kind == ORB_RECORD_SERVICE)
        keep_parent(t, record->as.service);
    if (record->kind == ORB_RECORD_OFFER) {
        offer = *record->as.offer;
        complete_offer(t, &offer);
        complete.as.offer = &offer;
    }
    return t->dump.put(t->dump.context, &complete, err);
}

/* A territory as the exchange file has it, as the store gives it back, and the store. */
struct told {
    struct orb_store *store;
    struct orb_buf file;
    struct orb_buf records;
};

static void tell(struct told *told, struct orb_store *store, const char *file)
{
    const struct orb_store_filter whole = { .with_contours = true, .raw = true };
    struct teller teller = { .dump = fixture_dump_sink(&told->records) };
    const struct orb_sink sink = { &teller, tell_record };
    struct orb_error err = { 0 };

    *told = (struct told){ .store = store };
    export(store, file);
    assert_int_equal(orb_file_read(&told->file, file, (size_t)1 << 28, &err), ORB_OK);
    assert_int_equal(orb_store_replay(store, &whole, &sink, &err), ORB_OK);
    orb_free(teller.parents);
    orb_arena_release(&teller.arena);
    orb_store_close(store);
}

/* A territory made of a file names the bytes of that file, which are others now. */
static void drop_digest(char *records)
{
    static const char key[] = " digest=\"";

    for (char *at = strstr(records, key); at != NULL; at = strstr(at + 1, key)) {
        size_t len = strspn(at + sizeof key - 1, "0123456789abcdef");

        if (len == 16)
            memset(at + sizeof key - 1, '-', len);
    }
}

static void forget(struct told *told)
{
    orb_buf_release(&told->file);
    orb_buf_release(&told->records);
}

/* Fail with the first line that differs. */
static void assert_same_lines(const char *a, const char *b)
{
    while (*a != '\0' && *b != '\0') {
        size_t len = strcspn(a, "\n");

        if (strcspn(b, "\n") != len || strncmp(a, b, len) != 0)
            fail_msg("before: %.*s\nafter:  %.*s", (int)len, a, (int)strcspn(b, "\n"), b);
        a += len + (a[len] == '\n');
        b += len + (b[len] == '\n');
    }
    assert_string_equal(a, b);
}

static void assert_same_told(struct told *before, struct told *after)
{
    drop_digest(before->records.data);
    drop_digest(after->records.data);
    assert_same_lines(before->records.data, after->records.data);
    assert_same_lines(before->file.data, after->file.data);
    forget(before);
    forget(after);
}

static void what_a_store_gives_is_taken_back_whole(void **state)
{
    uint64_t seed = made_seed();

    (void)state;
    for (unsigned round = 0; round < ROUNDS; round++) {
        struct told before, after;

        tell(&before, drawn_store(seed + round), native_files.path);
        tell(&after, imported_store(native_files.path), native_files.written);
        assert_same_told(&before, &after);
    }
}

/* The demonstration has offers that share places and services, and those that have their
 * own. */
static void the_demonstration_is_taken_back_whole(void **state)
{
    struct answer_place place;
    char folder[2100], database[2200];
    const char *const arguments[] = { "demo", folder, "--offers", "500", NULL };
    struct orb_store *store = NULL;
    struct orb_error err = { 0 };
    struct told before, after;

    (void)state;
    answer_open(&place);
    (void)snprintf(folder, sizeof folder, "%s/demo", place.path);
    (void)snprintf(database, sizeof database, "%s/territory.orbite", folder);
    assert_int_equal(answer_run(arguments, NULL, NULL), 0);
    assert_int_equal(orb_store_open(&store, database, ORB_STORE_READ, &err), ORB_OK);
    tell(&before, store, native_files.path);
    tell(&after, imported_store(native_files.path), native_files.written);
    assert_same_told(&before, &after);
    answer_close(&place);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_a_store_gives_is_taken_back_whole),
        cmocka_unit_test(the_demonstration_is_taken_back_whole),
    };

    return cmocka_run_group_tests(tests, native_setup, native_teardown);
}
