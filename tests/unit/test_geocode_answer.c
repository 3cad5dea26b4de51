/* Answers of geocoders, read whole or refused, and kept in a file. */
#include <math.h>
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
#include "engine/geocode/cache.h"

static const struct orb_geocode_query street = { .text = "12 rue haute, \"A\" Mâcon",
                                                 .citycode = "71270" };
static const struct orb_geocode_query nowhere = { .text = "rue zzz", .postcode = "71850" };

static struct orb_buf text_of(const char *text)
{
    struct orb_buf buf = { 0 };

    orb_buf_text(&buf, text);
    return buf;
}

#define ROW_HEADER                                                                         \
    "q,postcode,citycode,longitude,latitude,result_score,result_score_next,result_label,"  \
    "result_type,result_postcode,result_context,result_citycode,result_status\n"
#define FOUND_ROW                                                                          \
    "\"12 rue haute, \"\"A\"\" Mâcon\",,71270,4.83,46.31,0.97,0.4,12 Rue Haute 71000 "    \
    "Mâcon,housenumber,71000,\"71, Saône-et-Loire, BFC\",71270,ok\n"
#define NOT_FOUND_ROW "rue zzz,71850,,,,,,,,,,,not-found\n"

/* ---- one question */

static enum orb_status read_features(const char *text, struct orb_geocode_answer *out,
                                     struct orb_arena *arena)
{
    struct orb_buf body = text_of(text);
    struct orb_error err = { 0 };
    enum orb_status status = orb_geocode_read_features(out, arena, &body, &err);

    if (status != ORB_OK && err.text[0] == '\0')
        fail_msg("no sentence for %s", text);
    orb_buf_release(&body);
    return status;
}

static void the_best_answer_and_the_score_of_the_second_are_read(void **state)
{
    struct orb_arena arena = { 0 };
    struct orb_geocode_answer a;

    (void)state;
    assert_int_equal(
        read_features("{\"type\":\"FeatureCollection\",\"features\":["
                      "{\"geometry\":{\"coordinates\":[4.83,46.31]},\"properties\":{"
                      "\"label\":\"12 Rue Haute 71000 Mâcon\",\"score\":0.97,\"type\":"
                      "\"housenumber\",\"postcode\":\"71000\",\"citycode\":\"71270\"}},"
                      "{\"properties\":{\"score\":0.5}}]}",
                      &a, &arena),
        ORB_OK);
    assert_int_equal(a.outcome, ORB_GEOCODE_FOUND);
    assert_int_equal(a.precision, ORB_PRECISION_HOUSENUMBER);
    assert_true(a.lon == 4.83 && a.lat == 46.31 && a.score == 0.97 && a.next == 0.5);
    assert_string_equal(a.postcode, "71000");
    assert_string_equal(a.citycode, "71270");
    assert_string_equal(a.label, "12 Rue Haute 71000 Mâcon");
    assert_int_equal(read_features("{\"features\":[]}", &a, &arena), ORB_OK);
    assert_int_equal(a.outcome, ORB_GEOCODE_NOT_FOUND);
    orb_arena_release(&arena);
}

static void an_answer_that_is_none_is_refused(void **state)
{
    static const char *const bad[] = {
        "",
        "<html>busy</html>",
        "{\"code\":404}",
        "{\"features\":{}}",
        "{\"features\":[{}]}",
        "{\"features\":[{\"geometry\":{\"coordinates\":[4.8]},\"properties\":{\"score\":1}}]}",
        "{\"features\":[{\"geometry\":{\"coordinates\":[652381,6862]},\"properties\":{\"score\":1}}]}",
        "{\"features\":[{\"geometry\":{\"coordinates\":[0,0]},\"properties\":{\"score\":1}}]}",
        "{\"features\":[{\"geometry\":{\"coordinates\":[4,46]},\"properties\":{}}]}",
        "{\"features\":[{\"geometry\":{\"coordinates\":[4,46]},\"properties\":{\"score\":-1}}]}",
        "{\"features\":[{\"geometry\":{\"coordinates\":[4,46]},\"proper",
    };
    struct orb_arena arena = { 0 };
    struct orb_geocode_answer a;

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        if (read_features(bad[i], &a, &arena) != ORB_ERR_SYNTAX)
            fail_msg("taken: %s", bad[i]);
    orb_arena_release(&arena);
}

static void what_is_no_address_has_no_precision(void **state)
{
    (void)state;
    assert_int_equal(orb_geocode_precision("locality"), ORB_PRECISION_LOCALITY);
    assert_int_equal(orb_geocode_precision("municipality"), ORB_PRECISION_MUNICIPALITY);
    assert_int_equal(orb_geocode_precision("poi"), ORB_PRECISION_NONE);
    assert_int_equal(orb_geocode_precision(""), ORB_PRECISION_NONE);
}

/* ---- many questions */

static enum orb_status read_rows(const char *text, struct orb_geocode_answer out[2],
                                 struct orb_arena *arena, struct orb_error *err)
{
    const struct orb_geocode_query *const queries[] = { &street, &nowhere };
    struct orb_buf body = text_of(text);
    const struct orb_geocode_batch batch = { queries, 2, out, arena };
    enum orb_status status = orb_geocode_read_rows(&batch, &body, err);

    orb_buf_release(&body);
    return status;
}

static void rows_are_read_in_the_order_of_the_questions(void **state)
{
    struct orb_geocode_answer out[2];
    struct orb_arena arena = { 0 };

    (void)state;
    assert_int_equal(read_rows(ROW_HEADER FOUND_ROW NOT_FOUND_ROW, out, &arena, NULL),
                     ORB_OK);
    assert_int_equal(out[0].outcome, ORB_GEOCODE_FOUND);
    assert_int_equal(out[0].precision, ORB_PRECISION_HOUSENUMBER);
    assert_true(out[0].lon == 4.83 && out[0].next == 0.4);
    assert_string_equal(out[0].citycode, "71270");
    assert_int_equal(out[1].outcome, ORB_GEOCODE_NOT_FOUND);
    assert_int_equal(read_rows(ROW_HEADER
                               "\"12 rue haute, \"\"A\"\" Mâcon\",,71270,,,,,,,,,,"
                               "error\nrue zzz,71850,,,,,,,,,,,skipped\n",
                               out, &arena, NULL),
                     ORB_OK);
    assert_int_equal(out[0].outcome, ORB_GEOCODE_FAILED);
    assert_int_equal(out[1].outcome, ORB_GEOCODE_NOT_FOUND);
    orb_arena_release(&arena);
}

static void rows_to_other_questions_are_refused_with_their_line(void **state)
{
    static const struct {
        const char *text, *words, *place;
    } bad[] = {
        { "", "no column 'q'", "" },
        { "<html>\n", "no column 'q'", "" },
        { "q,postcode,citycode,longitude,latitude\n", "no column 'result_score'", "" },
        { ROW_HEADER FOUND_ROW, "fewer rows", "" },
        { ROW_HEADER FOUND_ROW NOT_FOUND_ROW NOT_FOUND_ROW, "more rows", "4" },
        { ROW_HEADER NOT_FOUND_ROW FOUND_ROW, "another question", "2" },
        { ROW_HEADER FOUND_ROW "rue zzz", "breaks off", "3" },
        { ROW_HEADER FOUND_ROW "rue zzz,71850,,650000,6800000,0.9,,,street,,,71270,ok\n",
          "not on Earth", "3" },
        { ROW_HEADER FOUND_ROW "rue zzz,71850,,4.8,46.3,,,,street,,,71270,ok\n",
          "no number", "3" },
        { ROW_HEADER FOUND_ROW "rue zzz,71850,,\"4.8,46", "", "" },
    };
    struct orb_arena arena = { 0 };

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct orb_geocode_answer out[2];
        struct orb_error err = { 0 };

        if (read_rows(bad[i].text, out, &arena, &err) == ORB_OK ||
            strstr(err.text, bad[i].words) == NULL ||
            (bad[i].place[0] != '\0' && strcmp(err.place, bad[i].place) != 0))
            fail_msg("case %zu: '%s' at '%s'", i, err.text, err.place);
    }
    orb_arena_release(&arena);
}

static void what_is_sent_reads_back(void **state)
{
    const struct orb_geocode_query *const queries[] = { &street, &nowhere };
    const struct orb_geocode_batch batch = { .queries = queries, .count = 2 };
    struct orb_buf rows = { 0 };

    (void)state;
    orb_geocode_write_rows(&rows, &batch);
    assert_string_equal(rows.data, "q,postcode,citycode\n"
                                   "\"12 rue haute, \"\"A\"\" Mâcon\",,71270\n"
                                   "\"rue zzz\",71850,\n");
    orb_buf_release(&rows);
}

/* ---- recorded answers */

static void recorded_answers_are_read(void **state)
{
    const char *root = getenv("ORBITE_SRCDIR");
    struct orb_arena arena = { 0 };
    struct orb_geocode_answer a;
    struct orb_buf body = { 0 };
    char path[400];

    (void)state;
    (void)snprintf(path, sizeof path,
                   "%s/../shared/data/geocode/geopf_search_response.json",
                   root == NULL ? "." : root);
    if (orb_file_read(&body, path, 1 << 20, NULL) != ORB_OK) {
        orb_buf_release(&body);
        skip();
    }
    assert_int_equal(orb_geocode_read_features(&a, &arena, &body, NULL), ORB_OK);
    assert_int_equal(a.precision, ORB_PRECISION_HOUSENUMBER);
    assert_string_equal(a.citycode, "95127");
    assert_true(a.score > 0.97 && isnan(a.next));
    orb_buf_release(&body);
    orb_arena_release(&arena);
}

/* The recorded file was sent with other columns than ours: they are given our names, the
 * rest of each line is as it came. */
static void recorded_rows_are_read(void **state)
{
    static const struct orb_geocode_query asked[] = {
        { .text = "Place de l Hotel de Ville", .postcode = "75004", .citycode = "Paris" },
        { .text = "rue inexistante zzz", .postcode = "99999", .citycode = "Nullep" },
        { .text = "", .postcode = "69001", .citycode = "Lyon" },
    };
    const struct orb_geocode_query *const queries[] = { &asked[0], &asked[1], &asked[2] };
    static const char ours[] = "id,q,postcode,citycode,";
    const char *root = getenv("ORBITE_SRCDIR");
    struct orb_geocode_answer out[3];
    struct orb_arena arena = { 0 };
    struct orb_buf body = { 0 };
    struct orb_buf named = { 0 };
    const struct orb_geocode_batch batch = { queries, 3, out, &arena };
    char path[400];
    char *town;

    (void)state;
    (void)snprintf(path, sizeof path,
                   "%s/../shared/data/geocode/geopf_search_csv_response.csv",
                   root == NULL ? "." : root);
    if (orb_file_read(&body, path, 1 << 20, NULL) != ORB_OK) {
        orb_buf_release(&body);
        skip();
    }
    town = strstr(body.data, "Nullepart");
    assert_non_null(town);
    memmove(town + 6, town + 9, strlen(town + 9) + 1); /* as long as a code may be */
    orb_buf_text(&named, ours);
    orb_buf_text(&named, strstr(body.data, "longitude,"));
    assert_int_equal(orb_geocode_read_rows(&batch, &named, NULL), ORB_OK);
    assert_int_equal(out[0].precision, ORB_PRECISION_STREET);
    assert_true(fabs(out[0].score - 0.79728) < 1e-9 && fabs(out[0].next - 0.72303) < 1e-4);
    assert_string_equal(out[0].citycode, "75104");
    assert_int_equal(out[1].outcome, ORB_GEOCODE_NOT_FOUND);
    assert_int_equal(out[2].precision, ORB_PRECISION_MUNICIPALITY);
    assert_true(isnan(out[2].next) && out[2].lon == 4.835);
    orb_buf_release(&body);
    orb_buf_release(&named);
    orb_arena_release(&arena);
}

/* ---- the cache */

static const char cache_name[] = "geocode-cache.csv";
static const struct orb_geocode_answer found = { .outcome = ORB_GEOCODE_FOUND,
                                                 .precision = ORB_PRECISION_STREET,
                                                 .lon = 4.830001,
                                                 .lat = 46.31,
                                                 .score = 0.9,
                                                 .next = NAN,
                                                 .postcode = "71000",
                                                 .citycode = "71270",
                                                 .label = "Rue \"Haute\", Mâcon" };
static const struct orb_geocode_answer missing = { .outcome = ORB_GEOCODE_NOT_FOUND,
                                                   .next = NAN,
                                                   .label = "" };
static const struct orb_geocode_answer failed = { .outcome = ORB_GEOCODE_FAILED,
                                                  .label = "" };

static void open_cache(struct orb_geocode_cache *cache, const char *server, orb_date today)
{
    assert_int_equal(orb_geocode_cache_open(cache, cache_name, server, today, NULL),
                     ORB_OK);
}

static void keep(struct orb_geocode_cache *cache, const struct orb_geocode_query *query,
                 const struct orb_geocode_answer *answer)
{
    assert_int_equal(orb_geocode_cache_put(cache, query, answer, NULL), ORB_OK);
    assert_int_equal(orb_geocode_cache_save(cache, NULL), ORB_OK);
}

static void forget_cache(void)
{
    (void)unlink(cache_name);
}

static void an_answer_is_remembered_by_server_and_question(void **state)
{
    struct orb_geocode_query other = street;
    struct orb_geocode_cache cache;
    const struct orb_geocode_answer *a;

    (void)state;
    forget_cache();
    open_cache(&cache, "https://a", 100);
    assert_null(orb_geocode_cache_find(&cache, &street));
    keep(&cache, &street, &found);
    keep(&cache, &nowhere, &missing);
    orb_geocode_cache_close(&cache);

    open_cache(&cache, "https://a", 101);
    a = orb_geocode_cache_find(&cache, &street);
    assert_non_null(a);
    assert_true(a->lon == found.lon && a->lat == found.lat && a->score == found.score);
    assert_true(isnan(a->next));
    assert_int_equal(a->precision, ORB_PRECISION_STREET);
    assert_int_equal(a->asked_on, 100);
    assert_string_equal(a->citycode, "71270");
    assert_string_equal(a->label, found.label);
    assert_int_equal(orb_geocode_cache_find(&cache, &nowhere)->outcome,
                     ORB_GEOCODE_NOT_FOUND);
    (void)strcpy(other.citycode, "71105");
    assert_null(orb_geocode_cache_find(&cache, &other));
    orb_geocode_cache_close(&cache);

    open_cache(&cache, "https://b", 101);
    assert_null(orb_geocode_cache_find(&cache, &street));
    orb_geocode_cache_close(&cache);
    forget_cache();
}

static void answers_grow_old_and_failures_are_not_kept(void **state)
{
    struct orb_geocode_cache cache;
    struct orb_buf text = { 0 };

    (void)state;
    forget_cache();
    open_cache(&cache, "s", 100);
    keep(&cache, &street, &found);
    keep(&cache, &nowhere, &missing);
    orb_geocode_cache_close(&cache);
    open_cache(&cache, "s", 107);
    assert_non_null(orb_geocode_cache_find(&cache, &nowhere));
    orb_geocode_cache_close(&cache);
    open_cache(&cache, "s", 108);
    assert_null(orb_geocode_cache_find(&cache, &nowhere));
    keep(&cache, &nowhere, &failed);
    assert_null(orb_geocode_cache_find(&cache, &nowhere));
    orb_geocode_cache_close(&cache);
    open_cache(&cache, "s", 280);
    assert_non_null(orb_geocode_cache_find(&cache, &street));
    orb_geocode_cache_close(&cache);
    open_cache(&cache, "s", 281);
    assert_null(orb_geocode_cache_find(&cache, &street));
    assert_int_equal(orb_geocode_cache_save(&cache, NULL), ORB_OK);
    orb_geocode_cache_close(&cache);
    /* What is too old is not kept on the disk either. */
    assert_int_equal(orb_file_read(&text, cache_name, 1 << 20, NULL), ORB_OK);
    assert_null(strstr(text.data, "Haute"));
    orb_buf_release(&text);
    forget_cache();
}

static void damage_to_the_cache_costs_the_rows_it_hit(void **state)
{
    static const char *const tails[] = { "s,1970-04-11,\"rue",
                                         "s,1970-04-11,x\n",
                                         "s,notaday,x,,,ok,1,1,1,1,street,,,\n",
                                         "s,1970-04-11,x,,,ok,1000,1,1,1,street,,,\n",
                                         "\xff\xfe\n",
                                         "garbage without end of line" };

    (void)state;
    for (size_t i = 0; i < sizeof tails / sizeof tails[0]; i++) {
        struct orb_geocode_cache cache;
        FILE *file;

        forget_cache();
        open_cache(&cache, "s", 100);
        keep(&cache, &street, &found);
        orb_geocode_cache_close(&cache);
        file = fopen(cache_name, "ab");
        assert_non_null(file);
        (void)fputs(tails[i], file);
        (void)fclose(file);
        open_cache(&cache, "s", 100);
        assert_non_null(orb_geocode_cache_find(&cache, &street));
        assert_int_equal(cache.keys.count, 1);
        keep(&cache, &nowhere, &missing);
        orb_geocode_cache_close(&cache);
        open_cache(&cache, "s", 100);
        assert_false(cache.is_worn);
        assert_int_equal(cache.keys.count, 2);
        orb_geocode_cache_close(&cache);
    }
    forget_cache();
}

static void a_cache_that_cannot_be_written_is_told(void **state)
{
    struct orb_geocode_cache cache;
    struct orb_error err = { 0 };

    (void)state;
    assert_int_equal(orb_geocode_cache_open(&cache, "no/such/folder/c", "s", 100, NULL),
                     ORB_OK);
    assert_int_equal(orb_geocode_cache_put(&cache, &street, &found, NULL), ORB_OK);
    assert_int_equal(orb_geocode_cache_save(&cache, &err), ORB_ERR_NOT_FOUND);
    assert_non_null(strstr(err.place, "no/such/folder"));
    orb_geocode_cache_close(&cache);
    assert_int_not_equal(orb_geocode_cache_open(&cache, "/", "s", 100, NULL), ORB_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_best_answer_and_the_score_of_the_second_are_read),
        cmocka_unit_test(an_answer_that_is_none_is_refused),
        cmocka_unit_test(what_is_no_address_has_no_precision),
        cmocka_unit_test(rows_are_read_in_the_order_of_the_questions),
        cmocka_unit_test(rows_to_other_questions_are_refused_with_their_line),
        cmocka_unit_test(what_is_sent_reads_back),
        cmocka_unit_test(recorded_answers_are_read),
        cmocka_unit_test(recorded_rows_are_read),
        cmocka_unit_test(an_answer_is_remembered_by_server_and_question),
        cmocka_unit_test(answers_grow_old_and_failures_are_not_kept),
        cmocka_unit_test(damage_to_the_cache_costs_the_rows_it_hit),
        cmocka_unit_test(a_cache_that_cannot_be_written_is_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
