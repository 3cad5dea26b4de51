/* Records of persons, what is left of those removed, and publications. */
#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "engine/base/alloc.h"
#include "engine/base/text.h"
#include "engine/vault/mask.h"
#include "engine/vault/state.h"

size_t orb_vault_count(const struct orb_vault *vault)
{
    return vault->manifest.cases.count;
}

struct orb_vault_record orb_vault_record(const struct orb_vault *vault, size_t index)
{
    const struct orb_record *record = orb_record_at(&vault->manifest.cases, index);
    uint64_t seal;

    memcpy(&seal, record->hash, sizeof seal);
    return (struct orb_vault_record){ .pseudonym = record->pseudonym,
                                      .local_id = record->local_id,
                                      .version = record->version,
                                      .last_contact = record->contact,
                                      .expiry = record->expiry,
                                      .seal = seal };
}

bool orb_vault_find(const struct orb_vault *vault, const char *name, size_t *index)
{
    for (size_t i = 0; i < vault->manifest.cases.count; i++) {
        const struct orb_record *record = orb_record_at(&vault->manifest.cases, i);

        if (strcmp(record->pseudonym, name) == 0 || strcmp(record->local_id, name) == 0) {
            *index = i;
            return true;
        }
    }
    return false;
}

/* Decrypt a record into the page. */
static enum orb_status read_record(struct orb_vault *vault, const struct orb_record *record,
                                   const char **text, size_t *len, struct orb_error *err)
{
    struct orb_record_seal seal = orb_vault_seal(vault);
    enum orb_status status;

    if (vault->options.mode == ORB_VAULT_INSPECT)
        return orb_error_set(err, ORB_ERR_UNSUPPORTED,
                             _("a vault opened to look at its journal gives no record"));
    seal.page = &vault->page;
    status = orb_record_open(record, &seal, err);
    if (status != ORB_OK) {
        orb_error_at(err, "%s", record->pseudonym);
        return status;
    }
    *text = (const char *)vault->page.bytes;
    *len = vault->page.len;
    return ORB_OK;
}

enum orb_status orb_vault_read(struct orb_vault *vault, size_t index, const char **text,
                               size_t *len, struct orb_error *err)
{
    return read_record(vault, orb_record_at(&vault->manifest.cases, index), text, len, err);
}

static enum orb_status check_document(const char *text, size_t len, struct orb_error *err)
{
    if (text != NULL && len > 0 && len <= ORB_VAULT_CASE_MAX)
        return ORB_OK;
    return orb_error_set(err, ORB_ERR_RANGE,
                         _("a record of the vault is a document of 1 to %zu bytes"),
                         ORB_VAULT_CASE_MAX);
}

/* The same day so many months later, or the last day of that month. */
static orb_date months_later(orb_date date, int months)
{
    int year, month, day, last;

    orb_date_split(date, &year, &month, &day);
    month += months - 1;
    year += month / 12;
    month = month % 12 + 1;
    last = orb_date_month_length(year, month);
    return orb_date_make(year, month, day < last ? day : last);
}

static void set_dates(struct orb_record *record, const struct orb_vault_case *given)
{
    record->contact = given->last_contact;
    record->expiry = given->expiry;
    if (given->expiry == ORB_DATE_NONE && given->last_contact != ORB_DATE_NONE)
        record->expiry = months_later(given->last_contact, ORB_VAULT_MONTHS);
}

static enum orb_status seal(struct orb_vault *vault, struct orb_record *record,
                            const char *text, size_t len, struct orb_error *err)
{
    const struct orb_record_seal with = orb_vault_seal(vault);

    randombytes_buf(record->nonce, sizeof record->nonce);
    return orb_record_seal(record, &with, text, len, err);
}

/* Two persons with the same first 40 bits: the later one has 50. */
static bool name_record(struct orb_vault *vault, char out[ORB_PSEUDONYM_LEN],
                        const char *local_id)
{
    size_t other;

    for (int is_long = 0; is_long < 2; is_long++) {
        (void)orb_pseudonym_write(out, vault->keys->sub[ORB_SUBKEY_PSEUDONYMS], local_id,
                                  is_long != 0);
        if (!orb_vault_find(vault, out, &other))
            return true;
    }
    return false;
}

static enum orb_status check_new(struct orb_vault *vault, const char *local_id,
                                 char pseudonym[ORB_PSEUDONYM_LEN], struct orb_error *err)
{
    size_t other;

    if (!orb_vault_text_is_fit(local_id, ORB_LOCAL_ID_MAX))
        return orb_error_set(
            err, ORB_ERR_RANGE,
            _("the local id of a record has 1 to %d bytes and no control character"),
            ORB_LOCAL_ID_MAX);
    if (orb_vault_find(vault, local_id, &other))
        return orb_error_set(err, ORB_ERR_EXISTS, _("this person is in the vault as %s"),
                             orb_record_at(&vault->manifest.cases, other)->pseudonym);
    if (!name_record(vault, pseudonym, local_id))
        return orb_error_set(
            err, ORB_ERR_EXISTS,
            _("the pseudonym %s is already another person's; give this one another local id"),
            pseudonym);
    return ORB_OK;
}

enum orb_status orb_vault_add(struct orb_vault *vault, const struct orb_vault_case *given,
                              size_t *index, struct orb_error *err)
{
    struct orb_record_table *cases = &vault->manifest.cases;
    char pseudonym[ORB_PSEUDONYM_LEN];
    struct orb_record *record;
    enum orb_status status = check_document(given->text, given->len, err);

    if (status == ORB_OK)
        status = check_new(vault, given->local_id, pseudonym, err);
    if (status == ORB_OK)
        status = orb_record_add(cases, &record, err);
    if (status != ORB_OK)
        return status;
    record->version = 1;
    randombytes_buf(record->id, sizeof record->id);
    memcpy(record->pseudonym, pseudonym, sizeof pseudonym);
    (void)snprintf(record->local_id, sizeof record->local_id, "%s", given->local_id);
    set_dates(record, given);
    status = seal(vault, record, given->text, given->len, err);
    if (status != ORB_OK)
        orb_record_remove(cases, cases->count - 1);
    else if (index != NULL)
        *index = cases->count - 1;
    return status;
}

enum orb_status orb_vault_replace(struct orb_vault *vault, size_t index,
                                  const struct orb_vault_case *given, struct orb_error *err)
{
    struct orb_record *record = orb_record_at(&vault->manifest.cases, index);
    struct orb_record next = *record;
    enum orb_status status = check_document(given->text, given->len, err);

    if (status != ORB_OK)
        return status;
    next.owned = NULL; /* it stays the other's until there is another */
    next.version++;
    set_dates(&next, given);
    status = seal(vault, &next, given->text, given->len, err);
    if (status == ORB_OK) {
        orb_record_release(record);
        *record = next;
    }
    sodium_memzero(&next, sizeof next);
    return status;
}

bool orb_vault_is_expired(const struct orb_vault_record *record, orb_date today)
{
    return record->expiry != ORB_DATE_NONE && record->expiry <= today;
}

enum orb_status orb_vault_remove(struct orb_vault *vault, size_t index, orb_date today,
                                 const char *reason, struct orb_error *err)
{
    struct orb_manifest *m = &vault->manifest;
    struct orb_tombstone *stone;

    if (!orb_vault_text_is_fit(reason, ORB_REASON_MAX))
        return orb_error_set(
            err, ORB_ERR_RANGE,
            _("a removal needs a reason of 1 to %d bytes, without control characters"),
            ORB_REASON_MAX);
    if (orb_grow((void **)&m->tombstones, &m->tombstone_capacity, m->tombstone_count,
                 sizeof *m->tombstones) != ORB_OK)
        return orb_error_memory(err);
    stone = &m->tombstones[m->tombstone_count++];
    memcpy(stone->pseudonym, orb_record_at(&m->cases, index)->pseudonym,
           sizeof stone->pseudonym);
    stone->date = today;
    (void)snprintf(stone->reason, sizeof stone->reason, "%s", reason);
    orb_record_remove(&m->cases, index);
    return ORB_OK;
}

size_t orb_vault_tombstone_count(const struct orb_vault *vault)
{
    return vault->manifest.tombstone_count;
}

struct orb_vault_tombstone orb_vault_tombstone(const struct orb_vault *vault, size_t index)
{
    const struct orb_tombstone *stone = &vault->manifest.tombstones[index];

    return (struct orb_vault_tombstone){ .pseudonym = stone->pseudonym,
                                         .date = stone->date,
                                         .reason = stone->reason };
}

size_t orb_vault_publication_count(const struct orb_vault *vault)
{
    return vault->manifest.publications.count;
}

enum orb_status orb_vault_publication_read(struct orb_vault *vault, size_t index,
                                           const char **text, size_t *len,
                                           struct orb_error *err)
{
    return read_record(vault, orb_record_at(&vault->manifest.publications, index), text,
                       len, err);
}

enum orb_status orb_vault_publication_add(struct orb_vault *vault, const char *text,
                                          size_t len, struct orb_error *err)
{
    struct orb_record_table *publications = &vault->manifest.publications;
    struct orb_record *record;
    enum orb_status status = check_document(text, len, err);

    if (status == ORB_OK)
        status = orb_record_add(publications, &record, err);
    if (status != ORB_OK)
        return status;
    record->version = 1;
    randombytes_buf(record->id, sizeof record->id);
    status = seal(vault, record, text, len, err);
    if (status != ORB_OK)
        orb_record_remove(publications, publications->count - 1);
    return status;
}

struct orb_mask_draw orb_vault_mask(const struct orb_vault *vault, size_t index,
                                    const struct orb_mask_place *place, uint32_t attempt)
{
    return orb_mask_draw(vault->keys->sub[ORB_SUBKEY_MASK],
                         orb_record_at(&vault->manifest.cases, index)->local_id, place,
                         attempt);
}
