/* What was told of the persons of a vault, so that two tables together tell no more than
 * one. */
#ifndef CLI_PUBLICATION_H
#define CLI_PUBLICATION_H

#include "engine/vault/vault.h"
#include "maps/report.h"

/* What a report is kept as. */
struct cli_publication {
    const char *class_; /* "partner", "public" */
    const char *level;  /* of its areas, when they may be others: "epci"; NULL */
    int k;
    orb_date today;
};

/*
 * Protect the counts of persons of a report beside all that the vault remembers to have
 * told, then keep them among its publications, written with its next commit. The same
 * counts again are kept once. ORB_ERR_UNSUPPORTED when nothing could be shown that would
 * not tell of too few persons together with an earlier table, or when the same report was
 * given by areas of another level.
 */
ORB_MUST_CHECK enum orb_status cli_publication_protect(struct orb_vault *vault,
                                                       struct orb_report *report,
                                                       const struct cli_publication *as,
                                                       struct orb_error *err);

/*
 * The same beside reports in JSON that the user has (--beside FILE,FILE), of persons that
 * no vault holds; the files' sentences have their path as place.
 */
ORB_MUST_CHECK enum orb_status cli_publication_beside(struct orb_report *report, int k,
                                                      const char *paths,
                                                      struct orb_error *err);

#endif
