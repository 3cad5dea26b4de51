/* The foundation without memory. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "engine/base/arena.h"
#include "engine/base/buf.h"
#include "engine/base/file.h"
#include "engine/base/json.h"
#include "engine/base/strmap.h"
#include "tests/fault/fault.h"

static const char document[] =
    "{\"a\":[1,2.5,\"\xc3\xa9\",{\"b\":null}],\"c\":{\"d\":true,\"e\":\"text\"}}";

static const char addition[] = "{\"c\":{\"d\":[1]},\"z\":1}";

static enum orb_status read_json(void *context, struct orb_error *err)
{
    struct orb_json *value = NULL;
    enum orb_status status = orb_json_parse(&value, document, sizeof document - 1, err);

    (void)context;
    if (status != ORB_OK)
        assert_null(value);
    orb_json_free(value);
    return status;
}

static enum orb_status merge_json(void *context, struct orb_error *err)
{
    struct orb_json *base = NULL;
    struct orb_json *over = NULL;
    enum orb_status status = orb_json_parse(&base, document, sizeof document - 1, err);

    (void)context;
    if (status == ORB_OK)
        status = orb_json_parse(&over, addition, sizeof addition - 1, err);
    if (status == ORB_OK)
        status = orb_json_merge(base, over, err);
    orb_json_free(base);
    orb_json_free(over);
    return status;
}

static enum orb_status write_json(void *context, struct orb_error *err)
{
    struct orb_json *value = NULL;
    struct orb_buf text = { 0 };
    enum orb_status status = orb_json_parse(&value, document, sizeof document - 1, err);

    (void)context;
    if (status == ORB_OK) {
        orb_json_write(&text, value);
        status = orb_buf_check(&text, err);
    }
    orb_json_free(value);
    orb_buf_release(&text);
    return status;
}

static enum orb_status number_strings(void *context, struct orb_error *err)
{
    struct orb_strmap map = { 0 };
    enum orb_status status = ORB_OK;

    (void)context;
    for (uint32_t i = 0; i < 3000 && status == ORB_OK; i++) {
        char text[16];
        uint32_t n = 0;
        int len = snprintf(text, sizeof text, "%u", i);

        status = orb_strmap_add(&map, text, (size_t)len, &n);
        /* What was numbered keeps its number. */
        if (status == ORB_OK)
            assert_int_equal(n, i);
        else if (i > 0)
            assert_int_equal(orb_strmap_find(&map, "0", 1), 0);
    }
    orb_strmap_release(&map);
    return status == ORB_OK ? ORB_OK : orb_error_memory(err);
}

static enum orb_status fill_arena(void *context, struct orb_error *err)
{
    struct orb_arena arena = { 0 };
    bool full = false;

    (void)context;
    for (int i = 0; i < 2000 && !full; i++)
        full = orb_arena_printf(&arena, "%d %s", i, document) == NULL;
    orb_arena_release(&arena);
    return full ? orb_error_memory(err) : ORB_OK;
}

static enum orb_status grow_buffer(void *context, struct orb_error *err)
{
    struct orb_buf buf = { 0 };
    enum orb_status status;

    (void)context;
    for (int i = 0; i < 3000; i++)
        orb_buf_printf(&buf, "%d,", i);
    orb_buf_char(&buf, '.');
    status = orb_buf_check(&buf, err);
    orb_buf_release(&buf);
    return status;
}

/* The target is whole or as it was; nothing is left beside it. */
static enum orb_status write_file(void *context, struct orb_error *err)
{
    const char *path = context;
    struct orb_output out = { 0 };
    struct orb_buf back = { 0 };
    enum orb_status status = orb_output_open(&out, path, err);

    if (status == ORB_OK) {
        for (int i = 0; i < 1000; i++)
            orb_buf_text(&out.pending, document);
        status = orb_output_commit(&out, err);
    }
    orb_output_close(&out);
    if (status == ORB_OK)
        status = orb_file_read(&back, path, 1 << 20, err);
    if (status == ORB_OK)
        assert_int_equal(back.len, 1000 * (sizeof document - 1));
    orb_buf_release(&back);
    return status;
}

static void json_documents_survive_lack_of_memory(void **state)
{
    (void)state;
    assert_true(fault_each_allocation(read_json, NULL) > 5);
    assert_true(fault_each_allocation(merge_json, NULL) > 5);
    assert_true(fault_each_allocation(write_json, NULL) > 5);
}

static void strings_arenas_and_buffers_survive_lack_of_memory(void **state)
{
    (void)state;
    assert_true(fault_each_allocation(number_strings, NULL) > 5);
    assert_true(fault_each_allocation(fill_arena, NULL) > 1);
    assert_true(fault_each_allocation(grow_buffer, NULL) > 1);
}

static void files_survive_lack_of_memory(void **state)
{
    char path[] = "fault-file-XXXXXX";
    int fd = mkstemp(path);

    (void)state;
    assert_true(fd >= 0);
    (void)close(fd);
    assert_true(fault_each_allocation(write_file, path) > 1);
    (void)unlink(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(json_documents_survive_lack_of_memory),
        cmocka_unit_test(strings_arenas_and_buffers_survive_lack_of_memory),
        cmocka_unit_test(files_survive_lack_of_memory),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
