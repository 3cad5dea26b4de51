/* One source of data: bytes in, records out. Importers know nothing of the store. */
#ifndef ORB_IMPORTERS_IMPORTER_H
#define ORB_IMPORTERS_IMPORTER_H

#include <stdbool.h>
#include <stddef.h>

#include "engine/base/date.h"
#include "engine/base/error.h"
#include "engine/model/record.h"
#include "engine/model/territory_view.h"
#include "importers/report.h"

#define ORB_IMPORT_MAX_FILES 64

/* Borrowed for the call of run. */
struct orb_import_input {
    const char *const
        *paths; /* files or a folder as the user gave them; "-" = standard input */
    size_t path_count;
    const char *edition;     /* --edition; NULL when not given, here and below */
    const char *mapping;     /* --mapping */
    const char *year;        /* --year */
    const char *licence;     /* --licence */
    const char *attribution; /* --attribution */
    const char *operator_id; /* --operator or the store's */
    orb_date reference_date; /* --date; ORB_DATE_NONE when not given */
    const struct orb_territory_view *territory; /* NULL = nothing is known */
};

struct orb_importer {
    const char *name;    /* what the user types */
    const char *summary; /* one line for help, N_() */
    const char *usage;   /* "STRUCTURES [ACTIVITES]" */
    const char
        *licence; /* licence of the source, stored with every run; NULL = must be given */
    const char *attribution;
    const char *required; /* the option it reads nothing without ("year"), for which
                             --edition stands; NULL = none */
    bool full;            /* a record of this source that is gone from the feed is closed */
    /* This time only some of the records of its sources are read: what is gone closes
     * nothing. NULL = never. */
    bool (*reads_some)(const struct orb_import_input *in);
    enum orb_status (*run)(const struct orb_import_input *in, const struct orb_sink *sink,
                           struct orb_import_report *report, struct orb_error *err);
};

#endif
