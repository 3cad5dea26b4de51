/* Codes of different levels are alike on purpose; life areas cross all borders. */
#include "tests/property/matrix_world.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "engine/catalogue/build.h"
#include "engine/model/terms.h"

/* NULL one time in eight; codes of different levels are alike on purpose. */
static const char *area(struct made *m, char out[8], unsigned count)
{
    if (made_chance(m, 12))
        return NULL;
    (void)snprintf(out, 8, "A%u", made_below(m, count));
    return out;
}

static void put_communes(struct made *m, const struct orb_sink *sink)
{
    for (unsigned i = 0; i < MATRIX_WORLD_COMMUNES; i++) {
        char code[8], successor[8], areas[5][8];
        bool old = i > 0 && made_chance(m, 20);
        struct orb_territory t = {
            .kind = old ? ORB_TERRITORY_COMMUNE_OLD : ORB_TERRITORY_COMMUNE,
            .code = code,
            .successor = old ? successor : NULL,
            .departement = area(m, areas[0], 3),
            .region = area(m, areas[1], 2),
            .epci = area(m, areas[2], 6),
            .life_area = area(m, areas[3], 7), /* drawn apart: it crosses all borders */
            .canton = area(m, areas[4], 9),
            .population = made_chance(m, 20) ? -1 : (int64_t)made_below(m, 5000),
            .income = (double)NAN,
            .lon = (double)NAN,
            .lat = (double)NAN
        };

        (void)snprintf(code, sizeof code, "C%03u", i);
        (void)snprintf(successor, sizeof successor, "C%03u",
                       made_below(m, made_chance(m, 90) ? i : 999));
        assert_int_equal(orb_sink_territory(sink, &t, NULL), ORB_OK);
    }
}

static void put_offer(struct made *m, const struct orb_sink *sink, unsigned i)
{
    static const char *const codes[] = { "L1",   "L1.2", "L1.3", "L2.1", "L4",
                                         "L4.2", "L8.1", "L0",   "L0b",  "L9" };
    static const char *const categories[] = { "182", "604", "183" };
    static const char *const groups[] = { "TSA", "DI", "TOUS" };
    static const char *const ways[] = { "domicile_milieu_ordinaire", "telephonique",
                                        "accueil_jour" };
    char id[12], service[12], other[12], commune[8], zones[2][8], department[8];
    const char *zone[2] = { zones[0], zones[1] };
    const char *departments[1] = { department };
    struct orb_modality way = { .code = made_choice(m, ways, 3),
                                .certainty = ORB_CERTAINTY_DECLARED };
    const char *families[3] = { made_choice(m, codes, 10), made_choice(m, codes, 10),
                                made_choice(m, codes, 10) };
    const char *publics[2] = { made_choice(m, groups, 3), made_choice(m, groups, 3) };
    struct orb_capacity capacities[2] = {
        { .count = (int32_t)made_below(m, 30), .status = "authorised" },
        { .count = (int32_t)made_below(m, 30), .status = "installed" }
    };
    struct orb_site site = { .id = id,
                             .commune = made_chance(m, 95) ? commune : NULL,
                             .lon = (double)NAN,
                             .lat = (double)NAN };
    struct orb_offer o;

    orb_offer_init(&o);
    (void)snprintf(id, sizeof id, "o%04u", i);
    (void)snprintf(service, sizeof service, "s%02u",
                   made_below(m, MATRIX_WORLD_OFFERS / 3));
    (void)snprintf(other, sizeof other, "o%04u", made_below(m, MATRIX_WORLD_OFFERS));
    (void)snprintf(commune, sizeof commune, "C%03u",
                   made_below(m, MATRIX_WORLD_COMMUNES + 2));
    o.id = o.site = id;
    o.service = service;
    o.terms.families = (struct orb_code_list){ families, made_below(m, 4), true };
    o.terms.category = made_chance(m, 60) ? made_choice(m, categories, 3) : NULL;
    o.terms.publics =
        (struct orb_code_list){ publics, made_below(m, 3), made_chance(m, 80) };
    for (size_t k = 0; k < 2; k++)
        (void)snprintf(zones[k], sizeof zones[k], "C%03u",
                       made_below(m, MATRIX_WORLD_COMMUNES + 2));
    (void)snprintf(department, sizeof department, "A%u", made_below(m, 3));
    o.terms.modalities = &way;
    o.terms.modality_count = made_below(m, 2);
    o.terms.modalities_known = true;
    o.zone.known = made_chance(m, 80);
    o.zone.national = made_chance(m, 10);
    o.zone.communes = (struct orb_code_list){ zone, made_below(m, 3), true };
    o.zone.departments = (struct orb_code_list){ departments, made_chance(m, 10), true };
    o.capacities = capacities + made_below(m, 2);
    o.capacity_count = made_below(m, 2);
    o.duplicate_of = made_chance(m, 10) && strcmp(other, id) != 0 ? other : NULL;
    o.closed_on = made_chance(m, 10) ? MATRIX_WORLD_DAY - 5 + (orb_date)made_below(m, 10)
                                     : ORB_DATE_NONE;
    o.opened_on = made_chance(m, 10) ? MATRIX_WORLD_DAY - 5 + (orb_date)made_below(m, 10)
                                     : ORB_DATE_NONE;
    assert_int_equal(orb_sink_site(sink, &site, NULL), ORB_OK);
    assert_int_equal(orb_sink_offer(sink, &o, NULL), ORB_OK);
}

void matrix_world_open(struct matrix_world *w, struct made *m)
{
    struct orb_catalogue_builder *builder = orb_catalogue_builder_new();
    struct orb_sink sink = orb_catalogue_builder_sink(builder);

    *w = (struct matrix_world){ .image = { 0 } };
    put_communes(m, &sink);
    for (unsigned i = 0; i < MATRIX_WORLD_OFFERS; i++)
        put_offer(m, &sink, i);
    assert_int_equal(orb_catalogue_builder_finish(builder, 0, &w->image, NULL), ORB_OK);
    assert_int_equal(orb_catalogue_view(&w->catalogue, w->image.data, w->image.len, NULL),
                     ORB_OK);
    orb_catalogue_builder_free(builder);
    assert_int_equal(orb_profile_new(&w->profile, NULL, NULL), ORB_OK);
    assert_int_equal(orb_circles_init(&w->circles, &w->catalogue, w->profile, NULL),
                     ORB_OK);
    orb_circles_ask(&w->circles, NULL, MATRIX_WORLD_DAY);
}

void matrix_world_close(struct matrix_world *w)
{
    orb_circles_release(&w->circles);
    orb_profile_free(w->profile);
    orb_buf_release(&w->image);
}

void made_matrix_make(struct made_matrix *out, const struct matrix_world *w, int level,
                      int scheme)
{
    struct orb_matrix_request request = { .catalogue = &w->catalogue,
                                          .profile = w->profile,
                                          .circles = &w->circles,
                                          .perimeter = &out->perimeter,
                                          .areas = &out->areas,
                                          .date = MATRIX_WORLD_DAY,
                                          .scheme = (enum orb_matrix_scheme)scheme };

    assert_int_equal(orb_perimeter_init(&out->perimeter, &w->catalogue, true, NULL),
                     ORB_OK);
    assert_int_equal(orb_areas_make(&out->areas, &w->catalogue, (enum orb_mesh)level,
                                    &out->perimeter, NULL),
                     ORB_OK);
    assert_int_equal(orb_matrix_make(&out->matrix, &request, NULL), ORB_OK);
}

void made_matrix_release(struct made_matrix *m)
{
    orb_matrix_release(&m->matrix);
    orb_areas_release(&m->areas);
    orb_perimeter_release(&m->perimeter);
}

bool matrix_world_is_open(const struct orb_catalogue *c, uint32_t i)
{
    const struct orb_cat_offer *o = &c->offers[i];

    return o->canonical == i &&
           (o->closed_on == ORB_DATE_NONE || o->closed_on > MATRIX_WORLD_DAY) &&
           (o->opened_on == ORB_DATE_NONE || o->opened_on <= MATRIX_WORLD_DAY);
}
