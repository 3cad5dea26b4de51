/* Catchments, weights by distance and limits of the planner (METHODS 2 and 4). */
#include "engine/base/json.h"
#include "engine/base/text.h"
#include "engine/model/profile_form.h"

static double above_zero(struct orb_form *f, const char *key)
{
    double value = orb_field_number(f, key);

    if (f->status == ORB_OK && !(value > 0))
        orb_form_fail(f, key, _("a number above zero is expected here"));
    return value;
}

static double share(struct orb_form *f, const char *key)
{
    double value = orb_field_number(f, key);

    if (f->status == ORB_OK && !(value > 0 && value <= 1))
        orb_form_fail(f, key, _("a number above 0, at most 1, is expected here"));
    return value;
}

/* What is farther never weighs more. */
static void read_steps(struct orb_profile *p, struct orb_form *f)
{
    const struct orb_json *array = orb_form_array(f, "steps");
    size_t count = orb_json_count(array);
    double before = 1;

    if (f->status == ORB_OK && (count == 0 || count > ORB_PROFILE_STEPS)) {
        orb_form_fail(f, "steps", _("from 1 to 8 numbers are expected here"));
        return;
    }
    for (size_t i = 0; f->status == ORB_OK && i < count; i++) {
        double weight = orb_json_number(orb_json_at(array, i));

        if (!(weight >= 0 && weight <= before)) {
            orb_form_fail(f, "steps",
                          _("numbers from 1 to 0 that never rise are expected here"));
            return;
        }
        p->planning.steps[i] = before = weight;
        p->planning.step_count = (uint32_t)i + 1;
    }
}

void orb_profile_read_planning(struct orb_profile *p, struct orb_form *f)
{
    struct orb_form planning;
    struct orb_form inner;

    orb_form_enter(&planning, f, "planning", true);
    orb_form_enter(&inner, &planning, "catchment", true);
    p->planning.day_minutes = above_zero(&inner, "day_minutes");
    p->planning.residential_minutes = above_zero(&inner, "residential_minutes");
    read_steps(p, &inner);
    orb_form_join(&planning, &inner);
    p->planning.saturated_days = orb_field_number(&planning, "saturated_days");
    orb_form_enter(&inner, &planning, "overlap", true);
    p->planning.overlap_publics = share(&inner, "publics");
    p->planning.overlap_ages = share(&inner, "ages");
    p->planning.overlap_zones = share(&inner, "zones");
    p->planning.overlap_minutes = orb_field_number(&inner, "minutes");
    orb_form_join(&planning, &inner);
    orb_form_join(f, &planning);
}
