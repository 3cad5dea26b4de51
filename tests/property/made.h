/* Territories and persons made at random from a seed, as JSON documents. */
#ifndef TESTS_PROPERTY_MADE_H
#define TESTS_PROPERTY_MADE_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

/* A sequence of numbers; the same seed gives the same numbers everywhere. */
struct made {
    uint64_t state;
    json_t *needs; /* the table of needs of the built-in profile: code to entries */
};

/* ORBITE_SEED when it is set, else a fixed seed; printed so that a failure can be replayed.
 */
uint64_t made_seed(void);

void made_init(struct made *m, uint64_t seed);
void made_release(struct made *m);

uint64_t made_next(struct made *m);
unsigned made_below(struct made *m, unsigned bound);
bool made_chance(struct made *m, unsigned percent);
const char *made_choice(struct made *m, const char *const *texts, unsigned count);

/* New references, owned by the caller. The offers suit a person more or less. */
json_t *made_person(struct made *m);
json_t *made_catalogue(struct made *m, const json_t *person, unsigned offers);

/* An offer in the person's own commune that nothing about the person can refuse. */
json_t *made_offer_at_hand(struct made *m, const json_t *person, const char *id);

/* Put the items of an array in another order. */
void made_shuffle(struct made *m, json_t *array);

#endif
