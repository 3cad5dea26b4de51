/* Sentences for what a format has no field for: French, as the labels of nomenclatures and
 * the texts of sources are. */
#include <math.h>
#include <string.h>

#include "engine/model/terms.h"
#include "maps/exchange.h"

const char *orb_exchange_label(struct orb_exchange *x, const char *list, const char *code)
{
    const char *label = orb_vocabulary_label(&x->vocabulary, list, code, "fr");

    return label == NULL ? code : label;
}

static size_t offer_count(const struct orb_exchange_row *row)
{
    return orb_json_count(row->offers);
}

static const struct orb_json *offer_list(const struct orb_exchange_row *row, size_t i,
                                         const char *key)
{
    return orb_json_get(orb_json_at(row->offers, i), key);
}

/* Has an offer before this one the code? */
static bool is_said(const struct orb_exchange_row *row, size_t offer, const char *key,
                    const char *code)
{
    for (size_t i = 0; i < offer; i++)
        if (orb_exchange_has(offer_list(row, i, key), code))
            return true;
    return false;
}

/* The labels of the codes of all offers, each once; how many offers say nothing. */
static size_t write_labels(struct orb_exchange *x, const struct orb_exchange_row *row,
                           const char *key, const char *list, struct orb_buf *out)
{
    size_t silent = 0;
    size_t begin = out->len;

    for (size_t i = 0; i < offer_count(row); i++) {
        const struct orb_json *codes = offer_list(row, i, key);

        silent += codes == NULL;
        for (size_t j = 0; j < orb_json_count(codes); j++) {
            const char *code = orb_json_text(orb_json_at(codes, j));

            if (code == NULL || is_said(row, i, key, code))
                continue;
            orb_buf_text(out, out->len > begin ? ", " : "");
            orb_buf_text(out, orb_exchange_label(x, list, code));
        }
    }
    return silent;
}

void orb_exchange_write_publics(struct orb_exchange *x, const struct orb_exchange_row *row,
                                struct orb_buf *out)
{
    struct orb_buf labels = { 0 };
    size_t silent = write_labels(x, row, "publics", "groupes_publics", &labels);

    if (labels.len > 0) {
        orb_buf_text(out, out->len > 0 ? " " : "");
        orb_buf_printf(out, "Publics : %s%s.", labels.data,
                       silent > 0 ? " ; autres publics à vérifier" : "");
    }
    out->failed = out->failed || labels.failed;
    orb_buf_release(&labels);
}

struct orb_exchange_ages orb_exchange_ages(const struct orb_exchange_row *row)
{
    struct orb_exchange_ages ages = { ORB_AGE_UNKNOWN, ORB_AGE_UNKNOWN };
    bool min_known = true, max_known = true;

    for (size_t i = 0; i < offer_count(row); i++) {
        const struct orb_json *offer = orb_json_at(row->offers, i);
        double min = orb_exchange_number(offer, "age_min_months");
        double max = orb_exchange_number(offer, "age_max_months");

        min_known = min_known && !isnan(min);
        max_known = max_known && !isnan(max);
        if (min_known && (i == 0 || (int32_t)min < ages.min_months))
            ages.min_months = (int32_t)min;
        if (max_known && (int32_t)max > ages.max_months)
            ages.max_months = (int32_t)max;
    }
    if (!min_known)
        ages.min_months = ORB_AGE_UNKNOWN;
    if (!max_known || ages.max_months >= ORB_AGE_NO_MAX)
        ages.max_months = ORB_AGE_UNKNOWN;
    return ages;
}

static void write_age(struct orb_buf *out, int32_t months)
{
    if (months % 12 == 0)
        orb_buf_printf(out, "%d %s", months / 12, months <= 12 ? "an" : "ans");
    else
        orb_buf_printf(out, "%d mois", months);
}

void orb_exchange_write_ages(const struct orb_exchange_row *row, struct orb_buf *out)
{
    struct orb_exchange_ages ages = orb_exchange_ages(row);
    bool from = ages.min_months > 0;
    bool to = ages.max_months != ORB_AGE_UNKNOWN;

    if (!from && !to)
        return;
    orb_buf_text(out, out->len > 0 ? " " : "");
    if (from) {
        orb_buf_text(out, to ? "De " : "À partir de ");
        write_age(out, ages.min_months);
    }
    if (to) {
        orb_buf_text(out, from ? " à moins de " : "Moins de ");
        write_age(out, ages.max_months);
    }
    orb_buf_char(out, '.');
}

void orb_exchange_write_orientation(const struct orb_exchange_row *row, struct orb_buf *out)
{
    size_t asking = 0;

    for (size_t i = 0; i < offer_count(row); i++)
        asking += orb_json_count(offer_list(row, i, "orientations")) > 0;
    if (asking == 0)
        return;
    orb_buf_text(out, out->len > 0 ? " " : "");
    orb_buf_text(
        out, asking == offer_count(row)
                 ? "Sur décision d’orientation de la CDAPH."
                 : "Sur décision d’orientation de la CDAPH pour une partie de l’offre.");
}

/* The label of a category in the first list that has it. */
static const char *category_label(struct orb_exchange *x, const char *category)
{
    static const char *const lists[] = { "finess_categories", "bpe_typequ", "osm_tags" };

    for (size_t i = 0; category != NULL && i < sizeof lists / sizeof lists[0]; i++) {
        const char *label = orb_vocabulary_label(&x->vocabulary, lists[i], category, "fr");

        if (label != NULL)
            return label;
    }
    return NULL;
}

void orb_exchange_write_nature(struct orb_exchange *x, const struct orb_exchange_row *row,
                               struct orb_buf *out)
{
    const char *category = orb_exchange_text(row->service, "category");
    const char *label;
    size_t begin = out->len;

    if (category == NULL)
        category = orb_exchange_text(orb_json_at(row->offers, 0), "category");
    label = category_label(x, category);
    if (label != NULL)
        orb_buf_printf(out, "%s. ", label);
    if (write_labels(x, row, "families", "loubat_familles", out) < offer_count(row))
        orb_buf_char(out, '.');
    while (out->len > begin && (out->data[out->len - 1] == ' '))
        out->data[--out->len] = '\0';
}

const char *orb_exchange_commune(const struct orb_exchange *x, const char *code)
{
    const struct orb_catalogue *c = x->territory->catalogue;
    uint32_t number = code == NULL ? ORB_CAT_NONE : orb_cat_commune_find(c, code);

    return number == ORB_CAT_NONE ? NULL : orb_cat_known(c, c->communes[number].name);
}
