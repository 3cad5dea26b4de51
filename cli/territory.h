/* The catalogue a command reads: the snapshot beside the database, made again when it is
 * older, or a native file. */
#ifndef CLI_TERRITORY_H
#define CLI_TERRITORY_H

#include "cli/command.h"
#include "engine/base/buf.h"
#include "engine/catalogue/catalogue.h"

struct orb_store;

/* Zero-initialised is closed. */
struct cli_territory {
    struct orb_catalogue catalogue; /* valid until close */
    struct orb_buf image;           /* its bytes, when they are in memory only */
    struct orb_store *store; /* the records it is made of, as they were then; valid until
                                close; NULL = a file, or let go */
    bool is_open;
    bool is_file;      /* a native file, which has no store */
    bool is_overtaken; /* somebody else keeps a newer snapshot */
};

/*
 * Open the catalogue of cli->database, or of the native file when path is not NULL ("-" =
 * standard input). The snapshot is
 * "<database>.cat"; a missing, older, truncated or damaged one is made again from the
 * database, which is said on standard error when it was damaged. It is read whole to know
 * that, once a day for each state of the file (cli/checked.h). A file of that name that
 * is not a snapshot is never overwritten: ORB_ERR_UNSUPPORTED. Release with
 * cli_territory_close.
 */
ORB_MUST_CHECK enum orb_status cli_territory_open(struct cli_territory *out,
                                                  const struct cli_context *cli,
                                                  const char *path, struct orb_error *err);

/* Read the whole snapshot of cli->database, whenever that was last done. A damaged one is
 * removed, which is said on standard error. ORB_ERR_IO when it cannot be. */
ORB_MUST_CHECK enum orb_status cli_territory_check(const struct cli_context *cli,
                                                   struct orb_error *err);

struct orb_scenario_plan; /* engine/planning/scenario.h */

/*
 * The same territory as it would be after the changes of a plan: a catalogue made again in
 * memory from its records, never kept. path "-" cannot be read twice: ORB_ERR_UNSUPPORTED.
 * Release with cli_territory_close.
 */
ORB_MUST_CHECK enum orb_status
cli_territory_open_changed(struct cli_territory *out, const struct cli_context *cli,
                           const char *path, const struct orb_scenario_plan *plan,
                           struct orb_error *err);
void cli_territory_close(struct cli_territory *territory);

/* Keep the catalogue only. A command that works for long lets the store go: its transaction
 * would keep what others replace from being cleaned away. */
void cli_territory_let_go(struct cli_territory *territory);

/*
 * Hold the store again after it was let go, for who reads records beside the catalogue.
 * false in *is_same: another version was written meanwhile; the store is let go again, and
 * the territory is to be opened anew. A file has no store, and is the same.
 */
ORB_MUST_CHECK enum orb_status cli_territory_hold(bool *is_same,
                                                  struct cli_territory *territory,
                                                  const struct cli_context *cli,
                                                  struct orb_error *err);

/* What is asked of others about a territory, and may take long: a router's minutes. */
struct cli_territory_asking {
    const char *path; /* of a native file, or NULL */
    bool takes_long;  /* the store is let go meanwhile */
    bool keeps_store; /* it is held afterwards: records are read beside the catalogue */
    enum orb_status (*ask)(void *context, struct orb_error *err);
    void (*forget)(void *context); /* the answer, of a territory that is closed */
    void *context;
};

/*
 * Open the catalogue and ask. The store waits for no router: when something was written
 * meanwhile, all is opened and asked once more, then with the store held. Release with
 * cli_territory_close, also on failure; so is what was asked.
 */
ORB_MUST_CHECK enum orb_status cli_territory_ask(struct cli_territory *out,
                                                 const struct cli_context *cli,
                                                 const struct cli_territory_asking *asking,
                                                 struct orb_error *err);

/* --date, else the newest date of the sources. */
orb_date cli_territory_date(const struct cli_territory *territory,
                            const struct cli_context *cli);

#endif
