/* What a list, a map and filters need of each offer. */
#include <math.h>
#include <string.h>

#include "engine/model/site.h"
#include "engine/model/terms.h"
#include "maps/columns_parts.h"

static const char *id(struct columns *c)
{
    return c->offer.id;
}

static const char *name(struct columns *c)
{
    return c->offer.name;
}

/* NULL = the identifier of the offer up to its last '/', or all of it. */
static const char *service(struct columns *c)
{
    const char *id = c->offer.id;
    const char *service = c->offer.service;
    const char *slash = strrchr(id, '/');
    size_t len = slash == NULL ? strlen(id) : (size_t)(slash - id);

    return service == NULL || (strlen(service) == len && strncmp(service, id, len) == 0)
               ? NULL
               : service;
}

/* The row of the resource that this one is; -1 = of none, or of one left out. */
static int64_t duplicate_of(struct columns *c)
{
    const struct orb_catalogue *catalogue = c->selection->catalogue;
    uint32_t canonical = c->offer.row->canonical;

    if (c->rows.bytes == NULL || c->offer.duplicate_of == NULL ||
        !orb_selection_has(c->selection, canonical))
        return -1;
    return ((const uint32_t *)c->rows.bytes)[catalogue->offers[canonical].id_rank];
}

static int64_t family(struct columns *c)
{
    return c->offer.family;
}

static int64_t families(struct columns *c)
{
    return c->offer.families;
}

static int64_t circle(struct columns *c)
{
    return c->offer.circle.circle;
}

/* Hundred-thousandths of a degree: a metre, half away from zero. */
static int64_t metre(int64_t micro)
{
    return (micro + (micro < 0 ? -5 : 5)) / 10;
}

int64_t orb_columns_units(double degrees)
{
    return fabs(degrees) <= 180 ? metre(llround(degrees * 1e6)) : COLUMNS_NONE;
}

/* From the commune of the row when it has a point, else from 0. */
static int64_t from_commune(int64_t micro, const struct orb_cat_commune *commune,
                            double degrees)
{
    bool placed = commune != NULL && fabs(commune->lon) <= 180 && fabs(commune->lat) <= 90;

    return metre(micro) - (placed ? orb_columns_units(degrees) : 0);
}

static int64_t lon(struct columns *c)
{
    const struct orb_cat_commune *commune = c->offer.commune;

    return c->offer.position.x == INT64_MAX
               ? COLUMNS_NONE
               : from_commune(c->offer.position.x, commune,
                              commune == NULL ? NAN : commune->lon);
}

static int64_t lat(struct columns *c)
{
    const struct orb_cat_commune *commune = c->offer.commune;

    return c->offer.position.x == INT64_MAX
               ? COLUMNS_NONE
               : from_commune(c->offer.position.y, commune,
                              commune == NULL ? NAN : commune->lat);
}

static bool add_known(struct orb_buf *out, const char *text)
{
    orb_buf_text(out, text == NULL ? "" : text);
    return text != NULL;
}

static bool commune(struct columns *c, struct orb_buf *out)
{
    return add_known(out, c->offer.commune_code);
}

static bool category(struct columns *c, struct orb_buf *out)
{
    return add_known(out, c->offer.category);
}

static bool organization(struct columns *c, struct orb_buf *out)
{
    const struct orb_cat_organization *o = c->offer.organization;

    return add_known(out, o == NULL ? NULL : orb_cat_known(c->selection->catalogue, o->id));
}

static int64_t source(struct columns *c)
{
    return orb_columns_source(c, c->offer.row->source);
}

static int64_t state(struct columns *c)
{
    return c->offer.state;
}

static int64_t places(struct columns *c)
{
    return c->offer.row->places_available;
}

static int64_t places_on(struct columns *c)
{
    return c->offer.detail->places_on;
}

static int64_t authorised(struct columns *c)
{
    return c->offer.detail->authorised;
}

static int64_t installed(struct columns *c)
{
    return c->offer.detail->installed;
}

static int64_t precision(struct columns *c)
{
    return c->offer.confidential ? (int64_t)ORB_PRECISION_MUNICIPALITY
                                 : (int64_t)c->offer.row->precision;
}

static bool modes(struct columns *c, struct orb_buf *out)
{
    const struct orb_catalogue *catalogue = c->selection->catalogue;
    const struct orb_cat_codes *list = &c->offer.terms->modalities;

    for (uint32_t i = 0; i < list->count; i++) {
        if (i > 0)
            orb_buf_char(out, COLUMNS_BETWEEN);
        orb_buf_text(
            out, orb_cat_code_name(catalogue, catalogue->modalities[list->first + i].code));
    }
    return list->known != 0;
}

static int64_t age_min(struct columns *c)
{
    return c->offer.terms->age_min_months;
}

static int64_t age_max(struct columns *c)
{
    int32_t months = c->offer.terms->age_max_months;

    return months > ORB_AGE_NO_MAX ? ORB_AGE_NO_MAX : months;
}

static int64_t minutes(struct columns *c)
{
    return c->head->minutes[c->offer.offer];
}

const struct columns_column orb_columns_data[] = {
    { .name = "id", .kind = COLUMNS_TEXT, .text = id },
    { .name = "name", .kind = COLUMNS_TEXT, .text = name },
    { .name = "service", .kind = COLUMNS_TEXT, .text = service },
    { .name = "duplicate_of", .kind = COLUMNS_NUMBER, .number = duplicate_of },
    { .name = "family", .kind = COLUMNS_NUMBER, .number = family },
    { .name = "families", .kind = COLUMNS_NUMBER, .number = families },
    { .name = "circle", .kind = COLUMNS_NUMBER, .number = circle },
    { .name = "lon", .kind = COLUMNS_FROM_COMMUNE, .number = lon },
    { .name = "lat", .kind = COLUMNS_FROM_COMMUNE, .number = lat },
    { .name = "commune",
      .kind = COLUMNS_INDEX,
      .dictionary = COLUMNS_COMMUNES,
      .key = commune },
    { .name = "category",
      .kind = COLUMNS_INDEX,
      .dictionary = COLUMNS_CATEGORIES,
      .key = category },
    { .name = "organization",
      .kind = COLUMNS_INDEX,
      .dictionary = COLUMNS_ORGANIZATIONS,
      .key = organization },
    { .name = "source", .kind = COLUMNS_NUMBER, .number = source },
    { .name = "state", .kind = COLUMNS_NUMBER, .number = state },
    { .name = "places", .kind = COLUMNS_NUMBER, .number = places },
    { .name = "places_on", .kind = COLUMNS_NUMBER, .number = places_on },
    { .name = "authorised", .kind = COLUMNS_NUMBER, .number = authorised },
    { .name = "installed", .kind = COLUMNS_NUMBER, .number = installed },
    { .name = "precision", .kind = COLUMNS_NUMBER, .number = precision },
    { .name = "modes",
      .kind = COLUMNS_INDEX,
      .dictionary = COLUMNS_MODALITIES,
      .key = modes },
    { .name = "age_min", .kind = COLUMNS_NUMBER, .number = age_min },
    { .name = "age_max", .kind = COLUMNS_NUMBER, .number = age_max },
    { .name = "minutes", .kind = COLUMNS_NUMBER, .number = minutes },
    { .name = NULL },
};
