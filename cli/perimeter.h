/* Where a planner looks, and by what level: the options that choose communes and the areas
 * to count by. */
#ifndef CLI_PERIMETER_H
#define CLI_PERIMETER_H

#include "cli/command.h"
#include "engine/base/buf.h"
#include "engine/base/text.h"
#include "engine/planning/mesh.h"

/* Rows of the table of options of a command that looks at a territory. */
#define CLI_PERIMETER_OPTIONS                                                              \
    { "commune", 0, N_("COMMUNES"),                                                        \
      N_("only these communes (codes or names, with commas)") },                           \
        { "epci", 0, N_("EPCI"), N_("only these EPCI (codes or names)") },                 \
        { "life-area", 0, N_("AREAS"), N_("only these bassins de vie (codes or names)") }, \
        { "canton", 0, N_("CANTONS"), N_("only these cantons (codes or names)") },         \
        { "departement", 0, N_("DEPARTEMENTS"),                                            \
          N_("only these départements (codes or names)") },                                \
    {                                                                                      \
        "region", 0, N_("REGIONS"), N_("only these régions (codes or names)")              \
    }

/* The row of --by. */
#define CLI_LEVEL_OPTION                                                                   \
    {                                                                                      \
        "by", 0, N_("LEVEL"),                                                              \
            N_("count by commune, epci, life-area, canton, departement or region")         \
    }

/* "life-area" as users write it, "bassin de vie" as they read it. */
const char *cli_level_name(enum orb_mesh level);
const char *cli_level_label(enum orb_mesh level);
/* The same of several. */
const char *cli_levels_label(enum orb_mesh level);

/* --by, in English or in French ("bassin-de-vie", "département"); fallback when it is not
 * given. ORB_ERR_SYNTAX with a suggestion. Opens nothing: for parse. */
ORB_MUST_CHECK enum orb_status cli_level_read(enum orb_mesh *out,
                                              const struct cli_arguments *args,
                                              enum orb_mesh fallback,
                                              struct orb_error *err);

struct cli_perimeter {
    struct orb_perimeter communes;
    struct orb_buf label; /* "Ain (01), Côte-d’Or (21)", or "the whole territory" */
};

/*
 * The communes that the options choose, several of them added up; all when there is none.
 * ORB_ERR_SYNTAX for a code or a name that no area of the catalogue has (the nearest is
 * suggested), or that several have (their codes are told). Released with
 * cli_perimeter_release, which accepts a zeroed one.
 */
ORB_MUST_CHECK enum orb_status cli_perimeter_read(struct cli_perimeter *out,
                                                  const struct orb_catalogue *catalogue,
                                                  const struct cli_arguments *args,
                                                  struct orb_error *err);
void cli_perimeter_release(struct cli_perimeter *perimeter);

#endif
