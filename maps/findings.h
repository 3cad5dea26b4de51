/* What 'orbite check' found, as a document (maps/schema/check-1.schema.json) or as a layer
 * of a map (RFC 7946). */
#ifndef ORB_MAPS_FINDINGS_H
#define ORB_MAPS_FINDINGS_H

#include <stdbool.h>

#include "engine/base/file.h"
#include "engine/quality/quality.h"

struct orb_findings_writer;

/* Borrowed for the call. */
struct orb_findings_head {
    orb_date date;
    int old_months;
    int soon_days;
    bool as_map; /* GeoJSON: a feature for each finding, without geometry when the place is
                    not known */
};

/*
 * Start to write into out, which is borrowed until free. Findings are written as they come;
 * memory: the sources. Release with orb_findings_writer_free.
 */
ORB_MUST_CHECK enum orb_status orb_findings_writer_new(struct orb_findings_writer **writer,
                                                       struct orb_output *out,
                                                       const struct orb_findings_head *head,
                                                       struct orb_error *err);

/* A source of the territory; those that findings name are told with licence and
 * attribution. Copied; before the findings. */
ORB_MUST_CHECK enum orb_status
orb_findings_writer_source(struct orb_findings_writer *writer,
                           const struct orb_source *source, struct orb_error *err);

ORB_MUST_CHECK enum orb_status
orb_findings_writer_put(struct orb_findings_writer *writer,
                        const struct orb_quality_finding *finding, struct orb_error *err);

/* Counts and sources, the end of the document. quality has told its last finding. */
ORB_MUST_CHECK enum orb_status orb_findings_writer_end(struct orb_findings_writer *writer,
                                                       const struct orb_quality *quality,
                                                       struct orb_error *err);

/* NULL is accepted. */
void orb_findings_writer_free(struct orb_findings_writer *writer);

#endif
