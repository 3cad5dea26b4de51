/* Rows are added at the end as answers come, so that a command that is stopped loses
 * nothing; a file with rows that are no longer good is written anew. */
#include "engine/geocode/cache.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "engine/base/alloc.h"
#include "engine/base/csv.h"
#include "engine/base/file.h"
#include "engine/base/number.h"

/* Some million answers. */
#define FILE_CAP ((size_t)1 << 30)

enum {
    COLUMN_SERVER,
    COLUMN_ASKED_ON,
    COLUMN_Q,
    COLUMN_POSTCODE,
    COLUMN_CITYCODE,
    COLUMN_OUTCOME,
    COLUMN_LON,
    COLUMN_LAT,
    COLUMN_SCORE,
    COLUMN_NEXT,
    COLUMN_TYPE,
    COLUMN_FOUND_POSTCODE,
    COLUMN_FOUND_CITYCODE,
    COLUMN_LABEL,
    COLUMNS
};
static const char header[] =
    "server,asked_on,q,postcode,citycode,outcome,longitude,latitude,score,score_next,type,"
    "result_postcode,result_citycode,label\n";

/* Parts of a key, which no text of a query holds. */
#define BETWEEN '\n'

static void write_key(struct orb_buf *out, const char *server, const char *const parts[3])
{
    orb_buf_text(out, server);
    for (size_t i = 0; i < 3; i++) {
        orb_buf_char(out, BETWEEN);
        orb_buf_text(out, parts[i]);
    }
}

static enum orb_status store(struct orb_geocode_cache *cache, const struct orb_buf *key,
                             const struct orb_geocode_answer *answer, struct orb_error *err)
{
    uint32_t number;
    size_t before = cache->keys.count;
    char *label = orb_arena_strdup(&cache->arena, answer->label);

    if (label == NULL || key->failed ||
        orb_strmap_add(&cache->keys, key->data, key->len, &number) != ORB_OK ||
        (number == before && orb_grow((void **)&cache->answers, &cache->capacity, number,
                                      sizeof *cache->answers) != ORB_OK))
        return orb_error_memory(err);
    /* The same question twice: what came later takes its place at the next rewriting. */
    cache->is_worn = cache->is_worn || number < before;
    cache->answers[number] = *answer;
    cache->answers[number].label = label;
    return ORB_OK;
}

/* ---- reading */

static double number_of(const struct orb_csv *csv, size_t column)
{
    const char *text = orb_csv_field(csv, column);
    double value = NAN;

    (void)orb_number_parse(&value, text, strlen(text));
    return value;
}

static void copy_code(char out[ORB_COMMUNE_CODE_LEN], const char *text)
{
    size_t len = strlen(text);

    if (len == ORB_COMMUNE_CODE_LEN - 1)
        memcpy(out, text, len + 1);
}

/* False when the row is damaged. */
static bool read_answer(struct orb_geocode_answer *a, const struct orb_csv *csv)
{
    const char *day = orb_csv_field(csv, COLUMN_ASKED_ON);
    const char *outcome = orb_csv_field(csv, COLUMN_OUTCOME);

    *a = (struct orb_geocode_answer){ .outcome = ORB_GEOCODE_NOT_FOUND,
                                      .next = NAN,
                                      .label = orb_csv_field(csv, COLUMN_LABEL) };
    if (csv->field_count != COLUMNS || !orb_date_parse(&a->asked_on, day, strlen(day)))
        return false;
    if (strcmp(outcome, "not-found") == 0)
        return true;
    a->outcome = ORB_GEOCODE_FOUND;
    a->lon = number_of(csv, COLUMN_LON);
    a->lat = number_of(csv, COLUMN_LAT);
    a->score = number_of(csv, COLUMN_SCORE);
    a->next = number_of(csv, COLUMN_NEXT);
    a->precision = orb_geocode_precision(orb_csv_field(csv, COLUMN_TYPE));
    copy_code(a->postcode, orb_csv_field(csv, COLUMN_FOUND_POSTCODE));
    copy_code(a->citycode, orb_csv_field(csv, COLUMN_FOUND_CITYCODE));
    return strcmp(outcome, "ok") == 0 && fabs(a->lon) <= 180 && fabs(a->lat) <= 90 &&
           a->score >= 0;
}

static bool is_young(const struct orb_geocode_cache *cache,
                     const struct orb_geocode_answer *a)
{
    int64_t age = (int64_t)cache->today - a->asked_on;

    return age <= (a->outcome == ORB_GEOCODE_FOUND ? ORB_GEOCODE_CACHE_DAYS
                                                   : ORB_GEOCODE_CACHE_NOT_FOUND_DAYS);
}

static enum orb_status read_row(struct orb_geocode_cache *cache, const struct orb_csv *csv,
                                struct orb_error *err)
{
    const char *const parts[3] = { orb_csv_field(csv, COLUMN_Q),
                                   orb_csv_field(csv, COLUMN_POSTCODE),
                                   orb_csv_field(csv, COLUMN_CITYCODE) };
    struct orb_geocode_answer answer;
    struct orb_buf key = { 0 };
    enum orb_status status;

    if (!read_answer(&answer, csv) || !is_young(cache, &answer)) {
        cache->is_worn = true;
        return ORB_OK;
    }
    write_key(&key, orb_csv_field(csv, COLUMN_SERVER), parts);
    status = store(cache, &key, &answer, err);
    orb_buf_release(&key);
    return status;
}

static enum orb_status read_rows(struct orb_geocode_cache *cache,
                                 const struct orb_buf *text, struct orb_error *err)
{
    struct orb_csv csv;
    bool more = true;
    enum orb_status status = ORB_OK;

    orb_csv_memory(&csv, text->data == NULL ? "" : text->data, text->len, ',');
    /* The header is a row like others; nothing that is read depends on it. */
    for (bool first = true; status == ORB_OK && more; first = false) {
        struct orb_error damage = { 0 };
        enum orb_status row = orb_csv_row(&csv, &more, &damage);

        if (row == ORB_ERR_MEMORY)
            status = orb_error_memory(err);
        else if (row != ORB_OK)
            more = false;
        else if (more && !first)
            status = read_row(cache, &csv, err);
        cache->is_worn = cache->is_worn || row != ORB_OK;
    }
    orb_csv_release(&csv);
    /* A row that breaks off at the end of the file would be taken on by the next one. */
    if (text->len > 0 && text->data[text->len - 1] != '\n')
        cache->is_worn = true;
    cache->saved = cache->is_worn ? 0 : cache->keys.count;
    return status;
}

enum orb_status orb_geocode_cache_open(struct orb_geocode_cache *cache, const char *path,
                                       const char *server, orb_date today,
                                       struct orb_error *err)
{
    struct orb_buf text = { 0 };
    enum orb_status status = ORB_OK;

    *cache = (struct orb_geocode_cache){ .path = path, .server = server, .today = today };
    if (orb_file_exists(path))
        status = orb_file_read(&text, path, FILE_CAP, err);
    if (status == ORB_OK)
        status = read_rows(cache, &text, err);
    orb_buf_release(&text);
    if (status != ORB_OK)
        orb_geocode_cache_close(cache);
    return status;
}

/* ---- asking and remembering */

static void key_of(struct orb_buf *out, const struct orb_geocode_cache *cache,
                   const struct orb_geocode_query *query)
{
    const char *const parts[3] = { query->text, query->postcode, query->citycode };

    write_key(out, cache->server, parts);
}

const struct orb_geocode_answer *
orb_geocode_cache_find(struct orb_geocode_cache *cache,
                       const struct orb_geocode_query *query)
{
    struct orb_buf key = { 0 };
    uint32_t number = ORB_STRMAP_NONE;

    key_of(&key, cache, query);
    if (!key.failed)
        number = orb_strmap_find(&cache->keys, key.data, key.len);
    orb_buf_release(&key);
    return number == ORB_STRMAP_NONE ? NULL : &cache->answers[number];
}

enum orb_status orb_geocode_cache_put(struct orb_geocode_cache *cache,
                                      const struct orb_geocode_query *query,
                                      const struct orb_geocode_answer *answer,
                                      struct orb_error *err)
{
    struct orb_geocode_answer dated = *answer;
    struct orb_buf key = { 0 };
    enum orb_status status;

    if (answer->outcome != ORB_GEOCODE_FOUND && answer->outcome != ORB_GEOCODE_NOT_FOUND)
        return ORB_OK;
    dated.asked_on = cache->today;
    key_of(&key, cache, query);
    status = store(cache, &key, &dated, err);
    orb_buf_release(&key);
    return status;
}

/* ---- writing */

static void write_quoted(struct orb_buf *out, const char *text, size_t len)
{
    orb_buf_char(out, '"');
    for (size_t i = 0; i < len; i++) {
        if (text[i] == '"')
            orb_buf_char(out, '"');
        orb_buf_char(out, text[i]);
    }
    orb_buf_char(out, '"');
}

static void write_number(struct orb_buf *out, double value)
{
    char text[ORB_NUMBER_LEN];

    orb_buf_char(out, ',');
    if (isfinite(value))
        orb_buf_add(out, text, orb_number_write(text, value));
}

static void write_row(struct orb_buf *out, const char *key,
                      const struct orb_geocode_answer *a)
{
    char day[ORB_DATE_LEN];
    size_t len = strcspn(key, "\n");
    const char *type = orb_precision_name(a->precision);

    write_quoted(out, key, len);
    orb_buf_printf(out, ",%s", orb_date_write(day, a->asked_on));
    while (key[len] != '\0') {
        key += len + 1;
        len = strcspn(key, "\n");
        orb_buf_char(out, ',');
        write_quoted(out, key, len);
    }
    if (a->outcome == ORB_GEOCODE_NOT_FOUND) {
        orb_buf_text(out, ",not-found,,,,,,,,\n");
        return;
    }
    orb_buf_text(out, ",ok");
    write_number(out, a->lon);
    write_number(out, a->lat);
    write_number(out, a->score);
    write_number(out, a->next);
    orb_buf_printf(out, ",%s,%s,%s,", type == NULL ? "" : type, a->postcode, a->citycode);
    write_quoted(out, a->label, strlen(a->label));
    orb_buf_char(out, '\n');
}

static enum orb_status append(const struct orb_geocode_cache *cache,
                              const struct orb_buf *rows, struct orb_error *err)
{
    FILE *file = fopen(cache->path, "ab");
    bool failed = file == NULL || fwrite(rows->data, 1, rows->len, file) != rows->len;
    int why = errno;

    if (file != NULL && fclose(file) != 0 && !failed) {
        failed = true;
        why = errno;
    }
    if (!failed)
        return ORB_OK;
    (void)orb_error_set(err, ORB_ERR_IO, "%s", strerror(why));
    orb_error_at(err, "%s", cache->path);
    return ORB_ERR_IO;
}

static enum orb_status rewrite(const struct orb_geocode_cache *cache,
                               const struct orb_buf *rows, struct orb_error *err)
{
    struct orb_output out = { 0 };
    enum orb_status status = orb_output_open(&out, cache->path, err);

    if (status == ORB_OK) {
        orb_buf_add(&out.pending, rows->data, rows->len);
        status = orb_output_commit(&out, err);
    }
    orb_output_close(&out);
    return status;
}

enum orb_status orb_geocode_cache_save(struct orb_geocode_cache *cache,
                                       struct orb_error *err)
{
    bool whole = cache->is_worn || !orb_file_exists(cache->path);
    struct orb_buf rows = { 0 };
    enum orb_status status;

    if (!cache->is_worn && cache->saved == cache->keys.count)
        return ORB_OK;
    if (whole)
        orb_buf_text(&rows, header);
    for (size_t i = whole ? 0 : cache->saved; i < cache->keys.count; i++)
        write_row(&rows, cache->keys.strings[i], &cache->answers[i]);
    status = orb_buf_check(&rows, err);
    if (status == ORB_OK)
        status = whole ? rewrite(cache, &rows, err) : append(cache, &rows, err);
    if (status == ORB_OK) {
        cache->saved = cache->keys.count;
        cache->is_worn = false;
    }
    orb_buf_release(&rows);
    return status;
}

void orb_geocode_cache_close(struct orb_geocode_cache *cache)
{
    orb_strmap_release(&cache->keys);
    orb_arena_release(&cache->arena);
    orb_free(cache->answers);
    *cache = (struct orb_geocode_cache){ 0 };
}
