/* What the parts of the importer of OpenStreetMap share. Internal to importers/osm*.c. */
#ifndef ORB_IMPORTERS_OSM_H
#define ORB_IMPORTERS_OSM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "engine/base/arena.h"
#include "engine/base/strmap.h"
#include "engine/geo/outline.h"
#include "engine/model/record.h"
#include "engine/vocabulary/vocabulary.h"
#include "importers/importer.h"
#include "importers/input.h"

#define OSM_SOURCE "osm"

enum osm_type { OSM_NODE = 0, OSM_WAY, OSM_RELATION, OSM_TYPES };

extern const char *const orb_osm_types[OSM_TYPES]; /* "node", "way", "relation" */

/* What is read of the tags, whatever their keys. */
enum osm_field {
    OSM_ACCESS,
    OSM_CITY,
    OSM_EMAIL,
    OSM_FINESS,
    OSM_FOR,
    OSM_HOURS,
    OSM_HOUSENUMBER,
    OSM_KIND, /* of a relation */
    OSM_NAME,
    OSM_OPERATOR,
    OSM_PHONE,
    OSM_PLACE, /* a hamlet, where there is no street */
    OSM_POSTCODE,
    OSM_SIRET,
    OSM_STREET,
    OSM_TERM, /* what makes an object a resource */
    OSM_UAI,
    OSM_WEBSITE,
    OSM_WHEELCHAIR,
    OSM_FIELDS
};

struct osm_tag {
    const char *key;
    const char *value;
};

/* A node of a way, a member of a relation. */
struct osm_ref {
    int64_t id;
    enum osm_type type;
    bool is_ring; /* a member that is a piece of the outline of an area */
};

/* An object as the file has it; borrowed for the call of orb_osm_take. */
struct osm_object {
    enum osm_type type; /* OSM_TYPES = another element of the server */
    int64_t id;
    unsigned long place;  /* line of the XML, index of the element */
    orb_date changed;     /* ORB_DATE_NONE = not said */
    double lon, lat;      /* of a node, or the centre that the file gives; NaN = none */
    struct osm_tag *tags; /* those that are of use */
    size_t tag_count;
    struct osm_ref *refs;
    size_t ref_count;
    struct orb_outline outline; /* positions written in the object itself */
    bool is_area;               /* the outline encloses it */
    bool is_partial;            /* some of these positions are missing */
    bool is_deleted;
    bool is_unreadable;
};

/* A text of an object that is kept. */
struct osm_text {
    enum osm_field field;
    const char *key; /* of the tag, or of the member of a GeoJSON feature */
    const char *text;
};

enum osm_placing {
    OSM_PLACING_NONE = 0,
    OSM_PLACING_NODE,
    OSM_PLACING_OUTLINE,
    OSM_PLACING_CENTRE
};

/* An object that becomes a resource. */
struct osm_thing {
    enum osm_type type;
    int64_t id;
    unsigned long place;
    orb_date changed;
    double lon, lat;
    enum osm_placing placing;
    const struct orb_term *const *terms; /* its tags that are in the list */
    uint32_t term_count;
    const struct osm_text *texts;
    uint32_t text_count;
    size_t first_ref; /* in struct osm.refs */
    size_t ref_count;
};

/* What is needed of a way that is a part of a relation. */
struct osm_part {
    int64_t id;
    size_t first_ref;
    size_t ref_count;
    bool is_there;
};

/* The position of a node in units of 1e-7 degree, as OpenStreetMap counts. */
struct osm_position {
    int32_t lon, lat;
};

enum osm_rule {
    OSM_UNREADABLE,
    OSM_ID_MISSING,
    OSM_ID_NEW,
    OSM_ID_TWICE,
    OSM_POSITION_RANGE,
    OSM_INCOMPLETE,
    OSM_OPEN,
    OSM_OUTSIDE,
    OSM_HOURS_TEXT,
    OSM_PHONE_FORM,
    OSM_EMAIL_FORM,
    OSM_URL_FORM,
    OSM_IDENTIFIER_FORM,
    OSM_SIRET_KEY,
    OSM_POSTCODE_FORM,
    OSM_WHEELCHAIR_FORM,
    OSM_UNKNOWN_CODE,
    OSM_RULES
};

enum osm_count {
    OSM_READ_NODES,
    OSM_READ_WAYS,
    OSM_READ_RELATIONS,
    OSM_READ_OTHERS,
    OSM_KEPT_SITES,
    OSM_KEPT_SERVICES,
    OSM_KEPT_OFFERS,
    OSM_UNKNOWN_NAME,
    OSM_UNKNOWN_COMMUNE,
    OSM_UNKNOWN_POSITION,
    OSM_UNKNOWN_FAMILIES,
    OSM_UNKNOWN_PUBLICS,
    OSM_NOTE_OTHER,
    OSM_NOTE_DELETED,
    OSM_NOTE_PRIVATE,
    OSM_NOTE_OUTLINE,
    OSM_NOTE_CENTRE,
    OSM_NOTE_CONTOUR,
    OSM_NOTE_ADDRESS,
    OSM_COUNTS
};

/* The file is read up to three times: for the objects, for the ways that their relations
 * are made of, for the nodes of all these ways. */
enum osm_pass { OSM_PASS_OBJECTS, OSM_PASS_PARTS, OSM_PASS_NODES };

struct osm {
    const struct orb_import_input *in;
    const struct orb_sink *sink;
    struct orb_import_report *report;
    const char *file;
    const char *list; /* of the JSON document: "elements", "features"; NULL = XML */
    struct orb_input *input;
    enum osm_pass pass;
    struct orb_vocabulary vocabulary;
    struct orb_geo_context *geo;
    struct orb_strmap seen; /* "way/12" */
    orb_date day;    /* that the files say of themselves; ORB_DATE_NONE = they do not */
    orb_date newest; /* of what is kept */
    unsigned long long counts[OSM_COUNTS];
    struct osm_thing *things; /* ways and relations without a position yet */
    size_t thing_count, thing_capacity;
    struct osm_ref *refs;
    size_t ref_count, ref_capacity;
    struct osm_part *parts; /* by identifier */
    size_t part_count;
    int64_t *nodes; /* needed, in order, each once */
    struct osm_position *positions;
    size_t node_count;
    struct orb_arena kept; /* as long as the import */
    struct orb_arena row;  /* of the object being read */
};

/* ---- reading: each object of the file goes to orb_osm_take */

ORB_MUST_CHECK enum orb_status orb_osm_read_xml(struct osm *o, struct orb_error *err);
ORB_MUST_CHECK enum orb_status orb_osm_read_json(struct osm *o, struct orb_error *err);

/* What a key says; OSM_FIELDS = nothing that is read. */
enum osm_field orb_osm_field(const char *key);

/* The day of "2024-05-31T12:00:00Z"; ORB_DATE_NONE for anything else, also NULL. */
orb_date orb_osm_day(const char *text);

/* Objects being put together; the memory is kept from one to the next. */
struct osm_draft {
    struct osm_object object;
    size_t tag_capacity;
    size_t ref_capacity;
};

void orb_osm_draft_begin(struct osm_draft *draft, enum osm_type type, unsigned long place);
/* Key and value are copied into the arena. */
ORB_MUST_CHECK enum orb_status orb_osm_draft_tag(struct osm_draft *draft,
                                                 struct orb_arena *arena, const char *key,
                                                 const char *value, struct orb_error *err);
ORB_MUST_CHECK enum orb_status orb_osm_draft_ref(struct osm_draft *draft,
                                                 struct osm_ref ref, struct orb_error *err);
/* A position of the open line of the outline; one that is not on Earth makes it partial. */
ORB_MUST_CHECK enum orb_status orb_osm_draft_position(struct osm_draft *draft, double lon,
                                                      double lat, struct orb_error *err);
void orb_osm_draft_release(struct osm_draft *draft);

/* ---- choosing (osm_objects.c) */

ORB_MUST_CHECK enum orb_status orb_osm_take(struct osm *o, const struct osm_object *object,
                                            struct orb_error *err);
/* Between the passes: what is to be looked for next. *more is false when nothing is. */
ORB_MUST_CHECK enum orb_status orb_osm_next_pass(struct osm *o, bool *more,
                                                 struct orb_error *err);
/* After the last one: place the things that wait, and put them. */
ORB_MUST_CHECK enum orb_status orb_osm_finish(struct osm *o, struct orb_error *err);

/* ---- placing (osm_places.c) */

ORB_MUST_CHECK enum orb_status orb_osm_place_own(struct osm *o, struct osm_thing *thing,
                                                 const struct osm_object *object,
                                                 struct orb_error *err);
ORB_MUST_CHECK enum orb_status orb_osm_place_refs(struct osm *o, struct osm_thing *thing,
                                                  struct orb_outline *outline,
                                                  struct orb_error *err);
/* The part of an identifier, or NULL. */
struct osm_part *orb_osm_part(const struct osm *o, int64_t id);

/* ---- records (osm_records.c, osm_terms.c) */

ORB_MUST_CHECK enum orb_status orb_osm_put(struct osm *o, const struct osm_thing *thing,
                                           struct orb_error *err);
ORB_MUST_CHECK enum orb_status orb_osm_terms(struct osm *o, const struct osm_thing *thing,
                                             struct orb_terms *terms,
                                             struct orb_error *err);
/* The first text of a field, or NULL. */
const struct osm_text *orb_osm_text(const struct osm_thing *thing, enum osm_field field);

/* ---- findings (osm_report.c) */

/* A finding on the object at a place; key and value may be NULL. */
ORB_MUST_CHECK enum orb_status orb_osm_tell(struct osm *o, enum osm_rule rule,
                                            unsigned long place,
                                            const struct osm_text *text,
                                            struct orb_error *err);
ORB_MUST_CHECK enum orb_status orb_osm_report(struct osm *o, struct orb_error *err);

#endif
