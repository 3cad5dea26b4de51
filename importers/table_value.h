/* Reading the fields of a mapping. */
#ifndef ORB_IMPORTERS_TABLE_VALUE_H
#define ORB_IMPORTERS_TABLE_VALUE_H

#include "engine/model/json_form.h"
#include "importers/table.h"

/* Say that there is no memory. */
void orb_table_no_memory(struct orb_form *form);

/* The number of a column; the first place that names it is kept for messages. */
uint32_t orb_table_column(struct orb_form *form, struct table_mapping *m, const char *key,
                          const char *name);

/* Read a field when it is there: an object, or the name of its column. */
void orb_table_value_read(struct orb_form *outer, struct table_mapping *m,
                          enum table_field field);

#endif
