/* The operator of the platform, as people write it and as the store holds it. */
#ifndef CLI_OPERATOR_H
#define CLI_OPERATOR_H

#include "engine/base/arena.h"
#include "engine/base/error.h"
#include "engine/model/record.h"

struct orb_store;

/*
 * Read an organization id ("finess-ej:010780054", "op:adapei") or a bare FINESS number of 9
 * characters. Texts live in the arena. ORB_ERR_SYNTAX when it is neither.
 */
ORB_MUST_CHECK enum orb_status cli_operator_parse(struct orb_operator *out,
                                                  struct orb_arena *arena, const char *text,
                                                  struct orb_error *err);

/* The operator of the store; all NULL when it has none. Texts live in the arena. */
ORB_MUST_CHECK enum orb_status cli_operator_read(struct orb_operator *out,
                                                 struct orb_arena *arena,
                                                 struct orb_store *store,
                                                 struct orb_error *err);

#endif
