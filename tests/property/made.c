/* Everything is drawn in a fixed order, so that a seed says it all. */
#include "tests/property/made.h"

#include <stdio.h>
#include <string.h>

#define COUNT(array)     ((unsigned)(sizeof(array) / sizeof(array)[0]))
#define CHOICE(m, array) made_choice(m, array, COUNT(array))
#define COMMUNES         9u

static const char *const groups[] = { "DI",     "TSA",     "TND", "PSYCHIQUE",
                                      "MOTEUR", "AUDITIF", "POLY" };
static const char *const publics[] = { "TOUS", "TOUS_PH",   "DI",  "TSA",
                                       "TND",  "PSYCHIQUE", "PHV", "AIDANTS" };
static const char *const orientations[] = { "7.1",  "7.7",  "7.8", "11.5",
                                            "11.6", "13.4", "14" };
static const char *const frequencies[] = { "daily", "weekly", "monthly", "residential",
                                           "once" };
static const char *const modes[] = { "car",  "transit",    "walk",
                                     "bike", "wheelchair", "adapted_vehicle" };
static const char *const themes[] = { "nature", "musique", "cuisine" };
static const char *const features[] = { "wheelchair", "lift", "calm_room", "falc" };
static const char *const levels[] = { "yes", "yes", "limited", "no" };
static const char *const languages[] = { "fr", "LSF", "en" };
static const char *const organizations[] = { "OP", "O1", "O2", "O3" };
static const char *const modalities[] = {
    "accueil_jour", "consultation",        "domicile_milieu_ordinaire",
    "visio",        "hebergement_complet", "hors_les_murs"
};

static void set(json_t *object, const char *key, const char *value)
{
    json_object_set_new(object, key, json_string(value));
}

static void set_integer(json_t *object, const char *key, long long value)
{
    json_object_set_new(object, key, json_integer(value));
}

static void set_null(json_t *object, const char *key)
{
    json_object_set_new(object, key, json_null());
}

static bool holds(const json_t *array, const char *text)
{
    for (size_t i = 0; i < json_array_size(array); i++)
        if (strcmp(json_string_value(json_array_get(array, i)), text) == 0)
            return true;
    return false;
}

/* Up to most different texts. */
static json_t *some(struct made *m, const char *const *texts, unsigned count, unsigned most)
{
    json_t *array = json_array();

    for (unsigned i = made_below(m, most + 1); i > 0; i--) {
        const char *text = made_choice(m, texts, count);

        if (!holds(array, text))
            json_array_append_new(array, json_string(text));
    }
    return array;
}

static char *commune_code(char out[16], unsigned i)
{
    (void)snprintf(out, 16, "T%04u", i + 1);
    return out;
}

static double commune_lon(unsigned i)
{
    return 5.0 + 0.13 * (i % 3) + 0.01 * i;
}

static double commune_lat(unsigned i)
{
    return 46.0 + 0.11 * (i / 3) - 0.01 * i;
}

static void date(struct made *m, json_t *object, const char *key)
{
    unsigned year = 2024 + made_below(m, 5);
    unsigned month = 1 + made_below(m, 12);
    unsigned day = 1 + made_below(m, 28);
    char text[40];

    (void)snprintf(text, sizeof text, "%u-%02u-%02u", year, month, day);
    set(object, key, text);
}

static json_t *made_needs(struct made *m)
{
    json_t *needs = json_array();
    const char *code;
    json_t *entries;

    /* At least one need: the loop below takes each with some chance. */
    while (json_array_size(needs) == 0) {
        json_object_foreach(m->needs, code, entries)
        {
            json_t *need;

            if (!made_chance(m, 12))
                continue;
            need = json_object();
            set(need, "code", code);
            set_integer(need, "priority", 1 + made_below(m, 3));
            set(need, "frequency", CHOICE(m, frequencies));
            json_array_append_new(needs, need);
        }
    }
    return needs;
}

static json_t *made_location(struct made *m)
{
    json_t *location = json_object();
    unsigned i = made_below(m, COMMUNES);
    char code[16];

    if (made_chance(m, 8))
        return location;
    set(location, "commune", commune_code(code, i));
    if (made_chance(m, 40)) {
        json_object_set_new(location, "lon",
                            json_real(commune_lon(i) + 0.001 * made_below(m, 30)));
        json_object_set_new(location, "lat",
                            json_real(commune_lat(i) + 0.001 * made_below(m, 20)));
        set(location, "precision", "street");
    }
    return location;
}

static json_t *made_decisions(struct made *m)
{
    json_t *decisions = json_array();
    unsigned first = made_below(m, COUNT(orientations));

    for (unsigned i = made_below(m, 4); i > 0; i--) {
        json_t *decision = json_object();

        set(decision, "code", orientations[(first + i) % COUNT(orientations)]);
        if (made_chance(m, 70))
            date(m, decision, "decided_on");
        if (made_chance(m, 70))
            date(m, decision, "valid_until");
        json_array_append_new(decisions, decision);
    }
    return decisions;
}

json_t *made_person(struct made *m)
{
    json_t *person = json_object();
    json_t *travel = json_object();
    unsigned year = 1950 + made_below(m, 75);
    unsigned month = 1 + made_below(m, 12);
    char birth[40];

    set(person, "format", "orbite-person/1");
    set(person, "id", "made");
    set(person, "reference_date", "2026-11-22");
    (void)snprintf(birth, sizeof birth, "%u-%02u", year, month);
    if (made_chance(m, 90))
        set(person, "birth", birth);
    json_object_set_new(person, "location", made_location(m));
    json_object_set_new(travel, "modes", some(m, modes, COUNT(modes), 2));
    if (made_chance(m, 50))
        json_object_set_new(travel, "max_minutes",
                            json_pack("{s:i}", "default", 15 + (int)made_below(m, 60)));
    json_object_set_new(person, "travel", travel);
    json_object_set_new(person, "needs", made_needs(m));
    if (made_chance(m, 90))
        json_object_set_new(person, "groups", some(m, groups, COUNT(groups), 2));
    if (made_chance(m, 80))
        json_object_set_new(person, "associated",
                            json_pack(made_chance(m, 30) ? "[s]" : "[]", "epilepsie"));
    if (made_chance(m, 90))
        json_object_set_new(person, "orientations", made_decisions(m));
    if (made_chance(m, 30)) {
        json_t *accessibility = json_object();

        json_object_set_new(accessibility, "required",
                            some(m, features, COUNT(features), 2));
        json_object_set_new(accessibility, "wished", some(m, features, COUNT(features), 2));
        json_object_set_new(person, "accessibility", accessibility);
    }
    if (made_chance(m, 25))
        json_object_set_new(
            person, "languages",
            json_pack("{s:o}", "required", some(m, languages, COUNT(languages), 1)));
    if (made_chance(m, 30))
        json_object_set_new(person, "wishes",
                            json_pack("[{s:s,s:s,s:o}]", "domain", "AC.2", "expressed",
                                      "self", "themes", some(m, themes, COUNT(themes), 2)));
    if (made_chance(m, 15))
        json_object_set_new(person, "preferences",
                            json_pack("{s:b}", "droit_commun_only", 1));
    if (made_chance(m, 30))
        json_object_set_new(
            person, "attempts",
            json_pack("[{s:s,s:s}]", "category", "182", "outcome", "failure"));
    return person;
}

/* Prestations that answer one of the person's needs, and now and then something else. */
static json_t *prestations_for(struct made *m, const json_t *person)
{
    const json_t *needs = json_object_get(person, "needs");
    const json_t *need =
        json_array_get(needs, made_below(m, (unsigned)json_array_size(needs)));
    const json_t *entries =
        json_object_get(m->needs, json_string_value(json_object_get(need, "code")));
    json_t *prestations = json_array();
    json_t *seen = json_array();

    for (size_t i = 0; i < json_array_size(entries); i++) {
        const char *code =
            json_string_value(json_object_get(json_array_get(entries, i), "prestation"));

        if ((i > 0 && made_chance(m, 50)) || holds(seen, code))
            continue;
        json_array_append_new(seen, json_string(code));
        json_array_append_new(prestations,
                              json_pack("{s:s,s:s}", "code", code, "evidence",
                                        made_chance(m, 70) ? "declared" : "inferred"));
    }
    if (made_chance(m, 10) && !holds(seen, "2.4.1"))
        json_array_append_new(
            prestations, json_pack("{s:s,s:s}", "code", "2.4.1", "evidence", "declared"));
    json_decref(seen);
    return prestations;
}

static json_t *made_modalities(struct made *m)
{
    json_t *array = json_array();
    json_t *codes = some(m, modalities, COUNT(modalities), 3);

    for (size_t i = 0; i < json_array_size(codes); i++)
        json_array_append_new(
            array, json_pack("{s:O,s:s}", "code", json_array_get(codes, i), "certainty",
                             made_chance(m, 85) ? "declared" : "possible"));
    json_decref(codes);
    return array;
}

static json_t *made_site(struct made *m)
{
    unsigned i = made_below(m, COMMUNES);
    json_t *site = json_object();
    char code[16];

    set(site, "commune", commune_code(code, i));
    if (made_chance(m, 60)) {
        json_object_set_new(site, "lon",
                            json_real(commune_lon(i) + 0.001 * made_below(m, 40)));
        json_object_set_new(site, "lat",
                            json_real(commune_lat(i) + 0.001 * made_below(m, 40)));
        set(site, "precision", "housenumber");
    }
    return site;
}

static json_t *made_zone(struct made *m)
{
    char one[16];
    char two[16];

    switch (made_below(m, 4)) {
    case 0:
        return json_pack("{s:b}", "national", 1);
    case 1:
        return json_pack("{s:[s]}", "departments", made_chance(m, 50) ? "D0" : "D1");
    default:
        (void)commune_code(one, made_below(m, COMMUNES - 1));
        return json_pack("{s:[s,s]}", "communes", one, commune_code(two, COMMUNES - 1));
    }
}

/* What the offer asks of the person. */
static void made_conditions(struct made *m, json_t *offer)
{
    json_t *accessibility = json_object();

    set_integer(offer, "age_min_months", 12 * made_below(m, 22));
    set_integer(offer, "age_max_months",
                made_chance(m, 60) ? 1800 : 240 + 12 * made_below(m, 60));
    json_object_set_new(offer, "publics", json_pack("[s]", CHOICE(m, publics)));
    json_object_set_new(offer, "excludes_associated", json_boolean(made_chance(m, 15)));
    json_object_set_new(
        offer, "orientations",
        some(m, orientations, COUNT(orientations), made_chance(m, 50) ? 0 : 2));
    if (made_chance(m, 15))
        json_object_set_new(offer, "engagements", json_pack("[s]", "DIT"));
    json_object_set_new(offer, "languages", some(m, languages, COUNT(languages), 2));
    for (unsigned i = 0; i < COUNT(features); i++)
        if (made_chance(m, 50))
            set(accessibility, features[i], CHOICE(m, levels));
    json_object_set_new(offer, "accessibility", accessibility);
    if (made_chance(m, 12))
        json_object_set_new(offer, "accepts_new", json_false());
    if (made_chance(m, 8))
        date(m, offer, "opened_on");
    if (made_chance(m, 8))
        date(m, offer, "closed_on");
    if (made_chance(m, 15))
        json_object_set_new(offer, "droit_commun", json_boolean(made_chance(m, 50)));
}

static json_t *made_offer(struct made *m, const json_t *person, unsigned number)
{
    static const char *const categories[] = { "182", "183", "246", "446", "603" };
    static const char *const nullable[] = { "site",           "modalities",     "zone",
                                            "age_min_months", "age_max_months", "publics",
                                            "orientations",   "languages",      "themes",
                                            "category",       "organization" };
    json_t *offer = json_object();
    char id[32];

    switch (made_below(m, 3)) {
    case 0:
        (void)snprintf(id, sizeof id, "A%u", number);
        break;
    case 1:
        (void)snprintf(id, sizeof id, "a-%03u", number);
        break;
    default:
        (void)snprintf(id, sizeof id, "é%u", number);
    }
    set(offer, "id", id);
    set(offer, "name", id);
    set(offer, "organization", CHOICE(m, organizations));
    set(offer, "category", CHOICE(m, categories));
    json_object_set_new(offer, "site", made_site(m));
    json_object_set_new(offer, "modalities", made_modalities(m));
    json_object_set_new(offer, "zone", made_zone(m));
    json_object_set_new(offer, "prestations", prestations_for(m, person));
    json_object_set_new(offer, "themes", some(m, themes, COUNT(themes), 2));
    made_conditions(m, offer);
    if (made_chance(m, 60))
        set_integer(offer, "wait_days", made_below(m, 400));
    if (made_chance(m, 40))
        set_integer(offer, "places_available", made_below(m, 3));
    for (unsigned i = 0; i < COUNT(nullable); i++)
        if (made_chance(m, 6))
            set_null(offer, nullable[i]);
    return offer;
}

static json_t *made_communes(struct made *m)
{
    json_t *communes = json_array();
    char code[16];

    for (unsigned i = 0; i < COMMUNES; i++) {
        json_t *commune = json_object();

        set(commune, "code", commune_code(code, i));
        set(commune, "name", code);
        json_object_set_new(commune, "lon", json_real(commune_lon(i)));
        json_object_set_new(commune, "lat", json_real(commune_lat(i)));
        set(commune, "department", i % 2 == 0 ? "D0" : "D1");
        if (made_chance(m, 80))
            set_integer(commune, "density", 1 + made_below(m, 4));
        json_array_append_new(communes, commune);
    }
    return communes;
}

static json_t *made_relations(struct made *m, const json_t *offers)
{
    static const char *const types[] = { "interne", "sous_traitance", "partenariat" };
    json_t *relations = json_array();

    for (size_t i = 0; i < json_array_size(offers); i++) {
        json_t *relation;

        if (!made_chance(m, 25))
            continue;
        relation = json_pack("{s:O,s:s}", "offer",
                             json_object_get(json_array_get(offers, i), "id"), "type",
                             CHOICE(m, types));
        if (made_chance(m, 60))
            date(m, relation, "from");
        json_array_append_new(relations, relation);
    }
    return relations;
}

json_t *made_catalogue(struct made *m, const json_t *person, unsigned offers)
{
    json_t *catalogue = json_object();
    json_t *list = json_array();
    json_t *organizations_list = json_array();

    set(catalogue, "format", "orbite-catalogue/1");
    set(catalogue, "id", "made");
    set(catalogue, "as_of", "2026-11-22");
    json_object_set_new(catalogue, "operator", json_pack("{s:s}", "organization", "OP"));
    json_object_set_new(catalogue, "communes", made_communes(m));
    for (unsigned i = 0; i < COUNT(organizations); i++)
        json_array_append_new(
            organizations_list,
            json_pack("{s:s,s:s}", "id", organizations[i], "name", organizations[i]));
    json_object_set_new(catalogue, "organizations", organizations_list);
    for (unsigned i = 0; i < offers; i++)
        json_array_append_new(list, made_offer(m, person, i));
    json_object_set_new(catalogue, "relations", made_relations(m, list));
    json_object_set_new(catalogue, "offers", list);
    return catalogue;
}

json_t *made_offer_at_hand(struct made *m, const json_t *person, const char *id)
{
    json_t *offer = json_object();
    const json_t *location = json_object_get(person, "location");
    const json_t *wanted =
        json_object_get(json_object_get(person, "languages"), "required");
    json_t *accessibility = json_object();

    set(offer, "id", id);
    set(offer, "name", id);
    set(offer, "category", "F307");
    json_object_set_new(offer, "site", json_deep_copy(location));
    json_object_set_new(
        offer, "modalities",
        json_pack("[{s:s,s:s}]", "code", "consultation", "certainty", "declared"));
    set_integer(offer, "age_min_months", 0);
    set_integer(offer, "age_max_months", 1800);
    json_object_set_new(offer, "publics", json_pack("[s]", "TOUS"));
    json_object_set_new(offer, "excludes_associated", json_false());
    json_object_set_new(offer, "orientations", json_array());
    json_object_set_new(offer, "droit_commun", json_true());
    json_object_set_new(offer, "prestations", prestations_for(m, person));
    json_object_set_new(offer, "languages",
                        wanted == NULL ? json_array() : json_deep_copy(wanted));
    for (unsigned i = 0; i < COUNT(features); i++)
        set(accessibility, features[i], "yes");
    json_object_set_new(offer, "accessibility", accessibility);
    return offer;
}
