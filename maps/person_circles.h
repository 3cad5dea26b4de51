/* The concentric map of what answers one person, and of what was set aside. */
#ifndef ORB_MAPS_PERSON_CIRCLES_H
#define ORB_MAPS_PERSON_CIRCLES_H

#include "maps/circles.h"
#include "maps/person_answer.h"

/* Services drawn of each family: the first of the ranking, the first of those set aside. */
#define ORB_PERSON_CIRCLE_ANSWERS 8
#define ORB_PERSON_CIRCLE_ASIDE   3

/*
 * Fill the input of a map: one partner a service, by the best of its offers, under a family
 * that the needs ask for; the circle is the one for this person. Texts and lists live in
 * the arena of the answer, or are borrowed from the catalogue. ORB_ERR_MEMORY.
 */
ORB_MUST_CHECK enum orb_status
orb_person_circles_make(struct orb_circle_map_input *out, struct orb_person_answer *answer,
                        const struct orb_selection *selection, struct orb_error *err);

#endif
