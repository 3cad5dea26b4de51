/* Everybody in the vault, one line each: pseudonyms, never a name. */
#include <string.h>

#include "cli/diagnostics.h"
#include "cli/people.h"
#include "cli/table.h"
#include "engine/base/alloc.h"
#include "engine/base/text.h"
#include "maps/case_words.h"
#include "maps/json_writer.h"

struct listing {
    struct cli_people_job *job;
    struct cli_table table;
    struct orb_json_writer json;
    struct orb_buf text;
    struct orb_buf cell;
    bool is_json;
};

static void tell_date(struct listing *l, orb_date date)
{
    orb_buf_clear(&l->cell);
    cli_date(&l->cell, date, l->job->cli->french);
    cli_table_cell(&l->table, l->cell.failed ? NULL : l->cell.data);
}

static void tell_row(struct listing *l, const struct orb_vault_record *record,
                     const struct orb_case *c)
{
    int age = orb_person_age(c->person);

    cli_table_cell(&l->table, record->pseudonym);
    cli_table_cell(&l->table,
                   c->person->commune == NULL ? _("unknown") : c->person->commune);
    if (age < 0)
        cli_table_cell(&l->table, _("unknown"));
    else
        cli_table_printf(&l->table, "%d", age);
    cli_table_cell(&l->table, orb_phase_words(c->phase));
    tell_date(l, record->last_contact);
    tell_date(l, record->expiry);
    cli_table_cell(&l->table,
                   orb_vault_is_expired(record, l->job->today) ? _("expired") : NULL);
}

void cli_people_json_head(struct orb_json_writer *w, const char *id,
                          const struct orb_case *c)
{
    int age = orb_person_age(c->person);

    orb_jw_member_text(w, "id", id);
    orb_jw_member_text(w, "commune", c->person->commune);
    orb_jw_key(w, "age");
    if (age < 0)
        orb_jw_null(w);
    else
        orb_jw_integer(w, age);
    orb_jw_member_text(w, "phase", orb_phase_names[c->phase]);
}

static void tell_json(struct listing *l, const struct orb_vault_record *record,
                      const struct orb_case *c)
{
    struct orb_json_writer *w = &l->json;

    orb_jw_open_object(w);
    cli_people_json_head(w, record->pseudonym, c);
    orb_jw_member_date(w, "last_contact", record->last_contact);
    orb_jw_member_date(w, "expires", record->expiry);
    orb_jw_member_bool(w, "expired", orb_vault_is_expired(record, l->job->today));
    orb_jw_member_integer(w, "version", (int64_t)record->version);
    orb_jw_close(w);
}

static enum orb_status tell_all(struct listing *l, struct orb_error *err)
{
    size_t *order = cli_people_order(l->job);
    enum orb_status status = order == NULL ? orb_error_memory(err) : ORB_OK;

    for (size_t i = 0; status == ORB_OK && i < orb_vault_count(l->job->vault); i++) {
        struct orb_case *c = NULL;
        struct orb_vault_record record;

        status = cli_people_read(l->job, order[i], NULL, &c, err);
        if (status != ORB_OK)
            break;
        record = orb_vault_record(l->job->vault, order[i]);
        if (l->is_json)
            tell_json(l, &record, c);
        else
            tell_row(l, &record, c);
        orb_case_free(c);
    }
    orb_free(order);
    return status;
}

static enum orb_status write_json(struct listing *l, struct orb_error *err)
{
    enum orb_status status;

    orb_jw_init_buf(&l->json, &l->text, 1);
    orb_jw_open_object(&l->json);
    orb_jw_member_text(&l->json, "orbite", "people/1");
    orb_jw_member_date(&l->json, "date", l->job->date);
    orb_jw_key(&l->json, "persons");
    orb_jw_open_array(&l->json);
    status = tell_all(l, err);
    if (status != ORB_OK)
        return status;
    orb_jw_close(&l->json);
    orb_jw_close(&l->json);
    orb_buf_char(&l->text, '\n');
    return orb_jw_end(&l->json, err);
}

static enum orb_status write_table(struct listing *l, struct orb_error *err)
{
    static const struct cli_column columns[] = {
        { N_("pseudonym"), false, false },
        { N_("commune"), false, false },
        { N_("age"), true, false },
        { N_("phase"), false, true },
        { N_("last contact"), false, false },
        { N_("expiry"), false, false },
        { "", false, false },
    };
    size_t count = orb_vault_count(l->job->vault);
    enum orb_status status;

    l->table.columns = columns;
    l->table.column_count = 7;
    status = tell_all(l, err);
    if (status != ORB_OK)
        return status;
    orb_buf_printf(&l->text,
                   ORB_PLURAL("%zu person in the vault; age on ",
                              "%zu persons in the vault; ages on ", count),
                   count);
    cli_date(&l->text, l->job->date, l->job->cli->french);
    orb_buf_text(&l->text, count == 0 ? "\n" : "\n\n");
    if (count > 0)
        cli_table_write(&l->text, &l->table, l->job->cli->width);
    return ORB_OK;
}

enum orb_status cli_people_list(const struct cli_context *cli,
                                const struct cli_arguments *args, struct orb_error *err)
{
    struct cli_people_job job;
    struct listing l = { .job = &job, .is_json = cli_option_value(args, "json") != NULL };
    enum orb_status status = cli_people_job_open(&job, cli, args, ORB_VAULT_USE, err);

    if (status == ORB_OK)
        status = cli_people_job_commit(&job, "list", NULL, orb_vault_count(job.vault), err);
    if (status == ORB_OK)
        status = l.is_json ? write_json(&l, err) : write_table(&l, err);
    if (status == ORB_OK)
        status = cli_print(cli_option_value(args, "output"), &l.text, err);
    cli_table_release(&l.table);
    orb_buf_release(&l.text);
    orb_buf_release(&l.cell);
    cli_people_job_close(&job);
    return status;
}
