/* A sorted table: decisions are few, pairs asked are many. */
#include "engine/linkage/decision.h"

#include <stdlib.h>
#include <string.h>

#include "engine/base/alloc.h"

static int by_pair(const void *a, const void *b)
{
    const struct linkage_decision *x = a;
    const struct linkage_decision *y = b;

    if (x->a != y->a)
        return x->a < y->a ? -1 : 1;
    return (x->b > y->b) - (x->b < y->b);
}

static int by_pair_and_choice(const void *a, const void *b)
{
    const struct linkage_decision *x = a;
    const struct linkage_decision *y = b;
    int order = by_pair(a, b);

    return order != 0 ? order : (y->choice > x->choice) - (y->choice < x->choice);
}

enum orb_status orb_linkage_decisions_make(struct linkage_decisions *out,
                                           const struct linkage_forms *forms,
                                           const struct orb_linkage_input *in,
                                           struct orb_error *err)
{
    size_t count = 0;
    size_t kept = 0;

    out->items = orb_calloc(in->decision_count + 1, sizeof *out->items);
    if (out->items == NULL)
        return orb_error_memory(err);
    for (size_t i = 0; i < in->decision_count; i++) {
        size_t a = orb_linkage_forms_find(forms, in->decisions[i].a);
        size_t b = orb_linkage_forms_find(forms, in->decisions[i].b);

        if (a != SIZE_MAX && b != SIZE_MAX && a != b)
            out->items[count++] = (struct linkage_decision){
                (uint32_t)(a < b ? a : b),
                (uint32_t)(a < b ? b : a),
                in->decisions[i].same ? LINKAGE_SAME : LINKAGE_DISTINCT,
            };
    }
    qsort(out->items, count, sizeof *out->items, by_pair_and_choice);
    for (size_t i = 0; i < count; i++)
        if (kept == 0 || by_pair(&out->items[kept - 1], &out->items[i]) != 0)
            out->items[kept++] = out->items[i];
    out->count = kept;
    return ORB_OK;
}

enum linkage_choice orb_linkage_decided(const struct linkage_decisions *decisions, size_t a,
                                        size_t b)
{
    struct linkage_decision wanted = { (uint32_t)(a < b ? a : b), (uint32_t)(a < b ? b : a),
                                       LINKAGE_UNDECIDED };
    const struct linkage_decision *found;

    if (decisions->count == 0)
        return LINKAGE_UNDECIDED;
    found = bsearch(&wanted, decisions->items, decisions->count, sizeof wanted, by_pair);
    return found != NULL ? found->choice : LINKAGE_UNDECIDED;
}

void orb_linkage_decisions_release(struct linkage_decisions *decisions)
{
    orb_free(decisions->items);
    memset(decisions, 0, sizeof *decisions);
}
