#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "engine/base/alloc.h"
#include "engine/base/json.h"
#include "maps/json_writer.h"
#include "tests/unit/person_world.h"

struct fixture {
    struct person_world world;
    struct orb_person_answer answer;
};

static int setup(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);
    struct orb_error err = { 0 };

    person_world_open(&f->world, "S-1<script>");
    assert_int_equal(orb_person_answer_make(&f->answer, &f->world.question, &err), ORB_OK);
    *state = f;
    return 0;
}

static int teardown(void **state)
{
    struct fixture *f = *state;

    orb_person_answer_release(&f->answer);
    person_world_close(&f->world);
    free(f);
    return 0;
}

static const char *id_of(const struct fixture *f, uint32_t offer)
{
    const struct orb_catalogue *c = &f->world.catalogue;

    return orb_cat_string(c, c->offers[offer].id);
}

static const struct orb_person_row *row_of(const struct fixture *f, const char *id)
{
    for (size_t i = 0; i < f->answer.count; i++)
        if (strcmp(id_of(f, f->answer.rows[i].offer), id) == 0)
            return &f->answer.rows[i];
    return NULL;
}

static const struct {
    const char *id;
    int class_; /* -1 = not told */
} told[] = {
    { "near", ORB_TO_VERIFY },
    { "nearly", ORB_NEAR_MISS },
    { "far", ORB_EXCLUDED },
    { "kids", ORB_EXCLUDED },
    /* what the person refused, what is closed and what answers no need is not told */
    { "refused", -1 },
    { "shut", -1 },
    { "other", -1 },
};

static void what_answers_and_what_is_set_aside_is_told(void **state)
{
    const struct fixture *f = *state;

    for (size_t i = 0; i < sizeof told / sizeof told[0]; i++) {
        const struct orb_person_row *row = row_of(f, told[i].id);

        if (told[i].class_ < 0)
            assert_null(row);
        else if (row == NULL || (int)row->class_ != told[i].class_)
            fail_msg("%s: %d", told[i].id, row == NULL ? -1 : (int)row->class_);
    }
}

static void set_aside_rows_come_last_and_say_why(void **state)
{
    const struct fixture *f = *state;
    bool aside = false;

    for (size_t i = 0; i < f->answer.count; i++) {
        const struct orb_person_row *row = &f->answer.rows[i];

        assert_false(aside && row->class_ != ORB_EXCLUDED);
        aside = row->class_ == ORB_EXCLUDED;
        if (!aside)
            continue;
        assert_non_null(row->why);
        assert_true(row->reason_count > 0);
        assert_int_equal(row->score, -1);
    }
    assert_true(aside);
    assert_string_equal(row_of(f, "kids")->why, "above the age accepted (by 103 months)");
    assert_string_equal(row_of(f, "kids")->reasons[0],
                        "Above the age accepted (by 103 months).");
    assert_string_equal(
        row_of(f, "nearly")->levers[0],
        "A derogation takes a CDAPH decision that names this establishment.");
}

static void what_is_out_of_reach_is_of_the_circle_to_prospect(void **state)
{
    const struct fixture *f = *state;

    assert_int_equal(row_of(f, "far")->circle, ORB_CIRCLE_C4);
    assert_int_equal(row_of(f, "near")->circle, ORB_CIRCLE_C2);
}

static void the_way_is_told_and_never_for_sure(void **state)
{
    const struct fixture *f = *state;
    const struct orb_person_row *near = row_of(f, "near");
    char words[40];

    assert_true(near->estimate);
    assert_in_range(near->minutes, 1, 30);
    (void)snprintf(words, sizeof words, "≈ %d min", (int)near->minutes);
    assert_string_equal(near->way, words);
    assert_int_equal(row_of(f, "nowhere")->minutes, -1);
    assert_string_equal(row_of(f, "nowhere")->way, "travel time not known");
    assert_int_equal(row_of(f, "home")->minutes, -1);
    assert_string_equal(row_of(f, "home")->way, "at home");
}

static void the_parts_of_a_score_add_up_to_it(void **state)
{
    const struct fixture *f = *state;
    size_t scored = 0;

    for (size_t i = 0; i < f->answer.count; i++) {
        const struct orb_person_row *row = &f->answer.rows[i];
        int64_t sum = 0, most = 0;

        if (row->score < 0)
            continue;
        scored++;
        for (size_t k = 0; k < row->part_count; k++) {
            assert_true(row->parts[k].value <= row->parts[k].most + 1);
            sum += row->parts[k].value;
            most += row->parts[k].most;
        }
        assert_int_equal(sum, row->score);
        assert_in_range(most, 9990, 10010);
    }
    assert_int_equal(scored, f->world.result.ranking.count);
}

static void families_are_those_of_the_needs_and_of_what_answers(void **state)
{
    const struct fixture *f = *state;
    struct orb_person person = { 0 };
    struct orb_need need = { 0 };
    static const struct {
        const char *code;
        unsigned families;
    } cases[] = { { "1.1.2", 0x01 }, { "1.3.3.1", 0x08 }, { "1.3.5.1", 0x84 },
                  { "1.3.4", 0x66 }, { "1", 0xff },       { "2", 0 } };

    /* 1 and 7 for mental functions, 5 since "nearly" answers */
    assert_int_equal(f->answer.families, 0x51);
    person.needs = &need;
    person.need_count = 1;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct orb_vocabulary vocabulary = { 0 };
        unsigned families = 0xfff;

        need.code = cases[i].code;
        assert_int_equal(orb_person_families(&families, &vocabulary, &person, NULL),
                         ORB_OK);
        if (families != cases[i].families)
            fail_msg("%s: %x", need.code, families);
        orb_vocabulary_release(&vocabulary);
    }
}

static void write_answer(struct fixture *f, struct orb_buf *text)
{
    struct orb_json_writer w;
    struct orb_error err = { 0 };

    orb_jw_init_buf(&w, text, 0);
    orb_jw_open_object(&w);
    orb_jw_key(&w, "answers");
    orb_person_answer_write(&w, &f->answer, &f->world.catalogue);
    orb_jw_key(&w, "person");
    orb_person_head_write(&w, &f->answer, &f->world.catalogue);
    orb_jw_close(&w);
    assert_int_equal(orb_jw_end(&w, &err), ORB_OK);
    assert_false(text->failed);
}

static void the_document_has_one_value_a_row_and_names_rows_by_id(void **state)
{
    static const char *const lists[] = { "reasons", "levers", "parts",
                                         "need",    "way",    "neutral" };
    struct fixture *f = *state;
    struct orb_buf text = { 0 };
    struct orb_json *document = NULL, *answers, *order;

    write_answer(f, &text);
    assert_int_equal(orb_json_parse(&document, text.data, text.len, NULL), ORB_OK);
    answers = (struct orb_json *)orb_json_get(document, "answers");
    order = (struct orb_json *)orb_json_get(answers, "order");
    assert_int_equal(orb_json_count(order), f->answer.count);
    for (size_t i = 0; i < f->answer.count; i++) {
        size_t row = (size_t)orb_json_number(orb_json_at(order, i));

        assert_true(row < f->answer.count);
        assert_int_equal(f->answer.offers[row], f->answer.rows[i].offer);
        if (i > 0)
            assert_true(strcmp(id_of(f, f->answer.offers[i - 1]),
                               id_of(f, f->answer.offers[i])) < 0);
    }
    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++)
        assert_int_equal(orb_json_count(orb_json_get(answers, lists[i])), f->answer.count);
    /* one byte a row, in base64 */
    assert_int_equal(
        strlen(orb_json_text(orb_json_get(orb_json_get(answers, "class"), "u8"))),
        (f->answer.count + 2) / 3 * 4);
    orb_json_free(document);
    orb_buf_release(&text);
}

static void nothing_of_the_person_but_pseudonym_commune_and_needs_is_told(void **state)
{
    struct fixture *f = *state;
    struct orb_buf text = { 0 };

    write_answer(f, &text);
    assert_non_null(strstr(text.data, "\"person\":{\"id\":\"S-1<script>\",\"commune\":"
                                      "\"Val<b>\",\"age\":null}"));
    for (size_t i = 0; person_marks[i] != NULL; i++)
        if (strstr(text.data, person_marks[i]) != NULL)
            fail_msg("%s is told", person_marks[i]);
    orb_buf_release(&text);
}

static void missing_memory_is_told(void **state)
{
    struct fixture *f = *state;

    for (long n = 0; n < 5000; n++) {
        struct orb_person_answer answer;
        struct orb_error err = { 0 };
        enum orb_status status;

        orb_alloc_fail_after(n);
        status = orb_person_answer_make(&answer, &f->world.question, &err);
        orb_alloc_fail_after(-1);
        orb_person_answer_release(&answer);
        if (status == ORB_OK)
            return;
        assert_int_equal(status, ORB_ERR_MEMORY);
    }
    fail();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_answers_and_what_is_set_aside_is_told, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(set_aside_rows_come_last_and_say_why, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(what_is_out_of_reach_is_of_the_circle_to_prospect,
                                        setup, teardown),
        cmocka_unit_test_setup_teardown(the_way_is_told_and_never_for_sure, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(the_parts_of_a_score_add_up_to_it, setup, teardown),
        cmocka_unit_test_setup_teardown(families_are_those_of_the_needs_and_of_what_answers,
                                        setup, teardown),
        cmocka_unit_test_setup_teardown(
            the_document_has_one_value_a_row_and_names_rows_by_id, setup, teardown),
        cmocka_unit_test_setup_teardown(
            nothing_of_the_person_but_pseudonym_commune_and_needs_is_told, setup, teardown),
        cmocka_unit_test_setup_teardown(missing_memory_is_told, setup, teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
