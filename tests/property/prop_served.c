/* Who comes from elsewhere, on territories made at random: what a count commune by commune
 * finds, and the same for the whole at every level. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "engine/planning/served.h"
#include "tests/property/matrix_world.h"

/* Does an offer come to a commune, former ones too? */
static bool comes(const struct orb_catalogue *c, const struct orb_cat_offer *o,
                  const struct made_matrix *made, uint32_t commune)
{
    const struct orb_cat_zone *z = &c->zones[o->zone];

    return orb_cat_codes_have(c, &z->communes, c->communes[commune].code_number) ||
           (made->areas.today[commune] == commune &&
            c->communes[commune].department_number != ORB_CAT_NONE &&
            orb_cat_codes_have(c, &z->departments, c->communes[commune].department_number));
}

/* The line of a commune; the last one is the perimeter, that of all. */
static bool is_in(const struct made_matrix *made, uint32_t commune, uint32_t line)
{
    uint32_t area = made->areas.of[commune];

    return line == made->areas.count + 1 ||
           (area == ORB_CAT_NONE ? made->areas.count : area) == line;
}

static bool reaches(const struct orb_catalogue *c, uint32_t offer,
                    const struct made_matrix *made, uint32_t line)
{
    const struct orb_cat_offer *o = &c->offers[offer];
    const struct orb_cat_codes *ways = &c->terms[o->terms].modalities;

    if (ways->count == 0 || o->zone == ORB_CAT_NONE || c->zones[o->zone].national != 0 ||
        strcmp(orb_cat_code_name(c, c->modalities[ways->first].code), "accueil_jour") == 0)
        return false;
    for (uint32_t i = 0; i < c->commune_count; i++)
        if (is_in(made, i, line) && comes(c, o, made, i))
            return true;
    return false;
}

/* What the open offers of a service say of a line. */
static void ask_service(const struct matrix_world *w, const struct made_matrix *made,
                        const char *service, uint32_t line, struct orb_served_line *to)
{
    const struct orb_catalogue *c = &w->catalogue;
    bool comes_there = false;
    bool stands_there = false;
    bool placed = false;

    for (uint32_t i = 0; i < c->offer_count; i++) {
        uint32_t commune = c->offers[i].commune;

        if (!matrix_world_is_open(c, i) ||
            strcmp(orb_cat_string(c, c->offers[i].service), service) != 0)
            continue;
        comes_there = comes_there || reaches(c, i, made, line);
        placed = placed || commune != ORB_CAT_NONE;
        stands_there =
            stands_there || (commune != ORB_CAT_NONE && is_in(made, commune, line));
    }
    to->here += comes_there && stands_there;
    to->unplaced += comes_there && !placed;
    to->elsewhere += comes_there && placed && !stands_there;
}

static void make_served(struct orb_served *out, const struct matrix_world *w,
                        const struct made_matrix *made, int scheme)
{
    const struct orb_matrix_request request = { .catalogue = &w->catalogue,
                                                .profile = w->profile,
                                                .circles = &w->circles,
                                                .perimeter = &made->perimeter,
                                                .areas = &made->areas,
                                                .date = MATRIX_WORLD_DAY,
                                                .scheme = (enum orb_matrix_scheme)scheme };

    assert_int_equal(orb_served_make(out, &request, NULL), ORB_OK);
    assert_int_equal(out->column_count, made->matrix.column_count);
    assert_int_equal(out->line_count, made->areas.count + 2);
}

static void served_holds_what_a_count_by_hand_finds(void **state)
{
    struct made m;

    (void)state;
    made_init(&m, made_seed());
    for (int level = 0; level < ORB_MESH_LEVELS; level++) {
        struct made_matrix made;
        struct orb_served served;
        struct matrix_world w;

        matrix_world_open(&w, &m);
        made_matrix_make(&made, &w, level, ORB_MATRIX_FAMILIES);
        make_served(&served, &w, &made, ORB_MATRIX_FAMILIES);
        for (uint32_t line = 0; line < served.line_count; line++) {
            struct orb_served_line found = { 0 };

            for (unsigned s = 0; s < MATRIX_WORLD_OFFERS / 3; s++) {
                char id[12];

                (void)snprintf(id, sizeof id, "s%02u", s);
                ask_service(&w, &made, id, line, &found);
            }
            assert_int_equal(served.lines[line].elsewhere, found.elsewhere);
            assert_int_equal(served.lines[line].unplaced, found.unplaced);
            assert_int_equal(served.lines[line].here, found.here);
        }
        orb_served_release(&served);
        made_matrix_release(&made);
        matrix_world_close(&w);
    }
    made_release(&m);
}

/* The perimeter, what answers everywhere and zones that nobody tells. */
static void same_whole(const struct orb_served *a, const struct orb_served *b)
{
    const struct orb_served_line *x = &a->lines[a->line_count - 1];
    const struct orb_served_line *y = &b->lines[b->line_count - 1];

    assert_int_equal(x->elsewhere, y->elsewhere);
    assert_int_equal(x->unplaced, y->unplaced);
    assert_int_equal(x->here, y->here);
    assert_int_equal(x->zone_unknown, y->zone_unknown);
    assert_int_equal(a->zone_unknown, b->zone_unknown);
    assert_int_equal(a->everywhere, b->everywhere);
    for (uint32_t i = 0; i < a->column_count; i++) {
        assert_int_equal(a->columns[i], b->columns[i]);
        assert_int_equal(a->cells[(a->line_count - 1) * a->column_count + i],
                         b->cells[(b->line_count - 1) * b->column_count + i]);
    }
}

static void the_whole_is_served_alike_at_every_level(void **state)
{
    struct made m;

    (void)state;
    made_init(&m, made_seed());
    for (int i = 0; i < 2 * ORB_MATRIX_SCHEMES; i++) {
        struct made_matrix fine;
        struct orb_served by_commune;
        struct matrix_world w;
        int scheme = i % ORB_MATRIX_SCHEMES;

        matrix_world_open(&w, &m);
        made_matrix_make(&fine, &w, ORB_MESH_COMMUNE, scheme);
        make_served(&by_commune, &w, &fine, scheme);
        for (int level = 1; level < ORB_MESH_LEVELS; level++) {
            struct made_matrix coarse;
            struct orb_served served;

            made_matrix_make(&coarse, &w, level, scheme);
            make_served(&served, &w, &coarse, scheme);
            same_whole(&by_commune, &served);
            orb_served_release(&served);
            made_matrix_release(&coarse);
        }
        orb_served_release(&by_commune);
        made_matrix_release(&fine);
        matrix_world_close(&w);
    }
    made_release(&m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(served_holds_what_a_count_by_hand_finds),
        cmocka_unit_test(the_whole_is_served_alike_at_every_level),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("served", tests, NULL, NULL);
}
