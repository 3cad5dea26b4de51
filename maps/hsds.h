/* What the parts of the writer of HSDS share. Internal to maps/hsds*.c. */
#ifndef ORB_MAPS_HSDS_H
#define ORB_MAPS_HSDS_H

#include <stdbool.h>
#include <stddef.h>

#include "maps/exchange.h"
#include "maps/json_writer.h"

struct orb_digester;

/* Set of the lookup: contours as GeoJSON, by "commune 01053" or "departement 01". */
enum { HSDS_CONTOUR = ORB_EXCHANGE_SETS };

struct hsds_map {
    struct orb_exchange x;
    struct orb_json_writer json;
    struct orb_digester *sha1;
    struct orb_buf text;
    struct orb_buf name; /* of what gets a UUID */
    struct orb_error *err;
    enum orb_status status; /* the first failure of what writes a row */
};

/* What has parts: the kind and identifier of a record, as parts name their owner. */
struct hsds_owner {
    const char *kind; /* "service" */
    const char *id;
};

/* ---- parts (hsds_parts.c) */

/* Empty m->text for another use; that it did not fit is kept as the failure of the row. */
void orb_hsds_map_clear(struct hsds_map *m);

/* Members of text when it is not NULL or empty. */
void orb_hsds_map_text(struct hsds_map *m, const char *key, const char *text);
void orb_hsds_map_texts(struct hsds_map *m, const struct orb_json *object,
                        const char *const *keys);
void orb_hsds_map_url(struct hsds_map *m, const char *key, const char *text);

/* A UUID: that of a record from HSDS, else made of its identifier; nothing when id is NULL,
 * for lack of memory. */
void orb_hsds_map_id(struct hsds_map *m, const char *key, const char *id);
/* "id" of the n-th part of a kind. */
void orb_hsds_map_part_id(struct hsds_map *m, struct hsds_owner owner, const char *part,
                          size_t n);

/* "email", "phones" of anyone and "contacts" of professionals, without their names. */
void orb_hsds_map_contacts(struct hsds_map *m, struct hsds_owner owner,
                           const struct orb_exchange_contacts *contacts);

/* "schedules" of opening hours, which may be NULL. (hsds_schedule.c) */
void orb_hsds_map_schedules(struct hsds_map *m, struct hsds_owner owner, const char *hours);

/* ---- records */

/* "organization" (hsds_organization.c) */
void orb_hsds_map_organization(struct hsds_map *m, const struct orb_json *organization);

/* "location" of an offer, when it has one; (hsds_location.c) */
ORB_MUST_CHECK enum orb_status orb_hsds_map_location(struct hsds_map *m,
                                                     const struct orb_exchange_row *row,
                                                     const struct orb_json *offer,
                                                     struct orb_error *err);

/* "attributes": terms of taxonomies. (hsds_terms.c) */
void orb_hsds_map_attributes(struct hsds_map *m, const struct orb_exchange_row *row);

/* "service_areas". (hsds_area.c) */
ORB_MUST_CHECK enum orb_status orb_hsds_map_keep_contours(struct hsds_map *m,
                                                          struct orb_error *err);
void orb_hsds_map_areas(struct hsds_map *m, const struct orb_exchange_row *row);

/* An element of the page. (hsds_service.c) */
ORB_MUST_CHECK enum orb_status orb_hsds_map_service(void *context,
                                                    const struct orb_exchange_row *row,
                                                    struct orb_error *err);

#endif
