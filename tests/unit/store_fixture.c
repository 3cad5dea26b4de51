#include "tests/unit/store_fixture.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "engine/store/column.h"
#include "engine/store/row.h"

struct texts {
    char organization[40], site[40], service[40], offer[40], name[60];
};

static enum orb_status put_organization(const struct fixture *f,
                                        const struct orb_sink *sink, int i,
                                        const struct texts *t, struct orb_error *err)
{
    const struct orb_identifier identifiers[] = { { "finess-ej", "010000001" },
                                                  { "siren", "100000001" } };
    const struct orb_contact contacts[] = {
        { "phone", "04 74 00 00 00", "accueil", ORB_PROFESSIONAL, ORB_DATE_NONE, NULL },
        { "email", "accueil@example.invalid", NULL, ORB_PUBLIC, orb_date_make(2026, 1, 2),
          "equipe" },
    };
    const struct orb_organization organization = {
        .id = t->organization,
        .name = i % 7 == 0 ? NULL : t->name,
        .kind = "entite_juridique",
        .opened_on = orb_date_make(1999, 1, 1),
        .closed_on = ORB_DATE_NONE,
        .identifiers = identifiers,
        .identifier_count = (uint32_t)(i % 3),
        .contacts = contacts,
        .contact_count = (uint32_t)(i % 3),
        .provenance = { f->source, orb_date_make(2026, 1, 1) + f->edition_day,
                        ORB_BASIS_DECLARED, NULL },
    };

    return orb_sink_organization(sink, &organization, err);
}

static enum orb_status put_site(const struct fixture *f, const struct orb_sink *sink, int i,
                                const struct texts *t, struct orb_error *err)
{
    bool moved = f->version == 2 && i % 10 == 0;
    const struct orb_site site = {
        .id = t->site,
        .address = moved ? "2 rue de l'Invention" : "1 rue de l'Invention",
        .postcode = "01000",
        .commune = i % 2 == 0 ? "01001" : "01002",
        .lon = i % 5 == 0 ? (double)NAN : 4.9 + 0.001 * (i % 100) + (moved ? 0.01 : 0),
        .lat = i % 5 == 0 ? (double)NAN : 46.1 + 0.0001 * (i % 977),
        .precision = ORB_PRECISION_STREET,
        .position = i % 5 == 0 ? ORB_POSITION_ABSENT : ORB_POSITION_GIVEN,
        .provenance = { f->source, orb_date_make(2026, 1, 1) + f->edition_day,
                        ORB_BASIS_DECLARED, "precision=computed:ban" },
    };

    return orb_sink_site(sink, &site, err);
}

static enum orb_status put_service(const struct fixture *f, const struct orb_sink *sink,
                                   int i, const struct texts *t, struct orb_error *err)
{
    const struct orb_contact contact = { "phone",        "04 74 11 11 11", NULL,
                                         ORB_RESTRICTED, ORB_DATE_NONE,    NULL };
    const struct orb_service service = {
        .id = t->service,
        .organization = t->organization,
        .site = t->site,
        .name = t->name,
        .category = "182",
        .opened_on = orb_date_make(2000 + i % 20, 5, 17),
        .closed_on =
            f->version == 2 && i % 50 == 1 ? orb_date_make(2026, 2, 1) : ORB_DATE_NONE,
        .contacts = &contact,
        .contact_count = 1,
        .provenance = { f->source, orb_date_make(2026, 1, 1) + f->edition_day,
                        ORB_BASIS_INFERRED, NULL },
        .extra = i % 11 == 0 ? "{\"clé\": 1}" : NULL,
    };

    return orb_sink_service(sink, &service, err);
}

static enum orb_status put_offer(const struct fixture *f, const struct orb_sink *sink,
                                 int i, const struct texts *t, struct orb_error *err)
{
    static const char *const publics[] = { "117", "118" };
    static const char *const orientations[] = { "MDPH-SESSAD" };
    static const char *const communes[] = { "01002", "01001", "01004" };
    static const struct orb_modality modalities[] = {
        { "home", ORB_CERTAINTY_DECLARED }, { "onsite", ORB_CERTAINTY_POSSIBLE }
    };
    static const struct orb_prestation prestations[] = { { "2.1.1.1",
                                                           ORB_EVIDENCE_INFERRED } };
    static const struct orb_feature features[] = { { "wheelchair", ORB_FEATURE_LIMITED } };
    static const struct orb_closure closure = { 20000, ORB_DATE_NONE };
    const struct orb_capacity capacities[] = {
        { 12 + f->version * (i % 9 == 0), "places", "authorised", NULL, 20500 },
        { 0, NULL, "installed", "H", ORB_DATE_NONE }
    };
    struct orb_offer offer;

    orb_offer_init(&offer);
    offer.id = t->offer;
    offer.service = t->service;
    offer.terms.category = "182";
    offer.terms.modalities = modalities;
    offer.terms.modality_count = (uint32_t)(i % 3);
    offer.terms.modalities_known = true;
    offer.terms.age_min_months = (i % 4) * 12;
    offer.terms.age_max_months = f->version == 2 && i % 8 == 0 ? 264 : 240;
    offer.terms.publics = (struct orb_code_list){ publics, (uint32_t)(i % 3), i % 3 != 0 };
    offer.terms.orientations =
        (struct orb_code_list){ orientations, (uint32_t)(i % 2), true };
    offer.terms.excludes_associated = i % 6 == 0 ? ORB_NO : ORB_UNKNOWN;
    offer.terms.prestations = prestations;
    offer.terms.prestation_count = (uint32_t)(i % 2);
    offer.terms.prestations_known = i % 2 == 1;
    offer.terms.features = features;
    offer.terms.feature_count = (uint32_t)(i % 2);
    offer.terms.droit_commun = ORB_NO;
    offer.zone.known = i % 4 != 0;
    offer.zone.communes = (struct orb_code_list){ communes, (uint32_t)(i % 4), i % 4 != 0 };
    offer.opened_on = orb_date_make(2020, 1, 1);
    offer.wait_days = i % 3 == 0 ? (double)NAN : i * 0.5;
    offer.capacities = capacities;
    offer.capacity_count = (uint32_t)(i % 3);
    offer.closures = &closure;
    offer.closure_count = i % 13 == 0;
    offer.provenance =
        (struct orb_provenance){ f->source, orb_date_make(2026, 1, 1) + f->edition_day,
                                 ORB_BASIS_INFERRED, "modalities=inferred:invented" };
    return orb_sink_offer(sink, &offer, err);
}

static enum orb_status put_one(const struct fixture *f, const struct orb_sink *sink, int i,
                               struct orb_error *err)
{
    struct texts t;
    enum orb_status status;

    (void)snprintf(t.organization, sizeof t.organization, "op:org-%d", i / 3);
    (void)snprintf(t.site, sizeof t.site, "op:site-%06d", i);
    (void)snprintf(t.service, sizeof t.service, "op:service-%06d", i);
    (void)snprintf(t.offer, sizeof t.offer, "op:offer-%06d", i);
    (void)snprintf(t.name, sizeof t.name, "Établissement inventé %d", i / 3);
    if (f->missing != 0 && i % f->missing == 0)
        return ORB_OK;
    status = put_organization(f, sink, i / 3, &t, err);
    if (status == ORB_OK)
        status = put_offer(f, sink, i, &t, err);
    if (status == ORB_OK)
        status = put_site(f, sink, i, &t, err);
    return status == ORB_OK ? put_service(f, sink, i, &t, err) : status;
}

enum orb_status fixture_put(const struct fixture *f, const struct orb_sink *sink,
                            struct orb_error *err)
{
    const struct orb_source source = { .id = f->source,
                                       .name = "Inventé",
                                       .licence = "CC0",
                                       .attribution = "Orbite",
                                       .observed_on =
                                           orb_date_make(2026, 1, 1) + f->edition_day };
    const struct orb_relation relation = {
        .operator_id = "op:org-0",
        .service = "op:service-000001",
        .type = ORB_RELATION_PARTENARIAT,
        .from = orb_date_make(2024, 1, 1),
        .to = ORB_DATE_NONE,
        .evidence = "convention 1",
        .provenance = { .source = f->source, .observed_on = orb_date_make(2026, 1, 1) }
    };
    enum orb_status status = orb_sink_source(sink, &source, err);

    for (int k = 0; status == ORB_OK && k < f->count; k++)
        status = put_one(f, sink, f->first + (f->backwards ? f->count - 1 - k : k), err);
    return status == ORB_OK ? orb_sink_relation(sink, &relation, err) : status;
}

enum orb_status fixture_import(struct orb_store *store, const struct fixture *fixture,
                               bool full, struct orb_store_summary *summary,
                               struct orb_error *err)
{
    const struct orb_store_import import = { .importer = "fixture",
                                             .files = "invented",
                                             .full = full };
    struct orb_sink sink;
    enum orb_status status = orb_store_import_begin(store, &import, &sink, err);

    if (status != ORB_OK)
        return status;
    status = fixture_put(fixture, &sink, err);
    if (status != ORB_OK) {
        orb_store_import_rollback(store);
        return status;
    }
    return orb_store_import_commit(store, "{}", summary, err);
}

static enum orb_status set_links(void *context, struct orb_store *store,
                                 struct orb_error *err)
{
    static const struct orb_store_link links[] = {
        { ORB_RECORD_SERVICE, "op:service-000002", "op:service-000001", true },
        { ORB_RECORD_SITE, "op:site-000002", "op:site-000001", true },
        { ORB_RECORD_OFFER, "op:offer-000002", "op:offer-000001", true },
        { ORB_RECORD_SERVICE, "op:service-000004", "op:service-000003", true },
        { ORB_RECORD_SITE, "op:site-000004", "op:site-000003", true },
        { ORB_RECORD_OFFER, "op:offer-000004", "op:offer-000003", false },
        { ORB_RECORD_ORGANIZATION, "op:org-1", "op:org-0", true },
    };
    static const struct orb_store_doubt doubt = { "op:service-000001", "op:service-000003",
                                                  0.5, 1 };
    const struct orb_store_links all = { links, sizeof links / sizeof links[0], &doubt, 1 };

    (void)context;
    return orb_store_set_links(store, &all, err);
}

enum orb_status fixture_link(struct orb_store *store, struct orb_store_summary *summary,
                             struct orb_error *err)
{
    static const struct orb_store_linker linker = { NULL, 1, set_links, NULL };
    const struct orb_store_import import = { .importer = "fixture", .linker = &linker };
    const struct orb_source source = { .id = "other",
                                       .licence = "CC0",
                                       .attribution = "Orbite",
                                       .observed_on = orb_date_make(2026, 1, 9) };
    const struct orb_assertion assertion = {
        .kind = "site",
        .subject = "op:site-000005",
        .field = "position",
        .value = "{\"lon\":5.25,\"lat\":46.125}",
        .provenance = { "other", orb_date_make(2026, 1, 9), ORB_BASIS_COMPUTED, NULL },
    };
    struct orb_sink sink;
    enum orb_status status = orb_store_import_begin(store, &import, &sink, err);

    if (status != ORB_OK)
        return status;
    status = orb_sink_source(&sink, &source, err);
    if (status == ORB_OK)
        status = orb_sink_assertion(&sink, &assertion, err);
    if (status == ORB_OK)
        status = orb_store_import_commit(store, "{}", summary, err);
    if (status != ORB_OK)
        orb_store_import_rollback(store);
    return status;
}

static void dump_columns(struct orb_buf *out, const struct orb_column *columns,
                         size_t count, const void *record)
{
    for (size_t i = 0; i < count; i++) {
        orb_buf_printf(out, " %s=", columns[i].name);
        orb_column_json(out, &columns[i], record);
    }
}

static void dump_children(struct orb_buf *out, const struct orb_table *table,
                          const void *record)
{
    for (size_t i = 0; i < table->child_count; i++) {
        const struct orb_child_place *place = &table->children[i];
        uint32_t count;
        const unsigned char *items = orb_child_items(place, record, &count);

        for (uint32_t k = 0; k < count; k++) {
            orb_buf_printf(out, "\n  %s", place->child->field);
            dump_columns(out, place->child->columns, place->child->column_count,
                         items + k * place->child->item_size);
        }
    }
}

static void dump_codes(struct orb_buf *out, const char *name,
                       const struct orb_code_list *list)
{
    orb_buf_printf(out, " %s=%s", name, list->known ? "" : "?");
    for (uint32_t i = 0; list->known && i < list->count; i++)
        orb_buf_printf(out, "%s,", list->items[i]);
}

static void dump_offer(struct orb_buf *out, const struct orb_offer *offer)
{
    orb_buf_text(out, "\n  terms");
    dump_columns(out, orb_terms_columns, orb_terms_column_count, &offer->terms);
    orb_buf_printf(out, "\n  zone %d %d", offer->zone.known, offer->zone.national);
    dump_codes(out, "communes", &offer->zone.communes);
    dump_codes(out, "departements", &offer->zone.departments);
}

static enum orb_status dump(void *context, const struct orb_record *record,
                            struct orb_error *err)
{
    struct orb_buf *out = context;
    const struct orb_table *table = orb_table_of(record->kind);
    const void *value = orb_record_struct(record);
    const struct orb_provenance *provenance;
    struct orb_buf id = { 0 };

    if (record->kind == ORB_RECORD_OPERATOR) {
        orb_buf_printf(out, "operator %s %s", record->as.operator->organization,
                       record->as.operator->finess_ej);
        dump_codes(out, "dispositifs", &record->as.operator->dispositifs);
        orb_buf_char(out, '\n');
        return orb_buf_check(out, err);
    }
    orb_buf_printf(out, "%s %s", table->label, orb_record_id(table, value, &id));
    orb_buf_release(&id);
    dump_columns(out, table->columns, table->column_count, value);
    dump_children(out, table, value);
    if (record->kind == ORB_RECORD_OFFER)
        dump_offer(out, record->as.offer);
    if (record->kind == ORB_RECORD_SITE)
        orb_buf_printf(out, "\n  position %.7f %.7f", record->as.site->lon,
                       record->as.site->lat);
    provenance = orb_record_provenance(table, value);
    if (provenance != NULL)
        orb_buf_printf(out, "\n  from %s %d %s %s", provenance->source,
                       provenance->observed_on, orb_basis_name(provenance->basis),
                       provenance->fields == NULL ? "" : provenance->fields);
    orb_buf_char(out, '\n');
    return orb_buf_check(out, err);
}

struct orb_sink fixture_dump_sink(struct orb_buf *out)
{
    return (struct orb_sink){ .context = out, .put = dump };
}

enum orb_status fixture_dump(struct orb_store *store, const struct orb_store_filter *filter,
                             struct orb_buf *out, struct orb_error *err)
{
    struct orb_sink sink = fixture_dump_sink(out);

    return orb_store_replay(store, filter, &sink, err);
}
