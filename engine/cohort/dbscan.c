/* Every pair is looked at: a few thousand points. */
#include "engine/cohort/dbscan.h"

#include "engine/base/alloc.h"

struct search {
    const struct orb_dbscan_input *in;
    uint32_t *near; /* the points within reach of one */
    size_t near_count;
    uint32_t *queue;
    size_t head, tail;
    int32_t *labels;
};

static void find_near(struct search *s, size_t i)
{
    const struct orb_dbscan_input *p = s->in;

    s->near_count = 0;
    for (size_t j = 0; j < p->count; j++) {
        double dx = p->x[j] - p->x[i];
        double dy = p->y[j] - p->y[i];

        if (dx * dx + dy * dy <= p->eps_m * p->eps_m)
            s->near[s->near_count++] = (uint32_t)j;
    }
}

static void take_near(struct search *s, int32_t label)
{
    for (size_t k = 0; k < s->near_count; k++)
        if (s->labels[s->near[k]] == ORB_DBSCAN_NOISE) {
            s->labels[s->near[k]] = label;
            s->queue[s->tail++] = s->near[k];
        }
}

/* Every point enters the queue once, when it is labelled. */
static void spread(struct search *s, bool *core)
{
    while (s->head < s->tail) {
        uint32_t i = s->queue[s->head++];

        find_near(s, i);
        if (s->near_count < s->in->least)
            continue;
        if (core != NULL)
            core[i] = true;
        take_near(s, s->labels[i]);
    }
}

enum orb_status orb_dbscan(const struct orb_dbscan_input *input, int32_t *labels,
                           bool *core, struct orb_error *err)
{
    struct search s = { .in = input, .labels = labels };
    int32_t groups = 0;

    s.near = orb_calloc(input->count + 1, sizeof *s.near);
    s.queue = orb_calloc(input->count + 1, sizeof *s.queue);
    if (s.near == NULL || s.queue == NULL) {
        orb_free(s.near);
        orb_free(s.queue);
        return orb_error_memory(err);
    }
    for (size_t i = 0; i < input->count; i++) {
        labels[i] = ORB_DBSCAN_NOISE;
        if (core != NULL)
            core[i] = false;
    }
    for (size_t i = 0; i < input->count; i++) {
        if (labels[i] != ORB_DBSCAN_NOISE)
            continue;
        find_near(&s, i);
        if (s.near_count < input->least)
            continue;
        if (core != NULL)
            core[i] = true;
        labels[i] = groups;
        take_near(&s, groups);
        spread(&s, core);
        groups++;
    }
    orb_free(s.near);
    orb_free(s.queue);
    return ORB_OK;
}
