/* The answer to a person as a document (maps/schema/match-result-1.schema.json). */
#ifndef ORB_MAPS_MATCH_JSON_H
#define ORB_MAPS_MATCH_JSON_H

#include <stdbool.h>

#include "engine/base/file.h"
#include "engine/match/match.h"

struct orb_json_writer;
struct orb_travel_table;

struct orb_match_document {
    const struct orb_catalogue *catalogue;
    const struct orb_profile *profile;
    const struct orb_person *person;
    struct orb_matcher *matcher; /* asked for this person */
    const struct orb_match_result *result;
    const struct orb_travel_table *travel; /* who told minutes; NULL = nobody was asked */
    unsigned long long told, estimated;    /* offers of the ranking by their minutes */
    bool all; /* every offer, excluded ones with their reasons */
};

/* Write the document. It names the person by its local id only. */
ORB_MUST_CHECK enum orb_status
orb_match_json_write(struct orb_output *out, const struct orb_match_document *document,
                     struct orb_error *err);

/* The same on one line without blanks, appended to out. Counts are left out when the result
 * has none. */
ORB_MUST_CHECK enum orb_status
orb_match_json_line(struct orb_buf *out, const struct orb_match_document *document,
                    struct orb_error *err);

/* The members of the plan, into the object that is open. */
void orb_match_json_plan(struct orb_json_writer *w,
                         const struct orb_match_document *document);

/* Only the plan, as an object with its format, and the members that more adds to it. */
ORB_MUST_CHECK enum orb_status
orb_plan_json_write(struct orb_output *out, const struct orb_match_document *document,
                    void (*more)(struct orb_json_writer *w, const void *context),
                    const void *context, struct orb_error *err);

/* The detail of a reason as text ("" = none), into buf. */
void orb_reason_detail(const struct orb_catalogue *catalogue,
                       const struct orb_reason *reason, struct orb_buf *buf);

#endif
