/* The words of the field, each in one line. */
#ifndef CLI_GLOSSARY_H
#define CLI_GLOSSARY_H

#include <stddef.h>

#include "engine/base/buf.h"

/* Append the words and their definitions, wrapped at width columns. */
void cli_glossary_write(struct orb_buf *out, size_t width);

#endif
