/* The rest of a sheet: how to reach, what is asked at the door, where it was learnt. */
#include <math.h>
#include <string.h>

#include "engine/base/text.h"
#include "engine/model/terms.h"
#include "maps/columns_parts.h"
#include "maps/feature_words.h"
#include "maps/reason_words.h"

#define STRENGTH_NOT_SAID 255
#define ZONE_SHOWN        12

static const char *address(struct columns *c)
{
    return c->offer.address;
}

static bool postcode(struct columns *c, struct orb_buf *out)
{
    orb_buf_text(out, c->offer.postcode == NULL ? "" : c->offer.postcode);
    return c->offer.postcode != NULL;
}

static const char *phone(struct columns *c)
{
    return c->offer.phone;
}

static const char *email(struct columns *c)
{
    return c->offer.email;
}

static const char *url(struct columns *c)
{
    return c->offer.url;
}

static const char *how(struct columns *c)
{
    return c->offer.how;
}

static const char *checked_by(struct columns *c)
{
    return c->offer.checked_by;
}

static const char *schedule(struct columns *c)
{
    return c->offer.schedule;
}

static const char *description(struct columns *c)
{
    return c->offer.description;
}

static const char *circle_basis(struct columns *c)
{
    return orb_circle_basis_words((enum orb_circle_basis)c->offer.circle.basis);
}

static const char *evidence(struct columns *c)
{
    return c->offer.relation == NULL
               ? NULL
               : orb_cat_known(c->selection->catalogue, c->offer.relation->evidence);
}

static const char *siret(struct columns *c)
{
    return c->offer.siret;
}

static const char *finess(struct columns *c)
{
    return c->offer.finess;
}

static int64_t checked_on(struct columns *c)
{
    return c->offer.row->contact_checked_on;
}

static int64_t capacity_on(struct columns *c)
{
    return c->offer.detail->capacity_on;
}

static int64_t observed_on(struct columns *c)
{
    return c->offer.row->observed_on;
}

static int64_t opened_on(struct columns *c)
{
    return c->offer.row->opened_on;
}

static int64_t closed_on(struct columns *c)
{
    return c->offer.row->closed_on;
}

static int64_t relation_from(struct columns *c)
{
    return c->offer.relation == NULL ? ORB_DATE_NONE : c->offer.relation->from;
}

static int64_t relation_to(struct columns *c)
{
    return c->offer.relation == NULL ? ORB_DATE_NONE : c->offer.relation->to;
}

static int64_t waiting(struct columns *c)
{
    return c->offer.detail->waiting;
}

static int64_t wait_days(struct columns *c)
{
    double days = c->offer.row->wait_days;

    return days >= 0 && days < 1e6 ? llround(days) : -1;
}

static int64_t age_strength(struct columns *c)
{
    const struct orb_cat_terms *t = c->offer.terms;

    return t->age_min_months == ORB_AGE_UNKNOWN && t->age_max_months == ORB_AGE_UNKNOWN
               ? STRENGTH_NOT_SAID
               : c->offer.detail->age_strength;
}

static int64_t public_strength(struct columns *c)
{
    return c->offer.terms->publics.known == 0 ? STRENGTH_NOT_SAID
                                              : c->offer.detail->public_strength;
}

static int64_t excludes_associated(struct columns *c)
{
    return c->offer.terms->excludes_associated;
}

static int64_t inferred(struct columns *c)
{
    return c->offer.detail->inferred;
}

/* ---- lists */

static bool add_codes(struct columns *c, struct orb_buf *out,
                      const struct orb_cat_codes *list)
{
    const struct orb_catalogue *catalogue = c->selection->catalogue;

    for (uint32_t i = 0; i < list->count; i++) {
        if (i > 0)
            orb_buf_char(out, COLUMNS_BETWEEN);
        orb_buf_text(out, orb_cat_code_name(catalogue, catalogue->codes[list->first + i]));
    }
    return list->known != 0;
}

static bool publics(struct columns *c, struct orb_buf *out)
{
    return add_codes(c, out, &c->offer.terms->publics);
}

static bool orientations(struct columns *c, struct orb_buf *out)
{
    return add_codes(c, out, &c->offer.terms->orientations);
}

static bool languages(struct columns *c, struct orb_buf *out)
{
    return add_codes(c, out, &c->offer.terms->languages);
}

static bool features(struct columns *c, struct orb_buf *out)
{
    const struct orb_catalogue *catalogue = c->selection->catalogue;
    const struct orb_cat_span *span = &c->offer.terms->features;

    for (uint32_t i = 0; i < span->count; i++) {
        const struct orb_cat_feature *f = &catalogue->features[span->first + i];

        if (i > 0)
            orb_buf_char(out, COLUMNS_BETWEEN);
        orb_feature_words(out, orb_cat_code_name(catalogue, f->name),
                          (enum orb_feature_level)f->level);
    }
    return span->count > 0;
}

static void add_departements(struct columns *c, struct orb_buf *out,
                             const struct orb_cat_codes *list)
{
    const struct orb_catalogue *catalogue = c->selection->catalogue;

    for (uint32_t i = 0; i < list->count; i++) {
        const char *code = orb_cat_code_name(catalogue, catalogue->codes[list->first + i]);
        const char *label = orb_columns_label(c, "departements", code);

        orb_buf_text(out, out->len == 0 ? "" : ", ");
        orb_buf_printf(out, label == code ? "%s" : "%s (%s)", label, code);
    }
}

static void add_communes(struct columns *c, struct orb_buf *out,
                         const struct orb_cat_codes *list)
{
    const struct orb_catalogue *catalogue = c->selection->catalogue;

    if (list->count > ZONE_SHOWN) {
        orb_buf_text(out, out->len == 0 ? "" : ", ");
        orb_buf_printf(out, ORB_PLURAL("%u commune", "%u communes", list->count),
                       (unsigned)list->count);
        return;
    }
    for (uint32_t i = 0; i < list->count; i++) {
        const char *code = orb_cat_code_name(catalogue, catalogue->codes[list->first + i]);
        uint32_t number = orb_cat_commune_find(catalogue, code);
        const char *known =
            number == ORB_CAT_NONE
                ? NULL
                : orb_cat_known(catalogue, catalogue->communes[number].name);

        orb_buf_text(out, out->len == 0 ? "" : ", ");
        orb_buf_text(out, known == NULL ? code : known);
    }
}

static bool zone(struct columns *c, struct orb_buf *out)
{
    const struct orb_catalogue *catalogue = c->selection->catalogue;
    const struct orb_cat_zone *z;

    if (c->offer.row->zone == ORB_CAT_NONE)
        return false;
    z = &catalogue->zones[c->offer.row->zone];
    if (z->national != 0)
        orb_buf_text(out, _("the whole country"));
    add_departements(c, out, &z->departments);
    add_communes(c, out, &z->communes);
    return out->len > 0;
}

const struct columns_column orb_columns_details[] = {
    { .name = "address", .kind = COLUMNS_TEXT, .text = address },
    { .name = "postcode",
      .kind = COLUMNS_INDEX,
      .dictionary = COLUMNS_POSTCODES,
      .key = postcode },
    { .name = "phone", .kind = COLUMNS_TEXT, .text = phone },
    { .name = "email", .kind = COLUMNS_TEXT, .text = email },
    { .name = "url", .kind = COLUMNS_TEXT, .text = url },
    { .name = "how", .kind = COLUMNS_TEXT, .text = how },
    { .name = "checked_by", .kind = COLUMNS_TEXT, .text = checked_by },
    { .name = "schedule", .kind = COLUMNS_TEXT, .text = schedule },
    { .name = "description", .kind = COLUMNS_TEXT, .text = description },
    { .name = "circle_basis", .kind = COLUMNS_TEXT, .text = circle_basis },
    { .name = "evidence", .kind = COLUMNS_TEXT, .text = evidence },
    { .name = "siret", .kind = COLUMNS_TEXT, .text = siret },
    { .name = "finess", .kind = COLUMNS_TEXT, .text = finess },
    { .name = "checked_on", .kind = COLUMNS_NUMBER, .number = checked_on },
    { .name = "capacity_on", .kind = COLUMNS_NUMBER, .number = capacity_on },
    { .name = "observed_on", .kind = COLUMNS_NUMBER, .number = observed_on },
    { .name = "opened_on", .kind = COLUMNS_NUMBER, .number = opened_on },
    { .name = "closed_on", .kind = COLUMNS_NUMBER, .number = closed_on },
    { .name = "relation_from", .kind = COLUMNS_NUMBER, .number = relation_from },
    { .name = "relation_to", .kind = COLUMNS_NUMBER, .number = relation_to },
    { .name = "waiting", .kind = COLUMNS_NUMBER, .number = waiting },
    { .name = "wait_days", .kind = COLUMNS_NUMBER, .number = wait_days },
    { .name = "age_strength", .kind = COLUMNS_NUMBER, .number = age_strength },
    { .name = "public_strength", .kind = COLUMNS_NUMBER, .number = public_strength },
    { .name = "publics",
      .kind = COLUMNS_INDEX,
      .dictionary = COLUMNS_PUBLICS,
      .key = publics },
    { .name = "orientations",
      .kind = COLUMNS_INDEX,
      .dictionary = COLUMNS_ORIENTATIONS,
      .key = orientations },
    { .name = "excludes_associated",
      .kind = COLUMNS_NUMBER,
      .number = excludes_associated },
    { .name = "languages",
      .kind = COLUMNS_INDEX,
      .dictionary = COLUMNS_LANGUAGES,
      .key = languages },
    { .name = "features",
      .kind = COLUMNS_INDEX,
      .dictionary = COLUMNS_FEATURES,
      .key = features },
    { .name = "zone", .kind = COLUMNS_INDEX, .dictionary = COLUMNS_ZONES, .key = zone },
    { .name = "inferred", .kind = COLUMNS_NUMBER, .number = inferred },
    { .name = NULL },
};
