/* What a record is called, and the number that tells whether it changed. */
#include <math.h>
#include <string.h>

#include "engine/base/hash.h"
#include "engine/store/pending.h"
#include "engine/store/row.h"

const void *orb_record_struct(const struct orb_record *record)
{
    switch (record->kind) {
    case ORB_RECORD_SOURCE:
        return record->as.source;
    case ORB_RECORD_OPERATOR:
        return record->as.operator;
    case ORB_RECORD_TERRITORY:
        return record->as.territory;
    case ORB_RECORD_ORGANIZATION:
        return record->as.organization;
    case ORB_RECORD_SITE:
        return record->as.site;
    case ORB_RECORD_SERVICE:
        return record->as.service;
    case ORB_RECORD_OFFER:
        return record->as.offer;
    case ORB_RECORD_ASSERTION:
        return record->as.assertion;
    case ORB_RECORD_DECISION:
        return record->as.decision;
    default:
        return record->as.relation;
    }
}

const struct orb_provenance *orb_record_provenance(const struct orb_table *table,
                                                   const void *record)
{
    if (table->provenance_offset == ORB_TABLE_NONE)
        return NULL;
    return (const struct orb_provenance *)(const void *)((const unsigned char *)record +
                                                         table->provenance_offset);
}

static void add_part(struct orb_buf *out, const char *text)
{
    orb_buf_text(out, text == NULL ? "" : text);
    orb_buf_char(out, '|');
}

/* The same two ends may be linked again later, so the first day is part of the name and the
 * last is not. */
static void relation_id(struct orb_buf *out, const struct orb_relation *relation)
{
    char date[ORB_DATE_LEN];

    add_part(out, relation->operator_id);
    add_part(out, relation->offer);
    add_part(out, relation->service);
    add_part(out, relation->organization);
    add_part(out, orb_relation_type_name(relation->type));
    orb_buf_text(out, orb_date_write(date, relation->from));
}

static void assertion_id(struct orb_buf *out, const struct orb_assertion *assertion)
{
    add_part(out, assertion->kind);
    add_part(out, assertion->subject);
    add_part(out, assertion->field);
    add_part(out, assertion->provenance.source);
    add_part(out, assertion->author);
}

static void territory_id(struct orb_buf *out, const struct orb_territory *territory)
{
    orb_buf_printf(out, "%s:%s", orb_territory_kind_name(territory->kind), territory->code);
}

static void decision_id(struct orb_buf *out, const struct orb_decision *decision)
{
    add_part(out, decision->a);
    add_part(out, decision->b);
}

const char *orb_record_id(const struct orb_table *table, const void *record,
                          struct orb_buf *out)
{
    const char *id;

    if (table->id_offset != ORB_TABLE_NONE) {
        memcpy(&id, (const unsigned char *)record + table->id_offset, sizeof id);
        return id;
    }
    orb_buf_clear(out);
    if (table->kind == ORB_RECORD_RELATION)
        relation_id(out, record);
    else if (table->kind == ORB_RECORD_ASSERTION)
        assertion_id(out, record);
    else if (table->kind == ORB_RECORD_DECISION)
        decision_id(out, record);
    else
        territory_id(out, record);
    return out->failed ? NULL : out->data;
}

uint64_t orb_child_hash(uint64_t hash, const struct orb_child_place *place,
                        const void *record)
{
    uint32_t count;
    const unsigned char *items = orb_child_items(place, record, &count);

    hash = orb_hash_more(hash, &count, sizeof count);
    for (uint32_t i = 0; i < count; i++)
        for (size_t c = 0; c < place->child->column_count; c++)
            hash = orb_column_hash(hash, &place->child->columns[c],
                                   items + i * place->child->item_size);
    return hash;
}

uint64_t orb_terms_hash(const struct orb_terms *terms)
{
    uint64_t hash = ORB_HASH_SEED;

    for (size_t i = 0; i < orb_terms_column_count; i++)
        hash = orb_column_hash(hash, &orb_terms_columns[i], terms);
    return hash;
}

uint64_t orb_zone_hash(const struct orb_zone *zone)
{
    static const struct orb_column columns[] = {
        { .type = ORB_COLUMN_BOOL, .offset = offsetof(struct orb_zone, national) },
        { .type = ORB_COLUMN_CODES, .offset = offsetof(struct orb_zone, communes) },
        { .type = ORB_COLUMN_CODES, .offset = offsetof(struct orb_zone, departments) },
    };
    uint64_t hash = ORB_HASH_SEED;

    for (size_t i = 0; zone->known && i < sizeof columns / sizeof columns[0]; i++)
        hash = orb_column_hash(hash, &columns[i], zone);
    return zone->known ? hash : 0;
}

static uint64_t hash_text(uint64_t hash, const char *text)
{
    return orb_hash_more(hash, text == NULL ? "" : text, text == NULL ? 0 : strlen(text));
}

static uint64_t hash_word(uint64_t hash, uint64_t word)
{
    return orb_hash_more(hash, &word, sizeof word);
}

static uint64_t hash_position(uint64_t hash, const struct orb_site *site)
{
    double place[2] = { site->lon, site->lat };

    return isfinite(place[0]) && isfinite(place[1])
               ? orb_hash_more(hash, place, sizeof place)
               : hash_word(hash, 0);
}

uint64_t orb_row_hash(const struct orb_table *table, const void *record,
                      struct orb_shared_hashes *shared)
{
    const struct orb_provenance *provenance = orb_record_provenance(table, record);
    uint64_t hash = ORB_HASH_SEED;

    for (size_t i = 0; i < table->column_count; i++)
        hash = orb_column_hash(hash, &table->columns[i], record);
    for (size_t i = 0; i < table->child_count; i++)
        hash = orb_child_hash(hash, &table->children[i], record);
    if (provenance != NULL) {
        hash = hash_text(hash, provenance->source);
        hash = hash_text(hash, provenance->fields);
        hash = hash_word(hash, provenance->basis);
    }
    if (table->extra == ORB_EXTRA_POSITION)
        hash = hash_position(hash, record);
    if (table->extra == ORB_EXTRA_TERMS) {
        const struct orb_offer *offer = record;

        const struct orb_shared_hashes hashes = { orb_terms_hash(&offer->terms),
                                                  orb_zone_hash(&offer->zone) };

        hash = hash_word(hash_word(hash, hashes.terms), hashes.zone);
        if (shared != NULL)
            *shared = hashes;
    }
    if (table->kind == ORB_RECORD_TERRITORY) {
        const struct orb_territory *territory = record;

        hash = orb_hash_more(hash,
                             territory->contour == NULL ? (const unsigned char *)""
                                                        : territory->contour,
                             territory->contour == NULL ? 0 : territory->contour_len);
    }
    return hash;
}
