/*
 * The matrix file: CSV "from,to,mode,minutes,km,method,version", one row a directed pair
 * (METHODS 1.2). Empty minutes: there is no way. Pure: the bytes come from elsewhere.
 */
#ifndef ORB_TRAVEL_MATRIX_H
#define ORB_TRAVEL_MATRIX_H

#include "engine/base/csv.h"
#include "engine/travel/table.h"

/* Rows whose fault is told; the others are only counted. */
enum { ORB_TRAVEL_FAULTS = 5 };

enum orb_travel_fault {
    ORB_TRAVEL_FAULT_PLACE,   /* "from" or "to" is empty or endless */
    ORB_TRAVEL_FAULT_MODE,    /* no mode of travel */
    ORB_TRAVEL_FAULT_MINUTES, /* not a number of minutes */
    ORB_TRAVEL_FAULT_KM       /* not a number of kilometres */
};

struct orb_travel_matrix_report {
    unsigned long rows;  /* read, the header aside */
    unsigned long kept;  /* cells added to the table */
    unsigned long wrong; /* rows that say nothing: their pairs fall to the estimate */
    struct {
        unsigned long line;
        enum orb_travel_fault fault;
    } faults[ORB_TRAVEL_FAULTS]; /* the first of them */
};

/*
 * Add the rows of a file to a table, which the caller seals. version is that of the file,
 * its SHA-256; a row's own method and version are told as the method. ORB_ERR_SYNTAX (not a
 * CSV file, no column "from", "to", "mode" or "minutes"), ORB_ERR_RANGE (too long); the
 * place is the line.
 */
ORB_MUST_CHECK enum orb_status
orb_travel_matrix_read(struct orb_travel_table *table, struct orb_csv *csv,
                       const char *version, struct orb_travel_matrix_report *report,
                       struct orb_error *err);

/* Why a row says nothing, as a phrase. */
const char *orb_travel_fault_words(enum orb_travel_fault fault);

#endif
