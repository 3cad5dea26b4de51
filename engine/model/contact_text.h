/* The forms of telephone numbers, e-mail and web addresses; finds the first two in free
 * text, where none may be. */
#ifndef ORB_MODEL_CONTACT_TEXT_H
#define ORB_MODEL_CONTACT_TEXT_H

#include <stdbool.h>

/* True when the text seems to hold one. Dates, FINESS numbers and SIRET do not count. */
bool orb_contact_text_has(const char *text);

/* Is the text one telephone number of 3 to 15 digits, one e-mail address, one address of
 * the web (http, https)? */
bool orb_contact_is_phone(const char *text);
bool orb_contact_is_email(const char *text);
bool orb_contact_is_url(const char *text);

#endif
