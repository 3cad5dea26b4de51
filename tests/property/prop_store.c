/* A store gives the answers of the catalogue it was made from, and taking it again changes
 * nothing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/property/answer.h"
#include "tests/property/made.h"

#define ROUNDS 4
#define OFFERS 40

static struct answer_place place;

static int open_place(void **state)
{
    (void)state;
    answer_open(&place);
    (void)made_seed();
    return 0;
}

static int close_place(void **state)
{
    (void)state;
    answer_close(&place);
    return 0;
}

static void import(const char *catalogue, const char *database)
{
    const char *const arguments[] = { "import", "native", catalogue, "-d", database, NULL };

    assert_int_equal(answer_run(arguments, NULL, NULL), 0);
}

static uint64_t bytes_of(const char *path)
{
    FILE *file = fopen(path, "rb");
    uint64_t hash = UINT64_C(1469598103934665603);
    int c;

    assert_non_null(file);
    while ((c = fgetc(file)) != EOF)
        hash = (hash ^ (uint64_t)c) * UINT64_C(1099511628211);
    (void)fclose(file);
    return hash;
}

static void
a_store_answers_as_its_catalogue_and_a_second_import_changes_nothing(void **state)
{
    uint64_t seed = 7;

    (void)state;
    if (getenv("ORBITE_SEED") != NULL)
        seed = strtoull(getenv("ORBITE_SEED"), NULL, 10);
    for (unsigned n = 0; n < ROUNDS; n++) {
        struct made m;
        struct answer_question direct = { 0 };
        struct answer_question stored = { 0 };
        json_t *person;
        json_t *catalogue;
        const char *file;
        char database[4096];
        char *one;
        char *two;
        char *three;
        uint64_t before;

        made_init(&m, seed + n);
        person = made_person(&m);
        catalogue = made_catalogue(&m, person, OFFERS);
        direct = (struct answer_question){ .catalogue = catalogue, .person = person };
        (void)snprintf(database, sizeof database, "%s/%u.orbite", place.path, n);
        stored = (struct answer_question){ .database = database, .person = person };
        one = answer_text(&place, &direct);
        file = answer_file(&place, "imported.json", catalogue);
        import(file, database);
        two = answer_text(&place, &stored);
        before = bytes_of(database);
        import(file, database);
        assert_int_equal(bytes_of(database), before);
        three = answer_text(&place, &stored);
        assert_string_equal(one, two);
        assert_string_equal(two, three);
        free(one);
        free(two);
        free(three);
        json_decref(person);
        json_decref(catalogue);
        made_release(&m);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(
            a_store_answers_as_its_catalogue_and_a_second_import_changes_nothing),
    };

    return cmocka_run_group_tests(tests, open_place, close_place);
}
