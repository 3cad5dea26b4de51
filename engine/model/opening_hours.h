/* The part of the opening_hours of OpenStreetMap that says a week: months, weekdays, public
 * and school holidays, hours, off. */
#ifndef ORB_MODEL_OPENING_HOURS_H
#define ORB_MODEL_OPENING_HOURS_H

#include <stdbool.h>

#include "engine/base/buf.h"

/*
 * Is the text in that part? "24/7", "Mo-Fr 09:00-12:00,14:00-17:00; Sa 09:00-12:00; PH
 * off", "Apr-Oct Mo,We 10:00-18:00", "Mo[1] 14:00-16:00", "Dec 25 off". Not "9h-12h du
 * lundi au vendredi", comments, the sun, weeks or years.
 */
bool orb_opening_hours_is(const char *text);

/*
 * Append the text as opening_hours that any reader of the format understands: as it is when
 * it is in that part, alone or followed by || "a comment"; else whole as a comment, which
 * says that the hours are not known.
 */
void orb_opening_hours_write(struct orb_buf *out, const char *text);

/* Append text as a comment. */
void orb_opening_hours_comment(struct orb_buf *out, const char *text);

#endif
