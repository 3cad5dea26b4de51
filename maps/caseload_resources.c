/* Column by column: compressed, a mark takes a few bytes where its drawing takes a hundred.
 */
#include <inttypes.h>

#include "maps/caseload_page.h"

/* Numbers of the rows of every person, one person after the other. */
struct column {
    const char *name;
    bool drawn; /* of marks alone */
    int64_t (*get)(const struct orb_caseload_writing *w,
                   const struct orb_caseload_row *row);
};

static int64_t get_row(const struct orb_caseload_writing *w,
                       const struct orb_caseload_row *row)
{
    return w->rows[row->offer];
}

static int64_t get_class(const struct orb_caseload_writing *w,
                         const struct orb_caseload_row *row)
{
    (void)w;
    return row->class_;
}

static int64_t get_circle(const struct orb_caseload_writing *w,
                          const struct orb_caseload_row *row)
{
    (void)w;
    return row->circle;
}

static int64_t get_needs(const struct orb_caseload_writing *w,
                         const struct orb_caseload_row *row)
{
    (void)w;
    return (int64_t)(row->needs & ((UINT64_C(1) << ORB_CASELOAD_NEEDS) - 1));
}

static int64_t get_minutes(const struct orb_caseload_writing *w,
                           const struct orb_caseload_row *row)
{
    (void)w;
    return row->minutes;
}

static int64_t get_estimate(const struct orb_caseload_writing *w,
                            const struct orb_caseload_row *row)
{
    (void)w;
    return row->estimate;
}

static int64_t sentence(uint32_t number)
{
    return number == ORB_STRMAP_NONE ? -1 : (int64_t)number;
}

static int64_t get_reasons(const struct orb_caseload_writing *w,
                           const struct orb_caseload_row *row)
{
    (void)w;
    return sentence(row->reasons);
}

static int64_t get_levers(const struct orb_caseload_writing *w,
                          const struct orb_caseload_row *row)
{
    (void)w;
    return sentence(row->levers);
}

static int64_t get_cell(const struct orb_caseload_writing *w,
                        const struct orb_caseload_row *row)
{
    (void)w;
    return row->cell;
}

static int64_t get_x(const struct orb_caseload_writing *w,
                     const struct orb_caseload_row *row)
{
    (void)w;
    return row->x;
}

static int64_t get_y(const struct orb_caseload_writing *w,
                     const struct orb_caseload_row *row)
{
    (void)w;
    return row->y;
}

static int64_t get_r(const struct orb_caseload_writing *w,
                     const struct orb_caseload_row *row)
{
    (void)w;
    return row->r;
}

static const struct column columns[] = {
    { "row", false, get_row },
    { "class", false, get_class },
    { "circle", false, get_circle },
    { "needs", false, get_needs },
    { "minutes", false, get_minutes },
    { "estimate", false, get_estimate },
    { "reasons", false, get_reasons },
    { "levers", false, get_levers },
    { "cell", true, get_cell },
    { "x", true, get_x },
    { "y", true, get_y },
    { "r", true, get_r },
};

static enum orb_status write_column(const struct orb_stream *stream,
                                    const struct orb_caseload_writing *w,
                                    const struct column *column, struct orb_error *err)
{
    enum orb_status status = ORB_OK;
    bool first = true;

    orb_buf_printf(stream->buf, ",\n\"%s\":[", column->name);
    for (size_t i = 0; i < w->page->count && status == ORB_OK; i++) {
        const struct orb_caseload_answer *a = &w->page->answers[i];

        for (size_t k = 0; k < (column->drawn ? a->drawn : a->count); k++) {
            orb_buf_printf(stream->buf, "%s%" PRId64, first ? "" : ",",
                           column->get(w, &a->rows[k]));
            first = false;
        }
        status = orb_stream_flush(stream, false, err);
    }
    orb_buf_text(stream->buf, "]");
    return status;
}

/* ---- one entry for each person */

static void write_person(struct orb_buf *out, const struct orb_caseload_answer *a)
{
    orb_buf_printf(out,
                   "{\"count\":%zu,\"drawn\":%zu,\"empty\":%" PRIu32
                   ",\"outside\":%u,\"totals\":[",
                   a->count, a->drawn, a->empty, (unsigned)a->outside);
    for (int class_ = 0; class_ < ORB_EXCLUDED; class_++)
        orb_buf_printf(out, "%s%" PRIu64, class_ == 0 ? "" : ",", a->totals[class_]);
    orb_buf_text(out, "],\"cells\":[");
    for (size_t i = 0; i < a->cell_count; i++) {
        const struct orb_caseload_cell *c = &a->cells[i];

        orb_buf_printf(out, "%s[%u,%" PRIu32 ",%" PRIu32, i == 0 ? "" : ",",
                       (unsigned)c->cell, c->number, c->count);
        if (c->count > 0)
            orb_buf_printf(out, ",%" PRId32 ",%" PRId32 ",%" PRId32, c->x, c->y, c->r);
        orb_buf_text(out, "]");
    }
    orb_buf_text(out, "]}");
}

enum orb_status orb_caseload_write_resources(const struct orb_stream *stream,
                                             const struct orb_caseload_writing *w,
                                             struct orb_error *err)
{
    enum orb_status status = ORB_OK;

    orb_buf_text(stream->buf, "\"of\":[");
    for (size_t i = 0; i < w->page->count && status == ORB_OK; i++) {
        orb_buf_text(stream->buf, i == 0 ? "" : ",");
        write_person(stream->buf, &w->page->answers[i]);
        status = orb_stream_flush(stream, false, err);
    }
    orb_buf_text(stream->buf, "]");
    for (size_t i = 0; i < sizeof columns / sizeof columns[0] && status == ORB_OK; i++)
        status = write_column(stream, w, &columns[i], err);
    orb_buf_text(stream->buf, "}");
    return status;
}
