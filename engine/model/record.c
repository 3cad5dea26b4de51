/* The short forms of a sink, and the names of the model's enumerations. */
#include "engine/model/record.h"

#include <math.h>
#include <string.h>

enum orb_status orb_sink_source(const struct orb_sink *sink,
                                const struct orb_source *source, struct orb_error *err)
{
    struct orb_record record = { .kind = ORB_RECORD_SOURCE, .as.source = source };

    return sink->put(sink->context, &record, err);
}

enum orb_status orb_sink_operator(const struct orb_sink *sink,
                                  const struct orb_operator *op, struct orb_error *err)
{
    struct orb_record record = { .kind = ORB_RECORD_OPERATOR, .as.operator= op };

    return sink->put(sink->context, &record, err);
}

enum orb_status orb_sink_territory(const struct orb_sink *sink,
                                   const struct orb_territory *territory,
                                   struct orb_error *err)
{
    struct orb_record record = { .kind = ORB_RECORD_TERRITORY, .as.territory = territory };

    return sink->put(sink->context, &record, err);
}

enum orb_status orb_sink_organization(const struct orb_sink *sink,
                                      const struct orb_organization *organization,
                                      struct orb_error *err)
{
    struct orb_record record = { .kind = ORB_RECORD_ORGANIZATION,
                                 .as.organization = organization };

    return sink->put(sink->context, &record, err);
}

enum orb_status orb_sink_site(const struct orb_sink *sink, const struct orb_site *site,
                              struct orb_error *err)
{
    struct orb_record record = { .kind = ORB_RECORD_SITE, .as.site = site };

    return sink->put(sink->context, &record, err);
}

enum orb_status orb_sink_service(const struct orb_sink *sink,
                                 const struct orb_service *service, struct orb_error *err)
{
    struct orb_record record = { .kind = ORB_RECORD_SERVICE, .as.service = service };

    return sink->put(sink->context, &record, err);
}

enum orb_status orb_sink_offer(const struct orb_sink *sink, const struct orb_offer *offer,
                               struct orb_error *err)
{
    struct orb_record record = { .kind = ORB_RECORD_OFFER, .as.offer = offer };

    return sink->put(sink->context, &record, err);
}

enum orb_status orb_sink_relation(const struct orb_sink *sink,
                                  const struct orb_relation *relation,
                                  struct orb_error *err)
{
    struct orb_record record = { .kind = ORB_RECORD_RELATION, .as.relation = relation };

    return sink->put(sink->context, &record, err);
}

enum orb_status orb_sink_assertion(const struct orb_sink *sink,
                                   const struct orb_assertion *assertion,
                                   struct orb_error *err)
{
    struct orb_record record = { .kind = ORB_RECORD_ASSERTION, .as.assertion = assertion };

    return sink->put(sink->context, &record, err);
}

enum orb_status orb_sink_decision(const struct orb_sink *sink,
                                  const struct orb_decision *decision,
                                  struct orb_error *err)
{
    struct orb_record record = { .kind = ORB_RECORD_DECISION, .as.decision = decision };

    return sink->put(sink->context, &record, err);
}

void orb_terms_init(struct orb_terms *terms)
{
    memset(terms, 0, sizeof *terms);
    terms->age_min_months = ORB_AGE_UNKNOWN;
    terms->age_max_months = ORB_AGE_UNKNOWN;
}

void orb_offer_init(struct orb_offer *offer)
{
    memset(offer, 0, sizeof *offer);
    orb_terms_init(&offer->terms);
    offer->opened_on = offer->closed_on = ORB_DATE_NONE;
    offer->wait_days = NAN;
    offer->places_available = offer->temporary_places = -1;
    offer->provenance.observed_on = ORB_DATE_NONE;
}

const char *orb_basis_name(enum orb_basis basis)
{
    static const char *const names[] = { "declared", "inferred", "computed" };

    return names[basis];
}

const char *orb_confidentiality_name(enum orb_confidentiality value)
{
    static const char *const names[] = { "public", "professional", "restricted" };

    return names[value];
}

const char *orb_precision_name(enum orb_precision value)
{
    static const char *const names[] = { NULL, "housenumber", "street", "locality",
                                         "municipality" };

    return names[value];
}

const char *orb_position_state_name(enum orb_position_state value)
{
    static const char *const names[] = { "absent", "given", "checked", "repaired",
                                         "doubtful" };

    return names[value];
}

const char *orb_certainty_name(enum orb_certainty value)
{
    static const char *const names[] = { "declared", "possible", "igas" };

    return names[value];
}

const char *orb_evidence_name(enum orb_evidence value)
{
    static const char *const names[] = { "declared", "inferred" };

    return names[value];
}

const char *orb_feature_level_name(enum orb_feature_level value)
{
    static const char *const names[] = { NULL, "yes", "limited", "no" };

    return names[value];
}

const char *orb_strength_name(enum orb_strength value)
{
    static const char *const names[] = { "derogable", "hard", "preferential",
                                         "unconditional" };

    return names[value];
}

static const char *const relation_types[] = {
    "interne", "sous_traitance", "partenariat", "dispositif", "role", "groupement"
};

const char *orb_relation_type_name(enum orb_relation_type type)
{
    return relation_types[type];
}

bool orb_relation_type_parse(enum orb_relation_type *out, const char *text)
{
    for (size_t i = 0; i < sizeof relation_types / sizeof relation_types[0]; i++)
        if (strcmp(relation_types[i], text) == 0) {
            *out = (enum orb_relation_type)i;
            return true;
        }
    return false;
}

const char *orb_decision_choice_name(enum orb_decision_choice choice)
{
    static const char *const names[] = { "same", "distinct", "none" };

    return names[choice];
}

const char *orb_territory_kind_name(enum orb_territory_kind kind)
{
    static const char *const names[ORB_TERRITORY_KINDS] = {
        "commune", "commune_old", "epci", "departement", "region", "life_area", "canton"
    };

    return names[kind];
}

const char *orb_record_kind_name(enum orb_record_kind kind)
{
    static const char *const names[ORB_RECORD_KINDS] = {
        [ORB_RECORD_SOURCE] = "source",       [ORB_RECORD_OPERATOR] = "operator",
        [ORB_RECORD_TERRITORY] = "territory", [ORB_RECORD_ORGANIZATION] = "organization",
        [ORB_RECORD_SITE] = "site",           [ORB_RECORD_SERVICE] = "service",
        [ORB_RECORD_OFFER] = "offer",         [ORB_RECORD_RELATION] = "relation",
        [ORB_RECORD_ASSERTION] = "assertion", [ORB_RECORD_DECISION] = "decision",
    };

    return names[kind];
}
