/* An unlinked temporary file, opened again through its descriptor. */
#include "tests/fuzz/bytes_file.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

void bytes_file_open(struct bytes_file *file, const uint8_t *data, size_t size)
{
    char in_memory[] = "/dev/shm/orbite-fuzz-XXXXXX";
    char here[] = "orbite-fuzz-XXXXXX";
    size_t done = 0;

    file->fd = mkstemp(in_memory);
    if (file->fd >= 0)
        (void)unlink(in_memory);
    else
        file->fd = mkstemp(here);
    if (file->fd < 0)
        abort();
    (void)unlink(here);
    while (done < size) {
        ssize_t n = write(file->fd, data + done, size - done);

        if (n < 0)
            abort();
        done += (size_t)n;
    }
    (void)snprintf(file->path, sizeof file->path, "/proc/self/fd/%d", file->fd);
}

void bytes_file_close(struct bytes_file *file)
{
    (void)close(file->fd);
}
