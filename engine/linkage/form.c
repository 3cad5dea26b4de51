/* One pass over the records in order of id: words are numbered as they come. */
#include "engine/linkage/form.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/alloc.h"
#include "engine/base/buf.h"
#include "engine/base/hash.h"
#include "engine/base/text.h"
#include "engine/linkage/key.h"
#include "engine/linkage/name.h"
#include "engine/model/address.h"

#define WORDS_MAX 64

/* What preparing needs and forgets. */
struct work {
    struct linkage_forms *forms;
    struct orb_name_words words;
    struct orb_name name;
    struct orb_buf address;
};

static const struct {
    const char *kind;
    size_t offset; /* of the text in struct orb_linkage_record */
    bool (*read)(uint64_t *out, const char *text);
} readers[LINKAGE_KEYS] = {
    { "finess", offsetof(struct orb_linkage_record, finess), orb_key_finess },
    { "siret", offsetof(struct orb_linkage_record, siret), orb_key_siret },
    { "siren", offsetof(struct orb_linkage_record, siren), orb_key_siren },
    { "rna", offsetof(struct orb_linkage_record, rna), orb_key_rna },
    { "phone", offsetof(struct orb_linkage_record, phone), orb_key_phone },
    { "email", offsetof(struct orb_linkage_record, email), orb_key_email },
};

static uint64_t hash_text(const char *text, size_t len)
{
    return len > 0 ? orb_hash(text, len) | 1 : 0;
}

static uint64_t hash_string(const char *text)
{
    return text != NULL ? hash_text(text, strlen(text)) : 0;
}

static int by_number(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a;
    uint32_t y = *(const uint32_t *)b;

    return (x > y) - (x < y);
}

static enum orb_status count_word(struct linkage_words *words, uint32_t number)
{
    if (number >= words->capacity && orb_grow((void **)&words->counts, &words->capacity,
                                              number, sizeof *words->counts) != ORB_OK)
        return ORB_ERR_MEMORY;
    return ORB_OK;
}

/* The numbers of the words of a text, sorted, each once. */
static enum orb_status number_words(struct linkage_words *words, const char *text,
                                    uint32_t numbers[WORDS_MAX], size_t *count)
{
    size_t n = 0;
    size_t kept = 0;

    for (const char *at = text; *at != '\0' && n < WORDS_MAX;) {
        size_t len = strcspn(at, " ");
        size_t before = words->map.count;

        if (orb_strmap_add(&words->map, at, len, &numbers[n]) != ORB_OK ||
            count_word(words, numbers[n]) != ORB_OK)
            return ORB_ERR_MEMORY;
        if (words->map.count > before)
            words->counts[numbers[n]] = 0;
        n++;
        at += len + (at[len] == ' ');
    }
    qsort(numbers, n, sizeof *numbers, by_number);
    for (size_t i = 0; i < n; i++)
        if (i == 0 || numbers[i] != numbers[i - 1]) {
            numbers[kept++] = numbers[i];
            words->counts[numbers[i]]++;
        }
    *count = kept;
    return ORB_OK;
}

static enum orb_status make_text(struct work *w, struct linkage_words *words,
                                 const char *text, struct linkage_text *out)
{
    uint32_t numbers[WORDS_MAX];
    size_t len = strlen(text);
    size_t count;
    uint32_t *copy;

    if (len == 0)
        return ORB_OK;
    if (number_words(words, text, numbers, &count) != ORB_OK)
        return ORB_ERR_MEMORY;
    copy = orb_arena_array(&w->forms->arena, count, sizeof *copy);
    out->text = orb_arena_text(&w->forms->arena, text, len);
    if (copy == NULL || out->text == NULL)
        return ORB_ERR_MEMORY;
    memcpy(copy, numbers, count * sizeof *copy);
    out->words = copy;
    out->count = (uint16_t)count;
    out->len = (uint16_t)(len < UINT16_MAX ? len : UINT16_MAX);
    return ORB_OK;
}

/* The numbers in a name in their order: "foyer 1" is not "foyer 2". */
static uint64_t hash_digits(const char *words)
{
    uint64_t hash = 0;

    for (const char *at = words; *at != '\0';) {
        size_t len = strcspn(at, " ");

        if (strspn(at, "0123456789") == len)
            hash = orb_hash_more(hash == 0 ? ORB_HASH_SEED : hash, at, len) | 1;
        at += len + (at[len] == ' ');
    }
    return hash;
}

static enum orb_status read_name(struct work *w, struct linkage_form *f,
                                 struct orb_error *err)
{
    const char *category = f->record->category;
    const char *text = f->record->name != NULL ? f->record->name : "";
    const char *words;

    if (orb_name_read(&w->name, &w->words, text, err) != ORB_OK)
        return ORB_ERR_MEMORY;
    words = w->name.words.len > 0 ? w->name.words.data : "";
    /* What a source declares is worth more than what a name seems to say. */
    f->classes = orb_name_class(&w->words, category);
    if (f->classes == 0)
        f->classes = w->name.classes;
    else if (f->classes == ORB_NAME_OTHER_CATEGORY)
        f->other_category = hash_string(category);
    f->digits = hash_digits(words);
    return make_text(w, &w->forms->names, words, &f->name);
}

static enum orb_status read_address(struct work *w, struct linkage_form *f)
{
    const char *key;
    size_t digits;

    orb_buf_clear(&w->address);
    if (f->record->address != NULL)
        orb_address_key(&w->address, f->record->address);
    if (w->address.failed)
        return ORB_ERR_MEMORY;
    key = w->address.len > 0 ? w->address.data : "";
    digits = strspn(key, "0123456789");
    f->house = hash_text(key, digits);
    if (digits > 0) { /* an ordinal is no reason to part two neighbours */
        key += strcspn(key, " ");
        key += *key == ' ';
    }
    return make_text(w, &w->forms->streets, key, &f->street);
}

static enum orb_status read_keys(struct linkage_forms *forms, struct linkage_form *f,
                                 uint32_t index)
{
    for (size_t k = 0; k < LINKAGE_KEYS; k++) {
        const char *text = *(const char *const *)(const void *)((const char *)f->record +
                                                                readers[k].offset);

        if (text == NULL || text[0] == '\0' || readers[k].read(&f->keys[k], text))
            continue;
        if (orb_grow((void **)&forms->bad_keys, &forms->bad_key_capacity,
                     forms->bad_key_count, sizeof *forms->bad_keys) != ORB_OK)
            return ORB_ERR_MEMORY;
        forms->bad_keys[forms->bad_key_count++] =
            (struct orb_linkage_bad_key){ index, readers[k].kind };
    }
    if (f->keys[LINKAGE_SIREN] == 0)
        f->keys[LINKAGE_SIREN] = f->keys[LINKAGE_SIRET] / 100000;
    return ORB_OK;
}

static enum orb_status read_form(struct work *w, struct linkage_form *f, uint32_t index,
                                 struct orb_error *err)
{
    const struct orb_linkage_record *r = f->record;

    f->commune = hash_string(r->commune);
    f->placed = isfinite(r->lon) && isfinite(r->lat);
    if (f->placed)
        f->at = orb_ecef_make(r->lon, r->lat);
    if (read_name(w, f, err) != ORB_OK || read_address(w, f) != ORB_OK ||
        read_keys(w->forms, f, index) != ORB_OK)
        return orb_error_memory(err);
    return ORB_OK;
}

static int by_id(const void *a, const void *b)
{
    return strcmp(((const struct linkage_form *)a)->record->id,
                  ((const struct linkage_form *)b)->record->id);
}

static enum orb_status weigh(struct linkage_words *words, size_t records)
{
    words->rarity = orb_calloc(words->map.count, sizeof *words->rarity);
    if (words->rarity == NULL && words->map.count > 0)
        return ORB_ERR_MEMORY;
    /* One more record, so that a word that all have still counts a little. */
    for (size_t i = 0; i < words->map.count; i++)
        words->rarity[i] = log((double)(records + 1) / (double)words->counts[i]);
    return ORB_OK;
}

static enum orb_status sort_records(struct linkage_forms *forms,
                                    const struct orb_linkage_input *in,
                                    struct orb_error *err)
{
    forms->forms = orb_calloc(in->count, sizeof *forms->forms);
    if (forms->forms == NULL && in->count > 0)
        return orb_error_memory(err);
    forms->count = in->count;
    for (size_t i = 0; i < in->count; i++)
        forms->forms[i].record = &in->records[i];
    if (in->count > 0)
        qsort(forms->forms, in->count, sizeof *forms->forms, by_id);
    for (size_t i = 1; i < in->count; i++)
        if (by_id(&forms->forms[i - 1], &forms->forms[i]) == 0)
            return orb_error_set(err, ORB_ERR_EXISTS, _("two records have the id '%s'"),
                                 forms->forms[i].record->id);
    return ORB_OK;
}

enum orb_status orb_linkage_forms_make(struct linkage_forms *forms,
                                       const struct orb_linkage_input *in,
                                       struct orb_error *err)
{
    struct work w = { .forms = forms };
    enum orb_status status = sort_records(forms, in, err);

    if (status == ORB_OK)
        status = orb_name_words_read(&w.words, err);
    for (size_t i = 0; i < forms->count && status == ORB_OK; i++)
        status = read_form(&w, &forms->forms[i],
                           (uint32_t)(forms->forms[i].record - in->records), err);
    if (status == ORB_OK && (weigh(&forms->names, forms->count) != ORB_OK ||
                             weigh(&forms->streets, forms->count) != ORB_OK))
        status = orb_error_memory(err);
    orb_name_words_release(&w.words);
    orb_buf_release(&w.name.words);
    orb_buf_release(&w.address);
    return status;
}

size_t orb_linkage_forms_find(const struct linkage_forms *forms, const char *id)
{
    struct orb_linkage_record record = { .id = id };
    struct linkage_form wanted = { .record = &record };
    const struct linkage_form *found =
        forms->count == 0
            ? NULL
            : bsearch(&wanted, forms->forms, forms->count, sizeof wanted, by_id);

    return found != NULL ? (size_t)(found - forms->forms) : SIZE_MAX;
}

static void release_words(struct linkage_words *words)
{
    orb_strmap_release(&words->map);
    orb_free(words->counts);
    orb_free(words->rarity);
}

void orb_linkage_forms_release(struct linkage_forms *forms)
{
    orb_arena_release(&forms->arena);
    orb_free(forms->forms);
    release_words(&forms->names);
    release_words(&forms->streets);
    orb_free(forms->bad_keys);
    memset(forms, 0, sizeof *forms);
}
