#include "tests/unit/quality_world.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "engine/base/buf.h"
#include "engine/model/profile.h"

/* ---- a territory of two communes; the contour of 01001 is the square of 0 to 1 degree */

static const char *commune(void *context, const char *code)
{
    (void)context;
    return strcmp(code, "01001") == 0 || strcmp(code, "01002") == 0 ? code : NULL;
}

static const char *next_commune(void *context, const char *after)
{
    (void)context;
    return after == NULL ? "01001" : NULL;
}

static enum orb_tristate contains(void *context, const char *code, double lon, double lat,
                                  double margin_m)
{
    (void)context;
    assert_true(margin_m > 0);
    if (strcmp(code, "01001") != 0)
        return ORB_UNKNOWN;
    return lon >= 0 && lon <= 1 && lat >= 0 && lat <= 1 ? ORB_YES : ORB_NO;
}

static bool point(void *context, const char *code, double *lon, double *lat)
{
    (void)context;
    *lon = *lat = 0.5;
    return strcmp(code, "01001") == 0;
}

static const struct orb_territory_view view = {
    .commune = commune, .next_commune = next_commune, .contains = contains, .point = point
};

/* ---- records */

void world_make(struct world *w)
{
    const struct orb_provenance p = { .source = "src", .observed_on = TODAY - 30 };

    memset(w, 0, sizeof *w);
    w->source = (struct orb_source){ .id = "src",
                                     .name = "Source",
                                     .licence = "x",
                                     .attribution = "x",
                                     .observed_on = TODAY - 30 };
    w->communes[0] = (struct orb_territory){ .code = "01001", .postcodes = "01400,01410" };
    w->communes[1] = (struct orb_territory){ .code = "01002", .postcodes = "01640" };
    w->organization = (struct orb_organization){
        .id = "org", .opened_on = ORB_DATE_NONE, .closed_on = ORB_DATE_NONE, .provenance = p
    };
    w->site = (struct orb_site){ .id = "site",
                                 .address = "rue",
                                 .postcode = "01410",
                                 .commune = "01001",
                                 .lon = 0.5,
                                 .lat = 0.5,
                                 .position = ORB_POSITION_GIVEN,
                                 .provenance = p };
    w->contact = (struct orb_contact){ .channel = "phone",
                                       .value = "0",
                                       .checked_on = ORB_DATE_NONE };
    w->service = (struct orb_service){ .id = "service",
                                       .organization = "org",
                                       .site = "site",
                                       .name = "Service",
                                       .category = "182",
                                       .opened_on = ORB_DATE_NONE,
                                       .closed_on = ORB_DATE_NONE,
                                       .contacts = &w->contact,
                                       .contact_count = 1,
                                       .provenance = p };
    w->modality = (struct orb_modality){ .code = "accueil_jour" };
    w->prestation = (struct orb_prestation){ .code = "2.1.2.1" };
    orb_offer_init(&w->offer);
    w->offer.id = "offer";
    w->offer.service = "service";
    w->offer.terms.category = "182";
    w->offer.terms.modalities = &w->modality;
    w->offer.terms.modality_count = 1;
    w->offer.terms.prestations = &w->prestation;
    w->offer.terms.prestation_count = 1;
    w->offer.capacities = w->capacities;
    w->offer.provenance = p;
    for (size_t i = 0; i < 4; i++)
        w->capacities[i].observed_on = ORB_DATE_NONE;
    for (size_t i = 0; i < 2; i++)
        w->relations[i] = (struct orb_relation){ .operator_id = "org",
                                                 .service = "service",
                                                 .type = ORB_RELATION_PARTENARIAT,
                                                 .from = TODAY - 1000,
                                                 .to = ORB_DATE_NONE,
                                                 .provenance = p };
}

static enum orb_status take(void *context, const struct orb_quality_finding *f,
                            struct orb_error *err)
{
    (void)err;
    assert_true(f->sentence[0] != '\0');
    orb_buf_printf(context, "%s %s %s %s %s\n", orb_quality_rules[f->kind].name,
                   orb_record_kind_name(f->record), f->id, f->field, f->value);
    return ORB_OK;
}

static void put(const struct orb_sink *sink, struct orb_record record)
{
    struct orb_error err = { 0 };

    assert_int_equal(sink->put(sink->context, &record, &err), ORB_OK);
}

static void put_twice(const struct world *w, struct orb_quality *quality)
{
    struct orb_sink first = orb_quality_first_sink(quality);
    struct orb_sink second = orb_quality_second_sink(quality);

    put(&first, (struct orb_record){ ORB_RECORD_SOURCE, .as.source = &w->source });
    for (size_t i = 0; i < 2; i++)
        put(&first,
            (struct orb_record){ ORB_RECORD_TERRITORY, .as.territory = &w->communes[i] });
    put(&first, (struct orb_record){ ORB_RECORD_ORGANIZATION,
                                     .as.organization = &w->organization });
    put(&first, (struct orb_record){ ORB_RECORD_SITE, .as.site = &w->site });
    put(&first, (struct orb_record){ ORB_RECORD_SERVICE, .as.service = &w->service });
    put(&first, (struct orb_record){ ORB_RECORD_OFFER, .as.offer = &w->offer });
    for (size_t i = 0; i < w->relation_count; i++)
        put(&first,
            (struct orb_record){ ORB_RECORD_RELATION, .as.relation = &w->relations[i] });
    put(&second, (struct orb_record){ ORB_RECORD_ORGANIZATION,
                                      .as.organization = &w->organization });
    put(&second, (struct orb_record){ ORB_RECORD_SITE, .as.site = &w->site });
    put(&second, (struct orb_record){ ORB_RECORD_SERVICE, .as.service = &w->service });
}

/* The findings of a world; owned by the caller. */
static struct orb_buf findings(const struct world *w)
{
    struct orb_buf out = { 0 };
    struct orb_error err = { 0 };
    struct orb_profile *profile = NULL;
    struct orb_quality *quality = NULL;
    const struct orb_quality_listener listener = { &out, take };
    struct orb_quality_settings settings = {
        .date = TODAY, .old_months = 12, .soon_days = 90, .territory = &view
    };

    assert_int_equal(orb_profile_new(&profile, NULL, &err), ORB_OK);
    settings.profile = profile;
    assert_int_equal(orb_quality_new(&quality, &settings, &listener, &err), ORB_OK);
    put_twice(w, quality);
    assert_int_equal(orb_quality_end(quality, &err), ORB_OK);
    assert_true(orb_quality_has_communes(quality));
    orb_quality_free(quality);
    orb_profile_free(profile);
    orb_buf_text(&out, "");
    return out;
}

void world_finds(const struct world *w, const char *expected)
{
    struct orb_buf out = findings(w);

    assert_string_equal(out.data == NULL ? "" : out.data, expected);
    orb_buf_release(&out);
}
