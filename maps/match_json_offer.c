/* One offer of the answer: its verdict, its score in parts, who to call. */
#include "maps/match_json_offer.h"

#include <math.h>

#include "engine/model/terms.h"
#include "maps/json_literal.h"
#include "maps/match_json.h"

static const char *const kind_names[] = { "home", "onsite", "remote" };

#define MEMBER_NUMBER(w, key, value)  (ORB_JW_KEY(w, key), orb_jw_number(w, value))
#define MEMBER_INTEGER(w, key, value) (ORB_JW_KEY(w, key), orb_jw_integer(w, value))
#define MEMBER_BOOL(w, key, value)    (ORB_JW_KEY(w, key), orb_jw_bool(w, value))
#define MEMBER_TEXT(w, key, value)    (ORB_JW_KEY(w, key), orb_jw_text(w, value))

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
    ORB_JW_KEY(w, "levers");
    orb_jw_open_array(w);
    for (int i = 0; i < ORB_LEVERS; i++)
        if ((levers >> i & 1) != 0)
            orb_jw_text(w, orb_lever_names[i]);
    orb_jw_close(w);
}

void orb_match_json_reasons(struct orb_json_writer *w, const struct orb_match_document *d,
                            const struct orb_verdict *v)
{
    struct orb_buf detail = { 0 };

    ORB_JW_KEY(w, "reasons");
    orb_jw_open_array(w);
    for (size_t i = 0; i < v->reason_count; i++) {
        const struct orb_reason *r = &v->reasons[i];

        orb_jw_open_object_inline(w);
        MEMBER_TEXT(w, "rule", orb_rule_names[r->rule]);
        MEMBER_TEXT(w, "outcome", orb_outcome_names[r->outcome]);
        MEMBER_TEXT(w, "code", orb_reason_code_names[r->code]);
        MEMBER_NUMBER(w, "slack", r->slack);
        MEMBER_BOOL(w, "relaxable", r->relaxable);
        if (!isnan(r->gap))
            MEMBER_NUMBER(w, "gap", r->gap);
        if (r->unit != ORB_UNIT_NONE)
            MEMBER_TEXT(w, "unit", orb_unit_names[r->unit]);
        write_levers(w, r->levers);
        orb_buf_clear(&detail);
        orb_reason_detail(d->catalogue, r, &detail);
        if (detail.len > 0)
            MEMBER_TEXT(w, "detail", detail.data);
        orb_jw_close(w);
    }
    orb_jw_close(w);
    orb_buf_release(&detail);
}

/* ---- one offer */

static void write_place(struct orb_json_writer *w, const struct orb_match_document *d,
                        const struct orb_place *p)
{
    ORB_JW_KEY(w, "place");
    orb_jw_open_object_inline(w);
    MEMBER_TEXT(w, "modality",
                p->modality == ORB_CAT_NONE ? NULL
                                            : orb_cat_code_name(d->catalogue, p->modality));
    MEMBER_TEXT(w, "kind", p->kind == ORB_KIND_NONE ? NULL : kind_names[p->kind]);
    MEMBER_TEXT(w, "outcome", orb_outcome_names[p->outcome]);
    MEMBER_NUMBER(w, "minutes", p->minutes);
    MEMBER_TEXT(w, "mode", p->mode == ORB_MODES ? NULL : orb_travel_mode_names[p->mode]);
    if (p->estimate && p->mode != ORB_MODES)
        MEMBER_TEXT(w, "source", "estimate");
    orb_jw_close(w);
}

static void write_scores(struct orb_json_writer *w, bool scored, double score, double low,
                         double high)
{
    MEMBER_NUMBER(w, "score", scored ? score : (double)NAN);
    MEMBER_NUMBER(w, "low", scored ? low : (double)NAN);
    MEMBER_NUMBER(w, "high", scored ? high : (double)NAN);
}

static void write_contributions(struct orb_json_writer *w,
                                const struct orb_need_evaluation *e)
{
    int64_t parts[ORB_CRITERIA];
    int64_t cents = orb_hundredths(e->points, e->score, parts);

    MEMBER_INTEGER(w, "hundredths", cents);
    ORB_JW_KEY(w, "contributions");
    orb_jw_open_object(w);
    for (int k = 0; k < ORB_CRITERIA; k++) {
        if (isnan(e->points[k]))
            continue;
        orb_jw_key(w, orb_criterion_names[k]);
        orb_jw_open_object_inline(w);
        MEMBER_NUMBER(w, "f", e->f[k]);
        MEMBER_BOOL(w, "known", !(e->low[k] < e->high[k]));
        MEMBER_NUMBER(w, "points", e->points[k]);
        MEMBER_INTEGER(w, "hundredths", parts[k]);
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
    MEMBER_TEXT(w, "code", d->person->needs[n->need].code);
    MEMBER_TEXT(w, "class", orb_class_names[v->class_]);
    MEMBER_NUMBER(w, "slack", v->slack);
    MEMBER_TEXT(w, "circle", orb_circle_names[v->circle]);
    write_place(w, d, &v->place);
    write_scores(w, scored, n->score, n->score_low, n->score_high);
    if (i != e->lead)
        orb_match_json_reasons(w, d, v);
    if (scored)
        write_contributions(w, n);
    if (!isnan(n->share))
        MEMBER_NUMBER(w, "share", n->share);
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
    ORB_JW_KEY(w, "contact");
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

enum orb_status orb_match_json_offer(struct orb_json_writer *w,
                                     const struct orb_match_document *d, uint32_t offer,
                                     struct orb_error *err)
{
    struct orb_evaluation e;
    enum orb_status status = orb_matcher_evaluate(d->matcher, offer, &e, err);

    if (status != ORB_OK)
        return status;
    orb_jw_open_object(w);
    MEMBER_TEXT(w, "id", orb_cat_string(d->catalogue, d->catalogue->offers[offer].id));
    MEMBER_TEXT(w, "class", orb_class_names[e.verdict->class_]);
    MEMBER_NUMBER(w, "slack", e.verdict->slack);
    orb_match_json_reasons(w, d, e.verdict);
    MEMBER_TEXT(w, "circle", orb_circle_names[e.verdict->circle]);
    MEMBER_TEXT(w, "circle_basis", orb_circle_basis_names[e.circle.basis]);
    write_place(w, d, &e.verdict->place);
    ORB_JW_KEY(w, "alerts");
    orb_jw_open_array(w);
    for (int i = 0; i < ORB_ALERTS; i++)
        if ((e.alerts >> i & 1) != 0)
            orb_jw_text(w, orb_alert_names[i]);
    orb_jw_close(w);
    write_scores(w, e.scored, e.score, e.low, e.high);
    ORB_JW_KEY(w, "needs");
    orb_jw_open_array(w);
    for (uint32_t i = 0; i < e.need_count; i++)
        write_need_of_offer(w, d, &e, i);
    orb_jw_close(w);
    write_sheet(w, d->catalogue, &d->catalogue->offers[offer]);
    orb_jw_close(w);
    return w->status;
}
