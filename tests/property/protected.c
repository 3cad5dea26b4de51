/* Prints tables of counts of persons after protection, one JSON document a line, for
 * attack.py to try and work out what is hidden. Usage: protected COUNT [forget]. forget:
 * only those given one after the other, each protected as if it were alone, for the attack
 * to succeed. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/cohort/disclosure_joint.h"
#include "tests/property/made.h"

enum { PLACES = 12, COLUMNS = 4, CELLS = 192, SUMS = 256, MEMBERS = 2048, AGAIN = 50 };

/* Places are counted by one export, or by two of the same persons: by areas of one kind,
 * then of another, which cut across. Each cell is one of COLUMNS, the first their total. */
struct table {
    struct orb_disclosure_cell cells[CELLS];
    struct orb_disclosure_sum sums[SUMS];
    size_t members[MEMBERS];
    size_t cell_count, sum_count, member_count;
};

/* A line of cells, all zero; the number of its first. */
static size_t add_line(struct table *t)
{
    if (t->cell_count + COLUMNS > CELLS)
        abort();
    t->cell_count += COLUMNS;
    return t->cell_count - COLUMNS;
}

static void add_member(struct table *t, size_t cell)
{
    if (t->sum_count == SUMS || t->member_count == MEMBERS)
        abort();
    t->members[t->member_count++] = cell;
    t->sums[t->sum_count].count++;
}

static void end_sum(struct table *t)
{
    t->sums[t->sum_count].cells =
        t->members + t->member_count - t->sums[t->sum_count].count;
    t->sum_count++;
}

/* The columns of a line that is published add up. */
static void sum_columns(struct table *t, size_t line)
{
    for (size_t c = 0; c < COLUMNS; c++)
        add_member(t, line + c);
    end_sum(t);
}

/* A line that is the sum of others, column by column. */
static size_t add_total(struct table *t, const size_t *lines, size_t count)
{
    size_t total = add_line(t);

    for (size_t c = 0; c < COLUMNS; c++) {
        add_member(t, total + c);
        for (size_t i = 0; i < count; i++) {
            t->cells[total + c].value += t->cells[lines[i] + c].value;
            add_member(t, lines[i] + c);
        }
        end_sum(t);
    }
    sum_columns(t, total);
    return total;
}

/* Areas of a kind, and all of them. */
static void add_export(struct table *t, struct made *m, const size_t *places)
{
    size_t areas[PLACES];
    size_t area_count = 0;

    for (size_t first = 0; first < PLACES;) {
        size_t count = 1 + made_below(m, 4);

        count = first + count > PLACES ? PLACES - first : count;
        areas[area_count++] = add_total(t, places + first, count);
        first += count;
    }
    (void)add_total(t, areas, area_count);
}

static void make(struct table *t, struct made *m, bool twice, unsigned k)
{
    size_t places[PLACES];

    *t = (struct table){ .cell_count = 0 };
    for (size_t i = 0; i < PLACES; i++) {
        places[i] = add_line(t);
        for (size_t c = 1; c < COLUMNS; c++) {
            int64_t value = made_chance(m, 40) ? made_below(m, k) : made_below(m, 50);

            t->cells[places[i] + c].value = value;
            t->cells[places[i]].value += value;
        }
        sum_columns(t, places[i]);
    }
    add_export(t, m, places);
    if (!twice)
        return;
    for (size_t i = 0; i < (size_t)PLACES * COLUMNS; i++)
        t->cells[i].unknown = true; /* two exports by areas, none by places */
    for (size_t i = PLACES; i-- > 1;) {
        size_t other = made_below(m, (unsigned)i + 1);
        size_t place = places[i];

        places[i] = places[other];
        places[other] = place;
    }
    add_export(t, m, places);
}

static void print(const struct orb_disclosure *t, int k)
{
    printf("{\"k\": %d, \"cells\": [", k);
    for (size_t i = 0; i < t->cell_count; i++)
        printf("%s[%lld, %d, %d]", i == 0 ? "" : ", ", (long long)t->cells[i].value,
               t->cells[i].hidden, t->cells[i].primary);
    printf("], \"sums\": [");
    for (size_t s = 0; s < t->sum_count; s++) {
        printf("%s[", s == 0 ? "" : ", ");
        for (size_t i = 0; i < t->sums[s].count; i++)
            printf("%s%zu", i == 0 ? "" : ", ", t->sums[s].cells[i]);
        printf("]");
    }
    printf("]}\n");
}

static bool is_protected(struct orb_disclosure *table, int number)
{
    struct orb_error err = { 0 };

    if (orb_disclosure_protect(table, &err) == ORB_OK)
        return true;
    if (err.status != ORB_ERR_UNSUPPORTED)
        fprintf(stderr, "table %d: %s\n", number, err.text);
    return false;
}

/* ---- one export, then another of the same persons, or nearly */

/* A person more in a place, in one of the columns. */
static void add_person(struct table *t, struct made *m, size_t places, int by)
{
    size_t cell =
        made_below(m, (unsigned)places) * COLUMNS + 1 + made_below(m, COLUMNS - 1);

    if (t->cells[cell].value + by < 0)
        return;
    t->cells[cell].value += by;
}

static void add_up(struct table *t)
{
    for (int again = 0; again < 4; again++) /* columns, areas, all */
        for (size_t s = 0; s < t->sum_count; s++) {
            int64_t sum = 0;

            for (size_t i = 1; i < t->sums[s].count; i++)
                sum += t->cells[t->sums[s].cells[i]].value;
            t->cells[t->sums[s].cells[0]].value = sum;
        }
}

/* Nobody; one; some move; many come. */
static void change(struct table *t, struct made *m, unsigned how)
{
    unsigned count = how == 0 ? 0 : how == 1 ? 1 : how == 2 ? 6 : 150;

    for (unsigned i = 0; i < count; i++)
        add_person(t, m, PLACES, how == 2 && i % 2 == 1 ? -1 : 1);
    add_up(t);
}

static void show_all(struct table *t)
{
    for (size_t i = 0; i < t->cell_count; i++)
        t->cells[i].hidden = t->cells[i].primary = false;
}

/* Hide nothing of a joint table but what is hidden alone, and say what had to be. */
static bool is_feared_only(struct orb_disclosure *table, int number)
{
    static bool hidden[4 * CELLS];

    if (table->cell_count > sizeof hidden / sizeof hidden[0])
        abort();
    for (size_t i = 0; i < table->cell_count; i++)
        hidden[i] = table->cells[i].hidden || table->cells[i].apart;
    if (!is_protected(table, number))
        return false;
    for (size_t i = 0; i < table->cell_count; i++)
        table->cells[i].hidden = hidden[i];
    return true;
}

/* The first is of partners; the second of anybody, read by partners too. Nothing is printed
 * when the second is refused. */
static bool print_again(struct made *m, unsigned number, bool forget)
{
    static struct table first, second;
    static size_t names[CELLS];
    struct orb_disclosure_joint joint = { .today = 0 };
    struct orb_disclosure_earlier told = { first.cells, names, 0, first.sums, 0 };
    const struct orb_disclosure_past past = { &told, 1, names };
    struct orb_disclosure table;
    bool good;

    make(&first, m, false, ORB_DISCLOSURE_PARTNER);
    second = first;
    for (size_t s = 0; s < second.sum_count; s++)
        second.sums[s].cells = second.members + (first.sums[s].cells - first.members);
    change(&second, m, number % 4);
    table = (struct orb_disclosure){ first.cells, first.cell_count, first.sums,
                                     first.sum_count, ORB_DISCLOSURE_PARTNER };
    good = is_protected(&table, (int)number);
    told.cell_count = first.cell_count;
    told.sum_count = first.sum_count;
    for (size_t i = 0; i < first.cell_count; i++)
        names[i] = i;
    show_all(&second);
    table = (struct orb_disclosure){ second.cells, second.cell_count, second.sums,
                                     second.sum_count, ORB_DISCLOSURE_PUBLIC };
    good = good && is_protected(&table, (int)number);
    table.k = ORB_DISCLOSURE_PARTNER;
    if (good && orb_disclosure_joint_make(&joint, &table, &past, NULL) == ORB_OK &&
        (forget ? is_feared_only(&joint.table, (int)number)
                : is_protected(&joint.table, (int)number)))
        print(&joint.table, ORB_DISCLOSURE_PARTNER);
    orb_disclosure_joint_release(&joint);
    return good;
}

int main(int argc, char **argv)
{
    static struct table t;
    struct made m;
    int count = argc > 1 ? atoi(argv[1]) : 200;
    bool forget = argc > 2 && strcmp(argv[2], "forget") == 0;

    made_init(&m, made_seed());
    for (int i = 0; i < count; i++) {
        int k = i % 3 == 0 ? ORB_DISCLOSURE_PUBLIC : ORB_DISCLOSURE_PARTNER;
        struct orb_disclosure table;

        if (i % AGAIN == AGAIN - 1) {
            if (!print_again(&m, (unsigned)i / AGAIN, forget))
                return 1;
            continue;
        }
        if (forget)
            continue;
        make(&t, &m, i % 2 == 1, (unsigned)k);
        table = (struct orb_disclosure){ t.cells, t.cell_count, t.sums, t.sum_count, k };
        if (!is_protected(&table, i))
            return 1;
        print(&table, k);
    }
    made_release(&m);
    return 0;
}
