/* One command: its options, its check of the arguments, its work. */
#ifndef CLI_COMMAND_H
#define CLI_COMMAND_H

#include <stdbool.h>
#include <stddef.h>

#include "engine/base/date.h"
#include "engine/base/error.h"

enum cli_group {
    CLI_GROUP_SETUP,
    CLI_GROUP_FIND,
    CLI_GROUP_TERRITORY,
    CLI_GROUP_PEOPLE,
    CLI_GROUP_OUTPUT,
    CLI_GROUP_HELP
};

/* Exit status of the command. */
enum cli_exit { CLI_DONE = 0, CLI_FAILED = 1, CLI_USAGE = 2, CLI_FINDINGS = 3 };

/* Options that mean the same everywhere; --quiet, --verbose and --help are always there. */
enum cli_common {
    CLI_OPT_DATABASE = 1,  /* -d, --database FILE  -> cli->database */
    CLI_OPT_OUTPUT = 2,    /* -o, --output FILE    -> cli_option_value(args, "output") */
    CLI_OPT_FORMAT = 4,    /* -f, --format NAME */
    CLI_OPT_DRY_RUN = 8,   /* -n, --dry-run */
    CLI_OPT_DATE = 16,     /* --date YYYY-MM-DD    -> cli->date */
    CLI_OPT_OPERATOR = 32, /* --operator ID        -> cli->operator_id */
    CLI_OPT_PROFILE = 64,  /* --profile FILE       -> cli->profile */
    CLI_OPT_JSON = 128     /* --json */
};

struct cli_option {
    const char *name;     /* long name, without "--"; NULL ends the table */
    char letter;          /* short form, 0 = none */
    const char *argument; /* N_() name of its argument in help ("FILE"); NULL = a flag */
    const char *help;     /* N_() one line */
};

/* Parsed arguments; values are borrowed from argv. */
struct cli_arguments {
    const struct cli_option *options; /* the command's own, then the common ones it takes */
    const char *const *values; /* by index of options; NULL = not given; flags give "" */
    const char *const *operands;
    size_t operand_count;
};

/* The value of an option by long name; NULL when not given, "" for a flag given. */
const char *cli_option_value(const struct cli_arguments *args, const char *name);

struct cli_config;

/* What every command gets; made by main. */
struct cli_context {
    const char *database; /* -d, ORBITE_DATABASE, orbite.json or "territory.orbite" */
    const char *profile;  /* path of a profile laid over the default; NULL = none */
    const char
        *operator_id; /* --operator, ORBITE_OPERATOR, orbite.json; NULL = the store's */
    orb_date date;    /* --date; ORB_DATE_NONE = not given */
    bool quiet;
    bool verbose;
    bool french;                     /* language of messages: decimals and dates follow */
    bool terminal;                   /* standard output is a terminal */
    size_t width;                    /* columns of the terminal; 0 = do not wrap */
    const struct cli_config *config; /* where each value comes from */
};

struct cli_command {
    const char *name;
    enum cli_group group;
    const char *summary;              /* N_() */
    const char *usage;                /* "PERSON.json"; NULL = no operand */
    const struct cli_option *options; /* its own, NULL = none; common options are added */
    unsigned common;         /* enum cli_common; an own option of the same name prevails */
    const char *description; /* N_() paragraphs for -h; NULL = none */
    /*
     * Checks arguments and opens nothing: the settings (database, profile, operator) are
     * not read yet. ORB_ERR_SYNTAX with a sentence = wrong usage. NULL = nothing to check.
     */
    enum orb_status (*parse)(const struct cli_context *cli,
                             const struct cli_arguments *args, struct orb_error *err);
    enum orb_status (*run)(const struct cli_context *cli, const struct cli_arguments *args,
                           struct orb_error *err);
};

/* Ends with NULL; the order is the help order. */
extern const struct cli_command *const cli_commands[];

/* The command of that name; NULL sets err, with a suggestion. */
const struct cli_command *cli_command_find(const char *name, struct orb_error *err);

#endif
