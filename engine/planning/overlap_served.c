/* The communes that a service at home serves, as numbers that can be compared. */
#include <stdlib.h>

#include "engine/planning/overlap_parts.h"

/* What zones name and the catalogue has no commune for stands for itself. */
#define ELSEWHERE  (UINT32_C(1) << 30)
#define DEPARTMENT (UINT32_C(1) << 31)

static int ascending(const void *a, const void *b)
{
    const uint32_t *x = a;
    const uint32_t *y = b;

    return (*x > *y) - (*x < *y);
}

/* The row of today's commune of a code, or the code itself. A commune that followed another
 * that followed another: no chain is that long. */
static uint32_t place_of(const struct orb_catalogue *c, orb_cat_code code)
{
    uint32_t row = ORB_CAT_NONE;

    for (int step = 0; step < 8; step++) {
        uint32_t next = orb_cat_commune_find(c, orb_cat_code_name(c, code));

        if (next == ORB_CAT_NONE)
            break;
        row = next;
        if (c->communes[row].successor_number == ORB_CAT_NONE)
            break;
        code = c->communes[row].successor_number;
    }
    return row == ORB_CAT_NONE ? ELSEWHERE + code : row;
}

static size_t most_places(const struct orb_catalogue *c, const struct orb_cat_zone *z)
{
    if (z->national != 0 || z->departments.count > 0)
        return (size_t)c->commune_count + z->communes.count + z->departments.count;
    return z->communes.count;
}

/* Today's communes of a zone that names départements, or the whole country. */
static size_t add_wide(const struct orb_catalogue *c, const struct orb_cat_zone *z,
                       uint32_t *out)
{
    size_t count = 0;

    for (uint32_t i = 0; i < c->commune_count; i++) {
        const struct orb_cat_commune *commune = &c->communes[i];

        if (commune->successor_number == ORB_CAT_NONE &&
            (z->national != 0 ||
             (commune->department_number != ORB_CAT_NONE &&
              orb_cat_zone_has(c, &z->departments, commune->department_number))))
            out[count++] = i;
    }
    for (uint32_t i = 0; count == 0 && i < z->departments.count; i++)
        out[count++] = DEPARTMENT + c->codes[z->departments.first + i];
    return count;
}

enum orb_status orb_overlap_served_read(struct overlap_work *w, uint32_t service,
                                        struct orb_error *err)
{
    const struct orb_catalogue *c = w->q->catalogue;
    struct overlap_side *side = &w->sides[service];
    uint32_t zone = w->out->services[service].zone;
    const struct orb_cat_zone *z;
    uint32_t *places;
    size_t count = 0;
    uint32_t kept = 0;

    if (zone == ORB_CAT_NONE)
        return ORB_OK;
    if (w->zone_served[zone] == NULL) {
        z = &c->zones[zone];
        places = orb_arena_array(&w->scratch, most_places(c, z) + 1, sizeof *places);
        if (places == NULL)
            return orb_error_memory(err);
        if (z->national != 0 || z->departments.count > 0)
            count = add_wide(c, z, places);
        for (uint32_t i = 0; i < z->communes.count; i++)
            places[count++] = place_of(c, c->codes[z->communes.first + i]);
        if (count > 1)
            qsort(places, count, sizeof *places, ascending);
        for (size_t i = 0; i < count; i++)
            if (kept == 0 || places[kept - 1] != places[i])
                places[kept++] = places[i];
        w->zone_served[zone] = places;
        w->zone_served_count[zone] = kept;
    }
    side->served = w->zone_served[zone];
    side->served_count = w->zone_served_count[zone];
    return ORB_OK;
}

double orb_overlap_jaccard(const uint32_t *a, uint32_t a_count, const uint32_t *b,
                           uint32_t b_count)
{
    uint32_t i = 0;
    uint32_t j = 0;
    uint32_t both = 0;

    while (i < a_count && j < b_count) {
        if (a[i] == b[j]) {
            both++;
            i++;
            j++;
        } else if (a[i] < b[j]) {
            i++;
        } else {
            j++;
        }
    }
    return a_count + b_count == 0 ? 0 : both / ((double)a_count + b_count - both);
}
