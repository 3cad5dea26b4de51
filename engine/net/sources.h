/* The list of the sources that can be fetched: where each file is, what reads it. */
#ifndef ORB_NET_SOURCES_H
#define ORB_NET_SOURCES_H

#include <stddef.h>

#include "engine/base/arena.h"
#include "engine/base/error.h"

/* The list that comes with the library, a CSV text to copy and change. */
#define ORB_SOURCES_BUILT_IN "engine/net/sources.csv"

/* Where the code of a département goes, in an address or the name of a file. */
#define ORB_SOURCES_DEPARTEMENT "{departement}"

/* One file of a source; texts are "" where the list says nothing. */
struct orb_source_file {
    const char *source;
    const char *file;     /* name on the disk, without a folder */
    const char *kind;     /* "file", or "data.gouv": address of a dataset's description */
    const char *address;  /* may hold ORB_SOURCES_DEPARTEMENT, as file */
    const char *pick;     /* data.gouv: pattern of the title, "*" is any text */
    const char *importer; /* "" = no importer reads it */
    const char *give;     /* "file", or "folder": what the importer is given */
    const char *edition;  /* what the importer is told, as the next two */
    const char *licence;
    const char *attribution;
    const char *label;  /* of the source, on its first file */
    unsigned long line; /* in the list */
};

/* Zero-initialised is empty. Texts live in the arena. */
struct orb_sources {
    struct orb_source_file *files; /* those of one source follow one another */
    size_t count;
    size_t capacity;
    struct orb_arena arena;
};

/*
 * Read a list (CSV, the header names the columns) over those read before: its sources take
 * the place of those of the same name. name is told in errors. ORB_ERR_SYNTAX for what does
 * not read, a column that is missing or unknown, or a value that cannot be; the place is
 * the line.
 */
ORB_MUST_CHECK enum orb_status orb_sources_read(struct orb_sources *sources,
                                                const char *text, size_t len,
                                                const char *name, struct orb_error *err);

/* The first file of a source, or NULL; *count files follow one another. */
const struct orb_source_file *orb_sources_find(const struct orb_sources *sources,
                                               const char *source, size_t *count);

void orb_sources_release(struct orb_sources *sources);

#endif
