/* The persons a benchmark asks for, read from the files it is given. */
#ifndef TESTS_BENCH_PERSON_H
#define TESTS_BENCH_PERSON_H

#include "engine/model/person.h"

/* Read one situation; NULL when it is not one, which is told on the error output. Release
 * with orb_person_free. */
struct orb_person *bench_person(const char *path, const struct orb_profile *profile);

#endif
