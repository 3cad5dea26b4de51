/* Asks a router for minutes between places (METHODS 1.3). Those of a person only on this
 * machine, or where the user says so: see README.md. */
#ifndef ORB_ROUTER_CLIENT_H
#define ORB_ROUTER_CLIENT_H

#include "engine/net/http.h"
#include "engine/travel/router.h"

#define ORB_ROUTER_IGN_SERVER "https://data.geopf.fr/navigation"

/* Zero-initialised is closed. */
struct orb_router {
    enum orb_router_kind kind;
    const char *name;     /* "valhalla", "osrm", "ign" */
    const char *server;   /* without a slash at its end */
    const char *version;  /* of the server or of its data; "" = it does not say */
    unsigned interval_ms; /* between two requests */
    bool is_personal;     /* what is sent leads to a person: through no proxy in clear */
    unsigned long requests;
    struct orb_http *http;
    struct orb_arena arena;
};

/* Check "valhalla:URL", "osrm:URL" or "ign". ORB_ERR_SYNTAX with a sentence. */
ORB_MUST_CHECK enum orb_status orb_router_check(const char *spec, struct orb_error *err);

/* Is the server of an address this machine: localhost, 127.0.0.0/8 or ::1, written whole?
 * Then it is not reached through a proxy, and a connection to any other machine is refused,
 * whatever the name resolves to. Names are not resolved here. */
bool orb_router_is_here(const char *server);

/* Is the server of a router (as orb_router_check takes it) this machine? Is it this host,
 * to the letter? */
bool orb_router_spec_is_here(const char *spec);
bool orb_router_spec_is_at(const char *spec, const char *host);

/*
 * Get ready to ask; nothing is sent. certificates as orb_http_new. ORB_ERR_SYNTAX,
 * ORB_ERR_UNSUPPORTED without libcurl. Release with orb_router_close, also after an error.
 */
ORB_MUST_CHECK enum orb_status orb_router_open(struct orb_router *out, const char *spec,
                                               const char *certificates,
                                               const char *certificates_path,
                                               struct orb_error *err);
/* Safe twice. */
void orb_router_close(struct orb_router *router);

/*
 * Learn the version of the server (Valhalla), or of its data (IGN and OSRM, which say it
 * with a route: that between the two points). OSRM says it only when its data were made
 * with one; answers without are kept for a week only. Errors as orb_http_send, and
 * ORB_ERR_SYNTAX when it is no such router.
 */
ORB_MUST_CHECK enum orb_status orb_router_learn(struct orb_router *router,
                                                const struct orb_router_batch *pair,
                                                struct orb_error *err);

/*
 * Ask a batch of at most ORB_ROUTER_POINTS on each side, in a mode that the router takes.
 * Legs that it does not tell stay MISSING; points far from any road are OFF_NETWORK. Errors
 * as orb_http_send, and ORB_ERR_SYNTAX when the answer is not what was asked; the place is
 * the server. Legs told before the error stay.
 */
ORB_MUST_CHECK enum orb_status orb_router_ask(struct orb_router *router,
                                              const struct orb_router_batch *batch,
                                              struct orb_error *err);

/* Where one can go from a point; Valhalla and IGN only (ORB_ERR_UNSUPPORTED). minutes of
 * the areas are set by the caller; texts are valid until the router is closed. */
ORB_MUST_CHECK enum orb_status orb_router_isochrones(struct orb_router *router,
                                                     const struct orb_router_batch *from,
                                                     struct orb_isochrone *areas,
                                                     size_t count, struct orb_error *err);

#endif
