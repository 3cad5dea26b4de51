/* Contacts that somebody keeps: no text that holds one is shown, however it is written. */
#ifndef ORB_MODEL_RESTRICTED_H
#define ORB_MODEL_RESTRICTED_H

#include <stdbool.h>

#include "engine/base/buf.h"
#include "engine/base/strmap.h"
#include "engine/model/organization.h"

/* Zero-initialised is empty: it then hides nothing and reads no text. */
struct orb_restricted {
    struct orb_strmap keys; /* "channel key" of whole values; keys of what they hold */
    struct orb_buf key;     /* scratch */
};

/* Keep the contact from being shown, when it is restricted. ORB_ERR_MEMORY. */
ORB_MUST_CHECK enum orb_status orb_restricted_add(struct orb_restricted *restricted,
                                                  const struct orb_contact *contact,
                                                  struct orb_error *err);

/*
 * Set *hidden when the text is a restricted value of the channel (NULL = of none), or holds
 * a restricted number, e-mail or web address. The text may be NULL. ORB_ERR_MEMORY.
 */
ORB_MUST_CHECK enum orb_status orb_restricted_hides(struct orb_restricted *restricted,
                                                    const char *channel, const char *text,
                                                    bool *hidden, struct orb_error *err);

void orb_restricted_release(struct orb_restricted *restricted);

#endif
