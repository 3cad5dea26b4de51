/* Which records of the store are one resource seen by several sources: asked of
 * engine/linkage, told to the store. */
#ifndef CLI_LINK_H
#define CLI_LINK_H

#include "cli/command.h"
#include "cli/link_records.h"
#include "engine/linkage/linkage.h"
#include "engine/store/store.h"

/* Zero-initialised, then policy set (cli_link_begin). What was found is filled by the call.
 */
struct cli_linker {
    struct orb_store_linker linker; /* for struct orb_store_import */
    struct orb_linkage_policy policy;
    struct link_seen seen; /* of the import in progress */
    bool has_run;
    size_t merged;   /* services that are another one */
    size_t doubts;   /* pairs of services to look at */
    size_t bad_keys; /* identifiers that their own check refuses */
};

/* Take the policy of the profile. End with cli_link_end, also after a failure. */
ORB_MUST_CHECK enum orb_status cli_link_begin(struct cli_linker *out,
                                              const struct cli_context *cli,
                                              struct orb_error *err);
/* What was found stays. */
void cli_link_end(struct cli_linker *linker);

#endif
