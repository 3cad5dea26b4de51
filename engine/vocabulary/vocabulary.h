/* Codes with their labels, and correspondences between lists, from the CSV files compiled
 * in. */
#ifndef ORB_VOCABULARY_VOCABULARY_H
#define ORB_VOCABULARY_VOCABULARY_H

#include <stddef.h>

#include "engine/base/arena.h"
#include "engine/base/error.h"

/* A code of a list. No text is NULL; "" = not given. */
struct orb_term {
    const char *code;
    const char *label_fr;
    const char *label_en;
    const char *parent;
    const char
        *status; /* life of the code at its publisher: active, deprecated 2021-11-26... */
    const char *source;
    const char *licence;
    const char *note;
};

/* From a code of one list to a code of another. */
struct orb_link {
    const char *from;
    const char *to;
    const char
        *relation; /* exact, close, related, narrower, broader, primary, secondary... */
    const char *confidence; /* h, m, l */
    const char *origin;
    const char *note;
};

/* A list, sorted by code in bytes. */
struct orb_term_list {
    const struct orb_term *terms;
    size_t count;
};

/* A correspondence, sorted by from; links of one code stay in the order of the file. */
struct orb_link_list {
    const struct orb_link *links;
    size_t count;
};

struct orb_vocabulary_file;

/* Files read so far; zero-initialised is ready. For one thread at a time. */
struct orb_vocabulary {
    struct orb_arena arena;
    struct orb_vocabulary_file *files;
};

/*
 * The list "finess_categories" is the file engine/vocabulary/finess_categories.csv. Read on
 * first use, valid until release. ORB_ERR_NOT_FOUND when there is no such file.
 */
ORB_MUST_CHECK enum orb_status orb_vocabulary_terms(struct orb_vocabulary *vocabulary,
                                                    const char *name,
                                                    const struct orb_term_list **out,
                                                    struct orb_error *err);
ORB_MUST_CHECK enum orb_status orb_vocabulary_links(struct orb_vocabulary *vocabulary,
                                                    const char *name,
                                                    const struct orb_link_list **out,
                                                    struct orb_error *err);

/* The term of a code, or NULL. list and code may be NULL. */
const struct orb_term *orb_term_find(const struct orb_term_list *list, const char *code);

/* The first of the *count links of a code, in the order of the file; NULL when there is
 * none. */
const struct orb_link *orb_link_find(const struct orb_link_list *list, const char *from,
                                     size_t *count);

/*
 * The label of a code in "en" or else in French; the other language when that one is
 * missing. NULL when the list, the code or its label is unknown, or without memory: callers
 * then show the code.
 */
const char *orb_vocabulary_label(struct orb_vocabulary *vocabulary, const char *name,
                                 const char *code, const char *language);

void orb_vocabulary_release(struct orb_vocabulary *vocabulary);

#endif
