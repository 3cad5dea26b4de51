/* Opening: what the file says of itself, then what it holds, then its journal. */
#include "engine/vault/vault.h"

#include <sodium.h>
#include <string.h>

#include "engine/base/alloc.h"
#include "engine/base/file.h"
#include "engine/base/text.h"
#include "engine/vault/state.h"

struct orb_record_seal orb_vault_seal(struct orb_vault *vault)
{
    return (struct orb_record_seal){ .keys = vault->keys,
                                     .vault_id = vault->header.id,
                                     .page = &vault->work };
}

enum orb_status orb_vault_new(struct orb_vault **out, const char *path,
                              const struct orb_vault_options *options,
                              struct orb_error *err)
{
    struct orb_vault *vault = orb_calloc(1, sizeof *vault);
    enum orb_status status;

    if (vault == NULL)
        return orb_error_memory(err);
    if (options != NULL)
        vault->options = *options;
    if (vault->options.ops == 0)
        vault->options.ops = ORB_SLOT_OPS;
    if (vault->options.mem == 0)
        vault->options.mem = ORB_SLOT_MEM;
    status = orb_vault_disk_name(&vault->disk, path, err);
    if (status == ORB_OK)
        status = orb_vault_keys_make(&vault->key_memory, &vault->keys, err);
    if (status == ORB_OK)
        *out = vault;
    else
        orb_vault_close(vault);
    return status;
}

void orb_vault_close(struct orb_vault *vault)
{
    if (vault == NULL)
        return;
    orb_manifest_release(&vault->manifest);
    orb_secret_release(&vault->page);
    orb_secret_release(&vault->work);
    orb_secret_release(&vault->key_memory);
    orb_buf_release(&vault->image);
    orb_buf_release(&vault->log);
    orb_vault_disk_close(&vault->disk);
    orb_free(vault);
}

/* Each slot in turn, or the one that was asked for. */
static enum orb_status open_slot(struct orb_vault *vault,
                                 const struct orb_secret *passphrase, struct orb_error *err)
{
    const struct orb_vault_header *header = &vault->header;
    unsigned asked = vault->options.slot;
    enum orb_status status = ORB_OK;

    for (size_t i = 0; status == ORB_OK && i < header->slot_count; i++)
        status = orb_slot_check(&header->slots[i], vault->options.is_test, err);
    for (size_t i = 0; status == ORB_OK && i < header->slot_count; i++) {
        if (asked != 0 && header->slots[i].number != asked)
            continue;
        status =
            orb_slot_open(&header->slots[i], header->id, passphrase, vault->keys->dek, err);
        if (status == ORB_OK) {
            vault->slot = header->slots[i].number;
            orb_vault_keys_derive(vault->keys);
            return ORB_OK;
        }
        if (status == ORB_ERR_PASSPHRASE)
            status = ORB_OK; /* that of another slot, perhaps */
    }
    if (status != ORB_OK)
        return status;
    if (asked != 0)
        return orb_error_set(
            err, ORB_ERR_PASSPHRASE,
            _("the passphrase does not open slot %u of this vault, or that slot is damaged"),
            asked);
    return orb_error_set(
        err, ORB_ERR_PASSPHRASE,
        _("the passphrase opens no slot of this vault, or its slots are damaged"));
}

/* A ciphertext of the file for each record of the table. */
static enum orb_status place_records(struct orb_vault *vault,
                                     struct orb_record_table *table,
                                     struct orb_vault_layout *layout, struct orb_error *err)
{
    const struct orb_record_seal seal = orb_vault_seal(vault);

    for (size_t i = 0; i < table->count; i++) {
        struct orb_record *record = orb_record_at(table, i);
        struct orb_vault_chunk chunk;

        if (!orb_vault_chunk_next(layout, &chunk))
            return orb_vault_damaged(err);
        memcpy(record->nonce, chunk.nonce, sizeof record->nonce);
        record->cipher = chunk.cipher;
        record->len = chunk.len;
        if (!orb_record_is_sound(record, &seal))
            return orb_vault_damaged(err);
    }
    return ORB_OK;
}

/* The manifest is last: find it, then give each record before it its place. */
static enum orb_status read_body(struct orb_vault *vault, struct orb_vault_layout *layout,
                                 struct orb_error *err)
{
    struct orb_vault_layout again = *layout;
    struct orb_vault_chunk chunk;
    size_t count = 0;
    enum orb_status status;

    while (orb_vault_chunk_next(layout, &chunk))
        count++;
    if (count == 0 || layout->next != layout->end)
        return orb_vault_damaged(err);
    status = orb_vault_manifest_open(vault, &chunk, err);
    if (status == ORB_OK &&
        (vault->manifest.cases.count + vault->manifest.publications.count + 1 != count ||
         vault->manifest.user_count != vault->header.slot_count))
        status = orb_vault_damaged(err);
    if (status == ORB_OK)
        status = place_records(vault, &vault->manifest.cases, &again, err);
    if (status == ORB_OK)
        status = place_records(vault, &vault->manifest.publications, &again, err);
    return status;
}

static enum orb_status read_journal(struct orb_vault *vault, struct orb_error *err)
{
    struct orb_error ignored = { 0 };
    const struct orb_journal_terms terms = {
        .key = vault->keys->sub[ORB_SUBKEY_LOG],
        .head = vault->manifest.journal,
        .generation = vault->header.generation,
    };
    struct orb_journal_lines lines;
    enum orb_status status;

    if (!orb_file_exists(vault->disk.log)) {
        vault->check = (struct orb_journal_check){ .fault = ORB_JOURNAL_MISSING };
        return ORB_OK;
    }
    status = orb_vault_disk_read_log(&vault->disk, &vault->log, &ignored);
    if (status != ORB_OK)
        return orb_error_set(err, status, "%s: %s", vault->disk.log, ignored.text);
    lines = (struct orb_journal_lines){ vault->log.data, vault->log.len };
    return orb_journal_follow(&vault->check, &vault->log_sound, &lines, &terms, err);
}

/* Read NAME or NAME.tmp, which is held, and the journal beside it. */
static enum orb_status load(struct orb_vault *vault, bool is_temporary,
                            const struct orb_secret *passphrase, struct orb_error *err)
{
    struct orb_vault_layout layout;
    enum orb_status status =
        orb_vault_disk_read(&vault->disk, is_temporary, &vault->image, err);

    if (status == ORB_OK)
        status = orb_vault_layout_read(&layout, vault->image.data, vault->image.len, err);
    if (status == ORB_OK)
        status =
            orb_vault_header_read(&vault->header, layout.header, layout.header_len, err);
    if (status == ORB_OK)
        status = open_slot(vault, passphrase, err);
    if (status == ORB_OK && !orb_vault_layout_is_sealed(&layout, vault->keys))
        status = orb_vault_damaged(err);
    if (status == ORB_OK)
        status = read_body(vault, &layout, err);
    if (status == ORB_OK)
        status = read_journal(vault, err);
    return status;
}

static bool is_torn(const struct orb_vault *vault)
{
    return vault->check.fault == ORB_JOURNAL_SOUND && vault->log_sound < vault->log.len;
}

/* Does the journal go with the vault, with nothing after its last line? */
static bool is_whole(const struct orb_vault *vault)
{
    return vault->check.fault == ORB_JOURNAL_SOUND && !is_torn(vault);
}

static enum orb_status refuse_journal(const struct orb_vault *vault, struct orb_error *err)
{
    const struct orb_journal_check *check = &vault->check;
    enum orb_journal_fault fault = is_torn(vault) ? ORB_JOURNAL_BROKEN : check->fault;
    size_t line = is_torn(vault) ? check->count + 1 : check->line;

    if (line > 0)
        return orb_error_set(
            err, ORB_ERR_CORRUPT,
            _("line %zu of the journal '%s' is not as it was written; put back the vault and its journal together, or recover the vault with a reason"),
            line, vault->disk.log);
    return orb_error_set(
        err, ORB_ERR_CORRUPT,
        _("%s ('%s'); put back the vault and its journal together, or recover the vault with a reason"),
        orb_journal_fault_text(fault), vault->disk.log);
}

/* The change that was cut had written its line: put its vault in place. */
static enum orb_status end_change(struct orb_vault **vault, struct orb_vault *next,
                                  struct orb_error *err)
{
    enum orb_status status;

    next->disk.fd = (*vault)->disk.fd;
    (*vault)->disk.fd = -1;
    status = orb_vault_disk_end(&next->disk, err);
    orb_vault_close(*vault);
    *vault = next;
    return status;
}

/*
 * The journal does not go with the vault as it is. Was a change of it cut, whose vault is
 * in NAME.tmp? Then the journal has the line of that change, whole, or the beginning of it.
 */
static enum orb_status settle(struct orb_vault **vault, const struct orb_secret *passphrase,
                              struct orb_error *err)
{
    struct orb_vault *v = *vault;
    struct orb_vault *next = NULL;
    struct orb_error ignored = { 0 };
    enum orb_status status = orb_vault_new(&next, v->disk.path, &v->options, err);

    if (status != ORB_OK)
        return status;
    status = orb_vault_disk_hold_temporary(&next->disk, &ignored);
    if (status == ORB_OK)
        status = load(next, true, passphrase, &ignored);
    if (status == ORB_OK &&
        (sodium_memcmp(next->header.id, v->header.id, ORB_ID_BYTES) != 0 ||
         next->header.generation != v->header.generation + 1))
        status = ORB_ERR_CORRUPT;
    if (status == ORB_OK && is_whole(next))
        return end_change(vault, next, err);
    if (status == ORB_OK && is_torn(v)) {
        status = orb_vault_disk_log_cut(&v->disk, v->log_sound, err);
        if (status == ORB_OK)
            orb_vault_disk_forget(&next->disk);
        v->log.len = v->log_sound;
    } else if (status == ORB_ERR_PASSPHRASE) {
        status = orb_error_set(
            err, ORB_ERR_CORRUPT,
            _("a change of the users of this vault was cut; who made it must open it once"));
    } else if (status != ORB_ERR_MEMORY) {
        status = refuse_journal(v, err);
    }
    orb_vault_close(next);
    return status == ORB_ERR_MEMORY ? orb_error_memory(err) : status;
}

/* NAME is not there: was its making cut, when all was written but its last rename? */
static enum orb_status end_making(struct orb_vault *vault,
                                  const struct orb_secret *passphrase,
                                  struct orb_error *err)
{
    enum orb_status status = orb_vault_disk_hold_temporary(&vault->disk, err);

    if (status == ORB_OK)
        status = load(vault, true, passphrase, err);
    if (status == ORB_OK && !is_whole(vault))
        status = refuse_journal(vault, err);
    if (status == ORB_OK)
        status = orb_vault_disk_end(&vault->disk, err);
    return status;
}

static enum orb_status open_held(struct orb_vault **vault,
                                 const struct orb_secret *passphrase, struct orb_error *err)
{
    struct orb_vault *v = *vault;
    bool is_left =
        orb_file_exists(v->disk.temporary) || orb_file_exists(v->disk.log_temporary);
    enum orb_status status = load(v, false, passphrase, err);

    if (status != ORB_OK || v->options.mode == ORB_VAULT_INSPECT)
        return status;
    if (!is_whole(v) && is_left) {
        struct orb_error found = { 0 };

        status = settle(vault, passphrase, &found);
        if (status == ORB_ERR_CORRUPT && v->options.mode == ORB_VAULT_RECOVER)
            return ORB_OK;
        return status == ORB_OK ? status : orb_error_set(err, status, "%s", found.text);
    }
    if (is_left)
        orb_vault_disk_forget(&v->disk);
    if (!is_whole(v) && v->options.mode != ORB_VAULT_RECOVER)
        status = refuse_journal(v, err);
    return status;
}

enum orb_status orb_vault_open(struct orb_vault **out, const char *path,
                               const struct orb_secret *passphrase,
                               const struct orb_vault_options *options,
                               struct orb_error *err)
{
    struct orb_vault *vault = NULL;
    enum orb_status status = orb_vault_new(&vault, path, options, err);

    if (status != ORB_OK)
        return status;
    if (!orb_file_exists(vault->disk.path) && orb_file_exists(vault->disk.temporary) &&
        orb_file_exists(vault->disk.log)) {
        status = end_making(vault, passphrase, err);
    } else {
        status = orb_vault_disk_hold(&vault->disk, err);
        if (status == ORB_OK)
            status = open_held(&vault, passphrase, err);
    }
    if (status != ORB_OK && err != NULL && err->place[0] == '\0')
        orb_error_at(err, "%s", vault->disk.path);
    if (status == ORB_OK)
        *out = vault;
    else
        orb_vault_close(vault);
    return status;
}

enum orb_status orb_vault_check_free(const struct orb_vault *vault, struct orb_error *err)
{
    if (!orb_file_exists(vault->disk.path) && !orb_file_exists(vault->disk.log))
        return ORB_OK;
    return orb_error_set(
        err, ORB_ERR_EXISTS,
        _("'%s' or its journal '%s' is there already: open it, or move both"),
        vault->disk.path, vault->disk.log);
}

enum orb_status orb_vault_create(struct orb_vault **out, const char *path,
                                 const struct orb_secret *passphrase,
                                 const struct orb_vault_options *options,
                                 struct orb_error *err)
{
    struct orb_vault *vault = NULL;
    enum orb_status status = orb_vault_new(&vault, path, options, err);

    if (status != ORB_OK)
        return status;
    status = orb_vault_check_free(vault, err);
    if (status == ORB_OK) {
        vault->is_new = true;
        vault->manifest.next_slot = 1;
        randombytes_buf(vault->header.id, sizeof vault->header.id);
        randombytes_buf(vault->keys->dek, sizeof vault->keys->dek);
        orb_vault_keys_derive(vault->keys);
        status =
            orb_vault_slot_add(vault, passphrase, vault->options.label, &vault->slot, err);
        vault->options.label = NULL; /* borrowed for the call */
    }
    if (status == ORB_OK)
        *out = vault;
    else
        orb_vault_close(vault);
    return status;
}

unsigned orb_vault_slot(const struct orb_vault *vault)
{
    return vault->slot;
}

uint64_t orb_vault_generation(const struct orb_vault *vault)
{
    return vault->header.generation;
}
