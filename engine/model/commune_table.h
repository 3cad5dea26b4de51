/* The tables of orb_communes. Private to engine/model/commune*.c. */
#ifndef ORB_MODEL_COMMUNE_TABLE_H
#define ORB_MODEL_COMMUNE_TABLE_H

#include <stdbool.h>

#include "engine/base/buf.h"
#include "engine/model/commune.h"

struct orb_commune_code {
    char code[ORB_COMMUNE_CODE_LEN];
    char today[ORB_COMMUNE_CODE_LEN];
    bool borough; /* an arrondissement of Paris, Lyon or Marseille */
};

struct orb_commune_name {
    char today[ORB_COMMUNE_CODE_LEN];
    bool own; /* of the commune of today, not of one that it took in */
    const char *text;
};

struct orb_commune_postcode {
    char postcode[ORB_COMMUNE_CODE_LEN];
    char today[ORB_COMMUNE_CODE_LEN];
};

/* A commune with arrondissements, whose codes follow their numbers. */
struct orb_commune_city {
    const char *name;
    const char *code;
    const char *codes;     /* of the arrondissements, without the number */
    const char *postcodes; /* likewise */
    int digits;            /* of the number in the codes */
};

#define ORB_COMMUNE_CITIES 3

extern const struct orb_commune_city orb_commune_cities[ORB_COMMUNE_CITIES];

/* Is it the code of an arrondissement? */
bool orb_commune_is_borough(const char *code);

/* Copy a code; one that is too long is none. */
void orb_commune_copy(char out[ORB_COMMUNE_CODE_LEN], const char *text);

/* A name of a town as all write it: no CEDEX, no accents, « ST » in full. Valid as long as
 * buf; buf->failed tells of missing memory. */
const char *orb_commune_fold(struct orb_buf *buf, const char *town);

const struct orb_commune_code *orb_commune_code_find(const struct orb_communes *communes,
                                                     const char *code);

/* The commune of today of any code, or NULL. */
const struct orb_commune_code *orb_commune_follow(const struct orb_communes *communes,
                                                  const char *code);

#endif
