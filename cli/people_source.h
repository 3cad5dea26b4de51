/* Cases one by one, from the vault or from files the user gave. */
#ifndef CLI_PEOPLE_SOURCE_H
#define CLI_PEOPLE_SOURCE_H

#include <stdint.h>

#include "cli/command.h"
#include "cli/passphrase.h"
#include "engine/base/arena.h"
#include "engine/base/buf.h"
#include "engine/model/case.h"
#include "engine/vocabulary/vocabulary.h"

struct cli_vault_session;

/* The options of a command that reads persons. They end its table. */
#define CLI_PEOPLE_OPTIONS                                                                 \
    { "vault", 0, N_("FILE"), N_("read the persons of this vault") }, CLI_PASSPHRASE_OPTION

/* A case that was set aside. Both texts are valid until close. */
struct cli_person_rejected {
    const char *place;    /* "persons.json/12/needs/0/code", never a value */
    const char *sentence; /* why */
};

/* How a source is opened; all is borrowed until the source is closed. */
struct cli_people_query {
    const struct cli_context *cli; /* its date, when given, is that of every person */
    const struct cli_arguments *args;
    size_t first; /* operands from this one on are the files; none with --vault */
    const struct orb_profile *profile;
    struct orb_vocabulary *vocabulary;
    const char *action; /* what the journal of the vault is told: "triage" */
};

struct cli_people_source;

/* ORB_ERR_SYNTAX unless there is --vault or at least one file, not both. Opens nothing. */
ORB_MUST_CHECK enum orb_status cli_people_check(const struct cli_arguments *args,
                                                size_t first, struct orb_error *err);

/*
 * Open the vault of --vault, whose passphrase comes from --passphrase-fd or from the
 * terminal without echo, or the files: each holds one person, an array of them or one a
 * line (NDJSON); "-" is standard input. A person is a case (orbite-case/1) or a situation
 * (orbite-person/1). Without --date, those of a vault are told at the day it is, those of a
 * file at the day each says. Core dumps are off and new files are their owner's alone from
 * here on. Owned by the caller, release with cli_people_close, also on failure.
 */
ORB_MUST_CHECK enum orb_status cli_people_open(struct cli_people_source **out,
                                               const struct cli_people_query *query,
                                               struct orb_error *err);

/*
 * The next case, or NULL at the end: owned by the caller, release with orb_case_free. A
 * case that is not understood is counted, its place and the sentence kept, and skipped; so
 * is a pseudonym given before, whether who had it first was understood or not. An error is
 * a file that cannot be read, no JSON, or the vault.
 */
ORB_MUST_CHECK enum orb_status cli_people_next(struct cli_people_source *source,
                                               struct orb_case **out,
                                               struct orb_error *err);

/* ---- the same, several at once: for several threads */

/* One person of a block. */
struct cli_people_item {
    struct orb_case *case_; /* NULL = not read yet, or set aside */
    struct orb_error *why;  /* it is not understood; owned by the block */
    struct orb_buf id;      /* its pseudonym then, if it has one */
    bool has_id;
    size_t text, len, place; /* in the buffers of the block */
};

/* Some persons in their order. Zero-initialised is empty. */
struct cli_people_block {
    struct cli_people_item *items;
    size_t count, capacity;
    struct orb_buf texts, places;
};

/* The most that a block is worth taking of. */
#define CLI_PEOPLE_BLOCK 64

/*
 * Take the next texts of the source, at most that many, in a block that is emptied first;
 * none at the end. One thread at a time. Fails like cli_people_next, but for persons.
 */
ORB_MUST_CHECK enum orb_status cli_people_take(struct cli_people_source *source,
                                               struct cli_people_block *block, size_t most,
                                               struct orb_error *err);

/* Read the cases of a block, whose texts are then wiped. Several threads, each with its
 * block and its vocabulary. ORB_ERR_MEMORY. */
ORB_MUST_CHECK enum orb_status cli_people_parse(const struct cli_people_source *source,
                                                struct cli_people_block *block,
                                                struct orb_vocabulary *vocabulary,
                                                struct orb_error *err);

/*
 * Set aside, counted and kept as for cli_people_next, the persons of a block that are not
 * understood or were given before: their case is NULL from then on. Blocks in the order
 * they were taken, one thread at a time. ORB_ERR_MEMORY.
 */
ORB_MUST_CHECK enum orb_status cli_people_settle(struct cli_people_source *source,
                                                 struct cli_people_block *block,
                                                 struct orb_error *err);

/* With the cases that are still there. Wipes the texts. Safe to call twice. */
void cli_people_block_release(struct cli_people_block *block);

uint64_t cli_people_taken(const struct cli_people_source *source);
/* The rejected ones in their order; at most CLI_PEOPLE_TOLD are kept, all are counted. */
#define CLI_PEOPLE_TOLD 1000
uint64_t cli_people_rejected(const struct cli_people_source *source);
const struct cli_person_rejected *
cli_people_rejected_at(const struct cli_people_source *source, uint64_t index);

/* Tell on standard error who was set aside and why, the first CLI_PEOPLE_SHOWN one by one.
 */
#define CLI_PEOPLE_SHOWN 100
void cli_people_tell_rejected(const struct cli_people_source *source,
                              const struct cli_context *cli);

/* The vault that persons come from, until close; NULL when they come from files. */
struct cli_vault_session *cli_people_vault(struct cli_people_source *source);

void cli_people_close(struct cli_people_source *source);

#endif
