/* Finds the answers for the places of a territory: in what was answered before, then of the
 * server. What is sent is an address, a postcode and a commune of places that are published
 * and not confidential: nothing of a person. */
#ifndef CLI_GEOCODE_ASK_H
#define CLI_GEOCODE_ASK_H

#include "cli/geocode_places.h"

/* Borrowed for the call. */
struct cli_geocode_asking {
    const struct cli_context *cli;
    const struct orb_territory_view *view; /* contours, to check positions by */
    const char *server;                    /* without a slash at its end */
    const char *cache_path;
    orb_date today;
    size_t limit;  /* questions sent at most */
    bool may_send; /* a network is wanted */
    /* What was done. */
    size_t sent;    /* questions */
    size_t waiting; /* questions that would be sent, or were beyond the limit */
};

/*
 * Set answer and judgement of each place. What was answered before a failure is in the
 * cache for the next time. Errors as orb_geocode_ask_many and orb_geocode_cache_open.
 */
ORB_MUST_CHECK enum orb_status cli_geocode_ask(struct cli_geocode_asking *asking,
                                               struct cli_geocode_places *places,
                                               struct orb_error *err);

#endif
