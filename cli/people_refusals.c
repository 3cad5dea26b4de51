/* Refusals of services: counted for all, argued one by one for a person (R34). */
#include <string.h>

#include "cli/handout_text.h"
#include "cli/people.h"
#include "cli/people_source.h"
#include "cli/planning.h"
#include "cli/publication.h"
#include "cli/refusal_sheet.h"
#include "cli/report_output.h"
#include "engine/base/text.h"
#include "engine/cohort/disclosure.h"
#include "maps/report_refusals.h"

/* 0 for the team. */
static int threshold_of(const char *class_)
{
    if (class_ == NULL || strcmp(class_, "team") == 0)
        return 0;
    return strcmp(class_, "partner") == 0 ? ORB_DISCLOSURE_PARTNER : ORB_DISCLOSURE_PUBLIC;
}

static enum orb_status count_all(struct cli_people_job *job, struct orb_refusals *refusals,
                                 struct orb_error *err)
{
    enum orb_status status = ORB_OK;

    for (size_t i = 0; status == ORB_OK && i < orb_vault_count(job->vault); i++) {
        struct orb_case *c = NULL;

        status = cli_people_read(job, i, NULL, &c, err);
        if (status == ORB_OK)
            status = orb_refusals_count(refusals, c, err);
        orb_case_free(c);
    }
    return status;
}

/* What is told of persons of a vault is kept in it; of those of files the user has what was
 * given before. */
static enum orb_status protect(struct cli_people_job *job, struct orb_report *report, int k,
                               struct orb_error *err)
{
    const struct cli_publication as = { .class_ = cli_option_value(job->args, "class"),
                                        .k = k,
                                        .today = job->today };

    return job->vault == NULL ? cli_persons_protect(report, k, job->args, err)
                              : cli_publication_protect(job->vault, report, &as, err);
}

static enum orb_status count_files(struct cli_people_job *job,
                                   struct orb_refusals *refusals, struct orb_error *err)
{
    const struct cli_people_query query = { .cli = job->cli,
                                            .args = job->args,
                                            .first = 1,
                                            .profile = job->profile,
                                            .vocabulary = &job->vocabulary };
    struct cli_people_source *source = NULL;
    struct orb_case *c = NULL;
    enum orb_status status = cli_people_open(&source, &query, err);

    if (status == ORB_OK)
        status = cli_people_next(source, &c, err);
    while (status == ORB_OK && c != NULL) {
        status = orb_refusals_count(refusals, c, err);
        orb_case_free(c);
        c = NULL;
        if (status == ORB_OK)
            status = cli_people_next(source, &c, err);
    }
    if (source != NULL)
        cli_people_tell_rejected(source, job->cli);
    cli_people_close(source);
    return status;
}

static enum orb_status write_counts(struct cli_people_job *job, struct orb_error *err)
{
    const struct cli_context own = cli_report_context(job->cli, job->args);
    const char *class_ = cli_option_value(job->args, "class");
    int k = threshold_of(class_);
    struct orb_refusals refusals = { 0 };
    struct orb_report report;
    enum orb_status status = job->vault == NULL ? count_files(job, &refusals, err)
                                                : count_all(job, &refusals, err);

    orb_report_init(&report, "people-refusals/1", job->date, own.french);
    report.is_personal = k == 0 && cli_option_value(job->args, "output") != NULL;
    if (status == ORB_OK) {
        orb_report_parameter(&report, "class", _("Class"), "%s",
                             class_ == NULL ? "team" : class_);
        status = orb_report_refusals(&report, &refusals, &job->vocabulary, k, err);
    }
    if (status == ORB_OK && k > 0)
        status = protect(job, &report, k, err);
    if (status == ORB_OK && job->vault != NULL)
        status =
            cli_people_job_commit(job, "refusals", NULL, orb_vault_count(job->vault), err);
    if (status == ORB_OK)
        status = cli_report_write(&report, &own, job->args, err);
    orb_report_clear(&report);
    orb_refusals_release(&refusals);
    return status;
}

static enum orb_status write_sheet(struct cli_people_job *job, struct orb_error *err)
{
    const struct cli_context own = cli_report_context(job->cli, job->args);
    struct orb_handout handout;
    struct orb_case *c = NULL;
    size_t index = 0;
    enum orb_status status = cli_people_find(job, job->args->operands[1], &index, err);

    orb_handout_init(&handout, own.french);
    if (status == ORB_OK)
        status = cli_people_job_commit(job, "refusals", &job->args->operands[1], 1, err);
    if (status == ORB_OK)
        status = cli_people_read(job, index, NULL, &c, err);
    if (status == ORB_OK)
        status = cli_refusal_sheet_tell(&handout, &own, job, c, err);
    if (status == ORB_OK)
        status = cli_handout_print(&handout, &own, job->args, NULL, err);
    orb_handout_release(&handout);
    orb_case_free(c);
    return status;
}

enum orb_status cli_people_refusals(const struct cli_context *cli,
                                    const struct cli_arguments *args, struct orb_error *err)
{
    struct cli_people_job job = {
        .cli = cli, .args = args, .date = cli->date, .today = cli_vault_today()
    };
    bool has_vault = cli_option_value(args, "vault") != NULL;
    enum orb_status status = has_vault
                                 ? cli_people_job_open(&job, cli, args, ORB_VAULT_USE, err)
                                 : cli_profile_open(&job.profile, cli, err);

    if (job.date == ORB_DATE_NONE)
        job.date = job.today;
    if (status == ORB_OK)
        status = has_vault && args->operand_count > 1 ? write_sheet(&job, err)
                                                      : write_counts(&job, err);
    cli_people_job_close(&job);
    return status;
}
