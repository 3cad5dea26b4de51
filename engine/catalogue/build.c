/* Collects the records of a territory, each text once, each set of terms once. */
#include "engine/catalogue/build.h"

#include <math.h>
#include <string.h>

#include "engine/base/alloc.h"
#include "engine/base/text.h"
#include "engine/catalogue/draft.h"

void *orb_draft_add(void **items, size_t *capacity, size_t *count, size_t size)
{
    char *item;

    if (orb_grow(items, capacity, *count, size) != ORB_OK)
        return NULL;
    item = (char *)*items + *count * size;
    memset(item, 0, size);
    (*count)++;
    return item;
}

struct orb_catalogue_builder *orb_catalogue_builder_new(void)
{
    struct orb_catalogue_builder *b = orb_calloc(1, sizeof *b);
    uint32_t number;

    if (b != NULL && orb_strmap_add(&b->texts, "", 0, &number) != ORB_OK) {
        orb_catalogue_builder_free(b);
        return NULL;
    }
    return b;
}

void orb_catalogue_builder_free(struct orb_catalogue_builder *b)
{
    if (b == NULL)
        return;
    orb_strmap_release(&b->texts);
    orb_strmap_release(&b->terms_keys);
    orb_strmap_release(&b->zone_keys);
    orb_arena_release(&b->arena);
    orb_buf_release(&b->key);
    orb_free(b->terms.items);
    orb_free(b->zones.items);
    orb_free(b->sites.items);
    orb_free(b->services.items);
    orb_free(b->organizations.items);
    orb_free(b->communes.items);
    orb_free(b->areas.items);
    orb_free(b->relations.items);
    orb_free(b->offers.items);
    orb_free(b->sources.items);
    orb_strmap_release(&b->lenders);
    orb_restricted_release(&b->restricted);
    orb_buf_release(&b->fields);
    orb_free(b->closures.items);
    orb_free(b->dispositifs.items);
    orb_free(b);
}

static bool text_of(struct orb_catalogue_builder *b, draft_text *out, const char *text)
{
    *out = 0;
    return text == NULL || orb_strmap_add(&b->texts, text, strlen(text), out) == ORB_OK;
}

static bool copy_codes(struct orb_arena *arena, struct orb_code_list *list)
{
    const char **items = orb_arena_array(arena, list->count, sizeof *items);

    for (uint32_t i = 0; items != NULL && i < list->count; i++)
        if ((items[i] = orb_arena_strdup(arena, list->items[i])) == NULL)
            return false;
    list->items = items;
    return items != NULL;
}

static bool copy_terms_lists(struct orb_arena *arena, struct orb_terms *t)
{
    struct orb_modality *modalities =
        orb_arena_array(arena, t->modality_count, sizeof *modalities);
    struct orb_prestation *prestations =
        orb_arena_array(arena, t->prestation_count, sizeof *prestations);
    struct orb_feature *features =
        orb_arena_array(arena, t->feature_count, sizeof *features);
    bool ok = modalities != NULL && prestations != NULL && features != NULL;

    for (uint32_t i = 0; ok && i < t->modality_count; i++) {
        modalities[i] = t->modalities[i];
        ok = (modalities[i].code = orb_arena_strdup(arena, t->modalities[i].code)) != NULL;
    }
    for (uint32_t i = 0; ok && i < t->prestation_count; i++) {
        prestations[i] = t->prestations[i];
        ok =
            (prestations[i].code = orb_arena_strdup(arena, t->prestations[i].code)) != NULL;
    }
    for (uint32_t i = 0; ok && i < t->feature_count; i++) {
        features[i] = t->features[i];
        ok = (features[i].name = orb_arena_strdup(arena, t->features[i].name)) != NULL;
    }
    t->modalities = modalities;
    t->prestations = prestations;
    t->features = features;
    return ok;
}

static const struct orb_terms *copy_terms(struct orb_arena *arena,
                                          const struct orb_terms *terms)
{
    struct orb_terms *t = orb_arena_alloc(arena, sizeof *t);

    if (t == NULL)
        return NULL;
    *t = *terms;
    if (terms->category != NULL &&
        (t->category = orb_arena_strdup(arena, terms->category)) == NULL)
        return NULL;
    if (!copy_terms_lists(arena, t) || !copy_codes(arena, &t->publics) ||
        !copy_codes(arena, &t->orientations) || !copy_codes(arena, &t->engagements) ||
        !copy_codes(arena, &t->professions) || !copy_codes(arena, &t->families) ||
        !copy_codes(arena, &t->themes) || !copy_codes(arena, &t->languages))
        return NULL;
    return t;
}

static bool terms_of(struct orb_catalogue_builder *b, uint32_t *out,
                     const struct orb_terms *terms)
{
    orb_buf_clear(&b->key);
    orb_draft_key_terms(&b->key, terms);
    if (b->key.failed ||
        orb_strmap_add(&b->terms_keys, b->key.data, b->key.len, out) != ORB_OK)
        return false;
    if (*out == b->terms.count) {
        const struct orb_terms **slot = DRAFT_ADD(b->terms);

        if (slot == NULL || (*slot = copy_terms(&b->arena, terms)) == NULL)
            return false;
    }
    return true;
}

static bool zone_of(struct orb_catalogue_builder *b, uint32_t *out,
                    const struct orb_zone *zone)
{
    *out = ORB_CAT_NONE;
    if (!zone->known)
        return true;
    orb_buf_clear(&b->key);
    orb_draft_key_zone(&b->key, zone);
    if (b->key.failed ||
        orb_strmap_add(&b->zone_keys, b->key.data, b->key.len, out) != ORB_OK)
        return false;
    if (*out == b->zones.count) {
        const struct orb_zone **slot = DRAFT_ADD(b->zones);
        struct orb_zone *copy = orb_arena_alloc(&b->arena, sizeof *copy);

        if (slot == NULL || copy == NULL)
            return false;
        *copy = *zone;
        *slot = copy;
        return copy_codes(&b->arena, &copy->communes) &&
               copy_codes(&b->arena, &copy->departments);
    }
    return true;
}

static bool put_site(struct orb_catalogue_builder *b, const struct orb_site *s)
{
    struct draft_site *d = DRAFT_ADD(b->sites);
    bool hidden = s->kind != NULL && strcmp(s->kind, "confidential") == 0;

    if (d == NULL)
        return false;
    d->lon = hidden ? NAN : s->lon;
    d->lat = hidden ? NAN : s->lat;
    d->precision = (uint8_t)(hidden ? ORB_PRECISION_MUNICIPALITY : s->precision);
    d->position = (uint8_t)s->position;
    d->confidential = hidden;
    return text_of(b, &d->id, s->id) && text_of(b, &d->commune, s->commune) &&
           text_of(b, &d->address, hidden ? NULL : s->address) &&
           text_of(b, &d->postcode, hidden ? NULL : s->postcode) &&
           text_of(b, &d->fields, s->provenance.fields) &&
           text_of(b, &d->source, s->provenance.source);
}

/* The first number of a scheme; NULL = none. */
static const char *identifier_of(const struct orb_service *s, const char *scheme)
{
    for (uint32_t i = 0; i < s->identifier_count; i++)
        if (s->identifiers[i].scheme != NULL &&
            strcmp(s->identifiers[i].scheme, scheme) == 0)
            return s->identifiers[i].value;
    return NULL;
}

static bool put_service(struct orb_catalogue_builder *b, const struct orb_service *s)
{
    struct draft_service *d = DRAFT_ADD(b->services);

    return d != NULL && text_of(b, &d->id, s->id) &&
           text_of(b, &d->organization, s->organization) && text_of(b, &d->site, s->site) &&
           text_of(b, &d->name, s->name) && text_of(b, &d->description, s->description) &&
           text_of(b, &d->schedule, s->schedule) &&
           text_of(b, &d->source, s->provenance.source) &&
           text_of(b, &d->fields, s->provenance.fields) &&
           text_of(b, &d->siret, identifier_of(s, "siret")) &&
           text_of(b, &d->finess, identifier_of(s, "finess")) &&
           orb_draft_contacts(b, &d->contacts, s->contacts, s->contact_count);
}

static bool put_organization(struct orb_catalogue_builder *b,
                             const struct orb_organization *o)
{
    struct draft_organization *d = DRAFT_ADD(b->organizations);

    return d != NULL && text_of(b, &d->id, o->id) && text_of(b, &d->name, o->name) &&
           text_of(b, &d->finess_ej, o->finess_ej) &&
           text_of(b, &d->fields, o->provenance.fields) &&
           orb_draft_contacts(b, &d->contacts, o->contacts, o->contact_count);
}

static bool put_area(struct orb_catalogue_builder *b, const struct orb_territory *t)
{
    struct draft_area *d = DRAFT_ADD(b->areas);

    if (d == NULL)
        return false;
    d->kind = (uint32_t)t->kind;
    return text_of(b, &d->code, t->code) && text_of(b, &d->name, t->name) &&
           text_of(b, &d->region, t->region);
}

static bool put_territory(struct orb_catalogue_builder *b, const struct orb_territory *t)
{
    struct draft_commune *d;

    if (t->kind != ORB_TERRITORY_COMMUNE && t->kind != ORB_TERRITORY_COMMUNE_OLD)
        return put_area(b, t);
    d = DRAFT_ADD(b->communes);
    if (d == NULL)
        return false;
    d->lon = t->lon;
    d->lat = t->lat;
    d->population = t->population;
    d->income = t->income;
    d->density = t->density;
    d->old = t->kind == ORB_TERRITORY_COMMUNE_OLD;
    return text_of(b, &d->code, t->code) && text_of(b, &d->name, t->name) &&
           text_of(b, &d->department, t->departement) && text_of(b, &d->epci, t->epci) &&
           text_of(b, &d->life_area, t->life_area) && text_of(b, &d->canton, t->canton) &&
           text_of(b, &d->region, t->region) && text_of(b, &d->ages, t->ages) &&
           text_of(b, &d->successor, t->successor);
}

static bool put_relation(struct orb_catalogue_builder *b, const struct orb_relation *r)
{
    struct draft_relation *d;

    if (r->type == ORB_RELATION_ROLE || r->type == ORB_RELATION_GROUPEMENT)
        return true;
    d = DRAFT_ADD(b->relations);
    if (d == NULL)
        return false;
    d->type = (uint32_t)r->type;
    d->from = r->from;
    d->to = r->to;
    return text_of(b, &d->operator_id, r->operator_id) && text_of(b, &d->offer, r->offer) &&
           text_of(b, &d->service, r->service) &&
           text_of(b, &d->organization, r->organization) &&
           text_of(b, &d->evidence, r->evidence);
}

static bool put_source(struct orb_catalogue_builder *b, const struct orb_source *s)
{
    struct draft_source *d = DRAFT_ADD(b->sources);

    if (d == NULL)
        return false;
    d->observed_on = s->observed_on;
    return text_of(b, &d->id, s->id) && text_of(b, &d->name, s->name) &&
           text_of(b, &d->licence, s->licence) &&
           text_of(b, &d->attribution, s->attribution) &&
           text_of(b, &d->edition, s->edition);
}

static bool put_operator(struct orb_catalogue_builder *b, const struct orb_operator *o)
{
    b->dispositifs.count = 0;
    for (uint32_t i = 0; i < o->dispositifs.count; i++) {
        draft_text *d = DRAFT_ADD(b->dispositifs);

        if (d == NULL || !text_of(b, d, o->dispositifs.items[i]))
            return false;
    }
    return text_of(b, &b->operator_organization, o->organization) &&
           text_of(b, &b->operator_finess_ej, o->finess_ej);
}

static bool put_closures(struct orb_catalogue_builder *b, struct orb_cat_span *out,
                         const struct orb_offer *o)
{
    out->first = (uint32_t)b->closures.count;
    out->count = o->closure_count;
    for (uint32_t i = 0; i < o->closure_count; i++) {
        struct orb_cat_closure *c = DRAFT_ADD(b->closures);

        if (c == NULL)
            return false;
        c->from = o->closures[i].from;
        c->to = o->closures[i].to;
    }
    return true;
}

static bool put_offer_texts(struct orb_catalogue_builder *b, struct draft_offer *d,
                            const struct orb_offer *o)
{
    return text_of(b, &d->id, o->id) &&
           text_of(b, &d->service, o->service == NULL ? o->id : o->service) &&
           text_of(b, &d->site, o->site) && text_of(b, &d->organization, o->organization) &&
           text_of(b, &d->name, o->name) &&
           text_of(b, &d->funding, o->funding_department) &&
           text_of(b, &d->duplicate_of, o->duplicate_of) &&
           text_of(b, &d->dispositif, o->dispositif_id) &&
           text_of(b, &d->source, o->provenance.source) &&
           text_of(b, &d->schedule, o->schedule) &&
           text_of(b, &d->fields, o->provenance.fields);
}

static bool put_offer(struct orb_catalogue_builder *b, const struct orb_offer *o)
{
    struct draft_offer *d = DRAFT_ADD(b->offers);

    if (d == NULL)
        return false;
    d->wait_days = o->wait_days;
    d->opened_on = o->opened_on;
    d->closed_on = o->closed_on;
    d->observed_on = o->provenance.observed_on;
    d->places = o->places_available;
    d->temporary = o->temporary_places;
    orb_draft_detail(&d->detail, o);
    return put_offer_texts(b, d, o) &&
           orb_draft_contacts(b, &d->contacts, o->contacts, o->contact_count) &&
           terms_of(b, &d->terms, &o->terms) && zone_of(b, &d->zone, &o->zone) &&
           put_closures(b, &d->closures, o);
}

/* Remember the sources that "field=basis:source;..." names (engine/model/provenance.h). */
static bool note_lenders(struct orb_catalogue_builder *b, const struct orb_provenance *p)
{
    const char *at = p == NULL || p->fields == NULL ? "" : p->fields;
    size_t len = strlen(at);
    uint32_t number;

    if (len == 0 || (len == b->fields.len && memcmp(at, b->fields.data, len) == 0))
        return true;
    orb_buf_clear(&b->fields);
    orb_buf_add(&b->fields, at, len);
    while (*at != '\0') {
        size_t entry = strcspn(at, ";");
        const char *from = memchr(at, ':', entry);

        if (from != NULL &&
            orb_strmap_add(&b->lenders, from + 1, entry - (size_t)(from + 1 - at),
                           &number) != ORB_OK)
            return false;
        at += entry + (at[entry] == ';');
    }
    return !b->fields.failed;
}

/* Of the records that are shown; NULL for the rest. */
static const struct orb_provenance *provenance_of(const struct orb_record *record)
{
    switch (record->kind) {
    case ORB_RECORD_ORGANIZATION:
        return &record->as.organization->provenance;
    case ORB_RECORD_SITE:
        return &record->as.site->provenance;
    case ORB_RECORD_SERVICE:
        return &record->as.service->provenance;
    case ORB_RECORD_OFFER:
        return &record->as.offer->provenance;
    default:
        return NULL;
    }
}

static enum orb_status put(void *context, const struct orb_record *record,
                           struct orb_error *err)
{
    struct orb_catalogue_builder *b = context;
    bool ok = true;

    switch (record->kind) {
    case ORB_RECORD_SOURCE:
        ok = put_source(b, record->as.source);
        break;
    case ORB_RECORD_OPERATOR:
        ok = put_operator(b, record->as.operator);
        break;
    case ORB_RECORD_TERRITORY:
        ok = put_territory(b, record->as.territory);
        break;
    case ORB_RECORD_ORGANIZATION:
        ok = put_organization(b, record->as.organization);
        break;
    case ORB_RECORD_SITE:
        ok = put_site(b, record->as.site);
        break;
    case ORB_RECORD_SERVICE:
        ok = put_service(b, record->as.service);
        break;
    case ORB_RECORD_OFFER:
        ok = put_offer(b, record->as.offer);
        break;
    case ORB_RECORD_RELATION:
        ok = put_relation(b, record->as.relation);
        break;
    case ORB_RECORD_ASSERTION: /* the store gives the records with them */
    case ORB_RECORD_DECISION:
    case ORB_RECORD_KINDS:
        break;
    }
    ok = ok && note_lenders(b, provenance_of(record));
    return ok ? ORB_OK : orb_error_memory(err);
}

struct orb_restricted *
orb_catalogue_builder_restricted(struct orb_catalogue_builder *builder)
{
    return &builder->restricted;
}

struct orb_sink orb_catalogue_builder_sink(struct orb_catalogue_builder *builder)
{
    struct orb_sink sink = { builder, put };

    return sink;
}

enum orb_status orb_catalogue_builder_stream(struct orb_catalogue_builder *builder,
                                             int64_t data_version,
                                             const struct orb_image_sink *sink,
                                             struct orb_error *err)
{
    return orb_draft_write(builder, data_version, sink, err);
}

/* An image that is kept in memory, after what the buffer held. */
struct in_memory {
    struct orb_buf *out;
    size_t start;
};

static enum orb_status add_bytes(void *context, const void *bytes, size_t len,
                                 struct orb_error *err)
{
    struct in_memory *memory = context;

    orb_buf_add(memory->out, bytes, len);
    return orb_buf_check(memory->out, err);
}

static enum orb_status begin_with(void *context, const void *bytes, size_t len,
                                  struct orb_error *err)
{
    struct in_memory *memory = context;

    (void)err;
    memcpy(memory->out->data + memory->start, bytes, len);
    return ORB_OK;
}

enum orb_status orb_catalogue_builder_finish(struct orb_catalogue_builder *builder,
                                             int64_t data_version, struct orb_buf *out,
                                             struct orb_error *err)
{
    struct in_memory memory = { out, out->len };
    const struct orb_image_sink sink = { &memory, add_bytes, begin_with };

    return orb_draft_write(builder, data_version, &sink, err);
}
