/* The one part of the catalogue that touches files: maps a snapshot into memory, and tells
 * the system how it will be read. */
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/base/file.h"
#include "engine/base/text.h"
#include "engine/catalogue/catalogue.h"
#include "engine/catalogue/image.h"

static struct orb_catalogue_state state_of(const struct stat *st)
{
    return (struct orb_catalogue_state){ .device = (uint64_t)st->st_dev,
                                         .inode = (uint64_t)st->st_ino,
                                         .len = (uint64_t)st->st_size,
                                         .modified_s = st->st_mtim.tv_sec,
                                         .modified_ns = st->st_mtim.tv_nsec,
                                         .changed_s = st->st_ctim.tv_sec,
                                         .changed_ns = st->st_ctim.tv_nsec };
}

/* ---- one question */

/* The sections that every question reads much of, in the order in which it comes to them;
 * of the others it reads a few rows, anywhere. */
static const enum orb_section read_much[] = {
    ORB_SECTION_INFO,
    ORB_SECTION_CODE_NAMES,
    ORB_SECTION_STRINGS,
    ORB_SECTION_KINDS,
    ORB_SECTION_CARE_KINDS,
    ORB_SECTION_CARE_TERMS,
    ORB_SECTION_ENTRY_TERMS,
    ORB_SECTION_WAYS_TERMS,
    ORB_SECTION_TERMS,
    ORB_SECTION_MODALITIES,
    ORB_SECTION_PRESTATIONS,
    ORB_SECTION_FEATURES,
    ORB_SECTION_FEATURE_LISTS,
    ORB_SECTION_RELATED,
    ORB_SECTION_ORGANIZATIONS,
    ORB_SECTION_RELATIONS,
    ORB_SECTION_ZONES,
    ORB_SECTION_CODES,
    ORB_SECTION_CODE_ZONES_FIRST,
    ORB_SECTION_CLOSURES,
    ORB_SECTION_SOURCES,
    ORB_SECTION_DATED,
    ORB_SECTION_SPOTS,
    ORB_SECTION_MEMBER_ZONES,
};

/* What the system reads ahead at once, at least: more is asked for in pieces. */
enum { AHEAD = 1 << 17 };

/* From bytes of the mapping on, in whole pages. */
static void ask_for(const void *bytes, size_t len)
{
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    size_t before = (uintptr_t)bytes % page;
    const unsigned char *at = (const unsigned char *)bytes - before;

    for (len += before; len > 0;) {
        size_t piece = len < AHEAD ? len : AHEAD;

        (void)posix_madvise((void *)(uintptr_t)at, piece, POSIX_MADV_WILLNEED);
        at += piece;
        len -= piece;
    }
}

static uint64_t least(uint64_t a, uint64_t b)
{
    return a < b ? a : b;
}

/* How much of a section, from its first row: the terms that show a part come first, no more
 * than there are parts; so do the texts of the codes, mostly of five or six letters. */
static uint64_t rows_of(const struct orb_catalogue *c, enum orb_section section,
                        uint64_t count)
{
    if (section == ORB_SECTION_TERMS)
        return least((uint64_t)c->care_count + c->entry_count + c->ways_count, count);
    return section == ORB_SECTION_STRINGS ? least(8 * (uint64_t)c->code_count, count)
                                          : count;
}

void orb_catalogue_one_question(struct orb_catalogue *catalogue)
{
    const struct orb_image_header *h = catalogue->mapping;

    if (h == NULL)
        return;
    (void)posix_madvise(catalogue->mapping, catalogue->mapping_len, POSIX_MADV_RANDOM);
    for (size_t i = 0; i < sizeof read_much / sizeof read_much[0]; i++) {
        const struct orb_image_section *s = &h->sections[read_much[i]];
        uint64_t rows = rows_of(catalogue, read_much[i], s->count);

        ask_for((const unsigned char *)catalogue->mapping + s->offset,
                (size_t)(rows * s->size));
    }
    catalogue->soon = ask_for;
}

void orb_catalogue_many_questions(struct orb_catalogue *catalogue)
{
    if (catalogue->soon != NULL)
        (void)posix_madvise(catalogue->mapping, catalogue->mapping_len, POSIX_MADV_NORMAL);
    catalogue->soon = NULL;
}

static enum orb_status map(struct orb_catalogue *out, struct orb_catalogue_state *state,
                           int fd, const char *path, struct orb_error *err)
{
    struct stat st;
    enum orb_status status;
    void *bytes;

    if (fstat(fd, &st) != 0)
        return orb_file_error(err, path, errno);
    if (!S_ISREG(st.st_mode) || st.st_size < (off_t)sizeof(struct orb_image_header)) {
        status = orb_error_set(err, ORB_ERR_UNSUPPORTED,
                               _("this file is not a catalogue of Orbite"));
        orb_error_at(err, "%s", path);
        return status;
    }
    bytes = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
    if (bytes == MAP_FAILED)
        return orb_file_error(err, path, errno);
    /* A few bytes at both ends: what lies around them is not to be read for that. */
    (void)posix_madvise(bytes, (size_t)st.st_size, POSIX_MADV_RANDOM);
    status = orb_catalogue_see(out, bytes, (size_t)st.st_size, err);
    if (status != ORB_OK) {
        orb_error_at(err, "%s", path);
        (void)munmap(bytes, (size_t)st.st_size);
        return status;
    }
    (void)posix_madvise(bytes, (size_t)st.st_size, POSIX_MADV_NORMAL);
    out->mapping = bytes;
    out->mapping_len = (size_t)st.st_size;
    *state = state_of(&st);
    state->checksum = out->checksum;
    return ORB_OK;
}

enum orb_status orb_catalogue_map(struct orb_catalogue *out,
                                  struct orb_catalogue_state *state, const char *path,
                                  struct orb_error *err)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    enum orb_status status;

    if (fd < 0)
        return orb_file_error(err, path, errno);
    status = map(out, state, fd, path, err);
    (void)close(fd);
    return status;
}

enum orb_status orb_catalogue_open(struct orb_catalogue *out, const char *path,
                                   struct orb_error *err)
{
    struct orb_catalogue_state state;
    struct orb_catalogue c;
    enum orb_status status = orb_catalogue_map(&c, &state, path, err);

    if (status != ORB_OK)
        return status;
    status = orb_catalogue_check(&c, err);
    if (status == ORB_OK) {
        *out = c;
    } else {
        orb_error_at(err, "%s", path);
        orb_catalogue_close(&c);
    }
    return status;
}

void orb_catalogue_close(struct orb_catalogue *catalogue)
{
    if (catalogue->mapping != NULL)
        (void)munmap(catalogue->mapping, catalogue->mapping_len);
    memset(catalogue, 0, sizeof *catalogue);
}

int64_t orb_catalogue_version(const struct orb_catalogue *catalogue)
{
    const struct orb_image_header *header = catalogue->mapping;

    return header == NULL ? -1 : header->data_version;
}

int64_t orb_catalogue_file_version(const char *path)
{
    struct orb_image_header h;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t n = fd < 0 ? -1 : read(fd, &h, sizeof h);

    if (fd >= 0)
        (void)close(fd);
    if (n != (ssize_t)sizeof h || memcmp(h.magic, ORB_IMAGE_MAGIC, sizeof h.magic) != 0 ||
        h.order != ORB_IMAGE_ORDER || h.version != ORB_IMAGE_VERSION ||
        h.section_count != ORB_SECTIONS)
        return -1;
    return h.data_version;
}
