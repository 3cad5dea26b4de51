/*
 * The contours of communes on a grid, with the line between two neighbours kept once.
 * Internal to maps. A border is shared only when it is known which positions two contours
 * have in common, so they all wait until the last contour is there: about 40 bytes for each
 * different position, in files that are mapped (engine/base/mapped.h). The memory of the
 * process is that of the longest arc, while it is simplified.
 */
#ifndef ORB_MAPS_TOPOLOGY_H
#define ORB_MAPS_TOPOLOGY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "engine/base/error.h"
#include "engine/base/mapped.h"

/* Steps of the grid along the longer side of what is drawn, unless one would pass
 * ORB_TOPOLOGY_STEP_MAX degrees. */
#define ORB_TOPOLOGY_STEPS    9999
#define ORB_TOPOLOGY_STEP_MAX 0.001

/* What an arc of a ring is when it is walked from its end. */
#define ORB_TOPOLOGY_REVERSED ((uint32_t)1 << 31)

/* Zero-initialised is empty. */
struct orb_topology_numbers {
    uint32_t *items;
    size_t count;
    struct orb_mapped room; /* of items */
};

struct orb_topology_point {
    int32_t x, y;    /* steps from the corner of the box */
    uint32_t before; /* its neighbours on the first ring that passes; the smaller first */
    uint32_t after;
    bool junction; /* rings part or meet here */
};

/* What is said of a shape. */
struct orb_topology_label {
    const char *code;
    const char *name;   /* NULL = unknown */
    const char *area;   /* what it is a part of; NULL = not asked */
    int64_t population; /* -1 = unknown */
};

struct orb_topology_shape {
    size_t code, name, area; /* in the texts; read with orb_topology_label */
    int64_t population;
    uint32_t polygon_end;
};

/* Ends are those of runs: the i-th run goes from the end of the one before, or 0. Zero-
 * initialised is empty. */
struct orb_topology {
    double box[4];  /* degrees: west, south, east, north */
    double step[2]; /* degrees of one step, east and north; set by the first add */
    bool looked;    /* the box holds something */
    const struct orb_topology_point *points; /* the bytes of point_room */
    size_t point_count;
    const struct orb_topology_shape *shapes; /* the bytes of shape_room */
    size_t shape_count;
    struct orb_mapped point_room, shape_room;
    struct orb_mapped slots; /* finds points by their place */
    size_t slot_count;
    struct orb_mapped texts; /* each with its end; a first one is empty, for NULL */
    size_t text_len;
    struct orb_topology_numbers polygon_ends; /* in rings */
    struct orb_topology_numbers ring_ends;    /* in visits */
    struct orb_topology_numbers visits;       /* points of the rings, the first not again */
    struct orb_topology_numbers ring_arc_ends; /* in ring_arcs; from orb_topology_cut */
    struct orb_topology_numbers ring_arcs;
    struct orb_topology_numbers arc_ends;   /* in arc_points */
    struct orb_topology_numbers arc_points; /* first and last are there */
};

/* Its files go there, borrowed until release; NULL = /tmp. Before the first add. */
void orb_topology_set_folder(struct orb_topology *topology, const char *folder);

/* Widen the box by a contour (WKB of struct orb_territory). All of them, before the first
 * is added. False when the bytes are no contour. */
bool orb_topology_look(struct orb_topology *topology, const unsigned char *wkb, size_t len);

/*
 * Add the contour of a commune, looked at before. Positions go to the nearest point of the
 * grid; what has no surface left there is dropped, the shape stays. Texts are copied.
 * ORB_ERR_MEMORY, ORB_ERR_IO (a full disk), ORB_ERR_CORRUPT (bytes that are no contour).
 */
ORB_MUST_CHECK enum orb_status orb_topology_add(struct orb_topology *topology,
                                                const struct orb_topology_label *label,
                                                const unsigned char *wkb, size_t len,
                                                struct orb_error *err);

/* Cut the rings where they part or meet, each line once. Once, after the last add. */
ORB_MUST_CHECK enum orb_status orb_topology_cut(struct orb_topology *topology,
                                                struct orb_error *err);

/*
 * Leave out the positions that matter least (Visvalingam 1993): those that make with their
 * neighbours a triangle below metres * metres square metres. Neighbours keep one border,
 * rings stay rings. After the cut.
 */
ORB_MUST_CHECK enum orb_status orb_topology_simplify(struct orb_topology *topology,
                                                     double metres, struct orb_error *err);

void orb_topology_release(struct orb_topology *topology);

/* What is said of a shape; texts are valid until the next add. */
struct orb_topology_label orb_topology_label(const struct orb_topology *topology,
                                             size_t shape);

/* The first item of run i. */
static inline uint32_t orb_topology_start(const struct orb_topology_numbers *ends, size_t i)
{
    return i == 0 ? 0 : ends->items[i - 1];
}

ORB_MUST_CHECK enum orb_status orb_topology_push(struct orb_topology_numbers *numbers,
                                                 uint32_t number, struct orb_error *err);
void orb_topology_numbers_release(struct orb_topology_numbers *numbers);

#endif
