/* A file of HSDS in JSON, or a folder that holds the tables of a package in CSV. The
 * package's datapackage.json says nothing that the tables do not, and may be a bare path.
 */
#include <stdio.h>
#include <string.h>

#include "engine/base/csv.h"
#include "engine/base/file.h"
#include "engine/base/text.h"
#include "importers/hsds.h"

enum { PATH_LEN = 4200 };

struct table {
    struct hsds *h;
    enum hsds_table table;
    struct orb_csv csv;
};

static enum orb_status read_header(struct table *t, struct orb_error *err)
{
    struct hsds_rows *rows = &t->h->tables[t->table];
    bool more = false;
    bool has_id = false;
    enum orb_status status = orb_csv_row(&t->csv, &more, err);

    if (status != ORB_OK)
        return status;
    rows->width = more ? (uint32_t)t->csv.field_count : 0;
    rows->names = orb_arena_array(&t->h->kept, rows->width + 1, sizeof *rows->names);
    for (size_t i = 0; rows->names != NULL && i < rows->width; i++) {
        rows->names[i] = orb_arena_strdup(&t->h->kept, orb_csv_field(&t->csv, i));
        if (rows->names[i] == NULL)
            return orb_error_memory(err);
        has_id = has_id || strcmp(rows->names[i], "id") == 0;
    }
    if (rows->names == NULL)
        return orb_error_memory(err);
    if (has_id)
        return ORB_OK;
    status = orb_error_set(err, ORB_ERR_SYNTAX,
                           _("this is not a table of HSDS: the first line must name id"));
    orb_error_at(err, "%s:1", t->h->file);
    return status;
}

static enum orb_status take_row(struct table *t, struct orb_error *err)
{
    struct hsds *h = t->h;
    const struct hsds_rows *rows = &h->tables[t->table];
    struct hsds_row row = { .file = h->file, .line = t->csv.line };
    struct hsds_cell *cells = orb_arena_array(&h->rows, rows->width + 1, sizeof *cells);
    enum orb_status status = ORB_OK;

    row.place = orb_arena_printf(&h->rows, "%s.csv line %lu",
                                 orb_hsds_names[t->table].plural, t->csv.line);
    row.cells = cells;
    if (cells == NULL || row.place == NULL)
        return orb_error_memory(err);
    if (t->csv.field_count > rows->width) {
        status =
            orb_report_count(h->report, "read", orb_hsds_names[t->table].plural, 1, err);
        return status == ORB_OK ? orb_hsds_tell(h, &row, "", HSDS_ROW_TOO_WIDE, err)
                                : status;
    }
    for (size_t i = 0; i < t->csv.field_count; i++) {
        const char *text = orb_csv_field(&t->csv, i);

        text = orb_hsds_trim(h, text, strlen(text), &status);
        if (status != ORB_OK)
            return orb_error_memory(err);
        if (text != NULL)
            cells[row.cell_count++] = (struct hsds_cell){ rows->names[i], text };
    }
    status = orb_hsds_add(h, t->table, row, err);
    orb_arena_clear(&h->rows);
    return status;
}

static enum orb_status read_table(struct hsds *h, enum hsds_table table, const char *path,
                                  struct orb_error *err)
{
    struct table t = { .h = h, .table = table };
    struct orb_input *in = NULL;
    bool more = true;
    enum orb_status status = orb_input_open(&in, path, err);

    h->file = h->tables[table].file = path;
    if (status == ORB_OK) {
        orb_csv_stream(&t.csv, orb_input_feed, in, ',');
        status = read_header(&t, err);
    }
    while (status == ORB_OK && more) {
        status = orb_csv_row(&t.csv, &more, err);
        if (status == ORB_OK && more)
            status = take_row(&t, err);
    }
    if (status != ORB_OK && err != NULL && strncmp(err->place, path, strlen(path)) != 0)
        orb_error_at(err, "%s", path);
    orb_csv_release(&t.csv);
    orb_input_close(in);
    return status;
}

/* "service_at_location.csv" in the package, "service_at_locations" everywhere else. */
static bool find_table(struct hsds *h, const char *folder, enum hsds_table table,
                       const char **path)
{
    const char *const names[] = { orb_hsds_names[table].plural,
                                  orb_hsds_names[table].singular };
    char text[PATH_LEN];

    for (size_t i = 0; i < 2; i++) {
        if (snprintf(text, sizeof text, "%s/%s.csv", folder, names[i]) >=
                (int)sizeof text ||
            !orb_file_exists(text))
            continue;
        *path = orb_arena_strdup(&h->kept, text);
        return true;
    }
    return false;
}

/* Tables that say nothing of what is done for people are told, not read. */
static enum orb_status tell_unread(struct hsds *h, const char *folder,
                                   struct orb_error *err)
{
    static const char *const names[] = { "funding.csv", "meta_table_descriptions.csv",
                                         "metadata.csv", "programs.csv" };
    char path[PATH_LEN];
    enum orb_status status = ORB_OK;

    for (size_t i = 0; status == ORB_OK && i < sizeof names / sizeof names[0]; i++)
        if (snprintf(path, sizeof path, "%s/%s", folder, names[i]) < (int)sizeof path &&
            orb_file_exists(path))
            status = orb_report_count(h->report, "note", names[i], 1, err);
    return status;
}

static enum orb_status read_folder(struct hsds *h, const char *folder,
                                   struct orb_error *err)
{
    bool any = false;
    enum orb_status status = orb_hsds_spill_open(h, err);

    for (enum hsds_table t = 0; status == ORB_OK && t < HSDS_TABLES; t++) {
        const char *path = NULL;

        if (!find_table(h, folder, t, &path))
            continue;
        any = any || t == HSDS_SERVICES || t == HSDS_ORGANIZATIONS;
        status = path == NULL ? orb_error_memory(err) : read_table(h, t, path, err);
    }
    if (status == ORB_OK && !any) {
        status =
            orb_error_set(err, ORB_ERR_SYNTAX,
                          _("the folder holds neither services.csv nor organizations.csv"));
        orb_error_at(err, "%s", folder);
    }
    if (status == ORB_OK)
        status = tell_unread(h, folder, err);
    return status == ORB_OK ? orb_hsds_flush(h, err) : status;
}

enum orb_status orb_hsds_read(struct hsds *h, const char *path, struct orb_error *err)
{
    char inside[PATH_LEN];
    enum orb_status status;

    if (snprintf(inside, sizeof inside, "%s/.", path) < (int)sizeof inside &&
        orb_file_exists(inside))
        return read_folder(h, path, err);
    status = orb_input_digest_path(path, h->digest, err);
    return status == ORB_OK ? orb_hsds_read_json(h, path, err) : status;
}
