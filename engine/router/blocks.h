/* A batch of a router that takes many pairs at once, whatever it refuses of it. Internal to
 * engine/router. */
#ifndef ORB_ROUTER_BLOCKS_H
#define ORB_ROUTER_BLOCKS_H

#include "engine/router/client.h"

/* One request. ORB_OK with *refusal ANSWERED, legs then told, or with the reason why not.
 */
ORB_MUST_CHECK enum orb_status orb_router_send_batch(struct orb_router *router,
                                                     const struct orb_router_batch *batch,
                                                     enum orb_router_refusal *refusal,
                                                     struct orb_error *err);

/* As many requests as it takes; as orb_router_ask. */
ORB_MUST_CHECK enum orb_status orb_router_ask_blocks(struct orb_router *router,
                                                     const struct orb_router_batch *batch,
                                                     struct orb_error *err);

#endif
