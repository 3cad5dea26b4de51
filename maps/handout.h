/*
 * A sheet about one person, told once and written as text or as a page to print: headings,
 * facts, sentences, lists, tables, and words quoted as they were said.
 *
 *     orb_handout_init(&h, french);
 *     orb_handout_title(&h, _("Plan of %s"), pseudonym);
 *     orb_handout_section(&h, _("Single contact"));
 *     orb_handout_fact(&h, _("role"), role);          NULL = blank, shown as such
 *     orb_handout_table(&h, titles, 3);
 *     orb_handout_row(&h); orb_handout_cell(&h, step); ...
 *     status = orb_handout_check(&h, err);
 *
 * Lack of memory is remembered and told by orb_handout_check; calls after it do nothing.
 */
#ifndef ORB_MAPS_HANDOUT_H
#define ORB_MAPS_HANDOUT_H

#include <stdbool.h>
#include <stddef.h>

#include "engine/base/arena.h"
#include "engine/base/error.h"
#include "engine/base/file.h"

enum orb_handout_kind {
    ORB_HANDOUT_SECTION = 0,
    ORB_HANDOUT_STEP,   /* a heading inside a section */
    ORB_HANDOUT_FACT,   /* label, text */
    ORB_HANDOUT_LINE,   /* one sentence */
    ORB_HANDOUT_ITEM,   /* of a list */
    ORB_HANDOUT_QUOTE,  /* words as they were written; label = about what, beside = who */
    ORB_HANDOUT_TABLE,  /* its columns, rows and cells come next */
    ORB_HANDOUT_COLUMN, /* text = its title */
    ORB_HANDOUT_ROW,
    ORB_HANDOUT_CELL /* one for each column */
};

/* Texts of the handout; NULL = blank. */
struct orb_handout_part {
    enum orb_handout_kind kind;
    const char *label, *text, *beside;
};

/* Made by orb_handout_init, released by orb_handout_release. */
struct orb_handout {
    const char *title, *banner;
    bool french;
    bool easy; /* large type, one sentence a line, for the person */
    struct orb_handout_part *parts;
    size_t count, capacity;
    struct orb_arena arena;
    bool failed;
};

void orb_handout_init(struct orb_handout *out, bool french);
void orb_handout_release(struct orb_handout *handout); /* safe to call twice */

/* ORB_ERR_MEMORY when something was lost. */
ORB_MUST_CHECK enum orb_status orb_handout_check(const struct orb_handout *handout,
                                                 struct orb_error *err);

/* Texts are copied. */
void orb_handout_title(struct orb_handout *h, const char *format, ...) ORB_PRINTF(2, 3);
void orb_handout_section(struct orb_handout *h, const char *words);
void orb_handout_step(struct orb_handout *h, const char *format, ...) ORB_PRINTF(2, 3);
void orb_handout_fact(struct orb_handout *h, const char *label, const char *text);
void orb_handout_say(struct orb_handout *h, const char *format, ...) ORB_PRINTF(2, 3);
void orb_handout_item(struct orb_handout *h, const char *format, ...) ORB_PRINTF(2, 3);
void orb_handout_quote(struct orb_handout *h, const char *label, const char *text,
                       const char *beside);
/* titles are count words, N_(): translated here. */
void orb_handout_table(struct orb_handout *h, const char *const *titles, size_t count);
void orb_handout_row(struct orb_handout *h);
void orb_handout_cell(struct orb_handout *h, const char *text);

/* The number of columns of the table at place of parts. */
size_t orb_handout_columns(const struct orb_handout *h, size_t table);

/* One page without script, that lets nothing in or out, to read or to print on A4; its
 * headings, lists and tables are marked as such. ORB_ERR_MEMORY, ORB_ERR_IO. */
ORB_MUST_CHECK enum orb_status orb_handout_write_html(struct orb_output *out,
                                                      const struct orb_handout *handout,
                                                      struct orb_error *err);

#endif
