/* A small invented territory, a person with planted marks, and the answer to that person.
 */
#ifndef TESTS_UNIT_PERSON_WORLD_H
#define TESTS_UNIT_PERSON_WORLD_H

#include "engine/base/buf.h"
#include "engine/catalogue/catalogue.h"
#include "engine/model/person.h"
#include "engine/model/profile.h"
#include "engine/vocabulary/vocabulary.h"
#include "maps/person_answer.h"

/* What no product of a person may hold: parts of what is planted in the situation. */
extern const char *const person_marks[]; /* ends with NULL */

struct person_world {
    struct orb_buf image;
    struct orb_catalogue catalogue;
    struct orb_vocabulary vocabulary;
    struct orb_profile *profile;
    struct orb_person *person;
    struct orb_matcher *matcher;
    struct orb_match_result result;
    struct orb_export_options options;
    struct orb_selection selection;
    struct orb_person_question question;
};

/* Ask for the person, whose pseudonym is id. Release with person_world_close. */
void person_world_open(struct person_world *world, const char *id);
void person_world_close(struct person_world *world);

#endif
