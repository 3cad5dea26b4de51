/* Opening hours as rows of days and hours, for formats that have no text for them. */
#ifndef ORB_MODEL_OPENING_WEEK_H
#define ORB_MODEL_OPENING_WEEK_H

#include <stdbool.h>
#include <stddef.h>

enum { ORB_WEEK_DAYS = 7, ORB_WEEK_ROWS = 56, ORB_WEEK_NOTES = 200 };

/* From one hour to another on some days of every week, or on the rank-th such day of every
 * month. Rows add up. */
struct orb_week_row {
    unsigned days;  /* bits 1 << 0 Monday to 1 << 6 Sunday */
    int rank;       /* 0 = every week; 1 to 5; -1 the last, to -5 */
    int opens_min;  /* minutes from midnight */
    int closes_min; /* up to 2,880: past midnight of the next day */
};

struct orb_opening_week {
    struct orb_week_row rows[ORB_WEEK_ROWS];
    size_t count;
    char notes[ORB_WEEK_NOTES]; /* the rules that rows cannot say and that follow them, as
                                   opening_hours text: "PH off"; "" = none */
};

/*
 * Read opening_hours text. False, with *out undefined, when it is none that
 * orb_opening_hours_is knows, or when rows and notes cannot say it: hours of some months,
 * hours of holidays mixed with others.
 */
bool orb_opening_week_read(struct orb_opening_week *out, const char *text);

#endif
