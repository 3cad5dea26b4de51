/* Whether what a geocoder found may be believed (METHODS 8). Pure. */
#ifndef ORB_GEOCODE_VERDICT_H
#define ORB_GEOCODE_VERDICT_H

#include "engine/geocode/answer.h"
#include "engine/model/terms.h"

enum orb_geocode_verdict {
    ORB_GEOCODE_OK = 0,  /* the position is taken */
    ORB_GEOCODE_REVIEW,  /* the position is kept for a person to look at, not used */
    ORB_GEOCODE_FALLBACK /* the position is left aside */
};

enum orb_geocode_reason {
    ORB_GEOCODE_SURE = 0,
    ORB_GEOCODE_LOW_SCORE,          /* below 0.8: to review */
    ORB_GEOCODE_CLOSE_SECOND,       /* another address is as good: to review */
    ORB_GEOCODE_OTHER_COMMUNE,      /* to review */
    ORB_GEOCODE_OUTSIDE_COMMUNE,    /* by the contour: to review */
    ORB_GEOCODE_NOTHING_TO_COMPARE, /* neither postcode nor commune: to review */
    ORB_GEOCODE_VERY_LOW_SCORE,     /* below 0.5: left aside, as all that follow */
    ORB_GEOCODE_OTHER_DEPARTEMENT,
    ORB_GEOCODE_NO_ADDRESS_FOUND,
    ORB_GEOCODE_UNKNOWN_KIND, /* what was found is no address */
    ORB_GEOCODE_SERVER_ERROR,
    ORB_GEOCODE_NOT_SENT,       /* no network wanted, a limit reached */
    ORB_GEOCODE_WITHOUT_STREET, /* there is no address to ask about */
    ORB_GEOCODE_CONFIDENTIAL,   /* never sent */
    ORB_GEOCODE_REASONS
};

struct orb_geocode_judgement {
    enum orb_geocode_verdict verdict;
    enum orb_geocode_reason reason;
};

/* What is judged. Borrowed for the call. */
struct orb_geocode_case {
    const struct orb_geocode_towns *towns;
    const struct orb_geocode_query *query;
    const struct orb_geocode_answer *answer;
    enum orb_tristate inside; /* does the position lie in the commune that was known?
                                 ORB_UNKNOWN without a contour */
};

/* ORB_ERR_MEMORY is the only failure. */
ORB_MUST_CHECK enum orb_status orb_geocode_judge(struct orb_geocode_judgement *out,
                                                 const struct orb_geocode_case *what,
                                                 struct orb_error *err);

/* "ok", "review", "fallback". */
const char *orb_geocode_verdict_name(enum orb_geocode_verdict verdict);

/* "sure", "low_score"... */
const char *orb_geocode_reason_name(enum orb_geocode_reason reason);

#endif
