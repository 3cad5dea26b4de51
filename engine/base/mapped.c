/* The blocks of the file are asked for before they are mapped: a full disk is an error that
 * is told, not a signal. */
#include "engine/base/mapped.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "engine/base/alloc.h"
#include "engine/base/file.h"

#define LEAST ((size_t)4096)

static enum orb_status io_error(const struct orb_mapped *m, int number,
                                struct orb_error *err)
{
    enum orb_status status = orb_error_set(err, ORB_ERR_IO, "%s", strerror(number));

    orb_error_at(err, "%s", m->folder == NULL ? "/tmp" : m->folder);
    return status;
}

static enum orb_status open_file(struct orb_mapped *m, struct orb_error *err)
{
    char *name = orb_file_name(m->folder == NULL ? "/tmp" : m->folder, "/orbite-XXXXXX");
    enum orb_status status = ORB_OK;

    if (name == NULL)
        return orb_error_memory(err);
    m->fd = mkstemp(name);
    if (m->fd < 0) {
        status = io_error(m, errno, err);
    } else {
        m->has_file = true;
        (void)unlink(name);
    }
    orb_free(name);
    return status;
}

static enum orb_status grow_own(struct orb_mapped *m, size_t wanted, struct orb_error *err)
{
    char *bytes = orb_realloc(m->bytes, wanted, 1);

    if (bytes == NULL)
        return orb_error_memory(err);
    memset(bytes + m->room, 0, wanted - m->room);
    m->bytes = bytes;
    m->room = wanted;
    return ORB_OK;
}

/* The file has the bytes of the mapping that goes; those of one's own are copied. */
static enum orb_status grow_file(struct orb_mapped *m, size_t wanted, struct orb_error *err)
{
    bool was_own = !m->has_file;
    enum orb_status status = was_own ? open_file(m, err) : ORB_OK;
    int number = EINTR;
    void *bytes;

    if (status != ORB_OK)
        return status;
    while (number == EINTR)
        number = posix_fallocate(m->fd, 0, (off_t)wanted);
    bytes = number == 0 ? mmap(NULL, wanted, PROT_READ | PROT_WRITE, MAP_SHARED, m->fd, 0)
                        : MAP_FAILED;
    if (bytes == MAP_FAILED) {
        status = io_error(m, number == 0 ? errno : number, err);
        if (was_own) {
            (void)close(m->fd);
            m->has_file = false;
        }
        return status;
    }
    if (was_own && m->room > 0)
        memcpy(bytes, m->bytes, m->room);
    if (was_own)
        orb_free(m->bytes);
    else
        (void)munmap(m->bytes, m->room);
    m->bytes = bytes;
    m->room = wanted;
    return ORB_OK;
}

enum orb_status orb_mapped_reserve(struct orb_mapped *mapped, size_t len,
                                   struct orb_error *err)
{
    size_t wanted = mapped->room < LEAST ? LEAST : mapped->room;

    if (len <= mapped->room)
        return ORB_OK;
    if (len > SIZE_MAX / 4)
        return orb_error_memory(err);
    while (wanted < len)
        wanted *= 2;
    return wanted <= ORB_MAPPED_OWN ? grow_own(mapped, wanted, err)
                                    : grow_file(mapped, wanted, err);
}

void orb_mapped_release(struct orb_mapped *mapped)
{
    if (mapped->has_file) {
        (void)munmap(mapped->bytes, mapped->room);
        (void)close(mapped->fd);
    } else {
        orb_free(mapped->bytes);
    }
    *mapped = (struct orb_mapped){ .folder = mapped->folder };
}
