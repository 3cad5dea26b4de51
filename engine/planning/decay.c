/* Weights by distance. */
#include "engine/planning/decay.h"

#include <math.h>

#define PI 3.141592653589793

const char *const orb_decay_names[ORB_DECAYS] = { "none",        "steps",    "linear",
                                                  "exponential", "gaussian", "power",
                                                  "gravity",     "logistic" };

bool orb_decay_within(double d, double limit)
{
    if (isinf(limit))
        return true;
    return d <= limit || llround(d * 1e6) <= llround(limit * 1e6);
}

struct orb_decay orb_decay_of_profile(const struct orb_profile *profile, double catchment)
{
    struct orb_decay out = { .kind = ORB_DECAY_STEPS,
                             .steps = profile->planning.step_count };

    for (uint32_t i = 0; i < out.steps; i++) {
        out.limit[i] = catchment * (i + 1) / out.steps;
        out.weight[i] = profile->planning.steps[i];
    }
    return out;
}

static double step(const struct orb_decay *f, double d)
{
    for (uint32_t i = 0; i < f->steps; i++)
        if (orb_decay_within(d, f->limit[i]))
            return f->weight[i];
    return 0;
}

static double logistic(double inflection, double sd, double d)
{
    double k = PI / (sd * sqrt(3));

    return (1 + exp(-inflection * k)) / (1 + exp((d - inflection) * k));
}

double orb_decay_at(const struct orb_decay *f, double d)
{
    switch (f->kind) {
    case ORB_DECAY_STEPS:
        return step(f, d);
    case ORB_DECAY_LINEAR:
        return fmax(0, 1 - d / f->a);
    case ORB_DECAY_EXPONENTIAL:
        return exp(-f->a * d);
    case ORB_DECAY_GAUSSIAN:
        return exp(-(d * d) / (2 * f->a * f->a));
    case ORB_DECAY_POWER:
        return d <= 1 ? 1 : pow(d, -f->a);
    case ORB_DECAY_GRAVITY:
        return pow(fmax(d, f->least) / f->scale, f->a);
    case ORB_DECAY_LOGISTIC:
        return logistic(f->a, f->b, d);
    default:
        return 1;
    }
}
