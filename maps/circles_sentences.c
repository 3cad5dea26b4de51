/* What the concentric map says of a cell, of a family and of itself. */
#include <string.h>

#include "engine/base/text.h"
#include "engine/base/utf8.h"
#include "maps/circles_words.h"

#define SEPARATOR " · "

/* One of several counts, told when there is anything to count. */
static bool next_count(struct orb_buf *out, size_t count, size_t from)
{
    if (count > 0 && out->len > from)
        orb_buf_text(out, SEPARATOR);
    return count > 0;
}

void orb_circle_states_words(struct orb_buf *out, const size_t *states)
{
    size_t from = out->len;
    size_t n = states[ORB_PARTNER_PLACE];

    if (next_count(out, n, from))
        orb_buf_printf(out, ORB_PLURAL("%lu with a place", "%lu with a place", n),
                       (unsigned long)n);
    n = states[ORB_PARTNER_FULL];
    if (next_count(out, n, from))
        orb_buf_printf(out, ORB_PLURAL("%lu full", "%lu full", n), (unsigned long)n);
    n = states[ORB_PARTNER_SET_ASIDE];
    if (next_count(out, n, from))
        orb_buf_printf(out, ORB_PLURAL("%lu set aside", "%lu set aside", n),
                       (unsigned long)n);
    n = states[ORB_PARTNER_UNKNOWN];
    if (next_count(out, n, from))
        orb_buf_printf(out, ORB_PLURAL("%lu to check", "%lu to check", n),
                       (unsigned long)n);
    n = states[ORB_PARTNER_NO_NOTION];
    if (next_count(out, n, from))
        orb_buf_printf(
            out,
            ORB_PLURAL("%lu without notion of place", "%lu without notion of place", n),
            (unsigned long)n);
}

/* The name of a ring within a sentence: no capital. */
static void ring_in_sentence(struct orb_buf *out, unsigned ring)
{
    const char *name = orb_circle_ring_name(ring);

    if (name[0] >= 'A' && name[0] <= 'Z') {
        orb_buf_char(out, (char)(name[0] - 'A' + 'a'));
        name++;
    }
    orb_buf_text(out, name);
}

static void family_with_number(struct orb_buf *out, unsigned family)
{
    orb_buf_printf(out, "%u. %s", family + 1, orb_circle_family_name(family));
}

void orb_circle_bubble_words(struct orb_buf *out, const struct orb_circle_map *map,
                             const struct orb_circle_cell *cell)
{
    const struct orb_circle_mark *first = &map->marks[cell->first];
    size_t from;

    family_with_number(out, first->partner->family - 1U);
    orb_buf_text(out, SEPARATOR);
    orb_buf_text(out, orb_circle_ring_name(first->ring));
    orb_buf_text(out, SEPARATOR);
    orb_buf_printf(out, ORB_PLURAL("%lu partner", "%lu partners", cell->count),
                   (unsigned long)cell->count);
    orb_buf_printf(out, _(", numbers %u to %u"), first->number,
                   first->number + (unsigned)cell->count - 1);
    from = out->len;
    orb_buf_text(out, SEPARATOR);
    orb_circle_states_words(out, cell->states);
    if (out->len == from + strlen(SEPARATOR))
        out->len = from;
}

void orb_circle_counted_words(struct orb_buf *out, const struct orb_circle_map *map,
                              const struct orb_circle_cell *cell)
{
    unsigned first = cell->number;
    unsigned last = first + (unsigned)cell->count - 1;
    unsigned from = orb_circle_table_page(map, first);
    unsigned to = orb_circle_table_page(map, last);

    orb_circle_count(out, cell->count, map->options->french);
    orb_buf_printf(out, " %s", ORB_PLURAL("partner", "partners", cell->count));
    orb_buf_printf(out, _(", no. %u–%u"), first, last);
    if (from == to)
        orb_buf_printf(out, _(": table on page %u"), from);
    else
        orb_buf_printf(out, _(": table on pages %u–%u"), from, to);
}

void orb_circle_empty_words(struct orb_buf *out, const struct orb_circle_map *map,
                            unsigned family, unsigned ring)
{
    const struct orb_circle_map_input *input = map->input;

    family_with_number(out, family);
    orb_buf_text(out, SEPARATOR);
    orb_buf_text(out, orb_circle_ring_name(ring));
    orb_buf_text(out, SEPARATOR);
    orb_buf_text(out, _("no known partner"));
    if (input->date != ORB_DATE_NONE) {
        orb_buf_text(out, _(" as of "));
        orb_circle_date(out, input->date, map->options->french);
    }
    if (input->sources != NULL)
        orb_buf_printf(out, _(", looked for in: %s"), input->sources);
    orb_buf_text(out, _(". Absent from the data is not absent from the territory."));
}

void orb_circle_rings_words(struct orb_buf *out, const struct orb_circle_map *map,
                            unsigned family, bool in_full)
{
    unsigned rings = orb_circle_empty_rings(map, family);
    bool first = true;

    orb_buf_text(out, in_full ? _("No known partner") : _("None known"));
    if (orb_circle_family_count(map, family) == 0)
        return;
    for (unsigned r = 0; r < ORB_CIRCLE_RINGS; r++) {
        if ((rings >> r & 1) == 0)
            continue;
        orb_buf_text(out, first ? _(": ") : ", ");
        ring_in_sentence(out, r);
        first = false;
    }
}

void orb_circle_ring_counts(struct orb_buf *out, const struct orb_circle_map *map,
                            unsigned family)
{
    bool first = true;

    for (unsigned r = 0; r < ORB_CIRCLE_RINGS; r++) {
        if ((map->input->unused >> r & 1) != 0)
            continue;
        orb_buf_printf(out, "%s%s ", first ? "" : SEPARATOR, orb_circle_ring_name(r));
        first = false;
        orb_circle_count(out, map->cells[family][r].count, map->options->french);
    }
}

void orb_circle_request_words(struct orb_buf *out, const struct orb_circle_map *map,
                              unsigned family, bool in_full)
{
    const struct orb_circle_requests *requests = &map->input->requests[family];

    if (orb_circle_is_outside(map, family))
        orb_buf_text(out, _("not asked for"));
    else if (map->input->person)
        return; /* requests are those of many */
    else if (requests->received == ORB_CIRCLE_REQUESTS_HIDDEN)
        orb_buf_text(out, in_full ? _("requests hidden") : _("req. hidden"));
    else if (requests->received < 0 && in_full)
        orb_buf_text(out, _("requests not known"));
    else if (requests->received < 0)
        orb_buf_text(out, _("req. not known"));
    else if (!in_full)
        orb_buf_printf(out, _("%d / %d req."), (int)requests->covered,
                       (int)requests->received);
    else
        orb_buf_printf(
            out, ORB_PLURAL("%d request of %d", "%d requests of %d", requests->covered),
            (int)requests->covered, (int)requests->received);
}

static void outside_count(struct orb_buf *out, const struct orb_circle_map *map,
                          enum orb_circle_outside which, const char *words)
{
    if (map->outside[which].count == 0)
        return;
    orb_buf_text(out, SEPARATOR);
    orb_circle_count(out, map->outside[which].count, map->options->french);
    orb_buf_printf(out, " %s", words);
}

static void add_date(struct orb_buf *out, const struct orb_circle_map *map)
{
    if (map->input->date == ORB_DATE_NONE)
        return;
    orb_buf_text(out, _(" · as of "));
    orb_circle_date(out, map->input->date, map->options->french);
}

void orb_circle_subtitle(struct orb_buf *out, const struct orb_circle_map *map)
{
    const struct orb_circle_map_input *input = map->input;
    size_t unclassified = map->outside[ORB_CIRCLE_UNCLASSIFIED].count;

    if (input->subtitle != NULL)
        orb_buf_printf(out, "%s" SEPARATOR, input->subtitle);
    orb_circle_count(out, map->mark_count, map->options->french);
    orb_buf_printf(out, " %s", ORB_PLURAL("partner", "partners", map->mark_count));
    outside_count(out, map, ORB_CIRCLE_UNCLASSIFIED,
                  ORB_PLURAL("not classified", "not classified", unclassified));
    outside_count(out, map, ORB_CIRCLE_PROSPECTS, _("to approach"));
    add_date(out, map);
    if (map->pages > 1)
        orb_buf_text(out, _(" · table on page 2"));
}

void orb_circle_table_subtitle(struct orb_buf *out, const struct orb_circle_map *map,
                               unsigned page)
{
    orb_buf_printf(out, _("Table, page %u of %u"), page, map->pages);
    if (map->input->subtitle != NULL)
        orb_buf_printf(out, SEPARATOR "%s", map->input->subtitle);
    add_date(out, map);
}

static void describe_family(struct orb_buf *out, const struct orb_circle_map *map,
                            unsigned family)
{
    size_t count = orb_circle_family_count(map, family);

    orb_buf_char(out, ' ');
    family_with_number(out, family);
    orb_buf_text(out, _(": "));
    if (orb_circle_is_outside(map, family)) {
        orb_circle_request_words(out, map, family, true);
    } else if (count == 0) {
        orb_buf_text(out, _("no known partner"));
    } else {
        orb_circle_count(out, count, map->options->french);
        orb_buf_text(out, " (");
        orb_circle_ring_counts(out, map, family);
        orb_buf_char(out, ')');
    }
    if (!orb_circle_is_outside(map, family) && map->input->requests[family].received >= 0)
        orb_buf_printf(out, _(", requests covered: %d of %d"),
                       (int)map->input->requests[family].covered,
                       (int)map->input->requests[family].received);
    orb_buf_char(out, '.');
}

void orb_circle_description(struct orb_buf *out, const struct orb_circle_map *map)
{
    orb_circle_subtitle(out, map);
    orb_buf_char(out, '.');
    orb_buf_text(
        out,
        _(" Circles around the centre: internal, by agreement, territory, droit commun. Partners by family and circle:"));
    for (unsigned s = 0; s < ORB_CIRCLE_FAMILIES; s++)
        describe_family(out, map, s);
}
