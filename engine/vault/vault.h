/* Persons at rest: one encrypted file, its users, its records, and the journal of who
 * looked. */
#ifndef ORB_VAULT_VAULT_H
#define ORB_VAULT_VAULT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "engine/base/date.h"
#include "engine/base/error.h"
#include "engine/vault/journal.h"
#include "engine/vault/secret.h"

/*
 * A command does, in this order:
 *   orb_guard_raise (guard.h), before the passphrase is read;
 *   orb_vault_open, with the passphrase in locked memory (secret.h);
 *   reads, changes: in memory only, the plaintext in locked memory;
 *   orb_vault_commit, with what it did as a line of the journal: also when it only read,
 * and before the first byte of what was read goes out; orb_vault_close: what was not
 * committed is forgotten. NAME.log is beside NAME; NAME.tmp is there while a commit is
 * under way. One command at a time holds a vault, from open to close.
 *
 * Errors name a file, a slot or a pseudonym, never what a record holds:
 * ORB_ERR_PASSPHRASE    no slot opened: the passphrase is wrong, or the slots are damaged
 * ORB_ERR_CORRUPT       a slot opened and what follows is not as written; or vault and
 *                       journal do not go together (one of them was put back or cut)
 * ORB_ERR_UNSUPPORTED   no vault at all, a newer one (the sentence says which version is
 *                       needed), or a cost of key derivation out of bounds
 * ORB_ERR_EXISTS        another command holds it; what would be made is there already
 * ORB_ERR_NOT_FOUND, ORB_ERR_IO, ORB_ERR_MEMORY as elsewhere.
 */
struct orb_mask_draw;
struct orb_mask_place;
struct orb_vault;

enum orb_vault_mode {
    ORB_VAULT_USE,     /* vault and journal must go together */
    ORB_VAULT_INSPECT, /* to look at a journal that does not: records cannot be read, and
                          nothing committed */
    ORB_VAULT_RECOVER  /* a vault put back without its journal, on purpose: the commit sets
                          the journal aside (NAME.log.GENERATION), begins another with the
                          action and reason it was given; the reason must be there */
};

/* Zero-initialised is the usual way. */
struct orb_vault_options {
    enum orb_vault_mode mode;
    unsigned slot; /* try this one alone (each try takes a second); 0 = each in turn */
    const char
        *label; /* to create: the team's own word for its first user; must be given */
    /* Of the slots that will be written: passes and bytes of Argon2id; 0 = 3 and 256 MiB.
     */
    uint64_t ops;
    uint64_t mem;
    bool is_test; /* accept less than 2 passes and 64 MiB: for tests, never for persons */
};

/*
 * A vault of one user. It is on disk, with its journal, after the first commit.
 * ORB_ERR_EXISTS when path or its journal are there. *out is owned by the caller, release
 * with orb_vault_close.
 */
ORB_MUST_CHECK enum orb_status orb_vault_create(struct orb_vault **out, const char *path,
                                                const struct orb_secret *passphrase,
                                                const struct orb_vault_options *options,
                                                struct orb_error *err);

/*
 * Open and check every byte. options may be NULL. A commit that was cut is ended, or
 * forgotten when it had not reached the journal. *out is owned by the caller, release with
 * orb_vault_close.
 */
ORB_MUST_CHECK enum orb_status orb_vault_open(struct orb_vault **out, const char *path,
                                              const struct orb_secret *passphrase,
                                              const struct orb_vault_options *options,
                                              struct orb_error *err);

/* Wipes all secrets and lets others in. NULL is accepted. */
void orb_vault_close(struct orb_vault *vault);

/* The slot that opened, 1 and up; how many commits it has seen. */
unsigned orb_vault_slot(const struct orb_vault *vault);
uint64_t orb_vault_generation(const struct orb_vault *vault);

/* ---- Cases ---- */

/* Months from the last contact to the expiry of a record, unless it has its own. */
#define ORB_VAULT_MONTHS 24

/* Valid until the next change of the vault. */
struct orb_vault_record {
    const char *pseudonym; /* "P-" and 8 or 10 characters */
    const char *local_id;  /* the team's own number for the person; stays in the team */
    uint64_t version;      /* 1, then one more at each replacement */
    orb_date last_contact; /* ORB_DATE_NONE = unknown */
    orb_date expiry;       /* ORB_DATE_NONE = unknown: nothing says when */
    uint64_t seal; /* of the ciphertext: another one at each replacement and each renewal of
                      the data key, and nothing to confirm a guess of the text with */
};

/* What a record is made from. */
struct orb_vault_case {
    const char *local_id; /* not empty, no control character; only orb_vault_add reads it */
    const char *text;     /* one JSON document, best in locked memory */
    size_t len;           /* at most ORB_VAULT_CASE_MAX */
    orb_date last_contact; /* ORB_DATE_NONE = unknown */
    orb_date expiry;       /* ORB_DATE_NONE = ORB_VAULT_MONTHS after last_contact */
};

#define ORB_VAULT_CASE_MAX ((size_t)16 << 20)

/* Records are numbered from 0 in the order they came; a removal moves the later ones up. */
size_t orb_vault_count(const struct orb_vault *vault);
struct orb_vault_record orb_vault_record(const struct orb_vault *vault, size_t index);

/* By pseudonym or by local id; false when there is none. */
bool orb_vault_find(const struct orb_vault *vault, const char *name, size_t *index);

/*
 * The document of a record. *text is in locked memory of the vault, followed by NUL, valid
 * until the next read, or the close.
 */
ORB_MUST_CHECK enum orb_status orb_vault_read(struct orb_vault *vault, size_t index,
                                              const char **text, size_t *len,
                                              struct orb_error *err);

/* Add a record, last; *index may be NULL. ORB_ERR_EXISTS when the local id has one. */
ORB_MUST_CHECK enum orb_status orb_vault_add(struct orb_vault *vault,
                                             const struct orb_vault_case *given,
                                             size_t *index, struct orb_error *err);

/* Put another document in the place of a record's, with its dates. */
ORB_MUST_CHECK enum orb_status orb_vault_replace(struct orb_vault *vault, size_t index,
                                                 const struct orb_vault_case *given,
                                                 struct orb_error *err);

/* ---- Retention ---- */

/* Expired on that day: its expiry is known and not after it. */
bool orb_vault_is_expired(const struct orb_vault_record *record, orb_date today);

/* What is left of a removed record. Valid until the next change of the vault. */
struct orb_vault_tombstone {
    const char *pseudonym;
    orb_date date;
    const char *reason;
};

/* Remove a record; a tombstone stays. reason: a short text without control characters. */
ORB_MUST_CHECK enum orb_status orb_vault_remove(struct orb_vault *vault, size_t index,
                                                orb_date today, const char *reason,
                                                struct orb_error *err);
size_t orb_vault_tombstone_count(const struct orb_vault *vault);
struct orb_vault_tombstone orb_vault_tombstone(const struct orb_vault *vault, size_t index);

/* ---- Publications: what was already told of these persons (disclosure control) ---- */

size_t orb_vault_publication_count(const struct orb_vault *vault);
/* As orb_vault_read. */
ORB_MUST_CHECK enum orb_status orb_vault_publication_read(struct orb_vault *vault,
                                                          size_t index, const char **text,
                                                          size_t *len,
                                                          struct orb_error *err);
/* They are added, never changed nor removed. */
ORB_MUST_CHECK enum orb_status orb_vault_publication_add(struct orb_vault *vault,
                                                         const char *text, size_t len,
                                                         struct orb_error *err);

/* ---- Users ---- */

#define ORB_VAULT_USERS_MAX 32

/* Valid until the next change of the vault. */
struct orb_vault_user {
    unsigned slot;
    const char *label;
};

size_t orb_vault_user_count(const struct orb_vault *vault);
struct orb_vault_user orb_vault_user(const struct orb_vault *vault, size_t index);

/* ORB_ERR_EXISTS when the label is taken, ORB_ERR_RANGE when there is no room for more. */
ORB_MUST_CHECK enum orb_status orb_vault_user_add(struct orb_vault *vault,
                                                  const struct orb_secret *passphrase,
                                                  const char *label, unsigned *slot,
                                                  struct orb_error *err);

/* Another passphrase for the user who opened. */
ORB_MUST_CHECK enum orb_status
orb_vault_passphrase_change(struct orb_vault *vault, const struct orb_secret *passphrase,
                            struct orb_error *err);

/*
 * Remove a user: a new data key, everything encrypted again. The passphrase of the user who
 * opened is asked again, and theirs is the only slot left: the others must be added again,
 * in this session or later. A slot of 0 removes nobody and renews the key all the same.
 * ORB_ERR_RANGE for the slot that opened, ORB_ERR_NOT_FOUND for one that is not there,
 * ORB_ERR_PASSPHRASE when it is not the passphrase of the slot that opened.
 */
ORB_MUST_CHECK enum orb_status orb_vault_user_remove(struct orb_vault *vault, unsigned slot,
                                                     const struct orb_secret *passphrase,
                                                     struct orb_error *err);

/* ---- Masked points (mask.h), with the key of this vault ---- */

/* The draw number attempt of a record at a place, as orb_mask_draw. */
struct orb_mask_draw orb_vault_mask(const struct orb_vault *vault, size_t index,
                                    const struct orb_mask_place *place, uint32_t attempt);

/* ---- Journal, copies ---- */

/* Each entry in turn, from the oldest kept; stops at the first status that is not ORB_OK.
 */
ORB_MUST_CHECK enum orb_status orb_vault_journal_each(struct orb_vault *vault,
                                                      orb_journal_visit visit,
                                                      void *context, struct orb_error *err);

/* Whether the journal is as written, down to its head; the first broken line if not. Made
 * for ORB_VAULT_INSPECT. */
ORB_MUST_CHECK enum orb_status orb_vault_journal_verify(struct orb_vault *vault,
                                                        struct orb_journal_check *out,
                                                        struct orb_error *err);

/*
 * The head of the journal, as its users may note it elsewhere: the number of its last line
 * and the first digits of its mac. An old vault that is put back with the journal of its
 * time goes with it: only a head that was noted since tells.
 */
void orb_vault_journal_head(const struct orb_vault *vault, char out[ORB_JOURNAL_HEAD]);

/* Is a head that was noted in the journal? ORB_ERR_SYNTAX when it is none. */
ORB_MUST_CHECK enum orb_status orb_vault_journal_find(struct orb_vault *vault,
                                                      const char *head,
                                                      enum orb_journal_found *out,
                                                      struct orb_error *err);

/*
 * Forget, at the commit, the lines older than so many months: 12 or less asks for nothing,
 * up to 36 the reason why they are kept so long, which is written. A signed line stays in
 * their place. *removed, which may be NULL, is how many go. ORB_ERR_RANGE.
 */
ORB_MUST_CHECK enum orb_status
orb_vault_journal_purge(struct orb_vault *vault, const struct orb_journal_retention *keep,
                        size_t *removed, struct orb_error *err);

/*
 * Write the changes and one line of the journal, both or neither, durably. access is
 * borrowed. After a failure the vault on disk is as it was or as it should be, and the next
 * opening tells; this one can only be closed.
 */
ORB_MUST_CHECK enum orb_status orb_vault_commit(struct orb_vault *vault,
                                                const struct orb_access *access,
                                                struct orb_error *err);

/*
 * Copy what is committed to target and target.log, which must not be there
 * (ORB_ERR_EXISTS), readable by their owner alone. To put it back, copy both; the vault
 * alone is refused.
 */
ORB_MUST_CHECK enum orb_status orb_vault_backup(const struct orb_vault *vault,
                                                const char *target, struct orb_error *err);

#endif
