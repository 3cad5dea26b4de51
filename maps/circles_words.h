/* Words of the concentric map, in the language of messages. */
#ifndef ORB_MAPS_CIRCLES_WORDS_H
#define ORB_MAPS_CIRCLES_WORDS_H

#include "maps/circles_layout.h"

const char *orb_circle_ring_name(unsigned ring);          /* short: "Internal" */
const char *orb_circle_kind_name(enum orb_circle circle); /* "Services of the platform" */
const char *orb_circle_family_name(unsigned family);      /* of 0 to 7, short */
const char *orb_circle_state_name(enum orb_partner_state s); /* for the legend */

/* "1,204", in French "1 204" with no-break spaces. */
void orb_circle_count(struct orb_buf *out, size_t count, bool french);

/* "2026-11-22", in French "22/11/2026"; nothing when unknown. */
void orb_circle_date(struct orb_buf *out, orb_date date, bool french);

/* What is said of places and of the way, for a line of a box: "2 pl. · ≈ 17 min". */
void orb_circle_short_words(struct orb_buf *out, const struct orb_partner *partner);

/* The same in full: "35 places autorisées, disponibilité à vérifier". */
void orb_circle_place_words(struct orb_buf *out, const struct orb_partner *partner,
                            bool french);

/* For a line of the table: places in full, commune or way, other families. */
void orb_circle_table_words(struct orb_buf *out, const struct orb_partner *partner,
                            bool french);

/* The agreement that proves its circle, with its dates; nothing without. */
void orb_circle_agreement_words(struct orb_buf *out, const struct orb_partner *partner,
                                bool french);

/* Everything about a mark in one sentence. */
void orb_circle_mark_words(struct orb_buf *out, const struct orb_circle_map *map,
                           const struct orb_circle_mark *mark);

/* Everything about a bubble, and about a cell where nobody is known. */
void orb_circle_bubble_words(struct orb_buf *out, const struct orb_circle_map *map,
                             const struct orb_circle_cell *cell);

/* For a line of a box: "35 partners, no. 6–40: table on page 2". */
void orb_circle_counted_words(struct orb_buf *out, const struct orb_circle_map *map,
                              const struct orb_circle_cell *cell);
void orb_circle_empty_words(struct orb_buf *out, const struct orb_circle_map *map,
                            unsigned family, unsigned ring);

/* "3 avec place, 2 complets, 18 à vérifier": only what is there. */
void orb_circle_states_words(struct orb_buf *out, const size_t *states);

/* "Aucun partenaire connu : interne, territoire", shorter when not in full. */
void orb_circle_rings_words(struct orb_buf *out, const struct orb_circle_map *map,
                            unsigned family, bool in_full);

/* "Interne 3 · Conventionné 6 · ...". */
void orb_circle_ring_counts(struct orb_buf *out, const struct orb_circle_map *map,
                            unsigned family);

/* Requests of a family: long or short. */
void orb_circle_request_words(struct orb_buf *out, const struct orb_circle_map *map,
                              unsigned family, bool in_full);

/* The line under the title, and the description of the whole for who does not see it. */
void orb_circle_subtitle(struct orb_buf *out, const struct orb_circle_map *map);
void orb_circle_table_subtitle(struct orb_buf *out, const struct orb_circle_map *map,
                               unsigned page);
void orb_circle_description(struct orb_buf *out, const struct orb_circle_map *map);

#endif
