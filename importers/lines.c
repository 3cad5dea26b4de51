/* A line may come in several blocks, and a block holds many lines. */
#include "importers/lines.h"

#include <string.h>

#include "engine/base/text.h"
#include "importers/input.h"

/* What the current block holds of the line; true when the line ends there. */
static bool take_block(struct orb_lines *lines)
{
    size_t left = (size_t)(lines->end - lines->at);
    const char *stop = memchr(lines->at, '\n', left);

    orb_buf_add(&lines->text, lines->at, stop == NULL ? left : (size_t)(stop - lines->at));
    lines->at = stop == NULL ? lines->end : stop + 1;
    return stop != NULL;
}

static void tidy(struct orb_lines *lines, const char **line, size_t *len)
{
    char *text = lines->text.data;
    size_t n = lines->text.len;

    if (n > 0 && text[n - 1] == '\r')
        text[--n] = '\0';
    if (lines->number == 1 && n >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0) {
        text += 3;
        n -= 3;
    }
    for (char *p = memchr(text, '\0', n); p != NULL;
         p = memchr(p, '\0', n - (size_t)(p - text)))
        *p = ' ';
    *line = text;
    *len = n;
}

enum orb_status orb_lines_next(struct orb_lines *lines, const char **line, size_t *len,
                               struct orb_error *err)
{
    bool ended = false;
    bool any = false;

    *line = NULL;
    *len = 0;
    orb_buf_clear(&lines->text);
    lines->number++;
    while (!ended) {
        if (lines->at == lines->end) {
            size_t size = 0;
            enum orb_status status = orb_input_next(lines->in, &lines->at, &size, err);

            if (status != ORB_OK)
                return status;
            lines->end = lines->at + size;
            if (size == 0)
                break;
        }
        any = true;
        ended = take_block(lines);
        if (lines->text.failed)
            return orb_error_memory(err);
        if (lines->text.len > ORB_LINE_CAP) {
            enum orb_status status = orb_error_set(
                err, ORB_ERR_RANGE, _("a line is longer than the 1 MiB accepted here"));

            orb_error_at(err, "%s:%lu", orb_input_path(lines->in), lines->number);
            return status;
        }
    }
    if (!any)
        return ORB_OK;
    orb_buf_char(&lines->text, '\0'); /* an empty line has a text too */
    if (lines->text.failed)
        return orb_error_memory(err);
    lines->text.len--;
    tidy(lines, line, len);
    return ORB_OK;
}

void orb_lines_release(struct orb_lines *lines)
{
    orb_buf_release(&lines->text);
}
