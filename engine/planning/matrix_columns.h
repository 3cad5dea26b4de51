/* Under which columns of the matrix each offer stands. Private to
 * engine/planning/matrix*.c. */
#ifndef ORB_PLANNING_MATRIX_COLUMNS_H
#define ORB_PLANNING_MATRIX_COLUMNS_H

#include "engine/planning/matrix.h"

/* What an offer is put into columns by. */
enum matrix_key { MATRIX_BY_CARE, MATRIX_BY_ENTRY, MATRIX_BY_CIRCLE };

struct matrix_membership {
    uint32_t column;
    bool inferred; /* deduced from a category, here whatever the offer */
};

/* Columns by key: a part of the terms (struct orb_cat_parts) or a circle. */
struct matrix_columns {
    enum matrix_key key;
    uint8_t inferred_part;             /* bit of orb_cat_detail.inferred that tells it; 0 */
    struct orb_matrix_column *columns; /* of the scheme, then the three of every one */
    uint32_t count;
    uint32_t indirect, organization, unclassified;
    const struct orb_cat_span *spans; /* by key: into memberships */
    const struct matrix_membership *memberships;
    const bool *is_indirect;     /* by care part: L0b alone; NULL = of no consequence */
    const bool *is_organization; /* by entry part; NULL = of no consequence */
};

/* In the arena. ORB_ERR_MEMORY. */
ORB_MUST_CHECK enum orb_status
orb_matrix_columns_make(struct matrix_columns *out, struct orb_arena *arena,
                        const struct orb_matrix_request *request, struct orb_error *err);

/* What an offer stands under, at least one; *one is room for what is counted apart. */
const struct matrix_membership *orb_matrix_memberships(const struct matrix_columns *columns,
                                                       const struct orb_circles *circles,
                                                       uint32_t offer,
                                                       struct matrix_membership *one,
                                                       uint32_t *count);

#endif
