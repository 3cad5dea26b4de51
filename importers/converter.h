/* Files that are no text: a program of its own, orbite-import-ogr, writes them as text. */
#ifndef ORB_IMPORTERS_CONVERTER_H
#define ORB_IMPORTERS_CONVERTER_H

#include <stdbool.h>
#include <stddef.h>

#include "engine/base/error.h"
#include "engine/base/process.h"

/* How much of a file orb_converter_wants looks at. */
#define ORB_CONVERTER_START 16

/* By its first bytes: a spreadsheet or an archive (zip), a GeoPackage (SQLite), a
 * shapefile, OpenStreetMap in its binary form. */
bool orb_converter_wants(const unsigned char *start, size_t len);

/*
 * Start it on a file; layer is a sheet, a layer or a file of the archive, NULL when there
 * is one only. It is looked for beside the running program, then in PATH.
 * ORB_ERR_UNSUPPORTED when it is not installed. No place is told. *out is owned by the
 * caller, release with orb_process_free.
 */
ORB_MUST_CHECK enum orb_status orb_converter_start(struct orb_process **out,
                                                   const char *path, const char *layer,
                                                   struct orb_error *err);

/* Once all its text is read: ORB_ERR_SYNTAX with its sentence when it failed. */
ORB_MUST_CHECK enum orb_status orb_converter_end(struct orb_process *process,
                                                 const char *path, struct orb_error *err);

#endif
