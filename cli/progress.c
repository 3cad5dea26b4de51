/* One line, written again and again. */
#include "cli/progress.h"

#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "cli/table.h"
#include "engine/base/text.h"

static double now_s(void)
{
    struct timespec now;

    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

void cli_progress_start(struct cli_progress *p, const struct cli_context *cli, size_t total)
{
    memset(p, 0, sizeof *p);
    p->cli = cli;
    p->total = total;
    p->is_shown = !cli->quiet && isatty(STDERR_FILENO);
    p->started = p->told = now_s();
}

void cli_progress_write(struct orb_buf *out, const struct cli_progress *p, size_t done,
                        double elapsed_s)
{
    double left_s = done == 0 ? 0 : elapsed_s * (double)(p->total - done) / (double)done;
    unsigned long long minutes = (unsigned long long)(left_s / 60 + 0.5);

    cli_number(out, (double)done, 0, p->cli->french);
    orb_buf_text(out, " / ");
    cli_number(out, (double)p->total, 0, p->cli->french);
    orb_buf_printf(out, " %s, ", ORB_PLURAL("person", "persons", p->total));
    if (left_s < 90)
        orb_buf_printf(out, _("about %d s left"), (int)(left_s + 0.5));
    else
        orb_buf_printf(out, _("about %llu min left"), minutes);
}

void cli_progress_tell(struct cli_progress *p, size_t done)
{
    struct orb_buf text = { 0 };
    double now = p->is_shown ? now_s() : 0;

    if (!p->is_shown || now - p->started < 1 || now - p->told < 0.5)
        return;
    p->told = now;
    cli_progress_write(&text, p, done, now - p->started);
    (void)fprintf(stderr, "\r\033[K%s\r", text.data == NULL ? "" : text.data);
    p->is_written = true;
    orb_buf_release(&text);
}

void cli_progress_clear(struct cli_progress *p)
{
    if (p->is_written)
        (void)fputs("\r\033[K", stderr);
    p->is_written = false;
}
