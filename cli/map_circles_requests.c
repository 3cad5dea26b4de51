/* Requests that a platform received, counted by hand: a small file, where every row must be
 * understood. */
#include <string.h>

#include "cli/map_circles.h"
#include "engine/base/csv.h"
#include "engine/base/file.h"
#include "engine/base/number.h"
#include "engine/base/text.h"

#define FILE_CAP  ((size_t)1024 * 1024)
#define COUNT_MAX 1000000

enum column { FAMILY, RECEIVED, COVERED, COLUMNS };

static const char *const names[COLUMNS] = { "famille", "demandes", "couvertes" };

/* 0 to 7, from "3" or "L3". */
static int family_of(const char *text)
{
    if (text[0] == 'L' || text[0] == 'l')
        text++;
    return text[0] >= '1' && text[0] <= '8' && text[1] == '\0' ? text[0] - '1' : -1;
}

static enum orb_status read_count(int32_t *out, const char *text, const char *name,
                                  struct orb_error *err)
{
    int64_t value;

    if (!orb_integer_parse(&value, text, strlen(text), 0, COUNT_MAX))
        return orb_error_set(err, ORB_ERR_SYNTAX,
                             _("'%s' in the column '%s' is not a number of requests"), text,
                             name);
    *out = (int32_t)value;
    return ORB_OK;
}

static enum orb_status read_row(struct orb_circle_requests *out, const struct orb_csv *csv,
                                const size_t *columns, struct orb_error *err)
{
    const char *name = orb_csv_field(csv, columns[FAMILY]);
    int family = family_of(name);
    struct orb_circle_requests row;
    enum orb_status status;

    if (family < 0)
        return orb_error_set(err, ORB_ERR_SYNTAX,
                             _("'%s' is no family of services; they are L1 to L8"), name);
    if (out[family].received >= 0)
        return orb_error_set(err, ORB_ERR_SYNTAX, _("the family '%s' comes twice"), name);
    status = read_count(&row.received, orb_csv_field(csv, columns[RECEIVED]),
                        names[RECEIVED], err);
    if (status == ORB_OK)
        status = read_count(&row.covered, orb_csv_field(csv, columns[COVERED]),
                            names[COVERED], err);
    if (status == ORB_OK && row.covered > row.received)
        return orb_error_set(err, ORB_ERR_RANGE,
                             _("%d requests covered of %d received is too many"),
                             (int)row.covered, (int)row.received);
    if (status == ORB_OK)
        out[family] = row;
    return status;
}

static enum orb_status read_rows(struct orb_circle_requests *out, struct orb_csv *csv,
                                 struct orb_error *err)
{
    size_t columns[COLUMNS];
    bool more = false;
    enum orb_status status = orb_csv_row(csv, &more, err);

    if (status != ORB_OK)
        return status;
    for (unsigned i = 0; i < COLUMNS; i++) {
        columns[i] = more ? orb_csv_find(csv, names[i]) : SIZE_MAX;
        if (columns[i] == SIZE_MAX)
            return orb_error_set(err, ORB_ERR_SYNTAX,
                                 _("there is no column '%s' (famille;demandes;couvertes)"),
                                 names[i]);
    }
    while ((status = orb_csv_row(csv, &more, err)) == ORB_OK && more) {
        status = read_row(out, csv, columns, err);
        if (status != ORB_OK) {
            orb_error_at(err, "%lu", csv->line);
            return status;
        }
    }
    return status;
}

enum orb_status
cli_circle_requests_read(struct orb_circle_requests out[ORB_CIRCLE_FAMILIES],
                         const char *path, struct orb_error *err)
{
    struct orb_buf text = { 0 };
    struct orb_csv csv = { 0 };
    enum orb_status status = orb_file_read(&text, path, FILE_CAP, err);

    if (status != ORB_OK) {
        orb_buf_release(&text);
        return status;
    }
    orb_csv_memory(&csv, text.data == NULL ? "" : text.data, text.len, '\0');
    status = read_rows(out, &csv, err);
    if (status != ORB_OK)
        orb_error_at(err, "%s", path);
    orb_csv_release(&csv);
    orb_buf_release(&text);
    return status;
}

void cli_circle_requests_protect(struct orb_circle_requests requests[ORB_CIRCLE_FAMILIES],
                                 int k)
{
    for (int i = 0; i < ORB_CIRCLE_FAMILIES; i++) {
        struct orb_circle_requests *r = &requests[i];

        if (k > 0 && r->received >= 0 && (r->covered < k || r->received - r->covered < k))
            *r = (struct orb_circle_requests){ ORB_CIRCLE_REQUESTS_HIDDEN, 0 };
    }
}
