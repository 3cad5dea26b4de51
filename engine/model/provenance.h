/* Where a value comes from, how sure, and when. */
#ifndef ORB_MODEL_PROVENANCE_H
#define ORB_MODEL_PROVENANCE_H

#include <stdbool.h>

#include "engine/base/buf.h"
#include "engine/base/date.h"

/*
 * The fields of a site or service that its source does not number: its identifier is that
 * of the offer which carries it, and it says nothing that the offer does not.
 */
#define ORB_FIELDS_IMPLIED "id=computed:offer"

enum orb_basis {
    ORB_BASIS_DECLARED = 0, /* the source says it */
    ORB_BASIS_INFERRED,     /* deduced from a category or a crosswalk */
    ORB_BASIS_COMPUTED /* calculated from other values (a centroid, an age in months) */
};

/*
 * One for each record. source is the id of a struct orb_source. fields names the values
 * whose basis differs from the record's, as "field=basis:from" joined by ';' in byte order,
 * for example
 * "modalities=inferred:finess_mode_modalite.csv;prestations=inferred:loubat_serafin_prestations.csv";
 * NULL or "" = none.
 */
struct orb_provenance {
    const char *source;
    orb_date
        observed_on; /* date of the source, never of the import; ORB_DATE_NONE = unknown */
    enum orb_basis basis;
    const char *fields;
};

const char *orb_basis_name(enum orb_basis basis); /* declared, inferred, computed */

/* The basis of one field: its own entry, else the record's. */
enum orb_basis orb_provenance_basis(const struct orb_provenance *provenance,
                                    const char *field);

/* Who says a value. Texts are borrowed; author NULL = nobody corrected it. */
struct orb_claim {
    enum orb_basis basis;
    orb_date observed_on;
    const char *source;
    const char *author;
};

/*
 * Is a believed rather than b? What a person of the field corrected first; then declared,
 * computed, inferred; then the newest; then the order of the sources' names.
 */
bool orb_claim_prevails(const struct orb_claim *a, const struct orb_claim *b);

/* Where the value of one field comes from. */
struct orb_field_origin {
    const char *field;
    enum orb_basis basis;
    const char *from;
};

/* Write into out the list of fields (NULL = empty) with the entry of origin added or
 * replaced, in byte order. */
void orb_provenance_write(struct orb_buf *out, const char *fields,
                          const struct orb_field_origin *origin);

#endif
