#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "engine/base/alloc.h"
#include "engine/base/json.h"
#include "engine/model/record.h"
#include "maps/registry.h"
#include "tests/unit/contours.h"
#include "tests/unit/native_file.h"

/* ---- a territory of four communes: two neighbours, an enclave, one elsewhere */

static const double west[][2] = { { 5, 46 }, { 5.1, 46 }, { 5.1, 46.1 }, { 5, 46.1 } };
static const double east[][2] = { { 5.1, 46 }, { 5.2, 46 }, { 5.2, 46.1 }, { 5.1, 46.1 } };
static const double lake[][2] = {
    { 5.14, 46.04 }, { 5.14, 46.06 }, { 5.16, 46.06 }, { 5.16, 46.04 }
};
static const double inside[][2] = {
    { 5.16, 46.04 }, { 5.16, 46.06 }, { 5.14, 46.06 }, { 5.14, 46.04 }
};
static const double far[][2] = { { 5.5, 46.5 }, { 5.6, 46.5 }, { 5.6, 46.6 } };
static const double islet[][2] = { { 5.7, 46.7 }, { 5.71, 46.7 }, { 5.71, 46.71 } };

static const struct made_ring rings[4][2] = {
    { { west, 4, 1 } },
    { { east, 4, 1 }, { lake, 4, 0 } },
    { { inside, 4, 1 } },
    { { far, 3, 1 }, { islet, 3, 1 } },
};
static const size_t ring_counts[4] = { 1, 2, 1, 2 };

static enum orb_status give_commune(const struct orb_sink *sink, size_t number,
                                    struct orb_error *err)
{
    static const char *const codes[4] = { "01001", "01002", "01003", "38001" };
    static const char *const names[4] = { "Ouest", "Est \"d'ici\"", NULL, "Loin" };
    static const char *const sources[4] = { "cog", "cog", "cog", "elsewhere" };
    struct orb_buf wkb = { 0 };
    struct orb_territory t = { .kind = ORB_TERRITORY_COMMUNE,
                               .code = codes[number],
                               .name = names[number],
                               .departement = number == 3 ? "38" : "01",
                               .population = number == 2 ? -1 : 100 * (int64_t)number,
                               .provenance = { .source = sources[number] } };
    struct orb_record record = { .kind = ORB_RECORD_TERRITORY, .as.territory = &t };
    enum orb_status status;

    write_contour(&wkb, rings[number], ring_counts[number]);
    status = orb_buf_check(&wkb, err);
    t.contour = (const unsigned char *)wkb.data;
    t.contour_len = wkb.len;
    if (status == ORB_OK)
        status = sink->put(sink->context, &record, err);
    orb_buf_release(&wkb);
    return status;
}

static enum orb_status replay(void *context, const struct orb_map_replay *which,
                              const struct orb_sink *sink, struct orb_error *err)
{
    static const struct orb_source sources[] = {
        { .id = "cog", .licence = "LO 2.0", .attribution = "INSEE" },
        { .id = "contours-2018", .licence = "LO 2.0", .attribution = "IGN-INSEE, 2018" },
        { .id = "elsewhere", .licence = "ODbL", .attribution = "MARKER" },
    };
    static const struct orb_territory others[] = {
        { .kind = ORB_TERRITORY_COMMUNE, .code = "01009", .departement = "01" },
        { .kind = ORB_TERRITORY_DEPARTEMENT, .code = "01", .departement = "01" },
    };
    enum orb_status status = ORB_OK;

    (void)context;
    assert_true(which->with_contours);
    for (size_t i = 0; i < 3 && status == ORB_OK; i++)
        status = orb_sink_source(sink, &sources[i], err);
    for (size_t i = 0; i < 2 && status == ORB_OK; i++)
        status = orb_sink_territory(sink, &others[i], err);
    for (size_t i = 0; i < 4 && status == ORB_OK; i++)
        status = give_commune(sink, i, err);
    return status;
}

static enum orb_status export(const struct orb_export_options *options,
                              struct orb_error *err) {
    const struct orb_map_territory territory = { .replay = replay };
    struct orb_output out = { 0 };
    enum orb_status status = orb_output_open(&out, native_files.path, err);

    if (status == ORB_OK)
        status = orb_exporter_topojson.run(&out, &territory, options, err);
    if (status == ORB_OK) status = orb_output_commit(&out, err);
    orb_output_close(&out);
    return status;
}

static struct orb_json *document(const struct orb_export_options *options)
{
    struct orb_buf text = { 0 };
    struct orb_json *json = NULL;

    assert_int_equal(export(options, NULL), ORB_OK);
    assert_int_equal(orb_file_read(&text, native_files.path, 1 << 20, NULL), ORB_OK);
    assert_int_equal(orb_json_parse(&json, text.data, text.len, NULL), ORB_OK);
    orb_buf_release(&text);
    return json;
}

static const struct orb_json *geometry(const struct orb_json *json, size_t number)
{
    return orb_json_at(
        orb_json_get(orb_json_get(orb_json_get(json, "objects"), "communes"), "geometries"),
        number);
}

/* ---- reading back, as a client does */

struct path {
    double xy[64][2];
    size_t count;
};

static double moved(const struct orb_json *json, int axis, int64_t steps)
{
    const struct orb_json *transform = orb_json_get(json, "transform");

    return orb_json_number(
               orb_json_at(orb_json_get(transform, "translate"), (size_t)axis)) +
           orb_json_number(orb_json_at(orb_json_get(transform, "scale"), (size_t)axis)) *
               (double)steps;
}

static void add_arc(struct path *out, const struct orb_json *json, int64_t number)
{
    const struct orb_json *arc = orb_json_at(orb_json_get(json, "arcs"),
                                             (size_t)(number < 0 ? -1 - number : number));
    size_t count = orb_json_count(arc);
    double xy[64][2];
    int64_t at[2] = { 0, 0 };

    assert_in_range(count, 2, 60);
    for (size_t i = 0; i < count; i++)
        for (int axis = 0; axis < 2; axis++) {
            at[axis] += orb_json_integer(orb_json_at(orb_json_at(arc, i), (size_t)axis));
            xy[i][axis] = moved(json, axis, at[axis]);
        }
    for (size_t i = out->count == 0 ? 0 : 1; i < count; i++)
        memcpy(out->xy[out->count++], xy[number < 0 ? count - 1 - i : i], sizeof xy[0]);
}

/* The ring is that of the commune, from any position, each within half a step. */
static void assert_ring(const struct orb_json *json, const struct orb_json *arcs,
                        const struct made_ring *ring)
{
    struct path path_of = { 0 };
    size_t start = 0;

    for (size_t i = 0; i < orb_json_count(arcs); i++)
        add_arc(&path_of, json, orb_json_integer(orb_json_at(arcs, i)));
    assert_int_equal(path_of.count, ring->count + 1);
    assert_memory_equal(path_of.xy[0], path_of.xy[ring->count], sizeof path_of.xy[0]);
    for (; start < ring->count; start++) {
        size_t i = 0;

        while (i < ring->count) {
            const double *a = path_of.xy[(start + i) % ring->count];
            const double *b = ring->positions[i];

            if (a[0] - b[0] > 0.00005 || b[0] - a[0] > 0.00005 || a[1] - b[1] > 0.00005 ||
                b[1] - a[1] > 0.00005)
                break;
            i++;
        }
        if (i == ring->count)
            return;
    }
    fail_msg("%s", "a ring has moved");
}

static void every_commune_comes_back_with_its_rings(void **state)
{
    struct orb_json *json = document(&(struct orb_export_options){ 0 });
    static const char *const codes[] = { "01001", "01002", "01003", "38001" };

    (void)state;
    assert_string_equal(orb_json_text(orb_json_get(json, "type")), "Topology");
    assert_non_null(geometry(json, 3));
    assert_null(geometry(json, 4));
    for (size_t i = 0; i < 4; i++) {
        const struct orb_json *g = geometry(json, i);
        const struct orb_json *arcs = orb_json_get(g, "arcs");

        assert_string_equal(
            orb_json_text(orb_json_get(orb_json_get(g, "properties"), "code")), codes[i]);
        assert_string_equal(orb_json_text(orb_json_get(g, "type")),
                            i == 3 ? "MultiPolygon" : "Polygon");
        for (size_t r = 0; r < ring_counts[i]; r++)
            assert_ring(
                json, i == 3 ? orb_json_at(orb_json_at(arcs, r), 0) : orb_json_at(arcs, r),
                &rings[i][r]);
    }
    /* west, the border, east; the lake, its enclave being the same; two far away. */
    assert_int_equal(orb_json_count(orb_json_get(json, "arcs")), 6);
    orb_json_free(json);
}

static void what_is_known_of_a_commune_is_told(void **state)
{
    struct orb_json *json = document(&(struct orb_export_options){ 0 });
    const struct orb_json *named = orb_json_get(geometry(json, 1), "properties");
    const struct orb_json *unknown = orb_json_get(geometry(json, 2), "properties");

    (void)state;
    assert_string_equal(orb_json_text(orb_json_get(named, "nom")), "Est \"d'ici\"");
    assert_int_equal(orb_json_integer(orb_json_get(named, "pop")), 100);
    assert_null(orb_json_get(unknown, "nom"));
    assert_null(orb_json_get(unknown, "pop"));
    orb_json_free(json);
}

static void a_departement_has_its_communes_and_its_sources(void **state)
{
    struct orb_json *json = document(&(struct orb_export_options){ .departement = "01" });

    (void)state;
    assert_non_null(geometry(json, 2));
    assert_null(geometry(json, 3));
    assert_string_equal(orb_json_text(orb_json_get(json, "attribution")),
                        "INSEE; IGN-INSEE, 2018");
    assert_string_equal(orb_json_text(orb_json_get(json, "licence")), "LO 2.0");
    assert_true(orb_json_number(orb_json_at(orb_json_get(json, "bbox"), 2)) == 5.2);
    orb_json_free(json);
}

static void a_departement_without_contour_is_an_empty_topology(void **state)
{
    struct orb_json *json = document(&(struct orb_export_options){ .departement = "99" });

    (void)state;
    assert_null(geometry(json, 0));
    assert_int_equal(orb_json_count(orb_json_get(json, "arcs")), 0);
    assert_null(orb_json_get(json, "attribution"));
    orb_json_free(json);
}

static void no_memory_is_told(void **state)
{
    enum orb_status status = ORB_ERR_MEMORY;

    (void)state;
    for (long n = 0; status != ORB_OK; n++) {
        orb_alloc_fail_after(n);
        status = export(&(struct orb_export_options){ .simplify_m = 10 }, NULL);
        orb_alloc_fail_after(-1);
        assert_true(status == ORB_OK || status == ORB_ERR_MEMORY);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_commune_comes_back_with_its_rings),
        cmocka_unit_test(what_is_known_of_a_commune_is_told),
        cmocka_unit_test(a_departement_has_its_communes_and_its_sources),
        cmocka_unit_test(a_departement_without_contour_is_an_empty_topology),
        cmocka_unit_test(no_memory_is_told),
    };

    return cmocka_run_group_tests(tests, native_setup, native_teardown);
}
