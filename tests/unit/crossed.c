/* Counts that sums tie together in many ways, for what hides them. */
#include "tests/unit/crossed.h"

#include <stdlib.h>

enum { COLUMNS = 8, AREAS = 4, K = ORB_DISCLOSURE_PUBLIC };

static unsigned draw(struct crossed *m, unsigned below)
{
    m->state = m->state * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)(m->state >> 33) % below;
}

static void make_room(struct crossed *m, size_t lines, uint64_t seed)
{
    const size_t cells = 4 * (lines + 2) * COLUMNS;

    *m = (struct crossed){ .state = seed };
    m->cells = calloc(cells, sizeof *m->cells);
    m->sums = calloc(cells, sizeof *m->sums);
    m->members = calloc(4 * cells, sizeof *m->members);
    if (m->cells == NULL || m->sums == NULL || m->members == NULL)
        abort();
}

void crossed_release(struct crossed *m)
{
    free(m->cells);
    free(m->sums);
    free(m->members);
}

static void add_member(struct crossed *m, size_t cell)
{
    m->members[m->member_count++] = cell;
    m->sums[m->sum_count].count++;
}

static void end_sum(struct crossed *m)
{
    struct orb_disclosure_sum *sum = &m->sums[m->sum_count++];

    sum->cells = m->members + m->member_count - sum->count;
}

/* The first column is the total of the others. */
static size_t add_line(struct crossed *m)
{
    size_t first = m->cell_count;

    m->cell_count += COLUMNS;
    for (size_t c = 0; c < COLUMNS; c++)
        add_member(m, first + c);
    end_sum(m);
    return first;
}

static size_t add_total(struct crossed *m, const size_t *lines, size_t count)
{
    size_t total = add_line(m);

    for (size_t c = 0; c < COLUMNS; c++) {
        add_member(m, total + c);
        for (size_t i = 0; i < count; i++) {
            m->cells[total + c].value += m->cells[lines[i] + c].value;
            add_member(m, lines[i] + c);
        }
        end_sum(m);
    }
    return total;
}

/* Totals of so many lines each, and of all. */
static void add_areas(struct crossed *m, const size_t *lines, size_t count, size_t each)
{
    size_t *totals = calloc(count + 1, sizeof *totals);
    size_t total_count = 0;

    if (totals == NULL)
        abort();
    for (size_t first = 0; first < count; first += each)
        totals[total_count++] =
            add_total(m, lines + first, count - first < each ? count - first : each);
    (void)add_total(m, totals, total_count);
    free(totals);
}

/* Two thirds of the counts are small, some of them zero; of places that no export shows,
 * smaller. */
void crossed_make(struct crossed *m, size_t lines, bool twice, uint64_t seed)
{
    size_t *places = calloc(lines, sizeof *places);

    if (places == NULL)
        abort();
    make_room(m, lines, seed);
    for (size_t i = 0; i < lines; i++) {
        places[i] = add_line(m);
        for (size_t c = 1; c < COLUMNS; c++) {
            int64_t value =
                draw(m, 3) > 0 ? draw(m, twice ? 4 : K) : draw(m, twice ? 20 : 60);

            m->cells[places[i] + c].value = value;
            m->cells[places[i]].value += value;
        }
    }
    add_areas(m, places, lines, twice ? AREAS : lines);
    if (twice) {
        for (size_t i = 0; i < lines * COLUMNS; i++)
            m->cells[i].unknown = true;
        for (size_t i = lines; i-- > 1;) {
            size_t other = draw(m, (unsigned)i + 1);
            size_t place = places[i];

            places[i] = places[other];
            places[other] = place;
        }
        add_areas(m, places, lines, AREAS);
    }
    free(places);
    m->table = (struct orb_disclosure){ m->cells, m->cell_count, m->sums, m->sum_count, K };
}

static size_t root(size_t *parent, size_t cell)
{
    while (parent[cell] != cell)
        cell = parent[cell] = parent[parent[cell]];
    return cell;
}

size_t crossed_largest(const struct crossed *m)
{
    size_t *parent = calloc(m->cell_count, sizeof *parent);
    size_t *count = calloc(m->cell_count, sizeof *count);
    size_t most = 0;

    if (parent == NULL || count == NULL)
        abort();
    for (size_t i = 0; i < m->cell_count; i++)
        parent[i] = i;
    for (size_t s = 0; s < m->sum_count; s++) {
        size_t first = SIZE_MAX;

        for (size_t i = 0; i < m->sums[s].count; i++) {
            size_t cell = m->sums[s].cells[i];

            if (!m->cells[cell].hidden)
                continue;
            first = first == SIZE_MAX ? cell : first;
            parent[root(parent, cell)] = root(parent, first);
        }
    }
    for (size_t i = 0; i < m->cell_count; i++)
        if (m->cells[i].hidden && ++count[root(parent, i)] > most)
            most = count[root(parent, i)];
    free(parent);
    free(count);
    return most;
}
