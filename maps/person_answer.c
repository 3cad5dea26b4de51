/* Each offer is evaluated again for its words: the ranking only keeps its place. */
#include "maps/person_answer.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/alloc.h"
#include "engine/base/text.h"
#include "maps/offer.h"

/* An offer set aside, before it is known whether it is near enough to be told. */
struct aside {
    int64_t minutes_key;
    uint32_t failed; /* rules that say no */
    uint32_t id_rank;
    uint32_t offer;
};

struct maker {
    const struct orb_person_question *q;
    struct orb_person_answer *a;
    struct orb_buf text;
    uint8_t *ranked; /* by offer */
    struct aside *aside;
    size_t aside_count, aside_capacity;
};

/* ---- which offers */

/* Reasons that are not worth a call: the service is not there for the person at all, or the
 * person does not want it, which is nobody else's business. */
static bool is_beside(const struct orb_verdict *v)
{
    for (size_t i = 0; i < v->reason_count; i++)
        switch (v->reasons[i].code) {
        case ORB_REASON_DUPLICATE:
        case ORB_REASON_INSTITUTION:
        case ORB_REASON_CARERS_ONLY:
        case ORB_REASON_CLOSED:
        case ORB_REASON_NO_NEED:
        case ORB_REASON_REFUSED_BY_PERSON:
            return true;
        default:
            break;
        }
    return false;
}

static uint32_t failures(const struct orb_verdict *v)
{
    uint32_t count = 0;

    for (size_t i = 0; i < v->reason_count; i++)
        count += v->reasons[i].outcome == ORB_RULE_NO;
    return count;
}

static enum orb_status find_aside(struct maker *m, struct orb_error *err)
{
    const struct orb_catalogue *c = m->q->selection->catalogue;
    enum orb_status status = ORB_OK;
    struct orb_evaluation e;

    for (uint32_t i = 0; status == ORB_OK && i < c->offer_count; i++) {
        if (m->ranked[i] != 0)
            continue;
        status = orb_matcher_evaluate(m->q->matcher, i, &e, err);
        if (status != ORB_OK || e.need_count == 0 || e.verdict->class_ != ORB_EXCLUDED ||
            is_beside(e.verdict))
            continue;
        if (orb_grow((void **)&m->aside, &m->aside_capacity, m->aside_count,
                     sizeof *m->aside) != ORB_OK)
            return orb_error_memory(err);
        m->aside[m->aside_count++] = (struct aside){
            .minutes_key = isnan(e.verdict->place.minutes)
                               ? ORB_KEY_UNKNOWN
                               : orb_key(e.verdict->place.minutes),
            .failed = failures(e.verdict),
            .id_rank = c->offers[i].id_rank,
            .offer = i,
        };
    }
    return status;
}

static int compare_aside(const void *a, const void *b)
{
    const struct aside *x = a, *y = b;

    if (x->failed != y->failed)
        return x->failed < y->failed ? -1 : 1;
    if (x->minutes_key != y->minutes_key)
        return x->minutes_key < y->minutes_key ? -1 : 1;
    return x->id_rank < y->id_rank ? -1 : x->id_rank > y->id_rank;
}

/* ---- words */

/* "above the age" is "Above the age.", accents of French included. */
static const char *sentence(struct maker *m)
{
    char *text =
        orb_arena_printf(&m->a->arena, "%s.", m->text.data == NULL ? "" : m->text.data);

    if (text == NULL || m->text.failed)
        return NULL;
    if (text[0] >= 'a' && text[0] <= 'z')
        text[0] = (char)(text[0] - 'a' + 'A');
    else if (text[0] == '\xc3' && (unsigned char)text[1] >= 0xa0 &&
             (unsigned char)text[1] <= 0xbe)
        text[1] = (char)(text[1] - 0x20);
    return text;
}

static bool tell_reasons(struct maker *m, struct orb_person_row *row,
                         const struct orb_verdict *v)
{
    const char **list = orb_arena_array(&m->a->arena, v->reason_count + 1, sizeof *list);

    if (list == NULL)
        return false;
    row->reasons = list;
    for (size_t i = 0; i < v->reason_count; i++) {
        orb_buf_clear(&m->text);
        orb_reason_words(&m->text, &m->q->reader, &v->reasons[i]);
        if ((list[row->reason_count++] = sentence(m)) == NULL)
            return false;
        if (row->why == NULL && v->reasons[i].outcome == ORB_RULE_NO)
            row->why = orb_arena_strdup(&m->a->arena, m->text.data);
    }
    return true;
}

static bool tell_levers(struct maker *m, struct orb_person_row *row,
                        const struct orb_verdict *v)
{
    const char **list = orb_arena_array(&m->a->arena, ORB_LEVERS, sizeof *list);
    uint32_t levers = 0;

    if (list == NULL)
        return false;
    row->levers = list;
    for (size_t i = 0; i < v->reason_count; i++)
        levers |= v->reasons[i].levers;
    for (uint32_t i = 0; i < ORB_LEVERS; i++) {
        const struct orb_reason one = { .levers = levers & 1U << i };

        if (one.levers == 0)
            continue;
        orb_buf_clear(&m->text);
        orb_lever_words(&m->text, &one);
        if ((list[row->lever_count++] = sentence(m)) == NULL)
            return false;
    }
    return true;
}

static bool tell_way(struct maker *m, struct orb_person_row *row,
                     const struct orb_place *place)
{
    const char *words = _("travel time not known");

    row->minutes = -1;
    row->kind = place->kind;
    if (place->kind == ORB_KIND_HOME) {
        words = _("at home");
    } else if (place->kind == ORB_KIND_REMOTE) {
        words = _("at a distance");
    } else if (!isnan(place->minutes) && place->minutes < INT32_MAX) {
        row->minutes = (int32_t)lround(place->minutes);
        row->estimate = place->estimate;
        row->way =
            orb_arena_printf(&m->a->arena, place->estimate ? _("≈ %ld min") : _("%ld min"),
                             (long)row->minutes);
        return row->way != NULL;
    }
    row->way = orb_arena_strdup(&m->a->arena, words);
    return row->way != NULL;
}

/* ---- scores */

/* Weights of a need in the person's result. */
static const double *weights_of(const struct orb_match_result *r, uint32_t need)
{
    for (uint32_t i = 0; i < r->need_count; i++)
        if (r->needs[i].need == need)
            return r->needs[i].weights;
    return NULL;
}

/* Each need has its share of the score; a part is the sum of its shares. */
static void tell_score(struct maker *m, struct orb_person_row *row,
                       const struct orb_evaluation *e)
{
    double points[ORB_CRITERIA], most[ORB_CRITERIA] = { 0 };
    int64_t parts[ORB_CRITERIA];

    row->score = -1;
    if (!e->scored)
        return;
    for (int k = 0; k < ORB_CRITERIA; k++)
        points[k] = NAN;
    for (uint32_t i = 0; i < e->need_count; i++) {
        const struct orb_need_evaluation *n = &e->needs[i];
        const double *weights = weights_of(m->q->result, n->need);
        double share = n->score > 0 ? n->share / n->score : 0;

        for (int k = 0; !isnan(n->share) && k < ORB_CRITERIA; k++) {
            if (isnan(n->points[k]))
                continue;
            points[k] = (isnan(points[k]) ? 0 : points[k]) + share * n->points[k];
            if (weights != NULL && !isnan(weights[k]))
                most[k] += share * weights[k];
        }
    }
    row->score = orb_hundredths(points, e->score, parts);
    for (int k = 0; k < ORB_CRITERIA; k++)
        if (!isnan(points[k]))
            row->parts[row->part_count++] =
                (struct orb_person_part){ (enum orb_criterion_id)k, parts[k],
                                          llround(100 * most[k]) };
}

/* ---- rows */

static enum orb_status add_row(struct maker *m, uint32_t offer, struct orb_error *err)
{
    struct orb_person_row *row = &m->a->rows[m->a->count];
    struct orb_evaluation e;
    enum orb_status status = orb_matcher_evaluate(m->q->matcher, offer, &e, err);

    if (status != ORB_OK)
        return status;
    *row = (struct orb_person_row){ .offer = offer,
                                    .class_ = e.verdict->class_,
                                    .circle = e.verdict->circle,
                                    .neutral = -1 };
    for (uint32_t i = 0; i < e.need_count; i++)
        row->needs |= UINT64_C(1) << e.needs[i].need;
    tell_score(m, row, &e);
    if (!tell_reasons(m, row, e.verdict) || !tell_levers(m, row, e.verdict) ||
        !tell_way(m, row, &e.verdict->place))
        return orb_error_memory(err);
    m->a->count++;
    return ORB_OK;
}

static enum orb_status add_rows(struct maker *m, struct orb_error *err)
{
    const struct orb_ranking *ranking = &m->q->result->ranking;
    size_t answers =
        ranking->count < ORB_PERSON_ANSWERS ? ranking->count : ORB_PERSON_ANSWERS;
    size_t aside = m->aside_count < ORB_PERSON_ASIDE ? m->aside_count : ORB_PERSON_ASIDE;
    enum orb_status status = ORB_OK;

    m->a->rows = orb_arena_array(&m->a->arena, answers + aside + 1, sizeof *m->a->rows);
    if (m->a->rows == NULL)
        return orb_error_memory(err);
    for (size_t i = 0; status == ORB_OK && i < answers; i++)
        status = add_row(m, ranking->rows[i].offer, err);
    for (size_t i = 0; status == ORB_OK && i < aside; i++)
        status = add_row(m, m->aside[i].offer, err);
    m->a->aside = m->aside_count - aside;
    return status;
}

static int compare_ranks(const void *a, const void *b)
{
    const uint32_t *x = a, *y = b;

    return x[0] < y[0] ? -1 : x[0] > y[0];
}

/* Rows of the page, and what depends on where each offer stands. */
static enum orb_status place_rows(struct maker *m, struct orb_error *err)
{
    const struct orb_catalogue *c = m->q->selection->catalogue;
    const struct orb_match_result *r = m->q->result;
    struct orb_person_answer *a = m->a;
    uint32_t(*sorted)[2] = orb_arena_array(&a->arena, a->count + 1, sizeof *sorted);
    struct orb_person_row **by_offer =
        orb_arena_array(&a->arena, (size_t)c->offer_count + 1, sizeof(void *));

    a->offers = orb_arena_array(&a->arena, a->count + 1, sizeof *a->offers);
    if (sorted == NULL || by_offer == NULL || a->offers == NULL)
        return orb_error_memory(err);
    memset(by_offer, 0, c->offer_count * sizeof(void *));
    for (size_t i = 0; i < a->count; i++) {
        sorted[i][0] = c->offers[a->rows[i].offer].id_rank;
        sorted[i][1] = a->rows[i].offer;
        by_offer[a->rows[i].offer] = &a->rows[i];
    }
    qsort(sorted, a->count, sizeof *sorted, compare_ranks);
    for (size_t i = 0; i < a->count; i++)
        a->offers[i] = sorted[i][1];
    for (size_t i = 0; i < r->neutral.count && i < INT32_MAX; i++)
        if (by_offer[r->neutral.rows[i].offer] != NULL)
            by_offer[r->neutral.rows[i].offer]->neutral = (int32_t)i;
    for (size_t i = 0; i < r->uncertain_count; i++)
        for (int side = 0; side < 2; side++)
            if (by_offer[r->uncertain[i][side]] != NULL)
                by_offer[r->uncertain[i][side]]->uncertain = true;
    return ORB_OK;
}

/* A resource that answers by a family nobody thought of lights it. */
static void light_families(struct maker *m)
{
    struct orb_map_offer offer;

    for (size_t i = 0; i < m->a->count; i++) {
        if (m->a->rows[i].class_ == ORB_EXCLUDED)
            continue;
        orb_map_offer_get(&offer, m->q->selection, m->a->rows[i].offer);
        if (offer.family != 0 && (offer.families & m->a->families) == 0)
            m->a->families |= 1U << (offer.family - 1);
    }
}

/* ---- the person */

static enum orb_status tell_person(struct maker *m, struct orb_error *err)
{
    const struct orb_person *p = m->q->person;
    const struct orb_catalogue *c = m->q->selection->catalogue;
    struct orb_person_answer *a = m->a;
    uint32_t commune =
        p->commune == NULL ? ORB_CAT_NONE : orb_cat_commune_find(c, p->commune);

    a->id = orb_arena_strdup(&a->arena, p->id);
    if (m->q->travel != NULL &&
        (a->travel = orb_arena_strdup(&a->arena, m->q->travel)) == NULL)
        return orb_error_memory(err);
    a->date = p->reference_date;
    a->commune = commune == ORB_CAT_NONE ? NULL : &c->communes[commune];
    a->needs = orb_arena_array(&a->arena, p->need_count + 1, sizeof *a->needs);
    if (a->id == NULL || a->needs == NULL)
        return orb_error_memory(err);
    for (uint32_t i = 0; i < p->need_count; i++) {
        const char *code = p->needs[i].code;
        struct orb_person_need need = {
            orb_arena_strdup(&a->arena, code),
            orb_arena_strdup(&a->arena,
                             orb_code_words(&m->q->reader, "serafin_besoins", code))
        };

        if (need.code == NULL || need.label == NULL)
            return orb_error_memory(err);
        a->needs[a->need_count++] = need;
    }
    return orb_person_families(&a->families, m->q->reader.vocabulary, p, err);
}

enum orb_status orb_person_answer_make(struct orb_person_answer *out,
                                       const struct orb_person_question *question,
                                       struct orb_error *err)
{
    const struct orb_match_result *r = question->result;
    struct maker m = { .q = question, .a = out };
    enum orb_status status;

    memset(out, 0, sizeof *out);
    m.ranked = orb_calloc((size_t)question->selection->catalogue->offer_count + 1, 1);
    if (m.ranked == NULL)
        return orb_error_memory(err);
    for (size_t i = 0; i < r->ranking.count; i++)
        m.ranked[r->ranking.rows[i].offer] = 1;
    out->answered = r->ranking.total;
    status = tell_person(&m, err);
    if (status == ORB_OK)
        status = find_aside(&m, err);
    if (status == ORB_OK && m.aside_count > 0)
        qsort(m.aside, m.aside_count, sizeof *m.aside, compare_aside);
    if (status == ORB_OK)
        status = add_rows(&m, err);
    if (status == ORB_OK)
        status = place_rows(&m, err);
    if (status == ORB_OK)
        light_families(&m);
    orb_buf_release(&m.text);
    orb_free(m.ranked);
    orb_free(m.aside);
    return status;
}

enum orb_status orb_person_answer_select(struct orb_person_answer *answer,
                                         const struct orb_catalogue *catalogue,
                                         struct orb_export_options *options,
                                         struct orb_error *err)
{
    uint8_t *only = orb_arena_array(&answer->arena, (size_t)catalogue->offer_count + 1, 1);
    uint8_t *circles =
        orb_arena_array(&answer->arena, (size_t)catalogue->offer_count + 1, 1);

    if (only == NULL || circles == NULL)
        return orb_error_memory(err);
    memset(only, 0, catalogue->offer_count);
    for (size_t i = 0; i < answer->count; i++) {
        only[answer->rows[i].offer] = 1;
        circles[answer->rows[i].offer] = (uint8_t)answer->rows[i].circle;
    }
    options->only = only;
    options->circles = circles;
    return ORB_OK;
}

void orb_person_answer_release(struct orb_person_answer *answer)
{
    orb_arena_release(&answer->arena);
    memset(answer, 0, sizeof *answer);
}
