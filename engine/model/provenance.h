/* Where a value comes from, how sure, and when. */
#ifndef ORB_MODEL_PROVENANCE_H
#define ORB_MODEL_PROVENANCE_H

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

#endif
