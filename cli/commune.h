/* A commune that somebody typed. */
#ifndef CLI_COMMUNE_H
#define CLI_COMMUNE_H

#include <stdint.h>

#include "engine/base/error.h"
#include "engine/catalogue/catalogue.h"

/*
 * The commune of that code, else the one of that name, whatever its case and accents;
 * former communes are found by their code only. ORB_ERR_SYNTAX when several have the name,
 * ORB_ERR_NOT_FOUND; *out is untouched then.
 */
ORB_MUST_CHECK enum orb_status cli_commune_find(uint32_t *out,
                                                const struct orb_catalogue *c,
                                                const char *text, struct orb_error *err);

#endif
