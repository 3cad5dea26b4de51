/* The words of matching for people: reasons, levers, alerts, criteria, classes. In the
 * language of messages; labels of nomenclatures in that of the reader. */
#ifndef ORB_MAPS_REASON_WORDS_H
#define ORB_MAPS_REASON_WORDS_H

#include "engine/base/buf.h"
#include "engine/catalogue/catalogue.h"
#include "engine/match/circle.h"
#include "engine/match/match.h"
#include "engine/vocabulary/vocabulary.h"

/* Borrowed. */
struct orb_reader {
    const struct orb_catalogue *catalogue;
    struct orb_vocabulary *vocabulary; /* reads its lists at the first use */
    bool french;
};

/* Append why, with the gap and the detail: "3 months above the age limit". */
void orb_reason_words(struct orb_buf *out, const struct orb_reader *reader,
                      const struct orb_reason *reason);

/* The same without gap nor detail: "too far". */
const char *orb_reason_code_words(enum orb_reason_code code);

/* "arrange transport". */
const char *orb_lever_word(enum orb_lever lever);

/* Append what would make it possible, joined by "; "; nothing when there is no lever. */
void orb_lever_words(struct orb_buf *out, const struct orb_reason *reason);

const char *orb_alert_words(enum orb_alert alert);
const char *orb_criterion_words(enum orb_criterion_id criterion);
const char *orb_rule_words(enum orb_rule_id rule);
const char *orb_class_words(enum orb_class class_);
const char *orb_circle_basis_words(enum orb_circle_basis basis);
const char *orb_frequency_words(enum orb_frequency frequency);
const char *orb_mode_words(enum orb_travel_mode mode);

/* The label of a code, else the code. Valid as long as the vocabulary. */
const char *orb_code_words(const struct orb_reader *reader, const char *list,
                           const char *code);

#endif
