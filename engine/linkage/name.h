/* Names of places and services, ready to be compared: initials understood, category apart.
 */
#ifndef ORB_LINKAGE_NAME_H
#define ORB_LINKAGE_NAME_H

#include <stdint.h>

#include "engine/base/buf.h"
#include "engine/base/strmap.h"
#include "engine/vocabulary/vocabulary.h"

/* A category that the vocabulary of initials does not have. */
#define ORB_NAME_OTHER_CATEGORY (UINT64_C(1) << 63)

/* Initials, what they stand for, and départements. Zero-initialised is released. */
struct orb_name_words {
    struct orb_vocabulary vocabulary;
    struct orb_strmap phrases; /* initials and their expansions, without small words */
    uint32_t *phrase_terms;    /* the term of each phrase */
    size_t phrase_capacity;
    struct orb_strmap firsts; /* first words of phrases of several words */
    uint64_t *term_classes;   /* of each term, one bit, or 0 for an organization */
    const struct orb_term_list *sigles;
    const struct orb_term_list *departements;
};

/*
 * What a name says. words is what distinguishes it, in order, separated by blanks, without
 * accents, small words, legal forms or category: "association IME « Les Glycines »" gives
 * "glycines" and the class of IME.
 */
struct orb_name {
    struct orb_buf words; /* owned: release with orb_buf_release; cleared by each reading */
    uint64_t classes;     /* one bit for each category named */
};

ORB_MUST_CHECK enum orb_status orb_name_words_read(struct orb_name_words *words,
                                                   struct orb_error *err);

/* The class of a FINESS category, ORB_NAME_OTHER_CATEGORY for one that has no initials, 0
 * for no text. */
uint64_t orb_name_class(const struct orb_name_words *words, const char *category);

/* ORB_ERR_MEMORY is the only failure. */
ORB_MUST_CHECK enum orb_status orb_name_read(struct orb_name *out,
                                             const struct orb_name_words *words,
                                             const char *text, struct orb_error *err);

void orb_name_words_release(struct orb_name_words *words);

#endif
