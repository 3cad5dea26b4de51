/* Tables filled in any order, sorted once, asked many times. */
#include "engine/model/commune.h"

#include <stdlib.h>
#include <string.h>

#include "engine/base/alloc.h"
#include "engine/base/utf8.h"
#include "engine/model/address.h"
#include "engine/model/commune_table.h"
#include "engine/model/territory.h"

const struct orb_commune_city orb_commune_cities[ORB_COMMUNE_CITIES] = {
    { "paris", "75056", "751", "750", 2 },
    { "lyon", "69123", "6938", "6900", 1 },
    { "marseille", "13055", "132", "130", 2 },
};

/* Communes that became collectivities in 2007 (law 2007-224): the COG keeps no trace. */
static const char *const became[][2] = { { "97123", "97701" }, { "97127", "97801" } };

void orb_commune_copy(char out[ORB_COMMUNE_CODE_LEN], const char *text)
{
    size_t len = strlen(text);

    if (len >= ORB_COMMUNE_CODE_LEN)
        len = 0;
    memcpy(out, text, len);
    out[len] = '\0';
}

static bool starts(const char *text, const char *with)
{
    return strncmp(text, with, strlen(with)) == 0;
}

bool orb_commune_is_borough(const char *code)
{
    for (size_t i = 0; i < ORB_COMMUNE_CITIES; i++)
        if (strcmp(code, orb_commune_cities[i].code) != 0 &&
            starts(code, orb_commune_cities[i].codes))
            return true;
    return false;
}

const char *orb_commune_fold(struct orb_buf *buf, const char *town)
{
    struct orb_buf clean = { 0 };
    struct orb_buf folded = { 0 };

    orb_buf_clear(buf);
    orb_address_clean(&clean, town);
    if (clean.len > 0)
        orb_utf8_fold(&folded, clean.data);
    for (const char *at = folded.data; at != NULL && *at != '\0';) {
        size_t len = strcspn(at, " ");

        if (buf->len > 0)
            orb_buf_char(buf, ' ');
        if (len == 2 && starts(at, "st"))
            orb_buf_text(buf, "saint");
        else if (len == 3 && starts(at, "ste"))
            orb_buf_text(buf, "sainte");
        else
            orb_buf_add(buf, at, len);
        at += len + (at[len] == ' ');
    }
    buf->failed = buf->failed || clean.failed || folded.failed;
    orb_buf_release(&clean);
    orb_buf_release(&folded);
    return buf->len > 0 ? buf->data : "";
}

static enum orb_status add_code(struct orb_communes *c, const char *code, const char *today)
{
    struct orb_commune_code *item;

    if (orb_grow((void **)&c->codes, &c->code_capacity, c->code_count, sizeof *c->codes) !=
        ORB_OK)
        return ORB_ERR_MEMORY;
    item = &c->codes[c->code_count++];
    orb_commune_copy(item->code, code);
    item->borough = orb_commune_is_borough(code);
    orb_commune_copy(item->today, item->borough ? code : today);
    return ORB_OK;
}

static enum orb_status add_name(struct orb_communes *c, const char *today, bool own,
                                const char *name)
{
    struct orb_buf folded = { 0 };
    const char *text = orb_arena_strdup(&c->arena, orb_commune_fold(&folded, name));
    bool failed = folded.failed || text == NULL;

    orb_buf_release(&folded);
    if (failed || orb_grow((void **)&c->names, &c->name_capacity, c->name_count,
                           sizeof *c->names) != ORB_OK)
        return ORB_ERR_MEMORY;
    orb_commune_copy(c->names[c->name_count].today, today);
    c->names[c->name_count].own = own;
    c->names[c->name_count++].text = text;
    return ORB_OK;
}

enum orb_status orb_communes_add_postcode(struct orb_communes *communes,
                                          const char *postcode, const char *code,
                                          struct orb_error *err)
{
    if (orb_grow((void **)&communes->postcodes, &communes->postcode_capacity,
                 communes->postcode_count, sizeof *communes->postcodes) != ORB_OK)
        return orb_error_memory(err);
    orb_commune_copy(communes->postcodes[communes->postcode_count].postcode, postcode);
    orb_commune_copy(communes->postcodes[communes->postcode_count++].today, code);
    return ORB_OK;
}

enum orb_status orb_communes_add(struct orb_communes *communes,
                                 const struct orb_territory *territory,
                                 struct orb_error *err)
{
    bool old = territory->kind == ORB_TERRITORY_COMMUNE_OLD;
    const char *today =
        old && territory->successor != NULL ? territory->successor : territory->code;
    const char *at = territory->postcodes != NULL ? territory->postcodes : "";

    if (territory->kind != ORB_TERRITORY_COMMUNE && !old)
        return ORB_OK;
    if (add_code(communes, territory->code, today) != ORB_OK ||
        (territory->name != NULL && !orb_commune_is_borough(territory->code) &&
         add_name(communes, today, !old, territory->name) != ORB_OK))
        return orb_error_memory(err);
    while (*at != '\0') {
        size_t len = strcspn(at, ",");
        char postcode[ORB_COMMUNE_CODE_LEN] = "";

        if (len < sizeof postcode)
            memcpy(postcode, at, len);
        if (orb_communes_add_postcode(communes, postcode, territory->code, err) != ORB_OK)
            return ORB_ERR_MEMORY;
        at += len + (at[len] == ',');
    }
    return ORB_OK;
}

static int by_code(const void *a, const void *b)
{
    const struct orb_commune_code *x = a;
    const struct orb_commune_code *y = b;
    int order = strcmp(x->code, y->code);

    /* A code that is both a commune and one it took in is current. */
    return order != 0 ? order
                      : (strcmp(x->code, x->today) != 0) - (strcmp(y->code, y->today) != 0);
}

static int by_postcode(const void *a, const void *b)
{
    const struct orb_commune_postcode *x = a;
    const struct orb_commune_postcode *y = b;
    int order = strcmp(x->postcode, y->postcode);

    return order != 0 ? order : strcmp(x->today, y->today);
}

static int by_today(const void *a, const void *b)
{
    const struct orb_commune_name *x = a;
    const struct orb_commune_name *y = b;
    int order = strcmp(x->today, y->today);

    return order != 0 ? order : strcmp(x->text, y->text);
}

const struct orb_commune_code *orb_commune_code_find(const struct orb_communes *c,
                                                     const char *code)
{
    size_t low = 0;
    size_t high = c->code_count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (strcmp(c->codes[middle].code, code) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low < c->code_count && strcmp(c->codes[low].code, code) == 0 ? &c->codes[low]
                                                                        : NULL;
}

/* Old codes may follow each other; a chain longer than this is a circle. */
#define SUCCESSIONS 8

const struct orb_commune_code *orb_commune_follow(const struct orb_communes *c,
                                                  const char *code)
{
    const struct orb_commune_code *item = orb_commune_code_find(c, code);

    for (size_t i = 0; item == NULL && i < sizeof became / sizeof became[0]; i++)
        if (strcmp(became[i][0], code) == 0)
            item = orb_commune_code_find(c, became[i][1]);
    for (int i = 0; item != NULL && strcmp(item->code, item->today) != 0; i++)
        item = i < SUCCESSIONS ? orb_commune_code_find(c, item->today) : NULL;
    return item;
}

/* Postcodes of arrondissements are those of their commune; items that lead nowhere go. */
static void follow_postcodes(struct orb_communes *c)
{
    size_t kept = 0;

    for (size_t i = 0; i < c->postcode_count; i++) {
        const struct orb_commune_code *item = orb_commune_follow(c, c->postcodes[i].today);

        if (item == NULL || item->borough)
            continue;
        c->postcodes[kept] = c->postcodes[i];
        orb_commune_copy(c->postcodes[kept++].today, item->code);
    }
    c->postcode_count = kept;
    if (kept > 0)
        qsort(c->postcodes, kept, sizeof *c->postcodes, by_postcode);
    for (size_t i = kept = 0; i < c->postcode_count; i++)
        if (kept == 0 || by_postcode(&c->postcodes[kept - 1], &c->postcodes[i]) != 0)
            c->postcodes[kept++] = c->postcodes[i];
    c->postcode_count = kept;
}

void orb_communes_sort(struct orb_communes *communes)
{
    if (communes->code_count > 0)
        qsort(communes->codes, communes->code_count, sizeof *communes->codes, by_code);
    if (communes->name_count > 0)
        qsort(communes->names, communes->name_count, sizeof *communes->names, by_today);
    follow_postcodes(communes);
}

void orb_communes_release(struct orb_communes *communes)
{
    orb_arena_release(&communes->arena);
    orb_free(communes->codes);
    orb_free(communes->names);
    orb_free(communes->postcodes);
    memset(communes, 0, sizeof *communes);
}
