#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "cli/batch_scan.h"

static int is_text(const char *given, size_t len, const char *expected)
{
    return expected == NULL ? given == NULL
                            : given != NULL && len == strlen(expected) &&
                                  memcmp(given, expected, len) == 0;
}

static void pseudonym_and_commune_are_found_where_they_are(void **state)
{
    static const struct {
        const char *text, *id, *commune;
    } cases[] = {
        { "{}", NULL, NULL },
        { "", NULL, NULL },
        { "{\"id\":\"a\"}", "a", NULL },
        { " { \"location\" : { \"lon\":1, \"commune\" : \"01004\" } , \"id\" : \"b\" } ",
          "b", "01004" },
        /* of a case, those of its situation */
        { "{\"id\":\"x\",\"situation\":{\"id\":\"a\",\"location\":{\"commune\":\"2A004\"}}}",
          "a", "2A004" },
        /* the same names elsewhere are something else */
        { "{\"commune\":\"1\",\"needs\":[{\"id\":\"n\"}],\"wishes\":{\"id\":\"w\"}}", NULL,
          NULL },
        { "{\"note\":\"\\\"id\\\":\\\"no\\\"}\",\"id\":\"yes\"}", "yes", NULL },
        { "{\"n\":-1.5e3,\"t\":true,\"z\":null,\"id\":\"a\"}", "a", NULL },
        { "{\"l\":[\"]\",{\"}\":\"{\"}],\"id\":\"a\"}", "a", NULL },
        /* what is no text is not taken */
        { "{\"id\":12,\"location\":\"01004\"}", NULL, NULL },
        { "{\"location\":{\"commune\":{\"code\":\"1\"}}}", NULL, NULL },
        /* what is broken only says less */
        { "{\"id\":\"a\",\"location\":{\"commune\":\"010", "a", NULL },
        { "{\"id\":\"a\"", "a", NULL },
        { "{\"id\" \"a\"}", NULL, NULL },
        { "{\"id\":\"a\\", NULL, NULL },
        { "{\"id\":", NULL, NULL },
        { "[{\"id\":\"a\"}]", NULL, NULL },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct cli_batch_keys keys = cli_batch_scan(cases[i].text, strlen(cases[i].text));

        if (!is_text(keys.id, keys.id_len, cases[i].id) ||
            !is_text(keys.commune, keys.commune_len, cases[i].commune))
            fail_msg("case %zu: %s", i, cases[i].text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pseudonym_and_commune_are_found_where_they_are),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
