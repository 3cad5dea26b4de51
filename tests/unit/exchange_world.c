#include "tests/unit/exchange_world.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "engine/catalogue/build.h"
#include "engine/model/record.h"

#define COUNT(list) (sizeof(list) / sizeof(list)[0])

static const struct orb_source source = {
    .id = "liste", .name = "Liste", .licence = "l", .attribution = "a", .observed_on = 20000
};

static const struct orb_territory commune = { .kind = ORB_TERRITORY_COMMUNE,
                                              .code = "99001",
                                              .name = "Montbas",
                                              .departement = "99",
                                              .population = -1,
                                              .lon = 5.2,
                                              .lat = 46.2 };

static const struct orb_contact restricted[] = {
    { "phone", "04 99 00 00 11", NULL, ORB_RESTRICTED, ORB_DATE_NONE, NULL },
    { "person", "Personne Inventée", "direction", ORB_PUBLIC, ORB_DATE_NONE, NULL },
    { "email", "accueil@lilas.example", NULL, ORB_PUBLIC, 20001, NULL },
};

static const struct orb_contact open[] = {
    { "phone", "+33 4 99 00 00 11", NULL, ORB_PUBLIC, ORB_DATE_NONE, NULL },
    { "phone", "04 99 00 00 12", NULL, ORB_PROFESSIONAL, ORB_DATE_NONE, NULL },
    { "url", "https://lilas.example", NULL, ORB_PUBLIC, ORB_DATE_NONE, NULL },
};

static const struct orb_identifier siret = { "siret", "12345678900011" };

#define PROVENANCE                                                                         \
    {                                                                                      \
        "liste", 20000, ORB_BASIS_DECLARED, NULL                                           \
    }

static const struct orb_organization organization = { .id = "op:lilas",
                                                      .name = "Les Lilas",
                                                      .opened_on = ORB_DATE_NONE,
                                                      .closed_on = ORB_DATE_NONE,
                                                      .identifiers = &siret,
                                                      .identifier_count = 1,
                                                      .contacts = open,
                                                      .contact_count = COUNT(open),
                                                      .provenance = PROVENANCE };

static const struct orb_site sites[] = {
    { .id = "place",
      .address = "1 rue des Lilas\nBâtiment B",
      .postcode = "99100",
      .commune = "99001",
      .lon = 5.201,
      .lat = 46.201,
      .position = ORB_POSITION_GIVEN,
      .provenance = PROVENANCE },
    { .id = "secret",
      .kind = "confidential",
      .address = "2 rue CACHEE",
      .commune = "99001",
      .lon = 5.209,
      .lat = 46.209,
      .position = ORB_POSITION_GIVEN,
      .provenance = PROVENANCE },
};

static const struct orb_service service = { .id = "svc",
                                            .organization = "op:lilas",
                                            .site = "place",
                                            .name = "Service des Lilas",
                                            .category = "182",
                                            .schedule = "Mo-Fr 09:00-12:00; PH off",
                                            .opened_on = ORB_DATE_NONE,
                                            .closed_on = ORB_DATE_NONE,
                                            .contacts = restricted,
                                            .contact_count = COUNT(restricted),
                                            .provenance = PROVENANCE };

static enum orb_status put_offers(const struct orb_sink *sink, struct orb_error *err)
{
    static const struct orb_modality remote[] = {
        { "telephonique", ORB_CERTAINTY_POSSIBLE }, { "visio", ORB_CERTAINTY_POSSIBLE }
    };
    static const char *const groups[] = { "TSA" };
    static const char *const codes[] = { "99001" };
    static const struct orb_provenance provenance = PROVENANCE;
    struct orb_offer offer;
    enum orb_status status;

    orb_offer_init(&offer);
    offer.id = "svc/1";
    offer.service = "svc";
    offer.terms.age_min_months = 36;
    offer.terms.age_max_months = 240;
    offer.terms.publics = (struct orb_code_list){ groups, 1, true };
    offer.zone.known = true;
    offer.zone.communes = (struct orb_code_list){ codes, 1, true };
    offer.zone.departments.known = true;
    offer.provenance = provenance;
    status = orb_sink_offer(sink, &offer, err);
    offer.id = "svc/2";
    offer.terms.modalities = remote;
    offer.terms.modality_count = 2;
    offer.terms.modalities_known = true;
    if (status == ORB_OK)
        status = orb_sink_offer(sink, &offer, err);
    orb_offer_init(&offer);
    offer.id = "z/1";
    offer.service = "z";
    offer.site = "secret";
    offer.name = "Répit";
    offer.provenance = provenance;
    return status == ORB_OK ? orb_sink_offer(sink, &offer, err) : status;
}

static enum orb_status replay(void *context, const struct orb_map_replay *which,
                              const struct orb_sink *sink, struct orb_error *err)
{
    unsigned kinds = which->kinds == 0 ? ~0U : which->kinds;
    enum orb_status status = ORB_OK;

    (void)context;
    if (kinds & 1U << ORB_RECORD_SOURCE)
        status = orb_sink_source(sink, &source, err);
    if (status == ORB_OK && (kinds & 1U << ORB_RECORD_TERRITORY) != 0)
        status = orb_sink_territory(sink, &commune, err);
    if (status == ORB_OK && (kinds & 1U << ORB_RECORD_ORGANIZATION) != 0)
        status = orb_sink_organization(sink, &organization, err);
    for (size_t i = 0; i < COUNT(sites) && (kinds & 1U << ORB_RECORD_SITE) != 0; i++)
        if (status == ORB_OK)
            status = orb_sink_site(sink, &sites[i], err);
    if (status == ORB_OK && (kinds & 1U << ORB_RECORD_SERVICE) != 0)
        status = orb_sink_service(sink, &service, err);
    return status == ORB_OK && (kinds & 1U << ORB_RECORD_OFFER) != 0 ? put_offers(sink, err)
                                                                     : status;
}

void exchange_world_make(struct exchange_world *world)
{
    const struct orb_map_replay all = { .kinds = 0 };
    struct orb_catalogue_builder *builder = orb_catalogue_builder_new();
    struct orb_sink sink = orb_catalogue_builder_sink(builder);

    assert_int_equal(replay(NULL, &all, &sink, NULL), ORB_OK);
    assert_int_equal(orb_catalogue_builder_finish(builder, 0, &world->image, NULL), ORB_OK);
    assert_int_equal(
        orb_catalogue_view(&world->catalogue, world->image.data, world->image.len, NULL),
        ORB_OK);
    orb_catalogue_builder_free(builder);
}

void exchange_world_release(struct exchange_world *world)
{
    orb_buf_release(&world->image);
}

struct orb_map_territory exchange_world_territory(const struct exchange_world *world)
{
    return (struct orb_map_territory){ &world->catalogue, replay, NULL };
}
