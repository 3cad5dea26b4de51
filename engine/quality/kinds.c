/* The words of each rule. */
#include <string.h>

#include "engine/base/text.h"
#include "engine/quality/quality.h"

const char *const orb_quality_severity_names[3] = { "error", "to_check", "information" };

const struct orb_quality_rule orb_quality_rules[ORB_QUALITY_KINDS] = {
    [ORB_QUALITY_DATES_REVERSED] = { "dates_reversed", ORB_QUALITY_ERROR,
                                     N_("dates in the wrong order"),
                                     N_("ask whoever keeps the source which date is wrong") },
    [ORB_QUALITY_AGES_REVERSED] = { "ages_reversed", ORB_QUALITY_ERROR,
                                    N_("ages in the wrong order"),
                                    N_("ask the service from and until which age it receives people") },
    [ORB_QUALITY_CAPACITY_CONTRADICTORY] = { "capacity_contradictory", ORB_QUALITY_ERROR,
                                             N_("capacities that contradict each other"),
                                             N_("ask the service how many places it has, and how many are free") },
    [ORB_QUALITY_CAPACITY_OVER_AUTHORISED] = { "capacity_over_authorised",
                                               ORB_QUALITY_TO_CHECK,
                                               N_("more places installed than authorised"),
                                               N_("compare with the order that authorises the service") },
    [ORB_QUALITY_OPEN_IN_CLOSED] = { "open_in_closed", ORB_QUALITY_TO_CHECK,
                                     N_("open offers of what is closed"),
                                     N_("ask whether the activity goes on elsewhere; close the offer if not") },
    [ORB_QUALITY_POSITION_MISSING] = { "position_missing", ORB_QUALITY_TO_CHECK,
                                       N_("places without position"),
                                       N_("complete the address, or give the position") },
    [ORB_QUALITY_POSITION_OUTSIDE] = { "position_outside", ORB_QUALITY_TO_CHECK,
                                       N_("positions in doubt, or outside their commune"),
                                       N_("look at the place on a map and correct the position or the commune") },
    [ORB_QUALITY_POSTCODE_ELSEWHERE] = { "postcode_elsewhere", ORB_QUALITY_TO_CHECK,
                                         N_("postcodes of another commune"),
                                         N_("ask which of the two is right: the postcode or the commune") },
    [ORB_QUALITY_COMMUNE_UNKNOWN] = { "commune_unknown", ORB_QUALITY_TO_CHECK,
                                      N_("communes or départements in no list"),
                                      N_("import a newer list of communes, or correct the code") },
    [ORB_QUALITY_CODE_UNKNOWN] = { "code_unknown", ORB_QUALITY_TO_CHECK,
                                   N_("codes in no nomenclature"),
                                   N_("replace the code by one of the nomenclature; it is ignored until then") },
    [ORB_QUALITY_REFERENCE_MISSING] = { "reference_missing", ORB_QUALITY_TO_CHECK,
                                        N_("references to what is not there"),
                                        N_("import the source that holds it, or correct the identifier") },
    [ORB_QUALITY_CONTACT_MISSING] = { "contact_missing", ORB_QUALITY_TO_CHECK,
                                      N_("offers that nobody can reach"),
                                      N_("find a telephone, an e-mail address or a web site") },
    [ORB_QUALITY_DUPLICATE_POSSIBLE] = { "duplicate_possible", ORB_QUALITY_TO_CHECK,
                                         N_("services that may be the same as another"),
                                         N_("compare the two, then say it: orbite merge, or orbite split") },
    [ORB_QUALITY_AGREEMENT_EXPIRED] = { "agreement_expired", ORB_QUALITY_TO_CHECK,
                                        N_("agreements that have expired"),
                                        N_("renew the agreement, or take it out: its partner is no longer in circle 1") },
    [ORB_QUALITY_SOURCE_OLD] = { "source_old", ORB_QUALITY_TO_CHECK, N_("old sources"),
                                 N_("bring a newer edition: orbite fetch, then orbite import") },
    [ORB_QUALITY_SHEET_OLD] = { "sheet_old", ORB_QUALITY_INFORMATION,
                                N_("old sheets of offers"),
                                N_("ask the service whether its sheet still holds") },
    [ORB_QUALITY_AGREEMENT_SOON] = { "agreement_soon", ORB_QUALITY_INFORMATION,
                                     N_("agreements that expire soon"),
                                     N_("prepare its renewal") },
    [ORB_QUALITY_ZONE_MISSING] = { "zone_missing", ORB_QUALITY_INFORMATION,
                                   N_("services at home that do not say where they go"),
                                   N_("ask the service which communes it serves") },
    [ORB_QUALITY_PURPOSE_MISSING] = { "purpose_missing", ORB_QUALITY_INFORMATION,
                                      N_("offers that answer no need"),
                                      N_("ask the service what it does for people (SERAFIN-PH prestations)") },
    [ORB_QUALITY_SERVICE_WITHOUT_OFFER] = { "service_without_offer",
                                            ORB_QUALITY_INFORMATION,
                                            N_("services without open offer"),
                                            N_("ask what the service does; nothing can be found through it until then") },
};

enum orb_quality_kind orb_quality_kind_find(const char *name)
{
    int kind = 0;

    while (kind < ORB_QUALITY_KINDS && strcmp(orb_quality_rules[kind].name, name) != 0)
        kind++;
    return (enum orb_quality_kind)kind;
}
