/* Its bytes were authenticated when it is read, and are checked all the same. */
#include "engine/vault/manifest.h"

#include <sodium.h>
#include <string.h>

#include "engine/base/alloc.h"
#include "engine/base/utf8.h"

/* Most bytes of one entry of each kind, and of what comes before them. */
#define CASE_BYTES                                                                         \
    (ORB_ID_BYTES + 8 + ORB_HASH_BYTES + 4 + 4 + 2 + ORB_PSEUDONYM_LEN + ORB_LOCAL_ID_MAX)
#define PUBLICATION_BYTES (ORB_ID_BYTES + 8 + ORB_HASH_BYTES)
#define TOMBSTONE_BYTES   (2 + ORB_PSEUDONYM_LEN + 4 + ORB_REASON_MAX)
#define USER_BYTES        (4 + 1 + ORB_LABEL_MAX)
#define START_BYTES       (8 + 8 + 8 + ORB_JOURNAL_MAC + 4 + 4 * 4)

bool orb_vault_text_is_fit(const char *text, size_t max)
{
    size_t len = text == NULL ? 0 : strlen(text);

    if (len == 0 || len > max || !orb_utf8_valid(text, len))
        return false;
    for (size_t i = 0; i < len; i++)
        if ((unsigned char)text[i] < ' ' || text[i] == 0x7f)
            return false;
    return true;
}

static unsigned char *put_bytes(unsigned char *at, const void *bytes, size_t len)
{
    memcpy(at, bytes, len);
    return at + len;
}

static unsigned char *put_text(unsigned char *at, const char *text)
{
    size_t len = strlen(text);

    *at++ = (unsigned char)len;
    return put_bytes(at, text, len);
}

static unsigned char *put_record(unsigned char *at, const struct orb_record *record)
{
    at = put_bytes(at, record->id, sizeof record->id);
    at = orb_put_u64(at, record->version);
    return put_bytes(at, record->hash, sizeof record->hash);
}

static unsigned char *put_start(unsigned char *at, const struct orb_manifest *m)
{
    at = orb_put_u64(at, m->generation);
    at = orb_put_u64(at, m->journal.base);
    at = orb_put_u64(at, m->journal.n);
    at = put_bytes(at, m->journal.mac, sizeof m->journal.mac);
    at = orb_put_u32(at, m->next_slot);
    at = orb_put_u32(at, (uint32_t)m->user_count);
    for (size_t i = 0; i < m->user_count; i++)
        at = put_text(orb_put_u32(at, m->users[i].slot), m->users[i].label);
    return at;
}

enum orb_status orb_manifest_write(const struct orb_manifest *m, struct orb_secret *page,
                                   struct orb_error *err)
{
    size_t room = START_BYTES + m->user_count * USER_BYTES + m->cases.count * CASE_BYTES +
                  m->publications.count * PUBLICATION_BYTES +
                  m->tombstone_count * TOMBSTONE_BYTES;
    enum orb_status status = orb_secret_reserve(page, room, err);
    unsigned char *at;

    if (status != ORB_OK)
        return status;
    at = put_start(page->bytes, m);
    at = orb_put_u32(at, (uint32_t)m->cases.count);
    for (size_t i = 0; i < m->cases.count; i++) {
        const struct orb_record *record = orb_record_at(&m->cases, i);

        at = put_record(at, record);
        at = orb_put_u32(at, (uint32_t)record->contact);
        at = orb_put_u32(at, (uint32_t)record->expiry);
        at = put_text(put_text(at, record->pseudonym), record->local_id);
    }
    at = orb_put_u32(at, (uint32_t)m->publications.count);
    for (size_t i = 0; i < m->publications.count; i++)
        at = put_record(at, orb_record_at(&m->publications, i));
    at = orb_put_u32(at, (uint32_t)m->tombstone_count);
    for (size_t i = 0; i < m->tombstone_count; i++) {
        at = orb_put_u32(put_text(at, m->tombstones[i].pseudonym),
                         (uint32_t)m->tombstones[i].date);
        at = put_text(at, m->tombstones[i].reason);
    }
    page->len = (size_t)(at - page->bytes);
    return ORB_OK;
}

/* What is left to read; has_failed stays once set, and what is read then is zero. */
struct reader {
    const unsigned char *at;
    size_t left;
    bool has_failed;
};

static void get_bytes(struct reader *r, void *out, size_t len)
{
    memset(out, 0, len);
    if (r->has_failed || len > r->left) {
        r->has_failed = true;
        return;
    }
    memcpy(out, r->at, len);
    r->at += len;
    r->left -= len;
}

static uint32_t get_u32(struct reader *r)
{
    unsigned char bytes[4];

    get_bytes(r, bytes, sizeof bytes);
    return orb_get_u32(bytes);
}

static uint64_t get_u64(struct reader *r)
{
    unsigned char bytes[8];

    get_bytes(r, bytes, sizeof bytes);
    return orb_get_u64(bytes);
}

static orb_date get_date(struct reader *r)
{
    uint32_t days = get_u32(r);

    return days <= INT32_MAX ? (orb_date)days : (orb_date)((int64_t)days - 4294967296);
}

/* size is that of out, with its NUL. */
static void get_text(struct reader *r, char *out, size_t size)
{
    unsigned char len;

    get_bytes(r, &len, 1);
    out[0] = '\0';
    if (len >= size) {
        r->has_failed = true;
        return;
    }
    get_bytes(r, out, len);
    out[len] = '\0';
    r->has_failed |= strlen(out) != len || !orb_vault_text_is_fit(out, size - 1);
}

static void get_users(struct reader *r, struct orb_manifest *m)
{
    size_t count = get_u32(r);

    if (count > ORB_VAULT_USERS_MAX)
        r->has_failed = true;
    for (size_t i = 0; i < count && !r->has_failed; i++) {
        m->users[i].slot = get_u32(r);
        get_text(r, m->users[i].label, sizeof m->users[i].label);
        m->user_count = i + 1;
    }
}

/* least is the fewest bytes of an entry: a count that asks for more than there are is none.
 */
static size_t get_count(struct reader *r, size_t least)
{
    size_t count = get_u32(r);

    if (count > r->left / least)
        r->has_failed = true;
    return r->has_failed ? 0 : count;
}

static enum orb_status get_records(struct reader *r, struct orb_record_table *table,
                                   bool is_case, struct orb_error *err)
{
    size_t count = get_count(r, PUBLICATION_BYTES);

    for (size_t i = 0; i < count && !r->has_failed; i++) {
        struct orb_record *record;
        enum orb_status status = orb_record_add(table, &record, err);

        if (status != ORB_OK)
            return status;
        get_bytes(r, record->id, sizeof record->id);
        record->version = get_u64(r);
        get_bytes(r, record->hash, sizeof record->hash);
        if (!is_case)
            continue;
        record->contact = get_date(r);
        record->expiry = get_date(r);
        get_text(r, record->pseudonym, sizeof record->pseudonym);
        get_text(r, record->local_id, sizeof record->local_id);
        r->has_failed |= !orb_pseudonym_is(record->pseudonym);
    }
    return ORB_OK;
}

static enum orb_status get_tombstones(struct reader *r, struct orb_manifest *m,
                                      struct orb_error *err)
{
    size_t count = get_count(r, 8);

    for (size_t i = 0; i < count && !r->has_failed; i++) {
        struct orb_tombstone *stone;

        if (orb_grow((void **)&m->tombstones, &m->tombstone_capacity, m->tombstone_count,
                     sizeof *m->tombstones) != ORB_OK)
            return orb_error_memory(err);
        stone = &m->tombstones[m->tombstone_count++];
        get_text(r, stone->pseudonym, sizeof stone->pseudonym);
        stone->date = get_date(r);
        get_text(r, stone->reason, sizeof stone->reason);
        r->has_failed |= !orb_pseudonym_is(stone->pseudonym);
    }
    return ORB_OK;
}

enum orb_status orb_manifest_read(struct orb_manifest *out, const unsigned char *bytes,
                                  size_t len, struct orb_error *err)
{
    struct reader r = { .at = bytes, .left = len };
    enum orb_status status;

    out->generation = get_u64(&r);
    out->journal.base = get_u64(&r);
    out->journal.n = get_u64(&r);
    get_bytes(&r, out->journal.mac, sizeof out->journal.mac);
    out->next_slot = get_u32(&r);
    get_users(&r, out);
    status = get_records(&r, &out->cases, true, err);
    if (status == ORB_OK)
        status = get_records(&r, &out->publications, false, err);
    if (status == ORB_OK)
        status = get_tombstones(&r, out, err);
    if (status == ORB_OK && (r.has_failed || r.left != 0))
        status = orb_vault_damaged(err);
    return status;
}

void orb_manifest_release(struct orb_manifest *manifest)
{
    orb_record_table_release(&manifest->cases);
    orb_record_table_release(&manifest->publications);
    if (manifest->tombstones != NULL)
        sodium_memzero(manifest->tombstones,
                       manifest->tombstone_capacity * sizeof *manifest->tombstones);
    orb_free(manifest->tombstones);
    sodium_memzero(manifest, sizeof *manifest);
}
