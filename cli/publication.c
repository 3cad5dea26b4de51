/* A cell is named by its table, the first text of its line and its column: the same from
 * one publication to the next. */
#include "cli/publication.h"

#include <string.h>

#include "engine/base/json.h"
#include "engine/base/text.h"
#include "maps/json_writer.h"

typedef enum orb_status (*cell_visit)(void *context, const char *name, int64_t value,
                                      struct orb_error *err);

/* Every count that is shown. */
static enum orb_status each_cell(const struct orb_report *report, cell_visit visit,
                                 void *context, struct orb_error *err)
{
    struct orb_buf name = { 0 };
    enum orb_status status = ORB_OK;

    for (size_t i = 0; i < report->table_count; i++) {
        const struct orb_report_table *t = report->tables[i];

        for (size_t at = 0; status == ORB_OK && at < t->cell_count; at++) {
            const struct orb_report_cell *cell = &t->cells[at];
            size_t row = at / t->column_count;
            size_t column = at % t->column_count;

            if (t->columns[column].persons != ORB_REPORT_PERSONS ||
                cell->state != ORB_REPORT_VALUE)
                continue;
            orb_buf_clear(&name);
            orb_buf_printf(&name, "%s/%s/%s", t->key,
                           t->lines[row].total ? "total"
                                               : orb_report_cell(t, row, 0)->as.text,
                           t->columns[column].key);
            status = orb_buf_check(&name, err);
            if (status == ORB_OK)
                status = visit(context, name.data, cell->as.integer, err);
        }
    }
    orb_buf_release(&name);
    return status;
}

static enum orb_status write_cell(void *context, const char *name, int64_t value,
                                  struct orb_error *err)
{
    (void)err;
    orb_jw_member_integer(context, name, value);
    return ORB_OK;
}

struct comparing {
    const struct orb_json *before; /* the cells of an earlier publication */
    const char *date;
    int k;
    bool differs;
};

static enum orb_status compare_cell(void *context, const char *name, int64_t value,
                                    struct orb_error *err)
{
    struct comparing *c = context;
    const struct orb_json *told = orb_json_get(c->before, name);
    int64_t difference = value - orb_json_integer(told);

    if (told == NULL) {
        c->differs = true;
        return ORB_OK;
    }
    c->differs = c->differs || difference != 0;
    if (difference == 0 || difference >= c->k || difference <= -c->k)
        return ORB_OK;
    return orb_error_set(
        err, ORB_ERR_UNSUPPORTED,
        _("a table of these persons was given on %s, and one of its counts differs from today's by less than %d: with both, somebody could be recognised; give the former table again, or wait"),
        c->date, c->k);
}

static enum orb_status compare_with(struct orb_vault *vault, size_t index,
                                    const struct orb_report *report, bool *same,
                                    struct orb_error *err)
{
    struct comparing c = { .k = report->threshold };
    struct orb_json *document = NULL;
    const char *text;
    size_t len;
    enum orb_status status = orb_vault_publication_read(vault, index, &text, &len, err);

    if (status == ORB_OK)
        status = orb_json_parse(&document, text, len, err);
    if (status == ORB_OK) {
        c.before = orb_json_get(document, "cells");
        c.date = orb_json_text(orb_json_get(document, "date"));
        c.date = c.date == NULL ? "?" : c.date;
        status = each_cell(report, compare_cell, &c, err);
        *same = *same || (status == ORB_OK && !c.differs);
    }
    orb_json_free(document);
    return status;
}

enum orb_status cli_publication_keep(struct orb_vault *vault,
                                     const struct orb_report *report, const char *class_,
                                     orb_date today, struct orb_error *err)
{
    struct orb_json_writer w;
    struct orb_buf text = { 0 };
    bool same = false;
    enum orb_status status = ORB_OK;

    for (size_t i = 0; status == ORB_OK && i < orb_vault_publication_count(vault); i++)
        status = compare_with(vault, i, report, &same, err);
    if (status != ORB_OK || same)
        return status;
    orb_jw_init_buf(&w, &text, 0);
    orb_jw_open_object(&w);
    orb_jw_member_text(&w, "orbite", "publication/1");
    orb_jw_member_text(&w, "class", class_);
    orb_jw_member_date(&w, "date", today);
    orb_jw_member_integer(&w, "k", report->threshold);
    orb_jw_key(&w, "cells");
    orb_jw_open_object(&w);
    status = each_cell(report, write_cell, &w, err);
    if (status == ORB_OK) {
        orb_jw_close(&w);
        orb_jw_close(&w);
        status = orb_jw_end(&w, err);
    }
    if (status == ORB_OK)
        status = orb_vault_publication_add(vault, text.data, text.len, err);
    orb_buf_release(&text);
    return status;
}
