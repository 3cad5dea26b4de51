#include "tests/fuzz/fuzz_import.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/utf8.h"
#include "tests/fuzz/bytes_file.h"

void fuzz_import(const struct orb_importer *importer, struct orb_import_input input,
                 fuzz_put *put, const uint8_t *data, size_t size)
{
    struct bytes_file file;
    const char *path = file.path;
    struct orb_sink sink = { NULL, put };
    struct orb_import_report report = { 0 };
    struct orb_error err = { 0 };

    input.paths = &path;
    input.path_count = 1;
    bytes_file_open(&file, data, size);
    if (importer->run(&input, &sink, &report, &err) != ORB_OK &&
        (err.text[0] == '\0' || err.place[0] == '\0'))
        abort();
    orb_report_release(&report);
    bytes_file_close(&file);
}

void fuzz_check_text(const char *text)
{
    if (text != NULL && text[0] != '\0' && !orb_utf8_valid(text, strlen(text)))
        abort();
}

void fuzz_check_site(const struct orb_site *site)
{
    if (isnan(site->lon) != isnan(site->lat))
        abort();
    if (!isnan(site->lon) && (fabs(site->lon) > 180 || fabs(site->lat) > 90))
        abort();
    if (site->commune != NULL && strlen(site->commune) != 5)
        abort();
    fuzz_check_text(site->address);
    fuzz_check_text(site->extra);
}

void fuzz_check_located(const struct orb_site *site)
{
    if (site->position == ORB_POSITION_ABSENT
            ? !isnan(site->lon)
            : !(fabs(site->lon) <= 180 && fabs(site->lat) <= 90))
        abort();
}
