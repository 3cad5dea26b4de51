/* Asks a geocoder that speaks as the Géoplateforme and addok do. What is sent is the text
 * of an address with its postcode or its commune, of published resources only: never
 * anything of a person, no name, no identifier. */
#ifndef ORB_GEOCODE_CLIENT_H
#define ORB_GEOCODE_CLIENT_H

#include "engine/geocode/answer.h"
#include "engine/net/http.h"

#define ORB_GEOCODE_SERVER "https://data.geopf.fr/geocodage"

/* Rows of one file: the server takes 5,000, and answers some fifty a second. What waits for
 * 30 seconds in all must be shorter. */
enum { ORB_GEOCODE_ROWS = 500 };

/* Borrowed while it is used. */
struct orb_geocode_client {
    struct orb_http *http;
    const char *server;     /* without a slash at its end */
    unsigned interval_ms;   /* between two requests; 0 = 200, five a second */
    unsigned long requests; /* sent so far */
};

/* What orb_http_new is given (METHODS 1.3): 5 s to reach the server, 30 s in all, 3 tries.
 */
void orb_geocode_http_options(struct orb_http_options *options);

/*
 * Ask one question; what the server refuses to search for is not found. Errors as
 * orb_http_send and orb_geocode_read_features, the place is the address of the server
 * without the question. label is valid until the arena is released.
 */
ORB_MUST_CHECK enum orb_status orb_geocode_ask(struct orb_geocode_client *client,
                                               const struct orb_geocode_query *query,
                                               struct orb_geocode_answer *out,
                                               struct orb_arena *arena,
                                               struct orb_error *err);

/* Ask many questions, at most ORB_GEOCODE_ROWS, in one file. Errors likewise. */
ORB_MUST_CHECK enum orb_status orb_geocode_ask_many(struct orb_geocode_client *client,
                                                    const struct orb_geocode_batch *batch,
                                                    struct orb_error *err);

#endif
