/* One line for each file: its state as the file system tells it, then when it was checked.
 */
#include "cli/checked.h"

#include <fcntl.h>
#include <inttypes.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/cache.h"
#include "cli/clock.h"
#include "cli/leftovers.h"
#include "engine/base/file.h"
#include "engine/base/number.h"

#define LINES_MAX 64
#define LINE_LEN  256

bool cli_checked_path(struct orb_buf *out)
{
    bool found = cli_cache_folder(out, NULL) == ORB_OK;

    orb_buf_text(out, "checked");
    return found && !out->failed;
}

/* A link, or a file that somebody else owns or may write, is not read. */
static bool is_ours(int fd)
{
    struct stat st;

    return fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_uid == geteuid() &&
           (st.st_mode & (S_IWGRP | S_IWOTH)) == 0;
}

/* The text of the note; empty when there is none to believe. */
static void read_note(struct orb_buf *out, const char *note)
{
    static const size_t max = (size_t)LINES_MAX * LINE_LEN;
    int fd = open(note, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
    ssize_t n = 0;

    if (fd < 0)
        return;
    if (is_ours(fd) && orb_buf_reserve(out, max))
        n = read(fd, out->data, max);
    (void)close(fd);
    if (n > 0) {
        out->len = (size_t)n;
        out->data[n] = '\0';
    }
}

/* How the line of a state begins. */
static void write_state(struct orb_buf *out, const struct orb_catalogue_state *s)
{
    orb_buf_printf(out, "%" PRIx64 " %" PRIx64 " ", s->device, s->inode);
    orb_buf_printf(out, "%" PRIu64 " %016" PRIx64, s->len, s->checksum);
    orb_buf_printf(out, " %" PRId64 ".%09" PRId64, s->modified_s, s->modified_ns);
    orb_buf_printf(out, " %" PRId64 ".%09" PRId64 " ", s->changed_s, s->changed_ns);
}

/* The line that starts at text, without its end; the next one, or NULL. */
static const char *next_line(const char *text, size_t *len)
{
    const char *end = strchr(text, '\n');

    *len = end == NULL ? strlen(text) : (size_t)(end - text);
    return end == NULL || end[1] == '\0' ? NULL : end + 1;
}

static bool is_recent(const char *text, size_t len, int64_t now_s)
{
    int64_t then;

    return orb_integer_parse(&then, text, len, 0, INT64_MAX) && then <= now_s &&
           now_s - then < CLI_CHECKED_FOR_S;
}

bool cli_checked_has(const char *note, const struct orb_catalogue_state *state,
                     int64_t now_s)
{
    struct orb_buf text = { 0 };
    struct orb_buf wanted = { 0 };
    const char *line;
    bool found = false;
    size_t len;

    read_note(&text, note);
    write_state(&wanted, state);
    line = text.len == 0 || wanted.failed ? NULL : text.data;
    while (line != NULL && !found) {
        const char *next = next_line(line, &len);

        found = len > wanted.len && memcmp(line, wanted.data, wanted.len) == 0 &&
                is_recent(line + wanted.len, len - wanted.len, now_s);
        line = next;
    }
    orb_buf_release(&text);
    orb_buf_release(&wanted);
    return found;
}

/* The lines of other files that still hold, as many as there is room for. */
static void copy_others(struct orb_buf *out, const struct orb_buf *text,
                        const struct orb_catalogue_state *state, int64_t now_s)
{
    struct orb_buf own = { 0 };
    const char *line = text->len == 0 ? NULL : text->data;
    int count = 1;

    orb_buf_printf(&own, "%" PRIx64 " %" PRIx64 " ", state->device, state->inode);
    while (line != NULL && count < LINES_MAX && !own.failed) {
        size_t len, at;
        const char *next = next_line(line, &len);

        for (at = len; at > 0 && line[at - 1] != ' '; at--)
            continue;
        if (len < LINE_LEN && len > own.len && memcmp(line, own.data, own.len) != 0 &&
            is_recent(line + at, len - at, now_s)) {
            orb_buf_add(out, line, len);
            orb_buf_char(out, '\n');
            count++;
        }
        line = next;
    }
    orb_buf_release(&own);
}

void cli_checked_put(const char *note, const struct orb_catalogue_state *state,
                     int64_t now_s, bool is_whole)
{
    struct orb_buf text = { 0 };
    struct orb_output out = { 0 };
    bool still = state->changed_s <= now_s - CLI_CHECKED_STILL_S &&
                 state->modified_s <= now_s - CLI_CHECKED_STILL_S;

    read_note(&text, note);
    if ((is_whole ? still : text.len > 0) &&
        cli_output_open(&out, note, true, NULL) == ORB_OK) {
        if (is_whole) {
            write_state(&out.pending, state);
            orb_buf_printf(&out.pending, "%" PRId64 "\n", now_s);
        }
        copy_others(&out.pending, &text, state, now_s);
        if (!out.pending.failed)
            (void)(orb_output_commit(&out, NULL) == ORB_OK);
    }
    orb_output_close(&out);
    orb_buf_release(&text);
}

enum orb_status cli_checked_open(struct orb_catalogue *out, const char *path, bool always,
                                 struct orb_error *err)
{
    struct orb_buf note = { 0 };
    struct orb_catalogue_state state;
    struct orb_catalogue c;
    int64_t now_s = cli_clock_s();
    bool noted = cli_checked_path(&note);
    enum orb_status status = orb_catalogue_map(&c, &state, path, err);

    if (status == ORB_OK &&
        (always || !noted || !cli_checked_has(note.data, &state, now_s))) {
        status = orb_catalogue_check(&c, err);
        if (noted && (status == ORB_OK || status == ORB_ERR_CORRUPT))
            cli_checked_put(note.data, &state, now_s, status == ORB_OK);
        if (status != ORB_OK) {
            orb_error_at(err, "%s", path);
            orb_catalogue_close(&c);
        }
    }
    if (status == ORB_OK)
        *out = c;
    orb_buf_release(&note);
    return status;
}
