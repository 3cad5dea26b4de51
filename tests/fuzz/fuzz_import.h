/* Any bytes as the file of an importer, for the fuzzers of importers. */
#ifndef TESTS_FUZZ_FUZZ_IMPORT_H
#define TESTS_FUZZ_FUZZ_IMPORT_H

#include <stddef.h>
#include <stdint.h>

#include "importers/importer.h"

typedef enum orb_status fuzz_put(void *context, const struct orb_record *record,
                                 struct orb_error *err);

/* Import the bytes with what else the input says; aborts when they are refused without a
 * sentence and a place. */
void fuzz_import(const struct orb_importer *importer, struct orb_import_input input,
                 fuzz_put *put, const uint8_t *data, size_t size);

/* Abort when a text is not UTF-8; NULL is none. */
void fuzz_check_text(const char *text);

/* Abort when a site has half a position, one outside the Earth, or a code of commune that
 * is none. */
void fuzz_check_site(const struct orb_site *site);

/* Abort when a site says that it has a position and has none on Earth, or the reverse. */
void fuzz_check_located(const struct orb_site *site);

#endif
