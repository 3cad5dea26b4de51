/* Questions, answers, verdicts and the file of answers without memory. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "engine/geocode/cache.h"
#include "engine/geocode/fallback.h"
#include "engine/geocode/verdict.h"
#include "tests/fault/fault.h"

static const struct orb_territory commune = { .kind = ORB_TERRITORY_COMMUNE,
                                              .code = "71270",
                                              .name = "Mâcon",
                                              .postcodes = "71000,71850",
                                              .population = 34000,
                                              .lon = 4.83,
                                              .lat = 46.31 };

/* From an address to a verdict. */
static enum orb_status find(void *context, struct orb_error *err)
{
    static const struct orb_geocode_place place = { "12 av. Haute\nBP 3", "71000",
                                                    "71270" };
    struct orb_geocode_answer answer = { .outcome = ORB_GEOCODE_FOUND,
                                         .precision = ORB_PRECISION_STREET,
                                         .score = 0.9,
                                         .next = NAN,
                                         .citycode = "71270" };
    struct orb_geocode_towns towns = { 0 };
    struct orb_arena arena = { 0 };
    struct orb_geocode_query query;
    struct orb_geocode_fallback fallback;
    struct orb_geocode_judgement judgement;
    enum orb_status status = orb_geocode_towns_add(&towns, &commune, err);

    (void)context;
    orb_geocode_towns_sort(&towns);
    if (status == ORB_OK)
        status = orb_geocode_towns_locate(&towns, "71270", err);
    if (status == ORB_OK)
        status = orb_geocode_query_make(&query, &arena, &towns, &place, err);
    if (status == ORB_OK)
        status = orb_geocode_judge(
            &judgement, &(struct orb_geocode_case){ &towns, &query, &answer, ORB_YES },
            err);
    if (status == ORB_OK) {
        orb_geocode_fall_back(&fallback, &towns, &query);
        assert_int_equal(judgement.verdict, ORB_GEOCODE_OK);
        assert_int_equal(fallback.level, ORB_GEOCODE_COMMUNE);
    }
    orb_geocode_towns_release(&towns);
    orb_arena_release(&arena);
    return status;
}

static enum orb_status read_answers(void *context, struct orb_error *err)
{
    static const struct orb_geocode_query query = { .text = "a, \"b\"" };
    static const char rows[] =
        "longitude,latitude,result_score,result_status,result_type,result_label,"
        "result_postcode,result_citycode\n"
        "4.83,46.31,0.9,ok,street,Rue A,71000,71270\n";
    const struct orb_geocode_query *const queries[] = { &query };
    struct orb_geocode_answer answer = { .label = "" };
    struct orb_arena arena = { 0 };
    struct orb_buf text = { 0 };
    struct orb_buf sent = { 0 };
    const struct orb_geocode_batch batch = { queries, 1, &answer, &arena };
    enum orb_status status;

    (void)context;
    orb_buf_text(&text, "{\"features\":[{\"geometry\":{\"coordinates\":[4,46]},"
                        "\"properties\":{\"score\":1,\"label\":\"A\"}}]}");
    status = orb_buf_check(&text, err);
    if (status == ORB_OK)
        status = orb_geocode_read_features(&answer, &arena, &text, err);
    orb_geocode_write_rows(&sent, &batch);
    orb_buf_clear(&text);
    /* Two lines of what was sent, each before its line of the answer. */
    if (status == ORB_OK)
        status = orb_buf_check(&sent, err);
    if (status == ORB_OK) {
        size_t first = strcspn(sent.data, "\n");
        size_t head = strcspn(rows, "\n");

        orb_buf_printf(&text, "%.*s,%.*s%.*s,%s", (int)first, sent.data, (int)head + 1,
                       rows, (int)strcspn(sent.data + first + 1, "\n"),
                       sent.data + first + 1, rows + head + 1);
        status = orb_buf_check(&text, err);
    }
    if (status == ORB_OK)
        status = orb_geocode_read_rows(&batch, &text, err);
    orb_buf_release(&text);
    orb_buf_release(&sent);
    orb_arena_release(&arena);
    return status;
}

static enum orb_status keep(void *context, struct orb_error *err)
{
    static const char name[] = "fault-geocode.csv";
    static const struct orb_geocode_query query = { .text = "1 rue a" };
    static const struct orb_geocode_answer answer = { .outcome = ORB_GEOCODE_NOT_FOUND,
                                                      .label = "" };
    struct orb_geocode_cache cache;
    enum orb_status status = orb_geocode_cache_open(&cache, name, "s", 100, err);

    (void)context;
    if (status == ORB_OK)
        status = orb_geocode_cache_put(&cache, &query, &answer, err);
    if (status == ORB_OK)
        status = orb_geocode_cache_save(&cache, err);
    orb_geocode_cache_close(&cache);
    if (status == ORB_OK)
        status = orb_geocode_cache_open(&cache, name, "s", 100, err);
    orb_geocode_cache_close(&cache);
    (void)unlink(name);
    return status;
}

static void geocoding_survives_lack_of_memory(void **state)
{
    (void)state;
    assert_true(fault_each_allocation(find, NULL) > 8);
    assert_true(fault_each_allocation(read_answers, NULL) > 8);
    assert_true(fault_each_allocation(keep, NULL) > 8);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(geocoding_survives_lack_of_memory),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
