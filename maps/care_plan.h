/*
 * The personalised plan of a person, made ready for its writers: what the team decided (the
 * plan of the case) and what matching proposes, never mixed; the projet de vie stays in the
 * case, untouched.
 */
#ifndef ORB_MAPS_CARE_PLAN_H
#define ORB_MAPS_CARE_PLAN_H

#include <stdbool.h>
#include <stdint.h>

#include "engine/base/arena.h"
#include "engine/model/case.h"
#include "maps/handout.h"
#include "maps/match_json.h"
#include "maps/reason_words.h"

enum orb_care_origin { ORB_CARE_DECIDED = 0, ORB_CARE_PROPOSED };
extern const char *const orb_care_origin_names[]; /* "decided", "proposed" */

/* What a proposal comes down to. */
enum orb_care_way {
    ORB_CARE_CALL = 0, /* the offer suits */
    ORB_CARE_VERIFY,   /* a call settles whether it does */
    ORB_CARE_PROSPECT, /* none suits; this one is the nearest to */
    ORB_CARE_REPORT    /* nothing meets the need */
};
extern const char *const orb_care_way_names[]; /* "call", "verify", "prospect", "report" */

/* NULL, ORB_DATE_NONE and -1 = blank. */
struct orb_care_action {
    enum orb_care_origin origin;
    enum orb_care_way way;    /* of a proposal */
    const char *const *needs; /* SERAFIN-PH */
    uint32_t need_count;
    const char *objective, *step, *actor;
    const char *offer; /* as the case says, or an id of the catalogue */
    uint32_t found;    /* in the catalogue; ORB_CAT_NONE = none, or not there */
    orb_date deadline;
    int64_t duration_days;
    orb_date review_on;
    enum orb_step_state state;
    const char *result;
};

/* One expectation of the projet de vie, as it was said. Texts are those of the case. */
struct orb_care_wish {
    const char *domain, *text;
    enum orb_expressed expressed;
    orb_date date;
};

/* All borrowed, as long as the plan is used. */
struct orb_care_question {
    const struct orb_case *case_;
    const struct orb_match_document *match; /* asked for the person of the case */
    struct orb_reader reader;
};

struct orb_care_plan {
    struct orb_care_question q;
    struct orb_care_action *actions; /* decided ones in their order, then proposed ones */
    uint32_t count, decided;
    uint32_t settled; /* needs left without proposal: a decided action is about them */
    struct orb_care_wish *wishes;
    uint32_t wish_count;
    struct orb_arena arena;
};

/* Release with orb_care_plan_release, also on failure. ORB_ERR_MEMORY. */
ORB_MUST_CHECK enum orb_status orb_care_plan_make(struct orb_care_plan *out,
                                                  const struct orb_care_question *question,
                                                  struct orb_error *err);
void orb_care_plan_release(struct orb_care_plan *plan);

/* The sheet of the plan for those who carry it out; its texts are copied. */
void orb_care_plan_tell(struct orb_handout *out, const struct orb_care_plan *plan);

/* The same for the person, easy to read: short sentences, one idea a line, plain words.
 * What people wrote is quoted, never altered. */
void orb_care_plan_tell_easy(struct orb_handout *out, const struct orb_care_plan *plan);

/* maps/schema/plan-1.schema.json: the plan of orb_plan_json_write, then the projet de vie
 * and the personalised plan apart. */
ORB_MUST_CHECK enum orb_status orb_care_plan_json_write(struct orb_output *out,
                                                        const struct orb_care_plan *plan,
                                                        struct orb_error *err);

/* ---- what the writers share */

/* Append "Médiathèque, Valclair", or what the case calls it; nothing without an offer. */
void orb_care_write_offer(struct orb_buf *out, const struct orb_care_plan *plan,
                          const struct orb_care_action *action);
/* The name of the organization that a commitment names by its id, else what it says. */
const char *orb_care_partner(const struct orb_care_plan *plan, const char *partner);
/* The telephone of the offer, else its e-mail; NULL = unknown. */
const char *orb_care_contact(const struct orb_care_plan *plan,
                             const struct orb_care_action *action);

#endif
