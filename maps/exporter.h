/* One product: records or results in, bytes out. */
#ifndef ORB_MAPS_EXPORTER_H
#define ORB_MAPS_EXPORTER_H

#include "engine/base/date.h"
#include "engine/base/error.h"
#include "engine/base/file.h"

struct orb_catalogue;
struct orb_sink;

struct orb_export_options {
    orb_date reference_date; /* circles and closures are told at this date */
    const char *operator_id; /* overrides the catalogue's operator; NULL = as it is */
    const char *circle;      /* only this circle; NULL = all */
    const char *commune;     /* only offers of this commune; NULL = all */
    bool with_closed;        /* closed offers too */
};

struct orb_exporter {
    const char *name;    /* what the user types: "geojson" */
    const char *summary; /* N_() */
    const char *media_type;
    const char *extension; /* "geojson" */
    enum orb_status (*run)(struct orb_output *out, const struct orb_catalogue *catalogue,
                           const struct orb_export_options *options, struct orb_error *err);
};

#endif
