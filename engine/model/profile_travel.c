/* Frequencies and travel of the profile (MATCHING 4.5 and 6). */
#include "engine/base/json.h"
#include "engine/base/text.h"
#include "engine/model/profile_form.h"

static void read_frequencies(struct orb_profile *p, struct orb_form *f)
{
    struct orb_form all;

    orb_form_enter(&all, f, "frequencies", true);
    for (int i = 0; i < ORB_FREQUENCIES; i++) {
        struct orb_form one;

        orb_form_enter(&one, &all, orb_frequency_names[i], true);
        p->frequencies[i].half_life = orb_field_number(&one, "half_life");
        p->frequencies[i].max = orb_field_number(&one, "max");
        if (!(p->frequencies[i].half_life > 0))
            orb_form_fail(&one, "half_life", _("a number above zero is expected here"));
        orb_form_join(&all, &one);
    }
    orb_form_join(f, &all);
}

static void read_travel_mode(struct orb_profile_travel_mode *m, struct orb_form *f)
{
    static const char *const classes[] = { "1", "2", "3", "4" };
    struct orb_form local;
    struct orb_form detour;

    m->access_minutes = orb_field_number(f, "access_minutes");
    m->mid_kmh = orb_field_number(f, "mid_kmh");
    m->far_kmh = orb_field_number(f, "far_kmh");
    orb_form_enter(&local, f, "local_kmh", true);
    for (int i = 0; i < 4; i++)
        m->local_kmh[i + 1] = orb_field_number(&local, classes[i]);
    orb_form_join(f, &local);
    orb_form_enter(&detour, f, "detour", true);
    m->detour[0] = orb_field_number(&detour, "near");
    m->detour[1] = orb_field_number(&detour, "mid");
    m->detour[2] = orb_field_number(&detour, "far");
    orb_form_join(f, &detour);
    if (!(m->mid_kmh > 0) || !(m->far_kmh > 0))
        orb_form_fail(f, "mid_kmh", _("a number above zero is expected here"));
}

static void read_two(double out[2], struct orb_form *f, const char *key)
{
    const struct orb_json *array = orb_form_array(f, key);

    for (size_t i = 0; i < 2; i++) {
        out[i] = orb_json_number(orb_json_at(array, i));
        if (!(out[i] >= 0) || orb_json_count(array) != 2)
            orb_form_fail(f, key, _("two numbers are expected here"));
    }
}

static void read_default_modes(struct orb_profile *p, struct orb_form *f)
{
    struct orb_code_list modes = orb_form_codes(f, "default_modes");

    for (uint32_t i = 0; i < modes.count && i < ORB_MODES; i++) {
        int mode = orb_name_index(orb_travel_mode_names, ORB_MODES, modes.items[i]);

        if (mode < 0)
            orb_form_fail(f, "default_modes",
                          _("this word is not one of those accepted here"));
        else
            p->travel.default_modes[p->travel.default_mode_count++] =
                (enum orb_travel_mode)mode;
    }
}

void orb_profile_read_travel(struct orb_profile *p, struct orb_form *f)
{
    static const char *const densities[] = { "", "1", "2", "3", "4" };
    struct orb_form travel;
    struct orb_form inner;

    read_frequencies(p, f);
    orb_form_enter(&travel, f, "travel", true);
    p->travel.earth_radius_km = orb_field_number(&travel, "earth_radius_km");
    p->travel.default_density =
        orb_form_choice(&travel, "default_density", densities, 5, -2);
    read_default_modes(p, &travel);
    read_two(p->travel.detour_km, &travel, "detour_km");
    read_two(p->travel.speed_km, &travel, "speed_km");
    orb_form_enter(&inner, &travel, "precision_m", true);
    for (int i = ORB_PRECISION_HOUSENUMBER; i <= ORB_PRECISION_MUNICIPALITY; i++)
        p->travel.precision_m[i] =
            orb_field_number(&inner, orb_precision_name((enum orb_precision)i));
    orb_form_join(&travel, &inner);
    orb_form_enter(&inner, &travel, "modes", true);
    for (int i = 0; i < ORB_MODES; i++) {
        struct orb_form mode;

        orb_form_enter(&mode, &inner, orb_travel_mode_names[i], true);
        read_travel_mode(&p->travel.modes[i], &mode);
        orb_form_join(&inner, &mode);
    }
    orb_form_join(&travel, &inner);
    orb_form_join(f, &travel);
}
