/* Laws of the concentric map on partners made at random, on every paper and style. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "maps/circles_layout.h"
#include "tests/property/made.h"
#include "tests/property/svg_texts.h"

#define PARTNERS_MAX 1000
#define LONG_NAME    200
#define ROUNDS       4

/* What is drawn at random: how many, and in how many families. */
struct kind {
    unsigned partners;
    unsigned families; /* 1 = one only */
    unsigned rings;    /* 1 = one only */
    bool long_names;
    unsigned crowd; /* the first, in one cell */
};

static const struct kind kinds[] = {
    { 0, 8, 4, false, 0 },    { 1, 8, 4, false, 0 },   { 12, 1, 1, false, 0 },
    { 13, 1, 1, false, 0 },   { 44, 1, 4, false, 0 },  { 45, 1, 4, false, 0 },
    { 58, 8, 4, true, 0 },    { 88, 8, 4, false, 0 },  { 188, 8, 4, false, 0 },
    { 300, 8, 4, true, 0 },   { 300, 1, 4, false, 0 }, { 1000, 8, 4, false, 0 },
    { 1000, 8, 1, false, 0 }, { 81, 8, 4, false, 35 }, { 110, 8, 4, true, 60 },
};

struct drawn {
    struct orb_arena arena;
    struct orb_partner partners[PARTNERS_MAX];
    struct orb_circle_map_input input;
    struct orb_circle_map_options options;
    struct orb_circle_map *map;
};

static char *made_name(struct made *m, struct orb_arena *arena, bool is_long)
{
    static const char *const words[] = { "Maison", "Service", "été",      "L’Envol",
                                         "&",      "Œuvre",   "<Aube>",   "Dunes",
                                         "«",      "MWMW",    "illisible" };
    struct orb_buf name = { 0 };
    size_t wanted = is_long ? LONG_NAME : 1 + made_below(m, 40);
    char *kept;

    while (name.len < wanted) {
        orb_buf_text(&name, made_choice(m, words, sizeof words / sizeof words[0]));
        if (!is_long || made_chance(m, 60))
            orb_buf_char(&name, ' ');
    }
    kept = orb_arena_strdup(arena, name.data);
    orb_buf_release(&name);
    return kept;
}

static int32_t made_capacity(struct made *m)
{
    switch (made_below(m, 5)) {
    case 0:
        return 0;
    case 1:
        return made_chance(m, 5) ? 10000 : 60;
    case 2:
        return (int32_t)made_below(m, 80);
    default:
        return -1;
    }
}

static void make_partner(struct made *m, struct drawn *d, size_t i, const struct kind *kind)
{
    struct orb_partner *p = &d->partners[i];

    *p = (struct orb_partner){
        .id = orb_arena_printf(&d->arena, "s%zu", i),
        .name = made_name(m, &d->arena, kind->long_names),
        .circle = (enum orb_circle)(kind->rings == 1 ? ORB_CIRCLE_C0 : made_below(m, 5)),
        .state = (enum orb_partner_state)made_below(m, ORB_PARTNER_STATES),
        .family = (uint8_t)(kind->families == 1 ? 8 : 1 + made_below(m, 8)),
        .families = (uint8_t)made_below(m, 256),
        .authorised = made_capacity(m),
        .installed = -1,
        .places = (int32_t)made_below(m, 4) - 1,
        .places_on = orb_date_make(2026, 11, 3),
        .commune = made_chance(m, 50) ? "Châtillon-sur-Chalaronne-le-Vieux" : NULL,
        .way = made_chance(m, 30) ? "≈ 117 min" : NULL,
        .reason = "orientation demandée par la commission, pas encore décidée",
    };
    if (i < kind->crowd) {
        p->circle = ORB_CIRCLE_C3;
        p->family = 1;
    }
    /* A few stand outside the circles. */
    if (kind->families > 1 && i % 29 == 28)
        p->family = 0;
    if (kind->families > 1 && i % 31 == 30)
        p->circle = made_chance(m, 50) ? ORB_CIRCLE_C4 : ORB_CIRCLE_INST;
}

static void draw(struct drawn *d, struct made *m, const struct kind *kind, unsigned variant)
{
    struct orb_error err = { 0 };

    memset(d, 0, sizeof *d);
    for (size_t i = 0; i < kind->partners; i++)
        make_partner(m, d, i, kind);
    d->input = (struct orb_circle_map_input){
        .title = made_name(m, &d->arena, kind->long_names),
        .subtitle = made_name(m, &d->arena, kind->long_names),
        .centre = made_name(m, &d->arena, false),
        .centre_note = made_chance(m, 50) ? "Coordination de parcours" : NULL,
        .sources = "une liste",
        .outside = (uint8_t)(made_chance(m, 30) ? made_below(m, 256) : 0),
        .person = made_chance(m, 30),
        .unused = made_chance(m, 20) ? 3 : 0,
        .date = orb_date_make(2026, 11, 22),
        .partners = d->partners,
        .partner_count = kind->partners,
    };
    for (unsigned s = 0; s < ORB_CIRCLE_FAMILIES; s++) {
        d->input.requests[s].received = (int32_t)made_below(m, 60) - 5;
        d->input.requests[s].covered = (int32_t)made_below(m, 60);
    }
    d->options = (struct orb_circle_map_options){
        .paper = (enum orb_circle_paper)(variant % ORB_CIRCLE_PAPERS),
        .style = (enum orb_circle_style)(variant / ORB_CIRCLE_PAPERS % ORB_CIRCLE_STYLES),
        .french = made_chance(m, 50),
        .stem = "map",
    };
    assert_int_equal(orb_circle_map_make(&d->map, &d->arena, &d->input, &d->options, &err),
                     ORB_OK);
}

static void write_page(struct orb_buf *out, const struct drawn *d, unsigned page)
{
    struct orb_error err = { 0 };

    assert_int_equal(orb_circle_map_write(out, d->map, page, &err), ORB_OK);
}

/* Calls a check on every kind, paper and style. */
static void on_every_map(void (*check)(const struct drawn *d))
{
    static struct drawn d;
    struct made m;

    made_init(&m, made_seed());
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        for (unsigned v = 0; v < ROUNDS * ORB_CIRCLE_PAPERS * ORB_CIRCLE_STYLES; v++) {
            if (kinds[i].partners > 200 && v >= ORB_CIRCLE_PAPERS)
                break;
            draw(&d, &m, &kinds[i], v);
            check(&d);
            orb_arena_release(&d.arena);
        }
    made_release(&m);
}

static double gap_between(const struct orb_circle_mark *a, const struct orb_circle_mark *b)
{
    return hypot(a->centre.x - b->centre.x, a->centre.y - b->centre.y) -
           orb_circle_footprint(a, a->radius) - orb_circle_footprint(b, b->radius);
}

static void check_marks_apart(const struct drawn *d)
{
    const struct orb_circle_map *map = d->map;

    for (size_t i = 0; i < map->mark_count; i++)
        for (size_t k = 0; k < i; k++)
            if (map->marks[i].drawn && map->marks[k].drawn)
                assert_true(gap_between(&map->marks[i], &map->marks[k]) > 0.05);
}

static void no_two_marks_touch(void **state)
{
    (void)state;
    on_every_map(check_marks_apart);
}

/* How far a circle around a point stays from the lines of its cell; the middle of the
 * spokes is the centre of the disc. */
static void check_disc_in_cell(const struct orb_circle_map *map, unsigned family,
                               unsigned ring, struct orb_circle_point centre, double radius)
{
    const struct orb_circle_sheet *sheet = map->sheet;
    const double pi = 3.14159265358979323846;
    double x = centre.x - sheet->cx, y = centre.y - sheet->cy;
    double from = family * pi / 4, to = (family + 1) * pi / 4;

    assert_true(hypot(x, y) - radius > sheet->rings[ring]);
    assert_true(hypot(x, y) + radius < sheet->rings[ring + 1]);
    /* Distance from the line of each spoke, positive inside. */
    assert_true(x * cos(from) + y * sin(from) > radius);
    assert_true(-x * cos(to) - y * sin(to) > radius);
}

static void check_label_clear(const struct orb_circle_map *map, unsigned ring,
                              struct orb_circle_point centre, double radius)
{
    double size;
    struct orb_circle_point label = orb_circle_ring_label(map->sheet, ring, &size);
    double x = fmax(label.x, fmin(centre.x, map->sheet->cx));
    double y = fmax(label.y - 0.73 * size, fmin(centre.y, label.y + 0.2 * size));

    assert_true(hypot(centre.x - x, centre.y - y) > radius);
}

static void check_cell(const struct orb_circle_map *map, unsigned s, unsigned r)
{
    const struct orb_circle_cell *cell = &map->cells[s][r];
    double radius = orb_shape_extents[cell->shape] * cell->bubble;

    if (cell->bubble > 0) {
        check_disc_in_cell(map, s, r, cell->centre, radius);
        check_label_clear(map, r, cell->centre, radius);
    }
    for (size_t i = 0; i < cell->count; i++) {
        const struct orb_circle_mark *mark = &map->marks[cell->first + i];

        assert_int_equal(mark->drawn, cell->bubble <= 0);
        assert_int_equal(mark->partner->family, s + 1);
        if (!mark->drawn)
            continue;
        radius = orb_circle_footprint(mark, mark->radius);
        check_disc_in_cell(map, s, r, mark->centre, radius);
        check_label_clear(map, r, mark->centre, radius);
    }
}

static void check_cells(const struct drawn *d)
{
    for (unsigned s = 0; s < ORB_CIRCLE_FAMILIES; s++)
        for (unsigned r = 0; r < ORB_CIRCLE_RINGS; r++)
            check_cell(d->map, s, r);
}

static void marks_and_bubbles_stay_in_their_cell(void **state)
{
    (void)state;
    on_every_map(check_cells);
}

static void check_everybody(const struct drawn *d)
{
    const struct orb_circle_map *map = d->map;
    size_t told = map->mark_count;
    unsigned char seen[PARTNERS_MAX] = { 0 };

    for (size_t i = 0; i < map->mark_count; i++) {
        assert_int_equal(map->marks[i].number, i + 1);
        seen[map->marks[i].partner - d->partners]++;
    }
    for (unsigned k = 0; k < ORB_CIRCLE_OUTSIDES; k++) {
        told += map->outside[k].count;
        for (size_t i = 0; i < map->outside[k].count; i++)
            seen[orb_circle_partner(map, map->outside[k].first + i) - d->partners]++;
    }
    assert_int_equal(told, d->input.partner_count);
    for (size_t i = 0; i < map->row_count; i++) {
        struct orb_circle_row row = orb_circle_row_get(map, i, NULL);

        if (row.partner != NULL)
            seen[row.partner - d->partners] += 16;
    }
    for (size_t i = 0; i < d->input.partner_count; i++)
        assert_int_equal(seen[i], 1 + 16); /* one mark, one row */
}

static void everybody_is_told_once(void **state)
{
    (void)state;
    on_every_map(check_everybody);
}

static unsigned occurrences(const char *svg, const char *wanted)
{
    unsigned count = 0;

    for (const char *at = svg; (at = strstr(at, wanted)) != NULL; at++)
        count++;
    return count;
}

/* How often an attribute with a number is written, over all pages. */
static unsigned written(const char *svg, const char *attribute, unsigned number)
{
    char wanted[64];

    snprintf(wanted, sizeof wanted, " %s%u\"", attribute, number);
    return occurrences(svg, wanted);
}

/* How often a line counts the cell of a mark. */
static unsigned counted(const struct orb_circle_map *map, const char *svg,
                        const struct orb_circle_mark *mark)
{
    unsigned family = mark->partner->family;
    const struct orb_circle_cell *cell = &map->cells[family - 1][mark->ring];
    char wanted[96];

    snprintf(wanted, sizeof wanted, " id=\"c%u\" class=\"c\" data-n=\"%zu-%zu\">",
             10 * family + mark->ring, cell->first + 1, cell->first + cell->count);
    return occurrences(svg, wanted);
}

/* Every number has a line or is counted by one, and a mark unless a bubble counts it. */
static void check_lines(const struct drawn *d)
{
    const struct orb_circle_map *map = d->map;
    struct orb_buf all = { 0 };

    if (map->mark_count > 120 || map->input->outside != 0)
        return;
    for (unsigned page = 1; page <= map->pages; page++) {
        /* Boxes that name everybody come before a table that does so again. */
        if (page > 1 && !map->summary)
            break;
        write_page(&all, d, page);
    }
    for (size_t i = 0; i < map->mark_count; i++) {
        unsigned number = map->marks[i].number;
        bool told = map->counted_lines > 0 && !map->marks[i].drawn;

        assert_int_equal(counted(map, all.data, &map->marks[i]), told);
        assert_int_equal(written(all.data, "id=\"l", number), !told);
        assert_int_equal(written(all.data, "id=\"m", number), map->marks[i].drawn);
    }
    orb_buf_release(&all);
}

static void a_number_has_one_mark_and_one_line(void **state)
{
    (void)state;
    on_every_map(check_lines);
}

static double side_of(struct orb_circle_point a, struct orb_circle_point b,
                      struct orb_circle_point c)
{
    return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
}

static bool cross(const struct orb_circle_point *one, const struct orb_circle_point *other)
{
    return side_of(one[0], one[1], other[0]) * side_of(one[0], one[1], other[1]) < 0 &&
           side_of(other[0], other[1], one[0]) * side_of(other[0], other[1], one[1]) < 0;
}

static void check_boxes(const struct drawn *d)
{
    const struct orb_circle_map *map = d->map;
    const struct orb_circle_sheet *sheet = map->sheet;

    for (unsigned s = 0; s < ORB_CIRCLE_FAMILIES; s++) {
        const struct orb_circle_box *a = &map->boxes[s];

        assert_true(a->at.y >= sheet->top - 1e-9);
        assert_true(a->at.y + a->height <= map->legend.top + 1e-9);
        assert_true(a->at.x >= sheet->margin - 1e-9);
        assert_true(a->at.x + sheet->box_width <= sheet->width - sheet->margin + 1e-9);
        for (unsigned t = 0; t < s; t++) {
            const struct orb_circle_box *b = &map->boxes[t];

            assert_true(a->at.y + a->height <= b->at.y || b->at.y + b->height <= a->at.y ||
                        fabs(a->at.x - b->at.x) >= sheet->box_width);
            for (unsigned i = 0; i < 4 && sheet->box_columns == 0; i++)
                assert_false(cross(&a->leader[i / 2], &b->leader[i % 2]));
        }
    }
}

static void boxes_stand_apart_and_leaders_never_cross(void **state)
{
    (void)state;
    on_every_map(check_boxes);
}

/* A text that begins in a box ends in it; what is written in the centre stays there. */
static void check_within(const struct svg_text *text, const void *context)
{
    const struct orb_circle_map *map = context;
    const struct orb_circle_sheet *sheet = map->sheet;
    double x = (text->left + text->right) / 2 - sheet->cx;
    double y = (text->up + text->down) / 2 - sheet->cy;

    for (unsigned s = 0; s < ORB_CIRCLE_FAMILIES; s++) {
        const struct orb_circle_box *box = &map->boxes[s];
        double right = box->at.x + sheet->box_width;

        if (text->left >= box->at.x && text->left <= right && text->up >= box->at.y &&
            text->up <= box->at.y + box->height) {
            assert_true(text->right <= right);
            assert_true(text->down <= box->at.y + box->height);
        }
    }
    if (hypot(x, y) < sheet->rings[0] - 1) {
        assert_true(hypot(text->left - sheet->cx, y) < sheet->rings[0] - 0.5);
        assert_true(hypot(text->right - sheet->cx, y) < sheet->rings[0] - 0.5);
    }
}

static void check_texts(const struct drawn *d)
{
    for (unsigned page = 1; page <= d->map->pages && page <= 3; page++) {
        struct orb_buf out = { 0 };

        write_page(&out, d, page);
        svg_texts_check(out.data, d->map->sheet->width, d->map->sheet->height,
                        page == 1 ? check_within : NULL, d->map);
        orb_buf_release(&out);
    }
}

static void no_text_leaves_the_sheet_nor_covers_another(void **state)
{
    (void)state;
    on_every_map(check_texts);
}

static void check_bytes(const struct drawn *d)
{
    struct orb_arena arena = { 0 };
    struct orb_circle_map *again = NULL;
    struct orb_error err = { 0 };
    struct orb_buf first = { 0 }, second = { 0 };

    assert_int_equal(orb_circle_map_make(&again, &arena, &d->input, &d->options, &err),
                     ORB_OK);
    write_page(&first, d, 1);
    assert_int_equal(orb_circle_map_write(&second, again, 1, &err), ORB_OK);
    assert_int_equal(first.len, second.len);
    assert_memory_equal(first.data, second.data, first.len);
    assert_null(strstr(first.data, "-0 "));
    assert_null(strstr(first.data, "-0\""));
    assert_null(strstr(first.data, "nan"));
    assert_null(strstr(first.data, "inf"));
    orb_buf_release(&first);
    orb_buf_release(&second);
    orb_arena_release(&arena);
}

static void the_same_partners_give_the_same_bytes(void **state)
{
    (void)state;
    on_every_map(check_bytes);
}

/* The order of partners in the input changes nothing. */
static void the_order_of_partners_does_not_matter(void **state)
{
    static struct drawn d;
    struct made m;
    struct orb_buf first = { 0 }, second = { 0 };
    struct orb_error err = { 0 };

    (void)state;
    made_init(&m, made_seed());
    draw(&d, &m, &kinds[6], 0);
    write_page(&first, &d, 1);
    for (size_t i = 0, k = d.input.partner_count - 1; i < k; i++, k--) {
        struct orb_partner other = d.partners[i];

        d.partners[i] = d.partners[k];
        d.partners[k] = other;
    }
    assert_int_equal(orb_circle_map_make(&d.map, &d.arena, &d.input, &d.options, &err),
                     ORB_OK);
    write_page(&second, &d, 1);
    assert_string_equal(first.data, second.data);
    orb_buf_release(&first);
    orb_buf_release(&second);
    orb_arena_release(&d.arena);
    made_release(&m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_two_marks_touch),
        cmocka_unit_test(marks_and_bubbles_stay_in_their_cell),
        cmocka_unit_test(everybody_is_told_once),
        cmocka_unit_test(a_number_has_one_mark_and_one_line),
        cmocka_unit_test(boxes_stand_apart_and_leaders_never_cross),
        cmocka_unit_test(no_text_leaves_the_sheet_nor_covers_another),
        cmocka_unit_test(the_same_partners_give_the_same_bytes),
        cmocka_unit_test(the_order_of_partners_does_not_matter),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
