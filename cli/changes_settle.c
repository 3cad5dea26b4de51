/* The lines of the journal with their places, without what may not be shown, in the order
 * people read them. */
#include <stdlib.h>
#include <string.h>

#include "cli/changes_reading.h"
#include "engine/base/alloc.h"

static void name_places(struct reading *r)
{
    struct cli_changes *c = r->changes;

    for (size_t i = 0; i < c->keys.count; i++) {
        struct cli_resource *resource = &c->resources[i];
        const struct place *place = cli_changes_place(r, resource->site);

        if (place == NULL || place->commune == NULL)
            continue;
        resource->commune = place->commune;
        resource->commune_name = r->commune_names[orb_strmap_find(
            &r->communes, place->commune, strlen(place->commune))];
    }
    for (size_t i = 0; i < c->keys.count; i++) {
        struct cli_resource *resource = &c->resources[i];

        if (resource->offer != NULL)
            resource->target = r->of_offer[orb_strmap_find(&r->offers, resource->offer,
                                                           strlen(resource->offer))];
        if (resource->target == CLI_NO_RESOURCE)
            continue;
        resource->name = c->resources[resource->target].name;
        resource->commune = c->resources[resource->target].commune;
        resource->commune_name = c->resources[resource->target].commune_name;
    }
}

/* Only fields that are public by nature; contacts, notes and what no rule knows are not. */
static bool may_show(struct reading *r, const struct cli_change *item)
{
    static const char *const fields[] = {
        "name",           "short_name",       "kind",
        "category",       "schedule",         "opened_on",
        "closed_on",      "organization",     "site",
        "service",        "parent",           "legal_status",
        "wait_days",      "places_available", "temporary_places",
        "capacities",     "closures",         "zone",
        "modalities",     "prestations",      "publics",
        "orientations",   "families",         "age_min_months",
        "age_max_months", "accepts_new",      "droit_commun",
        "type",           "from_day",         "to_day",
        "evidence",       "choice",           "observed_on",
        "population",     "successor",        "epci",
        "commune",        "address",          "postcode",
        "position",       "precision",
    };
    const struct place *place =
        item->kind == ORB_RECORD_SITE ? cli_changes_place(r, item->id) : NULL;

    if (item->field == NULL) /* the day it was gone */
        return true;
    if (item->kind == ORB_RECORD_SITE &&
        (place == NULL || !place->is_known || place->confidential))
        return strcmp(item->field, "commune") == 0 || strcmp(item->field, "kind") == 0;
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++)
        if (strcmp(fields[i], item->field) == 0)
            return true;
    return false;
}

/* A service that opened, and its offers of which no day is said: they opened with it. */
static bool open_together(struct cli_changes *c)
{
    bool *opened = orb_calloc(c->keys.count + 1, sizeof *opened);

    if (opened == NULL)
        return false;
    for (size_t i = 0; i < c->count; i++)
        if (c->items[i].happening == CLI_OPENED && c->items[i].resource != CLI_NO_RESOURCE)
            opened[c->items[i].resource] = true;
    for (size_t i = 0; i < c->count; i++)
        if (c->items[i].happening == CLI_ENTERED &&
            c->items[i].resource != CLI_NO_RESOURCE && opened[c->items[i].resource])
            c->items[i].happening = CLI_OPENED;
    orb_free(opened);
    return true;
}

/* qsort gives no context: what is compared of the resource is copied beside the line. */
struct sorted {
    struct cli_change item;
    const char *name;
    const char *resource;
};

static int compare_texts(const char *a, const char *b)
{
    return strcmp(a == NULL ? "" : a, b == NULL ? "" : b);
}

static int compare(const void *one, const void *two)
{
    const struct sorted *a = one;
    const struct sorted *b = two;
    int order = (int)a->item.happening - (int)b->item.happening;

    if (order == 0)
        order = compare_texts(a->name, b->name);
    if (order == 0)
        order = compare_texts(a->resource, b->resource);
    if (order == 0)
        order = (a->item.observed_on > b->item.observed_on) -
                (a->item.observed_on < b->item.observed_on);
    if (order == 0)
        order = (int)a->item.kind - (int)b->item.kind;
    if (order == 0)
        order = compare_texts(a->item.id, b->item.id);
    return order == 0 ? compare_texts(a->item.field, b->item.field) : order;
}

static enum orb_status sort(struct cli_changes *c, struct orb_error *err)
{
    struct sorted *all = orb_calloc(c->count == 0 ? 1 : c->count, sizeof *all);

    if (all == NULL)
        return orb_error_memory(err);
    for (size_t i = 0; i < c->count; i++) {
        const struct cli_change *item = &c->items[i];

        all[i].item = *item;
        if (item->resource != CLI_NO_RESOURCE) {
            all[i].name = c->resources[item->resource].name;
            all[i].resource = c->resources[item->resource].id;
        }
    }
    qsort(all, c->count, sizeof *all, compare);
    for (size_t i = 0; i < c->count; i++)
        c->items[i] = all[i].item;
    orb_free(all);
    return ORB_OK;
}

enum orb_status cli_changes_settle(struct reading *r, struct orb_error *err)
{
    struct cli_changes *c = r->changes;

    name_places(r);
    for (size_t i = 0; i < c->count; i++)
        if (!may_show(r, &c->items[i]))
            c->items[i].before = c->items[i].after = NULL;
    return open_together(c) ? sort(c, err) : orb_error_memory(err);
}
