/* One offer for each social activity an establishment exercises, or one that its category
 * alone makes. */
#include <stdlib.h>
#include <string.h>

#include "engine/base/buf.h"
#include "engine/base/text.h"
#include "importers/finess.h"

static const char *text_or(const char *text)
{
    return text == NULL ? "x" : text;
}

/* An activity with the texts its identifier is made of. */
struct listed {
    const struct finess_activity *activity;
    const char *key;
};

/* Same activity, mode and public: by number, so that the identifiers do not depend on the
 * order of the feed. */
static int by_key(const void *a, const void *b)
{
    const struct listed *x = a;
    const struct listed *y = b;
    int c = strcmp(x->key, y->key);

    if (c != 0)
        return c;
    return x->activity->id < y->activity->id ? -1 : x->activity->id > y->activity->id;
}

static enum orb_status list_activities(struct finess *f,
                                       const struct finess_establishment *e,
                                       const struct finess_exercised *row,
                                       struct listed **out, struct orb_error *err)
{
    struct listed *list = orb_arena_array(&f->scratch, row->activity_count, sizeof *list);

    if (list == NULL)
        return orb_error_memory(err);
    for (uint32_t i = 0; i < row->activity_count; i++) {
        const struct finess_activity *a = &f->activities.items[row->first_activity + i];

        list[i].activity = a;
        list[i].key =
            orb_arena_printf(&f->scratch, "%s/%s-%s-%s", e->id,
                             text_or(orb_finess_code(&f->activities, a->activity)),
                             text_or(orb_finess_code(&f->activities, a->mode)),
                             text_or(orb_finess_code(&f->activities, a->public)));
        if (list[i].key == NULL)
            return orb_error_memory(err);
    }
    qsort(list, row->activity_count, sizeof *list, by_key);
    *out = list;
    return ORB_OK;
}

static const char *status_name(const char *code)
{
    if (code == NULL)
        return NULL;
    if (strcmp(code, "08") == 0)
        return "installed";
    return strcmp(code, "09") == 0 ? "authorised" : code;
}

/* An installed capacity of 0 beside an authorised one says that nobody counted yet, not
 * that the place is full. */
static bool not_observed(const struct orb_capacity *items, uint32_t count)
{
    bool none_installed = false;
    bool authorised = false;

    for (uint32_t i = 0; i < count; i++) {
        if (items[i].subset != NULL || items[i].status == NULL)
            continue;
        none_installed = none_installed ||
                         (strcmp(items[i].status, "installed") == 0 && items[i].count == 0);
        authorised = authorised ||
                     (strcmp(items[i].status, "authorised") == 0 && items[i].count > 0);
    }
    return none_installed && authorised;
}

static enum orb_status fill_capacities(struct finess *f, const struct finess_activity *a,
                                       struct orb_offer *offer, struct orb_error *err)
{
    struct orb_capacity *items;

    if (a->capacity_count == 0)
        return ORB_OK;
    items = orb_arena_array(&f->scratch, a->capacity_count, sizeof *items);
    if (items == NULL)
        return orb_error_memory(err);
    for (uint32_t i = 0; i < a->capacity_count; i++) {
        const struct finess_capacity *c = &f->activities.capacities[a->first_capacity + i];
        const char *unit = orb_finess_code(&f->activities, c->unit);

        items[i].count = c->count;
        items[i].status = status_name(orb_finess_code(&f->activities, c->status));
        items[i].unit = unit != NULL && strcmp(unit, "02") == 0 ? "places" : unit;
        items[i].subset = orb_finess_code(&f->activities, c->subset);
        items[i].observed_on = f->dates[1];
    }
    offer->capacities = items;
    offer->capacity_count = a->capacity_count;
    return ORB_OK;
}

static enum orb_status fill_zone(struct finess *f, const struct finess_activity *a,
                                 struct orb_offer *offer, struct orb_error *err)
{
    const struct finess_zone *zone = orb_finess_zone_find(&f->activities, a->authorisation);
    const char **items;

    if (zone == NULL)
        return ORB_OK;
    items = orb_arena_array(&f->scratch, zone->count, sizeof *items);
    if (items == NULL)
        return orb_error_memory(err);
    for (size_t i = 0; i < zone->count; i++)
        items[i] =
            orb_finess_code(&f->activities, f->activities.zone_communes[zone->first + i]);
    offer->zone.known = true;
    offer->zone.communes = (struct orb_code_list){ items, (uint32_t)zone->count, true };
    f->counts[FINESS_NOTE_JOINED_ZONES]++;
    return ORB_OK;
}

/* In months; the maximum is the birthday itself, already outside. */
static int32_t months(int16_t years)
{
    return years == FINESS_NO_AGE ? ORB_AGE_UNKNOWN : 12 * (int32_t)years;
}

static void add_key(struct orb_buf *b, const char *key)
{
    orb_buf_text(b, b->len == 0 ? "{" : ",");
    orb_json_write_string(b, key);
    orb_buf_char(b, ':');
}

/* What the feed says of the activity and matching does not read. */
static enum orb_status fill_extra(struct finess *f, const struct finess_activity *a,
                                  struct orb_offer *offer, struct orb_error *err)
{
    const char *const codes[] = { orb_finess_code(&f->activities, a->activity),
                                  orb_finess_code(&f->activities, a->mode),
                                  orb_finess_code(&f->activities, a->public) };
    static const char *const keys[] = { "activite", "mode", "public" };
    struct orb_buf b = { 0 };

    for (size_t i = 0; i < 3; i++) {
        if (codes[i] == NULL)
            continue;
        add_key(&b, keys[i]);
        orb_json_write_string(&b, codes[i]);
    }
    if (a->installed_min != FINESS_NO_AGE || a->installed_max != FINESS_NO_AGE) {
        add_key(&b, "age_installe");
        orb_buf_printf(&b, "[%d,%d]", a->installed_min, a->installed_max);
    }
    if (not_observed(offer->capacities, offer->capacity_count)) {
        f->counts[FINESS_NOTE_NOT_OBSERVED]++;
        add_key(&b, "capacity");
        orb_buf_text(&b, "\"not_yet_observed\"");
    }
    if (b.len > 0)
        orb_buf_char(&b, '}');
    offer->extra =
        b.len == 0 || b.failed ? NULL : orb_arena_text(&f->scratch, b.data, b.len);
    if (b.len > 0 && offer->extra == NULL) {
        orb_buf_release(&b);
        return orb_error_memory(err);
    }
    orb_buf_release(&b);
    return ORB_OK;
}

static orb_date earliest(orb_date a, orb_date b)
{
    if (a == ORB_DATE_NONE)
        return b;
    return b == ORB_DATE_NONE || a < b ? a : b;
}

static const char *age_fields(struct finess *f, const struct finess_activity *a,
                              const char *fields)
{
    const char *from = a->ages_installed ? "Installe" : "Autorise";
    struct orb_buf b = { 0 };
    const char *text;

    if (a->age_max != FINESS_NO_AGE)
        orb_buf_printf(&b, "age_max_months=computed:ageMax%s;", from);
    if (a->age_min != FINESS_NO_AGE)
        orb_buf_printf(&b, "age_min_months=computed:ageMin%s;", from);
    orb_buf_text(&b, fields);
    if (b.len > 0 && b.data[b.len - 1] == ';')
        b.data[--b.len] = '\0';
    text = b.failed ? NULL : orb_arena_strdup(&f->scratch, b.data);
    orb_buf_release(&b);
    return text;
}

enum orb_status orb_finess_put_offer(struct finess *f, const struct orb_offer *offer,
                                     struct orb_error *err)
{
    const struct orb_terms *t = &offer->terms;

    f->counts[FINESS_UNKNOWN_AGE] +=
        t->age_min_months == ORB_AGE_UNKNOWN && t->age_max_months == ORB_AGE_UNKNOWN;
    f->counts[FINESS_UNKNOWN_ZONE] += !offer->zone.known;
    f->counts[FINESS_UNKNOWN_MODALITIES] += !t->modalities_known;
    f->counts[FINESS_UNKNOWN_PUBLICS] += !t->publics.known;
    f->counts[FINESS_UNKNOWN_FAMILIES] += !t->families.known;
    f->counts[FINESS_UNKNOWN_ORIENTATIONS] += !t->orientations.known;
    f->counts[FINESS_KEPT_OFFERS]++;
    return orb_sink_offer(f->sink, offer, err);
}

/* Everything the activity itself says. */
static enum orb_status fill_offer(struct finess *f, const struct finess_activity *a,
                                  struct orb_offer *offer, struct orb_error *err)
{
    enum orb_status status;

    offer->terms.age_min_months = months(a->age_min);
    offer->terms.age_max_months = months(a->age_max);
    offer->terms.activity_unknown = a->state == FINESS_STATE_UNKNOWN;
    status = fill_capacities(f, a, offer, err);
    if (status == ORB_OK)
        status = fill_zone(f, a, offer, err);
    return status == ORB_OK ? fill_extra(f, a, offer, err) : status;
}

static enum orb_status put_activity(struct finess *f, const struct finess_establishment *e,
                                    const struct listed *listed, bool repeated,
                                    struct orb_error *err)
{
    const struct finess_activity *a = listed->activity;
    const struct finess_terms_codes codes = {
        .category = e->category,
        .mode = orb_finess_code(&f->activities, a->mode),
        .public = orb_finess_code(&f->activities, a->public),
        .engagements = e->engagements,
        .engagement_count = e->engagement_count
    };
    struct orb_offer offer;
    enum orb_status status;

    orb_offer_init(&offer);
    offer.id = !repeated ? listed->key
                         : orb_arena_printf(&f->scratch, "%s~%llu", listed->key,
                                            (unsigned long long)a->id);
    offer.service = e->id;
    offer.opened_on = a->opened_on;
    offer.closed_on = earliest(a->closed_on, e->closed_on);
    if (offer.id == NULL)
        return orb_error_memory(err);
    status = orb_finess_terms_fill(&f->terms, &f->scratch, &codes, &offer, err);
    if (status == ORB_OK)
        status = fill_offer(f, a, &offer, err);
    if (status != ORB_OK)
        return status;
    offer.provenance =
        (struct orb_provenance){ FINESS_SOURCE_ACTIVITIES, f->dates[1], ORB_BASIS_DECLARED,
                                 age_fields(f, a, offer.provenance.fields) };
    return offer.provenance.fields == NULL ? orb_error_memory(err)
                                           : orb_finess_put_offer(f, &offer, err);
}

static enum orb_status put_category(struct finess *f, const struct finess_establishment *e,
                                    struct orb_error *err)
{
    const struct finess_terms_codes codes = { .category = e->category,
                                              .engagements = e->engagements,
                                              .engagement_count = e->engagement_count };
    struct orb_offer offer;
    enum orb_status status;

    orb_offer_init(&offer);
    offer.id = e->id;
    offer.service = e->id;
    offer.opened_on = e->opened_on;
    offer.closed_on = e->closed_on;
    offer.provenance.source = FINESS_SOURCE_STRUCTURES;
    offer.provenance.observed_on = f->dates[0];
    offer.provenance.basis = ORB_BASIS_INFERRED;
    status = orb_finess_terms_fill(&f->terms, &f->scratch, &codes, &offer, err);
    return status == ORB_OK ? orb_finess_put_offer(f, &offer, err) : status;
}

/* The closing of an establishment wins over the state of its activities. */
static void count_states(struct finess *f, const struct finess_establishment *e,
                         const struct finess_exercised *row)
{
    if (e->closed_on == ORB_DATE_NONE)
        f->counts[FINESS_NOTE_INACTIVE_IN_OPEN] += row->inactive;
    else
        f->counts[FINESS_NOTE_ACTIVE_IN_CLOSED] += row->active;
}

/* An activity that repeats another's codes, or is the same one again. */
static enum orb_status put_listed(struct finess *f, const struct finess_establishment *e,
                                  const struct listed *listed, const struct listed *before,
                                  struct orb_error *err)
{
    bool repeated = before != NULL && strcmp(listed->key, before->key) == 0;
    enum orb_status status = ORB_OK;

    if (repeated && listed->activity->id == before->activity->id)
        return orb_finess_find(f, FINESS_RULE_ACTIVITY_TWICE, "activiteAeId", listed->key,
                               err);
    if (repeated)
        status = orb_finess_find(f, FINESS_RULE_OFFER_REPEATED, NULL, listed->key, err);
    return status == ORB_OK ? put_activity(f, e, listed, repeated, err) : status;
}

enum orb_status orb_finess_offers(struct finess *f, const struct finess_establishment *e,
                                  struct orb_error *err)
{
    const struct finess_exercised *row =
        orb_finess_exercised_find(&f->activities, e->number);
    uint32_t count = row == NULL ? 0 : row->activity_count;
    struct listed *list = NULL;
    bool live = false;
    enum orb_status status = ORB_OK;

    f->counts[FINESS_NOTE_NO_ACTIVITIES] += f->with_activities && row == NULL;
    if (row != NULL)
        count_states(f, e, row);
    if (count > 0)
        status = list_activities(f, e, row, &list, err);
    for (uint32_t i = 0; status == ORB_OK && i < count; i++) {
        live = live || list[i].activity->state != FINESS_STATE_CLOSED;
        status = put_listed(f, e, &list[i], i == 0 ? NULL : &list[i - 1], err);
    }
    /* No social activity, or none that still lives in an open establishment: the category
     * makes the offer. */
    if (status == ORB_OK && (count == 0 || (!live && e->closed_on == ORB_DATE_NONE)))
        status = put_category(f, e, err);
    return status;
}
