/* Rules of places: position, commune, postcode. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "engine/base/number.h"
#include "engine/base/text.h"
#include "engine/quality/state.h"

#define MARGIN_M 500.0 /* FORMATS 2.1: a contour and a position are both drawn by hand */
#define MICRO    1000000.0

static bool is_kind(const struct orb_site *s, const char *kind)
{
    return s->kind != NULL && strcmp(s->kind, kind) == 0;
}

static bool has_position(const struct orb_site *s)
{
    return isfinite(s->lon) && isfinite(s->lat);
}

/* The commune of today of a code; NULL when it is unknown or cannot be told. */
static const char *commune_today(const struct orb_quality *q, const char *code)
{
    const struct orb_territory_view *view = q->settings.territory;

    return code == NULL || !q->has_communes ? NULL : view->commune(view->context, code);
}

/* ---- first reading */

static enum orb_status add_postcode(struct orb_quality *q, const char *postcode, size_t len,
                                    const char *commune)
{
    char key[64];

    if (len == 0 || len > 16 || strlen(commune) > 16)
        return ORB_OK;
    (void)snprintf(key, sizeof key, "%.*s", (int)len, postcode);
    if (orb_quality_table_add(&q->postcodes, key) == NULL)
        return ORB_ERR_MEMORY;
    (void)snprintf(key, sizeof key, "%.*s %s", (int)len, postcode, commune);
    return orb_quality_table_add(&q->postcodes, key) == NULL ? ORB_ERR_MEMORY : ORB_OK;
}

enum orb_status orb_quality_first_territory(struct orb_quality *q,
                                            const struct orb_territory *t,
                                            struct orb_error *err)
{
    const char *departement =
        t->kind == ORB_TERRITORY_DEPARTEMENT ? t->code : t->departement;
    const char *today;
    const char *p = t->postcodes;

    if (departement != NULL &&
        orb_quality_table_add(&q->own_departements, departement) == NULL)
        return orb_error_memory(err);
    if (t->kind != ORB_TERRITORY_COMMUNE && t->kind != ORB_TERRITORY_COMMUNE_OLD)
        return ORB_OK;
    today = commune_today(q, t->code);
    while (today != NULL && p != NULL && *p != '\0') {
        size_t len = strcspn(p, ",");

        if (add_postcode(q, p, len, today) != ORB_OK)
            return orb_error_memory(err);
        p += p[len] == '\0' ? len : len + 1;
    }
    return ORB_OK;
}

enum orb_status orb_quality_first_site(struct orb_quality *q, const struct orb_site *s,
                                       struct orb_error *err)
{
    struct quality_entry *entry = orb_quality_table_add(&q->sites, s->id);

    if (entry == NULL)
        return orb_error_memory(err);
    entry->lon = entry->lat = INT32_MAX;
    entry->commune = entry->user = QUALITY_NONE;
    entry->flags = is_kind(s, "confidential") ? QUALITY_CONFIDENTIAL : 0U;
    if (has_position(s) && fabs(s->lon) <= 180 && fabs(s->lat) <= 90) {
        entry->lon = (int32_t)lround(s->lon * MICRO);
        entry->lat = (int32_t)lround(s->lat * MICRO);
    }
    if (s->commune != NULL && orb_strmap_add(&q->communes, s->commune, strlen(s->commune),
                                             &entry->commune) != ORB_OK)
        return orb_error_memory(err);
    return ORB_OK;
}

/* ---- second reading */

static enum orb_status missing(struct orb_quality *q, const struct quality_subject *subject,
                               const struct orb_site *s, struct orb_error *err)
{
    struct orb_quality_finding f;

    orb_quality_examine(q, ORB_QUALITY_POSITION_MISSING);
    if (has_position(s))
        return ORB_OK;
    f = orb_quality_about(q, subject, ORB_QUALITY_POSITION_MISSING, "position");
    f.value = "";
    f.sentence =
        s->address == NULL
            ? _("neither position nor address: distances are counted from the commune")
            : _("an address but no position: distances are counted from the commune");
    return orb_quality_tell(q, &f, err);
}

/* Where the position stands as to its commune; ORB_UNKNOWN when nothing can tell. */
static enum orb_tristate is_inside(struct orb_quality *q, const struct orb_site *s)
{
    const struct orb_territory_view *view = q->settings.territory;
    enum orb_tristate inside = ORB_UNKNOWN;

    if (view == NULL || view->contains == NULL || s->commune == NULL)
        return ORB_UNKNOWN;
    inside = view->contains(view->context, s->commune, s->lon, s->lat, MARGIN_M);
    q->has_contours = q->has_contours || inside != ORB_UNKNOWN;
    return inside;
}

static void position_value(struct orb_buf *out, const struct orb_site *s)
{
    char lon[ORB_NUMBER_LEN];
    char lat[ORB_NUMBER_LEN];

    (void)orb_number_write_fixed(lon, s->lon, 6);
    (void)orb_number_write_fixed(lat, s->lat, 6);
    orb_buf_printf(out, "%s,%s", lon, lat);
}

/* What the importer checked stays checked: only a position taken as given is looked at
 * again, since contours may have come later. */
static enum orb_status outside(struct orb_quality *q, const struct quality_subject *subject,
                               const struct orb_site *s, struct orb_error *err)
{
    enum orb_tristate inside = is_inside(q, s);
    struct orb_quality_finding f;

    if (s->position == ORB_POSITION_GIVEN && inside == ORB_UNKNOWN)
        return ORB_OK;
    orb_quality_examine(q, ORB_QUALITY_POSITION_OUTSIDE);
    if (s->position != ORB_POSITION_DOUBTFUL &&
        (s->position != ORB_POSITION_GIVEN || inside == ORB_YES))
        return ORB_OK;
    f = orb_quality_about(q, subject, ORB_QUALITY_POSITION_OUTSIDE, "position");
    position_value(&q->value, s);
    if (s->position_note != NULL)
        f.sentence = _(s->position_note);
    else if (inside == ORB_NO)
        f.sentence = _("the position is outside its commune");
    else
        f.sentence = _("the position is in doubt");
    return orb_quality_tell(q, &f, err);
}

static enum orb_status commune(struct orb_quality *q, const struct quality_subject *subject,
                               const struct orb_site *s, struct orb_error *err)
{
    struct orb_quality_finding f;

    if (s->commune == NULL || !q->has_communes)
        return ORB_OK;
    orb_quality_examine(q, ORB_QUALITY_COMMUNE_UNKNOWN);
    if (commune_today(q, s->commune) != NULL)
        return ORB_OK;
    f = orb_quality_about(q, subject, ORB_QUALITY_COMMUNE_UNKNOWN, "commune");
    f.value = s->commune;
    f.sentence = _("no commune of the territory has this code");
    return orb_quality_tell(q, &f, err);
}

static enum orb_status postcode(struct orb_quality *q,
                                const struct quality_subject *subject,
                                const struct orb_site *s, struct orb_error *err)
{
    const char *today = commune_today(q, s->commune);
    struct orb_quality_finding f;
    char key[64];

    if (today == NULL || s->postcode == NULL ||
        orb_quality_table_find(&q->postcodes, s->postcode) == QUALITY_NONE)
        return ORB_OK;
    orb_quality_examine(q, ORB_QUALITY_POSTCODE_ELSEWHERE);
    (void)snprintf(key, sizeof key, "%s %s", s->postcode, today);
    if (orb_quality_table_find(&q->postcodes, key) != QUALITY_NONE)
        return ORB_OK;
    f = orb_quality_about(q, subject, ORB_QUALITY_POSTCODE_ELSEWHERE, "postcode");
    f.value = s->postcode;
    orb_buf_printf(&q->sentence, _("this postcode is of other communes than %s"),
                   s->commune);
    return orb_quality_tell(q, &f, err);
}

/* Most places have no name of their own: people know them by a service that is there. */
static const char *name_of(const struct orb_quality *q, const struct orb_site *s,
                           uint32_t user)
{
    if (s->name != NULL || user == QUALITY_NONE)
        return s->name;
    return q->names.data + user;
}

/* Of a confidential place only the commune is known to others: nothing else of it is
 * judged, since a finding would tell it. */
enum orb_status orb_quality_second_site(struct orb_quality *q, const struct orb_site *s,
                                        struct orb_error *err)
{
    uint32_t at = orb_quality_table_find(&q->sites, s->id);
    bool confidential = is_kind(s, "confidential");
    struct quality_subject subject = { ORB_RECORD_SITE, s->id, NULL, &s->provenance, at };
    bool elsewhere =
        is_kind(s, "virtual") || is_kind(s, "itinerant") || is_kind(s, "postal");
    enum orb_status status;

    if (at == QUALITY_NONE || (q->sites.entries[at].flags & QUALITY_USED) == 0)
        return ORB_OK;
    if (!confidential)
        subject.name = name_of(q, s, q->sites.entries[at].user);
    status = commune(q, &subject, s, err);
    if (confidential || status != ORB_OK)
        return status;
    if (!elsewhere)
        status = missing(q, &subject, s, err);
    if (status == ORB_OK && has_position(s))
        status = outside(q, &subject, s, err);
    return status == ORB_OK ? postcode(q, &subject, s, err) : status;
}
