/* Any bytes as a mapping or as a table, and as a table to propose a mapping for: refused
 * with a sentence, or offers with an identifier of their own and a position on Earth. The
 * first byte says which; after a mapping and a NUL comes the table. */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "importers/registry.h"
#include "importers/table_guess.h"
#include "tests/fuzz/bytes_file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char usual[] =
    "{\"format\":1,\"source\":{\"name\":\"S\",\"date\":\"d\"},\"read\":{\"decimal\":\",\"},"
    "\"id\":{\"join\":[\"a\",\"b\"]},\"name\":{\"column\":\"b\",\"trim\":\"x\"},"
    "\"commune\":{\"column\":\"c\",\"pad\":5},\"public\":{\"column\":\"p\",\"split\":\";,\","
    "\"map\":{\"1\":\"TOUS\"}},\"position\":{\"x\":\"x\",\"y\":\"y\",\"crs\":\"legal\","
    "\"order\":\"auto\"},\"siret\":\"s\",\"url\":\"u\"}";

static enum orb_status put(void *context, const struct orb_record *record,
                           struct orb_error *err)
{
    (void)context;
    (void)err;
    if (record->kind == ORB_RECORD_OFFER && strchr(record->as.offer->id, ':') == NULL)
        abort();
    if (record->kind == ORB_RECORD_SITE && !isnan(record->as.site->lon) &&
        !(fabs(record->as.site->lon) <= 180 && fabs(record->as.site->lat) <= 90))
        abort();
    return ORB_OK;
}

static void doubt(void *context, const char *pointer, const char *sentence)
{
    (void)context;
    if (pointer == NULL || sentence[0] == '\0')
        abort();
}

static void import(const char *mapping, const char *path)
{
    struct orb_sink sink = { NULL, put };
    struct orb_import_report report = { 0 };
    struct orb_error err = { 0 };
    const struct orb_import_input in = { .paths = &path,
                                         .path_count = 1,
                                         .mapping = mapping,
                                         .licence = "L",
                                         .attribution = "A",
                                         .reference_date = ORB_DATE_NONE };

    if (orb_importer_table.run(&in, &sink, &report, &err) != ORB_OK && err.text[0] == '\0')
        abort();
    orb_report_release(&report);
}

/* What is proposed must be taken as a mapping; the rest of the file may still be bad. */
static void guess(const char *path)
{
    struct orb_buf mapping = { 0 };
    struct orb_error err = { 0 };
    struct bytes_file file;
    const struct orb_import_input in = { .paths = &path, .path_count = 1 };

    if (orb_table_guess(&mapping, &in, doubt, NULL, &err) == ORB_OK) {
        bytes_file_open(&file, (const uint8_t *)mapping.data, mapping.len);
        import(file.path, path);
        bytes_file_close(&file);
    } else if (err.text[0] == '\0') {
        abort();
    }
    orb_buf_release(&mapping);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const uint8_t *mapping = (const uint8_t *)usual;
    size_t mapping_len = sizeof usual - 1;
    struct bytes_file files[2];

    if (size == 0)
        return 0;
    if (data[0] == 'm') {
        const uint8_t *end = memchr(data, '\0', size);

        mapping = data + 1;
        mapping_len = end == NULL ? size - 1 : (size_t)(end - data) - 1;
        data += mapping_len;
        size -= mapping_len;
    }
    bytes_file_open(&files[0], mapping, mapping_len);
    bytes_file_open(&files[1], data + 1, size - 1);
    if (data[0] == 'g')
        guess(files[1].path);
    else
        import(files[0].path, files[1].path);
    bytes_file_close(&files[0]);
    bytes_file_close(&files[1]);
    return 0;
}
