/* One offer of an answer, as people read it. */
#ifndef CLI_ANSWER_OFFER_H
#define CLI_ANSWER_OFFER_H

#include "cli/question.h"
#include "engine/base/buf.h"

/* Append a line of text wrapped at the width of the reader, indented. */
void cli_answer_line(struct orb_buf *out, const struct cli_question *q, size_t indent,
                     const char *text);

/* The same with a format. */
void cli_answer_printf(struct orb_buf *out, const struct cli_question *q, size_t indent,
                       const char *format, ...) ORB_PRINTF(4, 5);

/* Append a title, underlined, after an empty line. */
void cli_answer_title(struct orb_buf *out, const char *text);

/* "1.3.3.2 Work and employment". */
void cli_answer_need(struct orb_buf *out, const struct cli_question *q, uint32_t need);

/* The plan: who covers what, what it gives beyond, who else could, what stays uncovered. */
void cli_answer_bundle(struct orb_buf *out, const struct cli_question *q);

/* The name of an offer and its commune: "SESSAD Les Saules, Valbourg". */
void cli_answer_name(struct orb_buf *out, const struct cli_question *q, uint32_t offer);

/* "C1b conventionné", the circle with its label. */
void cli_answer_circle(struct orb_buf *out, const struct cli_question *q,
                       enum orb_circle circle);

/* "18 min by car (estimate)", "at home, in its area", "travel time not known". */
void cli_answer_place(struct orb_buf *out, const struct cli_question *q,
                      const struct orb_place *place);

/* Lines "telephone …; e-mail …; checked …" and "source …". */
void cli_answer_contact(struct orb_buf *out, const struct cli_question *q, uint32_t offer,
                        size_t indent);

/* One line for each reason: what, and what would make it possible. */
void cli_answer_reasons(struct orb_buf *out, const struct cli_question *q,
                        const struct orb_verdict *verdict, size_t indent);

/* "coverage 27.69 + travel 9.12 + ... = 69.64", unknown parts marked. */
void cli_answer_score(struct orb_buf *out, const struct cli_question *q,
                      const struct orb_need_evaluation *e, size_t indent);

/* Alerts in one line; nothing when there is none. */
void cli_answer_alerts(struct orb_buf *out, const struct cli_question *q, uint32_t alerts,
                       size_t indent);

#endif
