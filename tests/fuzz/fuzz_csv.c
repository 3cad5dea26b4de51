/* Any bytes as CSV: the same rows whether they come at once or a few bytes at a time. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/csv.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct drip {
    const char *at;
    size_t left;
    size_t step;
};

static enum orb_status next(void *context, const char **bytes, size_t *len,
                            struct orb_error *err)
{
    struct drip *drip = context;

    (void)err;
    *bytes = drip->at;
    *len = drip->left < drip->step ? drip->left : drip->step;
    drip->at += *len;
    drip->left -= *len;
    return ORB_OK;
}

/* Every row and field in one text, and how it ended. */
static enum orb_status all(struct orb_csv *csv, struct orb_buf *out)
{
    struct orb_error err = { 0 };
    enum orb_status status = ORB_OK;
    bool more = true;

    while (status == ORB_OK && more) {
        status = orb_csv_row(csv, &more, &err);
        for (size_t i = 0; status == ORB_OK && more && i < csv->field_count; i++) {
            orb_buf_text(out, csv->fields[i]);
            orb_buf_char(out, '\x1f');
        }
        orb_buf_printf(out, "%lu\n", csv->line);
    }
    if (status != ORB_OK && err.text[0] == '\0')
        abort();
    orb_csv_release(csv);
    return status;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct orb_csv csv = { 0 };
    struct orb_buf whole = { 0 };
    struct orb_buf dripped = { 0 };
    struct drip drip = { (const char *)data, size, size == 0 ? 1 : 1 + data[0] % 7u };
    enum orb_status first;
    enum orb_status second;

    orb_csv_memory(&csv, (const char *)data, size, ';');
    first = all(&csv, &whole);
    orb_csv_stream(&csv, next, &drip, ';');
    second = all(&csv, &dripped);
    if (first != second || whole.len != dripped.len ||
        memcmp(whole.data, dripped.data, whole.len) != 0)
        abort();
    orb_buf_release(&whole);
    orb_buf_release(&dripped);
    return 0;
}
