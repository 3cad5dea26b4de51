/* Who loses a solution when services close, and what each is offered instead (R69). Class
 * team, like triage. */
#ifndef ORB_MAPS_REPORT_CLOSING_H
#define ORB_MAPS_REPORT_CLOSING_H

#include <stdbool.h>

#include "engine/cohort/instead.h"
#include "maps/report_triage.h"

/* A person before and after; all borrowed. */
struct orb_triage_loss {
    const struct orb_triage_person *before, *after;
    const struct orb_instead *instead; /* by need; NULL when nothing is lost */
};

/* All borrowed. */
struct orb_report_closing_input {
    const struct orb_report_triage_input *triage;
    const uint64_t *closed; /* a bit for each offer */
    const struct orb_triage_loss *losses;
    size_t count; /* of losses, in the order of work */
};

/* Is a need worse off, or met today by what closes alone? */
bool orb_triage_loses_need(const struct orb_triage_loss *loss, uint32_t need);

/* Does the person lose anything: a need, or a service that supports the person today? */
bool orb_triage_loses(const struct orb_triage_loss *loss,
                      const struct orb_catalogue *catalogue, const uint64_t *closed);

/* Those who lose something, one line for each need; counts are told in notes. */
void orb_report_closing(struct orb_report *report,
                        const struct orb_report_closing_input *input);

#endif
