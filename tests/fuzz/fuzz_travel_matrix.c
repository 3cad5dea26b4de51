/* Any bytes as a travel matrix: refused with a sentence, or a table whose cells are all
 * found again, with minutes that are numbers. */
#include <stdint.h>
#include <stdlib.h>

#include "engine/travel/matrix.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The number of cells of a row. */
static size_t look_up(const struct orb_travel_table *table, uint32_t from,
                      enum orb_travel_mode mode)
{
    size_t begin;
    size_t end;

    orb_travel_table_row(table, from, mode, &begin, &end);
    for (size_t at = begin; at < end; at++) {
        uint32_t to = orb_travel_entry_to(&table->entries[at]);
        struct orb_travel_cell cell;
        enum orb_travel_answer answer =
            orb_travel_table_between(table, from, to, mode, &cell);

        if (answer == ORB_TRAVEL_ROUTE ? !(cell.minutes >= 0)
                                       : answer != ORB_TRAVEL_NO_ROUTE)
            abort();
        if (cell.km < 0 || cell.method[0] == '\0')
            abort();
    }
    return end - begin;
}

static void look_all_up(const struct orb_travel_table *table)
{
    size_t seen = 0;

    for (uint32_t from = 0; from < table->places.count; from++)
        for (int mode = 0; mode < ORB_MODES; mode++)
            seen += look_up(table, from, (enum orb_travel_mode)mode);
    if (seen != table->count)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct orb_travel_table table = { 0 };
    struct orb_travel_matrix_report report = { 0 };
    struct orb_error err = { 0 };
    struct orb_csv csv;
    enum orb_status status;

    orb_csv_memory(&csv, (const char *)data, size, ',');
    status = orb_travel_matrix_read(&table, &csv, "sha256:0", &report, &err);
    if (status == ORB_OK)
        status = orb_travel_table_seal(&table, &err);
    if (report.kept + report.wrong > report.rows ||
        (status == ORB_OK && report.kept != table.count))
        abort();
    if (status != ORB_OK && err.text[0] == '\0')
        abort();
    if (status == ORB_OK)
        look_all_up(&table);
    orb_csv_release(&csv);
    orb_travel_table_release(&table);
    return 0;
}
