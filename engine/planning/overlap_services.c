/* The services that are compared: open canonical offers put together by service, way and
 * place. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/alloc.h"
#include "engine/match/match.h"
#include "engine/model/terms.h"
#include "engine/planning/overlap_parts.h"

enum overlap_modality { MODALITY_REMOTE = ORB_OVERLAP_WAYS };

/* An offer in one of its ways. */
struct entry {
    uint32_t offer;
    uint8_t way;
    bool declared;
};

/* What qsort compares, which has no context. */
struct sorted {
    struct entry entry;
    orb_cat_text service;
    double lon, lat;
    uint32_t zone, id_rank;
};

static int by_number(double a, double b)
{
    if (isnan(a) || isnan(b))
        return (isnan(a) ? 1 : 0) - (isnan(b) ? 1 : 0);
    return (a > b) - (a < b);
}

static int same_service(const struct sorted *x, const struct sorted *y)
{
    int place;

    if (x->service != y->service)
        return x->service < y->service ? -1 : 1;
    if (x->entry.way != y->entry.way)
        return x->entry.way < y->entry.way ? -1 : 1;
    if (x->zone != y->zone)
        return x->zone < y->zone ? -1 : 1;
    place = by_number(x->lon, y->lon);
    return place != 0 ? place : by_number(x->lat, y->lat);
}

static int by_service(const void *a, const void *b)
{
    const struct sorted *x = a;
    const struct sorted *y = b;
    int order = same_service(x, y);

    return order != 0 ? order : (x->id_rank > y->id_rank) - (x->id_rank < y->id_rank);
}

/* ---- codes */

static enum orb_status number_codes(struct overlap_work *w, struct orb_error *err)
{
    const struct orb_catalogue *c = w->q->catalogue;
    struct orb_arena *scratch = &w->scratch;

    w->sub_numbers = orb_arena_array(scratch, (size_t)c->code_count + 1, sizeof(uint32_t));
    w->sub_services =
        orb_arena_array(scratch, (size_t)c->code_count + 1, sizeof(orb_cat_code));
    w->ways = orb_arena_array(scratch, (size_t)c->code_count + 1, 1);
    if (w->sub_numbers == NULL || w->sub_services == NULL || w->ways == NULL)
        return orb_error_memory(err);
    memset(w->sub_numbers, 0xff, c->code_count * sizeof(uint32_t));
    for (uint32_t t = 0; t < c->care_count; t++) {
        const struct orb_cat_codes *families = &c->terms[c->care_terms[t]].families;

        for (uint32_t i = 0; i < families->count; i++) {
            orb_cat_code code = c->codes[families->first + i];

            /* "L4.2" is a sub-service, "L4" a family, "L0b" the indirect functions */
            if (strchr(orb_cat_code_name(c, code), '.') != NULL)
                w->sub_numbers[code] = 0;
        }
    }
    for (orb_cat_code code = 0; code < c->code_count; code++)
        if (w->sub_numbers[code] != ORB_CAT_NONE) {
            w->sub_services[w->sub_count] = code;
            w->sub_numbers[code] = w->sub_count++;
        }
    w->words = (w->sub_count + 63) / 64;
    return ORB_OK;
}

/* 1 + the way of a modality; codes that the profile does not have are on site (MATCHING
 * 4.5). */
static uint8_t way_of(struct overlap_work *w, orb_cat_code code)
{
    const struct orb_profile_modality *m;

    if (w->ways[code] != 0)
        return w->ways[code];
    m = orb_profile_modality_find(w->q->profile, orb_cat_code_name(w->q->catalogue, code));
    if (m == NULL)
        w->ways[code] = 1 + ORB_OVERLAP_DAY;
    else if (m->kind == ORB_KIND_HOME)
        w->ways[code] = 1 + ORB_OVERLAP_HOME;
    else if (m->kind == ORB_KIND_REMOTE)
        w->ways[code] = 1 + MODALITY_REMOTE;
    else
        w->ways[code] = m->residential ? 1 + ORB_OVERLAP_LODGING : 1 + ORB_OVERLAP_DAY;
    return w->ways[code];
}

/* ---- offers */

/* Which ways an offer has: 0 = none, 1 = possible, 2 = declared. */
static void ways_of(struct overlap_work *w, const struct orb_cat_terms *t,
                    uint8_t out[ORB_OVERLAP_WAYS + 1])
{
    const struct orb_catalogue *c = w->q->catalogue;

    memset(out, 0, ORB_OVERLAP_WAYS + 1);
    for (uint32_t i = 0; i < t->modalities.count; i++) {
        const struct orb_cat_modality *m = &c->modalities[t->modalities.first + i];
        uint8_t way = (uint8_t)(way_of(w, m->code) - 1);
        uint8_t sure = m->certainty == ORB_CERTAINTY_DECLARED ? 2 : 1;

        if (m->certainty != ORB_CERTAINTY_IGAS && sure > out[way])
            out[way] = sure;
    }
}

static bool has_sub_service(const struct overlap_work *w, const struct orb_cat_terms *t)
{
    const orb_cat_code *codes = w->q->catalogue->codes + t->families.first;

    for (uint32_t i = 0; i < t->families.count; i++)
        if (w->sub_numbers[codes[i]] != ORB_CAT_NONE)
            return true;
    return false;
}

static bool is_open(const struct overlap_work *w, const struct orb_cat_offer *o)
{
    return (o->closed_on == ORB_DATE_NONE || o->closed_on > w->q->date) &&
           (o->opened_on == ORB_DATE_NONE || o->opened_on <= w->q->date);
}

/* Is the offer to be compared? Counts why not. */
static bool is_candidate(struct overlap_work *w, uint32_t offer)
{
    const struct orb_catalogue *c = w->q->catalogue;
    const struct orb_cat_offer *o = &c->offers[offer];
    const struct orb_circle_entry *entry =
        &w->q->circles->entries[orb_cat_offer_parts(c, offer)->entry];
    struct orb_overlap_counts *counts = &w->out->counts;
    uint32_t *why = NULL;

    if (entry->institution)
        return false;
    if (o->canonical != offer)
        why = &counts->duplicates;
    else if (!is_open(w, o))
        why = &counts->closed;
    else if (entry->droit_commun == ORB_YES && !w->q->droit_commun)
        why = &counts->droit_commun;
    else if (!has_sub_service(w, &c->terms[o->terms]))
        why = &counts->no_sub_service;
    if (why != NULL)
        (*why)++;
    return why == NULL;
}

struct sorted_list {
    struct sorted *items;
    size_t count, capacity;
};

static bool add(struct overlap_work *w, struct sorted_list *list, uint32_t offer, int way,
                bool declared)
{
    const struct orb_cat_offer *o = &w->q->catalogue->offers[offer];
    bool home = way == ORB_OVERLAP_HOME;
    struct sorted *item;

    if (!home && isnan(o->lon)) {
        w->out->counts.unlocated++;
        return true;
    }
    if (orb_grow((void **)&list->items, &list->capacity, list->count,
                 sizeof *list->items) != ORB_OK)
        return false;
    item = &list->items[list->count++];
    *item = (struct sorted){ .entry = { offer, (uint8_t)way, declared },
                             .service = o->service,
                             .lon = o->lon,
                             .lat = o->lat,
                             .zone = home ? o->zone : ORB_CAT_NONE,
                             .id_rank = o->id_rank };
    return true;
}

static enum orb_status list_offers(struct overlap_work *w, struct sorted_list *list,
                                   struct orb_error *err)
{
    const struct orb_catalogue *c = w->q->catalogue;

    for (uint32_t i = 0; i < c->offer_count; i++) {
        uint8_t ways[ORB_OVERLAP_WAYS + 1];
        bool some = false;

        if (!is_candidate(w, i))
            continue;
        ways_of(w, &c->terms[c->offers[i].terms], ways);
        for (int way = 0; way < ORB_OVERLAP_WAYS; way++) {
            some = some || ways[way] != 0;
            if (ways[way] != 0 && !add(w, list, i, way, ways[way] == 2))
                return orb_error_memory(err);
        }
        if (!some && ways[MODALITY_REMOTE] != 0)
            w->out->counts.remote++;
        else if (!some)
            w->out->counts.no_way++;
    }
    if (list->count > 0)
        qsort(list->items, list->count, sizeof *list->items, by_service);
    return ORB_OK;
}

/* ---- services */

static void add_capacity(const struct orb_cat_detail *d, struct orb_overlap_service *s)
{
    if (d->authorised < 0)
        s->authorised_unknown++;
    else
        s->authorised = (s->authorised < 0 ? 0 : s->authorised) + d->authorised;
    if (d->installed < 0)
        s->installed_unknown++;
    else
        s->installed = (s->installed < 0 ? 0 : s->installed) + d->installed;
}

/* The range that holds those of all offers; unknown as soon as one is. */
static void add_ages(const struct orb_cat_terms *t, struct orb_overlap_service *s,
                     bool *known)
{
    int32_t max = t->age_max_months >= ORB_AGE_NO_MAX ? ORB_AGE_NO_MAX : t->age_max_months;

    if (t->age_min_months < 0 || max < 0 || max <= t->age_min_months) {
        *known = false;
        return;
    }
    if (s->age_max_months < 0 || t->age_min_months < s->age_min_months)
        s->age_min_months = t->age_min_months;
    if (max > s->age_max_months)
        s->age_max_months = max;
}

static int by_code(const void *a, const void *b)
{
    const uint32_t *x = a;
    const uint32_t *y = b;

    return (*x > *y) - (*x < *y);
}

/* Sort and keep each once; the number left. */
static uint32_t distinct(uint32_t *items, size_t count)
{
    uint32_t kept = 0;

    if (count > 1)
        qsort(items, count, sizeof *items, by_code);
    for (size_t i = 0; i < count; i++)
        if (kept == 0 || items[kept - 1] != items[i])
            items[kept++] = items[i];
    return kept;
}

/* Lists that grow while services are made. */
struct lists {
    struct orb_overlap_service *services;
    uint32_t *offers, *sources;
    orb_cat_code *publics;
    uint32_t *same_first, *same; /* by offer: the records that say the same */
    size_t offer_count, source_count, public_count;
};

static void add_sources(const struct orb_catalogue *c, struct lists *l, uint32_t offer,
                        struct orb_overlap_service *s)
{
    if (c->offers[offer].source != ORB_CAT_NONE)
        l->sources[s->sources.first + s->sources.count++] = c->offers[offer].source;
    for (uint32_t i = l->same_first[offer]; i < l->same_first[offer + 1]; i++) {
        uint32_t source = c->offers[l->same[i]].source;

        s->duplicates++;
        if (source != ORB_CAT_NONE)
            l->sources[s->sources.first + s->sources.count++] = source;
    }
}

static void set_side(struct overlap_work *w, struct overlap_side *side, uint32_t offer)
{
    const struct orb_cat_offer *o = &w->q->catalogue->offers[offer];

    side->located = !isnan(o->lon);
    if (side->located)
        side->position = orb_ecef_make(o->lon, o->lat);
    side->imprecise = o->precision == ORB_PRECISION_MUNICIPALITY;
    side->density = o->density;
    side->service = o->service;
    side->organization = o->organization;
    side->id_rank = o->id_rank;
    side->category = w->q->catalogue->terms[o->terms].category;
    side->travel = orb_overlap_travel_place(w, offer);
}

/* What an offer does, and what of that is said rather than deduced from its category. */
static void add_care(const struct overlap_work *w, struct overlap_side *side,
                     uint32_t offer)
{
    const struct orb_catalogue *c = w->q->catalogue;
    const struct orb_cat_terms *t = &c->terms[c->offers[offer].terms];
    bool deduced = (c->details[offer].inferred & ORB_INFERRED_FAMILIES) != 0;

    if (t->category != side->category)
        side->category = ORB_CAT_NONE;
    for (uint32_t k = 0; k < t->families.count; k++) {
        uint32_t sub = w->sub_numbers[c->codes[t->families.first + k]];

        if (sub == ORB_CAT_NONE)
            continue;
        side->sub_services[sub / 64] |= UINT64_C(1) << sub % 64;
        if (!deduced)
            side->declared[sub / 64] |= UINT64_C(1) << sub % 64;
    }
}

/* Make one service of count offers that are the same. */
static void make_service(struct overlap_work *w, struct lists *l, uint32_t number,
                         const struct sorted *rows, size_t count)
{
    const struct orb_catalogue *c = w->q->catalogue;
    struct orb_overlap_service *s = &l->services[number];
    struct overlap_side *side = &w->sides[number];
    bool ages = true;
    bool publics = true;

    *s = (struct orb_overlap_service){ .offer = rows[0].entry.offer,
                                       .offers = { (uint32_t)l->offer_count,
                                                   (uint32_t)count },
                                       .sources.first = (uint32_t)l->source_count,
                                       .publics.first = (uint32_t)l->public_count,
                                       .zone = rows[0].zone,
                                       .way = (enum orb_overlap_way)rows[0].entry.way,
                                       .age_min_months = ORB_AGE_UNKNOWN,
                                       .age_max_months = ORB_AGE_UNKNOWN,
                                       .authorised = -1,
                                       .installed = -1,
                                       .wait_days = NAN };
    set_side(w, side, rows[0].entry.offer);
    for (size_t i = 0; i < count; i++) {
        uint32_t offer = rows[i].entry.offer;
        const struct orb_cat_offer *o = &c->offers[offer];
        const struct orb_cat_terms *t = &c->terms[o->terms];

        l->offers[l->offer_count++] = offer;
        s->way_known = s->way_known || rows[i].entry.declared;
        add_capacity(&c->details[offer], s);
        add_ages(t, s, &ages);
        if (!isnan(o->wait_days) && !(o->wait_days <= s->wait_days))
            s->wait_days = o->wait_days;
        add_care(w, side, offer);
        publics = publics && t->publics.count > 0;
        for (uint32_t k = 0; k < t->publics.count; k++)
            l->publics[s->publics.first + s->publics.count++] =
                c->codes[t->publics.first + k];
        add_sources(c, l, offer, s);
    }
    if (!ages)
        s->age_min_months = s->age_max_months = ORB_AGE_UNKNOWN;
    s->publics.count =
        publics ? distinct(l->publics + s->publics.first, s->publics.count) : 0;
    s->sources.count = distinct(l->sources + s->sources.first, s->sources.count);
    l->public_count += s->publics.count;
    l->source_count += s->sources.count;
}

/* By canonical offer, the records that say the same. */
static bool index_same(struct overlap_work *w, struct lists *l)
{
    const struct orb_catalogue *c = w->q->catalogue;
    uint32_t *next;

    l->same_first =
        orb_arena_array(&w->scratch, (size_t)c->offer_count + 2, sizeof(uint32_t));
    l->same = orb_arena_array(&w->scratch, (size_t)c->offer_count + 1, sizeof(uint32_t));
    next = orb_arena_array(&w->scratch, (size_t)c->offer_count + 1, sizeof(uint32_t));
    if (l->same_first == NULL || l->same == NULL || next == NULL)
        return false;
    for (uint32_t i = 0; i < c->offer_count; i++)
        if (c->offers[i].canonical != i)
            l->same_first[c->offers[i].canonical + 1]++;
    for (uint32_t i = 0; i < c->offer_count; i++) {
        l->same_first[i + 1] += l->same_first[i];
        next[i] = l->same_first[i];
    }
    for (uint32_t i = 0; i < c->offer_count; i++)
        if (c->offers[i].canonical != i)
            l->same[next[c->offers[i].canonical]++] = i;
    return true;
}

static size_t public_total(const struct orb_catalogue *c, const struct sorted_list *list)
{
    size_t total = 0;

    for (size_t i = 0; i < list->count; i++)
        total += c->terms[c->offers[list->items[i].entry.offer].terms].publics.count;
    return total;
}

static bool make_lists(struct overlap_work *w, struct lists *l,
                       const struct sorted_list *list)
{
    const struct orb_catalogue *c = w->q->catalogue;
    struct orb_arena *arena = &w->out->arena;
    uint64_t *bits =
        orb_arena_array(&w->scratch, 2 * list->count * w->words + 1, sizeof *bits);

    l->services = orb_arena_array(arena, list->count + 1, sizeof *l->services);
    l->offers = orb_arena_array(arena, list->count + 1, sizeof *l->offers);
    /* an offer of several ways tells its sources in each */
    l->sources =
        orb_arena_array(arena, list->count + (size_t)ORB_OVERLAP_WAYS * c->offer_count + 1,
                        sizeof *l->sources);
    l->publics = orb_arena_array(arena, public_total(c, list) + 1, sizeof *l->publics);
    w->sides = orb_arena_array(&w->scratch, list->count + 1, sizeof *w->sides);
    if (bits == NULL || l->services == NULL || l->offers == NULL || l->sources == NULL ||
        l->publics == NULL || w->sides == NULL || !index_same(w, l))
        return false;
    for (size_t i = 0; i < list->count; i++) {
        w->sides[i].sub_services = bits + 2 * i * w->words;
        w->sides[i].declared = w->sides[i].sub_services + w->words;
    }
    return true;
}

enum orb_status orb_overlap_services_read(struct overlap_work *w, struct orb_error *err)
{
    struct sorted_list list = { 0 };
    struct lists l = { 0 };
    uint32_t number = 0;
    enum orb_status status = number_codes(w, err);

    if (status == ORB_OK)
        status = list_offers(w, &list, err);
    if (status == ORB_OK && !make_lists(w, &l, &list))
        status = orb_error_memory(err);
    for (size_t first = 0; status == ORB_OK && first < list.count; number++) {
        size_t end = first + 1;

        while (end < list.count && same_service(&list.items[first], &list.items[end]) == 0)
            end++;
        make_service(w, &l, number, &list.items[first], end - first);
        first = end;
    }
    if (status == ORB_OK) {
        w->out->services = l.services;
        w->out->service_count = number;
        w->out->offers = l.offers;
        w->out->sources = l.sources;
        w->out->publics = l.publics;
        w->out->counts.compared = number;
    }
    orb_free(list.items);
    return status;
}
