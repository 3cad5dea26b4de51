/* The list of sources and the descriptions of datasets without memory. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "engine/base/embedded.h"
#include "engine/net/data_gouv.h"
#include "engine/net/sources.h"
#include "tests/fault/fault.h"

/* The built-in list, then itself over it. */
static enum orb_status read_list(void *context, struct orb_error *err)
{
    const struct orb_embedded_file *list = orb_embedded_find(ORB_SOURCES_BUILT_IN);
    struct orb_sources sources = { 0 };
    enum orb_status status = ORB_OK;

    (void)context;
    for (int i = 0; i < 2 && status == ORB_OK; i++)
        status =
            orb_sources_read(&sources, (const char *)list->data, list->len, "list", err);
    orb_sources_release(&sources);
    return status;
}

static enum orb_status pick(void *context, struct orb_error *err)
{
    struct orb_arena arena = { 0 };
    struct orb_buf text = { 0 };
    struct orb_data_gouv_file file;
    enum orb_status status;

    (void)context;
    orb_buf_text(&text, "{\"resources\": [{\"title\": \"a\", \"url\": \"https://x/a\", "
                        "\"checksum\": {\"type\": \"sha1\", \"value\": \"00\"}}]}");
    status = orb_buf_check(&text, err);
    if (status == ORB_OK)
        status = orb_data_gouv_pick(&file, &arena, &text, "a", err);
    orb_buf_release(&text);
    orb_arena_release(&arena);
    return status;
}

static void lists_and_datasets_survive_lack_of_memory(void **state)
{
    (void)state;
    assert_true(fault_each_allocation(read_list, NULL) > 4);
    assert_true(fault_each_allocation(pick, NULL) > 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lists_and_datasets_survive_lack_of_memory),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
