/* The bytes of an image on their way out: sections one after another, never held whole. */
#include <string.h>

#include "engine/catalogue/draft_write.h"

/* A multiple of ORB_IMAGE_STEP. */
enum { PIECE = 1 << 18, ALIGNMENT = 64 };

static void give(struct draft_writer *w, size_t len)
{
    if (w->status == ORB_OK)
        w->status = w->sink->add(w->sink->context, w->piece.data, len, w->err);
}

/* Add bytes, and give whole pieces away. */
static void add(struct draft_writer *w, const void *bytes, size_t len)
{
    const unsigned char *from = bytes;

    w->len += len;
    while (len > 0 && w->status == ORB_OK) {
        size_t room = PIECE - w->piece.len;
        size_t part = len < room ? len : room;

        orb_buf_add(&w->piece, from, part);
        if (w->piece.failed)
            w->status = orb_error_memory(w->err);
        from += part;
        len -= part;
        if (w->piece.len < PIECE)
            continue;
        orb_image_sum_add(&w->sum, w->piece.data, PIECE);
        give(w, PIECE);
        orb_buf_clear(&w->piece);
    }
}

void orb_draft_begin(struct draft_writer *w, enum orb_section section, size_t size)
{
    static const char zeros[ALIGNMENT];

    add(w, zeros, (ALIGNMENT - w->len % ALIGNMENT) % ALIGNMENT);
    w->section = section;
    w->header.sections[section].offset = w->len;
    w->header.sections[section].count = 0;
    w->header.sections[section].size = size;
}

void orb_draft_rows(struct draft_writer *w, const void *items, size_t count)
{
    struct orb_image_section *section = &w->header.sections[w->section];

    section->count += count;
    if (count > 0)
        add(w, items, count * section->size);
}

void orb_draft_section(struct draft_writer *w, enum orb_section section, const void *items,
                       size_t count, size_t size)
{
    orb_draft_begin(w, section, size);
    orb_draft_rows(w, items, count);
}

/* The checksum is of what follows the header, so that pieces start there. */
void orb_draft_open(struct draft_writer *w, const struct orb_image_sink *sink)
{
    w->sink = sink;
    orb_image_sum_init(&w->sum);
    w->len = sizeof w->header;
    w->status = sink->add(sink->context, &w->header, sizeof w->header, w->err);
}

enum orb_status orb_draft_close(struct draft_writer *w, int64_t data_version)
{
    struct orb_image_header *h = &w->header;

    memcpy(h->magic, ORB_IMAGE_MAGIC, sizeof h->magic);
    h->order = ORB_IMAGE_ORDER;
    h->version = ORB_IMAGE_VERSION;
    h->len = w->len;
    h->data_version = data_version;
    h->section_count = ORB_SECTIONS;
    h->checksum = orb_image_sum_end(&w->sum, w->piece.data, w->piece.len);
    h->head = orb_image_head(h);
    give(w, w->piece.len);
    if (w->status == ORB_OK)
        w->status = w->sink->begin_with(w->sink->context, h, sizeof *h, w->err);
    return w->status;
}
