/* Codes that are in no nomenclature of ours. One finding a field, whatever the number of
 * its codes. */
#include <stddef.h>
#include <string.h>

#include "engine/base/text.h"
#include "engine/quality/state.h"

#define TOLD 5 /* codes named in one finding */

enum { PRESTATIONS, MODALITIES, CATEGORY, FIRST_LIST };

/*
 * A field of the terms and where its codes come from. Themes and languages are as the
 * source writes them: no list of ours.
 */
static const struct {
    const char *field;
    size_t offset; /* of a code list of the terms, from FIRST_LIST on */
    const char *lists[QUALITY_CODE_LISTS];
} rules[QUALITY_CODE_RULES] = {
    [PRESTATIONS] = { "prestations",
                      0,
                      { "serafin_prestations_directes",
                        "serafin_prestations_indirectes" } },
    [MODALITIES] = { "modalities", 0, { "modalites" } },
    [CATEGORY] = { "category", 0, { "finess_categories", "bpe_typequ" } },
    [FIRST_LIST] = { "publics",
                     offsetof(struct orb_terms, publics),
                     { "groupes_publics" } },
    { "orientations",
      offsetof(struct orb_terms, orientations),
      { "mdph_droits_prestations" } },
    { "families", offsetof(struct orb_terms, families), { "loubat_familles" } },
    { "professions", offsetof(struct orb_terms, professions), { "professions" } },
    { "engagements", offsetof(struct orb_terms, engagements), { "finess_engagements" } },
};

enum orb_status orb_quality_codes_open(struct orb_quality *q, struct orb_error *err)
{
    enum orb_status status =
        orb_vocabulary_terms(&q->vocabulary, "departements", &q->departements, err);

    for (size_t r = 0; r < QUALITY_CODE_RULES; r++)
        for (size_t l = 0; status == ORB_OK && l < QUALITY_CODE_LISTS; l++)
            if (rules[r].lists[l] != NULL)
                status = orb_vocabulary_terms(&q->vocabulary, rules[r].lists[l],
                                              &q->lists[r][l], err);
    return status;
}

static bool is_known(const struct orb_quality *q, size_t rule, const char *code)
{
    for (size_t l = 0; l < QUALITY_CODE_LISTS && q->lists[rule][l] != NULL; l++)
        if (orb_term_find(q->lists[rule][l], code) != NULL)
            return true;
    return false;
}

/* Add a code to the value of the finding to come. */
static void add_code(struct orb_quality *q, const char *code, unsigned *told)
{
    if ((*told)++ < TOLD)
        orb_buf_printf(&q->value, "%s%s", q->value.len == 0 ? "" : ",", code);
    else if (*told == TOLD + 1)
        orb_buf_text(&q->value, ",…");
}

static enum orb_status tell(struct orb_quality *q, const struct quality_subject *subject,
                            size_t rule, unsigned told, struct orb_error *err)
{
    struct orb_quality_finding f;

    if (told == 0)
        return ORB_OK;
    f = orb_quality_about(q, subject, ORB_QUALITY_CODE_UNKNOWN, rules[rule].field);
    f.sentence = ORB_PLURAL("a code that no nomenclature has",
                            "codes that no nomenclature has", told);
    return orb_quality_tell(q, &f, err);
}

/* FINESS writes three digits, the base of equipments a letter and three digits. Any other
 * category is a word of its source. */
static bool is_of_nomenclature(const char *category)
{
    size_t letter = category[0] >= 'A' && category[0] <= 'G' ? 1 : 0;

    return strlen(category) == letter + 3 && strspn(category + letter, "0123456789") == 3;
}

enum orb_status orb_quality_category(struct orb_quality *q,
                                     const struct quality_subject *subject,
                                     const char *category, struct orb_error *err)
{
    unsigned told = 0;

    if (category == NULL || !is_of_nomenclature(category))
        return ORB_OK;
    if (!is_known(q, CATEGORY, category))
        add_code(q, category, &told);
    return tell(q, subject, CATEGORY, told, err);
}

enum orb_status orb_quality_codes(struct orb_quality *q,
                                  const struct quality_subject *subject,
                                  const struct orb_terms *terms, struct orb_error *err)
{
    unsigned told = 0;
    enum orb_status status;

    orb_quality_examine(q, ORB_QUALITY_CODE_UNKNOWN);
    for (uint32_t i = 0; i < terms->prestation_count; i++)
        if (!is_known(q, PRESTATIONS, terms->prestations[i].code))
            add_code(q, terms->prestations[i].code, &told);
    status = tell(q, subject, PRESTATIONS, told, err);
    told = 0;
    for (uint32_t i = 0; status == ORB_OK && i < terms->modality_count; i++)
        if (!is_known(q, MODALITIES, terms->modalities[i].code))
            add_code(q, terms->modalities[i].code, &told);
    if (status == ORB_OK)
        status = tell(q, subject, MODALITIES, told, err);
    for (size_t r = FIRST_LIST; status == ORB_OK && r < QUALITY_CODE_RULES; r++) {
        const struct orb_code_list *list =
            (const struct orb_code_list *)((const char *)terms + rules[r].offset);

        told = 0;
        for (uint32_t i = 0; i < list->count; i++)
            if (!is_known(q, r, list->items[i]))
                add_code(q, list->items[i], &told);
        status = tell(q, subject, r, told, err);
    }
    return status;
}

/* ---- places a service goes to */

static enum orb_status tell_zone(struct orb_quality *q,
                                 const struct quality_subject *subject, const char *field,
                                 unsigned told, struct orb_error *err)
{
    struct orb_quality_finding f;

    if (told == 0)
        return ORB_OK;
    f = orb_quality_about(q, subject, ORB_QUALITY_COMMUNE_UNKNOWN, field);
    orb_buf_printf(&q->sentence,
                   ORB_PLURAL("%u commune or département of its zone is in no list",
                              "%u communes or départements of its zone are in no list",
                              told),
                   told);
    return orb_quality_tell(q, &f, err);
}

enum orb_status orb_quality_zone(struct orb_quality *q,
                                 const struct quality_subject *subject,
                                 const struct orb_offer *o, struct orb_error *err)
{
    const struct orb_territory_view *view = q->settings.territory;
    const struct orb_zone *zone = &o->zone;
    unsigned told = 0;
    enum orb_status status = ORB_OK;

    if (zone->known)
        orb_quality_examine(q, ORB_QUALITY_COMMUNE_UNKNOWN);
    for (uint32_t i = 0; zone->known && q->has_communes && i < zone->communes.count; i++)
        if (view->commune(view->context, zone->communes.items[i]) == NULL)
            add_code(q, zone->communes.items[i], &told);
    status = tell_zone(q, subject, "zone", told, err);
    told = 0;
    for (uint32_t i = 0; zone->known && i < zone->departments.count; i++)
        if (orb_term_find(q->departements, zone->departments.items[i]) == NULL &&
            orb_quality_table_find(&q->own_departements, zone->departments.items[i]) ==
                QUALITY_NONE)
            add_code(q, zone->departments.items[i], &told);
    if (status == ORB_OK)
        status = tell_zone(q, subject, "zone", told, err);
    return status;
}
