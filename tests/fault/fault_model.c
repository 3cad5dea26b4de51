/* Persons, profiles and catalogues without memory. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "engine/base/json.h"
#include "engine/catalogue/build.h"
#include "engine/catalogue/catalogue.h"
#include "engine/model/case.h"
#include "engine/model/person.h"
#include "engine/model/profile.h"
#include "importers/demo.h"
#include "tests/fault/fault.h"

static const char person_text[] =
    "{\"format\":\"orbite-person/1\",\"id\":\"p\",\"reference_date\":\"2026-11-22\",\"birth\":\"2006-08\","
    "\"location\":{\"commune\":\"T0001\"},\"travel\":{\"modes\":[\"car\",\"walk\"],\"max_minutes\":{\"daily\":30}},"
    "\"needs\":[{\"code\":\"1.3.3.2\",\"priority\":3,\"frequency\":\"daily\"},"
    "{\"code\":\"1.1.1\",\"priority\":1,\"frequency\":\"monthly\"}],"
    "\"wishes\":[{\"domain\":\"AC.1\",\"text\":\"dehors\",\"themes\":[\"nature\"],\"expressed\":\"self\"}],"
    "\"groups\":[\"TSA\"],\"associated\":[],\"orientations\":[{\"code\":\"11.5\",\"named_offers\":[\"A\"]}],"
    "\"attempts\":[{\"category\":\"182\",\"outcome\":\"failure\"}],\"carer_needs\":[\"L7.2\"],"
    "\"travel_matrix\":[{\"offer\":\"A\",\"mode\":\"car\",\"minutes\":12.5}]}";

static enum orb_status read_profile(void *context, struct orb_error *err)
{
    struct orb_profile *profile = NULL;
    enum orb_status status = orb_profile_new(&profile, NULL, err);

    (void)context;
    orb_profile_free(profile);
    return status;
}

static enum orb_status read_person(void *context, struct orb_error *err)
{
    struct orb_json *document = NULL;
    struct orb_person *person = NULL;
    enum orb_status status =
        orb_json_parse(&document, person_text, sizeof person_text - 1, err);

    if (status == ORB_OK)
        status = orb_person_parse(&person, document, context, NULL, err);
    orb_person_free(person);
    orb_json_free(document);
    return status;
}

static enum orb_status read_case(void *context, struct orb_error *err)
{
    static const char rest[] =
        ",\"requests\":[{\"offer\":\"a\",\"status\":\"181\",\"needs\":[\"1.1.1\"]}],\"contacts\":"
        "[{\"date\":\"2026-02-01\",\"note\":\"vu\"}],\"plan\":[{\"objective\":\"o\",\"step\":\"s\"}],"
        "\"evaluation\":[{\"domain\":\"MV\",\"need\":\"n\"}],\"phases\":[{\"phase\":\"sortie\",\"from\":"
        "\"2026-03-01\"}],\"commitments\":[{\"partner\":\"p\",\"what\":\"w\",\"date\":\"2026-01-01\"}],"
        "\"referent\":{\"role\":\"r\",\"phone\":\"115\"}}";
    struct orb_json *document = NULL;
    struct orb_buf text = { 0 };
    struct orb_case *case_ = NULL;
    enum orb_status status;

    orb_buf_printf(&text, "{\"format\":\"orbite-case/1\",\"situation\":%s%s", person_text,
                   rest);
    status = orb_buf_check(&text, err);
    if (status == ORB_OK)
        status = orb_json_parse(&document, text.data, text.len, err);
    if (status == ORB_OK)
        status = orb_case_parse(&case_, document, context, NULL, err);
    orb_case_free(case_);
    orb_json_free(document);
    orb_buf_release(&text);
    return status;
}

/* The image is all there or not at all. */
static enum orb_status build_catalogue(void *context, struct orb_error *err)
{
    struct orb_demo_options options = { .seed = 3, .offers = ORB_DEMO_MIN_OFFERS };
    struct orb_catalogue_builder *builder = orb_catalogue_builder_new();
    struct orb_buf image = { 0 };
    struct orb_sink sink;
    enum orb_status status;

    (void)context;
    if (builder == NULL)
        return orb_error_memory(err);
    sink = orb_catalogue_builder_sink(builder);
    status = orb_demo_generate(&options, &sink, err);
    if (status == ORB_OK)
        status = orb_catalogue_builder_finish(builder, 1, &image, err);
    if (status == ORB_OK) {
        struct orb_catalogue catalogue;

        assert_int_equal(orb_catalogue_view(&catalogue, image.data, image.len, NULL),
                         ORB_OK);
        assert_int_equal(catalogue.offer_count, ORB_DEMO_MIN_OFFERS);
    }
    orb_buf_release(&image);
    orb_catalogue_builder_free(builder);
    return status;
}

static void profiles_survive_lack_of_memory(void **state)
{
    (void)state;
    assert_true(fault_each_allocation(read_profile, NULL) > 20);
}

static void persons_survive_lack_of_memory(void **state)
{
    struct orb_profile *profile = NULL;

    (void)state;
    assert_int_equal(orb_profile_new(&profile, NULL, NULL), ORB_OK);
    assert_true(fault_each_allocation(read_person, profile) > 20);
    assert_true(fault_each_allocation(read_case, profile) > 20);
    orb_profile_free(profile);
}

static void catalogues_survive_lack_of_memory(void **state)
{
    (void)state;
    assert_true(fault_each_allocation(build_catalogue, NULL) > 20);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(profiles_survive_lack_of_memory),
        cmocka_unit_test(persons_survive_lack_of_memory),
        cmocka_unit_test(catalogues_survive_lack_of_memory),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
