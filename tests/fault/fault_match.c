/* A whole answer without memory: the matcher, the question, the explanation of an offer,
 * the document. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "engine/base/json.h"
#include "engine/catalogue/build.h"
#include "engine/catalogue/catalogue.h"
#include "engine/match/match.h"
#include "importers/demo.h"
#include "maps/match_json.h"
#include "tests/fault/fault.h"

static const char person_text[] =
    "{\"format\":\"orbite-person/1\",\"id\":\"p\",\"reference_date\":\"2026-11-22\",\"age_years\":30,"
    "\"location\":{\"lon\":5.2,\"lat\":46.1},\"needs\":["
    "{\"code\":\"1.3.3.2\",\"priority\":3,\"frequency\":\"daily\"},"
    "{\"code\":\"1.3.4.1\",\"priority\":2,\"frequency\":\"weekly\"},"
    "{\"code\":\"1.1.1\",\"priority\":1,\"frequency\":\"monthly\"}],"
    "\"groups\":[\"DI\"],\"associated\":[],\"orientations\":[{\"code\":\"11.5\"}],\"carer_needs\":[\"L7.2\"]}";

struct situation {
    struct orb_buf image;
    struct orb_catalogue catalogue;
    struct orb_profile *profile;
    struct orb_person *person;
};

static void prepare(struct situation *s)
{
    struct orb_demo_options options = { .seed = 5,
                                        .offers = ORB_DEMO_MIN_OFFERS,
                                        .without_contours = true };
    struct orb_catalogue_builder *builder = orb_catalogue_builder_new();
    struct orb_sink sink = orb_catalogue_builder_sink(builder);
    struct orb_json *document = NULL;

    assert_int_equal(orb_demo_generate(&options, &sink, NULL), ORB_OK);
    assert_int_equal(orb_catalogue_builder_finish(builder, 0, &s->image, NULL), ORB_OK);
    orb_catalogue_builder_free(builder);
    assert_int_equal(orb_catalogue_view(&s->catalogue, s->image.data, s->image.len, NULL),
                     ORB_OK);
    assert_int_equal(orb_profile_new(&s->profile, NULL, NULL), ORB_OK);
    assert_int_equal(orb_json_parse(&document, person_text, sizeof person_text - 1, NULL),
                     ORB_OK);
    assert_int_equal(orb_person_parse(&s->person, document, s->profile, NULL, NULL),
                     ORB_OK);
    orb_json_free(document);
}

static void put_away(struct situation *s)
{
    orb_person_free(s->person);
    orb_profile_free(s->profile);
    orb_buf_release(&s->image);
}

static enum orb_status answer(void *context, struct orb_error *err)
{
    struct situation *s = context;
    struct orb_match_options options = { .limit = 20 };
    struct orb_match_result result;
    struct orb_output out = { 0 };
    struct orb_match_document document = { .catalogue = &s->catalogue,
                                           .profile = s->profile,
                                           .person = s->person,
                                           .result = &result,
                                           .all = true };
    enum orb_status status;

    document.matcher = orb_matcher_new(&s->catalogue, s->profile);
    if (document.matcher == NULL)
        return orb_error_memory(err);
    status = orb_matcher_ask(document.matcher, s->person, &options, &result, err);
    if (status == ORB_OK)
        status = orb_output_open(&out, "fault-answer.json", err);
    if (status == ORB_OK)
        status = orb_match_json_write(&out, &document, err);
    orb_output_close(&out);
    orb_matcher_free(document.matcher);
    return status;
}

static void an_answer_survives_lack_of_memory(void **state)
{
    struct situation s = { 0 };

    (void)state;
    prepare(&s);
    assert_true(fault_each_allocation(answer, &s) > 20);
    put_away(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_answer_survives_lack_of_memory),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
