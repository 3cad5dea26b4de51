/* The only writer of standard error, so that every message has one shape. */
#include "cli/diagnostics.h"

#include <stdarg.h>
#include <stdio.h>

#include "cli/leftovers.h"
#include "engine/base/file.h"
#include "engine/base/text.h"

enum cli_exit cli_fail(enum orb_status status, const struct orb_error *err, bool usage)
{
    /* Whoever reads our output may stop when it has enough ("| head"): not a failure, and
     * nothing to say. */
    if (status == ORB_OK || status == ORB_ERR_INTERRUPTED)
        return CLI_DONE;
    if (err->text[0] == '\0')
        (void)fprintf(stderr, "orbite: %s\n",
                      _("failed without saying why; this is a bug"));
    else if (err->place[0] == '-' && (err->place[1] == ':' || err->place[1] == '\0'))
        (void)fprintf(stderr, "orbite: %s%s: %s\n", _("standard input"), err->place + 1,
                      err->text);
    else if (err->place[0] != '\0')
        (void)fprintf(stderr, "orbite: %s: %s\n", err->place, err->text);
    else
        (void)fprintf(stderr, "orbite: %s\n", err->text);
    if (usage)
        return CLI_USAGE;
    return status == ORB_ERR_FINDINGS ? CLI_FINDINGS : CLI_FAILED;
}

void cli_note(const struct cli_context *cli, const char *format, ...)
{
    va_list args;

    if (cli->quiet)
        return;
    va_start(args, format);
    (void)fputs("orbite: ", stderr);
    (void)vfprintf(stderr, format, args);
    (void)fputc('\n', stderr);
    va_end(args);
}

enum orb_status cli_print(const char *path, const struct orb_buf *text,
                          struct orb_error *err)
{
    struct orb_output out = { 0 };
    enum orb_status status = orb_buf_check(text, err);

    if (status != ORB_OK)
        return status;
    status = cli_output_open(&out, path == NULL ? "-" : path, false, err);
    if (status == ORB_OK) {
        orb_buf_add(&out.pending, text->data, text->len);
        status = orb_output_commit(&out, err);
    }
    orb_output_close(&out);
    return status;
}
