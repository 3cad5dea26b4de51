/* What the files of the columns share. Private to maps/columns*.c. */
#ifndef ORB_MAPS_COLUMNS_PARTS_H
#define ORB_MAPS_COLUMNS_PARTS_H

#include "engine/vocabulary/vocabulary.h"
#include "maps/columns.h"
#include "maps/columns_words.h"
#include "maps/json_writer.h"
#include "maps/offer.h"

/* How an unknown number is written where -1 could be one. */
#define COLUMNS_NONE INT32_MIN

/* Compressed, small numbers take less room in decimal than in base64. Coordinates are small
 * when they are told from the commune. */
enum columns_kind { COLUMNS_TEXT, COLUMNS_NUMBER, COLUMNS_FROM_COMMUNE, COLUMNS_INDEX };

/* Coordinates in the columns: a metre. */
#define COLUMNS_SCALE "1e-5"

enum columns_dictionary {
    COLUMNS_COMMUNES = 0,
    COLUMNS_CATEGORIES,
    COLUMNS_ORGANIZATIONS,
    COLUMNS_MODALITIES,
    COLUMNS_POSTCODES,
    COLUMNS_PUBLICS,
    COLUMNS_ORIENTATIONS,
    COLUMNS_LANGUAGES,
    COLUMNS_FEATURES,
    COLUMNS_ZONES,
    COLUMNS_DICTIONARIES
};

struct columns {
    const struct orb_stream *stream;
    const struct orb_selection *selection;
    const struct orb_columns_head *head;
    struct orb_vocabulary vocabulary;
    struct columns_words dictionaries[COLUMNS_DICTIONARIES]; /* of keys */
    struct orb_mapped rows; /* of the document, uint32_t by rank of id; empty when no row is
                               another one */
    struct orb_map_offer offer; /* the one at hand */
    struct orb_buf text;        /* of the offer at hand */
    struct orb_json_writer json;
};

/* A column: one of these functions, by its kind. All read columns->offer. */
struct columns_column {
    const char *name;
    enum columns_kind kind;
    enum columns_dictionary dictionary;     /* of an index */
    const char *(*text)(struct columns *c); /* NULL = unknown; valid until the next offer */
    int64_t (*number)(struct columns *c);
    /* Append what tells the entry from others; false = unknown. Items of a list are
     * separated by COLUMNS_BETWEEN. */
    bool (*key)(struct columns *c, struct orb_buf *out);
};

#define COLUMNS_BETWEEN '\n'

/* Each ends with a column without name. */
extern const struct columns_column orb_columns_data[];
extern const struct columns_column orb_columns_details[];

/* The member "head", and the dictionaries that the columns of a part have filled. */
void orb_columns_write_head(struct columns *c);
ORB_MUST_CHECK enum orb_status orb_columns_write_dictionaries(struct columns *c,
                                                              enum orb_columns_part part,
                                                              struct orb_error *err);

/* The number of a source in the head; 65535 = none. */
int64_t orb_columns_source(const struct columns *c, uint32_t source);

/* Degrees in units of the scale, half away from zero; COLUMNS_NONE when they are no place.
 */
int64_t orb_columns_units(double degrees);

/* The label of a code in the language of the head, else the code. */
const char *orb_columns_label(struct columns *c, const char *list, const char *code);

#endif
