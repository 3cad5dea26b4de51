/* The score of an offer for a need: a sum of visible parts (MATCHING 5), and its printing
 * (MATCHING 2). */
#include <math.h>

#include "engine/match/criterion/criterion.h"
#include "engine/match/query.h"

static void set(const struct orb_matcher *m, struct orb_need_evaluation *out,
                enum orb_criterion_id k, double v)
{
    bool unknown = isnan(v);

    out->f[k] = unknown ? m->p->unknown : v;
    out->low[k] = unknown ? 0.0 : v;
    out->high[k] = unknown ? 1.0 : v;
}

/* The mean of the parts that apply. */
static void set_history(const struct orb_matcher *m, struct orb_need_evaluation *out,
                        double past, double wish)
{
    int parts = (m->person->attempt_count > 0) + (wish >= 0 || isnan(wish));
    struct orb_need_evaluation part = *out;

    out->f[ORB_CRITERION_H] = out->low[ORB_CRITERION_H] = out->high[ORB_CRITERION_H] = 0.0;
    if (m->person->attempt_count > 0) {
        out->f[ORB_CRITERION_H] = out->low[ORB_CRITERION_H] = out->high[ORB_CRITERION_H] =
            past;
    }
    if (wish >= 0 || isnan(wish)) {
        set(m, &part, ORB_CRITERION_H, wish);
        out->f[ORB_CRITERION_H] += part.f[ORB_CRITERION_H];
        out->low[ORB_CRITERION_H] += part.low[ORB_CRITERION_H];
        out->high[ORB_CRITERION_H] += part.high[ORB_CRITERION_H];
    }
    out->f[ORB_CRITERION_H] /= parts;
    out->low[ORB_CRITERION_H] /= parts;
    out->high[ORB_CRITERION_H] /= parts;
}

static void sum(const struct orb_query_need *need, struct orb_need_evaluation *out)
{
    out->score = out->score_low = out->score_high = out->neutral = 0.0;
    for (int k = 0; k < ORB_CRITERIA; k++) {
        if (isnan(need->weight[k])) {
            out->points[k] = NAN;
            continue;
        }
        out->points[k] = need->weight[k] * out->f[k];
        out->score += out->points[k];
        out->score_low += need->weight[k] * out->low[k];
        out->score_high += need->weight[k] * out->high[k];
        out->neutral += need->neutral[k] * out->f[k];
    }
}

void orb_score_need(struct orb_matcher *m, const struct orb_verdict_input *in,
                    const struct orb_verdict *verdict, struct orb_need_evaluation *out)
{
    const struct orb_query_need *need = &m->needs[out->need];
    bool away =
        verdict->place.kind == ORB_KIND_HOME || verdict->place.kind == ORB_KIND_REMOTE;
    double past = in->facts.entry->past;
    bool tried;

    set(m, out, ORB_CRITERION_N,
        m->numbers.items[in->facts.care->coverage_first + out->need]);
    set(m, out, ORB_CRITERION_G, verdict->place.g);
    set(m, out, ORB_CRITERION_R, orb_criterion_relation(m, verdict->circle));
    set(m, out, ORB_CRITERION_I,
        orb_criterion_inclusion(m, in->facts.entry, (enum orb_circle)in->circle->circle));
    set(m, out, ORB_CRITERION_E, in->facts.entry->expertise);
    set(m, out, ORB_CRITERION_W, orb_criterion_waiting(m, in->member, &verdict->place));
    if (!isnan(need->weight[ORB_CRITERION_A])) {
        double access[3];

        orb_criterion_accessibility(m, &m->c->terms[in->member->terms], away, access);
        out->f[ORB_CRITERION_A] = access[0];
        out->low[ORB_CRITERION_A] = access[1];
        out->high[ORB_CRITERION_A] = access[2];
    }
    if (in->special != NULL && in->special->tried)
        past = orb_criterion_past(m, ORB_CAT_NONE, in->special, &tried);
    if (!isnan(need->weight[ORB_CRITERION_H]))
        set_history(m, out, past, m->numbers.items[in->facts.care->wish_first + out->need]);
    sum(need, out);
}

int64_t orb_hundredths(const double points[ORB_CRITERIA], double score,
                       int64_t parts[ORB_CRITERIA])
{
    int64_t cents = (orb_key(score) + 5000) / 10000;
    int64_t rest[ORB_CRITERIA];
    int64_t left = cents;

    for (int k = 0; k < ORB_CRITERIA; k++) {
        int64_t key = isnan(points[k]) ? 0 : orb_key(points[k]);

        parts[k] = key / 10000;
        rest[k] = isnan(points[k]) ? -1 : key % 10000;
        left -= parts[k];
    }
    for (; left > 0; left--) {
        int best = -1;

        for (int k = 0; k < ORB_CRITERIA; k++)
            if (rest[k] >= 0 && (best < 0 || rest[k] > rest[best]))
                best = k;
        if (best < 0)
            break;
        parts[best]++;
        rest[best] = -1;
    }
    return cents;
}
