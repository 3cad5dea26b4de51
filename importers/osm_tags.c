/* One table of keys for all who read them. */
#include "importers/osm_tags.h"

#include <stdio.h>
#include <string.h>

#include "importers/osm.h"

#define CODE_MAX 64

/* In the byte order of the keys. */
static const struct {
    const char *key;
    enum osm_field field;
} keys[] = {
    { "access", OSM_ACCESS },
    { "addr:city", OSM_CITY },
    { "addr:housenumber", OSM_HOUSENUMBER },
    { "addr:place", OSM_PLACE },
    { "addr:postcode", OSM_POSTCODE },
    { "addr:street", OSM_STREET },
    { "amenity", OSM_TERM },
    { "club", OSM_TERM },
    { "contact:city", OSM_CITY },
    { "contact:email", OSM_EMAIL },
    { "contact:housenumber", OSM_HOUSENUMBER },
    { "contact:mobile", OSM_PHONE },
    { "contact:phone", OSM_PHONE },
    { "contact:postcode", OSM_POSTCODE },
    { "contact:street", OSM_STREET },
    { "contact:website", OSM_WEBSITE },
    { "email", OSM_EMAIL },
    { "healthcare", OSM_TERM },
    { "highway", OSM_TERM },
    { "leisure", OSM_TERM },
    { "mobile", OSM_PHONE },
    { "name", OSM_NAME },
    { "office", OSM_TERM },
    { "official_name", OSM_NAME },
    { "opening_hours", OSM_HOURS },
    { "operator", OSM_OPERATOR },
    { "phone", OSM_PHONE },
    { "railway", OSM_TERM },
    { "ref:FR:FINESS", OSM_FINESS },
    { "ref:FR:SIRET", OSM_SIRET },
    { "ref:UAI", OSM_UAI },
    { "social_facility", OSM_TERM },
    { "social_facility:for", OSM_FOR },
    { "tourism", OSM_TERM },
    { "type", OSM_KIND },
    { "url", OSM_WEBSITE },
    { "website", OSM_WEBSITE },
    { "wheelchair", OSM_WHEELCHAIR },
};

enum osm_field orb_osm_field(const char *key)
{
    size_t low = 0;
    size_t high = sizeof keys / sizeof keys[0];

    while (low < high) {
        size_t middle = (low + high) / 2;
        int c = strcmp(keys[middle].key, key);

        if (c == 0)
            return keys[middle].field;
        if (c < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return OSM_FIELDS;
}

bool orb_osm_tag_is_read(const char *key)
{
    return orb_osm_field(key) != OSM_FIELDS;
}

enum orb_status orb_osm_tag_terms(struct orb_vocabulary *vocabulary, const char *key,
                                  const char *value, struct orb_osm_terms *terms,
                                  struct orb_error *err)
{
    const struct orb_term_list *list = NULL;
    enum orb_status status = ORB_OK;

    if (orb_osm_field(key) != OSM_TERM)
        return ORB_OK;
    status = orb_vocabulary_terms(vocabulary, "osm_tags", &list, err);
    while (status == ORB_OK && *value != '\0' && terms->count < ORB_OSM_TERMS_MAX) {
        size_t len = strcspn(value, ";");
        char code[CODE_MAX];
        const struct orb_term *term;

        (void)snprintf(code, sizeof code, "%s=%.*s", key,
                       len < CODE_MAX ? (int)len : CODE_MAX, value);
        term = orb_term_find(list, code);
        if (term != NULL)
            terms->items[terms->count++] = term;
        value += len;
        value += strspn(value, "; ");
    }
    return status;
}
