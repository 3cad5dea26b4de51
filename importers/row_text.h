/* Texts of a row that a person typed. */
#ifndef ORB_IMPORTERS_ROW_TEXT_H
#define ORB_IMPORTERS_ROW_TEXT_H

#include <stdbool.h>

#include "engine/base/arena.h"
#include "engine/base/date.h"

/* A copy without the blanks around it; NULL without memory. */
char *orb_row_text_trim(struct orb_arena *arena, const char *text);

/* 2026-01-31 or 31/01/2026, a day that exists; false leaves *out untouched. */
bool orb_row_text_day(orb_date *out, const char *text);

#endif
