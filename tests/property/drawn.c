/* Drawn column by column, so that a new member is drawn as well. What must not leave a
 * store is not drawn: confidential places, restricted contacts. */
#include "tests/property/drawn.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "engine/base/arena.h"
#include "engine/store/row.h"
#include "tests/property/made.h"

#define COUNT(list)     (sizeof(list) / sizeof(list)[0])
#define CHOICE(m, list) made_choice(m, list, (unsigned)COUNT(list))

static const char *const sources[] = { "native:essai", "liste-a", "liste-b" };

struct drawer {
    struct made made;
    struct orb_arena arena;
    const struct orb_sink *sink;
    int number; /* of the record */
};

static char *text(struct drawer *d, const char *format, int number)
{
    char *out = orb_arena_printf(&d->arena, format, number);

    assert_non_null(out);
    return out;
}

static void *array(struct drawer *d, size_t count, size_t size)
{
    void *out = orb_arena_array(&d->arena, count, size);

    assert_non_null(out);
    return out;
}

static bool chance(struct drawer *d, unsigned percent)
{
    return made_chance(&d->made, percent);
}

static orb_date draw_date(struct drawer *d)
{
    return chance(d, 40) ? ORB_DATE_NONE : (orb_date)made_below(&d->made, 30000);
}

/* Texts with what JSON, CSV and SQL must quote. */
static const char *draw_text(struct drawer *d, const char *column)
{
    static const char *const formats[] = { "é%d", "deux\nlignes %d", "\"%d\" \\ /",
                                           "a;b,c|d '%d'", "%d" };
    int number = (int)made_below(&d->made, 1000);

    if (chance(d, 40))
        return NULL;
    if (strcmp(column, "extra") == 0 || strcmp(column, "codes") == 0)
        return text(d, "{\"x\":[%d,null,\"é\"]}", number);
    if (strcmp(column, "postcodes") == 0)
        return text(d, "01%03d,01000", number);
    if (strcmp(column, "ages") == 0)
        return text(d, "0-17:%d;20-59:7;60-:0", number);
    if (strcmp(column, "point_method") == 0)
        return chance(d, 50) ? "given" : "contour";
    return text(d, CHOICE(&d->made, formats), number);
}

static struct orb_code_list draw_codes(struct drawer *d)
{
    struct orb_code_list list = { .known = chance(d, 60) };
    const char **items = array(d, 3, sizeof *items);

    list.items = items;
    for (int i = 0; list.known && i < 3; i++)
        if (chance(d, 50))
            items[list.count++] = text(d, "code-%d", i);
    return list;
}

static void draw_number(struct drawer *d, const struct orb_column *column, void *to)
{
    bool missing = chance(d, 40);
    int32_t number = missing ? column->missing : (int32_t)made_below(&d->made, 4) + 1;
    int64_t wide = missing ? column->missing : (int64_t)made_below(&d->made, 3000000);
    double real = missing ? (double)NAN : made_below(&d->made, 400) / 4.0;

    if (column->type == ORB_COLUMN_LONG)
        memcpy(to, &wide, sizeof wide);
    else if (column->type == ORB_COLUMN_REAL)
        memcpy(to, &real, sizeof real);
    else
        memcpy(to, &number, sizeof number);
}

static void draw_column(struct drawer *d, const struct orb_column *column, void *record)
{
    unsigned char *to = (unsigned char *)record + column->offset;
    struct orb_code_list list;
    const char *words;
    int32_t number;
    bool yes;

    switch (column->type) {
    case ORB_COLUMN_TEXT:
        words = draw_text(d, column->name);
        memcpy(to, &words, sizeof words);
        break;
    case ORB_COLUMN_DATE:
        number = draw_date(d);
        memcpy(to, &number, sizeof number);
        break;
    case ORB_COLUMN_BOOL:
        yes = chance(d, 50);
        memcpy(to, &yes, sizeof yes);
        break;
    case ORB_COLUMN_TRISTATE:
        number = (int32_t)made_below(&d->made, 3);
        memcpy(to, &number, sizeof number);
        break;
    case ORB_COLUMN_NAME:
        number = (int32_t)made_below(&d->made, (unsigned)column->name_count);
        memcpy(to, &number, sizeof number);
        break;
    case ORB_COLUMN_CODES:
        list = draw_codes(d);
        memcpy(to, &list, sizeof list);
        break;
    case ORB_COLUMN_INT:
    case ORB_COLUMN_LONG:
    case ORB_COLUMN_REAL:
        draw_number(d, column, to);
        break;
    default:
        break;
    }
}

static void draw_columns(struct drawer *d, const struct orb_column *columns, size_t count,
                         void *record)
{
    for (size_t i = 0; i < count; i++)
        draw_column(d, &columns[i], record);
}

/* The first day is not after the last. */
static void in_order(const orb_date *from, orb_date *to)
{
    if (*from != ORB_DATE_NONE && *to != ORB_DATE_NONE && *to < *from)
        *to = *from;
}

/* What a row of a child table must say: a contact its channel and its value, a closure its
 * first day. */
static void complete_item(struct drawer *d, const struct orb_child *child, void *item)
{
    if (strcmp(child->field, "contacts") == 0) {
        static const char *const channels[] = { "phone", "email", "url" };
        struct orb_contact *contact = item;

        contact->channel = CHOICE(&d->made, channels);
        contact->value = text(d, "é \"%d\"", (int)made_below(&d->made, 100));
        contact->confidentiality = (enum orb_confidentiality)made_below(&d->made, 2);
    } else if (strcmp(child->field, "identifiers") == 0) {
        struct orb_identifier *identifier = item;

        identifier->scheme = chance(d, 50) ? "siret" : "rna";
        identifier->value = text(d, "%014d", (int)made_below(&d->made, 1000));
    } else if (strcmp(child->field, "capacities") == 0) {
        struct orb_capacity *capacity = item;

        capacity->count = (int32_t)made_below(&d->made, 50);
    } else {
        struct orb_closure *closure = item;

        closure->from = (orb_date)made_below(&d->made, 20000);
        if (closure->to != ORB_DATE_NONE)
            closure->to = closure->from + (orb_date)made_below(&d->made, 100);
    }
}

static void draw_children(struct drawer *d, const struct orb_child_place *place,
                          unsigned char *record)
{
    const struct orb_child *child = place->child;
    uint32_t count = made_below(&d->made, 4);
    unsigned char *items = array(d, count, child->item_size);

    for (uint32_t i = 0; i < count; i++) {
        draw_columns(d, child->columns, child->column_count, items + i * child->item_size);
        complete_item(d, child, items + i * child->item_size);
    }
    memcpy(record + place->items_offset, &items, sizeof items);
    memcpy(record + place->count_offset, &count, sizeof count);
}

static void draw_provenance(struct drawer *d, struct orb_provenance *provenance)
{
    static const char *const fields[] = { NULL, "address=inferred",
                                          "name=computed:essai.csv;publics=inferred:a b" };

    *provenance = (struct orb_provenance){ .source = CHOICE(&d->made, sources),
                                           .observed_on = draw_date(d),
                                           .basis = (enum orb_basis)made_below(&d->made, 3),
                                           .fields = CHOICE(&d->made, fields) };
}

/* A record of a kind, all but what the file cannot say of it. */
static void *draw_record(struct drawer *d, const struct orb_table *table)
{
    unsigned char *record = array(d, 1, table->size);

    draw_columns(d, table->columns, table->column_count, record);
    for (size_t i = 0; i < table->child_count; i++)
        draw_children(d, &table->children[i], record);
    if (table->provenance_offset != ORB_TABLE_NONE)
        draw_provenance(
            d, (struct orb_provenance *)(void *)(record + table->provenance_offset));
    if (table->id_offset != ORB_TABLE_NONE) {
        const char *id = text(d, "essai:%d", d->number);

        memcpy(record + table->id_offset, &id, sizeof id);
    }
    return record;
}

static const void *draw_source(struct drawer *d, const struct orb_table *table)
{
    struct orb_source *source = draw_record(d, table);

    source->id = sources[d->number % (int)COUNT(sources)];
    source->name = chance(d, 30) ? source->id : text(d, "Liste \"%d\"", d->number);
    source->licence = text(d, "licence %d", d->number);
    source->attribution = text(d, "attribution %d", d->number);
    if (d->number == 0)
        source->digest = "0123456789abcdef";
    return source;
}

static const void *draw_territory(struct drawer *d, const struct orb_table *table)
{
    static const unsigned char square[] = {
        /* one polygon of four points, as WKB */
        1,  6,   0,  0,  0, 1, 0,  0,  0,  1,  3,  0,  0, 0, 1,  0,  0,  0,  4,  0, 0, 0,
        0,  0,   0,  0,  0, 0, 20, 64, 0,  0,  0,  0,  0, 0, 71, 64, 0,  0,  0,  0, 0, 0,
        24, 64,  0,  0,  0, 0, 0,  0,  71, 64, 0,  0,  0, 0, 0,  0,  24, 64, 0,  0, 0, 0,
        0,  128, 71, 64, 0, 0, 0,  0,  0,  0,  20, 64, 0, 0, 0,  0,  0,  0,  71, 64
    };
    struct orb_territory *t = draw_record(d, table);

    t->code = text(d, "%05d", d->number);
    t->lon = t->lat = (double)NAN;
    if (chance(d, 60)) {
        t->lon = 5 + made_below(&d->made, 1000000) / 1e6;
        t->lat = 46 + made_below(&d->made, 1000000) / 1e6;
    } else {
        t->point_method = NULL;
    }
    if (chance(d, 40)) {
        t->contour = square;
        t->contour_len = sizeof square;
    }
    return t;
}

static const void *draw_organization(struct drawer *d, const struct orb_table *table)
{
    return draw_record(d, table);
}

static const void *draw_site(struct drawer *d, const struct orb_table *table)
{
    static const char *const kinds[] = { NULL, "physical", "postal", "itinerant",
                                         "virtual" };
    struct orb_site *site = draw_record(d, table);

    site->kind = CHOICE(&d->made, kinds);
    site->lon = site->lat = (double)NAN;
    if (chance(d, 70)) {
        site->lon = 5 + made_below(&d->made, 1000000) / 1e6;
        site->lat = 46 + made_below(&d->made, 1000000) / 1e6;
        site->position = ORB_POSITION_GIVEN + made_below(&d->made, 4);
    } else {
        site->position = ORB_POSITION_ABSENT;
    }
    return site;
}

/* One of the records of a kind, or none. */
static const char *draw_id(struct drawer *d)
{
    return chance(d, 50) ? NULL
                         : text(d, "essai:%d", (int)made_below(&d->made, DRAWN_RECORDS));
}

static const void *draw_service(struct drawer *d, const struct orb_table *table)
{
    struct orb_service *service = draw_record(d, table);

    service->site = draw_id(d);
    return service;
}

static void draw_lists(struct drawer *d, struct orb_terms *terms)
{
    struct orb_modality *modalities = array(d, 2, sizeof *modalities);
    struct orb_prestation *prestations = array(d, 2, sizeof *prestations);
    struct orb_feature *features = array(d, 2, sizeof *features);

    terms->modalities_known = chance(d, 60);
    terms->prestations_known = chance(d, 60);
    terms->modality_count = terms->modalities_known ? made_below(&d->made, 3) : 0;
    terms->prestation_count = terms->prestations_known ? made_below(&d->made, 3) : 0;
    terms->feature_count = made_below(&d->made, 3);
    for (int i = 0; i < 2; i++) {
        modalities[i] =
            (struct orb_modality){ text(d, "modalite-%d", i),
                                   (enum orb_certainty)made_below(&d->made, 3) };
        prestations[i] =
            (struct orb_prestation){ text(d, "2.%d", i + 1),
                                     (enum orb_evidence)made_below(&d->made, 2) };
        features[i] =
            (struct orb_feature){ text(d, "accès-%d", i),
                                  (enum orb_feature_level)(1 + made_below(&d->made, 3)) };
    }
    terms->modalities = modalities;
    terms->prestations = prestations;
    terms->features = features;
}

static const void *draw_offer(struct drawer *d, const struct orb_table *table)
{
    struct orb_offer *offer = draw_record(d, table);

    in_order(&offer->opened_on, &offer->closed_on);
    for (size_t i = 0; i < orb_terms_column_count; i++)
        draw_column(d, &orb_terms_columns[i], &offer->terms);
    draw_lists(d, &offer->terms);
    offer->zone.known = chance(d, 60);
    if (offer->zone.known) {
        offer->zone.national = chance(d, 30);
        offer->zone.communes = draw_codes(d);
        offer->zone.departments = draw_codes(d);
    }
    if (chance(d, 50)) /* else a service has the same identifier */
        offer->id = text(d, "essai:offre-%d", d->number);
    offer->service = draw_id(d);
    offer->site = draw_id(d);
    return offer;
}

static const void *draw_relation(struct drawer *d, const struct orb_table *table)
{
    struct orb_relation *relation = draw_record(d, table);
    unsigned target = made_below(&d->made, 3);
    const char *id = text(d, "essai:%d", d->number);

    in_order(&relation->from, &relation->to);
    relation->offer = target == 0 ? id : NULL;
    relation->service = target == 1 ? id : NULL;
    relation->organization = target == 2 ? id : NULL;
    return relation;
}

static const void *draw_assertion(struct drawer *d, const struct orb_table *table)
{
    static const char *const values[] = { "null", "\"é \\\"x\\\"\"" };
    struct orb_assertion *assertion = draw_record(d, table);

    assertion->kind = "site";
    assertion->subject = text(d, "essai:%d", d->number);
    assertion->field = "address";
    assertion->value = CHOICE(&d->made, values);
    return assertion;
}

static const void *draw_decision(struct drawer *d, const struct orb_table *table)
{
    struct orb_decision *decision = draw_record(d, table);

    decision->a = text(d, "essai:a%d", d->number);
    decision->b = text(d, "essai:b%d", d->number);
    return decision;
}

static const void *(*const draw[ORB_RECORD_KINDS])(struct drawer *d,
                                                   const struct orb_table *table) = {
    [ORB_RECORD_SOURCE] = draw_source,
    [ORB_RECORD_TERRITORY] = draw_territory,
    [ORB_RECORD_ORGANIZATION] = draw_organization,
    [ORB_RECORD_SITE] = draw_site,
    [ORB_RECORD_SERVICE] = draw_service,
    [ORB_RECORD_OFFER] = draw_offer,
    [ORB_RECORD_RELATION] = draw_relation,
    [ORB_RECORD_ASSERTION] = draw_assertion,
    [ORB_RECORD_DECISION] = draw_decision,
};

static int count_of(enum orb_record_kind kind)
{
    if (kind == ORB_RECORD_SOURCE)
        return (int)COUNT(sources);
    return kind == ORB_RECORD_OPERATOR ? 1 : DRAWN_RECORDS;
}

static enum orb_status put_drawn(struct drawer *d, enum orb_record_kind kind,
                                 struct orb_error *err)
{
    struct orb_code_list dispositifs = draw_codes(d);
    const struct orb_operator operator= { .organization = draw_text(d, "organization"),
                                          .finess_ej = draw_text(d, "finess_ej"),
                                          .dispositifs = dispositifs };
    const void *value = &operator;
    struct orb_record record = { .kind = kind };

    if (kind != ORB_RECORD_OPERATOR)
        value = draw[kind](d, orb_table_of(kind));
    memcpy(&record.as, &value, sizeof value); /* every member is a pointer */
    return d->sink->put(d->sink->context, &record, err);
}

enum orb_status drawn_put(const struct orb_sink *sink, uint64_t seed, struct orb_error *err)
{
    struct drawer d = { .sink = sink };
    enum orb_status status = ORB_OK;

    made_init(&d.made, seed);
    for (int kind = 0; kind < ORB_RECORD_KINDS; kind++)
        for (d.number = 0;
             status == ORB_OK && d.number < count_of((enum orb_record_kind)kind);
             d.number++)
            status = put_drawn(&d, (enum orb_record_kind)kind, err);
    made_release(&d.made);
    orb_arena_release(&d.arena);
    return status;
}
