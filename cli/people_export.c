/* What leaves the vault: pseudonyms for the team, protected counts for all others. */
#include <string.h>

#include "cli/diagnostics.h"
#include "cli/leftovers.h"
#include "cli/people.h"
#include "cli/publication.h"
#include "cli/report_output.h"
#include "engine/base/alloc.h"
#include "engine/base/text.h"
#include "engine/cohort/disclosure.h"
#include "maps/json_writer.h"
#include "maps/report_people.h"

/* ---- team */

static void write_person(struct orb_json_writer *w, const struct orb_case *c)
{
    orb_jw_open_object(w);
    cli_people_json_head(w, c->person->id, c);
    orb_jw_key(w, "needs");
    orb_jw_open_array_inline(w);
    for (uint32_t i = 0; i < c->person->need_count; i++)
        orb_jw_text(w, c->person->needs[i].code);
    orb_jw_close(w);
    orb_jw_close(w);
}

static enum orb_status write_persons(struct orb_json_writer *w, struct orb_output *out,
                                     struct cli_people_job *job, struct orb_error *err)
{
    size_t *order = cli_people_order(job);
    enum orb_status status = order == NULL ? orb_error_memory(err) : ORB_OK;

    for (size_t i = 0; status == ORB_OK && i < orb_vault_count(job->vault); i++) {
        struct orb_case *c = NULL;

        status = cli_people_read(job, order[i], NULL, &c, err);
        if (status == ORB_OK) {
            write_person(w, c);
            status = orb_output_flush(out, false, err);
        }
        orb_case_free(c);
    }
    orb_free(order);
    return status;
}

/* Only for its owner, and it says so first. */
static enum orb_status export_team(struct cli_people_job *job, struct orb_error *err)
{
    const char *path = cli_option_value(job->args, "output");
    struct orb_output out = { 0 };
    struct orb_json_writer w;
    enum orb_status status =
        cli_people_job_commit(job, "export_team", NULL, orb_vault_count(job->vault), err);

    if (status == ORB_OK)
        status = cli_output_open(&out, path == NULL ? "-" : path, true, err);
    if (status == ORB_OK) {
        orb_jw_init(&w, &out, 1);
        orb_jw_open_object(&w);
        orb_jw_member_text(&w, "orbite", "people-team/1");
        orb_jw_member_text(&w, "banner", "données personnelles — ne pas transmettre");
        orb_jw_member_date(&w, "date", job->date);
        orb_jw_key(&w, "persons");
        orb_jw_open_array(&w);
        status = write_persons(&w, &out, job, err);
        if (status == ORB_OK) {
            orb_jw_close(&w);
            orb_jw_close(&w);
            status = orb_jw_end(&w, err);
        }
    }
    if (status == ORB_OK) {
        orb_buf_char(&out.pending, '\n');
        status = orb_output_commit(&out, err);
    }
    orb_output_close(&out);
    return status;
}

/* ---- partner, public */

static enum orb_status count_all(struct cli_people_job *job,
                                 struct orb_people_counts *counts, struct orb_error *err)
{
    enum orb_status status = ORB_OK;

    for (size_t i = 0; status == ORB_OK && i < orb_vault_count(job->vault); i++) {
        struct orb_case *c = NULL;

        status = cli_people_read(job, i, NULL, &c, err);
        if (status == ORB_OK)
            status = orb_people_count(counts, c, err);
        orb_case_free(c);
    }
    return status;
}

static enum orb_status export_counts(struct cli_people_job *job, const char *class_, int k,
                                     struct orb_error *err)
{
    struct cli_context own = cli_report_context(job->cli, job->args);
    struct orb_people_counts counts = { 0 };
    const struct cli_publication as = { .class_ = class_, .k = k, .today = job->today };
    struct orb_report report;
    enum orb_status status = count_all(job, &counts, err);

    orb_report_init(&report, "people/1", job->date, own.french);
    if (status == ORB_OK) {
        orb_report_parameter(&report, "class", _("Class"), "%s", class_);
        status = orb_report_people(&report, &counts, &job->vocabulary, k, err);
    }
    if (status == ORB_OK)
        status = cli_publication_protect(job->vault, &report, &as, err);
    if (status == ORB_OK)
        status = cli_people_job_commit(
            job, k == ORB_DISCLOSURE_PUBLIC ? "export_public" : "export_partner", NULL,
            orb_vault_count(job->vault), err);
    if (status == ORB_OK)
        status = cli_report_write(&report, &own, job->args, err);
    orb_report_clear(&report);
    orb_people_counts_release(&counts);
    return status;
}

enum orb_status cli_people_export(const struct cli_context *cli,
                                  const struct cli_arguments *args, struct orb_error *err)
{
    const char *class_ = cli_option_value(args, "class");
    struct cli_people_job job;
    enum orb_status status = cli_people_job_open(&job, cli, args, ORB_VAULT_USE, err);

    if (status == ORB_OK && strcmp(class_, "team") == 0)
        status = export_team(&job, err);
    else if (status == ORB_OK && strcmp(class_, "partner") == 0)
        status = export_counts(&job, class_, ORB_DISCLOSURE_PARTNER, err);
    else if (status == ORB_OK)
        status = export_counts(&job, class_, ORB_DISCLOSURE_PUBLIC, err);
    cli_people_job_close(&job);
    return status;
}
