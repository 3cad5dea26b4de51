/* The persons a team follows, in their vault: one verb for each thing to do. */
#include <string.h>

#include "cli/commands.h"
#include "cli/handout_text.h"
#include "cli/options.h"
#include "cli/people.h"
#include "cli/planning.h"
#include "cli/report_output.h"
#include "engine/base/text.h"

static const struct cli_option people_options[] = {
    { "vault", 0, N_("FILE"), N_("the vault; its journal is beside it, FILE.log") },
    CLI_PASSPHRASE_OPTION,
    { "user", 0, N_("WORD"), N_("new: the team's own word for the first user") },
    { "cost", 0, N_("PASSES,MIB"),
      N_("new, rekey: what one guess of a passphrase costs (3,256)") },
    { "export", 0, NULL,
      N_("show: all that is held of the person, in JSON, for a request of access") },
    { "add", 0, N_("WORD"), N_("rekey: add a user, with another passphrase") },
    { "remove", 0, N_("USER"),
      N_("rekey: remove a user by number, and renew the key; 0 only renews it") },
    { "users", 0, NULL, N_("rekey: list the users") },
    { "yes", 0, NULL, N_("purge: remove those who have expired, not only list them") },
    { "journal", 0, N_("MONTHS"),
      N_("purge: forget the lines of the journal older than this") },
    { "reason", 0, N_("TEXT"), N_("why, for the journal; names nobody") },
    { "verify", 0, NULL, N_("log: check that no line was changed, cut or put back") },
    { "expect", 0, N_("HEAD"),
      N_("log: check that this head, noted before, is in the journal") },
    { "class", 0, N_("CLASS"),
      N_("export, refusals: team (pseudonyms), partner or public (counts under disclosure control)") },
    { "recover", 0, NULL,
      N_("restore: accept a vault without its journal; '--reason' says why") },
    { "from", 0, N_("COMMUNE"),
      N_("tour: INSEE code of the commune to start from and end at") },
    { "until", 0, N_("DATE"), N_("tour: visits planned up to this day") },
    { "catalogue", 0, N_("FILE"),
      N_("tour, refusals: read this native file instead of the database") },
    CLI_BESIDE_OPTION,
    CLI_REPORT_OPTIONS,
    CLI_ROUND_OPTION,
    { 0 },
};

struct verb {
    const char *name;
    size_t min, max;     /* operands after it */
    const char *what;    /* N_() they are */
    const char *options; /* of its own, each between blanks */
    bool is_told; /* of persons, for the team; a report looks itself at where it goes */
    cli_people_run run;
};

static const struct verb verbs[] = {
    { "new", 0, 0, "", " user cost ", false, cli_people_new },
    { "add", 1, 100, N_("the file of a case (- for standard input)"), " ", false,
      cli_people_add },
    { "list", 0, 0, "", " json ", true, cli_people_list },
    { "show", 1, 1, N_("a pseudonym"), " export json reason ", true, cli_people_show },
    { "edit", 2, 2, N_("a pseudonym, then the file of its case"), " ", false,
      cli_people_edit },
    { "rekey", 0, 0, "", " add remove users cost ", false, cli_people_rekey },
    { "purge", 0, 1000, "", " yes journal reason ", false, cli_people_purge },
    { "log", 0, 0, "", " verify expect json ", true, cli_people_log },
    { "export", 0, 0, "", " class format table excel-fr lang round ", false,
      cli_people_export },
    { "backup", 1, 1, N_("the copy to make"), " ", false, cli_people_backup },
    { "restore", 1, 1, N_("the copy to put back"), " recover reason ", false,
      cli_people_restore },
    { "tour", 0, 1000, "", " from until catalogue json database ", true, cli_people_tour },
    { "refusals", 0, 1000, "",
      " class format table excel-fr lang round catalogue reason beside ", false,
      cli_people_refusals },
};

/* What every verb takes. */
static const char everywhere[] =
    " vault passphrase-fd date profile output quiet verbose help database ";

static bool is_among(const char *list, const char *name)
{
    size_t len = strlen(name);

    for (const char *at = strstr(list, name); at != NULL; at = strstr(at + 1, name))
        if (at[-1] == ' ' && at[len] == ' ')
            return true;
    return false;
}

static const struct verb *find_verb(const char *name, struct orb_error *err)
{
    const char *near = NULL;
    size_t best = SIZE_MAX;

    for (size_t i = 0; i < sizeof verbs / sizeof verbs[0]; i++) {
        if (strcmp(verbs[i].name, name) == 0)
            return &verbs[i];
        near = cli_nearest(name, verbs[i].name, near, &best);
    }
    if (near != NULL)
        (void)orb_error_set(err, ORB_ERR_SYNTAX,
                            _("'orbite people' has no '%s'; did you mean '%s'?"), name,
                            near);
    else
        (void)orb_error_set(
            err, ORB_ERR_SYNTAX,
            _("'orbite people' has no '%s'; it takes new, add, list, show, edit, rekey, purge, log, export, backup, restore, tour or refusals"),
            name);
    return NULL;
}

static enum orb_status check_options(const struct verb *verb,
                                     const struct cli_arguments *args,
                                     struct orb_error *err)
{
    for (size_t i = 0; args->options[i].name != NULL; i++) {
        const char *name = args->options[i].name;

        if (args->values[i] != NULL && !is_among(everywhere, name) &&
            !is_among(verb->options, name))
            return orb_error_set(err, ORB_ERR_SYNTAX,
                                 _("'--%s' means nothing for 'orbite people %s'"), name,
                                 verb->name);
    }
    if (cli_option_value(args, "vault") == NULL && verb->run != cli_people_refusals)
        return orb_error_set(err, ORB_ERR_SYNTAX, _("'--vault FILE' says which vault"));
    return cli_passphrase_check(args, err);
}

static enum orb_status check_class(const struct cli_arguments *args, struct orb_error *err)
{
    const char *class_ = cli_option_value(args, "class");

    if (class_ == NULL || (strcmp(class_, "team") != 0 && strcmp(class_, "partner") != 0 &&
                           strcmp(class_, "public") != 0))
        return orb_error_set(err, ORB_ERR_SYNTAX,
                             _("'--class' says for whom: team, partner or public"));
    return cli_report_check(args, err);
}

static enum orb_status check_export(const struct cli_arguments *args, struct orb_error *err)
{
    enum orb_status status = check_class(args, err);

    if (status != ORB_OK)
        return status;
    if (strcmp(cli_option_value(args, "class"), "team") == 0 &&
        (cli_option_value(args, "format") != NULL ||
         cli_option_value(args, "table") != NULL ||
         cli_option_value(args, "round") != NULL))
        return orb_error_set(err, ORB_ERR_SYNTAX,
                             _("for the team, the export is always JSON"));
    return ORB_OK;
}

/* Where the refusals are: in a vault, or in files. */
static enum orb_status check_refused(const struct cli_arguments *args,
                                     struct orb_error *err)
{
    static const char *const of_vault[] = { "passphrase-fd", "reason", "catalogue" };
    bool has_vault = cli_option_value(args, "vault") != NULL;

    if (!has_vault && args->operand_count == 1)
        return orb_error_set(
            err, ORB_ERR_SYNTAX,
            _("expected '--vault FILE', or files of persons (- for standard input)"));
    if (has_vault && args->operand_count > 2)
        return orb_error_set(err, ORB_ERR_SYNTAX,
                             _("one pseudonym at a time has its refusals argued"));
    for (size_t i = 0; !has_vault && i < sizeof of_vault / sizeof of_vault[0]; i++)
        if (cli_option_value(args, of_vault[i]) != NULL)
            return orb_error_set(err, ORB_ERR_SYNTAX, _("'--%s' goes with '--vault'"),
                                 of_vault[i]);
    if (has_vault && cli_option_value(args, "beside") != NULL)
        return orb_error_set(
            err, ORB_ERR_SYNTAX,
            _("'--beside' is for files: a vault keeps what was told of its persons"));
    return ORB_OK;
}

/* Counts of all, for the team or for others; or the sheet of one person of a vault. */
static enum orb_status check_refusals(const struct cli_arguments *args,
                                      struct orb_error *err)
{
    static const char *const of_all[] = { "class", "table", "excel-fr", "round" };
    enum orb_status status = check_refused(args, err);

    if (status != ORB_OK)
        return status;
    if (cli_option_value(args, "vault") == NULL || args->operand_count == 1)
        return cli_option_value(args, "class") == NULL ? cli_report_check(args, err)
                                                       : check_class(args, err);
    for (size_t i = 0; i < sizeof of_all / sizeof of_all[0]; i++)
        if (cli_option_value(args, of_all[i]) != NULL)
            return orb_error_set(err, ORB_ERR_SYNTAX,
                                 _("'--%s' means nothing for the refusals of one person"),
                                 of_all[i]);
    return cli_handout_check(args, err);
}

/* What one verb alone asks for. */
static enum orb_status check_verb(const struct verb *verb, const struct cli_arguments *args,
                                  struct orb_error *err)
{
    struct orb_vault_options cost = { 0 };
    const char *until = cli_option_value(args, "until");
    int ways = (cli_option_value(args, "add") != NULL) +
               (cli_option_value(args, "remove") != NULL) +
               (cli_option_value(args, "users") != NULL);
    orb_date day;

    if (verb->run == cli_people_export)
        return check_export(args, err);
    if (verb->run == cli_people_refusals)
        return check_refusals(args, err);
    if (ways > 1)
        return orb_error_set(err, ORB_ERR_SYNTAX,
                             _("'--add', '--remove' and '--users' go one at a time"));
    if (cli_option_value(args, "recover") != NULL &&
        cli_option_value(args, "reason") == NULL)
        return orb_error_set(err, ORB_ERR_SYNTAX, _("'--recover' needs '--reason TEXT'"));
    if (until != NULL && !cli_day_parse(&day, until))
        return orb_error_set(err, ORB_ERR_SYNTAX,
                             _("'--until' takes a day, as in 2026-11-22"));
    return cli_vault_cost_read(&cost, args, err);
}

static enum orb_status people_parse(const struct cli_context *cli,
                                    const struct cli_arguments *args, struct orb_error *err)
{
    const struct verb *verb;
    enum orb_status status;

    (void)cli;
    if (args->operand_count == 0)
        return orb_error_set(
            err, ORB_ERR_SYNTAX,
            _("expected what to do: new, add, list, show, edit, rekey, purge, log, export, backup, restore, tour or refusals"));
    verb = find_verb(args->operands[0], err);
    if (verb == NULL)
        return ORB_ERR_SYNTAX;
    status = cli_operands_check(args, 1 + verb->min, 1 + verb->max,
                                verb->what[0] == '\0' ? "" : _(verb->what), err);
    if (status == ORB_OK)
        status = check_options(verb, args, err);
    return status == ORB_OK ? check_verb(verb, args, err) : status;
}

static enum orb_status people_run(const struct cli_context *cli,
                                  const struct cli_arguments *args, struct orb_error *err)
{
    const struct verb *verb = find_verb(args->operands[0], err);

    if (verb == NULL)
        return ORB_ERR_SYNTAX;
    if (verb->is_told)
        cli_vault_output_note(cli, args);
    return verb->run(cli, args, err);
}

const struct cli_command cli_people = {
    .name = "people",
    .group = CLI_GROUP_PEOPLE,
    .summary = N_("keep the persons a team follows in an encrypted vault"),
    .usage = "VERB --vault FILE [...]",
    .options = people_options,
    .common = CLI_OPT_DATABASE | CLI_OPT_DATE | CLI_OPT_PROFILE | CLI_OPT_JSON |
              CLI_OPT_OUTPUT | CLI_OPT_FORMAT,
    .description = N_(
        "new makes a vault and its first user; add puts cases in and prints their pseudonyms; list, show PSEUDONYM and edit PSEUDONYM FILE read and replace them; rekey changes passphrases and users; purge removes who has expired, or PSEUDONYM; log is the journal of every access; export gives pseudonyms to the team and protected counts to others; backup FILE and restore FILE copy vault and journal together; tour groups the visits by commune; refusals counts what services refused, in the vault or in FILES of cases, or argues those of PSEUDONYM. The passphrase is asked for on the terminal, or read from '--passphrase-fd': never from an argument."),
    .parse = people_parse,
    .run = people_run,
};
