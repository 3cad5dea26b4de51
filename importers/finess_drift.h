/* What changed in the shape of the feeds: paths new or gone, types never seen. */
#ifndef ORB_IMPORTERS_FINESS_DRIFT_H
#define ORB_IMPORTERS_FINESS_DRIFT_H

#include <stddef.h>
#include <stdint.h>

#include "engine/base/arena.h"
#include "engine/base/error.h"
#include "importers/feed_tree.h"
#include "importers/report.h"

/* A path; children hang on each other. */
struct finess_path {
    struct finess_path *next;
    struct finess_path *first;
    struct finess_path *cursor; /* where the next key probably is */
    struct finess_path *parent;
    const char *key;
    size_t key_len;
    uint8_t known_types; /* 0 = a path that the feeds did not have */
    uint8_t seen_types;
    unsigned long long count;
    unsigned long long objects; /* whose members were looked at */
};

/* Zero-initialised, then finess_drift_init. */
struct finess_drift {
    struct orb_arena arena;
    struct finess_path root;
    size_t path_count;
};

/* Load the known paths of a feed, "structures" or "activites"; forgets what was seen
 * before. */
ORB_MUST_CHECK enum orb_status
orb_finess_drift_init(struct finess_drift *drift, const char *feed, struct orb_error *err);

/* Look at an element of a list of the top object. */
ORB_MUST_CHECK enum orb_status orb_finess_drift_look(struct finess_drift *drift,
                                                     const char *list,
                                                     const struct orb_node *value,
                                                     struct orb_error *err);

/* Add lines "new pmej.x", "gone pmej.x", "type pmej.x: n" to the report's group "drift". */
ORB_MUST_CHECK enum orb_status orb_finess_drift_report(const struct finess_drift *drift,
                                                       struct orb_import_report *report,
                                                       struct orb_error *err);

void orb_finess_drift_release(struct finess_drift *drift);

#endif
