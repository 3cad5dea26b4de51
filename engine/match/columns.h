/*
 * What of a catalogue no person changes, laid out for surveys that count: parts that the
 * same rules cannot tell apart, offers of a kind that the calendar keeps out alike. Made
 * when first asked for, one for each matcher. Private to engine/match.
 */
#ifndef ORB_MATCH_COLUMNS_H
#define ORB_MATCH_COLUMNS_H

#include "engine/catalogue/catalogue.h"
#include "engine/geo/frame.h"
#include "engine/model/profile.h"

/* Items that some rules cannot tell apart have the same number. */
struct orb_signs {
    uint32_t *of;    /* by item */
    uint32_t *shown; /* by number: an item that has it */
    uint32_t count;
};

/* What a rule reads of an entry, of terms for the features. */
enum orb_sign {
    ORB_SIGN_AGE = 0,
    ORB_SIGN_PUBLIC,
    ORB_SIGN_ORIENTATION,
    ORB_SIGN_ASSOCIATED,
    ORB_SIGN_FEATURES,
    ORB_SIGNS
};

/* Number the items in the order in which they are first met. Release with
 * orb_signs_release, whatever is answered: false without memory. */
bool orb_signs_number(const struct orb_catalogue *c, enum orb_sign sign,
                      struct orb_signs *out);
void orb_signs_release(struct orb_signs *signs);

/* What keeps an offer out whoever asks: bits. */
enum orb_group_bit {
    ORB_GROUP_WAITS = 1U << 0,
    ORB_GROUP_CLOSED = 1U << 1,
    ORB_GROUP_NOT_OPEN = 1U << 2,
    ORB_GROUP_INTERRUPTED = 1U << 3 /* closed for a while */
};
#define ORB_GROUPS       16
#define ORB_GROUP_NOBODY 255 /* a duplicate: not counted */

/* What required features say of an offer. */
enum orb_variant { ORB_VARIANT_YES = 0, ORB_VARIANT_NO, ORB_VARIANT_UNSURE, ORB_VARIANTS };

/* Offers of a kind and of a group, and that features say the same of. */
struct orb_run {
    uint32_t count;
    uint32_t first; /* the member whose id comes first */
    uint32_t group;
    uint32_t variant; /* 0 when features do not count */
};

/* Whose groups. */
struct orb_calendar {
    orb_date day;
    double long_wait;       /* a longer one waits, unless a place is free */
    const uint64_t *closed; /* by offer, as if they closed; NULL = none. Borrowed for the
                               call */
};

/* The groups of the days that know no other opening nor closing. */
struct orb_groups {
    bool made;
    uint32_t number;      /* of this making, from 1 */
    orb_date from, until; /* until is excluded */
    double long_wait;
    uint64_t *closed;
    uint8_t *of;         /* by member */
    uint32_t *run_first; /* by kind, kind_count + 1 */
    struct orb_run *runs;
};

struct orb_columns {
    struct orb_signs signs[ORB_SIGNS];
    struct orb_ecef *places; /* by offer: NaN = unknown */
    uint32_t
        *organization_first; /* by organization, + 1: into the offers of organizations */
    uint32_t *organization_offers;
    struct orb_groups groups[2]; /* as it is, and when some close */
    uint32_t groups_made;
};

/* Owned by the caller, release with orb_columns_free. NULL without memory. */
struct orb_columns *orb_columns_new(const struct orb_catalogue *c);
void orb_columns_free(struct orb_columns *columns);

/* Valid until the next call with a calendar that closes as this one does. NULL without
 * memory. */
const struct orb_groups *orb_columns_groups(struct orb_columns *columns,
                                            const struct orb_catalogue *c,
                                            const struct orb_profile *p,
                                            const struct orb_calendar *calendar);

#endif
