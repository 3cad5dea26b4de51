/* The partners of a territory, for its concentric map: one for each service. */
#ifndef ORB_MAPS_CIRCLES_PARTNERS_H
#define ORB_MAPS_CIRCLES_PARTNERS_H

#include "maps/partner_list.h"
#include "maps/selection.h"

/* Whose partners, and from where. */
struct orb_circle_partners_of {
    const struct orb_selection *selection;
    uint32_t from; /* commune of the catalogue; ORB_CAT_NONE = none */
};

/*
 * Offers of a selection, together by service: those of one service make one partner, in the
 * closest of their circles, of the first family they name; places authorised and known add
 * up; it is full when all that counts places is, and a place somewhere is a place. Offers
 * that are the same as another of the selection are left out. With a commune to start from,
 * partners tell the minutes by car from there, an estimate. list is made: release it with
 * orb_partner_list_release after the map, also on failure. Texts are valid as long as the
 * catalogue and the arena. Memory does not grow with the offers. ORB_ERR_MEMORY,
 * ORB_ERR_IO.
 */
ORB_MUST_CHECK enum orb_status
orb_circle_partners_read(struct orb_circle_map_input *out, struct orb_partner_list *list,
                         struct orb_arena *arena, const struct orb_circle_partners_of *of,
                         struct orb_error *err);

/*
 * The rest of what a map says, for partners just read: title (of the options, else by
 * default), territory, operator in the centre, full names of families, sources, footer,
 * date. Requests stay unknown. Same lifetime. ORB_ERR_MEMORY.
 */
ORB_MUST_CHECK enum orb_status
orb_circle_partners_frame(struct orb_circle_map_input *out, struct orb_arena *arena,
                          const struct orb_selection *selection, uint32_t from,
                          struct orb_error *err);

#endif
