/* Zones live on authorisations and offers on establishments: both are kept until the join
 * can be made. */
#include "importers/finess_activities.h"

#include <stdlib.h>
#include <string.h>

#include "engine/base/alloc.h"
#include "engine/base/number.h"
#include "engine/base/text.h"
#include "importers/finess.h"

const char *orb_finess_code(const struct finess_activities *activities, uint32_t code)
{
    return code == FINESS_NO_CODE ? NULL : activities->codes.strings[code];
}

enum orb_status orb_finess_code_add(struct finess_activities *activities, const char *text,
                                    uint32_t *code, struct orb_error *err)
{
    *code = FINESS_NO_CODE;
    if (text == NULL)
        return ORB_OK;
    if (orb_strmap_add(&activities->codes, text, strlen(text), code) != ORB_OK)
        return orb_error_memory(err);
    return ORB_OK;
}

static uint64_t id_of(const struct orb_node *object, const char *key)
{
    const char *text = orb_node_text(orb_node_get(object, key));
    int64_t id;

    return text != NULL && orb_integer_parse(&id, text, strlen(text), 1, INT64_MAX)
               ? (uint64_t)id
               : 0;
}

static enum orb_status take_communes(struct finess *f, const struct orb_node *list,
                                     struct finess_zone *zone, struct orb_error *err)
{
    struct finess_activities *a = &f->activities;

    for (size_t i = 0; i < orb_node_count(list); i++) {
        const char *commune = NULL;
        enum orb_status status =
            orb_finess_text(f, orb_node_at(list, i), "commune", &commune, err);

        if (status == ORB_OK && commune == NULL)
            continue;
        if (status == ORB_OK &&
            orb_grow((void **)&a->zone_communes, &a->zone_commune_capacity,
                     a->zone_commune_count, sizeof *a->zone_communes) != ORB_OK)
            status = orb_error_memory(err);
        if (status == ORB_OK)
            status = orb_finess_code_add(a, commune,
                                         &a->zone_communes[a->zone_commune_count], err);
        if (status != ORB_OK)
            return status;
        a->zone_commune_count++;
        zone->count++;
    }
    return ORB_OK;
}

static enum orb_status take_zone(struct finess *f, const struct orb_node *value,
                                 uint64_t id, struct orb_error *err)
{
    struct finess_activities *a = &f->activities;
    struct finess_zone zone = { .authorisation = id, .first = a->zone_commune_count };
    enum orb_status status;

    f->counts[FINESS_READ_ZONES]++;
    status = take_communes(f, orb_node_get(value, "communeZI"), &zone, err);
    if (status != ORB_OK || zone.count == 0)
        return status;
    if (orb_grow((void **)&a->zones, &a->zone_capacity, a->zone_count, sizeof *a->zones) !=
        ORB_OK)
        return orb_error_memory(err);
    a->zones[a->zone_count++] = zone;
    return ORB_OK;
}

static enum orb_status take_authorised(struct finess *f, const struct orb_node *value,
                                       struct orb_error *err)
{
    struct finess_activities *a = &f->activities;
    const struct orb_node *zone = orb_node_get(value, "zoneIntervention");
    uint64_t id = id_of(orb_node_get(value, "caracteristiquesGeneriques"), "activiteAeId");

    f->counts[FINESS_READ_AUTHORISED]++;
    if (id == 0)
        return orb_finess_find(f, FINESS_RULE_ACTIVITY_ID, "activiteAeId", NULL, err);
    if (orb_grow((void **)&a->authorised, &a->authorised_capacity, a->authorised_count,
                 sizeof *a->authorised) != ORB_OK)
        return orb_error_memory(err);
    a->authorised[a->authorised_count++] = id;
    return orb_node_type(zone) == ORB_NODE_NULL ? ORB_OK : take_zone(f, zone, id, err);
}

/* The row of an establishment; *row is NULL when it cannot have one. */
static enum orb_status row_of(struct finess *f, const struct orb_node *value,
                              struct finess_exercised **row, struct orb_error *err)
{
    struct finess_activities *a = &f->activities;
    const char *number = NULL;
    enum orb_status status = orb_finess_text(f, value, "numFinessEge", &number, err);

    *row = NULL;
    if (status != ORB_OK)
        return status;
    if (number == NULL || !orb_finess_is_number(number))
        return orb_finess_find(f, FINESS_RULE_NUMBER, "numFinessEge", number, err);
    if (orb_finess_numbers_find(&a->numbers, number) != FINESS_NUMBER_NONE)
        return orb_finess_find(f, FINESS_RULE_NUMBER_TWICE, "numFinessEge", number, err);
    if (orb_grow((void **)&a->rows, &a->row_capacity, a->numbers.count, sizeof *a->rows) !=
            ORB_OK ||
        orb_finess_numbers_add(&a->numbers, number) != ORB_OK)
        return orb_error_memory(err);
    *row = &a->rows[a->numbers.count - 1];
    **row = (struct finess_exercised){ .first_activity = (uint32_t)a->item_count,
                                       .first_code = (uint32_t)a->other_count };
    return ORB_OK;
}

static enum orb_status want(struct finess_activities *a, uint64_t id, struct orb_error *err)
{
    if (orb_grow((void **)&a->wanted, &a->wanted_capacity, a->wanted_count,
                 sizeof *a->wanted) != ORB_OK)
        return orb_error_memory(err);
    a->wanted[a->wanted_count++] = id;
    return ORB_OK;
}

static enum orb_status take_establishment(struct finess *f, const struct orb_node *value,
                                          struct orb_error *err)
{
    const struct orb_node *list = orb_node_get(value, "activitesExercees");
    struct finess_exercised *row = NULL;
    enum orb_status status = row_of(f, value, &row, err);

    if (status != ORB_OK || row == NULL)
        return status;
    f->place.list = "activitesExercees";
    for (size_t i = 0; status == ORB_OK && i < orb_node_count(list); i++) {
        const struct orb_node *item = orb_node_at(list, i);

        f->place.index = (long)i;
        f->counts[FINESS_READ_EXERCISED]++;
        status = want(&f->activities,
                      id_of(orb_node_get(item, "caracteristiquesGeneriques"),
                            "identifiantAutorisation"),
                      err);
        if (status == ORB_OK)
            status = orb_finess_take_exercised(f, item, row, err);
    }
    f->place.list = NULL;
    return status;
}

enum orb_status orb_finess_take_activities(struct finess *f, const struct orb_node *value,
                                           struct orb_error *err)
{
    const struct orb_node *authorised = orb_node_get(value, "activitesAutorisees");
    const struct orb_node *establishments = orb_node_get(value, "ege");
    enum orb_status status = ORB_OK;

    if (orb_node_type(value) != ORB_NODE_OBJECT)
        return orb_finess_find(f, FINESS_RULE_ROW_UNEXPECTED, NULL, NULL, err);
    f->place.list = "activitesAutorisees";
    for (size_t i = 0; status == ORB_OK && i < orb_node_count(authorised); i++) {
        f->place.index = (long)i;
        status = take_authorised(f, orb_node_at(authorised, i), err);
    }
    f->place.list = NULL;
    for (size_t i = 0; status == ORB_OK && i < orb_node_count(establishments); i++) {
        f->place.ege = (long)i;
        status = take_establishment(f, orb_node_at(establishments, i), err);
    }
    f->place.ege = -1;
    return status;
}

static int by_id(const void *a, const void *b)
{
    const uint64_t *x = a;
    const uint64_t *y = b;

    return *x < *y ? -1 : *x > *y;
}

/* The authorisation is the first member of a zone. Equal ones stay in the order of the feed
 * through first. */
static int by_authorisation(const void *a, const void *b)
{
    const struct finess_zone *x = a;
    const struct finess_zone *y = b;

    if (x->authorisation != y->authorisation)
        return x->authorisation < y->authorisation ? -1 : 1;
    return x->first < y->first ? -1 : x->first > y->first;
}

enum orb_status orb_finess_activities_finish(struct finess *f, struct orb_error *err)
{
    struct finess_activities *a = &f->activities;
    unsigned long long joined = 0;

    if (a->authorised_count > 0)
        qsort(a->authorised, a->authorised_count, sizeof *a->authorised, by_id);
    if (a->zone_count > 0)
        qsort(a->zones, a->zone_count, sizeof *a->zones, by_authorisation);
    for (size_t i = 0; i < a->wanted_count; i++)
        joined += a->authorised_count > 0 &&
                  bsearch(&a->wanted[i], a->authorised, a->authorised_count,
                          sizeof *a->authorised, by_id) != NULL;
    f->counts[FINESS_NOTE_JOINED] = joined;
    if (joined < a->wanted_count) {
        enum orb_status status = orb_report_count(
            f->report, "note", "authorisation_missing", a->wanted_count - joined, err);

        if (status != ORB_OK)
            return status;
    }
    orb_free(a->authorised);
    orb_free(a->wanted);
    a->authorised = NULL;
    a->wanted = NULL;
    a->authorised_count = a->authorised_capacity = a->wanted_count = a->wanted_capacity = 0;
    return ORB_OK;
}

struct finess_exercised *orb_finess_exercised_find(struct finess_activities *activities,
                                                   const char *number)
{
    uint32_t index = orb_finess_numbers_find(&activities->numbers, number);

    if (index == FINESS_NUMBER_NONE)
        return NULL;
    activities->rows[index].found = true;
    return &activities->rows[index];
}

const struct finess_zone *orb_finess_zone_find(const struct finess_activities *activities,
                                               uint64_t authorisation)
{
    size_t low = 0;
    size_t high = activities->zone_count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (activities->zones[middle].authorisation < authorisation)
            low = middle + 1;
        else
            high = middle;
    }
    if (low < activities->zone_count &&
        activities->zones[low].authorisation == authorisation)
        return &activities->zones[low];
    return NULL;
}

void orb_finess_activities_release(struct finess_activities *activities)
{
    orb_finess_numbers_release(&activities->numbers);
    orb_strmap_release(&activities->codes);
    orb_free(activities->rows);
    orb_free(activities->items);
    orb_free(activities->capacities);
    orb_free(activities->others);
    orb_free(activities->zones);
    orb_free(activities->zone_communes);
    orb_free(activities->authorised);
    orb_free(activities->wanted);
    memset(activities, 0, sizeof *activities);
}
