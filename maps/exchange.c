/* Records come kind by kind: what a service names is kept on disk before the services are
 * read, as often as the product needs them. */
#include "maps/exchange.h"

#include <string.h>

#include "engine/base/alloc.h"
#include "maps/json_writer.h"
#include "maps/native_parts.h"

#define KINDS_BEFORE                                                                       \
    (1U << ORB_RECORD_ORGANIZATION | 1U << ORB_RECORD_SITE | 1U << ORB_RECORD_OFFER)
#define KINDS_WITH_CONTACTS                                                                \
    (1U << ORB_RECORD_ORGANIZATION | 1U << ORB_RECORD_SERVICE | 1U << ORB_RECORD_OFFER)

/* The object of a record without what is kept, in x->text. */
static enum orb_status write_record(struct orb_exchange *x, const struct orb_record *given,
                                    struct orb_error *err)
{
    static const struct orb_provenance none = { NULL, ORB_DATE_NONE, ORB_BASIS_DECLARED,
                                                NULL };
    struct native_shown shown;
    const struct orb_record *record = &shown.record;
    struct orb_json_writer w;
    enum orb_status status = orb_native_hidden_show(&x->hidden, given, &shown, err);

    if (status != ORB_OK)
        return status;
    orb_buf_clear(&x->text);
    orb_jw_init_buf(&w, &x->text, 0);
    if (record->kind == ORB_RECORD_ORGANIZATION)
        orb_native_write_organization(&w, record->as.organization, &none);
    else if (record->kind == ORB_RECORD_SITE)
        orb_native_write_site(&w, record->as.site, &none);
    else if (record->kind == ORB_RECORD_SERVICE)
        orb_native_write_service(&w, record->as.service, &none);
    else
        orb_native_write_offer(&w, record->as.offer, NULL, NULL, &none);
    return orb_jw_end(&w, err);
}

static enum orb_status keep(struct orb_exchange *x, enum orb_exchange_set set,
                            const char *key, const struct orb_record *record,
                            struct orb_error *err)
{
    enum orb_status status = write_record(x, record, err);

    return status == ORB_OK ? orb_lookup_add(x->lookup, (int)set, key, x->text.data, err)
                            : status;
}

static enum orb_status mark(struct orb_exchange *x, enum orb_exchange_set set,
                            const char *key, struct orb_error *err)
{
    bool has = true;
    enum orb_status status =
        key == NULL ? ORB_OK : orb_lookup_has(x->lookup, (int)set, key, &has, err);

    return status == ORB_OK && !has ? orb_lookup_add(x->lookup, (int)set, key, "", err)
                                    : status;
}

/* What one record keeps, no other shows. */
static enum orb_status put_hidden(void *context, const struct orb_record *record,
                                  struct orb_error *err)
{
    struct orb_exchange *x = context;

    return orb_native_hidden_note(&x->hidden, record, err);
}

/* Does the product hold another offer, which tells the same? */
static bool is_told(const struct orb_exchange *x, uint32_t number)
{
    const struct orb_catalogue *c = x->territory->catalogue;
    uint32_t canonical = number == ORB_CAT_NONE ? number : c->offers[number].canonical;

    return canonical != number && canonical < c->offer_count &&
           orb_selection_has(&x->selection, canonical);
}

static enum orb_status keep_offer(struct orb_exchange *x, const struct orb_record *record,
                                  struct orb_error *err)
{
    const struct orb_offer *offer = record->as.offer;
    const char *service = offer->service != NULL ? offer->service : offer->id;
    uint32_t number = orb_cat_offer_find(x->territory->catalogue, offer->id);

    if (is_told(x, number))
        return ORB_OK;
    if (number == ORB_CAT_NONE || !orb_selection_has(&x->selection, number))
        return mark(x, ORB_EXCHANGE_REFUSED, service, err);
    return keep(x, ORB_EXCHANGE_OFFER, service, record, err);
}

static enum orb_status put_before(void *context, const struct orb_record *record,
                                  struct orb_error *err)
{
    struct orb_exchange *x = context;

    if (record->kind == ORB_RECORD_SITE)
        return keep(x, ORB_EXCHANGE_SITE, record->as.site->id, record, err);
    if (record->kind == ORB_RECORD_OFFER)
        return keep_offer(x, record, err);
    return keep(x, ORB_EXCHANGE_ORGANIZATION, record->as.organization->id, record, err);
}

static bool is_closed(const struct orb_exchange *x, orb_date closed_on)
{
    return !x->options->with_closed && closed_on != ORB_DATE_NONE &&
           x->selection.date != ORB_DATE_NONE && closed_on <= x->selection.date;
}

/* Does the product hold the service? One without offers is in the whole only. */
static enum orb_status is_held(struct orb_exchange *x, const struct orb_service *service,
                               bool *held, struct orb_error *err)
{
    bool refused = true;
    enum orb_status status =
        orb_lookup_has(x->lookup, ORB_EXCHANGE_OFFER, service->id, held, err);

    if (status == ORB_OK && !*held && !x->narrowed) {
        status =
            orb_lookup_has(x->lookup, ORB_EXCHANGE_REFUSED, service->id, &refused, err);
        *held = !refused;
    }
    *held = *held && !is_closed(x, service->closed_on);
    return status;
}

static enum orb_status is_known(struct orb_exchange *x, const char *organization,
                                bool *known, struct orb_error *err)
{
    *known = false;
    return organization == NULL ? ORB_OK
                                : orb_lookup_has(x->lookup, ORB_EXCHANGE_ORGANIZATION,
                                                 organization, known, err);
}

/* Count a service that is held, and mark its organization (NULL = unknown) as used. */
static enum orb_status count_service(struct orb_exchange *x, const char *organization,
                                     struct orb_error *err)
{
    bool known = false;
    enum orb_status status = is_known(x, organization, &known, err);

    x->service_count++;
    x->alone_count += !known;
    return status == ORB_OK ? mark(x, ORB_EXCHANGE_USED, organization, err) : status;
}

static enum orb_status put_service(void *context, const struct orb_record *record,
                                   struct orb_error *err)
{
    struct orb_exchange *x = context;
    const struct orb_service *service = record->as.service;
    bool held = false;
    enum orb_status status = mark(x, ORB_EXCHANGE_SERVICE, service->id, err);

    if (status == ORB_OK)
        status = is_held(x, service, &held, err);
    if (status != ORB_OK || !held)
        return status;
    return count_service(x, service->organization, err);
}

static enum orb_status replay(struct orb_exchange *x, unsigned kinds,
                              const struct orb_sink *sink, struct orb_error *err)
{
    const struct orb_map_replay which = { .kinds = kinds };

    return x->territory->replay(x->territory->context, &which, sink, err);
}

/* As the sources gave them: a correction that takes the place of a restricted number does
 * not free it. Then as they are read: places, and what is there when one is confidential.
 */
static enum orb_status look_for_hidden(struct orb_exchange *x, struct orb_error *err)
{
    const struct orb_map_replay which = { .kinds = KINDS_WITH_CONTACTS,
                                          .raw = true,
                                          .hidden_only = true };
    const struct orb_sink sink = { x, put_hidden };
    enum orb_status status =
        x->territory->replay(x->territory->context, &which, &sink, err);
    size_t before = x->hidden.keys.count;

    if (status == ORB_OK)
        status = replay(x, 1U << ORB_RECORD_SITE, &sink, err);
    if (status == ORB_OK && x->hidden.keys.count > before)
        status = replay(x, 1U << ORB_RECORD_SERVICE | 1U << ORB_RECORD_OFFER, &sink, err);
    return status;
}

static enum orb_status get(struct orb_exchange *x, enum orb_exchange_set set,
                           const char *key, const struct orb_json **out,
                           struct orb_error *err);
static void end_row(struct orb_exchange *x);

/* Services that only their offers tell of count too. */
static enum orb_status count_rest(struct orb_exchange *x, struct orb_error *err)
{
    struct orb_lookup_walk walk = { ORB_EXCHANGE_OFFER, ORB_EXCHANGE_SERVICE, { 0 } };
    bool found = true;
    enum orb_status status = ORB_OK;

    while (status == ORB_OK && found) {
        const struct orb_json *offers = NULL;

        status = orb_lookup_next(x->lookup, &walk, &found, err);
        if (status != ORB_OK || !found)
            break;
        status = get(x, ORB_EXCHANGE_OFFER, walk.key.data, &offers, err);
        if (status == ORB_OK)
            status = count_service(
                x, orb_exchange_text(orb_json_at(offers, 0), "organization"), err);
        end_row(x);
    }
    orb_buf_release(&walk.key);
    return status;
}

enum orb_status orb_exchange_open(struct orb_exchange *out,
                                  const struct orb_map_territory *territory,
                                  const struct orb_export_options *options,
                                  struct orb_error *err)
{
    const struct orb_sink before = { out, put_before };
    const struct orb_sink services = { out, put_service };
    enum orb_status status;

    *out = (struct orb_exchange){ .territory = territory,
                                  .options = options,
                                  .narrowed = options->circle != NULL ||
                                              options->commune != NULL ||
                                              options->departement != NULL ||
                                              options->without_osm };
    status = orb_selection_init(&out->selection, territory->catalogue, options, err);
    if (status == ORB_OK)
        status = orb_lookup_new(&out->lookup, err);
    if (status == ORB_OK)
        status = look_for_hidden(out, err);
    if (status == ORB_OK)
        status = replay(out, KINDS_BEFORE, &before, err);
    if (status == ORB_OK)
        status = replay(out, 1U << ORB_RECORD_SERVICE, &services, err);
    return status == ORB_OK ? count_rest(out, err) : status;
}

static void end_row(struct orb_exchange *x)
{
    while (x->document_count > 0)
        orb_json_free(x->documents[--x->document_count]);
    orb_arena_clear(&x->arena);
}

void orb_exchange_close(struct orb_exchange *x)
{
    end_row(x);
    orb_free(x->documents);
    orb_buf_release(&x->text);
    orb_arena_release(&x->arena);
    orb_vocabulary_release(&x->vocabulary);
    orb_lookup_free(x->lookup);
    orb_native_hidden_release(&x->hidden);
    orb_selection_release(&x->selection);
}

/* ---- joining */

/* Parse x->text; the document lives as long as the row. */
static enum orb_status parse(struct orb_exchange *x, const struct orb_json **out,
                             struct orb_error *err)
{
    struct orb_json *document = NULL;
    enum orb_status status = orb_buf_check(&x->text, err);

    *out = NULL;
    if (status != ORB_OK || x->text.len == 0)
        return status;
    if (orb_grow((void **)&x->documents, &x->document_capacity, x->document_count,
                 sizeof(struct orb_json *)) != ORB_OK)
        return orb_error_memory(err);
    status = orb_json_parse(&document, x->text.data, x->text.len, err);
    if (status != ORB_OK)
        return status;
    x->documents[x->document_count++] = document;
    *out = document;
    return ORB_OK;
}

static enum orb_status get(struct orb_exchange *x, enum orb_exchange_set set,
                           const char *key, const struct orb_json **out,
                           struct orb_error *err)
{
    enum orb_status status = ORB_OK;

    *out = NULL;
    orb_buf_clear(&x->text);
    if (set == ORB_EXCHANGE_OFFER)
        orb_buf_char(&x->text, '[');
    if (key != NULL)
        status = orb_lookup_get(x->lookup, (int)set, key, &x->text, err);
    if (set == ORB_EXCHANGE_OFFER)
        orb_buf_char(&x->text, ']');
    return status == ORB_OK ? parse(x, out, err) : status;
}

enum orb_status orb_exchange_site(struct orb_exchange *x, const char *id,
                                  const struct orb_json **out, struct orb_error *err)
{
    return get(x, ORB_EXCHANGE_SITE, id, out, err);
}

const char *orb_exchange_site_id(const struct orb_exchange_row *row,
                                 const struct orb_json *offer)
{
    const char *own = orb_exchange_text(offer, "site_id");

    return own != NULL ? own : orb_exchange_text(row->service, "site");
}

struct walk {
    struct orb_exchange *x;
    const struct orb_exchange_visitor *visitor;
};

/* The organization is that of the service, else of its first offer. */
static enum orb_status give(struct walk *walk, struct orb_exchange_row *row,
                            struct orb_error *err)
{
    struct orb_exchange *x = walk->x;
    const char *organization = orb_exchange_text(row->service, "organization");
    enum orb_status status;

    if (organization == NULL)
        organization = orb_exchange_text(orb_json_at(row->offers, 0), "organization");
    status = get(x, ORB_EXCHANGE_ORGANIZATION, organization, &row->organization, err);
    if (status == ORB_OK)
        status = walk->visitor->service(walk->visitor->context, row, err);
    end_row(x);
    return status;
}

static enum orb_status give_service(void *context, const struct orb_record *record,
                                    struct orb_error *err)
{
    struct walk *walk = context;
    struct orb_exchange *x = walk->x;
    struct orb_exchange_row row = { .id = record->as.service->id };
    bool held = false;
    bool known = false;
    enum orb_status status =
        walk->visitor->alone ? is_known(x, record->as.service->organization, &known, err)
                             : ORB_OK;

    if (status == ORB_OK && !known)
        status = is_held(x, record->as.service, &held, err);
    if (status != ORB_OK || !held)
        return status;
    status = write_record(x, record, err);
    if (status == ORB_OK)
        status = parse(x, &row.service, err);
    if (status == ORB_OK)
        status = get(x, ORB_EXCHANGE_OFFER, row.id, &row.offers, err);
    return status == ORB_OK ? give(walk, &row, err) : status;
}

/* The service of offers whose source says nothing of it: what the first of them says. */
static enum orb_status give_rest(struct walk *walk, struct orb_error *err)
{
    struct orb_lookup_walk keys = { ORB_EXCHANGE_OFFER, ORB_EXCHANGE_SERVICE, { 0 } };
    bool found = true;
    enum orb_status status = ORB_OK;

    while (status == ORB_OK) {
        struct orb_exchange_row row = { 0 };

        status = orb_lookup_next(walk->x->lookup, &keys, &found, err);
        if (status != ORB_OK || !found)
            break;
        row.id = keys.key.data;
        status = get(walk->x, ORB_EXCHANGE_OFFER, row.id, &row.offers, err);
        row.service = orb_json_at(row.offers, 0);
        if (status == ORB_OK)
            status = give(walk, &row, err);
    }
    orb_buf_release(&keys.key);
    return status;
}

enum orb_status orb_exchange_services(struct orb_exchange *x,
                                      const struct orb_exchange_visitor *visitor,
                                      struct orb_error *err)
{
    struct walk walk = { x, visitor };
    const struct orb_sink sink = { &walk, give_service };
    enum orb_status status = replay(x, 1U << ORB_RECORD_SERVICE, &sink, err);

    return status == ORB_OK ? give_rest(&walk, err) : status;
}

static enum orb_status give_organization(void *context, const struct orb_record *record,
                                         struct orb_error *err)
{
    struct walk *walk = context;
    struct orb_exchange *x = walk->x;
    const struct orb_organization *o = record->as.organization;
    const struct orb_json *object = NULL;
    bool used = false;
    enum orb_status status =
        orb_lookup_has(x->lookup, ORB_EXCHANGE_USED, o->id, &used, err);

    if (status != ORB_OK || (!used && (x->narrowed || is_closed(x, o->closed_on))))
        return status;
    status = write_record(x, record, err);
    if (status == ORB_OK)
        status = parse(x, &object, err);
    if (status == ORB_OK)
        status = walk->visitor->organization(walk->visitor->context, object, err);
    end_row(x);
    return status;
}

enum orb_status orb_exchange_organizations(struct orb_exchange *x,
                                           const struct orb_exchange_visitor *visitor,
                                           struct orb_error *err)
{
    struct walk walk = { x, visitor };
    const struct orb_sink sink = { &walk, give_organization };

    return replay(x, 1U << ORB_RECORD_ORGANIZATION, &sink, err);
}
