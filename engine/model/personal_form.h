/* Reading the members of a document that describes a person: dates, codes, ids and texts in
 * which nobody is named. */
#ifndef ORB_MODEL_PERSONAL_FORM_H
#define ORB_MODEL_PERSONAL_FORM_H

#include "engine/base/date.h"
#include "engine/model/code_list.h"
#include "engine/model/json_form.h"
#include "engine/model/person.h"

/* Fail on key when text, a code or an identifier, has the shape of a name, a telephone
 * number, an e-mail address or a NIR. NULL is accepted. */
void orb_personal_shape(struct orb_form *form, const char *key, const char *text);

/* The same, and fail when the code is not in the nomenclature (list NULL = only its shape).
 * codes may be NULL. */
void orb_personal_code(struct orb_form *form, const char *key,
                       const struct orb_person_codes *codes, const char *list,
                       const char *code);

/* A list of such codes. */
struct orb_code_list orb_personal_codes(struct orb_form *form, const char *key,
                                        const struct orb_person_codes *codes,
                                        const char *list);

/* The id of an offer or an organization of the territory; NULL = absent. */
const char *orb_personal_resource(struct orb_form *form, const char *key);

/* ORB_DATE_NONE = absent. */
orb_date orb_personal_date(struct orb_form *form, const char *key, bool required);

/* A free text, NULL = absent; fails when it holds what looks like a telephone number, an
 * e-mail address, a NIR, or a civil title followed by a name. */
const char *orb_personal_text(struct orb_form *form, const char *key, bool required);

/* The three members above that say who spoke: "self", "with", "for". */
extern const char *const orb_expressed_names[3];

#endif
