/* What the person says of single offers, and the minutes that others tell of them. */
#include "engine/match/query.h"

static struct orb_query_special *special_of(struct orb_matcher *m, const char *id)
{
    uint32_t offer = id == NULL ? ORB_CAT_NONE : orb_cat_offer_find(m->c, id);

    if (offer == ORB_CAT_NONE)
        return NULL;
    if (orb_marks_has(&m->special, offer))
        return &m->specials[m->special_at[offer]];
    orb_marks_add(&m->special, offer);
    m->special_at[offer] = m->special_count;
    m->specials[m->special_count].offer = offer;
    return &m->specials[m->special_count++];
}

/* Of an offer and a mode the first row prevails. */
static void add_rows(struct orb_matcher *m, const struct orb_travel_row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct orb_query_special *s = special_of(m, rows[i].offer);

        if (s != NULL && s->rows[rows[i].mode] == NULL)
            s->rows[rows[i].mode] = &rows[i];
    }
}

static void mark_named(struct orb_matcher *m)
{
    for (uint32_t i = 0; i < m->person->orientation_count; i++) {
        const struct orb_orientation *o = &m->person->orientations[i];

        for (uint32_t j = 0; orb_query_is_valid(m, o) && j < o->named_offers.count; j++) {
            struct orb_query_special *s = special_of(m, o->named_offers.items[j]);

            if (s != NULL)
                s->named = true;
        }
    }
}

bool orb_specials_prepare(struct orb_matcher *m)
{
    const struct orb_person *p = m->person;
    size_t all = (size_t)p->refused_offers.count + p->attempt_count + p->support_count +
                 p->matrix_count + m->options.travel_count;
    struct orb_query_special *s;

    for (uint32_t i = 0; i < p->orientation_count; i++)
        all += p->orientations[i].named_offers.count;
    m->special_count = 0;
    m->specials = orb_arena_array(&m->arena, all, sizeof *m->specials);
    if (m->specials == NULL)
        return false;
    orb_marks_clear(&m->special, m->c->offer_count);
    mark_named(m);
    for (uint32_t i = 0; i < p->refused_offers.count; i++)
        if ((s = special_of(m, p->refused_offers.items[i])) != NULL)
            s->refused = true;
    for (uint32_t i = 0; i < p->attempt_count; i++)
        if ((s = special_of(m, p->attempts[i].offer)) != NULL)
            s->tried = true;
    for (uint32_t i = 0; i < p->support_count; i++)
        if ((s = special_of(m, p->supports[i].offer)) != NULL)
            s->supported = true;
    add_rows(m, p->matrix, p->matrix_count);
    add_rows(m, m->options.travel, m->options.travel_count);
    return true;
}
