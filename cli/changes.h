/* What happened in the territory since a day, told of the services, organizations and
 * places people know. */
#ifndef CLI_CHANGES_H
#define CLI_CHANGES_H

#include <stdbool.h>
#include <stdint.h>

#include "cli/command.h"
#include "engine/base/arena.h"
#include "engine/base/strmap.h"
#include "engine/model/record.h"

enum cli_happening {
    CLI_OPENED = 0, /* with its day of opening, in a source that was there before */
    CLI_ENTERED,    /* was not known before: a new source, or no day of opening */
    CLI_CLOSED,     /* closed, or gone from its source */
    CLI_MOVED,
    CLI_CHANGED,
    CLI_HAPPENINGS
};

extern const char *const cli_happening_names[CLI_HAPPENINGS]; /* opened, entered, closed,
                                                                 moved, changed */

#define CLI_NO_RESOURCE UINT32_MAX

/* What people know by a name. */
struct cli_resource {
    enum orb_record_kind kind;
    const char *id;
    const char *name;    /* NULL = unknown, here and below */
    const char *site;    /* id of its place */
    const char *commune; /* code */
    const char *commune_name;
    const char *offer; /* of a relation to an offer: its id */
    uint32_t target;   /* of a relation or decision: the resource it is told with */
};

/* A line of the journal. Values are those that may be shown: never a contact, nor where a
 * confidential place is. */
struct cli_change {
    enum cli_happening happening;
    enum orb_record_kind kind; /* of the record the line is about */
    const char *id;
    const char *change; /* as the journal says it */
    const char *field;  /* NULL = the whole record */
    const char *before; /* JSON; NULL = none, or not to be shown */
    const char *after;
    const char *importer;
    orb_date observed_on;
    uint32_t resource;
};

/* Zero-initialised is empty; release with cli_changes_release. */
struct cli_changes {
    struct orb_arena arena;
    struct cli_change *items; /* by happening, day, name and identifier of the resource */
    size_t count;
    size_t capacity;
    struct cli_resource *resources;
    size_t resource_capacity;
    struct orb_strmap keys;         /* of resources: "service id" */
    unsigned long long territories; /* communes, EPCI... that entered: counted only */
};

/*
 * Read the journal of the store from since on, and the names of what it tells. Places that
 * only entered come with their services and have no line. Memory: the lines, not the
 * territory.
 */
ORB_MUST_CHECK enum orb_status cli_changes_read(struct cli_changes *changes,
                                                const struct cli_context *cli,
                                                orb_date since, struct orb_error *err);
void cli_changes_release(struct cli_changes *changes);

#endif
