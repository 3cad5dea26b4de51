/* The counts of a report and of earlier ones as tables in which who is counted has one
 * number. A rest is named by the lines that it leaves out: where another report leaves out
 * others, it is made of the whole and of its lines. */
#include "maps/report_compared.h"

#include <string.h>

#include "engine/base/text.h"

/* Counts by name. */
struct named {
    const struct orb_strmap *names[2]; /* by cell; of populations, of former reports, or
                                          NULL */
    const struct orb_disclosure_cell *cells;
    size_t cell_count;
    const struct orb_disclosure_sum *sums;
    size_t sum_count;
    bool has_sums;
};

struct comparing {
    const struct protecting *p;
    struct orb_report_compared *out;
    struct orb_strmap numbers;  /* of names that the report has not */
    struct orb_strmap rests[2]; /* names, as those of named */
    struct orb_buf name;
    bool failed;
};

/* ---- numbers */

static const struct orb_strmap *names_of(const struct protecting *p, bool is_former)
{
    return is_former ? &p->former_names : &p->names;
}

/* Counts of the report have theirs; names of former reports are none of the others. */
static size_t number_of(struct comparing *c, const char *name, bool is_former)
{
    uint32_t number;

    if (name[0] == '#')
        return ORB_DISCLOSURE_NOWHERE;
    number = orb_strmap_find(names_of(c->p, is_former), name, strlen(name));
    if (number != ORB_STRMAP_NONE)
        return number;
    if (c->out->is_narrow)
        return ORB_DISCLOSURE_NOWHERE;
    orb_buf_clear(&c->name);
    orb_buf_printf(&c->name, "%s%s", is_former ? "\n" : "", name);
    if (c->name.failed ||
        orb_strmap_add(&c->numbers, c->name.data, c->name.len, &number) != ORB_OK) {
        c->failed = true;
        return ORB_DISCLOSURE_NOWHERE;
    }
    return c->p->count_count + number;
}

static void find_rests(struct comparing *c, const struct orb_strmap *names, bool is_former)
{
    for (uint32_t i = 0; names != NULL && i < names->count; i++) {
        const char *name = names->strings[i];
        const char *mark = strstr(name, ORB_REPORT_REST);
        uint32_t number;

        /* What stands in no table is named alike in both ways. */
        if (mark != NULL && strchr(name, '#') == NULL &&
            (is_former == (strchr(mark, '/') != NULL)) &&
            orb_strmap_add(&c->rests[is_former], name, strlen(name), &number) != ORB_OK)
            c->failed = true;
    }
}

/* ---- rests */

/* "known|departement!=13,84" is of "known", less "known|departement=13" and
 * "known|departement=84"; "ages/!=a,b/persons" of "ages/total/persons", less
 * "ages/a/persons" and "ages/b/persons". */
struct rest {
    const char *name, *list, *after;
    size_t start; /* of the name, before the mark */
    bool is_former;
};

static struct rest read_rest(const char *name, bool is_former)
{
    const char *mark = strstr(name, ORB_REPORT_REST);
    struct rest r = { .name = name, .is_former = is_former };

    r.start = (size_t)(mark - name);
    r.list = mark + strlen(ORB_REPORT_REST);
    r.after = is_former ? strrchr(name, '/') : name + strlen(name);
    return r;
}

/* The cell of the whole, code NULL, or of a line; ORB_STRMAP_NONE when it is not known. */
static uint32_t find_part(struct comparing *c, const struct named *of, const struct rest *r,
                          const char *code, size_t len)
{
    const struct orb_strmap *names = of->names[r->is_former];
    size_t start = r->start;
    uint32_t number;

    if (!r->is_former && code == NULL)
        while (start > 0 && r->name[start] != '|')
            start--;
    orb_buf_clear(&c->name);
    orb_buf_printf(&c->name, "%.*s", (int)start, r->name);
    if (code != NULL)
        orb_buf_printf(&c->name, "%s%.*s", r->is_former ? "" : "=", (int)len, code);
    else if (r->is_former)
        orb_buf_text(&c->name, "total");
    orb_buf_text(&c->name, r->after);
    if (c->name.failed) {
        c->failed = true;
        return ORB_STRMAP_NONE;
    }
    number = orb_strmap_find(names, c->name.data, c->name.len);
    return number == ORB_STRMAP_NONE || of->cells[number].unknown ? ORB_STRMAP_NONE
                                                                  : number;
}

/* Write the whole, its lines and room for the rest; the count of them, 0 when one is not
 * known. */
static size_t find_members(struct comparing *c, const struct named *of,
                           const struct rest *r, size_t *members)
{
    const char *code = r->list;
    uint32_t number = find_part(c, of, r, NULL, 0);
    size_t count = 0;

    while (number != ORB_STRMAP_NONE && code < r->after) {
        size_t len = strcspn(code, ",");

        members[count++] = number;
        if (len > (size_t)(r->after - code))
            len = (size_t)(r->after - code);
        number = find_part(c, of, r, code, len);
        code += len + (code[len] == ',' ? 1 : 0);
    }
    if (number == ORB_STRMAP_NONE)
        return 0;
    members[count++] = number;
    return count + 1;
}

static size_t count_codes(const char *list)
{
    size_t count = 1;

    for (; *list != '\0'; list++)
        count += *list == ',';
    return count;
}

/* ---- a table */

struct filling {
    struct orb_disclosure_cell *cells;
    size_t *names;
    struct orb_disclosure_sum *sums;
    struct orb_disclosure_earlier *out;
};

/* A rest that the table has not, where what it is made of is known. */
static void add_rest(struct comparing *c, const struct named *of, struct filling *f,
                     const struct rest *r)
{
    uint32_t own = orb_strmap_find(of->names[r->is_former], r->name, strlen(r->name));
    size_t *members =
        orb_arena_array(&c->out->arena, count_codes(r->list) + 2, sizeof *members);
    size_t count = members == NULL ? 0 : find_members(c, of, r, members);
    int64_t value;

    c->failed = c->failed || members == NULL;
    if (count == 0 || (own != ORB_STRMAP_NONE && of->has_sums))
        return;
    value = of->cells[members[0]].value;
    for (size_t i = 1; i + 1 < count; i++)
        value -= of->cells[members[i]].value;
    if (value < 0 || (own != ORB_STRMAP_NONE && of->cells[own].value != value))
        return;
    members[count - 1] = own;
    if (own == ORB_STRMAP_NONE) {
        members[count - 1] = f->out->cell_count;
        f->cells[f->out->cell_count] =
            (struct orb_disclosure_cell){ .value = value, .hidden = true, .apart = true };
        f->names[f->out->cell_count++] = number_of(c, r->name, r->is_former);
    }
    f->sums[f->out->sum_count++] = (struct orb_disclosure_sum){ members, count };
}

/* The cells; NULL = no memory. */
static struct orb_disclosure_cell *fill(struct comparing *c, const struct named *of,
                                        struct orb_disclosure_earlier *out)
{
    size_t rests = c->rests[0].count + c->rests[1].count;
    struct orb_arena *arena = &c->out->arena;
    struct filling f = {
        orb_arena_array(arena, of->cell_count + rests + 1, sizeof *f.cells),
        orb_arena_array(arena, of->cell_count + rests + 1, sizeof *f.names),
        orb_arena_array(arena, of->sum_count + rests + 1, sizeof *f.sums), out
    };

    if (f.cells == NULL || f.names == NULL || f.sums == NULL) {
        c->failed = true;
        return NULL;
    }
    *out = (struct orb_disclosure_earlier){ f.cells, f.names, of->cell_count, f.sums,
                                            of->sum_count };
    for (size_t i = 0; i < of->cell_count; i++) {
        bool is_former = of->names[false] == NULL;

        f.cells[i] = of->cells[i];
        f.names[i] = number_of(c, of->names[is_former]->strings[i], is_former);
    }
    for (size_t s = 0; s < of->sum_count; s++)
        f.sums[s] = of->sums[s];
    for (int former = 0; former < 2; former++)
        for (uint32_t i = 0; of->names[former] != NULL && i < c->rests[former].count; i++) {
            const struct rest r = read_rest(c->rests[former].strings[i], former == 1);

            add_rest(c, of, &f, &r);
        }
    return f.cells;
}

/* The sums of today over the cells of an earlier report, where all are there. */
static void same_sums(struct comparing *c, const struct orb_report_told *told,
                      struct named *out)
{
    const struct protecting *p = c->p;
    struct orb_disclosure_sum *sums =
        orb_arena_array(&c->out->arena, p->sum_count + 1, sizeof *sums);
    size_t *members = orb_arena_array(&c->out->arena, p->member_count + 1, sizeof *members);

    c->failed = c->failed || sums == NULL || members == NULL;
    out->sums = sums;
    for (size_t s = 0; s < p->sum_count && !c->failed; s++) {
        size_t count = 0;

        for (; count < p->sums[s].count; count++) {
            const char *name =
                names_of(p, told->is_former)->strings[p->sums[s].cells[count]];
            uint32_t number = orb_strmap_find(&told->names, name, strlen(name));

            if (number == ORB_STRMAP_NONE)
                break;
            members[count] = number;
        }
        if (count < p->sums[s].count)
            continue;
        sums[out->sum_count++] = (struct orb_disclosure_sum){ members, count };
        members += count;
    }
}

static void fill_told(struct comparing *c, const struct orb_report_told *told,
                      struct orb_disclosure_earlier *out)
{
    struct named of = { .names = { told->is_former ? NULL : &told->names,
                                   told->is_former ? &told->names : NULL },
                        .cells = told->cells,
                        .cell_count = told->names.count,
                        .sums = told->sums,
                        .sum_count = told->sum_count,
                        .has_sums = told->has_sums };

    if (!told->has_sums)
        same_sums(c, told, &of);
    (void)fill(c, &of, out);
}

static void fill_all(struct comparing *c, const struct orb_report_memory *memory, int k)
{
    const struct protecting *p = c->p;
    const struct named of = { { &p->names, &p->former_names },
                              p->counts,
                              p->count_count,
                              p->sums,
                              p->sum_count,
                              true };
    struct orb_disclosure_earlier *earlier =
        orb_arena_array(&c->out->arena, memory->count + 1, sizeof *earlier);
    struct orb_disclosure_earlier today = { 0 };
    struct orb_disclosure_cell *cells;

    c->failed = c->failed || earlier == NULL;
    for (size_t i = 0; i < memory->count; i++)
        find_rests(c, &memory->earlier[i].names, memory->earlier[i].is_former);
    find_rests(c, &p->names, false);
    find_rests(c, &p->former_names, true);
    for (size_t i = 0; i < memory->count && !c->failed; i++)
        if (memory->earlier[i].k >= k)
            fill_told(c, &memory->earlier[i], &earlier[c->out->past.count++]);
    c->out->past.earlier = earlier;
    if (c->failed)
        return;
    cells = fill(c, &of, &today);
    c->out->past.names = today.names;
    c->out->table = (struct orb_disclosure){ .cells = cells,
                                             .cell_count = today.cell_count,
                                             .sums = today.sums,
                                             .sum_count = today.sum_count,
                                             .k = k };
}

enum orb_status orb_report_compare(struct orb_report_compared *out,
                                   const struct protecting *p,
                                   const struct orb_report_memory *memory, int k,
                                   struct orb_error *err)
{
    struct comparing c = { .p = p, .out = out };

    out->arena = (struct orb_arena){ 0 };
    out->past = (struct orb_disclosure_past){ 0 };
    fill_all(&c, memory, k);
    orb_strmap_release(&c.numbers);
    orb_strmap_release(&c.rests[0]);
    orb_strmap_release(&c.rests[1]);
    orb_buf_release(&c.name);
    return c.failed ? orb_error_memory(err) : ORB_OK;
}

void orb_report_compared_release(struct orb_report_compared *compared)
{
    orb_arena_release(&compared->arena);
}
