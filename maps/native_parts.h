/* One record of the exchange file each; what never leaves is left out here. Internal to
 * maps/: the exchange file, and products that join the same objects (maps/exchange.h). */
#ifndef ORB_MAPS_NATIVE_PARTS_H
#define ORB_MAPS_NATIVE_PARTS_H

#include <stdbool.h>

#include "engine/model/record.h"
#include "maps/json_writer.h"

/* What an offer repeats of its site. */
struct native_place {
    double lon; /* NaN when unknown or confidential */
    double lat;
    const char *commune; /* NULL = unknown */
    enum orb_precision precision;
    bool implied; /* has no record of its own in the file */
};

/* What an offer repeats of its service. Texts are NULL when unknown. */
struct native_parent {
    const char *organization;
    const char *name;
    const char *category;
    const char *site;
};

bool orb_native_is_confidential(const struct orb_site *site);

/* True when a record made for an offer says nothing that the offer does not carry: a place
 * and how precise it is; a name, an organization, a category and a site. */
bool orb_native_site_is_implied(const struct orb_site *site);
bool orb_native_service_is_implied(const struct orb_service *service);

/* What a key of the source gets when the format has the same for something else. */
#define ORB_NATIVE_OF_SOURCE "source_"

/* The members of extra, a JSON object or NULL. */
void orb_native_write_extra(struct orb_json_writer *w, enum orb_record_kind kind,
                            const char *extra);

/* "provenance", unless it is that of the document. */
void orb_native_write_provenance(struct orb_json_writer *w, const struct orb_provenance *p,
                                 const struct orb_provenance *document);
void orb_native_write_contacts(struct orb_json_writer *w,
                               const struct orb_contact *contacts, uint32_t count);
/* "key": [codes], when known. */
void orb_native_write_list(struct orb_json_writer *w, const char *key,
                           const struct orb_code_list *list);
/* "key": "text", unless NULL. */
void orb_native_write_text(struct orb_json_writer *w, const char *key, const char *text);
void orb_native_write_known_date(struct orb_json_writer *w, const char *key, orb_date date);

struct native_sources {
    const struct orb_source *items;
    size_t count;
};

/* "key": the different texts at offset of all sources, joined by "; ". */
void orb_native_write_joined(struct orb_json_writer *w, const char *key,
                             const struct native_sources *sources, size_t offset);
void orb_native_write_source(struct orb_json_writer *w, const struct orb_source *source);
void orb_native_write_territory(struct orb_json_writer *w, const struct orb_territory *t,
                                const struct orb_provenance *document);
void orb_native_write_organization(struct orb_json_writer *w,
                                   const struct orb_organization *o,
                                   const struct orb_provenance *document);
void orb_native_write_site(struct orb_json_writer *w, const struct orb_site *site,
                           const struct orb_provenance *document);
void orb_native_write_service(struct orb_json_writer *w, const struct orb_service *service,
                              const struct orb_provenance *document);
void orb_native_write_relation(struct orb_json_writer *w,
                               const struct orb_relation *relation,
                               const struct orb_provenance *document);
void orb_native_write_assertion(struct orb_json_writer *w,
                                const struct orb_assertion *assertion,
                                const struct orb_provenance *document);
void orb_native_write_decision(struct orb_json_writer *w,
                               const struct orb_decision *decision);
/* place and parent are NULL when the offer has none. */
void orb_native_write_offer(struct orb_json_writer *w, const struct orb_offer *offer,
                            const struct native_place *place,
                            const struct native_parent *parent,
                            const struct orb_provenance *document);

#endif
