/* The files of one source brought into its folder. What is sent is the address of the list,
 * with the code of a département where it asks for one: nothing of a person. */
#ifndef CLI_TRANSFER_H
#define CLI_TRANSFER_H

#include "cli/command.h"
#include "engine/base/arena.h"
#include "engine/net/http.h"
#include "engine/net/sources.h"

/* Borrowed for the call. */
struct cli_transfer {
    const struct cli_context *cli;
    struct orb_http *http;
    struct orb_arena *arena;
    const char *folder;      /* of all sources */
    const char *departement; /* NULL = no file asks for it */
};

/*
 * Bring files, the count files of one source; print one line for each. paths[i] is where
 * the i-th lies, valid until the arena is released. Errors as orb_download and
 * orb_data_gouv_pick.
 */
ORB_MUST_CHECK enum orb_status cli_transfer(const struct cli_transfer *transfer,
                                            const struct orb_source_file *files,
                                            size_t count, const char **paths,
                                            struct orb_error *err);

/* Where the files of a source lie; NULL without memory. */
char *cli_transfer_folder(const struct cli_transfer *transfer, const char *source);

/* For orb_http_options: on a terminal, tells what comes when it takes more than a second.
 */
void cli_transfer_progress(void *context, unsigned long long done, unsigned long long total,
                           unsigned long long elapsed_ms);

#endif
