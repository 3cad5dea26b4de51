/* Which organizations of a store are one. */
#ifndef CLI_LINK_ORGANIZATIONS_H
#define CLI_LINK_ORGANIZATIONS_H

#include "cli/link_records.h"

/* Zero-initialised is empty; items are released with orb_free. */
struct link_list {
    struct orb_store_link *items;
    size_t count;
    size_t capacity;
};

ORB_MUST_CHECK enum orb_status link_list_add(struct link_list *list,
                                             const struct orb_store_link *link,
                                             struct orb_error *err);

/* Add the organizations that are another one. */
ORB_MUST_CHECK enum orb_status link_organizations(const struct link_records *records,
                                                  struct link_list *links,
                                                  struct orb_error *err);

#endif
