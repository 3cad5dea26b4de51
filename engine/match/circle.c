/* The concentric circles of partners, after M.-A. Bloch and J.-R. Loubat: which one, on
 * what evidence (MATCHING 3.3). */
#include "engine/match/circle.h"

#include <string.h>

#include "engine/base/alloc.h"
#include "engine/match/match.h"
#include "engine/model/relation.h"
#include "engine/model/terms.h"

const char *const orb_circle_basis_names[ORB_CIRCLE_BASES] = { "institution", "relation",
                                                               "operator",    "finess_ej",
                                                               "dispositif",  "declared",
                                                               "computed",    "default" };

/* ---- the operator */

/* The FINESS number in "finess-ej:..."; NULL when it is another kind of id. */
static const char *legal_person(const char *id)
{
    static const char prefix[] = "finess-ej:";

    return strncmp(id, prefix, sizeof prefix - 1) == 0 ? id + sizeof prefix - 1 : NULL;
}

void orb_circles_ask(struct orb_circles *circles, const char *operator_id, orb_date date)
{
    const struct orb_catalogue *c = circles->catalogue;
    struct orb_circle_operator *op = &circles->whose;

    circles->date = date;
    op->id = operator_id == NULL ? orb_cat_known(c, c->info->operator_organization)
                                 : operator_id;
    op->organization = orb_cat_organization_find(c, op->id);
    if (operator_id == NULL)
        op->ej = orb_cat_known(c, c->info->operator_finess_ej);
    else
        op->ej = legal_person(operator_id);
    if (operator_id != NULL && op->ej == NULL && op->organization != ORB_CAT_NONE)
        op->ej = orb_cat_known(c, c->organizations[op->organization].finess_ej);
}

/* ---- the relations with it */

/* C2 and C3 are equally far for a convention: both would be bettered by it. */
static int rank_of(enum orb_circle circle)
{
    return circle > ORB_CIRCLE_C2 ? ORB_CIRCLE_C2 : (int)circle;
}

static enum orb_circle circle_of_relation(uint32_t type)
{
    switch (type) {
    case ORB_RELATION_SOUS_TRAITANCE:
        return ORB_CIRCLE_C1A;
    case ORB_RELATION_PARTENARIAT:
        return ORB_CIRCLE_C1B;
    default:
        return ORB_CIRCLE_C0; /* interne, or the same dispositif */
    }
}

struct found {
    uint32_t best; /* valid relation, ORB_CAT_NONE = none */
    enum orb_circle circle;
    bool expired[4]; /* by rank of the circle it would have given */
    bool not_started[4];
    uint32_t stale;
};

static bool concerns_operator(const struct orb_circles *v, const struct orb_cat_relation *r)
{
    const char *named = orb_cat_known(v->catalogue, r->operator_id);
    const char *ej = named == NULL ? NULL : legal_person(named);

    if (named == NULL || v->whose.id == NULL)
        return named == NULL;
    return strcmp(named, v->whose.id) == 0 ||
           (ej != NULL && v->whose.ej != NULL && strcmp(ej, v->whose.ej) == 0);
}

static void look_at(const struct orb_circles *v, const struct orb_cat_span *span,
                    struct found *f)
{
    for (uint32_t i = span->first; i < span->first + span->count; i++) {
        const struct orb_cat_relation *r = &v->catalogue->relations[i];
        enum orb_circle circle = circle_of_relation(r->type);

        if (!concerns_operator(v, r))
            continue;
        if (r->to != ORB_DATE_NONE && r->to < v->date) {
            f->expired[rank_of(circle)] = true;
            f->stale = i;
        } else if (r->from != ORB_DATE_NONE && r->from > v->date) {
            f->not_started[rank_of(circle)] = true;
            f->stale = i;
        } else if (f->best == ORB_CAT_NONE || circle < f->circle) {
            f->best = i;
            f->circle = circle;
        }
    }
}

static bool holds_dispositif(const struct orb_circles *v, orb_cat_code dispositif)
{
    const struct orb_cat_span *d = &v->catalogue->info->operator_dispositifs;

    for (uint32_t i = 0; dispositif != ORB_CAT_NONE && i < d->count; i++)
        if (v->catalogue->codes[d->first + i] == dispositif)
            return true;
    return false;
}

static void set(struct orb_circle_fact *out, enum orb_circle circle,
                enum orb_circle_basis basis)
{
    out->circle = (uint8_t)circle;
    out->basis = (uint8_t)basis;
}

static void set_relation(struct orb_circle_fact *out, const struct found *f)
{
    set(out, f->circle, ORB_CIRCLE_BASIS_RELATION);
    out->relation = f->best;
}

/* Circle 0 by identity: the same organization, the same entité juridique, the same
 * dispositif. */
static bool own(const struct orb_circles *v, const struct orb_cat_offer *o,
                struct orb_circle_fact *out)
{
    const char *ej =
        o->organization == ORB_CAT_NONE || v->whose.ej == NULL
            ? NULL
            : orb_cat_known(v->catalogue,
                            v->catalogue->organizations[o->organization].finess_ej);

    if (o->organization != ORB_CAT_NONE && o->organization == v->whose.organization)
        set(out, ORB_CIRCLE_C0, ORB_CIRCLE_BASIS_OPERATOR);
    else if (ej != NULL && strcmp(ej, v->whose.ej) == 0)
        set(out, ORB_CIRCLE_C0, ORB_CIRCLE_BASIS_FINESS_EJ);
    else if (holds_dispositif(v, o->dispositif))
        set(out, ORB_CIRCLE_C0, ORB_CIRCLE_BASIS_DISPOSITIF);
    else
        return false;
    return true;
}

static void alert_stale(struct orb_circle_fact *out, const struct found *f)
{
    for (int rank = 0; rank < rank_of((enum orb_circle)out->circle); rank++) {
        if (f->expired[rank])
            out->alerts |= 1U << ORB_ALERT_CONVENTION_EXPIRED;
        if (f->not_started[rank])
            out->alerts |= 1U << ORB_ALERT_CONVENTION_NOT_STARTED;
    }
    if (out->alerts != 0)
        out->stale = f->stale;
}

/* Few offers have relations: those without need no look at them. */
static void look_at_relations(const struct orb_circles *v, const struct orb_cat_offer *o,
                              struct found *f)
{
    if (o->relations.count > 0)
        look_at(v, &o->relations, f);
    if (o->organization != ORB_CAT_NONE)
        look_at(v, &v->catalogue->organizations[o->organization].relations, f);
}

struct orb_circle_fact orb_circles_get(const struct orb_circles *circles, uint32_t offer)
{
    const struct orb_catalogue *c = circles->catalogue;
    const struct orb_cat_offer *o = &c->offers[offer];
    const struct orb_circle_entry *entry =
        &circles->entries[orb_cat_offer_parts(c, offer)->entry];
    struct orb_circle_fact out = { .relation = ORB_CAT_NONE, .stale = ORB_CAT_NONE };
    struct found f = { .best = ORB_CAT_NONE, .stale = ORB_CAT_NONE };

    if (entry->institution) {
        set(&out, ORB_CIRCLE_INST, ORB_CIRCLE_BASIS_INSTITUTION);
        return out;
    }
    look_at_relations(circles, o, &f);
    if (f.best != ORB_CAT_NONE && f.circle == ORB_CIRCLE_C0) {
        set_relation(&out, &f);
    } else if (!own(circles, o, &out)) {
        if (f.best != ORB_CAT_NONE)
            set_relation(&out, &f);
        else if (entry->droit_commun == ORB_YES)
            set(&out, ORB_CIRCLE_C3,
                entry->declared ? ORB_CIRCLE_BASIS_DECLARED : ORB_CIRCLE_BASIS_COMPUTED);
        else
            set(&out, ORB_CIRCLE_C2, ORB_CIRCLE_BASIS_DEFAULT);
    }
    if (f.stale != ORB_CAT_NONE)
        alert_stale(&out, &f);
    if (out.basis == ORB_CIRCLE_BASIS_DEFAULT && entry->droit_commun == ORB_UNKNOWN)
        out.alerts |= 1U << ORB_ALERT_CIRCLE_UNCERTAIN;
    return out;
}

/* ---- what terms say, whoever asks */

/* MATCHING 3.1. */
static enum orb_tristate droit_commun(const struct orb_catalogue *c, orb_cat_code open,
                                      const struct orb_cat_terms *t)
{
    if (t->droit_commun != ORB_UNKNOWN)
        return (enum orb_tristate)t->droit_commun;
    if (t->publics.count > 0 &&
        (open == ORB_CAT_NONE || !orb_cat_codes_have(c, &t->publics, open)))
        return ORB_NO;
    if (t->orientations.count > 0)
        return ORB_NO;
    if (t->publics.count == 0 || !t->orientations.known)
        return ORB_UNKNOWN;
    return ORB_YES;
}

enum orb_status orb_circles_init(struct orb_circles *out,
                                 const struct orb_catalogue *catalogue,
                                 const struct orb_profile *profile, struct orb_error *err)
{
    orb_cat_code open = orb_cat_code_find(catalogue, profile->public_open);
    struct orb_circle_entry *entries =
        orb_calloc((size_t)catalogue->entry_count + 1, sizeof *entries);

    if (entries == NULL)
        return orb_error_memory(err);
    for (uint32_t i = 0; i < catalogue->entry_count; i++) {
        const struct orb_cat_terms *t = &catalogue->terms[catalogue->entry_terms[i]];

        entries[i].institution =
            t->institution != 0 ||
            (t->category != ORB_CAT_NONE &&
             orb_code_list_has(&profile->institution_categories,
                               orb_cat_code_name(catalogue, t->category)));
        entries[i].declared = t->droit_commun != ORB_UNKNOWN;
        entries[i].droit_commun = (uint8_t)droit_commun(catalogue, open, t);
    }
    *out = (struct orb_circles){ .catalogue = catalogue,
                                 .entries = entries,
                                 .whose.organization = ORB_CAT_NONE,
                                 .date = ORB_DATE_NONE };
    return ORB_OK;
}

void orb_circles_release(struct orb_circles *circles)
{
    orb_free(circles->entries);
    memset(circles, 0, sizeof *circles);
}
