/* The catalogue of a territory written in a test. */
#ifndef TESTS_UNIT_NATIVE_CATALOGUE_H
#define TESTS_UNIT_NATIVE_CATALOGUE_H

#include "engine/base/buf.h"
#include "engine/catalogue/catalogue.h"

/* Import a native document by native_files.path (tests/unit/native_file.h) and view what it
 * makes: image is released by the caller, after the catalogue was read. Fails the test. */
void native_catalogue(struct orb_catalogue *catalogue, struct orb_buf *image,
                      const char *native);

#endif
