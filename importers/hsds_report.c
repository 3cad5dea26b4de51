/* What is told of the rows of HSDS. Contacts and free texts are never quoted. */
#include <stdio.h>
#include <string.h>

#include "engine/base/text.h"
#include "engine/base/utf8.h"
#include "importers/hsds.h"

#define VALUE_MAX 80

static const struct {
    enum orb_finding_level level;
    const char *rule;
    const char *sentence;
} rules[HSDS_RULES] = {
    [HSDS_NO_OBJECT] = { ORB_FINDING_REJECTED, "no_object",
                         N_("the element is not an object and was left out") },
    [HSDS_ROW_TOO_WIDE] = { ORB_FINDING_REJECTED, "row_too_wide",
                            N_("the row has more fields than the header") },
    [HSDS_ID_NO_UUID] = { ORB_FINDING_REJECTED, "id_no_uuid",
                          N_("the identifier is not a UUID, the row is left out") },
    [HSDS_ID_TWICE] = { ORB_FINDING_REJECTED, "id_twice",
                        N_("this identifier was already read, the row is left out") },
    [HSDS_MISSING] = { ORB_FINDING_REJECTED, "missing_value",
                       N_("a value that the schema requires is missing, the row is left out") },
    [HSDS_LINK_MISSING] = { ORB_FINDING_VALUE, "link_missing",
                            N_("the row it names is not in the file") },
    [HSDS_STATUS] = { ORB_FINDING_VALUE, "status_unknown",
                      N_("the status is not active, inactive, defunct or temporarily closed, it is unknown") },
    [HSDS_CLOSED_WITHOUT_DATE] = { ORB_FINDING_VALUE, "closed_without_date",
                                   N_("closed, without a date or --date: whether it is open is unknown") },
    [HSDS_DATE] = { ORB_FINDING_VALUE, "date_unreadable",
                    N_("the date does not exist, it is read as unknown") },
    [HSDS_AGE] = { ORB_FINDING_VALUE, "age_unreadable",
                   N_("the age is not a number of years, it is unknown") },
    [HSDS_AGES_REVERSED] = { ORB_FINDING_VALUE, "age_reversed",
                             N_("the ages hold nobody, they are unknown") },
    [HSDS_LOCATION_TYPE] = { ORB_FINDING_VALUE, "location_type",
                             N_("the type of location is not physical, postal or virtual, it is unknown") },
    [HSDS_POSITION_HALF] = { ORB_FINDING_VALUE, "position_incomplete",
                             N_("longitude or latitude is missing, the position is unknown") },
    [HSDS_POSITION_RANGE] = { ORB_FINDING_VALUE, "position_range",
                              N_("longitude and latitude are not degrees, the position is unknown") },
    [HSDS_PHONE] = { ORB_FINDING_VALUE, "phone_unreadable",
                     N_("this is not one telephone number, it is unknown") },
    [HSDS_EMAIL] = { ORB_FINDING_VALUE, "email_unreadable",
                     N_("this is not an e-mail address, it is unknown") },
    [HSDS_SCHEDULE] = { ORB_FINDING_VALUE, "schedule_unreadable",
                        N_("the schedule says neither days and hours nor a description, it is unknown") },
    [HSDS_AREA] = { ORB_FINDING_VALUE, "area_unknown",
                    N_("the area is not GeoJSON that holds known communes, the zone is unknown") },
};

enum orb_status orb_hsds_tell(struct hsds *h, const struct hsds_row *row,
                              const char *column, enum hsds_rule rule,
                              struct orb_error *err)
{
    static const char *const quoted[] = { "id",          "status",        "minimum_age",
                                          "maximum_age", "latitude",      "longitude",
                                          "location_id", "service_id",    "organization_id",
                                          "extent_type", "last_modified", "location_type" };
    const char *text = orb_hsds_text(row, column);
    char value[VALUE_MAX] = "";
    const struct orb_finding finding = { .level = rules[rule].level,
                                         .file = row->file,
                                         .place = row->place,
                                         .field = column,
                                         .value = value,
                                         .rule = rules[rule].rule,
                                         .sentence = _(rules[rule].sentence) };

    for (size_t i = 0; text != NULL && i < sizeof quoted / sizeof quoted[0]; i++)
        if (strcmp(column, quoted[i]) == 0)
            (void)snprintf(value, sizeof value, "%s", text);
    for (size_t len = strlen(value); len > 0 && !orb_utf8_valid(value, len);)
        value[--len] = '\0';
    return orb_report_find(h->report, &finding, err);
}

enum orb_status orb_hsds_kept(struct hsds *h, const char *name, struct orb_error *err)
{
    return orb_report_count(h->report, "kept", name, 1, err);
}
