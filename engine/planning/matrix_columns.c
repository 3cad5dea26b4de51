/* What an offer does depends on parts of its terms that many share: each part is looked at
 * once. */
#include "engine/planning/matrix_columns.h"

#include <stdlib.h>
#include <string.h>

#include "engine/base/alloc.h"

/* Community of professionals of a territory (CPTS): it organises, nobody is received. */
#define CATEGORY_CPTS   "604"
#define FAMILY_INDIRECT "L0b"
#define FAMILY_APART    "L0"

static const char *const families[] = {
    "L1", "L2", "L3", "L4", "L5", "L6", "L7", "L8", "L0"
};
/* The sub-services of the eight families, each family first: it holds what names no
 * sub-service (vocabulary loubat_familles). */
static const char *const sub_services[] = {
    "L1", "L1.1", "L1.2", "L1.3", "L2",   "L2.1", "L2.2", "L2.3", "L2.4", "L2.5",
    "L3", "L3.1", "L3.2", "L3.3", "L3.4", "L4",   "L4.1", "L4.2", "L4.3", "L4.4",
    "L5", "L5.1", "L5.2", "L5.3", "L5.4", "L6",   "L6.1", "L6.2", "L6.3", "L6.4",
    "L7", "L7.1", "L7.2", "L7.3", "L7.4", "L8",   "L8.1", "L8.2", "L0"
};

struct making {
    struct matrix_columns *out;
    struct orb_arena *arena;
    const struct orb_matrix_request *request;
    const struct orb_catalogue *c;
    struct orb_matrix_column *columns;
    size_t column_count, column_capacity;
    struct matrix_membership *memberships;
    size_t count, capacity;
    bool failed;
};

static void add_column(struct making *m, const char *code, bool apart)
{
    if (orb_grow((void **)&m->columns, &m->column_capacity, m->column_count,
                 sizeof *m->columns) != ORB_OK)
        m->failed = true;
    else
        m->columns[m->column_count++] = (struct orb_matrix_column){ code, apart };
}

static uint32_t find_column(const struct making *m, const char *code, size_t len)
{
    for (size_t i = 0; i < m->column_count; i++)
        if (strncmp(m->columns[i].code, code, len) == 0 && m->columns[i].code[len] == '\0')
            return (uint32_t)i;
    return ORB_CAT_NONE;
}

/* Once for each key: one that is inferred and declared is declared. */
static void add_membership(struct making *m, const struct orb_cat_span *span,
                           uint32_t column, bool inferred)
{
    if (column == ORB_CAT_NONE)
        return;
    for (size_t i = span->first; i < m->count; i++)
        if (m->memberships[i].column == column) {
            m->memberships[i].inferred = m->memberships[i].inferred && inferred;
            return;
        }
    if (orb_grow((void **)&m->memberships, &m->capacity, m->count,
                 sizeof *m->memberships) != ORB_OK)
        m->failed = true;
    else
        m->memberships[m->count++] = (struct matrix_membership){ column, inferred };
}

/* ---- columns of each scheme */

static int by_text(const void *a, const void *b)
{
    const struct orb_matrix_column *x = a;
    const struct orb_matrix_column *y = b;

    return strcmp(x->code, y->code);
}

/* The codes that terms of the catalogue have, each once, as bytes. */
static void add_codes_found(struct making *m)
{
    bool *seen = orb_calloc((size_t)m->c->code_count + 1, sizeof *seen);

    if (seen == NULL) {
        m->failed = true;
        return;
    }
    for (uint32_t i = 0; i < m->c->entry_count; i++) {
        const struct orb_cat_terms *t = &m->c->terms[m->c->entry_terms[i]];

        if (m->request->scheme == ORB_MATRIX_CATEGORIES && t->category != ORB_CAT_NONE)
            seen[t->category] = true;
        for (uint32_t j = 0;
             m->request->scheme == ORB_MATRIX_PUBLICS && j < t->publics.count; j++)
            seen[m->c->codes[t->publics.first + j]] = true;
    }
    for (uint32_t i = 0; i < m->c->code_count; i++)
        if (seen[i])
            add_column(m, orb_cat_code_name(m->c, i), false);
    orb_free(seen);
    if (!m->failed && m->column_count > 0)
        qsort(m->columns, m->column_count, sizeof *m->columns, by_text);
}

static void add_columns(struct making *m)
{
    const struct orb_profile *p = m->request->profile;

    switch (m->request->scheme) {
    case ORB_MATRIX_FAMILIES:
        for (size_t i = 0; i < sizeof families / sizeof families[0]; i++)
            add_column(m, families[i], strcmp(families[i], FAMILY_APART) == 0);
        break;
    case ORB_MATRIX_SUB_SERVICES:
        for (size_t i = 0; i < sizeof sub_services / sizeof sub_services[0]; i++)
            add_column(m, sub_services[i], strcmp(sub_services[i], FAMILY_APART) == 0);
        break;
    case ORB_MATRIX_NEEDS:
        for (uint32_t i = 0; i < p->need_count; i++)
            add_column(m, p->needs[i].code, false);
        break;
    case ORB_MATRIX_CIRCLES:
        for (int i = 0; i < ORB_CIRCLES; i++)
            if (i != ORB_CIRCLE_C4)
                add_column(m, orb_circle_names[i], false);
        break;
    default:
        add_codes_found(m);
    }
    m->out->indirect = (uint32_t)m->column_count;
    m->out->organization = m->out->indirect + 1;
    m->out->unclassified = m->out->indirect + 2;
    add_column(m, ORB_MATRIX_INDIRECT, true);
    add_column(m, ORB_MATRIX_ORGANIZATION, true);
    add_column(m, ORB_MATRIX_UNCLASSIFIED, true);
}

/* ---- what a part of the terms is under */

/* "L1.2" stands under L1 for families, under itself for sub-services; a code that the list
 * does not have stands under its family. */
static void add_families(struct making *m, const struct orb_cat_span *span,
                         const struct orb_cat_terms *t)
{
    for (uint32_t i = 0; i < t->families.count; i++) {
        const char *code = orb_cat_code_name(m->c, m->c->codes[t->families.first + i]);
        size_t family = strcspn(code, ".");
        uint32_t column = m->request->scheme == ORB_MATRIX_FAMILIES
                              ? ORB_CAT_NONE
                              : find_column(m, code, strlen(code));

        add_membership(
            m, span, column != ORB_CAT_NONE ? column : find_column(m, code, family), false);
    }
}

static bool is_under(const char *code, const char *above)
{
    size_t len = strlen(above);

    return strncmp(code, above, len) == 0 && (code[len] == '\0' || code[len] == '.');
}

/* Does a prestation answer a need? */
static bool answers(const struct orb_profile_need *need, const char *prestation)
{
    for (uint32_t i = 0; i < need->entry_count; i++)
        if (is_under(prestation, need->entries[i].prestation))
            return true;
    return false;
}

static void add_needs(struct making *m, const struct orb_cat_span *span,
                      const struct orb_cat_terms *t)
{
    const struct orb_profile *p = m->request->profile;

    for (uint32_t n = 0; n < p->need_count; n++)
        for (uint32_t i = 0; i < t->prestations.count; i++) {
            const struct orb_cat_prestation *given =
                &m->c->prestations[t->prestations.first + i];

            if (answers(&p->needs[n], orb_cat_code_name(m->c, given->code)))
                add_membership(m, span, n, given->evidence == ORB_EVIDENCE_INFERRED);
        }
}

static void add_publics(struct making *m, const struct orb_cat_span *span,
                        const struct orb_cat_terms *t)
{
    for (uint32_t i = 0; i < t->publics.count; i++) {
        const char *code = orb_cat_code_name(m->c, m->c->codes[t->publics.first + i]);

        add_membership(m, span, find_column(m, code, strlen(code)), false);
    }
}

static void add_category(struct making *m, const struct orb_cat_span *span,
                         const struct orb_cat_terms *t)
{
    const char *code =
        t->category == ORB_CAT_NONE ? NULL : orb_cat_code_name(m->c, t->category);

    if (code != NULL)
        add_membership(m, span, find_column(m, code, strlen(code)), false);
}

static void add_key(struct making *m, struct orb_cat_span *span, uint32_t key)
{
    const struct orb_catalogue *c = m->c;

    span->first = (uint32_t)m->count;
    switch (m->request->scheme) {
    case ORB_MATRIX_FAMILIES:
    case ORB_MATRIX_SUB_SERVICES:
        add_families(m, span, &c->terms[c->care_terms[key]]);
        break;
    case ORB_MATRIX_NEEDS:
        add_needs(m, span, &c->terms[c->care_terms[key]]);
        break;
    case ORB_MATRIX_PUBLICS:
        add_publics(m, span, &c->terms[c->entry_terms[key]]);
        break;
    case ORB_MATRIX_CATEGORIES:
        add_category(m, span, &c->terms[c->entry_terms[key]]);
        break;
    default: /* the number of a circle, twice, and whether it is only deduced */
        add_membership(
            m, span,
            find_column(m, orb_circle_names[key / 2], strlen(orb_circle_names[key / 2])),
            key % 2 == 1);
    }
    span->count = (uint32_t)m->count - span->first;
}

static uint32_t key_count(const struct making *m)
{
    switch (m->out->key) {
    case MATRIX_BY_CARE:
        return m->c->care_count;
    case MATRIX_BY_ENTRY:
        return m->c->entry_count;
    case MATRIX_BY_CIRCLE:
        break;
    }
    return 2 * ORB_CIRCLES;
}

/* ---- what is counted apart */

static bool is_indirect(const struct orb_catalogue *c, const struct orb_cat_terms *t)
{
    for (uint32_t i = 0; i < t->families.count; i++)
        if (strcmp(orb_cat_code_name(c, c->codes[t->families.first + i]),
                   FAMILY_INDIRECT) != 0)
            return false;
    return t->families.count > 0;
}

/* Of consequence where a column tells of what is done for people. */
static void set_apart(struct making *m)
{
    const struct orb_catalogue *c = m->c;
    bool *indirect = orb_arena_array(m->arena, (size_t)c->care_count + 1, sizeof *indirect);
    bool *organization =
        orb_arena_array(m->arena, (size_t)c->entry_count + 1, sizeof *organization);

    if (indirect == NULL || organization == NULL) {
        m->failed = true;
        return;
    }
    for (uint32_t i = 0; i < c->care_count; i++)
        indirect[i] = is_indirect(c, &c->terms[c->care_terms[i]]);
    for (uint32_t i = 0; i < c->entry_count; i++) {
        orb_cat_code category = c->terms[c->entry_terms[i]].category;

        organization[i] = category != ORB_CAT_NONE &&
                          strcmp(orb_cat_code_name(c, category), CATEGORY_CPTS) == 0;
    }
    m->out->is_indirect = indirect;
    m->out->is_organization = organization;
}

static void choose_key(struct matrix_columns *out, enum orb_matrix_scheme scheme)
{
    static const struct {
        enum matrix_key key;
        uint8_t part;
    } choices[ORB_MATRIX_SCHEMES] = {
        [ORB_MATRIX_FAMILIES] = { MATRIX_BY_CARE, ORB_INFERRED_FAMILIES },
        [ORB_MATRIX_SUB_SERVICES] = { MATRIX_BY_CARE, ORB_INFERRED_FAMILIES },
        [ORB_MATRIX_NEEDS] = { MATRIX_BY_CARE, 0 },
        [ORB_MATRIX_PUBLICS] = { MATRIX_BY_ENTRY, ORB_INFERRED_PUBLICS },
        [ORB_MATRIX_CATEGORIES] = { MATRIX_BY_ENTRY, 0 },
        [ORB_MATRIX_CIRCLES] = { MATRIX_BY_CIRCLE, 0 },
    };

    out->key = choices[scheme].key;
    out->inferred_part = choices[scheme].part;
}

/* What was collected goes into the arena. */
static void *keep(struct making *m, const void *items, size_t count, size_t size)
{
    void *kept = orb_arena_array(m->arena, count + 1, size);

    if (kept == NULL)
        m->failed = true;
    else if (count > 0)
        memcpy(kept, items, count * size);
    return kept;
}

enum orb_status orb_matrix_columns_make(struct matrix_columns *out, struct orb_arena *arena,
                                        const struct orb_matrix_request *request,
                                        struct orb_error *err)
{
    struct making m = {
        .out = out, .arena = arena, .request = request, .c = request->catalogue
    };
    struct orb_cat_span *spans;
    uint32_t keys;

    *out = (struct matrix_columns){ .count = 0 };
    choose_key(out, request->scheme);
    add_columns(&m);
    keys = key_count(&m);
    spans = orb_arena_array(arena, (size_t)keys + 1, sizeof *spans);
    m.failed = m.failed || spans == NULL;
    for (uint32_t i = 0; !m.failed && i < keys; i++)
        add_key(&m, &spans[i], i);
    if (request->scheme != ORB_MATRIX_CATEGORIES && request->scheme != ORB_MATRIX_CIRCLES)
        set_apart(&m);
    out->spans = spans;
    out->columns = keep(&m, m.columns, m.column_count, sizeof *m.columns);
    out->count = (uint32_t)m.column_count;
    out->memberships = keep(&m, m.memberships, m.count, sizeof *m.memberships);
    orb_free(m.columns);
    orb_free(m.memberships);
    return m.failed ? orb_error_memory(err) : ORB_OK;
}

const struct matrix_membership *orb_matrix_memberships(const struct matrix_columns *columns,
                                                       const struct orb_circles *circles,
                                                       uint32_t offer,
                                                       struct matrix_membership *one,
                                                       uint32_t *count)
{
    const struct orb_cat_parts *parts = orb_cat_offer_parts(circles->catalogue, offer);
    uint32_t key = columns->key == MATRIX_BY_CARE ? parts->care : parts->entry;

    *count = 1;
    if (columns->is_organization != NULL && columns->is_organization[parts->entry]) {
        *one = (struct matrix_membership){ columns->organization, false };
        return one;
    }
    if (columns->is_indirect != NULL && columns->is_indirect[parts->care]) {
        *one = (struct matrix_membership){ columns->indirect, false };
        return one;
    }
    if (columns->key == MATRIX_BY_CIRCLE) {
        struct orb_circle_fact circle = orb_circles_get(circles, offer);

        key = 2U * circle.circle + (circle.basis == ORB_CIRCLE_BASIS_COMPUTED ||
                                    circle.basis == ORB_CIRCLE_BASIS_DEFAULT);
    }
    if (columns->spans[key].count == 0) {
        *one = (struct matrix_membership){ columns->unclassified, false };
        return one;
    }
    *count = columns->spans[key].count;
    return columns->memberships + columns->spans[key].first;
}
