/* UUIDs made of names (version 5, RFC 9562): the same name always gets the same one. */
#ifndef ORB_BASE_UUID_H
#define ORB_BASE_UUID_H

#include <stdbool.h>
#include <stddef.h>

#include "engine/base/error.h"

/* "7f5f4a41-cbbf-5bd2-821c-bb0b7a2737e9" and NUL. */
#define ORB_UUID_LEN 37

struct orb_digester;

/* Where names are unique: a UUID as bytes. */
struct orb_uuid_space {
    unsigned char bytes[16];
};

/* The names of our records: UUID of the DNS name orbite.invalid. */
extern const struct orb_uuid_space orb_uuid_of_records;

/* The UUID of a name. sha1 is a digester of the kind "sha1"; the name may have 1,000
 * bytes, of a longer one the first count. */
ORB_MUST_CHECK enum orb_status orb_uuid_make(char out[ORB_UUID_LEN],
                                             const struct orb_uuid_space *space,
                                             const struct orb_digester *sha1,
                                             const char *name, struct orb_error *err);

/* Is the text a UUID of any version, in its form of 36 characters? */
bool orb_uuid_is(const char *text);

#endif
