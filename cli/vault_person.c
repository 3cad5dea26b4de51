/* The journal is written before a word of the case is read. */
#include "cli/vault_person.h"

#include "cli/people.h"
#include "engine/base/text.h"

enum orb_status cli_vault_person_check(const struct cli_arguments *args,
                                       struct orb_error *err)
{
    static const char *const others[] = { "passphrase-fd", "reason" };

    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
        if (cli_option_value(args, "vault") == NULL &&
            cli_option_value(args, others[i]) != NULL)
            return orb_error_set(err, ORB_ERR_SYNTAX, _("'--%s' goes with '--vault'"),
                                 others[i]);
    return cli_passphrase_check(args, err);
}

enum orb_status cli_vault_person_read(struct orb_case **out, const struct cli_context *cli,
                                      const struct cli_arguments *args, const char *action,
                                      struct orb_error *err)
{
    struct cli_people_job job;
    size_t index = 0;
    enum orb_status status = cli_people_job_open(&job, cli, args, ORB_VAULT_USE, err);

    if (status == ORB_OK)
        status = cli_people_find(&job, args->operands[0], &index, err);
    if (status == ORB_OK)
        status = cli_people_job_commit(&job, action, &args->operands[0], 1, err);
    if (status == ORB_OK)
        status = cli_people_read(&job, index, NULL, out, err);
    cli_people_job_close(&job);
    return status;
}
