/* Any bytes as a JSON document: read, written again, and read to the same text. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/json.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct orb_error err = { 0 };
    struct orb_json *value = NULL;
    struct orb_json *again = NULL;
    struct orb_buf text = { 0 };
    struct orb_buf twice = { 0 };

    if (orb_json_parse(&value, (const char *)data, size, &err) != ORB_OK) {
        if (err.text[0] == '\0' || value != NULL)
            abort();
        return 0;
    }
    orb_json_write(&text, value);
    if (orb_json_parse(&again, text.data, text.len, &err) != ORB_OK)
        abort();
    orb_json_write(&twice, again);
    if (text.len != twice.len || memcmp(text.data, twice.data, text.len) != 0)
        abort();
    orb_json_free(value);
    orb_json_free(again);
    orb_buf_release(&text);
    orb_buf_release(&twice);
    return 0;
}
