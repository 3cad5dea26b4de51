/* Civil dates as days, and ages in months. */
#ifndef ORB_BASE_DATE_H
#define ORB_BASE_DATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Days since 1970-01-01 in the proleptic Gregorian calendar. */
typedef int32_t orb_date;

/* Unknown or open. */
#define ORB_DATE_NONE INT32_MIN

/* "YYYY-MM-DD" with its NUL. */
#define ORB_DATE_LEN 16

orb_date orb_date_make(int year, int month, int day);
void orb_date_split(orb_date date, int *year, int *month, int *day);
int orb_date_month_length(int year, int month);

/* The same day months later (or earlier), the last of its month when there is no such day.
 */
orb_date orb_date_add_months(orb_date date, int months);

/* Exactly YYYY-MM-DD, a day that exists, years 1 to 9999. False leaves *out untouched. */
bool orb_date_parse(orb_date *out, const char *text, size_t len);

/* "YYYY-MM-DD"; "" for ORB_DATE_NONE. Returns out. */
char *orb_date_write(char out[ORB_DATE_LEN], orb_date date);

#endif
