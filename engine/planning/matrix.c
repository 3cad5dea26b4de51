/* Offers are read once in the order of the catalogue, put in the order of lines, communes
 * and services by counting, then added up line by line in one row of cells that is used
 * again: time and memory follow what is there, not the size of the table. */
#include "engine/planning/matrix.h"

#include <string.h>

#include "engine/base/alloc.h"
#include "engine/planning/matrix_columns.h"

/* What is asked of an offer that is counted, 28 bytes. */
struct fact {
    uint32_t offer;
    uint32_t place;   /* line and commune, in the order of both */
    uint32_t service; /* numbered by the first of its offers, by id */
    uint32_t entry;
    int32_t authorised, installed;
    orb_date observed_on;
};

/* A service of the table of services by the offset of its id. */
struct service_slot {
    orb_cat_text id; /* 0 = free */
    uint32_t number;
};

struct matrix_work {
    const struct orb_matrix_request *request;
    const struct orb_catalogue *c;
    struct orb_matrix *out;
    struct matrix_columns columns;
    uint32_t *place_of;   /* by commune of the catalogue, former ones too; NONE = outside */
    uint32_t *place_line; /* by place */
    uint32_t *place_commune;
    uint32_t place_count;
    struct fact *facts; /* in the order of ids, then of places and services */
    uint32_t fact_count;
    struct service_slot *slots;
    uint32_t slot_count; /* a power of two */
    uint32_t service_count;
    struct orb_matrix_count *row; /* of the line being added up, by column */
    uint32_t *seen;               /* by column: the last service counted there */
    bool *used;                   /* by column */
    size_t cell_count, cell_capacity;
};

/* ---- places: communes in the order of lines */

/* Communes of today by line, in the order of the catalogue within one; a former commune has
 * the place of today's. The last place is that of offers without a commune. */
static bool make_places(struct matrix_work *w)
{
    const struct orb_areas *areas = w->request->areas;
    const bool *within = w->request->perimeter->within;
    uint32_t communes = w->c->commune_count;
    uint32_t lines = areas->count + 2;
    uint32_t *first = orb_calloc((size_t)lines + 1, sizeof *first);

    w->place_of = orb_calloc((size_t)communes + 1, sizeof *w->place_of);
    w->place_line = orb_calloc((size_t)communes + 1, sizeof *w->place_line);
    w->place_commune = orb_calloc((size_t)communes + 1, sizeof *w->place_commune);
    if (first == NULL || w->place_of == NULL || w->place_line == NULL ||
        w->place_commune == NULL) {
        orb_free(first);
        return false;
    }
    for (int pass = 0; pass < 2; pass++) {
        for (uint32_t i = 0; i < communes; i++) {
            uint32_t line = areas->of[i] == ORB_CAT_NONE ? areas->count : areas->of[i];

            if (areas->today[i] != i || !within[i])
                continue;
            if (pass == 0) {
                first[line + 1]++;
                continue;
            }
            w->place_of[i] = first[line];
            w->place_line[first[line]] = line;
            w->place_commune[first[line]++] = i;
        }
        for (uint32_t i = 0; pass == 0 && i < lines; i++)
            first[i + 1] += first[i];
    }
    w->place_count = first[lines] + 1;
    w->place_line[w->place_count - 1] = areas->count + 1;
    w->place_commune[w->place_count - 1] = ORB_CAT_NONE;
    for (uint32_t i = 0; i < communes; i++)
        w->place_of[i] =
            within[areas->today[i]] ? w->place_of[areas->today[i]] : ORB_CAT_NONE;
    orb_free(first);
    return true;
}

/* ---- facts */

/* The place of an offer; NONE = outside the perimeter. */
static uint32_t place_of_offer(const struct matrix_work *w, const struct orb_cat_offer *o)
{
    if (o->commune != ORB_CAT_NONE)
        return w->place_of[o->commune];
    if (w->request->perimeter->whole)
        return w->place_count - 1;
    return ORB_CAT_NONE;
}

static bool is_counted(struct matrix_work *w, uint32_t i, const struct orb_cat_offer *o)
{
    orb_date date = w->request->date;

    if (o->canonical != i) {
        w->out->duplicates++;
        return false;
    }
    if (o->closed_on != ORB_DATE_NONE && o->closed_on <= date) {
        w->out->closed++;
        return false;
    }
    if (o->opened_on != ORB_DATE_NONE && o->opened_on > date) {
        w->out->not_open++;
        return false;
    }
    return true;
}

static void read_facts(struct matrix_work *w, struct fact *by_rank)
{
    const struct orb_catalogue *c = w->c;

    for (uint32_t i = 0; i < c->offer_count; i++) {
        const struct orb_cat_offer *o = &c->offers[i];
        struct fact *f = &by_rank[o->id_rank];
        uint32_t place = place_of_offer(w, o);

        f->offer = ORB_CAT_NONE;
        if (place == ORB_CAT_NONE && o->commune == ORB_CAT_NONE && o->canonical == i)
            w->out->nowhere++;
        if (place == ORB_CAT_NONE || !is_counted(w, i, o))
            continue;
        f->offer = i;
        f->place = place;
        f->service = o->service;
        f->entry = orb_cat_offer_parts(c, i)->entry;
        f->authorised = c->details[i].authorised;
        f->installed = c->details[i].installed;
        f->observed_on = o->observed_on;
    }
}

static uint32_t number_service(struct matrix_work *w, orb_cat_text id)
{
    uint32_t at = (id * 2654435769U) & (w->slot_count - 1);

    while (w->slots[at].id != id && w->slots[at].id != 0)
        at = (at + 1) & (w->slot_count - 1);
    if (w->slots[at].id == 0)
        w->slots[at] = (struct service_slot){ id, w->service_count++ };
    return w->slots[at].number;
}

/* One step of a sort that keeps the order of equals. */
static bool sort_by(struct matrix_work *w, uint32_t keys, bool by_place)
{
    uint32_t *first = orb_calloc((size_t)keys + 1, sizeof *first);
    struct fact *sorted = orb_calloc((size_t)w->fact_count + 1, sizeof *sorted);

    if (first == NULL || sorted == NULL) {
        orb_free(first);
        orb_free(sorted);
        return false;
    }
    for (uint32_t i = 0; i < w->fact_count; i++)
        first[(by_place ? w->facts[i].place : w->facts[i].service) + 1]++;
    for (uint32_t i = 0; i < keys; i++)
        first[i + 1] += first[i];
    for (uint32_t i = 0; i < w->fact_count; i++)
        sorted[first[by_place ? w->facts[i].place : w->facts[i].service]++] = w->facts[i];
    orb_free(first);
    orb_free(w->facts);
    w->facts = sorted;
    return true;
}

static bool make_facts(struct matrix_work *w)
{
    w->facts = orb_calloc((size_t)w->c->offer_count + 1, sizeof *w->facts);
    if (w->facts == NULL)
        return false;
    read_facts(w, w->facts);
    for (uint32_t i = 0; i < w->c->offer_count; i++)
        if (w->facts[i].offer != ORB_CAT_NONE)
            w->facts[w->fact_count++] = w->facts[i];
    for (w->slot_count = 16; w->slot_count / 2 < w->fact_count;)
        w->slot_count *= 2;
    w->slots = orb_calloc(w->slot_count, sizeof *w->slots);
    if (w->slots == NULL)
        return false;
    for (uint32_t i = 0; i < w->fact_count; i++)
        w->facts[i].service = number_service(w, w->facts[i].service);
    w->out->distinct_services = w->service_count;
    return sort_by(w, w->service_count, false) && sort_by(w, w->place_count, true);
}

/* ---- adding up */

static void count_places(struct orb_matrix_count *to, int32_t authorised, int32_t installed,
                         bool no_notion)
{
    if (authorised >= 0)
        to->authorised += authorised;
    if (installed >= 0)
        to->installed += installed;
    if (no_notion && authorised < 0 && installed < 0) {
        to->no_places++;
        return;
    }
    to->authorised_unknown += authorised < 0;
    to->installed_unknown += installed < 0;
}

/* How we know that an offer stands where it is counted. */
enum evidence { DECLARED, INFERRED, UNTOLD };

static void count_offer(const struct matrix_work *w, struct orb_matrix_count *to,
                        const struct fact *f, enum evidence evidence)
{
    bool no_notion = w->request->circles->entries[f->entry].droit_commun == ORB_YES;

    to->offers++;
    to->inferred += evidence == INFERRED;
    to->declared += evidence == DECLARED;
    count_places(to, f->authorised, f->installed, no_notion);
    if (f->observed_on == ORB_DATE_NONE)
        return;
    if (to->oldest == ORB_DATE_NONE || f->observed_on < to->oldest)
        to->oldest = f->observed_on;
    if (to->freshest == ORB_DATE_NONE || f->observed_on > to->freshest)
        to->freshest = f->observed_on;
}

static struct orb_matrix_count no_count(void)
{
    return (struct orb_matrix_count){ .oldest = ORB_DATE_NONE, .freshest = ORB_DATE_NONE };
}

static void add_count(struct orb_matrix_count *to, const struct orb_matrix_count *from)
{
    to->services += from->services;
    to->offers += from->offers;
    to->no_places += from->no_places;
    to->authorised += from->authorised;
    to->installed += from->installed;
    to->authorised_unknown += from->authorised_unknown;
    to->installed_unknown += from->installed_unknown;
    to->declared += from->declared;
    to->inferred += from->inferred;
    if (from->oldest != ORB_DATE_NONE &&
        (to->oldest == ORB_DATE_NONE || from->oldest < to->oldest))
        to->oldest = from->oldest;
    if (from->freshest != ORB_DATE_NONE &&
        (to->freshest == ORB_DATE_NONE || from->freshest > to->freshest))
        to->freshest = from->freshest;
}

/* One offer of a service whose number in the matrix is mark. */
static void add_offer(struct matrix_work *w, struct orb_matrix_line *line,
                      const struct fact *f, uint32_t mark, bool *covered)
{
    struct matrix_membership one;
    uint32_t count;
    const struct matrix_membership *list =
        orb_matrix_memberships(&w->columns, w->request->circles, f->offer, &one, &count);
    bool by_part = w->columns.inferred_part != 0 &&
                   (w->c->details[f->offer].inferred & w->columns.inferred_part) != 0;
    bool in_covered = false;
    enum evidence best = UNTOLD;

    for (uint32_t i = 0; i < count; i++) {
        uint32_t column = list[i].column;
        enum evidence evidence = column == w->columns.unclassified ? UNTOLD
                                 : list[i].inferred || by_part     ? INFERRED
                                                                   : DECLARED;

        w->used[column] = true;
        w->row[column].services += w->seen[column] != mark;
        w->seen[column] = mark;
        count_offer(w, &w->row[column], f, evidence);
        in_covered = in_covered || !w->columns.columns[column].apart;
        best = evidence < best ? evidence : best;
    }
    count_offer(w, &line->all, f, best);
    if (!in_covered)
        return;
    count_offer(w, &line->covered, f, best);
    line->covered.services += !*covered;
    *covered = true;
}

/* The cells of the line that is added up, then a clean row for the next one. */
static bool end_line(struct matrix_work *w, struct orb_matrix_line *line)
{
    line->cells.first = (uint32_t)w->cell_count;
    for (uint32_t i = 0; i < w->columns.count; i++) {
        if (!w->used[i])
            continue;
        if (orb_grow((void **)&w->out->cells, &w->cell_capacity, w->cell_count,
                     sizeof *w->out->cells) != ORB_OK)
            return false;
        w->out->cells[w->cell_count++] = (struct orb_matrix_cell){ i, w->row[i] };
        if (!w->columns.columns[i].apart)
            add_count(&line->sum, &w->row[i]);
        w->row[i] = no_count();
        w->used[i] = false;
    }
    line->cells.count = (uint32_t)w->cell_count - line->cells.first;
    return true;
}

/* The services of one line; at is where its facts start. */
static uint32_t add_services(struct matrix_work *w, uint32_t line_number, uint32_t at)
{
    struct orb_matrix_line *line = &w->out->lines[line_number];

    while (at < w->fact_count && w->place_line[w->facts[at].place] == line_number) {
        const struct fact *head = &w->facts[at];
        struct orb_matrix_service *service = &w->out->services[w->out->service_count++];
        bool covered = false;

        *service = (struct orb_matrix_service){ line_number,
                                                w->place_commune[head->place],
                                                { at, 0 } };
        for (; at < w->fact_count && w->facts[at].place == head->place &&
               w->facts[at].service == head->service;
             at++) {
            w->out->offers[at] = w->facts[at].offer;
            add_offer(w, line, &w->facts[at], w->out->service_count, &covered);
            service->offers.count++;
        }
        line->all.services++;
    }
    return at;
}

static void init_line(struct orb_matrix_line *line)
{
    line->all = line->covered = line->sum = no_count();
}

/* The total has its own cells, after those of the lines. */
static bool add_total(struct matrix_work *w)
{
    struct orb_matrix *out = w->out;

    init_line(&out->total);
    for (uint32_t i = 0; i < out->line_count; i++) {
        add_count(&out->total.all, &out->lines[i].all);
        add_count(&out->total.covered, &out->lines[i].covered);
    }
    for (size_t i = 0; i < w->cell_count; i++) {
        add_count(&w->row[out->cells[i].column], &out->cells[i].count);
        w->used[out->cells[i].column] = true;
    }
    return end_line(w, &out->total);
}

static bool add_up(struct matrix_work *w)
{
    struct orb_matrix *out = w->out;
    uint32_t at = 0;

    out->line_count = w->request->areas->count + 2;
    out->offer_count = w->fact_count;
    out->lines = orb_calloc(out->line_count, sizeof *out->lines);
    out->services = orb_calloc((size_t)w->fact_count + 1, sizeof *out->services);
    out->offers = orb_calloc((size_t)w->fact_count + 1, sizeof *out->offers);
    w->row = orb_calloc(w->columns.count, sizeof *w->row);
    w->seen = orb_calloc(w->columns.count, sizeof *w->seen);
    w->used = orb_calloc(w->columns.count, sizeof *w->used);
    if (out->lines == NULL || out->services == NULL || out->offers == NULL ||
        w->row == NULL || w->seen == NULL || w->used == NULL)
        return false;
    for (uint32_t i = 0; i < w->columns.count; i++)
        w->row[i] = no_count();
    for (uint32_t i = 0; i < out->line_count; i++) {
        init_line(&out->lines[i]);
        at = add_services(w, i, at);
        if (!end_line(w, &out->lines[i]))
            return false;
    }
    return add_total(w);
}

/* ---- the matrix */

enum orb_status orb_matrix_make(struct orb_matrix *out,
                                const struct orb_matrix_request *request,
                                struct orb_error *err)
{
    struct matrix_work w = { .request = request, .c = request->catalogue, .out = out };
    enum orb_status status;

    *out = (struct orb_matrix){ .line_count = 0 };
    status = orb_matrix_columns_make(&w.columns, &out->arena, request, err);
    out->columns = w.columns.columns;
    out->column_count = w.columns.count;
    if (status == ORB_OK && (!make_places(&w) || !make_facts(&w) || !add_up(&w)))
        status = orb_error_memory(err);
    orb_free(w.place_of);
    orb_free(w.place_line);
    orb_free(w.place_commune);
    orb_free(w.facts);
    orb_free(w.slots);
    orb_free(w.row);
    orb_free(w.seen);
    orb_free(w.used);
    if (status != ORB_OK)
        orb_matrix_release(out);
    return status;
}

void orb_matrix_release(struct orb_matrix *matrix)
{
    if (matrix == NULL)
        return;
    orb_free(matrix->lines);
    orb_free(matrix->cells);
    orb_free(matrix->services);
    orb_free(matrix->offers);
    orb_arena_release(&matrix->arena);
    *matrix = (struct orb_matrix){ .line_count = 0 };
}
