/* The part of the opening_hours of OpenStreetMap that says a week: months, weekdays, public
 * and school holidays, hours, off. */
#ifndef ORB_IMPORTERS_OPENING_HOURS_H
#define ORB_IMPORTERS_OPENING_HOURS_H

#include <stdbool.h>

/*
 * Is the text in that part? "24/7", "Mo-Fr 09:00-12:00,14:00-17:00; Sa 09:00-12:00; PH
 * off", "Apr-Oct Mo,We 10:00-18:00", "Mo[1] 14:00-16:00", "Dec 25 off". Not "9h-12h du
 * lundi au vendredi", comments, the sun, weeks or years.
 */
bool orb_opening_hours_is(const char *text);

#endif
