/* Names are compared by as much of their folded form as a record holds, then as they are
 * written: an order that needs no memory of its own. */
#include "maps/partner_list.h"

#include <string.h>

#include "engine/base/utf8.h"
#include "maps/circles_layout.h"

/* Texts are addresses in the catalogue, which outlives the file. */
struct record {
    struct orb_partner_key key;
    struct orb_partner partner;
};

uint8_t orb_partner_group(const struct orb_partner *partner)
{
    if (partner->circle == ORB_CIRCLE_INST)
        return ORB_CIRCLE_INSTITUTIONS + 1;
    if (orb_circle_ring(partner->circle) < 0)
        return ORB_CIRCLE_PROSPECTS + 1;
    if (partner->family < 1 || partner->family > ORB_CIRCLE_FAMILIES)
        return ORB_CIRCLE_UNCLASSIFIED + 1;
    return 0;
}

bool orb_partner_key_make(struct orb_partner_key *out, const struct orb_partner *partner,
                          struct orb_buf *fold)
{
    orb_buf_clear(fold);
    orb_utf8_fold(fold, partner->name);
    memset(out, 0, sizeof *out);
    out->group = orb_partner_group(partner);
    if (!fold->failed && fold->len > 0)
        memcpy(out->fold, fold->data,
               fold->len < ORB_PARTNER_FOLD ? fold->len : ORB_PARTNER_FOLD);
    return !fold->failed;
}

static int differ(int a, int b)
{
    return (a > b) - (a < b);
}

int orb_partner_key_compare(const struct orb_partner_key *left_key,
                            const struct orb_partner *left,
                            const struct orb_partner_key *right_key,
                            const struct orb_partner *right)
{
    int order = differ(left_key->group, right_key->group);

    if (order == 0 && left_key->group == 0)
        order = differ(left->family, right->family);
    if (order == 0 && left_key->group == 0)
        order = differ((int)left->circle, (int)right->circle);
    if (order == 0)
        order = memcmp(left_key->fold, right_key->fold, ORB_PARTNER_FOLD);
    /* Longer names go on differing where the key ends. */
    if (order == 0 && left_key->fold[ORB_PARTNER_FOLD - 1] != '\0')
        order = strcmp(left->name, right->name);
    return order != 0 ? order : strcmp(left->id, right->id);
}

static int compare(const void *left, const void *right)
{
    const struct record *a = left;
    const struct record *b = right;

    return orb_partner_key_compare(&a->key, &a->partner, &b->key, &b->partner);
}

void orb_partner_list_init(struct orb_partner_list *list, const char *folder)
{
    *list = (struct orb_partner_list){
        .sorter = { .size = sizeof(struct record), .compare = compare, .folder = folder }
    };
}

void orb_partner_list_release(struct orb_partner_list *list)
{
    orb_sorter_release(&list->sorter);
    orb_buf_release(&list->fold);
}

enum orb_status orb_partner_list_add(struct orb_partner_list *list,
                                     const struct orb_partner *partner,
                                     struct orb_error *err)
{
    struct record record = { .partner = *partner };

    if (!orb_partner_key_make(&record.key, partner, &list->fold))
        return orb_error_memory(err);
    list->circles |= 1U << partner->circle;
    return orb_sorter_add(&list->sorter, &record, err);
}

enum orb_status orb_partner_list_finish(struct orb_partner_list *list,
                                        struct orb_error *err)
{
    return orb_sorter_finish(&list->sorter, err);
}

const struct orb_partner *orb_partner_list_get(struct orb_partner_list *list, size_t at)
{
    const void *found = NULL;
    enum orb_status status = list->status != ORB_OK
                                 ? list->status
                                 : orb_sorter_get(&found, &list->sorter, at, &list->error);

    list->status = status;
    return status == ORB_OK ? &((const struct record *)found)->partner : NULL;
}

enum orb_status orb_partner_list_check(const struct orb_partner_list *list,
                                       struct orb_error *err)
{
    if (list->status != ORB_OK && err != NULL && err->status == ORB_OK)
        *err = list->error;
    return list->status;
}
