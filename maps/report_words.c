/* Typography of numbers: U+202F between thousands and U+00A0 before "%" in French. */
#include "maps/report_words.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "engine/base/number.h"
#include "engine/base/text.h"

#define THIN_BLANK  "\xe2\x80\xaf"
#define FIXED_BLANK "\xc2\xa0"
#define MINUS       "\xe2\x88\x92"

/* Digits with their thousands apart, from five on; before the point only. */
static void add_digits(struct orb_buf *out, const char *digits, bool french)
{
    size_t whole = strcspn(digits, ".");

    if (digits[0] == '-') {
        orb_buf_text(out, MINUS);
        digits++;
        whole--;
    }
    for (size_t i = 0; i < whole; i++) {
        if (i > 0 && whole > 4 && (whole - i) % 3 == 0)
            orb_buf_text(out, french ? THIN_BLANK : ",");
        orb_buf_char(out, digits[i]);
    }
    if (digits[whole] != '\0') {
        orb_buf_char(out, french ? ',' : '.');
        orb_buf_text(out, digits + whole + 1);
    }
}

void orb_report_write_integer(struct orb_buf *out, int64_t integer, bool french)
{
    char digits[ORB_NUMBER_LEN];

    (void)snprintf(digits, sizeof digits, "%" PRId64, integer);
    add_digits(out, digits, french);
}

void orb_report_write_number(struct orb_buf *out, double number, int decimals, bool french)
{
    char digits[ORB_NUMBER_LEN];

    if (number >= 1e15 || number <= -1e15)
        (void)orb_number_write(digits, number);
    else
        (void)orb_number_write_fixed(digits, number, decimals);
    add_digits(out, digits, french);
}

void orb_report_write_date(struct orb_buf *out, orb_date date, bool french)
{
    char text[ORB_DATE_LEN];
    int year;
    int month;
    int day;

    if (date == ORB_DATE_NONE) {
        orb_buf_text(out, _("unknown"));
        return;
    }
    orb_date_split(date, &year, &month, &day);
    if (french)
        orb_buf_printf(out, "%02d/%02d/%04d", day, month, year);
    else
        orb_buf_text(out, orb_date_write(text, date));
}

const struct orb_report_word *orb_report_word(const struct orb_report_column *column,
                                              const struct orb_report_cell *cell)
{
    if (column->words == NULL || cell->state != ORB_REPORT_VALUE)
        return NULL;
    for (const struct orb_report_word *w = column->words; w->token != NULL; w++)
        if (strcmp(w->token, cell->as.text) == 0)
            return w;
    return NULL;
}

bool orb_report_is_right(const struct orb_report_column *column)
{
    return column->type == ORB_REPORT_INTEGER || column->type == ORB_REPORT_DECIMAL ||
           column->type == ORB_REPORT_PERCENT;
}

const char *orb_report_said(const char *text)
{
    return text == NULL || text[0] == '\0' ? "" : _(text);
}

static void add_value(struct orb_buf *out, const struct orb_report *report,
                      const struct orb_report_column *column,
                      const struct orb_report_cell *cell)
{
    const struct orb_report_word *word;

    switch (column->type) {
    case ORB_REPORT_INTEGER:
        orb_report_write_integer(out, cell->as.integer, report->french);
        break;
    case ORB_REPORT_DECIMAL:
        orb_report_write_number(out, cell->as.number, column->decimals, report->french);
        break;
    case ORB_REPORT_PERCENT:
        orb_report_write_number(out, cell->as.number * 100, column->decimals,
                                report->french);
        orb_buf_text(out, report->french ? FIXED_BLANK "%" : "%");
        break;
    case ORB_REPORT_DATE:
        orb_report_write_date(out, cell->as.date, report->french);
        break;
    default:
        word = orb_report_word(column, cell);
        orb_buf_text(out, word != NULL ? orb_report_said(word->label) : cell->as.text);
    }
}

const char *orb_report_why(const struct orb_report_cell *cell)
{
    static const char *const words[] = { [ORB_REPORT_VALUE] = "",
                                         [ORB_REPORT_UNKNOWN] = N_("unknown"),
                                         [ORB_REPORT_NONE] = N_("not applicable"),
                                         [ORB_REPORT_HIDDEN] = N_("hidden") };

    return orb_report_said(cell->state == ORB_REPORT_NONE && cell->as.text != NULL
                               ? cell->as.text
                               : words[cell->state]);
}

void orb_report_write_cell(struct orb_buf *out, const struct orb_report *report,
                           const struct orb_report_column *column,
                           const struct orb_report_cell *cell)
{
    switch (cell->state) {
    case ORB_REPORT_UNKNOWN:
        orb_buf_char(out, '?');
        break;
    case ORB_REPORT_NONE:
        orb_buf_text(out, cell->as.text == NULL ? "–" : orb_report_said(cell->as.text));
        break;
    case ORB_REPORT_HIDDEN:
        orb_buf_text(out, _("hidden"));
        break;
    default:
        add_value(out, report, column, cell);
    }
}

const char *orb_report_level_label(enum orb_mesh level)
{
    static const char *const labels[ORB_MESH_LEVELS] = {
        [ORB_MESH_COMMUNE] = N_("communes"),
        [ORB_MESH_EPCI] = N_("intercommunalities (EPCI)"),
        [ORB_MESH_LIFE_AREA] = N_("life areas (bassins de vie)"),
        [ORB_MESH_CANTON] = N_("cantons"),
        [ORB_MESH_DEPARTEMENT] = N_("départements"),
        [ORB_MESH_REGION] = N_("regions"),
    };

    return _(labels[level]);
}

const char *orb_report_legend_name(enum orb_report_legend legend)
{
    static const char *const names[] = { [ORB_REPORT_QUANTILE] = "quantile",
                                         [ORB_REPORT_CATEGORIES] = "categories",
                                         [ORB_REPORT_ORDERED] = "ordered",
                                         [ORB_REPORT_DIVERGING] = "diverging" };

    return names[legend];
}

void orb_report_write_source(struct orb_buf *out, const struct orb_report_source *source,
                             bool french)
{
    bool dated = source->date != ORB_DATE_NONE;

    orb_buf_text(out, source->attribution);
    if (source->licence == NULL && !dated)
        return;
    orb_buf_text(out, " (");
    orb_buf_text(out, source->licence == NULL ? "" : source->licence);
    if (dated) {
        orb_buf_text(out, source->licence == NULL ? "" : ", ");
        orb_report_write_date(out, source->date, french);
    }
    orb_buf_char(out, ')');
}

/* ---- states */

static unsigned states_of(const struct orb_report_table *table)
{
    unsigned states = 0;

    for (size_t i = 0; i < table->cell_count; i++)
        if (table->cells[i].state != ORB_REPORT_NONE || table->cells[i].as.text == NULL)
            states |= 1U << table->cells[i].state;
    return states;
}

static void separate(struct orb_buf *out, size_t start, bool french)
{
    if (out->len > start)
        orb_buf_text(out, french ? FIXED_BLANK "; " : "; ");
}

void orb_report_write_states(struct orb_buf *out, const struct orb_report *report,
                             const struct orb_report_table *only)
{
    const size_t start = out->len;
    unsigned states = 0;

    for (size_t i = 0; i < report->table_count; i++)
        if (only == NULL || only == report->tables[i])
            states |= states_of(report->tables[i]);
    if ((states & 1U << ORB_REPORT_UNKNOWN) != 0)
        orb_buf_text(out, _("? = unknown"));
    if ((states & 1U << ORB_REPORT_NONE) != 0) {
        separate(out, start, report->french);
        orb_buf_text(out, _("– = the question does not arise"));
    }
    if ((states & 1U << ORB_REPORT_HIDDEN) != 0) {
        separate(out, start, report->french);
        orb_buf_printf(
            out,
            _("hidden = fewer than %d persons, or a figure that would let one work it out"),
            report->threshold);
    }
    if (out->len > start)
        orb_buf_char(out, '.');
}
