/* One pass tells who there is, so that nothing of the order depends on memory, threads or
 * parts. */
#include "cli/batch_index.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/batch_mark.h"
#include "cli/batch_scan.h"
#include "cli/person_texts.h"
#include "cli/vault_session.h"
#include "engine/base/alloc.h"
#include "engine/base/file.h"
#include "engine/base/hash.h"
#include "engine/base/strmap.h"
#include "engine/base/text.h"
#include "engine/catalogue/catalogue.h"

/* Of texts that cannot be read again where they were. */
#define KEPT_CAP ((size_t)1 << 29)

#define MOST_PERSONS ((size_t)UINT32_MAX - 1)

struct entry {
    uint64_t at;          /* byte of the text in its file or in what is kept; of a vault,
                             the number of the record */
    uint32_t len;         /* of the text */
    uint32_t place;       /* number in the array, or line */
    uint32_t id;          /* of the pseudonyms; ORB_STRMAP_NONE = not found */
    uint32_t departement; /* number of the list */
    uint16_t file;        /* operand */
    bool in_array, alone, kept, twice;
};

struct cli_batch_index {
    struct cli_people_query query;
    const struct orb_catalogue *catalogue;
    struct cli_people_source *source; /* of a vault, else NULL */
    pthread_mutex_t lock;             /* of the vault, which is for one thread at a time */
    orb_date date;
    int *files; /* by operand; -1 = its texts are kept */
    struct orb_buf kept;
    struct orb_strmap pseudonyms;
    struct orb_strmap departements; /* codes; "" for who has none */
    struct entry *entries;
    size_t count, capacity;
    uint32_t *order;
    struct orb_buf id; /* being read */
    uint64_t digest;
    bool is_lasting;
};

static struct orb_vault *vault_of(const struct cli_batch_index *x)
{
    struct cli_vault_session *session = cli_people_vault(x->source);

    return session == NULL ? NULL : session->vault;
}

/* ---- one person */

/* The code of the département of a commune; "" when the territory does not say. */
static const char *departement_of(const struct cli_batch_index *x, const char *commune,
                                  size_t len)
{
    char code[16] = "";
    uint32_t number;

    if (len == 0 || len >= sizeof code)
        return "";
    memcpy(code, commune, len);
    number = orb_cat_commune_find(x->catalogue, code);
    return number == ORB_CAT_NONE
               ? ""
               : orb_cat_string(x->catalogue, x->catalogue->communes[number].department);
}

/* pseudonym: NULL = not found. */
static enum orb_status number_id(struct cli_batch_index *x, struct entry *e,
                                 const char *pseudonym, struct orb_error *err)
{
    size_t before = x->pseudonyms.count;

    e->id = ORB_STRMAP_NONE;
    if (pseudonym == NULL)
        return ORB_OK;
    if (orb_strmap_add(&x->pseudonyms, pseudonym, strlen(pseudonym), &e->id) != ORB_OK)
        return orb_error_memory(err);
    e->twice = x->pseudonyms.count == before;
    return ORB_OK;
}

/* pseudonym: of a vault, else NULL = that of the text. */
static enum orb_status add(struct cli_batch_index *x, struct entry e, const char *text,
                           const char *pseudonym, struct orb_error *err)
{
    const struct cli_batch_keys keys = cli_batch_scan(text, e.len);
    const char *departement = departement_of(x, keys.commune, keys.commune_len);
    enum orb_status status;

    if (x->count >= MOST_PERSONS)
        return orb_error_set(err, ORB_ERR_RANGE, _("there are too many persons"));
    if (pseudonym == NULL) {
        bool found;

        status = cli_batch_scan_id(&x->id, &found, &keys, err);
        if (status != ORB_OK)
            return status;
        pseudonym = found ? x->id.data : NULL;
    }
    status = number_id(x, &e, pseudonym, err);
    if (status != ORB_OK)
        return status;
    if (orb_strmap_add(&x->departements, departement, strlen(departement),
                       &e.departement) != ORB_OK ||
        orb_grow((void **)&x->entries, &x->capacity, x->count, sizeof *x->entries) !=
            ORB_OK)
        return orb_error_memory(err);
    x->entries[x->count++] = e;
    return ORB_OK;
}

/* ---- files */

/* The file where the text can be read again; -1 when it cannot: a pipe, a gzip. */
static int open_again(const char *path, const struct cli_person_texts *texts)
{
    char bytes[256];
    size_t len = texts->text.len < sizeof bytes ? texts->text.len : sizeof bytes;
    struct stat about;
    int fd = strcmp(path, "-") != 0 && stat(path, &about) == 0 && S_ISREG(about.st_mode)
                 ? open(path, O_RDONLY | O_CLOEXEC)
                 : -1;

    if (fd < 0 || (pread(fd, bytes, len, (off_t)texts->begun) == (ssize_t)len &&
                   memcmp(bytes, texts->text.data, len) == 0))
        return fd;
    (void)close(fd);
    return -1;
}

static enum orb_status keep(struct cli_batch_index *x, const struct cli_person_texts *texts,
                            struct orb_error *err)
{
    if (x->kept.len + texts->text.len > KEPT_CAP)
        return orb_error_set(
            err, ORB_ERR_RANGE,
            _("there is too much to keep in memory; give the persons in a file that is not compressed"));
    orb_buf_add(&x->kept, texts->text.data, texts->text.len);
    return orb_buf_check(&x->kept, err);
}

static enum orb_status add_text(struct cli_batch_index *x, uint16_t file,
                                const struct cli_person_texts *texts, struct orb_error *err)
{
    struct entry e = { .at = texts->begun,
                       .len = (uint32_t)texts->text.len,
                       .place =
                           (uint32_t)(texts->in_array ? texts->count - 1 : texts->started),
                       .file = file,
                       .in_array = texts->in_array,
                       .alone = !texts->in_array && texts->count == 1 && !texts->has_more,
                       .kept = x->files[file] < 0 };
    enum orb_status status = ORB_OK;

    if (e.kept) {
        e.at = x->kept.len;
        status = keep(x, texts, err);
    }
    return status == ORB_OK ? add(x, e, texts->text.data, NULL, err) : status;
}

static enum orb_status read_file(struct cli_batch_index *x, uint16_t file,
                                 struct orb_error *err)
{
    const char *path = x->query.args->operands[x->query.first + file];
    struct cli_person_texts texts = { 0 };
    bool found = true;
    bool is_lasting;
    enum orb_status status = cli_batch_mark(&x->digest, &is_lasting, path, err);

    x->is_lasting = x->is_lasting && is_lasting;
    if (status == ORB_OK)
        status = cli_person_texts_open(&texts, path, err);
    while (status == ORB_OK && found) {
        status = cli_person_texts_next(&texts, &found, err);
        if (status == ORB_ERR_SYNTAX || status == ORB_ERR_RANGE)
            orb_error_at(err, "%s", path);
        if (status != ORB_OK || !found)
            break;
        if (texts.count == 1)
            x->files[file] = open_again(path, &texts);
        status = add_text(x, file, &texts, err);
    }
    cli_person_texts_close(&texts);
    return status;
}

static enum orb_status read_files(struct cli_batch_index *x, struct orb_error *err)
{
    size_t count = x->query.args->operand_count - x->query.first;
    enum orb_status status = ORB_OK;

    if (count > UINT16_MAX)
        return orb_error_set(err, ORB_ERR_RANGE, _("there are too many files"));
    x->files = orb_calloc(count + 1, sizeof *x->files);
    if (x->files == NULL)
        return orb_error_memory(err);
    for (size_t i = 0; i < count; i++)
        x->files[i] = -1;
    for (size_t i = 0; i < count && status == ORB_OK; i++)
        status = read_file(x, (uint16_t)i, err);
    return status;
}

/* ---- the vault */

static enum orb_status read_vault(struct cli_batch_index *x, struct orb_error *err)
{
    struct orb_vault *vault = NULL;
    enum orb_status status = cli_people_open(&x->source, &x->query, err);

    if (status != ORB_OK)
        return status;
    vault = vault_of(x);
    if (x->date == ORB_DATE_NONE)
        x->date = cli_vault_today();
    for (size_t i = 0; i < orb_vault_count(vault) && status == ORB_OK; i++) {
        const struct orb_vault_record record = orb_vault_record(vault, i);
        struct entry e = { .at = i };
        const char *text;
        size_t len;

        status = orb_vault_read(vault, i, &text, &len, err);
        if (status != ORB_OK)
            return status;
        e.len = (uint32_t)len;
        x->digest = orb_hash_more(x->digest, &record.seal, sizeof record.seal);
        status = add(x, e, text, record.pseudonym, err);
    }
    return status;
}

/* ---- the order */

/* A département by its code; "", of who has none, comes after all. */
struct listed {
    const char *code;
    uint32_t number;
};

static int by_code(const void *a, const void *b)
{
    const struct listed *x = a;
    const struct listed *y = b;

    if ((x->code[0] == '\0') != (y->code[0] == '\0'))
        return x->code[0] == '\0' ? 1 : -1;
    return strcmp(x->code, y->code);
}

/* Who is of the same département stays in the order given. */
static enum orb_status put_in_order(struct cli_batch_index *x, struct orb_error *err)
{
    size_t count = x->departements.count;
    struct listed *list = orb_calloc(count + 1, sizeof *list);
    size_t *starts = orb_calloc(count + 1, sizeof *starts);
    size_t start = 0;

    x->order = orb_calloc(x->count + 1, sizeof *x->order);
    if (list == NULL || starts == NULL || x->order == NULL) {
        orb_free(list);
        orb_free(starts);
        return orb_error_memory(err);
    }
    for (size_t i = 0; i < x->count; i++)
        starts[x->entries[i].departement]++;
    for (uint32_t i = 0; i < count; i++)
        list[i] = (struct listed){ x->departements.strings[i], i };
    if (count > 0)
        qsort(list, count, sizeof *list, by_code);
    for (size_t i = 0; i < count; i++) {
        size_t those = starts[list[i].number];

        starts[list[i].number] = start;
        start += those;
    }
    for (size_t i = 0; i < x->count; i++)
        x->order[starts[x->entries[i].departement]++] = (uint32_t)i;
    orb_free(list);
    orb_free(starts);
    return ORB_OK;
}

enum orb_status cli_batch_index_open(struct cli_batch_index **out,
                                     const struct cli_people_query *query,
                                     const struct orb_catalogue *catalogue,
                                     struct orb_error *err)
{
    struct cli_batch_index *x = orb_calloc(1, sizeof *x);
    enum orb_status status;

    *out = x;
    if (x == NULL)
        return orb_error_memory(err);
    (void)pthread_mutex_init(&x->lock, NULL);
    x->query = *query;
    x->catalogue = catalogue;
    x->date = query->cli->date;
    x->digest = ORB_HASH_SEED;
    x->is_lasting = true;
    status = cli_option_value(query->args, "vault") != NULL ? read_vault(x, err)
                                                            : read_files(x, err);
    return status == ORB_OK ? put_in_order(x, err) : status;
}

size_t cli_batch_index_count(const struct cli_batch_index *index)
{
    return index->count;
}

uint64_t cli_batch_index_digest(const struct cli_batch_index *index)
{
    return index->digest;
}

bool cli_batch_index_is_lasting(const struct cli_batch_index *index)
{
    return index->is_lasting;
}

/* A département belongs to the part in which its first person falls when persons are cut
 * evenly. */
static size_t start_of(const struct cli_batch_index *x, size_t number, size_t count)
{
    size_t even = x->count / count * (number - 1) + x->count % count * (number - 1) / count;

    while (even > 0 && even < x->count &&
           x->entries[x->order[even]].departement ==
               x->entries[x->order[even - 1]].departement)
        even++;
    return even;
}

void cli_batch_index_part(const struct cli_batch_index *index, size_t number, size_t count,
                          size_t *first, size_t *end)
{
    *first = start_of(index, number, count);
    *end = number == count ? index->count : start_of(index, number + 1, count);
}

/* ---- a person again */

static const struct entry *entry_at(const struct cli_batch_index *x, size_t place)
{
    return &x->entries[x->order[place]];
}

static enum orb_status read_again(const struct cli_batch_index *x, const struct entry *e,
                                  struct orb_buf *out, struct orb_error *err)
{
    size_t done = 0;

    while (done < e->len) {
        ssize_t n = pread(x->files[e->file], out->data + done, e->len - done,
                          (off_t)(e->at + done));

        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return orb_file_error(err, x->query.args->operands[x->query.first + e->file],
                                  errno);
        if (n == 0) {
            enum orb_status status =
                orb_error_set(err, ORB_ERR_IO, _("the file changed while it was read"));

            orb_error_at(err, "%s", x->query.args->operands[x->query.first + e->file]);
            return status;
        }
        done += (size_t)n;
    }
    out->len = done;
    out->data[done] = '\0';
    return ORB_OK;
}

enum orb_status cli_batch_index_text(struct cli_batch_index *index, size_t place,
                                     struct orb_buf *out, struct orb_error *err)
{
    const struct entry *e = entry_at(index, place);
    struct orb_vault *vault = vault_of(index);
    enum orb_status status = ORB_OK;
    const char *text;
    size_t len;

    orb_buf_clear(out);
    if (!orb_buf_reserve(out, (size_t)e->len + 1))
        return orb_error_memory(err);
    if (vault == NULL && !e->kept)
        return read_again(index, e, out, err);
    if (vault == NULL) {
        orb_buf_add(out, index->kept.data + e->at, e->len);
        return orb_buf_check(out, err);
    }
    (void)pthread_mutex_lock(&index->lock);
    status = orb_vault_read(vault, (size_t)e->at, &text, &len, err);
    if (status == ORB_OK)
        orb_buf_add(out, text, len);
    (void)pthread_mutex_unlock(&index->lock);
    return status == ORB_OK ? orb_buf_check(out, err) : status;
}

bool cli_batch_index_is_twice(const struct cli_batch_index *index, size_t place)
{
    return entry_at(index, place)->twice;
}

const char *cli_batch_index_pseudonym(const struct cli_batch_index *index, size_t place)
{
    struct orb_vault *vault = vault_of(index);

    return vault == NULL
               ? NULL
               : orb_vault_record(vault, (size_t)entry_at(index, place)->at).pseudonym;
}

void cli_batch_index_tell(const struct cli_batch_index *index, size_t place,
                          struct orb_buf *out)
{
    const struct entry *e = entry_at(index, place);
    const char *pseudonym = cli_batch_index_pseudonym(index, place);
    const char *path;

    if (pseudonym != NULL) {
        orb_buf_text(out, pseudonym);
        return;
    }
    path = index->query.args->operands[index->query.first + e->file];
    orb_buf_text(out, strcmp(path, "-") == 0 ? _("standard input") : path);
    if (!e->alone)
        orb_buf_printf(out, "%c%lu", e->in_array ? '/' : ':', (unsigned long)e->place);
}

bool cli_batch_index_find(const struct cli_batch_index *index, const char *pseudonym,
                          size_t *place)
{
    uint32_t id = orb_strmap_find(&index->pseudonyms, pseudonym, strlen(pseudonym));

    for (size_t i = 0; id != ORB_STRMAP_NONE && i < index->count; i++) {
        const struct entry *e = entry_at(index, i);

        if (e->id == id && !e->twice) {
            *place = i;
            return true;
        }
    }
    return false;
}

orb_date cli_batch_index_date(const struct cli_batch_index *index)
{
    return index->date;
}

void cli_batch_index_close(struct cli_batch_index *index)
{
    if (index == NULL)
        return;
    if (index->files != NULL)
        for (size_t i = 0; i < index->query.args->operand_count - index->query.first; i++)
            if (index->files[i] >= 0)
                (void)close(index->files[i]);
    orb_free(index->files);
    if (index->kept.data != NULL)
        memset(index->kept.data, 0, index->kept.capacity);
    orb_buf_release(&index->kept);
    orb_buf_release(&index->id);
    cli_people_close(index->source);
    orb_strmap_release(&index->pseudonyms);
    orb_strmap_release(&index->departements);
    orb_free(index->entries);
    orb_free(index->order);
    (void)pthread_mutex_destroy(&index->lock);
    orb_free(index);
}
