/* Records come kind by kind, so each section is written as it comes; only what offers
 * repeat is remembered. */
#include "maps/native.h"

#include <math.h>
#include <string.h>

#include "engine/base/alloc.h"
#include "engine/base/arena.h"
#include "engine/base/text.h"
#include "maps/json_writer.h"
#include "maps/native_hidden.h"
#include "maps/native_parts.h"
#include "maps/native_repeated.h"

#define NATIVE_PREFIX "native:"

struct orb_native_writer {
    struct orb_json_writer json;
    struct orb_arena arena;
    struct orb_source *sources;
    size_t source_count;
    size_t source_capacity;
    struct orb_provenance document; /* what records without provenance of their own have */
    int kind;                       /* of the last record; -1 = none yet */
    const char *section;            /* the open one; NULL = none */
    bool has_offers;
    struct orb_buf territories; /* those that wait for the communes to end, joined by ',' */
    struct orb_buf relations;   /* those that matching does not read, as the same */
    struct native_repeated repeated;
    struct native_hidden hidden;
};

enum orb_status orb_native_writer_new(struct orb_native_writer **out,
                                      struct orb_output *output, struct orb_error *err)
{
    struct orb_native_writer *n = orb_calloc(1, sizeof *n);
    enum orb_status status;

    if (n == NULL)
        return orb_error_memory(err);
    n->kind = -1;
    orb_jw_init(&n->json, output, 1);
    status = orb_native_repeated_open(&n->repeated, err);
    if (status == ORB_OK)
        *out = n;
    else
        orb_native_writer_free(n);
    return status;
}

void orb_native_writer_free(struct orb_native_writer *n)
{
    if (n == NULL)
        return;
    orb_arena_release(&n->arena);
    orb_free(n->sources);
    orb_buf_release(&n->territories);
    orb_buf_release(&n->relations);
    orb_native_repeated_close(&n->repeated);
    orb_native_hidden_release(&n->hidden);
    orb_free(n);
}

/* ---- head */

static enum orb_status keep_source(struct orb_native_writer *n,
                                   const struct orb_source *source, struct orb_error *err)
{
    struct orb_source *copy;

    if (orb_grow((void **)&n->sources, &n->source_capacity, n->source_count,
                 sizeof *n->sources) != ORB_OK)
        return orb_error_memory(err);
    copy = &n->sources[n->source_count++];
    *copy = *source;
    copy->id = orb_arena_strdup(&n->arena, source->id);
    copy->name = orb_arena_strdup(&n->arena, source->name);
    copy->url = orb_arena_strdup(&n->arena, source->url);
    copy->licence = orb_arena_strdup(&n->arena, source->licence);
    copy->attribution = orb_arena_strdup(&n->arena, source->attribution);
    copy->edition = orb_arena_strdup(&n->arena, source->edition);
    copy->digest = orb_arena_strdup(&n->arena, source->digest);
    copy->extra = orb_arena_strdup(&n->arena, source->extra);
    return copy->id == NULL ? orb_error_memory(err) : ORB_OK;
}

/* The source that is an exchange file: the document is that file again. */
static const struct orb_source *main_source(const struct orb_native_writer *n)
{
    for (size_t i = 0; i < n->source_count; i++)
        if (strncmp(n->sources[i].id, NATIVE_PREFIX, strlen(NATIVE_PREFIX)) == 0)
            return &n->sources[i];
    return NULL;
}

static void write_made_head(struct orb_native_writer *n)
{
    const struct native_sources sources = { n->sources, n->source_count };
    orb_date newest = ORB_DATE_NONE;

    for (size_t i = 0; i < n->source_count; i++)
        if (n->sources[i].observed_on > newest)
            newest = n->sources[i].observed_on;
    orb_jw_member_text(&n->json, "id", "territory");
    orb_native_write_known_date(&n->json, "as_of", newest);
    orb_native_write_joined(&n->json, "licence", &sources,
                            offsetof(struct orb_source, licence));
    orb_native_write_joined(&n->json, "attribution", &sources,
                            offsetof(struct orb_source, attribution));
    n->document = (struct orb_provenance){ .source = NATIVE_PREFIX "territory",
                                           .observed_on = newest };
}

static void write_source_head(struct orb_native_writer *n, const struct orb_source *source)
{
    const char *id = source->id + strlen(NATIVE_PREFIX);

    orb_jw_member_text(&n->json, "id", id);
    if (source->name != NULL && strcmp(source->name, id) != 0)
        orb_jw_member_text(&n->json, "name", source->name);
    orb_native_write_text(&n->json, "url", source->url);
    orb_native_write_known_date(&n->json, "as_of", source->observed_on);
    orb_native_write_text(&n->json, "edition", source->edition);
    orb_native_write_text(&n->json, "licence", source->licence);
    orb_native_write_text(&n->json, "attribution", source->attribution);
    orb_jw_raw_members(&n->json, source->extra);
    n->document =
        (struct orb_provenance){ .source = source->id, .observed_on = source->observed_on };
}

static void write_head(struct orb_native_writer *n)
{
    const struct orb_source *source = main_source(n);

    orb_jw_open_object(&n->json);
    orb_jw_member_text(&n->json, "format", "orbite-catalogue/1");
    if (source == NULL)
        write_made_head(n);
    else
        write_source_head(n, source);
    if (n->source_count == (source != NULL))
        return;
    orb_jw_key(&n->json, "sources");
    orb_jw_open_array(&n->json);
    for (size_t i = 0; i < n->source_count; i++)
        if (&n->sources[i] != source)
            orb_native_write_source(&n->json, &n->sources[i]);
    orb_jw_close(&n->json);
}

/* ---- sections */

static void open_section(struct orb_native_writer *n, const char *key)
{
    if (n->section != NULL && strcmp(n->section, key) == 0)
        return;
    if (n->section != NULL)
        orb_jw_close(&n->json);
    orb_jw_key(&n->json, key);
    orb_jw_open_array(&n->json);
    n->section = key;
}

static void close_section(struct orb_native_writer *n)
{
    if (n->section != NULL)
        orb_jw_close(&n->json);
    n->section = NULL;
}

static void write_operator(struct orb_native_writer *n, const struct orb_operator *op)
{
    orb_jw_key(&n->json, "operator");
    orb_jw_open_object_inline(&n->json);
    orb_native_write_text(&n->json, "organization", op->organization);
    orb_native_write_text(&n->json, "finess_ej", op->finess_ej);
    orb_native_write_list(&n->json, "dispositifs", &op->dispositifs);
    orb_jw_close(&n->json);
}

/* Keep an element for a section that comes later; its text is the buffer of json. */
static void begin_later(struct orb_json_writer *json, struct orb_buf *later)
{
    if (later->len > 0)
        orb_buf_text(later, ",\n  ");
    orb_jw_init_buf(json, later, 1);
}

static void write_later(struct orb_native_writer *n, const char *section,
                        struct orb_buf *later)
{
    if (later->len == 0)
        return;
    open_section(n, section);
    orb_jw_raw(&n->json, later->data);
    orb_buf_release(later);
}

/* Readers of relations know three types and two targets; the rest has a section of its own.
 */
static enum orb_status write_relation(struct orb_native_writer *n,
                                      const struct orb_relation *relation,
                                      struct orb_error *err)
{
    struct orb_json_writer json;

    if (relation->type <= ORB_RELATION_PARTENARIAT && relation->service == NULL) {
        open_section(n, "relations");
        orb_native_write_relation(&n->json, relation, &n->document);
        return ORB_OK;
    }
    begin_later(&json, &n->relations);
    orb_native_write_relation(&json, relation, &n->document);
    return orb_jw_end(&json, err);
}

static void write_organization(struct orb_native_writer *n,
                               const struct orb_organization *o)
{
    open_section(n, "organizations");
    orb_native_write_organization(&n->json, o, &n->document);
}

static enum orb_status write_territory(struct orb_native_writer *n,
                                       const struct orb_territory *t, struct orb_error *err)
{
    struct orb_json_writer json;

    if (t->kind == ORB_TERRITORY_COMMUNE && !isnan(t->lon)) {
        open_section(n, "communes");
        orb_native_write_territory(&n->json, t, &n->document);
        return ORB_OK;
    }
    begin_later(&json, &n->territories);
    orb_native_write_territory(&json, t, &n->document);
    return orb_jw_end(&json, err);
}

static enum orb_status keep_site(struct orb_native_writer *n, const struct orb_site *site,
                                 struct orb_error *err)
{
    bool hidden = orb_native_is_confidential(site);
    const struct native_place place = {
        .lon = hidden ? NAN : site->lon,
        .lat = hidden ? NAN : site->lat,
        .commune = site->commune,
        .precision =
            hidden && site->commune != NULL ? ORB_PRECISION_MUNICIPALITY : site->precision,
        .implied = orb_native_site_is_implied(site) && !hidden,
    };
    enum orb_status status =
        orb_native_repeated_add_place(&n->repeated, site->id, &place, err);

    if (status != ORB_OK || place.implied)
        return status;
    open_section(n, "sites");
    orb_native_write_site(&n->json, site, &n->document);
    return ORB_OK;
}

static enum orb_status keep_service(struct orb_native_writer *n,
                                    const struct orb_service *service,
                                    struct orb_error *err)
{
    const struct native_parent parent = { service->organization, service->name,
                                          service->category, service->site };
    enum orb_status status;

    if (orb_native_service_is_implied(service))
        return ORB_OK;
    status = orb_native_repeated_add_parent(&n->repeated, service->id, &parent, err);
    if (status != ORB_OK)
        return status;
    open_section(n, "services");
    orb_native_write_service(&n->json, service, &n->document);
    return ORB_OK;
}

static enum orb_status write_offer(struct orb_native_writer *n,
                                   const struct orb_offer *offer, struct orb_error *err)
{
    const char *service = offer->service == NULL ? offer->id : offer->service;
    struct native_parent parent = { 0 };
    struct native_place place = { 0 };
    bool has_parent = false, has_place = false;
    enum orb_status status =
        orb_native_repeated_find_parent(&n->repeated, service, &parent, &has_parent, err);

    if (status == ORB_OK)
        status = orb_native_repeated_find_place(
            &n->repeated, offer->site != NULL ? offer->site : parent.site, &place,
            &has_place, err);
    if (status != ORB_OK)
        return status;
    open_section(n, "offers");
    n->has_offers = true;
    orb_native_write_offer(&n->json, offer, has_place ? &place : NULL,
                           has_parent ? &parent : NULL, &n->document);
    return ORB_OK;
}

/* ---- what stands beside the records */

static void write_assertion(struct orb_native_writer *n,
                            const struct orb_assertion *assertion)
{
    if (orb_native_hidden_has(&n->hidden, assertion))
        return;
    open_section(n, "assertions");
    orb_native_write_assertion(&n->json, assertion, &n->document);
}

static void write_decision(struct orb_native_writer *n, const struct orb_decision *decision)
{
    open_section(n, "decisions");
    orb_native_write_decision(&n->json, decision);
}

/* What ends with a kind: the head after the sources, the other territories after the
 * communes. */
static void end_kind(struct orb_native_writer *n, int next)
{
    if (n->kind <= ORB_RECORD_SOURCE && next > ORB_RECORD_SOURCE)
        write_head(n);
    if (next > (int)ORB_RECORD_TERRITORY)
        write_later(n, "territories", &n->territories);
    if (next > (int)ORB_RECORD_OFFER && !n->has_offers) {
        open_section(n, "offers");
        n->has_offers = true;
    }
    if (next > (int)ORB_RECORD_RELATION)
        write_later(n, "other_relations", &n->relations);
    if (next != n->kind)
        close_section(n);
}

static enum orb_status put(void *context, const struct orb_record *given,
                           struct orb_error *err)
{
    struct orb_native_writer *n = context;
    struct native_shown shown;
    const struct orb_record *record = &shown.record;
    enum orb_status status = ORB_OK;

    if ((int)given->kind < n->kind)
        return orb_error_set(err, ORB_ERR_INTERNAL,
                             _("the records do not come kind by kind"));
    end_kind(n, (int)given->kind);
    n->kind = (int)given->kind;
    if (given->kind == ORB_RECORD_SOURCE)
        return keep_source(n, given->as.source, err);
    status = orb_native_hidden_note(&n->hidden, given, err);
    if (status == ORB_OK)
        status = orb_native_hidden_show(&n->hidden, given, &shown, err);
    if (status != ORB_OK)
        return status;
    if (record->kind == ORB_RECORD_OPERATOR)
        write_operator(n, record->as.operator);
    else if (record->kind == ORB_RECORD_TERRITORY)
        status = write_territory(n, record->as.territory, err);
    else if (record->kind == ORB_RECORD_SITE)
        status = keep_site(n, record->as.site, err);
    else if (record->kind == ORB_RECORD_SERVICE)
        status = keep_service(n, record->as.service, err);
    else if (record->kind == ORB_RECORD_OFFER)
        status = write_offer(n, record->as.offer, err);
    else if (record->kind == ORB_RECORD_RELATION)
        status = write_relation(n, record->as.relation, err);
    else if (record->kind == ORB_RECORD_ASSERTION)
        write_assertion(n, record->as.assertion);
    else if (record->kind == ORB_RECORD_DECISION)
        write_decision(n, record->as.decision);
    else
        write_organization(n, record->as.organization);
    if (status == ORB_OK && n->json.status != ORB_OK)
        status = orb_jw_end(&n->json, err);
    return status;
}

enum orb_status orb_native_writer_hide_together(struct orb_native_writer *writer,
                                                enum orb_record_kind kind, const char *id,
                                                const char *canonical,
                                                struct orb_error *err)
{
    return orb_native_hidden_join(&writer->hidden, kind, id, canonical, err);
}

static enum orb_status look(void *context, const struct orb_record *record,
                            struct orb_error *err)
{
    struct orb_native_writer *n = context;

    return orb_native_hidden_note(&n->hidden, record, err);
}

bool orb_native_writer_hides(const struct orb_native_writer *n)
{
    return n->hidden.keys.count > 0;
}

struct orb_sink orb_native_writer_look(struct orb_native_writer *writer)
{
    return (struct orb_sink){ writer, look };
}

struct orb_sink orb_native_writer_sink(struct orb_native_writer *writer)
{
    return (struct orb_sink){ writer, put };
}

enum orb_status orb_native_writer_end(struct orb_native_writer *n, struct orb_error *err)
{
    end_kind(n, ORB_RECORD_KINDS);
    orb_jw_close(&n->json);
    if (n->json.status == ORB_OK)
        orb_buf_char(n->json.buf, '\n');
    return orb_jw_end(&n->json, err);
}
