/* Contours are read for the communes of those who are moved, and for them alone. */
#include "cli/shown_points.h"

#include <math.h>
#include <string.h>

#include "cli/vault_session.h"
#include "engine/base/alloc.h"
#include "engine/base/strmap.h"
#include "engine/base/text.h"
#include "engine/geo/shape.h"
#include "engine/model/record.h"
#include "engine/vault/mask.h"

/* Of the INSEE classes of density, the one whose communes are dense all over. */
#define DENSE 1

/* Points are told to 0.00001 degree, about a metre, in every format. */
#define DECIMALS 1e5

/* A commune where somebody is moved. */
struct ground {
    struct orb_shape *shape; /* NULL = no contour */
    double area_km2;
};

struct showing {
    const struct cli_shown_input *in;
    struct orb_geo_context *geo; /* NULL = nobody is moved */
    struct orb_strmap codes;
    struct ground *grounds; /* by number of the code */
};

/* The commune of today where a person lives, or ORB_CAT_NONE. */
static uint32_t commune_of(const struct orb_catalogue *c, const struct orb_person *person)
{
    uint32_t number =
        person->commune == NULL ? ORB_CAT_NONE : orb_cat_commune_find(c, person->commune);
    orb_cat_code successor =
        number == ORB_CAT_NONE ? ORB_CAT_NONE : c->communes[number].successor_number;

    if (successor != ORB_CAT_NONE) {
        uint32_t today = orb_cat_commune_find(c, orb_cat_code_name(c, successor));

        if (today != ORB_CAT_NONE)
            return today;
    }
    return number;
}

/* A position that tells more than the commune. */
static bool is_exact(const struct orb_person *person)
{
    return !isnan(person->lon) && !isnan(person->lat) &&
           person->precision != ORB_PRECISION_MUNICIPALITY;
}

static bool is_moved(const struct cli_shown_input *in, const struct orb_person *person)
{
    uint32_t commune = commune_of(in->catalogue, person);

    return in->session != NULL && in->territory != NULL && is_exact(person) &&
           commune != ORB_CAT_NONE && in->catalogue->communes[commune].population > 0;
}

/* ---- contours */

static enum orb_status take(void *context, const struct orb_record *record,
                            struct orb_error *err)
{
    struct showing *s = context;
    const struct orb_territory *t =
        record->kind == ORB_RECORD_TERRITORY ? record->as.territory : NULL;
    uint32_t number;
    enum orb_status status;

    if (t == NULL || t->kind != ORB_TERRITORY_COMMUNE || t->contour == NULL)
        return ORB_OK;
    number = orb_strmap_find(&s->codes, t->code, strlen(t->code));
    if (number == ORB_STRMAP_NONE || s->grounds[number].shape != NULL)
        return ORB_OK;
    status = orb_shape_read_wkb(&s->grounds[number].shape, s->geo, t->contour,
                                t->contour_len, err);
    if (status == ORB_OK)
        s->grounds[number].area_km2 = orb_shape_area_m2(s->grounds[number].shape) / 1e6;
    return status;
}

static enum orb_status read_grounds(struct showing *s, struct orb_error *err)
{
    const struct orb_map_replay which = { .kinds = 1U << ORB_RECORD_TERRITORY,
                                          .with_contours = true };
    const struct orb_sink sink = { s, take };
    enum orb_status status;

    for (size_t i = 0; i < s->in->count; i++) {
        const struct orb_person *person = s->in->people[i];
        const char *code;
        uint32_t number;

        if (!is_moved(s->in, person))
            continue;
        code = orb_cat_string(
            s->in->catalogue,
            s->in->catalogue->communes[commune_of(s->in->catalogue, person)].code);
        if (orb_strmap_add(&s->codes, code, strlen(code), &number) != ORB_OK)
            return orb_error_memory(err);
    }
    if (s->codes.count == 0)
        return ORB_OK;
    s->grounds = orb_calloc(s->codes.count, sizeof *s->grounds);
    if (s->grounds == NULL)
        return orb_error_memory(err);
    status = orb_geo_open(&s->geo, err);
    return status == ORB_OK
               ? s->in->territory->replay(s->in->territory->context, &which, &sink, err)
               : status;
}

/* ---- points */

struct moving {
    const struct orb_vault *vault;
    size_t record;
    struct orb_shape *shape;
};

static struct orb_mask_draw draw(void *context, const struct orb_mask_place *place,
                                 uint32_t attempt)
{
    const struct moving *m = context;

    return orb_vault_mask(m->vault, m->record, place, attempt);
}

static bool is_fit(void *context, double lon, double lat)
{
    const struct moving *m = context;

    return orb_shape_contains(m->shape, lon, lat, 0);
}

/* At the point of the commune until it is moved. */
static void move(struct showing *s, struct orb_shown_point *out,
                 const struct orb_person *person, uint32_t commune)
{
    const struct orb_cat_commune *at = &s->in->catalogue->communes[commune];
    const char *code = orb_cat_string(s->in->catalogue, at->code);
    const struct ground *ground =
        &s->grounds[orb_strmap_find(&s->codes, code, strlen(code))];
    struct moving moving = { s->in->session->vault, 0, ground->shape };
    struct orb_mask_move how = {
        { person->lon, person->lat, { 0, 0 } }, &moving, draw, is_fit
    };
    struct orb_mask_ring reach;
    double rho;

    if (ground->shape == NULL || !(ground->area_km2 > 0) ||
        !orb_vault_find(moving.vault, person->id, &moving.record))
        return;
    rho = orb_mask_density((double)at->population / ground->area_km2);
    how.place.ring = orb_mask_ring(CLI_SHOWN_AMONG, rho, at->density != DENSE);
    if (!orb_mask_point(&out->lon, &out->lat, &how))
        return;
    out->lon = round(out->lon * DECIMALS) / DECIMALS;
    out->lat = round(out->lat * DECIMALS) / DECIMALS;
    out->kind = ORB_SHOWN_MASKED;
    reach = orb_mask_reach(&how.place.ring);
    out->inner_km = reach.inner_km;
    out->outer_km = reach.outer_km;
}

static void show(struct showing *s, struct orb_shown_point *out,
                 const struct orb_person *person)
{
    uint32_t commune = commune_of(s->in->catalogue, person);

    *out = (struct orb_shown_point){ .kind = ORB_SHOWN_NOWHERE };
    if (commune == ORB_CAT_NONE)
        return;
    out->lon = s->in->catalogue->communes[commune].lon;
    out->lat = s->in->catalogue->communes[commune].lat;
    if (!isnan(out->lon) && !isnan(out->lat))
        out->kind = ORB_SHOWN_COMMUNE;
    if (is_moved(s->in, person))
        move(s, out, person, commune);
}

enum orb_status cli_shown_points(struct orb_shown_point *out,
                                 const struct cli_shown_input *input, struct orb_error *err)
{
    struct showing s = { .in = input };
    enum orb_status status = read_grounds(&s, err);

    for (size_t i = 0; i < input->count && status == ORB_OK; i++)
        show(&s, &out[i], input->people[i]);
    for (size_t i = 0; s.grounds != NULL && i < s.codes.count; i++)
        orb_shape_free(s.grounds[i].shape);
    orb_free(s.grounds);
    orb_strmap_release(&s.codes);
    orb_geo_close(s.geo);
    return status;
}

void cli_shown_points_move(struct orb_case *const *cases, size_t count,
                           const struct orb_shown_point *points)
{
    for (size_t i = 0; i < count; i++) {
        struct orb_person *person = cases[i]->person;
        bool is_masked = points[i].kind == ORB_SHOWN_MASKED;

        person->matrix_count = 0;
        if (isnan(person->lon) || isnan(person->lat))
            continue;
        person->lon = points[i].kind == ORB_SHOWN_NOWHERE ? NAN : points[i].lon;
        person->lat = points[i].kind == ORB_SHOWN_NOWHERE ? NAN : points[i].lat;
        person->precision = is_masked ? ORB_PRECISION_LOCALITY : ORB_PRECISION_MUNICIPALITY;
    }
}
