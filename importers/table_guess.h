/* Proposes a mapping for a table, from its header and a sample of its rows. */
#ifndef ORB_IMPORTERS_TABLE_GUESS_H
#define ORB_IMPORTERS_TABLE_GUESS_H

#include "engine/base/buf.h"
#include "engine/base/error.h"
#include "importers/importer.h"

/* One thing the proposal is unsure of: a JSON pointer into it and a translated sentence,
 * both borrowed for the call. */
typedef void (*orb_table_doubt)(void *context, const char *pointer, const char *sentence);

/*
 * Append to out a mapping for in->paths[0], as JSON that the importer of tables takes, and
 * tell what is unsure. Licence and attribution of in are written into it. The same file
 * gives the same bytes. Fails as the import of the file would, or with ORB_ERR_NOT_FOUND
 * when no column can identify a row.
 */
ORB_MUST_CHECK enum orb_status orb_table_guess(struct orb_buf *out,
                                               const struct orb_import_input *in,
                                               orb_table_doubt doubt, void *context,
                                               struct orb_error *err);

#endif
