/* The rule of acceptance, its thresholds and the order of its reasons. */
#include "engine/geocode/verdict.h"

#include <math.h>
#include <string.h>

/* METHODS 8, in millionths: 0.97 and 0.87 differ by 0.1, which doubles do not say. */
static const long long sure_score = 800000;
static const long long least_score = 500000;
static const long long least_margin = 100000;

static long long key(double score)
{
    return llround(fmin(score, 1000) * 1e6);
}

static enum orb_geocode_reason judge_outcome(const struct orb_geocode_query *query,
                                             const struct orb_geocode_answer *answer)
{
    switch (answer->outcome) {
    case ORB_GEOCODE_NOT_ASKED:
        return query->text[0] == '\0' ? ORB_GEOCODE_WITHOUT_STREET : ORB_GEOCODE_NOT_SENT;
    case ORB_GEOCODE_NOT_FOUND:
        return ORB_GEOCODE_NO_ADDRESS_FOUND;
    case ORB_GEOCODE_FAILED:
        return ORB_GEOCODE_SERVER_ERROR;
    case ORB_GEOCODE_FOUND:
        break;
    }
    if (answer->precision == ORB_PRECISION_NONE)
        return ORB_GEOCODE_UNKNOWN_KIND;
    return key(answer->score) < least_score ? ORB_GEOCODE_VERY_LOW_SCORE : ORB_GEOCODE_SURE;
}

/* The commune of today that the answer names; arrondissements are followed. */
static enum orb_status follow(char out[ORB_COMMUNE_CODE_LEN],
                              const struct orb_geocode_towns *towns, const char *citycode,
                              struct orb_error *err)
{
    const struct orb_commune_query query = { .code = citycode };
    struct orb_commune_answer found;
    enum orb_status status = orb_commune_find(&found, &towns->communes, &query, err);

    if (status == ORB_OK)
        memcpy(out, found.parent[0] != '\0' ? found.parent : citycode,
               strlen(found.parent[0] != '\0' ? found.parent : citycode) + 1);
    return status;
}

/* A known commune decides; a postcode is of several, and CEDEX has its own. */
static enum orb_geocode_reason judge_place(const struct orb_geocode_query *query,
                                           const struct orb_geocode_answer *answer,
                                           const char *commune, enum orb_tristate inside)
{
    char departement[4];
    bool same_postcode =
        answer->postcode[0] != '\0' && strcmp(query->known_postcode, answer->postcode) == 0;

    orb_geocode_departement(departement, commune, false);
    if (query->departement[0] != '\0' && strcmp(query->departement, departement) != 0)
        return ORB_GEOCODE_OTHER_DEPARTEMENT;
    if (inside == ORB_NO)
        return ORB_GEOCODE_OUTSIDE_COMMUNE;
    if (query->commune[0] != '\0')
        return strcmp(query->commune, commune) == 0 ? ORB_GEOCODE_SURE
                                                    : ORB_GEOCODE_OTHER_COMMUNE;
    if (query->known_postcode[0] == '\0')
        return ORB_GEOCODE_NOTHING_TO_COMPARE;
    return same_postcode ? ORB_GEOCODE_SURE : ORB_GEOCODE_OTHER_COMMUNE;
}

static enum orb_geocode_reason judge_score(const struct orb_geocode_answer *answer)
{
    if (key(answer->score) < sure_score)
        return ORB_GEOCODE_LOW_SCORE;
    return !isnan(answer->next) && key(answer->score) - key(answer->next) < least_margin
               ? ORB_GEOCODE_CLOSE_SECOND
               : ORB_GEOCODE_SURE;
}

static enum orb_geocode_verdict verdict_of(enum orb_geocode_reason reason)
{
    if (reason == ORB_GEOCODE_SURE)
        return ORB_GEOCODE_OK;
    return reason < ORB_GEOCODE_VERY_LOW_SCORE ? ORB_GEOCODE_REVIEW : ORB_GEOCODE_FALLBACK;
}

enum orb_status orb_geocode_judge(struct orb_geocode_judgement *out,
                                  const struct orb_geocode_case *what,
                                  struct orb_error *err)
{
    const struct orb_geocode_answer *answer = what->answer;
    enum orb_geocode_reason reason = judge_outcome(what->query, answer);
    char commune[ORB_COMMUNE_CODE_LEN] = "";
    enum orb_status status = ORB_OK;

    if (reason == ORB_GEOCODE_SURE)
        status = follow(commune, what->towns, answer->citycode, err);
    if (status == ORB_OK && reason == ORB_GEOCODE_SURE)
        reason = judge_place(what->query, answer, commune, what->inside);
    if (status == ORB_OK && reason == ORB_GEOCODE_SURE)
        reason = judge_score(answer);
    if (status == ORB_OK)
        *out = (struct orb_geocode_judgement){ verdict_of(reason), reason };
    return status;
}

const char *orb_geocode_verdict_name(enum orb_geocode_verdict verdict)
{
    static const char *const names[] = { "ok", "review", "fallback" };

    return names[verdict];
}

const char *orb_geocode_reason_name(enum orb_geocode_reason reason)
{
    static const char *const names[ORB_GEOCODE_REASONS] = {
        "sure",           "low_score",         "close_second",
        "other_commune",  "outside_commune",   "nothing_to_compare",
        "very_low_score", "other_departement", "no_address_found",
        "unknown_kind",   "server_error",      "not_sent",
        "without_street", "confidential"
    };

    return names[reason];
}
