/*
 * The immutable columns of a territory: what every computation reads. One image of bytes,
 * the same in memory and in the snapshot file: a header, a table of sections, then arrays
 * of fixed records. All references are numbers checked before the image is used, once for
 * each state of a file (orb_catalogue_check), so that readers need no check. Pure: no file,
 * no library.
 */
#ifndef ORB_CATALOGUE_CATALOGUE_H
#define ORB_CATALOGUE_CATALOGUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "engine/base/date.h"
#include "engine/base/error.h"

/* A reference to nothing. */
#define ORB_CAT_NONE UINT32_MAX

/* An offset into the heap of strings; 0 is the empty string, used for "unknown". */
typedef uint32_t orb_cat_text;

/* A number in the dictionary of codes (all nomenclatures together). */
typedef uint32_t orb_cat_code;

/* A run of another array. */
struct orb_cat_span {
    uint32_t first;
    uint32_t count;
};

/* A run of codes; known 0 = nobody said. */
struct orb_cat_codes {
    uint32_t first;
    uint32_t count;
    uint32_t known;
};

struct orb_cat_commune {      /* sorted by code as bytes; former codes too */
    double lon, lat;          /* degrees; NaN = unknown */
    double income;            /* median standard of living, euros a year; NaN = unknown */
    int64_t population;       /* -1 = unknown */
    struct orb_cat_span ages; /* into ages: population by class of age, none = unknown */
    orb_cat_text code, name, department, epci, life_area, canton, region;
    orb_cat_code code_number;       /* in the dictionary, for zones */
    orb_cat_code department_number; /* ORB_CAT_NONE = unknown */
    orb_cat_code successor_number;  /* of a former code or an arrondissement: the commune of
                                       today; else ORB_CAT_NONE */
    uint32_t density;               /* 1..4; 0 = unknown */
};

struct orb_cat_age {  /* classes of one commune, in order and disjoint */
    int32_t from, to; /* years, both included; to -1 = no upper bound */
    int64_t count;    /* persons */
};

struct orb_cat_area { /* sorted by kind, then by code as bytes: what has a name */
    uint32_t kind;    /* enum orb_territory_kind, never a commune */
    orb_cat_text code, name;
    orb_cat_text region; /* of a département */
};

struct orb_cat_organization { /* sorted by id as bytes */
    orb_cat_text id, name, finess_ej;
    struct orb_cat_span relations;
};

struct orb_cat_relation {     /* those of one target stand together */
    orb_cat_text operator_id; /* 0 = the operator of the platform */
    orb_cat_text evidence;
    uint32_t type; /* enum orb_relation_type */
    orb_date from, to;
};

struct orb_cat_modality {
    orb_cat_code code;
    uint32_t certainty; /* enum orb_certainty */
};

struct orb_cat_prestation {
    orb_cat_code code;
    uint32_t evidence; /* enum orb_evidence */
};

struct orb_cat_feature {
    orb_cat_code name;
    uint32_t level; /* enum orb_feature_level */
};

/*
 * Terms are made of parts that repeat far more often than the whole: what is given
 * (prestations, professions, families, themes), to whom (category, ages, publics,
 * orientations, engagements, droit commun), how (modalities, languages, taking people).
 * Each distinct part has a number, and some terms that show it: what depends on a part
 * alone is computed once for all offers that share it.
 */
struct orb_cat_parts {
    uint32_t care, entry, ways;
};

struct orb_cat_terms { /* what many offers share: struct orb_terms; those that show a part
                          first, so that all parts are read from a few pages */
    struct orb_cat_parts parts;
    orb_cat_code category; /* ORB_CAT_NONE = unknown */
    uint32_t institution;
    struct orb_cat_codes modalities; /* into modalities */
    int32_t age_min_months, age_max_months;
    uint32_t excludes_associated; /* enum orb_tristate, here and below */
    struct orb_cat_codes publics, orientations, engagements, professions, families, themes,
        languages;
    struct orb_cat_codes prestations; /* into prestations */
    struct orb_cat_span features;
    uint32_t droit_commun;
    uint32_t accepts_new;
    uint32_t activity_unknown;
};

struct orb_cat_zone {
    uint32_t national;
    struct orb_cat_codes communes; /* codes sorted by number */
    struct orb_cat_codes departments;
};

struct orb_cat_closure {
    orb_date from, to;
};

struct orb_cat_source {
    orb_cat_text id, name, licence, attribution, edition;
    orb_date observed_on;
    uint32_t lends; /* 1 = values of records of other sources are its own: a position found,
                       a telephone of the same resource */
};

struct orb_cat_offer { /* cell by cell of the grid, row by row, by id inside a cell;
                          unlocated ones last */
    double lon,
        lat; /* degrees; the commune's point when the site has none; NaN = unknown */
    double wait_days; /* NaN = unknown */
    orb_cat_text id, name, service, address, phone, email, url;
    uint32_t terms;
    uint32_t organization;     /* ORB_CAT_NONE = unknown, here and below */
    uint32_t commune;          /* of the site, when it is in the table of communes */
    orb_cat_text commune_code; /* as the source gave it */
    uint32_t zone;             /* ORB_CAT_NONE = unknown */
    uint32_t canonical; /* the offer it duplicates, itself when none (MATCHING 3.2) */
    uint32_t id_rank;   /* place of its id among all ids in byte order */
    uint32_t source;
    orb_cat_code dispositif; /* ORB_CAT_NONE = none */
    orb_cat_text funding_department;
    struct orb_cat_span relations;
    struct orb_cat_span closures;
    orb_date opened_on, closed_on;
    orb_date observed_on, contact_checked_on;
    int32_t places_available, temporary_places; /* -1 = unknown */
    uint8_t precision;    /* enum orb_precision of the position used */
    uint8_t density;      /* of the site's commune; 0 = unknown */
    uint8_t confidential; /* position and address reduced to the commune */
    uint8_t position;     /* enum orb_position_state */
    uint32_t member;      /* its place in members */
};

/* What of an offer is deduced from its category rather than declared: bits of struct
 * orb_cat_detail.inferred. */
enum orb_inferred_part {
    ORB_INFERRED_FAMILIES = 1U << 0,
    ORB_INFERRED_PRESTATIONS = 1U << 1,
    ORB_INFERRED_PUBLICS = 1U << 2,
    ORB_INFERRED_MODALITIES = 1U << 3,
    ORB_INFERRED_ORIENTATIONS = 1U << 4,
    ORB_INFERRED_AGES = 1U << 5
};

/* What people read of an offer and no search needs; public only. */
struct orb_cat_detail {
    orb_cat_text description, schedule; /* schedule: opening_hours, or the raw text */
    orb_cat_text how;                   /* how to ask */
    orb_cat_text checked_by;            /* who checked the contact */
    orb_cat_text siret, finess, postcode;
    orb_cat_text site;             /* id of where it is; 0 = unknown */
    int32_t authorised, installed; /* places; -1 = unknown; never places available */
    int32_t waiting;               /* persons; -1 = unknown */
    orb_date capacity_on;          /* of the places authorised, else installed */
    orb_date places_on;            /* of the word on places available */
    uint8_t age_strength, public_strength; /* enum orb_strength */
    uint8_t inferred;                      /* enum orb_inferred_part */
    uint8_t osm; /* some value is of OpenStreetMap, shared alike; its source beside */
};

/* What an offer has apart from its kind: bits of struct orb_cat_member.flags. */
enum orb_member_flag {
    ORB_MEMBER_DUPLICATE = 1U << 0, /* not the canonical offer */
    ORB_MEMBER_CLOSURES = 1U << 1,
    ORB_MEMBER_RELATED = 1U << 2, /* a relation of its own or of its organization, or a
                                     dispositif: its circle must be looked for */
    ORB_MEMBER_PLACE = 1U << 3,   /* at least one place available */
    ORB_MEMBER_TEMPORARY_PLACE = 1U << 4,
    ORB_MEMBER_DATED = 1U << 5,   /* a duplicate, or some day keeps it out: among dated */
    ORB_MEMBER_PART_DAY = 1U << 6 /* waits for a part of a day more than whole days */
};

/*
 * What a search reads of an offer, in one line of the processor's cache: the offers of a
 * kind stand together, those with a place first, then by whole days of waiting (unknown
 * last), then by id. Position earth-centred in metres; x NaN = no position.
 */
struct orb_cat_member {
    double x, y, z;
    double wait_days; /* NaN = unknown */
    uint32_t offer, kind, zone, terms, id_rank;
    orb_date opened_on, closed_on;
    uint8_t density;
    uint8_t precision; /* enum orb_precision of the position used */
    uint8_t flags;     /* enum orb_member_flag */
    uint8_t reserved;
};

/*
 * What tells the class of a member from that of its kind: a quarter of the line above, so
 * that all may be counted. Position to the half metre.
 */
struct orb_cat_spot {
    float x, y, z;      /* x NaN = no position */
    uint16_t wait_days; /* whole days, ORB_SPOT_LONG at most; ORB_SPOT_UNKNOWN */
    uint8_t density;
    uint8_t flags; /* enum orb_member_flag */
};
#define ORB_SPOT_LONG    65534 /* so many days, or more */
#define ORB_SPOT_UNKNOWN 65535

/* A member that some day keeps out, or that is a duplicate: those opened by the day of the
 * catalogue, and never closed, are not there. */
struct orb_cat_dated {
    uint32_t member;
    uint32_t duplicate; /* bool */
    orb_date opened_on, closed_on;
    struct orb_cat_span closures;
};

/* A member with ORB_MEMBER_RELATED, and what tells whether it is within reach: few of a
 * territory are, and they lie far apart. As its member and its kind say too. */
struct orb_cat_related {
    double x, y, z; /* metres; x NaN = no position */
    uint32_t member, care, ways;
    uint32_t zone; /* ORB_CAT_NONE = unknown */
};

/* Offers made of the same parts, whose zone is known or is not: they differ by their place,
 * their dates and their features. Sorted by parts. */
struct orb_cat_kind {
    struct orb_cat_parts parts;
    uint32_t pair;  /* numbers the pairs of care and entry, in order */
    uint32_t zoned; /* its offers have a zone */
    struct orb_cat_span members;
};

struct orb_cat_grid {
    double lon_min, lat_min; /* degrees */
    double step;             /* side of a cell in degrees; 0 = no cell */
    uint32_t columns, rows;
    uint32_t located; /* offers with a position: the first ones */
};

struct orb_cat_info {
    orb_cat_text id, attribution;
    orb_cat_text operator_organization, operator_finess_ej;
    struct orb_cat_span operator_dispositifs; /* into codes */
    orb_date as_of;
    struct orb_cat_grid grid;
};

/* Views of the image; counts beside. Everything is valid until orb_catalogue_close. */
struct orb_catalogue {
    const char *strings;
    const struct orb_cat_info *info;
    const orb_cat_text *code_names; /* the dictionary: texts by code, sorted as bytes */
    const orb_cat_code *codes;      /* the pool struct orb_cat_codes points into */
    const struct orb_cat_commune *communes;
    const struct orb_cat_age *ages;
    const struct orb_cat_area *areas;
    const struct orb_cat_organization *organizations;
    const struct orb_cat_relation *relations;
    const struct orb_cat_modality *modalities;
    const struct orb_cat_prestation *prestations;
    const struct orb_cat_feature *features;
    const struct orb_cat_span *feature_lists; /* into features: the distinct lists of terms;
                                                 none = the first one */
    const struct orb_cat_terms *terms;
    const struct orb_cat_zone *zones;
    const struct orb_cat_closure *closures;
    const struct orb_cat_source *sources;
    const struct orb_cat_offer *offers;
    const struct orb_cat_detail *details;       /* by offer */
    const struct orb_cat_member *members;       /* by kind */
    const struct orb_cat_spot *spots;           /* by member */
    const uint32_t *member_zones;               /* by member: what it says too */
    const uint32_t *member_features;            /* by member: the list of its terms */
    const struct orb_cat_dated *dated;          /* in the order of members */
    const struct orb_cat_related *related;      /* in the order of members */
    const uint32_t *organization_members_first; /* by organization, organization_count + 1:
                                                   into organization_members */
    const uint32_t *organization_members;
    const struct orb_cat_kind *kinds;
    const uint32_t *care_kinds;  /* by number of a care part, care_count + 1: its first kind
                                  */
    const uint32_t *offer_kinds; /* by offer */
    const uint32_t *offer_members;    /* by offer: what struct orb_cat_offer says too */
    const uint32_t *code_zones_first; /* by code, code_count + 2: into code_zones; the last
                                         run is that of the national zones */
    const uint32_t *code_zones;       /* zones that list the commune or the department */
    const uint32_t *zone_members_first; /* by zone, zone_count + 1: into zone_members */
    const uint32_t *zone_members;
    const uint32_t *care_terms; /* by number of a part: terms that show it */
    const uint32_t *entry_terms;
    const uint32_t *ways_terms;
    const uint32_t *by_id;      /* offers in the order of their ids */
    const uint32_t *cell_first; /* by cell, columns * rows + 1: the first offer of each
                                   cell; a row of cells is a run of offers */
    uint32_t care_count, entry_count, ways_count, kind_count, pair_count;
    uint32_t code_count, commune_count, area_count, organization_count, terms_count,
        zone_count, source_count, offer_count, dated_count, related_count,
        feature_list_count;
    int64_t data_version;
    uint64_t checksum; /* of everything after the header */
    const void *image; /* the whole of it */
    size_t image_len;
    void *mapping; /* what catalogue/file.c must unmap, or NULL */
    size_t mapping_len;
    void (*soon)(const void *row, size_t len); /* NULL = reading costs no wait:
                                                  orb_cat_soon */
};

/*
 * See an image of len bytes, borrowed until the catalogue is no longer used.
 * ORB_ERR_UNSUPPORTED (foreign, or of another version), ORB_ERR_CORRUPT (truncated,
 * checksum, a reference out of range).
 */
ORB_MUST_CHECK enum orb_status orb_catalogue_view(struct orb_catalogue *out,
                                                  const void *image, size_t len,
                                                  struct orb_error *err);

/*
 * The two halves of orb_catalogue_view, for an image whose bytes were already checked as
 * they are. orb_catalogue_see reads the header (which has a checksum of its own), the sizes
 * and a few bytes: foreign, of another version and truncated images are refused there. What
 * the sections hold is not known to be whole before orb_catalogue_check, which reads
 * everything: nothing of the image may be used before (ORB_ERR_CORRUPT).
 */
ORB_MUST_CHECK enum orb_status orb_catalogue_see(struct orb_catalogue *out,
                                                 const void *image, size_t len,
                                                 struct orb_error *err);
ORB_MUST_CHECK enum orb_status orb_catalogue_check(const struct orb_catalogue *catalogue,
                                                   struct orb_error *err);

/* A file in one state: any writing, renaming or copying changes some of it. Times of the
 * file system, since 1970. */
struct orb_catalogue_state {
    uint64_t device, inode, len, checksum;
    int64_t modified_s, modified_ns;
    int64_t changed_s, changed_ns;
};

/* Map a snapshot file (catalogue/file.c) and check it. Release with orb_catalogue_close.
 * The place of an error is the path. */
ORB_MUST_CHECK enum orb_status orb_catalogue_open(struct orb_catalogue *out,
                                                  const char *path, struct orb_error *err);

/* The same as orb_catalogue_see: orb_catalogue_check is to follow, unless the file was
 * checked in this very state. */
ORB_MUST_CHECK enum orb_status orb_catalogue_map(struct orb_catalogue *out,
                                                 struct orb_catalogue_state *state,
                                                 const char *path, struct orb_error *err);

/*
 * One question is to be asked of a mapped snapshot, then the process ends: what every
 * question reads is asked of the disk at once, without waiting, and of the rest no more
 * than what is touched (orb_cat_soon). Who asks several, or lists, is better without.
 * Nothing changes in what is read; nothing happens when the image is in memory.
 */
void orb_catalogue_one_question(struct orb_catalogue *catalogue);
/* More is to be read than that: as the system does by itself from now on. */
void orb_catalogue_many_questions(struct orb_catalogue *catalogue);
void orb_catalogue_close(struct orb_catalogue *catalogue);

/* The data version of a snapshot that is mapped; -1 when it is not one. */
int64_t orb_catalogue_version(const struct orb_catalogue *catalogue);

/* The data version in the header of a snapshot, without reading the rest; -1 when it cannot
 * be told. */
int64_t orb_catalogue_file_version(const char *path);

/* A hint that some bytes of the image are read soon: what lies apart then comes while
 * something else is done. Nothing depends on it. */
static inline void orb_cat_soon(const struct orb_catalogue *catalogue, const void *row,
                                size_t len)
{
    if (catalogue->soon != NULL)
        catalogue->soon(row, len);
}

/* The parts that the terms of an offer are made of. */
static inline const struct orb_cat_parts *
orb_cat_offer_parts(const struct orb_catalogue *catalogue, uint32_t offer)
{
    return &catalogue->kinds[catalogue->offer_kinds[offer]].parts;
}

/* The features of a member, into features: not from its terms, which lie far apart. */
static inline const struct orb_cat_span *
orb_cat_member_features(const struct orb_catalogue *catalogue,
                        const struct orb_cat_member *member)
{
    return &catalogue
                ->feature_lists[catalogue->member_features[member - catalogue->members]];
}

const char *orb_cat_string(const struct orb_catalogue *catalogue, orb_cat_text text);

/* NULL when the text is empty (unknown). */
const char *orb_cat_known(const struct orb_catalogue *catalogue, orb_cat_text text);

/* The text of a code. */
const char *orb_cat_code_name(const struct orb_catalogue *catalogue, orb_cat_code code);

/* ORB_CAT_NONE when there is none. */
orb_cat_code orb_cat_code_find(const struct orb_catalogue *catalogue, const char *text);
uint32_t orb_cat_offer_find(const struct orb_catalogue *catalogue, const char *id);
uint32_t orb_cat_commune_find(const struct orb_catalogue *catalogue, const char *code);
uint32_t orb_cat_organization_find(const struct orb_catalogue *catalogue, const char *id);
/* kind: enum orb_territory_kind. */
uint32_t orb_cat_area_find(const struct orb_catalogue *catalogue, uint32_t kind,
                           const char *code);

bool orb_cat_codes_have(const struct orb_catalogue *catalogue,
                        const struct orb_cat_codes *codes, orb_cat_code code);

/* The same for the codes of a zone, which are sorted by number; nothing is
 * ORB_CAT_NONE. */
bool orb_cat_zone_has(const struct orb_catalogue *catalogue,
                      const struct orb_cat_codes *codes, orb_cat_code code);

#endif
