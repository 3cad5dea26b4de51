/* Cases in every state that triage tells apart, not only those that are likely. */
#include "tests/property/made_case.h"

#include <stdio.h>
#include <string.h>

const char *made_word(const json_t *object, const char *key)
{
    return json_string_value(json_object_get(object, key));
}

static void set_date(struct made *m, json_t *object, const char *key)
{
    char text[40];

    (void)snprintf(text, sizeof text, "%u-%02u-%02u", 2024 + made_below(m, 3),
                   1 + made_below(m, 12), 1 + made_below(m, 28));
    json_object_set_new(object, key, json_string(text));
}

static json_t *made_attempts(struct made *m)
{
    static const char *const outcomes[] = { "success", "failure", "refused", "abandoned" };
    json_t *attempts = json_array();

    for (unsigned i = made_below(m, 4); i > 0; i--) {
        json_t *attempt = json_pack("{s:s,s:s}", "category", "182", "outcome",
                                    made_choice(m, outcomes, 4));

        if (made_chance(m, 70))
            set_date(m, attempt, "date");
        json_array_append_new(attempts, attempt);
    }
    return attempts;
}

static json_t *made_supports(struct made *m, const struct orb_catalogue *c,
                             const json_t *situation)
{
    const json_t *needs = json_object_get(situation, "needs");
    json_t *supports = json_array();

    for (unsigned i = made_below(m, 3); i > 0; i--) {
        const json_t *need =
            json_array_get(needs, made_below(m, (unsigned)json_array_size(needs)));
        uint32_t offer = made_below(m, c->offer_count);
        json_t *support =
            json_pack("{s:s,s:[O]}", "by", made_chance(m, 60) ? "service" : "relative",
                      "needs", json_object_get(need, "code"));

        if (made_chance(m, 80))
            json_object_set_new(support, "offer",
                                json_string(orb_cat_string(c, c->offers[offer].id)));
        json_array_append_new(supports, support);
    }
    return supports;
}

static json_t *made_situation(struct made *m, const struct orb_catalogue *c, int number)
{
    const struct orb_cat_offer *offer = &c->offers[made_below(m, c->info->grid.located)];
    json_t *situation = made_person(m);
    char id[20];

    (void)snprintf(id, sizeof id, "made-%d", number);
    json_object_set_new(situation, "id", json_string(id));
    if (made_chance(m, 85))
        json_object_set_new(situation, "location",
                            json_pack("{s:f,s:f,s:s}", "lon", offer->lon, "lat", offer->lat,
                                      "commune", orb_cat_string(c, offer->commune_code)));
    json_object_del(situation, "attempts");
    if (made_chance(m, 70))
        json_object_set_new(situation, "attempts", made_attempts(m));
    if (made_chance(m, 70))
        json_object_set_new(situation, "supports", made_supports(m, c, situation));
    if (made_chance(m, 40))
        json_object_set_new(situation, "urgency_days", json_integer(made_below(m, 120)));
    if (made_chance(m, 20))
        json_object_del(json_object_get(situation, "travel"), "modes");
    return situation;
}

bool made_has_helper(const json_t *situation, const char *by)
{
    const json_t *support;
    size_t i;

    json_array_foreach(json_object_get(situation, "supports"), i, support)
    {
        if (strcmp(made_word(support, "by"), by) == 0)
            return true;
    }
    return false;
}

/* What a case adds: none of it denies what the situation tells. */
json_t *made_case(struct made *m, const struct orb_catalogue *catalogue, int number)
{
    json_t *situation = made_situation(m, catalogue, number);
    json_t *document =
        json_pack("{s:s,s:O}", "format", "orbite-case/1", "situation", situation);

    if (!made_has_helper(situation, "relative") && made_chance(m, 70))
        json_object_set_new(document, "relative_named", json_boolean(made_chance(m, 50)));
    if (json_array_size(json_object_get(situation, "orientations")) == 0 &&
        made_chance(m, 70))
        json_object_set_new(document, "mdph_file", json_boolean(made_chance(m, 50)));
    if (made_chance(m, 70))
        set_date(m, document, "last_contact");
    if (made_chance(m, 30))
        set_date(m, document, "first_decision");
    json_decref(situation);
    return document;
}
