/* The journal of a vault: one line for each access, each sealed with the one before it. */
#ifndef ORB_VAULT_JOURNAL_H
#define ORB_VAULT_JOURNAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "engine/base/buf.h"
#include "engine/base/date.h"
#include "engine/base/error.h"

/*
 * A line of NAME.log is {"entry":ENTRY,"mac":"HEX"}. ENTRY is compact JSON with sorted
 * keys: action, count (of records, when it is about all of them), generation (of the
 * vault), n (1 and up), profile, pseudonyms, reason, slot, time, user; what was not given
 * is left out. mac_n = HMAC-SHA512-256(log key, mac_{n-1} || ENTRY), mac_0 = 32 zero bytes.
 * The vault holds n and mac of the last line, each line the generation of the vault it was
 * written with: neither can be cut or put back alone. After a purge the first line is a
 * checkpoint: action "checkpoint", n and mac of the last line that went, sealed from mac_0;
 * the line after it goes on from there.
 */

#define ORB_JOURNAL_MAC 32

/* Who does what, for the journal. All texts are borrowed, valid UTF-8, without control
 * character; NULL = not given. Never a name of a person helped. */
struct orb_access {
    const char *action;  /* "list", "show", "match"... must be given */
    const char *time;    /* "2026-01-05T08:00:00Z", UTC; must be given */
    const char *user;    /* of the system */
    const char *profile; /* digest or name of the profile used */
    const char *reason;
    const char *const *pseudonyms; /* of those it is about */
    size_t count;                  /* of pseudonyms; without them, that of all records */
};

/* How long lines are kept. */
struct orb_journal_retention {
    orb_date today;
    int months;         /* 1 to 36 */
    const char *reason; /* must be given above ORB_JOURNAL_MONTHS; NULL or empty = none */
};

#define ORB_JOURNAL_MONTHS     12
#define ORB_JOURNAL_MONTHS_MAX 36

enum orb_journal_fault {
    ORB_JOURNAL_SOUND,
    ORB_JOURNAL_MISSING, /* there is no journal */
    ORB_JOURNAL_BROKEN,  /* a line is not as written; what follows it proves nothing */
    ORB_JOURNAL_CUT,     /* sound as far as it goes, but the vault has seen later lines */
    ORB_JOURNAL_LATER,   /* sound, but with lines of a later state of the vault, which was
                            put back without its journal */
    ORB_JOURNAL_FOREIGN  /* sound, but its start is not the one this vault knows */
};

/* What a journal has of a head that was noted. */
enum orb_journal_found {
    ORB_JOURNAL_IS_THERE,
    ORB_JOURNAL_ENDS_BEFORE, /* an older journal, with its vault, was put back */
    ORB_JOURNAL_IS_OTHER,    /* another line has its number */
    ORB_JOURNAL_FORGOTTEN    /* a purge forgot it: nothing can be said */
};

/* "1234-0123456789abcdef" and NUL */
#define ORB_JOURNAL_HEAD        40
#define ORB_JOURNAL_HEAD_DIGITS 16

/* What a verification found. */
struct orb_journal_check {
    enum orb_journal_fault fault;
    size_t line;  /* the first broken line of the file, from 1; 0 when none is */
    size_t count; /* lines that are sound */
    uint64_t first,
        n; /* numbers of the first entry kept and of the last sound one; 0 = none */
};

/* A sentence for a fault, as an error holds it. Translated; valid for ever. */
const char *orb_journal_fault_text(enum orb_journal_fault fault);

/* Called for each entry: its line in the file and its JSON text, valid during the call. */
typedef enum orb_status (*orb_journal_visit)(void *context, size_t line, const char *entry,
                                             size_t len, struct orb_error *err);

/* What the vault adds to an access. */
struct orb_journal_place {
    uint64_t n;
    unsigned slot;
    uint64_t generation;
    const unsigned char
        *mac; /* of a checkpoint: that of the last line that went; else NULL */
};

/* Append the entry as JSON. ORB_ERR_SYNTAX when a text cannot be written in a journal, or
 * the action is "checkpoint" and it is none. */
ORB_MUST_CHECK enum orb_status
orb_journal_entry_write(struct orb_buf *out, const struct orb_access *access,
                        const struct orb_journal_place *place, struct orb_error *err);

/* The mac of an entry after the one before it. */
void orb_journal_mac(unsigned char out[ORB_JOURNAL_MAC],
                     const unsigned char key[ORB_JOURNAL_MAC],
                     const unsigned char before[ORB_JOURNAL_MAC], const char *entry,
                     size_t len);

#endif
