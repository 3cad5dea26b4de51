/* The candidate communes of 'orbite site', with what they can take. */
#ifndef CLI_SITE_FILES_H
#define CLI_SITE_FILES_H

#include "engine/base/arena.h"
#include "engine/catalogue/catalogue.h"
#include "engine/planning/siting.h"

/*
 * CSV with a header: commune, and capacity if it is there (empty: that of the command). In
 * the arena, in the order of the communes. ORB_ERR_SYNTAX for a wrong header or number or a
 * commune that is told twice, ORB_ERR_NOT_FOUND for one that is not in the catalogue, with
 * the line; errors of cli_rows_read.
 */
ORB_MUST_CHECK enum orb_status cli_site_candidates(struct orb_siting_question *out,
                                                   const char *path,
                                                   struct orb_arena *arena,
                                                   struct orb_error *err);

#endif
