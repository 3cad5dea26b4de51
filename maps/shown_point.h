/* Where a person is shown on a map of the team: never where they live (METHODS 6). */
#ifndef ORB_MAPS_SHOWN_POINT_H
#define ORB_MAPS_SHOWN_POINT_H

enum orb_shown_kind {
    ORB_SHOWN_NOWHERE = 0, /* no commune is known, or it has no point */
    ORB_SHOWN_COMMUNE,     /* at the point of the commune */
    ORB_SHOWN_MASKED       /* moved, in the same commune */
};

struct orb_shown_point {
    double lon, lat;           /* degrees */
    double inner_km, outer_km; /* of MASKED: how far it was moved, at least and at most */
    enum orb_shown_kind kind;
};

#endif
