/* Codes of a scenario that nothing knows would change nothing, without a word. */
#include <math.h>
#include <stdio.h>

#include "engine/base/text.h"
#include "engine/geo/frame.h"
#include "engine/planning/scenario.h"
#include "engine/vocabulary/vocabulary.h"

/* A new offer farther from its commune than this is a mistake: no commune is so wide. */
#define FARTHEST_M 50000.0

struct checker {
    const struct orb_catalogue *catalogue;
    struct orb_vocabulary *vocabulary;
    uint32_t edit;
    struct orb_error *err;
};

/* The place of the item of a list, or of a key when item is negative. */
static enum orb_status refuse(const struct checker *x, enum orb_status status,
                              const char *key, int64_t item)
{
    char place[64];

    if (item < 0)
        (void)snprintf(place, sizeof place, "%s", key);
    else
        (void)snprintf(place, sizeof place, "%s/%u", key, (unsigned)item);
    orb_error_at(x->err, "/edits/%u/%s", x->edit, place);
    return status;
}

/* Records may bear codes of other nomenclatures: what the territory has is known too. */
static enum orb_status check_code(const struct checker *x, const char *key, int64_t item,
                                  const char *list, const char *code)
{
    const struct orb_term_list *terms;
    enum orb_status status = orb_vocabulary_terms(x->vocabulary, list, &terms, x->err);

    if (status != ORB_OK || code == NULL || orb_term_find(terms, code) != NULL ||
        orb_cat_code_find(x->catalogue, code) != ORB_CAT_NONE)
        return status;
    status = orb_error_set(
        x->err, ORB_ERR_NOT_FOUND,
        _("'%s' is no code of the nomenclature '%s', and the territory has no such code"),
        code, list);
    return refuse(x, status, key, item);
}

static enum orb_status check_list(const struct checker *x, const char *key,
                                  const char *list, const struct orb_code_list *codes)
{
    enum orb_status status = ORB_OK;

    for (uint32_t i = 0; i < codes->count && status == ORB_OK; i++)
        status = check_code(x, key, i, list, codes->items[i]);
    return status;
}

/* No nomenclature tells the communes: those of the territory are those that count. */
static enum orb_status check_communes(const struct checker *x,
                                      const struct orb_code_list *codes)
{
    enum orb_status status = ORB_OK;

    for (uint32_t i = 0; i < codes->count && status == ORB_OK; i++)
        if (orb_cat_commune_find(x->catalogue, codes->items[i]) == ORB_CAT_NONE) {
            status = orb_error_set(x->err, ORB_ERR_NOT_FOUND,
                                   _("the territory has no commune '%s'"), codes->items[i]);
            (void)refuse(x, status, "zone/communes", i);
        }
    return status;
}

static enum orb_status check_values(const struct checker *x,
                                    const struct orb_edit_values *v)
{
    const struct {
        const char *key, *list;
        const struct orb_code_list *codes;
    } lists[] = { { "prestations", "serafin_prestations_directes", &v->prestations },
                  { "families", "loubat_familles", &v->families },
                  { "publics", "groupes_publics", &v->publics },
                  { "orientations", "mdph_droits_prestations", &v->orientations },
                  { "modalities", "modalites", &v->modalities },
                  { "zone/departements", "departements", &v->zone.departments } };
    enum orb_status status = check_communes(x, &v->zone.communes);

    for (size_t i = 0; i < sizeof lists / sizeof lists[0] && status == ORB_OK; i++)
        status = check_list(x, lists[i].key, lists[i].list, lists[i].codes);
    return status;
}

static enum orb_status check_position(const struct checker *x, const struct orb_edit *e)
{
    const struct orb_catalogue *c = x->catalogue;
    uint32_t commune = orb_cat_commune_find(c, e->commune);
    double metres;
    enum orb_status status;

    if (isnan(e->lon) || commune == ORB_CAT_NONE || isnan(c->communes[commune].lon))
        return ORB_OK;
    metres =
        orb_ecef_chord_m(orb_ecef_make(c->communes[commune].lon, c->communes[commune].lat),
                         orb_ecef_make(e->lon, e->lat));
    if (metres <= FARTHEST_M)
        return ORB_OK;
    status = orb_error_set(x->err, ORB_ERR_RANGE,
                           _("this position is %.0f km away from the commune '%s'"),
                           metres / 1000, e->commune);
    return refuse(x, status, "lon", -1);
}

enum orb_status orb_scenario_check(const struct orb_scenario *scenario,
                                   const struct orb_catalogue *catalogue,
                                   struct orb_vocabulary *vocabulary, struct orb_error *err)
{
    struct checker x = { .catalogue = catalogue, .vocabulary = vocabulary, .err = err };
    enum orb_status status = ORB_OK;

    for (; x.edit < scenario->edit_count && status == ORB_OK; x.edit++) {
        const struct orb_edit *e = &scenario->edits[x.edit];

        if (e->kind != ORB_EDIT_OPEN && e->kind != ORB_EDIT_EXTEND)
            continue;
        status = check_values(&x, &e->values);
        if (status == ORB_OK && e->kind == ORB_EDIT_OPEN)
            status = check_code(&x, "category", -1, "finess_categories", e->category);
        if (status == ORB_OK && e->kind == ORB_EDIT_OPEN)
            status = check_position(&x, e);
    }
    return status;
}
