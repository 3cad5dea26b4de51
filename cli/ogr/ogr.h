/* What the parts of orbite-import-ogr share: a file opened by GDAL, and text out of it. */
#ifndef CLI_OGR_OGR_H
#define CLI_OGR_OGR_H

#include <stdbool.h>
#include <stddef.h>

#include "engine/base/error.h"
#include "engine/base/file.h"

/* A file opened by GDAL; opaque. */
struct cli_ogr;

/* ORB_ERR_NOT_FOUND, or ORB_ERR_SYNTAX when GDAL does not know the file or finds it
 * damaged. *out is owned by the caller, release with cli_ogr_close. */
ORB_MUST_CHECK enum orb_status cli_ogr_open(struct cli_ogr **out, const char *path,
                                            struct orb_error *err);
void cli_ogr_close(struct cli_ogr *ogr);

bool cli_ogr_is_osm(const struct cli_ogr *ogr);

/* One line for each layer: its name, its rows, its geometry, between tabs. */
ORB_MUST_CHECK enum orb_status cli_ogr_list(struct cli_ogr *ogr, struct orb_output *out,
                                            struct orb_error *err);

/*
 * Write a layer as CSV (RFC 4180, UTF-8). layer NULL = the only one that has rows, else
 * ORB_ERR_SYNTAX with their names. Spreadsheets come as they lie, their first row first;
 * other layers begin with the names of their columns, and end with the place of each row.
 */
ORB_MUST_CHECK enum orb_status cli_ogr_write_table(struct cli_ogr *ogr, const char *layer,
                                                   struct orb_output *out,
                                                   struct orb_error *err);

/* Write the objects that orbite reads as GeoJSON, with their tags and "@id". */
ORB_MUST_CHECK enum orb_status
cli_ogr_write_osm(struct cli_ogr *ogr, struct orb_output *out, struct orb_error *err);

/* The text of a cell of a spreadsheet: whole numbers without decimals, days as
 * 2026-01-31. */
void cli_ogr_cell(struct orb_buf *out, const char *text);

/* A text as a field of CSV. */
void cli_ogr_field(struct orb_buf *out, const char *text, char before);

/* Is the file an archive (zip) that is no spreadsheet? */
bool cli_ogr_is_archive(const char *path);

/* Write a file of an archive as it is; name NULL = the only one in CSV. list writes their
 * names instead. */
ORB_MUST_CHECK enum orb_status cli_ogr_write_member(const char *path, const char *name,
                                                    struct orb_output *out,
                                                    struct orb_error *err);
ORB_MUST_CHECK enum orb_status
cli_ogr_list_members(const char *path, struct orb_output *out, struct orb_error *err);

/* The last complaint of GDAL as an error with a sentence of ours before it. */
ORB_MUST_CHECK enum orb_status cli_ogr_fail(const char *sentence, struct orb_error *err);

#endif
