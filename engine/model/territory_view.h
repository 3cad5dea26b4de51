/* What is already known of a territory, as importers may ask it. */
#ifndef ORB_MODEL_TERRITORY_VIEW_H
#define ORB_MODEL_TERRITORY_VIEW_H

#include "engine/model/record.h"

struct orb_communes;

/*
 * What an importer may ask about the territory already known, so that positions and codes
 * can be checked. Every function may be NULL, and answers "unknown" when it cannot tell.
 */
struct orb_territory_view {
    void *context;
    /* The current commune of a code (old codes are followed), or NULL. The text is valid
     * until the import ends. */
    const char *(*commune)(void *context, const char *code);
    /* The EPCI of the current commune of a code, or NULL. Valid until the import ends. */
    const char *(*epci)(void *context, const char *code);
    /* Is the point in the commune's contour widened by margin_m? ORB_UNKNOWN when the
     * commune has no contour. */
    enum orb_tristate (*contains)(void *context, const char *commune, double lon,
                                  double lat, double margin_m);
    /* A point inside the commune; false when unknown. */
    bool (*point)(void *context, const char *commune, double *lon, double *lat);
    /* The current commune whose contour holds the point; NULL when no contour known does.
     */
    const char *(*commune_at)(void *context, double lon, double lat);
    /* All communes with their names and postal codes, valid until the import ends; NULL
     * without memory. */
    const struct orb_communes *(*communes)(void *context);
    /* The current commune that follows a code in order of bytes; after NULL = the first;
     * NULL at the end. */
    const char *(*next_commune)(void *context, const char *after);
    /* Does a record of this kind and id exist in the store? */
    bool (*exists)(void *context, enum orb_record_kind kind, const char *id);
    /* How many places or offers go with a service or an offer (ORB_RECORD_SITE: where it
     * is; ORB_RECORD_OFFER: the offers of a service); id of the first, valid until the next
     * call. */
    size_t (*related)(void *context, const char *id, enum orb_record_kind kind,
                      const char **first);
    /*
     * The offer of a service that follows another in order of bytes (NULL = the first) and
     * that says itself what a field of the service says: "opened_on" or "closed_on" when
     * the offer has none or the same day, a channel of contact when the offer has contacts
     * that are used in place of the service's. NULL at the end. Valid until the next call.
     */
    const char *(*next_follower)(void *context, const char *service, const char *field,
                                 const char *after);
    /* How many organizations and services carry an identifier (scheme "siret"...); kind and
     * id of the first, valid until the next call. */
    size_t (*identified)(void *context, const struct orb_identifier *identifier,
                         enum orb_record_kind *kind, const char **id);
};

#endif
