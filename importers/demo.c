/* The order of the records, and what is not a service: the source, the operator, the land,
 * the organizations. */
#include "importers/demo.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/alloc.h"
#include "importers/demo_draft.h"
#include "importers/demo_names.h"
#include "importers/demo_people.h"
#include "importers/demo_random.h"

struct generation {
    struct orb_demo demo;
    const struct orb_sink *sink;
};

static enum orb_status put_source(const struct generation *generation,
                                  struct orb_error *err)
{
    const struct orb_demo *demo = &generation->demo;
    struct orb_source source = {
        .id = demo->source,
        .name = "Territoire de démonstration",
        .licence = "CC0-1.0",
        .attribution =
            "Territoire inventé par Orbite : lieux, services et personnes n’existent pas",
        .edition = demo->source + strlen("demo:"),
        .observed_on = demo->date
    };

    return orb_sink_source(generation->sink, &source, err);
}

static enum orb_status put_operator(const struct generation *generation,
                                    struct orb_error *err)
{
    const char *dispositif = "demo:dispositif-1";
    char id[ORB_DEMO_ID_LEN];
    struct orb_operator platform = { .organization = id,
                                     .finess_ej = "990000001",
                                     .dispositifs = { &dispositif, 1, true } };

    orb_demo_association_id(
        id, orb_demo_association(&generation->demo, generation->demo.home_department, 0));
    return orb_sink_operator(generation->sink, &platform, err);
}

static void commune_territory(struct orb_territory *out, const struct orb_demo *demo,
                              uint32_t place)
{
    const struct orb_demo_place *at = &demo->land.places[place];
    const struct orb_demo_department *department = &demo->land.departments[at->department];

    *out = (struct orb_territory){ .kind = ORB_TERRITORY_COMMUNE,
                                   .code = at->code,
                                   .departement = department->code,
                                   .region = department->region,
                                   .epci = at->epci,
                                   .life_area = at->life_area,
                                   .canton = at->canton,
                                   .postcodes = at->postcode,
                                   .density = at->density,
                                   .population = at->population,
                                   .income = orb_demo_income(&demo->land, place),
                                   .lon = orb_demo_degrees(at->centre.lon),
                                   .lat = orb_demo_degrees(at->centre.lat),
                                   .point_method = "given",
                                   .provenance = orb_demo_provenance(demo, NULL) };
}

static enum orb_status put_communes(const struct generation *generation,
                                    struct orb_error *err)
{
    const struct orb_demo *demo = &generation->demo;
    enum orb_status status = ORB_OK;

    for (uint32_t i = 0; i < demo->land.count && status == ORB_OK; i++) {
        unsigned char contour[ORB_DEMO_WKB_LEN];
        char name[ORB_DEMO_NAME_LEN];
        char ages[ORB_DEMO_AGES_LEN];
        struct orb_territory territory;

        commune_territory(&territory, demo, i);
        orb_demo_ages(ages, &demo->land, i);
        territory.ages = ages;
        orb_demo_name_commune(name, demo->options.seed, i);
        territory.name = name;
        if (!demo->options.without_contours) {
            territory.contour_len = orb_demo_land_contour(&demo->land, i, contour);
            territory.contour = contour;
        }
        status = orb_sink_territory(generation->sink, &territory, err);
    }
    return status;
}

/* What names an area: the number its invented name is drawn from, or the commune that it is
 * called after. */
static void name_area(char out[ORB_DEMO_NAME_LEN], const struct orb_demo *demo,
                      enum orb_territory_kind kind, uint32_t place)
{
    uint32_t department = demo->land.places[place].department;
    char name[ORB_DEMO_NAME_LEN];

    switch (kind) {
    case ORB_TERRITORY_EPCI:
        orb_demo_name_commune(name, demo->options.seed, place);
        orb_demo_name_of(out, "Communauté de communes", name);
        break;
    case ORB_TERRITORY_REGION:
        orb_demo_name_area(name, demo->options.seed, "region", department);
        (void)snprintf(out, ORB_DEMO_NAME_LEN, "Région %.70s", name);
        break;
    case ORB_TERRITORY_DEPARTEMENT:
        orb_demo_name_area(out, demo->options.seed, "departement", department);
        break;
    default: /* a bassin de vie and a canton have the name of their largest commune */
        orb_demo_name_commune(out, demo->options.seed, place);
    }
}

static enum orb_status put_area(const struct generation *generation,
                                enum orb_territory_kind kind, const char *code,
                                uint32_t place, struct orb_error *err)
{
    const struct orb_demo *demo = &generation->demo;
    const struct orb_demo_department *department =
        &demo->land.departments[demo->land.places[place].department];
    char name[ORB_DEMO_NAME_LEN];
    struct orb_territory territory = { .kind = kind,
                                       .code = code,
                                       .name = name,
                                       .population = -1,
                                       .income = NAN,
                                       .lon = NAN,
                                       .lat = NAN,
                                       .provenance = orb_demo_provenance(demo, NULL) };

    name_area(name, demo, kind, place);
    if (kind == ORB_TERRITORY_EPCI || kind == ORB_TERRITORY_DEPARTEMENT)
        territory.region = department->region;
    return orb_sink_territory(generation->sink, &territory, err);
}

/* The code and the number of the area of a kind that a commune is in. */
static const char *area_of(const struct orb_demo_place *place, enum orb_territory_kind kind,
                           size_t *number)
{
    size_t department = (size_t)place->department << 16;

    switch (kind) {
    case ORB_TERRITORY_EPCI:
        *number = department | place->epci_zone;
        return place->epci;
    case ORB_TERRITORY_CANTON:
        *number = department | place->canton_zone;
        return place->canton;
    default: /* whatever the département */
        *number = place->life_zone;
        return place->life_area;
    }
}

/* An area is met first at its largest commune, whose name it takes. */
static enum orb_status put_areas(const struct generation *generation,
                                 enum orb_territory_kind kind, struct orb_error *err)
{
    const struct orb_demo_land *land = &generation->demo.land;
    unsigned char *seen = orb_calloc(((size_t)land->department_count + 1) << 16, 1);
    enum orb_status status = ORB_OK;

    if (seen == NULL)
        return orb_error_memory(err);
    for (uint32_t rank = 0; rank < land->count && status == ORB_OK; rank++) {
        uint32_t place = land->by_rank[rank];
        size_t number;
        const char *code = area_of(&land->places[place], kind, &number);

        if (!seen[number])
            status = put_area(generation, kind, code, place, err);
        seen[number] = 1;
    }
    orb_free(seen);
    return status;
}

static enum orb_status put_epcis(const struct generation *generation, struct orb_error *err)
{
    return put_areas(generation, ORB_TERRITORY_EPCI, err);
}

static enum orb_status put_life_areas(const struct generation *generation,
                                      struct orb_error *err)
{
    return put_areas(generation, ORB_TERRITORY_LIFE_AREA, err);
}

static enum orb_status put_cantons(const struct generation *generation,
                                   struct orb_error *err)
{
    return put_areas(generation, ORB_TERRITORY_CANTON, err);
}

static enum orb_status put_departments(const struct generation *generation,
                                       struct orb_error *err)
{
    const struct orb_demo_land *land = &generation->demo.land;
    enum orb_status status = ORB_OK;

    for (uint32_t i = 0; i < land->department_count && status == ORB_OK; i++) {
        const struct orb_demo_department *department = &land->departments[i];
        bool first = true;

        for (uint32_t j = 0; j < i; j++)
            first = first && strcmp(land->departments[j].region, department->region) != 0;
        if (first)
            status = put_area(generation, ORB_TERRITORY_REGION, department->region,
                              department->centre, err);
        if (status == ORB_OK)
            status = put_area(generation, ORB_TERRITORY_DEPARTEMENT, department->code,
                              department->centre, err);
    }
    return status;
}

static enum orb_status put_organization(const struct generation *generation, const char *id,
                                        const char *name, const char *kind,
                                        struct orb_error *err)
{
    struct orb_organization organization = { .id = id,
                                             .name = name,
                                             .kind = kind,
                                             .opened_on = ORB_DATE_NONE,
                                             .closed_on = ORB_DATE_NONE,
                                             .provenance = orb_demo_provenance(
                                                 &generation->demo, NULL) };

    return orb_sink_organization(generation->sink, &organization, err);
}

static enum orb_status put_associations(const struct generation *generation,
                                        struct orb_error *err)
{
    const struct orb_demo *demo = &generation->demo;
    uint32_t platform = orb_demo_association(demo, demo->home_department, 0);
    uint32_t sister = orb_demo_association(demo, demo->home_department, 1);
    enum orb_status status = ORB_OK;

    for (uint32_t i = 0; i < demo->association_count && status == ORB_OK; i++) {
        struct orb_demo_random random =
            orb_demo_random_start(demo->options.seed, ORB_DEMO_STREAM_ORGANIZATION, i);
        char id[ORB_DEMO_ID_LEN];
        char name[ORB_DEMO_NAME_LEN];
        char finess[16];
        struct orb_identifier identifier = { "finess-ej", finess };
        struct orb_organization association = { .id = id,
                                                .name = name,
                                                .kind = "entite_juridique",
                                                .legal_status = "association loi 1901",
                                                .finess_ej = finess,
                                                .opened_on = ORB_DATE_NONE,
                                                .closed_on = ORB_DATE_NONE,
                                                .identifiers = &identifier,
                                                .identifier_count = 1,
                                                .provenance =
                                                    orb_demo_provenance(demo, NULL) };

        orb_demo_association_id(id, i);
        orb_demo_name_association(name, &random);
        (void)snprintf(finess, sizeof finess, "998%06u", i % 1000000U);
        if (i == platform || i == sister) {
            (void)snprintf(finess, sizeof finess, "990000001");
            (void)snprintf(name, sizeof name, "%s",
                           i == platform ? "Plateforme Les Rives"
                                         : "Plateforme Les Rives, pôle adultes");
        }
        status = orb_sink_organization(generation->sink, &association, err);
    }
    return status;
}

static enum orb_status put_public_bodies(const struct generation *generation,
                                         struct orb_error *err)
{
    const struct orb_demo *demo = &generation->demo;
    enum orb_status status = ORB_OK;

    for (uint32_t i = 0; i < demo->land.department_count && status == ORB_OK; i++) {
        char id[ORB_DEMO_ID_LEN];
        char area[ORB_DEMO_NAME_LEN];
        char name[ORB_DEMO_NAME_LEN];

        orb_demo_name_area(area, demo->options.seed, "departement", i);
        (void)snprintf(id, sizeof id, "demo:h-%s", demo->land.departments[i].code);
        (void)snprintf(name, sizeof name, "Centre hospitalier (%.60s)", area);
        status = put_organization(generation, id, name, "etablissement_public", err);
        (void)snprintf(id, sizeof id, "demo:d-%s", demo->land.departments[i].code);
        (void)snprintf(name, sizeof name, "Conseil départemental (%.60s)", area);
        if (status == ORB_OK)
            status = put_organization(generation, id, name, "collectivite", err);
    }
    for (uint32_t i = 0; i < demo->land.count && status == ORB_OK; i++) {
        char id[ORB_DEMO_ID_LEN];
        char commune[ORB_DEMO_NAME_LEN];
        char name[ORB_DEMO_NAME_LEN];

        orb_demo_name_commune(commune, demo->options.seed, i);
        (void)snprintf(id, sizeof id, "demo:c-%s", demo->land.places[i].code);
        orb_demo_name_of(name, "Commune", commune);
        status = put_organization(generation, id, name, "collectivite", err);
        if (status != ORB_OK || demo->land.places[i].population < 1500)
            continue;
        (void)snprintf(id, sizeof id, "demo:ccas-%s", demo->land.places[i].code);
        orb_demo_name_of(name, "CCAS", commune);
        status = put_organization(generation, id, name, "etablissement_public", err);
    }
    return status;
}

/* A pass over the services for each kind of record: drawing one again costs less than
 * keeping it. */
static enum orb_status put_club(struct orb_demo_draft *draft, const struct orb_sink *sink,
                                uint32_t *left, struct orb_error *err)
{
    (void)left;
    if (draft->kind->owner != ORB_DEMO_OWNER_CLUB)
        return ORB_OK;
    orb_demo_draft_service(draft);
    return orb_sink_organization(sink, &draft->club, err);
}

static enum orb_status put_sites(struct orb_demo_draft *draft, const struct orb_sink *sink,
                                 uint32_t *left, struct orb_error *err)
{
    enum orb_status status;

    (void)left;
    orb_demo_draft_sites(draft);
    status = orb_sink_site(sink, &draft->site, err);
    if (status == ORB_OK && draft->annex.id != NULL)
        status = orb_sink_site(sink, &draft->annex, err);
    return status;
}

static enum orb_status put_service(struct orb_demo_draft *draft,
                                   const struct orb_sink *sink, uint32_t *left,
                                   struct orb_error *err)
{
    (void)left;
    orb_demo_draft_service(draft);
    orb_demo_draft_contacts(draft);
    return orb_sink_service(sink, &draft->service, err);
}

static enum orb_status put_offers(struct orb_demo_draft *draft, const struct orb_sink *sink,
                                  uint32_t *left, struct orb_error *err)
{
    enum orb_status status = ORB_OK;

    orb_demo_draft_service(draft);
    if (draft->role.offers > 1)
        orb_demo_draft_sites(draft);
    orb_demo_draft_offers(draft);
    for (uint32_t i = 0; i<draft->role.offers && * left> 0 && status == ORB_OK;
         i++, --*left)
        status = orb_sink_offer(sink, &draft->offers[i].offer, err);
    return status;
}

static enum orb_status put_services(const struct generation *generation,
                                    struct orb_error *err)
{
    static enum orb_status (*const passes[])(
        struct orb_demo_draft *, const struct orb_sink *, uint32_t *,
        struct orb_error *) = { put_club, put_sites, put_service, put_offers };
    struct orb_demo_draft *draft = orb_calloc(1, sizeof *draft);
    uint32_t left = generation->demo.options.offers;
    enum orb_status status = ORB_OK;

    if (draft == NULL)
        return orb_error_memory(err);
    for (size_t pass = 0; pass < sizeof passes / sizeof passes[0]; pass++)
        for (uint32_t i = 0; i < generation->demo.service_count && status == ORB_OK; i++) {
            orb_demo_draft_begin(draft, &generation->demo, i);
            status = passes[pass](draft, generation->sink, &left, err);
        }
    orb_free(draft);
    return status;
}

enum orb_status orb_demo_generate(const struct orb_demo_options *options,
                                  const struct orb_sink *sink, struct orb_error *err)
{
    static enum orb_status (*const steps[])(const struct generation *,
                                            struct orb_error *) = {
        put_source,  put_operator, put_departments,  put_epcis,         put_life_areas,
        put_cantons, put_communes, put_associations, put_public_bodies, put_services
    };
    struct generation generation = { .sink = sink };
    enum orb_status status = orb_demo_make(&generation.demo, options, err);

    for (size_t i = 0; i < sizeof steps / sizeof steps[0] && status == ORB_OK; i++)
        status = steps[i](&generation, err);
    orb_demo_release(&generation.demo);
    return status;
}
