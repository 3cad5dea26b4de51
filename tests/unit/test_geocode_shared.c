/* Real addresses of Bourgogne and Rhône-Alpes without a network: which commune they mean,
 * and how far its point is from where they are. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "engine/base/csv.h"
#include "engine/base/file.h"
#include "engine/base/number.h"
#include "engine/geo/frame.h"
#include "engine/geocode/fallback.h"
#include "importers/registry.h"
#include "tests/unit/importing.h"

#define EARTH_RADIUS_M 6371008.8

struct country {
    struct orb_store *store;
    const struct orb_territory_view *view;
    struct orb_geocode_towns towns;
    struct orb_arena arena;
};

static void import(struct orb_store *store, const char *importer, const char *name)
{
    struct importing run;
    const char *found = importing_shared(name);
    char path[700];
    const char *const paths[] = { path, NULL };

    assert_non_null(found);
    (void)snprintf(path, sizeof path, "%s", found);
    importing_run(&run, store, orb_importer_find(importer),
                  strcmp(importer, "cog") == 0 ? "2026" : "2018", paths);
    if (run.status != ORB_OK)
        fail_msg("%s: %s", run.err.place, run.err.text);
    importing_release(&run);
}

static enum orb_status take(void *context, const struct orb_record *record,
                            struct orb_error *err)
{
    return record->kind == ORB_RECORD_TERRITORY
               ? orb_geocode_towns_add(context, record->as.territory, err)
               : ORB_OK;
}

static int set_up(void **state)
{
    static struct country c;
    const struct orb_store_filter filter = { .kinds = 1U << ORB_RECORD_TERRITORY };
    struct orb_sink sink = { &c.towns, take };

    *state = &c;
    if (importing_shared("data/geocode/bourgogne.csv") == NULL)
        return 0;
    c.store = importing_open();
    import(c.store, "cog", "data/communes");
    import(c.store, "contours", "data/contours/communes-01-ain.geojson.gz");
    import(c.store, "contours", "data/contours/communes-21-cote-d-or.geojson.gz");
    import(c.store, "contours", "data/contours/communes-69-rhone.geojson.gz");
    c.view = importing_view(c.store);
    if (orb_store_replay(c.store, &filter, &sink, NULL) != ORB_OK)
        return -1;
    orb_geocode_towns_sort(&c.towns);
    return 0;
}

static int tear_down(void **state)
{
    struct country *c = *state;

    if (c->store != NULL)
        importing_close(c->store);
    orb_geocode_towns_release(&c->towns);
    orb_arena_release(&c->arena);
    return 0;
}

/* What came of a file. */
struct tally {
    size_t addresses;  /* with their postcode, whose town is told apart */
    size_t found;      /* a commune, postcode and town given */
    size_t named;      /* it bears that name still: the others merged */
    size_t postcodes;  /* a postcode alone gives where to search */
    size_t located;    /* in a département with contours: true position known */
    size_t in_commune; /* the true position lies in the commune found */
    size_t placed;     /* the fallback from the postcode alone has a point */
    size_t in_reach;   /* the true position is no farther than its radius + 2,500 m */
};

/* One address; the true position is on the row after it. */
struct sample {
    char query[200];
    char town[100];
    double lon, lat; /* NaN = not told */
};

static struct orb_geocode_query query_of(struct country *c, const char *address)
{
    const struct orb_geocode_place place = { .address = address };
    struct orb_geocode_query query;

    assert_int_equal(orb_geocode_query_make(&query, &c->arena, &c->towns, &place, NULL),
                     ORB_OK);
    return query;
}

static double distance_m(const struct orb_geocode_fallback *f, const struct sample *s)
{
    return orb_chord_to_arc(
        orb_ecef_chord_m(orb_ecef_make(f->lon, f->lat), orb_ecef_make(s->lon, s->lat)),
        EARTH_RADIUS_M);
}

static void look_at(struct country *c, const struct sample *s, struct tally *t)
{
    char whole[400];
    struct orb_geocode_query bare = query_of(c, s->query);
    struct orb_geocode_query full;
    const struct orb_geocode_town *town;
    struct orb_geocode_fallback fallback;
    enum orb_tristate inside;

    (void)snprintf(whole, sizeof whole, "%s %s", s->query, s->town);
    full = query_of(c, whole);
    town = orb_geocode_towns_find(&c->towns, full.commune);
    orb_geocode_fall_back(&fallback, &c->towns, &bare);
    t->addresses++;
    t->found += town != NULL;
    t->named += town != NULL && strcmp(town->name, s->town) == 0;
    t->postcodes += bare.commune[0] != '\0' || bare.postcode[0] != '\0';
    /* What is sent has neither the postcode nor the town twice. */
    assert_null(strstr(full.text, strrchr(s->query, ' ') + 1));
    inside = isnan(s->lon)
                 ? ORB_UNKNOWN
                 : c->view->contains(c->view->context, full.commune, s->lon, s->lat, 500);
    if (inside == ORB_UNKNOWN)
        return;
    t->located++;
    t->in_commune += inside == ORB_YES;
    t->placed += fallback.level != ORB_GEOCODE_NOWHERE;
    t->in_reach += fallback.level != ORB_GEOCODE_NOWHERE &&
                   distance_m(&fallback, s) <= fallback.radius_m + 2500;
}

static double number(const struct orb_csv *csv, size_t column)
{
    const char *text = orb_csv_field(csv, column);
    double value = NAN;

    (void)orb_number_parse(&value, text, strlen(text));
    return value;
}

/* Rows come by three: street and town, street and postcode, street and position. */
static struct tally read_file(struct country *c, const char *name)
{
    struct orb_buf text = { 0 };
    struct orb_csv csv;
    struct sample sample = { .query = "" };
    struct tally t = { 0 };
    bool more = true;

    assert_int_equal(orb_file_read(&text, importing_shared(name), (size_t)1 << 20, NULL),
                     ORB_OK);
    orb_csv_memory(&csv, text.data, text.len, ',');
    assert_int_equal(orb_csv_row(&csv, &more, NULL), ORB_OK);
    while (orb_csv_row(&csv, &more, NULL) == ORB_OK && more) {
        const char *query = orb_csv_field(&csv, 0);
        const char *last = strrchr(query, ' ');
        size_t len = strlen(query);

        if (sample.query[0] != '\0') {
            if (strncmp(sample.query, query, len) == 0) {
                sample.lon = number(&csv, 1);
                sample.lat = number(&csv, 2);
            }
            look_at(c, &sample, &t);
            sample.query[0] = '\0';
        }
        if (orb_csv_field(&csv, 6)[0] == '\0' || last == NULL ||
            strspn(last + 1, "0123456789") != 5)
            continue;
        sample = (struct sample){ .lon = NAN, .lat = NAN };
        (void)snprintf(sample.query, sizeof sample.query, "%s", query);
        (void)snprintf(sample.town, sizeof sample.town, "%s", orb_csv_field(&csv, 6));
    }
    orb_csv_release(&csv);
    orb_buf_release(&text);
    print_message("# %s: %zu addresses, %zu communes found, %zu of the same name, %zu by "
                  "postcode; %zu true positions: %zu in that commune, %zu placed by "
                  "postcode alone, %zu within its radius\n",
                  name, t.addresses, t.found, t.named, t.postcodes, t.located, t.in_commune,
                  t.placed, t.in_reach);
    return t;
}

static void real_addresses_find_their_commune(void **state)
{
    struct country *c = *state;
    struct tally t;

    if (c->store == NULL)
        skip();
    t = read_file(c, "data/geocode/bourgogne.csv");
    assert_int_equal(t.addresses, 98);
    assert_int_equal(t.found, 98);
    assert_int_equal(t.postcodes, 98);
    assert_true(t.located == 30 && t.in_commune == 30 && t.placed == 30);
    assert_true(t.in_reach >= 29);
    /* One commune that merged left no trace of its name in the list. */
    t = read_file(c, "data/geocode/rhonealpes.csv");
    assert_int_equal(t.addresses, 213);
    assert_int_equal(t.found, 212);
    assert_true(t.postcodes >= 212);
    assert_true(t.located == 73 && t.in_commune == 73 && t.placed == 73);
    assert_true(t.in_reach >= 66);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(real_addresses_find_their_commune),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
