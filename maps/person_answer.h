/*
 * What a private product says of one person and of what answers: VIEWER's page and map of a
 * situation. Nothing of the person but the pseudonym, the day, the commune and the needs;
 * never a birth, a position or a wish. What keeps offers out is told in words.
 */
#ifndef ORB_MAPS_PERSON_ANSWER_H
#define ORB_MAPS_PERSON_ANSWER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "engine/base/arena.h"
#include "engine/match/match.h"
#include "maps/reason_words.h"
#include "maps/selection.h"

struct orb_json_writer;

/* Rows at most: those of the ranking, then the nearest of those set aside. */
#define ORB_PERSON_ANSWERS 2000
#define ORB_PERSON_ASIDE   500

/* What an answer is made of; borrowed for the call. */
struct orb_person_question {
    const struct orb_selection *selection; /* of the same catalogue, operator and day */
    const struct orb_person *person;
    struct orb_matcher *matcher; /* asked for this person */
    const struct orb_match_result *result;
    struct orb_reader reader;
    const char *travel; /* what the minutes that are told are made of; NULL = estimates */
};

/* One part of a score, in hundredths. */
struct orb_person_part {
    enum orb_criterion_id criterion;
    int64_t value;
    int64_t most;
};

/* One offer. Texts live in the arena of the answer. */
struct orb_person_row {
    uint32_t offer;
    enum orb_class class_;
    enum orb_circle circle;     /* for this person: C4 when it is out of reach */
    const char *const *reasons; /* sentences */
    size_t reason_count;
    const char *const *levers; /* sentences, for the reasons above */
    size_t lever_count;
    const char *why; /* the first reason, in short; NULL = none */
    const char *way; /* "≈ 17 min", "at home"; never NULL */
    int64_t score;   /* hundredths; -1 = not scored */
    struct orb_person_part parts[ORB_CRITERIA];
    size_t part_count;
    int32_t minutes; /* the person's way there; -1 = unknown, or nobody goes there */
    uint8_t kind;    /* enum orb_place_kind: whether somebody goes there */
    bool estimate;   /* minutes come from the built-in estimate */
    bool uncertain;  /* unknown values may exchange it with the row before or after */
    uint64_t needs;  /* bits by place in the person's needs */
    int32_t neutral; /* place in the order without circles, from 0; -1 = none */
};

struct orb_person_need {
    const char *code;
    const char *label;
};

/* Zero-initialised is empty; read freely. */
struct orb_person_answer {
    struct orb_arena arena;
    const char *id;     /* the pseudonym */
    const char *travel; /* what minutes are made of, in words; NULL = estimates alone */
    orb_date date;
    const struct orb_cat_commune *commune; /* NULL = unknown; in the catalogue */
    struct orb_person_need *needs;
    size_t need_count;
    unsigned families;           /* bits 1 << (family - 1) of those that answer the needs */
    struct orb_person_row *rows; /* in the order of the engine, set aside ones last */
    size_t count;
    uint32_t *offers;  /* those of rows, in the order of their ids: rows of a page */
    uint64_t answered; /* offers that are not set aside, all of them */
    uint64_t aside;    /* offers set aside that are not told */
};

/*
 * Told are all that may answer, and those that answer a need but are kept out by something
 * else than the person's refusal: not what is closed, an institution, for carers, or the
 * same offer again. ORB_ERR_MEMORY. Release with orb_person_answer_release, also on
 * failure.
 */
ORB_MUST_CHECK enum orb_status
orb_person_answer_make(struct orb_person_answer *out,
                       const struct orb_person_question *question, struct orb_error *err);
void orb_person_answer_release(struct orb_person_answer *answer);

/*
 * Keep of a product the offers of the answer, with their circle for the person: fills only
 * and circles of the options, which live in the arena of the answer. ORB_ERR_MEMORY.
 */
ORB_MUST_CHECK enum orb_status
orb_person_answer_select(struct orb_person_answer *answer,
                         const struct orb_catalogue *catalogue,
                         struct orb_export_options *options, struct orb_error *err);

/* The object "answers" of a page (maps/page/README.md): rows are places in answer->offers.
 */
void orb_person_answer_write(struct orb_json_writer *w,
                             const struct orb_person_answer *answer,
                             const struct orb_catalogue *catalogue);

/* The object "person" of the head of a page: {"id", "commune", "age"}; never the age. */
void orb_person_head_write(struct orb_json_writer *w,
                           const struct orb_person_answer *answer,
                           const struct orb_catalogue *catalogue);

/*
 * Families that answer needs, as bits 1 << (family - 1): the families of the direct
 * prestations of each need, by the correspondences of the vocabulary. ORB_ERR_MEMORY.
 */
ORB_MUST_CHECK enum orb_status orb_person_families(unsigned *out,
                                                   struct orb_vocabulary *vocabulary,
                                                   const struct orb_person *person,
                                                   struct orb_error *err);

#endif
