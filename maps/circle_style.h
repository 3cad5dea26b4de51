/* How the circles are drawn where only a colour and a common mark can be given. Internal to
 * maps. */
#ifndef ORB_MAPS_CIRCLE_STYLE_H
#define ORB_MAPS_CIRCLE_STYLE_H

#include "maps/selection.h"

struct orb_circle_style {
    unsigned colour;  /* 0xRRGGBB, readable on white */
    const char *mark; /* of uMap: the shape tells the circle too */
};

/* By enum orb_circle, in the order in which layers are listed. */
extern const struct orb_circle_style orb_circle_styles[ORB_CIRCLES];

/* The name of a circle as people read it: "C0 - Services internes". Borrowed from the
 * vocabulary and its arena; NULL without memory. */
struct orb_vocabulary;
const char *orb_circle_title(struct orb_vocabulary *vocabulary, unsigned circle,
                             bool french);

#endif
