/* The disk takes what there is while the rest is made: at the end little is left to wait
 * for. */
#include "cli/snapshot.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "engine/base/queue.h"

enum {
    /* Written by whole large pages, a file is kept in such pages by the systems that have
     * them: readers then map all of it at once, instead of page by page each time. */
    LARGE_PAGE = 1 << 21,
    SYNC_AT = 1 << 26
};

enum orb_status cli_snapshot_refuse(struct cli_snapshot *snapshot, enum orb_status status,
                                    struct orb_error *err)
{
    if (status == ORB_OK)
        return ORB_OK;
    snapshot->is_refused = true;
    return orb_error_set(err, status, "%s", snapshot->err.text);
}

static enum orb_status write_piece(void *context, size_t place, struct orb_error *err)
{
    struct cli_snapshot *snapshot = context;
    struct orb_output *out = &snapshot->out;
    struct orb_buf before = out->pending; /* empty */
    enum orb_status status;

    out->pending = snapshot->pieces[place];
    status = orb_output_flush(out, true, err);
    snapshot->pieces[place] = out->pending;
    out->pending = before;
    if (status != ORB_OK || out->written - snapshot->synced < SYNC_AT)
        return status;
    if (fdatasync(out->fd) != 0)
        return orb_file_error(err, orb_output_name(out), errno);
    snapshot->synced = out->written;
    return ORB_OK;
}

static struct orb_buf *next_piece(struct cli_snapshot *snapshot)
{
    const struct orb_queue_work work = { snapshot, CLI_SNAPSHOT_PIECES, write_piece };
    size_t place = 0;

    if (snapshot->queue == NULL && snapshot->out.written == 0)
        snapshot->queue = orb_queue_open(&work);
    if (snapshot->queue != NULL)
        place = orb_queue_take(snapshot->queue);
    orb_buf_clear(&snapshot->pieces[place]);
    return &snapshot->pieces[place];
}

static enum orb_status give_piece(struct cli_snapshot *snapshot)
{
    snapshot->filling = NULL;
    return snapshot->queue != NULL ? orb_queue_give(snapshot->queue, &snapshot->err)
                                   : write_piece(snapshot, 0, &snapshot->err);
}

static enum orb_status add_bytes(void *context, const void *bytes, size_t len,
                                 struct orb_error *err)
{
    struct cli_snapshot *snapshot = context;
    enum orb_status status = ORB_OK;

    for (const unsigned char *from = bytes; status == ORB_OK && len > 0;) {
        size_t room, part;

        if (snapshot->filling == NULL)
            snapshot->filling = next_piece(snapshot);
        room = LARGE_PAGE - snapshot->filling->len;
        part = len < room ? len : room;
        orb_buf_add(snapshot->filling, from, part);
        from += part;
        len -= part;
        if (part == room || snapshot->filling->failed)
            status = give_piece(snapshot);
    }
    return cli_snapshot_refuse(snapshot, status, err);
}

/* Over the first bytes, once all are there. */
static enum orb_status begin_with(void *context, const void *bytes, size_t len,
                                  struct orb_error *err)
{
    struct cli_snapshot *snapshot = context;
    enum orb_status status = ORB_OK;

    if (snapshot->filling != NULL)
        status = give_piece(snapshot);
    if (status == ORB_OK && snapshot->queue != NULL)
        status = orb_queue_wait(snapshot->queue, &snapshot->err);
    if (status == ORB_OK)
        status = orb_output_begin_with(&snapshot->out, bytes, len, &snapshot->err);
    return cli_snapshot_refuse(snapshot, status, err);
}

struct orb_image_sink cli_snapshot_sink(struct cli_snapshot *snapshot)
{
    return (struct orb_image_sink){ snapshot, add_bytes, begin_with };
}

void cli_snapshot_close(struct cli_snapshot *snapshot)
{
    orb_queue_close(snapshot->queue);
    snapshot->queue = NULL;
    for (size_t i = 0; i < CLI_SNAPSHOT_PIECES; i++)
        orb_buf_release(&snapshot->pieces[i]);
    orb_output_close(&snapshot->out);
}
