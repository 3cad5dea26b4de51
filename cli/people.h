/* What the verbs of 'orbite people' share: the vault, the reading of cases, their records.
 */
#ifndef CLI_PEOPLE_H
#define CLI_PEOPLE_H

#include "cli/command.h"
#include "cli/vault_session.h"
#include "engine/base/buf.h"
#include "engine/base/json.h"
#include "engine/model/case.h"
#include "engine/vocabulary/vocabulary.h"
#include "maps/json_writer.h"

/* A vault at work. Zero-initialised is closed; valid until cli_people_job_close. */
struct cli_people_job {
    const struct cli_context *cli;
    const struct cli_arguments *args; /* operands[0] is the verb */
    struct cli_vault_session session;
    struct orb_vault *vault; /* of the session */
    struct orb_profile *profile;
    struct orb_vocabulary vocabulary;
    orb_date date;  /* --date, else the day it is: that of ages and deadlines */
    orb_date today; /* the day it is: that of what expires */
};

/* Profile, then the vault of --vault with its passphrase. */
ORB_MUST_CHECK enum orb_status cli_people_job_open(struct cli_people_job *job,
                                                   const struct cli_context *cli,
                                                   const struct cli_arguments *args,
                                                   enum orb_vault_mode mode,
                                                   struct orb_error *err);
void cli_people_job_close(struct cli_people_job *job);

/* The line of the journal and the changes; pseudonyms NULL = about all records. */
ORB_MUST_CHECK enum orb_status cli_people_job_commit(struct cli_people_job *job,
                                                     const char *action,
                                                     const char *const *pseudonyms,
                                                     size_t count, struct orb_error *err);

/* The number of the record of a pseudonym; ORB_ERR_NOT_FOUND. */
ORB_MUST_CHECK enum orb_status cli_people_find(const struct cli_people_job *job,
                                               const char *pseudonym, size_t *index,
                                               struct orb_error *err);

/* Numbers of records in the order of pseudonyms, orb_vault_count of them; owned by the
 * caller, release with orb_free. NULL without memory. */
size_t *cli_people_order(const struct cli_people_job *job);

/*
 * The document of a record with the pseudonym in the place of the local id, and its case;
 * either may be NULL. Owned by the caller, release with orb_json_free and orb_case_free.
 */
ORB_MUST_CHECK enum orb_status cli_people_read(struct cli_people_job *job, size_t index,
                                               struct orb_json **document,
                                               struct orb_case **case_,
                                               struct orb_error *err);

/* The verbs; each opens and closes its vault. */
typedef enum orb_status (*cli_people_run)(const struct cli_context *cli,
                                          const struct cli_arguments *args,
                                          struct orb_error *err);
ORB_MUST_CHECK enum orb_status cli_people_new(const struct cli_context *cli,
                                              const struct cli_arguments *args,
                                              struct orb_error *err);
ORB_MUST_CHECK enum orb_status cli_people_add(const struct cli_context *cli,
                                              const struct cli_arguments *args,
                                              struct orb_error *err);
ORB_MUST_CHECK enum orb_status cli_people_list(const struct cli_context *cli,
                                               const struct cli_arguments *args,
                                               struct orb_error *err);
ORB_MUST_CHECK enum orb_status cli_people_show(const struct cli_context *cli,
                                               const struct cli_arguments *args,
                                               struct orb_error *err);
ORB_MUST_CHECK enum orb_status cli_people_edit(const struct cli_context *cli,
                                               const struct cli_arguments *args,
                                               struct orb_error *err);
ORB_MUST_CHECK enum orb_status cli_people_rekey(const struct cli_context *cli,
                                                const struct cli_arguments *args,
                                                struct orb_error *err);
ORB_MUST_CHECK enum orb_status cli_people_purge(const struct cli_context *cli,
                                                const struct cli_arguments *args,
                                                struct orb_error *err);
ORB_MUST_CHECK enum orb_status cli_people_log(const struct cli_context *cli,
                                              const struct cli_arguments *args,
                                              struct orb_error *err);
ORB_MUST_CHECK enum orb_status cli_people_export(const struct cli_context *cli,
                                                 const struct cli_arguments *args,
                                                 struct orb_error *err);
ORB_MUST_CHECK enum orb_status cli_people_backup(const struct cli_context *cli,
                                                 const struct cli_arguments *args,
                                                 struct orb_error *err);
ORB_MUST_CHECK enum orb_status cli_people_restore(const struct cli_context *cli,
                                                  const struct cli_arguments *args,
                                                  struct orb_error *err);
ORB_MUST_CHECK enum orb_status cli_people_refusals(const struct cli_context *cli,
                                                   const struct cli_arguments *args,
                                                   struct orb_error *err);
ORB_MUST_CHECK enum orb_status cli_people_tour(const struct cli_context *cli,
                                               const struct cli_arguments *args,
                                               struct orb_error *err);

/* Append the text of a case for people. */
void cli_people_case_write(struct orb_buf *out, struct cli_people_job *job,
                           const struct orb_case *case_);

/* The members that tell a person apart in JSON: id, commune, age in years, phase. */
void cli_people_json_head(struct orb_json_writer *w, const char *id,
                          const struct orb_case *case_);

/* What a request comes down to, in words. */
const char *cli_request_words(enum orb_request_kind kind);

#endif
