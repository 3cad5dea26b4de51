/* The invented territory: lifelike, complete, and the same every time. */
#include "importers/demo.h"

#include <limits.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "engine/base/alloc.h"
#include "engine/base/hash.h"
#include "engine/base/json.h"
#include "engine/base/strmap.h"
#include "engine/model/ages.h"
#include "importers/demo_cast.h"
#include "importers/demo_files.h"

/* What a run put: counts, a hash of what matters, and the ids in order. */
struct tally {
    unsigned long kinds[ORB_RECORD_KINDS];
    unsigned long ages, zones, waits, twins, closed, open_to_all, listed, contacts,
        restricted, confidential, located;
    struct orb_strmap ids;
    struct orb_strmap families;

    uint64_t hash;
    bool repeated;
};

static void add_text(struct tally *tally, const char *text)
{
    if (text != NULL)
        tally->hash = orb_hash_more(tally->hash, text, strlen(text) + 1);
}

static void add_id(struct tally *tally, const char *kind, const char *id)
{
    char key[80];
    uint32_t number;
    size_t before = tally->ids.count;

    (void)snprintf(key, sizeof key, "%s %s", kind, id);
    assert_int_equal(orb_strmap_add(&tally->ids, key, strlen(key), &number), ORB_OK);
    tally->repeated = tally->repeated || tally->ids.count == before;
    add_text(tally, key);
}

static void add_offer(struct tally *tally, const struct orb_offer *offer)
{
    uint32_t number;

    add_id(tally, "offer", offer->id);
    add_text(tally, offer->name);
    add_text(tally, offer->organization);
    tally->hash = orb_hash_more(tally->hash, &offer->terms.age_max_months,
                                sizeof offer->terms.age_max_months);
    tally->hash = orb_hash_more(tally->hash, &offer->opened_on, sizeof offer->opened_on);
    for (uint32_t i = 0; i < offer->zone.communes.count; i++)
        add_text(tally, offer->zone.communes.items[i]);
    for (uint32_t i = 0; i < offer->terms.families.count; i++) {
        const char *family = offer->terms.families.items[i];

        assert_int_equal(orb_strmap_add(&tally->families, family, 2, &number), ORB_OK);
    }
    tally->ages += offer->terms.age_max_months != ORB_AGE_UNKNOWN;
    tally->zones += offer->zone.known;
    tally->waits += isnan(offer->wait_days) ? 0 : 1;
    tally->twins += offer->duplicate_of != NULL;
    tally->closed += offer->closed_on != ORB_DATE_NONE;
    tally->open_to_all +=
        offer->terms.publics.known && orb_code_list_has(&offer->terms.publics, "TOUS");
    tally->listed += offer->zone.communes.count > 0;
}

static enum orb_status put(void *context, const struct orb_record *record,
                           struct orb_error *err)
{
    struct tally *tally = context;

    (void)err;
    tally->kinds[record->kind]++;
    if (record->kind == ORB_RECORD_TERRITORY)
        add_id(tally, orb_territory_kind_name(record->as.territory->kind),
               record->as.territory->code);
    if (record->kind == ORB_RECORD_ORGANIZATION)
        add_id(tally, "organization", record->as.organization->id);
    if (record->kind == ORB_RECORD_SITE) {
        add_id(tally, "site", record->as.site->id);
        tally->hash =
            orb_hash_more(tally->hash, &record->as.site->lon, sizeof record->as.site->lon);
        tally->confidential += strcmp(record->as.site->kind, "confidential") == 0;
        tally->located += isnan(record->as.site->lon) ? 0 : 1;
    }
    if (record->kind == ORB_RECORD_SERVICE) {
        add_id(tally, "service", record->as.service->id);
        for (uint32_t i = 0; i < record->as.service->contact_count; i++) {
            tally->contacts++;
            tally->restricted +=
                record->as.service->contacts[i].confidentiality == ORB_RESTRICTED;
            add_text(tally, record->as.service->contacts[i].value);
        }
    }
    if (record->kind == ORB_RECORD_OFFER)
        add_offer(tally, record->as.offer);
    return ORB_OK;
}

static enum orb_status count_only(void *context, const struct orb_record *record,
                                  struct orb_error *err)
{
    struct tally *tally = context;

    (void)err;
    tally->kinds[record->kind]++;
    return ORB_OK;
}

static void run(struct tally *tally, uint64_t seed, uint32_t offers)
{
    struct orb_demo_options options = { .seed = seed, .offers = offers };
    struct orb_sink sink = { tally, put };
    struct orb_error err = { 0 };

    memset(tally, 0, sizeof *tally);
    assert_int_equal(orb_demo_generate(&options, &sink, &err), ORB_OK);
}

static void release(struct tally *tally)
{
    orb_strmap_release(&tally->ids);
    orb_strmap_release(&tally->families);
}

static void a_seed_and_a_size_make_one_territory(void **state)
{
    struct tally a, b, c;

    (void)state;
    run(&a, 7, 3000);
    run(&b, 7, 3000);
    run(&c, 8, 3000);
    assert_true(a.hash == b.hash);
    assert_true(a.hash != c.hash);
    release(&a);
    release(&b);
    release(&c);
}

static void there_are_as_many_offers_as_asked_and_ids_are_unique(void **state)
{
    static const uint32_t sizes[] = { ORB_DEMO_MIN_OFFERS, 501, 2000, 20000 };

    (void)state;
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        struct tally tally;

        run(&tally, i, sizes[i]);
        assert_int_equal(tally.kinds[ORB_RECORD_OFFER], sizes[i]);
        assert_int_equal(tally.kinds[ORB_RECORD_SOURCE], 1);
        assert_int_equal(tally.kinds[ORB_RECORD_OPERATOR], 1);
        assert_int_equal(tally.kinds[ORB_RECORD_RELATION], 0);
        assert_false(tally.repeated);
        release(&tally);
    }
}

static void sizes_out_of_bounds_are_refused(void **state)
{
    static const uint32_t sizes[] = { 0, 499, 2500001, UINT32_MAX };
    struct tally tally = { 0 };
    struct orb_sink sink = { &tally, put };

    (void)state;
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        struct orb_demo_options options = { .seed = 1, .offers = sizes[i] };
        struct orb_error err = { 0 };

        assert_int_equal(orb_demo_generate(&options, &sink, &err), ORB_ERR_RANGE);
        assert_true(err.text[0] != '\0');
    }
}

static void every_family_is_there_even_in_the_smallest_land(void **state)
{
    struct tally tally;

    (void)state;
    run(&tally, 1, ORB_DEMO_MIN_OFFERS);
    assert_int_equal(tally.families.count, 9);
    assert_true(orb_strmap_find(&tally.families, "L0", 2) != ORB_STRMAP_NONE);
    assert_true(orb_strmap_find(&tally.families, "L8", 2) != ORB_STRMAP_NONE);
    release(&tally);
}

/* Shares of 20,000 offers, in thousandths. */
static void shares_of_the_unknown_are_lifelike(void **state)
{
    struct tally tally;

    (void)state;
    run(&tally, 3, 20000);
    assert_in_range(tally.ages * 1000 / 20000, 250, 500);
    assert_in_range(tally.zones * 1000 / 20000, 20, 120);
    assert_in_range(tally.waits * 1000 / 20000, 80, 200);
    assert_in_range(tally.twins * 1000 / 20000, 5, 15);
    assert_in_range(tally.closed * 1000 / 20000, 15, 50);
    assert_in_range(tally.open_to_all * 1000 / 20000, 600, 950);
    assert_in_range(tally.located * 1000 / tally.kinds[ORB_RECORD_SITE], 840, 930);
    assert_in_range(tally.confidential, 20, 400);
    assert_in_range(tally.restricted * 1000 / tally.kinds[ORB_RECORD_SERVICE], 50, 120);
    release(&tally);
}

static void a_duplicate_names_an_offer_that_exists(void **state)
{
    struct orb_demo demo;
    struct orb_demo_options options = { .seed = 9, .offers = 5000 };
    struct orb_error err = { 0 };
    unsigned twins = 0;

    (void)state;
    assert_int_equal(orb_demo_make(&demo, &options, &err), ORB_OK);
    for (uint32_t i = 0; i < demo.service_count; i++) {
        struct orb_demo_role role = orb_demo_role_of(&demo, i);

        if (role.twin == ORB_DEMO_NONE)
            continue;
        twins++;
        assert_true(role.twin < i);
        assert_true(orb_demo_role_of(&demo, role.twin).twin == ORB_DEMO_NONE);
    }
    assert_true(twins > 10);
    orb_demo_release(&demo);
}

static void relations_are_rows_of_seven_cells(void **state)
{
    struct orb_demo_options options = { .seed = 4, .offers = 20000 };
    struct orb_buf csv = { 0 };
    struct orb_error err = { 0 };
    size_t rows = 0;
    size_t cells = 1;

    (void)state;
    assert_int_equal(orb_demo_relations(&options, &csv, &err), ORB_OK);
    for (const char *c = csv.data; *c != '\0'; c++) {
        cells += *c == ';';
        if (*c != '\n')
            continue;
        assert_int_equal(cells, 7);
        cells = 1;
        rows++;
    }
    assert_in_range(rows, 30, 60);
    assert_non_null(strstr(csv.data, "interne"));
    assert_non_null(strstr(csv.data, "sous_traitance"));
    assert_non_null(strstr(csv.data, ";demo:ccas-"));
    orb_buf_release(&csv);
}

static void persons_are_tied_to_the_land(void **state)
{
    struct orb_demo_options options = { .seed = 4, .offers = 500 };
    struct orb_error err = { 0 };

    (void)state;
    for (size_t i = 0; i < ORB_DEMO_PERSONS; i++) {
        struct orb_buf text = { 0 };
        struct orb_json *person;

        assert_int_equal(orb_demo_person(&options, i, &text, &err), ORB_OK);
        assert_null(strchr(text.data, '@'));
        assert_int_equal(orb_json_parse(&person, text.data, text.len, &err), ORB_OK);
        const char *id = orb_json_text(orb_json_get(person, "id"));

        assert_non_null(id);
        assert_memory_equal(id, orb_demo_person_file(i), strlen(id));
        assert_string_equal(orb_json_text(orb_json_get(person, "reference_date")),
                            "2026-11-22");
        assert_true(orb_json_count(orb_json_get(person, "needs")) > 0);
        orb_json_free(person);
        orb_buf_release(&text);
    }
    assert_null(orb_demo_person_file(ORB_DEMO_PERSONS));
    struct orb_buf none = { 0 };

    assert_int_equal(orb_demo_person(&options, ORB_DEMO_PERSONS, &none, &err),
                     ORB_ERR_RANGE);
    orb_buf_release(&none);
}

static void contours_are_written_as_geojson(void **state)
{
    struct orb_demo_options options = { .seed = 4, .offers = 500 };
    struct orb_output out = { .fd = -1, .is_open = true };
    struct orb_json *document;
    struct orb_error err = { 0 };

    (void)state;
    assert_int_equal(orb_demo_contours(&options, &out, &err), ORB_OK);
    assert_int_equal(orb_json_parse(&document, out.pending.data, out.pending.len, &err),
                     ORB_OK);
    const struct orb_json *features = orb_json_get(document, "features");

    assert_int_equal(orb_json_count(features), 90);
    const struct orb_json *geometry = orb_json_get(orb_json_at(features, 0), "geometry");
    const struct orb_json *ring = orb_json_at(orb_json_get(geometry, "coordinates"), 0);

    assert_int_equal(orb_json_count(ring), ORB_DEMO_RING);
    orb_json_free(document);
    orb_buf_release(&out.pending);
}

struct circles {
    char sister[ORB_DEMO_ID_LEN];
    unsigned institution, operator_offers, sister_offers, dispositif, open_to_all, other;
};

static enum orb_status see_circle(void *context, const struct orb_record *record,
                                  struct orb_error *err)
{
    struct circles *circles = context;
    const struct orb_offer *offer = record->as.offer;

    (void)err;
    if (record->kind == ORB_RECORD_ORGANIZATION &&
        record->as.organization->finess_ej != NULL &&
        strcmp(record->as.organization->finess_ej, "990000001") == 0 &&
        strcmp(record->as.organization->id, "demo:a00000") != 0)
        (void)snprintf(circles->sister, sizeof circles->sister, "%s",
                       record->as.organization->id);
    if (record->kind != ORB_RECORD_OFFER)
        return ORB_OK;
    if (offer->terms.institution)
        circles->institution++;
    else if (offer->organization != NULL && strcmp(offer->organization, "demo:a00000") == 0)
        circles->operator_offers++;
    else if (offer->organization != NULL &&
             strcmp(offer->organization, circles->sister) == 0)
        circles->sister_offers++;
    else if (offer->dispositif_id != NULL)
        circles->dispositif++;
    else if (offer->terms.droit_commun == ORB_YES)
        circles->open_to_all++;
    else
        circles->other++;
    return ORB_OK;
}

/* C1a and C1b come from the file of relations. */
static void every_circle_has_its_evidence(void **state)
{
    struct orb_demo_options options = { .seed = 6, .offers = ORB_DEMO_MIN_OFFERS };
    struct circles circles = { 0 };
    struct orb_sink sink = { &circles, see_circle };
    struct orb_error err = { 0 };

    (void)state;
    assert_int_equal(orb_demo_generate(&options, &sink, &err), ORB_OK);
    assert_true(circles.institution > 0);
    assert_true(circles.operator_offers > 0);
    assert_true(circles.sister_offers > 0);
    assert_true(circles.dispositif > 0);
    assert_true(circles.open_to_all > circles.operator_offers);
    assert_true(circles.other > 0);
}

/* What the land says of its people, and the areas that communes name and that have a name.
 */
struct people {
    struct orb_strmap named, areas;
    unsigned incomes, communes;
};

static void note_area(struct orb_strmap *map, enum orb_territory_kind kind,
                      const char *code)
{
    char key[64];
    uint32_t number;

    (void)snprintf(key, sizeof key, "%s:%s", orb_territory_kind_name(kind), code);
    assert_int_equal(orb_strmap_add(map, key, strlen(key), &number), ORB_OK);
}

static enum orb_status count_people(void *context, const struct orb_record *record,
                                    struct orb_error *err)
{
    struct people *p = context;
    const struct orb_territory *t = record->as.territory;
    struct orb_age_class classes[ORB_AGES_MAX];
    int64_t total = 0;
    size_t count;

    (void)err;
    if (record->kind != ORB_RECORD_TERRITORY)
        return ORB_OK;
    if (t->kind != ORB_TERRITORY_COMMUNE) {
        assert_true(t->name != NULL && t->name[0] != '\0');
        note_area(&p->areas, t->kind, t->code);
        return ORB_OK;
    }
    count = orb_ages_read(classes, t->ages);
    for (size_t i = 0; i < count; i++)
        total += classes[i].count;
    assert_int_equal(total, t->population);
    assert_int_equal(classes[count - 1].to, ORB_AGES_OPEN);
    p->communes++;
    if (!isnan(t->income))
        p->incomes++;
    note_area(&p->named, ORB_TERRITORY_LIFE_AREA, t->life_area);
    note_area(&p->named, ORB_TERRITORY_CANTON, t->canton);
    note_area(&p->named, ORB_TERRITORY_EPCI, t->epci);
    note_area(&p->named, ORB_TERRITORY_DEPARTEMENT, t->departement);
    note_area(&p->named, ORB_TERRITORY_REGION, t->region);
    return ORB_OK;
}

static void communes_have_people_by_age_and_their_areas_have_names(void **state)
{
    struct people people = { .communes = 0 };
    const struct orb_sink sink = { &people, count_people };
    struct orb_demo_options options = { .seed = 7, .offers = 5000 };

    (void)state;
    assert_int_equal(orb_demo_generate(&options, &sink, NULL), ORB_OK);
    assert_true(people.communes > 100);
    assert_true(people.incomes > people.communes / 2 && people.incomes < people.communes);
    assert_int_equal(people.areas.count, people.named.count);
    for (size_t i = 0; i < people.named.count; i++) {
        const char *key = people.named.strings[i];

        if (orb_strmap_find(&people.areas, key, strlen(key)) == ORB_STRMAP_NONE)
            fail_msg("%s has no name", key);
    }
    orb_strmap_release(&people.named);
    orb_strmap_release(&people.areas);
}

static void lack_of_memory_is_said(void **state)
{
    struct orb_demo_options options = { .seed = 1, .offers = ORB_DEMO_MIN_OFFERS };
    enum orb_status status = ORB_ERR_MEMORY;

    (void)state;
    for (long n = 0; status != ORB_OK; n++) {
        struct tally tally = { 0 };
        struct orb_sink sink = { &tally, count_only };
        struct orb_error err = { 0 };

        assert_true(n < 100);
        orb_alloc_fail_after(n);
        status = orb_demo_generate(&options, &sink, &err);
        orb_alloc_fail_after(-1);
        assert_true(status == ORB_OK || status == ORB_ERR_MEMORY);
        assert_true(status == ORB_OK || err.text[0] != '\0');
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_seed_and_a_size_make_one_territory),
        cmocka_unit_test(there_are_as_many_offers_as_asked_and_ids_are_unique),
        cmocka_unit_test(sizes_out_of_bounds_are_refused),
        cmocka_unit_test(every_family_is_there_even_in_the_smallest_land),
        cmocka_unit_test(shares_of_the_unknown_are_lifelike),
        cmocka_unit_test(a_duplicate_names_an_offer_that_exists),
        cmocka_unit_test(every_circle_has_its_evidence),
        cmocka_unit_test(communes_have_people_by_age_and_their_areas_have_names),
        cmocka_unit_test(lack_of_memory_is_said),
        cmocka_unit_test(relations_are_rows_of_seven_cells),
        cmocka_unit_test(persons_are_tied_to_the_land),
        cmocka_unit_test(contours_are_written_as_geojson),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
