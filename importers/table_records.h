/* One row's records, while they are filled in. */
#ifndef ORB_IMPORTERS_TABLE_RECORDS_H
#define ORB_IMPORTERS_TABLE_RECORDS_H

#include "importers/table.h"

#define TABLE_IDENTIFIERS_MAX 4
#define TABLE_CONTACTS_MAX    4
#define TABLE_CAPACITIES_MAX  4

struct table_made {
    struct orb_offer offer;
    struct orb_site site;
    struct orb_service service;
    struct orb_identifier identifiers[TABLE_IDENTIFIERS_MAX];
    struct orb_contact contacts[TABLE_CONTACTS_MAX];
    struct orb_capacity capacities[TABLE_CAPACITIES_MAX];
    struct orb_organization organization; /* id NULL = not told */
    const char *inferred_fields;          /* as provenance writes them; NULL = none */
    bool inferred_prestations;
    bool inferred_orientations;
    bool rejected;
};

/* The identifier of the row; one read before, or none, leaves the row out. */
ORB_MUST_CHECK enum orb_status
orb_table_read_id(struct table *table, struct table_made *made, struct orb_error *err);
/* Numbers of registers, and contacts. */
ORB_MUST_CHECK enum orb_status
orb_table_read_numbers(struct table *table, struct table_made *made, struct orb_error *err);
ORB_MUST_CHECK enum orb_status orb_table_read_contacts(struct table *table,
                                                       struct table_made *made,
                                                       struct orb_error *err);
/* Does each row tell its own source? Then it has its own identifier too, and nothing is
 * inferred that it does not tell. */
bool orb_table_has_sources(const struct table *table);
/* The source of the row, made known to the sink with its day; a row without one is left
 * out. */
ORB_MUST_CHECK enum orb_status orb_table_row_source(struct table *table,
                                                    struct table_made *made,
                                                    const char **id, orb_date day,
                                                    struct orb_error *err);
/* A row that is a commune, instead of a service. */
ORB_MUST_CHECK enum orb_status orb_table_commune_row(struct table *table,
                                                     struct orb_error *err);
/* What only a table written by Orbite tells. */
ORB_MUST_CHECK enum orb_status
orb_table_read_told(struct table *table, struct table_made *made, struct orb_error *err);
/* Is text len characters long, and digits from the given one on? */
bool orb_table_is_digits(const char *text, size_t from, size_t len);

#endif
