#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <zlib.h>

#include "engine/base/alloc.h"
#include "maps/base64.h"
#include "maps/deflate.h"
#include "maps/stream.h"
#include "tests/unit/native_file.h"

static void bytes_are_base64_however_they_are_cut(void **state)
{
    static const struct {
        const char *bytes, *text;
    } cases[] = { { "", "" },
                  { "f", "Zg==" },
                  { "fo", "Zm8=" },
                  { "foo", "Zm9v" },
                  { "foob", "Zm9vYg==" },
                  { "fooba", "Zm9vYmE=" },
                  { "\xFB\xFF", "+/8=" } };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        for (size_t cut = 0; cut <= strlen(cases[i].bytes); cut++) {
            struct orb_base64 b = { 0 };
            struct orb_buf out = { 0 };

            orb_base64_add(&b, &out, cases[i].bytes, cut);
            orb_base64_add(&b, &out, cases[i].bytes + cut, strlen(cases[i].bytes) - cut);
            orb_base64_end(&b, &out);
            assert_int_equal(out.len, strlen(cases[i].text));
            assert_memory_equal(out.len == 0 ? "" : out.data, cases[i].text, out.len);
            orb_buf_release(&out);
        }
}

static int value_of(char c)
{
    static const char letters[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const char *found = c == '\0' ? NULL : strchr(letters, c);

    return found == NULL ? -1 : (int)(found - letters);
}

static void decode(struct orb_buf *out, const struct orb_buf *text)
{
    unsigned held = 0;
    int bits = 0;

    assert_int_equal(text->len % 4, 0);
    for (size_t i = 0; i < text->len && text->data[i] != '='; i++) {
        assert_true(value_of(text->data[i]) >= 0);
        held = held << 6 | (unsigned)value_of(text->data[i]);
        bits += 6;
        if (bits >= 8) {
            bits -= 8;
            orb_buf_char(out, (char)(held >> bits & 0xFF));
        }
    }
}

/* Compress len bytes given a few at a time; the file holds the text. */
static enum orb_status squeeze(const struct orb_buf *bytes, size_t piece)
{
    struct orb_output out = { 0 };
    struct orb_deflate *deflate = NULL;
    enum orb_status status = orb_output_open(&out, native_files.path, NULL);

    if (status == ORB_OK)
        status = orb_deflate_new(&deflate, &out, NULL);
    for (size_t at = 0; at < bytes->len && status == ORB_OK; at += piece) {
        struct orb_stream stream = orb_deflate_stream(deflate);
        size_t left = bytes->len - at;

        orb_buf_add(stream.buf, bytes->data + at, left < piece ? left : piece);
        status = orb_stream_flush(&stream, false, NULL);
    }
    if (status == ORB_OK)
        status = orb_deflate_end(deflate, NULL);
    if (status == ORB_OK)
        status = orb_output_commit(&out, NULL);
    orb_deflate_free(deflate);
    orb_output_close(&out);
    return status;
}

static void make_bytes(struct orb_buf *bytes, size_t len)
{
    uint32_t seed = 1;

    for (size_t i = 0; i < len; i++) {
        seed = seed * 1664525u + 1013904223u;
        orb_buf_char(bytes, (char)(seed >> 24 & (i % 3 == 0 ? 0xFF : 3)));
    }
}

static void assert_comes_back(const struct orb_buf *bytes)
{
    struct orb_buf text = { 0 };
    struct orb_buf packed = { 0 };
    uLongf len = (uLongf)bytes->len + 1;
    unsigned char *back = malloc(len);

    assert_non_null(back);
    assert_int_equal(orb_file_read(&text, native_files.path, 1 << 24, NULL), ORB_OK);
    decode(&packed, &text);
    assert_int_equal(
        uncompress(back, &len, (const unsigned char *)packed.data, (uLong)packed.len),
        Z_OK);
    assert_int_equal(len, bytes->len);
    if (len > 0)
        assert_memory_equal(back, bytes->data, len);
    free(back);
    orb_buf_release(&text);
    orb_buf_release(&packed);
}

static void what_is_compressed_comes_back(void **state)
{
    static const size_t lengths[] = { 0, 1, 65536, 65537, 700000 };
    static const size_t pieces[] = { 1000, 65536, 300000 };

    (void)state;
    for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++)
        for (size_t j = 0; j < sizeof pieces / sizeof pieces[0]; j++) {
            struct orb_buf bytes = { 0 };

            make_bytes(&bytes, lengths[i]);
            assert_int_equal(squeeze(&bytes, pieces[j]), ORB_OK);
            assert_comes_back(&bytes);
            orb_buf_release(&bytes);
        }
}

static void no_memory_is_told(void **state)
{
    struct orb_buf bytes = { 0 };
    enum orb_status status = ORB_ERR_MEMORY;

    (void)state;
    make_bytes(&bytes, 100000);
    for (long n = 0; status != ORB_OK; n++) {
        orb_alloc_fail_after(n);
        status = squeeze(&bytes, 50000);
        orb_alloc_fail_after(-1);
        assert_true(status == ORB_OK || status == ORB_ERR_MEMORY);
    }
    orb_buf_release(&bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bytes_are_base64_however_they_are_cut),
        cmocka_unit_test(what_is_compressed_comes_back),
        cmocka_unit_test(no_memory_is_told),
    };

    return cmocka_run_group_tests(tests, native_setup, native_teardown);
}
