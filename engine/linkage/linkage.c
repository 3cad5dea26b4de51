/* Forms, blocks, pairs, model, groups: one after another. */
#include "engine/linkage/linkage.h"

#include <string.h>

#include "engine/base/alloc.h"
#include "engine/base/text.h"
#include "engine/linkage/block.h"
#include "engine/linkage/estimate.h"
#include "engine/linkage/group.h"

const struct orb_linkage_policy orb_linkage_policy_default = {
    .automatic = 0.7,
    .review = 0.2,
    .block = 200,
};

struct run {
    struct linkage_forms forms;
    struct linkage_blocks blocks;
    struct linkage_decisions decisions;
    struct linkage_judge judge;
    struct linkage_counts counts;
    struct linkage_groups groups;
    struct linkage_pair *pairs;
    size_t pair_count;
    size_t pair_capacity;
};

static enum orb_status keep_pair(struct run *run, struct linkage_pair pair)
{
    if (orb_grow((void **)&run->pairs, &run->pair_capacity, run->pair_count,
                 sizeof *run->pairs) != ORB_OK)
        return ORB_ERR_MEMORY;
    run->pairs[run->pair_count++] = pair;
    return ORB_OK;
}

/* Nothing alike in name, address or telephone: such a pair teaches the model what different
 * places look like, and no score makes it one. */
static bool is_promising(const struct linkage_evidence *e)
{
    return e->certain || e->levels[LINKAGE_FIELD_NAME] >= 2 ||
           e->levels[LINKAGE_FIELD_ADDRESS] >= 3 || e->levels[LINKAGE_FIELD_PHONE] == 2;
}

static enum orb_status compare(struct run *run, uint32_t a, uint32_t b)
{
    struct linkage_evidence e;
    unsigned pattern;

    if (orb_linkage_decided(&run->decisions, a, b) != LINKAGE_UNDECIDED)
        return ORB_OK;
    e = orb_linkage_compare(&run->forms, a, b);
    if (e.veto)
        return ORB_OK;
    pattern = orb_linkage_pattern(e.levels);
    run->counts.pairs[pattern]++;
    if (!is_promising(&e))
        return ORB_OK;
    return keep_pair(run,
                     (struct linkage_pair){ a, b, (uint16_t)pattern, (uint8_t)e.doubts,
                                            e.certain ? LINKAGE_CERTAIN : LINKAGE_SCORED });
}

static enum orb_status compare_all(struct run *run, struct orb_linkage_result *out,
                                   struct orb_error *err)
{
    for (uint32_t i = 0; i < run->forms.count; i++) {
        size_t count = orb_linkage_blocks_candidates(&run->blocks, i);

        out->compared += count;
        for (size_t k = 0; k < count; k++)
            if (compare(run, i, run->blocks.candidates[k]) != ORB_OK)
                return orb_error_memory(err);
    }
    for (size_t i = 0; i < run->decisions.count; i++) {
        const struct linkage_decision *d = &run->decisions.items[i];

        if (d->choice == LINKAGE_SAME &&
            keep_pair(run, (struct linkage_pair){ d->a, d->b, 0, 0, LINKAGE_DECIDED }) !=
                ORB_OK)
            return orb_error_memory(err);
    }
    out->split_blocks = run->blocks.split;
    out->cut_blocks = run->blocks.cut;
    return ORB_OK;
}

static void judge(struct run *run, const struct orb_linkage_policy *policy)
{
    struct linkage_model model;

    orb_linkage_estimate(&model, &run->counts);
    run->judge.forms = &run->forms;
    run->judge.decisions = &run->decisions;
    run->judge.policy = policy;
    for (unsigned k = 0; k < LINKAGE_PATTERNS; k++)
        run->judge.probabilities[k] = orb_linkage_probability(&model, k);
}

static uint32_t record_of(const struct run *run, const struct orb_linkage_input *in,
                          size_t form)
{
    return (uint32_t)(run->forms.forms[form].record - in->records);
}

/* Two rows of one list are only worth a look when nothing tells them apart. */
static bool is_worth_a_look(unsigned doubts)
{
    return (doubts & ORB_LINKAGE_DOUBT_ORIGIN) == 0 || doubts == ORB_LINKAGE_DOUBT_ORIGIN;
}

/* Pairs stand best first already. */
static enum orb_status list_review(struct run *run, const struct orb_linkage_input *in,
                                   struct orb_linkage_result *out)
{
    size_t capacity = 0;

    for (size_t i = 0; i < run->pair_count; i++) {
        const struct linkage_pair *p = &run->pairs[i];
        double probability = orb_linkage_pair_probability(&run->judge, p);
        unsigned doubts = p->doubts;

        if (run->groups.first[p->a] == run->groups.first[p->b] ||
            probability < run->judge.policy->review)
            continue;
        if (probability < run->judge.policy->automatic)
            doubts |= ORB_LINKAGE_DOUBT_SCORE;
        if (doubts == 0)
            doubts = ORB_LINKAGE_DOUBT_GROUP;
        if (!is_worth_a_look(doubts))
            continue;
        if (orb_grow((void **)&out->review, &capacity, out->review_count,
                     sizeof *out->review) != ORB_OK)
            return ORB_ERR_MEMORY;
        out->review[out->review_count++] =
            (struct orb_linkage_pair){ record_of(run, in, p->a), record_of(run, in, p->b),
                                       probability, doubts };
    }
    return ORB_OK;
}

static enum orb_status write_result(struct run *run, const struct orb_linkage_input *in,
                                    struct orb_linkage_result *out, struct orb_error *err)
{
    out->canonical = orb_calloc(in->count + 1, sizeof *out->canonical);
    if (out->canonical == NULL || list_review(run, in, out) != ORB_OK)
        return orb_error_memory(err);
    for (size_t i = 0; i < in->count; i++) {
        out->canonical[record_of(run, in, i)] = record_of(run, in, run->groups.first[i]);
        out->merged += run->groups.first[i] != i;
    }
    out->bad_keys = run->forms.bad_keys;
    out->bad_key_count = run->forms.bad_key_count;
    run->forms.bad_keys = NULL;
    return ORB_OK;
}

static enum orb_status link(struct run *run, const struct orb_linkage_input *in,
                            struct orb_linkage_result *out, struct orb_error *err)
{
    const struct orb_linkage_policy *policy =
        in->policy != NULL ? in->policy : &orb_linkage_policy_default;
    enum orb_status status = orb_linkage_forms_make(&run->forms, in, err);

    if (status == ORB_OK)
        status = orb_linkage_decisions_make(&run->decisions, &run->forms, in, err);
    if (status == ORB_OK)
        status = orb_linkage_blocks_make(&run->blocks, &run->forms, policy->block, err);
    if (status == ORB_OK)
        status = compare_all(run, out, err);
    if (status != ORB_OK)
        return status;
    judge(run, policy);
    orb_linkage_blocks_release(&run->blocks);
    status = orb_linkage_groups_make(&run->groups, &run->judge, run->pairs, run->pair_count,
                                     err);
    return status == ORB_OK ? write_result(run, in, out, err) : status;
}

enum orb_status orb_linkage_run(struct orb_linkage_result *out,
                                const struct orb_linkage_input *in, struct orb_error *err)
{
    struct orb_linkage_result result = { 0 };
    struct run *run;
    enum orb_status status;

    if (in->count >= UINT32_MAX)
        return orb_error_set(err, ORB_ERR_RANGE, _("too many records to compare"));
    run = orb_calloc(1, sizeof *run);
    if (run == NULL)
        return orb_error_memory(err);
    status = link(run, in, &result, err);
    orb_linkage_forms_release(&run->forms);
    orb_linkage_decisions_release(&run->decisions);
    orb_linkage_blocks_release(&run->blocks);
    orb_linkage_groups_release(&run->groups);
    orb_free(run->pairs);
    orb_free(run);
    if (status == ORB_OK)
        *out = result;
    else
        orb_linkage_release(&result);
    return status;
}

void orb_linkage_release(struct orb_linkage_result *result)
{
    orb_free(result->canonical);
    orb_free(result->review);
    orb_free(result->bad_keys);
    memset(result, 0, sizeof *result);
}
