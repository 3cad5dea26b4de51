/* Users of a vault, each with a slot for the data key. */
#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "engine/base/alloc.h"
#include "engine/base/file.h"
#include "engine/base/text.h"
#include "engine/vault/state.h"

size_t orb_vault_user_count(const struct orb_vault *vault)
{
    return vault->manifest.user_count;
}

struct orb_vault_user orb_vault_user(const struct orb_vault *vault, size_t index)
{
    const struct orb_user_label *user = &vault->manifest.users[index];

    return (struct orb_vault_user){ .slot = user->slot, .label = user->label };
}

static enum orb_status check_label(const struct orb_vault *vault, const char *label,
                                   struct orb_error *err)
{
    if (!orb_vault_text_is_fit(label, ORB_LABEL_MAX))
        return orb_error_set(
            err, ORB_ERR_RANGE,
            _("a user of the vault has a name of 1 to %d bytes, without control characters"),
            ORB_LABEL_MAX);
    for (size_t i = 0; i < vault->manifest.user_count; i++)
        if (strcmp(vault->manifest.users[i].label, label) == 0)
            return orb_error_set(err, ORB_ERR_EXISTS,
                                 _("slot %u of the vault has this name already"),
                                 (unsigned)vault->manifest.users[i].slot);
    if (vault->manifest.user_count >= ORB_VAULT_USERS_MAX)
        return orb_error_set(err, ORB_ERR_RANGE, _("a vault has %d users at most"),
                             ORB_VAULT_USERS_MAX);
    return ORB_OK;
}

enum orb_status orb_vault_slot_add(struct orb_vault *vault,
                                   const struct orb_secret *passphrase, const char *label,
                                   unsigned *slot, struct orb_error *err)
{
    struct orb_manifest *m = &vault->manifest;
    struct orb_slot made = { .number = m->next_slot,
                             .ops = vault->options.ops,
                             .mem = vault->options.mem };
    enum orb_status status = check_label(vault, label, err);

    if (status == ORB_OK)
        status = orb_slot_check(&made, vault->options.is_test, err);
    if (status == ORB_OK)
        status = orb_slot_fill(&made, vault->header.id, passphrase, vault->keys->dek, err);
    if (status != ORB_OK)
        return status;
    vault->header.slots[vault->header.slot_count++] = made;
    m->users[m->user_count].slot = made.number;
    (void)snprintf(m->users[m->user_count].label, sizeof m->users[0].label, "%s", label);
    m->user_count++;
    m->next_slot++;
    if (slot != NULL)
        *slot = made.number;
    return ORB_OK;
}

enum orb_status orb_vault_user_add(struct orb_vault *vault,
                                   const struct orb_secret *passphrase, const char *label,
                                   unsigned *slot, struct orb_error *err)
{
    return orb_vault_slot_add(vault, passphrase, label, slot, err);
}

static size_t own_slot(const struct orb_vault *vault)
{
    size_t i = 0;

    while (vault->header.slots[i].number != vault->slot)
        i++;
    return i;
}

enum orb_status orb_vault_passphrase_change(struct orb_vault *vault,
                                            const struct orb_secret *passphrase,
                                            struct orb_error *err)
{
    struct orb_slot *slot = &vault->header.slots[own_slot(vault)];
    struct orb_slot made = { .number = slot->number,
                             .ops = vault->options.ops,
                             .mem = vault->options.mem };
    enum orb_status status = orb_slot_check(&made, vault->options.is_test, err);

    if (status == ORB_OK)
        status = orb_slot_fill(&made, vault->header.id, passphrase, vault->keys->dek, err);
    if (status == ORB_OK)
        *slot = made;
    return status;
}

/* Every record of the table, from the keys of the vault to those of to. */
static enum orb_status seal_again(struct orb_vault *vault, struct orb_record_table *table,
                                  const struct orb_vault_keys *to, struct orb_error *err)
{
    struct orb_record_seal from = orb_vault_seal(vault);
    struct orb_record_seal with = orb_vault_seal(vault);
    enum orb_status status = ORB_OK;

    from.page = &vault->page;
    with.keys = to;
    for (size_t i = 0; status == ORB_OK && i < table->count; i++) {
        struct orb_record *record = orb_record_at(table, i);

        status = orb_record_open(record, &from, err);
        if (status != ORB_OK)
            break;
        randombytes_buf(record->nonce, sizeof record->nonce);
        status = orb_record_seal(record, &with, (const char *)vault->page.bytes,
                                 vault->page.len, err);
    }
    sodium_memzero(vault->page.bytes, vault->page.size);
    return status;
}

static enum orb_status check_removal(const struct orb_vault *vault, unsigned slot,
                                     struct orb_error *err)
{
    if (slot == vault->slot)
        return orb_error_set(
            err, ORB_ERR_RANGE,
            _("slot %u is the one that opened the vault; another user must remove it"),
            slot);
    for (size_t i = 0; i < vault->manifest.user_count; i++)
        if (slot == 0 || vault->manifest.users[i].slot == slot)
            return ORB_OK;
    return orb_error_set(err, ORB_ERR_NOT_FOUND, _("the vault has no slot %u"), slot);
}

/* Is this the passphrase of who opened? With the wrong one, nobody could open the vault any
 * more. */
static enum orb_status check_own(struct orb_vault *vault,
                                 const struct orb_secret *passphrase,
                                 struct orb_vault_keys *room, struct orb_error *err)
{
    enum orb_status status = orb_slot_open(&vault->header.slots[own_slot(vault)],
                                           vault->header.id, passphrase, room->dek, err);

    return status != ORB_ERR_PASSPHRASE
               ? status
               : orb_error_set(
                     err, status,
                     _("the passphrase does not open slot %u of this vault, or that slot is damaged"),
                     vault->slot);
}

/* Only the user who opened stays. */
static void keep_own(struct orb_vault *vault, const struct orb_slot *made)
{
    struct orb_manifest *m = &vault->manifest;

    for (size_t i = 0; i < m->user_count; i++)
        if (m->users[i].slot == vault->slot)
            m->users[0] = m->users[i];
    m->user_count = 1;
    vault->header.slots[0] = *made;
    vault->header.slot_count = 1;
}

enum orb_status orb_vault_user_remove(struct orb_vault *vault, unsigned slot,
                                      const struct orb_secret *passphrase,
                                      struct orb_error *err)
{
    struct orb_slot made = { .number = vault->slot,
                             .ops = vault->options.ops,
                             .mem = vault->options.mem };
    struct orb_secret memory = { 0 };
    struct orb_vault_keys *keys = NULL;
    enum orb_status status = check_removal(vault, slot, err);

    if (status == ORB_OK)
        status = orb_vault_keys_make(&memory, &keys, err);
    if (status == ORB_OK)
        status = check_own(vault, passphrase, keys, err);
    if (status == ORB_OK) {
        randombytes_buf(keys->dek, sizeof keys->dek);
        orb_vault_keys_derive(keys);
        status = orb_slot_fill(&made, vault->header.id, passphrase, keys->dek, err);
    }
    if (status == ORB_OK) {
        vault->is_spent = true; /* until all is under the new key */
        status = seal_again(vault, &vault->manifest.cases, keys, err);
    }
    if (status == ORB_OK)
        status = seal_again(vault, &vault->manifest.publications, keys, err);
    if (status == ORB_OK) {
        *vault->keys = *keys;
        keep_own(vault, &made);
        vault->is_rekeyed = true;
        vault->is_spent = false;
    }
    orb_secret_release(&memory);
    return status;
}
