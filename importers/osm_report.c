/* What is told of the objects. What may be a contact, and free text, is never quoted. */
#include <stdio.h>
#include <string.h>

#include "engine/base/text.h"
#include "engine/base/utf8.h"
#include "engine/model/contact_text.h"
#include "importers/osm.h"

#define VALUE_MAX 80
#define PLACE_MAX 64

static const struct {
    enum orb_finding_level level;
    bool is_quoted;
    const char *rule;
    const char *sentence;
} rules[OSM_RULES] = {
    [OSM_UNREADABLE] = { ORB_FINDING_REJECTED, false, "object_unreadable",
                         N_("this is not an object of OpenStreetMap, it is left out") },
    [OSM_ID_MISSING] = { ORB_FINDING_REJECTED, false, "id_missing",
                         N_("the object has no number of OpenStreetMap, it is left out") },
    [OSM_ID_NEW] = { ORB_FINDING_REJECTED, false, "object_new",
                     N_("the object was drawn and not sent to OpenStreetMap yet, it is left out") },
    [OSM_ID_TWICE] = { ORB_FINDING_REJECTED, false, "id_twice",
                       N_("this identifier was already read, the row is left out") },
    [OSM_POSITION_RANGE] = { ORB_FINDING_VALUE, false, "position_range",
                             N_("longitude and latitude are not degrees, the position is unknown") },
    [OSM_INCOMPLETE] = { ORB_FINDING_VALUE, false, "geometry_incomplete",
                         N_("some of its nodes or ways are not in the file, the position is unknown") },
    [OSM_OPEN] = { ORB_FINDING_VALUE, false, "geometry_open",
                   N_("its ways enclose no area, the position is a point of one of them") },
    [OSM_OUTSIDE] = { ORB_FINDING_VALUE, true, "position_outside_commune",
                      N_("the position is outside its commune") },
    [OSM_HOURS_TEXT] = { ORB_FINDING_VALUE, false, "opening_hours_text",
                         N_("the opening hours are not written as OpenStreetMap asks, or with more than is read here; they are kept as a note") },
    [OSM_PHONE_FORM] = { ORB_FINDING_VALUE, false, "phone_unreadable",
                         N_("this is not one telephone number, it is unknown") },
    [OSM_EMAIL_FORM] = { ORB_FINDING_VALUE, false, "email_unreadable",
                         N_("this is not an e-mail address, it is unknown") },
    [OSM_URL_FORM] = { ORB_FINDING_VALUE, false, "url_unreadable",
                       N_("this is not an address of the web, it is unknown") },
    [OSM_IDENTIFIER_FORM] = { ORB_FINDING_VALUE, true, "identifier_unreadable",
                              N_("the identifier does not have its number of digits, it is unknown") },
    [OSM_SIRET_KEY] = { ORB_FINDING_VALUE, true, "siret_key",
                        N_("the last digit does not fit the others, this SIRET is unknown") },
    [OSM_POSTCODE_FORM] = { ORB_FINDING_VALUE, true, "postcode_unreadable",
                            N_("the postal code is not five digits") },
    [OSM_WHEELCHAIR_FORM] = { ORB_FINDING_VALUE, true, "wheelchair_unreadable",
                              N_("access by wheelchair is not yes, limited or no, it is unknown") },
    [OSM_UNKNOWN_CODE] = { ORB_FINDING_VALUE, true, "unknown_code",
                           N_("the code is not in its list, it is kept as it is") },
};

static const struct {
    const char *group;
    const char *name;
} names[OSM_COUNTS] = {
    [OSM_READ_NODES] = { "read", "nodes" },
    [OSM_READ_WAYS] = { "read", "ways" },
    [OSM_READ_RELATIONS] = { "read", "relations" },
    [OSM_READ_OTHERS] = { "read", "other_elements" },
    [OSM_KEPT_SITES] = { "kept", "sites" },
    [OSM_KEPT_SERVICES] = { "kept", "services" },
    [OSM_KEPT_OFFERS] = { "kept", "offers" },
    [OSM_UNKNOWN_NAME] = { "unknown", "name" },
    [OSM_UNKNOWN_COMMUNE] = { "unknown", "commune" },
    [OSM_UNKNOWN_POSITION] = { "unknown", "position" },
    [OSM_UNKNOWN_FAMILIES] = { "unknown", "families" },
    [OSM_UNKNOWN_PUBLICS] = { "unknown", "publics" },
    [OSM_NOTE_OTHER] = { "note", "other_objects" },
    [OSM_NOTE_DELETED] = { "note", "deleted_objects" },
    [OSM_NOTE_PRIVATE] = { "note", "private_leisure" },
    [OSM_NOTE_OUTLINE] = { "note", "position_of_outline" },
    [OSM_NOTE_CENTRE] = { "note", "position_of_centre" },
    [OSM_NOTE_CONTOUR] = { "note", "commune_of_position" },
    [OSM_NOTE_ADDRESS] = { "note", "commune_of_address" },
};

enum orb_status orb_osm_tell(struct osm *o, enum osm_rule rule, unsigned long place,
                             const struct osm_text *text, struct orb_error *err)
{
    char where[PLACE_MAX];
    char value[VALUE_MAX] = "";
    const struct orb_finding finding = { .level = rules[rule].level,
                                         .file = o->file,
                                         .place = where,
                                         .field = text == NULL ? "" : text->key,
                                         .value = value,
                                         .rule = rules[rule].rule,
                                         .sentence = _(rules[rule].sentence) };

    if (o->list == NULL)
        (void)snprintf(where, sizeof where, "line %lu", place);
    else
        (void)snprintf(where, sizeof where, "/%s/%lu", o->list, place);
    if (text != NULL && rules[rule].is_quoted && !orb_contact_text_has(text->text))
        (void)snprintf(value, sizeof value, "%s", text->text);
    for (size_t len = strlen(value); len > 0 && !orb_utf8_valid(value, len);)
        value[--len] = '\0';
    return orb_report_find(o->report, &finding, err);
}

enum orb_status orb_osm_report(struct osm *o, struct orb_error *err)
{
    enum orb_status status = ORB_OK;

    for (size_t i = 0; status == ORB_OK && i < OSM_COUNTS; i++)
        if (o->counts[i] > 0 || i < OSM_READ_OTHERS)
            status = orb_report_count(o->report, names[i].group, names[i].name,
                                      o->counts[i], err);
    return status;
}
