#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "engine/base/file.h"
#include "engine/base/scratch.h"

static char directory[] = "/tmp/orbite-scratch-XXXXXX";
static char target[64];

static int setup(void **state)
{
    (void)state;
    if (mkdtemp(directory) == NULL)
        return -1;
    (void)snprintf(target, sizeof target, "%s/target", directory);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    (void)unlink(target);
    return rmdir(directory);
}

static void fill(const char *path, size_t len)
{
    FILE *file = fopen(path, "wb");

    assert_non_null(file);
    for (size_t i = 0; i < len; i++)
        assert_int_not_equal(fputc((int)(i % 251), file), EOF);
    assert_int_equal(fclose(file), 0);
}

static bool is_folder(const char *path)
{
    struct stat st;

    return stat(path, &st) == 0 && S_ISDIR(st.st_mode) && (st.st_mode & 077) == 0;
}

/* Longer than a block of the copy. */
static void what_a_library_wrote_becomes_the_output(void **state)
{
    const size_t len = 600001;
    struct orb_output out = { 0 };
    struct orb_scratch scratch;
    struct orb_buf text = { 0 };

    (void)state;
    assert_int_equal(orb_output_open(&out, target, NULL), ORB_OK);
    assert_int_equal(orb_scratch_open(&scratch, &out, NULL), ORB_OK);
    assert_true(is_folder(scratch.folder));
    assert_memory_equal(scratch.folder, target, strlen(target));
    fill(scratch.path, len);
    assert_int_equal(orb_scratch_copy(&scratch, &out, NULL), ORB_OK);
    orb_scratch_close(&scratch);
    orb_scratch_close(&scratch);
    assert_int_equal(orb_output_commit(&out, NULL), ORB_OK);
    orb_output_close(&out);
    assert_int_equal(orb_file_read(&text, target, len, NULL), ORB_OK);
    assert_int_equal(text.len, len);
    for (size_t i = 0; i < len; i++)
        assert_int_equal((unsigned char)text.data[i], i % 251);
    orb_buf_release(&text);
}

static void beside_standard_output_there_are_the_temporary_files(void **state)
{
    struct orb_output out = { 0 };
    struct orb_scratch scratch;
    char folder[128];

    (void)state;
    assert_int_equal(orb_output_open(&out, "-", NULL), ORB_OK);
    out.scratch = directory;
    assert_int_equal(orb_scratch_open(&scratch, &out, NULL), ORB_OK);
    assert_memory_equal(scratch.folder, directory, strlen(directory));
    (void)snprintf(folder, sizeof folder, "%s", scratch.folder);
    assert_true(is_folder(folder));
    orb_scratch_close(&scratch);
    assert_false(is_folder(folder));
    orb_output_close(&out);
}

static void a_full_device_and_a_lost_file_are_told(void **state)
{
    struct orb_output out = { 0 };
    struct orb_scratch scratch;
    struct orb_error err = { 0 };

    (void)state;
    assert_int_equal(orb_output_open(&out, "/dev/full", NULL), ORB_OK);
    assert_int_equal(orb_scratch_open(&scratch, &out, NULL), ORB_OK);
    assert_int_equal(orb_scratch_copy(&scratch, &out, &err), ORB_ERR_NOT_FOUND);
    assert_string_equal(err.place, scratch.path);
    fill(scratch.path, 10);
    err = (struct orb_error){ 0 };
    assert_int_equal(orb_scratch_copy(&scratch, &out, &err), ORB_ERR_IO);
    assert_string_equal(err.place, "/dev/full");
    orb_scratch_close(&scratch);
    orb_output_close(&out);
}

static void a_folder_that_cannot_be_made_is_told(void **state)
{
    struct orb_output out = { 0 };
    struct orb_scratch scratch;
    struct orb_error err = { 0 };

    (void)state;
    assert_int_equal(orb_output_open(&out, "-", NULL), ORB_OK);
    out.scratch = "/no/such/folder";
    assert_int_equal(orb_scratch_open(&scratch, &out, &err), ORB_ERR_NOT_FOUND);
    assert_string_equal(err.place, "/no/such/folder");
    orb_scratch_close(&scratch);
    orb_output_close(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_a_library_wrote_becomes_the_output),
        cmocka_unit_test(beside_standard_output_there_are_the_temporary_files),
        cmocka_unit_test(a_full_device_and_a_lost_file_are_told),
        cmocka_unit_test(a_folder_that_cannot_be_made_is_told),
    };

    return cmocka_run_group_tests(tests, setup, teardown);
}
