/*
 * What is counted while totals are made: the kind at hand, and its offers that nothing
 * tells apart. Private to engine/match.
 */
#ifndef ORB_MATCH_TOTALS_PARTS_H
#define ORB_MATCH_TOTALS_PARTS_H

#include "engine/match/bands.h"
#include "engine/match/rule/rule.h"
#include "engine/match/search.h"

/* What the place says, or the features: far fewer than a byte counts. */
#define ORB_EFFECTS 255
/* Without a zone, then by enum orb_outcome_of_rule. */
#define ZONE_STATES 4
/* What the deadline says: yes, unknown, no. */
#define WAITS  3
#define STANDS (ZONE_STATES * ORB_BANDS * WAITS)
/* What lists of features amount to, on site and away: none is required, then as they are
 * met. Those of more are judged alone. */
#define ACCESSES 16
#define CELLS    (STANDS * ACCESSES)
/* The frequencies of the needs, then that of coordination. */
#define SLOTS (ORB_FREQUENCIES + 1)

struct orb_effect {
    struct orb_tally tally;
    bool away; /* at home or at a distance: no premises */
};

/* What the rules say of an offer: all but those of the place, then those of the features
 * on site and away. */
struct orb_said {
    struct orb_tally all;
    struct orb_tally features[2];
};

struct orb_totals {
    struct orb_matcher *m;
    struct orb_bands bands;
    struct orb_effect effects[ORB_EFFECTS];
    uint32_t effect_count;
    uint8_t *places[SLOTS]; /* by ways, state of the zone and band: effect + 1 */
    bool features;          /* some are required */
    uint8_t *access_of; /* by list of features: its place in accesses + 1; 0 = not met */
    struct orb_tally accesses[ACCESSES][2]; /* on site, then away */
    uint32_t access_count;
    uint32_t stands[STANDS]; /* is it out of reach of all? for the kind at hand */
    bool deadline;
    struct orb_tally waits[WAITS];
    uint64_t *refused;  /* by organization; NULL = none is */
    uint64_t *specials; /* members that the person says something of; NULL = none */
    bool
        before; /* the day of the catalogue: some are not open yet that it takes for open */
    struct orb_tally duplicate, closed;
    uint32_t neutral; /* an offer of an organization that is not, if there is one */
    /* the kind at hand */
    uint32_t kind_at; /* its number */
    struct orb_facts facts;
    uint32_t ways;
    bool temporary;         /* some usable modality is */
    bool zoned;             /* what comes to the person comes in a zone */
    struct orb_tally parts; /* what its parts say */
    struct orb_tally kind;  /* and the person, of the whole kind */
    struct orb_tally plain; /* and the ways, of offers that the calendar lets be */
    uint32_t next;          /* into dated: the first that is not before what is met */
    uint32_t slots[SLOTS], slot_count;
    uint64_t slot_needs[SLOTS];
    uint32_t zone_of[ZONE_STATES]; /* one of that state */
    uint32_t cells[CELLS];         /* offers that nothing else tells apart */
    uint32_t touched[CELLS], touched_count;
    uint64_t *counts;
    /* the first lines of each class */
    bool lines;
    bool failed;                /* without memory */
    struct orb_marks noted;     /* by member: its lines are told */
    struct orb_view view;       /* of the kind at hand */
    uint8_t classes[SLOTS];     /* of what was counted last */
    bool opens;                 /* may it enter a list? */
    bool some_open;             /* do some cells of the kind at hand? */
    uint32_t cell_opens[CELLS]; /* the kind for which they do, + 1 */
    uint8_t cell_classes[CELLS][SLOTS];
};

/* What one rule amounts to. */
struct orb_tally orb_totals_rule(const struct orb_rule_case *k, enum orb_rule_id rule);

/* What the features that the person requires say of offers with that list: its place in
 * accesses; ACCESSES when there are too many. */
uint32_t orb_totals_access(struct orb_totals *t, uint32_t list);

/* The same, of one that is judged alone: on site then away. */
void orb_totals_features(struct orb_totals *t, uint32_t list, struct orb_tally out[2]);

/* How some members of the kind at hand stand, count of them from first on: the state of
 * their zone, their band, their waiting. */
#define ORB_RUN 256
void orb_totals_stands(struct orb_totals *t, uint32_t first, uint32_t count,
                       uint16_t out[ORB_RUN]);

/* Are the offers of the kind at hand that stand so excluded, whatever their features? */
bool orb_totals_is_out(struct orb_totals *t, uint32_t stand);

/* Some offers of a class. */
void orb_totals_class(struct orb_totals *t, bool covers, enum orb_class class_,
                      uint32_t count);

/* Some offers of the kind at hand, in a zone of that state, in a band. */
void orb_totals_some(struct orb_totals *t, const struct orb_said *said, uint32_t state,
                     uint32_t band, uint32_t count);

/*
 * The first lines of each class for each need, found while everything is counted, since the
 * class is then known exactly: begin with what the search met near and what the operator
 * may hold nearer, then offers one by one, of those that may enter a list. False without
 * memory.
 */
bool orb_lines_begin(struct orb_totals *t);
bool orb_lines_note(struct orb_totals *t, uint32_t member, const uint8_t classes[SLOTS]);

/* Could offers of the kind at hand that are of this class at a slot enter some list? near:
 * the place does not refuse them. */
bool orb_lines_open(const struct orb_totals *t, uint32_t slot, enum orb_class class_,
                    bool near);

/* Some more in a cell, of those that stand so and have that access; then those of all
 * cells, which are empty again. */
static inline void orb_totals_cell(struct orb_totals *t, uint32_t cell, uint32_t count)
{
    if (t->cells[cell] == 0)
        t->touched[t->touched_count++] = cell;
    t->cells[cell] += count;
}
void orb_totals_cells(struct orb_totals *t);

#endif
