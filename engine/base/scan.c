/* Sixteen bytes at a time where the processor can; most strings end within them. */
#include "engine/base/scan.h"

#include <stdbool.h>

#ifdef __SSE2__
#include <emmintrin.h>

/* Bytes over 127 are negative, hence below the blank like control characters. */
static unsigned marks(const char *at)
{
    __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)at);
    __m128i found = _mm_or_si128(_mm_cmplt_epi8(bytes, _mm_set1_epi8(' ')),
                                 _mm_or_si128(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('"')),
                                              _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\\'))));

    return (unsigned)_mm_movemask_epi8(found);
}

static const char *skip_blocks(const char *at, const char *end, bool *found)
{
    for (; end - at >= 16; at += 16) {
        unsigned found_at = marks(at);

        *found = found_at != 0;
        if (*found)
            return at + __builtin_ctz(found_at);
    }
    return at;
}
#else
static const char *skip_blocks(const char *at, const char *end, bool *found)
{
    (void)end;
    (void)found;
    return at;
}
#endif

const char *orb_scan_plain(const char *at, const char *end)
{
    bool found = false;

    at = skip_blocks(at, end, &found);
    while (!found && at < end && (unsigned char)*at >= ' ' && (unsigned char)*at < 0x80 &&
           *at != '"' && *at != '\\')
        at++;
    return at;
}
