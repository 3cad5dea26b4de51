/* Runs as long as the memory are sorted, written one after the other, then merged. */
#include "engine/base/sorter.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "engine/base/alloc.h"

#define MEMORY ((size_t)512 << 10)

static const char *folder_of(const struct orb_sorter *s)
{
    return s->folder == NULL ? "/tmp" : s->folder;
}

static enum orb_status io_error(const struct orb_sorter *s, int number,
                                struct orb_error *err)
{
    enum orb_status status = orb_error_set(err, ORB_ERR_IO, "%s", strerror(number));

    orb_error_at(err, "%s", folder_of(s));
    return status;
}

static enum orb_status open_file(struct orb_sorter *s, struct orb_error *err)
{
    size_t len = strlen(folder_of(s)) + sizeof "/orbite-XXXXXX";
    char *name = orb_calloc(len, 1);
    enum orb_status status = ORB_OK;

    if (name == NULL)
        return orb_error_memory(err);
    (void)snprintf(name, len, "%s/orbite-XXXXXX", folder_of(s));
    s->fd = mkstemp(name);
    if (s->fd < 0) {
        status = io_error(s, errno, err);
    } else {
        s->has_file = true;
        (void)unlink(name);
    }
    orb_free(name);
    return status;
}

static enum orb_status put(struct orb_sorter *s, const char *bytes, size_t count,
                           struct orb_error *err)
{
    size_t len = count * s->size;
    off_t at = (off_t)(s->written * s->size);

    while (len > 0) {
        ssize_t done = pwrite(s->fd, bytes, len, at);

        if (done < 0 && errno == EINTR)
            continue;
        if (done <= 0)
            return io_error(s, done < 0 ? errno : ENOSPC, err);
        bytes += done;
        at += done;
        len -= (size_t)done;
    }
    s->written += count;
    return ORB_OK;
}

static enum orb_status take(const struct orb_sorter *s, char *bytes, uint64_t first,
                            size_t count, struct orb_error *err)
{
    size_t len = count * s->size;
    off_t at = (off_t)(first * s->size);

    while (len > 0) {
        ssize_t done = pread(s->fd, bytes, len, at);

        if (done < 0 && errno == EINTR)
            continue;
        if (done <= 0)
            return io_error(s, done < 0 ? errno : EIO, err);
        bytes += done;
        at += done;
        len -= (size_t)done;
    }
    return ORB_OK;
}

/* ---- merging */

/* A run being read, a block at a time. */
struct cursor {
    struct orb_sorter_run left; /* in the file, after the block */
    char *block;
    size_t at, held;
};

struct merge {
    struct orb_sorter *s;
    struct cursor cursors[ORB_SORTER_RUNS];
    struct cursor *heap[ORB_SORTER_RUNS]; /* the smallest record first */
    size_t heap_count;
    size_t block; /* records of each */
    char *out;
    size_t out_count;
};

static const char *head_of(const struct merge *m, const struct cursor *c)
{
    return c->block + c->at * m->s->size;
}

static bool is_before(const struct merge *m, size_t a, size_t b)
{
    return m->s->compare(head_of(m, m->heap[a]), head_of(m, m->heap[b])) < 0;
}

static void sift(struct merge *m, size_t at)
{
    for (;;) {
        size_t least = at;
        struct cursor *moved = m->heap[at];

        for (size_t child = 2 * at + 1; child < 2 * at + 3 && child < m->heap_count;
             child++)
            if (is_before(m, child, least))
                least = child;
        if (least == at)
            return;
        m->heap[at] = m->heap[least];
        m->heap[least] = moved;
        at = least;
    }
}

static enum orb_status fill(struct merge *m, struct cursor *c, struct orb_error *err)
{
    size_t count = c->left.count < m->block ? (size_t)c->left.count : m->block;
    enum orb_status status = take(m->s, c->block, c->left.first, count, err);

    c->left.first += count;
    c->left.count -= count;
    c->held = count;
    c->at = 0;
    return status;
}

static enum orb_status give(struct merge *m, struct orb_error *err)
{
    enum orb_status status = put(m->s, m->out, m->out_count, err);

    m->out_count = 0;
    return status;
}

/* The smallest record goes out; its run goes on, or ends. */
static enum orb_status step(struct merge *m, struct orb_error *err)
{
    struct cursor *c = m->heap[0];
    enum orb_status status = ORB_OK;

    memcpy(m->out + m->out_count++ * m->s->size, head_of(m, c), m->s->size);
    if (m->out_count == m->block)
        status = give(m, err);
    if (++c->at == c->held && c->left.count > 0 && status == ORB_OK)
        status = fill(m, c, err);
    if (c->at == c->held)
        m->heap[0] = m->heap[--m->heap_count];
    sift(m, 0);
    return status;
}

/* All runs become one; rows is free for its blocks. */
static enum orb_status merge(struct orb_sorter *s, struct orb_error *err)
{
    struct merge m = { .s = s, .block = s->room / (s->run_count + 1), .out = s->rows };
    uint64_t first = s->written;
    enum orb_status status = ORB_OK;

    for (size_t i = 0; i < s->run_count && status == ORB_OK; i++) {
        struct cursor *c = &m.cursors[i];

        c->left = s->runs[i];
        c->block = s->rows + (i + 1) * m.block * s->size;
        m.heap[m.heap_count++] = c;
        status = fill(&m, c, err);
    }
    for (size_t i = m.heap_count; status == ORB_OK && i-- > 0;)
        sift(&m, i);
    while (status == ORB_OK && m.heap_count > 0)
        status = step(&m, err);
    if (status == ORB_OK)
        status = give(&m, err);
    s->runs[0] = (struct orb_sorter_run){ first, s->written - first };
    s->run_count = 1;
    return status;
}

/* ---- records in */

static enum orb_status make_room(struct orb_sorter *s, struct orb_error *err)
{
    size_t memory = s->memory == 0 ? MEMORY : s->memory;

    if (s->rows != NULL)
        return ORB_OK;
    s->room = memory / s->size;
    if (s->room < 2 * ORB_SORTER_RUNS)
        s->room = 2 * ORB_SORTER_RUNS;
    s->rows = orb_calloc(s->room, s->size);
    return s->rows == NULL ? orb_error_memory(err) : ORB_OK;
}

static enum orb_status spill(struct orb_sorter *s, struct orb_error *err)
{
    enum orb_status status = s->has_file ? ORB_OK : open_file(s, err);
    uint64_t first = s->written;

    qsort(s->rows, s->held, s->size, s->compare);
    if (status == ORB_OK)
        status = put(s, s->rows, s->held, err);
    if (status != ORB_OK)
        return status;
    s->runs[s->run_count++] = (struct orb_sorter_run){ first, s->held };
    s->held = 0;
    return s->run_count == ORB_SORTER_RUNS ? merge(s, err) : ORB_OK;
}

enum orb_status orb_sorter_add(struct orb_sorter *sorter, const void *record,
                               struct orb_error *err)
{
    enum orb_status status = make_room(sorter, err);

    if (status == ORB_OK && sorter->held == sorter->room)
        status = spill(sorter, err);
    if (status != ORB_OK)
        return status;
    memcpy(sorter->rows + sorter->held++ * sorter->size, record, sorter->size);
    sorter->count++;
    return ORB_OK;
}

enum orb_status orb_sorter_finish(struct orb_sorter *sorter, struct orb_error *err)
{
    enum orb_status status = ORB_OK;

    if (!sorter->has_file) {
        if (sorter->held > 1)
            qsort(sorter->rows, sorter->held, sorter->size, sorter->compare);
        return ORB_OK;
    }
    if (sorter->held > 0)
        status = spill(sorter, err);
    if (status == ORB_OK && sorter->run_count > 1)
        status = merge(sorter, err);
    sorter->held = 0;
    return status;
}

enum orb_status orb_sorter_get(const void **out, struct orb_sorter *sorter, uint64_t at,
                               struct orb_error *err)
{
    if (at < sorter->loaded || at >= sorter->loaded + sorter->held) {
        uint64_t left = sorter->count - at;
        size_t count = left < sorter->room ? (size_t)left : sorter->room;
        enum orb_status status =
            take(sorter, sorter->rows, sorter->runs[0].first + at, count, err);

        sorter->held = status == ORB_OK ? count : 0;
        sorter->loaded = at;
        if (status != ORB_OK)
            return status;
    }
    *out = sorter->rows + (at - sorter->loaded) * sorter->size;
    return ORB_OK;
}

void orb_sorter_release(struct orb_sorter *sorter)
{
    if (sorter->has_file)
        (void)close(sorter->fd);
    orb_free(sorter->rows);
    *sorter = (struct orb_sorter){ .size = sorter->size,
                                   .compare = sorter->compare,
                                   .folder = sorter->folder,
                                   .memory = sorter->memory };
}
