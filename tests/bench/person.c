/* A situation that cannot be read is told and left out: the others are asked for. */
#include "tests/bench/person.h"

#include <stdio.h>

#include "engine/base/file.h"
#include "engine/base/json.h"

struct orb_person *bench_person(const char *path, const struct orb_profile *profile)
{
    struct orb_error err = { 0 };
    struct orb_buf text = { 0 };
    struct orb_json *document = NULL;
    struct orb_person *person = NULL;

    if (orb_file_read(&text, path, 1 << 20, &err) == ORB_OK &&
        orb_json_parse(&document, text.data, text.len, &err) == ORB_OK &&
        orb_person_parse(&person, document, profile, NULL, &err) != ORB_OK)
        person = NULL;
    if (person == NULL)
        (void)fprintf(stderr, "%s: %s\n", path, err.text);
    orb_json_free(document);
    orb_buf_release(&text);
    return person;
}
