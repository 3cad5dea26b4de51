/* One offer of the answer as a document. Internal to maps. */
#ifndef ORB_MAPS_MATCH_JSON_OFFER_H
#define ORB_MAPS_MATCH_JSON_OFFER_H

#include <stdint.h>

#include "engine/base/error.h"

struct orb_json_writer;
struct orb_match_document;
struct orb_verdict;

/* An object: everything about the offer for the person of the document. */
ORB_MUST_CHECK enum orb_status orb_match_json_offer(struct orb_json_writer *w,
                                                    const struct orb_match_document *d,
                                                    uint32_t offer, struct orb_error *err);

/* The member "reasons" of an open object. */
void orb_match_json_reasons(struct orb_json_writer *w, const struct orb_match_document *d,
                            const struct orb_verdict *v);

#endif
