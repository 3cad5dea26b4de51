/* A line is sealed as bytes; its JSON is read only once its seal was found good. */
#include "engine/vault/journal_file.h"

#include <sodium.h>
#include <string.h>

#include "engine/base/json.h"
#include "engine/base/text.h"

static const char before_entry[] = "{\"entry\":";
static const char before_mac[] = ",\"mac\":\"";
static const char after_mac[] = "\"}";

#define BEFORE_ENTRY (sizeof before_entry - 1)
#define BEFORE_MAC   (sizeof before_mac - 1)
#define AFTER_MAC    (sizeof after_mac - 1)
#define HEX          ((size_t)2 * ORB_JOURNAL_MAC)
#define AROUND       (BEFORE_ENTRY + BEFORE_MAC + HEX + AFTER_MAC)

bool orb_journal_line_next(struct orb_journal_lines *lines, struct orb_journal_line *line)
{
    const char *end = lines->len == 0 ? NULL : memchr(lines->text, '\n', lines->len);
    size_t len = end == NULL ? 0 : (size_t)(end - lines->text);

    if (len <= AROUND || memcmp(lines->text, before_entry, BEFORE_ENTRY) != 0 ||
        memcmp(end - AFTER_MAC - HEX - BEFORE_MAC, before_mac, BEFORE_MAC) != 0 ||
        memcmp(end - AFTER_MAC, after_mac, AFTER_MAC) != 0)
        return false;
    line->entry = lines->text + BEFORE_ENTRY;
    line->len = len - AROUND;
    line->mac = end - AFTER_MAC - HEX;
    lines->text += len + 1;
    lines->len -= len + 1;
    return true;
}

void orb_journal_line_write(struct orb_buf *out, const char *entry, size_t len,
                            const unsigned char mac[ORB_JOURNAL_MAC])
{
    char hex[HEX + 1];

    orb_buf_text(out, before_entry);
    orb_buf_add(out, entry, len);
    orb_buf_text(out, before_mac);
    orb_buf_text(out, sodium_bin2hex(hex, sizeof hex, mac, ORB_JOURNAL_MAC));
    orb_buf_text(out, after_mac);
    orb_buf_char(out, '\n');
}

/* Whether the seal is good, and then the mac in *mac. The digits are compared as text: a
 * capital is no seal of ours. */
static bool is_sealed(const struct orb_journal_line *line, const unsigned char *key,
                      unsigned char mac[ORB_JOURNAL_MAC])
{
    unsigned char found[ORB_JOURNAL_MAC];
    char hex[HEX + 1];

    orb_journal_mac(found, key, mac, line->entry, line->len);
    (void)sodium_bin2hex(hex, sizeof hex, found, sizeof found);
    if (sodium_memcmp(hex, line->mac, HEX) != 0)
        return false;
    memcpy(mac, found, sizeof found);
    return true;
}

/* What the lines before the text that is read stand for. */
struct start {
    uint64_t n;
    unsigned char mac[ORB_JOURNAL_MAC];
    bool is_checkpoint;
};

/* Is this first line a checkpoint, and of what? */
static enum orb_status read_start(struct start *out, const struct orb_journal_line *line,
                                  struct orb_error *err)
{
    struct orb_json *entry = NULL;
    enum orb_status status = orb_json_parse(&entry, line->entry, line->len, NULL);
    const char *action = orb_json_text(orb_json_get(entry, "action"));
    const struct orb_json *mac = orb_json_get(entry, "mac");
    const char *hex = orb_json_text(mac);
    size_t len = 0;

    memset(out, 0, sizeof *out);
    if (action != NULL && strcmp(action, "checkpoint") == 0 && hex != NULL &&
        orb_json_text_len(mac) == HEX &&
        sodium_hex2bin(out->mac, sizeof out->mac, hex, HEX, NULL, &len, NULL) == 0) {
        out->is_checkpoint = true;
        out->n = (uint64_t)orb_json_integer(orb_json_get(entry, "n"));
    }
    orb_json_free(entry);
    return status == ORB_ERR_MEMORY ? orb_error_memory(err) : ORB_OK;
}

static enum orb_status generation_of(uint64_t *out, const struct orb_journal_line *line,
                                     struct orb_error *err)
{
    struct orb_json *entry = NULL;
    enum orb_status status = orb_json_parse(&entry, line->entry, line->len, NULL);

    *out = (uint64_t)orb_json_integer(orb_json_get(entry, "generation"));
    orb_json_free(entry);
    return status == ORB_ERR_MEMORY ? orb_error_memory(err) : ORB_OK;
}

/* Where the following of a chain is. */
struct chain {
    struct start start;
    uint64_t n;
    unsigned char mac[ORB_JOURNAL_MAC];
    bool has_head; /* the head of the vault is in it */
    struct orb_journal_line last;
};

static enum orb_status follow_line(struct chain *chain, const struct orb_journal_line *line,
                                   bool is_first, const struct orb_journal_terms *terms,
                                   struct orb_error *err)
{
    enum orb_status status = ORB_OK;

    if (is_first)
        status = read_start(&chain->start, line, err);
    if (is_first && chain->start.is_checkpoint) {
        chain->n = chain->start.n;
        memcpy(chain->mac, chain->start.mac, sizeof chain->mac);
    } else {
        chain->n++;
    }
    chain->last = *line;
    if (chain->n == terms->head.n &&
        sodium_memcmp(chain->mac, terms->head.mac, sizeof chain->mac) == 0)
        chain->has_head = true;
    return status;
}

static enum orb_journal_fault
judge(const struct chain *chain, const struct orb_journal_terms *terms, uint64_t generation)
{
    if (chain->start.n != terms->head.base)
        return ORB_JOURNAL_FOREIGN;
    if (chain->n < terms->head.n)
        return ORB_JOURNAL_CUT;
    if (!chain->has_head)
        return ORB_JOURNAL_FOREIGN;
    if (chain->n > terms->head.n)
        return ORB_JOURNAL_LATER;
    return generation == terms->generation ? ORB_JOURNAL_SOUND : ORB_JOURNAL_FOREIGN;
}

enum orb_status orb_journal_follow(struct orb_journal_check *out, size_t *sound,
                                   const struct orb_journal_lines *lines,
                                   const struct orb_journal_terms *terms,
                                   struct orb_error *err)
{
    struct orb_journal_lines rest = *lines;
    struct orb_journal_check found = { 0 };
    struct orb_journal_line line;
    struct chain chain = { 0 };
    uint64_t generation = 0;
    enum orb_status status = ORB_OK;

    *sound = 0;
    while (status == ORB_OK && found.fault == ORB_JOURNAL_SOUND &&
           orb_journal_line_next(&rest, &line)) {
        if (is_sealed(&line, terms->key, chain.mac)) {
            status = follow_line(&chain, &line, found.count == 0, terms, err);
            found.count++;
            *sound = lines->len - rest.len;
        } else {
            found.fault = ORB_JOURNAL_BROKEN;
        }
    }
    if (status == ORB_OK && found.count > 0)
        status = generation_of(&generation, &chain.last, err);
    /* A line that has no form and yet an end is broken; one without an end may be a write
     * that was cut. */
    if (found.fault == ORB_JOURNAL_SOUND && rest.len > 0 &&
        memchr(rest.text, '\n', rest.len) != NULL)
        found.fault = ORB_JOURNAL_BROKEN;
    if (found.fault == ORB_JOURNAL_BROKEN)
        found.line = found.count + 1;
    else
        found.fault = judge(&chain, terms, generation);
    if (found.count > 0) {
        found.first = chain.start.n + 1;
        found.n = chain.n;
    }
    *out = found;
    return status;
}

enum orb_status orb_journal_start(struct orb_buf *out, struct orb_journal_head *head,
                                  const struct orb_journal_change *change,
                                  struct orb_error *err)
{
    static const unsigned char zero[ORB_JOURNAL_MAC];
    unsigned char mac[ORB_JOURNAL_MAC];
    struct orb_buf entry = { 0 };
    struct orb_journal_place place = change->place;
    enum orb_status status;

    place.n = head->n;
    place.mac = head->mac;
    status = orb_journal_entry_write(&entry, change->checkpoint, &place, err);
    if (status == ORB_OK) {
        orb_journal_mac(mac, change->key, zero, entry.data, entry.len);
        orb_journal_line_write(out, entry.data, entry.len, mac);
        head->base = head->n;
    }
    orb_buf_release(&entry);
    return status;
}

/* Where the chain is after a line: at its seal, the one it has when none is given; after a
 * checkpoint, where that says. */
static enum orb_status pass(struct orb_journal_head *head,
                            const struct orb_journal_line *line, bool is_first,
                            const unsigned char *seal, struct orb_error *err)
{
    struct start start = { 0 };
    size_t len = 0;
    enum orb_status status = is_first ? read_start(&start, line, err) : ORB_OK;

    if (start.is_checkpoint) {
        head->n = head->base = start.n;
        memcpy(head->mac, start.mac, sizeof head->mac);
        return status;
    }
    head->n++;
    if (seal != NULL)
        memcpy(head->mac, seal, sizeof head->mac);
    else
        (void)sodium_hex2bin(head->mac, sizeof head->mac, line->mac, HEX, NULL, &len, NULL);
    return status;
}

static bool has_digits(const struct orb_journal_head *head, const char *digits)
{
    char hex[HEX + 1];

    (void)sodium_bin2hex(hex, sizeof hex, head->mac, sizeof head->mac);
    return strncmp(hex, digits, strlen(digits)) == 0;
}

enum orb_status orb_journal_find(enum orb_journal_found *out,
                                 const struct orb_journal_lines *lines, uint64_t n,
                                 const char *digits, struct orb_error *err)
{
    struct orb_journal_lines rest = *lines;
    struct orb_journal_head head = { 0 };
    struct orb_journal_line line;
    enum orb_status status = ORB_OK;

    *out = ORB_JOURNAL_ENDS_BEFORE;
    for (bool first = true; status == ORB_OK && *out == ORB_JOURNAL_ENDS_BEFORE &&
                            orb_journal_line_next(&rest, &line);
         first = false) {
        status = pass(&head, &line, first, NULL, err);
        if (status == ORB_OK && head.n == n)
            *out = has_digits(&head, digits) ? ORB_JOURNAL_IS_THERE : ORB_JOURNAL_IS_OTHER;
        else if (head.n > n)
            *out = ORB_JOURNAL_FORGOTTEN;
    }
    return status;
}

enum orb_status orb_journal_again(struct orb_buf *out, struct orb_journal_head *head,
                                  const struct orb_journal_lines *lines,
                                  const struct orb_journal_change *change,
                                  struct orb_error *err)
{
    struct orb_journal_lines rest = *lines;
    struct orb_journal_line line;
    unsigned char seal[ORB_JOURNAL_MAC];
    enum orb_status status = ORB_OK;

    memset(head, 0, sizeof *head);
    for (size_t i = 0; status == ORB_OK && orb_journal_line_next(&rest, &line); i++) {
        if (i < change->drop) {
            status = pass(head, &line, i == 0, NULL, err);
            if (status == ORB_OK && i + 1 == change->drop)
                status = orb_journal_start(out, head, change, err);
            continue;
        }
        orb_journal_mac(seal, change->key, head->mac, line.entry, line.len);
        orb_journal_line_write(out, line.entry, line.len, seal);
        status = pass(head, &line, i == 0, seal, err);
    }
    return status == ORB_OK ? orb_buf_check(out, err) : status;
}

/* A checkpoint is of the day of a purge, after that of the lines that follow it: it stays
 * or goes with them. */
enum orb_status orb_journal_count_before(size_t *count,
                                         const struct orb_journal_lines *lines,
                                         orb_date day, struct orb_error *err)
{
    struct orb_journal_lines rest = *lines;
    struct orb_journal_line line;
    struct start start = { 0 };
    bool is_before = true;
    size_t checkpoints = 0;

    *count = 0;
    for (size_t i = 0; is_before && orb_journal_line_next(&rest, &line); i++) {
        struct orb_json *entry = NULL;
        orb_date date = ORB_DATE_NONE;
        const struct orb_json *time;

        if (i == 0 && read_start(&start, &line, err) != ORB_OK)
            return ORB_ERR_MEMORY;
        if (i == 0 && start.is_checkpoint) {
            checkpoints = 1;
            continue;
        }
        if (orb_json_parse(&entry, line.entry, line.len, NULL) == ORB_ERR_MEMORY)
            return orb_error_memory(err);
        time = orb_json_get(entry, "time");
        is_before = orb_json_text_len(time) >= 10 &&
                    orb_date_parse(&date, orb_json_text(time), 10) && date < day;
        *count += is_before;
        orb_json_free(entry);
    }
    if (*count > 0)
        *count += checkpoints;
    return ORB_OK;
}
