/* The state of writing an image: where each text, code and record of the draft went.
 * Private to engine/catalogue. */
#ifndef ORB_CATALOGUE_DRAFT_WRITE_H
#define ORB_CATALOGUE_DRAFT_WRITE_H

#include "engine/base/buf.h"
#include "engine/catalogue/draft.h"
#include "engine/catalogue/image.h"

/* Something to sort: by text, then by number. */
struct draft_sorted {
    const char *text;
    uint32_t number;
};

struct draft_writer {
    struct orb_catalogue_builder *b;
    struct orb_arena arena;  /* released at the end */
    struct orb_buf strings;  /* the heap */
    orb_cat_text *offset;    /* by draft text: in the heap, 0 = not there yet */
    struct orb_strmap codes; /* texts of the dictionary, before sorting */
    orb_cat_code *code_rank; /* by number in codes: number in the image */
    uint32_t *site_of, *service_of, *organization_of, *commune_of,
        *offer_of;              /* by draft text */
    uint32_t *organization_row; /* by draft organization: row in the image */
    uint32_t *commune_row;      /* by draft commune */
    uint32_t *zone_row;         /* by draft zone */
    const struct orb_cat_zone *zone_rows;
    uint32_t *terms_row; /* by draft terms */
    const struct orb_cat_terms *terms_rows;
    uint32_t *source_row;        /* by draft text of the source's id */
    struct draft_sorted *offers; /* drafts in the order of their ids */
    uint32_t *offer_row;         /* by draft offer */
    struct orb_cat_offer *offer_rows;
    struct orb_cat_detail *detail_rows;
    uint8_t *osm_fields; /* by draft text, fields or source: 0 = not looked at, 1 = no, 2 =
                            yes */
    struct orb_cat_grid grid;
    DRAFT_LIST(orb_cat_code) pool;
    DRAFT_LIST(struct orb_cat_relation) relations;
    struct orb_cat_span *organization_relations; /* by row */
    struct orb_buf *out;
    size_t start; /* of the image in out */
    struct orb_image_header header;
    struct orb_error *err;
};

/* The offset of a text in the heap, added when new. */
orb_cat_text orb_draft_put_text(struct draft_writer *w, draft_text text);
/* The number of a code in the image; ORB_CAT_NONE for NULL or "". */
orb_cat_code orb_draft_code(const struct draft_writer *w, const char *text);
const char *orb_draft_string(const struct draft_writer *w, draft_text text);
void orb_draft_section(struct draft_writer *w, enum orb_section section, const void *items,
                       size_t count, size_t size);
void orb_draft_sort(struct draft_sorted *items, size_t count);
/* count elements of size bytes in the writer's arena; remembers lack of memory in err. */
void *orb_draft_array(struct draft_writer *w, size_t count, size_t size);

/* What an offer takes from; NULL = none. */
struct draft_parents {
    const struct draft_offer *offer; /* never NULL */
    const struct draft_service *service;
    const struct draft_organization *organization;
    const struct draft_site *site;
};

/* Fill the row of an offer; checked_on is the day of the contact that the offer shows. */
void orb_draft_put_detail(struct draft_writer *w, struct orb_cat_detail *row,
                          const struct draft_parents *from, orb_date checked_on);

/* Parts of the image; ORB_ERR_MEMORY, or ORB_ERR_SYNTAX for an offer given twice. */
ORB_MUST_CHECK enum orb_status orb_draft_write_terms(struct draft_writer *w);
ORB_MUST_CHECK enum orb_status orb_draft_write_zones(struct draft_writer *w);
ORB_MUST_CHECK enum orb_status orb_draft_write_places(struct draft_writer *w);
ORB_MUST_CHECK enum orb_status orb_draft_write_offers(struct draft_writer *w);
ORB_MUST_CHECK enum orb_status orb_draft_write_relations(struct draft_writer *w);
ORB_MUST_CHECK enum orb_status orb_draft_write_members(struct draft_writer *w);

#endif
