/* How alike two short texts are, in bytes. */
#ifndef ORB_LINKAGE_SIMILARITY_H
#define ORB_LINKAGE_SIMILARITY_H

#include <stddef.h>

/* Bytes that are compared of each text; what follows is ignored. */
#define ORB_SIMILARITY_LEN ((size_t)255)

/* Jaro: from 0 (nothing in common, or an empty text) to 1 (equal). */
double orb_jaro(const char *a, size_t a_len, const char *b, size_t b_len);

/* Jaro-Winkler: prefix of at most 4 counts 0.1 each, only above a Jaro of 0.7. */
double orb_jaro_winkler(const char *a, size_t a_len, const char *b, size_t b_len);

/* Levenshtein: bytes to insert, delete or replace. */
size_t orb_levenshtein(const char *a, size_t a_len, const char *b, size_t b_len);

#endif
