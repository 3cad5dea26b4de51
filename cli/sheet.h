/* A sheet: sections of fields, each value with where it comes from; written as text or as
 * JSON from the same content. */
#ifndef CLI_SHEET_H
#define CLI_SHEET_H

#include <stdbool.h>
#include <stddef.h>

#include "cli/command.h"
#include "engine/base/arena.h"
#include "engine/base/buf.h"
#include "engine/model/provenance.h"
#include "engine/model/restricted.h"
#include "engine/model/source.h"
#include "engine/vocabulary/vocabulary.h"

/* JSON gives value and label, whatever the language; text is for people. */
struct cli_item {
    const char *value; /* NULL = the text is data itself */
    const char
        *label; /* in French, from a vocabulary, or a word of the format; NULL = none */
    const char *text;
};

/* known false = nobody said; known with no item = said to be none. */
struct cli_field {
    const char *key;   /* for programs, and as provenance names it */
    const char *label; /* for people, translated */
    struct cli_item *items;
    size_t item_count;
    size_t item_capacity;
    bool known;
    const char *unknown_word; /* NULL = "unknown" */
};

struct cli_section {
    const char *key;
    const char *title;
    const char *id;     /* NULL = none */
    const char *source; /* id of the source; NULL = none */
    const char *fields_basis;
    enum orb_basis basis;
    orb_date observed_on;
    struct cli_field *fields;
    size_t field_count;
    size_t field_capacity;
};

/* Zero-initialised, then cli set. Texts given are copied unless said. Lack of memory is
 * remembered in failed. */
struct cli_sheet {
    const struct cli_context *cli;
    struct orb_arena arena;
    struct orb_vocabulary vocabulary;
    struct cli_section *sections;
    size_t section_count;
    size_t section_capacity;
    struct orb_source *sources; /* those the sections name, filled by the caller */
    size_t source_count;
    size_t source_capacity;
    struct orb_restricted restricted; /* what is told nowhere, filled by the caller */
    bool failed;
};

/* May it be told? Not when it is, or holds, what somebody restricts; channel NULL = none.
 */
bool cli_sheet_may_tell(struct cli_sheet *sheet, const char *channel, const char *text);

/* Start a section; key and title live as long as the sheet. provenance NULL = none. */
void cli_sheet_section(struct cli_sheet *sheet, const char *key, const char *title,
                       const char *id, const struct orb_provenance *provenance);

/* Start a field of the last section, unknown until it has an item; key and label live as
 * long as the sheet. */
void cli_sheet_field(struct cli_sheet *sheet, const char *key, const char *label);

/* The word when nobody said ("absent"), which keeps the line of the field in the text;
 * lives as long as the sheet. */
void cli_sheet_unknown_word(struct cli_sheet *sheet, const char *word);

/* The last field is said to be none. */
void cli_sheet_none(struct cli_sheet *sheet);

/* Add to the last field; a NULL text adds nothing. A text that was translated needs a
 * value. */
void cli_sheet_item(struct cli_sheet *sheet, const char *value, const char *text);
void cli_sheet_labelled(struct cli_sheet *sheet, const char *value, const char *label,
                        const char *text);

/* Add a value made for people, with the value for programs. */
void cli_sheet_printf(struct cli_sheet *sheet, const char *value, const char *format, ...)
    ORB_PRINTF(3, 4);

/* Text that lives as long as the sheet. */
const char *cli_sheet_hold(struct cli_sheet *sheet, const char *format, ...)
    ORB_PRINTF(2, 3);

/* Add a code with its label of a vocabulary ("finess_categories"), or alone when it has
 * none. */
void cli_sheet_code(struct cli_sheet *sheet, const char *list, const char *code);

/* A field with one text. */
void cli_sheet_text(struct cli_sheet *sheet, const char *key, const char *label,
                    const char *text);

/* A field with one date. */
void cli_sheet_date(struct cli_sheet *sheet, const char *key, const char *label,
                    orb_date date);

/* A date as the reader writes it; lives as long as the sheet. */
const char *cli_sheet_date_text(struct cli_sheet *sheet, orb_date date);

/* Copy a source the sections may name. */
void cli_sheet_source(struct cli_sheet *sheet, const struct orb_source *source);

void cli_sheet_write(struct orb_buf *out, const struct cli_sheet *sheet);
ORB_MUST_CHECK enum orb_status cli_sheet_json(struct orb_buf *out,
                                              const struct cli_sheet *sheet,
                                              const char *schema, struct orb_error *err);
void cli_sheet_release(struct cli_sheet *sheet);

#endif
