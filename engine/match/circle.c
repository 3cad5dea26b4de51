/* The concentric circles of partners, after M.-A. Bloch and J.-R. Loubat: which one, on
 * what evidence (MATCHING 3.3). */
#include <string.h>

#include "engine/match/query.h"
#include "engine/model/relation.h"
#include "engine/model/terms.h"

const char *const orb_circle_basis_names[ORB_CIRCLE_BASES] = { "institution", "relation",
                                                               "operator",    "finess_ej",
                                                               "dispositif",  "declared",
                                                               "computed",    "default" };

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

/* Whose circles: the operator, at a date. */
struct circle_view {
    const struct orb_catalogue *c;
    const char *operator_id;
    const char *operator_ej;
    orb_date date;
};

struct found {
    uint32_t best; /* valid relation, ORB_CAT_NONE = none */
    enum orb_circle circle;
    bool expired[4]; /* by rank of the circle it would have given */
    bool not_started[4];
    uint32_t stale;
};

static bool concerns_operator(const struct circle_view *v, const struct orb_cat_relation *r)
{
    const char *named = orb_cat_known(v->c, r->operator_id);

    if (named == NULL || v->operator_id == NULL)
        return named == NULL;
    if (strcmp(named, v->operator_id) == 0)
        return true;
    return v->operator_ej != NULL && strncmp(named, "finess-ej:", 10) == 0 &&
           strcmp(named + 10, v->operator_ej) == 0;
}

static void look_at(const struct circle_view *v, const struct orb_cat_span *span,
                    struct found *f)
{
    for (uint32_t i = span->first; i < span->first + span->count; i++) {
        const struct orb_cat_relation *r = &v->c->relations[i];
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

static bool holds_dispositif(const struct circle_view *v, orb_cat_code dispositif)
{
    const struct orb_cat_span *d = &v->c->info->operator_dispositifs;

    for (uint32_t i = 0; dispositif != ORB_CAT_NONE && i < d->count; i++)
        if (v->c->codes[d->first + i] == dispositif)
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
static bool own(const struct circle_view *v, const struct orb_cat_offer *o,
                struct orb_circle_fact *out)
{
    const struct orb_cat_organization *org =
        o->organization == ORB_CAT_NONE ? NULL : &v->c->organizations[o->organization];
    const char *ej = org == NULL ? NULL : orb_cat_known(v->c, org->finess_ej);

    if (org != NULL && v->operator_id != NULL &&
        strcmp(orb_cat_string(v->c, org->id), v->operator_id) == 0)
        set(out, ORB_CIRCLE_C0, ORB_CIRCLE_BASIS_OPERATOR);
    else if (ej != NULL && v->operator_ej != NULL && strcmp(ej, v->operator_ej) == 0)
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

static struct orb_circle_fact decide(const struct circle_view *v, uint32_t offer,
                                     bool institution, enum orb_tristate droit_commun,
                                     bool declared)
{
    const struct orb_cat_offer *o = &v->c->offers[offer];
    struct orb_circle_fact out = { .relation = ORB_CAT_NONE, .stale = ORB_CAT_NONE };
    struct found f = { .best = ORB_CAT_NONE, .stale = ORB_CAT_NONE };

    if (institution) {
        set(&out, ORB_CIRCLE_INST, ORB_CIRCLE_BASIS_INSTITUTION);
        return out;
    }
    look_at(v, &o->relations, &f);
    if (o->organization != ORB_CAT_NONE)
        look_at(v, &v->c->organizations[o->organization].relations, &f);
    if (f.best != ORB_CAT_NONE && f.circle == ORB_CIRCLE_C0) {
        set_relation(&out, &f);
    } else if (!own(v, o, &out)) {
        if (f.best != ORB_CAT_NONE)
            set_relation(&out, &f);
        else if (droit_commun == ORB_YES)
            set(&out, ORB_CIRCLE_C3,
                declared ? ORB_CIRCLE_BASIS_DECLARED : ORB_CIRCLE_BASIS_COMPUTED);
        else
            set(&out, ORB_CIRCLE_C2, ORB_CIRCLE_BASIS_DEFAULT);
    }
    alert_stale(&out, &f);
    if (out.basis == ORB_CIRCLE_BASIS_DEFAULT && droit_commun == ORB_UNKNOWN)
        out.alerts |= 1U << ORB_ALERT_CIRCLE_UNCERTAIN;
    return out;
}

struct orb_circle_fact orb_query_circle(const struct orb_matcher *m, uint32_t offer,
                                        const struct orb_entry_facts *entry)
{
    struct circle_view v = { m->c, m->operator_id, m->operator_ej,
                             m->person->reference_date };
    bool declared = m->c->terms[entry->terms].droit_commun != ORB_UNKNOWN;

    return decide(&v, offer, entry->institution, (enum orb_tristate)entry->droit_commun,
                  declared);
}

struct orb_circle_fact orb_circle_of_offer(const struct orb_catalogue *catalogue,
                                           const struct orb_profile *profile,
                                           uint32_t offer, orb_date reference_date,
                                           const char *operator_id)
{
    const struct orb_cat_terms *t = &catalogue->terms[catalogue->offers[offer].terms];
    const char *category =
        t->category == ORB_CAT_NONE ? NULL : orb_cat_code_name(catalogue, t->category);
    struct circle_view v = { catalogue, operator_id, NULL, reference_date };
    bool institution =
        t->institution != 0 ||
        (category != NULL && orb_code_list_has(&profile->institution_categories, category));
    uint32_t row;

    if (operator_id == NULL) {
        v.operator_id = orb_cat_known(catalogue, catalogue->info->operator_organization);
        v.operator_ej = orb_cat_known(catalogue, catalogue->info->operator_finess_ej);
    } else if (strncmp(operator_id, "finess-ej:", 10) == 0) {
        v.operator_ej = operator_id + 10;
    } else if ((row = orb_cat_organization_find(catalogue, operator_id)) != ORB_CAT_NONE) {
        v.operator_ej = orb_cat_known(catalogue, catalogue->organizations[row].finess_ej);
    }
    return decide(&v, offer, institution, orb_terms_droit_commun(catalogue, profile, t),
                  t->droit_commun != ORB_UNKNOWN);
}
