/* The layout of a catalogue image: header, table of sections, sections. Shared by the
 * builder and the reader only. */
#ifndef ORB_CATALOGUE_IMAGE_H
#define ORB_CATALOGUE_IMAGE_H

#include <stddef.h>
#include <stdint.h>

#include "engine/base/error.h"

#define ORB_IMAGE_MAGIC   "ORBCAT\r\n"
#define ORB_IMAGE_VERSION 13U
#define ORB_IMAGE_ORDER                                                                    \
    0x01020304U /* reads differently on a machine of the other byte order */

enum orb_section {
    ORB_SECTION_STRINGS = 0,
    ORB_SECTION_INFO,
    ORB_SECTION_CODE_NAMES,
    ORB_SECTION_CODES,
    ORB_SECTION_COMMUNES,
    ORB_SECTION_AGES,
    ORB_SECTION_AREAS,
    ORB_SECTION_ORGANIZATIONS,
    ORB_SECTION_RELATIONS,
    ORB_SECTION_MODALITIES,
    ORB_SECTION_PRESTATIONS,
    ORB_SECTION_FEATURES,
    ORB_SECTION_FEATURE_LISTS,
    ORB_SECTION_TERMS,
    ORB_SECTION_ZONES,
    ORB_SECTION_CLOSURES,
    ORB_SECTION_SOURCES,
    ORB_SECTION_OFFERS,
    ORB_SECTION_DETAILS,
    ORB_SECTION_MEMBERS,
    ORB_SECTION_SPOTS,
    ORB_SECTION_MEMBER_ZONES,
    ORB_SECTION_MEMBER_FEATURES,
    ORB_SECTION_DATED,
    ORB_SECTION_RELATED,
    ORB_SECTION_ORGANIZATION_MEMBERS_FIRST,
    ORB_SECTION_ORGANIZATION_MEMBERS,
    ORB_SECTION_KINDS,
    ORB_SECTION_CARE_KINDS,
    ORB_SECTION_OFFER_KINDS,
    ORB_SECTION_OFFER_MEMBERS,
    ORB_SECTION_CODE_ZONES_FIRST,
    ORB_SECTION_CODE_ZONES,
    ORB_SECTION_ZONE_MEMBERS_FIRST,
    ORB_SECTION_ZONE_MEMBERS,
    ORB_SECTION_CARE_TERMS,
    ORB_SECTION_ENTRY_TERMS,
    ORB_SECTION_WAYS_TERMS,
    ORB_SECTION_BY_ID,
    ORB_SECTION_CELL_FIRST,
    ORB_SECTIONS
};

struct orb_image_section {
    uint64_t offset; /* from the start of the image, multiple of 64 */
    uint64_t count;  /* records */
    uint64_t size;   /* bytes of one record */
};

struct orb_image_header {
    char magic[8];
    uint32_t order;
    uint32_t version;
    uint64_t len; /* of the whole image */
    int64_t data_version;
    uint64_t checksum; /* orb_image_checksum of everything after the header */
    uint64_t head;     /* orb_image_head of the header */
    uint64_t section_count;
    struct orb_image_section sections[ORB_SECTIONS];
};

/* Four independent lanes of orb_hash, so that it runs at the speed of memory. */
uint64_t orb_image_checksum(const void *bytes, size_t len);

/* The same of bytes that come in pieces, each but the last a multiple of ORB_IMAGE_STEP
 * long. */
struct orb_image_sum {
    uint64_t lanes[4];
};

enum { ORB_IMAGE_STEP = 32 };

void orb_image_sum_init(struct orb_image_sum *sum);
void orb_image_sum_add(struct orb_image_sum *sum, const void *bytes, size_t len);
/* The last piece, of any length, and the checksum of all. */
uint64_t orb_image_sum_end(struct orb_image_sum *sum, const void *bytes, size_t len);

/* Of the header, its own place taken as 0: the table of sections is known to be whole
 * without reading them. */
uint64_t orb_image_head(const struct orb_image_header *header);

/* ORB_ERR_CORRUPT. */
ORB_MUST_CHECK enum orb_status orb_image_corrupt(struct orb_error *err);

#endif
