/* Everybody of the vault or of the files, kept for the time of the command. */
#include <string.h>

#include "cli/caseload.h"
#include "cli/people_source.h"
#include "engine/base/alloc.h"

static enum orb_status keep(struct cli_caseload *out, struct orb_case *case_,
                            struct orb_error *err)
{
    if (orb_grow((void **)&out->cases, &out->capacity, out->count, sizeof *out->cases) !=
        ORB_OK) {
        orb_case_free(case_);
        return orb_error_memory(err);
    }
    out->cases[out->count++] = case_;
    return ORB_OK;
}

enum orb_status cli_caseload_read(struct cli_caseload *out, struct cli_planning *planning,
                                  const struct cli_arguments *args, size_t first,
                                  struct orb_error *err)
{
    const struct cli_people_query query = { .cli = &planning->cli,
                                            .args = args,
                                            .first = first,
                                            .profile = planning->profile,
                                            .vocabulary = &planning->vocabulary,
                                            .action = out->action == NULL ? "triage"
                                                                          : out->action };
    struct cli_people_source *source = NULL;
    struct orb_case *case_ = NULL;
    enum orb_status status = cli_people_open(&source, &query, err);

    if (status == ORB_OK)
        status = cli_people_next(source, &case_, err);
    while (status == ORB_OK && case_ != NULL) {
        status = keep(out, case_, err);
        if (status == ORB_OK)
            status = cli_people_next(source, &case_, err);
    }
    if (source != NULL) {
        out->rejected = cli_people_rejected(source);
        cli_people_tell_rejected(source, &planning->cli);
    }
    if (out->keeps)
        out->source = source;
    else
        cli_people_close(source);
    return status;
}

void cli_caseload_release(struct cli_caseload *caseload)
{
    for (size_t i = 0; i < caseload->count; i++)
        orb_case_free(caseload->cases[i]);
    orb_free(caseload->cases);
    orb_free(caseload->people);
    orb_free(caseload->closed);
    orb_free(caseload->order);
    cli_people_close(caseload->source);
    for (int i = 0; i < CLI_JOBS_MAX; i++)
        orb_arena_release(&caseload->arenas[i]);
    memset(caseload, 0, sizeof *caseload);
}
