/* Messages for people: English in the source, translated through gettext. */
#ifndef ORB_BASE_TEXT_H
#define ORB_BASE_TEXT_H

#include <libintl.h>

#define ORB_TEXT_DOMAIN "orbite"

/* _() translates now; N_() marks a sentence of a table for translation where it is used. */
#define _(text)                  dgettext(ORB_TEXT_DOMAIN, text)
#define N_(text)                 text
#define ORB_PLURAL(one, many, n) dngettext(ORB_TEXT_DOMAIN, one, many, (unsigned long)(n))

#endif
