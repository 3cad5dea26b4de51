#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "engine/base/file.h"
#include "engine/catalogue/build.h"
#include "importers/registry.h"
#include "maps/offer.h"

#define OSM                                                                                \
    "{\"id\":\"osm\",\"name\":\"OSM\",\"licence\":\"ODbL 1.0\",\"attribution\":\"© les "  \
    "contributeurs d’OpenStreetMap\",\"observed_on\":\"2026-11-01\"}"
#define LIST                                                                               \
    "{\"id\":\"liste\",\"name\":\"Liste\",\"licence\":\"LO 2.0\",\"attribution\":\"moi\"," \
    "\"observed_on\":\"2026-11-01\"}"
#define SITES                                                                              \
    "\"sites\":[{\"id\":\"p\",\"kind\":\"confidential\",\"address\":\"SECRET\","           \
    "\"postcode\":\"SECRET\",\"commune\":\"01001\",\"lon\":5.7,\"lat\":46.7},"             \
    "{\"id\":\"q\",\"address\":\"1 rue\",\"postcode\":\"01000\",\"commune\":\"01001\","    \
    "\"lon\":5.1,\"lat\":46.1},{\"id\":\"r\",\"commune\":\"01091\"}],"
#define SERVICES                                                                           \
    "\"services\":[{\"id\":\"s\",\"name\":\"Le Pont\",\"site\":\"q\",\"schedule\":\"Mo-Fr" \
    " 09:00-12:00\",\"description\":\"accueil\",\"identifiers\":[{\"scheme\":\"finess\","  \
    "\"value\":\"010000001\"},{\"scheme\":\"siret\",\"value\":\"12345678901234\"}],"       \
    "\"contacts\":[{\"channel\":\"phone\",\"value\":\"0400000000\",\"checked_on\":"        \
    "\"2026-10-01\",\"checked_by\":\"MD\"},{\"channel\":\"mobilisation\",\"value\":"       \
    "\"appeler\"},{\"channel\":\"person\",\"value\":\"SECRET\",\"confidentiality\":"       \
    "\"restricted\"}]},{\"id\":\"o\",\"name\":\"Ouvert\",\"site\":\"r\",\"provenance\":{\"source\":\"osm\"}}],"

static const char territory[] =
    "{\"format\":\"orbite-catalogue/1\",\"id\":\"t\",\"as_of\":\"2026-11-22\","
    "\"communes\":[{\"code\":\"01001\",\"name\":\"Val\",\"lon\":5.2,\"lat\":46.2,"
    "\"department\":\"01\"},{\"code\":\"01091\",\"kind\":\"commune_old\",\"successor\":\"01001\"}],\"sources\":[" OSM
    "," LIST "]," SITES SERVICES "\"offers\":["
    "{\"id\":\"a\",\"service\":\"s\",\"provenance\":{\"provenance\":{\"source\":\"liste\"},\"observed_on\":\"2026-11-01\"},"
    "\"families\":[\"L3.1\",\"L1\"],\"places_available\":0,\"capacities\":[{\"count\":12,"
    "\"status\":\"authorised\",\"observed_on\":\"2026-01-01\"},{\"count\":10,\"status\":"
    "\"authorised\",\"observed_on\":\"2025-01-01\"},{\"count\":3,\"status\":\"authorised\","
    "\"subset\":\"aide sociale\",\"observed_on\":\"2026-02-01\"},{\"count\":0,\"status\":"
    "\"available\",\"observed_on\":\"2026-10-20\"},{\"count\":4,\"status\":\"waiting\","
    "\"observed_on\":\"2026-10-20\"}],\"age_min_months\":0,\"age_max_months\":240,"
    "\"age_strength\":\"hard\"},"
    "{\"id\":\"b\",\"service\":\"s\",\"provenance\":{\"source\":\"liste\"},\"places_available\":2,"
    "\"capacities\":[{\"count\":2,\"status\":\"available\",\"observed_on\":\"2026-08-01\"}]"
    "},"
    "{\"id\":\"c\",\"site_id\":\"p\",\"provenance\":{\"source\":\"osm\"},\"droit_commun\":true},"
    "{\"id\":\"d\",\"service\":\"o\",\"provenance\":{\"source\":\"liste\"},"
    "\"places_available\":0,\"capacities\":[{\"count\":0,\"status\":\"available\","
    "\"observed_on\":\"2030-01-01\"}]}]}";

struct world {
    char directory[64];
    char path[80];
    struct orb_buf image;
    struct orb_catalogue catalogue;
    struct orb_export_options options;
    struct orb_selection selection;
};

static int setup(void **state)
{
    struct world *w = calloc(1, sizeof *w);
    const char *path;
    FILE *file;
    struct orb_import_report report = { 0 };
    struct orb_catalogue_builder *builder = orb_catalogue_builder_new();
    struct orb_sink sink = orb_catalogue_builder_sink(builder);
    struct orb_error err = { 0 };

    (void)snprintf(w->directory, sizeof w->directory, "/tmp/orbite-offer-XXXXXX");
    if (mkdtemp(w->directory) == NULL)
        return -1;
    (void)snprintf(w->path, sizeof w->path, "%s/in.json", w->directory);
    file = fopen(w->path, "wb");
    if (file == NULL || fputs(territory, file) < 0 || fclose(file) != 0)
        return -1;
    path = w->path;
    const struct orb_import_input in = { .paths = &path,
                                         .path_count = 1,
                                         .reference_date = ORB_DATE_NONE };

    if (orb_importer_native.run(&in, &sink, &report, &err) != ORB_OK ||
        orb_catalogue_builder_finish(builder, 0, &w->image, &err) != ORB_OK ||
        orb_catalogue_view(&w->catalogue, w->image.data, w->image.len, &err) != ORB_OK)
        return -1;
    orb_catalogue_builder_free(builder);
    orb_report_release(&report);
    w->options.reference_date = orb_date_make(2026, 11, 22);
    *state = w;
    return 0;
}

static int teardown(void **state)
{
    struct world *w = *state;

    orb_buf_release(&w->image);
    (void)unlink(w->path);
    (void)rmdir(w->directory);
    free(w);
    return 0;
}

static void select_offers(struct world *w)
{
    struct orb_error err = { 0 };

    assert_int_equal(orb_selection_init(&w->selection, &w->catalogue, &w->options, &err),
                     ORB_OK);
}

static bool holds(const struct orb_buf *bytes, const char *text)
{
    size_t len = strlen(text);

    for (size_t i = 0; i + len <= bytes->len; i++)
        if (memcmp(bytes->data + i, text, len) == 0)
            return true;
    return false;
}

static struct orb_map_offer get(struct world *w, const char *id)
{
    struct orb_map_offer offer;

    orb_map_offer_get(&offer, &w->selection, orb_cat_offer_find(&w->catalogue, id));
    return offer;
}

static void an_offer_tells_what_its_service_and_site_say(void **state)
{
    struct world *w = *state;
    struct orb_map_offer a;

    select_offers(w);
    a = get(w, "a");
    assert_string_equal(a.name, "Le Pont");
    assert_string_equal(a.address, "1 rue");
    assert_string_equal(a.postcode, "01000");
    assert_string_equal(a.commune_name, "Val");
    assert_string_equal(a.departement, "01");
    assert_string_equal(a.phone, "0400000000");
    assert_string_equal(a.how, "appeler");
    assert_string_equal(a.checked_by, "MD");
    assert_string_equal(a.schedule, "Mo-Fr 09:00-12:00");
    assert_string_equal(a.description, "accueil");
    assert_string_equal(a.finess, "010000001");
    assert_string_equal(a.siret, "12345678901234");
    assert_int_equal(a.position.x, 5100000);
    assert_int_equal(a.family, 3);
    assert_int_equal(a.families, 1U << 2 | 1U << 0);
    assert_int_equal(a.detail->authorised, 12); /* the newest; a subset is never added */
    assert_int_equal(a.detail->installed, -1);
    assert_int_equal(a.detail->waiting, 4);
    assert_int_equal(a.detail->capacity_on, orb_date_make(2026, 1, 1));
    assert_int_equal(a.detail->age_strength, ORB_STRENGTH_HARD);
    assert_false(a.osm);
    orb_selection_release(&w->selection);
}

static void full_is_said_by_someone_and_not_long_ago(void **state)
{
    struct world *w = *state;
    struct orb_map_offer offer;

    select_offers(w);
    offer = get(w, "a");
    assert_int_equal(offer.state, ORB_STATE_FULL);
    assert_int_equal(offer.detail->places_on, orb_date_make(2026, 10, 20));
    offer = get(w, "b"); /* two places, but said in August */
    assert_int_equal(offer.state, ORB_STATE_UNKNOWN);
    assert_true(offer.state_old);
    offer = get(w, "c");
    assert_int_equal(offer.state, ORB_STATE_NO_NOTION);
    offer = get(w, "d"); /* full, but on a day to come */
    assert_int_equal(offer.state, ORB_STATE_UNKNOWN);
    assert_false(offer.state_old);
    orb_selection_release(&w->selection);
}

static void a_confidential_site_is_its_commune(void **state)
{
    struct world *w = *state;
    struct orb_map_offer c;

    select_offers(w);
    c = get(w, "c");
    assert_true(c.confidential);
    assert_null(c.address);
    assert_null(c.postcode);
    assert_int_equal(c.position.x, 5200000);
    assert_int_equal(c.position.y, 46200000);
    assert_string_equal(c.precision, "municipality");
    assert_false(holds(&w->image, "SECRET"));
    orb_selection_release(&w->selection);
}

static void what_comes_from_openstreetmap_can_be_left_out(void **state)
{
    struct world *w = *state;
    struct orb_buf text = { 0 };

    select_offers(w);
    assert_true(get(w, "c").osm);
    assert_true(get(w, "d").osm); /* its service is */
    assert_false(get(w, "a").osm);
    assert_int_equal(w->selection.count, 4);
    orb_selection_attribution(&text, &w->selection);
    assert_non_null(strstr(text.data, "OpenStreetMap"));
    orb_selection_release(&w->selection);
    w->options.without_osm = true;
    select_offers(w);
    orb_buf_clear(&text);
    orb_selection_attribution(&text, &w->selection);
    orb_buf_char(&text, '\0');
    assert_int_equal(w->selection.count, 2);
    assert_non_null(strstr(text.data, "moi"));
    assert_null(strstr(text.data, "OpenStreetMap"));
    orb_selection_release(&w->selection);
    w->options.without_osm = false;
    orb_buf_release(&text);
}

static enum orb_status select_status(struct world *w)
{
    struct orb_error err = { 0 };
    enum orb_status status =
        orb_selection_init(&w->selection, &w->catalogue, &w->options, &err);
    uint64_t count = w->selection.count;

    orb_selection_release(&w->selection);
    w->selection.count = count;
    return status;
}

static void only_a_commune_or_a_departement(void **state)
{
    struct world *w = *state;

    w->options.departement = "02";
    assert_int_equal(select_status(w), ORB_ERR_NOT_FOUND);
    w->options.departement = "01"; /* d too, by the commune that took the former one in */
    assert_int_equal(select_status(w), ORB_OK);
    assert_int_equal(w->selection.count, 4);
    w->options.departement = NULL;
    w->options.commune = "99999";
    assert_int_equal(select_status(w), ORB_ERR_NOT_FOUND);
    w->options.commune = "01001";
    assert_int_equal(select_status(w), ORB_OK);
    assert_int_equal(w->selection.count, 4);
    w->options.commune = "01091";
    assert_int_equal(select_status(w), ORB_OK);
    assert_int_equal(w->selection.count, 1);
    w->options.commune = NULL;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_offer_tells_what_its_service_and_site_say),
        cmocka_unit_test(full_is_said_by_someone_and_not_long_ago),
        cmocka_unit_test(a_confidential_site_is_its_commune),
        cmocka_unit_test(what_comes_from_openstreetmap_can_be_left_out),
        cmocka_unit_test(only_a_commune_or_a_departement),
    };

    return cmocka_run_group_tests(tests, setup, teardown);
}
