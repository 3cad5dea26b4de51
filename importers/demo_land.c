/* The invented land: a rank-size law of populations over a hierarchy of places, as Zipf
 * observed it of real ones. */
#include "importers/demo_land.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/alloc.h"
#include "importers/demo_random.h"

enum {
    INHABITANTS_PER_OFFER = 350,
    INHABITANTS_PER_COMMUNE = 1930, /* mean of the French communes */
    MIN_COMMUNES = 90,
    MAX_COMMUNES = 35000,
    MAX_DEPARTMENTS = 120,
    COMMUNES_PER_DEPARTMENT = 340,
    COMMUNES_PER_EPCI = 28,
    COMMUNES_PER_LIFE_AREA = 21,
    COMMUNES_PER_CANTON = 17
};

/* Areas are made of the communes nearest to one of their centres, one centre in each block
 * of the grid. */
struct zoning {
    uint32_t columns; /* blocks */
    uint32_t rows;
    uint32_t *centres; /* a commune for each block */
};

static uint32_t square_root(uint32_t value)
{
    uint32_t root = 0;

    while ((uint64_t)(root + 1) * (root + 1) <= value)
        root++;
    return root;
}

static enum orb_status zoning_make(struct zoning *out, const struct orb_demo_land *land,
                                   uint32_t wanted, uint64_t kind)
{
    uint32_t columns = square_root(wanted);
    uint32_t rows = columns > 0 ? wanted / columns : 1;

    out->columns = columns > 0 ? columns : 1;
    out->rows = rows > 0 ? rows : 1;
    out->centres = orb_calloc((size_t)out->columns * out->rows, sizeof *out->centres);
    if (out->centres == NULL)
        return ORB_ERR_MEMORY;
    for (uint32_t i = 0; i < out->columns * out->rows; i++) {
        struct orb_demo_random random =
            orb_demo_random_start(land->seed, ORB_DEMO_STREAM_CENTRE, kind << 32 | i);
        uint32_t left = i % out->columns * land->columns / out->columns;
        uint32_t right = (i % out->columns + 1) * land->columns / out->columns;
        uint32_t bottom = i / out->columns * land->rows / out->rows;
        uint32_t top = (i / out->columns + 1) * land->rows / out->rows;
        uint32_t column = left + (right - left) / 4 +
                          orb_demo_random_below(&random, (right - left + 1) / 2);
        uint32_t row = bottom + (top - bottom) / 4 +
                       orb_demo_random_below(&random, (top - bottom + 1) / 2);

        out->centres[i] = row * land->columns + column;
    }
    return ORB_OK;
}

static uint64_t squared_distance(const struct orb_demo_land *land, uint32_t a, uint32_t b)
{
    int64_t dx = (int64_t)(a % land->columns * 2 + a / land->columns % 2) -
                 (int64_t)(b % land->columns * 2 + b / land->columns % 2);
    int64_t dy = (int64_t)(a / land->columns) - (int64_t)(b / land->columns);

    return (uint64_t)(dx * dx + 3 * dy * dy);
}

/* The block whose centre is nearest, among the commune's own and those around it. */
static uint16_t zoning_find(const struct zoning *zoning, const struct orb_demo_land *land,
                            uint32_t place)
{
    int64_t column = (int64_t)(place % land->columns) * zoning->columns / land->columns;
    int64_t row = (int64_t)(place / land->columns) * zoning->rows / land->rows;
    uint64_t best = UINT64_MAX;
    uint32_t found = 0;

    for (int64_t y = row - 1; y <= row + 1; y++)
        for (int64_t x = column - 1; x <= column + 1; x++) {
            if (x < 0 || y < 0 || x >= zoning->columns || y >= zoning->rows)
                continue;
            uint32_t block = (uint32_t)(y * zoning->columns + x);
            uint64_t distance = squared_distance(land, place, zoning->centres[block]);

            if (distance < best) {
                best = distance;
                found = block;
            }
        }
    return (uint16_t)found;
}

/* A letter from D on, then a figure or a letter: 35 codes a letter. */
static void department_code(char out[4], uint32_t number)
{
    static const char second[] = "123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

    out[0] = (char)('D' + number / 35);
    out[1] = second[number % 35];
    out[2] = '\0';
}

static enum orb_status make_departments(struct orb_demo_land *land,
                                        const struct zoning *zoning)
{
    uint32_t count = zoning->columns * zoning->rows;
    uint32_t middle = zoning->rows / 2 * zoning->columns + zoning->columns / 2;
    uint32_t region_columns = (zoning->columns + 2) / 3;

    land->departments = orb_calloc(count, sizeof *land->departments);
    if (land->departments == NULL)
        return ORB_ERR_MEMORY;
    land->department_count = count;
    land->home = zoning->centres[middle];
    for (uint32_t i = 0; i < count; i++) {
        uint32_t region =
            i / zoning->columns / 3 * region_columns + i % zoning->columns / 3;

        department_code(land->departments[i].code, (i + count - middle) % count);
        (void)snprintf(land->departments[i].region, sizeof land->departments[i].region,
                       "Z%02u", region % 100);
        land->departments[i].centre = zoning->centres[i];
    }
    return ORB_OK;
}

static void write_codes(struct orb_demo_land *land)
{
    uint32_t numbers[MAX_DEPARTMENTS * 2] = { 0 };

    for (uint32_t i = 0; i < land->count; i++) {
        struct orb_demo_place *place = &land->places[i];
        const char *department = land->departments[place->department].code;
        uint32_t number = ++numbers[place->department];

        (void)snprintf(place->code, sizeof place->code, "%.2s%03u", department,
                       number % 1000);
        (void)snprintf(place->canton, sizeof place->canton, "%.2s%04u", department,
                       place->canton_zone % 10000U);
        (void)snprintf(place->epci, sizeof place->epci, "0%03u%05u",
                       place->department % 1000U, place->epci_zone);
        (void)snprintf(place->life_area, sizeof place->life_area, "B%05u",
                       place->life_zone);
        (void)snprintf(place->postcode, sizeof place->postcode, "%.2s%03u", department,
                       place->canton_zone % 1000U);
    }
}

struct candidate {
    uint64_t key;
    uint32_t place;
};

static int compare_candidates(const void *a, const void *b)
{
    const struct candidate *x = a;
    const struct candidate *y = b;

    if (x->key != y->key)
        return x->key < y->key ? 1 : -1;
    return x->place < y->place ? -1 : 1;
}

/* Chief towns first, then their suburbs and the centres of the life areas, then villages,
 * larger near a centre. */
static uint64_t place_key(const struct orb_demo_land *land, const struct zoning *life,
                          uint32_t i)
{
    const struct orb_demo_place *place = &land->places[i];
    uint32_t chief = land->departments[place->department].centre;
    struct orb_demo_random random =
        orb_demo_random_start(land->seed, ORB_DEMO_STREAM_RANK, i);
    uint64_t draw = orb_demo_random_next(&random) >> 34;

    if (i == land->home)
        return UINT64_C(4) << 32;
    if (i == chief)
        return (UINT64_C(4) << 32) + 1 + draw;
    if (i == life->centres[place->life_zone])
        return (UINT64_C(3) << 32) + draw;
    if (squared_distance(land, i, chief) <= 4)
        return (UINT64_C(2) << 32) + draw * 4;
    return (UINT64_C(1) << 32) +
           draw / (1 + squared_distance(land, i, life->centres[place->life_zone]) / 8);
}

static uint8_t density_class(uint32_t population)
{
    if (population >= 40000)
        return 1;
    if (population >= 5000)
        return 2;
    return population >= 900 ? 3 : 4;
}

/* Population of rank r is proportional to 1 / (r + 3), after Zipf and Mandelbrot, within 15
 * %. */
static enum orb_status populate(struct orb_demo_land *land, const struct zoning *life)
{
    struct candidate *candidates = orb_calloc(land->count, sizeof *candidates);
    uint64_t weights = 0;
    uint64_t total = 0;

    if (candidates == NULL)
        return ORB_ERR_MEMORY;
    for (uint32_t i = 0; i < land->count; i++) {
        candidates[i] = (struct candidate){ place_key(land, life, i), i };
        weights += (UINT64_C(1) << 32) / (i + 3);
    }
    qsort(candidates, land->count, sizeof *candidates, compare_candidates);
    uint64_t largest =
        (uint64_t)land->count * INHABITANTS_PER_COMMUNE * 1000 / (weights >> 22);

    for (uint32_t rank = 0; rank < land->count; rank++) {
        struct orb_demo_place *place = &land->places[candidates[rank].place];
        struct orb_demo_random random = orb_demo_random_start(
            land->seed, ORB_DEMO_STREAM_RANK, UINT64_C(1) << 40 | rank);
        uint64_t mean = largest * 1024 / 1000 / (rank + 3);

        place->population =
            (uint32_t)(mean * (uint64_t)orb_demo_random_between(&random, 850, 1150) /
                       1000) +
            11;
        place->rank = rank;
        place->density = density_class(place->population);
        land->by_rank[rank] = candidates[rank].place;
        land->cumulative[rank] = total += place->population;
    }
    orb_free(candidates);
    return ORB_OK;
}

static enum orb_status make_places(struct orb_demo_land *land)
{
    struct zoning zonings[4] = { 0 };
    static const uint32_t sizes[4] = { COMMUNES_PER_DEPARTMENT, COMMUNES_PER_LIFE_AREA,
                                       COMMUNES_PER_EPCI, COMMUNES_PER_CANTON };
    enum orb_status status = ORB_OK;

    for (uint32_t i = 0; i < 4 && status == ORB_OK; i++) {
        uint32_t wanted = land->count / sizes[i];

        status = zoning_make(&zonings[i], land, wanted < 3 ? 3 : wanted, i);
    }
    if (status == ORB_OK)
        status = make_departments(land, &zonings[0]);
    for (uint32_t i = 0; i < land->count && status == ORB_OK; i++) {
        struct orb_demo_place *place = &land->places[i];
        uint32_t row = i / land->columns;

        place->centre.lon =
            land->origin.lon +
            (int32_t)(i % land->columns * 2 + row % 2 + 1) * (ORB_DEMO_CELL_LON / 2);
        place->centre.lat =
            land->origin.lat + (int32_t)row * ORB_DEMO_CELL_LAT + ORB_DEMO_CELL_LAT / 2;
        place->department = zoning_find(&zonings[0], land, i);
        place->life_zone = zoning_find(&zonings[1], land, i);
        place->epci_zone = zoning_find(&zonings[2], land, i);
        place->canton_zone = zoning_find(&zonings[3], land, i);
    }
    if (status == ORB_OK) {
        write_codes(land);
        status = populate(land, &zonings[1]);
    }
    for (int i = 0; i < 4; i++)
        orb_free(zonings[i].centres);
    return status;
}

static void measure(struct orb_demo_land *land, uint32_t offers)
{
    uint64_t wanted = (uint64_t)offers * INHABITANTS_PER_OFFER / INHABITANTS_PER_COMMUNE;

    wanted = wanted < MIN_COMMUNES   ? MIN_COMMUNES
             : wanted > MAX_COMMUNES ? MAX_COMMUNES
                                     : wanted;
    land->columns = square_root((uint32_t)wanted);
    land->rows = (uint32_t)wanted / land->columns;
    land->count = land->columns * land->rows;
}

uint32_t orb_demo_land_communes(uint32_t offers)
{
    struct orb_demo_land land;

    measure(&land, offers);
    return land.count;
}

enum orb_status orb_demo_land_make(struct orb_demo_land *out, uint64_t seed,
                                   uint32_t offers, struct orb_error *err)
{
    struct orb_demo_land land = { .seed = seed };

    measure(&land, offers);
    /* The middle of the land is the middle of France, so that travel and Lambert 93 work as
     * on real data. */
    land.origin.lon = 2800000 - (int32_t)land.columns * (ORB_DEMO_CELL_LON / 2);
    land.origin.lat = 46600000 - (int32_t)land.rows * (ORB_DEMO_CELL_LAT / 2);
    land.places = orb_calloc(land.count, sizeof *land.places);
    land.by_rank = orb_calloc(land.count, sizeof *land.by_rank);
    land.cumulative = orb_calloc(land.count, sizeof *land.cumulative);
    if (land.places == NULL || land.by_rank == NULL || land.cumulative == NULL ||
        make_places(&land) != ORB_OK) {
        orb_demo_land_release(&land);
        return orb_error_memory(err);
    }
    *out = land;
    return ORB_OK;
}

void orb_demo_land_release(struct orb_demo_land *land)
{
    orb_free(land->places);
    orb_free(land->by_rank);
    orb_free(land->cumulative);
    orb_free(land->departments);
    memset(land, 0, sizeof *land);
}

uint32_t orb_demo_land_near(const struct orb_demo_land *land, uint32_t place,
                            int32_t columns, int32_t rows)
{
    int64_t column = (int64_t)(place % land->columns) + columns;
    int64_t row = (int64_t)(place / land->columns) + rows;

    column = column < 0 ? 0 : column >= land->columns ? land->columns - 1 : column;
    row = row < 0 ? 0 : row >= land->rows ? land->rows - 1 : row;
    return (uint32_t)(row * land->columns + column);
}

uint32_t orb_demo_land_towns(const struct orb_demo_land *land, uint32_t population)
{
    uint32_t low = 1;
    uint32_t high = land->count;

    /* Populations fall with the rank but for the 15 %: a bound is near enough. */
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;

        if (land->places[land->by_rank[middle]].population >= population)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}
