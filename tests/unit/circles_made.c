#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tests/unit/circles_made.h"

struct made made;

int made_begin(void **state)
{
    (void)state;
    memset(&made, 0, sizeof made);
    made.input = (struct orb_circle_map_input){ .title = "Who does what?",
                                                .subtitle = "A territory",
                                                .centre = "Hub",
                                                .date = ORB_DATE_NONE,
                                                .partners = made.partners };
    for (unsigned s = 0; s < ORB_CIRCLE_FAMILIES; s++)
        made.input.requests[s].received = -1;
    return 0;
}

int made_end(void **state)
{
    (void)state;
    orb_arena_release(&made.arena);
    orb_buf_release(&made.svg);
    return 0;
}

struct orb_partner *add(const char *name, uint8_t family, enum orb_circle circle)
{
    struct orb_partner *p = &made.partners[made.input.partner_count++];

    *p = (struct orb_partner){ .id = orb_arena_printf(&made.arena, "id-%zu",
                                                      made.input.partner_count),
                               .name = name,
                               .family = family,
                               .circle = circle,
                               .state = ORB_PARTNER_NO_NOTION,
                               .authorised = -1,
                               .installed = -1,
                               .places = -1,
                               .places_on = ORB_DATE_NONE };
    return p;
}

void add_many(size_t count, uint8_t family, enum orb_circle circle)
{
    for (size_t i = 0; i < count; i++)
        add(orb_arena_printf(&made.arena, "Partner %03zu", i), family, circle);
}

const struct orb_circle_map *lay(void)
{
    struct orb_error err = { 0 };

    assert_int_equal(
        orb_circle_map_make(&made.map, &made.arena, &made.input, &made.options, &err),
        ORB_OK);
    return made.map;
}

const char *page(unsigned number)
{
    struct orb_error err = { 0 };

    orb_buf_clear(&made.svg);
    assert_int_equal(orb_circle_map_write(&made.svg, lay(), number, &err), ORB_OK);
    return made.svg.data;
}

void holds(const char *text, const char *part)
{
    if (strstr(text, part) == NULL)
        fail_msg("'%s' is not in:\n%.4000s", part, text);
}

void lacks(const char *text, const char *part)
{
    if (strstr(text, part) != NULL)
        fail_msg("'%s' is written", part);
}

void add_twelves(size_t cells)
{
    static const enum orb_circle circles[] = { ORB_CIRCLE_C3, ORB_CIRCLE_C2 };

    for (size_t i = 0; i < cells; i++)
        add_many(12, (uint8_t)(1 + i / 2), circles[i % 2]);
}
