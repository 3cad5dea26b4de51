/* The layer of offers that a first import notes as records come is the one that the tables
 * give. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/unit/store_folder.h"

/* Offers at their own place or at that of their service, which is not secret. */
#define BY_TABLES                                                                          \
    "SELECT o.no, s.position, s.position_state FROM offer o "                              \
    "LEFT JOIN service v ON v.id = coalesce(o.service, o.id) "                             \
    "JOIN site s ON s.id = coalesce(o.site, v.site) "                                      \
    "WHERE s.position IS NOT NULL AND s.kind IS NOT 'confidential'"
#define LAYER "SELECT no, position, state FROM offer_position"

static const char count_missing[] = "SELECT count(*) FROM (" BY_TABLES " EXCEPT " LAYER ")";
static const char count_extra[] = "SELECT count(*) FROM (" LAYER " EXCEPT " BY_TABLES ")";
static const char count_layer[] = "SELECT count(*) FROM offer_position";

/* One record of a list: a place when it has a longitude, else an offer or a service. */
struct line {
    enum orb_record_kind kind;
    const char *id, *site, *service;
    double lon;
    bool is_secret;
};

static enum orb_status put_line(const struct orb_sink *sink, const struct line *line,
                                struct orb_error *err)
{
    const struct orb_provenance provenance = { .source = "list",
                                               .observed_on = ORB_DATE_NONE };
    const struct orb_site site = {
        .id = line->id,
        .kind = line->is_secret ? "confidential" : NULL,
        .lon = line->lon,
        .lat = isnan(line->lon) ? (double)NAN : 46.1,
        .position = isnan(line->lon) ? ORB_POSITION_ABSENT : ORB_POSITION_GIVEN,
        .provenance = provenance,
    };
    const struct orb_service service = { .id = line->id,
                                         .site = line->site,
                                         .opened_on = ORB_DATE_NONE,
                                         .closed_on = ORB_DATE_NONE,
                                         .provenance = provenance };
    struct orb_offer offer;

    if (line->kind == ORB_RECORD_SITE)
        return orb_sink_site(sink, &site, err);
    if (line->kind == ORB_RECORD_SERVICE)
        return orb_sink_service(sink, &service, err);
    orb_offer_init(&offer);
    offer.id = line->id;
    offer.site = line->site;
    offer.service = line->service;
    offer.provenance = provenance;
    return orb_sink_offer(sink, &offer, err);
}

static void import_lines(const char *name, const struct line *lines, size_t count)
{
    const struct orb_store_import import = { .importer = "list" };
    const struct orb_source source = { .id = "list",
                                       .licence = "CC0",
                                       .attribution = "Orbite" };
    struct orb_store *store = open_store(name, ORB_STORE_CREATE);
    struct orb_store_summary summary;
    struct orb_error err = { 0 };
    struct orb_sink sink;

    assert_int_equal(orb_store_import_begin(store, &import, &sink, &err), ORB_OK);
    assert_int_equal(orb_sink_source(&sink, &source, &err), ORB_OK);
    for (size_t i = 0; i < count; i++)
        assert_int_equal(put_line(&sink, &lines[i], &err), ORB_OK);
    assert_int_equal(orb_store_import_commit(store, NULL, &summary, &err), ORB_OK);
    orb_store_close(store);
}

static void assert_layer(const char *name, int64_t offers)
{
    assert_int_equal(count_of(name, count_missing), 0);
    assert_int_equal(count_of(name, count_extra), 0);
    assert_int_equal(count_of(name, count_layer), offers);
    assert_sound(name);
}

#define SITE(id, lon, is_secret)                                                           \
    {                                                                                      \
        ORB_RECORD_SITE, id, NULL, NULL, lon, is_secret                                    \
    }
#define SERVICE(id, site)                                                                  \
    {                                                                                      \
        ORB_RECORD_SERVICE, id, site, NULL, 0, false                                       \
    }
#define OFFER(id, site, service)                                                           \
    {                                                                                      \
        ORB_RECORD_OFFER, id, site, service, 0, false                                      \
    }

static void an_offer_is_at_its_place_or_at_that_of_its_service(void **state)
{
    static const struct line lines[] = {
        SITE("a", 4.1, false),   SITE("b", 4.2, true),    SITE("c", NAN, false),
        SITE("d", 4.4, false),   SERVICE("s", "d"),       SERVICE("t", "b"),
        SERVICE("u", NULL),      SERVICE("v", "a"),       OFFER("1", "a", NULL),
        OFFER("2", "b", "s"),    OFFER("3", "c", "s"),    OFFER("4", NULL, "s"),
        OFFER("5", NULL, "t"),   OFFER("6", NULL, "u"),   OFFER("v", NULL, NULL),
        OFFER("7", "a", "s"),    OFFER("8", "none", "s"), OFFER("9", NULL, "none"),
        OFFER("10", NULL, NULL), OFFER("1", "a", NULL),
    };

    (void)state;
    import_lines("placed", lines, sizeof lines / sizeof lines[0]);
    assert_layer("placed", 4); /* 1, 4, v, 7 */
}

static void what_comes_or_changes_after_an_offer_moves_it(void **state)
{
    static const struct line late_site[] = { OFFER("1", "a", NULL), SITE("a", 4.1, false) };
    static const struct line late_service[] = { SITE("a", 4.1, false),
                                                OFFER("1", NULL, "s"), SERVICE("s", "a") };
    static const struct line hidden[] = { SITE("a", 4.1, false), OFFER("1", "a", NULL),
                                          SITE("a", 4.1, true) };
    static const struct line moved[] = { SITE("a", 4.1, false), SITE("b", 4.2, false),
                                         OFFER("1", "a", NULL), OFFER("1", "b", NULL),
                                         SERVICE("s", "a"),     OFFER("2", NULL, "s"),
                                         SERVICE("s", "b") };

    (void)state;
    import_lines("late_site", late_site, 2);
    assert_layer("late_site", 1);
    import_lines("late_service", late_service, 3);
    assert_layer("late_service", 1);
    import_lines("hidden", hidden, 3);
    assert_layer("hidden", 0);
    import_lines("moved", moved, 7);
    assert_layer("moved", 2);
}

static void there_is_a_layer_without_any_place(void **state)
{
    static const struct line lines[] = { OFFER("1", NULL, NULL) };

    (void)state;
    import_lines("nowhere", lines, 1);
    assert_layer("nowhere", 0);
}

static void every_offer_has_a_place(void **state)
{
    static const struct line lines[] = { SITE("a", 4.1, false), SITE("b", 4.2, false),
                                         SERVICE("s", "b"),     OFFER("1", "b", NULL),
                                         OFFER("2", NULL, "s"), OFFER("3", "a", NULL) };
    static const struct line last[] = { SITE("a", 4.1, false), OFFER("1", NULL, NULL),
                                        OFFER("2", "a", NULL) };

    (void)state;
    import_lines("everywhere", lines, sizeof lines / sizeof lines[0]);
    assert_layer("everywhere", 3);
    import_lines("last", last, sizeof last / sizeof last[0]);
    assert_layer("last", 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_offer_is_at_its_place_or_at_that_of_its_service),
        cmocka_unit_test(what_comes_or_changes_after_an_offer_moves_it),
        cmocka_unit_test(there_is_a_layer_without_any_place),
        cmocka_unit_test(every_offer_has_a_place),
    };

    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
