/* Offers as features of GeoJSON, which several products hold. Internal to maps. */
#ifndef ORB_MAPS_FEATURES_H
#define ORB_MAPS_FEATURES_H

#include "maps/fragments.h"
#include "maps/selection.h"

/* How many offers orb_features_warm looks at. */
#define ORB_FEATURES_WARM 64

/* A short text made once. */
struct orb_feature_piece {
    char text[80];
    size_t len;
};

/* Zero-initialised is empty. */
struct orb_features {
    struct orb_buf *out;
    const struct orb_catalogue *c;
    const struct orb_selection *selection;
    struct orb_vocabulary vocabulary;
    struct orb_fragments fragments;
    struct orb_feature_piece circle_pieces[ORB_CIRCLES][ORB_CIRCLE_BASES];
    bool *osm;              /* by source: shared alike */
    struct orb_buf credits; /* by source, then for none, each without and with
                             * OpenStreetMap: when each feature says whom to name
                             */
    struct orb_fragment *attributions, *licences; /* NULL = it does not */
    orb_date dated;                               /* what day holds */
    char day[ORB_DATE_LEN];
    unsigned warmed; /* means nothing */
};

/* to and selection are borrowed until release. ORB_ERR_MEMORY. Release with
 * orb_features_release, also on failure. */
ORB_MUST_CHECK enum orb_status orb_features_init(struct orb_features *out,
                                                 struct orb_buf *to,
                                                 const struct orb_selection *selection,
                                                 struct orb_error *err);
void orb_features_release(struct orb_features *features);

/* From now on each feature says whom to name and its licence, beside its properties: it may
 * travel alone. ORB_ERR_MEMORY. */
ORB_MUST_CHECK enum orb_status orb_features_credit(struct orb_features *features,
                                                   struct orb_error *err);

/* Append the feature of an offer: one object, on one line. */
void orb_features_add(struct orb_features *features, uint32_t offer);

/* Call at each ORB_FEATURES_WARM offers of by_id from first on, before they are added. */
void orb_features_warm(struct orb_features *features, uint32_t first);

#endif
