/* The library tells most failures when it closes; those of the rows that wait on disk only
 * their file tells. */
#include "maps/xlsx_book.h"

#include <stdio.h>
#include <string.h>
#include <xlsxwriter.h>

#include "config.h"
#include "engine/base/alloc.h"
#include "engine/base/library.h"
#include "engine/base/quiet.h"
#include "engine/base/text.h"
#include "engine/base/utf8.h"

#define CELL_MAX   32767 /* characters of a cell */
#define SHEETS_MAX 32
#define DAY_S      86400
#define OLDEST_DAY (-25568) /* 1899-12-31: before it a sheet has no date */

#define FUNCTIONS(F)                                                                       \
    F(format_set_align)                                                                    \
    F(format_set_bg_color)                                                                 \
    F(format_set_bold)                                                                     \
    F(format_set_font_color)                                                               \
    F(format_set_font_size)                                                                \
    F(format_set_num_format)                                                               \
    F(format_set_top)                                                                      \
    F(format_set_text_wrap)                                                                \
    F(workbook_add_format)                                                                 \
    F(workbook_add_worksheet)                                                              \
    F(workbook_close)                                                                      \
    F(workbook_new_opt)                                                                    \
    F(workbook_set_properties)                                                             \
    F(worksheet_autofilter)                                                                \
    F(worksheet_freeze_panes)                                                              \
    F(worksheet_set_column)                                                                \
    F(worksheet_set_row)                                                                   \
    F(worksheet_write_datetime)                                                            \
    F(worksheet_write_number)                                                              \
    F(worksheet_write_string)

#define MEMBER(name) __typeof__(name) *name;
#define NAME(name)   #name,

struct functions {
    FUNCTIONS(MEMBER)
};

static const char *const functions[] = { FUNCTIONS(NAME) };
static const struct orb_library library = { "libxlsxwriter", ORB_XLSXWRITER_SONAME,
                                            functions,
                                            sizeof functions / sizeof functions[0] };

_Static_assert(sizeof(struct functions) == sizeof functions,
               "a pointer to a function takes the place of a pointer");

struct orb_xlsx {
    struct functions xlsx;
    lxw_workbook *book;
    lxw_worksheet *sheets[SHEETS_MAX];
    size_t sheet_count;
    lxw_format *formats[ORB_XLSX_STYLES];
    struct orb_buf cut;   /* a text too long for a cell */
    struct orb_buf clean; /* a text without what XML refuses */
    lxw_row_t row;        /* one more than the row being written */
    lxw_col_t column;
    enum orb_status status; /* of the first failure */
};

static void note(struct orb_xlsx *b, lxw_error error)
{
    if (error == LXW_NO_ERROR || b->status != ORB_OK)
        return;
    b->status = error == LXW_ERROR_MEMORY_MALLOC_FAILED ? ORB_ERR_MEMORY : ORB_ERR_IO;
}

static lxw_worksheet *sheet(const struct orb_xlsx *b)
{
    return b->sheets[b->sheet_count - 1];
}

/* The same for a line and for one of totals. */
static void set_format(const struct functions *x, lxw_format *format,
                       enum orb_xlsx_style style, bool french)
{
    static const char *const decimals[] = { "#,##0",       "#,##0.0",    "#,##0.00",
                                            "#,##0.000",   "#,##0.0000", "#,##0.00000",
                                            "#,##0.000000" };
    static const char *const percents[] = { "0%",      "0.0%",     "0.00%",    "0.000%",
                                            "0.0000%", "0.00000%", "0.000000%" };

    x->format_set_align(format, LXW_ALIGN_VERTICAL_TOP);
    if (style >= ORB_XLSX_PERCENT)
        x->format_set_num_format(format, percents[style - ORB_XLSX_PERCENT]);
    else if (style >= ORB_XLSX_DECIMALS)
        x->format_set_num_format(format, decimals[style - ORB_XLSX_DECIMALS]);
    else if (style == ORB_XLSX_COUNT)
        x->format_set_num_format(format, "#,##0");
    else if (style == ORB_XLSX_INTEGER)
        x->format_set_num_format(format, "0");
    else if (style == ORB_XLSX_DEGREES)
        x->format_set_num_format(format, "0.000000");
    else if (style == ORB_XLSX_DATE)
        x->format_set_num_format(format, french ? "dd/mm/yyyy" : "yyyy\\-mm\\-dd");
    else if (style == ORB_XLSX_PLAIN || style == ORB_XLSX_WRAPPED)
        x->format_set_num_format(format, "@");
    if (style == ORB_XLSX_WRAPPED || style == ORB_XLSX_HEADER)
        x->format_set_text_wrap(format);
}

static bool make_formats(struct orb_xlsx *b, bool french)
{
    const struct functions *x = &b->xlsx;

    for (size_t i = 0; i < ORB_XLSX_STYLES; i++) {
        b->formats[i] = x->workbook_add_format(b->book);
        if (b->formats[i] == NULL)
            return false;
        set_format(x, b->formats[i], (enum orb_xlsx_style)(i % ORB_XLSX_PLAIN_STYLES),
                   french);
        if (i >= ORB_XLSX_PLAIN_STYLES) {
            x->format_set_bold(b->formats[i]);
            x->format_set_top(b->formats[i], LXW_BORDER_THIN);
        }
    }
    x->format_set_bold(b->formats[ORB_XLSX_HEADER]);
    x->format_set_font_color(b->formats[ORB_XLSX_HEADER], 0xFFFFFF);
    x->format_set_bg_color(b->formats[ORB_XLSX_HEADER], 0x2B3A4F);
    x->format_set_bold(b->formats[ORB_XLSX_TITLE]);
    x->format_set_font_size(b->formats[ORB_XLSX_TITLE], 14);
    x->format_set_font_color(b->formats[ORB_XLSX_MUTED], 0x6B7687);
    x->format_set_font_color(b->formats[ORB_XLSX_TOTAL(ORB_XLSX_MUTED)], 0x6B7687);
    return true;
}

/* A copy that the library may change, as its types say. */
static char *copy(const char *text)
{
    char *out = orb_calloc(strlen(text) + 1, 1);

    if (out != NULL)
        memcpy(out, text, strlen(text));
    return out;
}

static enum orb_status set_facts(struct orb_xlsx *b, const struct orb_xlsx_facts *facts,
                                 struct orb_error *err)
{
    char program[] = "Orbite";
    char *title = copy(facts->title);
    char *comment = copy(facts->comment);
    orb_date day =
        facts->created == ORB_DATE_NONE ? orb_date_make(2000, 1, 1) : facts->created;
    lxw_doc_properties properties = { .title = title,
                                      .author = program,
                                      .comments = comment,
                                      .created = (time_t)day * DAY_S };
    enum orb_status status = ORB_OK;

    /* 0 means now: the first second of 1970 is not a date of a source. */
    if (properties.created == 0)
        properties.created = DAY_S;
    if (title == NULL || comment == NULL ||
        b->xlsx.workbook_set_properties(b->book, &properties) != LXW_NO_ERROR)
        status = orb_error_memory(err);
    orb_free(title);
    orb_free(comment);
    return status;
}

static enum orb_status start(struct orb_xlsx *b, const char *path,
                             const struct orb_xlsx_facts *facts, struct orb_error *err)
{
    char *folder = copy(facts->folder);
    lxw_workbook_options options = { .constant_memory = LXW_TRUE,
                                     .tmpdir = folder,
                                     .use_zip64 = LXW_FALSE };

    if (folder == NULL)
        return orb_error_memory(err);
    b->book = b->xlsx.workbook_new_opt(path, &options);
    orb_free(folder);
    if (b->book == NULL || !make_formats(b, facts->french))
        return orb_error_memory(err);
    return set_facts(b, facts, err);
}

enum orb_status orb_xlsx_new(struct orb_xlsx **out, const char *path,
                             const struct orb_xlsx_facts *facts, struct orb_error *err)
{
    struct orb_xlsx *b = orb_calloc(1, sizeof *b);
    enum orb_status status;

    if (b == NULL)
        return orb_error_memory(err);
    status = orb_library_open(&library, &b->xlsx, err);
    if (status == ORB_OK)
        status = start(b, path, facts, err);
    if (status != ORB_OK) {
        b->status = status;
        return orb_xlsx_close(b, NULL);
    }
    *out = b;
    return ORB_OK;
}

enum orb_status orb_xlsx_sheet(struct orb_xlsx *book, const char *name,
                               struct orb_error *err)
{
    lxw_worksheet *made;

    if (book->sheet_count == SHEETS_MAX)
        return orb_error_set(err, ORB_ERR_RANGE, _("the workbook has too many sheets"));
    made = book->xlsx.workbook_add_worksheet(book->book, name);
    if (made == NULL)
        return orb_error_memory(err);
    book->sheets[book->sheet_count++] = made;
    book->row = 0;
    book->column = 0;
    return ORB_OK;
}

void orb_xlsx_width(struct orb_xlsx *book, uint16_t column, double characters)
{
    note(book,
         book->xlsx.worksheet_set_column(sheet(book), column, column, characters, NULL));
}

void orb_xlsx_freeze(struct orb_xlsx *book)
{
    book->xlsx.worksheet_freeze_panes(sheet(book), 1, 0);
}

void orb_xlsx_filter(struct orb_xlsx *book, uint32_t rows, uint16_t columns)
{
    note(book, book->xlsx.worksheet_autofilter(sheet(book), 0, 0, rows == 0 ? 0 : rows - 1,
                                               (lxw_col_t)(columns - 1)));
}

void orb_xlsx_row(struct orb_xlsx *book)
{
    book->row++;
    book->column = 0;
}

/* Bytes of a character that no XML file may hold, however written; 0 when it is none. */
static size_t forbidden_len(const char *text)
{
    const unsigned char *c = (const unsigned char *)text;

    if (c[0] != '\0' && c[0] < ' ')
        return c[0] == '\t' || c[0] == '\n' || c[0] == '\r' ? 0 : 1;
    return c[0] == 0xef && c[1] == 0xbf && (c[2] == 0xbe || c[2] == 0xbf) ? 3 : 0;
}

/* "_x0041_" would be read as the character that it numbers. */
static bool is_escape(const char *text)
{
    if (text[0] != '_' || text[1] != 'x')
        return false;
    return strspn(text + 2, "0123456789abcdefABCDEF") == 4 && text[6] == '_';
}

/* The text as a workbook may hold it; NULL without memory. */
static const char *writable(struct orb_xlsx *b, const char *text)
{
    bool clean = true;

    for (const char *p = text; *p != '\0' && clean; p++)
        clean = forbidden_len(p) == 0 && !is_escape(p);
    if (clean)
        return text;
    orb_buf_clear(&b->clean);
    for (size_t len; *text != '\0'; text += len) {
        size_t forbidden = forbidden_len(text);

        len = forbidden > 0 ? forbidden : 1;
        if (forbidden > 0)
            orb_buf_text(&b->clean, "\xef\xbf\xbd");
        else if (is_escape(text))
            orb_buf_text(&b->clean, "_x005F_");
        else
            orb_buf_char(&b->clean, *text);
    }
    return orb_buf_check(&b->clean, NULL) == ORB_OK ? b->clean.data : NULL;
}

/* The text, or its beginning when a cell cannot hold it all; NULL without memory. */
static const char *fitting(struct orb_xlsx *b, const char *text)
{
    const char *end = text;
    size_t count = 0;

    if (strlen(text) <= CELL_MAX)
        return text;
    while (*end != '\0' && count < CELL_MAX - 1) {
        size_t len = orb_utf8_len(end);

        end += len == 0 ? 1 : len;
        count++;
    }
    if (*end == '\0')
        return text;
    orb_buf_clear(&b->cut);
    orb_buf_add(&b->cut, text, (size_t)(end - text));
    orb_buf_text(&b->cut, "…");
    return b->cut.failed ? NULL : b->cut.data;
}

void orb_xlsx_text(struct orb_xlsx *book, const char *text, enum orb_xlsx_style style)
{
    const char *cell = writable(book, text);

    if (cell != NULL)
        cell = fitting(book, cell);
    if (cell == NULL)
        note(book, LXW_ERROR_MEMORY_MALLOC_FAILED);
    else
        note(book,
             book->xlsx.worksheet_write_string(sheet(book), book->row - 1, book->column,
                                               cell, book->formats[style]));
    book->column++;
}

void orb_xlsx_number(struct orb_xlsx *book, double number, enum orb_xlsx_style style)
{
    note(book, book->xlsx.worksheet_write_number(sheet(book), book->row - 1, book->column++,
                                                 number, book->formats[style]));
}

void orb_xlsx_date(struct orb_xlsx *book, orb_date date, enum orb_xlsx_style style)
{
    char text[ORB_DATE_LEN];
    lxw_datetime when = { 0 };

    if (date <= OLDEST_DAY) {
        orb_xlsx_text(book, orb_date_write(text, date), ORB_XLSX_PLAIN);
        return;
    }
    orb_date_split(date, &when.year, &when.month, &when.day);
    note(book,
         book->xlsx.worksheet_write_datetime(sheet(book), book->row - 1, book->column++,
                                             &when, book->formats[style]));
}

enum orb_status orb_xlsx_close(struct orb_xlsx *book, struct orb_error *err)
{
    enum orb_status status;
    int quiet;

    if (book == NULL)
        return ORB_OK;
    for (size_t i = 0; i < book->sheet_count; i++) {
        FILE *rows = book->sheets[i]->optimize_tmpfile;

        if (rows != NULL && (fflush(rows) != 0 || ferror(rows)))
            note(book, LXW_ERROR_CREATING_TMPFILE);
    }
    quiet = orb_quiet_begin(); /* it tells its failures on standard error, too */
    if (book->book != NULL)
        note(book, book->xlsx.workbook_close(book->book));
    orb_quiet_end(quiet);
    status = book->status;
    orb_buf_release(&book->cut);
    orb_buf_release(&book->clean);
    orb_free(book);
    if (status == ORB_ERR_MEMORY)
        return orb_error_memory(err);
    if (status == ORB_ERR_IO)
        return orb_error_set(err, status,
                             _("the workbook cannot be written: the disk may be full"));
    return status;
}
