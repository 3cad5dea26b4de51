/* What changed in the shape of the feeds: paths new or gone, types never seen. */
#ifndef ORB_IMPORTERS_FINESS_DRIFT_H
#define ORB_IMPORTERS_FINESS_DRIFT_H

#include "engine/base/error.h"
#include "importers/feed_path.h"
#include "importers/report.h"

/* Load the known paths of a feed, "structures" or "activites"; forgets what was seen
 * before. */
ORB_MUST_CHECK enum orb_status orb_finess_drift_init(struct orb_feed_paths *paths,
                                                     const char *feed,
                                                     struct orb_error *err);

/* The path of a list of the top object, made when it is new. */
ORB_MUST_CHECK enum orb_status orb_finess_drift_list(struct orb_feed_paths *paths,
                                                     const char *list,
                                                     struct orb_feed_path **out,
                                                     struct orb_error *err);

/* Add lines "new pmej.x", "gone pmej.x", "type pmej.x: n" to the report's group "drift". */
ORB_MUST_CHECK enum orb_status orb_finess_drift_report(const struct orb_feed_paths *paths,
                                                       struct orb_import_report *report,
                                                       struct orb_error *err);

#endif
