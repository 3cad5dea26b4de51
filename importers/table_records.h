/* One row's records, while they are filled in. */
#ifndef ORB_IMPORTERS_TABLE_RECORDS_H
#define ORB_IMPORTERS_TABLE_RECORDS_H

#include "importers/table.h"

#define TABLE_IDENTIFIERS_MAX 4
#define TABLE_CONTACTS_MAX    3

struct table_made {
    struct orb_offer offer;
    struct orb_site site;
    struct orb_service service;
    struct orb_identifier identifiers[TABLE_IDENTIFIERS_MAX];
    struct orb_contact contacts[TABLE_CONTACTS_MAX];
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
/* Is text len characters long, and digits from the given one on? */
bool orb_table_is_digits(const char *text, size_t from, size_t len);

#endif
