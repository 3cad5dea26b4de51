/* One person of the vault: the whole case, or the answer to a request for access. */
#include <string.h>

#include "cli/diagnostics.h"
#include "cli/people.h"
#include "engine/base/text.h"
#include "maps/json_writer.h"

/* All that is held of a person, for the person: nothing is left out. */
static enum orb_status write_export(struct orb_buf *out, const struct cli_people_job *job,
                                    size_t index, const struct orb_json *document,
                                    struct orb_error *err)
{
    const struct orb_vault_record record = orb_vault_record(job->vault, index);
    struct orb_json_writer w;
    struct orb_buf raw = { 0 };
    enum orb_status status;

    orb_json_write(&raw, document);
    status = orb_buf_check(&raw, err);
    if (status == ORB_OK) {
        orb_jw_init_buf(&w, out, 1);
        orb_jw_open_object(&w);
        orb_jw_member_text(&w, "orbite", "people-export/1");
        orb_jw_member_date(&w, "date", job->today);
        orb_jw_member_text(&w, "pseudonym", record.pseudonym);
        orb_jw_member_text(&w, "local_id", record.local_id);
        orb_jw_member_integer(&w, "version", (int64_t)record.version);
        orb_jw_member_date(&w, "last_contact", record.last_contact);
        orb_jw_member_date(&w, "expires", record.expiry);
        orb_jw_key(&w, "document");
        orb_jw_raw(&w, raw.data);
        orb_jw_close(&w);
        orb_buf_char(out, '\n');
        status = orb_jw_end(&w, err);
    }
    if (raw.data != NULL)
        memset(raw.data, 0, raw.capacity);
    orb_buf_release(&raw);
    return status;
}

enum orb_status cli_people_show(const struct cli_context *cli,
                                const struct cli_arguments *args, struct orb_error *err)
{
    bool is_export = cli_option_value(args, "export") != NULL;
    struct cli_people_job job;
    struct orb_json *document = NULL;
    struct orb_case *c = NULL;
    struct orb_buf text = { 0 };
    size_t index = 0;
    enum orb_status status = cli_people_job_open(&job, cli, args, ORB_VAULT_USE, err);

    if (status == ORB_OK)
        status = cli_people_find(&job, args->operands[1], &index, err);
    if (status == ORB_OK)
        status = cli_people_job_commit(&job, is_export ? "access_request" : "show",
                                       &args->operands[1], 1, err);
    if (status == ORB_OK)
        status = cli_people_read(&job, index, &document, &c, err);
    if (status == ORB_OK && is_export) {
        status = write_export(&text, &job, index, document, err);
    } else if (status == ORB_OK && cli_option_value(args, "json") != NULL) {
        orb_json_write(&text, document);
        orb_buf_char(&text, '\n');
    } else if (status == ORB_OK) {
        c->expires = orb_vault_record(job.vault, index).expiry;
        cli_people_case_write(&text, &job, c);
    }
    if (status == ORB_OK)
        status = cli_print(cli_option_value(args, "output"), &text, err);
    orb_buf_release(&text);
    orb_case_free(c);
    orb_json_free(document);
    cli_people_job_close(&job);
    return status;
}
