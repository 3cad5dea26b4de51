/*
 * The page of one person: a private product. It holds the offers of the answer and nothing
 * else of the territory; of the person, the pseudonym, the commune and the needs.
 */
#ifndef ORB_MAPS_PAGE_PERSON_H
#define ORB_MAPS_PAGE_PERSON_H

#include "maps/page.h"
#include "maps/person_answer.h"

/* All borrowed. */
struct orb_person_page {
    const struct orb_map_territory *territory;
    const struct orb_selection *selection; /* of the offers of the answer */
    const struct orb_person_answer *answer;
    const char *circles; /* its concentric map; NULL = none */
    double simplify_m;   /* contours lose details below this many metres; 0 = few */
    bool french;
};

/* Write the page into a private output. As orb_page_write. */
ORB_MUST_CHECK enum orb_status orb_person_page_write(struct orb_output *out,
                                                     const struct orb_person_page *page,
                                                     struct orb_error *err);

#endif
