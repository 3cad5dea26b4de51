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

/* By the text of an id, the number of its record. As long as the largest text that has one:
 * what comes first in a store has small numbers. */
struct draft_index {
    uint32_t *at;
    size_t count;
};

struct draft_writer {
    struct orb_catalogue_builder *b;
    struct orb_arena arena; /* released at the end */
    struct orb_buf strings; /* how the heap starts: the names of the codes */
    size_t heap_len;
    draft_text *heap; /* the texts that follow, in order */
    size_t heap_count;
    orb_cat_text *offset;    /* by draft text: in the heap, 0 = not there yet */
    struct orb_strmap codes; /* texts of the dictionary, before sorting */
    orb_cat_code *code_rank; /* by number in codes: number in the image */
    struct draft_index site_of, service_of, organization_of, commune_of, offer_of;
    struct draft_index source_row; /* row by text of the source's id */
    uint32_t *organization_row;    /* by draft organization: row in the image */
    size_t organization_rows;      /* one that was given twice has one */
    uint32_t *commune_row;         /* by draft commune */
    uint32_t *zone_row;            /* by draft zone */
    const struct orb_cat_zone *zone_rows;
    uint32_t *terms_row; /* by draft terms */
    const struct orb_cat_terms *terms_rows;
    uint32_t *feature_list;          /* by the first of a list of features: its number */
    uint32_t *by_rank;               /* drafts of offers in the order of their ids */
    uint32_t *rank;                  /* by draft offer: its place in by_rank */
    uint32_t *offer_row;             /* by draft offer */
    uint32_t *draft_of;              /* by row of the offers */
    uint32_t *offer_members;         /* by row; NULL until members are numbered */
    uint32_t *keys, *spare, *starts; /* room to sort offers */
    uint8_t *osm_fields; /* by draft text, fields or source: 0 = not looked at, 1 = no, 2 =
                            yes */
    struct orb_cat_grid grid;
    DRAFT_LIST(orb_cat_code) pool;
    DRAFT_LIST(struct orb_cat_relation) relations;
    struct orb_cat_span *organization_relations; /* by row */
    struct orb_cat_span *offer_relations;        /* by row; NULL = no offer has any */
    const struct orb_image_sink *sink;
    struct orb_buf piece; /* what is not given to the sink yet */
    size_t len;           /* of the image so far */
    struct orb_image_sum sum;
    enum orb_section section; /* being written */
    enum orb_status status;   /* of the sink */
    struct orb_image_header header;
    struct orb_error *err;
};

static inline uint32_t orb_draft_find(const struct draft_index *index, draft_text text)
{
    return text < index->count ? index->at[text] : ORB_CAT_NONE;
}

/* The offset of a text in the heap, added when new. */
orb_cat_text orb_draft_put_text(struct draft_writer *w, draft_text text);
/* The number of a code in the image; ORB_CAT_NONE for NULL or "". */
orb_cat_code orb_draft_code(const struct draft_writer *w, const char *text);
const char *orb_draft_string(const struct draft_writer *w, draft_text text);

/* ---- sections, one after another (draft_output.c) */

void orb_draft_section(struct draft_writer *w, enum orb_section section, const void *items,
                       size_t count, size_t size);
/* The same in pieces: begin, then rows of this size. */
void orb_draft_begin(struct draft_writer *w, enum orb_section section, size_t size);
void orb_draft_rows(struct draft_writer *w, const void *items, size_t count);
/* The bytes before the sections; then, when all are there, the true header. */
void orb_draft_open(struct draft_writer *w, const struct orb_image_sink *sink);
ORB_MUST_CHECK enum orb_status orb_draft_close(struct draft_writer *w,
                                               int64_t data_version);

/* ---- orders (draft_order.c) */

/* Fill by_rank and rank, and make room to sort. ORB_ERR_SYNTAX: an offer is given twice. */
ORB_MUST_CHECK enum orb_status orb_draft_rank(struct draft_writer *w);
/* Sort the drafts of offers by w->keys, from 0 to key_max; equal ones stay as they are. */
void orb_draft_order(struct draft_writer *w, uint32_t *drafts, uint32_t key_max);
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

/* The offer of a row of the image, and what people read of it; either may be NULL. */
void orb_draft_offer(struct draft_writer *w, uint32_t row, struct orb_cat_offer *offer,
                     struct orb_cat_detail *detail);
/* What stands beside the members, filled while they are written one after another. */
struct draft_spots {
    struct orb_cat_spot *rows;
    uint32_t *zones, *features, *organizations;
    DRAFT_LIST(struct orb_cat_dated) dated;
    DRAFT_LIST(struct orb_cat_related) related;
    const struct orb_cat_terms *terms;
    const uint32_t *feature_list;
};
/* False without memory; release whatever is answered. */
bool orb_draft_spots_begin(struct draft_writer *w, struct draft_spots *s);
bool orb_draft_spots_add(struct draft_spots *s, uint32_t member,
                         const struct orb_cat_member *x, const struct orb_cat_offer *o);
bool orb_draft_spots_write(struct draft_writer *w, const struct draft_spots *s);
void orb_draft_spots_release(struct draft_spots *s);
/* The day of the catalogue; may some day from it on keep an offer out, or is it one of
 * another? */
orb_date orb_draft_as_of(const struct draft_writer *w);
bool orb_draft_is_dated(const struct orb_cat_offer *o, uint32_t offer, orb_date as_of);
/* Offers are looked at in the order of these drafts; this one is at hand, others will be
 * soon. */
void orb_draft_expect(const struct draft_writer *w, const uint32_t *drafts, size_t at);
/* Room for numbers 0 to text of an index, none of them set. False without memory. */
bool orb_draft_reach(struct draft_writer *w, struct draft_index *index, draft_text text);

/* Parts of the image; ORB_ERR_MEMORY, or ORB_ERR_SYNTAX for an offer given twice. */
ORB_MUST_CHECK enum orb_status orb_draft_write_terms(struct draft_writer *w);
ORB_MUST_CHECK enum orb_status orb_draft_write_zones(struct draft_writer *w);
ORB_MUST_CHECK enum orb_status orb_draft_write_places(struct draft_writer *w);
ORB_MUST_CHECK enum orb_status orb_draft_write_offers(struct draft_writer *w);
ORB_MUST_CHECK enum orb_status orb_draft_write_relations(struct draft_writer *w);
ORB_MUST_CHECK enum orb_status orb_draft_write_members(struct draft_writer *w);

#endif
