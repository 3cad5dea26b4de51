/* What was told of the persons of a vault, so that two tables together tell no more than
 * one. */
#ifndef CLI_PUBLICATION_H
#define CLI_PUBLICATION_H

#include "engine/vault/vault.h"
#include "maps/report.h"

/*
 * Keep the counts that a protected report shows among the publications of the vault,
 * written with its next commit. Refused, with ORB_ERR_UNSUPPORTED, when a count was told
 * before and differs by less than the threshold of the report: the difference of the two
 * would tell of too few persons. The same counts again are kept once.
 */
ORB_MUST_CHECK enum orb_status cli_publication_keep(struct orb_vault *vault,
                                                    const struct orb_report *report,
                                                    const char *class_, orb_date today,
                                                    struct orb_error *err);

#endif
