/* One table says what is read and what -h prints, so that they cannot disagree. */
#include "cli/options.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "cli/table.h"
#include "engine/base/text.h"
#include "engine/base/utf8.h"

#define NEAR_MAX  2
#define WORD_MAX  32
#define COMMON    (sizeof common_options / sizeof common_options[0])
#define HELP_LEFT 30

static const struct {
    unsigned bit; /* 0 = always */
    struct cli_option option;
} common_options[] = {
    { CLI_OPT_DATABASE,
      { "database", 'd', N_("FILE"), N_("the territory (default: territory.orbite)") } },
    { CLI_OPT_OPERATOR,
      { "operator", 0, N_("ID"), N_("the organization whose partners are looked at") } },
    { CLI_OPT_DATE,
      { "date", 0, N_("DATE"), N_("the date things are looked at, YYYY-MM-DD") } },
    { CLI_OPT_PROFILE,
      { "profile", 0, N_("FILE"),
        N_("settings laid over the built-in profile, in JSON") } },
    { CLI_OPT_OUTPUT,
      { "output", 'o', N_("FILE"), N_("write there instead of standard output") } },
    { CLI_OPT_FORMAT, { "format", 'f', N_("NAME"), N_("the format to write") } },
    { CLI_OPT_JSON, { "json", 0, NULL, N_("answer in JSON") } },
    { CLI_OPT_DRY_RUN, { "dry-run", 'n', NULL, N_("do everything but the last write") } },
    { 0, { "quiet", 'q', NULL, N_("say only errors") } },
    { 0, { "verbose", 'v', NULL, N_("say more") } },
    { 0, { "help", 'h', NULL, N_("print this help") } },
};

static bool has_own(const struct cli_command *command, const char *name)
{
    for (const struct cli_option *o = command->options; o != NULL && o->name != NULL; o++)
        if (strcmp(o->name, name) == 0)
            return true;
    return false;
}

/* The command's own options, then the common ones it takes; NULL without memory. */
static struct cli_option *option_table(struct orb_arena *arena,
                                       const struct cli_command *command, size_t *count)
{
    size_t n = 0;
    struct cli_option *all;

    for (const struct cli_option *o = command->options; o != NULL && o->name != NULL; o++)
        n++;
    all = orb_arena_array(arena, n + COMMON + 1, sizeof *all);
    if (all == NULL)
        return NULL;
    if (n > 0)
        memcpy(all, command->options, n * sizeof *all);
    for (size_t i = 0; i < COMMON; i++) {
        unsigned bit = common_options[i].bit;

        if ((bit == 0 || (command->common & bit) != 0) &&
            !has_own(command, common_options[i].option.name))
            all[n++] = common_options[i].option;
    }
    *count = n;
    return all;
}

/* Edits (insertion, deletion, change, swap) between two words; long words are never near.
 */
static size_t edit_distance(const char *a, const char *b)
{
    size_t d[WORD_MAX + 1][WORD_MAX + 1];
    size_t m = strlen(a);
    size_t n = strlen(b);

    if (m > WORD_MAX || n > WORD_MAX)
        return SIZE_MAX;
    for (size_t i = 0; i <= m; i++)
        d[i][0] = i;
    for (size_t j = 0; j <= n; j++)
        d[0][j] = j;
    for (size_t i = 1; i <= m; i++) {
        for (size_t j = 1; j <= n; j++) {
            size_t best = d[i - 1][j - 1] + (a[i - 1] != b[j - 1]);

            if (d[i - 1][j] + 1 < best)
                best = d[i - 1][j] + 1;
            if (d[i][j - 1] + 1 < best)
                best = d[i][j - 1] + 1;
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] &&
                d[i - 2][j - 2] + 1 < best)
                best = d[i - 2][j - 2] + 1;
            d[i][j] = best;
        }
    }
    return d[m][n];
}

const char *cli_nearest(const char *text, const char *candidate, const char *found,
                        size_t *best)
{
    size_t distance = edit_distance(text, candidate);
    size_t len = strlen(text);

    if (len >= 3 && strncmp(text, candidate, len) == 0)
        distance = 1;
    if (distance > NEAR_MAX || 2 * distance > strlen(candidate) || distance >= *best)
        return found;
    *best = distance;
    return candidate;
}

static enum orb_status unknown_option(const struct cli_option *options, const char *text,
                                      struct orb_error *err)
{
    const char *near = NULL;
    size_t best = SIZE_MAX;
    char name[WORD_MAX + 1];
    size_t len = strcspn(text, "=");

    (void)snprintf(name, sizeof name, "%.*s",
                   (int)(len < sizeof name ? len : sizeof name - 1), text);
    if (strncmp(name, "--", 2) == 0)
        for (const struct cli_option *o = options; o->name != NULL; o++)
            near = cli_nearest(name + 2, o->name, near, &best);
    if (near != NULL)
        return orb_error_set(err, ORB_ERR_SYNTAX,
                             _("unknown option '%.*s'; did you mean '--%s'?"), (int)len,
                             text, near);
    return orb_error_set(err, ORB_ERR_SYNTAX,
                         _("unknown option '%.*s'; -h lists the options"), (int)len, text);
}

struct reader {
    struct cli_option *options;
    const char **values;
    const char **operands;
    size_t operand_count;
    int argc;
    char **argv;
    int at;
};

/* The value after an option that takes one and carries none itself. */
static enum orb_status next_value(struct reader *r, const struct cli_option *option,
                                  const char **value, struct orb_error *err)
{
    if (r->at + 1 >= r->argc)
        return orb_error_set(err, ORB_ERR_SYNTAX, _("option '--%s' needs a value: %s"),
                             option->name, _(option->argument));
    *value = r->argv[++r->at];
    return ORB_OK;
}

static enum orb_status read_long(struct reader *r, struct orb_error *err)
{
    const char *text = r->argv[r->at] + 2;
    size_t len = strcspn(text, "=");
    const char *given = text[len] == '=' ? text + len + 1 : NULL;

    for (size_t i = 0; r->options[i].name != NULL; i++) {
        const struct cli_option *o = &r->options[i];

        if (strlen(o->name) != len || strncmp(o->name, text, len) != 0)
            continue;
        if (o->argument == NULL && given != NULL)
            return orb_error_set(err, ORB_ERR_SYNTAX, _("option '--%s' takes no value"),
                                 o->name);
        if (o->argument != NULL && given == NULL)
            return next_value(r, o, &r->values[i], err);
        r->values[i] = given == NULL ? "" : given;
        return ORB_OK;
    }
    return unknown_option(r->options, r->argv[r->at], err);
}

/* "-qn", "-d FILE" and "-dFILE". */
static enum orb_status read_short(struct reader *r, struct orb_error *err)
{
    for (const char *p = r->argv[r->at] + 1; *p != '\0'; p++) {
        size_t i = 0;

        while (r->options[i].name != NULL && r->options[i].letter != *p)
            i++;
        if (r->options[i].name == NULL)
            return unknown_option(r->options, r->argv[r->at], err);
        if (r->options[i].argument == NULL) {
            r->values[i] = "";
            continue;
        }
        if (p[1] == '\0')
            return next_value(r, &r->options[i], &r->values[i], err);
        r->values[i] = p + 1;
        return ORB_OK;
    }
    return ORB_OK;
}

enum orb_status cli_options_parse(struct cli_arguments *out, struct orb_arena *arena,
                                  const struct cli_command *command, char **argv,
                                  struct orb_error *err)
{
    struct reader r = { .argv = argv };
    size_t count = 0;
    bool only_operands = false;

    while (argv[r.argc] != NULL)
        r.argc++;
    r.options = option_table(arena, command, &count);
    r.values = orb_arena_array(arena, count + 1, sizeof *r.values);
    r.operands = orb_arena_array(arena, (size_t)r.argc + 1, sizeof *r.operands);
    if (r.options == NULL || r.values == NULL || r.operands == NULL)
        return orb_error_memory(err);
    for (r.at = 0; r.at < r.argc; r.at++) {
        const char *text = argv[r.at];
        enum orb_status status = ORB_OK;

        if (only_operands || text[0] != '-' || text[1] == '\0')
            r.operands[r.operand_count++] = text;
        else if (strcmp(text, "--") == 0)
            only_operands = true;
        else
            status = text[1] == '-' ? read_long(&r, err) : read_short(&r, err);
        if (status != ORB_OK)
            return status;
    }
    *out = (struct cli_arguments){ r.options, r.values, r.operands, r.operand_count };
    return ORB_OK;
}

const char *cli_option_value(const struct cli_arguments *args, const char *name)
{
    for (size_t i = 0; args->options[i].name != NULL; i++)
        if (strcmp(args->options[i].name, name) == 0)
            return args->values[i];
    return NULL;
}

static void help_option(struct orb_buf *out, const struct cli_option *o, size_t width)
{
    struct orb_buf left = { 0 };

    orb_buf_text(&left, "  ");
    if (o->letter != 0)
        orb_buf_printf(&left, "-%c, ", o->letter);
    else
        orb_buf_text(&left, "    ");
    orb_buf_printf(&left, "--%s", o->name);
    if (o->argument != NULL)
        orb_buf_printf(&left, " %s", _(o->argument));
    if (left.failed) {
        out->failed = true;
        return;
    }
    orb_buf_text(out, left.data);
    if (orb_utf8_width(left.data) + 2 > HELP_LEFT)
        orb_buf_printf(out, "\n%*s", HELP_LEFT, "");
    else
        orb_buf_printf(out, "%*s", (int)(HELP_LEFT - orb_utf8_width(left.data)), "");
    cli_wrap(out, _(o->help), HELP_LEFT, HELP_LEFT, width);
    orb_buf_release(&left);
}

void cli_options_help(struct orb_buf *out, const struct cli_command *command, size_t width)
{
    struct orb_arena arena = { 0 };
    size_t count = 0;
    const struct cli_option *options = option_table(&arena, command, &count);

    width = width == 0 ? 80 : width;
    if (options == NULL) {
        out->failed = true;
        return;
    }
    orb_buf_printf(out, "orbite %s: %s\n\n", command->name, _(command->summary));
    orb_buf_printf(out, _("usage: orbite %s [OPTION]... %s\n"), command->name,
                   command->usage == NULL ? "" : _(command->usage));
    if (command->description != NULL) {
        orb_buf_char(out, '\n');
        cli_wrap(out, _(command->description), 0, 0, width);
    }
    orb_buf_printf(out, "\n%s\n", _("options:"));
    for (size_t i = 0; i < count; i++)
        help_option(out, &options[i], width);
    orb_arena_release(&arena);
}

enum orb_status cli_operands_check(const struct cli_arguments *args, size_t min, size_t max,
                                   const char *what, struct orb_error *err)
{
    if (args->operand_count < min)
        return orb_error_set(err, ORB_ERR_SYNTAX, _("give %s; -h shows how"), what);
    if (args->operand_count > max)
        return orb_error_set(err, ORB_ERR_SYNTAX,
                             _("'%s' is one argument too many; -h shows how"),
                             args->operands[max]);
    return ORB_OK;
}

bool cli_day_parse(orb_date *out, const char *text)
{
    char day[] = "YYYY-MM-DD";

    if (strlen(text) != strlen(day) || text[2] != '/' || text[5] != '/')
        return orb_date_parse(out, text, strlen(text));
    memcpy(day, text + 6, 4);
    memcpy(day + 5, text + 3, 2);
    memcpy(day + 8, text, 2);
    return orb_date_parse(out, day, strlen(day));
}
