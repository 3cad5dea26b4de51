/* Services are compared; what belongs to services that are one follows: their places when
 * nothing else stands there, the offers that can be the same. Organizations are one by
 * their number alone. */
#include "cli/link.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cli/link_organizations.h"
#include "cli/link_records.h"
#include "cli/profile.h"
#include "engine/base/alloc.h"
#include "engine/base/hash.h"
#include "engine/model/terms.h"

/* One run. */
struct linking {
    struct cli_linker *linker;
    struct link_records records;
    struct orb_linkage_record *compared; /* one for each service */
    struct orb_linkage_decision *decisions;
    struct orb_linkage_result result;
    uint32_t *canonical;  /* by service: the one its group goes by */
    uint32_t *site_users; /* by site: services and offers that name it */
    bool *site_linked;    /* by site: it is another one */
    bool *site_target;    /* by site: another one is it */
    struct link_list links;
    struct orb_store_doubt *doubts;
    size_t doubt_count;
};

/* ---- what is compared */

static const char *or_else(const char *text, const char *other)
{
    return text != NULL ? text : other;
}

/* The communes of a service that is only given at home in known zones. */
static enum orb_status fill_zone(struct linking *l, const struct link_service *s,
                                 struct orb_linkage_record *to)
{
    const struct link_offer *offers = l->records.offers + s->first_offer;
    const char **zone;
    size_t count = 0;

    for (uint32_t i = 0; i < s->offer_count; i++) {
        if (!offers[i].zone.known)
            return ORB_OK;
        count += offers[i].zone.count;
    }
    if (count == 0)
        return ORB_OK;
    zone = orb_arena_array(&l->records.arena, count, sizeof *zone);
    if (zone == NULL)
        return ORB_ERR_MEMORY;
    to->zone = zone;
    for (uint32_t i = 0; i < s->offer_count; i++)
        for (uint32_t k = 0; k < offers[i].zone.count; k++)
            zone[to->zone_count++] = l->records.codes.strings[offers[i].zone.items[k]];
    return ORB_OK;
}

static int by_bytes(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static enum orb_status fill_record(struct linking *l, uint32_t i)
{
    static const struct link_site nowhere = { 0 };
    static const struct link_organization nobody = { 0 };
    const struct link_records *r = &l->records;
    const struct link_service *s = &r->services[i];
    const struct link_site *site = s->site == LINK_NONE ? &nowhere : &r->sites[s->site];
    const struct link_organization *o =
        s->organization == LINK_NONE ? &nobody : &r->organizations[s->organization];
    struct orb_linkage_record *to = &l->compared[i];
    enum orb_status status;

    *to = (struct orb_linkage_record){
        .id = s->id,
        .name = or_else(s->name, o->name),
        .address = site->address,
        .commune = or_else(site->commune, ""),
        .phone = or_else(s->phone, o->phone),
        .email = or_else(s->email, o->email),
        .finess = s->finess,
        .siret = or_else(s->siret, o->siret),
        .siren = or_else(s->siren, o->siren),
        .rna = or_else(s->rna, o->rna),
        .category = s->category,
        .origin = s->origin,
        .lon = s->site == LINK_NONE ? (double)NAN : site->lon,
        .lat = s->site == LINK_NONE ? (double)NAN : site->lat,
        .opened = s->opened,
        .closed = s->closed,
    };
    status = fill_zone(l, s, to);
    if (to->zone_count > 0)
        qsort((void *)to->zone, to->zone_count, sizeof *to->zone, by_bytes);
    return status;
}

/* A service within an establishment ("finess:010780591/DIT") is another one. After the
 * decisions of people; returns how many there are then. */
static size_t add_nested(struct linking *l)
{
    const struct link_records *r = &l->records;
    size_t count = r->decision_count;

    for (size_t i = 0; i < r->service_ids.count; i++) {
        const char *id = r->services[i].id;
        const char *slash = strrchr(id, '/');
        uint32_t outer = slash == NULL
                             ? ORB_STRMAP_NONE
                             : orb_strmap_find(&r->service_ids, id, (size_t)(slash - id));

        if (outer != ORB_STRMAP_NONE)
            l->decisions[count++] =
                (struct orb_linkage_decision){ r->services[outer].id, id, false };
    }
    return count;
}

static enum orb_status compare(struct linking *l, struct orb_error *err)
{
    const struct link_records *r = &l->records;
    struct orb_linkage_input input = { .count = r->service_ids.count,
                                       .policy = &l->linker->policy };

    l->compared = orb_calloc(input.count + 1, sizeof *l->compared);
    l->decisions = orb_calloc(r->decision_count + input.count + 1, sizeof *l->decisions);
    if (l->compared == NULL || l->decisions == NULL)
        return orb_error_memory(err);
    for (uint32_t i = 0; i < input.count; i++)
        if (fill_record(l, i) != ORB_OK)
            return orb_error_memory(err);
    input.decision_count = add_nested(l);
    for (size_t i = 0; i < r->decision_count; i++)
        l->decisions[i] =
            (struct orb_linkage_decision){ r->decisions[i].a, r->decisions[i].b,
                                           r->decisions[i].choice == ORB_DECISION_SAME };
    input.records = l->compared;
    input.decisions = l->decisions;
    return orb_linkage_run(&l->result, &input, err);
}

/* ---- which record a group goes by */

/* An open establishment of FINESS first: conventions name it, and its number lasts. Then a
 * service that has a record of its own, to take what the others say. */
static bool is_open(const struct linking *l, orb_date closed)
{
    return closed == ORB_DATE_NONE || closed > l->records.today;
}

static int standing(const struct linking *l, const struct link_service *s)
{
    return (is_open(l, s->closed) ? 8 : 0) + (s->finess != NULL ? 4 : 0) +
           (s->has_row ? 2 : 0) + (s->siret != NULL ? 1 : 0);
}

static enum orb_status choose_canonical(struct linking *l, struct orb_error *err)
{
    const struct link_records *r = &l->records;
    size_t count = r->service_ids.count;

    l->canonical = orb_calloc(count + 1, sizeof *l->canonical);
    if (l->canonical == NULL)
        return orb_error_memory(err);
    for (uint32_t i = 0; i < count; i++)
        l->canonical[i] = i;
    /* at the least id of the group, the best so far; services are in order of id */
    for (uint32_t i = 0; i < count; i++) {
        uint32_t least = l->result.canonical[i];

        if (standing(l, &r->services[i]) > standing(l, &r->services[l->canonical[least]]))
            l->canonical[least] = i;
    }
    for (uint32_t i = 0; i < count; i++)
        if (l->result.canonical[i] != i)
            l->canonical[i] = l->canonical[l->result.canonical[i]];
    return ORB_OK;
}

/* ---- places */

static void use_site(struct linking *l, uint32_t site)
{
    if (site != LINK_NONE)
        l->site_users[site]++;
}

static enum orb_status count_users(struct linking *l, struct orb_error *err)
{
    const struct link_records *r = &l->records;

    l->site_users = orb_calloc(r->site_ids.count + 1, sizeof *l->site_users);
    l->site_linked = orb_calloc(r->site_ids.count + 1, sizeof *l->site_linked);
    l->site_target = orb_calloc(r->site_ids.count + 1, sizeof *l->site_target);
    if (l->site_users == NULL || l->site_linked == NULL || l->site_target == NULL)
        return orb_error_memory(err);
    for (size_t i = 0; i < r->service_ids.count; i++)
        use_site(l, r->services[i].site);
    for (size_t i = 0; i < r->offer_count; i++)
        if (r->offers[i].site != r->services[r->offers[i].service].site)
            use_site(l, r->offers[i].site);
    return ORB_OK;
}

/*
 * Two places are one when each is of its service alone and no commune speaks against it. A
 * place that one source keeps secret is secret for the other too, whoever else is there.
 */
static enum orb_status link_site(struct linking *l, const struct link_service *from,
                                 const struct link_service *to, struct orb_error *err)
{
    const struct link_site *a, *b;

    if (from->site == LINK_NONE || to->site == LINK_NONE || from->site == to->site ||
        l->site_linked[from->site])
        return ORB_OK;
    a = &l->records.sites[from->site];
    b = &l->records.sites[to->site];
    if (!a->is_secret && !b->is_secret &&
        (l->site_users[from->site] != 1 || l->site_users[to->site] != 1))
        return ORB_OK;
    if (a->commune != NULL && b->commune != NULL && strcmp(a->commune, b->commune) != 0)
        return ORB_OK;
    if (l->site_linked[to->site] || l->site_target[from->site])
        return ORB_OK; /* a chain: each stays where it is */
    l->site_linked[from->site] = true;
    l->site_target[to->site] = true;
    return link_list_add(
        &l->links, &(struct orb_store_link){ ORB_RECORD_SITE, a->id, b->id, true }, err);
}

/* ---- offers */

static bool disjoint(const struct link_codes *a, const struct link_codes *b)
{
    uint32_t i = 0, k = 0;

    if (!a->known || !b->known || a->count == 0 || b->count == 0)
        return false;
    while (i < a->count && k < b->count) {
        if (a->items[i] == b->items[k])
            return false;
        if (a->items[i] < b->items[k])
            i++;
        else
            k++;
    }
    return true;
}

static bool ages_apart(const struct link_offer *a, const struct link_offer *b)
{
    return (a->age_max != ORB_AGE_UNKNOWN && b->age_min != ORB_AGE_UNKNOWN &&
            a->age_max <= b->age_min) ||
           (b->age_max != ORB_AGE_UNKNOWN && a->age_min != ORB_AGE_UNKNOWN &&
            b->age_max <= a->age_min);
}

static bool may_be_one(const struct link_offer *a, const struct link_offer *b)
{
    return !disjoint(&a->modalities, &b->modalities) &&
           !disjoint(&a->publics, &b->publics) && !disjoint(&a->zone, &b->zone) &&
           !ages_apart(a, b);
}

/* What is closed takes no open offer with it. */
static bool is_linkable(const struct linking *l, const struct link_offer *o)
{
    return !o->is_duplicate && is_open(l, o->closed);
}

/*
 * An offer of the other source is one of ours when it can be. It gives what it says only
 * when it can be one alone: said of a whole service, it says nothing of one activity. An
 * offer that none of ours can be stays, as another way to get the same service.
 */
static enum orb_status link_offers(struct linking *l, const struct link_service *from,
                                   const struct link_service *to, struct orb_error *err)
{
    const struct link_offer *ours = l->records.offers + to->first_offer;
    const struct link_offer *theirs = l->records.offers + from->first_offer;
    enum orb_status status = ORB_OK;

    for (uint32_t i = 0; status == ORB_OK && i < from->offer_count; i++) {
        struct orb_store_link link = { .kind = ORB_RECORD_OFFER, .id = theirs[i].id };
        uint32_t fitting = 0;

        for (uint32_t k = 0; is_linkable(l, &theirs[i]) && k < to->offer_count; k++)
            if (is_linkable(l, &ours[k]) && may_be_one(&theirs[i], &ours[k])) {
                link.canonical = fitting == 0 ? ours[k].id : link.canonical;
                fitting++;
            }
        link.gives = fitting == 1;
        if (fitting > 0)
            status = link_list_add(&l->links, &link, err);
    }
    return status;
}

static enum orb_status link_services(struct linking *l, struct orb_error *err)
{
    const struct link_records *r = &l->records;
    enum orb_status status = count_users(l, err);

    for (uint32_t i = 0; status == ORB_OK && i < r->service_ids.count; i++) {
        const struct link_service *from = &r->services[i];
        const struct link_service *to = &r->services[l->canonical[i]];

        if (from == to)
            continue;
        l->linker->merged++;
        status = link_list_add(
            &l->links,
            &(struct orb_store_link){ ORB_RECORD_SERVICE, from->id, to->id, true }, err);
        if (status == ORB_OK)
            status = link_site(l, from, to, err);
        if (status == ORB_OK)
            status = link_offers(l, from, to, err);
    }
    return status;
}

/* ---- what a person has to look at */

static enum orb_status list_doubts(struct linking *l, struct orb_error *err)
{
    const struct orb_linkage_result *result = &l->result;

    l->doubts = orb_calloc(result->review_count + 1, sizeof *l->doubts);
    if (l->doubts == NULL)
        return orb_error_memory(err);
    for (size_t i = 0; i < result->review_count; i++) {
        const struct orb_linkage_pair *p = &result->review[i];

        l->doubts[l->doubt_count++] =
            (struct orb_store_doubt){ l->compared[p->a].id, l->compared[p->b].id,
                                      p->probability, p->doubts };
    }
    return ORB_OK;
}

static enum orb_status run(struct linking *l, struct orb_store *store,
                           struct orb_error *err)
{
    struct orb_store_links links;
    enum orb_status status = link_records_read(&l->records, store, &l->linker->seen, err);

    if (status == ORB_OK && !l->records.single_list) {
        status = compare(l, err);
        if (status == ORB_OK)
            status = choose_canonical(l, err);
        if (status == ORB_OK)
            status = link_services(l, err);
        if (status == ORB_OK)
            status = link_organizations(&l->records, &l->links, err);
        if (status == ORB_OK)
            status = list_doubts(l, err);
    }
    if (status != ORB_OK)
        return status;
    links = (struct orb_store_links){ l->links.items, l->links.count, l->doubts,
                                      l->doubt_count };
    return orb_store_set_links(store, &links, err);
}

static enum orb_status link_store(void *context, struct orb_store *store,
                                  struct orb_error *err)
{
    struct cli_linker *linker = context;
    struct linking *l = orb_calloc(1, sizeof *l);
    enum orb_status status;

    if (l == NULL)
        return orb_error_memory(err);
    l->linker = linker;
    linker->merged = 0;
    status = run(l, store, err);
    linker->has_run = status == ORB_OK;
    linker->doubts = l->doubt_count;
    linker->bad_keys = l->result.bad_key_count;
    orb_linkage_release(&l->result);
    link_records_release(&l->records);
    orb_free(l->compared);
    orb_free(l->decisions);
    orb_free(l->canonical);
    orb_free(l->site_users);
    orb_free(l->site_linked);
    orb_free(l->site_target);
    orb_free(l->links.items);
    orb_free(l->doubts);
    orb_free(l);
    return status;
}

static enum orb_status see_record(void *context, const struct orb_record *record,
                                  struct orb_error *err)
{
    struct cli_linker *linker = context;

    return link_seen_record(&linker->seen, record, err);
}

/* To be raised when the rules of the comparison change. */
#define RULES 1

static int64_t version_of(const struct orb_linkage_policy *policy)
{
    uint64_t hash = ORB_HASH_SEED + RULES;

    hash = orb_hash_more(hash, &policy->automatic, sizeof policy->automatic);
    hash = orb_hash_more(hash, &policy->review, sizeof policy->review);
    hash = orb_hash_more(hash, &policy->block, sizeof policy->block);
    return (int64_t)(hash | 1);
}

enum orb_status cli_link_begin(struct cli_linker *out, const struct cli_context *cli,
                               struct orb_error *err)
{
    struct orb_profile *profile = NULL;
    enum orb_status status = cli_profile_open(&profile, cli, err);

    memset(out, 0, sizeof *out);
    if (status != ORB_OK)
        return status;
    out->linker = (struct orb_store_linker){ out, 0, link_store, see_record };
    out->policy = (struct orb_linkage_policy){ .automatic = profile->linkage.automatic,
                                               .review = profile->linkage.review,
                                               .block = (uint32_t)profile->linkage.block };
    out->linker.version = version_of(&out->policy);
    orb_profile_free(profile);
    return ORB_OK;
}

void cli_link_end(struct cli_linker *linker)
{
    link_seen_release(&linker->seen);
}
