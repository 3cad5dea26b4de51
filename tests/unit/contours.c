#include "tests/unit/contours.h"

#include <stdint.h>
#include <string.h>

static void write_u32(struct orb_buf *out, size_t value)
{
    for (int shift = 0; shift < 32; shift += 8)
        orb_buf_char(out, (char)(value >> shift & 0xFF));
}

static void write_f64(struct orb_buf *out, double value)
{
    uint64_t bits;

    memcpy(&bits, &value, sizeof bits);
    for (int shift = 0; shift < 64; shift += 8)
        orb_buf_char(out, (char)(bits >> shift & 0xFF));
}

static void write_head(struct orb_buf *out, unsigned type, size_t count)
{
    orb_buf_char(out, 1);
    write_u32(out, type);
    write_u32(out, count);
}

void write_contour(struct orb_buf *wkb, const struct made_ring *rings, size_t count)
{
    size_t polygons = 0;

    for (size_t i = 0; i < count; i++)
        polygons += rings[i].begins_polygon != 0;
    write_head(wkb, 6, polygons);
    for (size_t i = 0; i < count; i++) {
        size_t end = i + 1;

        while (end < count && !rings[end].begins_polygon)
            end++;
        if (rings[i].begins_polygon)
            write_head(wkb, 3, end - i);
        write_u32(wkb, rings[i].count + 1);
        for (size_t p = 0; p <= rings[i].count; p++) {
            write_f64(wkb, rings[i].positions[p % rings[i].count][0]);
            write_f64(wkb, rings[i].positions[p % rings[i].count][1]);
        }
    }
}
