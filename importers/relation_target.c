/* An id of ours names an organization first, then a service, then one offer: the widest
 * reading the id allows. */
#include "importers/relation_target.h"

#include <string.h>

#define ID_MAX 200

static const enum orb_record_kind kinds[] = { ORB_RECORD_ORGANIZATION, ORB_RECORD_SERVICE,
                                              ORB_RECORD_OFFER };

static bool starts(const char *text, const char *start)
{
    return strncmp(text, start, strlen(start)) == 0;
}

static bool all_digits(const char *text, size_t len)
{
    return strlen(text) == len && strspn(text, "0123456789") == len;
}

static bool is_finess(const char *text)
{
    return all_digits(text, 9) ||
           ((starts(text, "2A") || starts(text, "2B")) && all_digits(text + 2, 7));
}

static bool is_readable(const char *text)
{
    size_t len = strlen(text);

    for (size_t i = 0; i < len; i++)
        if ((unsigned char)text[i] <= ' ' || text[i] == 0x7f)
            return false;
    return len > 0 && len <= ID_MAX;
}

static enum orb_record_kind kind_by_form(const char *id)
{
    if (starts(id, "finess-ej:") || starts(id, "finess-gcc:"))
        return ORB_RECORD_ORGANIZATION;
    return strchr(id, '/') != NULL ? ORB_RECORD_OFFER : ORB_RECORD_SERVICE;
}

static bool exists(struct orb_target *out, const char *id,
                   const struct orb_territory_view *view)
{
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        if (view->exists(view->context, kinds[i], id)) {
            out->kind = kinds[i];
            out->answer = ORB_TARGET_FOUND;
            return true;
        }
    }
    return false;
}

/* A bare number is an establishment before it is an entity: the two never share one. */
static enum orb_status find_finess(struct orb_target *out, const char *text,
                                   const struct orb_territory_view *view,
                                   struct orb_arena *arena, struct orb_error *err)
{
    const char *service = orb_arena_printf(arena, "finess:%s", text);
    const char *entity = orb_arena_printf(arena, "finess-ej:%s", text);

    if (service == NULL || entity == NULL)
        return orb_error_memory(err);
    out->id = service;
    if (view == NULL || view->exists == NULL) {
        out->answer = ORB_TARGET_UNCHECKED;
        out->kind = ORB_RECORD_SERVICE;
    } else if (!exists(out, service, view) && exists(out, entity, view)) {
        out->id = entity;
    }
    return ORB_OK;
}

static enum orb_status find_siret(struct orb_target *out, const char *text,
                                  const struct orb_territory_view *view,
                                  struct orb_arena *arena, struct orb_error *err)
{
    const struct orb_identifier siret = { "siret", text };
    const char *id = NULL;
    size_t count = 0;

    if (view != NULL && view->identified != NULL)
        count = view->identified(view->context, &siret, &out->kind, &id);
    if (count > 1)
        out->answer = ORB_TARGET_AMBIGUOUS;
    if (count != 1)
        return ORB_OK;
    out->answer = ORB_TARGET_FOUND;
    out->id = orb_arena_strdup(arena, id);
    return out->id == NULL ? orb_error_memory(err) : ORB_OK;
}

enum orb_status orb_target_find(struct orb_target *out, const char *text,
                                const struct orb_territory_view *view,
                                struct orb_arena *arena, struct orb_error *err)
{
    *out = (struct orb_target){ .answer = ORB_TARGET_UNKNOWN };
    if (!is_readable(text)) {
        out->answer = ORB_TARGET_UNREADABLE;
        return ORB_OK;
    }
    if (is_finess(text))
        return find_finess(out, text, view, arena, err);
    if (all_digits(text, 14))
        return find_siret(out, text, view, arena, err);
    out->id = orb_arena_strdup(arena, text);
    if (out->id == NULL)
        return orb_error_memory(err);
    if (view == NULL || view->exists == NULL) {
        out->answer = ORB_TARGET_UNCHECKED;
        out->kind = kind_by_form(text);
    } else {
        (void)exists(out, text, view);
    }
    return ORB_OK;
}
