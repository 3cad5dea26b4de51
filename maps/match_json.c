/* Streams the answer: each offer is judged again when it is told, so that memory does not
 * grow with their number. */
#include "maps/match_json.h"

#include <math.h>
#include <string.h>

#include "engine/base/alloc.h"
#include "engine/model/terms.h"
#include "engine/travel/table.h"
#include "maps/json_writer.h"

static const char *const support_names[] = { "none", "current", "fragile" };
static const char *const kind_names[] = { "home", "onsite", "remote" };

static const char *offer_id(const struct orb_match_document *d, uint32_t offer)
{
    return orb_cat_string(d->catalogue, d->catalogue->offers[offer].id);
}

static void member_number(struct orb_json_writer *w, const char *key, double value)
{
    orb_jw_key(w, key);
    orb_jw_number(w, value);
}

/* ---- reasons */

static void codes_joined(const struct orb_catalogue *c, const struct orb_cat_codes *codes,
                         struct orb_buf *buf)
{
    for (uint32_t i = 0; i < codes->count; i++) {
        if (i > 0)
            orb_buf_char(buf, ',');
        orb_buf_text(buf, orb_cat_code_name(c, c->codes[codes->first + i]));
    }
}

void orb_reason_detail(const struct orb_catalogue *catalogue,
                       const struct orb_reason *reason, struct orb_buf *buf)
{
    char date[ORB_DATE_LEN];

    switch (reason->detail) {
    case ORB_DETAIL_DATE:
        orb_buf_text(buf, orb_date_write(date, (orb_date)reason->value));
        break;
    case ORB_DETAIL_MONTH:
        orb_buf_printf(buf, "%04d-%02d", (int)(reason->value / 12),
                       (int)(reason->value % 12) + 1);
        break;
    case ORB_DETAIL_NUMBER:
        orb_buf_printf(buf, "%lld", (long long)reason->value);
        break;
    case ORB_DETAIL_OFFER:
        orb_buf_text(buf, orb_cat_string(catalogue, catalogue->offers[reason->value].id));
        break;
    case ORB_DETAIL_ORIENTATIONS:
        codes_joined(catalogue, &catalogue->terms[reason->value].orientations, buf);
        break;
    case ORB_DETAIL_TEXT:
        orb_buf_text(buf, reason->text);
        break;
    case ORB_DETAIL_FEATURE:
        orb_buf_printf(buf, "%s=%s", reason->text,
                       orb_feature_level_name((enum orb_feature_level)reason->value));
        break;
    default:
        break;
    }
}

static void write_levers(struct orb_json_writer *w, uint32_t levers)
{
    if (levers == 0)
        return;
    orb_jw_key(w, "levers");
    orb_jw_open_array(w);
    for (int i = 0; i < ORB_LEVERS; i++)
        if ((levers >> i & 1) != 0)
            orb_jw_text(w, orb_lever_names[i]);
    orb_jw_close(w);
}

static void write_reasons(struct orb_json_writer *w, const struct orb_match_document *d,
                          const struct orb_verdict *v)
{
    struct orb_buf detail = { 0 };

    orb_jw_key(w, "reasons");
    orb_jw_open_array(w);
    for (size_t i = 0; i < v->reason_count; i++) {
        const struct orb_reason *r = &v->reasons[i];

        orb_jw_open_object_inline(w);
        orb_jw_member_text(w, "rule", orb_rule_names[r->rule]);
        orb_jw_member_text(w, "outcome", orb_outcome_names[r->outcome]);
        orb_jw_member_text(w, "code", orb_reason_code_names[r->code]);
        member_number(w, "slack", r->slack);
        orb_jw_member_bool(w, "relaxable", r->relaxable);
        if (!isnan(r->gap))
            member_number(w, "gap", r->gap);
        if (r->unit != ORB_UNIT_NONE)
            orb_jw_member_text(w, "unit", orb_unit_names[r->unit]);
        write_levers(w, r->levers);
        orb_buf_clear(&detail);
        orb_reason_detail(d->catalogue, r, &detail);
        if (detail.len > 0)
            orb_jw_member_text(w, "detail", detail.data);
        orb_jw_close(w);
    }
    orb_jw_close(w);
    orb_buf_release(&detail);
}

/* ---- one offer */

static void write_place(struct orb_json_writer *w, const struct orb_match_document *d,
                        const struct orb_place *p)
{
    orb_jw_key(w, "place");
    orb_jw_open_object_inline(w);
    orb_jw_member_text(
        w, "modality",
        p->modality == ORB_CAT_NONE ? NULL : orb_cat_code_name(d->catalogue, p->modality));
    orb_jw_member_text(w, "kind", p->kind == ORB_KIND_NONE ? NULL : kind_names[p->kind]);
    orb_jw_member_text(w, "outcome", orb_outcome_names[p->outcome]);
    member_number(w, "minutes", p->minutes);
    orb_jw_member_text(w, "mode",
                       p->mode == ORB_MODES ? NULL : orb_travel_mode_names[p->mode]);
    if (p->estimate && p->mode != ORB_MODES)
        orb_jw_member_text(w, "source", "estimate");
    orb_jw_close(w);
}

static void write_scores(struct orb_json_writer *w, bool scored, double score, double low,
                         double high)
{
    member_number(w, "score", scored ? score : (double)NAN);
    member_number(w, "low", scored ? low : (double)NAN);
    member_number(w, "high", scored ? high : (double)NAN);
}

static void write_contributions(struct orb_json_writer *w,
                                const struct orb_need_evaluation *e)
{
    int64_t parts[ORB_CRITERIA];
    int64_t cents = orb_hundredths(e->points, e->score, parts);

    orb_jw_member_integer(w, "hundredths", cents);
    orb_jw_key(w, "contributions");
    orb_jw_open_object(w);
    for (int k = 0; k < ORB_CRITERIA; k++) {
        if (isnan(e->points[k]))
            continue;
        orb_jw_key(w, orb_criterion_names[k]);
        orb_jw_open_object_inline(w);
        member_number(w, "f", e->f[k]);
        orb_jw_member_bool(w, "known", !(e->low[k] < e->high[k]));
        member_number(w, "points", e->points[k]);
        orb_jw_member_integer(w, "hundredths", parts[k]);
        orb_jw_close(w);
    }
    orb_jw_close(w);
}

static void write_need_of_offer(struct orb_json_writer *w,
                                const struct orb_match_document *d,
                                const struct orb_evaluation *e, uint32_t i)
{
    const struct orb_need_evaluation *n = &e->needs[i];
    const struct orb_verdict *v = &e->verdicts[n->frequency];
    bool scored = v->class_ != ORB_EXCLUDED;

    orb_jw_open_object(w);
    orb_jw_member_text(w, "code", d->person->needs[n->need].code);
    orb_jw_member_text(w, "class", orb_class_names[v->class_]);
    member_number(w, "slack", v->slack);
    orb_jw_member_text(w, "circle", orb_circle_names[v->circle]);
    write_place(w, d, &v->place);
    write_scores(w, scored, n->score, n->score_low, n->score_high);
    if (i != e->lead)
        write_reasons(w, d, v);
    if (scored)
        write_contributions(w, n);
    if (!isnan(n->share))
        member_number(w, "share", n->share);
    orb_jw_close(w);
}

static void write_known(struct orb_json_writer *w, const struct orb_catalogue *c,
                        const char *key, orb_cat_text text)
{
    if (text != 0)
        orb_jw_member_text(w, key, orb_cat_string(c, text));
}

/* Who to call, where it is and where the data come from: beside what the schema of matching
 * asks for. */
static void write_sheet(struct orb_json_writer *w, const struct orb_catalogue *c,
                        const struct orb_cat_offer *o)
{
    write_known(w, c, "name", o->name);
    if (o->organization != ORB_CAT_NONE)
        write_known(w, c, "organization", c->organizations[o->organization].name);
    write_known(w, c, "commune",
                o->commune != ORB_CAT_NONE ? c->communes[o->commune].name
                                           : o->commune_code);
    orb_jw_key(w, "contact");
    orb_jw_open_object_inline(w);
    write_known(w, c, "phone", o->phone);
    write_known(w, c, "email", o->email);
    write_known(w, c, "url", o->url);
    if (o->contact_checked_on != ORB_DATE_NONE)
        orb_jw_member_date(w, "checked_on", o->contact_checked_on);
    orb_jw_close(w);
    if (o->source != ORB_CAT_NONE)
        write_known(w, c, "source", c->sources[o->source].name);
    if (o->observed_on != ORB_DATE_NONE)
        orb_jw_member_date(w, "observed_on", o->observed_on);
}

static enum orb_status write_offer(struct orb_json_writer *w,
                                   const struct orb_match_document *d, uint32_t offer,
                                   struct orb_error *err)
{
    struct orb_evaluation e;
    enum orb_status status = orb_matcher_evaluate(d->matcher, offer, &e, err);

    if (status != ORB_OK)
        return status;
    orb_jw_open_object(w);
    orb_jw_member_text(w, "id", offer_id(d, offer));
    orb_jw_member_text(w, "class", orb_class_names[e.verdict->class_]);
    member_number(w, "slack", e.verdict->slack);
    write_reasons(w, d, e.verdict);
    orb_jw_member_text(w, "circle", orb_circle_names[e.verdict->circle]);
    orb_jw_member_text(w, "circle_basis", orb_circle_basis_names[e.circle.basis]);
    write_place(w, d, &e.verdict->place);
    orb_jw_key(w, "alerts");
    orb_jw_open_array(w);
    for (int i = 0; i < ORB_ALERTS; i++)
        if ((e.alerts >> i & 1) != 0)
            orb_jw_text(w, orb_alert_names[i]);
    orb_jw_close(w);
    write_scores(w, e.scored, e.score, e.low, e.high);
    orb_jw_key(w, "needs");
    orb_jw_open_array(w);
    for (uint32_t i = 0; i < e.need_count; i++)
        write_need_of_offer(w, d, &e, i);
    orb_jw_close(w);
    write_sheet(w, d->catalogue, &d->catalogue->offers[offer]);
    orb_jw_close(w);
    return w->status;
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
        orb_jw_member_integer(w, "ranking_total", (int64_t)n->ranking.total);
        write_only_rule(w, n);
        orb_jw_close(w);
    }
    orb_jw_close(w);
}

/* Offers to be told, as bits by place in the order of ids. */
struct told {
    const struct orb_catalogue *c;
    uint64_t *bits;
};

static void tell(struct told *t, uint32_t offer)
{
    uint32_t rank = offer == ORB_CAT_NONE ? 0 : t->c->offers[offer].id_rank;

    if (offer != ORB_CAT_NONE)
        t->bits[rank / 64] |= UINT64_C(1) << (rank % 64);
}

static void tell_ranking(struct told *t, const struct orb_ranking *ranking)
{
    for (size_t i = 0; i < ranking->count; i++)
        tell(t, ranking->rows[i].offer);
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

static enum orb_status write_offers(struct orb_json_writer *w,
                                    const struct orb_match_document *d,
                                    struct orb_error *err)
{
    const struct orb_catalogue *c = d->catalogue;
    struct told t = { c, orb_calloc((size_t)c->offer_count / 64 + 1, sizeof *t.bits) };
    enum orb_status status = ORB_OK;

    if (t.bits == NULL)
        return orb_error_memory(err);
    if (!d->all)
        tell_named(&t, d->result);
    orb_jw_key(w, "offers");
    orb_jw_open_array(w);
    for (uint32_t rank = 0; status == ORB_OK && rank < c->offer_count; rank++)
        if (d->all || (t.bits[rank / 64] >> (rank % 64) & 1) != 0)
            status = write_offer(w, d, c->by_id[rank], err);
    orb_jw_close(w);
    orb_free(t.bits);
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
        write_reasons(w, d, &offers[i].verdict);
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

static enum orb_status finish(struct orb_json_writer *w, struct orb_output *out,
                              enum orb_status status, struct orb_error *err)
{
    if (status != ORB_OK)
        return orb_error_set(err, status, "%s", w->error.text);
    orb_jw_close(w);
    status = orb_jw_end(w, err);
    orb_buf_char(&out->pending, '\n');
    return status;
}

enum orb_status orb_match_json_write(struct orb_output *out,
                                     const struct orb_match_document *d,
                                     struct orb_error *err)
{
    const struct orb_match_result *r = d->result;
    struct orb_json_writer w;
    enum orb_status status;

    orb_jw_init(&w, out, 1);
    orb_jw_open_object(&w);
    write_question(&w, d, "orbite-match-result/1");
    orb_jw_key(&w, "counts");
    orb_jw_open_object_inline(&w);
    for (int c = 0; c < ORB_CLASSES; c++)
        orb_jw_member_integer(&w, orb_class_names[c], (int64_t)r->counts[c]);
    orb_jw_close(&w);
    write_needs(&w, d);
    status = write_offers(&w, d, err);
    write_ids(&w, d, "ranking", &r->ranking);
    orb_jw_member_integer(&w, "ranking_total", (int64_t)r->ranking.total);
    write_uncertain(&w, d);
    write_ids(&w, d, "neutral_ranking", &r->neutral);
    write_side(&w, d, "coordination", r->coordination, r->coordination_count);
    orb_jw_member_integer(&w, "coordination_total", (int64_t)r->coordination_total);
    orb_jw_member_bool(&w, "coordination_recommended", r->coordination_recommended);
    write_side(&w, d, "carers", r->carers, r->carer_count);
    orb_jw_member_integer(&w, "carers_total", (int64_t)r->carer_total);
    orb_jw_member_bool(&w, "operator_known", r->has_operator);
    orb_jw_key(&w, "plan");
    orb_jw_open_object(&w);
    orb_match_json_plan(&w, d);
    orb_jw_close(&w);
    return finish(&w, out, status, err);
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
    return finish(&w, out, w.status, err);
}
