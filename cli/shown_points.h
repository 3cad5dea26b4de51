/* Where the persons of a team are shown on its maps: moved with the key of their vault, or
 * at the point of their commune. */
#ifndef CLI_SHOWN_POINTS_H
#define CLI_SHOWN_POINTS_H

#include "engine/catalogue/catalogue.h"
#include "engine/model/case.h"
#include "maps/exporter.h"
#include "maps/shown_point.h"

struct cli_vault_session;

/* Inhabitants to be lost among: at least about as many live nearer to where the person
 * lives than the point that is shown, and at most forty times as many (the density is
 * rounded down to a power of 2, and the point starts from the middle of a cell), or those
 * within 200 m in a dense commune. */
#define CLI_SHOWN_AMONG 20

/* Borrowed. */
struct cli_shown_input {
    const struct orb_catalogue *catalogue;
    const struct orb_map_territory *territory; /* whose contours are read, when needed;
                                                  NULL = none is there */
    const struct orb_person *const *people;
    size_t count;
    const struct cli_vault_session *session; /* NULL = from files: there is no key */
};

/*
 * Fill out with a point of each. One whose exact position, commune, contour and population
 * are all known is moved by a draw that is the same for the person and the key of the vault
 * until the position changes cell or the ring changes; the others are at the point of their
 * commune.
 * ORB_ERR_MEMORY, and errors of the contours.
 */
ORB_MUST_CHECK enum orb_status cli_shown_points(struct orb_shown_point *out,
                                                const struct cli_shown_input *input,
                                                struct orb_error *err);

/*
 * Put everybody where they are shown: what is then computed tells nothing more of where
 * they live. A position is replaced by the point and is as precise as it; who is shown
 * nowhere has none. Minutes that a person brings are forgotten: they start from the home.
 */
void cli_shown_points_move(struct orb_case *const *cases, size_t count,
                           const struct orb_shown_point *points);

#endif
