/* What of a catalogue no person changes. */
#include "engine/match/columns.h"

#include <string.h>

#include "engine/base/alloc.h"
#include "engine/base/hash.h"

/* ---- signs */

/* What rules read of an item, in pieces of bytes. */
#define PIECES 3

struct piece {
    const void *bytes;
    size_t len;
};

static struct piece codes_of(const struct orb_catalogue *c, const struct orb_cat_codes *x)
{
    return (struct piece){ c->codes + x->first, x->count * sizeof *c->codes };
}

static void read_item(const struct orb_catalogue *c, enum orb_sign sign, uint32_t item,
                      struct piece out[PIECES])
{
    uint32_t terms = sign == ORB_SIGN_FEATURES ? item : c->entry_terms[item];
    const struct orb_cat_terms *t = &c->terms[terms];

    for (int i = 0; i < PIECES; i++)
        out[i] = (struct piece){ t, 0 };
    switch (sign) {
    case ORB_SIGN_AGE:
        out[0] = (struct piece){ &t->age_min_months, sizeof t->age_min_months };
        out[1] = (struct piece){ &t->age_max_months, sizeof t->age_max_months };
        break;
    case ORB_SIGN_PUBLIC:
        out[0] = codes_of(c, &t->publics);
        break;
    case ORB_SIGN_ORIENTATION:
        out[0] = (struct piece){ &t->orientations.known, sizeof t->orientations.known };
        out[1] = codes_of(c, &t->orientations);
        out[2] = codes_of(c, &t->engagements);
        break;
    case ORB_SIGN_ASSOCIATED:
        out[0] = (struct piece){ &t->excludes_associated, sizeof t->excludes_associated };
        break;
    default:
        out[0] = (struct piece){ c->features + t->features.first,
                                 t->features.count * sizeof *c->features };
        break;
    }
}

static uint64_t hash_of(const struct piece *pieces)
{
    uint64_t hash = ORB_HASH_SEED;

    for (int i = 0; i < PIECES; i++) {
        hash = orb_hash_more(hash, &pieces[i].len, sizeof pieces[i].len);
        hash = orb_hash_more(hash, pieces[i].bytes, pieces[i].len);
    }
    return hash;
}

static bool are_same(const struct piece *a, const struct piece *b)
{
    for (int i = 0; i < PIECES; i++)
        if (a[i].len != b[i].len || memcmp(a[i].bytes, b[i].bytes, a[i].len) != 0)
            return false;
    return true;
}

bool orb_signs_number(const struct orb_catalogue *c, enum orb_sign sign,
                      struct orb_signs *out)
{
    uint32_t count = sign == ORB_SIGN_FEATURES ? c->terms_count : c->entry_count;
    size_t slots = 16;
    uint32_t *table;

    while (slots < 2 * (size_t)count)
        slots *= 2;
    out->of = orb_calloc((size_t)count + 1, sizeof *out->of);
    out->shown = orb_calloc((size_t)count + 1, sizeof *out->shown);
    table = orb_calloc(slots, sizeof *table);
    for (uint32_t i = 0;
         out->of != NULL && out->shown != NULL && table != NULL && i < count; i++) {
        struct piece mine[PIECES];
        struct piece other[PIECES];
        size_t at;

        read_item(c, sign, i, mine);
        for (at = hash_of(mine) & (slots - 1); table[at] != 0;
             at = (at + 1) & (slots - 1)) {
            read_item(c, sign, out->shown[table[at] - 1], other);
            if (are_same(mine, other))
                break;
        }
        if (table[at] == 0) {
            out->shown[out->count++] = i;
            table[at] = out->count;
        }
        out->of[i] = table[at] - 1;
    }
    orb_free(table);
    return out->of != NULL && out->shown != NULL && (count == 0 || out->count > 0);
}

/* ---- places of offers */

static bool list_places(const struct orb_catalogue *c, struct orb_columns *out)
{
    out->places = orb_calloc((size_t)c->offer_count + 1, sizeof *out->places);
    out->organization_first =
        orb_calloc((size_t)c->organization_count + 2, sizeof *out->organization_first);
    out->organization_offers =
        orb_calloc((size_t)c->offer_count + 1, sizeof *out->organization_offers);
    if (out->places == NULL || out->organization_first == NULL ||
        out->organization_offers == NULL)
        return false;
    for (uint32_t i = 0; i < c->offer_count; i++) {
        const struct orb_cat_member *x = &c->members[c->offer_members[i]];

        out->places[i] = (struct orb_ecef){ x->x, x->y, x->z };
        if (c->offers[i].organization != ORB_CAT_NONE)
            out->organization_first[c->offers[i].organization + 2]++;
    }
    for (uint32_t i = 2; i < c->organization_count + 2; i++)
        out->organization_first[i] += out->organization_first[i - 1];
    for (uint32_t i = 0; i < c->offer_count; i++)
        if (c->offers[i].organization != ORB_CAT_NONE)
            out->organization_offers[out->organization_first[c->offers[i].organization +
                                                             1]++] = i;
    return true;
}

struct orb_columns *orb_columns_new(const struct orb_catalogue *c)
{
    struct orb_columns *out = orb_calloc(1, sizeof *out);
    bool ok = out != NULL && list_places(c, out);

    for (int sign = 0; ok && sign < ORB_SIGNS; sign++)
        ok = orb_signs_number(c, (enum orb_sign)sign, &out->signs[sign]);
    if (ok)
        return out;
    orb_columns_free(out);
    return NULL;
}

void orb_signs_release(struct orb_signs *signs)
{
    orb_free(signs->of);
    orb_free(signs->shown);
    *signs = (struct orb_signs){ 0 };
}

void orb_columns_free(struct orb_columns *columns)
{
    if (columns == NULL)
        return;
    for (int sign = 0; sign < ORB_SIGNS; sign++)
        orb_signs_release(&columns->signs[sign]);
    for (int i = 0; i < 2; i++) {
        orb_free(columns->groups[i].closed);
        orb_free(columns->groups[i].of);
        orb_free(columns->groups[i].run_first);
        orb_free(columns->groups[i].runs);
    }
    orb_free(columns->places);
    orb_free(columns->organization_first);
    orb_free(columns->organization_offers);
    orb_free(columns);
}

/* ---- groups */

struct grouping {
    const struct orb_catalogue *c;
    const struct orb_profile *p;
    const struct orb_calendar *calendar;
    struct orb_groups *out;
};

/* What is told of the day changes on that date. */
static void note_date(const struct grouping *g, orb_date date)
{
    if (date <= g->calendar->day) {
        if (date > g->out->from)
            g->out->from = date;
    } else if (date < g->out->until) {
        g->out->until = date;
    }
}

static uint32_t interruption(const struct grouping *g, const struct orb_cat_offer *o)
{
    orb_date today = g->calendar->day;
    uint32_t group = 0;

    for (uint32_t i = 0; i < o->closures.count; i++) {
        const struct orb_cat_closure *x = &g->c->closures[o->closures.first + i];

        note_date(g, x->from);
        if (x->to != ORB_DATE_NONE)
            note_date(g, x->to + 1);
        if (x->from <= today && (x->to == ORB_DATE_NONE || x->to >= today))
            group = ORB_GROUP_INTERRUPTED;
    }
    return group;
}

static uint8_t group_of(const struct grouping *g, const struct orb_cat_member *x)
{
    const struct orb_profile_rule *rules = g->p->rules;
    orb_date today = g->calendar->day;
    const uint64_t *closed = g->calendar->closed;
    uint32_t group = 0;

    if ((x->flags & ORB_MEMBER_DUPLICATE) != 0 && rules[ORB_RULE_DUPLICATE].enabled)
        return ORB_GROUP_NOBODY;
    if ((x->flags & ORB_MEMBER_PLACE) == 0 && x->wait_days > g->calendar->long_wait)
        group |= ORB_GROUP_WAITS;
    if (closed != NULL && (closed[x->offer / 64] >> (x->offer % 64) & 1) != 0)
        group |= ORB_GROUP_CLOSED;
    if (x->closed_on != ORB_DATE_NONE) {
        note_date(g, x->closed_on);
        if (x->closed_on <= today && rules[ORB_RULE_CLOSED].enabled)
            group |= ORB_GROUP_CLOSED;
    }
    if (!rules[ORB_RULE_OPEN].enabled)
        return (uint8_t)group;
    if (x->opened_on != ORB_DATE_NONE) {
        note_date(g, x->opened_on);
        group |= x->opened_on > today ? ORB_GROUP_NOT_OPEN : 0;
    }
    if ((x->flags & ORB_MEMBER_CLOSURES) != 0)
        group |= interruption(g, &g->c->offers[x->offer]);
    return (uint8_t)group;
}

/* The runs of a kind, by group; returns how many. */
static uint32_t find_runs(const struct grouping *g, uint32_t kind, struct orb_run *out)
{
    const struct orb_cat_span *span = &g->c->kinds[kind].members;
    struct orb_run runs[ORB_GROUPS] = { { .count = 0 } };
    uint32_t count = 0;

    for (uint32_t i = span->first; i < span->first + span->count; i++) {
        struct orb_run *r = &runs[g->out->of[i] % ORB_GROUPS];

        if (g->out->of[i] == ORB_GROUP_NOBODY)
            continue;
        if (r->count++ == 0 || g->c->members[i].id_rank < g->c->members[r->first].id_rank)
            r->first = i;
    }
    for (uint32_t group = 0; group < ORB_GROUPS; group++)
        if (runs[group].count > 0) {
            out[count] = runs[group];
            out[count++].group = group;
        }
    return count;
}

/* The arrays are as long as they may ever be, made once. */
static bool reserve(const struct orb_catalogue *c, struct orb_groups *out)
{
    size_t words = (size_t)c->offer_count / 64 + 1;

    if (out->runs != NULL)
        return true;
    orb_free(out->of);
    orb_free(out->run_first);
    orb_free(out->closed);
    out->of = orb_calloc((size_t)c->offer_count + 1, sizeof *out->of);
    out->run_first = orb_calloc((size_t)c->kind_count + 1, sizeof *out->run_first);
    out->closed = orb_calloc(words, sizeof *out->closed);
    if (out->of != NULL && out->run_first != NULL && out->closed != NULL)
        out->runs = orb_calloc((size_t)c->offer_count + 1, sizeof *out->runs);
    return out->runs != NULL;
}

static bool is_of(const struct orb_groups *x, const struct orb_catalogue *c,
                  const struct orb_calendar *calendar)
{
    size_t words = (size_t)c->offer_count / 64 + 1;

    return x->made && calendar->day >= x->from && calendar->day < x->until &&
           !(x->long_wait < calendar->long_wait) && !(x->long_wait > calendar->long_wait) &&
           (calendar->closed == NULL ||
            memcmp(x->closed, calendar->closed, words * sizeof *x->closed) == 0);
}

const struct orb_groups *orb_columns_groups(struct orb_columns *columns,
                                            const struct orb_catalogue *c,
                                            const struct orb_profile *p,
                                            const struct orb_calendar *calendar)
{
    struct orb_groups *out = &columns->groups[calendar->closed != NULL];
    const struct grouping g = { c, p, calendar, out };
    uint32_t count = 0;

    if (is_of(out, c, calendar))
        return out;
    out->made = false;
    if (!reserve(c, out))
        return NULL;
    out->from = INT32_MIN;
    out->until = INT32_MAX;
    out->long_wait = calendar->long_wait;
    if (calendar->closed != NULL)
        memcpy(out->closed, calendar->closed,
               ((size_t)c->offer_count / 64 + 1) * sizeof *out->closed);
    for (uint32_t i = 0; i < c->offer_count; i++)
        out->of[i] = group_of(&g, &c->members[i]);
    for (uint32_t kind = 0; kind < c->kind_count; kind++) {
        out->run_first[kind] = count;
        count += find_runs(&g, kind, out->runs + count);
    }
    out->run_first[c->kind_count] = count;
    out->number = ++columns->groups_made;
    out->made = true;
    return out;
}
