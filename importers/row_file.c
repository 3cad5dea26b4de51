/* The loop over the rows, and where each finding is. */
#include "importers/row_file.h"

#include <stdio.h>
#include <string.h>

#include "engine/base/utf8.h"

#define VALUE_SHOWN 80

static enum orb_status read_rows(struct orb_row_file *file,
                                 const struct orb_row_steps *steps, struct orb_error *err)
{
    bool more = false;
    enum orb_status status = orb_csv_row(&file->csv, &more, err);

    file->width = file->csv.field_count;
    if (status == ORB_OK)
        status = steps->header(steps->context, more, err);
    while (status == ORB_OK && more) {
        status = orb_csv_row(&file->csv, &more, err);
        if (status != ORB_OK || !more)
            break;
        file->read++;
        status = steps->row(steps->context, err);
        orb_arena_clear(&file->arena);
    }
    return status == ORB_OK ? steps->end(steps->context, err) : status;
}

enum orb_status orb_row_file_read(struct orb_row_file *file,
                                  const struct orb_row_steps *steps, struct orb_error *err)
{
    struct orb_input *input = NULL;
    enum orb_status status;

    file->file = file->in->paths[0];
    status = orb_input_digest_path(file->file, file->digest, err);
    if (status == ORB_OK)
        status = orb_input_open(&input, file->file, err);
    if (status == ORB_OK) {
        orb_csv_stream(&file->csv, orb_input_feed, input, '\0');
        status = read_rows(file, steps, err);
        if (status != ORB_OK && err != NULL &&
            strncmp(err->place, file->file, strlen(file->file)) != 0)
            orb_error_at(err, "%s", file->file);
    }
    orb_input_close(input);
    orb_csv_release(&file->csv);
    orb_arena_release(&file->arena);
    return status;
}

enum orb_status orb_row_file_find(struct orb_row_file *file,
                                  const struct orb_finding *finding, const char *value,
                                  struct orb_error *err)
{
    char place[40];
    char shown[VALUE_SHOWN + 1];
    struct orb_finding placed = *finding;

    (void)snprintf(place, sizeof place, "line %lu", file->csv.line);
    (void)snprintf(shown, sizeof shown, "%s", value);
    for (size_t len = strlen(shown); len > 0 && !orb_utf8_valid(shown, len);)
        shown[--len] = '\0';
    placed.file = file->file;
    placed.place = place;
    placed.value = shown;
    return orb_report_find(file->report, &placed, err);
}
