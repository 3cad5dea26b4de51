/* Places and sites as a travel table names them: a file may name the offer, or only its
 * commune. */
#include "engine/planning/access.h"
#include "engine/travel/table.h"

void orb_access_find_ways(struct orb_access *a, const struct orb_travel_table *table)
{
    const struct orb_catalogue *c = a->request.catalogue;

    for (uint32_t i = 0; i < a->count; i++)
        a->places[i].travel = orb_travel_table_place(
            table, orb_cat_string(c, c->communes[a->communes[i]].code));
    for (uint32_t j = 0; j < a->supply.count; j++) {
        const struct orb_cat_offer *o = &c->offers[a->supply.sites[j].offer];

        if (!a->supply.sites[j].on_site)
            continue;
        a->points[j].travel = orb_travel_table_place(table, orb_cat_string(c, o->id));
        if (a->points[j].travel == ORB_TRAVEL_NOWHERE)
            a->points[j].travel =
                orb_travel_table_place(table, orb_cat_string(c, o->commune_code));
    }
}
