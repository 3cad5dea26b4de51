/* An invented territory made record by record, for tests of planning. */
#ifndef TESTS_UNIT_PLANNING_WORLD_H
#define TESTS_UNIT_PLANNING_WORLD_H

#include "engine/base/buf.h"
#include "engine/catalogue/build.h"
#include "engine/catalogue/catalogue.h"
#include "engine/match/circle.h"
#include "engine/model/profile.h"
#include "engine/model/record.h"

#define TODAY 20000

/* What tests say of an offer; what is left out is unknown. Lists are joined by ','; ""
 * is a list known to be empty, NULL nobody said. */
struct planning_offer {
    const char *id, *service, *organization, *source, *commune, *duplicate_of, *category;
    double lon, lat; /* both 0 = no position of its own */
    const char *families, *prestations, *publics, *orientations;
    const char *modalities;             /* "accueil_jour", "accueil_jour?" = possible */
    int age_min, age_max;               /* years; both 0 = unknown */
    const char *communes, *departments; /* its zone */
    bool national;
    int authorised, installed; /* places; 0 = unknown */
    bool none_installed;       /* said to be none, which installed = 0 does not say */
    double wait_days;          /* 0 = unknown */
    int closed_in, opens_in;   /* days from today; 0 = no */
    enum orb_tristate droit_commun, excludes_associated;
    bool commune_only; /* the position is that of the commune */
    const char *basis; /* of some fields: "families=inferred:x" */
};

/* Answers the need 1.3.3.1 for everyone, at the commune 01001: members of its initializer.
 */
#define PLANNING_OPEN_TO_ALL                                                               \
    .prestations = "2.3.3.1", .publics = "DI", .orientations = "",                         \
    .modalities = "accueil_jour", .age_min = 0, .age_max = 150,                            \
    .excludes_associated = ORB_NO, .commune = "01001", .lon = 5, .lat = 46

struct planning_world {
    struct orb_catalogue_builder *builder;
    struct orb_sink sink; /* where records go */
    struct orb_buf image;
    struct orb_catalogue catalogue;
    struct orb_profile *profile;
    struct orb_circles circles;
};

/* Start, with the sources "a" and "b". Release with planning_world_close. */
void planning_world_open(struct planning_world *w);
void planning_world_close(struct planning_world *w);

void planning_commune(struct planning_world *w, const char *code, double lon, double lat,
                      int64_t population);
/* Put any record. */
void planning_put(struct planning_world *w, const struct orb_record *record);
void planning_offer(struct planning_world *w, const struct planning_offer *offer);

/* Make the catalogue, and the circles of nobody at TODAY. */
void planning_world_ready(struct planning_world *w);

#endif
