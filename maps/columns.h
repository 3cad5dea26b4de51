/*
 * The offers of a selection column by column, orbite columns/1: what the one-file page
 * reads (maps/page/README.md), and a product (maps/schema/columns-1.schema.json). Internal
 * to maps. Each column is one pass over the catalogue; the dictionaries, texts that many
 * offers share, wait in files when they are long.
 */
#ifndef ORB_MAPS_COLUMNS_H
#define ORB_MAPS_COLUMNS_H

#include "maps/selection.h"
#include "maps/stream.h"

/* What a document says beside its offers. Texts are borrowed, NULL = none. */
struct orb_columns_head {
    const char *title;
    const char *subtitle;
    const char *csv;              /* the file that holds the list */
    const char *more_attribution; /* of what goes with the offers: contours */
    const char *origin;           /* name of the place that distances are told from */
    double origin_lon;            /* degrees */
    double origin_lat;
    bool french;
    bool is_private;
    const char *person;     /* JSON object, on a private page only */
    const char *rings;      /* JSON array of GeoJSON features: travel times */
    const char *answers;    /* JSON object: what the engine answered to the person */
    const int32_t *minutes; /* by offer of the catalogue, -1 = unknown; NULL = no column */
};

enum orb_columns_part {
    ORB_COLUMNS_DATA = 1,    /* what a list and a map show */
    ORB_COLUMNS_DETAILS = 2, /* the rest of a sheet */
    ORB_COLUMNS_ALL = 3
};

/*
 * Write one document, without the end of the line. Restricted contacts, confidential
 * addresses and persons are not there (maps/offer.h). ORB_ERR_MEMORY, ORB_ERR_IO.
 */
ORB_MUST_CHECK enum orb_status orb_columns_write(const struct orb_stream *stream,
                                                 const struct orb_selection *selection,
                                                 const struct orb_columns_head *head,
                                                 enum orb_columns_part part,
                                                 struct orb_error *err);

/* Append the attributions of a document: those of the offers, then what else goes with
 * them. */
void orb_columns_attribution(struct orb_buf *out, const struct orb_selection *selection,
                             const struct orb_columns_head *head);

#endif
