/*
 * What is read of a vault before anything is authenticated, and what is read after, as if
 * the keys were known to who made the bytes. The first byte says which.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "engine/vault/header.h"
#include "engine/vault/journal_file.h"
#include "engine/vault/layout.h"
#include "engine/vault/manifest.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(enum orb_status status, const struct orb_error *err)
{
    if ((status == ORB_OK) != (err->text[0] == '\0'))
        abort();
}

/* A whole vault, to its chunks. */
static void read_file(const uint8_t *data, size_t size)
{
    struct orb_vault_layout layout;
    struct orb_vault_header header;
    struct orb_vault_chunk chunk;
    struct orb_error err = { 0 };
    enum orb_status status = orb_vault_layout_read(&layout, data, size, &err);
    static volatile unsigned seen;

    check(status, &err);
    if (status != ORB_OK)
        return;
    while (orb_vault_chunk_next(&layout, &chunk))
        seen = seen + chunk.nonce[0] + chunk.cipher[chunk.len - 1];
    status = orb_vault_header_read(&header, layout.header, layout.header_len, &err);
    check(status, &err);
    for (size_t i = 0; status == ORB_OK && i < header.slot_count; i++) {
        struct orb_error cost = { 0 };

        check(orb_slot_check(&header.slots[i], (i & 1) != 0, &cost), &cost);
    }
}

/* A header is taken only if it is what we write. */
static void read_header(const uint8_t *data, size_t size)
{
    struct orb_vault_header header;
    struct orb_error err = { 0 };
    struct orb_buf again = { 0 };

    check(orb_vault_header_read(&header, (const char *)data, size, &err), &err);
    if (err.status == ORB_OK) {
        orb_vault_header_write(&again, &header);
        if (again.len != size || memcmp(again.data, data, size) != 0)
            abort();
    }
    orb_buf_release(&again);
}

/* A manifest is taken only if it is what we write. */
static void read_manifest(const uint8_t *data, size_t size)
{
    struct orb_manifest manifest = { 0 };
    struct orb_secret page = { 0 };
    struct orb_error err = { 0 };

    check(orb_manifest_read(&manifest, data, size, &err), &err);
    if (err.status == ORB_OK && (orb_manifest_write(&manifest, &page, NULL) != ORB_OK ||
                                 page.len != size || memcmp(page.bytes, data, size) != 0))
        abort();
    orb_secret_release(&page);
    orb_manifest_release(&manifest);
}

static void follow(const char *text, size_t len)
{
    static const unsigned char key[ORB_JOURNAL_MAC];
    const struct orb_journal_lines lines = { text, len };
    const struct orb_journal_terms terms = { .key = key,
                                             .head = { .n = 2 },
                                             .generation = 1 };
    const struct orb_access who = { .action = "checkpoint",
                                    .time = "2026-01-05T08:00:00Z" };
    struct orb_journal_change change = { .key = key, .checkpoint = &who };
    struct orb_journal_check found;
    struct orb_journal_head head;
    struct orb_buf out = { 0 };
    struct orb_error err = { 0 };
    size_t sound = 0;

    check(orb_journal_follow(&found, &sound, &lines, &terms, &err), &err);
    if (sound > len || (found.fault == ORB_JOURNAL_BROKEN) != (found.line > 0) ||
        orb_journal_fault_text(found.fault)[0] == '\0')
        abort();
    check(orb_journal_count_before(&change.drop, &lines, orb_date_make(2026, 1, 1), &err),
          &err);
    check(orb_journal_again(&out, &head, &lines, &change, &err), &err);
    orb_buf_release(&out);
}

/* Entries, one a line, sealed as if they were ours. */
static void read_sealed(const uint8_t *data, size_t size)
{
    static const unsigned char key[ORB_JOURNAL_MAC];
    unsigned char mac[ORB_JOURNAL_MAC] = { 0 };
    struct orb_buf text = { 0 };
    const char *at = (const char *)data, *end = at + size;

    while (at < end) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        size_t len = (size_t)((stop == NULL ? end : stop) - at);

        orb_journal_mac(mac, key, mac, at, len);
        orb_journal_line_write(&text, at, len, mac);
        at += len + 1;
    }
    if (text.len > 0)
        follow(text.data, text.len);
    orb_buf_release(&text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 2)
        return 0;
    switch (data[0]) {
    case 'h':
        read_header(data + 1, size - 1);
        break;
    case 'm':
        read_manifest(data + 1, size - 1);
        break;
    case 'j':
        follow((const char *)data + 1, size - 1);
        break;
    case 's':
        read_sealed(data + 1, size - 1);
        break;
    default:
        read_file(data + 1, size - 1);
    }
    return 0;
}
