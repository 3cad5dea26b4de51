#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "cli/person_texts.h"

/* The texts of a file joined by '|' with their places, then the place of the error. */
static void read_all(struct orb_buf *told, const char *text)
{
    char path[] = "/tmp/orbite-texts-XXXXXX";
    struct cli_person_texts texts = { 0 };
    struct orb_error err = { 0 };
    enum orb_status status;
    bool found = true;
    int fd = mkstemp(path);

    assert_true(fd >= 0);
    assert_int_equal(write(fd, text, strlen(text)), strlen(text));
    (void)close(fd);
    assert_int_equal(cli_person_texts_open(&texts, path, &err), ORB_OK);
    do {
        status = cli_person_texts_next(&texts, &found, &err);
        if (status == ORB_OK && found) {
            assert_memory_equal(text + texts.begun, texts.text.data, texts.text.len);
            orb_buf_text(told, texts.text.data);
            orb_buf_char(told, '@');
            cli_person_texts_place(told, &texts);
            orb_buf_char(told, '|');
        }
    } while (status == ORB_OK && found);
    if (status != ORB_OK)
        orb_buf_printf(told, "!%s", err.place);
    cli_person_texts_close(&texts);
    (void)unlink(path);
}

static void persons_are_cut_at_their_braces(void **state)
{
    static const struct {
        const char *text, *told;
    } cases[] = {
        { "", "" },
        { " \n", "" },
        { "[]", "" },
        { "[ ]\n ", "" },
        { "{}", "{}@|" },
        { "\xef\xbb\xbf{\"a\":1}\n", "{\"a\":1}@|" },
        { "{\"a\":1}\n{\"b\":2}\n", "{\"a\":1}@:1|{\"b\":2}@:2|" },
        { "[{\"a\":[1,{}]},\n{\"b\":2}]", "{\"a\":[1,{}]}@/0|{\"b\":2}@/1|" },
        { "[{\"a\":\"}]\\\"{\"}]", "{\"a\":\"}]\\\"{\"}@/0|" },
        { "[{\"a\":\"\\\\\"},{}]", "{\"a\":\"\\\\\"}@/0|{}@/1|" },
        { "{\n\"a\":1\n}\n\n{}", "{\n\"a\":1\n}@:1|{}@:5|" },
        { "[{}", "!1" },
        { "[{},]", "{}@/0|!1" },
        { "[{} {}]", "!1" },
        { "[{}] x", "!1" },
        { "[1]", "!1" },
        { "\n\"a\"", "!2" },
        { "{\"a\":\n", "!2" },
        { "{}\nnull", "{}@:1|!2" },
        { "[] []", "!1" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct orb_buf told = { 0 };

        orb_buf_text(&told, "");
        read_all(&told, cases[i].text);
        if (strcmp(told.data == NULL ? "" : told.data, cases[i].told) != 0)
            fail_msg("case %zu: %s", i, told.data);
        orb_buf_release(&told);
    }
}

static void many_persons_are_read_with_the_memory_of_one(void **state)
{
    struct orb_buf text = { 0 };
    struct orb_buf told = { 0 };
    size_t count = 0;

    (void)state;
    for (int i = 0; i < 20000; i++)
        orb_buf_printf(&text, "{\"id\":\"p%d\"}\n", i);
    read_all(&told, text.data);
    for (const char *at = told.data; (at = strchr(at, '|')) != NULL; at++)
        count++;
    assert_int_equal(count, 20000);
    assert_non_null(strstr(told.data, "{\"id\":\"p19999\"}@:20000|"));
    orb_buf_release(&text);
    orb_buf_release(&told);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(persons_are_cut_at_their_braces),
        cmocka_unit_test(many_persons_are_read_with_the_memory_of_one),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
