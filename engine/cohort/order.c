/* The order of work: a convention, told with all its terms, not a medical priority (METHODS
 * 5.2). */
#include <string.h>

#include "engine/cohort/triage_parts.h"

static int deadline_class(const struct orb_triage *t)
{
    int class_ = 0;

    if (t->person->urgency_days < 0)
        return ORB_PROFILE_DEADLINES;
    while (class_ < ORB_PROFILE_DEADLINES &&
           (double)t->person->urgency_days > t->p->cohort.deadline_days[class_])
        class_++;
    return class_;
}

static int64_t days_waited(const struct orb_triage *t)
{
    orb_date first = t->case_->first_decision;

    for (uint32_t i = 0; i < t->decision_count; i++) {
        orb_date decided = t->decisions[i].decision->decided_on;

        if (decided != ORB_DATE_NONE && (first == ORB_DATE_NONE || decided < first))
            first = decided;
    }
    return first == ORB_DATE_NONE || first > t->person->reference_date
               ? -1
               : (int64_t)t->person->reference_date - first;
}

struct orb_urgency orb_urgency_of(const struct orb_triage *t,
                                  const struct orb_triage_person *person)
{
    struct orb_urgency u = { .deadline_class = deadline_class(t),
                             .isolated = person->isolation.isolated,
                             .waiting = days_waited(t) };

    for (uint32_t i = 0; i < person->need_count; i++)
        u.weight += (int64_t)person->needs[i].state * t->person->needs[i].priority;
    if (person->need_count > 0) {
        u.state = (int)person->needs[person->worst].state;
        u.priority = t->person->needs[person->worst].priority;
    }
    return u;
}

static int64_t greater_first(int64_t a, int64_t b)
{
    return a > b ? -1 : a < b;
}

int orb_triage_compare(const struct orb_triage_person *a, const struct orb_triage_person *b)
{
    const struct orb_urgency *u = &a->urgency;
    const struct orb_urgency *v = &b->urgency;
    const int64_t terms[] = { (int64_t)u->deadline_class - v->deadline_class,
                              (int64_t)v->isolated - u->isolated,
                              greater_first(u->state, v->state),
                              greater_first(u->priority, v->priority),
                              greater_first(u->weight, v->weight),
                              greater_first(u->waiting, v->waiting) };

    for (size_t i = 0; i < sizeof terms / sizeof terms[0]; i++)
        if (terms[i] != 0)
            return terms[i] < 0 ? -1 : 1;
    return strcmp(a->case_->person->id, b->case_->person->id);
}
