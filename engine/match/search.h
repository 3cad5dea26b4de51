/* Finding the offers that answer: kinds seen from afar, ways through the offers, lines,
 * plan. Private to engine/match. */
#ifndef ORB_MATCH_SEARCH_H
#define ORB_MATCH_SEARCH_H

#include "engine/match/query.h"

/* The facts of a kind; false without memory. */
bool orb_kind_facts(struct orb_matcher *m, uint32_t kind, struct orb_facts *out);

/* What the care and the entry say of their offers. linked: in the operator's circles,
 * maybe. NULL without memory. */
struct orb_pair_facts *orb_query_make_pair(struct orb_matcher *m, uint32_t kind,
                                           bool linked);
static inline struct orb_pair_facts *orb_query_pair(struct orb_matcher *m, uint32_t kind,
                                                    bool linked)
{
    const struct orb_cat_parts *parts = &m->c->kinds[kind].parts;
    const struct orb_like_of *like = &m->like_of[parts->entry];
    struct orb_pair_facts *row = m->alike[linked][parts->care];

    return like->made == m->question && like->number < ORB_LIKES && row != NULL &&
                   row[like->number].made == m->question
               ? &row[like->number]
               : orb_query_make_pair(m, kind, linked);
}

/* Offers of a kind, seen at once. */
struct orb_view {
    uint32_t kind;
    struct orb_facts facts; /* entry is NULL when only the first lines are looked for */
    const struct orb_pair_facts *pair;
    struct orb_tally tally; /* of the rules that look at parts */
    enum orb_class floor;   /* none is better */
};

/* What one of them may be at best. */
struct orb_glance {
    enum orb_class class_;
    double g[ORB_FREQUENCIES]; /* by index in frequencies */
    double w;
    double minutes;
};

/* False without memory. */
bool orb_view_make(struct orb_matcher *m, uint32_t kind, bool linked, struct orb_view *out);

void orb_view_glance(struct orb_matcher *m, const struct orb_view *v,
                     const struct orb_cat_member *x, struct orb_glance *out);
/* No worse than that, without the member: from what stands beside it. */
void orb_view_glance_spot(struct orb_matcher *m, const struct orb_view *v, uint32_t member,
                          struct orb_glance *out);

/* The class and the minutes alone. */
void orb_view_stand(struct orb_matcher *m, const struct orb_view *v,
                    const struct orb_cat_member *x, struct orb_glance *out);

/* Upper bound of the score for the i-th need that the care covers. */
static inline double orb_view_bound(const struct orb_matcher *m, const struct orb_view *v,
                                    uint32_t i, const double *g, double w)
{
    const struct orb_query_need *n =
        &m->needs[m->indices.items[v->facts.care->needs_first + i]];

    return m->numbers.items[v->pair->rest_first + i] + n->weight_g * g[n->frequency] +
           n->weight_w * w;
}

/* The same when the circle does not count. */
static inline double orb_view_neutral(const struct orb_query_need *need,
                                      const struct orb_view *v, double bound)
{
    return (bound - need->weight_r * v->pair->highest_r) * need->to_neutral;
}

/* Upper bound of the overall score. */
double orb_view_overall(const struct orb_matcher *m, const struct orb_view *v,
                        const struct orb_glance *glance);

/* The best place that offers may have which are only known to be somewhere. */
struct orb_from_afar {
    enum orb_outcome_of_rule outcome;
    double g[ORB_FREQUENCIES]; /* by index in frequencies */
    double minutes;
};

/* Where offers of some ways, met apart, may be at best for the person of a question. */
struct orb_apart_at {
    uint32_t made;
    struct orb_from_afar at;
};

/* Another way, which takes no minute. */
static inline void orb_from_afar_add(struct orb_from_afar *afar,
                                     enum orb_outcome_of_rule outcome, double g)
{
    afar->outcome = outcome < afar->outcome ? outcome : afar->outcome;
    for (int f = 0; f < ORB_FREQUENCIES; f++)
        afar->g[f] = afar->g[f] > g ? afar->g[f] : g;
    afar->minutes = 0;
}

/* On site, beyond a straight line and within another, by some ways (NULL = any), that may
 * come home beside, also when nothing stands between the two. */
void orb_view_beyond(const struct orb_matcher *m, const struct orb_ways_facts *ways,
                     double from_m, double to_m, struct orb_from_afar *out);

/* What may come home too, nobody knows whether to here: it takes no minute at a frequency
 * for which the way on site is too far. */
void orb_from_afar_add_home(const struct orb_matcher *m, struct orb_from_afar *afar);

/* The best that offers may be at a place: reads the tally of the view. */
void orb_view_glance_afar(const struct orb_matcher *m, const struct orb_view *v,
                          const struct orb_from_afar *afar, struct orb_glance *out);

/* Where an offer of a kind may be at best, of those that no stage of the grid, nor the
 * zones, lead to; when neither can lead anywhere, of them all. */
void orb_view_find_apart(const struct orb_matcher *m, const struct orb_view *v,
                         uint32_t kind, struct orb_from_afar *out);

/* Criterion W at best: of an offer, of all those of a kind. */
double orb_view_waiting(const struct orb_matcher *m, const struct orb_cat_member *x);
double orb_view_soonest(struct orb_matcher *m, uint32_t kind);

/* Members of a kind lie by promise: does one wait nobody knows how long, the first from i
 * that does, the first that waits longer than the i-th; end when there is none. */
bool orb_view_waits_unknown(const struct orb_matcher *m, const struct orb_cat_member *x);
uint32_t orb_view_unknown(const struct orb_matcher *m, uint32_t i, uint32_t end);
uint32_t orb_view_longer(const struct orb_matcher *m, uint32_t i, uint32_t end);

/* Something to do with offers: cares tells whether what is given is worth it, opens whether
 * a kind is, visit is given its offers one by one and says false to stop (without memory);
 * pairs, when not NULL, tells whether the kinds of a pair are worth it whatever their ways:
 * it is given a view of care, pair and their tally; kinds, when not NULL, tells whether a
 * kind of the pair asked for last is worth a view; nearer, when not NULL, tells the same of
 * a pair as far as the stage being walked; whole, when not NULL, is given the kind instead
 * of its offers. */
struct orb_walker {
    bool (*cares)(struct orb_walker *walker, const struct orb_care_facts *care);
    bool (*opens)(struct orb_walker *walker, const struct orb_view *v);
    bool (*visit)(struct orb_walker *walker, const struct orb_view *v,
                  const struct orb_cat_member *x);
    bool (*whole)(struct orb_walker *walker, const struct orb_view *v, uint32_t kind);
    struct orb_matcher *m;
    bool (*pairs)(struct orb_walker *walker, const struct orb_view *v);
    bool (*kinds)(struct orb_walker *walker, uint32_t kind);
    bool (*nearer)(struct orb_walker *walker, const struct orb_view *v);
    struct orb_from_afar afar; /* where the kinds walked may be, at best */
    bool covering;             /* cares wants none that covers no need */
};

/* The best line an offer may have in a list. */
struct orb_best {
    enum orb_class class_;
    double score, minutes;
    uint32_t id_rank;
};

/* Put an offer that is not excluded in the lists that it enters. False without memory. */
bool orb_enter_lists(struct orb_matcher *m, const struct orb_cat_member *x,
                     const struct orb_evaluation *e);

/* As good as the last row, or nearly: does it come before? */
bool orb_may_replace(const struct orb_matcher *m, const struct orb_top *top,
                     const struct orb_best *best);

/* Most are far below: no key is needed to tell. */
static inline bool orb_may_enter(const struct orb_matcher *m, const struct orb_top *top,
                                 const struct orb_best *best)
{
    if ((int)best->class_ != top->last_class)
        return (int)best->class_ < top->last_class;
    return !(best->score < top->last_score) && orb_may_replace(m, top, best);
}

/* Could an offer seen so enter some list, or count among the near misses? */
bool orb_is_useful(const struct orb_matcher *m, const struct orb_view *v,
                   const struct orb_glance *glance, uint32_t id_rank);

/* Could some offer of a care, for the best entry and where the walker says that it may be
 * at best, enter a list other than as a near miss? */
bool orb_is_useful_care(struct orb_walker *walker, const struct orb_care_facts *care);

/* Every offer that the place may not refuse: those near, in a zone of the commune or
 * without a position; then those of kinds that may be residential, or come without a zone.
 * An offer may be met twice. False without memory, or when visit says so. */
bool orb_walk_around(struct orb_walker *walker);
bool orb_walk_apart(struct orb_walker *walker);

/* The same in two parts: kinds that may be remote, hence as good as what stands next door,
 * then the others. */
bool orb_walk_remote(struct orb_walker *walker);
bool orb_walk_farther(struct orb_walker *walker);

/* Every kind that neither its care nor its pair makes useless, wherever it may be. */
bool orb_walk_anywhere(struct orb_walker *walker);

/* Every offer of the cares wanted. */
bool orb_walk_all(struct orb_walker *walker);

/* Rows and columns of cells of the grid, first to last. */
struct orb_window {
    uint32_t rows[2], columns[2];
};

/* The cells within a straight line of the person: a degree of latitude is 110.57 km or
 * more; a thousandth is added for the curve. False when there are none. */
bool orb_walk_window(const struct orb_matcher *m, double chord_m, struct orb_window *out);

/* Can they leave anything aside? Not when the person's place is unknown. */
bool orb_walk_is_near(const struct orb_matcher *m);

/* Kinds that neither the grid nor the zones lead to. False without memory. */
bool orb_apart_prepare(struct orb_matcher *m);
/* Does a care have kinds that come home, without a zone? */
bool orb_apart_has_home(const struct orb_matcher *m, uint32_t care);
void orb_apart_release(struct orb_apart_kinds *apart);

/* Those that the operator may hold nearer, only those that the place does not refuse when
 * within, but for what the person says something of. The view is that of a linked offer.
 * False without memory, or when visit says so. */
bool orb_walk_linked(struct orb_walker *walker, bool within);

/* One kind. False without memory, or when visit says so. */
bool orb_walk_kind(struct orb_walker *walker, uint32_t kind);

/* The stages in which what is near is met, from the person outwards: each is the cells
 * within a straight line that the stages before did not hold. */
#define ORB_STAGES 5

/* The straight line beyond which every offer of a stage lies. */
double orb_walk_stage_from(const struct orb_matcher *m, uint32_t stage);

/* Offers of a stage by the grid. opens is asked once for each kind, visit is given the
 * offers of those that it opens. What it does not open in a stage stays closed in the next
 * ones. False without memory, or when visit says so. Begin first: it forgets what was
 * decided. */
void orb_walk_begin(struct orb_matcher *m);
bool orb_walk_stage(struct orb_walker *walker, uint32_t stage);

/* Offers in a zone of the commune, or without a position. */
bool orb_walk_elsewhere(struct orb_walker *walker);

/* How high a thing of that class and bound may stand in a list. */
#define ORB_CLASS_STEP 1000
static inline float orb_seen_key(enum orb_class class_, double bound)
{
    return (float)(bound - ORB_CLASS_STEP * (double)class_);
}

/* A place in the order of a list. */
struct orb_seen_rank {
    float key;
    uint32_t seen;
};

/* Remember what was seen; its class and bounds are those of the glance. False without
 * memory. */
bool orb_seen_add(struct orb_matcher *m, const struct orb_view *v,
                  const struct orb_glance *glance, struct orb_seen seen);

/* The key below which nothing enters a list whose score comes just after the class: a
 * thousandth is left for the rounding of floats. */
float orb_seen_least(const struct orb_matcher *m, const struct orb_top *top);

/* What is left of a list to look at (0 overall, 1 neutral, then 2 + need): what was seen
 * since the from-th, after a place in its order, whose key is not below another. */
struct orb_seen_rest {
    size_t from;
    struct orb_seen_rank after;
    float least;
    uint32_t list;
};

/* The best few of them, best first. Returns how many: ORB_SEEN_FEW unless there are no
 * more. */
#define ORB_SEEN_FEW 32
uint32_t orb_seen_next(const struct orb_matcher *m, const struct orb_seen_rest *rest,
                       struct orb_seen_rank out[ORB_SEEN_FEW]);

/* Looks for the offers that answer: fills overall, neutral, rows and candidates, all in
 * order. Unless bounded without totals, counts tells how many offers are of each class.
 * False without memory. */
bool orb_search(struct orb_matcher *m, uint64_t counts[ORB_CLASSES]);

/* Was an offer evaluated, hence noted for the plan when it may be part of it? */
static inline bool orb_search_did(const struct orb_matcher *m,
                                  const struct orb_cat_member *x)
{
    return orb_marks_has(&m->done, (uint32_t)(x - m->c->members));
}

/* Looks for the coordination resources (MATCHING 9.1) and for what serves the carers (9.2):
 * fills coordination and carers, in order. False without memory. */
bool orb_search_sides(struct orb_matcher *m);

/* Comes back to every offer that covers these needs, which nothing answers: fills prospects
 * and only_rule. */
bool orb_search_obstacles(struct orb_matcher *m, uint64_t needs);

/* The line of an offer, without its scores. */
struct orb_ranked orb_row(const struct orb_cat_member *x, const struct orb_verdict *v);

/* The line of an offer for one of the needs it covers. */
struct orb_ranked orb_need_row(const struct orb_matcher *m, const struct orb_cat_member *x,
                               const struct orb_need_evaluation *n);

/* Note an offer that may be part of the plan. False without memory. */
bool orb_bundle_note(struct orb_matcher *m, const struct orb_cat_member *x,
                     const struct orb_evaluation *e);

/* The exact bundle (MATCHING 8), from the candidates and rows as they were found. */
ORB_MUST_CHECK enum orb_status orb_bundle(struct orb_matcher *m, struct orb_plan *out,
                                          struct orb_error *err);

#endif
