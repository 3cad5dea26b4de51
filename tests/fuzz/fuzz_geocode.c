/* Any bytes as the answer of a geocoder to one question or to two, as the file of answers,
 * and as an address: refused with a sentence, or positions on Earth with scores that are
 * numbers, and a text that can be sent. The first byte says which. */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/utf8.h"
#include "engine/geocode/cache.h"
#include "tests/fuzz/bytes_file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(const struct orb_geocode_answer *a)
{
    if (a->outcome != ORB_GEOCODE_FOUND)
        return;
    if (!(fabs(a->lon) <= 180 && fabs(a->lat) <= 90) || !(a->score >= 0) ||
        a->label == NULL || strlen(a->postcode) >= ORB_COMMUNE_CODE_LEN)
        abort();
}

static void answers(struct orb_arena *arena, const struct orb_buf *text, bool is_file)
{
    static const struct orb_geocode_query asked[2] = {
        { .text = "1 rue a", .citycode = "71270" }, { .text = "", .postcode = "71000" }
    };
    const struct orb_geocode_query *const queries[] = { &asked[0], &asked[1] };
    struct orb_geocode_answer out[2] = { { .label = "" }, { .label = "" } };
    const struct orb_geocode_batch batch = { queries, 2, out, arena };
    struct orb_error err = { 0 };
    enum orb_status status = is_file ? orb_geocode_read_rows(&batch, text, &err)
                                     : orb_geocode_read_features(out, arena, text, &err);

    if (status != ORB_OK && err.text[0] == '\0')
        abort();
    if (status == ORB_OK) {
        check(&out[0]);
        check(&out[1]);
    }
}

static void kept(const uint8_t *data, size_t size)
{
    struct orb_geocode_cache cache;
    struct bytes_file file;

    bytes_file_open(&file, data, size);
    if (orb_geocode_cache_open(&cache, file.path, "s", 20000, NULL) != ORB_OK)
        abort();
    for (size_t i = 0; i < cache.keys.count; i++)
        check(&cache.answers[i]);
    orb_geocode_cache_close(&cache);
    bytes_file_close(&file);
}

static void address(struct orb_arena *arena, const char *text)
{
    const struct orb_geocode_towns none = { .town_count = 0 };
    const struct orb_geocode_place place = { .address = text };
    struct orb_geocode_query query;

    if (!orb_utf8_valid(text, strlen(text)))
        return;
    if (orb_geocode_query_make(&query, arena, &none, &place, NULL) != ORB_OK ||
        !orb_utf8_valid(query.text, strlen(query.text)) || strchr(query.text, '\n') != NULL)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct orb_arena arena = { 0 };
    struct orb_buf text = { 0 };

    if (size == 0)
        return 0;
    orb_buf_add(&text, data + 1, size - 1);
    orb_buf_char(&text, '\0');
    text.len--;
    if (data[0] == 'k')
        kept(data + 1, size - 1);
    else if (data[0] == 'a')
        address(&arena, text.data);
    else
        answers(&arena, &text, data[0] == 'c');
    orb_buf_release(&text);
    orb_arena_release(&arena);
    return 0;
}
