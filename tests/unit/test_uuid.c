#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "engine/base/digest.h"
#include "engine/base/uuid.h"

static struct orb_digester *sha1(void)
{
    struct orb_digester *made = NULL;

    assert_int_equal(orb_digester_new(&made, "sha1", NULL), ORB_OK);
    return made;
}

static void names_have_the_uuid_that_others_work_out(void **state)
{
    static const struct {
        struct orb_uuid_space space;
        const char *name, *uuid;
    } cases[] = {
        /* DNS, then ours */
        { { { 0x6b, 0xa7, 0xb8, 0x10, 0x9d, 0xad, 0x11, 0xd1, 0x80, 0xb4, 0x00, 0xc0, 0x4f,
              0xd4, 0x30, 0xc8 } },
          "orbite.invalid",
          "a600d9d1-2628-579c-858d-de36ecb7a225" },
        { { { 0xa6, 0x00, 0xd9, 0xd1, 0x26, 0x28, 0x57, 0x9c, 0x85, 0x8d, 0xde, 0x36, 0xec,
              0xb7, 0xa2, 0x25 } },
          "finess:010780195",
          "7f5f4a41-cbbf-5bd2-821c-bb0b7a2737e9" },
    };
    struct orb_digester *digester = sha1();

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char out[ORB_UUID_LEN];

        assert_int_equal(orb_uuid_make(out, &cases[i].space, digester, cases[i].name, NULL),
                         ORB_OK);
        assert_string_equal(out, cases[i].uuid);
        assert_true(orb_uuid_is(out));
    }
    assert_memory_equal(&orb_uuid_of_records, &cases[1].space, sizeof cases[1].space);
    orb_digester_free(digester);
}

static void texts_that_are_no_uuid_are_told(void **state)
{
    static const char *const bad[] = {
        "",
        "7f5f4a41-cbbf-5bd2-821c-bb0b7a2737e",
        "7f5f4a41-cbbf-5bd2-821c-bb0b7a2737e99",
        "7f5f4a41ccbbf-5bd2-821c-bb0b7a2737e9",
        "7f5f4a41-cbbf-5bd2-821c-bb0b7a2737g9",
        "7f5f4a41-cbbf-5bd2-821c-bb0b7a-737e9",
    };

    (void)state;
    assert_true(orb_uuid_is("00000000-0000-4000-8000-00000000ABCD"));
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        if (orb_uuid_is(bad[i]))
            fail_msg("taken: %s", bad[i]);
}

static void the_digest_of_a_text_is_that_of_its_kind(void **state)
{
    static const unsigned char abc[] = { 0xa9, 0x99, 0x3e, 0x36, 0x47, 0x06, 0x81,
                                         0x6a, 0xba, 0x3e, 0x25, 0x71, 0x78, 0x50,
                                         0xc2, 0x6c, 0x9c, 0xd0, 0xd8, 0x9d };
    struct orb_digester *digester = sha1();
    struct orb_digester *none = NULL;
    unsigned char out[ORB_DIGEST_BYTES];
    struct orb_error err = { 0 };

    (void)state;
    assert_int_equal(orb_digester_sum(digester, "abc", 3, out, NULL), ORB_OK);
    assert_memory_equal(out, abc, sizeof abc);
    assert_int_equal(orb_digester_new(&none, "crc", &err), ORB_ERR_UNSUPPORTED);
    assert_null(none);
    assert_non_null(strstr(err.text, "crc"));
    orb_digester_free(digester);
    orb_digester_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_have_the_uuid_that_others_work_out),
        cmocka_unit_test(texts_that_are_no_uuid_are_told),
        cmocka_unit_test(the_digest_of_a_text_is_that_of_its_kind),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
