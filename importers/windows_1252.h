/* Texts of old files into UTF-8. */
#ifndef ORB_IMPORTERS_WINDOWS_1252_H
#define ORB_IMPORTERS_WINDOWS_1252_H

#include <stddef.h>

#include "engine/base/buf.h"

/* Append text in Windows-1252 as UTF-8; the five bytes that mean nothing become blanks. */
void orb_windows_1252_decode(struct orb_buf *out, const char *text, size_t len);

#endif
