/* Each file is read once into rows of texts, sorted by the first column, then found by
 * bisection. */
#include "engine/vocabulary/vocabulary.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/csv.h"
#include "engine/base/embedded.h"
#include "engine/base/text.h"

#define TERM_COLUMNS 8

/* A line of either kind of file, the key first; a correspondence uses six columns. */
struct row {
    const char *texts[TERM_COLUMNS];
    size_t order;
};

struct orb_vocabulary_file {
    struct orb_vocabulary_file *next;
    const char *name;
    struct orb_term_list terms;
    struct orb_link_list links;
};

static int by_key(const void *a, const void *b)
{
    const struct row *x = a;
    const struct row *y = b;
    int c = strcmp(x->texts[0], y->texts[0]);

    if (c != 0)
        return c;
    return x->order < y->order ? -1 : x->order > y->order;
}

static size_t count_lines(const struct orb_embedded_file *file)
{
    size_t count = 1;

    for (size_t i = 0; i < file->len; i++)
        count += file->data[i] == '\n';
    return count;
}

static enum orb_status read_rows(struct orb_arena *arena,
                                 const struct orb_embedded_file *file, struct row **out,
                                 size_t *out_count, struct orb_error *err)
{
    struct row *rows = orb_arena_array(arena, count_lines(file), sizeof *rows);
    enum orb_status status = rows == NULL ? orb_error_memory(err) : ORB_OK;
    struct orb_csv csv;
    size_t count = 0;
    bool more = status == ORB_OK;

    orb_csv_memory(&csv, (const char *)file->data, file->len, ',');
    if (status == ORB_OK)
        status = orb_csv_row(&csv, &more, err); /* the header */
    while (status == ORB_OK && more) {
        status = orb_csv_row(&csv, &more, err);
        if (status != ORB_OK || !more)
            break;
        rows[count].order = count;
        for (size_t i = 0; i < TERM_COLUMNS; i++) {
            rows[count].texts[i] = orb_arena_strdup(arena, orb_csv_field(&csv, i));
            if (rows[count].texts[i] == NULL)
                status = orb_error_memory(err);
        }
        count++;
    }
    orb_csv_release(&csv);
    if (status != ORB_OK)
        return status;
    qsort(rows, count, sizeof *rows, by_key);
    *out = rows;
    *out_count = count;
    return ORB_OK;
}

static enum orb_status fill_file(struct orb_vocabulary *v, struct orb_vocabulary_file *f,
                                 const struct row *rows, size_t count,
                                 struct orb_error *err)
{
    struct orb_term *terms = orb_arena_array(&v->arena, count + 1, sizeof *terms);
    struct orb_link *links = orb_arena_array(&v->arena, count + 1, sizeof *links);

    if (terms == NULL || links == NULL)
        return orb_error_memory(err);
    for (size_t i = 0; i < count; i++) {
        const char *const *t = rows[i].texts;

        terms[i] = (struct orb_term){ t[0], t[1], t[2], t[3], t[4], t[5], t[6], t[7] };
        links[i] = (struct orb_link){ t[0], t[1], t[2], t[3], t[4], t[5] };
    }
    f->terms = (struct orb_term_list){ terms, count };
    f->links = (struct orb_link_list){ links, count };
    return ORB_OK;
}

static enum orb_status load(struct orb_vocabulary *v, const char *name,
                            struct orb_vocabulary_file **out, struct orb_error *err)
{
    char path[128];
    const struct orb_embedded_file *embedded;
    struct orb_vocabulary_file *f;
    struct row *rows = NULL;
    size_t count = 0;
    enum orb_status status;

    (void)snprintf(path, sizeof path, "engine/vocabulary/%s.csv", name);
    embedded = orb_embedded_find(path);
    if (embedded == NULL)
        return orb_error_set(err, ORB_ERR_NOT_FOUND, _("there is no vocabulary named '%s'"),
                             name);
    f = orb_arena_alloc(&v->arena, sizeof *f);
    if (f == NULL || (f->name = orb_arena_strdup(&v->arena, name)) == NULL)
        return orb_error_memory(err);
    status = read_rows(&v->arena, embedded, &rows, &count, err);
    if (status == ORB_OK)
        status = fill_file(v, f, rows, count, err);
    if (status != ORB_OK)
        return status;
    f->next = v->files;
    v->files = f;
    *out = f;
    return ORB_OK;
}

static enum orb_status file_of(struct orb_vocabulary *v, const char *name,
                               struct orb_vocabulary_file **out, struct orb_error *err)
{
    for (struct orb_vocabulary_file *f = v->files; f != NULL; f = f->next) {
        if (strcmp(f->name, name) == 0) {
            *out = f;
            return ORB_OK;
        }
    }
    return load(v, name, out, err);
}

enum orb_status orb_vocabulary_terms(struct orb_vocabulary *vocabulary, const char *name,
                                     const struct orb_term_list **out,
                                     struct orb_error *err)
{
    struct orb_vocabulary_file *f = NULL;
    enum orb_status status = file_of(vocabulary, name, &f, err);

    if (status == ORB_OK)
        *out = &f->terms;
    return status;
}

enum orb_status orb_vocabulary_links(struct orb_vocabulary *vocabulary, const char *name,
                                     const struct orb_link_list **out,
                                     struct orb_error *err)
{
    struct orb_vocabulary_file *f = NULL;
    enum orb_status status = file_of(vocabulary, name, &f, err);

    if (status == ORB_OK)
        *out = &f->links;
    return status;
}

const struct orb_term *orb_term_find(const struct orb_term_list *list, const char *code)
{
    size_t low = 0;
    size_t high = list == NULL || code == NULL ? 0 : list->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int c = strcmp(list->terms[middle].code, code);

        if (c == 0)
            return &list->terms[middle];
        if (c < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

const struct orb_link *orb_link_find(const struct orb_link_list *list, const char *from,
                                     size_t *count)
{
    size_t low = 0;
    size_t high = list == NULL || from == NULL ? 0 : list->count;
    size_t end;

    *count = 0;
    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (strcmp(list->links[middle].from, from) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    if (list == NULL || from == NULL)
        return NULL;
    for (end = low; end < list->count && strcmp(list->links[end].from, from) == 0; end++)
        continue;
    *count = end - low;
    return *count == 0 ? NULL : &list->links[low];
}

const char *orb_vocabulary_label(struct orb_vocabulary *vocabulary, const char *name,
                                 const char *code, const char *language)
{
    const struct orb_term_list *list = NULL;
    const struct orb_term *term;
    bool english = strcmp(language, "en") == 0;
    const char *first;
    const char *second;

    if (orb_vocabulary_terms(vocabulary, name, &list, NULL) != ORB_OK)
        return NULL;
    term = orb_term_find(list, code);
    if (term == NULL)
        return NULL;
    first = english ? term->label_en : term->label_fr;
    second = english ? term->label_fr : term->label_en;
    if (first[0] != '\0')
        return first;
    return second[0] != '\0' ? second : NULL;
}

void orb_vocabulary_release(struct orb_vocabulary *vocabulary)
{
    orb_arena_release(&vocabulary->arena);
    vocabulary->files = NULL;
}
