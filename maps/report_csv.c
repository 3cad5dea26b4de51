/* One table as CSV: for programs, or as a French spreadsheet opens it by a double click. */
#include <inttypes.h>
#include <string.h>

#include "engine/base/number.h"
#include "engine/base/text.h"
#include "maps/csv_field.h"
#include "maps/report_words.h"
#include "maps/report_write.h"

struct csv {
    struct orb_buf *out;
    const struct orb_report *report;
    bool excel;
};

/* A spreadsheet drops the zeros before a code and rounds a long one: a prefix keeps it a
 * text. */
static void add_code(struct csv *csv, const struct orb_report_column *column,
                     const char *text)
{
    static const struct {
        const char *key;
        const char *prefix;
    } prefixes[] = {
        { "commune", "insee:" },       { "departement", "dep:" },
        { "postcode", "cp:" },         { "epci", "epci:" },
        { "finess", "finess:" },       { "siret", "siret:" },
        { "life_area", "bassin:" },    { "canton", "canton:" },
        { "finess_ej", "finess-ej:" }, { "region", "reg:" },
    };
    const char *prefix = "code:";

    for (size_t i = 0; i < sizeof prefixes / sizeof prefixes[0]; i++)
        if (strcmp(column->key, prefixes[i].key) == 0)
            prefix = prefixes[i].prefix;
    if (csv->excel && orb_csv_is_digits(text))
        orb_buf_text(csv->out, prefix);
    orb_csv_write_field(csv->out, text, csv->excel);
}

/* As many decimals as its column shows; a spreadsheet in French wants a comma. */
static void add_number(struct csv *csv, const struct orb_report_column *column,
                       double number)
{
    bool percent = column->type == ORB_REPORT_PERCENT;
    char text[ORB_NUMBER_LEN];
    char *point;

    if (percent && csv->excel)
        (void)orb_number_write_fixed(text, number * 100, column->decimals);
    else
        (void)orb_number_write_fixed(text, number,
                                     percent ? column->decimals + 2 : column->decimals);
    point = strchr(text, '.');
    if (csv->excel && point != NULL && csv->report->french)
        *point = ',';
    orb_buf_text(csv->out, text);
    if (percent && csv->excel)
        orb_buf_char(csv->out, '%');
}

static void add_value(struct csv *csv, const struct orb_report_column *column,
                      const struct orb_report_cell *cell)
{
    const struct orb_report_word *word = orb_report_word(column, cell);
    char day[ORB_DATE_LEN];

    switch (column->type) {
    case ORB_REPORT_INTEGER:
        orb_buf_printf(csv->out, "%" PRId64, cell->as.integer);
        break;
    case ORB_REPORT_DECIMAL:
    case ORB_REPORT_PERCENT:
        add_number(csv, column, cell->as.number);
        break;
    case ORB_REPORT_DATE:
        if (csv->excel)
            orb_report_write_date(csv->out, cell->as.date, csv->report->french);
        else
            orb_buf_text(csv->out, orb_date_write(day, cell->as.date));
        break;
    case ORB_REPORT_CODE:
        add_code(csv, column, cell->as.text);
        break;
    default:
        orb_csv_write_field(csv->out,
                            csv->excel && word != NULL ? orb_report_said(word->label)
                                                       : cell->as.text,
                            csv->excel);
    }
}

static void add_cell(struct csv *csv, const struct orb_report_column *column,
                     const struct orb_report_cell *cell)
{
    if (cell->state == ORB_REPORT_VALUE)
        add_value(csv, column, cell);
    else if (csv->excel)
        orb_csv_write_field(csv->out, orb_report_why(cell), true);
    else if (cell->state == ORB_REPORT_HIDDEN)
        orb_buf_text(csv->out, "hidden");
}

static void add_header(struct csv *csv, const struct orb_report_table *table)
{
    orb_csv_write_begin(csv->out, csv->excel);
    for (size_t c = 0; c < table->column_count; c++) {
        if (c > 0)
            orb_csv_write_separator(csv->out, csv->excel);
        orb_csv_write_field(csv->out,
                            csv->excel ? orb_report_said(table->columns[c].title)
                                       : table->columns[c].key,
                            csv->excel);
    }
    orb_csv_write_end(csv->out, csv->excel);
}

enum orb_status orb_report_write_csv(struct orb_output *out,
                                     const struct orb_report_table *table, bool excel,
                                     struct orb_error *err)
{
    struct csv csv = { &out->pending, table->report, excel };
    enum orb_status status = ORB_OK;

    add_header(&csv, table);
    for (size_t i = 0; i < table->row_count && status == ORB_OK; i++) {
        if (table->lines[i].total && !excel)
            continue;
        for (size_t c = 0; c < table->column_count; c++) {
            if (c > 0)
                orb_csv_write_separator(csv.out, excel);
            add_cell(&csv, &table->columns[c], orb_report_cell(table, i, c));
        }
        orb_csv_write_end(csv.out, excel);
        status = orb_output_flush(out, false, err);
    }
    return status == ORB_OK ? orb_buf_check(&out->pending, err) : status;
}
