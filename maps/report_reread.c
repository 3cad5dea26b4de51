/* What is read is checked first: a count that was spoilt would protect nobody. */
#include "maps/report_reread.h"

#include <stdio.h>
#include <string.h>

#include "engine/base/text.h"
#include "maps/report_names.h"

enum { THRESHOLD_MAX = 999, AFTER_MAX = 1000000 };

/* A table, and where one is in it. */
struct rereading {
    struct orb_report_table *out;
    const struct orb_report_table *as;
    const struct orb_json *table;
    struct orb_strmap lines; /* what tells one from another */
    struct orb_buf line;
    bool totals;    /* among its lines of totals */
    char place[64]; /* "/tables/2/rows/5" */
    struct orb_error *err;
};

static enum orb_status fail(struct orb_error *err, const char *place, const char *key,
                            const char *sentence)
{
    enum orb_status status = orb_error_set(err, ORB_ERR_SYNTAX, "%s", sentence);

    orb_error_at(err, "%s%s%s", place, key[0] == '\0' ? "" : "/", key);
    return status;
}

static bool is_type(const struct orb_json *value, enum orb_json_type type)
{
    return value != NULL && orb_json_type(value) == type;
}

static bool is_whole(const struct orb_json *value, int64_t least, int64_t most)
{
    return is_type(value, ORB_JSON_INTEGER) && orb_json_integer(value) >= least &&
           orb_json_integer(value) <= most;
}

static bool is_text(const struct orb_json *value, const char *text)
{
    return orb_json_text(value) != NULL && strcmp(orb_json_text(value), text) == 0;
}

/* ---- cells */

/* A later version may have more columns. */
static bool has_column(const struct orb_json *table, const char *key)
{
    const struct orb_json *list = orb_json_get(table, "columns");

    for (size_t i = 0; i < orb_json_count(list); i++)
        if (is_text(orb_json_get(orb_json_at(list, i), "key"), key))
            return true;
    return false;
}

static bool has_text(const struct orb_json *list, const char *text)
{
    for (size_t i = 0; i < orb_json_count(list); i++)
        if (is_text(orb_json_at(list, i), text))
            return true;
    return false;
}

static bool is_word(const struct orb_report_column *column, const char *text)
{
    const struct orb_report_word *word = column->words;

    while (word != NULL && word->token != NULL && strcmp(word->token, text) != 0)
        word++;
    return word == NULL || word->token != NULL;
}

/* How a line is without a name. */
static enum orb_report_state lack_of(const struct orb_json *row, const char *key)
{
    return has_text(orb_json_get(row, "not_applicable"), key) ? ORB_REPORT_NONE
                                                              : ORB_REPORT_UNKNOWN;
}

/* Under another name, or none, a count would be compared with nothing. */
static enum orb_status read_name(struct rereading *r, const struct orb_json *row,
                                 const struct orb_report_column *column)
{
    const struct orb_json *value = orb_json_get(row, column->key);
    const char *text = orb_json_text(value);

    if (r->totals && !orb_json_is_null(value))
        return fail(r->err, r->place, column->key,
                    _("a line of totals has nothing here: null is expected"));
    if (!r->totals && (text == NULL || text[0] == '\0') &&
        (!orb_json_is_null(value) || column->lacks != lack_of(row, column->key)))
        return fail(r->err, r->place, column->key, _("a text is expected here"));
    if (text != NULL && !is_word(column, text))
        return fail(r->err, r->place, column->key,
                    _("one of the words of this column is expected here"));
    orb_report_text(r->out, text);
    return ORB_OK;
}

/* A count that is not there says why. */
static enum orb_status read_count(struct rereading *r, const struct orb_json *row,
                                  const char *key)
{
    const struct orb_json *value = orb_json_get(row, key);
    bool hidden = has_text(orb_json_get(row, "hidden"), key);

    if (hidden || has_text(orb_json_get(row, "not_applicable"), key))
        orb_report_none(r->out);
    else if (is_whole(value, r->out->report->threshold, ORB_REPORT_REREAD_PERSONS))
        orb_report_integer(r->out, orb_json_integer(value));
    else
        return fail(
            r->err, r->place, key,
            _("a count of persons is expected here, a whole number that may be shown"));
    if (hidden && !r->out->report->failed)
        r->out->cells[r->out->next - 1].state = ORB_REPORT_HIDDEN;
    return ORB_OK;
}

static enum orb_status read_cell(struct rereading *r, const struct orb_json *row,
                                 const struct orb_report_column *column)
{
    bool names = orb_report_names_line(column);

    if ((!names && column->persons != ORB_REPORT_PERSONS) ||
        !has_column(r->table, column->key)) {
        orb_report_none(r->out);
        return ORB_OK;
    }
    if (orb_json_get(row, column->key) == NULL)
        return fail(r->err, r->place, column->key, _("this key is missing"));
    return names ? read_name(r, row, column) : read_count(r, row, column->key);
}

/* ---- lines */

/* What says why a value is not there names values that are not there. */
static enum orb_status check_absent(const struct rereading *r, const struct orb_json *row,
                                    const char *key)
{
    const struct orb_json *list = orb_json_get(row, key);

    if (list != NULL && !is_type(list, ORB_JSON_ARRAY))
        return fail(r->err, r->place, key, _("a list is expected here"));
    for (size_t i = 0; i < orb_json_count(list); i++) {
        const char *name = orb_json_text(orb_json_at(list, i));

        if (name == NULL || !is_type(orb_json_get(row, name), ORB_JSON_NULL))
            return fail(r->err, r->place, key,
                        _("only keys of this line whose value is null may stand here"));
    }
    return ORB_OK;
}

/* Lines differ by more than their counts. */
static enum orb_status check_line(struct rereading *r, const struct orb_json *row)
{
    uint32_t number;
    size_t count = r->lines.count;
    enum orb_status status;

    orb_buf_clear(&r->line);
    orb_buf_text(&r->line, r->totals ? "total" : "");
    for (size_t c = 0; c < r->as->column_count; c++)
        if (r->as->columns[c].persons == ORB_REPORT_NOT_PERSONS) {
            orb_buf_char(&r->line, '\n');
            if (orb_json_get(row, r->as->columns[c].key) != NULL)
                orb_json_write(&r->line, orb_json_get(row, r->as->columns[c].key));
        }
    status = orb_buf_check(&r->line, r->err);
    if (status == ORB_OK &&
        orb_strmap_add(&r->lines, r->line.data, r->line.len, &number) != ORB_OK)
        return orb_error_memory(r->err);
    return status == ORB_OK && number < count
               ? fail(r->err, r->place, "", _("this line stands twice"))
               : status;
}

/* Is what is shown of a whole all of it, or less where something is hidden? */
static bool adds_up(const struct orb_report_table *t, size_t row, size_t whole)
{
    const struct orb_report_cell *all = orb_report_cell(t, row, whole);
    int64_t shown = 0;
    bool complete = true, any = false;

    for (size_t c = 0; c < t->column_count; c++) {
        const struct orb_report_cell *cell = orb_report_cell(t, row, c);

        if (t->columns[c].part_of == NULL || t->columns[c].persons != ORB_REPORT_PERSONS ||
            strcmp(t->columns[c].part_of, t->columns[whole].key) != 0)
            continue;
        any = true;
        if (cell->state == ORB_REPORT_VALUE)
            shown += cell->as.integer;
        else
            complete = false;
    }
    return !any || all->state != ORB_REPORT_VALUE || shown == all->as.integer ||
           (!complete && shown < all->as.integer);
}

static enum orb_status check_sums(const struct rereading *r, size_t row)
{
    for (size_t c = 0; c < r->out->column_count; c++)
        if (r->out->columns[c].persons == ORB_REPORT_PERSONS && !adds_up(r->out, row, c))
            return fail(r->err, r->place, r->out->columns[c].key,
                        _("this count is not the sum of its parts"));
    return ORB_OK;
}

/* Is it the rest of a table, by its code? */
static bool is_rest(const struct rereading *r, size_t row)
{
    const char *code = orb_report_code_of(r->out, row);

    for (size_t line = 0; code != NULL && line < r->as->row_count; line++) {
        const char *rest = r->as->lines[line].rest ? orb_report_code_of(r->as, line) : NULL;

        if (rest != NULL && strcmp(rest, code) == 0)
            return true;
    }
    return false;
}

static enum orb_status read_row(struct rereading *r, const struct orb_json *row)
{
    uint32_t line;
    enum orb_status status;

    if (!is_type(row, ORB_JSON_OBJECT))
        return fail(r->err, r->place, "", _("an object is expected here"));
    status = check_line(r, row);
    if (status == ORB_OK)
        status = check_absent(r, row, "hidden");
    if (status == ORB_OK)
        status = check_absent(r, row, "not_applicable");
    line = r->totals ? orb_report_total_row(r->out) : orb_report_row(r->out);
    for (size_t c = 0; c < r->as->column_count && status == ORB_OK; c++)
        status = read_cell(r, row, &r->as->columns[c]);
    if (status != ORB_OK || r->out->report->failed)
        return status;
    r->out->lines[line].rest = !r->totals && is_rest(r, line);
    return check_sums(r, line);
}

/* ---- tables */

static enum orb_status read_list(struct rereading *r, size_t number, const char *key)
{
    const struct orb_json *list = orb_json_get(r->table, key);
    enum orb_status status = ORB_OK;

    r->totals = strcmp(key, "totals") == 0;
    (void)snprintf(r->place, sizeof r->place, "/tables/%zu", number);
    if (!is_type(list, ORB_JSON_ARRAY))
        return fail(r->err, r->place, key, _("a list is expected here"));
    for (size_t i = 0; i < orb_json_count(list) && status == ORB_OK; i++) {
        (void)snprintf(r->place, sizeof r->place, "/tables/%zu/%s/%zu", number, key, i);
        status = read_row(r, orb_json_at(list, i));
    }
    return status;
}

static bool counts_persons(const struct orb_report_table *table)
{
    for (size_t c = 0; c < table->column_count; c++)
        if (table->columns[c].persons == ORB_REPORT_PERSONS)
            return true;
    return false;
}

static enum orb_status read_table(struct orb_report *out, const struct orb_json *table,
                                  const struct orb_report *as, size_t number,
                                  struct orb_error *err)
{
    const char *key = orb_json_text(orb_json_get(table, "key"));
    struct rereading r = { .as = key == NULL ? NULL : orb_report_find_table(as, key),
                           .table = table,
                           .err = err };
    enum orb_status status;

    (void)snprintf(r.place, sizeof r.place, "/tables/%zu", number);
    if (key == NULL)
        return fail(err, r.place, "key", _("a text is expected here"));
    if (r.as == NULL || !counts_persons(r.as))
        return ORB_OK;
    if (orb_report_find_table(out, key) != NULL)
        return fail(err, r.place, "key", _("this table stands twice"));
    if (!is_type(orb_json_get(table, "columns"), ORB_JSON_ARRAY))
        return fail(err, r.place, "columns", _("a list is expected here"));
    r.out = orb_report_add_table(out, r.as->key, r.as->title, r.as->columns,
                                 r.as->column_count);
    status = read_list(&r, number, "rows");
    if (status == ORB_OK)
        status = read_list(&r, number, "totals");
    orb_strmap_release(&r.lines);
    orb_buf_release(&r.line);
    return status;
}

/* A whole number that may be absent: out is then left as it is. */
static enum orb_status read_number(int *out, const struct orb_json *document,
                                   const char *key, int most, struct orb_error *err)
{
    const struct orb_json *value = orb_json_get(document, key);

    if (value != NULL && !is_whole(value, 1, most))
        return fail(err, "", key, _("a whole number in range is expected here"));
    if (value != NULL)
        *out = (int)orb_json_integer(value);
    return ORB_OK;
}

static enum orb_status read_head(struct orb_report *out, const struct orb_json *document,
                                 struct orb_error *err)
{
    const struct orb_json *day = orb_json_get(document, "reference_date");
    enum orb_status status;

    if (!is_type(day, ORB_JSON_NULL) &&
        (!is_type(day, ORB_JSON_STRING) ||
         !orb_date_parse(&out->date, orb_json_text(day), orb_json_text_len(day))))
        return fail(err, "", "reference_date",
                    _("a date written YYYY-MM-DD is expected here"));
    status =
        read_number(&out->threshold, document, "persons_threshold", THRESHOLD_MAX, err);
    return status == ORB_OK
               ? read_number(&out->after, document, "persons_after", AFTER_MAX, err)
               : status;
}

enum orb_status orb_report_reread(struct orb_report *out, const struct orb_json *document,
                                  const struct orb_report *as, struct orb_error *err)
{
    const struct orb_json *tables = orb_json_get(document, "tables");
    enum orb_status status;

    orb_report_init(out, as->key, ORB_DATE_NONE, as->french);
    status = read_head(out, document, err);
    if (status == ORB_OK && !is_type(tables, ORB_JSON_ARRAY))
        status = fail(err, "", "tables", _("a list is expected here"));
    for (size_t i = 0; i < orb_json_count(tables) && status == ORB_OK; i++)
        status = read_table(out, orb_json_at(tables, i), as, i, err);
    return status == ORB_OK ? orb_report_check(out, err) : status;
}
