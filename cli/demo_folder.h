/* The folder of a demonstration territory: ours to make again, or somebody else's. */
#ifndef CLI_DEMO_FOLDER_H
#define CLI_DEMO_FOLDER_H

#include <stdbool.h>

#include "engine/base/arena.h"
#include "importers/demo_files.h"

/*
 * Make the folder, or check that it is empty or was made here (it holds demo.json); force
 * takes any folder. ORB_ERR_EXISTS when it is somebody else's, ORB_ERR_IO when it cannot be
 * made.
 */
ORB_MUST_CHECK enum orb_status cli_demo_folder_prepare(const char *folder, bool force,
                                                       struct orb_error *err);

/* "folder/name" in the arena; NULL without memory. */
char *cli_demo_path(struct orb_arena *arena, const char *folder, const char *name);

/* Write territory.json, relations.csv, communes.geojson and persons; demo.json, which says
 * how they were made, comes last. */
ORB_MUST_CHECK enum orb_status cli_demo_files_write(const char *folder,
                                                    const struct orb_demo_options *options,
                                                    struct orb_error *err);

#endif
