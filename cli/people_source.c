/* A person is read, handed and forgotten: only pseudonyms, places and counts stay. */
#include "cli/people_source.h"

#include <string.h>

#include "cli/batch_scan.h"
#include "cli/diagnostics.h"
#include "cli/options.h"
#include "cli/person_texts.h"
#include "cli/question.h"
#include "cli/vault_session.h"
#include "engine/base/alloc.h"
#include "engine/base/json.h"
#include "engine/base/strmap.h"
#include "engine/base/text.h"

struct cli_people_source {
    struct cli_people_query query;
    orb_date date; /* of reference; ORB_DATE_NONE = what each person says */
    struct cli_vault_session session;
    size_t record;  /* next of the vault */
    size_t operand; /* of the file being read */
    struct cli_person_texts texts;
    struct cli_people_block one;  /* of cli_people_next */
    struct orb_strmap pseudonyms; /* already given */
    struct orb_arena arena;       /* places and sentences */
    struct cli_person_rejected rejected[CLI_PEOPLE_TOLD];
    uint64_t rejected_count, taken;
};

enum orb_status cli_people_check(const struct cli_arguments *args, size_t first,
                                 struct orb_error *err)
{
    bool has_vault = cli_option_value(args, "vault") != NULL;

    if (has_vault == (args->operand_count > first))
        return orb_error_set(
            err, ORB_ERR_SYNTAX,
            has_vault
                ? _("persons come from '--vault' or from files, not from both")
                : _("expected '--vault FILE', or files of persons (- for standard input)"));
    if (!has_vault && cli_option_value(args, "passphrase-fd") != NULL)
        return orb_error_set(err, ORB_ERR_SYNTAX,
                             _("'--passphrase-fd' goes with '--vault'"));
    return cli_passphrase_check(args, err);
}

static enum orb_status open_vault(struct cli_people_source *s, struct orb_error *err)
{
    struct cli_vault_act all = { .action = s->query.action };
    enum orb_status status = cli_vault_session_open(
        &s->session, s->query.args, cli_option_value(s->query.args, "vault"), ORB_VAULT_USE,
        err);

    if (status == ORB_OK)
        status = cli_profile_digest(s->session.profile, s->query.cli, err);
    if (status != ORB_OK)
        return status;
    all.count = orb_vault_count(s->session.vault);
    return cli_vault_session_commit(&s->session, &all, err);
}

enum orb_status cli_people_open(struct cli_people_source **out,
                                const struct cli_people_query *query, struct orb_error *err)
{
    struct cli_people_source *s = orb_calloc(1, sizeof *s);
    enum orb_status status = ORB_OK;

    *out = s;
    if (s == NULL)
        return orb_error_memory(err);
    s->query = *query;
    s->operand = query->first;
    s->date = query->cli->date;
    if (cli_option_value(query->args, "vault") == NULL)
        return ORB_OK;
    if (s->date == ORB_DATE_NONE)
        s->date = cli_vault_today();
    status = open_vault(s, err);
    return status;
}

/* ---- what is set aside */

static enum orb_status reject(struct cli_people_source *s, const char *place,
                              const struct orb_error *why, struct orb_error *err)
{
    struct cli_person_rejected *r;
    struct orb_buf text = { 0 };
    enum orb_status status;

    if (s->rejected_count >= CLI_PEOPLE_TOLD) {
        s->rejected_count++;
        return ORB_OK;
    }
    orb_buf_text(&text, place);
    if (why->place[0] != '\0')
        orb_buf_printf(&text, "%s%s", why->place[0] == '/' ? "" : ":", why->place);
    status = orb_buf_check(&text, err);
    r = &s->rejected[s->rejected_count++];
    if (status == ORB_OK) {
        r->place = orb_arena_strdup(&s->arena, text.data);
        r->sentence = orb_arena_strdup(&s->arena, why->text);
        if (r->place == NULL || r->sentence == NULL)
            status = orb_error_memory(err);
    }
    orb_buf_release(&text);
    return status;
}

/* ---- texts */

/* The place of the person being taken, without what is wrong inside. */
static void write_place(struct orb_buf *out, const struct cli_people_source *s)
{
    if (s->session.vault != NULL) {
        orb_buf_text(out, orb_vault_record(s->session.vault, s->record - 1).pseudonym);
        return;
    }
    orb_buf_text(out, s->query.args->operands[s->operand]);
    cli_person_texts_place(out, &s->texts);
}

static enum orb_status next_record(struct cli_people_source *s, const char **text,
                                   size_t *len, struct orb_error *err)
{
    *text = NULL;
    if (s->record >= orb_vault_count(s->session.vault))
        return ORB_OK;
    return orb_vault_read(s->session.vault, s->record++, text, len, err);
}

/* The next text of the files. */
static enum orb_status next_text(struct cli_people_source *s, const char **text,
                                 size_t *len, struct orb_error *err)
{
    const struct cli_arguments *args = s->query.args;
    bool found = false;

    *text = NULL;
    while (!found && s->operand < args->operand_count) {
        const char *path = args->operands[s->operand];
        enum orb_status status = ORB_OK;

        if (s->texts.in == NULL) {
            status = cli_person_texts_open(&s->texts, path, err);
            if (status != ORB_OK)
                return status;
        }
        status = cli_person_texts_next(&s->texts, &found, err);
        if (status != ORB_OK) {
            if (status == ORB_ERR_SYNTAX || status == ORB_ERR_RANGE)
                orb_error_at(err, "%s", path);
            return status;
        }
        if (!found) {
            cli_person_texts_close(&s->texts);
            s->operand++;
        }
    }
    if (found) {
        *text = s->texts.text.data;
        *len = s->texts.text.len;
    }
    return ORB_OK;
}

/* ---- blocks */

/* Persons may be long: a block of them is not. */
#define ENOUGH ((size_t)1 << 20)

static void empty(struct cli_people_block *block)
{
    for (size_t i = 0; i < block->count; i++) {
        orb_case_free(block->items[i].case_);
        orb_free(block->items[i].why);
        orb_buf_release(&block->items[i].id);
    }
    block->count = 0;
    if (block->texts.data != NULL)
        memset(block->texts.data, 0, block->texts.capacity);
    orb_buf_clear(&block->texts);
    orb_buf_clear(&block->places);
}

static enum orb_status keep(struct cli_people_source *s, struct cli_people_block *block,
                            const char *text, size_t len, struct orb_error *err)
{
    if (orb_grow((void **)&block->items, &block->capacity, block->count,
                 sizeof *block->items) != ORB_OK)
        return orb_error_memory(err);
    block->items[block->count++] = (struct cli_people_item){ .text = block->texts.len,
                                                             .len = len,
                                                             .place = block->places.len };
    orb_buf_add(&block->texts, text, len);
    orb_buf_char(&block->texts, '\0');
    write_place(&block->places, s);
    orb_buf_char(&block->places, '\0');
    return block->texts.failed ? orb_buf_check(&block->texts, err)
                               : orb_buf_check(&block->places, err);
}

enum orb_status cli_people_take(struct cli_people_source *source,
                                struct cli_people_block *block, size_t most,
                                struct orb_error *err)
{
    enum orb_status status = ORB_OK;
    const char *text = "";
    size_t len;

    empty(block);
    while (status == ORB_OK && text != NULL && block->count < most &&
           block->texts.len < ENOUGH) {
        status = source->session.vault != NULL ? next_record(source, &text, &len, err)
                                               : next_text(source, &text, &len, err);
        if (status == ORB_OK && text != NULL)
            status = keep(source, block, text, len, err);
    }
    return status;
}

/* Why it is not understood, and whose it is all the same. */
static enum orb_status set_aside(const struct cli_people_block *block,
                                 struct cli_people_item *item, const struct orb_error *why,
                                 struct orb_error *err)
{
    const struct cli_batch_keys keys =
        cli_batch_scan(block->texts.data + item->text, item->len);

    item->why = orb_calloc(1, sizeof *why);
    if (item->why == NULL)
        return orb_error_memory(err);
    *item->why = *why;
    return cli_batch_scan_id(&item->id, &item->has_id, &keys, err);
}

static enum orb_status read_one(const struct cli_people_source *s,
                                const struct orb_person_codes *codes,
                                const struct cli_people_block *block,
                                struct cli_people_item *item, struct orb_error *err)
{
    struct orb_json *document = NULL;
    struct orb_error why = { 0 };
    enum orb_status status =
        orb_json_parse(&document, block->texts.data + item->text, item->len, &why);
    struct orb_person *person;

    if (status == ORB_OK)
        status = orb_case_parse(&item->case_, document, s->query.profile, codes, &why);
    orb_json_free(document);
    if (status == ORB_ERR_MEMORY)
        return orb_error_memory(err);
    if (status != ORB_OK)
        return set_aside(block, item, &why, err);
    person = item->case_->person;
    if (s->date != ORB_DATE_NONE)
        person->reference_date = s->date;
    /* Of a vault, the place is the pseudonym. */
    if (s->session.vault == NULL)
        return ORB_OK;
    person->id = orb_arena_strdup(&person->arena, block->places.data + item->place);
    return person->id == NULL ? orb_error_memory(err) : ORB_OK;
}

enum orb_status cli_people_parse(const struct cli_people_source *source,
                                 struct cli_people_block *block,
                                 struct orb_vocabulary *vocabulary, struct orb_error *err)
{
    const struct orb_person_codes codes = { vocabulary, cli_person_code };
    enum orb_status status = ORB_OK;

    for (size_t i = 0; i < block->count && status == ORB_OK; i++)
        status = read_one(source, &codes, block, &block->items[i], err);
    if (block->texts.data != NULL)
        memset(block->texts.data, 0, block->texts.capacity);
    orb_buf_release(&block->texts);
    return status;
}

/* The first record has the pseudonym, understood or not: of two, nothing says which holds.
 */
static enum orb_status check_twice(struct cli_people_source *s, struct orb_error *why,
                                   struct cli_people_item *item, struct orb_error *err)
{
    const char *given = item->has_id ? item->id.data : NULL;
    const char *id = item->case_ == NULL ? given : item->case_->person->id;
    size_t before = s->pseudonyms.count;
    uint32_t number;

    /* Those of a vault are its own, each once. */
    if (id == NULL || (item->case_ == NULL && s->session.vault != NULL))
        return ORB_OK;
    if (orb_strmap_add(&s->pseudonyms, id, strlen(id), &number) != ORB_OK)
        return orb_error_memory(err);
    if (s->pseudonyms.count > before || item->case_ == NULL) {
        s->taken += item->case_ != NULL;
        return ORB_OK;
    }
    (void)orb_error_set(why, ORB_ERR_EXISTS, _("this pseudonym was given before"));
    orb_case_free(item->case_);
    item->case_ = NULL;
    return ORB_OK;
}

enum orb_status cli_people_settle(struct cli_people_source *source,
                                  struct cli_people_block *block, struct orb_error *err)
{
    enum orb_status status = ORB_OK;

    for (size_t i = 0; i < block->count && status == ORB_OK; i++) {
        struct cli_people_item *item = &block->items[i];
        struct orb_error twice = { 0 };

        status = check_twice(source, &twice, item, err);
        if (status == ORB_OK && (twice.status != ORB_OK || item->why != NULL))
            status = reject(source, block->places.data + item->place,
                            item->why == NULL ? &twice : item->why, err);
    }
    return status;
}

void cli_people_block_release(struct cli_people_block *block)
{
    empty(block);
    orb_buf_release(&block->texts);
    orb_buf_release(&block->places);
    orb_free(block->items);
    memset(block, 0, sizeof *block);
}

/* ---- one by one */

enum orb_status cli_people_next(struct cli_people_source *source, struct orb_case **out,
                                struct orb_error *err)
{
    struct cli_people_block *one = &source->one;
    enum orb_status status = ORB_OK;

    *out = NULL;
    do {
        status = cli_people_take(source, one, 1, err);
        if (status == ORB_OK)
            status = cli_people_parse(source, one, source->query.vocabulary, err);
        if (status == ORB_OK)
            status = cli_people_settle(source, one, err);
    } while (status == ORB_OK && one->count > 0 && one->items[0].case_ == NULL);
    if (status != ORB_OK || one->count == 0)
        return status;
    *out = one->items[0].case_;
    one->items[0].case_ = NULL;
    return ORB_OK;
}

/* ---- counts */

uint64_t cli_people_taken(const struct cli_people_source *source)
{
    return source->taken;
}

uint64_t cli_people_rejected(const struct cli_people_source *source)
{
    return source->rejected_count;
}

const struct cli_person_rejected *
cli_people_rejected_at(const struct cli_people_source *source, uint64_t index)
{
    return index < source->rejected_count && index < CLI_PEOPLE_TOLD
               ? &source->rejected[index]
               : NULL;
}

void cli_people_tell_rejected(const struct cli_people_source *source,
                              const struct cli_context *cli)
{
    uint64_t shown = 0;
    const struct cli_person_rejected *r;

    while (shown < CLI_PEOPLE_SHOWN &&
           (r = cli_people_rejected_at(source, shown)) != NULL) {
        cli_note(cli, _("%s: left out: %s"), r->place, r->sentence);
        shown++;
    }
    if (source->rejected_count > shown)
        cli_note(cli, _("%llu more are left out"),
                 (unsigned long long)(source->rejected_count - shown));
}

struct cli_vault_session *cli_people_vault(struct cli_people_source *source)
{
    return source == NULL || source->session.vault == NULL ? NULL : &source->session;
}

void cli_people_close(struct cli_people_source *source)
{
    if (source == NULL)
        return;
    cli_person_texts_close(&source->texts);
    cli_people_block_release(&source->one);
    cli_vault_session_close(&source->session);
    orb_strmap_release(&source->pseudonyms);
    orb_arena_release(&source->arena);
    orb_free(source);
}
