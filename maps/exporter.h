/* One product: records or results in, bytes out. */
#ifndef ORB_MAPS_EXPORTER_H
#define ORB_MAPS_EXPORTER_H

#include <stdint.h>

#include "engine/base/date.h"
#include "engine/base/error.h"
#include "engine/base/file.h"

struct orb_catalogue;
struct orb_sink;

/* Which records of the store a product reads, and how. */
struct orb_map_replay {
    unsigned kinds;     /* bits 1 << ORB_RECORD_x; 0 = all */
    bool raw;           /* as their sources give them, without what is said beside them */
    bool with_contours; /* territories carry their contour */
    bool hidden_only;   /* what keeps nothing from being shown may be left out */
};

/* What a product is made of; borrowed for the call. */
struct orb_map_territory {
    const struct orb_catalogue *catalogue;
    /* Give the records to sink, by kind, then by id in byte order, each valid for the call
     * of the sink only; may be called again. */
    enum orb_status (*replay)(void *context, const struct orb_map_replay *which,
                              const struct orb_sink *sink, struct orb_error *err);
    void *context;
};

/* What the user asked for; texts are borrowed, NULL = not asked. */
struct orb_export_options {
    orb_date reference_date; /* circles and closures are told at this date */
    const char *operator_id; /* overrides the catalogue's operator; NULL = as it is */
    const char *circle;      /* only this circle */
    const char *commune;     /* only offers of this commune, by its code */
    const char *departement; /* only offers of this département, by its code */
    const char *title;
    const char *from;    /* distances are told from this commune, by its code */
    const char *output;  /* where the product goes; NULL = standard output */
    const char *rings;   /* GeoJSON features of what is within minutes of it, in an array */
    const char *scratch; /* where temporary files go; NULL = /tmp */
    double simplify_m;   /* contours lose details below this many metres; 0 = none */
    bool with_closed;    /* closed offers too */
    bool without_osm;    /* leave out what comes from OpenStreetMap */
    bool excel_fr;       /* CSV as French spreadsheets read it */
    bool french;         /* language of titles and words */
    /* On a private product, by offer of the catalogue; NULL = all, and as the operator's.
     */
    const uint8_t *only;    /* 0 = not in the product */
    const uint8_t *circles; /* enum orb_circle for one person */
};

/* Options that a product takes beside those of the command. */
enum orb_export_takes {
    ORB_EXPORT_SELECTION = 1, /* circle, commune, departement, closed, without */
    ORB_EXPORT_EXCEL = 2,
    ORB_EXPORT_TITLE = 4,
    ORB_EXPORT_PERSON = 16,    /* situation, private */
    ORB_EXPORT_CONTOURS = 32,  /* departement, simplify */
    ORB_EXPORT_ORIGIN = 64,    /* from */
    ORB_EXPORT_LANGUAGE = 128, /* lang */
    ORB_EXPORT_RINGS = 1024    /* mode, matrix, router */
};

struct orb_exporter {
    const char *name;    /* what the user types: "geojson" */
    const char *summary; /* N_() */
    const char *media_type;
    const char *extension; /* "geojson" */
    unsigned takes;        /* enum orb_export_takes */
    const char *loses; /* N_(): what is known and the format cannot say; NULL = not told */
    enum orb_status (*run)(struct orb_output *out,
                           const struct orb_map_territory *territory,
                           const struct orb_export_options *options, struct orb_error *err);
};

#endif
