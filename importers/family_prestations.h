/* The prestations of SERAFIN-PH that families of services stand for. */
#ifndef ORB_IMPORTERS_FAMILY_PRESTATIONS_H
#define ORB_IMPORTERS_FAMILY_PRESTATIONS_H

#include "engine/base/arena.h"
#include "engine/base/error.h"
#include "engine/model/terms.h"
#include "engine/vocabulary/vocabulary.h"

/*
 * All inferred from loubat_serafin_prestations: close and exact relations of all families
 * first, then related ones, then broader. Nothing when the families are unknown. The array
 * lives in the arena, its codes in the vocabulary.
 */
ORB_MUST_CHECK enum orb_status orb_family_prestations(struct orb_vocabulary *vocabulary,
                                                      struct orb_arena *arena,
                                                      const struct orb_code_list *families,
                                                      struct orb_terms *out,
                                                      struct orb_error *err);

#endif
