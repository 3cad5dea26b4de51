/* The words of triage for people: levels, states, causes, what to do, what would change it.
 * Private to the reports of persons. */
#ifndef ORB_MAPS_TRIAGE_WORDS_H
#define ORB_MAPS_TRIAGE_WORDS_H

#include "engine/cohort/triage.h"
#include "maps/reason_words.h"
#include "maps/report.h"

extern const struct orb_report_word orb_level_words[];     /* by enum orb_level */
extern const struct orb_report_word orb_state_words[];     /* by enum orb_need_state */
extern const struct orb_report_word orb_fragility_words[]; /* by enum orb_fragility */

/* "too far", "the wait is too long", "no offer in the territory answers it". */
const char *orb_cause_words(unsigned cause);

/* Append what keeps out, bits 1 << cause, joined by "; ". */
void orb_causes_words(struct orb_buf *out, uint64_t causes);

/* Append why a need is as it is; nothing when it is covered. */
void orb_need_words(struct orb_buf *out, const struct orb_triage_need *need);

/* Append "a solution exists if …", for the nearest change; nothing when there is none. */
void orb_relaxation_words(struct orb_buf *out, const struct orb_reader *reader,
                          const struct orb_triage_need *need);

/* Append what to do first. */
void orb_next_words(struct orb_buf *out, const struct orb_reader *reader,
                    const struct orb_triage_person *person);

/* Append the single contact: role, service, telephone; nothing when nobody is named. */
void orb_contact_words(struct orb_buf *out, const struct orb_case_referent *who);

#endif
