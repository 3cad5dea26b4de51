/* What the readers of the profile share. Private to engine/model. */
#ifndef ORB_MODEL_PROFILE_FORM_H
#define ORB_MODEL_PROFILE_FORM_H

#include "engine/model/json_form.h"
#include "engine/model/profile.h"

/* No number of a profile is larger. */
#define ORB_FIELD_BIG 1e9

/* A number, or a whole number from 0, that must be there. */
double orb_field_number(struct orb_form *f, const char *key);
int64_t orb_field_integer(struct orb_form *f, const char *key);

/* An object whose keys are the user's: visits its members in the order of their bytes. */
struct orb_member_list {
    const char **keys;
    const struct orb_json **values;
    size_t count;
    struct orb_form *form;
};
void orb_field_members(struct orb_member_list *list, struct orb_form *f, const char *key);

/* A list of texts that is a member of an object with free keys. */
struct orb_code_list orb_field_texts(struct orb_form *f, const char *key,
                                     const struct orb_json *value);

/* An object of lists of texts. */
const struct orb_profile_list *orb_field_lists(struct orb_form *f, const char *key,
                                               uint32_t *count);

/* Parts of the profile. */
void orb_profile_read_rules(struct orb_profile *p, struct orb_form *f);
void orb_profile_read_travel(struct orb_profile *p, struct orb_form *f);
void orb_profile_read_planning(struct orb_profile *p, struct orb_form *f);
void orb_profile_read_cohort(struct orb_profile *p, struct orb_form *f);

#endif
