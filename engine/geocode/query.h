/* What is asked about one place of a resource: its address as text, its postcode or its
 * commune. Nothing else of it, and never anything of a person. */
#ifndef ORB_GEOCODE_QUERY_H
#define ORB_GEOCODE_QUERY_H

#include "engine/base/arena.h"
#include "engine/base/buf.h"
#include "engine/geocode/towns.h"

/* As the sources write it; borrowed for the call. NULL = unknown. */
struct orb_geocode_place {
    const char *address;  /* street lines joined by '\n'; may end with postcode and town */
    const char *postcode; /* of CEDEX too */
    const char *commune;  /* INSEE code, old ones too */
};

struct orb_geocode_query {
    /* What is sent. */
    const char *text; /* regular address, then the name of the commune; "" = no address */
    char postcode[ORB_COMMUNE_CODE_LEN]; /* to search in; "" = anywhere, as below */
    char citycode[ORB_COMMUNE_CODE_LEN];
    /* What the answer is judged by. */
    char commune[ORB_COMMUNE_CODE_LEN]; /* of today, not an arrondissement; "" = unknown */
    char known_postcode[ORB_COMMUNE_CODE_LEN]; /* CEDEX too; "" = unknown */
    char departement[4];                       /* "" = unknown, or one of several */
    enum orb_commune_status status;            /* how the commune was found */
};

/*
 * Make the query of a place. One never searches by a postcode that is of no commune known
 * here, which may be one of CEDEX. Texts of out are valid until the arena is released.
 * ORB_ERR_MEMORY is the only failure.
 */
ORB_MUST_CHECK enum orb_status orb_geocode_query_make(struct orb_geocode_query *out,
                                                      struct orb_arena *arena,
                                                      const struct orb_geocode_towns *towns,
                                                      const struct orb_geocode_place *place,
                                                      struct orb_error *err);

/* The département of a commune, or of a postcode when is_postcode; "" when it cannot be
 * told: 20000 is of two. */
void orb_geocode_departement(char out[4], const char *code, bool is_postcode);

#endif
