/* Records in the form they are compared in. Private to engine/linkage. */
#ifndef ORB_LINKAGE_FORM_H
#define ORB_LINKAGE_FORM_H

#include "engine/base/arena.h"
#include "engine/base/strmap.h"
#include "engine/geo/frame.h"
#include "engine/linkage/linkage.h"

/* Distinct words of a text as numbers, in order of number, and the text itself. */
struct linkage_text {
    const char *text;
    const uint32_t *words;
    uint16_t len;
    uint16_t count;
};

enum linkage_key {
    LINKAGE_FINESS,
    LINKAGE_SIRET,
    LINKAGE_SIREN,
    LINKAGE_RNA,
    LINKAGE_PHONE,
    LINKAGE_EMAIL,
    LINKAGE_KEYS
};

/* 0 = unknown in every number. */
struct linkage_form {
    const struct orb_linkage_record *record;
    struct linkage_text name;
    struct linkage_text street; /* without the house number */
    uint64_t keys[LINKAGE_KEYS];
    uint64_t classes;        /* orb_name */
    uint64_t other_category; /* hash, with ORB_NAME_OTHER_CATEGORY */
    uint64_t commune;        /* hash */
    uint64_t house;          /* hash of the house number */
    uint64_t digits;         /* hash of the numbers in the name */
    struct orb_ecef at;
    bool placed;
};

/* How rare each word is. */
struct linkage_words {
    struct orb_strmap map;
    uint32_t *counts; /* records with the word */
    size_t capacity;
    double *rarity; /* log of records over records with the word */
};

/* Records sorted by id, so that nothing depends on the order they came in. */
struct linkage_forms {
    struct orb_arena arena;
    struct linkage_form *forms;
    size_t count;
    struct linkage_words names;
    struct linkage_words streets;
    struct orb_linkage_bad_key *bad_keys;
    size_t bad_key_count;
    size_t bad_key_capacity;
};

/* Zero-initialised before. To be released even on failure. */
ORB_MUST_CHECK enum orb_status orb_linkage_forms_make(struct linkage_forms *forms,
                                                      const struct orb_linkage_input *in,
                                                      struct orb_error *err);

/* The form of an id, or SIZE_MAX. */
size_t orb_linkage_forms_find(const struct linkage_forms *forms, const char *id);

void orb_linkage_forms_release(struct linkage_forms *forms);

#endif
