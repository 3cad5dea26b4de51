/* How surveys tell offers. Private to engine/match. */
#ifndef ORB_MATCH_SIGHTING_H
#define ORB_MATCH_SIGHTING_H

#include "engine/match/blocks.h"
#include "engine/match/survey.h"

struct orb_surveyor {
    struct orb_walker walker;
    struct orb_survey *survey;
    struct orb_kind_blocks kind; /* of the offer at hand */
    bool failed;                 /* memory lacks */
};

/* Tell a sighting. False when the walk ends: nothing is looked for, or memory lacks. */
bool orb_survey_tell(struct orb_surveyor *s, const struct orb_sighting *sighting);

/* Tell the offers of which the person says something, with all that an evaluation tells. */
bool orb_survey_specials(struct orb_surveyor *s);

/* The blocks of an offer at a frequency (by index), of a kind made ready. */
void orb_survey_blocks(struct orb_surveyor *s, const struct orb_cat_member *x, uint32_t f,
                       struct orb_sighting *out);

/* Tell an offer of a kind made ready, for each frequency. */
bool orb_survey_offer(struct orb_surveyor *s, const struct orb_cat_member *x);

#endif
