/* Few marks are put on for a question: they are taken away one by one. */
#include "engine/match/marks.h"

#include <string.h>

void orb_marks_clear(struct orb_marks *marks, uint32_t size)
{
    if (marks->count > ORB_MARKS_LISTED)
        memset(marks->bits, 0, ((size_t)size / 64 + 1) * sizeof *marks->bits);
    else
        for (uint32_t i = 0; i < marks->count; i++)
            marks->bits[marks->listed[i] / 64] = 0;
    marks->count = 0;
}
