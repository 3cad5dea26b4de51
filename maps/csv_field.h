/* Fields of CSV: RFC 4180 for programs, or what a French spreadsheet opens by a double
 * click. Internal to maps. */
#ifndef ORB_MAPS_CSV_FIELD_H
#define ORB_MAPS_CSV_FIELD_H

#include <stdbool.h>

#include "engine/base/buf.h"

/* A text, in quotes only where it needs them; excel: what a spreadsheet would compute is
 * kept a text by a quote before it. */
void orb_csv_write_field(struct orb_buf *out, const char *text, bool excel);

/* Digits alone, which a spreadsheet would take for a number. */
bool orb_csv_is_digits(const char *text);

/* The mark of UTF-8 that a spreadsheet wants before all. */
void orb_csv_write_begin(struct orb_buf *out, bool excel);
void orb_csv_write_separator(struct orb_buf *out, bool excel);
void orb_csv_write_end(struct orb_buf *out, bool excel);

#endif
