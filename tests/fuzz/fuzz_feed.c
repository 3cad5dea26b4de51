/* Any bytes as a large JSON feed, plain or compressed: read or refused with a sentence and
 * a place. */
#include <stdint.h>
#include <stdlib.h>

#include "importers/json_reader.h"
#include "tests/fuzz/bytes_file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static enum orb_status take(void *context, const struct orb_json_item *item,
                            struct orb_error *err)
{
    size_t *items = context;

    (void)err;
    if (item->pointer[0] != '/' && item->pointer[0] != '\0')
        abort();
    ++*items;
    return ORB_OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct bytes_file file;
    struct orb_input *in = NULL;
    struct orb_error err = { 0 };
    size_t items = 0;

    bytes_file_open(&file, data, size);
    if (orb_input_open(&in, file.path, &err) != ORB_OK ||
        orb_json_read(in, take, &items, &err) != ORB_OK)
        if (err.text[0] == '\0' || err.place[0] == '\0')
            abort();
    orb_input_close(in);
    bytes_file_close(&file);
    return 0;
}
