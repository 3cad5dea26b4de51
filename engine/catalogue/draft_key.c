/* Texts that are the same for equal terms, parts or zones, and for them only: equal things
 * are stored once. */
#include "engine/catalogue/draft.h"

static void key_codes(struct orb_buf *key, const struct orb_code_list *list)
{
    orb_buf_char(key, list->known ? '=' : '?');
    for (uint32_t i = 0; i < list->count; i++) {
        orb_buf_text(key, list->items[i]);
        orb_buf_char(key, '\x02');
    }
    orb_buf_char(key, '\x01');
}

/* As printf writes it, which costs ten times as much: it is done for every offer. */
static void key_number(struct orb_buf *key, int number)
{
    char digits[16];
    size_t at = sizeof digits;
    unsigned left = number < 0 ? 0U - (unsigned)number : (unsigned)number;

    do
        digits[--at] = (char)('0' + left % 10);
    while ((left /= 10) > 0);
    if (number < 0)
        digits[--at] = '-';
    orb_buf_add(key, digits + at, sizeof digits - at);
}

void orb_draft_key_care(struct orb_buf *key, const struct orb_terms *t)
{
    orb_buf_char(key, t->prestations_known ? '=' : '?');
    for (uint32_t i = 0; i < t->prestation_count; i++) {
        orb_buf_text(key, t->prestations[i].code);
        orb_buf_char(key,
                     t->prestations[i].evidence == ORB_EVIDENCE_DECLARED ? '\x02' : '\x03');
    }
    orb_buf_char(key, '\x01');
    key_codes(key, &t->professions);
    key_codes(key, &t->families);
    key_codes(key, &t->themes);
}

void orb_draft_key_entry(struct orb_buf *key, const struct orb_terms *t)
{
    orb_buf_text(key, t->category == NULL ? "" : t->category);
    orb_buf_char(key, '\x01');
    key_number(key, (int)t->institution);
    key_number(key, (int)t->excludes_associated);
    key_number(key, (int)t->droit_commun);
    orb_buf_char(key, '\x01');
    key_number(key, t->age_min_months);
    orb_buf_char(key, '\x01');
    key_number(key, t->age_max_months);
    orb_buf_char(key, '\x01');
    key_codes(key, &t->publics);
    key_codes(key, &t->orientations);
    key_codes(key, &t->engagements);
}

void orb_draft_key_ways(struct orb_buf *key, const struct orb_terms *t)
{
    key_number(key, (int)t->modalities_known);
    key_number(key, (int)t->accepts_new);
    key_number(key, (int)t->activity_unknown);
    for (uint32_t i = 0; i < t->modality_count; i++) {
        orb_buf_text(key, t->modalities[i].code);
        orb_buf_char(key, (char)('\x02' + t->modalities[i].certainty));
    }
    orb_buf_char(key, '\x01');
    key_codes(key, &t->languages);
}

void orb_draft_key_features(struct orb_buf *key, const struct orb_terms *t)
{
    for (uint32_t i = 0; i < t->feature_count; i++) {
        orb_buf_text(key, t->features[i].name);
        orb_buf_char(key, (char)('\x02' + t->features[i].level));
    }
}

void orb_draft_key_terms(struct orb_buf *key, const struct orb_terms *t)
{
    orb_draft_key_care(key, t);
    orb_draft_key_entry(key, t);
    orb_draft_key_ways(key, t);
    orb_draft_key_features(key, t);
}

void orb_draft_key_zone(struct orb_buf *key, const struct orb_zone *zone)
{
    orb_buf_char(key, zone->national ? 'N' : 'L');
    key_codes(key, &zone->communes);
    key_codes(key, &zone->departments);
}
