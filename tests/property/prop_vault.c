/*
 * Whatever is changed in a vault or its journal, it is refused with a sentence. As many
 * changes as ORBITE_VAULT_CHANGES says.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "engine/vault/layout.h"
#include "tests/property/made.h"
#include "tests/unit/vault_folder.h"

#define RECORDS     12
#define GENERATIONS 4
#define CHUNKS      (RECORDS + 1) /* with the manifest */

/* The same vault after each of its commits. */
struct world {
    struct made lots;
    struct orb_buf vaults[GENERATIONS];
    struct orb_buf logs[GENERATIONS];
    struct orb_buf foreign; /* another vault with the same passphrase */
    struct orb_buf foreign_log;
};

/* Each commit changes a record, without changing its length. */
static void make_world(struct world *w)
{
    struct orb_vault *vault = vault_create("v");

    memset(w, 0, sizeof *w);
    for (int g = 0; g < GENERATIONS; g++) {
        for (int i = 0; i < (g == 0 ? RECORDS : 2); i++) {
            char id[16], text[48];

            (void)snprintf(id, sizeof id, "P%02d", i);
            (void)snprintf(text, sizeof text, "{\"g\":%d,\"i\":%d}", g, i);
            vault_keep(vault, id, text);
        }
        vault_commit(vault, "edit");
        bytes_read(&w->vaults[g], "v");
        bytes_read(&w->logs[g], "v.log");
    }
    orb_vault_close(vault);
    vault_make("foreign");
    bytes_read(&w->foreign, "foreign");
    bytes_read(&w->foreign_log, "foreign.log");
}

static void release_world(struct world *w)
{
    for (int g = 0; g < GENERATIONS; g++) {
        orb_buf_release(&w->vaults[g]);
        orb_buf_release(&w->logs[g]);
    }
    orb_buf_release(&w->foreign);
    orb_buf_release(&w->foreign_log);
}

/* One try: what is to be opened, first as it was last written. */
struct attempt {
    struct world *w;
    struct orb_buf vault;
    struct orb_buf log;
};

static void put(struct orb_buf *to, const struct orb_buf *from)
{
    orb_buf_clear(to);
    orb_buf_add(to, from->data, from->len);
}

static struct orb_buf *either(struct attempt *a)
{
    return made_chance(&a->w->lots, 60) ? &a->vault : &a->log;
}

static void flip_bits(struct attempt *a)
{
    struct orb_buf *one = either(a);
    unsigned count = 1 + made_below(&a->w->lots, 3);

    for (unsigned i = 0; i < count; i++) {
        size_t at = made_below(&a->w->lots, (unsigned)one->len);

        one->data[at] = (char)(one->data[at] ^ 1 << made_below(&a->w->lots, 8));
    }
}

static void truncate_one(struct attempt *a)
{
    struct orb_buf *one = either(a);

    one->len = made_below(&a->w->lots, (unsigned)one->len);
}

static void add_bytes(struct attempt *a)
{
    struct orb_buf *one = either(a);
    unsigned count = 1 + made_below(&a->w->lots, 600);

    for (unsigned i = 0; i < count; i++)
        orb_buf_char(one, (char)made_below(&a->w->lots, 256));
}

static void overwrite(struct attempt *a)
{
    struct orb_buf *one = either(a);
    size_t at = made_below(&a->w->lots, (unsigned)one->len);
    size_t len = 1 + made_below(&a->w->lots, 64);

    for (size_t i = at; i < one->len && i < at + len; i++)
        one->data[i] = (char)made_below(&a->w->lots, 256);
}

/* Where the chunks of a vault are, with their lengths. */
struct piece {
    size_t at, len;
};

static void find_chunks(const struct orb_buf *vault, struct piece pieces[CHUNKS])
{
    struct orb_vault_layout layout;
    struct orb_vault_chunk chunk;

    assert_int_equal(orb_vault_layout_read(&layout, vault->data, vault->len, NULL), ORB_OK);
    for (size_t i = 0; i < CHUNKS; i++) {
        pieces[i].at = (size_t)((const char *)layout.next - vault->data);
        assert_true(orb_vault_chunk_next(&layout, &chunk));
        pieces[i].len = (size_t)((const char *)layout.next - vault->data) - pieces[i].at;
    }
}

static void swap_records(struct attempt *a)
{
    struct piece pieces[CHUNKS];
    unsigned i = made_below(&a->w->lots, RECORDS);
    unsigned j = made_below(&a->w->lots, RECORDS);
    const struct orb_buf *from = &a->w->vaults[GENERATIONS - 1];

    find_chunks(from, pieces);
    assert_int_equal(pieces[i].len, pieces[j].len);
    memcpy(a->vault.data + pieces[i].at, from->data + pieces[j].at, pieces[i].len);
    memcpy(a->vault.data + pieces[j].at, from->data + pieces[i].at, pieces[i].len);
}

/* A record, or the manifest, of an earlier time; or the header. */
static void replay_record(struct attempt *a)
{
    struct piece now[CHUNKS], then[CHUNKS];
    const struct orb_buf *from = &a->w->vaults[made_below(&a->w->lots, GENERATIONS - 1)];
    unsigned i = made_below(&a->w->lots, CHUNKS + 1);

    find_chunks(&a->vault, now);
    find_chunks(from, then);
    if (i == CHUNKS) { /* as long, while a generation has one digit */
        memcpy(a->vault.data, from->data, now[0].at);
        return;
    }
    if (i != RECORDS && i > 1) /* the others never changed */
        i = made_below(&a->w->lots, 2);
    assert_int_equal(now[i].len, then[i].len);
    memcpy(a->vault.data + now[i].at, from->data + then[i].at, now[i].len);
}

static void remove_record(struct attempt *a)
{
    struct piece pieces[CHUNKS];
    const struct piece *one;

    find_chunks(&a->vault, pieces);
    one = &pieces[made_below(&a->w->lots, CHUNKS)];
    memmove(a->vault.data + one->at, a->vault.data + one->at + one->len,
            a->vault.len - one->at - one->len);
    a->vault.len -= one->len;
}

static void old_vault(struct attempt *a)
{
    put(&a->vault, &a->w->vaults[made_below(&a->w->lots, GENERATIONS - 1)]);
}

static void old_log(struct attempt *a)
{
    put(&a->log, &a->w->logs[made_below(&a->w->lots, GENERATIONS - 1)]);
}

static void foreign_one(struct attempt *a)
{
    if (made_chance(&a->w->lots, 50))
        put(&a->vault, &a->w->foreign);
    else
        put(&a->log, &a->w->foreign_log);
}

/* Lines of the journal in another order, twice, or less one. */
static void shuffle_log(struct attempt *a)
{
    size_t starts[GENERATIONS + 1] = { 0 };
    size_t lines = 0;
    unsigned order[GENERATIONS];
    const struct orb_buf *from = &a->w->logs[GENERATIONS - 1];

    for (size_t i = 0; i < from->len; i++)
        if (from->data[i] == '\n')
            starts[++lines] = i + 1;
    assert_int_equal(lines, GENERATIONS);
    orb_buf_clear(&a->log);
    for (unsigned i = 0; i < GENERATIONS; i++) {
        order[i] = made_below(&a->w->lots, GENERATIONS);
        orb_buf_add(&a->log, from->data + starts[order[i]],
                    starts[order[i] + 1] - starts[order[i]]);
    }
}

/* As if a commit had been cut, with a damaged vault to come. */
static void forge_temporary(struct attempt *a)
{
    old_vault(a);
    a->vault.data[made_below(&a->w->lots, (unsigned)a->vault.len)] ^= 4;
    bytes_write("v.tmp", a->vault.data, a->vault.len);
    put(&a->vault, &a->w->vaults[GENERATIONS - 2]);
}

static const struct {
    const char *name;
    void (*change)(struct attempt *a);
} kinds[] = {
    { "bits flipped", flip_bits },       { "a file cut", truncate_one },
    { "bytes added", add_bytes },        { "bytes replaced", overwrite },
    { "records swapped", swap_records }, { "a part replayed", replay_record },
    { "a part removed", remove_record }, { "an old vault", old_vault },
    { "an old journal", old_log },       { "another vault's", foreign_one },
    { "lines shuffled", shuffle_log },   { "a forged commit", forge_temporary },
};

#define KINDS (sizeof kinds / sizeof kinds[0])

static bool is_same(const struct orb_buf *a, const struct orb_buf *b)
{
    return a->len == b->len && memcmp(a->data, b->data, a->len) == 0;
}

/* False when the change was none. */
static bool try_change(struct attempt *a, unsigned kind)
{
    const struct world *w = a->w;
    struct orb_vault *vault = NULL;
    struct orb_error err = { 0 };
    enum orb_status status;

    put(&a->vault, &w->vaults[GENERATIONS - 1]);
    put(&a->log, &w->logs[GENERATIONS - 1]);
    kinds[kind].change(a);
    if (is_same(&a->vault, &w->vaults[GENERATIONS - 1]) &&
        is_same(&a->log, &w->logs[GENERATIONS - 1]))
        return false;
    bytes_write("v", a->vault.data, a->vault.len);
    bytes_write("v.log", a->log.data, a->log.len);
    status = vault_try(&vault, "v", PASSPHRASE, ORB_VAULT_USE, &err);
    if (status == ORB_OK || vault != NULL || err.text[0] == '\0')
        fail_msg("%s: taken, or refused without a word", kinds[kind].name);
    (void)unlink(in_folder("v.tmp"));
    return true;
}

static void whatever_is_changed_the_vault_is_refused(void **state)
{
    const char *asked = getenv("ORBITE_VAULT_CHANGES");
    unsigned long wanted = asked == NULL ? 600 : strtoul(asked, NULL, 10);
    unsigned long tried[KINDS] = { 0 };
    struct world w;
    struct attempt a = { .w = &w };

    (void)state;
    make_world(&w);
    made_init(&w.lots, made_seed());
    for (unsigned long i = 0; i < wanted;) {
        unsigned kind = made_below(&w.lots, KINDS);

        if (try_change(&a, kind)) {
            tried[kind]++;
            i++;
        }
    }
    for (size_t i = 0; i < KINDS; i++) {
        printf("# %s: %lu tried, none taken\n", kinds[i].name, tried[i]);
        assert_true(tried[i] > 0);
    }
    /* What was written is taken still. */
    bytes_write("v", w.vaults[GENERATIONS - 1].data, w.vaults[GENERATIONS - 1].len);
    bytes_write("v.log", w.logs[GENERATIONS - 1].data, w.logs[GENERATIONS - 1].len);
    orb_vault_close(vault_open("v"));
    made_release(&w.lots);
    orb_buf_release(&a.vault);
    orb_buf_release(&a.log);
    release_world(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whatever_is_changed_the_vault_is_refused),
    };

    return cmocka_run_group_tests(tests, vault_folder_make, vault_folder_remove);
}
