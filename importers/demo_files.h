/* The files that go with the invented territory: relations, contours, persons. */
#ifndef ORB_IMPORTERS_DEMO_FILES_H
#define ORB_IMPORTERS_DEMO_FILES_H

#include <stddef.h>

#include "engine/base/buf.h"
#include "engine/base/file.h"
#include "importers/demo.h"

#define ORB_DEMO_PERSONS 12

/* Append the operator's relations, the CSV that the importer "relations" reads. */
ORB_MUST_CHECK enum orb_status orb_demo_relations(const struct orb_demo_options *options,
                                                  struct orb_buf *out,
                                                  struct orb_error *err);

/* Append the requests received and covered by family, which 'orbite map circles' reads. */
ORB_MUST_CHECK enum orb_status orb_demo_requests(const struct orb_demo_options *options,
                                                 struct orb_buf *out,
                                                 struct orb_error *err);

/* Write the communes as GeoJSON with properties code and nom, which the importer "contours"
 * reads. */
ORB_MUST_CHECK enum orb_status orb_demo_contours(const struct orb_demo_options *options,
                                                 struct orb_output *out,
                                                 struct orb_error *err);

/* Append one person file (orbite-person/1), 0 to ORB_DEMO_PERSONS - 1. */
ORB_MUST_CHECK enum orb_status orb_demo_person(const struct orb_demo_options *options,
                                               size_t number, struct orb_buf *out,
                                               struct orb_error *err);

/* Its file name without folder: "p01-autisme-20-ans.json". */
const char *orb_demo_person_file(size_t number);

#endif
