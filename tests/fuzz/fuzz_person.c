/* Any JSON as a person, and as a profile laid over the built-in one: taken, or refused with
 * a place. */
#include <stdint.h>
#include <stdlib.h>

#include "engine/base/json.h"
#include "engine/model/person.h"
#include "engine/model/profile.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct orb_profile *built_in;
    struct orb_profile *profile = NULL;
    struct orb_person *person = NULL;
    struct orb_json *document = NULL;
    struct orb_error err = { 0 };

    if (built_in == NULL && orb_profile_new(&built_in, NULL, &err) != ORB_OK)
        abort();
    if (orb_json_parse(&document, (const char *)data, size, &err) != ORB_OK)
        return 0;
    if (orb_person_parse(&person, document, built_in, NULL, &err) != ORB_OK &&
        err.text[0] == '\0')
        abort();
    orb_person_free(person);
    orb_error_clear(&err);
    if (orb_profile_new(&profile, document, &err) != ORB_OK && err.text[0] == '\0')
        abort();
    orb_profile_free(profile);
    orb_json_free(document);
    return 0;
}
