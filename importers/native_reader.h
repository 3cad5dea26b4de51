/* What the parts of the native importer share: the reader, tables of fields, findings.
 * Internal to importers/native*.c. */
#ifndef ORB_IMPORTERS_NATIVE_READER_H
#define ORB_IMPORTERS_NATIVE_READER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "engine/base/arena.h"
#include "engine/base/buf.h"
#include "engine/base/json.h"
#include "engine/base/strmap.h"
#include "engine/model/record.h"
#include "importers/importer.h"

struct orb_geo_context;

#define NATIVE_FORMAT "orbite-catalogue/1"

#define NATIVE_POINTER_MAX 320

/* Where a commune of the file is, to notice swapped coordinates. */
struct native_point {
    double lon;
    double lat;
};

/* The first failure (memory, sink, listener) is kept in status and everything after does
 * nothing. */
struct native_reader {
    const struct orb_import_input *input;
    const struct orb_sink *sink;
    struct orb_import_report *report;
    struct orb_error *err;
    enum orb_status status;
    const char *file;
    struct orb_provenance provenance; /* of a record that says nothing of its own */
    struct orb_arena arena;           /* cleared before each element */
    struct orb_buf scratch;
    struct orb_buf contour;
    struct orb_geo_context *geo;      /* made when the first contour is met */
    char pointer[NATIVE_POINTER_MAX]; /* of the element being read */
    struct orb_strmap seen[ORB_RECORD_KINDS];
    struct orb_strmap communes;
    struct native_point *points; /* by number in communes */
    size_t point_capacity;
};

enum native_kind {
    NATIVE_TEXT,   /* const char * */
    NATIVE_LIST,   /* struct orb_code_list */
    NATIVE_DATE,   /* orb_date */
    NATIVE_COUNT,  /* int32_t, 0 or more */
    NATIVE_NUMBER, /* double, 0 to a million */
    NATIVE_YESNO,  /* enum orb_tristate */
    NATIVE_FLAG,   /* bool */
    NATIVE_CUSTOM  /* read fills the record */
};

/* One known key. Tables are sorted by key in byte order. */
struct native_field {
    const char *key;
    enum native_kind kind;
    size_t offset;
    void (*read)(struct native_reader *r, const char *key, const struct orb_json *value,
                 void *record);
};

struct native_fields {
    const struct native_field *fields;
    size_t count;
    size_t extra; /* offset of the const char * that keeps unknown keys; SIZE_MAX = they are
                     told and dropped */
};

/* Fill a record from an object; null and absent leave it untouched, bad values are counted
 * and leave it untouched. */
void orb_native_read(struct native_reader *r, const struct orb_json *object,
                     const struct native_fields *fields, void *record);

/* What is told of a row or value, as struct orb_finding. */
struct native_rule {
    enum orb_finding_level level;
    const char *name;
    const char *sentence;
};

/*
 * Go down to a member of the element, so that findings name it; the result goes back to
 * orb_native_leave.
 */
size_t orb_native_enter(struct native_reader *r, const char *key);
void orb_native_leave(struct native_reader *r, size_t mark);

/* Count something at pointer/key (key may be "a/b"; "" = the element). value may be NULL.
 */
void orb_native_find(struct native_reader *r, const struct native_rule *rule,
                     const char *key, const struct orb_json *value);
void orb_native_bad(struct native_reader *r, const char *key, const struct orb_json *value);
void orb_native_reject(struct native_reader *r, const char *rule, const char *sentence,
                       const struct orb_json *value);

/* One value; false when it is null, or bad and counted. */
bool orb_native_text(struct native_reader *r, const char *key, const struct orb_json *value,
                     const char **out);
bool orb_native_date(struct native_reader *r, const char *key, const struct orb_json *value,
                     orb_date *out);
bool orb_native_count(struct native_reader *r, const char *key,
                      const struct orb_json *value, int32_t *out);
bool orb_native_list(struct native_reader *r, const char *key, const struct orb_json *value,
                     struct orb_code_list *out);
/* The number of a name in a list ended by NULL; holes are "". */
bool orb_native_name(struct native_reader *r, const char *key, const struct orb_json *value,
                     const char *const *names, unsigned *out);

/* count * size bytes of the element's arena; NULL sets status. */
void *orb_native_array(struct native_reader *r, size_t count, size_t size);

/* True when the element is an object with a new text id; else it is counted as rejected. */
bool orb_native_identify(struct native_reader *r, const struct orb_json *object,
                         const char *key, enum orb_record_kind kind, const char **id);

/* Give a record to the sink and count it as kept. */
void orb_native_put(struct native_reader *r, const struct orb_record *record);

/* Readers of one value shared by several records; record is the structure they fill. */
void orb_native_read_provenance(struct native_reader *r, const struct orb_json *object,
                                struct orb_provenance *out);
void orb_native_skip(struct native_reader *r, const char *key, const struct orb_json *value,
                     void *record);

void orb_native_read_contour(struct native_reader *r, const char *key,
                             const struct orb_json *value, void *record);

/* Contacts of "contact" and "contacts" together. */
void orb_native_read_contacts(struct native_reader *r, const struct orb_json *object,
                              const struct orb_contact **contacts, uint32_t *count);
void orb_native_read_identifiers(struct native_reader *r, const struct orb_json *object,
                                 const struct orb_identifier **identifiers,
                                 uint32_t *count);

/* A pair of degrees; false, with both untouched, when it is absent or impossible. */
bool orb_native_position(struct native_reader *r, const struct orb_json *object,
                         double *lon, double *lat);

/* One element of a section. */
void orb_native_take_source(struct native_reader *r, const struct orb_json *object);
void orb_native_take_commune(struct native_reader *r, const struct orb_json *object);
void orb_native_take_territory(struct native_reader *r, const struct orb_json *object);
void orb_native_take_organization(struct native_reader *r, const struct orb_json *object);
void orb_native_take_relation(struct native_reader *r, const struct orb_json *object);
void orb_native_take_site(struct native_reader *r, const struct orb_json *object);
void orb_native_take_service(struct native_reader *r, const struct orb_json *object);
void orb_native_take_offer(struct native_reader *r, const struct orb_json *object);
void orb_native_take_assertion(struct native_reader *r, const struct orb_json *object);
void orb_native_take_decision(struct native_reader *r, const struct orb_json *object);

/* Fill a site from an object, without its id. */
void orb_native_read_site(struct native_reader *r, const struct orb_json *object,
                          struct orb_site *site);

/* Has the file given this record in its own section? */
bool orb_native_seen(const struct native_reader *r, enum orb_record_kind kind,
                     const char *id);

#endif
