/* Sorts the numbers by magnitude, never by the name of their slot: three layouts were
 * published within a year. */
#include "importers/finess_coordinates.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* A table of data: bounding boxes of the départements, 0.05 degrees wider, rounded outwards
 * to tenths. */
static const struct finess_box boxes[] = {
    { "01", 4.6, 45.5, 6.3, 46.6 },          { "02", 2.9, 48.7, 4.4, 50.2 },
    { "03", 2.2, 45.8, 4.1, 46.9 },          { "04", 5.4, 43.6, 7.1, 44.8 },
    { "05", 5.3, 44.1, 7.2, 45.2 },          { "06", 6.5, 43.4, 7.8, 44.5 },
    { "07", 3.8, 44.2, 5.0, 45.5 },          { "08", 3.9, 49.1, 5.5, 50.3 },
    { "09", 0.7, 42.5, 2.3, 43.4 },          { "10", 3.3, 47.8, 5.0, 48.8 },
    { "11", 1.6, 42.6, 3.3, 43.6 },          { "12", 1.7, 43.6, 3.5, 45.0 },
    { "13", 4.1, 43.1, 5.9, 44.0 },          { "14", -1.3, 48.7, 0.5, 49.5 },
    { "15", 2.0, 44.5, 3.5, 45.6 },          { "16", -0.6, 45.1, 1.0, 46.2 },
    { "17", -1.7, 45.0, 0.1, 46.5 },         { "18", 1.7, 46.3, 3.2, 47.7 },
    { "19", 1.1, 44.8, 2.6, 45.9 },          { "21", 4.0, 46.8, 5.6, 48.1 },
    { "22", -3.8, 47.9, -1.8, 49.0 },        { "23", 1.3, 45.6, 2.7, 46.6 },
    { "24", -0.1, 44.5, 1.5, 45.8 },         { "25", 5.6, 46.5, 7.2, 47.7 },
    { "26", 4.5, 44.0, 5.9, 45.4 },          { "27", 0.2, 48.6, 1.9, 49.6 },
    { "28", 0.7, 47.9, 2.1, 49.0 },          { "29", -5.2, 47.7, -3.3, 48.8 },
    { "2A", 8.5, 41.3, 9.5, 42.5 },          { "2B", 8.5, 41.7, 9.7, 43.1 },
    { "30", 3.2, 43.4, 4.9, 44.6 },          { "31", 0.3, 42.6, 2.1, 44.0 },
    { "32", -0.4, 43.2, 1.3, 44.2 },         { "33", -1.4, 44.1, 0.4, 45.7 },
    { "34", 2.4, 43.1, 4.3, 44.1 },          { "35", -2.4, 47.5, -0.9, 48.8 },
    { "36", 0.8, 46.2, 2.3, 47.4 },          { "37", 0.0, 46.6, 1.5, 47.8 },
    { "38", 4.6, 44.6, 6.5, 46.0 },          { "39", 5.2, 46.2, 6.3, 47.4 },
    { "40", -1.6, 43.4, 0.2, 44.6 },         { "41", 0.5, 47.1, 2.3, 48.2 },
    { "42", 3.6, 45.1, 4.9, 46.4 },          { "43", 3.0, 44.6, 4.6, 45.5 },
    { "44", -2.7, 46.8, -0.9, 47.9 },        { "45", 1.4, 47.4, 3.2, 48.4 },
    { "46", 0.9, 44.1, 2.3, 45.1 },          { "47", -0.2, 43.9, 1.2, 44.9 },
    { "48", 2.9, 44.0, 4.1, 45.1 },          { "49", -1.4, 46.9, 0.3, 47.9 },
    { "50", -2.0, 48.4, -0.6, 49.8 },        { "51", 3.3, 48.4, 5.1, 49.5 },
    { "52", 4.5, 47.5, 6.0, 48.8 },          { "53", -1.3, 47.6, 0.0, 48.7 },
    { "54", 5.4, 48.3, 7.2, 49.7 },          { "55", 4.8, 48.3, 6.0, 49.7 },
    { "56", -3.8, 47.2, -1.9, 48.3 },        { "57", 5.8, 48.4, 7.7, 49.6 },
    { "58", 2.7, 46.6, 4.3, 47.7 },          { "59", 2.0, 49.9, 4.3, 51.2 },
    { "60", 1.6, 49.0, 3.3, 49.9 },          { "61", -1.0, 48.1, 1.1, 49.1 },
    { "62", 1.5, 49.9, 3.3, 51.1 },          { "63", 2.3, 45.2, 4.1, 46.4 },
    { "64", -1.9, 42.7, 0.1, 43.7 },         { "65", -0.4, 42.6, 0.7, 43.7 },
    { "66", 1.6, 42.2, 3.3, 43.0 },          { "67", 6.9, 48.0, 8.3, 49.2 },
    { "68", 6.7, 47.3, 7.7, 48.4 },          { "69", 4.1, 45.4, 5.3, 46.4 },
    { "70", 5.3, 47.2, 6.9, 48.1 },          { "71", 3.5, 46.1, 5.6, 47.3 },
    { "72", -0.5, 47.5, 1.0, 48.6 },         { "73", 5.5, 45.0, 7.3, 46.0 },
    { "74", 5.7, 45.6, 7.1, 46.5 },          { "75", 2.1, 48.7, 2.6, 49.0 },
    { "76", 0.0, 49.2, 1.9, 50.2 },          { "77", 2.3, 48.0, 3.7, 49.2 },
    { "78", 1.3, 48.3, 2.3, 49.2 },          { "79", -1.0, 45.9, 0.3, 47.2 },
    { "80", 1.3, 49.5, 3.3, 50.5 },          { "81", 1.4, 43.3, 3.0, 44.3 },
    { "82", 0.6, 43.7, 2.1, 44.5 },          { "83", 5.6, 42.9, 7.0, 43.9 },
    { "84", 4.5, 43.6, 5.9, 44.5 },          { "85", -2.5, 46.2, -0.4, 47.2 },
    { "86", -0.2, 45.9, 1.3, 47.3 },         { "87", 0.5, 45.3, 2.0, 46.5 },
    { "88", 5.3, 47.7, 7.3, 48.6 },          { "89", 2.7, 47.2, 4.4, 48.5 },
    { "90", 6.7, 47.3, 7.2, 47.9 },          { "91", 1.8, 48.2, 2.7, 48.9 },
    { "92", 2.0, 48.6, 2.4, 49.1 },          { "93", 2.2, 48.7, 2.7, 49.1 },
    { "94", 2.2, 48.6, 2.7, 49.0 },          { "95", 1.5, 48.8, 2.7, 49.3 },
    { "971", -62.0, 15.7, -60.9, 16.7 },     { "972", -61.4, 14.2, -60.6, 15.1 },
    { "973", -54.8, 1.9, -51.4, 6.0 },       { "974", 55.0, -21.6, 56.0, -20.7 },
    { "975", -56.6, 46.6, -56.0, 47.3 },     { "976", 44.9, -13.2, 45.4, -12.5 },
    { "977", -63.1, 17.7, -62.6, 18.1 },     { "978", -63.3, 17.9, -62.9, 18.3 },
    { "986", -178.4, -14.6, -175.9, -12.9 }, { "987", -155.0, -28.0, -134.0, -7.5 },
    { "988", 157.5, -23.5, 172.5, -17.5 },
};

const struct finess_box *orb_finess_box_find(const char *departement)
{
    for (size_t i = 0; i < sizeof boxes / sizeof boxes[0]; i++)
        if (strcmp(boxes[i].departement, departement) == 0)
            return &boxes[i];
    return NULL;
}

bool orb_finess_box_has(const struct finess_box *box, const double lon_lat[2])
{
    return lon_lat[0] >= box->lon_min && lon_lat[0] <= box->lon_max &&
           lon_lat[1] >= box->lat_min && lon_lat[1] <= box->lat_max;
}

void orb_finess_departement(char out[4], const char *commune)
{
    size_t len = strncmp(commune, "97", 2) == 0 || strncmp(commune, "98", 2) == 0 ? 3 : 2;

    (void)snprintf(out, 4, "%.*s", (int)len, commune);
}

/* Indexes of the two degrees then of the two metres; false when it is not two and two. */
static bool split(const double slots[FINESS_SLOTS], size_t order[FINESS_SLOTS])
{
    size_t degrees = 0;
    size_t metres = 0;

    for (size_t i = 0; i < FINESS_SLOTS; i++) {
        if (!isfinite(slots[i]) || fabs(slots[i]) > 2e7)
            return false;
        if (fabs(slots[i]) <= 180 && degrees < 2)
            order[degrees++] = i;
        else if (fabs(slots[i]) > 180 && metres < 2)
            order[2 + metres++] = i;
        else
            return false;
    }
    return true;
}

static void name_layout(char out[40], const char *const names[FINESS_SLOTS])
{
    (void)snprintf(out, 40, "%s,%s,%s,%s", names[0], names[1], names[2], names[3]);
}

/* Put latitude second; false when neither order falls in the box. */
static bool order_degrees(double degrees[2], const struct finess_box *box, bool *swapped)
{
    double turned[2] = { degrees[1], degrees[0] };

    *swapped = !orb_finess_box_has(box, degrees);
    if (!*swapped)
        return true;
    if (!orb_finess_box_has(box, turned))
        return false;
    memcpy(degrees, turned, sizeof turned);
    return true;
}

/* Put easting first by the order that falls nearest to the degrees; the distance, or
 * infinity. */
static double order_metres(double metres[2], const double degrees[2], int epsg,
                           bool *swapped, struct orb_projector *projector)
{
    double expected[2];
    double straight;
    double turned;

    if (orb_project_to_metres(projector, epsg, degrees, expected, NULL) != ORB_OK)
        return (double)INFINITY;
    straight = hypot(metres[0] - expected[0], metres[1] - expected[1]);
    turned = hypot(metres[1] - expected[0], metres[0] - expected[1]);
    *swapped = turned < straight;
    if (*swapped) {
        double first = metres[0];

        metres[0] = metres[1];
        metres[1] = first;
    }
    return *swapped ? turned : straight;
}

/* A plane system and the box that says when its metres are read right. */
struct plane {
    struct orb_projector *projector;
    int epsg;
    const struct finess_box *box;
};

/* Degrees of the pair in metres, in the first order that falls in the box. */
static bool from_metres(double out[2], const double metres[2], const struct plane *plane,
                        bool *swapped)
{
    const double orders[2][2] = { { metres[0], metres[1] }, { metres[1], metres[0] } };

    for (size_t i = 0; i < 2; i++) {
        *swapped = i == 1;
        if (orb_project_to_degrees(plane->projector, plane->epsg, orders[i], out, NULL) ==
                ORB_OK &&
            orb_finess_box_has(plane->box, out))
            return true;
    }
    return false;
}

bool orb_finess_position_find(struct finess_position *out, const double slots[FINESS_SLOTS],
                              const char *departement, struct orb_projector *projector)
{
    const struct finess_box *box = orb_finess_box_find(departement);
    const struct plane plane = { projector, orb_project_legal_epsg(departement), box };
    const char *names[FINESS_SLOTS];
    size_t order[FINESS_SLOTS];
    double degrees[2];
    double metres[2];
    bool degrees_swapped = false;
    bool metres_swapped = false;

    memset(out, 0, sizeof *out);
    if (box == NULL || !split(slots, order))
        return false;
    degrees[0] = slots[order[0]];
    degrees[1] = slots[order[1]];
    metres[0] = slots[order[2]];
    metres[1] = slots[order[3]];
    if (!order_degrees(degrees, box, &degrees_swapped)) {
        /* The degrees are elsewhere: the metres may still be right, but nothing confirms
         * them. */
        out->gap_m = (double)INFINITY;
        return plane.epsg != 0 && from_metres(out->chosen, metres, &plane, &metres_swapped);
    }
    memcpy(out->chosen, degrees, sizeof degrees);
    out->single = plane.epsg == 0;
    if (!out->single)
        out->gap_m = order_metres(metres, degrees, plane.epsg, &metres_swapped, projector);
    out->agree = out->single || out->gap_m <= FINESS_AGREE_M;
    if (!out->agree) {
        out->has_other = from_metres(out->other, metres, &plane, &metres_swapped);
        return true;
    }
    names[order[degrees_swapped]] = "lon";
    names[order[!degrees_swapped]] = "lat";
    names[order[2 + metres_swapped]] = out->single ? "metres" : "easting";
    names[order[2 + !metres_swapped]] = out->single ? "metres" : "northing";
    name_layout(out->layout, names);
    return true;
}

bool orb_finess_pair_find(struct finess_position *out, const double pair[2], int epsg,
                          const char *departement, struct orb_projector *projector)
{
    const struct plane plane = { projector, epsg, orb_finess_box_find(departement) };
    bool degrees = fabs(pair[0]) <= 180 && fabs(pair[1]) <= 180;
    bool swapped = false;

    memset(out, 0, sizeof *out);
    if (plane.box == NULL || !isfinite(pair[0]) || !isfinite(pair[1]))
        return false;
    memcpy(out->chosen, pair, sizeof out->chosen);
    if (degrees && !order_degrees(out->chosen, plane.box, &swapped))
        return false;
    if (!degrees && (epsg == 0 || !from_metres(out->chosen, pair, &plane, &swapped)))
        return false;
    out->agree = true;
    out->single = !swapped; /* in the usual order there is nothing to repair */
    if (degrees)
        (void)snprintf(out->layout, sizeof out->layout, swapped ? "lat,lon" : "lon,lat");
    else
        (void)snprintf(out->layout, sizeof out->layout,
                       swapped ? "northing,easting" : "easting,northing");
    return true;
}
