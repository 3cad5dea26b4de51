/* The options that choose a perimeter and a level. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "cli/options.h"
#include "cli/perimeter.h"
#include "engine/base/arena.h"
#include "engine/catalogue/build.h"
#include "engine/model/territory.h"

static const struct cli_option options[] = { CLI_PERIMETER_OPTIONS,
                                             CLI_LEVEL_OPTION,
                                             { 0 } };
static const struct cli_command command = {
    .name = "try", .summary = "try", .usage = "", .options = options
};

#define COMMUNE(c, called, dep, bv)                                                        \
    {                                                                                      \
        .kind = ORB_TERRITORY_COMMUNE, .code = (c), .name = (called),                      \
        .departement = (dep), .life_area = (bv)                                            \
    }

static const struct orb_territory territories[] = {
    COMMUNE("01001", "Saint-Étienne", "01", "B1"),
    COMMUNE("71001", "Saint Etienne", "71", "B1"),
    COMMUNE("71002", "L’Hôpital, Le Bas", "71", NULL),
    { .kind = ORB_TERRITORY_DEPARTEMENT, .code = "01", .name = "Ain" },
    { .kind = ORB_TERRITORY_DEPARTEMENT, .code = "71", .name = "Saône-et-Loire" },
};

struct world {
    struct orb_buf image;
    struct orb_catalogue catalogue;
};

static int setup(void **state)
{
    static struct world w;
    struct orb_catalogue_builder *builder = orb_catalogue_builder_new();
    struct orb_sink sink = orb_catalogue_builder_sink(builder);

    w = (struct world){ .image = { 0 } };
    for (size_t i = 0; i < sizeof territories / sizeof territories[0]; i++)
        if (orb_sink_territory(&sink, &territories[i], NULL) != ORB_OK)
            return -1;
    if (orb_catalogue_builder_finish(builder, 0, &w.image, NULL) != ORB_OK ||
        orb_catalogue_view(&w.catalogue, w.image.data, w.image.len, NULL) != ORB_OK)
        return -1;
    orb_catalogue_builder_free(builder);
    *state = &w;
    return 0;
}

static int teardown(void **state)
{
    struct world *w = *state;

    orb_buf_release(&w->image);
    return 0;
}

static void areas_are_chosen_by_code_or_by_name(void **state)
{
    struct world *w = *state;
    static const struct {
        const char *option, *label;
        unsigned count;
    } cases[] = {
        { "--departement=71", "Saône-et-Loire (71)", 2 },
        { "--departement=saone et loire", "Saône-et-Loire (71)", 2 },
        { "--departement=01, SAÔNE-ET-LOIRE", "Ain (01), Saône-et-Loire (71)", 3 },
        { "--life-area=B1", "bassin de vie B1", 2 },
        { "--commune=01001", "Saint-Étienne (01001)", 1 },
        { "--quiet", "the whole territory", 3 },
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char argument[64];
        char *argv[] = { argument, NULL };
        struct orb_arena arena = { 0 };
        struct orb_error err = { 0 };
        struct cli_arguments args;
        struct cli_perimeter perimeter = { .label = { 0 } };

        memcpy(argument, cases[i].option, strlen(cases[i].option) + 1);
        assert_int_equal(cli_options_parse(&args, &arena, &command, argv, &err), ORB_OK);
        if (cli_perimeter_read(&perimeter, &w->catalogue, &args, &err) != ORB_OK)
            fail_msg("%s: %s", cases[i].option, err.text);
        assert_string_equal(perimeter.label.data, cases[i].label);
        assert_int_equal(perimeter.communes.count, cases[i].count);
        cli_perimeter_release(&perimeter);
        orb_arena_release(&arena);
    }
}

static void what_is_not_there_is_refused_with_the_nearest_name(void **state)
{
    struct world *w = *state;
    static const struct {
        const char *option, *sentence;
    } cases[] = {
        { "--departement=99", "no département has the code or the name '99'" },
        { "--departement=Saone-et-Loir",
          "no département has the code or the name 'Saone-et-Loir'; there is 'Saône-et-Loire'" },
        { "--commune=saint etienne",
          "several communes are called 'saint etienne': give a code among 01001, 71001" },
        { "--region=", "no région has the code or the name ''" },
        { "--canton=0101", "no canton has the code or the name '0101'" },
        { "--departement=01,,", "no département has the code or the name ''" },
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char argument[64];
        char *argv[] = { argument, NULL };
        struct orb_arena arena = { 0 };
        struct orb_error err = { 0 };
        struct cli_arguments args;
        struct cli_perimeter perimeter = { .label = { 0 } };

        memcpy(argument, cases[i].option, strlen(cases[i].option) + 1);
        assert_int_equal(cli_options_parse(&args, &arena, &command, argv, &err), ORB_OK);
        assert_int_equal(cli_perimeter_read(&perimeter, &w->catalogue, &args, &err),
                         ORB_ERR_SYNTAX);
        assert_string_equal(err.text, cases[i].sentence);
        cli_perimeter_release(&perimeter);
        orb_arena_release(&arena);
    }
}

static void a_level_is_named_in_english_or_in_french(void **state)
{
    static const struct {
        const char *option;
        int level; /* -1 = refused */
    } cases[] = { { "--by=commune", ORB_MESH_COMMUNE },
                  { "--by=EPCI", ORB_MESH_EPCI },
                  { "--by=life-area", ORB_MESH_LIFE_AREA },
                  { "--by=bassin-de-vie", ORB_MESH_LIFE_AREA },
                  { "--by=bassin", ORB_MESH_LIFE_AREA },
                  { "--by=canton", ORB_MESH_CANTON },
                  { "--by=département", ORB_MESH_DEPARTEMENT },
                  { "--by=region", ORB_MESH_REGION },
                  { "--quiet", ORB_MESH_EPCI },
                  { "--by=regoin", -1 },
                  { "--by=", -1 } };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char argument[64];
        char *argv[] = { argument, NULL };
        struct orb_arena arena = { 0 };
        struct orb_error err = { 0 };
        struct cli_arguments args;
        enum orb_mesh level;
        enum orb_status status;

        memcpy(argument, cases[i].option, strlen(cases[i].option) + 1);
        assert_int_equal(cli_options_parse(&args, &arena, &command, argv, &err), ORB_OK);
        status = cli_level_read(&level, &args, ORB_MESH_EPCI, &err);
        assert_int_equal(status, cases[i].level < 0 ? ORB_ERR_SYNTAX : ORB_OK);
        if (cases[i].level >= 0)
            assert_int_equal(level, cases[i].level);
        else
            assert_true(err.text[0] != '\0');
        orb_arena_release(&arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(areas_are_chosen_by_code_or_by_name),
        cmocka_unit_test(what_is_not_there_is_refused_with_the_nearest_name),
        cmocka_unit_test(a_level_is_named_in_english_or_in_french),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("perimeter", tests, setup, teardown);
}
