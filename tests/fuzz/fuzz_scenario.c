/* Any JSON as a scenario: taken, or refused with a place. */
#include <stdint.h>
#include <stdlib.h>

#include "engine/base/json.h"
#include "engine/planning/scenario.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct orb_scenario *scenario = NULL;
    struct orb_json *document = NULL;
    struct orb_error err = { 0 };

    if (orb_json_parse(&document, (const char *)data, size, &err) != ORB_OK)
        return 0;
    if (orb_scenario_parse(&scenario, document, &err) != ORB_OK && err.text[0] == '\0')
        abort();
    orb_scenario_free(scenario);
    orb_json_free(document);
    return 0;
}
