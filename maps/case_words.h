/* The words of a case for people, in the language of messages. */
#ifndef ORB_MAPS_CASE_WORDS_H
#define ORB_MAPS_CASE_WORDS_H

#include "engine/model/case.h"

const char *orb_phase_words(enum orb_phase phase);
const char *orb_step_words(enum orb_step_state state);
/* "by the person", "with the person", "for the person, by a representative". */
const char *orb_expressed_words(enum orb_expressed expressed);

#endif
