/* What an import read, kept and rejected, and why. */
#ifndef ORB_IMPORTERS_REPORT_H
#define ORB_IMPORTERS_REPORT_H

#include <stdbool.h>
#include <stddef.h>

#include "engine/base/arena.h"
#include "engine/base/error.h"

enum orb_finding_level {
    ORB_FINDING_REJECTED = 0, /* the row was left out */
    ORB_FINDING_VALUE,        /* the row was kept, one value is unknown or doubtful */
    ORB_FINDING_NOTE          /* worth knowing; nothing lost; never makes --strict fail */
};

/* One row or value that was not taken as it was. Texts are borrowed for the call of the
 * listener. */
struct orb_finding {
    enum orb_finding_level level;
    const char *file;  /* as the user gave it */
    const char *place; /* "line 12" or a JSON pointer "/pmej/3/ege/0/adresse/1" */
    const char *field; /* name of the source's field; "" = the row */
    const char *value; /* as read, cut at 80 characters; "" for the whole row */
    const char
        *rule; /* short and stable: "age_zero", "coordinates_swapped", "unknown_code" */
    const char *sentence; /* for people, translated */
};

/* A counted fact of the report, in order of first appearance. */
struct orb_report_line {
    const char *group; /* "read", "kept", "rejected", "value", "note", "unlabelled",
                        "drift", "category" */
    const char *name;  /* record kind, rule or code */
    unsigned long long count;
    const char *sentence; /* for rules: a sentence, translated; else NULL */
};

struct orb_import_report {
    struct orb_arena arena;
    struct orb_report_line *lines;
    size_t line_count;
    size_t line_capacity;
    unsigned long long rejected; /* findings by level */
    unsigned long long values;
    unsigned long long notes;
    /* Called for every rejected row and bad value; NULL = nobody listens. */
    enum orb_status (*listener)(void *context, const struct orb_finding *finding,
                                struct orb_error *err);
    void *listener_context;
};

/* Add to a counted fact. */
ORB_MUST_CHECK enum orb_status orb_report_count(struct orb_import_report *report,
                                                const char *group, const char *name,
                                                unsigned long long add,
                                                struct orb_error *err);

/* Count a finding under its rule and tell the listener. */
ORB_MUST_CHECK enum orb_status orb_report_find(struct orb_import_report *report,
                                               const struct orb_finding *finding,
                                               struct orb_error *err);

/* The count of a fact; 0 when it never happened. */
unsigned long long orb_report_get(const struct orb_import_report *report, const char *group,
                                  const char *name);

void orb_report_release(struct orb_import_report *report);

#endif
