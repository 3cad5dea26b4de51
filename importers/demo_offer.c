/* The offers of a service: for whom, how, where, with which wait. What a source would not
 * say stays unknown. */
#include "importers/demo_draft.h"

#include <math.h>
#include <string.h>

#include "importers/demo_random.h"

/* Shares of values that are known, in thousandths, near those of the national feeds: ages
 * 11 %, zones 3 % but for SSIAD. */
enum {
    KNOWN_AGES = 250,
    KNOWN_AGES_OPEN = 400,
    KNOWN_PUBLICS = 930,
    KNOWN_ORIENTATIONS = 960,
    KNOWN_MODALITIES = 950,
    POSSIBLE_MODALITIES = 250,
    IGAS_MODALITIES = 20,
    KNOWN_ZONE = 220,
    KNOWN_ZONE_LISTED = 950,
    KNOWN_PRESTATIONS = 985,
    DECLARED_PRESTATIONS = 200,
    KNOWN_PROFESSIONS = 300,
    KNOWN_THEMES = 450,
    KNOWN_LANGUAGES = 150,
    KNOWN_FEATURE = 220,
    KNOWN_WAIT = 130,
    KNOWN_PLACES = 60,
    KNOWN_ACCEPTS = 80,
    KNOWN_ASSOCIATED = 300
};

struct maker {
    struct orb_demo_draft *draft;
    struct orb_demo_offer_draft *out;
    struct orb_terms *terms;
    const struct orb_demo_cast *cast;
    const struct orb_demo_template *kind;
    struct orb_demo_random random;
};

/* Scripted services are told in full. */
static bool is_known(struct maker *maker, uint32_t per_mille)
{
    bool drawn = orb_demo_random_chance(&maker->random, per_mille);

    return maker->cast != NULL || drawn;
}

static uint32_t copy_list(const char **out, const char *const *items, uint32_t max)
{
    uint32_t count = 0;

    for (; count < max && items[count] != NULL; count++)
        out[count] = items[count];
    return count;
}

static void set_ages(struct maker *maker)
{
    static const struct {
        int16_t min, max;
    } child[] = { { 0, 20 },  { 3, 20 }, { 6, 20 }, { 3, 12 },
                  { 12, 20 }, { 0, 6 },  { 6, 16 } },
      adult[] = {
          { 20, 60 }, { 18, 150 }, { 18, 60 }, { 20, 150 }, { 18, 65 }, { 45, 150 }
      };
    int32_t min = maker->kind->age_min;
    int32_t max = maker->kind->age_max;

    if (!is_known(maker, maker->kind->medical_social ? KNOWN_AGES : KNOWN_AGES_OPEN))
        return;
    if (maker->cast != NULL && maker->cast->age_max > 0) {
        min = maker->cast->age_min;
        max = maker->cast->age_max;
    } else if (maker->kind->ages == ORB_DEMO_AGES_CHILD) {
        uint32_t draw =
            orb_demo_random_below(&maker->random, sizeof child / sizeof child[0]);

        min = child[draw].min;
        max = child[draw].max;
    } else if (maker->kind->ages == ORB_DEMO_AGES_ADULT) {
        uint32_t draw =
            orb_demo_random_below(&maker->random, sizeof adult / sizeof adult[0]);

        min = adult[draw].min;
        max = adult[draw].max;
    }
    maker->terms->age_min_months = min * 12;
    maker->terms->age_max_months = max * 12;
}

static void set_publics(struct maker *maker)
{
    const char *const *items = maker->kind->publics;
    const char **out = maker->out->publics;
    uint32_t total = 0;
    uint32_t count;

    if (maker->cast != NULL && maker->cast->publics[0] != NULL) {
        count = copy_list(out, maker->cast->publics, 3);
    } else {
        while (total < 6 && items[total] != NULL)
            total++;
        if (!is_known(maker, KNOWN_PUBLICS))
            return;
        count = copy_list(out, items, 6);
        /* A specialised service has one or two of its kind's publics. */
        if (!maker->kind->open && total > 2 && maker->kind->medical_social) {
            uint32_t first = orb_demo_random_below(&maker->random, total);

            out[0] = items[first];
            out[1] = items[(first + 1) % total];
            count = 1 + orb_demo_random_below(&maker->random, 2);
        }
    }
    maker->terms->publics = (struct orb_code_list){ out, count, true };
    if (maker->cast != NULL)
        maker->terms->excludes_associated =
            maker->cast->excludes_associated ? ORB_YES : ORB_NO;
    else if (maker->kind->medical_social &&
             orb_demo_random_chance(&maker->random, KNOWN_ASSOCIATED))
        maker->terms->excludes_associated =
            orb_demo_random_chance(&maker->random, 120) ? ORB_YES : ORB_NO;
}

static void set_access(struct maker *maker)
{
    struct orb_terms *terms = maker->terms;
    uint32_t count = copy_list(maker->out->orientations, maker->kind->orientations, 4);

    if (is_known(maker, maker->kind->open ? 1000 : KNOWN_ORIENTATIONS))
        terms->orientations =
            (struct orb_code_list){ maker->out->orientations, count, true };
    count = copy_list(maker->out->engagements, maker->kind->engagements, 2);
    if (maker->cast != NULL && maker->cast->engagement != NULL) {
        maker->out->engagements[0] = maker->cast->engagement;
        count = 1;
        maker->out->offer.dispositif_id = "demo:dispositif-1";
    }
    terms->engagements =
        (struct orb_code_list){ maker->out->engagements, count, count > 0 };
    if (maker->kind->open && is_known(maker, 600))
        terms->droit_commun = ORB_YES;
    else if (maker->kind->medical_social && is_known(maker, 700))
        terms->droit_commun = ORB_NO;
}

/* A service does one of the things its kind does; a source that cannot tell which gives
 * them all as possible. */
static uint32_t list_modalities(struct maker *maker, uint32_t number,
                                enum orb_certainty certainty)
{
    struct orb_modality *out = maker->out->modalities;
    const char *const *codes = maker->kind->modalities;
    bool all =
        maker->cast != NULL || certainty == ORB_CERTAINTY_POSSIBLE || maker->kind->open;
    uint32_t total = 0;
    uint32_t count = 0;

    while (total < 4 && codes[total] != NULL)
        total++;
    if (maker->cast != NULL && maker->cast->modality != NULL)
        out[count++] = (struct orb_modality){ maker->cast->modality, certainty };
    else if (!all)
        out[count++] = (struct orb_modality){ codes[number % total], certainty };
    else
        for (; count < total; count++)
            out[count] = (struct orb_modality){ codes[count], certainty };
    return count;
}

static void set_modalities(struct maker *maker, uint32_t number)
{
    bool medical = maker->kind->medical_social;
    bool possible = medical && orb_demo_random_chance(&maker->random, POSSIBLE_MODALITIES);
    bool igas = medical && orb_demo_random_chance(&maker->random, IGAS_MODALITIES);
    uint32_t count;

    if (!is_known(maker, KNOWN_MODALITIES))
        return;
    if (maker->cast != NULL) {
        possible = false;
        igas = maker->cast->igas_modality;
    }
    count = list_modalities(maker, number,
                            possible ? ORB_CERTAINTY_POSSIBLE : ORB_CERTAINTY_DECLARED);
    if (igas && count < 4)
        maker->out->modalities[count++] =
            (struct orb_modality){ "temporaire_jour", ORB_CERTAINTY_IGAS };
    maker->terms->modalities = maker->out->modalities;
    maker->terms->modality_count = count;
    maker->terms->modalities_known = true;
}

static void set_content(struct maker *maker)
{
    struct orb_demo_offer_draft *out = maker->out;
    struct orb_terms *terms = maker->terms;
    bool declared = !maker->kind->medical_social || is_known(maker, DECLARED_PRESTATIONS);
    uint32_t count = 0;

    if (is_known(maker, KNOWN_PRESTATIONS)) {
        for (; count < 6 && maker->kind->prestations[count] != NULL; count++) {
            out->prestations[count].code = maker->kind->prestations[count];
            out->prestations[count].evidence =
                declared ? ORB_EVIDENCE_DECLARED : ORB_EVIDENCE_INFERRED;
        }
        terms->prestations = out->prestations;
        terms->prestation_count = count;
        terms->prestations_known = true;
    }
    out->offer.provenance = orb_demo_provenance(
        maker->draft->demo,
        declared ? NULL : "prestations=inferred:loubat_serafin_prestations.csv");
    count = copy_list(out->families, maker->kind->families, 5);
    terms->families = (struct orb_code_list){ out->families, count, true };
    count = copy_list(out->professions, maker->kind->professions, 5);
    if (count > 0 && is_known(maker, maker->kind->open ? 900 : KNOWN_PROFESSIONS))
        terms->professions = (struct orb_code_list){ out->professions, count, true };
}

static void set_themes(struct maker *maker)
{
    struct orb_demo_offer_draft *out = maker->out;
    uint32_t count = copy_list(out->themes, maker->kind->themes, 5);

    if (count > 0 && is_known(maker, KNOWN_THEMES)) {
        const char *first = out->themes[orb_demo_random_below(&maker->random, count)];

        /* An ESAT has one or two trades, not all of them. */
        if (maker->cast != NULL && maker->cast->theme != NULL)
            first = maker->cast->theme;
        if (maker->kind->medical_social || orb_demo_random_chance(&maker->random, 500)) {
            out->themes[0] = first;
            count = 1;
            if (strcmp(first, "espaces_verts") == 0)
                out->themes[count++] = "exterieur";
        }
        maker->terms->themes = (struct orb_code_list){ out->themes, count, true };
    }
    count = 0;
    out->languages[count++] = "fr";
    if ((maker->cast != NULL && maker->cast->sign_language) ||
        orb_demo_random_chance(&maker->random, 20))
        out->languages[count++] = "LSF";
    if (count > 1 || is_known(maker, KNOWN_LANGUAGES))
        maker->terms->languages = (struct orb_code_list){ out->languages, count, true };
}

/* In byte order of the names. */
static void set_features(struct maker *maker)
{
    static const char *const names[ORB_DEMO_FEATURES] = {
        "accessible_toilets", "easy_read", "hearing_loop", "lift", "parking",
        "quiet_room",         "wheelchair"
    };
    struct orb_feature *out = maker->out->features;
    uint32_t count = 0;

    for (uint32_t i = 0; i < ORB_DEMO_FEATURES; i++) {
        uint32_t draw = orb_demo_random_below(&maker->random, 1000);
        enum orb_feature_level level = ORB_FEATURE_UNKNOWN;

        if (draw < KNOWN_FEATURE)
            level = draw < KNOWN_FEATURE * 6 / 10   ? ORB_FEATURE_YES
                    : draw < KNOWN_FEATURE * 8 / 10 ? ORB_FEATURE_LIMITED
                                                    : ORB_FEATURE_NO;
        if (maker->cast != NULL && i == ORB_DEMO_FEATURES - 1)
            level = maker->cast->wheelchair;
        if (level != ORB_FEATURE_UNKNOWN || draw > 990)
            out[count++] = (struct orb_feature){ names[i], level };
    }
    maker->terms->features = out;
    maker->terms->feature_count = count;
}

/* The communes whose middle is at most so many cells away. */
static void list_communes(struct maker *maker, int32_t radius)
{
    const struct orb_demo_land *land = &maker->draft->demo->land;
    uint32_t place = maker->draft->role.place;
    uint32_t count = 0;

    for (int32_t y = -radius; y <= radius; y++)
        for (int32_t x = -radius; x <= radius; x++) {
            uint32_t other = orb_demo_land_near(land, place, x, y);
            int64_t column = (int64_t)(place % land->columns) + x;
            int64_t row = (int64_t)(place / land->columns) + y;
            bool inside =
                column >= 0 && row >= 0 && column < land->columns && row < land->rows;

            if (inside && x * x + y * y <= radius * radius && count < ORB_DEMO_MAX_ZONE)
                maker->out->zone[count++] = land->places[other].code;
        }
    maker->out->offer.zone.known = true;
    maker->out->offer.zone.communes =
        (struct orb_code_list){ maker->out->zone, count, true };
}

static void set_zone(struct maker *maker)
{
    const struct orb_demo_land *land = &maker->draft->demo->land;
    struct orb_zone *zone = &maker->out->offer.zone;
    uint32_t reach = maker->kind->reach;
    int32_t radius = orb_demo_random_between(&maker->random, 1, 5);
    bool known = orb_demo_random_chance(
        &maker->random, reach == ORB_DEMO_REACH_LISTED ? KNOWN_ZONE_LISTED : KNOWN_ZONE);

    if (reach == ORB_DEMO_REACH_SITE)
        return;
    if (maker->cast != NULL) {
        known = maker->cast->radius >= 0;
        radius = maker->cast->radius > 0 ? maker->cast->radius : 2;
    }
    if (!known)
        return;
    zone->known = true;
    zone->communes.known = zone->departments.known = true;
    if (reach == ORB_DEMO_REACH_NATIONAL) {
        zone->national = true;
    } else if (reach == ORB_DEMO_REACH_DEPARTMENT) {
        maker->out->departments[0] =
            land->departments[land->places[maker->draft->role.place].department].code;
        zone->departments = (struct orb_code_list){ maker->out->departments, 1, true };
    } else {
        list_communes(maker, radius);
    }
}

static void set_capacities(struct maker *maker)
{
    struct orb_offer *offer = &maker->out->offer;
    int32_t authorised = orb_demo_random_between(&maker->random, 3, 60);
    int32_t installed = authorised - orb_demo_random_between(&maker->random, 0, 4);
    orb_date date = maker->draft->demo->date - 200;

    if (!maker->kind->medical_social || maker->kind->institution)
        return;
    maker->out->capacities[0] =
        (struct orb_capacity){ authorised, "places", "authorised", NULL, date };
    maker->out->capacities[1] = (struct orb_capacity){ installed < 0 ? 0 : installed,
                                                       "places", "installed", NULL, date };
    offer->capacities = maker->out->capacities;
    offer->capacity_count = orb_demo_random_chance(&maker->random, 800) ? 2 : 1;
}

static void set_waiting(struct maker *maker)
{
    static const int16_t waits[] = { 0,  0,   7,   14,  30,  30,  60,
                                     90, 120, 180, 240, 365, 540, 730 };
    struct orb_offer *offer = &maker->out->offer;

    if (maker->cast != NULL) {
        if (maker->cast->wait_days >= 0)
            offer->wait_days = maker->cast->wait_days;
        offer->places_available = maker->cast->places;
        offer->temporary_places = maker->cast->temporary_places;
        return;
    }
    if (orb_demo_random_chance(&maker->random, KNOWN_WAIT))
        offer->wait_days =
            waits[orb_demo_random_below(&maker->random, sizeof waits / sizeof waits[0])];
    if (orb_demo_random_chance(&maker->random, KNOWN_PLACES))
        offer->places_available = orb_demo_random_between(&maker->random, 0, 3);
    if (maker->kind->medical_social &&
        orb_demo_random_chance(&maker->random, KNOWN_PLACES / 2))
        offer->temporary_places = orb_demo_random_between(&maker->random, 0, 2);
    if (orb_demo_random_chance(&maker->random, KNOWN_ACCEPTS))
        maker->terms->accepts_new =
            orb_demo_random_chance(&maker->random, 800) ? ORB_YES : ORB_NO;
    maker->terms->activity_unknown = orb_demo_random_chance(&maker->random, 15);
}

static void set_life(struct maker *maker)
{
    struct orb_offer *offer = &maker->out->offer;
    const struct orb_service *service = &maker->draft->service;
    orb_date date = maker->draft->demo->date;

    offer->opened_on = service->opened_on;
    offer->closed_on = service->closed_on;
    if (maker->cast != NULL && maker->cast->opens_in_days > 0)
        offer->opened_on = date + maker->cast->opens_in_days;
    if (maker->cast == NULL && offer->closed_on == ORB_DATE_NONE &&
        orb_demo_random_chance(&maker->random, 5))
        offer->opened_on = date + orb_demo_random_between(&maker->random, 5, 300);
    if (maker->cast != NULL ? maker->cast->closed_days > 0
                            : orb_demo_random_chance(&maker->random, 15)) {
        int32_t days = maker->cast != NULL
                           ? maker->cast->closed_days
                           : orb_demo_random_between(&maker->random, 5, 200);
        orb_date from = date - orb_demo_random_between(&maker->random, 0, 30);

        maker->out->closure = (struct orb_closure){ from, date + days };
        offer->closures = &maker->out->closure;
        offer->closure_count = 1;
    }
}

static void set_links(struct maker *maker, uint32_t number)
{
    struct orb_demo_draft *draft = maker->draft;
    struct orb_offer *offer = &maker->out->offer;
    const struct orb_demo_land *land = &draft->demo->land;

    orb_demo_offer_id(maker->out->id, draft->role.index, number);
    offer->id = maker->out->id;
    offer->service = draft->service_id;
    offer->organization = draft->service.organization;
    offer->site =
        draft->annex.id != NULL && number % 2 == 1 ? draft->annex_id : draft->site_id;
    offer->name = draft->name;
    offer->schedule = draft->service.schedule;
    if (draft->role.twin != ORB_DEMO_NONE) {
        orb_demo_offer_id(maker->out->twin_id, draft->role.twin, 0);
        offer->duplicate_of = maker->out->twin_id;
    }
    /* Départements pay for life support and homes without care; the others are the State's
     * or the health insurance's. */
    if (draft->role.kind == ORB_DEMO_SAVS || draft->role.kind == ORB_DEMO_VIE ||
        draft->role.kind == ORB_DEMO_HEBERGEMENT)
        offer->funding_department =
            land->departments[land->places[draft->role.place].department].code;
}

void orb_demo_draft_offers(struct orb_demo_draft *draft)
{
    for (uint32_t i = 0; i < draft->role.offers; i++) {
        uint64_t key = (uint64_t)draft->role.index * ORB_DEMO_OFFERS_MAX + i;
        struct orb_demo_offer_draft *out = &draft->offers[i];
        struct maker maker = {
            .draft = draft, .out = out, .cast = draft->role.cast, .kind = draft->kind
        };

        if (draft->role.twin != ORB_DEMO_NONE)
            maker.cast = NULL;
        maker.random =
            orb_demo_random_start(draft->demo->options.seed, ORB_DEMO_STREAM_OFFER, key);
        orb_offer_init(&out->offer);
        maker.terms = &out->offer.terms;
        maker.terms->category = draft->kind->category;
        maker.terms->institution = draft->kind->institution;
        set_links(&maker, i);
        set_content(&maker);
        set_ages(&maker);
        set_publics(&maker);
        set_access(&maker);
        set_modalities(&maker, i);
        set_themes(&maker);
        set_features(&maker);
        set_zone(&maker);
        set_capacities(&maker);
        set_waiting(&maker);
        set_life(&maker);
    }
}
