/* Contours of the départements that a page speaks of. */
#include <string.h>

#include "maps/page.h"

/* Positions of contours that keep a page of a département under its megabyte, and those
 * that each border needs anyway. */
#define POSITIONS          12000
#define POSITIONS_A_BORDER 3
#define FIRST_METRES       25
#define LAST_METRES        1600

static enum orb_status find_departements(struct orb_strmap *out,
                                         const struct orb_selection *selection,
                                         struct orb_error *err)
{
    const struct orb_catalogue *c = selection->catalogue;
    uint32_t number;

    for (uint32_t i = 0; i < c->offer_count; i++) {
        uint32_t commune = c->offers[i].commune;
        const char *code = commune == ORB_CAT_NONE
                               ? NULL
                               : orb_cat_known(c, c->communes[commune].department);

        if (code == NULL || !orb_selection_has(selection, i))
            continue;
        if (orb_strmap_add(out, code, strlen(code), &number) != ORB_OK)
            return orb_error_memory(err);
    }
    return ORB_OK;
}

enum orb_status orb_page_contours_of(struct orb_contours *out,
                                     const struct orb_map_territory *territory,
                                     const struct orb_strmap *departements,
                                     double simplify_m, struct orb_error *err)
{
    struct orb_topology *t = &out->topology;
    const struct orb_contour_choice choice = { .level = ORB_MESH_DEPARTEMENT,
                                               .areas = departements };
    enum orb_status status = orb_contours_read(
        out, territory, departements->count == 0 ? NULL : &choice, simplify_m, err);

    for (double metres = FIRST_METRES;
         status == ORB_OK && simplify_m <= 0 && metres <= LAST_METRES &&
         t->arc_points.count > POSITIONS + POSITIONS_A_BORDER * t->arc_ends.count;
         metres *= 2)
        status = orb_topology_simplify(t, metres, err);
    return status;
}

enum orb_status orb_page_contours(struct orb_contours *out,
                                  const struct orb_map_territory *territory,
                                  const struct orb_selection *selection, double simplify_m,
                                  struct orb_error *err)
{
    struct orb_strmap departements = { 0 };
    enum orb_status status = find_departements(&departements, selection, err);

    orb_topology_set_folder(&out->topology, selection->options->scratch);
    if (status == ORB_OK)
        status = orb_page_contours_of(out, territory, &departements, simplify_m, err);
    orb_strmap_release(&departements);
    return status;
}
