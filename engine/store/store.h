/* The system of record: one interface, one implementation for each database. */
#ifndef ORB_STORE_STORE_H
#define ORB_STORE_STORE_H

#include <stdbool.h>
#include <stdint.h>

#include "engine/base/arena.h"
#include "engine/base/buf.h"
#include "engine/base/date.h"
#include "engine/base/error.h"
#include "engine/model/record.h"
#include "engine/model/territory_view.h"

struct orb_store;

enum orb_store_mode {
    ORB_STORE_READ = 0, /* must exist; never writes; all that is read is of one moment, that
                           of the first question, whatever others commit meanwhile */
    ORB_STORE_WRITE,    /* must exist; migrated when it is older */
    ORB_STORE_CREATE    /* must not exist */
};

/*
 * Open the store at path. ORB_ERR_NOT_FOUND, ORB_ERR_EXISTS (create), ORB_ERR_UNSUPPORTED
 * (a newer schema, or a database that is not ours), ORB_ERR_CORRUPT, ORB_ERR_IO. *out is
 * owned by the caller, release with orb_store_close.
 */
ORB_MUST_CHECK enum orb_status orb_store_open(struct orb_store **out, const char *path,
                                              enum orb_store_mode mode,
                                              struct orb_error *err);
void orb_store_close(struct orb_store *store);

/* The store as messages say it: the file, or the address without user and password. */
const char *orb_store_name(const struct orb_store *store);

/* Is this the address of a database that machines share, not the name of a file? */
bool orb_store_is_shared(const char *path);

/* Grows by one at each committed change; a catalogue made from an older version is rebuilt.
 */
ORB_MUST_CHECK enum orb_status orb_store_version(struct orb_store *store, int64_t *version,
                                                 struct orb_error *err);

/*
 * A number that differs between two states of a store, and between two stores of the same
 * version: made of the version, the sources and the imports. A catalogue keeps it to know
 * whether it is that of the file beside it.
 */
ORB_MUST_CHECK enum orb_status orb_store_stamp(struct orb_store *store, int64_t *stamp,
                                               struct orb_error *err);

/*
 * After an import: may all be read? ORB_ERR_DATABASE, with what is to be imported again,
 * when a machine of the store ended an earlier import that the others did not, and not all
 * of its records were given since. Opening to read fails alike.
 */
ORB_MUST_CHECK enum orb_status orb_store_whole(struct orb_store *store,
                                               struct orb_error *err);

/* The newest observed_on of its sources; ORB_DATE_NONE when it has none. */
ORB_MUST_CHECK enum orb_status orb_store_newest_date(struct orb_store *store,
                                                     orb_date *date, struct orb_error *err);

/*
 * Append what the last import of an importer reported, as it was committed (a JSON object);
 * nothing when there was none. An import that changed nothing leaves no report.
 */
ORB_MUST_CHECK enum orb_status orb_store_last_report(struct orb_store *store,
                                                     const char *importer,
                                                     struct orb_buf *out,
                                                     struct orb_error *err);

/* ---- import: one transaction */

/* What an import did, by kind of record. */
struct orb_store_tally {
    unsigned long long added;
    unsigned long long changed;
    unsigned long long unchanged;
    unsigned long long closed; /* gone from a full feed: marked closed with the date of the
                                  source, never deleted */
};

struct orb_store_summary {
    struct orb_store_tally kinds[ORB_RECORD_KINDS];
    unsigned long long openings; /* journal lines of this run, by what they say */
    unsigned long long closings;
    unsigned long long moves;
    bool nothing_changed; /* the store is byte for byte as before */
};

/* Finds which records are one resource, with orb_store_set_links. */
struct orb_store_linker {
    void *context;
    int64_t version; /* of its rules and limits; another one compares again. Never 0 */
    enum orb_status (*link)(void *context, struct orb_store *store, struct orb_error *err);
    /* NULL, or given every record that is put, as it is put. */
    enum orb_status (*see)(void *context, const struct orb_record *record,
                           struct orb_error *err);
};

struct orb_store_import {
    const char *importer; /* "finess" */
    const char *files;    /* as the user gave them, joined by '\n' */
    bool full; /* records of the same sources absent from this run are marked closed */
    const char *author;      /* NULL = none */
    const char *imported_at; /* ISO 8601 UTC; NULL = now */
    /* Called before the commit of an import that changed something; it may replay the
     * store, raw. NULL = the links stay as they are. */
    const struct orb_store_linker *linker;
};

/* Start a transaction. The sink takes records until commit or rollback. Places "kill -9 at
 * any time" at the previous state. */
ORB_MUST_CHECK enum orb_status orb_store_import_begin(struct orb_store *store,
                                                      const struct orb_store_import *import,
                                                      struct orb_sink *sink,
                                                      struct orb_error *err);
/* counts_json: the report as a JSON object, kept with the run; NULL = none. */
ORB_MUST_CHECK enum orb_status orb_store_import_commit(struct orb_store *store,
                                                       const char *counts_json,
                                                       struct orb_store_summary *summary,
                                                       struct orb_error *err);
void orb_store_import_rollback(struct orb_store *store);
/* Nothing was ever imported before the import in progress: all that the store holds was put
 * in it. */
bool orb_store_import_is_first(const struct orb_store *store);

/* What importers may ask; *out is valid until the store is closed. */
ORB_MUST_CHECK enum orb_status
orb_store_territory_view(struct orb_store *store, const struct orb_territory_view **out,
                         struct orb_error *err);

/* ---- reading */

struct orb_store_filter {
    unsigned kinds; /* bits 1 << ORB_RECORD_x; 0 = all */
    const char *id; /* only the record of this id (offer, service, organization, site,
                       territory code) */
    const char *of_service;      /* offers and relations of this service */
    const char *of_organization; /* services and relations of this organization */
    const char *commune;         /* sites, and what is at them, of this commune */
    bool with_contours;          /* territories carry their contour */
    bool raw; /* records as their sources give them, without what is said beside them; then
                 assertions and decisions too, which are else given only when kinds asks */
    bool brief; /* raw services and offers with no more than id, provenance and the service
                   of an offer, the rest being zero; in no order of ids */
    bool any_order;    /* in no order of ids, which is read faster */
    bool ahead;        /* the sink may be called by another thread, until the end */
    bool current_only; /* leave out what is closed at the newest date */
    bool hidden_only; /* only what keeps something from being shown, as its source gives it:
                         a place that is confidential, what has a restricted contact */
};

/*
 * Give the records to a sink: sources, operator, territories, organizations, sites,
 * services, offers, relations, assertions, decisions; each by id in byte order. filter NULL
 * = all, without contours. Unless raw, a value asserted of a record takes the place of the
 * source's when orb_claim_prevails says so or the source does not say; the provenance of
 * the record then names it.
 *
 * Unless raw, records that are one are given once, as the canonical one: organizations,
 * sites and services that are another are left out (asking for one by id gives the
 * canonical), what names them names the canonical, and an offer that is another says so in
 * duplicate_of. Field by field the canonical record takes the value that orb_claim_prevails
 * says, opening and closing days apart; an organization takes only what it lacks;
 * identifiers and contacts are put together.
 */
ORB_MUST_CHECK enum orb_status orb_store_replay(struct orb_store *store,
                                                const struct orb_store_filter *filter,
                                                const struct orb_sink *sink,
                                                struct orb_error *err);

struct orb_restricted;

/*
 * Add to out every restricted contact of the store, as its source gives it: also one that a
 * correction takes the place of, or that another record gives without restriction.
 */
ORB_MUST_CHECK enum orb_status orb_store_restricted(struct orb_store *store,
                                                    struct orb_restricted *out,
                                                    struct orb_error *err);

/* ---- the same resource from several sources */

/* A record that is another one seen by another source. */
struct orb_store_link {
    enum orb_record_kind kind; /* organization, site, service or offer */
    const char *id;
    const char *canonical; /* of the same kind, itself in no link */
    bool gives; /* the canonical record takes from this one what it lacks or knows less
                   well */
};

/* Two services that may be one: a person has to look. */
struct orb_store_doubt {
    const char *a; /* service ids, a before b in bytes */
    const char *b;
    double probability;
    unsigned doubts; /* bits of enum orb_linkage_doubt */
};

struct orb_store_links {
    const struct orb_store_link *links;
    size_t link_count;
    const struct orb_store_doubt *doubts;
    size_t doubt_count;
};

/*
 * Replace all links and doubts; only a linker may, during its call. Texts are copied. The
 * result does not depend on the order given.
 */
ORB_MUST_CHECK enum orb_status orb_store_set_links(struct orb_store *store,
                                                   const struct orb_store_links *links,
                                                   struct orb_error *err);

/* Read them: links by kind and canonical record, then doubts, most probable first; texts
 * valid until the arena is released. */
ORB_MUST_CHECK enum orb_status orb_store_get_links(struct orb_store *store,
                                                   struct orb_arena *arena,
                                                   struct orb_store_links *out,
                                                   struct orb_error *err);

/*
 * Copy the store as it is now into an empty file, while others read and write, then check
 * the copy from end to end; it is a store. ORB_ERR_UNSUPPORTED (a database that machines
 * share), ORB_ERR_CORRUPT, ORB_ERR_IO; what the file then holds is not a store.
 */
ORB_MUST_CHECK enum orb_status orb_store_backup(struct orb_store *store, const char *path,
                                                struct orb_error *err);

/* Change the operator of the platform; organization NULL = none. */
ORB_MUST_CHECK enum orb_status orb_store_set_operator(struct orb_store *store,
                                                      const struct orb_operator *op,
                                                      struct orb_error *err);

/* One line of the journal. Texts are borrowed for the call of the visitor. */
struct orb_store_change {
    int64_t run;
    const char *importer;
    orb_date observed_on;    /* date of the source of the run */
    const char *imported_at; /* ISO 8601 UTC */
    enum orb_record_kind kind;
    const char *id;
    const char *change; /* new, opened, closed, gone, moved, changed */
    const char *field;  /* NULL when the whole record is meant */
    const char *before; /* JSON text of the value, NULL = none */
    const char *after;
};

/* Who reads the journal. */
struct orb_store_visitor {
    void *context;
    enum orb_status (*visit)(void *context, const struct orb_store_change *change,
                             struct orb_error *err);
};

/*
 * Journal lines whose run observed on or after since (ORB_DATE_NONE = all), or was made
 * then when nothing dates it (a decision), of one record or of all (id NULL), oldest first.
 */
ORB_MUST_CHECK enum orb_status orb_store_changes(struct orb_store *store, orb_date since,
                                                 const char *id,
                                                 const struct orb_store_visitor *visitor,
                                                 struct orb_error *err);

#endif
