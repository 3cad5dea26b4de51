/* Invented French names: communes, départements, streets, organizations, people. None is
 * taken from a register. */
#ifndef ORB_IMPORTERS_DEMO_NAMES_H
#define ORB_IMPORTERS_DEMO_NAMES_H

#include <stddef.h>
#include <stdint.h>

#include "importers/demo_random.h"

#define ORB_DEMO_NAME_LEN 96

void orb_demo_name_commune(char out[ORB_DEMO_NAME_LEN], uint64_t seed, uint32_t place);

/* kind tells apart départements, EPCI and régions of the same number. */
void orb_demo_name_area(char out[ORB_DEMO_NAME_LEN], uint64_t seed, const char *kind,
                        uint32_t number);

/* "12 rue des Glycines". */
void orb_demo_name_street(char out[ORB_DEMO_NAME_LEN], struct orb_demo_random *random);

/* "Camille Vernoise": an invented person in an invented office; written in restricted
 * contacts only. */
void orb_demo_name_person(char out[ORB_DEMO_NAME_LEN], struct orb_demo_random *random);

/* "Les Glycines", "L’Envol"; static text. */
const char *orb_demo_name_house(struct orb_demo_random *random);

/* "Association Les Rives du Val". */
void orb_demo_name_association(char out[ORB_DEMO_NAME_LEN], struct orb_demo_random *random);

/* "label de Name" or "label d’Name", elided as French asks. */
void orb_demo_name_of(char out[ORB_DEMO_NAME_LEN], const char *label, const char *name);

/* A number of one of the ranges that the French regulator keeps for fiction, as "01 99 00
 * 12 34". */
void orb_demo_name_phone(char out[24], struct orb_demo_random *random);

#endif
