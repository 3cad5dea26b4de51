/* Writes a whole territory as one exchange file, orbite-catalogue/1
 * (maps/schema/catalogue-1.schema.json). */
#ifndef ORB_MAPS_NATIVE_H
#define ORB_MAPS_NATIVE_H

#include <stdbool.h>

#include "engine/base/error.h"
#include "engine/base/file.h"
#include "engine/model/record.h"

/* A writer at work; opaque. */
struct orb_native_writer;

/*
 * Give the sink the records of orb_store_replay (with_contours), in its order: kind by
 * kind, sources first. What is restricted or confidential is left out. Memory: the sources
 * and the territories that are no located commune; what offers repeat of sites and services
 * waits in a temporary file. *out is owned by the caller, release with
 * orb_native_writer_free; output is borrowed until then.
 */
ORB_MUST_CHECK enum orb_status orb_native_writer_new(struct orb_native_writer **out,
                                                     struct orb_output *output,
                                                     struct orb_error *err);
struct orb_sink orb_native_writer_sink(struct orb_native_writer *writer);

/*
 * Say that two records of one kind are one resource: what one keeps from being shown, the
 * other does not show. Then give the look sink the organizations, sites, services and
 * offers, before the sink has any record: a restricted contact is told by no other,
 * whatever its kind. Those that keep nothing may be left out until orb_native_writer_hides;
 * then what is at a confidential place is looked for among services and offers.
 * ORB_ERR_MEMORY.
 */
ORB_MUST_CHECK enum orb_status
orb_native_writer_hide_together(struct orb_native_writer *writer, enum orb_record_kind kind,
                                const char *id, const char *canonical,
                                struct orb_error *err);
struct orb_sink orb_native_writer_look(struct orb_native_writer *writer);
bool orb_native_writer_hides(const struct orb_native_writer *writer);

/* Close the document. The output is left to commit. */
ORB_MUST_CHECK enum orb_status orb_native_writer_end(struct orb_native_writer *writer,
                                                     struct orb_error *err);
void orb_native_writer_free(struct orb_native_writer *writer);

#endif
