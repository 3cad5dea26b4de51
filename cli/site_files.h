/* The files of 'orbite site': candidate communes with what they can take, and the people of
 * each commune. */
#ifndef CLI_SITE_FILES_H
#define CLI_SITE_FILES_H

#include "engine/base/arena.h"
#include "engine/catalogue/catalogue.h"
#include "engine/planning/siting.h"

/*
 * CSV with a header: commune, and capacity if it is there (empty: that of the command). In
 * the arena, in the order of the communes. ORB_ERR_SYNTAX for a wrong header or number, a
 * commune that is told twice or is not in the catalogue, with the line; errors of
 * orb_file_read.
 */
ORB_MUST_CHECK enum orb_status cli_site_candidates(struct orb_siting_question *out,
                                                   const char *path,
                                                   struct orb_arena *arena,
                                                   struct orb_error *err);

/*
 * CSV with a header: commune, count. A commune that the file does not name counts 0.
 * *outside is the number of lines whose commune is not in the catalogue: they are left out.
 * Several lines of a commune add up. ORB_ERR_SYNTAX as above; the sentence tells no count.
 */
ORB_MUST_CHECK enum orb_status cli_site_demand(struct orb_siting_question *out,
                                               size_t *outside, const char *path,
                                               struct orb_arena *arena,
                                               struct orb_error *err);

#endif
