/* Shows the settings with their origin; changes the operator of the territory, or copies
 * it. */
#include "cli/config.h"

#include <string.h>
#include <sys/stat.h>

#include "cli/commands.h"
#include "cli/database.h"
#include "cli/diagnostics.h"
#include "cli/leftovers.h"
#include "cli/operator.h"
#include "cli/options.h"
#include "cli/table.h"
#include "engine/base/alloc.h"
#include "engine/base/file.h"
#include "engine/base/text.h"
#include "engine/store/store.h"
#include "maps/json_writer.h"

struct facts {
    struct orb_buf database; /* as it is shown */
    bool has_store;
    struct orb_operator op;
    int64_t version;
    orb_date newest;
};

static enum orb_status config_parse(const struct cli_context *cli,
                                    const struct cli_arguments *args, struct orb_error *err)
{
    struct orb_arena arena = { 0 };
    struct orb_operator op;
    enum orb_status status = ORB_OK;

    (void)cli;
    if (args->operand_count == 0)
        return ORB_OK;
    if (strcmp(args->operands[0], "backup") == 0)
        return cli_operands_check(args, 2, 2,
                                  _("the copy to write: orbite config backup COPY"), err);
    if (strcmp(args->operands[0], "operator") != 0)
        return orb_error_set(
            err, ORB_ERR_SYNTAX,
            _("'%s' cannot be changed here; only 'orbite config operator ID' writes"),
            args->operands[0]);
    status = cli_operands_check(args, 2, 2,
                                _("the organization: orbite config operator ID"), err);
    if (status == ORB_OK && strcmp(args->operands[1], "none") != 0)
        status = cli_operator_parse(&op, &arena, args->operands[1], err);
    orb_arena_release(&arena);
    return status;
}

static enum orb_status read_facts(struct facts *facts, struct orb_arena *arena,
                                  const char *database, struct orb_error *err)
{
    struct orb_store *store = NULL;
    enum orb_status status;

    facts->newest = ORB_DATE_NONE;
    cli_database_show(&facts->database, database);
    status = orb_buf_check(&facts->database, err);
    if (status == ORB_OK)
        status = cli_database_open_if_any(&store, database, err);
    facts->has_store = store != NULL;
    if (status == ORB_OK && store == NULL)
        return ORB_OK;
    if (status == ORB_OK)
        status = cli_operator_read(&facts->op, arena, store, err);
    if (status == ORB_OK)
        status = orb_store_version(store, &facts->version, err);
    if (status == ORB_OK)
        status = orb_store_newest_date(store, &facts->newest, err);
    orb_store_close(store);
    return status;
}

/* The value of a setting; an address without its passwords. */
static const char *value_of(const struct cli_context *cli, const struct facts *facts,
                            size_t setting)
{
    return setting == CLI_SETTING_DATABASE ? facts->database.data
                                           : cli->config->settings[setting].value;
}

static void write_text(struct orb_buf *out, const struct cli_context *cli,
                       const struct facts *facts)
{
    static const struct cli_column columns[] = { { N_("setting"), false, false },
                                                 { N_("value"), false, true },
                                                 { N_("comes from"), false, false } };
    struct cli_table table = { .columns = columns, .column_count = 3 };

    for (size_t i = 0; i < CLI_SETTINGS; i++) {
        const struct cli_setting *s = &cli->config->settings[i];
        bool stored =
            i == CLI_SETTING_OPERATOR && s->value == NULL && facts->op.organization != NULL;

        cli_table_cell(&table, s->name);
        cli_table_cell(&table,
                       stored ? facts->op.organization
                              : (s->value == NULL ? _("none") : value_of(cli, facts, i)));
        cli_table_cell(&table, stored ? _("the territory") : cli_origin_name(s->origin));
    }
    cli_table_write(out, &table, cli->width);
    cli_table_release(&table);
    if (!facts->has_store) {
        orb_buf_printf(out, "\n%s\n", _("The territory does not exist yet: orbite init"));
        return;
    }
    orb_buf_printf(out, "\n%s ", _("newest source:"));
    cli_date(out, facts->newest, cli->french);
    orb_buf_printf(out, "\n%s %lld\n", _("version of the data:"),
                   (long long)facts->version);
}

static enum orb_status write_json(struct orb_buf *out, const struct cli_context *cli,
                                  const struct facts *facts, struct orb_error *err)
{
    static const char *const origins[] = { "default", "file", "environment", "option" };
    struct orb_json_writer w;

    orb_jw_init_buf(&w, out, 2);
    orb_jw_open_object(&w);
    orb_jw_member_text(&w, "orbite", "config/1");
    orb_jw_key(&w, "settings");
    orb_jw_open_object(&w);
    for (size_t i = 0; i < CLI_SETTINGS; i++) {
        orb_jw_key(&w, cli->config->settings[i].name);
        orb_jw_open_object(&w);
        orb_jw_member_text(&w, "value", value_of(cli, facts, i));
        orb_jw_member_text(&w, "origin", origins[cli->config->settings[i].origin]);
        orb_jw_close(&w);
    }
    orb_jw_close(&w);
    orb_jw_key(&w, "territory");
    if (facts->has_store) {
        orb_jw_open_object(&w);
        orb_jw_member_text(&w, "operator", facts->op.organization);
        orb_jw_member_date(&w, "newest_source", facts->newest);
        orb_jw_member_integer(&w, "version", facts->version);
        orb_jw_close(&w);
    } else {
        orb_jw_null(&w);
    }
    orb_jw_close(&w);
    orb_buf_char(out, '\n');
    return orb_jw_end(&w, err);
}

static enum orb_status set_operator(const struct cli_context *cli, const char *text,
                                    struct orb_error *err)
{
    struct orb_arena arena = { 0 };
    struct orb_operator op = { 0 };
    struct orb_store *store = NULL;
    enum orb_status status = ORB_OK;

    if (strcmp(text, "none") != 0)
        status = cli_operator_parse(&op, &arena, text, err);
    if (status == ORB_OK)
        status = orb_store_open(&store, cli->database, ORB_STORE_WRITE, err);
    if (status == ORB_OK)
        status = orb_store_set_operator(store, &op, err);
    if (status == ORB_OK && op.organization == NULL)
        cli_note(cli, _("'%s' has no operator any more"), orb_store_name(store));
    else if (status == ORB_OK)
        cli_note(cli, _("the operator of '%s' is %s"), orb_store_name(store),
                 op.organization);
    orb_store_close(store);
    orb_arena_release(&arena);
    return status;
}

static bool has_content(const char *path)
{
    struct stat about;

    return stat(path, &about) == 0 && about.st_size > 0;
}

/* A copy that is there is a copy somebody may need. What a territory that was taken away
 * left beside its name would be read as part of the copy. */
static enum orb_status check_place(const char *path, struct orb_error *err)
{
    static const char *const ends[] = { "-journal", "-wal" };
    enum orb_status status = ORB_OK;

    if (strcmp(path, "-") == 0 || orb_file_exists(path)) {
        status = orb_error_set(err, ORB_ERR_EXISTS,
                               _("a copy is a new file; nothing was written"));
        orb_error_at(err, "%s", path);
    }
    for (size_t i = 0; status == ORB_OK && i < sizeof ends / sizeof ends[0]; i++) {
        char *beside = orb_file_name(path, ends[i]);

        if (beside == NULL)
            return orb_error_memory(err);
        if (has_content(beside)) {
            status = orb_error_set(
                err, ORB_ERR_EXISTS,
                _("this is left of a territory that had the name of the copy; remove it first"));
            orb_error_at(err, "%s", beside);
        }
        orb_free(beside);
    }
    return status;
}

static enum orb_status back_up(const struct cli_context *cli, const char *path,
                               struct orb_error *err)
{
    struct orb_output out = { 0 };
    struct orb_store *store = NULL;
    int64_t version = 0;
    enum orb_status status = check_place(path, err);

    if (status == ORB_OK)
        status = orb_store_open(&store, cli->database, ORB_STORE_READ, err);
    if (status == ORB_OK)
        status = cli_output_open(&out, path, true, err);
    if (status == ORB_OK)
        status = orb_store_version(store, &version, err);
    if (status == ORB_OK) {
        status = orb_store_backup(store, out.temporary, err);
        if (status != ORB_OK)
            orb_error_at(err, "%s", path);
    }
    if (status == ORB_OK)
        status = orb_output_commit_new(&out, err);
    if (status == ORB_OK)
        cli_note(cli, _("'%s' is a copy of '%s', checked; version of the data: %lld"), path,
                 orb_store_name(store), (long long)version);
    orb_output_close(&out);
    orb_store_close(store);
    return status;
}

static enum orb_status config_run(const struct cli_context *cli,
                                  const struct cli_arguments *args, struct orb_error *err)
{
    struct orb_arena arena = { 0 };
    struct orb_buf text = { 0 };
    struct facts facts = { 0 };
    enum orb_status status;

    if (args->operand_count > 0 && strcmp(args->operands[0], "backup") == 0)
        return back_up(cli, args->operands[1], err);
    if (args->operand_count > 0)
        return set_operator(cli, args->operands[1], err);
    status = read_facts(&facts, &arena, cli->database, err);
    if (status == ORB_OK && cli_option_value(args, "json") != NULL)
        status = write_json(&text, cli, &facts, err);
    else if (status == ORB_OK)
        write_text(&text, cli, &facts);
    if (status == ORB_OK)
        status = cli_print(NULL, &text, err);
    orb_buf_release(&facts.database);
    orb_buf_release(&text);
    orb_arena_release(&arena);
    return status;
}

const struct cli_command cli_config_command = {
    .name = "config",
    .group = CLI_GROUP_SETUP,
    .summary = N_("show the settings, change the operator, copy the territory"),
    .usage = N_("[operator ID|none | backup COPY]"),
    .common = CLI_OPT_DATABASE | CLI_OPT_OPERATOR | CLI_OPT_PROFILE | CLI_OPT_JSON,
    .description = N_(
        "Settings come from the options, else from the environment (ORBITE_DATABASE, ORBITE_OPERATOR, ORBITE_PROFILE), else from 'orbite.json' in the current directory, else from the program. Without an operator there, the one of the territory is used."),
    .parse = config_parse,
    .run = config_run,
};
