/* Finds telephone numbers and e-mail addresses in free text, where none may be. */
#ifndef ORB_IMPORTERS_CONTACT_TEXT_H
#define ORB_IMPORTERS_CONTACT_TEXT_H

#include <stdbool.h>

/* True when the text seems to hold one. Dates, FINESS numbers and SIRET do not count. */
bool orb_contact_text_has(const char *text);

#endif
