/*
 * Partners in the order of their numbers: by family, circle, name and identifier; then
 * those outside the circles. However many they are, memory is the same: they wait in a
 * file. Internal to maps.
 */
#ifndef ORB_MAPS_PARTNER_LIST_H
#define ORB_MAPS_PARTNER_LIST_H

#include "engine/base/sorter.h"
#include "maps/circles.h"

#define ORB_PARTNER_FOLD 95

/* What partners are sorted by, beside themselves. */
struct orb_partner_key {
    uint8_t group;               /* 0 = in the circles, then enum orb_circle_outside + 1 */
    char fold[ORB_PARTNER_FOLD]; /* the name for comparison, cut, without end */
};

/* The group of a partner, as in its key. */
uint8_t orb_partner_group(const struct orb_partner *partner);

/* fold is room for a name, released by the caller; false without memory. */
bool orb_partner_key_make(struct orb_partner_key *out, const struct orb_partner *partner,
                          struct orb_buf *fold);

/* Two partners with their keys; 0 for the same identifier only. */
int orb_partner_key_compare(const struct orb_partner_key *left_key,
                            const struct orb_partner *left,
                            const struct orb_partner_key *right_key,
                            const struct orb_partner *right);

/* Texts of partners are borrowed as long as the list. */
struct orb_partner_list {
    struct orb_sorter sorter;
    struct orb_buf fold;
    unsigned circles; /* bits 1 << enum orb_circle of those added */
    /* The first failure of orb_partner_list_get. */
    enum orb_status status;
    struct orb_error error;
};

/* folder is where the file goes, borrowed; NULL = /tmp. Release with
 * orb_partner_list_release. */
void orb_partner_list_init(struct orb_partner_list *list, const char *folder);
void orb_partner_list_release(struct orb_partner_list *list);

/* As orb_sorter_add and orb_sorter_finish. */
ORB_MUST_CHECK enum orb_status orb_partner_list_add(struct orb_partner_list *list,
                                                    const struct orb_partner *partner,
                                                    struct orb_error *err);
ORB_MUST_CHECK enum orb_status orb_partner_list_finish(struct orb_partner_list *list,
                                                       struct orb_error *err);

/* Valid until the next call; NULL when the file cannot be read, which status tells. */
const struct orb_partner *orb_partner_list_get(struct orb_partner_list *list, size_t at);

/* What orb_partner_list_get met, as an error. */
ORB_MUST_CHECK enum orb_status orb_partner_list_check(const struct orb_partner_list *list,
                                                      struct orb_error *err);

#endif
