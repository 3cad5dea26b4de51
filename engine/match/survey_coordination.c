/* Who coordinates around a person, the first one alone (MATCHING 9.1). */
#include "engine/match/search.h"
#include "engine/match/survey.h"

struct coordinator {
    struct orb_walker walker;
    struct orb_ranked best;
};

static bool cares_to_coordinate(struct orb_walker *w, const struct orb_care_facts *care)
{
    (void)w;
    return care->coordination;
}

static bool opens_service(struct orb_walker *w, const struct orb_view *v)
{
    return !w->m->circles.entries[w->m->c->kinds[v->kind].parts.entry].institution;
}

static bool comes_before(const struct orb_ranked *a, const struct orb_ranked *b)
{
    if (a->class_ != b->class_)
        return a->class_ < b->class_;
    if (a->minutes_key != b->minutes_key)
        return a->minutes_key < b->minutes_key;
    return a->id_rank < b->id_rank;
}

static bool visit_service(struct orb_walker *w, const struct orb_view *v,
                          const struct orb_cat_member *x)
{
    struct coordinator *s = (struct coordinator *)w;
    struct orb_ranked row;
    struct orb_evaluation e;

    (void)v;
    if ((x->flags & ORB_MEMBER_DUPLICATE) != 0)
        return true;
    if (!orb_evaluate(w->m, x, false, &e))
        return false;
    row = orb_row(x, e.verdict);
    if (row.class_ < ORB_EXCLUDED && comes_before(&row, &s->best))
        s->best = row;
    return true;
}

enum orb_status orb_matcher_coordination(struct orb_matcher *m, uint32_t *offer,
                                         struct orb_error *err)
{
    struct coordinator s = { .walker = { .cares = cares_to_coordinate,
                                         .opens = opens_service,
                                         .visit = visit_service,
                                         .m = m },
                             .best = { .class_ = ORB_EXCLUDED, .offer = ORB_CAT_NONE } };

    if (orb_walk_is_near(m) && (!orb_walk_around(&s.walker) || !orb_walk_apart(&s.walker)))
        return orb_error_memory(err);
    *offer = s.best.offer;
    return ORB_OK;
}
