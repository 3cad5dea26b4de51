/* Why an offer does not suit, or not surely: one reason of one rule (MATCHING 4.7). */
#ifndef ORB_MATCH_REASON_H
#define ORB_MATCH_REASON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "engine/base/date.h"
#include "engine/model/profile.h"

enum orb_outcome_of_rule { ORB_RULE_YES = 0, ORB_RULE_UNKNOWN, ORB_RULE_NO };

enum orb_reason_code {
    ORB_REASON_DUPLICATE = 0,
    ORB_REASON_INSTITUTION,
    ORB_REASON_CARERS_ONLY,
    ORB_REASON_CLOSED,
    ORB_REASON_NO_NEED,
    ORB_REASON_REFUSED_BY_PERSON,
    ORB_REASON_NOT_DROIT_COMMUN,
    ORB_REASON_RESIDENTIAL_REFUSED,
    ORB_REASON_DROIT_COMMUN_UNKNOWN,
    ORB_REASON_NOT_OPEN_YET,
    ORB_REASON_TEMPORARILY_CLOSED,
    ORB_REASON_NOT_ACCEPTING,
    ORB_REASON_ACTIVITY_UNKNOWN,
    ORB_REASON_AGE_MIN,
    ORB_REASON_AGE_MAX,
    ORB_REASON_AGE_UNKNOWN,
    ORB_REASON_AGE_PERSON_UNKNOWN,
    ORB_REASON_AGE_MIN_BOUNDARY,
    ORB_REASON_AGE_MAX_BOUNDARY,
    ORB_REASON_AGE_IGAS,
    ORB_REASON_PUBLIC,
    ORB_REASON_PUBLIC_UNKNOWN,
    ORB_REASON_GROUPS_UNKNOWN,
    ORB_REASON_PUBLIC_NARROWER,
    ORB_REASON_ASSOCIATED,
    ORB_REASON_ASSOCIATED_UNKNOWN,
    ORB_REASON_ASSOCIATED_IGAS,
    ORB_REASON_ORIENTATION,
    ORB_REASON_ORIENTATION_EXPIRED,
    ORB_REASON_ORIENTATION_FUTURE,
    ORB_REASON_ORIENTATION_UNKNOWN,
    ORB_REASON_PERSON_ORIENTATION_UNKNOWN,
    ORB_REASON_MODALITY,
    ORB_REASON_MODALITY_UNKNOWN,
    ORB_REASON_MODALITY_POSSIBLE,
    ORB_REASON_MODALITY_IGAS,
    ORB_REASON_LANGUAGE,
    ORB_REASON_LANGUAGE_UNKNOWN,
    ORB_REASON_ZONE,
    ORB_REASON_TRAVEL,
    ORB_REASON_ZONE_UNKNOWN,
    ORB_REASON_TRAVEL_UNKNOWN,
    ORB_REASON_ACCESSIBILITY,
    ORB_REASON_ACCESSIBILITY_UNKNOWN,
    ORB_REASON_DEADLINE,
    ORB_REASON_WAIT_UNKNOWN,
    ORB_REASON_CODES
};

/* What would make it possible; a reason may have several. */
enum orb_lever {
    ORB_LEVER_WAIT_OPENING = 0,
    ORB_LEVER_WAITING_LIST,
    ORB_LEVER_WAIT_UNTIL,
    ORB_LEVER_IGAS_AGE_16_20,
    ORB_LEVER_IGAS_ASSOCIATED,
    ORB_LEVER_IGAS_HOME_TEMPORARY,
    ORB_LEVER_DEROGATION_NAMED,
    ORB_LEVER_REQUEST_MDPH,
    ORB_LEVER_RENEW_MDPH,
    ORB_LEVER_WAIT_DECISION,
    ORB_LEVER_ASK_PROVIDER,
    ORB_LEVER_INTERPRETER,
    ORB_LEVER_ZONE_EXTENSION,
    ORB_LEVER_TRANSPORT,
    ORB_LEVER_ADAPTATION,
    ORB_LEVER_DATED,
    ORB_LEVERS
};

enum orb_unit { ORB_UNIT_NONE = 0, ORB_UNIT_MONTHS, ORB_UNIT_DAYS, ORB_UNIT_MINUTES };

enum orb_detail_kind {
    ORB_DETAIL_NONE = 0,
    ORB_DETAIL_DATE,         /* value: orb_date */
    ORB_DETAIL_MONTH,        /* value: year * 12 + month - 1 */
    ORB_DETAIL_NUMBER,       /* value */
    ORB_DETAIL_OFFER,        /* value: offer of the catalogue */
    ORB_DETAIL_ORIENTATIONS, /* value: terms of the catalogue, whose orientations are meant
                              */
    ORB_DETAIL_TEXT,         /* text */
    ORB_DETAIL_FEATURE       /* text, value: enum orb_feature_level */
};

struct orb_reason {
    double slack;
    double gap;       /* NaN = none */
    const char *text; /* of the person, borrowed */
    int64_t value;
    uint8_t rule;    /* enum orb_rule_id */
    uint8_t outcome; /* enum orb_outcome_of_rule */
    uint8_t code;    /* enum orb_reason_code */
    uint8_t unit;    /* enum orb_unit */
    uint8_t detail;  /* enum orb_detail_kind */
    bool relaxable;
    uint32_t levers; /* bits 1 << enum orb_lever */
};

extern const char *const orb_reason_code_names[ORB_REASON_CODES];
extern const char *const orb_lever_names[ORB_LEVERS];
extern const char *const orb_unit_names[4];    /* [0] NULL */
extern const char *const orb_outcome_names[3]; /* yes, unknown, no */

/* Levers in the order in which they are told: wait_until before igas before derogation. */
#define ORB_LEVER_BIT(lever) (1U << (lever))

/* A list of reasons that grows; failed says that memory lacked. Zero-initialised is empty.
 */
struct orb_reasons {
    struct orb_reason *items;
    size_t count;
    size_t capacity;
    bool failed;
};

/* Add a reason "no" of a rule; the caller fills gap, detail and levers. Never NULL: a spare
 * one is given when memory lacks. */
struct orb_reason *orb_reason_no(struct orb_reasons *list, enum orb_rule_id rule,
                                 enum orb_reason_code code, double slack);
/* Add a reason "unknown" (slack 0, lever ask_provider). */
struct orb_reason *orb_reason_unknown(struct orb_reasons *list, enum orb_rule_id rule,
                                      enum orb_reason_code code);

/* age_igas, associated_igas, modality_igas. */
bool orb_reason_is_igas(const struct orb_reason *reason);

#endif
