/* What importers may ask about the territory already known. */
#ifndef ORB_STORE_VIEW_H
#define ORB_STORE_VIEW_H

struct orb_store;

/* Forget what was read: the territory may have changed. */
void orb_view_forget(struct orb_store *store);

/* Release all of it. */
void orb_view_close(struct orb_store *store);

#endif
