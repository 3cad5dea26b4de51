/* Kinds come in order: organizations, places, services, offers, decisions. */
#include "cli/link_records.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/alloc.h"

#define KIND(k) (1U << ORB_RECORD_##k)
#define FINESS  "finess:"
#define SHARED  "data-inclusion:"

static bool is_finess(const char *id)
{
    return strncmp(id, FINESS, strlen(FINESS)) == 0;
}

/* ---- texts */

static const char *keep(struct link_records *r, const char *text)
{
    return orb_arena_strdup(&r->arena, text);
}

static uint32_t number_of(const struct orb_strmap *map, const char *id)
{
    return id == NULL ? LINK_NONE : orb_strmap_find(map, id, strlen(id));
}

/* A record of a kind has the next number; those are given once each. */
static enum orb_status add(struct orb_strmap *map, void **items, size_t *capacity,
                           size_t size, const char *id)
{
    uint32_t number;

    if (orb_strmap_add(map, id, strlen(id), &number) != ORB_OK)
        return ORB_ERR_MEMORY;
    return orb_grow(items, capacity, number, size);
}

static const char *identifier(struct link_records *r, const struct orb_identifier *list,
                              uint32_t count, const char *scheme)
{
    for (uint32_t i = 0; i < count; i++)
        if (list[i].scheme != NULL && strcmp(list[i].scheme, scheme) == 0)
            return keep(r, list[i].value);
    return NULL;
}

/* A restricted number is compared too: it goes nowhere. */
static const char *contact(struct link_records *r, const struct orb_contact *list,
                           uint32_t count, const char *channel)
{
    for (uint32_t i = 0; i < count; i++)
        if (list[i].channel != NULL && strcmp(list[i].channel, channel) == 0)
            return keep(r, list[i].value);
    return NULL;
}

static int by_number(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

    return (x > y) - (x < y);
}

/* Number count codes read one by one with get. */
static enum orb_status add_codes(struct link_records *r, struct link_codes *out,
                                 const char *const *items, uint32_t count)
{
    uint32_t *numbers = orb_arena_array(&r->arena, (size_t)count + 1, sizeof *numbers);

    if (numbers == NULL)
        return ORB_ERR_MEMORY;
    for (uint32_t i = 0; i < count; i++)
        if (orb_strmap_add(&r->codes, items[i], strlen(items[i]), &numbers[i]) != ORB_OK)
            return ORB_ERR_MEMORY;
    qsort(numbers, count, sizeof *numbers, by_number);
    *out = (struct link_codes){ numbers, count, true };
    return ORB_OK;
}

/* What data·inclusion publishes comes from several producers, each with its own list. */
static const char *list_of(const char *id, const char *source, size_t *len)
{
    const char *slash = strchr(id, '/');

    *len = source == NULL ? 0 : strlen(source);
    if (is_finess(id)) {
        *len = strlen(FINESS) - 1; /* without the colon */
        return FINESS;
    }
    if (strncmp(id, SHARED, strlen(SHARED)) != 0 || slash == NULL)
        return source;
    *len = (size_t)(slash - id);
    return id;
}

static const char *origin_of(struct link_records *r, const char *id, const char *source)
{
    size_t len;
    const char *list = list_of(id, source, &len);

    return list == NULL ? NULL : orb_arena_text(&r->arena, list, len);
}

/* ---- one record */

static enum orb_status put_organization(struct link_records *r,
                                        const struct orb_organization *o)
{
    struct link_organization *to;
    enum orb_status status =
        add(&r->organization_ids, (void **)&r->organizations, &r->organization_capacity,
            sizeof *r->organizations, o->id);

    if (status != ORB_OK)
        return status;
    to = &r->organizations[r->organization_ids.count - 1];
    *to = (struct link_organization){
        .id = r->organization_ids.strings[r->organization_ids.count - 1],
        .name = keep(r, o->name),
        .phone = contact(r, o->contacts, o->contact_count, "phone"),
        .email = contact(r, o->contacts, o->contact_count, "email"),
        .finess_ej = o->finess_ej != NULL
                         ? keep(r, o->finess_ej)
                         : identifier(r, o->identifiers, o->identifier_count, "finess-ej"),
        .siret = identifier(r, o->identifiers, o->identifier_count, "siret"),
        .siren = identifier(r, o->identifiers, o->identifier_count, "siren"),
        .rna = identifier(r, o->identifiers, o->identifier_count, "rna"),
        .origin = origin_of(r, o->id, o->provenance.source),
        .is_open = o->closed_on == ORB_DATE_NONE || o->closed_on > r->today,
    };
    return ORB_OK;
}

static enum orb_status put_site(struct link_records *r, const struct orb_site *s)
{
    bool placed = s->position != ORB_POSITION_DOUBTFUL;
    const char *commune = s->commune;
    struct link_site *to;
    enum orb_status status =
        add(&r->site_ids, (void **)&r->sites, &r->site_capacity, sizeof *r->sites, s->id);

    if (status != ORB_OK)
        return status;
    if (commune != NULL && r->view->commune(r->view->context, commune) != NULL)
        commune = r->view->commune(r->view->context, commune);
    to = &r->sites[r->site_ids.count - 1];
    *to = (struct link_site){ .id = r->site_ids.strings[r->site_ids.count - 1],
                              .commune = keep(r, commune),
                              .address = keep(r, s->address),
                              .is_secret =
                                  s->kind != NULL && strcmp(s->kind, "confidential") == 0,
                              .lon = placed ? s->lon : (double)NAN,
                              .lat = placed ? s->lat : (double)NAN };
    return ORB_OK;
}

/* The engine knows the categories of FINESS, of three digits. */
static const char *category_of(struct link_records *r, const char *category)
{
    return category != NULL && strspn(category, "0123456789") == 3 && category[3] == '\0'
               ? keep(r, category)
               : NULL;
}

/* A name made of the category tells nothing that the category does not. */
static const char *name_of(struct link_records *r, const char *name,
                           const struct orb_provenance *provenance)
{
    return orb_provenance_basis(provenance, "name") == ORB_BASIS_INFERRED ? NULL
                                                                          : keep(r, name);
}

static enum orb_status put_service(struct link_records *r, const struct orb_service *s)
{
    struct link_service *to;
    const char *finess = identifier(r, s->identifiers, s->identifier_count, "finess");
    enum orb_status status = add(&r->service_ids, (void **)&r->services,
                                 &r->service_capacity, sizeof *r->services, s->id);

    if (status != ORB_OK)
        return status;
    if (finess == NULL && is_finess(s->id))
        finess = keep(r, s->id + strlen(FINESS));
    to = &r->services[r->service_ids.count - 1];
    *to = (struct link_service){
        .id = r->service_ids.strings[r->service_ids.count - 1],
        .name = name_of(r, s->name, &s->provenance),
        .category = category_of(r, s->category),
        .origin = origin_of(r, s->id, s->provenance.source),
        .phone = contact(r, s->contacts, s->contact_count, "phone"),
        .email = contact(r, s->contacts, s->contact_count, "email"),
        .finess = finess,
        .siret = identifier(r, s->identifiers, s->identifier_count, "siret"),
        .siren = identifier(r, s->identifiers, s->identifier_count, "siren"),
        .rna = identifier(r, s->identifiers, s->identifier_count, "rna"),
        .site = number_of(&r->site_ids, s->site),
        .organization = number_of(&r->organization_ids, s->organization),
        .opened = s->opened_on,
        .closed = s->closed_on,
        .has_row = true,
    };
    return ORB_OK;
}

/* An offer whose source numbers no service. */
static enum orb_status add_implied(struct link_records *r, const struct orb_offer *o)
{
    const char *id = o->service != NULL ? o->service : o->id;
    const struct orb_service service = { .id = id,
                                         .opened_on = o->opened_on,
                                         .closed_on = o->closed_on,
                                         .provenance = o->provenance };
    enum orb_status status = put_service(r, &service);

    if (status == ORB_OK)
        r->services[r->service_ids.count - 1].has_row = false;
    return status;
}

/* What the service itself does not say, its offer does. */
static void complete_service(struct link_records *r, struct link_service *service,
                             const struct orb_offer *o)
{
    if (service->name == NULL)
        service->name = name_of(r, o->name, &o->provenance);
    if (service->category == NULL)
        service->category = category_of(r, o->terms.category);
    if (service->site == LINK_NONE)
        service->site = number_of(&r->site_ids, o->site);
    if (service->organization == LINK_NONE)
        service->organization = number_of(&r->organization_ids, o->organization);
    if (service->phone == NULL)
        service->phone = contact(r, o->contacts, o->contact_count, "phone");
    if (service->email == NULL)
        service->email = contact(r, o->contacts, o->contact_count, "email");
}

static enum orb_status offer_codes(struct link_records *r, struct link_offer *to,
                                   const struct orb_offer *o)
{
    const struct orb_terms *t = &o->terms;
    const char **codes =
        orb_arena_array(&r->arena, (size_t)t->modality_count + 1, sizeof *codes);
    enum orb_status status = codes == NULL ? ORB_ERR_MEMORY : ORB_OK;

    for (uint32_t i = 0; status == ORB_OK && i < t->modality_count; i++)
        codes[i] = t->modalities[i].code;
    if (status == ORB_OK && t->modalities_known)
        status = add_codes(r, &to->modalities, codes, t->modality_count);
    if (status == ORB_OK && t->publics.known)
        status = add_codes(r, &to->publics, t->publics.items, t->publics.count);
    if (status == ORB_OK && o->zone.known && !o->zone.national &&
        o->zone.communes.count > 0 && o->zone.departments.count == 0)
        status = add_codes(r, &to->zone, o->zone.communes.items, o->zone.communes.count);
    return status;
}

static enum orb_status put_offer(struct link_records *r, const struct orb_offer *o)
{
    const char *id = o->service != NULL ? o->service : o->id;
    struct link_offer *to;
    uint32_t service;

    if (number_of(&r->service_ids, id) == LINK_NONE && add_implied(r, o) != ORB_OK)
        return ORB_ERR_MEMORY;
    service = number_of(&r->service_ids, id);
    if (orb_grow((void **)&r->offers, &r->offer_capacity, r->offer_count,
                 sizeof *r->offers) != ORB_OK)
        return ORB_ERR_MEMORY;
    to = &r->offers[r->offer_count];
    *to = (struct link_offer){
        .id = keep(r, o->id),
        .service = service,
        .site = number_of(&r->site_ids, o->site),
        .age_min = o->terms.age_min_months,
        .age_max = o->terms.age_max_months,
        .closed = o->closed_on,
        .is_duplicate = o->duplicate_of != NULL,
    };
    if (to->id == NULL || offer_codes(r, to, o) != ORB_OK)
        return ORB_ERR_MEMORY;
    r->offer_count++;
    r->services[service].offer_count++;
    complete_service(r, &r->services[service], o);
    return ORB_OK;
}

static enum orb_status put_decision(struct link_records *r, const struct orb_decision *d)
{
    struct orb_decision *to;

    if (d->choice == ORB_DECISION_NONE)
        return ORB_OK;
    if (orb_grow((void **)&r->decisions, &r->decision_capacity, r->decision_count,
                 sizeof *r->decisions) != ORB_OK)
        return ORB_ERR_MEMORY;
    to = &r->decisions[r->decision_count++];
    *to = (struct orb_decision){ .a = keep(r, d->a),
                                 .b = keep(r, d->b),
                                 .choice = d->choice };
    return to->a == NULL || to->b == NULL ? ORB_ERR_MEMORY : ORB_OK;
}

static enum orb_status put(void *context, const struct orb_record *record,
                           struct orb_error *err)
{
    struct link_records *r = context;
    enum orb_status status = ORB_OK;

    if (record->kind == ORB_RECORD_ORGANIZATION)
        status = put_organization(r, record->as.organization);
    else if (record->kind == ORB_RECORD_SITE)
        status = put_site(r, record->as.site);
    else if (record->kind == ORB_RECORD_SERVICE)
        status = put_service(r, record->as.service);
    else if (record->kind == ORB_RECORD_OFFER)
        status = put_offer(r, record->as.offer);
    else if (record->kind == ORB_RECORD_DECISION)
        status = put_decision(r, record->as.decision);
    return status == ORB_OK ? ORB_OK : orb_error_memory(err);
}

/* ---- is there anything to compare? */

/* A list knows what it has twice. FINESS is one list, in two feeds. An offer without
 * service is a service of its own. */
enum orb_status link_seen_record(struct link_seen *seen, const struct orb_record *record,
                                 struct orb_error *err)
{
    const struct orb_service *s = record->as.service;
    const struct orb_offer *o = record->as.offer;
    const char *list;
    size_t len;

    if (record->kind == ORB_RECORD_DECISION)
        seen->several = seen->several || record->as.decision->choice != ORB_DECISION_NONE;
    if (seen->several || (record->kind != ORB_RECORD_SERVICE &&
                          (record->kind != ORB_RECORD_OFFER || o->service != NULL)))
        return ORB_OK;
    list = record->kind == ORB_RECORD_SERVICE ? list_of(s->id, s->provenance.source, &len)
                                              : list_of(o->id, o->provenance.source, &len);
    if (seen->list.len == 0 && len > 0)
        orb_buf_add(&seen->list, list, len);
    seen->several =
        len == 0 || seen->list.len != len || memcmp(seen->list.data, list, len) != 0;
    return orb_buf_check(&seen->list, err);
}

static enum orb_status see(void *context, const struct orb_record *record,
                           struct orb_error *err)
{
    return link_seen_record(context, record, err);
}

void link_seen_release(struct link_seen *seen)
{
    orb_buf_release(&seen->list);
    seen->several = false;
}

/* What a first import has seen is all there is; several lists may have given one record,
 * which is of the last: then the store is asked. */
static enum orb_status is_single_list(bool *single, struct orb_store *store,
                                      const struct link_seen *put, struct orb_error *err)
{
    static const struct orb_store_filter services = {
        .kinds = KIND(SERVICE) | KIND(OFFER) | KIND(DECISION), .raw = true, .brief = true
    };
    struct link_seen seen = { 0 };
    const struct orb_sink sink = { &seen, see };
    enum orb_status status = ORB_OK;

    *single = orb_store_import_is_first(store) && !put->several;
    if (*single)
        return ORB_OK;
    status = orb_store_replay(store, &services, &sink, err);
    *single = !seen.several;
    link_seen_release(&seen);
    return status;
}

/* ---- all of them */

static int by_service(const void *a, const void *b)
{
    const struct link_offer *x = a, *y = b;

    if (x->service != y->service)
        return x->service < y->service ? -1 : 1;
    return strcmp(x->id, y->id);
}

static void sort_offers(struct link_records *r)
{
    uint32_t at = 0;

    if (r->offer_count > 0)
        qsort(r->offers, r->offer_count, sizeof *r->offers, by_service);
    for (size_t i = 0; i < r->service_ids.count; i++) {
        r->services[i].first_offer = at;
        at += r->services[i].offer_count;
    }
}

enum orb_status link_records_read(struct link_records *out, struct orb_store *store,
                                  const struct link_seen *seen, struct orb_error *err)
{
    static const struct orb_store_filter all = { .kinds = KIND(ORGANIZATION) | KIND(SITE) |
                                                          KIND(SERVICE) | KIND(OFFER) |
                                                          KIND(DECISION),
                                                 .raw = true };
    const struct orb_sink sink = { out, put };
    enum orb_status status;

    memset(out, 0, sizeof *out);
    status = is_single_list(&out->single_list, store, seen, err);
    if (status != ORB_OK || out->single_list)
        return status;
    status = orb_store_newest_date(store, &out->today, err);
    if (status == ORB_OK)
        status = orb_store_territory_view(store, &out->view, err);
    if (status == ORB_OK)
        status = orb_store_replay(store, &all, &sink, err);
    if (status == ORB_OK)
        sort_offers(out);
    return status;
}

void link_records_release(struct link_records *r)
{
    orb_arena_release(&r->arena);
    orb_strmap_release(&r->codes);
    orb_strmap_release(&r->site_ids);
    orb_free(r->sites);
    orb_strmap_release(&r->organization_ids);
    orb_free(r->organizations);
    orb_strmap_release(&r->service_ids);
    orb_free(r->services);
    orb_free(r->offers);
    orb_free(r->decisions);
    memset(r, 0, sizeof *r);
}
