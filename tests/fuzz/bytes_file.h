/* Bytes behind a path, for readers that take one; nothing is written to a disk. */
#ifndef TESTS_FUZZ_BYTES_FILE_H
#define TESTS_FUZZ_BYTES_FILE_H

#include <stddef.h>
#include <stdint.h>

struct bytes_file {
    int fd;
    char path[64];
};

void bytes_file_open(struct bytes_file *file, const uint8_t *data, size_t size);
void bytes_file_close(struct bytes_file *file);

#endif
