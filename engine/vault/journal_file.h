/* The lines of a journal: reading them, checking their chain, making the file anew. */
#ifndef ORB_VAULT_JOURNAL_FILE_H
#define ORB_VAULT_JOURNAL_FILE_H

#include "engine/vault/journal.h"

/* What the vault knows of its journal. */
struct orb_journal_head {
    uint64_t base; /* number of the last line that a checkpoint stands for; 0 = none */
    uint64_t n;    /* of the last line */
    unsigned char mac[ORB_JOURNAL_MAC]; /* of the last line */
};

/* A text of lines; borrowed. */
struct orb_journal_lines {
    const char *text;
    size_t len;
};

/* One line, of a text that is borrowed. */
struct orb_journal_line {
    const char *entry;
    size_t len;
    const char *mac; /* 64 hexadecimal digits */
};

/* Take the next line. False at the end, for a line that is not ended and for one without
 * the right form: lines->text is then where it starts. */
bool orb_journal_line_next(struct orb_journal_lines *lines, struct orb_journal_line *line);

/* Append {"entry":ENTRY,"mac":"HEX"} and the end of line. */
void orb_journal_line_write(struct orb_buf *out, const char *entry, size_t len,
                            const unsigned char mac[ORB_JOURNAL_MAC]);

/* What a journal must agree with. */
struct orb_journal_terms {
    const unsigned char *key;
    struct orb_journal_head head;
    uint64_t generation;
};

/*
 * Follow the chain. *sound is the length of the lines that are as written; what is after
 * them in a text that has no fault is a line that was not ended. ORB_ERR_MEMORY.
 */
ORB_MUST_CHECK enum orb_status orb_journal_follow(struct orb_journal_check *out,
                                                  size_t *sound,
                                                  const struct orb_journal_lines *lines,
                                                  const struct orb_journal_terms *terms,
                                                  struct orb_error *err);

/* The line of a number and of the first digits of its mac; lines are as written. ORB_OK
 * with what was found. ORB_ERR_MEMORY. */
ORB_MUST_CHECK enum orb_status orb_journal_find(enum orb_journal_found *out,
                                                const struct orb_journal_lines *lines,
                                                uint64_t n, const char *digits,
                                                struct orb_error *err);

/* What takes the place of lines that go. */
struct orb_journal_change {
    const unsigned char *key;
    size_t drop;                         /* lines that go, from the first */
    const struct orb_access *checkpoint; /* the line in their place: who, when, why; NULL
                                            when none goes */
    struct orb_journal_place place;      /* of the checkpoint, but its n and mac */
};

/* Append a checkpoint for head, which is then where the journal begins. */
ORB_MUST_CHECK enum orb_status orb_journal_start(struct orb_buf *out,
                                                 struct orb_journal_head *head,
                                                 const struct orb_journal_change *change,
                                                 struct orb_error *err);

/* Append the lines that stay, sealed with the key, after a checkpoint where some go. head
 * is that of what is appended. */
ORB_MUST_CHECK enum orb_status orb_journal_again(struct orb_buf *out,
                                                 struct orb_journal_head *head,
                                                 const struct orb_journal_lines *lines,
                                                 const struct orb_journal_change *change,
                                                 struct orb_error *err);

/* How many lines, from the first, are of a day before this one. ORB_ERR_MEMORY. */
ORB_MUST_CHECK enum orb_status
orb_journal_count_before(size_t *count, const struct orb_journal_lines *lines, orb_date day,
                         struct orb_error *err);

#endif
