/*
 * The concentric map of partners: who does what around a platform or a territory. Four
 * circles (C0; C1a and C1b; C2; C3) cut in eight families of services.
 *
 * A map is laid out once, without file nor library, then written page by page as SVG. Page
 * 1 is the drawing; the next ones hold the table when the drawing cannot name everybody.
 * Millimetres, y downwards; angles in radians, clockwise from 12 o'clock.
 */
#ifndef ORB_MAPS_CIRCLES_H
#define ORB_MAPS_CIRCLES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "engine/base/arena.h"
#include "engine/base/buf.h"
#include "engine/base/date.h"
#include "engine/base/error.h"
#include "engine/model/profile.h"

#define ORB_CIRCLE_FAMILIES 8
#define ORB_CIRCLE_RINGS    4

/* How a partner stands; the outline of its mark says it. */
enum orb_partner_state {
    ORB_PARTNER_UNKNOWN = 0, /* nobody said lately whether there is a place */
    ORB_PARTNER_PLACE,       /* a place is known */
    ORB_PARTNER_FULL,        /* somebody said it is full */
    ORB_PARTNER_NO_NOTION,   /* nobody counts places there */
    ORB_PARTNER_SET_ASIDE,   /* not for this person: see reason */
    ORB_PARTNER_STATES
};

/* Texts are borrowed as long as the map; NULL = unknown. */
struct orb_partner {
    const char *id; /* unique */
    const char *name;
    const char *commune;
    const char *way;    /* how far, ready to print ("≈ 17 min"); NULL = not asked */
    const char *reason; /* why it is set aside, ready to print */
    enum orb_circle circle;
    enum orb_partner_state state;
    uint8_t family;                  /* 1 to 8; 0 = not classified */
    uint8_t families;                /* bits 1 << (family - 1) of all it answers for */
    int32_t authorised;              /* places; -1 unknown */
    int32_t installed;               /* places; -1 unknown */
    int32_t places;                  /* places known to be free; -1 unknown */
    orb_date places_on;              /* when that was said */
    bool state_old;                  /* a word on places too old to count */
    bool agreed;                     /* a relation that somebody wrote proves its circle: */
    const char *evidence;            /* what was signed; NULL = not told */
    orb_date agreed_from, agreed_to; /* ORB_DATE_NONE = not told */
    bool nearly; /* set aside by something that may change: a decision, a gap */
};

/* Of a family whose requests would tell of too few: nothing is drawn of them. */
#define ORB_CIRCLE_REQUESTS_HIDDEN (-2)

struct orb_circle_requests {
    int32_t received; /* -1 = not known, ORB_CIRCLE_REQUESTS_HIDDEN */
    int32_t covered;
};

struct orb_partner_list;

struct orb_circle_map_input {
    const char *title;
    const char *subtitle;    /* what the counts are of, before them */
    const char *centre;      /* the platform, the territory or the pseudonym */
    const char *centre_note; /* under it; NULL = nothing */
    const char
        *sources; /* where partners were looked for, for the footer; NULL = not told */
    const char *footer; /* more sentences for the footer; NULL = none */
    const char
        *family_names[ORB_CIRCLE_FAMILIES]; /* for the table; NULL = the short ones */
    struct orb_circle_requests requests[ORB_CIRCLE_FAMILIES];
    uint8_t outside; /* bits of the families that are not asked for (one person) */
    bool person;     /* about one person */
    uint8_t unused;  /* bits of the rings (0 to 3) where nobody can be: without operator,
                        nothing is internal */
    orb_date date;
    const struct orb_partner *partners; /* any order; NULL when they are in list */
    struct orb_partner_list *list;      /* many, in order (maps/partner_list.h) */
    size_t partner_count;
};

enum orb_circle_paper {
    ORB_CIRCLE_A4 = 0,
    ORB_CIRCLE_A4_PORTRAIT,
    ORB_CIRCLE_A3,
    ORB_CIRCLE_PAPERS
};
enum orb_circle_style { ORB_CIRCLE_COLOUR = 0, ORB_CIRCLE_BLACK, ORB_CIRCLE_STYLES };

extern const char *const orb_circle_paper_names[ORB_CIRCLE_PAPERS]; /* a4, ... */
extern const char *const orb_circle_style_names[ORB_CIRCLE_STYLES]; /* colour, black */

struct orb_circle_map_options {
    enum orb_circle_paper paper;
    enum orb_circle_style style;
    bool french; /* dates and numbers; words follow the language of messages */
    /*
     * For a page that has its own list: the disc alone, without links. Marks carry data-id,
     * data-n (number), data-r (ring 0 to 3) and data-s (family 1 to 8).
     */
    bool embedded;
    const char *stem; /* name of page 1 without ".svg", for links between pages; NULL = none
                       */
};

struct orb_circle_map;

/*
 * Lay out a map in arena: *out is valid until the arena is released. input and options are
 * borrowed as long. Memory does not grow with the partners of a list. ORB_ERR_MEMORY,
 * ORB_ERR_IO (the list); ORB_ERR_RANGE beyond a million partners.
 */
ORB_MUST_CHECK enum orb_status
orb_circle_map_make(struct orb_circle_map **out, struct orb_arena *arena,
                    const struct orb_circle_map_input *input,
                    const struct orb_circle_map_options *options, struct orb_error *err);

/* Pages of the map, at least 1. */
unsigned orb_circle_map_pages(const struct orb_circle_map *map);

/* Append a page, from 1, as one SVG document; pages in their order are fast.
 * ORB_ERR_MEMORY, ORB_ERR_IO. */
ORB_MUST_CHECK enum orb_status orb_circle_map_write(struct orb_buf *out,
                                                    const struct orb_circle_map *map,
                                                    unsigned page, struct orb_error *err);

/* The name of page 2 and after: "cercles-2.svg" for stem "cercles". */
void orb_circle_map_page_name(struct orb_buf *out, const char *stem, unsigned page);

#endif
