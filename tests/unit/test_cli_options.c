/* The arguments of a command, and the help made from the same table. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "cli/options.h"

static const struct cli_option own[] = {
    { "igas", 0, "LIST", "what to lift" },
    { "all", 'a', NULL, "everything" },
    { "output", 'o', "PLACE", "another meaning would be wrong, another help is not" },
    { 0 },
};

static const struct cli_command command = { .name = "try",
                                            .summary = "try",
                                            .usage = "FILE",
                                            .options = own,
                                            .common = CLI_OPT_DATABASE | CLI_OPT_OUTPUT };

static enum orb_status parse(struct cli_arguments *args, struct orb_arena *arena,
                             char **argv, struct orb_error *err)
{
    memset(err, 0, sizeof *err);
    return cli_options_parse(args, arena, &command, argv, err);
}

static void values_are_read_in_every_form(void **state)
{
    char *argv[] = { "--igas=", "-a", "-dx.orbite", "file",  "--output",
                     "-",       "-",  "--",         "--all", NULL };
    struct cli_arguments args;
    struct orb_arena arena = { 0 };
    struct orb_error err;

    (void)state;
    assert_int_equal(parse(&args, &arena, argv, &err), ORB_OK);
    assert_string_equal(cli_option_value(&args, "igas"), "");
    assert_string_equal(cli_option_value(&args, "all"), "");
    assert_string_equal(cli_option_value(&args, "database"), "x.orbite");
    assert_string_equal(cli_option_value(&args, "output"), "-");
    assert_null(cli_option_value(&args, "quiet"));
    assert_null(cli_option_value(&args, "profile"));
    assert_int_equal(args.operand_count, 3);
    assert_string_equal(args.operands[0], "file");
    assert_string_equal(args.operands[1], "-");
    assert_string_equal(args.operands[2], "--all");
    orb_arena_release(&arena);
}

static void the_last_of_several_values_prevails(void **state)
{
    char *argv[] = { "--igas=a", "--igas", "b", NULL };
    struct cli_arguments args;
    struct orb_arena arena = { 0 };
    struct orb_error err;

    (void)state;
    assert_int_equal(parse(&args, &arena, argv, &err), ORB_OK);
    assert_string_equal(cli_option_value(&args, "igas"), "b");
    orb_arena_release(&arena);
}

static void wrong_usage_is_said_in_one_sentence(void **state)
{
    static const struct {
        char *argument;
        const char *words;
    } cases[] = {
        { "--igsa", "did you mean '--igas'" },
        { "--zzzzzz", "-h lists the options" },
        { "--all=1", "takes no value" },
        { "--igas", "needs a value" },
        { "-z", "-h lists the options" },
        { "--profile=x", "unknown option '--profile'" },
        { "-ad", "needs a value" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char *argv[] = { cases[i].argument, NULL };
        struct cli_arguments args;
        struct orb_arena arena = { 0 };
        struct orb_error err;

        assert_int_equal(parse(&args, &arena, argv, &err), ORB_ERR_SYNTAX);
        if (strstr(err.text, cases[i].words) == NULL)
            fail_msg("case %zu says: %s", i, err.text);
        orb_arena_release(&arena);
    }
}

static void help_names_each_option_once(void **state)
{
    struct orb_buf text = { 0 };
    const char *at;

    (void)state;
    cli_options_help(&text, &command, 60);
    assert_int_equal(orb_buf_check(&text, NULL), ORB_OK);
    at = strstr(text.data, "--output");
    assert_non_null(at);
    assert_null(strstr(at + 1, "--output"));
    assert_non_null(strstr(text.data, "--database"));
    assert_null(strstr(text.data, "--profile"));
    orb_buf_release(&text);
}

static void only_near_words_are_suggested(void **state)
{
    size_t best = SIZE_MAX;
    const char *found = NULL;

    (void)state;
    found = cli_nearest("mtach", "match", found, &best);
    found = cli_nearest("mtach", "map", found, &best);
    assert_string_equal(found, "match");
    best = SIZE_MAX;
    assert_null(cli_nearest("xyz", "match", NULL, &best));
    assert_null(cli_nearest("ab", "map", NULL, &best));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_are_read_in_every_form),
        cmocka_unit_test(the_last_of_several_values_prevails),
        cmocka_unit_test(wrong_usage_is_said_in_one_sentence),
        cmocka_unit_test(help_names_each_option_once),
        cmocka_unit_test(only_near_words_are_suggested),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
