/* The file is read from the current directory only: a territory is a folder, and the folder
 * says its settings. */
#include "cli/config.h"

#include <stdlib.h>
#include <string.h>

#include "cli/locale.h"
#include "cli/operator.h"
#include "cli/options.h"
#include "engine/base/file.h"
#include "engine/base/json.h"
#include "engine/base/text.h"

#define CONFIG_CAP ((size_t)1 << 20)

static const struct cli_setting defaults[CLI_SETTINGS] = {
    [CLI_SETTING_DATABASE] = { "database", "ORBITE_DATABASE", "territory.orbite",
                               CLI_FROM_DEFAULT },
    [CLI_SETTING_OPERATOR] = { "operator", "ORBITE_OPERATOR", NULL, CLI_FROM_DEFAULT },
    [CLI_SETTING_PROFILE] = { "profile", "ORBITE_PROFILE", NULL, CLI_FROM_DEFAULT },
};

struct filling {
    struct cli_config *config;
    struct orb_arena *arena;
};

static enum orb_status read_key(void *context, const char *key,
                                const struct orb_json *value, struct orb_error *err)
{
    struct filling *filling = context;
    enum orb_status status = ORB_ERR_SYNTAX;

    for (size_t i = 0; i < CLI_SETTINGS; i++) {
        struct cli_setting *setting = &filling->config->settings[i];

        if (strcmp(setting->name, key) != 0)
            continue;
        if (orb_json_text(value) == NULL) {
            (void)orb_error_set(err, status, _("this setting is a text"));
            orb_error_at(err, "/%s", key);
            return status;
        }
        setting->value = orb_arena_strdup(filling->arena, orb_json_text(value));
        setting->origin = CLI_FROM_FILE;
        return setting->value == NULL ? orb_error_memory(err) : ORB_OK;
    }
    (void)orb_error_set(
        err, status, _("unknown setting; the settings are database, operator and profile"));
    orb_error_at(err, "/%s", key);
    return status;
}

static enum orb_status read_file(struct cli_config *config, struct orb_arena *arena,
                                 struct orb_error *err)
{
    struct filling filling = { config, arena };
    struct orb_buf text = { 0 };
    struct orb_json *document = NULL;
    enum orb_status status;

    if (!orb_file_exists(CLI_CONFIG_FILE))
        return ORB_OK;
    status = orb_file_read(&text, CLI_CONFIG_FILE, CONFIG_CAP, err);
    if (status != ORB_OK)
        goto done;
    status = orb_json_parse(&document, text.data == NULL ? "" : text.data, text.len, err);
    if (status == ORB_OK && orb_json_type(document) != ORB_JSON_OBJECT)
        status = orb_error_set(err, ORB_ERR_SYNTAX, _("the settings are one JSON object"));
    if (status == ORB_OK)
        status = orb_json_each(document, read_key, &filling, err);
    if (status != ORB_OK)
        orb_error_at(err, "%s", CLI_CONFIG_FILE);
done:
    orb_json_free(document);
    orb_buf_release(&text);
    return status;
}

static enum orb_status check_operator(const struct cli_arguments *args,
                                      struct orb_error *err)
{
    struct orb_arena arena = { 0 };
    struct orb_operator op;
    enum orb_status status =
        cli_operator_parse(&op, &arena, cli_option_value(args, "operator"), err);

    orb_arena_release(&arena);
    return status;
}

/* Commands see an identifier, whatever way the operator was written. */
static enum orb_status settle_operator(struct cli_config *config, struct orb_arena *arena,
                                       struct orb_error *err)
{
    struct cli_setting *setting = &config->settings[CLI_SETTING_OPERATOR];
    struct orb_operator op;
    enum orb_status status;

    if (setting->value == NULL)
        return ORB_OK;
    status = cli_operator_parse(&op, arena, setting->value, err);
    if (status == ORB_OK)
        setting->value = op.organization;
    else
        orb_error_at(err, "%s", cli_origin_name(setting->origin));
    return status;
}

enum orb_status cli_context_make(struct cli_context *cli, const struct cli_arguments *args,
                                 struct orb_error *err)
{
    const char *date = cli_option_value(args, "date");

    cli->quiet = cli_option_value(args, "quiet") != NULL;
    cli->verbose = cli_option_value(args, "verbose") != NULL;
    cli->width = cli_terminal_width();
    cli->terminal = cli->width > 0;
    cli->date = ORB_DATE_NONE;
    if (date != NULL && !cli_day_parse(&cli->date, date))
        return orb_error_set(err, ORB_ERR_SYNTAX,
                             _("'%s' is not a date; write it YYYY-MM-DD or DD/MM/YYYY"),
                             date);
    return cli_option_value(args, "operator") == NULL ? ORB_OK : check_operator(args, err);
}

enum orb_status cli_config_load(struct cli_config *config, struct cli_context *cli,
                                struct orb_arena *arena, const struct cli_arguments *args,
                                struct orb_error *err)
{
    enum orb_status status;

    memcpy(config->settings, defaults, sizeof defaults);
    status = read_file(config, arena, err);
    if (status != ORB_OK)
        return status;
    for (size_t i = 0; i < CLI_SETTINGS; i++) {
        struct cli_setting *setting = &config->settings[i];
        const char *flag = cli_option_value(args, setting->name);
        const char *variable = getenv(setting->variable);

        if (flag != NULL) {
            setting->value = flag;
            setting->origin = CLI_FROM_FLAG;
        } else if (variable != NULL && variable[0] != '\0') {
            setting->value = variable;
            setting->origin = CLI_FROM_ENVIRONMENT;
        }
    }
    status = settle_operator(config, arena, err);
    cli->config = config;
    cli->database = config->settings[CLI_SETTING_DATABASE].value;
    cli->operator_id = config->settings[CLI_SETTING_OPERATOR].value;
    cli->profile = config->settings[CLI_SETTING_PROFILE].value;
    return status;
}

const char *cli_origin_name(enum cli_origin origin)
{
    static const char *const names[] = { N_("default"), N_("orbite.json"),
                                         N_("environment"), N_("option") };

    return _(names[origin]);
}
