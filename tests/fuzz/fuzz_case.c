/* Any JSON as a case: taken, or refused with a place. */
#include <stdint.h>
#include <stdlib.h>

#include "engine/base/json.h"
#include "engine/model/case.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct orb_profile *profile;
    struct orb_case *case_ = NULL;
    struct orb_json *document = NULL;
    struct orb_error err = { 0 };

    if (profile == NULL && orb_profile_new(&profile, NULL, &err) != ORB_OK)
        abort();
    if (orb_json_parse(&document, (const char *)data, size, &err) != ORB_OK)
        return 0;
    if (orb_case_parse(&case_, document, profile, NULL, &err) != ORB_OK) {
        if (err.text[0] == '\0' || case_ != NULL)
            abort();
    } else if (case_->person == NULL || orb_person_age(case_->person) < -1) {
        abort();
    } else {
        (void)orb_case_blanks_of(case_);
    }
    orb_case_free(case_);
    orb_json_free(document);
    return 0;
}
