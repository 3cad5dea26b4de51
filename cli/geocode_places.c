/* Records are read as their sources give them: a position found earlier is no position of
 * the source, and is compared with what would be asked today. */
#include "cli/geocode_places.h"

#include <math.h>
#include <string.h>

#include "engine/base/alloc.h"
#include "engine/base/json.h"

#define KIND(k) (1U << ORB_RECORD_##k)

const char *cli_geocode_asked(struct orb_arena *arena,
                              const struct orb_geocode_query *query)
{
    return orb_arena_printf(arena, "%s|%s|%s", query->text, query->postcode,
                            query->citycode);
}

static bool is_kind(const struct orb_site *site, const char *kind)
{
    return site->kind != NULL && strcmp(site->kind, kind) == 0;
}

static bool has_position(const struct orb_site *site)
{
    return isfinite(site->lon) && isfinite(site->lat);
}

/* A precise position of a source tells where its commune is. */
static enum orb_status count_located(struct cli_geocode_places *places,
                                     const struct orb_site *site, struct orb_error *err)
{
    places->located++;
    if (site->commune == NULL || site->precision == ORB_PRECISION_MUNICIPALITY ||
        is_kind(site, "confidential"))
        return ORB_OK;
    return orb_geocode_towns_locate(&places->towns, site->commune, err);
}

/* Of a confidential place nothing but its commune is looked at. */
static enum orb_status add_place(struct cli_geocode_places *places,
                                 const struct orb_site *site, struct orb_error *err)
{
    bool hidden = is_kind(site, "confidential");
    const struct orb_geocode_place known = { hidden ? NULL : site->address,
                                             hidden ? NULL : site->postcode,
                                             site->commune };
    struct cli_geocode_place *place;
    uint32_t number;

    if (orb_grow((void **)&places->items, &places->capacity, places->count,
                 sizeof *places->items) != ORB_OK ||
        orb_strmap_add(&places->ids, site->id, strlen(site->id), &number) != ORB_OK)
        return orb_error_memory(err);
    place = &places->items[places->count++];
    *place = (struct cli_geocode_place){ .id = places->ids.strings[number],
                                         .is_confidential = hidden,
                                         .is_doubtful = has_position(site),
                                         .answer = { .next = NAN, .label = "" } };
    return orb_geocode_query_make(&place->query, &places->arena, &places->towns, &known,
                                  err);
}

static enum orb_status take_site(struct cli_geocode_places *places,
                                 const struct orb_site *site, struct orb_error *err)
{
    bool doubtful = site->position == ORB_POSITION_DOUBTFUL;

    if (!places->is_sorted)
        orb_geocode_towns_sort(&places->towns);
    places->is_sorted = true;
    places->total++;
    if (is_kind(site, "virtual")) {
        places->virtual_count++;
        return ORB_OK;
    }
    if (has_position(site) && !doubtful)
        return count_located(places, site, err);
    if (has_position(site) && (!places->with_doubtful || is_kind(site, "confidential"))) {
        places->located++;
        return ORB_OK;
    }
    return add_place(places, site, err);
}

static enum orb_status read_before(struct cli_geocode_places *places,
                                   struct cli_geocode_before *before,
                                   const struct orb_assertion *assertion,
                                   struct orb_error *err)
{
    struct orb_json *value = NULL;
    const char *asked;
    const char *reason;
    enum orb_status status =
        orb_json_parse(&value, assertion->value, strlen(assertion->value), err);

    if (status != ORB_OK)
        return status;
    asked = orb_json_text(orb_json_get(value, "asked"));
    reason = orb_json_text(orb_json_get(value, "reason"));
    before->asked = orb_arena_strdup(&places->arena, asked == NULL ? "" : asked);
    before->is_sure = reason != NULL && strcmp(reason, "sure") == 0;
    orb_json_free(value);
    return before->asked == NULL ? orb_error_memory(err) : ORB_OK;
}

/* A correction by a person prevails over what a geocoder finds. */
static enum orb_status take_assertion(struct cli_geocode_places *places,
                                      const struct orb_assertion *assertion,
                                      struct orb_error *err)
{
    const char *source = assertion->provenance.source;
    struct cli_geocode_place *place;
    uint32_t number;

    if (strcmp(assertion->kind, "site") != 0 || strcmp(assertion->field, "position") != 0)
        return ORB_OK;
    number = orb_strmap_find(&places->ids, assertion->subject, strlen(assertion->subject));
    if (number == ORB_STRMAP_NONE)
        return ORB_OK;
    place = &places->items[number];
    if (assertion->author == NULL && source != NULL &&
        strcmp(source, CLI_GEOCODE_SOURCE) == 0) {
        place->before.by_geocoder = true;
        return read_before(places, &place->before, assertion, err);
    }
    if (assertion->author == NULL && source != NULL &&
        strcmp(source, CLI_GEOCODE_SOURCE_COMMUNE) == 0)
        return ORB_OK;
    place->is_elsewhere = strcmp(assertion->value, "null") != 0;
    return ORB_OK;
}

static enum orb_status take(void *context, const struct orb_record *record,
                            struct orb_error *err)
{
    struct cli_geocode_places *places = context;

    if (record->kind == ORB_RECORD_TERRITORY)
        return orb_geocode_towns_add(&places->towns, record->as.territory, err);
    if (record->kind == ORB_RECORD_SITE)
        return take_site(places, record->as.site, err);
    if (record->kind == ORB_RECORD_ASSERTION)
        return take_assertion(places, record->as.assertion, err);
    return ORB_OK;
}

/* Places that somebody else located are no longer looked at. */
static void drop_elsewhere(struct cli_geocode_places *places)
{
    size_t kept = 0;

    for (size_t i = 0; i < places->count; i++) {
        if (places->items[i].is_elsewhere)
            places->located++;
        else
            places->items[kept++] = places->items[i];
    }
    places->count = kept;
}

enum orb_status cli_geocode_places_read(struct cli_geocode_places *places,
                                        struct orb_store *store, struct orb_error *err)
{
    const struct orb_store_filter filter = { .kinds = KIND(TERRITORY) | KIND(SITE) |
                                                      KIND(ASSERTION),
                                             .raw = true,
                                             .current_only = true };
    const struct orb_sink sink = { places, take };
    enum orb_status status = orb_store_replay(store, &filter, &sink, err);

    drop_elsewhere(places);
    /* Only now are all located resources counted. */
    for (size_t i = 0; status == ORB_OK && i < places->count; i++)
        orb_geocode_fall_back(&places->items[i].fallback, &places->towns,
                              &places->items[i].query);
    return status;
}

void cli_geocode_places_release(struct cli_geocode_places *places)
{
    orb_strmap_release(&places->ids);
    orb_geocode_towns_release(&places->towns);
    orb_free(places->items);
    orb_arena_release(&places->arena);
    *places = (struct cli_geocode_places){ 0 };
}
