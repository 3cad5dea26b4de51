/* Every length is checked against what is left before it is used. */
#include "engine/vault/layout.h"

#include <sodium.h>
#include <string.h>

#include "engine/base/text.h"

static const char magic[] = "ORBVAULT";

#define MAGIC_LEN 8
#define START_LEN (MAGIC_LEN + 2 + 2 + 4)

enum orb_status orb_vault_damaged(struct orb_error *err)
{
    return orb_error_set(
        err, ORB_ERR_CORRUPT,
        _("the vault is damaged: it is not as Orbite wrote it; put back a backup, the vault and its journal"));
}

static unsigned get_u16(const unsigned char *at)
{
    return (unsigned)at[0] | (unsigned)at[1] << 8;
}

static enum orb_status check_version(const unsigned char *bytes, struct orb_error *err)
{
    unsigned version = get_u16(bytes + MAGIC_LEN);
    unsigned flags = get_u16(bytes + MAGIC_LEN + 2);

    if (version != ORB_VAULT_VERSION)
        return orb_error_set(
            err, ORB_ERR_UNSUPPORTED,
            _("this is a vault of version %u, and this Orbite reads version %d: an Orbite that reads version %u is needed"),
            version, ORB_VAULT_VERSION, version);
    if (flags != 0)
        return orb_error_set(
            err, ORB_ERR_UNSUPPORTED,
            _("this vault has marks (%04x) that this Orbite does not know, and it reads version %d without them: a newer Orbite is needed"),
            flags, ORB_VAULT_VERSION);
    return ORB_OK;
}

enum orb_status orb_vault_layout_read(struct orb_vault_layout *out, const void *bytes,
                                      size_t len, struct orb_error *err)
{
    const unsigned char *start = bytes;
    struct orb_vault_layout read = { .sealed = start };
    enum orb_status status;

    if (len < MAGIC_LEN || memcmp(start, magic, MAGIC_LEN) != 0)
        return orb_error_set(err, ORB_ERR_UNSUPPORTED, _("this is not a vault of Orbite"));
    if (len < START_LEN)
        return orb_vault_damaged(err);
    status = check_version(start, err);
    if (status != ORB_OK)
        return status;
    read.header_len = orb_get_u32(start + MAGIC_LEN + 4);
    if (read.header_len > ORB_VAULT_HEADER_MAX ||
        len - START_LEN < read.header_len + ORB_MAC_BYTES)
        return orb_vault_damaged(err);
    read.header = (const char *)start + START_LEN;
    read.sealed_len = START_LEN + read.header_len;
    read.mac = start + read.sealed_len;
    read.next = read.mac + ORB_MAC_BYTES;
    read.end = start + len;
    *out = read;
    return ORB_OK;
}

bool orb_vault_chunk_next(struct orb_vault_layout *layout, struct orb_vault_chunk *chunk)
{
    size_t left = (size_t)(layout->end - layout->next);
    size_t len;

    if (left < 4 + ORB_NONCE_BYTES + ORB_TAG_BYTES)
        return false;
    len = orb_get_u32(layout->next);
    if (len < ORB_TAG_BYTES || len > left - 4 - ORB_NONCE_BYTES)
        return false;
    chunk->nonce = layout->next + 4;
    chunk->cipher = chunk->nonce + ORB_NONCE_BYTES;
    chunk->len = len;
    layout->next = chunk->cipher + len;
    return true;
}

bool orb_vault_layout_is_sealed(const struct orb_vault_layout *layout,
                                const struct orb_vault_keys *keys)
{
    return crypto_auth_hmacsha512256_verify(layout->mac, layout->sealed, layout->sealed_len,
                                            keys->sub[ORB_SUBKEY_HEADER]) == 0;
}

void orb_vault_layout_start(struct orb_buf *out, const struct orb_buf *header,
                            const struct orb_vault_keys *keys)
{
    unsigned char numbers[2 + 2 + 4] = { ORB_VAULT_VERSION, 0, 0, 0 };
    unsigned char mac[ORB_MAC_BYTES];
    size_t start = out->len;

    (void)orb_put_u32(numbers + 4, (uint32_t)header->len);
    orb_buf_add(out, magic, MAGIC_LEN);
    orb_buf_add(out, numbers, sizeof numbers);
    orb_buf_add(out, header->data, header->len);
    if (out->failed)
        return;
    (void)crypto_auth_hmacsha512256(mac, (const unsigned char *)out->data + start,
                                    out->len - start, keys->sub[ORB_SUBKEY_HEADER]);
    orb_buf_add(out, mac, sizeof mac);
}

void orb_vault_chunk_start(struct orb_buf *out, const struct orb_vault_chunk *chunk)
{
    unsigned char length[4];

    (void)orb_put_u32(length, (uint32_t)chunk->len);
    orb_buf_add(out, length, sizeof length);
    orb_buf_add(out, chunk->nonce, ORB_NONCE_BYTES);
}
