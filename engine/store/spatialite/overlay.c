/* All assertions are read first, by subject; a row that nothing speaks of costs one look.
 */
#include "engine/store/spatialite/overlay.h"

#include <sqlite3.h>
#include <string.h>

#include "engine/base/alloc.h"
#include "engine/base/strmap.h"
#include "engine/store/spatialite/database.h"
#include "engine/store/spatialite/shared.h"
#include "engine/store/spatialite/value.h"

static const char select_assertions[] =
    "SELECT kind, subject, field, value, author, source, observed_on, basis FROM assertion "
    "WHERE gone_on IS NULL ORDER BY kind, subject, field, id";

struct said {
    const struct orb_assertion_field *field;
    const char *value;
    size_t value_len;
    struct orb_claim claim;
};

struct orb_overlay {
    struct orb_arena arena;     /* of what is said */
    struct orb_strmap authors;  /* and their like: texts that many assertions share */
    struct orb_strmap subjects; /* "kind id" */
    uint32_t *firsts;           /* by number of subject, in items */
    size_t first_capacity;
    struct said *items; /* by subject, then by field */
    size_t count;
    size_t capacity;
    struct orb_arena row; /* values of the row given last */
    struct orb_buf text;
};

static enum orb_status share(struct orb_overlay *o, const char *text, const char **out)
{
    uint32_t number;

    *out = NULL;
    if (text == NULL)
        return ORB_OK;
    if (orb_strmap_add(&o->authors, text, strlen(text), &number) != ORB_OK)
        return ORB_ERR_MEMORY;
    *out = o->authors.strings[number];
    return ORB_OK;
}

static const char *subject_key(struct orb_overlay *o, const char *kind, const char *id)
{
    orb_buf_clear(&o->text);
    orb_buf_text(&o->text, kind);
    orb_buf_char(&o->text, ' ');
    orb_buf_text(&o->text, id);
    return o->text.failed ? NULL : o->text.data;
}

static enum orb_status add_item(struct orb_overlay *o, const char *kind,
                                const char *subject, const struct said *said)
{
    const char *key = subject_key(o, kind, subject);
    size_t before = o->subjects.count;
    uint32_t number;

    if (key == NULL || orb_strmap_add(&o->subjects, key, o->text.len, &number) != ORB_OK ||
        orb_grow((void **)&o->firsts, &o->first_capacity, number, sizeof *o->firsts) !=
            ORB_OK ||
        orb_grow((void **)&o->items, &o->capacity, o->count, sizeof *o->items) != ORB_OK)
        return ORB_ERR_MEMORY;
    if (o->subjects.count > before)
        o->firsts[number] = (uint32_t)o->count;
    o->items[o->count++] = *said;
    return ORB_OK;
}

/* A field that this version does not know is left beside, unread. */
static enum orb_status read_item(struct orb_overlay *o, struct orb_store *store,
                                 sqlite3_stmt *s, struct orb_error *err)
{
    static const struct orb_column observed = {
        .type = ORB_COLUMN_DATE, .offset = offsetof(struct orb_claim, observed_on)
    };
    struct said said = { .field = orb_assertion_field_find(orb_db_text(s, 0),
                                                           orb_db_text(s, 2)) };
    enum orb_status status = orb_column_read(s, 6, &observed, &said.claim, NULL);

    if (said.field == NULL)
        return ORB_OK;
    said.claim.basis = (enum orb_basis)orb_column_name_find(orb_column_basis_names(), 3,
                                                            orb_db_text(s, 7));
    said.value_len = (size_t)sqlite3_column_bytes(s, 3);
    said.value = orb_arena_text(&o->arena, orb_db_text(s, 3), said.value_len);
    if (status == ORB_OK && sqlite3_column_type(s, 5) != SQLITE_NULL)
        status =
            orb_shared_source(store, sqlite3_column_int64(s, 5), &said.claim.source, err);
    if (status != ORB_OK)
        return status;
    if (said.value == NULL || share(o, said.claim.source, &said.claim.source) != ORB_OK ||
        share(o, orb_db_text(s, 4), &said.claim.author) != ORB_OK ||
        add_item(o, orb_db_text(s, 0), orb_db_text(s, 1), &said) != ORB_OK)
        return orb_error_memory(err);
    return ORB_OK;
}

static enum orb_status read_all(struct orb_overlay *o, struct orb_store *store,
                                struct orb_error *err)
{
    sqlite3_stmt *statement = NULL;
    bool row = true;
    enum orb_status status = orb_db_prepare(store, &statement, select_assertions, err);

    while (status == ORB_OK && row) {
        status = orb_db_step(store, statement, &row, err);
        if (status == ORB_OK && row)
            status = read_item(o, store, statement, err);
    }
    (void)sqlite3_finalize(statement);
    return status;
}

enum orb_status orb_overlay_open(struct orb_overlay **out, struct orb_store *store,
                                 struct orb_error *err)
{
    struct orb_overlay *o = orb_calloc(1, sizeof *o);
    enum orb_status status;

    *out = NULL;
    if (o == NULL)
        return orb_error_memory(err);
    status = orb_shared_open(store, err);
    if (status == ORB_OK)
        status = read_all(o, store, err);
    if (status == ORB_OK && o->count > 0)
        *out = o;
    else
        orb_overlay_close(o);
    return status;
}

void orb_overlay_close(struct orb_overlay *o)
{
    if (o == NULL)
        return;
    orb_strmap_release(&o->authors);
    orb_strmap_release(&o->subjects);
    orb_free(o->firsts);
    orb_free(o->items);
    orb_buf_release(&o->text);
    orb_arena_release(&o->arena);
    orb_arena_release(&o->row);
    orb_free(o);
}

/* ---- one row */

/* "field=computed:geopf", or the author and the day of a correction. */
static enum orb_status tell_origin(struct orb_overlay *o, struct orb_provenance *provenance,
                                   const struct said *said, struct orb_error *err)
{
    char day[ORB_DATE_LEN];
    const char *source = said->claim.source == NULL ? "" : said->claim.source;
    struct orb_field_origin origin = { .field = said->field->field,
                                       .basis = said->claim.basis,
                                       .from = source };

    if (said->claim.author != NULL)
        origin.from = orb_arena_printf(&o->row, "%s %s", said->claim.author,
                                       orb_date_write(day, said->claim.observed_on));
    if (origin.from == NULL)
        return orb_error_memory(err);
    orb_provenance_write(&o->text, provenance->fields, &origin);
    provenance->fields = orb_arena_strdup(&o->row, o->text.data);
    return provenance->fields == NULL ? orb_error_memory(err) : ORB_OK;
}

static enum orb_status lay(struct orb_overlay *o, const struct orb_table *table,
                           struct orb_row *row, const struct said *said,
                           struct orb_error *err)
{
    struct orb_provenance *provenance =
        (struct orb_provenance *)(void *)((unsigned char *)&row->as +
                                          table->provenance_offset);
    struct orb_json *value = NULL;
    struct orb_value_request request = { table, said->field, NULL, &said->claim, &o->row };
    bool set = false;
    enum orb_status status = orb_json_parse(&value, said->value, said->value_len, err);

    request.value = value;
    if (status == ORB_OK)
        status = orb_value_set(row, &request, &set, err);
    orb_json_free(value);
    return status == ORB_OK && set ? tell_origin(o, provenance, said, err) : status;
}

/* The best of those that speak of one field, from at on; *next is the one after them. */
static const struct said *best_of(const struct orb_overlay *o, size_t at, size_t end,
                                  size_t *next)
{
    const struct said *best = &o->items[at];

    for (*next = at + 1; *next < end && o->items[*next].field == best->field; ++*next)
        if (orb_claim_prevails(&o->items[*next].claim, &best->claim))
            best = &o->items[*next];
    return best;
}

static bool prevails(const struct said *said, const struct orb_table *table,
                     struct orb_row *row)
{
    const struct orb_provenance *own = orb_record_provenance(table, &row->as);
    const struct orb_claim claim = {
        .basis = orb_provenance_basis(own, said->field->field),
        .observed_on = own->observed_on,
        .source = own->source,
    };

    return !orb_value_is_known(table, row, said->field) ||
           orb_claim_prevails(&said->claim, &claim);
}

enum orb_status orb_overlay_apply(struct orb_overlay *o, const struct orb_table *table,
                                  struct orb_row *row, struct orb_error *err)
{
    const char *key = subject_key(o, table->label, row->id);
    uint32_t number;
    size_t at, end;
    enum orb_status status = ORB_OK;

    if (key == NULL)
        return orb_error_memory(err);
    number = orb_strmap_find(&o->subjects, key, o->text.len);
    if (number == ORB_STRMAP_NONE)
        return ORB_OK;
    orb_arena_clear(&o->row);
    end = number + 1 < o->subjects.count ? o->firsts[number + 1] : o->count;
    for (at = o->firsts[number]; status == ORB_OK && at < end;) {
        const struct said *best = best_of(o, at, end, &at);

        if (prevails(best, table, row))
            status = lay(o, table, row, best, err);
    }
    return status;
}
