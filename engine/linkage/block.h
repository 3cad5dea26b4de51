/* Which records are worth comparing. Private to engine/linkage. */
#ifndef ORB_LINKAGE_BLOCK_H
#define ORB_LINKAGE_BLOCK_H

#include "engine/linkage/form.h"

/* The identifiers, the name and the address within a commune, four grids of squares. */
#define LINKAGE_BLOCKINGS (LINKAGE_KEYS + 2 + 4)

/* One way of blocking: groups side by side, records in order of id within a group. */
struct linkage_blocking {
    uint32_t *members;
    uint32_t *ends;  /* by place in members: where its group ends */
    uint32_t *place; /* by record: in members, UINT32_MAX = in no group */
};

struct linkage_blocks {
    struct linkage_blocking blockings[LINKAGE_BLOCKINGS];
    uint32_t *seen;       /* by record: the last one it was a candidate of, plus one */
    uint32_t *candidates; /* of the record asked last */
    uint32_t most;        /* records of a block */
    size_t split;
    size_t cut;
};

/* Zero-initialised before. To be released even on failure. */
ORB_MUST_CHECK enum orb_status orb_linkage_blocks_make(struct linkage_blocks *blocks,
                                                       const struct linkage_forms *forms,
                                                       uint32_t most,
                                                       struct orb_error *err);

/*
 * The records after this one that share a block with it, each once, in blocks->candidates,
 * valid until the next call. Returns how many.
 */
size_t orb_linkage_blocks_candidates(struct linkage_blocks *blocks, uint32_t record);

void orb_linkage_blocks_release(struct linkage_blocks *blocks);

#endif
