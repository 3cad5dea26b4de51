/* Identifiers that say two records are one, checked before they are believed. */
#ifndef ORB_LINKAGE_KEY_H
#define ORB_LINKAGE_KEY_H

#include <stdbool.h>
#include <stdint.h>

/*
 * Each reads a text, blanks, dots and hyphens aside, into a number that equal identifiers
 * share; 0 is never one. False when the text is not a valid identifier; "" and NULL are
 * not.
 */

/* FINESS: nine characters whose last one is the Luhn digit; not checked for Corsica (2A,
 * 2B). */
bool orb_key_finess(uint64_t *out, const char *text);

/* SIRET: fourteen digits that satisfy Luhn; those of La Poste (356000000) only have a sum
 * of digits that is a multiple of five. */
bool orb_key_siret(uint64_t *out, const char *text);

/* SIREN: nine digits that satisfy Luhn. */
bool orb_key_siren(uint64_t *out, const char *text);

/* RNA: W and nine digits. */
bool orb_key_rna(uint64_t *out, const char *text);

/* Telephone: French numbers with or without +33, others of 6 to 15 digits as they are. */
bool orb_key_phone(uint64_t *out, const char *text);

/* E-mail, in lower case: its hash. */
bool orb_key_email(uint64_t *out, const char *text);

#endif
