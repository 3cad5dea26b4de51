/* Values of a row of a list of communes, under the names of either publisher:
 * decoupage-administratif, and geo.api.gouv.fr which serves the same. */
#ifndef ORB_IMPORTERS_COG_ROW_H
#define ORB_IMPORTERS_COG_ROW_H

#include <stdbool.h>

#include "engine/base/json.h"
#include "engine/model/territory.h"

/* The member of that name in decoupage-administratif, or NULL. Borrowed. */
const struct orb_json *orb_cog_member(const struct orb_json *row, const char *key);

/* Its text; NULL when it is absent or empty. */
const char *orb_cog_value(const struct orb_json *row, const char *key);

/* What a commune is now: current, or a part of another one, which is the value of a key. */
struct orb_cog_type {
    const char *name;
    enum orb_territory_kind kind;
    const char *successor; /* NULL = it is current */
};

/* NULL when the name is NULL or not known. */
const struct orb_cog_type *orb_cog_type_of(const char *name);

/* Five characters of a commune of any time; NULL is none. */
bool orb_cog_is_commune(const char *code);

/* The commune that an arrondissement of Paris, Lyon or Marseille is a part of, else NULL.
 */
const char *orb_cog_city(const char *arrondissement);

#endif
