/* Runs one fuzz target over the files of its corpus, without the fuzzer: a point for each
 * file. */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FILES_MAX 4096
#define BYTES_MAX ((size_t)1 << 22)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static size_t list(const char *directory, char *names[FILES_MAX])
{
    DIR *dir = opendir(directory);
    size_t count = 0;
    const struct dirent *entry;

    if (dir == NULL)
        return 0;
    while (count < FILES_MAX && (entry = readdir(dir)) != NULL)
        if (entry->d_name[0] != '.')
            names[count++] = strdup(entry->d_name);
    closedir(dir);
    qsort(names, count, sizeof names[0], by_name);
    return count;
}

/* A copy of exactly the bytes of the file, so that the sanitizer sees a read past their
 * end. */
static void replay(const char *directory, const char *name)
{
    static uint8_t bytes[BYTES_MAX];
    char path[4096];
    uint8_t *copy;
    size_t len;
    FILE *file;

    (void)snprintf(path, sizeof path, "%s/%s", directory, name);
    file = fopen(path, "rb");
    if (file == NULL) {
        perror(path);
        exit(1);
    }
    len = fread(bytes, 1, sizeof bytes, file);
    (void)fclose(file);
    copy = malloc(len == 0 ? 1 : len);
    if (copy == NULL)
        exit(1);
    memcpy(copy, bytes, len);
    (void)LLVMFuzzerTestOneInput(copy, len);
    free(copy);
}

/* The corpus of fuzz_json is corpus/json; the name comes from the program's own:
 * replay_json. */
int main(int argc, char **argv)
{
    static char *names[FILES_MAX];
    const char *srcdir = getenv("ORBITE_SRCDIR");
    const char *own = strstr(argv[0], "replay_");
    char directory[2048];
    size_t count;

    if (srcdir == NULL || (argc < 2 && own == NULL))
        return 2;
    (void)snprintf(directory, sizeof directory, "%s/tests/fuzz/corpus/%s", srcdir,
                   argc > 1 ? argv[1] : own + strlen("replay_"));
    count = list(directory, names);
    printf("1..%zu\n", count + 1);
    printf("%sok 1 - the corpus has files\n", count == 0 ? "not " : "");
    for (size_t i = 0; i < count; i++) {
        replay(directory, names[i]);
        printf("ok %zu - %s\n", i + 2, names[i]);
        free(names[i]);
    }
    return count == 0;
}
