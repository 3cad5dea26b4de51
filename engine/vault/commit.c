/* Writing: the vault of the next generation beside this one, its line of the journal, then
 * the rename. */
#include <inttypes.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "engine/base/text.h"
#include "engine/vault/state.h"

#define FLUSH_AT ((size_t)1 << 18)

static const char domain[] = "orbite-vault/1 manifest";

#define AD_LEN (sizeof domain - 1 + ORB_ID_BYTES + 8)

/* What the manifest is bound to: its vault and its generation. */
static void manifest_ad(unsigned char out[AD_LEN], const struct orb_vault *vault)
{
    memcpy(out, domain, sizeof domain - 1);
    memcpy(out + sizeof domain - 1, vault->header.id, ORB_ID_BYTES);
    (void)orb_put_u64(out + sizeof domain - 1 + ORB_ID_BYTES, vault->header.generation);
}

enum orb_status orb_vault_manifest_seal(struct orb_vault *vault, struct orb_buf *out,
                                        struct orb_error *err)
{
    unsigned char ad[AD_LEN];
    unsigned char nonce[ORB_NONCE_BYTES];
    struct orb_vault_chunk chunk = { .nonce = nonce };
    struct orb_secret *page = &vault->work;
    size_t padded;
    enum orb_status status = orb_manifest_write(&vault->manifest, page, err);

    if (status != ORB_OK)
        return status;
    padded = (page->len / ORB_RECORD_BLOCK + 1) * ORB_RECORD_BLOCK;
    chunk.len = padded + ORB_TAG_BYTES;
    status = orb_secret_reserve(page, padded, err);
    if (status != ORB_OK)
        return status;
    (void)sodium_pad(&padded, page->bytes, page->len, ORB_RECORD_BLOCK, page->size);
    randombytes_buf(nonce, sizeof nonce);
    manifest_ad(ad, vault);
    orb_vault_chunk_start(out, &chunk);
    if (!orb_buf_reserve(out, chunk.len))
        return orb_error_memory(err);
    (void)crypto_aead_xchacha20poly1305_ietf_encrypt(
        (unsigned char *)out->data + out->len, NULL, page->bytes, padded, ad, sizeof ad,
        NULL, nonce, vault->keys->sub[ORB_SUBKEY_MANIFEST]);
    out->len += chunk.len;
    sodium_memzero(page->bytes, page->size);
    return orb_buf_check(out, err);
}

enum orb_status orb_vault_manifest_open(struct orb_vault *vault,
                                        const struct orb_vault_chunk *chunk,
                                        struct orb_error *err)
{
    unsigned char ad[AD_LEN];
    struct orb_secret *page = &vault->work;
    unsigned long long padded = 0;
    size_t len = 0;
    enum orb_status status = orb_secret_reserve(page, chunk->len, err);

    if (status != ORB_OK)
        return status;
    manifest_ad(ad, vault);
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(
            page->bytes, &padded, NULL, chunk->cipher, chunk->len, ad, sizeof ad,
            chunk->nonce, vault->keys->sub[ORB_SUBKEY_MANIFEST]) != 0 ||
        sodium_unpad(&len, page->bytes, (size_t)padded, ORB_RECORD_BLOCK) != 0)
        return orb_vault_damaged(err);
    status = orb_manifest_read(&vault->manifest, page->bytes, len, err);
    if (status == ORB_OK && vault->manifest.generation != vault->header.generation)
        status = orb_vault_damaged(err);
    sodium_memzero(page->bytes, page->size);
    return status;
}

static enum orb_status flush(struct orb_vault *vault, struct orb_buf *out, bool is_all,
                             struct orb_error *err)
{
    enum orb_status status = orb_buf_check(out, err);

    if (status != ORB_OK || (!is_all && out->len < FLUSH_AT))
        return status;
    status = orb_vault_disk_write(&vault->disk, out->data, out->len, err);
    orb_buf_clear(out);
    return status;
}

static enum orb_status write_table(struct orb_vault *vault,
                                   const struct orb_record_table *table,
                                   struct orb_buf *out, struct orb_error *err)
{
    enum orb_status status = ORB_OK;

    for (size_t i = 0; status == ORB_OK && i < table->count; i++) {
        const struct orb_record *record = orb_record_at(table, i);
        const struct orb_vault_chunk chunk = { record->nonce, record->cipher, record->len };

        orb_vault_chunk_start(out, &chunk);
        orb_buf_add(out, chunk.cipher, chunk.len);
        status = flush(vault, out, false, err);
    }
    return status;
}

/* NAME.tmp, whole and on the disk. */
static enum orb_status write_vault(struct orb_vault *vault, struct orb_error *err)
{
    struct orb_buf header = { 0 };
    struct orb_buf out = { 0 };
    enum orb_status status;

    orb_vault_header_write(&header, &vault->header);
    status = orb_buf_check(&header, err);
    if (status == ORB_OK)
        status = orb_vault_disk_begin(&vault->disk, err);
    if (status == ORB_OK) {
        orb_vault_layout_start(&out, &header, vault->keys);
        status = write_table(vault, &vault->manifest.cases, &out, err);
    }
    if (status == ORB_OK)
        status = write_table(vault, &vault->manifest.publications, &out, err);
    if (status == ORB_OK)
        status = orb_vault_manifest_seal(vault, &out, err);
    if (status == ORB_OK)
        status = flush(vault, &out, true, err);
    if (status == ORB_OK)
        status = orb_vault_disk_sync(&vault->disk, err);
    orb_buf_release(&header);
    orb_buf_release(&out);
    return status;
}

/* The journal that is to be: all of it when it is written anew, else its last line. */
struct journal_plan {
    struct orb_buf text;
    struct orb_journal_head head;
    bool is_anew;
    bool is_aside; /* the one there is set aside */
};

static enum orb_status start_anew(struct orb_vault *vault, const struct orb_access *access,
                                  struct journal_plan *plan, struct orb_error *err)
{
    struct orb_access why = *access;
    const struct orb_journal_lines lines = { vault->log.data, vault->log_sound };
    struct orb_journal_change change = {
        .key = vault->keys->sub[ORB_SUBKEY_LOG],
        .drop = vault->log_drop,
        .checkpoint = &why,
        .place = { .slot = vault->slot, .generation = vault->header.generation + 1 },
    };

    why.action = "checkpoint";
    why.profile = NULL;
    why.pseudonyms = NULL;
    why.count = 0;
    if (vault->log_drop > 0 && !plan->is_aside)
        why.reason = vault->log_reason;
    plan->is_anew = true;
    if (!plan->is_aside)
        return orb_journal_again(&plan->text, &plan->head, &lines, &change, err);
    plan->head = vault->manifest.journal;
    return orb_journal_start(&plan->text, &plan->head, &change, err);
}

static enum orb_status plan_journal(struct orb_vault *vault,
                                    const struct orb_access *access,
                                    struct journal_plan *plan, struct orb_error *err)
{
    const unsigned char *key = vault->keys->sub[ORB_SUBKEY_LOG];
    struct orb_buf entry = { 0 };
    struct orb_journal_place place = { .slot = vault->slot,
                                       .generation = vault->header.generation + 1 };
    enum orb_status status = ORB_OK;

    plan->head = vault->manifest.journal;
    plan->is_anew = vault->is_new;
    if (plan->is_aside || vault->is_rekeyed || vault->log_drop > 0)
        status = start_anew(vault, access, plan, err);
    place.n = plan->head.n + 1;
    if (status == ORB_OK)
        status = orb_journal_entry_write(&entry, access, &place, err);
    if (status == ORB_OK) {
        orb_journal_mac(plan->head.mac, key, plan->head.mac, entry.data, entry.len);
        plan->head.n++;
        orb_journal_line_write(&plan->text, entry.data, entry.len, plan->head.mac);
        status = orb_buf_check(&plan->text, err);
    }
    orb_buf_release(&entry);
    return status;
}

static enum orb_status write_journal(struct orb_vault *vault,
                                     const struct journal_plan *plan, struct orb_error *err)
{
    enum orb_status status = ORB_OK;

    if (!plan->is_anew)
        return orb_vault_disk_log_add(&vault->disk, vault->log_sound, &plan->text, err);
    if (plan->is_aside)
        status = orb_vault_disk_log_aside(&vault->disk, vault->header.generation, err);
    if (status == ORB_OK)
        status = orb_vault_disk_log_replace(&vault->disk, &plan->text, err);
    return status;
}

/* All is on the disk: so it is here. */
static void go_on(struct orb_vault *vault, const struct journal_plan *plan)
{
    if (plan->is_anew)
        orb_buf_clear(&vault->log);
    else
        vault->log.len = vault->log_sound;
    orb_buf_add(&vault->log, plan->text.data, plan->text.len);
    vault->log_sound = vault->log.len;
    vault->is_spent = vault->log.failed; /* without memory for it, it must be read again */
    vault->check = (struct orb_journal_check){ .fault = ORB_JOURNAL_SOUND };
    vault->options.mode = ORB_VAULT_USE;
    vault->is_new = vault->is_rekeyed = false;
    vault->log_drop = 0;
}

static enum orb_status check_commit(const struct orb_vault *vault,
                                    const struct orb_access *access, bool is_aside,
                                    struct orb_error *err)
{
    if (vault->is_spent)
        return orb_error_set(
            err, ORB_ERR_IO,
            _("an earlier write of this vault failed; open it again to know how it is"));
    if (vault->options.mode == ORB_VAULT_INSPECT)
        return orb_error_set(err, ORB_ERR_UNSUPPORTED,
                             _("a vault opened to look at its journal is not written"));
    if (is_aside && (access->reason == NULL || access->reason[0] == '\0'))
        return orb_error_set(
            err, ORB_ERR_RANGE,
            _("a vault that does not go with its journal is recovered with a reason only"));
    return vault->is_new ? orb_vault_check_free(vault, err) : ORB_OK;
}

enum orb_status orb_vault_commit(struct orb_vault *vault, const struct orb_access *access,
                                 struct orb_error *err)
{
    struct journal_plan plan = { 0 };
    enum orb_status status;

    plan.is_aside =
        vault->options.mode == ORB_VAULT_RECOVER &&
        (vault->check.fault != ORB_JOURNAL_SOUND || vault->log_sound < vault->log.len);
    status = check_commit(vault, access, plan.is_aside, err);
    if (status == ORB_OK)
        status = plan_journal(vault, access, &plan, err);
    if (status != ORB_OK) {
        orb_buf_release(&plan.text);
        return status;
    }
    vault->is_spent = true;
    vault->header.generation++;
    vault->manifest.generation = vault->header.generation;
    vault->manifest.journal = plan.head;
    status = write_vault(vault, err);
    if (status != ORB_OK && vault->disk.temporary_fd >= 0)
        orb_vault_disk_forget(&vault->disk); /* the journal has not been touched */
    if (status == ORB_OK)
        status = write_journal(vault, &plan, err);
    if (status == ORB_OK)
        status = orb_vault_disk_end(&vault->disk, err);
    if (status == ORB_OK)
        go_on(vault, &plan);
    orb_buf_release(&plan.text);
    return status;
}
