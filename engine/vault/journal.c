/* Entries as JSON, and the chain that seals them. */
#include "engine/vault/journal.h"

#include <assert.h>
#include <inttypes.h>
#include <sodium.h>
#include <string.h>

#include "engine/base/json.h"
#include "engine/base/text.h"
#include "engine/base/utf8.h"
#include "engine/vault/keys.h"

static_assert(ORB_JOURNAL_MAC == ORB_MAC_BYTES && ORB_JOURNAL_MAC == ORB_KEY_BYTES,
              "the size of a mac and of its key");

static const char checkpoint[] = "checkpoint";

static bool is_plain(const char *text)
{
    if (text == NULL)
        return true;
    if (!orb_utf8_valid(text, strlen(text)))
        return false;
    for (; *text != '\0'; text++)
        if ((unsigned char)*text < ' ' || *text == 0x7f)
            return false;
    return true;
}

/* "2026-01-05T08:00:00Z" */
static bool is_time(const char *text)
{
    static const char form[] = "0000-00-00T00:00:00Z";
    orb_date date;

    if (text == NULL || strlen(text) != sizeof form - 1)
        return false;
    for (size_t i = 0; i < sizeof form - 1; i++)
        if (form[i] == '0' ? text[i] < '0' || text[i] > '9' : text[i] != form[i])
            return false;
    return orb_date_parse(&date, text, 10);
}

static enum orb_status check(const struct orb_access *access, bool is_checkpoint,
                             struct orb_error *err)
{
    bool is_named = access->action != NULL && access->action[0] != '\0' &&
                    (strcmp(access->action, checkpoint) == 0) == is_checkpoint;
    bool is_fit = is_named && is_time(access->time) && is_plain(access->action) &&
                  is_plain(access->user) && is_plain(access->profile) &&
                  is_plain(access->reason);

    for (size_t i = 0; is_fit && access->pseudonyms != NULL && i < access->count; i++)
        is_fit = is_plain(access->pseudonyms[i]);
    if (is_fit)
        return ORB_OK;
    return orb_error_set(
        err, ORB_ERR_SYNTAX,
        _("an entry of the journal needs an action, a time in UTC and texts without control characters"));
}

static void write_text(struct orb_buf *out, const char *key, const char *text)
{
    if (text == NULL || text[0] == '\0')
        return;
    orb_buf_printf(out, "\"%s\":", key);
    orb_json_write_string(out, text);
    orb_buf_char(out, ',');
}

static void write_pseudonyms(struct orb_buf *out, const struct orb_access *access)
{
    if (access->pseudonyms == NULL || access->count == 0)
        return;
    orb_buf_text(out, "\"pseudonyms\":");
    for (size_t i = 0; i < access->count; i++) {
        orb_buf_char(out, i == 0 ? '[' : ',');
        orb_json_write_string(out, access->pseudonyms[i]);
    }
    orb_buf_text(out, "],");
}

enum orb_status orb_journal_entry_write(struct orb_buf *out,
                                        const struct orb_access *access,
                                        const struct orb_journal_place *place,
                                        struct orb_error *err)
{
    char hex[2 * ORB_JOURNAL_MAC + 1];
    enum orb_status status = check(access, place->mac != NULL, err);

    if (status != ORB_OK)
        return status;
    orb_buf_char(out, '{');
    write_text(out, "action", access->action);
    if (access->pseudonyms == NULL && access->count > 0)
        orb_buf_printf(out, "\"count\":%zu,", access->count);
    if (place->generation > 0)
        orb_buf_printf(out, "\"generation\":%" PRIu64 ",", place->generation);
    if (place->mac != NULL)
        write_text(out, "mac",
                   sodium_bin2hex(hex, sizeof hex, place->mac, ORB_JOURNAL_MAC));
    orb_buf_printf(out, "\"n\":%" PRIu64 ",", place->n);
    write_text(out, "profile", access->profile);
    write_pseudonyms(out, access);
    write_text(out, "reason", access->reason);
    orb_buf_printf(out, "\"slot\":%u,", place->slot);
    orb_buf_text(out, "\"time\":");
    orb_json_write_string(out, access->time);
    if (access->user != NULL && access->user[0] != '\0') {
        orb_buf_text(out, ",\"user\":");
        orb_json_write_string(out, access->user);
    }
    orb_buf_char(out, '}');
    return orb_buf_check(out, err);
}

void orb_journal_mac(unsigned char out[ORB_JOURNAL_MAC],
                     const unsigned char key[ORB_JOURNAL_MAC],
                     const unsigned char before[ORB_JOURNAL_MAC], const char *entry,
                     size_t len)
{
    crypto_auth_hmacsha512256_state state;

    (void)crypto_auth_hmacsha512256_init(&state, key, ORB_JOURNAL_MAC);
    (void)crypto_auth_hmacsha512256_update(&state, before, ORB_JOURNAL_MAC);
    (void)crypto_auth_hmacsha512256_update(&state, (const unsigned char *)entry, len);
    (void)crypto_auth_hmacsha512256_final(&state, out);
    sodium_memzero(&state, sizeof state);
}

const char *orb_journal_fault_text(enum orb_journal_fault fault)
{
    switch (fault) {
    case ORB_JOURNAL_SOUND:
        return _("the journal is as it was written");
    case ORB_JOURNAL_MISSING:
        return _(
            "the journal of the vault is missing: the vault was put back or moved without it");
    case ORB_JOURNAL_BROKEN:
        return _("a line of the journal is not as it was written");
    case ORB_JOURNAL_CUT:
        return _(
            "lines are missing at the end of the journal: it was cut, or is older than the vault");
    case ORB_JOURNAL_LATER:
        return _(
            "the vault is older than its journal: it was put back without its journal");
    case ORB_JOURNAL_FOREIGN:
        break;
    }
    return _(
        "the journal does not go with the vault: one of the two comes from another copy");
}
