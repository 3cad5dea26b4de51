/* All assertions are read first, by subject, and all links; a row that nothing speaks of
 * costs one look. Rows that give to another are read as they are met. */
#include "engine/store/overlay.h"

#include <string.h>

#include "engine/base/alloc.h"
#include "engine/base/strmap.h"
#include "engine/store/database.h"
#include "engine/store/links.h"
#include "engine/store/merge.h"
#include "engine/store/moved.h"
#include "engine/store/shared.h"
#include "engine/store/value.h"

static const char select_assertions[] =
    "SELECT kind, subject, field, value, author, source, observed_on, basis FROM assertion "
    "WHERE gone_on IS NULL ORDER BY kind, subject, field, id";

struct said {
    const struct orb_assertion_field *field;
    const char *value;
    size_t value_len;
    struct orb_claim claim;
    size_t next; /* of the same subject, one more than its number; 0 = none */
};

struct orb_overlay {
    struct orb_store *store;
    struct orb_link_map links;
    struct orb_row_reader readers[ORB_RECORD_KINDS]; /* of rows that give */
    struct orb_arena arena;                          /* of what is said */
    struct orb_strmap authors;  /* and their like: texts that many assertions share */
    struct orb_strmap subjects; /* "kind id" */
    size_t *firsts;             /* by number of subject: one more than the first item */
    size_t first_capacity;
    struct said *items;
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

/* What is said of a record that is another one is said of the other. */
static enum orb_status add_item(struct orb_overlay *o, const char *kind,
                                const char *subject, const struct said *said)
{
    const char *other = orb_link_map_gives(&o->links, kind, subject)
                            ? orb_link_map_canonical(&o->links, kind, subject)
                            : NULL;
    const char *key = subject_key(o, kind, other != NULL ? other : subject);
    size_t before = o->subjects.count;
    uint32_t number;

    if (key == NULL || orb_strmap_add(&o->subjects, key, o->text.len, &number) != ORB_OK ||
        orb_grow((void **)&o->firsts, &o->first_capacity, number, sizeof *o->firsts) !=
            ORB_OK ||
        orb_grow((void **)&o->items, &o->capacity, o->count, sizeof *o->items) != ORB_OK)
        return ORB_ERR_MEMORY;
    o->items[o->count] = *said;
    o->items[o->count].next = o->subjects.count > before ? 0 : o->firsts[number];
    o->firsts[number] = ++o->count;
    return ORB_OK;
}

/* A field that this version does not know is left beside, unread. */
static enum orb_status read_item(struct orb_overlay *o, struct orb_store *store,
                                 struct orb_statement *s, struct orb_error *err)
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
    said.value_len = orb_db_text_len(s, 3);
    said.value = orb_arena_text(&o->arena, orb_db_text(s, 3), said.value_len);
    if (status == ORB_OK && !orb_db_is_null(s, 5))
        status = orb_shared_source(store, orb_db_long(s, 5), &said.claim.source, err);
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
    struct orb_statement *statement = NULL;
    bool row = true;
    enum orb_status status = orb_db_prepare_many(store, &statement, select_assertions, err);

    while (status == ORB_OK && row) {
        status = orb_db_step(store, statement, &row, err);
        if (status == ORB_OK && row)
            status = read_item(o, store, statement, err);
    }
    orb_db_finalize(statement);
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
    o->store = store;
    status = orb_shared_open(store, err);
    if (status == ORB_OK)
        status = orb_link_map_load(&o->links, store, err);
    if (status == ORB_OK)
        status = read_all(o, store, err);
    if (status == ORB_OK && o->count + o->links.ids.count > 0)
        *out = o;
    else
        orb_overlay_close(o);
    return status;
}

void orb_overlay_close(struct orb_overlay *o)
{
    if (o == NULL)
        return;
    for (size_t i = 0; i < ORB_RECORD_KINDS; i++)
        orb_row_reader_close(&o->readers[i]);
    orb_link_map_release(&o->links);
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

/* The best of those of one subject that speak of one field. */
static const struct said *best_of(const struct orb_overlay *o, size_t first,
                                  const struct orb_assertion_field *field)
{
    const struct said *best = NULL;

    for (size_t at = first; at != 0; at = o->items[at - 1].next) {
        const struct said *said = &o->items[at - 1];

        if (said->field == field &&
            (best == NULL || orb_claim_prevails(&said->claim, &best->claim)))
            best = said;
    }
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

/* Corrected by a person, the address or the commune leaves behind a position that nobody
 * corrected since; one that a geocoder found is that of the address before. */
static enum orb_status doubt_position(const struct orb_overlay *o, size_t first,
                                      const struct orb_moved_from *from,
                                      struct orb_site *site, struct orb_error *err)
{
    static const char *const fields[] = { "address", "commune" };
    const struct said *point =
        best_of(o, first, orb_assertion_field_find("site", "position"));
    enum orb_status status = ORB_OK;

    for (size_t i = 0; status == ORB_OK && i < sizeof fields / sizeof fields[0]; i++) {
        const struct said *said =
            best_of(o, first, orb_assertion_field_find("site", fields[i]));
        bool moved = false;

        if (said == NULL || said->claim.author == NULL ||
            (point != NULL && point->claim.author != NULL &&
             point->claim.observed_on >= said->claim.observed_on))
            continue;
        status = orb_moved_has(&moved, from, site, fields[i], err);
        if (status == ORB_OK && moved)
            orb_moved_doubt(site);
    }
    return status;
}

static enum orb_status lay_all(struct orb_overlay *o, const struct orb_table *table,
                               struct orb_row *row, struct orb_error *err)
{
    const char *key = subject_key(o, table->label, row->id);
    bool is_site = table->kind == ORB_RECORD_SITE;
    const struct orb_moved_from from = { is_site ? row->as.site.address : NULL,
                                         is_site ? row->as.site.commune : NULL };
    uint32_t number;
    enum orb_status status = ORB_OK;

    if (key == NULL)
        return orb_error_memory(err);
    number = orb_strmap_find(&o->subjects, key, o->text.len);
    if (number == ORB_STRMAP_NONE)
        return ORB_OK;
    for (size_t at = o->firsts[number]; status == ORB_OK && at != 0;
         at = o->items[at - 1].next) {
        const struct said *said = &o->items[at - 1];

        if (best_of(o, o->firsts[number], said->field) == said &&
            prevails(said, table, row))
            status = lay(o, table, row, said, err);
    }
    return status == ORB_OK && is_site
               ? doubt_position(o, o->firsts[number], &from, &row->as.site, err)
               : status;
}

/* ---- records that are one */

const char *orb_overlay_canonical(struct orb_overlay *o, enum orb_record_kind kind,
                                  const char *id)
{
    const char *other =
        o == NULL ? NULL : orb_link_map_canonical(&o->links, orb_table_of(kind)->label, id);

    return other != NULL ? other : id;
}

static void follow(struct orb_overlay *o, enum orb_record_kind kind, const char **id)
{
    *id = orb_overlay_canonical(o, kind, *id);
}

/* A row by its id, into the arena of the row given; its id is NULL when it is not there or
 * its source says no more. */
static enum orb_status read_donor(struct orb_overlay *o, enum orb_record_kind kind,
                                  const char *id, struct orb_row *donor,
                                  struct orb_error *err)
{
    struct orb_row_reader *reader = &o->readers[kind];
    bool found = false;
    enum orb_status status = ORB_OK;

    if (reader->statement == NULL) {
        status =
            orb_row_reader_open(reader, o->store, orb_table_of(kind), "WHERE id = ?1", err);
        reader->into = &o->row;
    }
    if (status != ORB_OK)
        return status;
    orb_row_reader_reset(reader);
    orb_row_reader_bind_text(reader, 1, id);
    status = orb_row_reader_next(reader, donor, &found, err);
    if (!found || donor->gone_on != ORB_DATE_NONE)
        donor->id = NULL;
    return status;
}

/* An offer that leaves its service for another keeps the place and the organization it had
 * from it: it would else move to those of the other. */
static enum orb_status keep_place(struct orb_overlay *o, struct orb_offer *offer,
                                  struct orb_error *err)
{
    struct orb_row service = { 0 };
    enum orb_status status;

    if (offer->service == NULL || (offer->site != NULL && offer->organization != NULL) ||
        orb_link_map_canonical(&o->links, "service", offer->service) == NULL)
        return ORB_OK;
    status = read_donor(o, ORB_RECORD_SERVICE, offer->service, &service, err);
    if (status != ORB_OK || service.id == NULL)
        return status;
    if (offer->site == NULL)
        offer->site = service.as.service.site;
    if (offer->organization == NULL)
        offer->organization = service.as.service.organization;
    return ORB_OK;
}

/* What a row names, it names as the canonical record. */
static void follow_references(struct orb_overlay *o, const struct orb_table *table,
                              struct orb_row *row)
{
    struct orb_offer *offer = &row->as.offer;
    struct orb_relation *relation = &row->as.relation;

    if (table->kind == ORB_RECORD_ORGANIZATION) {
        follow(o, ORB_RECORD_ORGANIZATION, &row->as.organization.parent);
    } else if (table->kind == ORB_RECORD_SERVICE) {
        follow(o, ORB_RECORD_ORGANIZATION, &row->as.service.organization);
        follow(o, ORB_RECORD_SITE, &row->as.service.site);
    } else if (table->kind == ORB_RECORD_OFFER) {
        const char *service = offer->service != NULL ? offer->service : offer->id;
        const char *other = orb_link_map_canonical(&o->links, "service", service);

        if (other != NULL)
            offer->service = other;
        follow(o, ORB_RECORD_ORGANIZATION, &offer->organization);
        follow(o, ORB_RECORD_SITE, &offer->site);
        if (offer->duplicate_of == NULL)
            offer->duplicate_of = orb_link_map_canonical(&o->links, "offer", offer->id);
    } else if (table->kind == ORB_RECORD_RELATION) {
        follow(o, ORB_RECORD_ORGANIZATION, &relation->operator_id);
        follow(o, ORB_RECORD_ORGANIZATION, &relation->organization);
        follow(o, ORB_RECORD_SERVICE, &relation->service);
        if (orb_link_map_gives(&o->links, "offer", relation->offer))
            follow(o, ORB_RECORD_OFFER, &relation->offer);
    }
}

/* An offer that stands for its service gives what it says to the service. */
static void make_service(struct orb_row *row)
{
    const struct orb_offer offer = row->as.offer;

    row->as.service = (struct orb_service){ .id = offer.id,
                                            .organization = offer.organization,
                                            .site = offer.site,
                                            .name = offer.name,
                                            .category = offer.terms.category,
                                            .schedule = offer.schedule,
                                            .opened_on = ORB_DATE_NONE,
                                            .closed_on = ORB_DATE_NONE,
                                            .contacts = offer.contacts,
                                            .contact_count = offer.contact_count,
                                            .provenance = offer.provenance };
}

static enum orb_status read_service(struct orb_overlay *o, const char *id,
                                    struct orb_row *donor, struct orb_error *err)
{
    enum orb_status status = read_donor(o, ORB_RECORD_SERVICE, id, donor, err);

    if (status != ORB_OK || donor->id != NULL)
        return status;
    status = read_donor(o, ORB_RECORD_OFFER, id, donor, err);
    if (status == ORB_OK && donor->id != NULL)
        make_service(donor);
    return status;
}

static enum orb_status take_donors(struct orb_overlay *o, const struct orb_table *table,
                                   struct orb_row *row, struct orb_error *err)
{
    const char *const *ids = NULL;
    size_t count = orb_link_map_donors(&o->links, table->label, row->id, &ids);
    struct orb_merge merge;
    enum orb_status status = ORB_OK;

    if (count > 0)
        orb_merge_begin(&merge, table, row, &o->row);
    for (size_t i = 0; status == ORB_OK && i < count; i++) {
        struct orb_row donor = { 0 };

        status = table->kind == ORB_RECORD_SERVICE
                     ? read_service(o, ids[i], &donor, err)
                     : read_donor(o, table->kind, ids[i], &donor, err);
        if (status != ORB_OK || donor.id == NULL)
            continue;
        follow_references(o, table, &donor);
        status = orb_merge_take(&merge, &donor, err);
    }
    return status;
}

static bool is_beside(enum orb_record_kind kind)
{
    return kind >= ORB_RECORD_ORGANIZATION && kind <= ORB_RECORD_RELATION;
}

enum orb_status orb_overlay_apply(struct orb_overlay *o, const struct orb_table *table,
                                  struct orb_row *row, bool *given, struct orb_error *err)
{
    enum orb_status status = ORB_OK;

    *given = true;
    if (!is_beside(table->kind))
        return ORB_OK;
    if (table->kind != ORB_RECORD_OFFER && table->kind != ORB_RECORD_RELATION &&
        orb_link_map_canonical(&o->links, table->label, row->id) != NULL) {
        *given = false;
        return ORB_OK;
    }
    orb_arena_clear(&o->row);
    if (o->links.ids.count > 0) {
        if (table->kind == ORB_RECORD_OFFER)
            status = keep_place(o, &row->as.offer, err);
        follow_references(o, table, row);
        if (status == ORB_OK)
            status = take_donors(o, table, row, err);
    }
    return status == ORB_OK ? lay_all(o, table, row, err) : status;
}
