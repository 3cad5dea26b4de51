/* Records on their way, changed one after the other: what stands after all edits is what
 * the second catalogue is made of. */
#include <math.h>
#include <string.h>

#include "engine/model/terms.h"
#include "engine/planning/scenario.h"

/* ---- lists put together, in an arena; false without memory */

/* The list with the codes of another that it does not have. */
static bool join_codes(struct orb_arena *arena, struct orb_code_list *list,
                       const struct orb_code_list *more)
{
    const char **items =
        orb_arena_array(arena, (size_t)list->count + more->count, sizeof *items);

    if (items == NULL && list->count + more->count > 0)
        return false;
    if (list->count > 0)
        memcpy(items, list->items, list->count * sizeof *items);
    list->items = items;
    list->known = true;
    for (uint32_t i = 0; i < more->count; i++)
        if (!orb_code_list_has(list, more->items[i]))
            items[list->count++] = more->items[i];
    return true;
}

static bool join_modalities(struct orb_arena *arena, struct orb_terms *t,
                            const struct orb_code_list *more)
{
    struct orb_modality *items =
        orb_arena_array(arena, (size_t)t->modality_count + more->count, sizeof *items);

    if (items == NULL)
        return false;
    if (t->modality_count > 0)
        memcpy(items, t->modalities, t->modality_count * sizeof *items);
    for (uint32_t i = 0; i < more->count; i++) {
        uint32_t at = 0;

        while (at < t->modality_count && strcmp(items[at].code, more->items[i]) != 0)
            at++;
        items[at] = (struct orb_modality){ more->items[i], ORB_CERTAINTY_DECLARED };
        t->modality_count += at == t->modality_count;
    }
    t->modalities = items;
    t->modalities_known = true;
    return true;
}

static bool join_prestations(struct orb_arena *arena, struct orb_terms *t,
                             const struct orb_code_list *more)
{
    struct orb_prestation *items =
        orb_arena_array(arena, (size_t)t->prestation_count + more->count, sizeof *items);

    if (items == NULL)
        return false;
    if (t->prestation_count > 0)
        memcpy(items, t->prestations, t->prestation_count * sizeof *items);
    for (uint32_t i = 0; i < more->count; i++) {
        uint32_t at = 0;

        while (at < t->prestation_count && strcmp(items[at].code, more->items[i]) != 0)
            at++;
        items[at] = (struct orb_prestation){ more->items[i], ORB_EVIDENCE_DECLARED };
        t->prestation_count += at == t->prestation_count;
    }
    t->prestations = items;
    t->prestations_known = true;
    return true;
}

/* ---- values */

static bool widen_zone(struct orb_arena *arena, struct orb_zone *zone,
                       const struct orb_zone *more)
{
    zone->known = true;
    zone->national = zone->national || more->national;
    return (!more->communes.known || join_codes(arena, &zone->communes, &more->communes)) &&
           (!more->departments.known ||
            join_codes(arena, &zone->departments, &more->departments));
}

/* Only ever wider; what nobody said is said. */
static void widen_ages(struct orb_terms *t, const struct orb_edit_values *v)
{
    if (v->age_min_months >= 0 &&
        (t->age_min_months < 0 || v->age_min_months < t->age_min_months))
        t->age_min_months = v->age_min_months;
    if (v->age_max_months >= 0 &&
        (t->age_max_months < 0 || v->age_max_months > t->age_max_months))
        t->age_max_months = v->age_max_months;
}

/* Orientations known to be none open to everyone: more would restrict. */
static bool widen_orientations(struct orb_arena *arena, struct orb_terms *t,
                               const struct orb_code_list *more)
{
    return !more->known || (t->orientations.known && t->orientations.count == 0) ||
           join_codes(arena, &t->orientations, more);
}

static bool widen_terms(struct orb_arena *arena, struct orb_terms *t,
                        const struct orb_edit_values *v)
{
    widen_ages(t, v);
    return (!v->publics.known || join_codes(arena, &t->publics, &v->publics)) &&
           (!v->families.known || join_codes(arena, &t->families, &v->families)) &&
           widen_orientations(arena, t, &v->orientations) &&
           (!v->modalities.known || join_modalities(arena, t, &v->modalities)) &&
           (!v->prestations.known || join_prestations(arena, t, &v->prestations));
}

/* Add places to those known of a status; a number that nobody knows stays unknown. */
static void add_places(struct orb_capacity *items, uint32_t count, const char *status,
                       int32_t more)
{
    for (uint32_t i = 0; i < count && more > 0; i++)
        if (items[i].status != NULL && strcmp(items[i].status, status) == 0 &&
            items[i].subset == NULL) {
            items[i].count += more;
            return;
        }
}

static bool extend(struct orb_arena *arena, struct orb_offer *o,
                   const struct orb_edit_values *v)
{
    struct orb_capacity *capacities =
        orb_arena_array(arena, (size_t)o->capacity_count + 1, sizeof *capacities);

    if (capacities == NULL)
        return false;
    if (o->capacity_count > 0)
        memcpy(capacities, o->capacities, o->capacity_count * sizeof *capacities);
    add_places(capacities, o->capacity_count, "installed", v->installed);
    add_places(capacities, o->capacity_count, "authorised", v->authorised);
    o->capacities = capacities;
    if (v->available >= 0)
        o->places_available =
            (o->places_available < 0 ? 0 : o->places_available) + v->available;
    if (!isnan(v->wait_days))
        o->wait_days = v->wait_days;
    return (!v->zone.known || widen_zone(arena, &o->zone, &v->zone)) &&
           widen_terms(arena, &o->terms, v);
}

static bool suspend(struct orb_arena *arena, struct orb_offer *o, const struct orb_edit *e)
{
    struct orb_closure *closures =
        orb_arena_array(arena, (size_t)o->closure_count + 1, sizeof *closures);

    if (closures == NULL)
        return false;
    if (o->closure_count > 0)
        memcpy(closures, o->closures, o->closure_count * sizeof *closures);
    closures[o->closure_count++] = (struct orb_closure){ e->from, e->to };
    o->closures = closures;
    return true;
}

static void close_offer(const struct orb_scenario_plan *plan, struct orb_offer *o,
                        const struct orb_edit *e)
{
    orb_date day = e->from != ORB_DATE_NONE ? e->from : plan->date;

    if (o->closed_on == ORB_DATE_NONE || day < o->closed_on)
        o->closed_on = day;
}

/* Apply to an offer the edits of the plan that change it, from one of them on. */
static bool apply(struct orb_scenario_change *x, struct orb_offer *o, uint32_t from)
{
    const struct orb_scenario *s = x->plan->scenario;
    uint32_t number = orb_strmap_find(&x->plan->offers, o->id, strlen(o->id));
    bool ok = true;

    for (uint32_t i = from; number != ORB_STRMAP_NONE && i < s->edit_count && ok; i++) {
        const struct orb_edit *e = &s->edits[i];

        if ((x->plan->changed_by[number][i / 64] >> i % 64 & 1) == 0)
            continue;
        if (e->kind == ORB_EDIT_CLOSE)
            close_offer(x->plan, o, e);
        else if (e->kind == ORB_EDIT_SUSPEND)
            ok = suspend(&x->arena, o, e);
        else if (e->kind == ORB_EDIT_EXTEND)
            ok = extend(&x->arena, o, &e->values);
    }
    return ok;
}

/* ---- what is opened */

/* What is said of the new offer replaces what it takes from the one it is like. */
static void forget_given(struct orb_terms *t, const struct orb_edit_values *v)
{
    static const struct orb_code_list nobody_said = { NULL, 0, false };

    if (v->age_min_months >= 0)
        t->age_min_months = ORB_AGE_UNKNOWN;
    if (v->age_max_months >= 0)
        t->age_max_months = ORB_AGE_UNKNOWN;
    if (v->publics.known)
        t->publics = nobody_said;
    if (v->families.known)
        t->families = nobody_said;
    if (v->orientations.known)
        t->orientations = nobody_said;
    if (v->modalities.known)
        t->modality_count = 0;
    if (v->prestations.known)
        t->prestation_count = 0;
}

static enum orb_status put_place(struct orb_scenario_change *x, const struct orb_edit *e,
                                 struct orb_error *err)
{
    const struct orb_site site = {
        .id = e->id,
        .commune = e->commune,
        .lon = e->lon,
        .lat = e->lat,
        .precision = isnan(e->lon) ? ORB_PRECISION_MUNICIPALITY : ORB_PRECISION_STREET,
        .position = isnan(e->lon) ? ORB_POSITION_ABSENT : ORB_POSITION_GIVEN,
        .provenance.observed_on = x->plan->date
    };

    return orb_sink_site(&x->next, &site, err);
}

/* Give the offer of an edit; like NULL = made of what the edit says alone. */
static enum orb_status put_opened(struct orb_scenario_change *x, uint32_t edit,
                                  const struct orb_offer *like, struct orb_error *err)
{
    const struct orb_edit *e = &x->plan->scenario->edits[edit];
    struct orb_capacity capacities[2];
    struct orb_offer o;
    enum orb_status status = put_place(x, e, err);

    orb_offer_init(&o);
    if (like != NULL)
        o.terms = like->terms;
    forget_given(&o.terms, &e->values);
    o.id = o.service = o.site = e->id;
    o.name = e->name == NULL ? e->id : e->name;
    o.organization = e->organization;
    if (e->category != NULL)
        o.terms.category = e->category;
    if (e->values.installed >= 0)
        capacities[o.capacity_count++] =
            (struct orb_capacity){ e->values.installed, "places", "installed", NULL,
                                   x->plan->date };
    if (e->values.authorised >= 0)
        capacities[o.capacity_count++] =
            (struct orb_capacity){ e->values.authorised, "places", "authorised", NULL,
                                   x->plan->date };
    o.capacities = capacities;
    o.wait_days = e->values.wait_days;
    o.places_available = e->values.available;
    o.provenance.observed_on = x->plan->date;
    if (status != ORB_OK)
        return status;
    if ((e->values.zone.known && !widen_zone(&x->arena, &o.zone, &e->values.zone)) ||
        !widen_terms(&x->arena, &o.terms, &e->values) || !apply(x, &o, edit + 1))
        return orb_error_memory(err);
    return orb_sink_offer(&x->next, &o, err);
}

/* ---- records */

static enum orb_status put_offer(struct orb_scenario_change *x,
                                 const struct orb_record *record, struct orb_error *err)
{
    const struct orb_scenario *s = x->plan->scenario;
    struct orb_offer o = *record->as.offer;
    struct orb_record changed = *record;
    enum orb_status status = ORB_OK;

    for (uint32_t i = 0; i < s->edit_count && status == ORB_OK; i++)
        if (s->edits[i].kind == ORB_EDIT_OPEN && s->edits[i].like != NULL &&
            strcmp(s->edits[i].like, o.id) == 0)
            status = put_opened(x, i, record->as.offer, err);
    if (status != ORB_OK)
        return status;
    if (!apply(x, &o, 0))
        return orb_error_memory(err);
    changed.as.offer = &o;
    status = x->next.put(x->next.context, &changed, err);
    orb_arena_clear(&x->arena);
    return status;
}

static enum orb_status put(void *context, const struct orb_record *record,
                           struct orb_error *err)
{
    struct orb_scenario_change *x = context;

    if (record->kind == ORB_RECORD_OFFER)
        return put_offer(x, record, err);
    return x->next.put(x->next.context, record, err);
}

struct orb_sink orb_scenario_change_sink(struct orb_scenario_change *change)
{
    return (struct orb_sink){ change, put };
}

enum orb_status orb_scenario_change_end(struct orb_scenario_change *change,
                                        struct orb_error *err)
{
    const struct orb_scenario *s = change->plan->scenario;
    enum orb_status status = ORB_OK;

    for (uint32_t i = 0; i < s->edit_count && status == ORB_OK; i++)
        if (s->edits[i].kind == ORB_EDIT_OPEN && s->edits[i].like == NULL)
            status = put_opened(change, i, NULL, err);
    return status;
}

void orb_scenario_change_release(struct orb_scenario_change *change)
{
    orb_arena_release(&change->arena);
}
