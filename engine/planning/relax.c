/* Prices that rise where a place is taken by nobody and fall where by several. */
#include "engine/planning/relax.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/alloc.h"
#include "engine/planning/median.h"

#define FACTOR   2.0
#define PATIENCE 15

enum orb_status orb_relax_init(struct relax *r, const struct median *m)
{
    memset(r, 0, sizeof *r);
    r->m = m;
    r->state = orb_calloc(m->sites + 1, sizeof *r->state);
    r->price = orb_calloc(m->places + 1, sizeof *r->price);
    r->reduced = orb_calloc(m->sites + 1, sizeof *r->reduced);
    r->chosen = orb_calloc(m->sites + 1, sizeof *r->chosen);
    r->order = orb_calloc(m->sites + 1, sizeof *r->order);
    r->taken = orb_calloc(m->places + 1, sizeof *r->taken);
    r->parts = orb_calloc(m->places + 1, sizeof *r->parts);
    r->best_price = orb_calloc(m->places + 1, sizeof *r->best_price);
    r->best_reduced = orb_calloc(m->sites + 1, sizeof *r->best_reduced);
    r->best_chosen = orb_calloc(m->sites + 1, sizeof *r->best_chosen);
    if (r->state == NULL || r->price == NULL || r->reduced == NULL || r->chosen == NULL ||
        r->order == NULL || r->taken == NULL)
        return ORB_ERR_MEMORY;
    if (r->parts == NULL || r->best_price == NULL || r->best_reduced == NULL ||
        r->best_chosen == NULL)
        return ORB_ERR_MEMORY;
    for (size_t j = 0; j < m->sites; j++)
        r->state[j] = m->kept[j] ? RELAX_OPEN : RELAX_FREE;
    return ORB_OK;
}

void orb_relax_release(struct relax *r)
{
    orb_free(r->state);
    orb_free(r->price);
    orb_free(r->reduced);
    orb_free(r->chosen);
    orb_free(r->order);
    orb_free(r->taken);
    orb_free(r->parts);
    orb_free(r->best_price);
    orb_free(r->best_reduced);
    orb_free(r->best_chosen);
    memset(r, 0, sizeof *r);
}

static int by_value(const void *a, const void *b)
{
    const struct relax_part *x = a;
    const struct relax_part *y = b;

    if (x->value < y->value || x->value > y->value)
        return x->value < y->value ? -1 : 1;
    return (x->place > y->place) - (x->place < y->place);
}

/* Fill a site with the places that bring most; with taken, count what each gives. */
static double fill(struct relax *r, uint32_t site, double *taken)
{
    const struct median *m = r->m;
    double room = m->capacity[site];
    double sum = 0;
    size_t count = 0;

    for (size_t k = m->column[site]; k < m->column[site + 1]; k++) {
        uint32_t i = m->by_site[k].other;
        double value = m->by_site[k].cost - r->price[i] / m->weight[i];

        if (value < 0)
            r->parts[count++] = (struct relax_part){ value, i };
    }
    r->work += m->column[site + 1] - m->column[site] + 8 * count;
    qsort(r->parts, count, sizeof *r->parts, by_value);
    for (size_t k = 0; k < count && room > 0; k++) {
        uint32_t i = r->parts[k].place;
        double amount = m->weight[i] < room ? m->weight[i] : room;

        sum += amount * r->parts[k].value;
        room -= amount;
        if (taken != NULL)
            taken[i] += amount / m->weight[i];
    }
    return sum;
}

static void measure(struct relax *r)
{
    const struct median *m = r->m;

    memset(r->reduced, 0, m->sites * sizeof *r->reduced);
    if (m->capacity != NULL) {
        for (uint32_t j = 0; j < m->sites; j++)
            if (r->state[j] != RELAX_CLOSED)
                r->reduced[j] = fill(r, j, NULL);
        return;
    }
    for (size_t i = 0; i < m->places; i++)
        for (size_t k = m->row[i]; k < m->row[i + 1]; k++) {
            double value = m->weight[i] * m->by_place[k].cost - r->price[i];

            r->work++;
            if (value >= 0)
                break;
            r->reduced[m->by_place[k].other] += value;
        }
}

/* A heap of sites, the least first: only the wanted ones are put in order. */
static void sift(uint32_t *heap, size_t at, size_t count, const double *reduced)
{
    for (;;) {
        size_t child = 2 * at + 1;
        uint32_t moved = heap[at];

        if (child >= count)
            return;
        if (child + 1 < count && (reduced[heap[child + 1]] < reduced[heap[child]] ||
                                  (reduced[heap[child + 1]] <= reduced[heap[child]] &&
                                   heap[child + 1] < heap[child])))
            child++;
        if (reduced[moved] < reduced[heap[child]] ||
            (reduced[moved] <= reduced[heap[child]] && moved < heap[child]))
            return;
        heap[at] = heap[child];
        heap[child] = moved;
        at = child;
    }
}

/* Mark the open sites and the least of the free ones; returns the bound. */
static double choose(struct relax *r)
{
    const struct median *m = r->m;
    size_t free_count = 0;
    size_t open_count = 0;
    double sum = 0;

    for (size_t i = 0; i < m->places; i++)
        sum += r->price[i];
    for (uint32_t j = 0; j < m->sites; j++) {
        r->chosen[j] = r->state[j] == RELAX_OPEN;
        if (r->chosen[j]) {
            sum += r->reduced[j];
            open_count++;
        } else if (r->state[j] == RELAX_FREE) {
            r->order[free_count++] = j;
        }
    }
    for (size_t k = free_count / 2; k-- > 0;)
        sift(r->order, k, free_count, r->reduced);
    for (; open_count < m->p && free_count > 0; open_count++) {
        uint32_t j = r->order[0];

        r->chosen[j] = true;
        sum += r->reduced[j];
        r->order[0] = r->order[--free_count];
        sift(r->order, 0, free_count, r->reduced);
    }
    return sum;
}

/* When sites are too small for the demand, everybody's price is that of having none: the
 * bound is then what the largest sites cannot take. */
static void start_from_far(struct relax *r)
{
    const struct median *m = r->m;
    double bound = 0;
    double far = 0;

    measure(r);
    bound = choose(r);
    memcpy(r->best_price, r->price, m->places * sizeof *r->price);
    for (size_t i = 0; i < m->places; i++)
        r->price[i] = m->weight[i] * m->far;
    measure(r);
    far = choose(r);
    if (far <= bound)
        memcpy(r->price, r->best_price, m->places * sizeof *r->price);
}

void orb_relax_start(struct relax *r, const bool *open)
{
    const struct median *m = r->m;

    for (size_t i = 0; i < m->places; i++) {
        double first = m->far;
        double second = m->far;
        size_t seen = 0;

        for (size_t k = m->row[i]; k < m->row[i + 1] && seen < 2; k++)
            if (open[m->by_place[k].other]) {
                *(seen == 0 ? &first : &second) = m->by_place[k].cost;
                seen++;
            }
        r->price[i] = m->weight[i] * (first + second) / 2;
    }
    if (m->capacity != NULL)
        start_from_far(r);
}

/* Chosen sites that take a place without regard to capacities. */
static double count_takers(const struct relax *r, size_t place)
{
    const struct median *m = r->m;
    double count = 0;

    for (size_t k = m->row[place]; k < m->row[place + 1]; k++) {
        if (m->weight[place] * m->by_place[k].cost >= r->price[place])
            break;
        count += r->chosen[m->by_place[k].other] ? 1 : 0;
    }
    return count;
}

/* How many times each place is taken by the chosen sites; sum of (1 - taken) squared. */
static double count_taken(struct relax *r)
{
    const struct median *m = r->m;
    double sum = 0;

    memset(r->taken, 0, m->places * sizeof *r->taken);
    for (uint32_t j = 0; j < m->sites && m->capacity != NULL; j++)
        if (r->chosen[j])
            (void)fill(r, j, r->taken);
    for (size_t i = 0; i < m->places; i++) {
        if (m->capacity == NULL)
            r->taken[i] = count_takers(r, i);
        sum += (1 - r->taken[i]) * (1 - r->taken[i]);
    }
    return sum;
}

static void remember(struct relax *r, double bound)
{
    const struct median *m = r->m;

    r->bound = bound;
    memcpy(r->best_price, r->price, m->places * sizeof *r->price);
    memcpy(r->best_reduced, r->reduced, m->sites * sizeof *r->reduced);
    memcpy(r->best_chosen, r->chosen, m->sites * sizeof *r->chosen);
}

void orb_relax_climb(struct relax *r, size_t steps, double goal, double stop)
{
    const struct median *m = r->m;
    double factor = FACTOR;
    size_t still = 0;

    for (size_t step = 0; step < steps; step++) {
        double bound = 0;
        double squares = 0;
        double move = 0;

        measure(r);
        bound = choose(r);
        if (step == 0 || bound > r->bound) {
            remember(r, bound);
            still = 0;
        } else if (++still >= PATIENCE) {
            factor /= 2;
            still = 0;
        }
        if (r->bound >= stop)
            break;
        squares = count_taken(r);
        if (squares <= 0)
            break; /* taken once each: the bound is a cost */
        move = factor * (goal - bound) / squares;
        for (size_t i = 0; i < m->places; i++) {
            double price = r->price[i] + move * (1 - r->taken[i]);
            double most = m->weight[i] * m->far;

            r->price[i] = price < 0 ? 0 : price > most ? most : price;
        }
    }
    memcpy(r->price, r->best_price, m->places * sizeof *r->price);
}

size_t orb_relax_fix(struct relax *r, double goal)
{
    const struct median *m = r->m;
    double last = -INFINITY; /* the greatest of the chosen */
    double next = INFINITY;  /* the least of the others */
    size_t fixed = 0;

    for (size_t j = 0; j < m->sites; j++) {
        if (r->state[j] != RELAX_FREE)
            continue;
        if (r->best_chosen[j] && r->best_reduced[j] > last)
            last = r->best_reduced[j];
        if (!r->best_chosen[j] && r->best_reduced[j] < next)
            next = r->best_reduced[j];
    }
    for (size_t j = 0; j < m->sites; j++) {
        if (r->state[j] != RELAX_FREE)
            continue;
        if (r->best_chosen[j] && r->bound - r->best_reduced[j] + next > goal)
            r->state[j] = RELAX_OPEN;
        else if (!r->best_chosen[j] && r->bound - last + r->best_reduced[j] > goal)
            r->state[j] = RELAX_CLOSED;
        else
            continue;
        fixed++;
    }
    return fixed;
}
