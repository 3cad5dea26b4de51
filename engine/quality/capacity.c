/* Capacities that cannot all be true. */
#include <string.h>

#include "engine/base/text.h"
#include "engine/quality/state.h"

static bool same_text(const char *a, const char *b)
{
    return a == NULL || b == NULL || strcmp(a, b) == 0;
}

/* Rows of another unit or day say nothing of each other. */
static bool compare(const struct orb_capacity *a, const struct orb_capacity *b)
{
    return same_text(a->unit, b->unit) &&
           (a->observed_on == b->observed_on || a->observed_on == ORB_DATE_NONE ||
            b->observed_on == ORB_DATE_NONE);
}

static bool is_status(const struct orb_capacity *c, const char *status)
{
    return c->status != NULL && strcmp(c->status, status) == 0;
}

/* The first plain row of a status that compares with another row; NULL when there is none.
 */
static const struct orb_capacity *plain(const struct orb_offer *o, const char *status,
                                        const struct orb_capacity *with)
{
    for (uint32_t i = 0; i < o->capacity_count; i++) {
        const struct orb_capacity *c = &o->capacities[i];

        if (c->subset == NULL && c->count >= 0 && is_status(c, status) && compare(c, with))
            return c;
    }
    return NULL;
}

static const char *status_words(const char *status)
{
    static const struct {
        const char *name, *words;
    } all[] = {
        { "authorised", N_("authorised") }, { "installed", N_("installed") },
        { "available", N_("available") },   { "occupied", N_("occupied") },
        { "reserved", N_("reserved") },     { "waiting", N_("waiting") },
    };

    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
        if (strcmp(all[i].name, status) == 0)
            return _(all[i].words);
    return status;
}

static enum orb_status contradicts(struct orb_quality *q,
                                   const struct quality_subject *subject, int count,
                                   struct orb_error *err)
{
    struct orb_quality_finding f =
        orb_quality_about(q, subject, ORB_QUALITY_CAPACITY_CONTRADICTORY, "capacities");

    orb_buf_printf(&q->value, "%d", count);
    return orb_quality_tell(q, &f, err);
}

/* A row against those before it, so that a contradiction is told once. */
static enum orb_status judge_row(struct orb_quality *q,
                                 const struct quality_subject *subject,
                                 const struct orb_offer *o, uint32_t at,
                                 struct orb_error *err)
{
    const struct orb_capacity *c = &o->capacities[at];
    const struct orb_capacity *whole;

    if (c->count < -1) {
        orb_buf_text(&q->sentence, _("a number of places below zero"));
        return contradicts(q, subject, c->count, err);
    }
    if (c->status == NULL || c->count < 0)
        return ORB_OK;
    whole = plain(o, c->status, c);
    if (whole == NULL || whole == c)
        return ORB_OK;
    if (c->subset != NULL && c->count > whole->count) {
        orb_buf_printf(&q->sentence, _("places for '%s': %d, out of %d in all (%s)"),
                       c->subset, c->count, whole->count, status_words(c->status));
        return contradicts(q, subject, c->count, err);
    }
    if (c->subset == NULL && c->count != whole->count && whole < c) {
        orb_buf_printf(&q->sentence, _("two numbers of places (%s): %d and %d"),
                       status_words(c->status), whole->count, c->count);
        return contradicts(q, subject, c->count, err);
    }
    return ORB_OK;
}

static enum orb_status judge_installed(struct orb_quality *q,
                                       const struct quality_subject *subject,
                                       const struct orb_offer *o,
                                       const struct orb_capacity *installed,
                                       struct orb_error *err)
{
    const struct orb_capacity *authorised = plain(o, "authorised", installed);
    const struct orb_capacity *available = plain(o, "available", installed);
    const struct orb_capacity *occupied = plain(o, "occupied", installed);
    int32_t free_places = available == NULL ? o->places_available : available->count;
    enum orb_status status = ORB_OK;

    if (authorised != NULL) {
        orb_quality_examine(q, ORB_QUALITY_CAPACITY_OVER_AUTHORISED);
        if (installed->count > authorised->count) {
            struct orb_quality_finding f = orb_quality_about(
                q, subject, ORB_QUALITY_CAPACITY_OVER_AUTHORISED, "capacities");

            orb_buf_printf(&q->value, "%d", installed->count);
            orb_buf_printf(&q->sentence, _("places installed: %d, authorised: %d"),
                           installed->count, authorised->count);
            status = orb_quality_tell(q, &f, err);
        }
    }
    if (status != ORB_OK || free_places < 0)
        return status;
    if (free_places > installed->count) {
        orb_buf_printf(&q->sentence, _("places free: %d, installed: %d"), free_places,
                       installed->count);
        return contradicts(q, subject, free_places, err);
    }
    if (occupied != NULL && free_places > installed->count - occupied->count) {
        orb_buf_printf(&q->sentence, _("places occupied: %d, free: %d, installed: %d"),
                       occupied->count, free_places, installed->count);
        return contradicts(q, subject, free_places, err);
    }
    return ORB_OK;
}

enum orb_status orb_quality_capacities(struct orb_quality *q,
                                       const struct quality_subject *subject,
                                       const struct orb_offer *o, struct orb_error *err)
{
    enum orb_status status = ORB_OK;

    if (o->capacity_count == 0)
        return ORB_OK;
    orb_quality_examine(q, ORB_QUALITY_CAPACITY_CONTRADICTORY);
    for (uint32_t i = 0; status == ORB_OK && i < o->capacity_count; i++) {
        const struct orb_capacity *c = &o->capacities[i];

        status = judge_row(q, subject, o, i, err);
        if (status == ORB_OK && c->subset == NULL && c->count >= 0 &&
            is_status(c, "installed") && plain(o, "installed", c) == c)
            status = judge_installed(q, subject, o, c, err);
    }
    return status;
}
