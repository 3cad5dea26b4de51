/* The places of a territory that lack a position, what is known to find them by, and what
 * became of each. */
#ifndef CLI_GEOCODE_PLACES_H
#define CLI_GEOCODE_PLACES_H

#include "cli/command.h"
#include "engine/base/strmap.h"
#include "engine/geocode/cache.h"
#include "engine/geocode/fallback.h"
#include "engine/geocode/verdict.h"
#include "engine/store/store.h"

/* What was said of a place before. Texts live in the arena. */
struct cli_geocode_before {
    bool by_geocoder;  /* else by its commune */
    const char *asked; /* cli_geocode_asked of that time; NULL = nothing was said */
    bool is_sure;
};

/* One of them. Texts live in the arena. */
struct cli_geocode_place {
    const char *id;
    bool is_confidential;
    bool is_doubtful;  /* its source gives a position that is doubtful */
    bool is_elsewhere; /* somebody else gives a position */
    struct orb_geocode_query query;
    struct orb_geocode_fallback fallback;
    struct cli_geocode_before before;
    struct orb_geocode_answer answer;
    bool from_cache;
    bool is_kept;   /* what was said before stands */
    bool is_inside; /* the answer lies in the contour of the commune */
    struct orb_geocode_judgement judgement;
};

/* Zero-initialised is empty; release once. */
struct cli_geocode_places {
    struct orb_arena arena;
    struct orb_geocode_towns towns;
    bool is_sorted;
    bool with_doubtful; /* set before reading */
    struct orb_strmap ids;
    struct cli_geocode_place *items; /* by id in byte order, as the store gives them */
    size_t count;
    size_t capacity;
    unsigned long long total; /* all places of the territory, open ones */
    unsigned long long located;
    unsigned long long virtual_count; /* places that are none */
};

/* The sources under which positions are written. */
#define CLI_GEOCODE_SOURCE         "geopf"
#define CLI_GEOCODE_SOURCE_COMMUNE "geocode-commune"

/* Read them from the store. */
ORB_MUST_CHECK enum orb_status cli_geocode_places_read(struct cli_geocode_places *places,
                                                       struct orb_store *store,
                                                       struct orb_error *err);

/* What a query asks, in one text; NULL without memory. */
const char *cli_geocode_asked(struct orb_arena *arena,
                              const struct orb_geocode_query *query);

void cli_geocode_places_release(struct cli_geocode_places *places);

#endif
