/* The journal speaks of records by their identifiers. Offers are told with their service,
 * places with a service that is there; each kind is read once for the names. */
#include "cli/changes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/changes_reading.h"
#include "engine/base/alloc.h"
#include "engine/store/store.h"

#define DAY_LEN 10 /* of "2026-11-22T10:00:00Z" */
#define KIND(k) (1U << ORB_RECORD_##k)

const char *const cli_happening_names[CLI_HAPPENINGS] = { "opened", "entered", "closed",
                                                          "moved", "changed" };

static const char *hold(struct reading *r, const char *text, bool *failed)
{
    const char *copy = orb_arena_strdup(&r->changes->arena, text);

    *failed = *failed || (text != NULL && copy == NULL);
    return copy;
}

/* ---- resources and places, by identifier */

static struct cli_resource *find_resource(struct reading *r, enum orb_record_kind kind,
                                          const char *id)
{
    struct cli_changes *c = r->changes;
    char key[512];
    int len = snprintf(key, sizeof key, "%s %s", orb_record_kind_name(kind), id);
    uint32_t number = len < 0 || len >= (int)sizeof key
                          ? ORB_STRMAP_NONE
                          : orb_strmap_find(&c->keys, key, (size_t)len);

    return number == ORB_STRMAP_NONE ? NULL : &c->resources[number];
}

/* The number of a resource, made when new; false without memory. */
static bool add_resource(struct reading *r, enum orb_record_kind kind, const char *id,
                         uint32_t *number)
{
    struct cli_changes *c = r->changes;
    size_t before = c->keys.count;
    const struct cli_resource *known = find_resource(r, kind, id);
    char *key;

    if (known != NULL) {
        *number = (uint32_t)(known - c->resources);
        return true;
    }
    key = orb_arena_printf(&c->arena, "%s %s", orb_record_kind_name(kind), id);
    if (key == NULL ||
        orb_grow((void **)&c->resources, &c->resource_capacity, before,
                 sizeof *c->resources) != ORB_OK ||
        orb_strmap_add(&c->keys, key, strlen(key), number) != ORB_OK)
        return false;
    if (c->keys.count > before)
        c->resources[*number] =
            (struct cli_resource){ .kind = kind,
                                   .id = key + strlen(orb_record_kind_name(kind)) + 1,
                                   .target = CLI_NO_RESOURCE };
    return true;
}

static bool add_place(struct reading *r, const char *id, uint32_t *number)
{
    size_t before = r->places.count;

    if (orb_grow((void **)&r->at, &r->place_capacity, before, sizeof *r->at) != ORB_OK ||
        orb_strmap_add(&r->places, id, strlen(id), number) != ORB_OK)
        return false;
    if (r->places.count > before)
        r->at[*number] = (struct place){ .resource = CLI_NO_RESOURCE };
    return true;
}

struct place *cli_changes_place(struct reading *r, const char *id)
{
    uint32_t number =
        id == NULL ? ORB_STRMAP_NONE : orb_strmap_find(&r->places, id, strlen(id));

    return number == ORB_STRMAP_NONE ? NULL : &r->at[number];
}

/* ---- the journal */

static enum cli_happening happening_of(const char *change)
{
    static const struct {
        const char *change;
        enum cli_happening happening;
    } all[] = {
        { "opened", CLI_OPENED }, { "new", CLI_ENTERED }, { "closed", CLI_CLOSED },
        { "gone", CLI_CLOSED },   { "moved", CLI_MOVED },
    };

    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
        if (strcmp(all[i].change, change) == 0)
            return all[i].happening;
    return CLI_CHANGED;
}

static bool expect_offer(struct reading *r, const char *id)
{
    size_t before = r->offers.count;
    uint32_t number;

    if (orb_grow((void **)&r->of_offer, &r->offer_capacity, before, sizeof *r->of_offer) !=
            ORB_OK ||
        orb_strmap_add(&r->offers, id, strlen(id), &number) != ORB_OK)
        return false;
    if (r->offers.count > before)
        r->of_offer[number] = CLI_NO_RESOURCE;
    return true;
}

/* What a line is about is remembered, for its name to be read. */
static bool expect(struct reading *r, const struct orb_store_change *line)
{
    uint32_t number;

    if (line->kind == ORB_RECORD_SITE)
        return add_place(r, line->id, &number);
    if (line->kind == ORB_RECORD_OFFER)
        return expect_offer(r, line->id);
    return add_resource(r, line->kind, line->id, &number);
}

static bool is_told(const struct orb_store_change *line)
{
    if (line->kind == ORB_RECORD_SITE)
        return strcmp(line->change, "new") != 0;
    return line->kind == ORB_RECORD_TERRITORY || line->kind == ORB_RECORD_ORGANIZATION ||
           line->kind == ORB_RECORD_SERVICE || line->kind == ORB_RECORD_OFFER ||
           line->kind == ORB_RECORD_RELATION || line->kind == ORB_RECORD_DECISION;
}

static void note_confidential(struct reading *r, const struct orb_store_change *line)
{
    static const char word[] = "\"confidential\"";
    struct place *place =
        line->kind == ORB_RECORD_SITE ? cli_changes_place(r, line->id) : NULL;

    if (place != NULL && line->field != NULL && strcmp(line->field, "kind") == 0 &&
        ((line->before != NULL && strcmp(line->before, word) == 0) ||
         (line->after != NULL && strcmp(line->after, word) == 0)))
        place->confidential = true;
}

static enum orb_status take_line(void *context, const struct orb_store_change *line,
                                 struct orb_error *err)
{
    struct reading *r = context;
    struct cli_changes *c = r->changes;
    struct cli_change *item;
    bool failed = false;

    if (line->kind == ORB_RECORD_TERRITORY && strcmp(line->change, "new") == 0) {
        c->territories++;
        return ORB_OK;
    }
    if (!is_told(line) || (line->field != NULL && strcmp(line->field, "provenance") == 0))
        return ORB_OK;
    if (orb_grow((void **)&c->items, &c->capacity, c->count, sizeof *c->items) != ORB_OK ||
        !expect(r, line))
        return orb_error_memory(err);
    item = &c->items[c->count];
    *item = (struct cli_change){ .happening = happening_of(line->change),
                                 .kind = line->kind,
                                 .id = hold(r, line->id, &failed),
                                 .change = hold(r, line->change, &failed),
                                 .field = hold(r, line->field, &failed),
                                 .before = hold(r, line->before, &failed),
                                 .after = hold(r, line->after, &failed),
                                 .importer = hold(r, line->importer, &failed),
                                 .observed_on = line->observed_on,
                                 .resource = CLI_NO_RESOURCE };
    if (failed)
        return orb_error_memory(err);
    if (item->observed_on == ORB_DATE_NONE && strlen(line->imported_at) >= DAY_LEN)
        (void)orb_date_parse(&item->observed_on, line->imported_at, DAY_LEN);
    c->count++;
    note_confidential(r, line);
    return ORB_OK;
}

/* ---- names */

static enum orb_status take_offer(struct reading *r, const struct orb_offer *o,
                                  struct orb_error *err)
{
    uint32_t number = orb_strmap_find(&r->offers, o->id, strlen(o->id));
    struct place *place = cli_changes_place(r, o->site);
    const char *service = o->service == NULL ? o->id : o->service;
    struct cli_resource *resource;
    uint32_t at;
    bool failed = false;

    if (number == ORB_STRMAP_NONE && place == NULL)
        return ORB_OK;
    if (!add_resource(r, ORB_RECORD_SERVICE, service, &at))
        return orb_error_memory(err);
    if (number != ORB_STRMAP_NONE)
        r->of_offer[number] = at;
    if (place != NULL && place->resource == CLI_NO_RESOURCE)
        place->resource = at;
    resource = &r->changes->resources[at]; /* until its service says better */
    if (resource->name == NULL)
        resource->name = hold(r, o->name, &failed);
    if (resource->site == NULL)
        resource->site = hold(r, o->site, &failed);
    return failed ? orb_error_memory(err) : ORB_OK;
}

static enum orb_status take_service(struct reading *r, const struct orb_service *s,
                                    struct orb_error *err)
{
    struct place *place = cli_changes_place(r, s->site);
    struct cli_resource *resource = find_resource(r, ORB_RECORD_SERVICE, s->id);
    uint32_t at;
    bool failed = false;

    if (resource == NULL && (place == NULL || place->resource != CLI_NO_RESOURCE))
        return ORB_OK;
    if (!add_resource(r, ORB_RECORD_SERVICE, s->id, &at))
        return orb_error_memory(err);
    resource = &r->changes->resources[at];
    if (place != NULL && place->resource == CLI_NO_RESOURCE)
        place->resource = at;
    if (s->name != NULL)
        resource->name = hold(r, s->name, &failed);
    if (s->site != NULL)
        resource->site = hold(r, s->site, &failed);
    return failed ? orb_error_memory(err) : ORB_OK;
}

static enum orb_status take_name(struct reading *r, enum orb_record_kind kind,
                                 const char *id, const char *name, struct orb_error *err)
{
    struct cli_resource *resource = find_resource(r, kind, id);
    bool failed = false;

    if (resource != NULL)
        resource->name = hold(r, name, &failed);
    return failed ? orb_error_memory(err) : ORB_OK;
}

static enum orb_status take_site(struct reading *r, const struct orb_site *s,
                                 struct orb_error *err)
{
    struct place *place = cli_changes_place(r, s->id);
    uint32_t number;
    bool failed = false;

    if (place == NULL)
        return ORB_OK;
    place->is_known = true;
    place->confidential =
        place->confidential || (s->kind != NULL && strcmp(s->kind, "confidential") == 0);
    if (s->commune != NULL) {
        if (orb_grow((void **)&r->commune_names, &r->commune_capacity, r->communes.count,
                     sizeof *r->commune_names) != ORB_OK ||
            orb_strmap_add(&r->communes, s->commune, strlen(s->commune), &number) != ORB_OK)
            return orb_error_memory(err);
        place->commune = hold(r, s->commune, &failed);
        r->commune_names[number] = NULL;
    }
    if (failed)
        return orb_error_memory(err);
    return place->confidential ? ORB_OK
                               : take_name(r, ORB_RECORD_SITE, s->id, s->name, err);
}

static enum orb_status take_territory(struct reading *r, const struct orb_territory *t,
                                      struct orb_error *err)
{
    char id[64];
    uint32_t number = orb_strmap_find(&r->communes, t->code, strlen(t->code));
    bool failed = false;

    if (number != ORB_STRMAP_NONE && t->kind <= ORB_TERRITORY_COMMUNE_OLD &&
        r->commune_names[number] == NULL)
        r->commune_names[number] = hold(r, t->name, &failed);
    if (failed)
        return orb_error_memory(err);
    (void)snprintf(id, sizeof id, "%s:%s", orb_territory_kind_name(t->kind), t->code);
    return take_name(r, ORB_RECORD_TERRITORY, id, t->name, err);
}

static enum orb_status take(void *context, const struct orb_record *record,
                            struct orb_error *err)
{
    struct reading *r = context;

    switch (record->kind) {
    case ORB_RECORD_OFFER:
        return take_offer(r, record->as.offer, err);
    case ORB_RECORD_SERVICE:
        return take_service(r, record->as.service, err);
    case ORB_RECORD_SITE:
        return take_site(r, record->as.site, err);
    case ORB_RECORD_ORGANIZATION:
        return take_name(r, ORB_RECORD_ORGANIZATION, record->as.organization->id,
                         record->as.organization->name, err);
    case ORB_RECORD_TERRITORY:
        return take_territory(r, record->as.territory, err);
    default:
        return ORB_OK;
    }
}

static enum orb_status read_kind(struct reading *r, struct orb_store *store, unsigned kinds,
                                 struct orb_error *err)
{
    const struct orb_store_filter filter = { .kinds = kinds };
    const struct orb_sink sink = { r, take };

    return orb_store_replay(store, &filter, &sink, err);
}

/* ---- which resource a line is of */

static bool bind_target(struct reading *r, uint32_t relation, enum orb_record_kind kind,
                        const char *id)
{
    uint32_t target;

    if (!add_resource(r, kind, id, &target))
        return false;
    r->changes->resources[relation].target = target;
    return true;
}

/* The parts of a relation's identifier are operator, offer, service, organization, type and
 * first day (engine/store/spatialite/record.c). */
static bool bind_relation(struct reading *r, uint32_t relation)
{
    static const enum orb_record_kind kinds[] = { ORB_RECORD_OFFER, ORB_RECORD_SERVICE,
                                                  ORB_RECORD_ORGANIZATION };
    const char *part = strchr(r->changes->resources[relation].id, '|');

    for (size_t i = 0; i < 3 && part != NULL; i++) {
        const char *begin = part + 1;
        const char *end = strchr(begin, '|');
        char *id;

        part = end;
        if (end == NULL || end == begin)
            continue;
        id = orb_arena_text(&r->changes->arena, begin, (size_t)(end - begin));
        if (id == NULL)
            return false;
        if (kinds[i] == ORB_RECORD_OFFER) {
            r->changes->resources[relation].offer = id;
            return expect_offer(r, id);
        }
        return bind_target(r, relation, kinds[i], id);
    }
    return true;
}

/* A decision names two services, the first of which it is told with. */
static bool bind_decision(struct reading *r, uint32_t decision)
{
    const char *id = r->changes->resources[decision].id;
    const char *service = orb_arena_text(&r->changes->arena, id, strcspn(id, "|"));

    return service != NULL && bind_target(r, decision, ORB_RECORD_SERVICE, service);
}

static enum orb_status bind_relations(struct reading *r, struct orb_error *err)
{
    size_t count = r->changes->keys.count;

    for (uint32_t i = 0; i < count; i++)
        if ((r->changes->resources[i].kind == ORB_RECORD_RELATION &&
             !bind_relation(r, i)) ||
            (r->changes->resources[i].kind == ORB_RECORD_DECISION && !bind_decision(r, i)))
            return orb_error_memory(err);
    return ORB_OK;
}

/* A place of some resource is to be read too; one without service is told by itself. */
static enum orb_status bind_places(struct reading *r, struct orb_error *err)
{
    struct cli_changes *c = r->changes;
    uint32_t number;

    for (size_t i = 0; i < c->keys.count; i++)
        if (c->resources[i].site != NULL && !add_place(r, c->resources[i].site, &number))
            return orb_error_memory(err);
    for (size_t i = 0; i < c->count; i++) {
        struct place *place;

        if (c->items[i].kind != ORB_RECORD_SITE)
            continue;
        place = cli_changes_place(r, c->items[i].id);
        if (place->resource == CLI_NO_RESOURCE) {
            if (!add_resource(r, ORB_RECORD_SITE, c->items[i].id, &place->resource))
                return orb_error_memory(err);
            c->resources[place->resource].site = c->items[i].id;
        }
    }
    return ORB_OK;
}

static uint32_t resource_of(struct reading *r, const struct cli_change *item)
{
    struct cli_resource *own;

    if (item->kind == ORB_RECORD_SITE)
        return cli_changes_place(r, item->id)->resource;
    if (item->kind == ORB_RECORD_OFFER)
        return r->of_offer[orb_strmap_find(&r->offers, item->id, strlen(item->id))];
    own = find_resource(r, item->kind, item->id);
    return own == NULL ? CLI_NO_RESOURCE : (uint32_t)(own - r->changes->resources);
}

static enum orb_status read_all(struct reading *r, struct orb_store *store, orb_date since,
                                struct orb_error *err)
{
    const struct orb_store_visitor visitor = { r, take_line };
    enum orb_status status = orb_store_changes(store, since, NULL, &visitor, err);

    if (status != ORB_OK || r->changes->count == 0)
        return status;
    status = bind_relations(r, err);
    if (status == ORB_OK && (r->offers.count > 0 || r->places.count > 0))
        status = read_kind(r, store, KIND(OFFER), err);
    if (status == ORB_OK)
        status = read_kind(r, store, KIND(SERVICE) | KIND(ORGANIZATION), err);
    if (status == ORB_OK)
        status = bind_places(r, err);
    if (status == ORB_OK)
        status = read_kind(r, store, KIND(SITE), err);
    if (status == ORB_OK)
        status = read_kind(r, store, KIND(TERRITORY), err);
    if (status != ORB_OK)
        return status;
    for (size_t i = 0; i < r->changes->count; i++)
        r->changes->items[i].resource = resource_of(r, &r->changes->items[i]);
    return cli_changes_settle(r, err);
}

enum orb_status cli_changes_read(struct cli_changes *changes, const struct cli_context *cli,
                                 orb_date since, struct orb_error *err)
{
    struct reading r = { .changes = changes };
    struct orb_store *store = NULL;
    enum orb_status status = orb_store_open(&store, cli->database, ORB_STORE_READ, err);

    if (status == ORB_OK)
        status = read_all(&r, store, since, err);
    orb_store_close(store);
    orb_strmap_release(&r.offers);
    orb_strmap_release(&r.places);
    orb_strmap_release(&r.communes);
    orb_free(r.of_offer);
    orb_free(r.at);
    orb_free(r.commune_names);
    return status;
}

void cli_changes_release(struct cli_changes *changes)
{
    orb_strmap_release(&changes->keys);
    orb_arena_release(&changes->arena);
    orb_free(changes->items);
    orb_free(changes->resources);
    memset(changes, 0, sizeof *changes);
}
