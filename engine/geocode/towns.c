/* Tables sorted once, then searched by halves. */
#include "engine/geocode/towns.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/alloc.h"

/* Fewer located resources say little of where a commune is (METHODS 8). */
enum { ENOUGH_RESOURCES = 3 };

static void copy_code(char out[ORB_COMMUNE_CODE_LEN], const char *text, size_t len)
{
    if (len >= ORB_COMMUNE_CODE_LEN)
        len = 0;
    memcpy(out, text, len);
    out[len] = '\0';
}

static enum orb_status add_postcodes(struct orb_geocode_towns *towns, const char *list,
                                     const char *code)
{
    for (const char *at = list; *at != '\0';) {
        size_t len = strcspn(at, ",");
        struct orb_geocode_postcode *item;

        if (orb_grow((void **)&towns->postcodes, &towns->postcode_capacity,
                     towns->postcode_count, sizeof *towns->postcodes) != ORB_OK)
            return ORB_ERR_MEMORY;
        item = &towns->postcodes[towns->postcode_count++];
        copy_code(item->postcode, at, len);
        copy_code(item->code, code, strlen(code));
        at += len + (at[len] == ',');
    }
    return ORB_OK;
}

static enum orb_status add_town(struct orb_geocode_towns *towns,
                                const struct orb_territory *t)
{
    struct orb_geocode_town *town;
    const char *name =
        orb_arena_strdup(&towns->communes.arena, t->name == NULL ? "" : t->name);

    if (name == NULL || orb_grow((void **)&towns->towns, &towns->town_capacity,
                                 towns->town_count, sizeof *towns->towns) != ORB_OK)
        return ORB_ERR_MEMORY;
    town = &towns->towns[towns->town_count++];
    *town = (struct orb_geocode_town){
        .name = name,
        .lon = t->lon,
        .lat = t->lat,
        .population = t->population > 0 ? (double)t->population : 0,
        .from_resources =
            t->point_method != NULL && strcmp(t->point_method, "resources") == 0,
        .observed_on = t->provenance.observed_on,
    };
    copy_code(town->code, t->code, strlen(t->code));
    return ORB_OK;
}

enum orb_status orb_geocode_towns_add(struct orb_geocode_towns *towns,
                                      const struct orb_territory *territory,
                                      struct orb_error *err)
{
    bool is_old = territory->kind == ORB_TERRITORY_COMMUNE_OLD;
    const char *code = is_old ? territory->successor : territory->code;
    enum orb_status status;

    if ((territory->kind != ORB_TERRITORY_COMMUNE && !is_old) || code == NULL)
        return ORB_OK;
    status = orb_communes_add(&towns->communes, territory, err);
    if (status == ORB_OK && !is_old && add_town(towns, territory) != ORB_OK)
        status = orb_error_memory(err);
    if (status == ORB_OK && territory->postcodes != NULL &&
        add_postcodes(towns, territory->postcodes, code) != ORB_OK)
        status = orb_error_memory(err);
    return status;
}

static int by_code(const void *left, const void *right)
{
    const struct orb_geocode_town *a = left;
    const struct orb_geocode_town *b = right;

    return strcmp(a->code, b->code);
}

static int by_postcode(const void *left, const void *right)
{
    const struct orb_geocode_postcode *a = left;
    const struct orb_geocode_postcode *b = right;
    int order = strcmp(a->postcode, b->postcode);

    return order != 0 ? order : strcmp(a->code, b->code);
}

void orb_geocode_towns_sort(struct orb_geocode_towns *towns)
{
    size_t kept = 0;

    orb_communes_sort(&towns->communes);
    if (towns->town_count > 0)
        qsort(towns->towns, towns->town_count, sizeof *towns->towns, by_code);
    if (towns->postcode_count > 0)
        qsort(towns->postcodes, towns->postcode_count, sizeof *towns->postcodes,
              by_postcode);
    /* An arrondissement and its commune have the same postcodes. */
    for (size_t i = 0; i < towns->postcode_count; i++)
        if (kept == 0 ||
            by_postcode(&towns->postcodes[kept - 1], &towns->postcodes[i]) != 0)
            towns->postcodes[kept++] = towns->postcodes[i];
    towns->postcode_count = kept;
}

static struct orb_geocode_town *find(const struct orb_geocode_towns *towns,
                                     const char *code)
{
    struct orb_geocode_town wanted;

    if (towns->town_count == 0 || strlen(code) >= sizeof wanted.code)
        return NULL;
    copy_code(wanted.code, code, strlen(code));
    return bsearch(&wanted, towns->towns, towns->town_count, sizeof *towns->towns, by_code);
}

const struct orb_geocode_town *orb_geocode_towns_find(const struct orb_geocode_towns *towns,
                                                      const char *code)
{
    return find(towns, code);
}

enum orb_status orb_geocode_towns_locate(struct orb_geocode_towns *towns, const char *code,
                                         struct orb_error *err)
{
    const struct orb_commune_query query = { .code = code };
    struct orb_commune_answer answer;
    enum orb_status status = orb_commune_find(&answer, &towns->communes, &query, err);
    struct orb_geocode_town *town;

    if (status != ORB_OK)
        return status;
    town = find(towns, answer.parent);
    if (town != NULL)
        town->resources++;
    return ORB_OK;
}

bool orb_geocode_town_has_point(const struct orb_geocode_town *town)
{
    return town != NULL && isfinite(town->lon) && isfinite(town->lat) &&
           (!town->from_resources || town->resources >= ENOUGH_RESOURCES);
}

const struct orb_geocode_postcode *
orb_geocode_towns_of_postcode(const struct orb_geocode_towns *towns, const char *postcode,
                              size_t *count)
{
    size_t low = 0;
    size_t high = towns->postcode_count;

    *count = 0;
    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (strcmp(towns->postcodes[middle].postcode, postcode) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    while (postcode[0] != '\0' && low + *count < towns->postcode_count &&
           strcmp(towns->postcodes[low + *count].postcode, postcode) == 0)
        (*count)++;
    return *count == 0 ? NULL : &towns->postcodes[low];
}

void orb_geocode_towns_release(struct orb_geocode_towns *towns)
{
    orb_communes_release(&towns->communes);
    orb_free(towns->towns);
    orb_free(towns->postcodes);
    memset(towns, 0, sizeof *towns);
}
