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
    orb_buf_printf(key, "%s\x01%d%d%d\x01%d\x01%d\x01",
                   t->category == NULL ? "" : t->category, (int)t->institution,
                   (int)t->excludes_associated, (int)t->droit_commun, t->age_min_months,
                   t->age_max_months);
    key_codes(key, &t->publics);
    key_codes(key, &t->orientations);
    key_codes(key, &t->engagements);
}

void orb_draft_key_ways(struct orb_buf *key, const struct orb_terms *t)
{
    orb_buf_printf(key, "%d%d%d", (int)t->modalities_known, (int)t->accepts_new,
                   (int)t->activity_unknown);
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
