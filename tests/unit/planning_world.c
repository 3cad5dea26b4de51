#include "tests/unit/planning_world.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define LIST_MAX 64

/* The codes of a joined list. */
struct split {
    char text[1024];
    const char *items[LIST_MAX];
    struct orb_code_list list;
};

static void split(struct split *s, const char *joined)
{
    s->list = (struct orb_code_list){ s->items, 0, joined != NULL };
    if (joined == NULL)
        return;
    assert_true(strlen(joined) < sizeof s->text);
    (void)snprintf(s->text, sizeof s->text, "%s", joined);
    for (char *at = strtok(s->text, ","); at != NULL; at = strtok(NULL, ",")) {
        assert_true(s->list.count < LIST_MAX);
        s->items[s->list.count++] = at;
    }
}

void planning_put(struct planning_world *w, const struct orb_record *record)
{
    struct orb_error err = { 0 };

    if (w->sink.put(w->sink.context, record, &err) != ORB_OK)
        fail_msg("%s: %s", err.place, err.text);
}

void planning_world_open(struct planning_world *w)
{
    static const struct orb_source sources[] = {
        { .id = "a",
          .name = "A",
          .licence = "x",
          .attribution = "A",
          .observed_on = TODAY },
        { .id = "b", .name = "B", .licence = "x", .attribution = "B", .observed_on = TODAY }
    };
    struct orb_error err = { 0 };

    memset(w, 0, sizeof *w);
    assert_int_equal(orb_profile_new(&w->profile, NULL, &err), ORB_OK);
    w->builder = orb_catalogue_builder_new();
    assert_non_null(w->builder);
    w->sink = orb_catalogue_builder_sink(w->builder);
    for (int i = 0; i < 2; i++)
        planning_put(w, &(struct orb_record){ ORB_RECORD_SOURCE, { &sources[i] }, NULL });
}

void planning_commune(struct planning_world *w, const char *code, double lon, double lat,
                      int64_t population)
{
    char departement[3] = { code[0], code[1], '\0' };
    const struct orb_territory t = { .kind = ORB_TERRITORY_COMMUNE,
                                     .code = code,
                                     .name = code,
                                     .departement = departement,
                                     .density = 2,
                                     .population = population,
                                     .lon = lon,
                                     .lat = lat,
                                     .provenance = { "a", TODAY, ORB_BASIS_DECLARED,
                                                     NULL } };

    planning_put(w,
                 &(struct orb_record){ .kind = ORB_RECORD_TERRITORY, .as.territory = &t });
}

static void put_site(struct planning_world *w, const struct planning_offer *o)
{
    bool placed = o->lon < 0 || o->lon > 0 || o->lat < 0 || o->lat > 0;
    const struct orb_site site = { .id = o->id,
                                   .commune = o->commune,
                                   .lon = placed ? o->lon : NAN,
                                   .lat = placed ? o->lat : NAN,
                                   .precision = !placed || o->commune_only
                                                    ? ORB_PRECISION_MUNICIPALITY
                                                    : ORB_PRECISION_HOUSENUMBER,
                                   .position =
                                       placed ? ORB_POSITION_GIVEN : ORB_POSITION_ABSENT,
                                   .provenance = { "a", TODAY, ORB_BASIS_DECLARED, NULL } };

    planning_put(w, &(struct orb_record){ .kind = ORB_RECORD_SITE, .as.site = &site });
}

static uint32_t modalities(struct orb_modality *out, const struct orb_code_list *list,
                           char texts[LIST_MAX][64])
{
    for (uint32_t i = 0; i < list->count; i++) {
        size_t len = strlen(list->items[i]);
        bool possible = list->items[i][len - 1] == '?';

        (void)snprintf(texts[i], 64, "%.*s", (int)(possible ? len - 1 : len),
                       list->items[i]);
        out[i] = (struct orb_modality){ texts[i], possible ? ORB_CERTAINTY_POSSIBLE
                                                           : ORB_CERTAINTY_DECLARED };
    }
    return list->count;
}

static uint32_t capacities(struct orb_capacity out[2], const struct planning_offer *o)
{
    uint32_t count = 0;

    if (o->authorised > 0)
        out[count++] =
            (struct orb_capacity){ o->authorised, "places", "authorised", NULL, TODAY };
    if (o->installed > 0 || o->none_installed)
        out[count++] =
            (struct orb_capacity){ o->installed, "places", "installed", NULL, TODAY };
    return count;
}

static void put_organization(struct planning_world *w, const char *id)
{
    const struct orb_organization o = { .id = id,
                                        .name = id,
                                        .opened_on = ORB_DATE_NONE,
                                        .closed_on = ORB_DATE_NONE,
                                        .provenance = { "a", TODAY, 0, NULL } };

    if (id != NULL)
        planning_put(w, &(struct orb_record){ .kind = ORB_RECORD_ORGANIZATION,
                                              .as.organization = &o });
}

void planning_offer(struct planning_world *w, const struct planning_offer *o)
{
    static struct split families, prestations, publics, orientations, ways, communes,
        departments;
    static char texts[LIST_MAX][64];
    struct orb_modality modality[LIST_MAX];
    struct orb_prestation prestation[LIST_MAX];
    struct orb_capacity capacity[2];
    struct orb_offer offer;

    orb_offer_init(&offer);
    split(&families, o->families);
    split(&prestations, o->prestations);
    split(&publics, o->publics);
    split(&orientations, o->orientations);
    split(&ways, o->modalities);
    split(&communes, o->communes);
    split(&departments, o->departments);
    put_organization(w, o->organization);
    put_site(w, o);
    offer.id = offer.site = o->id;
    offer.service = o->service;
    offer.organization = o->organization;
    offer.duplicate_of = o->duplicate_of;
    offer.name = o->id;
    offer.terms.category = o->category;
    offer.terms.families = families.list;
    offer.terms.publics = publics.list;
    offer.terms.orientations = orientations.list;
    for (uint32_t i = 0; i < prestations.list.count; i++)
        prestation[i] =
            (struct orb_prestation){ prestations.items[i], ORB_EVIDENCE_DECLARED };
    offer.terms.prestations = prestation;
    offer.terms.prestation_count = prestations.list.count;
    offer.terms.prestations_known = prestations.list.known;
    offer.terms.modalities = modality;
    offer.terms.modality_count = modalities(modality, &ways.list, texts);
    offer.terms.modalities_known = ways.list.known;
    offer.terms.droit_commun = o->droit_commun;
    offer.terms.excludes_associated = o->excludes_associated;
    if (o->age_min != 0 || o->age_max != 0) {
        offer.terms.age_min_months = 12 * o->age_min;
        offer.terms.age_max_months = 12 * o->age_max;
    }
    offer.zone.known = communes.list.known || departments.list.known || o->national;
    offer.zone.national = o->national;
    offer.zone.communes = communes.list;
    offer.zone.departments = departments.list;
    offer.capacities = capacity;
    offer.capacity_count = capacities(capacity, o);
    offer.wait_days = o->wait_days > 0 ? o->wait_days : NAN;
    offer.closed_on = o->closed_in == 0 ? ORB_DATE_NONE : TODAY + o->closed_in;
    offer.opened_on = o->opens_in == 0 ? ORB_DATE_NONE : TODAY + o->opens_in;
    offer.provenance = (struct orb_provenance){ o->source == NULL ? "a" : o->source, TODAY,
                                                ORB_BASIS_DECLARED, o->basis };
    planning_put(w, &(struct orb_record){ .kind = ORB_RECORD_OFFER, .as.offer = &offer });
}

void planning_world_ready(struct planning_world *w)
{
    struct orb_error err = { 0 };

    if (orb_catalogue_builder_finish(w->builder, 0, &w->image, &err) != ORB_OK)
        fail_msg("%s: %s", err.place, err.text);
    assert_int_equal(orb_catalogue_view(&w->catalogue, w->image.data, w->image.len, &err),
                     ORB_OK);
    assert_int_equal(orb_circles_init(&w->circles, &w->catalogue, w->profile, &err),
                     ORB_OK);
    orb_circles_ask(&w->circles, NULL, TODAY);
}

void planning_world_close(struct planning_world *w)
{
    orb_circles_release(&w->circles);
    orb_catalogue_builder_free(w->builder);
    orb_buf_release(&w->image);
    orb_profile_free(w->profile);
    memset(w, 0, sizeof *w);
}
