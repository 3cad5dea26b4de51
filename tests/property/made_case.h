/* Cases made at random: situations near some offer of a territory, and what a case adds. */
#ifndef TESTS_PROPERTY_MADE_CASE_H
#define TESTS_PROPERTY_MADE_CASE_H

#include <jansson.h>
#include <stdbool.h>

#include "engine/catalogue/catalogue.h"
#include "tests/property/made.h"

/* "orbite-case/1", of "made-number". New reference, owned by the caller. */
json_t *made_case(struct made *m, const struct orb_catalogue *catalogue, int number);

/* NULL = none. */
const char *made_word(const json_t *object, const char *key);

/* Has the situation a support by "service" or "relative"? */
bool made_has_helper(const json_t *situation, const char *by);

#endif
