#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "engine/net/data_gouv.h"
#include "engine/net/sources.h"

static const char resources[] =
    "{\"resources\": ["
    "{\"title\": \"a-1.json\", \"url\": \"https://x/1\", \"last_modified\": \"2026-01-01\"},"
    "{\"title\": \"a-3.json\", \"url\": \"https://x/3\", \"last_modified\": \"2026-03-01\","
    " \"filesize\": 12, \"checksum\": {\"type\": \"sha256\", \"value\": \"ab\"}},"
    "{\"title\": \"a-2.json\", \"url\": \"https://x/2\", \"last_modified\": \"2026-02-01\"},"
    "{\"title\": \"b.json\", \"url\": \"https://x/4\", \"last_modified\": \"2026-04-01\"},"
    "{\"title\": \"Un titre\", \"url\": \"https://x/c-1.csv\", \"checksum\":"
    " {\"type\": \"crc\", \"value\": \"1\"}}]}";

static enum orb_status pick(struct orb_data_gouv_file *out, struct orb_arena *arena,
                            const char *text, const char *pattern, struct orb_error *err)
{
    struct orb_buf buf = { 0 };
    enum orb_status status;

    orb_buf_text(&buf, text);
    status = orb_data_gouv_pick(out, arena, &buf, pattern, err);
    orb_buf_release(&buf);
    return status;
}

static void the_newest_file_of_a_dataset_is_chosen(void **state)
{
    struct orb_arena arena = { 0 };
    struct orb_data_gouv_file file;
    struct orb_error err = { 0 };

    (void)state;
    assert_int_equal(pick(&file, &arena, resources, "a-*.json", NULL), ORB_OK);
    assert_string_equal(file.url, "https://x/3");
    assert_true(file.size == 12);
    assert_string_equal(file.digest_kind, "sha256");
    assert_int_equal(pick(&file, &arena, resources, "c-*.csv", NULL), ORB_OK);
    assert_true(file.size == 0 && file.digest_kind == NULL);
    assert_int_equal(pick(&file, &arena, resources, "d*", &err), ORB_ERR_NOT_FOUND);
    assert_non_null(strstr(err.text, "'a-3.json'"));
    assert_int_equal(pick(&file, &arena, "{}", "a*", NULL), ORB_ERR_SYNTAX);
    assert_int_equal(pick(&file, &arena, "<html>", "a*", NULL), ORB_ERR_SYNTAX);
    assert_int_equal(pick(&file, &arena, "", "a*", NULL), ORB_ERR_SYNTAX);
    orb_arena_release(&arena);
}

static void a_list_of_sources_is_read_over_another(void **state)
{
    static const char one[] = "source,file,kind,address\n"
                              "a,1.json,file,https://x/1\n"
                              "b,2.json,file,https://x/2\n"
                              "a,3.json,file,https://x/3\n";
    static const char two[] = "kind;source;file;address;pick;give\n"
                              "data.gouv;a;4.json;http://y/4;t*;folder\n"
                              "file;c;5.json;https://y/5;;\n";
    struct orb_sources sources = { 0 };
    const struct orb_source_file *file;
    size_t count;

    (void)state;
    assert_int_equal(orb_sources_read(&sources, one, sizeof one - 1, "one", NULL), ORB_OK);
    file = orb_sources_find(&sources, "a", &count);
    assert_true(file != NULL && count == 2 && strcmp(file[1].file, "3.json") == 0);
    assert_int_equal(orb_sources_read(&sources, two, sizeof two - 1, "two", NULL), ORB_OK);
    file = orb_sources_find(&sources, "a", &count);
    assert_true(count == 1 && strcmp(file->file, "4.json") == 0 &&
                strcmp(file->give, "folder") == 0);
    assert_non_null(orb_sources_find(&sources, "b", &count));
    assert_non_null(orb_sources_find(&sources, "c", &count));
    assert_null(orb_sources_find(&sources, "d", &count));
    assert_true(sources.count == 3);
    orb_sources_release(&sources);
}

static void a_list_that_cannot_be_is_refused_with_its_line(void **state)
{
    static const struct {
        const char *text;
        const char *place;
    } cases[] = {
        { "", "list" },
        { "source,file,kind\n", "list" },
        { "source,file,kind,address,price\n", "list" },
        { "source,file,kind,address\na,b,file,https://x\nb,../c,file,https://x\n",
          "list:3" },
        { "source,file,kind,address\n,b,file,https://x\n", "list:2" },
        { "source,file,kind,address\na,b/c,file,https://x\n", "list:2" },
        { "source,file,kind,address\na,.b,file,https://x\n", "list:2" },
        { "source,file,kind,address\na,b,ftp,https://x\n", "list:2" },
        { "source,file,kind,address\na,b,file,ftp://x\n", "list:2" },
        { "source,file,kind,address\na,b,data.gouv,https://x\n", "list:2" },
        { "source,file,kind,address,give\na,b,file,https://x,all\n", "list:2" },
        { "source,file,kind,address\na,\"b,file,https://x\n", "list:2" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct orb_sources sources = { 0 };
        struct orb_error err = { 0 };
        enum orb_status status =
            orb_sources_read(&sources, cases[i].text, strlen(cases[i].text), "list", &err);

        if (status != ORB_ERR_SYNTAX || strcmp(err.place, cases[i].place) != 0)
            fail_msg("case %zu: status %d, '%s' at '%s'", i, status, err.text, err.place);
        orb_sources_release(&sources);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_newest_file_of_a_dataset_is_chosen),
        cmocka_unit_test(a_list_of_sources_is_read_over_another),
        cmocka_unit_test(a_list_that_cannot_be_is_refused_with_its_line),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
