/* The map of a person is laid out as for 'orbite map circles'; only places are kept of it:
 * a page of a thousand persons draws one at a time. */
#include "maps/caseload_answer.h"

#include <math.h>
#include <string.h>

#include "engine/base/alloc.h"
#include "maps/circles_layout.h"
#include "maps/person_circles.h"

struct taking {
    const struct orb_caseload_question *q;
    struct orb_caseload_answer *out;
    struct orb_person_answer answer;
    struct orb_arena arena; /* of the map */
    const struct orb_circle_map *map;
    struct orb_strmap services; /* by partner */
    uint32_t *first;            /* row of the answer, by service */
    size_t first_capacity;
    uint8_t *taken; /* by row of the answer */
    struct orb_buf text;
};

/* ---- rows */

static uint32_t say(struct taking *t, const char *const *sentences, size_t count)
{
    uint32_t number = ORB_STRMAP_NONE;

    if (count == 0)
        return number;
    orb_buf_clear(&t->text);
    for (size_t i = 0; i < count; i++)
        orb_buf_printf(&t->text, "%s%s", i == 0 ? "" : " ", sentences[i]);
    if (t->text.failed ||
        orb_strmap_add(t->q->sentences, t->text.data, t->text.len, &number) != ORB_OK)
        t->text.failed = true;
    return number;
}

/* Exact minutes to several places would tell where a person lives: the quarter of an hour
 * that holds them is told. Unknown stays so. */
static int32_t quarter_hour(int32_t minutes)
{
    if (minutes < 0)
        return minutes;
    return minutes == 0 ? 15 : (minutes + 14) / 15 * 15;
}

static struct orb_caseload_row *take(struct taking *t, size_t row)
{
    const struct orb_person_row *r = &t->answer.rows[row];
    struct orb_caseload_row *out = &t->out->rows[t->out->count++];

    t->taken[row] = 1;
    *out = (struct orb_caseload_row){ .offer = r->offer,
                                      .needs = r->needs,
                                      .minutes = quarter_hour(r->minutes),
                                      .class_ = (uint8_t)r->class_,
                                      .circle = (uint8_t)r->circle,
                                      .estimate = r->estimate,
                                      .cell = ORB_CASELOAD_NOT_DRAWN };
    if (r->kind == ORB_KIND_HOME)
        out->minutes = ORB_CASELOAD_HOME;
    else if (r->kind == ORB_KIND_REMOTE)
        out->minutes = ORB_CASELOAD_REMOTE;
    out->reasons = say(t, r->reasons, r->reason_count);
    out->levers = say(t, r->levers, r->lever_count);
    return out;
}

/* The first row of each service, which its partner stands for. */
static bool find_services(struct taking *t)
{
    const struct orb_catalogue *c = t->q->all->catalogue;

    for (size_t i = 0; i < t->answer.count; i++) {
        const struct orb_cat_offer *offer = &c->offers[t->answer.rows[i].offer];
        const char *id = orb_cat_known(c, offer->service);
        size_t before = t->services.count;
        uint32_t number;

        if (id == NULL)
            id = orb_cat_string(c, offer->id);
        if (orb_strmap_add(&t->services, id, strlen(id), &number) != ORB_OK)
            return false;
        if (t->services.count == before)
            continue;
        if (orb_grow((void **)&t->first, &t->first_capacity, before, sizeof *t->first) !=
            ORB_OK)
            return false;
        t->first[number] = (uint32_t)i;
    }
    return true;
}

/* ---- the map */

static int32_t hundredths(double millimetres)
{
    return (int32_t)lround(100 * millimetres);
}

static void take_mark(struct taking *t, const struct orb_circle_mark *mark, bool drawn)
{
    uint32_t service =
        orb_strmap_find(&t->services, mark->partner->id, strlen(mark->partner->id));
    struct orb_caseload_row *row;

    if (service == ORB_STRMAP_NONE)
        return;
    row = take(t, t->first[service]);
    row->cell = (uint8_t)(4 * (mark->partner->family - 1) + mark->ring);
    if (!drawn)
        return;
    row->x = hundredths(mark->centre.x);
    row->y = hundredths(mark->centre.y);
    row->r = hundredths(mark->radius);
}

static void take_cell(struct taking *t, unsigned s, unsigned r)
{
    const struct orb_circle_cell *cell = &t->map->cells[s][r];
    const struct orb_circle_mark *also = orb_circle_also(t->map, s, r);
    struct orb_caseload_cell *out = &t->out->cells[t->out->cell_count];

    for (size_t i = 0; i < cell->count; i++)
        take_mark(t, &t->map->marks[cell->first + i], cell->bubble <= 0);
    if (cell->count > 0 && cell->bubble > 0) {
        *out = (struct orb_caseload_cell){
            (uint8_t)(4 * s + r),       cell->number,
            (uint32_t)cell->count,      hundredths(cell->centre.x),
            hundredths(cell->centre.y), hundredths(cell->bubble)
        };
        t->out->cell_count++;
    } else if (also != NULL) {
        *out = (struct orb_caseload_cell){ (uint8_t)(4 * s + r), also->number, 0, 0, 0, 0 };
        t->out->cell_count++;
    } else if ((orb_circle_empty_rings(t->map, s) >> r & 1) != 0) {
        t->out->empty |= UINT32_C(1) << (4 * s + r);
    }
}

static enum orb_status draw(struct taking *t, struct orb_error *err)
{
    static const struct orb_circle_map_options how = { .embedded = true };
    struct orb_circle_map_input input;
    struct orb_circle_map *map = NULL;
    enum orb_status status = orb_person_circles_make(&input, &t->answer, t->q->all, err);

    if (status == ORB_OK)
        status = orb_circle_map_make(&map, &t->arena, &input, &how, err);
    if (status != ORB_OK)
        return status;
    t->map = map;
    t->out->outside = input.outside;
    for (unsigned s = 0; s < ORB_CIRCLE_FAMILIES; s++)
        for (unsigned r = 0; r < ORB_CIRCLE_RINGS; r++)
            take_cell(t, s, r);
    t->out->drawn = t->out->count;
    return ORB_OK;
}

/* ---- the first of each need */

static void take_first(struct taking *t, size_t need, enum orb_class class_)
{
    unsigned left = ORB_CASELOAD_FIRST;

    for (size_t i = 0; i < t->answer.count && left > 0; i++) {
        const struct orb_person_row *r = &t->answer.rows[i];

        if (r->class_ != class_ || (r->needs >> need & 1) == 0)
            continue;
        left--;
        if (t->taken[i] == 0)
            (void)take(t, i);
    }
}

static enum orb_status fill(struct taking *t, struct orb_error *err)
{
    enum orb_status status;

    t->out->rows = orb_calloc(t->answer.count + 1, sizeof *t->out->rows);
    t->taken = orb_calloc(t->answer.count + 1, 1);
    if (t->out->rows == NULL || t->taken == NULL || !find_services(t))
        return orb_error_memory(err);
    status = draw(t, err);
    if (status != ORB_OK)
        return status;
    for (size_t need = 0; need < t->answer.need_count; need++)
        for (int class_ = ORB_ELIGIBLE; class_ <= ORB_NEAR_MISS; class_++)
            take_first(t, need, (enum orb_class)class_);
    return t->text.failed ? orb_error_memory(err) : ORB_OK;
}

/* What is kept lives as long as the page. */
static enum orb_status shrink(struct orb_caseload_answer *out, struct orb_error *err)
{
    struct orb_caseload_row *rows = orb_calloc(out->count + 1, sizeof *rows);

    if (rows == NULL)
        return orb_error_memory(err);
    memcpy(rows, out->rows, out->count * sizeof *rows);
    orb_free(out->rows);
    out->rows = rows;
    return ORB_OK;
}

enum orb_status orb_caseload_ask(struct orb_caseload_answer *out,
                                 const struct orb_caseload_question *q,
                                 const struct orb_person *person, struct orb_error *err)
{
    struct taking t = { .q = q, .out = out };
    struct orb_match_result result;
    enum orb_status status;

    memset(out, 0, sizeof *out);
    status = orb_matcher_ask(q->matcher, person, q->options, &result, err);
    if (status == ORB_OK) {
        const struct orb_person_question question = { q->all,  person,    q->matcher,
                                                      &result, q->reader, NULL };

        memcpy(out->totals, result.counts, sizeof out->totals);
        status = orb_person_answer_make(&t.answer, &question, err);
    }
    if (status == ORB_OK)
        status = fill(&t, err);
    if (status == ORB_OK)
        status = shrink(out, err);
    orb_person_answer_release(&t.answer);
    orb_arena_release(&t.arena);
    orb_strmap_release(&t.services);
    orb_buf_release(&t.text);
    orb_free(t.first);
    orb_free(t.taken);
    return status;
}

void orb_caseload_answer_release(struct orb_caseload_answer *answer)
{
    orb_free(answer->rows);
    memset(answer, 0, sizeof *answer);
}
