/* Asks the command, as a user would, and reads its answer. */
#ifndef TESTS_PROPERTY_ANSWER_H
#define TESTS_PROPERTY_ANSWER_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

/* A directory of our own under the build directory, emptied at the end. */
struct answer_place {
    char path[2048];
};

void answer_open(struct answer_place *place);
void answer_close(struct answer_place *place);

/* Write a document to a file of the place; its path stays valid until the next call with
 * the same name. */
const char *answer_file(struct answer_place *place, const char *name,
                        const json_t *document);

/* What to ask; NULL members are left out of the command line. */
struct answer_question {
    const json_t *catalogue;
    const json_t *person;
    const json_t *profile;
    const char *database; /* used in place of catalogue */
    const char *policy;
    const char *locale; /* LC_ALL of the command; NULL = the test's */
};

/* The bytes the command printed; the test fails when its exit status is not 0. Release with
 * free. */
char *answer_text(struct answer_place *place, const struct answer_question *question);

/* The same, read. Release with json_decref. */
json_t *answer_json(struct answer_place *place, const struct answer_question *question);

/* Run orbite with these arguments (ending with NULL); returns its exit status. output NULL
 * = thrown away. */
int answer_run(const char *const *arguments, const char *locale, const char *output);

#endif
