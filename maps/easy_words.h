/*
 * Words easy to read (FALC): plain, short, without code nor abbreviation, in the language
 * of messages. They follow "You need help for: " or "Subject: ".
 */
#ifndef ORB_MAPS_EASY_WORDS_H
#define ORB_MAPS_EASY_WORDS_H

#include <stdbool.h>
#include <stddef.h>

#include "engine/base/buf.h"
#include "engine/base/date.h"
#include "engine/model/case.h"

/* Words in a sentence, at most. */
#define ORB_EASY_WORDS 15

/* Of a SERAFIN-PH need, or of the nearest that holds it. */
const char *orb_easy_need(const char *code);
/* Of a domain of the projet de vie, or of a part of one. */
const char *orb_easy_domain(const char *code);
/* Where the person is on the way. */
const char *orb_easy_phase(enum orb_phase phase);

/* Append "1 December 2026". */
void orb_easy_date(struct orb_buf *out, orb_date date);

/* Words of the longest sentence of a text; sentences end with . ! ? ; : or a line. */
size_t orb_easy_longest(const char *text);
/* Does a text hold a sentence that is too long, a figure with points as codes have, or a
 * word in capitals as abbreviations are? */
bool orb_easy_is_hard(const char *text);

#endif
