/* The columns that tables of offers share: CSV, spreadsheet, attributes of map files. */
#ifndef ORB_MAPS_OFFER_COLUMNS_H
#define ORB_MAPS_OFFER_COLUMNS_H

#include <stdint.h>

enum orb_column_kind {
    ORB_COLUMN_TEXT = 0,
    ORB_COLUMN_CODE, /* text that looks like a number: its zeros stay */
    ORB_COLUMN_LIST, /* codes joined by ';' */
    ORB_COLUMN_WORD, /* one of a few words */
    ORB_COLUMN_SET,  /* several of them */
    ORB_COLUMN_PHONE,
    ORB_COLUMN_INTEGER,
    ORB_COLUMN_DEGREES,
    ORB_COLUMN_DATE,
    ORB_COLUMN_FLAG
};

struct orb_column {
    const char *name; /* of the column in CSV and in map files: fixed */
    enum orb_column_kind kind;
    uint8_t width;             /* of a spreadsheet, in characters */
    const char *label[2];      /* English, French */
    const char *definition[2]; /* "" when the label says it */
};

enum orb_column_number {
    ORB_COL_ID = 0,
    ORB_COL_NAME,
    ORB_COL_ORGANIZATION,
    ORB_COL_FAMILIES,
    ORB_COL_FAMILIES_LABEL,
    ORB_COL_CATEGORY,
    ORB_COL_CATEGORY_LABEL,
    ORB_COL_CIRCLE,
    ORB_COL_CIRCLE_LABEL,
    ORB_COL_CIRCLE_BASIS,
    ORB_COL_CIRCLE_EVIDENCE,
    ORB_COL_CIRCLE_FROM,
    ORB_COL_CIRCLE_TO,
    ORB_COL_DROIT_COMMUN,
    ORB_COL_COMMUNE,
    ORB_COL_COMMUNE_NAME,
    ORB_COL_DEPARTEMENT,
    ORB_COL_ADDRESS,
    ORB_COL_POSTCODE,
    ORB_COL_LON,
    ORB_COL_LAT,
    ORB_COL_PRECISION,
    ORB_COL_PHONE,
    ORB_COL_EMAIL,
    ORB_COL_URL,
    ORB_COL_HOW,
    ORB_COL_CONTACT_CHECKED_ON,
    ORB_COL_CONTACT_CHECKED_BY,
    ORB_COL_AGE_MIN_MONTHS,
    ORB_COL_AGE_MAX_MONTHS,
    ORB_COL_AGES,
    ORB_COL_AGE_STRENGTH,
    ORB_COL_PUBLICS,
    ORB_COL_PUBLICS_LABEL,
    ORB_COL_PUBLIC_STRENGTH,
    ORB_COL_ORIENTATIONS,
    ORB_COL_ORIENTATIONS_LABEL,
    ORB_COL_MODALITIES,
    ORB_COL_MODALITIES_LABEL,
    ORB_COL_PRESTATIONS,
    ORB_COL_ZONE_NATIONAL,
    ORB_COL_ZONE_DEPARTEMENTS,
    ORB_COL_ZONE_COMMUNES,
    ORB_COL_STATE,
    ORB_COL_STATE_LABEL,
    ORB_COL_PLACES_AVAILABLE,
    ORB_COL_PLACES_ON,
    ORB_COL_WAITING,
    ORB_COL_WAIT_DAYS,
    ORB_COL_AUTHORISED,
    ORB_COL_INSTALLED,
    ORB_COL_CAPACITY_ON,
    ORB_COL_SCHEDULE,
    ORB_COL_DESCRIPTION,
    ORB_COL_SIRET,
    ORB_COL_FINESS,
    ORB_COL_FINESS_EJ,
    ORB_COL_SERVICE,
    ORB_COL_ORGANIZATION_ID,
    ORB_COL_DUPLICATE_OF,
    ORB_COL_DISPOSITIF,
    ORB_COL_CLOSED,
    ORB_COL_CLOSED_ON,
    ORB_COL_INFERRED,
    ORB_COL_SOURCE,
    ORB_COL_OBSERVED_ON,
    ORB_COL_ATTRIBUTION,
    ORB_COL_LICENCE,
    ORB_COL_OSM,
    ORB_COLUMNS
};

extern const struct orb_column orb_columns[ORB_COLUMNS];

#endif
