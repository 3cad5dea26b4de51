/* Indices over places in the order of a column. */
#include "engine/planning/inequality.h"

#include <math.h>
#include <stdlib.h>

#include "engine/base/alloc.h"

/* A place in the order of a key; ties in the order given. */
struct ranked {
    double key, value, weight;
    size_t at;
};

static int by_key(const void *a, const void *b)
{
    const struct ranked *x = a;
    const struct ranked *y = b;

    if (x->key < y->key || x->key > y->key)
        return x->key < y->key ? -1 : 1;
    return x->at < y->at ? -1 : x->at > y->at;
}

/* What weighs and is known, sorted by a key. NULL without memory. */
static struct ranked *rank(const struct orb_inequality_input *in, const double *key,
                           size_t *count)
{
    struct ranked *out = orb_calloc(in->count + 1, sizeof *out);

    *count = 0;
    for (size_t i = 0; out != NULL && i < in->count; i++)
        if (in->weight[i] > 0 && !isnan(in->value[i]) && !isnan(key[i]))
            out[(*count)++] = (struct ranked){ key[i], in->value[i], in->weight[i], i };
    if (out != NULL)
        qsort(out, *count, sizeof *out, by_key);
    return out;
}

static double total(const struct ranked *list, size_t count)
{
    double sum = 0;

    for (size_t i = 0; i < count; i++)
        sum += list[i].weight;
    return sum;
}

static double mean(const struct ranked *list, size_t count)
{
    double sum = 0;

    for (size_t i = 0; i < count; i++)
        sum += list[i].weight * list[i].value;
    return sum / total(list, count);
}

static double gini(const struct ranked *list, size_t count)
{
    double people = total(list, count);
    double all = people * mean(list, count);
    double before = 0;
    double lorenz = 0;
    double area = 0;

    for (size_t i = 0; i < count; i++) {
        lorenz += list[i].weight * list[i].value / all;
        area += (lorenz + before) * list[i].weight / people;
        before = lorenz;
    }
    return count > 0 && all > 0 ? 1 - area : (double)NAN;
}

static double theil(const struct ranked *list, size_t count)
{
    double sum = 0;
    double weight = 0;
    double value = 0;

    for (size_t i = 0; i < count; i++)
        if (list[i].value > 0) {
            weight += list[i].weight;
            value += list[i].weight * list[i].value;
        }
    for (size_t i = 0; i < count; i++)
        if (list[i].value > 0) {
            double part = list[i].value / (value / weight);

            sum += list[i].weight * part * log(part);
        }
    return weight > 0 ? sum / weight : (double)NAN;
}

/* The least key whose cumulated weight reaches a target. */
static double reach(const struct ranked *list, size_t count, double target)
{
    double sum = 0;

    for (size_t i = 0; i < count; i++) {
        sum += list[i].weight;
        if (sum >= target)
            return list[i].key;
    }
    return list[count - 1].key;
}

static double quantile(const struct ranked *list, size_t count, double p)
{
    double n = total(list, count);
    double h = 1 + (n - 1) * p;
    double low = fmax(floor(h), 1);
    double high = fmin(low + 1, n);
    double part = h - floor(h);

    if (count == 0)
        return NAN;
    return (1 - part) * reach(list, count, low) + part * reach(list, count, high);
}

/* The mean of the values whose income is on one side. */
static double mean_beside(const struct ranked *list, size_t count, double income,
                          bool above)
{
    double sum = 0;
    double weight = 0;

    for (size_t i = 0; i < count; i++)
        if ((list[i].key > income) == above) {
            sum += list[i].weight * list[i].value;
            weight += list[i].weight;
        }
    return weight > 0 ? sum / weight : (double)NAN;
}

static double palma(const struct ranked *list, size_t count)
{
    double rich;
    double poor;

    if (count == 0)
        return NAN;
    rich = mean_beside(list, count, quantile(list, count, 0.9), true);
    poor = mean_beside(list, count, quantile(list, count, 0.4), false);
    return poor > 0 ? rich / poor : (double)NAN;
}

static double concentration(const struct ranked *list, size_t count)
{
    double people = total(list, count);
    double mu = mean(list, count);
    double before = 0;
    double sum = 0;

    if (count == 0 || !(mu > 0))
        return NAN;
    for (size_t i = 0; i < count; i++) {
        double share = list[i].weight / people;

        sum += (before + share / 2 - 0.5) * (list[i].value - mu) * share;
        before += share;
    }
    return 2 * sum / mu;
}

/* From the least to the most, of every place: those that weigh nothing or have no income
 * too. */
static double range(const struct orb_inequality_input *in)
{
    double least = INFINITY;
    double most = -INFINITY;

    for (size_t i = 0; i < in->count; i++)
        if (!isnan(in->value[i])) {
            least = fmin(least, in->value[i]);
            most = fmax(most, in->value[i]);
        }
    return most - least;
}

enum orb_status orb_inequality_make(struct orb_inequality *out,
                                    const struct orb_inequality_input *in,
                                    struct orb_error *err)
{
    struct orb_inequality made = { .concentration = NAN,
                                   .concentration_corrected = NAN,
                                   .palma = NAN };
    struct ranked *list;
    size_t count;

    list = rank(in, in->value, &count);
    if (list == NULL)
        return orb_error_memory(err);
    made.mean = count > 0 ? mean(list, count) : (double)NAN;
    made.gini = gini(list, count);
    made.theil = theil(list, count);
    orb_free(list);
    if (in->income != NULL) {
        list = rank(in, in->income, &count);
        if (list == NULL)
            return orb_error_memory(err);
        made.concentration = concentration(list, count);
        made.concentration_corrected =
            range(in) > 0 ? made.concentration * 4 * mean(list, count) / range(in)
                          : 0 * made.concentration;
        made.palma = palma(list, count);
        orb_free(list);
    }
    *out = made;
    return ORB_OK;
}

double orb_inequality_poverty(const struct orb_inequality_input *in, double line, int power)
{
    double weight = 0;
    double sum = 0;

    for (size_t i = 0; i < in->count; i++) {
        double gap;

        if (!(in->weight[i] > 0) || isnan(in->value[i]))
            continue;
        weight += in->weight[i];
        if (!(in->value[i] < line))
            continue;
        gap = (line - in->value[i]) / line;
        sum += in->weight[i] * (power == 0 ? 1 : power == 1 ? gap : gap * gap);
    }
    return weight > 0 ? sum / weight : (double)NAN;
}

enum orb_status orb_weighted_quantile(double *out, const double *value,
                                      const double *weight, size_t count, double p)
{
    const struct orb_inequality_input in = { value, weight, NULL, count };
    size_t kept;
    struct ranked *list = rank(&in, value, &kept);

    if (list == NULL)
        return ORB_ERR_MEMORY;
    *out = quantile(list, kept, p);
    orb_free(list);
    return ORB_OK;
}
