/* It is read before anything is authenticated: only what we would write is accepted. */
#include "engine/vault/header.h"

#include <inttypes.h>
#include <sodium.h>
#include <string.h>

#include "engine/base/json.h"
#include "engine/vault/layout.h"

#define HEX_MAX (2 * ORB_SLOT_WRAPPED + 1)

static bool read_hex(unsigned char *out, size_t size, const struct orb_json *value)
{
    const char *text = orb_json_text(value);
    size_t len = 0;

    return text != NULL && orb_json_text_len(value) == 2 * size &&
           sodium_hex2bin(out, size, text, 2 * size, NULL, &len, NULL) == 0 && len == size;
}

static bool read_count(uint64_t *out, const struct orb_json *value)
{
    int64_t number = orb_json_integer(value);

    *out = (uint64_t)number;
    return orb_json_type(value) == ORB_JSON_INTEGER && number > 0;
}

static bool read_slot(struct orb_slot *slot, const struct orb_json *value)
{
    uint64_t number;

    if (!read_count(&number, orb_json_get(value, "slot")) || number > UINT32_MAX ||
        !read_count(&slot->ops, orb_json_get(value, "ops")) ||
        !read_count(&slot->mem, orb_json_get(value, "mem")))
        return false;
    slot->number = (uint32_t)number;
    return read_hex(slot->salt, sizeof slot->salt, orb_json_get(value, "salt")) &&
           read_hex(slot->nonce, sizeof slot->nonce, orb_json_get(value, "nonce")) &&
           read_hex(slot->wrapped, sizeof slot->wrapped, orb_json_get(value, "wrapped"));
}

static bool read_header(struct orb_vault_header *header, const struct orb_json *document)
{
    const struct orb_json *slots = orb_json_get(document, "slots");

    header->slot_count = orb_json_count(slots);
    if (orb_json_type(slots) != ORB_JSON_ARRAY || header->slot_count == 0 ||
        header->slot_count > ORB_VAULT_USERS_MAX)
        return false;
    for (size_t i = 0; i < header->slot_count; i++)
        if (!read_slot(&header->slots[i], orb_json_at(slots, i)) ||
            (i > 0 && header->slots[i].number <= header->slots[i - 1].number))
            return false;
    return read_count(&header->generation, orb_json_get(document, "generation")) &&
           read_hex(header->id, sizeof header->id, orb_json_get(document, "vault"));
}

enum orb_status orb_vault_header_read(struct orb_vault_header *out, const char *text,
                                      size_t len, struct orb_error *err)
{
    struct orb_vault_header header = { 0 };
    struct orb_json *document = NULL;
    struct orb_buf again = { 0 };
    enum orb_status status = orb_json_parse(&document, text, len, NULL);

    if (status != ORB_OK) {
        status = status == ORB_ERR_MEMORY ? orb_error_memory(err) : orb_vault_damaged(err);
    } else if (!read_header(&header, document)) {
        status = orb_vault_damaged(err);
    } else {
        orb_vault_header_write(&again, &header);
        status = orb_buf_check(&again, err);
        if (status == ORB_OK && (again.len != len || memcmp(again.data, text, len) != 0))
            status = orb_vault_damaged(err);
    }
    if (status == ORB_OK)
        *out = header;
    orb_json_free(document);
    orb_buf_release(&again);
    return status;
}

static void write_hex(struct orb_buf *out, const char *key, const unsigned char *bytes,
                      size_t size)
{
    char hex[HEX_MAX];

    orb_buf_printf(out, "\"%s\":\"%s\"", key, sodium_bin2hex(hex, sizeof hex, bytes, size));
}

void orb_vault_header_write(struct orb_buf *out, const struct orb_vault_header *header)
{
    orb_buf_printf(out, "{\"generation\":%" PRIu64 ",\"slots\":[", header->generation);
    for (size_t i = 0; i < header->slot_count; i++) {
        const struct orb_slot *slot = &header->slots[i];

        orb_buf_printf(out, "%s{\"mem\":%" PRIu64 ",", i == 0 ? "" : ",", slot->mem);
        write_hex(out, "nonce", slot->nonce, sizeof slot->nonce);
        orb_buf_printf(out, ",\"ops\":%" PRIu64 ",", slot->ops);
        write_hex(out, "salt", slot->salt, sizeof slot->salt);
        orb_buf_printf(out, ",\"slot\":%" PRIu32 ",", slot->number);
        write_hex(out, "wrapped", slot->wrapped, sizeof slot->wrapped);
        orb_buf_char(out, '}');
    }
    orb_buf_text(out, "],");
    write_hex(out, "vault", header->id, sizeof header->id);
    orb_buf_char(out, '}');
}
