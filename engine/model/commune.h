/* Which commune a source means: codes old and new, names, postcodes. */
#ifndef ORB_MODEL_COMMUNE_H
#define ORB_MODEL_COMMUNE_H

#include <stddef.h>

#include "engine/base/arena.h"
#include "engine/base/error.h"

struct orb_territory;
struct orb_commune_code;
struct orb_commune_name;
struct orb_commune_postcode;

/*
 * All communes with their names and postcodes. Zero-initialised is empty; to be sorted
 * after the last addition and before the first question.
 */
struct orb_communes {
    struct orb_arena arena;
    struct orb_commune_code *codes; /* by code */
    size_t code_count;
    size_t code_capacity;
    struct orb_commune_name *names; /* by commune of today, then by name */
    size_t name_count;
    size_t name_capacity;
    struct orb_commune_postcode *postcodes; /* by postcode, then by commune */
    size_t postcode_count;
    size_t postcode_capacity;
};

/* How a commune was found, the surest first (METHODS 8). */
enum orb_commune_status {
    ORB_COMMUNE_OK = 0,              /* by its code, or by its postcode and a name of it */
    ORB_COMMUNE_NAME_IN_DEPARTEMENT, /* by a name that the département has once */
    ORB_COMMUNE_PREFIX,              /* by the beginning of its name: to be checked */
    ORB_COMMUNE_POSTCODE_ONLY,       /* by a postcode that is of one commune */
    ORB_COMMUNE_AMBIGUOUS,           /* the postcode is of several */
    ORB_COMMUNE_UNKNOWN
};

/* What a source says; any text may be NULL or "". */
struct orb_commune_query {
    const char *departement; /* as INSEE or FINESS writes it: "71", "2A", "974", "9D" */
    const char *code;        /* of five characters, or three with the département */
    const char *postcode;
    const char *town; /* CEDEX, abbreviations and arrondissements are understood */
};

#define ORB_COMMUNE_CODE_LEN 6 /* with its NUL */

struct orb_commune_answer {
    enum orb_commune_status status;
    char code[ORB_COMMUNE_CODE_LEN];   /* of today, arrondissements apart; "" = not found */
    char parent[ORB_COMMUNE_CODE_LEN]; /* Paris for its arrondissements; else the code */
    char postcode[ORB_COMMUNE_CODE_LEN]; /* with its lost zero; "" = none */
};

/*
 * Add a commune, or an old one whose successor is known, with its postcodes; other kinds of
 * territory are ignored. The same code may come again with another name.
 */
ORB_MUST_CHECK enum orb_status orb_communes_add(struct orb_communes *communes,
                                                const struct orb_territory *territory,
                                                struct orb_error *err);

ORB_MUST_CHECK enum orb_status orb_communes_add_postcode(struct orb_communes *communes,
                                                         const char *postcode,
                                                         const char *code,
                                                         struct orb_error *err);

void orb_communes_sort(struct orb_communes *communes);

/* ORB_ERR_MEMORY is the only failure; not finding is a status of the answer. */
ORB_MUST_CHECK enum orb_status orb_commune_find(struct orb_commune_answer *out,
                                                const struct orb_communes *communes,
                                                const struct orb_commune_query *query,
                                                struct orb_error *err);

/* "ok", "name_in_departement", "prefix", "cp_only", "ambiguous", "unknown". */
const char *orb_commune_status_name(enum orb_commune_status status);

void orb_communes_release(struct orb_communes *communes);

#endif
