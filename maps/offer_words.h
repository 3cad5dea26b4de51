/* What tables write for the values that are one of a few. Internal to maps. */
#ifndef ORB_MAPS_OFFER_WORDS_H
#define ORB_MAPS_OFFER_WORDS_H

#include "maps/offer_cells.h"

/* A value as a token, in English and in French. */
struct orb_word {
    const char *in[3]; /* by enum orb_cell_words */
};

const char *orb_word_of_basis(unsigned basis, enum orb_cell_words words);
const char *orb_word_of_precision(const char *name, enum orb_cell_words words);
const char *orb_word_of_strength(unsigned strength, enum orb_cell_words words);
const char *orb_word_of_state(enum orb_offer_state state, enum orb_cell_words words);

/* Beside the parts of the catalogue: whether it is droit commun was computed. */
#define ORB_WORDS_DROIT_COMMUN (1U << 16)

/* Append the parts that are inferred, joined. */
void orb_words_of_inferred(struct orb_buf *out, unsigned inferred,
                           enum orb_cell_words words);

/* Append "from 3 years to under 20 years". Bounds in months as in the catalogue; one at
 * least is known. */
void orb_words_of_ages(struct orb_buf *out, int32_t min_months, int32_t max_months,
                       enum orb_cell_words words);

/* Append the state with its number and its day. */
void orb_words_of_state(struct orb_buf *out, const struct orb_map_offer *offer,
                        enum orb_cell_words words);

#endif
