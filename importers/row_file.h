/* A CSV file that people keep by hand: a header, then rows that are taken or told one by
 * one. */
#ifndef ORB_IMPORTERS_ROW_FILE_H
#define ORB_IMPORTERS_ROW_FILE_H

#include "engine/base/arena.h"
#include "engine/base/csv.h"
#include "importers/importer.h"
#include "importers/input.h"

/* Set in and report, zero the rest; released by orb_row_file_read. */
struct orb_row_file {
    const struct orb_import_input *in;
    struct orb_import_report *report;
    const char *file;
    char digest[ORB_INPUT_DIGEST_LEN]; /* "" for standard input */
    struct orb_csv csv;                /* the current row */
    size_t width;                      /* fields of the header */
    struct orb_arena arena;            /* texts of the current row */
    unsigned long long read;           /* rows after the header */
};

/* What is done with the header (has_row false: the file is empty), with each row, and at
 * the end. */
struct orb_row_steps {
    void *context;
    enum orb_status (*header)(void *context, bool has_row, struct orb_error *err);
    enum orb_status (*row)(void *context, struct orb_error *err);
    enum orb_status (*end)(void *context, struct orb_error *err);
};

/* Read the only path of the input. Errors of orb_input_open and orb_csv_row, and those of
 * the steps, with the file. */
ORB_MUST_CHECK enum orb_status orb_row_file_read(struct orb_row_file *file,
                                                 const struct orb_row_steps *steps,
                                                 struct orb_error *err);

/* Tell a finding of the current row; its file, place and value (cut to 80 bytes) are filled
 * in. */
ORB_MUST_CHECK enum orb_status orb_row_file_find(struct orb_row_file *file,
                                                 const struct orb_finding *finding,
                                                 const char *value, struct orb_error *err);

#endif
