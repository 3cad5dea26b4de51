/* Offers of a territory for strata of people: selected, then asked one by one. */
#include "engine/planning/supply.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/alloc.h"
#include "engine/base/text.h"
#include "engine/match/standing.h"
#include "engine/model/terms.h"

/* What does not depend on the people: offers that these rules refuse are no supply. */
#define OWN_RULES                                                                          \
    (1U << ORB_RULE_DUPLICATE | 1U << ORB_RULE_INSTITUTION | 1U << ORB_RULE_CARERS_ONLY |  \
     1U << ORB_RULE_CLOSED | 1U << ORB_RULE_OPEN)

struct maker {
    const struct orb_supply_request *r;
    struct orb_supply supply;
    struct orb_matcher *matcher;
    orb_cat_code category; /* wanted; ORB_CAT_NONE = any */
    size_t capacity;
};

/* ---- people */

static unsigned rules_of(const struct orb_stratum *s)
{
    return (s->age_from >= 0 ? 1U << ORB_RULE_AGE : 0) |
           (s->group != NULL ? 1U << ORB_RULE_PUBLIC : 0) |
           (s->associated_known ? 1U << ORB_RULE_ASSOCIATED : 0) |
           (s->orientation != NULL ? 1U << ORB_RULE_ORIENTATION : 0);
}

/* Someone of the stratum: what the person points to. */
struct someone {
    struct orb_person person;
    struct orb_need need;
    struct orb_orientation orientation;
    const char *associated[1];
};

static void imagine(struct someone *out, const struct orb_supply_request *r,
                    const struct orb_stratum *s)
{
    memset(out, 0, sizeof *out);
    out->person = orb_standing_person(r->date);
    out->person.age_years = s->age_from;
    if (s->group != NULL)
        out->person.groups = (struct orb_code_list){ &s->group, 1, true };
    if (r->need != NULL) {
        out->need = (struct orb_need){ r->need, 2, ORB_WEEKLY };
        out->person.needs = &out->need;
        out->person.need_count = 1;
    }
    out->associated[0] = "";
    out->person.associated = (struct orb_code_list){ out->associated, s->associated ? 1 : 0,
                                                     s->associated_known };
    if (s->orientation != NULL) {
        out->orientation = (struct orb_orientation){ .code = s->orientation,
                                                     .decided_on = ORB_DATE_NONE,
                                                     .valid_until = ORB_DATE_NONE };
        out->person.orientations = &out->orientation;
        out->person.orientation_count = s->orientation[0] == '\0' ? 0 : 1;
        out->person.orientations_known = true;
    }
}

static enum orb_status ask(struct maker *m, const struct someone *who,
                           struct orb_error *err)
{
    struct orb_match_options options = { .limit = 1 };

    memcpy(options.igas, m->r->igas, sizeof options.igas);
    return orb_matcher_stand(m->matcher, &who->person, &options, err);
}

/* ---- which offers */

/* "L4" is that of "L4.2" too. */
static bool is_of_family(const struct orb_catalogue *c, const struct orb_cat_terms *t,
                         const char *family)
{
    size_t len = strlen(family);

    for (uint32_t i = 0; i < t->families.count; i++) {
        const char *code = orb_cat_code_name(c, c->codes[t->families.first + i]);

        if (strncmp(code, family, len) == 0 && (code[len] == '\0' || code[len] == '.'))
            return true;
    }
    return false;
}

static bool is_wanted(struct maker *m, uint32_t offer)
{
    const struct orb_catalogue *c = m->r->catalogue;
    const struct orb_cat_terms *t = &c->terms[c->offers[offer].terms];

    if (c->offers[offer].canonical != offer)
        return false;
    if (m->r->category != NULL &&
        (m->category == ORB_CAT_NONE || t->category != m->category))
        return false;
    if (m->r->family != NULL && !is_of_family(c, t, m->r->family))
        return false;
    return m->r->need == NULL || orb_matcher_covers(m->matcher, offer);
}

/* ---- what an offer is */

const struct orb_profile_modality *
orb_supply_modality(const struct orb_catalogue *catalogue,
                    const struct orb_profile *profile, bool home_temporary,
                    const struct orb_cat_modality *modality)
{
    bool lifted = home_temporary || profile->igas[ORB_IGAS_HOME_TEMPORARY];

    if (modality->certainty == ORB_CERTAINTY_IGAS && !lifted)
        return NULL;
    return orb_profile_modality_find(profile, orb_cat_code_name(catalogue, modality->code));
}

static void find_kinds(const struct orb_supply_request *r, const struct orb_cat_terms *t,
                       struct orb_supply_site *out)
{
    bool day = false;

    for (uint32_t i = 0; i < t->modalities.count; i++) {
        const struct orb_profile_modality *known =
            orb_supply_modality(r->catalogue, r->profile, r->igas[ORB_IGAS_HOME_TEMPORARY],
                                &r->catalogue->modalities[t->modalities.first + i]);

        if (known == NULL)
            continue;
        out->at_home = out->at_home || known->kind == ORB_KIND_HOME;
        out->remote = out->remote || known->kind == ORB_KIND_REMOTE;
        if (known->kind != ORB_KIND_ONSITE)
            continue;
        out->on_site = true;
        day = day || !known->residential;
    }
    out->residential = out->on_site && !day;
    out->kind_unknown = !out->on_site && !out->at_home && !out->remote;
    out->on_site = out->on_site || out->kind_unknown;
}

static void find_places(const struct orb_cat_detail *d, bool droit_commun,
                        struct orb_supply_site *out)
{
    /* None installed where some are authorised: not yet observed, rather than none. */
    bool unobserved = d->installed == 0 && d->authorised > 0;

    out->places = NAN;
    if (droit_commun) {
        out->basis = ORB_PLACES_NO_NOTION;
    } else if (d->installed >= 0 && !unobserved) {
        out->basis = ORB_PLACES_INSTALLED;
        out->places = d->installed;
    } else if (d->authorised >= 0) {
        out->basis = ORB_PLACES_AUTHORISED;
        out->places = d->authorised;
    }
}

static enum orb_status add_site(struct maker *m, uint32_t offer, struct orb_error *err)
{
    const struct orb_catalogue *c = m->r->catalogue;
    struct orb_standing standing;
    struct orb_supply_site *site;
    enum orb_status status =
        orb_matcher_standing(m->matcher, offer, OWN_RULES, &standing, err);

    if (status != ORB_OK || standing.failed != 0)
        return status;
    if (orb_grow((void **)&m->supply.sites, &m->capacity, m->supply.count,
                 sizeof *m->supply.sites) != ORB_OK)
        return orb_error_memory(err);
    site = &m->supply.sites[m->supply.count++];
    memset(site, 0, sizeof *site);
    site->offer = offer;
    site->point = orb_link_offer(c, m->r->profile, offer);
    site->zone = c->offers[offer].zone;
    site->wait_days = c->offers[offer].wait_days;
    site->not_accepting = standing.not_accepting;
    find_kinds(m->r, &c->terms[c->offers[offer].terms], site);
    find_places(&c->details[offer], standing.droit_commun == ORB_YES, site);
    return ORB_OK;
}

static enum orb_status select_offers(struct maker *m, struct orb_error *err)
{
    static const struct orb_stratum anyone = { .age_from = -1, .age_to = -1 };
    struct someone who;
    enum orb_status status;

    imagine(&who, m->r, &anyone);
    status = ask(m, &who, err);
    for (uint32_t i = 0; status == ORB_OK && i < m->r->catalogue->offer_count; i++)
        if (is_wanted(m, i))
            status = add_site(m, i, err);
    return status;
}

/* ---- verdicts */

static enum orb_status judge(struct maker *m, uint32_t stratum, struct orb_error *err)
{
    const struct orb_stratum *s = &m->r->strata[stratum];
    unsigned rules = rules_of(s);
    struct someone who;
    enum orb_status status;

    imagine(&who, m->r, s);
    status = ask(m, &who, err);
    for (uint32_t i = 0; status == ORB_OK && i < m->supply.count; i++) {
        struct orb_supply_verdict *v =
            &m->supply.verdicts[(size_t)i * m->r->stratum_count + stratum];
        struct orb_standing standing;

        status = orb_matcher_standing(m->matcher, m->supply.sites[i].offer, rules,
                                      &standing, err);
        if (status != ORB_OK)
            break;
        v->failed = standing.failed;
        v->unknown = standing.unknown;
        v->reason = standing.first;
        v->answer = standing.failed != 0    ? ORB_SUPPLY_NO
                    : standing.unknown != 0 ? ORB_SUPPLY_UNKNOWN
                                            : ORB_SUPPLY_YES;
    }
    return status;
}

/* Say which needs there are where the code goes astray: those of its longest beginning. */
static enum orb_status unknown_need(const struct orb_supply_request *r,
                                    struct orb_error *err)
{
    char known[160] = "";
    size_t used = 0;

    for (size_t len = strlen(r->need); used == 0 && len > 0; len--)
        for (uint32_t i = 0; i < r->profile->need_count; i++) {
            const char *code = r->profile->needs[i].code;
            size_t wide = strlen(code);

            if (strncmp(code, r->need, len) == 0 && used + wide + 3 < sizeof known) {
                memcpy(known + used, used == 0 ? "" : ", ", used == 0 ? 0 : 2);
                used += used == 0 ? 0 : 2;
                memcpy(known + used, code, wide + 1);
                used += wide;
            }
        }
    if (used == 0)
        return orb_error_set(err, ORB_ERR_NOT_FOUND,
                             _("there is no need '%s' in the profile"), r->need);
    return orb_error_set(err, ORB_ERR_NOT_FOUND,
                         _("there is no need '%s' in the profile; near it: %s"), r->need,
                         known);
}

static enum orb_status check_need(const struct orb_supply_request *r, struct orb_error *err)
{
    size_t len = r->need == NULL ? 0 : strlen(r->need);

    if (r->need == NULL)
        return ORB_OK;
    for (uint32_t i = 0; i < r->profile->need_count; i++)
        if (strncmp(r->profile->needs[i].code, r->need, len) == 0 &&
            (r->profile->needs[i].code[len] == '\0' ||
             r->profile->needs[i].code[len] == '.') &&
            orb_profile_weights_find(r->profile, r->need) != NULL)
            return ORB_OK;
    return unknown_need(r, err);
}

static enum orb_status make(struct maker *m, struct orb_error *err)
{
    enum orb_status status = select_offers(m, err);

    m->supply.verdicts =
        orb_arena_array(&m->supply.arena, (size_t)m->supply.count * m->r->stratum_count + 1,
                        sizeof *m->supply.verdicts);
    if (status == ORB_OK && m->supply.verdicts == NULL)
        status = orb_error_memory(err);
    for (uint32_t s = 0; status == ORB_OK && s < m->r->stratum_count; s++)
        status = judge(m, s, err);
    return status;
}

enum orb_status orb_supply_make(struct orb_supply *out,
                                const struct orb_supply_request *request,
                                struct orb_error *err)
{
    struct maker m = { .r = request, .category = ORB_CAT_NONE };
    enum orb_status status = check_need(request, err);

    if (status != ORB_OK)
        return status;
    if (request->category != NULL)
        m.category = orb_cat_code_find(request->catalogue, request->category);
    m.supply.catalogue = request->catalogue;
    m.supply.stratum_count = request->stratum_count;
    m.matcher = orb_matcher_new(request->catalogue, request->profile);
    status = m.matcher == NULL ? orb_error_memory(err) : make(&m, err);
    orb_matcher_free(m.matcher);
    if (status == ORB_OK)
        *out = m.supply;
    else
        orb_supply_release(&m.supply);
    return status;
}

void orb_supply_release(struct orb_supply *supply)
{
    orb_free(supply->sites);
    orb_free(supply->served);
    orb_arena_release(&supply->arena);
    memset(supply, 0, sizeof *supply);
}
