/* Reads the lists of a case into its arena; errors go to the form. Private to the reader.
 */
#ifndef ORB_MODEL_CASE_READ_H
#define ORB_MODEL_CASE_READ_H

#include "engine/model/case.h"
#include "engine/model/json_form.h"

struct orb_case_reader {
    struct orb_case *case_;
    struct orb_form *form; /* the document */
    const struct orb_profile *profile;
    const struct orb_person_codes *codes;
};

/* Phases come out oldest first; the other lists in the order of the document. */
void orb_case_read_phases(struct orb_case_reader *r);
void orb_case_read_requests(struct orb_case_reader *r);
void orb_case_read_evaluation(struct orb_case_reader *r);
void orb_case_read_contacts(struct orb_case_reader *r);
void orb_case_read_plan(struct orb_case_reader *r);
void orb_case_read_commitments(struct orb_case_reader *r);

#endif
