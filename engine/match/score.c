/* The score of an offer for a need: a sum of visible parts (MATCHING 5), and its printing
 * (MATCHING 2). */
#include <math.h>
#include <string.h>

#include "engine/match/criterion/criterion.h"
#include "engine/match/query.h"

/* What criteria say of an offer for a need. */
struct values {
    double f[ORB_CRITERION_W + 1]; /* N to W; NaN = unknown */
    double access[3], history[3];  /* f, low, high of A and H, when they apply */
};

/* The mean of the parts that apply. */
static void set_history(const struct orb_matcher *m, double past, double wish,
                        double out[3])
{
    bool tried = m->person->attempt_count > 0;
    bool wished = wish >= 0 || isnan(wish);
    int parts = tried + wished;
    double f = tried ? past : 0.0;

    out[0] = f + (!wished ? 0.0 : isnan(wish) ? m->p->unknown : wish);
    out[1] = f + (wished && !isnan(wish) ? wish : 0.0);
    out[2] = f + (!wished ? 0.0 : isnan(wish) ? 1.0 : wish);
    for (int i = 0; parts > 1 && i < 3; i++)
        out[i] /= parts;
}

static void find_values(const struct orb_matcher *m, const struct orb_verdict_input *in,
                        const struct orb_verdict *verdict, uint32_t need,
                        struct values *out)
{
    const struct orb_query_need *n = &m->needs[need];
    const struct orb_place *place = &verdict->place;
    double past = in->like->past;
    bool tried;

    out->f[ORB_CRITERION_N] = m->numbers.items[in->facts.care->coverage_first + need];
    out->f[ORB_CRITERION_G] = place->g;
    out->f[ORB_CRITERION_R] = orb_criterion_relation(m, verdict->circle);
    out->f[ORB_CRITERION_I] = orb_criterion_inclusion(m, in->like->droit_commun,
                                                      (enum orb_circle)in->circle->circle);
    out->f[ORB_CRITERION_E] = in->like->expertise;
    out->f[ORB_CRITERION_W] = orb_criterion_waiting(m, in->member, place);
    if (!isnan(n->weight[ORB_CRITERION_A]))
        orb_criterion_accessibility(
            m, in->member, place->kind == ORB_KIND_HOME || place->kind == ORB_KIND_REMOTE,
            out->access);
    if (isnan(n->weight[ORB_CRITERION_H]))
        return;
    if (in->special != NULL && in->special->tried)
        past = orb_criterion_past(m, ORB_CAT_NONE, in->special, &tried);
    set_history(m, past, m->numbers.items[in->facts.care->wish_first + need], out->history);
}

/* Always in the order of the criteria: the sum is the score, to the last bit. */
struct sums {
    double score, low, high, neutral;
};

static inline void add_one(const struct orb_query_need *need, enum orb_criterion_id k,
                           const struct values *v, double unknown, struct sums *out)
{
    double weight = need->weight[k];
    double f = v->f[k];

    if (isnan(f)) {
        out->score += weight * unknown;
        out->high += weight;
        out->neutral += need->neutral[k] * unknown;
    } else {
        double points = weight * f;

        out->score += points;
        out->low += points;
        out->high += points;
        out->neutral += need->neutral[k] * f;
    }
}

static inline void add_three(const struct orb_query_need *need, enum orb_criterion_id k,
                             const double f[3], struct sums *out)
{
    if (isnan(need->weight[k]))
        return;
    out->score += need->weight[k] * f[0];
    out->low += need->weight[k] * f[1];
    out->high += need->weight[k] * f[2];
    out->neutral += need->neutral[k] * f[0];
}

static void add_up(const struct orb_matcher *m, const struct orb_query_need *need,
                   const struct values *v, struct orb_need_evaluation *out)
{
    struct sums s = { 0, 0, 0, 0 };
    double unknown = m->p->unknown;

    add_one(need, ORB_CRITERION_N, v, unknown, &s);
    add_one(need, ORB_CRITERION_G, v, unknown, &s);
    add_one(need, ORB_CRITERION_R, v, unknown, &s);
    add_one(need, ORB_CRITERION_I, v, unknown, &s);
    add_one(need, ORB_CRITERION_E, v, unknown, &s);
    add_one(need, ORB_CRITERION_W, v, unknown, &s);
    add_three(need, ORB_CRITERION_A, v->access, &s);
    add_three(need, ORB_CRITERION_H, v->history, &s);
    out->score = s.score;
    out->score_low = s.low;
    out->score_high = s.high;
    out->neutral = s.neutral;
}

static void tell(const struct orb_matcher *m, const struct orb_query_need *need,
                 const struct values *v, struct orb_need_evaluation *out)
{
    for (int k = 0; k < ORB_CRITERIA; k++) {
        double three[3] = { 0, 0, 0 };

        if (k <= ORB_CRITERION_W) {
            bool unknown = isnan(v->f[k]);

            three[0] = unknown ? m->p->unknown : v->f[k];
            three[1] = unknown ? 0.0 : v->f[k];
            three[2] = unknown ? 1.0 : v->f[k];
        } else if (!isnan(need->weight[k])) {
            memcpy(three, k == ORB_CRITERION_A ? v->access : v->history, sizeof three);
        }
        out->f[k] = three[0];
        out->low[k] = three[1];
        out->high[k] = three[2];
        out->points[k] = need->weight[k] * three[0]; /* NaN when it does not apply */
    }
}

void orb_score_need(struct orb_matcher *m, const struct orb_verdict_input *in,
                    const struct orb_verdict *verdict, struct orb_need_evaluation *out)
{
    const struct orb_query_need *need = &m->needs[out->need];
    struct values v;

    find_values(m, in, verdict, out->need, &v);
    add_up(m, need, &v, out);
    if (in->told)
        tell(m, need, &v, out);
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
