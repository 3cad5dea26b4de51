/* Need by need: what suits, what is to verify, what nearly suits and why, what is missing;
 * then the smallest plan. */
#include "cli/answer.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "cli/answer_offer.h"
#include "cli/table.h"
#include "engine/base/text.h"
#include "engine/base/utf8.h"
#include "maps/reason_words.h"

/* What every part of the answer is written with. */
struct answer {
    struct orb_buf *out;
    struct cli_question *q;
    size_t rows; /* shown of each list */
};

/* ---- the question */

static void write_question(struct orb_buf *out, const struct cli_question *q)
{
    const struct orb_match_result *r = &q->result;
    struct orb_buf date = { 0 };

    cli_date(&date, q->person->reference_date, q->cli->french);
    cli_answer_printf(out, q, 0, _("Situation %s on %s, policy %s, profile %s"),
                      q->person->id, date.data, r->policy->name, q->profile->id);
    cli_answer_printf(
        out, q, 0,
        _("Offers: %llu suit, %llu to verify, %llu nearly suit, %llu do not suit."),
        (unsigned long long)r->counts[ORB_ELIGIBLE],
        (unsigned long long)r->counts[ORB_TO_VERIFY],
        (unsigned long long)r->counts[ORB_NEAR_MISS],
        (unsigned long long)r->counts[ORB_EXCLUDED]);
    if (!r->has_operator)
        cli_answer_printf(
            out, q, 0, "%s",
            _("No operator is known: no offer can be its own (circle C0). Set it with 'orbite config operator ID'."));
    if (isnan(q->person->lon) && q->person->commune == NULL)
        cli_answer_printf(
            out, q, 0, "%s",
            _("The place where the person lives is not known: distances and areas are to verify."));
    for (int i = 0; i < ORB_IGAS_OPTIONS; i++)
        if (r->igas[i])
            cli_answer_printf(
                out, q, 0,
                _("Option IGAS %s: what it opens is outside the present authorisation."),
                orb_igas_names[i]);
    orb_buf_release(&date);
}

/* ---- one need */

static const struct orb_need_evaluation *evaluation_of(const struct orb_evaluation *e,
                                                       uint32_t need)
{
    for (uint32_t i = 0; i < e->need_count; i++)
        if (e->needs[i].need == need)
            return &e->needs[i];
    return NULL;
}

static enum orb_status write_row(const struct answer *a, uint32_t need, size_t rank,
                                 uint32_t offer, struct orb_error *err)
{
    struct orb_buf *out = a->out;
    struct cli_question *q = a->q;
    struct orb_evaluation e;
    const struct orb_need_evaluation *n;
    const struct orb_verdict *v;
    struct orb_buf head = { 0 };
    enum orb_status status = orb_matcher_evaluate(q->matcher, offer, &e, err);

    if (status != ORB_OK)
        return status;
    n = evaluation_of(&e, need);
    v = n == NULL ? e.verdict : &e.verdicts[n->frequency];
    orb_buf_printf(&head, "%2zu. ", rank);
    cli_answer_name(&head, q, offer);
    orb_buf_text(&head, " — ");
    cli_answer_place(&head, q, &v->place);
    orb_buf_text(&head, " · ");
    cli_answer_circle(&head, q, v->circle);
    cli_answer_line(out, q, 1, head.data == NULL ? "" : head.data);
    cli_answer_reasons(out, q, v, 5);
    cli_answer_alerts(out, q, e.alerts, 5);
    cli_answer_contact(out, q, offer, 5);
    if (n != NULL && v->class_ != ORB_EXCLUDED)
        cli_answer_score(out, q, n, 5);
    cli_answer_printf(
        out, q, 5, "[%s]",
        orb_cat_string(&q->territory.catalogue, q->territory.catalogue.offers[offer].id));
    status = orb_buf_check(&head, err);
    orb_buf_release(&head);
    return status;
}

static enum orb_status write_group(const struct answer *a, const struct orb_need_result *n,
                                   enum orb_class class_, struct orb_error *err)
{
    static const char *const heads[] = {
        N_("What suits:"), N_("To verify (a call settles it):"),
        N_("What nearly suits, and what would make it possible:")
    };
    const struct orb_ranking *lines = &n->classes[class_];
    enum orb_status status = ORB_OK;
    size_t rank = 1; /* better classes come first */
    size_t more = lines->total - lines->count;

    for (int c = ORB_ELIGIBLE; c < (int)class_; c++)
        rank += n->classes[c].total;
    if (lines->count > 0)
        cli_answer_printf(a->out, a->q, 0, "%s", _(heads[class_]));
    for (size_t i = 0; status == ORB_OK && i < lines->count; i++)
        status = write_row(a, n->need, rank + i, lines->rows[i].offer, err);
    if (more > 0)
        cli_answer_printf(
            a->out, a->q, 4,
            ORB_PLURAL("and %zu more (--limit)", "and %zu more (--limit)", more), more);
    return status;
}

static const struct orb_plan_need *plan_of(const struct orb_plan *plan, uint32_t need)
{
    for (uint32_t i = 0; i < plan->need_count; i++)
        if (plan->needs[i].need == need)
            return &plan->needs[i];
    return NULL;
}

/* What keeps offers out, one rule at a time: the shortest way to a solution. */
static void write_only_rule(struct orb_buf *out, const struct cli_question *q,
                            const struct orb_need_result *n)
{
    struct orb_buf text = { 0 };

    for (int r = 0; r < ORB_RULES; r++) {
        if (n->only_rule[r] == 0)
            continue;
        orb_buf_text(&text, text.len == 0 ? "" : ", ");
        orb_buf_printf(&text, "%s %llu", orb_rule_words((enum orb_rule_id)r),
                       (unsigned long long)n->only_rule[r]);
    }
    if (text.len > 0)
        cli_answer_printf(out, q, 1, _("Offers that a single condition keeps out: %s."),
                          text.data);
    orb_buf_release(&text);
}

static enum orb_status write_uncovered(const struct answer *a,
                                       const struct orb_need_result *n,
                                       struct orb_error *err)
{
    const struct orb_plan_need *p = plan_of(&a->q->result.plan, n->need);
    enum orb_status status = ORB_OK;
    bool told = false;

    if (n->status > ORB_TO_VERIFY) {
        cli_answer_printf(a->out, a->q, 0, "%s", _("No solution suits today."));
        write_only_rule(a->out, a->q, n);
    }
    if (p == NULL || p->covered)
        return ORB_OK;
    if (p->unmet_demand)
        cli_answer_printf(
            a->out, a->q, 1, "%s",
            _("Demand that nothing meets: to be reported, since it can lead to a new solution."));
    for (uint32_t i = 0; status == ORB_OK && i < p->other_count; i++) {
        /* Near misses are offers to prospect too: those shown are not told twice. */
        if (cli_rank_in(&n->classes[ORB_NEAR_MISS], p->others[i]) > 0)
            continue;
        if (!told)
            cli_answer_printf(a->out, a->q, 0, "%s",
                              _("To prospect, further on the horizon:"));
        told = true;
        status = write_row(a, n->need, i + 1, p->others[i], err);
    }
    return status;
}

static enum orb_status write_need(const struct answer *a, const struct orb_need_result *n,
                                  struct orb_error *err)
{
    struct orb_buf *out = a->out;
    const struct cli_question *q = a->q;
    static const char *const priorities[] = { "", N_("useful"), N_("important"),
                                              N_("essential") };
    const struct orb_need *need = &q->person->needs[n->need];
    struct orb_buf head = { 0 };
    enum orb_status status = ORB_OK;

    orb_buf_printf(&head, "%s %s (%s, %s)", need->code,
                   cli_code_words(q, "serafin_besoins", need->code),
                   _(priorities[need->priority]), orb_frequency_words(need->frequency));
    cli_answer_title(out, head.data == NULL ? "" : head.data);
    orb_buf_release(&head);
    if (n->support == 1)
        cli_answer_printf(out, q, 0, "%s", _("A service already answers this need."));
    else if (n->support == 2)
        cli_answer_printf(out, q, 0, "%s",
                          _("Only relatives answer this need today: fragile."));
    for (int c = ORB_ELIGIBLE; status == ORB_OK && c <= ORB_NEAR_MISS; c++)
        status = write_group(a, n, (enum orb_class)c, err);
    if (status == ORB_OK)
        status = write_uncovered(a, n, err);
    return status;
}

/* ---- beside */

static void write_side(const struct answer *a, const char *head,
                       const struct orb_side_offer *offers, size_t total)
{
    struct orb_buf *out = a->out;
    const struct cli_question *q = a->q;
    size_t rows = a->rows;

    if (total == 0)
        return;
    cli_answer_title(out, head);
    for (size_t i = 0; i < total && i < rows; i++) {
        struct orb_buf text = { 0 };

        orb_buf_text(&text, "• ");
        cli_answer_name(&text, q, offers[i].offer);
        orb_buf_text(&text, " — ");
        cli_answer_place(&text, q, &offers[i].verdict.place);
        orb_buf_printf(&text, " · %s", orb_class_words(offers[i].class_));
        cli_answer_line(out, q, 1, text.data == NULL ? "" : text.data);
        cli_answer_reasons(out, q, &offers[i].verdict, 3);
        cli_answer_contact(out, q, offers[i].offer, 3);
        orb_buf_release(&text);
    }
    if (total > rows)
        cli_answer_printf(
            out, q, 3,
            ORB_PLURAL("and %zu more (--limit)", "and %zu more (--limit)", total - rows),
            total - rows);
}

/* The order with the weight of circles taken out, always beside (R26). */
static void write_neutral(struct orb_buf *out, const struct cli_question *q, size_t rows,
                          bool always)
{
    const struct orb_ranking *a = &q->result.ranking;
    const struct orb_ranking *b = &q->result.neutral;
    bool same = true;

    for (size_t i = 0; i < rows && i < a->count; i++)
        same = same && a->rows[i].offer == b->rows[i].offer;
    if (a->count == 0)
        return;
    cli_answer_title(out, _("Order without the weight of circles"));
    if (same && !always) {
        cli_answer_printf(
            out, q, 0, "%s",
            _("The same: the circles, hence the operator, change nothing to the first ranks."));
        return;
    }
    for (size_t i = 0; i < rows && i < b->count; i++) {
        struct orb_buf text = { 0 };
        size_t rank = cli_rank_in(a, b->rows[i].offer);

        orb_buf_printf(&text, "%2zu. ", i + 1);
        cli_answer_name(&text, q, b->rows[i].offer);
        if (rank > 0)
            orb_buf_printf(&text, _(" (with circles: %zu)"), rank);
        cli_answer_line(out, q, 1, text.data == NULL ? "" : text.data);
        orb_buf_release(&text);
    }
}

static void write_uncertain(struct orb_buf *out, const struct cli_question *q, size_t rows)
{
    for (size_t i = 0; i < q->result.uncertain_count && i < rows; i++) {
        struct orb_buf a = { 0 };
        struct orb_buf b = { 0 };

        cli_answer_name(&a, q, q->result.uncertain[i][0]);
        cli_answer_name(&b, q, q->result.uncertain[i][1]);
        if (i == 0)
            cli_answer_title(out, _("Uncertain order: unknown values may exchange them"));
        cli_answer_printf(out, q, 1, "%s ↔ %s", a.data, b.data);
        orb_buf_release(&a);
        orb_buf_release(&b);
    }
}

enum orb_status cli_answer_write(struct orb_buf *out, struct cli_question *q, size_t rows,
                                 bool neutral, struct orb_error *err)
{
    const struct orb_match_result *r = &q->result;
    const struct answer a = { out, q, rows };
    enum orb_status status = ORB_OK;

    write_question(out, q);
    for (uint32_t i = 0; status == ORB_OK && i < r->need_count; i++)
        status = write_need(&a, &r->needs[i], err);
    if (status != ORB_OK)
        return status;
    cli_answer_bundle(out, q);
    if (r->coordination_recommended)
        write_side(&a, _("To coordinate: recommended here"), r->coordination,
                   r->coordination_total);
    write_side(&a, _("For the carers"), r->carers, r->carer_total);
    write_neutral(out, q, rows, neutral);
    write_uncertain(out, q, rows);
    return orb_buf_check(out, err);
}

enum orb_status cli_answer_plan(struct orb_buf *out, struct cli_question *q,
                                struct orb_error *err)
{
    const struct answer a = { out, q, 0 };
    enum orb_status status = ORB_OK;
    struct orb_buf head = { 0 };

    write_question(out, q);
    cli_answer_bundle(out, q);
    for (uint32_t i = 0; status == ORB_OK && i < q->result.need_count; i++) {
        const struct orb_plan_need *p = plan_of(&q->result.plan, q->result.needs[i].need);

        if (p == NULL || p->covered)
            continue;
        cli_answer_need(&head, q, p->need);
        cli_answer_title(out, head.data == NULL ? "" : head.data);
        orb_buf_clear(&head);
        status = write_uncovered(&a, &q->result.needs[i], err);
    }
    orb_buf_release(&head);
    return status == ORB_OK ? orb_buf_check(out, err) : status;
}

enum orb_status cli_answer_why(struct orb_buf *out, struct cli_question *q, const char *id,
                               struct orb_error *err)
{
    uint32_t offer = orb_cat_offer_find(&q->territory.catalogue, id);
    const struct answer a = { out, q, 0 };
    struct orb_evaluation e;
    enum orb_status status;

    if (offer == ORB_CAT_NONE)
        return orb_error_set(err, ORB_ERR_NOT_FOUND,
                             _("there is no offer '%s' in the territory"), id);
    status = orb_matcher_evaluate(q->matcher, offer, &e, err);
    if (status != ORB_OK)
        return status;
    write_question(out, q);
    cli_answer_title(out, id);
    status =
        write_row(&a, ORB_CAT_NONE, cli_rank_in(&q->result.ranking, offer), offer, err);
    if (status == ORB_OK)
        status = orb_matcher_evaluate(q->matcher, offer, &e, err);
    for (uint32_t i = 0; status == ORB_OK && i < e.need_count; i++) {
        const struct orb_need_evaluation *n = &e.needs[i];
        const struct orb_verdict *v = &e.verdicts[n->frequency];
        const char *code = q->person->needs[n->need].code;

        cli_answer_printf(out, q, 1, "%s %s: %s", code,
                          cli_code_words(q, "serafin_besoins", code),
                          orb_class_words(v->class_));
        cli_answer_reasons(out, q, v, 3);
        if (v->class_ != ORB_EXCLUDED)
            cli_answer_score(out, q, n, 3);
    }
    return status == ORB_OK ? orb_buf_check(out, err) : status;
}
