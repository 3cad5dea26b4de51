/* Settings with their origin: default, then orbite.json, then the environment, then the
 * flags. */
#ifndef CLI_CONFIG_H
#define CLI_CONFIG_H

#include "cli/command.h"
#include "engine/base/arena.h"

#define CLI_CONFIG_FILE "orbite.json"

enum cli_origin {
    CLI_FROM_DEFAULT = 0,
    CLI_FROM_FILE,
    CLI_FROM_ENVIRONMENT,
    CLI_FROM_FLAG
};

enum cli_setting_name {
    CLI_SETTING_DATABASE = 0,
    CLI_SETTING_OPERATOR,
    CLI_SETTING_PROFILE,
    CLI_SETTINGS
};

struct cli_setting {
    const char *name;     /* key of orbite.json and long option */
    const char *variable; /* of the environment */
    const char *value;    /* NULL = none */
    enum cli_origin origin;
};

struct cli_config {
    struct cli_setting settings[CLI_SETTINGS];
};

/* Fill what the flags alone say. ORB_ERR_SYNTAX is wrong usage. */
ORB_MUST_CHECK enum orb_status cli_context_make(struct cli_context *cli,
                                                const struct cli_arguments *args,
                                                struct orb_error *err);

/*
 * Fill config from all four origins, and the settings of cli from it. An orbite.json that
 * does not read, or holds an unknown key, is an error. Texts are borrowed from the arena,
 * the environment and args.
 */
ORB_MUST_CHECK enum orb_status
cli_config_load(struct cli_config *config, struct cli_context *cli, struct orb_arena *arena,
                const struct cli_arguments *args, struct orb_error *err);

/* "default", "orbite.json", "environment", "option"; translated. */
const char *cli_origin_name(enum cli_origin origin);

#endif
