/* The names of the profile's enumerations, and finding in its tables. */
#include "engine/model/profile.h"

#include <string.h>

const char *const orb_rule_names[ORB_RULES] = {
    "duplicate", "institution", "carers_only",   "closed",     "no_need",     "refused",
    "open",      "age",         "public",        "associated", "orientation", "modality",
    "language",  "place",       "accessibility", "deadline"
};
const char *const orb_criterion_names[ORB_CRITERIA] = { "N", "G", "R", "I",
                                                        "E", "W", "A", "H" };
const char *const orb_circle_names[ORB_CIRCLES] = { "C0", "C1a", "C1b", "C2",
                                                    "C3", "C4",  "INST" };
const char *const orb_frequency_names[ORB_FREQUENCIES] = { "daily", "weekly", "monthly",
                                                           "residential", "once" };
const char *const orb_travel_mode_names[ORB_MODES] = { "car",     "adapted_vehicle",
                                                       "transit", "bike",
                                                       "walk",    "wheelchair" };
const char *const orb_igas_names[ORB_IGAS_OPTIONS] = { "age_bounds", "associated",
                                                       "home_temporary" };
const char *const orb_class_names[ORB_CLASSES] = { "eligible", "to_verify", "near_miss",
                                                   "excluded" };

int orb_name_index(const char *const *names, int count, const char *text)
{
    for (int i = 0; i < count; i++)
        if (strcmp(names[i], text) == 0)
            return i;
    return -1;
}

const struct orb_profile_policy *orb_profile_policy_find(const struct orb_profile *profile,
                                                         const char *name)
{
    for (uint32_t i = 0; i < profile->policy_count; i++)
        if (strcmp(profile->policies[i].name, name) == 0)
            return &profile->policies[i];
    return NULL;
}

const struct orb_profile_modality *
orb_profile_modality_find(const struct orb_profile *profile, const char *code)
{
    for (uint32_t i = 0; i < profile->modality_count; i++)
        if (strcmp(profile->modalities[i].code, code) == 0)
            return &profile->modalities[i];
    return NULL;
}

const struct orb_profile_need *orb_profile_need_find(const struct orb_profile *profile,
                                                     const char *code)
{
    for (uint32_t i = 0; i < profile->need_count; i++)
        if (strcmp(profile->needs[i].code, code) == 0)
            return &profile->needs[i];
    return NULL;
}

const struct orb_profile_weights *
orb_profile_weights_find(const struct orb_profile *profile, const char *need_code)
{
    const char *dot = strchr(need_code, '.');
    size_t len;

    if (dot == NULL)
        return NULL;
    len = (size_t)(dot - need_code) + 1 + strcspn(dot + 1, ".");
    for (uint32_t i = 0; i < profile->weights_count; i++)
        if (strlen(profile->weights[i].branch) == len &&
            strncmp(profile->weights[i].branch, need_code, len) == 0)
            return &profile->weights[i];
    return NULL;
}
