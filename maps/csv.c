/* One row for each offer: RFC 4180 for programs, or what a French spreadsheet opens by a
 * double click. */
#include <string.h>

#include "engine/base/text.h"
#include "maps/csv_field.h"
#include "maps/offer_cells.h"
#include "maps/phone.h"
#include "maps/registry.h"

#define PHONE_MAX 64

struct csv {
    struct orb_output *output;
    struct orb_buf *out;
    bool excel;
};

static void add_phone(struct csv *csv, const char *text)
{
    char phone[PHONE_MAX];

    if (csv->excel && strlen(text) < sizeof phone)
        text = orb_phone_write(phone, sizeof phone, text);
    orb_csv_write_field(csv->out, text, csv->excel);
}

static void add_degrees(struct csv *csv, int64_t micro)
{
    size_t start = csv->out->len;

    orb_map_degrees(csv->out, micro);
    if (csv->excel && !csv->out->failed)
        *(char *)memchr(csv->out->data + start, '.', csv->out->len - start) = ',';
}

/* A spreadsheet drops the zeros before a number and rounds a SIRET: the prefix of an
 * identifier makes it a text. */
static void add_code(struct csv *csv, enum orb_column_number column, const char *text)
{
    static const struct {
        enum orb_column_number column;
        bool always; /* else only where zeros would go */
        const char *prefix;
    } prefixes[] = {
        { ORB_COL_COMMUNE, true, "insee:" },
        { ORB_COL_POSTCODE, true, "cp:" },
        { ORB_COL_DEPARTEMENT, true, "dep:" },
        { ORB_COL_SIRET, true, "siret:" },
        { ORB_COL_FINESS, true, "finess:" },
        { ORB_COL_FINESS_EJ, true, "finess-ej:" },
        { ORB_COL_CATEGORY, false, "cat:" },
        { ORB_COL_ZONE_COMMUNES, false, "insee:" },
        { ORB_COL_ZONE_DEPARTEMENTS, false, "dep:" },
    };

    for (size_t i = 0; csv->excel && i < sizeof prefixes / sizeof prefixes[0]; i++)
        if (prefixes[i].column == column && orb_csv_is_digits(text) &&
            (prefixes[i].always || text[0] == '0'))
            orb_buf_text(csv->out, prefixes[i].prefix);
    orb_csv_write_field(csv->out, text, csv->excel);
}

static void add_known(struct csv *csv, enum orb_column_number column,
                      const struct orb_cell *cell)
{
    char day[ORB_DATE_LEN];

    switch (orb_columns[column].kind) {
    case ORB_COLUMN_INTEGER:
        orb_buf_printf(csv->out, "%lld", (long long)cell->number);
        break;
    case ORB_COLUMN_DEGREES:
        add_degrees(csv, cell->number);
        break;
    case ORB_COLUMN_DATE:
        orb_buf_text(csv->out, orb_cell_day(day, (orb_date)cell->number, csv->excel));
        break;
    case ORB_COLUMN_FLAG:
        orb_buf_text(csv->out, csv->excel ? (cell->number != 0 ? "oui" : "non")
                                          : (cell->number != 0 ? "true" : "false"));
        break;
    case ORB_COLUMN_PHONE:
        add_phone(csv, cell->text);
        break;
    case ORB_COLUMN_CODE:
    case ORB_COLUMN_LIST:
        add_code(csv, column, cell->text);
        break;
    default:
        orb_csv_write_field(csv->out, cell->text, csv->excel);
    }
}

static void add_cell(struct csv *csv, enum orb_column_number column,
                     const struct orb_cell *cell)
{
    static const char *const french[] = { [ORB_CELL_UNKNOWN] = "inconnu",
                                          [ORB_CELL_NOT_APPLICABLE] = "sans objet",
                                          [ORB_CELL_NONE] = "aucun" };
    static const char *const plain[] = {
        [ORB_CELL_UNKNOWN] = "", [ORB_CELL_NOT_APPLICABLE] = "", [ORB_CELL_NONE] = "none"
    };

    if (cell->state == ORB_CELL_KNOWN)
        add_known(csv, column, cell);
    else
        orb_buf_text(csv->out, csv->excel ? french[cell->state] : plain[cell->state]);
}

static void add_header(struct csv *csv)
{
    orb_csv_write_begin(csv->out, csv->excel);
    for (size_t i = 0; i < ORB_COLUMNS; i++) {
        if (i > 0)
            orb_csv_write_separator(csv->out, csv->excel);
        orb_csv_write_field(csv->out,
                            csv->excel ? orb_columns[i].label[1] : orb_columns[i].name,
                            csv->excel);
    }
    orb_csv_write_end(csv->out, csv->excel);
}

static enum orb_status write_all(struct csv *csv, struct orb_cells *cells,
                                 struct orb_error *err)
{
    const struct orb_selection *s = cells->selection;
    struct orb_cell row[ORB_COLUMNS];
    enum orb_status status = ORB_OK;

    add_header(csv);
    for (uint32_t i = 0; i < s->catalogue->offer_count && status == ORB_OK; i++) {
        uint32_t offer = s->catalogue->by_id[i];

        if (!orb_selection_has(s, offer))
            continue;
        status = orb_cells_get(cells, offer, row, err);
        if (status != ORB_OK)
            break;
        for (size_t c = 0; c < ORB_COLUMNS; c++) {
            if (c > 0)
                orb_csv_write_separator(csv->out, csv->excel);
            add_cell(csv, (enum orb_column_number)c, &row[c]);
        }
        orb_csv_write_end(csv->out, csv->excel);
        status = orb_output_flush(csv->output, false, err);
    }
    return status == ORB_OK ? orb_buf_check(csv->out, err) : status;
}

static enum orb_status run(struct orb_output *out,
                           const struct orb_map_territory *territory,
                           const struct orb_export_options *options, struct orb_error *err)
{
    struct csv csv = { .output = out, .out = &out->pending, .excel = options->excel_fr };
    struct orb_selection selection = { 0 };
    struct orb_cells cells = { 0 };
    enum orb_status status =
        orb_selection_init(&selection, territory->catalogue, options, err);

    if (status == ORB_OK)
        status = orb_cells_init(&cells, &selection,
                                csv.excel ? ORB_CELL_FRENCH : ORB_CELL_TOKENS, err);
    if (status == ORB_OK)
        status = write_all(&csv, &cells, err);
    orb_cells_release(&cells);
    orb_selection_release(&selection);
    return status;
}

const struct orb_exporter orb_exporter_csv = {
    .name = "csv",
    .summary = N_("one row for each offer, for any program; --excel-fr for a spreadsheet"),
    .loses = N_(
        "contours, relations between organizations, accessibility, languages, professions, themes, temporary closures, costs and documents, how sure a way to receive people is, the records of each source"),
    .media_type = "text/csv",
    .extension = "csv",
    .takes = ORB_EXPORT_SELECTION | ORB_EXPORT_EXCEL,
    .run = run,
};
