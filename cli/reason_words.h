/* The words of matching for people: reasons, levers, alerts, criteria, circles. */
#ifndef CLI_REASON_WORDS_H
#define CLI_REASON_WORDS_H

#include "cli/question.h"

/* Append why, with the gap and the detail: "3 months above the age limit". */
void cli_reason_words(struct orb_buf *out, const struct cli_question *q,
                      const struct orb_reason *reason);

/* Append what would make it possible, joined by "; "; nothing when there is no lever. */
void cli_lever_words(struct orb_buf *out, const struct orb_reason *reason);

const char *cli_alert_words(enum orb_alert alert);
const char *cli_criterion_words(enum orb_criterion_id criterion);
const char *cli_rule_words(enum orb_rule_id rule);
const char *cli_class_words(enum orb_class class_);
const char *cli_frequency_words(enum orb_frequency frequency);
const char *cli_mode_words(enum orb_travel_mode mode);

/* The label of a code in the reader's language, else the code. Valid until the question is
 * closed. */
const char *cli_code_words(const struct cli_question *q, const char *list,
                           const char *code);

#endif
