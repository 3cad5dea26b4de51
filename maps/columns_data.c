/* What a list, a map and filters need of each offer. */
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

static bool service(struct columns *c, struct orb_buf *out)
{
    orb_buf_text(out, c->offer.service == NULL ? c->offer.id : c->offer.service);
    return true;
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

static int64_t lon(struct columns *c)
{
    return c->offer.position.x == INT64_MAX ? COLUMNS_NONE : metre(c->offer.position.x);
}

static int64_t lat(struct columns *c)
{
    return c->offer.position.x == INT64_MAX ? COLUMNS_NONE : metre(c->offer.position.y);
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
    { .name = "service",
      .kind = COLUMNS_INDEX,
      .dictionary = COLUMNS_SERVICES,
      .key = service },
    { .name = "family", .kind = COLUMNS_NUMBER, .number = family },
    { .name = "families", .kind = COLUMNS_NUMBER, .number = families },
    { .name = "circle", .kind = COLUMNS_NUMBER, .number = circle },
    { .name = "lon", .kind = COLUMNS_I32, .number = lon, .scale = "1e-5" },
    { .name = "lat", .kind = COLUMNS_I32, .number = lat, .scale = "1e-5" },
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
