/* The people asked about: the options --public, --age and --orientation. */
#ifndef CLI_STRATUM_H
#define CLI_STRATUM_H

#include "cli/command.h"
#include "engine/planning/supply.h"
#include "engine/vocabulary/vocabulary.h"

/* clang-format off */
#define CLI_STRATUM_ROWS \
    { "public", 0, N_("GROUP"), N_("for people of this group: DI, TSA, PSYCHIQUE...") }, \
    { "age", 0, N_("FROM-TO"), N_("for people of these ages, in completed years: 16-20") }
#define CLI_ORIENTATION_ROW \
    { "orientation", 0, N_("CODE"), N_("for people whose decision is this one, or none") }
/* clang-format on */

/* Years: where ages without an upper bound end, excluded. */
#define CLI_AGES_END 150

/* For parse; texts are those of the arguments, ages both -1 when none are given.
 * ORB_ERR_SYNTAX. */
ORB_MUST_CHECK enum orb_status cli_stratum_read(struct orb_stratum *out,
                                                const struct cli_arguments *args,
                                                struct orb_error *err);

/* ORB_ERR_NOT_FOUND for a public or a decision that no nomenclature has. */
ORB_MUST_CHECK enum orb_status cli_stratum_check(const struct orb_stratum *people,
                                                 struct orb_vocabulary *vocabulary,
                                                 struct orb_error *err);

/* ORB_ERR_NOT_FOUND for a code that a nomenclature does not have; NULL is none. The
 * nomenclature is then loaded, for orb_vocabulary_label. */
ORB_MUST_CHECK enum orb_status cli_code_check(struct orb_vocabulary *vocabulary,
                                              const char *list, const char *code,
                                              struct orb_error *err);

/* The same for a category of services: FINESS, or another that the territory has. */
ORB_MUST_CHECK enum orb_status cli_category_check(struct orb_vocabulary *vocabulary,
                                                  const struct orb_catalogue *catalogue,
                                                  const char *code, struct orb_error *err);

#endif
