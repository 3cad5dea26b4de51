/* Streams the answer: each offer is judged again when it is told, so that memory does not
 * grow with their number. */
#include "maps/match_json.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/alloc.h"
#include "engine/model/terms.h"
#include "engine/travel/table.h"
#include "maps/json_writer.h"
#include "maps/match_json_offer.h"

static const char *const support_names[] = { "none", "current", "fragile" };

static const char *offer_id(const struct orb_match_document *d, uint32_t offer)
{
    return orb_cat_string(d->catalogue, d->catalogue->offers[offer].id);
}

static void member_number(struct orb_json_writer *w, const char *key, double value)
{
    orb_jw_key(w, key);
    orb_jw_number(w, value);
}

/* ---- the lists */

static void write_ids(struct orb_json_writer *w, const struct orb_match_document *d,
                      const char *key, const struct orb_ranking *ranking)
{
    orb_jw_key(w, key);
    orb_jw_open_array(w);
    for (size_t i = 0; i < ranking->count; i++)
        orb_jw_text(w, offer_id(d, ranking->rows[i].offer));
    orb_jw_close(w);
}

/* How many offers a single rule keeps out, when nothing suits: what it would be worth to
 * move. */
static void write_only_rule(struct orb_json_writer *w, const struct orb_need_result *n)
{
    if (n->status <= ORB_TO_VERIFY)
        return;
    orb_jw_key(w, "leave_one_out");
    orb_jw_open_object_inline(w);
    for (int r = 0; r < ORB_RULES; r++)
        if (n->only_rule[r] > 0)
            orb_jw_member_integer(w, orb_rule_names[r], (int64_t)n->only_rule[r]);
    orb_jw_close(w);
}

/* Nothing when only the first lines were looked for. */
static void write_total(struct orb_json_writer *w, const struct orb_match_document *d,
                        const char *key, size_t total)
{
    if (d->result->totals)
        orb_jw_member_integer(w, key, (int64_t)total);
}

static void write_needs(struct orb_json_writer *w, const struct orb_match_document *d)
{
    orb_jw_key(w, "needs");
    orb_jw_open_array(w);
    for (uint32_t i = 0; i < d->result->need_count; i++) {
        const struct orb_need_result *n = &d->result->needs[i];
        const struct orb_need *need = &d->person->needs[n->need];

        orb_jw_open_object(w);
        orb_jw_member_text(w, "code", need->code);
        orb_jw_member_integer(w, "priority", need->priority);
        orb_jw_member_text(w, "frequency", orb_frequency_names[need->frequency]);
        orb_jw_member_text(w, "status",
                           n->status == ORB_EXCLUDED ? "uncovered"
                                                     : orb_class_names[n->status]);
        orb_jw_member_text(w, "support", support_names[n->support]);
        orb_jw_key(w, "weights");
        orb_jw_open_object_inline(w);
        for (int k = 0; k < ORB_CRITERIA; k++)
            if (!isnan(n->weights[k]))
                member_number(w, orb_criterion_names[k], n->weights[k]);
        orb_jw_close(w);
        write_ids(w, d, "ranking", &n->ranking);
        write_total(w, d, "ranking_total", n->ranking.total);
        if (d->result->totals)
            write_only_rule(w, n);
        orb_jw_close(w);
    }
    orb_jw_close(w);
}

/* Offers to be told, some more than once. */
struct told {
    uint32_t *offers;
    size_t count;
};

static void tell(struct told *t, uint32_t offer)
{
    if (offer != ORB_CAT_NONE)
        t->offers[t->count++] = offer;
}

static void tell_ranking(struct told *t, const struct orb_ranking *ranking)
{
    for (size_t i = 0; i < ranking->count; i++)
        tell(t, ranking->rows[i].offer);
}

static size_t most_named(const struct orb_match_result *r)
{
    size_t most = r->ranking.count + r->neutral.count + r->coordination_count +
                  r->carer_count + r->plan.offer_count;

    for (uint32_t i = 0; i < r->need_count; i++)
        most += r->needs[i].ranking.count;
    for (uint32_t i = 0; i < r->plan.need_count; i++)
        most += r->plan.needs[i].other_count;
    return most;
}

static void tell_named(struct told *t, const struct orb_match_result *r)
{
    tell_ranking(t, &r->ranking);
    tell_ranking(t, &r->neutral);
    for (uint32_t i = 0; i < r->need_count; i++)
        tell_ranking(t, &r->needs[i].ranking);
    for (size_t i = 0; i < r->coordination_count; i++)
        tell(t, r->coordination[i].offer);
    for (size_t i = 0; i < r->carer_count; i++)
        tell(t, r->carers[i].offer);
    for (uint32_t i = 0; i < r->plan.offer_count; i++)
        tell(t, r->plan.offers[i].offer);
    for (uint32_t i = 0; i < r->plan.need_count; i++)
        for (uint32_t j = 0; j < r->plan.needs[i].other_count; j++)
            tell(t, r->plan.needs[i].others[j]);
}

static int by_rank(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a;
    uint32_t y = *(const uint32_t *)b;

    return (x > y) - (x < y);
}

/* A few offers of a million: what it takes does not depend on how many there are. */
static enum orb_status write_named(struct orb_json_writer *w,
                                   const struct orb_match_document *d,
                                   struct orb_error *err)
{
    const struct orb_catalogue *c = d->catalogue;
    struct told t = { orb_calloc(most_named(d->result) + 1, sizeof *t.offers), 0 };
    uint32_t *ranks = t.offers;
    enum orb_status status = ORB_OK;

    if (ranks == NULL)
        return orb_error_memory(err);
    tell_named(&t, d->result);
    for (size_t i = 0; i < t.count; i++)
        ranks[i] = c->offers[t.offers[i]].id_rank;
    qsort(ranks, t.count, sizeof *ranks, by_rank);
    for (size_t i = 0; status == ORB_OK && i < t.count; i++)
        if (i == 0 || ranks[i] != ranks[i - 1])
            status = orb_match_json_offer(w, d, c->by_id[ranks[i]], err);
    orb_free(ranks);
    return status;
}

/* The texts of an offer, mostly the one after the other. */
static void expect_texts(const struct orb_catalogue *c, const struct orb_cat_offer *o)
{
    const orb_cat_text texts[] = { o->id,    o->name,  o->service, o->address,
                                   o->phone, o->email, o->url };

    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        if (texts[i] != 0)
            orb_cat_soon(c, c->strings + texts[i], 1);
}

/* Where reading waits: what is told of the offers is asked for before the first is told. */
static void expect_offers(const struct orb_match_document *d)
{
    const struct orb_catalogue *c = d->catalogue;
    struct told t = { NULL, 0 };

    if (c->soon == NULL || d->all)
        return;
    t.offers = orb_calloc(most_named(d->result) + 1, sizeof *t.offers);
    if (t.offers == NULL)
        return;
    tell_named(&t, d->result);
    for (size_t i = 0; i < t.count; i++) {
        orb_cat_soon(c, &c->offers[t.offers[i]], sizeof *c->offers);
        orb_cat_soon(c, &c->offer_kinds[t.offers[i]], sizeof *c->offer_kinds);
    }
    for (size_t i = 0; i < t.count; i++) {
        const struct orb_cat_offer *o = &c->offers[t.offers[i]];

        orb_cat_soon(c, &c->by_id[o->id_rank], sizeof *c->by_id);
        orb_cat_soon(c, &c->terms[o->terms], sizeof *c->terms);
        if (o->commune != ORB_CAT_NONE)
            orb_cat_soon(c, &c->communes[o->commune], sizeof *c->communes);
        expect_texts(c, o);
    }
    orb_free(t.offers);
}

static enum orb_status write_offers(struct orb_json_writer *w,
                                    const struct orb_match_document *d,
                                    struct orb_error *err)
{
    const struct orb_catalogue *c = d->catalogue;
    enum orb_status status = ORB_OK;

    orb_jw_key(w, "offers");
    orb_jw_open_array(w);
    if (!d->all)
        status = write_named(w, d, err);
    for (uint32_t rank = 0; d->all && status == ORB_OK && rank < c->offer_count; rank++)
        status = orb_match_json_offer(w, d, c->by_id[rank], err);
    orb_jw_close(w);
    return status;
}

static void write_side(struct orb_json_writer *w, const struct orb_match_document *d,
                       const char *key, const struct orb_side_offer *offers, size_t count)
{
    orb_jw_key(w, key);
    orb_jw_open_array(w);
    for (size_t i = 0; i < count; i++) {
        orb_jw_open_object(w);
        orb_jw_member_text(w, "id", offer_id(d, offers[i].offer));
        orb_jw_member_text(w, "class", orb_class_names[offers[i].class_]);
        orb_match_json_reasons(w, d, &offers[i].verdict);
        orb_jw_close(w);
    }
    orb_jw_close(w);
}

static void write_travel(struct orb_json_writer *w, const struct orb_match_document *d)
{
    orb_jw_key(w, "travel");
    orb_jw_open_object(w);
    orb_jw_key(w, "methods");
    orb_jw_open_array(w);
    for (size_t i = 0; i < d->travel->methods.count; i++) {
        const struct orb_travel_method *method = &d->travel->method_texts[i];

        orb_jw_open_object_inline(w);
        orb_jw_member_text(w, "name", method->name);
        orb_jw_member_text(w, "version",
                           method->version[0] == '\0' ? NULL : method->version);
        orb_jw_close(w);
    }
    orb_jw_close(w);
    orb_jw_member_integer(w, "told", (int64_t)d->told);
    orb_jw_member_integer(w, "estimated", (int64_t)d->estimated);
    orb_jw_close(w);
}

static void write_question(struct orb_json_writer *w, const struct orb_match_document *d,
                           const char *format)
{
    orb_jw_member_text(w, "format", format);
    orb_jw_member_text(w, "person", d->person->id);
    orb_jw_member_date(w, "reference_date", d->person->reference_date);
    orb_jw_member_text(w, "profile", d->profile->id);
    orb_jw_member_text(w, "policy", d->result->policy->name);
    orb_jw_key(w, "igas");
    orb_jw_open_array(w);
    for (int i = 0; i < ORB_IGAS_OPTIONS; i++)
        if (d->result->igas[i])
            orb_jw_text(w, orb_igas_names[i]);
    orb_jw_close(w);
    if (d->travel != NULL)
        write_travel(w, d);
}

static void write_uncertain(struct orb_json_writer *w, const struct orb_match_document *d)
{
    orb_jw_key(w, "uncertain");
    orb_jw_open_array(w);
    for (size_t i = 0; i < d->result->uncertain_count; i++) {
        orb_jw_open_array_inline(w);
        orb_jw_text(w, offer_id(d, d->result->uncertain[i][0]));
        orb_jw_text(w, offer_id(d, d->result->uncertain[i][1]));
        orb_jw_close(w);
    }
    orb_jw_close(w);
}

static enum orb_status finish(struct orb_json_writer *w, enum orb_status status,
                              struct orb_error *err)
{
    if (status != ORB_OK)
        return orb_error_set(err, status, "%s", w->error.text);
    orb_jw_close(w);
    status = orb_jw_end(w, err);
    orb_buf_char(w->buf, '\n');
    return status;
}

static void write_counts(struct orb_json_writer *w, const struct orb_match_result *r)
{
    if (!r->totals)
        return;
    orb_jw_key(w, "counts");
    orb_jw_open_object_inline(w);
    for (int c = 0; c < ORB_CLASSES; c++)
        orb_jw_member_integer(w, orb_class_names[c], (int64_t)r->counts[c]);
    orb_jw_close(w);
}

static enum orb_status write_answer(struct orb_json_writer *w,
                                    const struct orb_match_document *d,
                                    struct orb_error *err)
{
    const struct orb_match_result *r = d->result;
    enum orb_status status;

    expect_offers(d);
    orb_jw_open_object(w);
    write_question(w, d, "orbite-match-result/1");
    write_counts(w, r);
    write_needs(w, d);
    status = write_offers(w, d, err);
    write_ids(w, d, "ranking", &r->ranking);
    write_total(w, d, "ranking_total", r->ranking.total);
    write_uncertain(w, d);
    write_ids(w, d, "neutral_ranking", &r->neutral);
    write_side(w, d, "coordination", r->coordination, r->coordination_count);
    write_total(w, d, "coordination_total", r->coordination_total);
    orb_jw_member_bool(w, "coordination_recommended", r->coordination_recommended);
    write_side(w, d, "carers", r->carers, r->carer_count);
    write_total(w, d, "carers_total", r->carer_total);
    orb_jw_member_bool(w, "operator_known", r->has_operator);
    orb_jw_key(w, "plan");
    orb_jw_open_object(w);
    orb_match_json_plan(w, d);
    orb_jw_close(w);
    return finish(w, status, err);
}

enum orb_status orb_match_json_write(struct orb_output *out,
                                     const struct orb_match_document *d,
                                     struct orb_error *err)
{
    struct orb_json_writer w;

    orb_jw_init(&w, out, 1);
    return write_answer(&w, d, err);
}

enum orb_status orb_match_json_line(struct orb_buf *out, const struct orb_match_document *d,
                                    struct orb_error *err)
{
    struct orb_json_writer w;

    orb_jw_init_buf(&w, out, 0);
    return write_answer(&w, d, err);
}

enum orb_status
orb_plan_json_write(struct orb_output *out, const struct orb_match_document *d,
                    void (*more)(struct orb_json_writer *w, const void *context),
                    const void *context, struct orb_error *err)
{
    struct orb_json_writer w;

    orb_jw_init(&w, out, 1);
    orb_jw_open_object(&w);
    write_question(&w, d, "orbite-plan/1");
    orb_match_json_plan(&w, d);
    more(&w, context);
    return finish(&w, w.status, err);
}
