/* What the parts of the writer of data·inclusion share. Internal to
 * maps/data_inclusion*.c. */
#ifndef ORB_MAPS_DATA_INCLUSION_H
#define ORB_MAPS_DATA_INCLUSION_H

#include <stdbool.h>
#include <stddef.h>

#include "maps/exchange.h"
#include "maps/json_writer.h"

struct orb_digester;

/* Set of the lookup: structures made of a service whose organization has no record. */
enum { DINC_MADE = ORB_EXCHANGE_SETS };

/* Lengths that the schema asks for, in characters. */
enum {
    DINC_NAME_MIN = 3,
    DINC_NAME_MAX = 150,
    DINC_DESCRIPTION_MIN = 5,
    DINC_DESCRIPTION_MAX = 10000
};

struct dinc_map {
    struct orb_exchange x;
    struct orb_json_writer json;
    struct orb_digester *sha1;
    struct orb_buf text;
    struct orb_error *err;
    enum orb_status status; /* the first failure of what writes a row */
};

/* ---- values of both (data_inclusion_values.c) */

/* Empty m->text for another use; that it did not fit is kept as the failure of the row. */
void orb_dinc_map_clear(struct dinc_map *m);

/* A row that came from data·inclusion keeps its producer and its own values. */
bool orb_dinc_map_is_own(const struct orb_json *object, bool is_service);

/* "source" and the identifier, those of the producer or ours. */
void orb_dinc_map_identity(struct dinc_map *m, const struct orb_json *object,
                           const char *id, bool is_service);
/* Append our identifier of a record, "orbite--finess:010780195". */
void orb_dinc_map_own_id(struct dinc_map *m, const char *id, struct orb_buf *out);
/* "structure_id" of a service. */
void orb_dinc_map_structure_id(struct dinc_map *m, const struct orb_exchange_row *row);

/* The first text that can be a name, made to obey the schema; NULL stands for none. */
void orb_dinc_map_name(struct dinc_map *m, const char *const names[3]);
/* A member of text when it is not NULL. */
void orb_dinc_map_text(struct dinc_map *m, const char *key, const char *text);
/* The same when it has the length of a description. */
bool orb_dinc_map_description(struct dinc_map *m, const char *text);
/* "date_maj". */
void orb_dinc_map_day(struct dinc_map *m, const struct orb_json *object);
/* Address, commune and position of a site, which may be NULL. */
void orb_dinc_map_place(struct dinc_map *m, const struct orb_json *site, bool is_own);
/* A member of the text of an address of the web. */
void orb_dinc_map_url(struct dinc_map *m, const char *key, const char *text);
/* "telephone", "courriel" and "site_web" of the first that has one. */
void orb_dinc_map_contacts(struct dinc_map *m, const struct orb_exchange_contacts *first,
                           const struct orb_exchange_contacts *then);
/* "horaires_accueil" of opening hours, which may be NULL. */
void orb_dinc_map_hours(struct dinc_map *m, const char *hours);
/* The codes of a list that are in a vocabulary, each once; nothing when there is none. */
void orb_dinc_map_codes(struct dinc_map *m, const char *key, const struct orb_json *codes,
                        const char *list);
/* "score_qualite" and "lien_source" as the producer gave them. */
void orb_dinc_map_score(struct dinc_map *m, const struct orb_json *object);

/* ---- rows */

/* A service (data_inclusion_service.c). */
ORB_MUST_CHECK enum orb_status orb_dinc_map_service(void *context,
                                                    const struct orb_exchange_row *row,
                                                    struct orb_error *err);

#endif
