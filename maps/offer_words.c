/* Words of the field: a word on places is told with its day, and becomes "to verify" when
 * it is old. */
#include "maps/offer_words.h"

#include <string.h>

#include "engine/model/site.h"
#include "engine/model/terms.h"

static const struct orb_word bases[ORB_CIRCLE_BASES] = {
    [ORB_CIRCLE_BASIS_INSTITUTION] = { { "institution", "institution", "institution" } },
    [ORB_CIRCLE_BASIS_RELATION] = { { "relation", "agreement", "convention" } },
    [ORB_CIRCLE_BASIS_OPERATOR] = { { "operator", "run by the operator",
                                      "porté par l’opérateur" } },
    [ORB_CIRCLE_BASIS_FINESS_EJ] = { { "finess_ej", "same legal entity",
                                       "même entité juridique" } },
    [ORB_CIRCLE_BASIS_DISPOSITIF] = { { "dispositif", "same dispositif",
                                        "même dispositif" } },
    [ORB_CIRCLE_BASIS_DECLARED] = { { "declared", "declared", "déclaré" } },
    [ORB_CIRCLE_BASIS_COMPUTED] = { { "computed", "computed from the category",
                                      "déduit de la catégorie" } },
    [ORB_CIRCLE_BASIS_DEFAULT] = { { "default", "for lack of better",
                                     "faute d’en savoir plus" } },
};

static const struct orb_word precisions[] = {
    { { "housenumber", "number in the street", "numéro dans la rue" } },
    { { "street", "street", "rue" } },
    { { "locality", "locality", "lieu-dit" } },
    { { "municipality", "commune", "commune" } },
};

static const struct orb_word strengths[] = {
    [ORB_STRENGTH_DEROGABLE] = { { "derogable", "may be lifted by the CDAPH",
                                   "dérogation possible par la CDAPH" } },
    [ORB_STRENGTH_HARD] = { { "hard", "law", "impérative" } },
    [ORB_STRENGTH_PREFERENTIAL] = { { "preferential", "preference", "préférence" } },
    [ORB_STRENGTH_UNCONDITIONAL] = { { "unconditional", "unconditional",
                                       "sans condition" } },
};

static const struct orb_word states[] = {
    [ORB_STATE_UNKNOWN] = { { "unknown", "to verify", "à vérifier" } },
    [ORB_STATE_PLACE] = { { "place", "place known", "place connue" } },
    [ORB_STATE_FULL] = { { "full", "full", "complet" } },
    [ORB_STATE_NO_NOTION] = { { "no_notion", "no notion of place",
                                "sans notion de place" } },
};

static const struct {
    unsigned part;
    struct orb_word word;
} parts[] = {
    { ORB_INFERRED_AGES, { { "ages", "ages", "âges" } } },
    { ORB_WORDS_DROIT_COMMUN, { { "droit_commun", "droit commun", "droit commun" } } },
    { ORB_INFERRED_FAMILIES, { { "families", "families", "familles" } } },
    { ORB_INFERRED_MODALITIES, { { "modalities", "modalities", "modalités" } } },
    { ORB_INFERRED_ORIENTATIONS, { { "orientations", "orientations", "orientations" } } },
    { ORB_INFERRED_PRESTATIONS, { { "prestations", "prestations", "prestations" } } },
    { ORB_INFERRED_PUBLICS, { { "publics", "publics", "publics" } } },
};

const char *orb_word_of_basis(unsigned basis, enum orb_cell_words words)
{
    return basis < ORB_CIRCLE_BASES ? bases[basis].in[words] : NULL;
}

const char *orb_word_of_precision(const char *name, enum orb_cell_words words)
{
    for (size_t i = 0; name != NULL && i < sizeof precisions / sizeof precisions[0]; i++)
        if (strcmp(precisions[i].in[0], name) == 0)
            return precisions[i].in[words];
    return name;
}

const char *orb_word_of_strength(unsigned strength, enum orb_cell_words words)
{
    return strength < sizeof strengths / sizeof strengths[0] ? strengths[strength].in[words]
                                                             : NULL;
}

const char *orb_word_of_state(enum orb_offer_state state, enum orb_cell_words words)
{
    return states[state].in[words];
}

void orb_words_of_inferred(struct orb_buf *out, unsigned inferred,
                           enum orb_cell_words words)
{
    bool first = true;

    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        if ((inferred & parts[i].part) == 0)
            continue;
        if (!first)
            orb_buf_text(out, words == ORB_CELL_TOKENS ? ";" : ", ");
        orb_buf_text(out, parts[i].word.in[words]);
        first = false;
    }
}

/* ---- ages */

/* "3 years 6 months", "20 years", "6 months". */
static void add_age(struct orb_buf *out, int32_t months, bool english)
{
    int years = months / 12;
    int rest = months % 12;

    if (years > 0)
        orb_buf_printf(out, "%d %s%s", years, english ? "year" : "an",
                       years > 1 ? "s" : "");
    if (rest > 0 || years == 0)
        orb_buf_printf(out, "%s%d %s", years > 0 ? " " : "", rest,
                       !english    ? "mois"
                       : rest == 1 ? "month"
                                   : "months");
}

void orb_words_of_ages(struct orb_buf *out, int32_t min_months, int32_t max_months,
                       enum orb_cell_words words)
{
    bool english = words == ORB_CELL_ENGLISH;
    bool has_min = min_months > 0;
    bool has_max = max_months != ORB_AGE_UNKNOWN && max_months < ORB_AGE_NO_MAX;

    if (has_min && has_max) {
        orb_buf_text(out, english ? "from " : "de ");
        add_age(out, min_months, english);
        orb_buf_text(out, english ? " to under " : " à moins de ");
        add_age(out, max_months, english);
    } else if (has_max) {
        orb_buf_text(out, english ? "under " : "moins de ");
        add_age(out, max_months, english);
    } else if (has_min) {
        orb_buf_text(out, english ? "from " : "à partir de ");
        add_age(out, min_months, english);
        if (max_months == ORB_AGE_UNKNOWN)
            orb_buf_text(out, english ? " (highest age to verify)"
                                      : " (âge maximal à vérifier)");
    } else if (max_months == ORB_AGE_UNKNOWN) {
        orb_buf_text(out, english ? "from birth (highest age to verify)"
                                  : "dès la naissance (âge maximal à vérifier)");
    } else {
        orb_buf_text(out, english ? "any age" : "tout âge");
    }
}

/* ---- places */

static void add_day(struct orb_buf *out, orb_date on, bool english)
{
    char day[ORB_DATE_LEN];

    if (on != ORB_DATE_NONE)
        orb_buf_printf(out, english ? " on %s" : " au %s", orb_cell_day(day, on, !english));
}

static void add_places(struct orb_buf *out, int32_t count, bool english)
{
    if (count == 0)
        orb_buf_text(out, english ? "full" : "complet");
    else if (english)
        orb_buf_printf(out, "%d %s", (int)count, count == 1 ? "place" : "places");
    else
        orb_buf_printf(out, "%d place%s", (int)count, count == 1 ? "" : "s");
}

void orb_words_of_state(struct orb_buf *out, const struct orb_map_offer *offer,
                        enum orb_cell_words words)
{
    bool english = words == ORB_CELL_ENGLISH;
    int32_t count = offer->row->places_available;

    if (count < 0 || offer->state == ORB_STATE_NO_NOTION ||
        (offer->state == ORB_STATE_UNKNOWN && !offer->state_old)) {
        orb_buf_text(out, states[offer->state].in[english ? 1 : 2]);
        return;
    }
    if (offer->state_old)
        orb_buf_text(out, english ? "to verify (" : "à vérifier (");
    add_places(out, count, english);
    add_day(out, offer->detail->places_on, english);
    if (offer->state_old)
        orb_buf_char(out, ')');
}
