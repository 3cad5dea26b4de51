/* Accessibility in words. */
#ifndef ORB_MAPS_FEATURE_WORDS_H
#define ORB_MAPS_FEATURE_WORDS_H

#include "engine/base/buf.h"
#include "engine/model/terms.h"

/* Append "wheelchair access: limited", in the language of messages. A name that is not of
 * the format is told as its source writes it, with blanks. */
void orb_feature_words(struct orb_buf *out, const char *name, enum orb_feature_level level);

#endif
