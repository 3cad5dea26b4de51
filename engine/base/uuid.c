/* The digest of the space and the name, with its version and variant written in. */
#include "engine/base/uuid.h"

#include <string.h>

#include "engine/base/digest.h"

enum { NAME_MAX_LEN = 1000 };

const struct orb_uuid_space orb_uuid_of_records = { { 0xa6, 0x00, 0xd9, 0xd1, 0x26, 0x28,
                                                      0x57, 0x9c, 0x85, 0x8d, 0xde, 0x36,
                                                      0xec, 0xb7, 0xa2, 0x25 } };

/* Millions of them: printf would take longer than the digest. */
static void write_bytes(char out[ORB_UUID_LEN], const unsigned char *bytes)
{
    static const char digits[] = "0123456789abcdef";

    for (int i = 0; i < 16; i++) {
        if (i == 4 || i == 6 || i == 8 || i == 10)
            *out++ = '-';
        *out++ = digits[bytes[i] >> 4];
        *out++ = digits[bytes[i] & 0x0f];
    }
    *out = '\0';
}

enum orb_status orb_uuid_make(char out[ORB_UUID_LEN], const struct orb_uuid_space *space,
                              const struct orb_digester *sha1, const char *name,
                              struct orb_error *err)
{
    unsigned char text[sizeof space->bytes + NAME_MAX_LEN];
    unsigned char b[ORB_DIGEST_BYTES];
    size_t len = strlen(name);
    enum orb_status status;

    len = len > NAME_MAX_LEN ? NAME_MAX_LEN : len;
    memcpy(text, space->bytes, sizeof space->bytes);
    memcpy(text + sizeof space->bytes, name, len);
    status = orb_digester_sum(sha1, text, sizeof space->bytes + len, b, err);
    if (status != ORB_OK)
        return status;
    b[6] = (unsigned char)((b[6] & 0x0f) | 0x50);
    b[8] = (unsigned char)((b[8] & 0x3f) | 0x80);
    write_bytes(out, b);
    return ORB_OK;
}

bool orb_uuid_is(const char *text)
{
    for (size_t i = 0; i < ORB_UUID_LEN - 1; i++) {
        char c = text[i];

        if (i == 8 || i == 13 || i == 18 || i == 23) {
            if (c != '-')
                return false;
        } else if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') ||
                     (c >= 'A' && c <= 'F'))) {
            return false;
        }
    }
    return text[ORB_UUID_LEN - 1] == '\0';
}
