/* The commands, one per file of cli/cmd. */
#ifndef CLI_COMMANDS_H
#define CLI_COMMANDS_H

#include "cli/command.h"

extern const struct cli_command cli_check;
extern const struct cli_command cli_config_command;
extern const struct cli_command cli_demo;
extern const struct cli_command cli_fetch;
extern const struct cli_command cli_help;
extern const struct cli_command cli_geocode;
extern const struct cli_command cli_import;
extern const struct cli_command cli_init;
extern const struct cli_command cli_list;
extern const struct cli_command cli_map;
extern const struct cli_command cli_match;
extern const struct cli_command cli_merge;
extern const struct cli_command cli_access;
extern const struct cli_command cli_gaps;
extern const struct cli_command cli_overlaps;
extern const struct cli_command cli_people;
extern const struct cli_command cli_plan;
extern const struct cli_command cli_show;
extern const struct cli_command cli_simulate;
extern const struct cli_command cli_triage;
extern const struct cli_command cli_emerge;
extern const struct cli_command cli_site;
extern const struct cli_command cli_split;
extern const struct cli_command cli_version;
extern const struct cli_command cli_who;

#endif
