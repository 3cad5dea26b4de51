/* The address is sent in the form addresses are compared in (METHODS 8): two writings of
 * one address are one question. */
#include "engine/geocode/query.h"

#include <string.h>

#include "engine/model/address.h"

/* The parts of a text in which postcode and town follow the street. */
struct parts {
    size_t street_len;
    const char *postcode; /* five digits, or NULL */
    const char *town;
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* A postcode is the last word of five digits; no house number has as many. */
static struct parts split(const char *text)
{
    struct parts parts = { strlen(text), NULL, "" };

    for (const char *at = text; *at != '\0'; at++) {
        size_t len = strspn(at, "0123456789");
        bool starts = at == text || strchr(" ,-", at[-1]) != NULL;

        if (len == 5 && starts && (at[5] == '\0' || strchr(" ,", at[5]) != NULL)) {
            parts.street_len = (size_t)(at - text);
            parts.postcode = at;
            parts.town = at + 5 + strspn(at + 5, " ,");
        }
        if (len > 0)
            at += len - 1;
    }
    return parts;
}

void orb_geocode_departement(char out[4], const char *code, bool is_postcode)
{
    size_t len = strncmp(code, "97", 2) == 0 || strncmp(code, "98", 2) == 0 ? 3 : (size_t)2;

    out[0] = '\0';
    if (strlen(code) != 5 || !is_digit(code[0]))
        return;
    /* The post knows Corsica as one, and Saint-Barthélemy and Saint-Martin as Guadeloupe.
     */
    if (is_postcode && (strncmp(code, "20", 2) == 0 || strncmp(code, "971", 3) == 0))
        return;
    memcpy(out, code, len);
    out[len] = '\0';
}

/* A commune that has arrondissements is known to the server by those. */
static bool has_boroughs(const char *code)
{
    static const char *const codes[] = { "75056", "69123", "13055" };

    for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++)
        if (strcmp(codes[i], code) == 0)
            return true;
    return false;
}

static void copy(char out[ORB_COMMUNE_CODE_LEN], const char *text)
{
    size_t len = strlen(text);

    if (len == ORB_COMMUNE_CODE_LEN - 1)
        memcpy(out, text, len + 1);
}

/* A code that no territory here explains is taken as the source gives it. */
static void take_commune(struct orb_geocode_query *q,
                         const struct orb_commune_answer *found,
                         const struct orb_geocode_place *place)
{
    bool is_sure =
        found->status == ORB_COMMUNE_OK || found->status == ORB_COMMUNE_NAME_IN_DEPARTEMENT;

    q->status = found->status;
    if (found->code[0] != '\0') {
        copy(q->commune, found->parent);
        if (is_sure && !has_boroughs(found->code))
            copy(q->citycode, found->code);
    } else if (place->commune != NULL) {
        copy(q->commune, place->commune);
        if (!has_boroughs(place->commune))
            copy(q->citycode, q->commune);
    }
}

static void take_filters(struct orb_geocode_query *q, const struct orb_geocode_towns *towns)
{
    size_t count;

    if (q->citycode[0] == '\0' &&
        orb_geocode_towns_of_postcode(towns, q->known_postcode, &count) != NULL)
        copy(q->postcode, q->known_postcode);
    if (q->commune[0] != '\0')
        orb_geocode_departement(q->departement, q->commune, false);
    else
        orb_geocode_departement(q->departement, q->known_postcode, true);
}

/* Without a street there is nothing to find that the commune does not tell. */
static enum orb_status write_text(struct orb_geocode_query *q, struct orb_arena *arena,
                                  const char *street, const char *town,
                                  struct orb_error *err)
{
    struct orb_buf text = { 0 };
    enum orb_status status;

    orb_address_key(&text, street);
    if (text.len > 0 && town[0] != '\0')
        orb_buf_printf(&text, " %s", town);
    if (text.len > 0 && q->citycode[0] == '\0' && q->postcode[0] == '\0' &&
        q->known_postcode[0] != '\0')
        orb_buf_printf(&text, " %s", q->known_postcode);
    status = orb_buf_check(&text, err);
    q->text = text.len == 0 ? "" : orb_arena_text(arena, text.data, text.len);
    orb_buf_release(&text);
    if (status == ORB_OK && q->text == NULL)
        status = orb_error_memory(err);
    return status;
}

static enum orb_status make(struct orb_geocode_query *out, struct orb_arena *arena,
                            const struct orb_geocode_towns *towns,
                            const struct orb_geocode_place *place, struct orb_error *err)
{
    struct parts parts = split(place->address);
    bool is_told = place->postcode != NULL && place->postcode[0] != '\0';
    struct orb_commune_query query = { .code = place->commune, .town = parts.town };
    struct orb_commune_answer found;
    const struct orb_geocode_town *town;
    char inside[ORB_COMMUNE_CODE_LEN] = "";
    const char *street = orb_arena_text(arena, place->address, parts.street_len);
    enum orb_status status;

    if (parts.postcode != NULL)
        memcpy(inside, parts.postcode, sizeof inside - 1);
    query.postcode = is_told ? place->postcode : inside;
    status = orb_commune_find(&found, &towns->communes, &query, err);
    if (status != ORB_OK || street == NULL)
        return orb_error_memory(err);
    copy(out->known_postcode, found.postcode);
    take_commune(out, &found, place);
    take_filters(out, towns);
    town = orb_geocode_towns_find(towns, out->commune);
    return write_text(out, arena, street, town == NULL ? parts.town : town->name, err);
}

enum orb_status orb_geocode_query_make(struct orb_geocode_query *out,
                                       struct orb_arena *arena,
                                       const struct orb_geocode_towns *towns,
                                       const struct orb_geocode_place *place,
                                       struct orb_error *err)
{
    struct orb_geocode_place clean = *place;
    struct orb_buf address = { 0 };
    enum orb_status status;

    *out = (struct orb_geocode_query){ .text = "" };
    /* The number of a BP may have the five digits of a postcode. */
    orb_address_clean(&address, place->address == NULL ? "" : place->address);
    clean.address = address.data == NULL ? "" : address.data;
    status = orb_buf_check(&address, err);
    if (status == ORB_OK)
        status = make(out, arena, towns, &clean, err);
    orb_buf_release(&address);
    return status;
}
