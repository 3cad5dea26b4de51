#include "tests/unit/person_world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "engine/base/json.h"
#include "engine/catalogue/build.h"
#include "importers/registry.h"

#define SOURCE "\"provenance\":{\"source\":\"liste\",\"observed_on\":\"2026-10-01\"}"

/* The need 1.1.1 asks for 2.1.1.1, of family 1; 1.3.4.1 for 2.3.4.1 and others. */
static const char territory[] =
    "{\"format\":\"orbite-catalogue/1\",\"id\":\"t\",\"as_of\":\"2026-11-01\","
    "\"communes\":[{\"code\":\"01001\",\"name\":\"Val<b>\",\"lon\":5.2,\"lat\":46.2,"
    "\"department\":\"01\"},{\"code\":\"01002\",\"name\":\"Loin\",\"lon\":7.5,\"lat\":48.5,"
    "\"department\":\"01\"}],\"sources\":[{\"id\":\"liste\",\"name\":\"Liste\",\"licence\":"
    "\"LO 2.0\",\"attribution\":\"moi\",\"observed_on\":\"2026-10-01\"}],"
    "\"sites\":[{\"id\":\"ici\",\"commune\":\"01001\",\"lon\":5.21,\"lat\":46.21},"
    "{\"id\":\"loin\",\"commune\":\"01002\",\"lon\":7.51,\"lat\":48.51}],"
    "\"services\":[{\"id\":\"s1\",\"name\":\"Proche\",\"site\":\"ici\"},{\"id\":\"s2\","
    "\"name\":\"Lointain\",\"site\":\"loin\"},{\"id\":\"s3\",\"name\":\"Enfants\",\"site\":"
    "\"ici\"},{\"id\":\"s4\",\"name\":\"Refusé\",\"site\":\"ici\"},{\"id\":\"s5\",\"name\":"
    "\"Fermé\",\"site\":\"ici\"},{\"id\":\"s6\",\"name\":\"Sans rapport\",\"site\":\"ici\"},"
    "{\"id\":\"s7\",\"name\":\"Presque\",\"site\":\"ici\"},{\"id\":\"s8\",\"name\":\"Sans lieu\"}],"
    "\"offers\":["
    "{\"id\":\"near\",\"service\":\"s1\",\"families\":[\"L1.1\"],\"prestations\":[{\"code\":"
    "\"2.1.1.1\",\"evidence\":\"declared\"}],\"modalities\":[{\"code\":\"presentiel\","
    "\"certainty\":\"declared\"}],\"places_available\":2,\"capacities\":[{\"count\":2,"
    "\"status\":\"available\",\"observed_on\":\"2026-10-20\"}]," SOURCE "},"
    "{\"id\":\"near2\",\"service\":\"s1\",\"families\":[\"L4.1\"],\"prestations\":[{"
    "\"code\":\"2.1.1.1\",\"evidence\":\"declared\"}],\"age_max_months\":120,"
    "\"age_strength\":\"hard\"," SOURCE "},"
    "{\"id\":\"far\",\"service\":\"s2\",\"families\":[\"L1.1\"],\"prestations\":[{\"code\":"
    "\"2.1.1.1\",\"evidence\":\"declared\"}],\"modalities\":[{\"code\":\"presentiel\","
    "\"certainty\":\"declared\"}]," SOURCE "},"
    "{\"id\":\"kids\",\"service\":\"s3\",\"families\":[\"L1.1\"],\"prestations\":[{\"code\":"
    "\"2.1.1.1\",\"evidence\":\"declared\"}],\"age_min_months\":0,\"age_max_months\":144,"
    "\"age_strength\":\"hard\"," SOURCE "},"
    "{\"id\":\"refused\",\"service\":\"s4\",\"families\":[\"L1.1\"],\"prestations\":[{"
    "\"code\":\"2.1.1.1\",\"evidence\":\"declared\"}]," SOURCE "},"
    "{\"id\":\"shut\",\"service\":\"s5\",\"families\":[\"L1.1\"],\"prestations\":[{\"code\":"
    "\"2.1.1.1\",\"evidence\":\"declared\"}],\"closed_on\":\"2026-01-01\"," SOURCE "},"
    "{\"id\":\"other\",\"service\":\"s6\",\"families\":[\"L3\"],\"prestations\":[{\"code\":"
    "\"2.3.2.2\",\"evidence\":\"declared\"}]," SOURCE "},"
    "{\"id\":\"nowhere\",\"service\":\"s8\",\"families\":[\"L1.1\"],\"prestations\":[{"
    "\"code\":\"2.1.1.1\",\"evidence\":\"declared\"}],\"modalities\":[{\"code\":"
    "\"presentiel\",\"certainty\":\"declared\"}]," SOURCE "},"
    "{\"id\":\"home\",\"service\":\"s8\",\"families\":[\"L1.1\"],\"prestations\":[{"
    "\"code\":\"2.1.1.1\",\"evidence\":\"declared\"}],\"modalities\":[{\"code\":"
    "\"domicile_milieu_ordinaire\",\"certainty\":\"declared\"}]," SOURCE "},"
    "{\"id\":\"nearly\",\"service\":\"s7\",\"families\":[\"L5.1\"],\"prestations\":[{"
    "\"code\":\"2.1.1.1\",\"evidence\":\"declared\"}],\"age_min_months\":0,"
    "\"age_max_months\":246,\"age_strength\":\"derogable\"," SOURCE "}]}";

/* Born in March 2006: 247 months on 1 November 2026. */
static const char situation[] =
    "{\"format\":\"orbite-person/1\",\"id\":\"%s\",\"reference_date\":\"2026-11-01\","
    "\"birth\":\"2006-03-17\",\"location\":{\"lon\":5.234567,\"lat\":46.245678,\"commune\":"
    "\"01001\",\"precision\":\"housenumber\"},\"travel\":{\"modes\":[\"car\"],"
    "\"max_minutes\":{\"default\":45}},\"needs\":[{\"code\":\"1.1.1\",\"priority\":3,"
    "\"frequency\":\"weekly\"}],\"wishes\":[{\"domain\":\"AC.2\",\"text\":\"MARQUE-VOEU\","
    "\"themes\":[\"MARQUE-THEME\"],\"expressed\":\"self\"}],\"groups\":[\"TSA\"],"
    "\"associated\":[],\"orientations\":[{\"code\":\"7.8\",\"decided_on\":\"2021-02-03\","
    "\"valid_until\":\"2031-02-03\"}],\"preferences\":{\"refused_offers\":[\"refused\"],"
    "\"refused_organizations\":[\"MARQUE-REFUS\"]},\"attempts\":[{\"offer\":\"near\","
    "\"outcome\":\"failure\",\"date\":\"2022-04-05\",\"reason\":\"MARQUE-MOTIF\"}],"
    "\"supports\":[{\"offer\":\"MARQUE-SOUTIEN\",\"by\":\"relative\",\"needs\":[\"1.1.1\"]}]}";

const char *const person_marks[] = { "MARQUE",     "2006",       "17/03",    "5.2345",
                                     "5234567",    "46.2456",    "46245678", "2021-02-03",
                                     "2031-02-03", "2022-04-05", "failure",  "refused",
                                     "Refusé",     "TSA",        NULL };

static void read_territory(struct person_world *w)
{
    char path[] = "/tmp/orbite-person-XXXXXX";
    const char *paths[] = { path };
    const struct orb_import_input in = { .paths = paths,
                                         .path_count = 1,
                                         .reference_date = ORB_DATE_NONE };
    struct orb_import_report report = { 0 };
    struct orb_catalogue_builder *builder = orb_catalogue_builder_new();
    struct orb_sink sink = orb_catalogue_builder_sink(builder);
    struct orb_error err = { 0 };
    int fd = mkstemp(path);

    assert_true(fd >= 0);
    assert_int_equal(write(fd, territory, sizeof territory - 1), sizeof territory - 1);
    (void)close(fd);
    assert_int_equal(orb_importer_native.run(&in, &sink, &report, &err), ORB_OK);
    (void)unlink(path);
    assert_int_equal(orb_catalogue_builder_finish(builder, 0, &w->image, &err), ORB_OK);
    assert_int_equal(orb_catalogue_view(&w->catalogue, w->image.data, w->image.len, &err),
                     ORB_OK);
    orb_catalogue_builder_free(builder);
    orb_report_release(&report);
}

static void read_person(struct person_world *w, const char *id)
{
    static const struct orb_person_codes codes = { 0 };
    struct orb_json *document = NULL;
    struct orb_buf text = { 0 };
    struct orb_error err = { 0 };

    orb_buf_printf(&text, situation, id);
    assert_int_equal(orb_json_parse(&document, text.data, text.len, &err), ORB_OK);
    if (orb_person_parse(&w->person, document, w->profile, &codes, &err) != ORB_OK)
        fail_msg("%s", err.text);
    orb_json_free(document);
    orb_buf_release(&text);
}

void person_world_open(struct person_world *w, const char *id)
{
    static const struct orb_match_options all = { .totals = true };
    struct orb_error err = { 0 };

    memset(w, 0, sizeof *w);
    read_territory(w);
    assert_int_equal(orb_profile_new(&w->profile, NULL, &err), ORB_OK);
    read_person(w, id);
    w->matcher = orb_matcher_new(&w->catalogue, w->profile);
    assert_non_null(w->matcher);
    assert_int_equal(orb_matcher_ask(w->matcher, w->person, &all, &w->result, &err),
                     ORB_OK);
    w->options.reference_date = w->person->reference_date;
    assert_int_equal(orb_selection_init(&w->selection, &w->catalogue, &w->options, &err),
                     ORB_OK);
    w->question = (struct orb_person_question){
        .selection = &w->selection,
        .person = w->person,
        .matcher = w->matcher,
        .result = &w->result,
        .reader = { &w->catalogue, &w->vocabulary, true },
    };
}

void person_world_close(struct person_world *w)
{
    orb_selection_release(&w->selection);
    orb_matcher_free(w->matcher);
    orb_person_free(w->person);
    orb_profile_free(w->profile);
    orb_vocabulary_release(&w->vocabulary);
    orb_buf_release(&w->image);
}
