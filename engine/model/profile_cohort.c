/* Horizons and limits of persons without solution (METHODS 5). */
#include "engine/base/json.h"
#include "engine/base/text.h"
#include "engine/model/profile_form.h"

#define DAYS_MAX   36500
#define MONTHS_MAX 1200

static void read_deadlines(struct orb_profile *p, struct orb_form *f)
{
    const struct orb_json *array = orb_form_array(f, "deadline_days");
    double before = -1;

    if (f->status == ORB_OK && orb_json_count(array) != ORB_PROFILE_DEADLINES) {
        orb_form_fail(f, "deadline_days", _("three numbers that rise are expected here"));
        return;
    }
    for (size_t i = 0; f->status == ORB_OK && i < ORB_PROFILE_DEADLINES; i++) {
        double days = orb_json_number(orb_json_at(array, i));

        if (!(days > before && days <= DAYS_MAX)) {
            orb_form_fail(f, "deadline_days",
                          _("three numbers that rise are expected here"));
            return;
        }
        p->cohort.deadline_days[i] = before = days;
    }
}

void orb_profile_read_cohort(struct orb_profile *p, struct orb_form *f)
{
    struct orb_form cohort;
    struct orb_form inner;

    orb_form_enter(&cohort, f, "cohort", true);
    p->cohort.wait_max_days = orb_field_number(&cohort, "wait_max_days");
    read_deadlines(p, &cohort);
    orb_form_enter(&inner, &cohort, "fragile", true);
    p->cohort.orientation_months =
        orb_form_integer(&inner, "orientation_months", -1, 0, MONTHS_MAX);
    p->cohort.age_months = orb_form_integer(&inner, "age_months", -1, 0, MONTHS_MAX);
    p->cohort.wait_days = orb_field_number(&inner, "wait_days");
    p->cohort.closing_months =
        orb_form_integer(&inner, "closing_months", -1, 0, MONTHS_MAX);
    p->cohort.horizon_days = orb_field_number(&inner, "deadline_days");
    orb_form_join(&cohort, &inner);
    orb_form_enter(&inner, &cohort, "isolation", true);
    p->cohort.isolated_from = orb_form_integer(&inner, "isolated_from", -1, 1, 6);
    p->cohort.contact_months =
        orb_form_integer(&inner, "contact_months", -1, 1, MONTHS_MAX);
    orb_form_join(&cohort, &inner);
    orb_form_join(f, &cohort);
}
