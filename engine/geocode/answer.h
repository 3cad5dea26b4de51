/* What a geocoder answers: GeoJSON to one question, CSV to many (Géoplateforme, addok). */
#ifndef ORB_GEOCODE_ANSWER_H
#define ORB_GEOCODE_ANSWER_H

#include "engine/geocode/query.h"
#include "engine/model/site.h"

enum orb_geocode_outcome {
    ORB_GEOCODE_NOT_ASKED = 0,
    ORB_GEOCODE_FOUND,
    ORB_GEOCODE_NOT_FOUND,
    ORB_GEOCODE_FAILED /* of the server, for this question alone: may be asked again */
};

struct orb_geocode_answer {
    enum orb_geocode_outcome outcome;
    /* What follows is set when something was found. */
    enum orb_precision precision; /* NONE = a kind of place that is not an address */
    double lon;                   /* degrees WGS 84 */
    double lat;
    double score;                        /* 0 to about 1 */
    double next;                         /* score of the second best; NaN = there is none */
    char postcode[ORB_COMMUNE_CODE_LEN]; /* "" = not said */
    char citycode[ORB_COMMUNE_CODE_LEN];
    const char *label; /* the address found; never NULL */
    orb_date asked_on;
};

/*
 * Read the GeoJSON answer to one question. ORB_ERR_SYNTAX when it is not one: not JSON, no
 * features, a position that is not on Earth, a score that is no number. label is valid
 * until the arena is released.
 */
ORB_MUST_CHECK enum orb_status orb_geocode_read_features(struct orb_geocode_answer *out,
                                                         struct orb_arena *arena,
                                                         const struct orb_buf *text,
                                                         struct orb_error *err);

/* Many questions and the room for their answers. Borrowed for the call. */
struct orb_geocode_batch {
    const struct orb_geocode_query *const *queries;
    size_t count;
    struct orb_geocode_answer *answers; /* count of them */
    struct orb_arena *arena;            /* of their labels */
};

/* The file of many questions: columns q, postcode, citycode. */
void orb_geocode_write_rows(struct orb_buf *out, const struct orb_geocode_batch *batch);

/*
 * Read the answer to orb_geocode_write_rows, one for each query, in their order. The server
 * gives back the columns that were sent: where they differ, or rows lack, the answer is to
 * something else. ORB_ERR_SYNTAX with the line as place.
 */
ORB_MUST_CHECK enum orb_status orb_geocode_read_rows(const struct orb_geocode_batch *batch,
                                                     const struct orb_buf *text,
                                                     struct orb_error *err);

/* "housenumber", "street", "locality", "municipality"; else NONE. */
enum orb_precision orb_geocode_precision(const char *type);

#endif
