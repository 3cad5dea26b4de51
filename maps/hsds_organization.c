/* Organizations of HSDS, each inside its services. */
#include <string.h>

#include "engine/base/number.h"
#include "maps/hsds.h"

/* Numbers everyone knows by name go by it; the BAN's would tell an address. */
static void write_identifiers(struct hsds_map *m, struct hsds_owner owner,
                              const struct orb_json *list)
{
    static const char *const known[][2] = {
        { "finess", "FINESS" }, { "rna", "RNA" }, { "siren", "SIREN" }, { "siret", "SIRET" }
    };
    bool any = false;

    for (size_t i = 0; i < orb_json_count(list); i++) {
        const char *scheme = orb_exchange_text(orb_json_at(list, i), "scheme");
        const char *value = orb_exchange_text(orb_json_at(list, i), "value");
        const char *type = NULL;

        if (scheme == NULL || value == NULL || strcmp(scheme, "hsds") == 0 ||
            strcmp(scheme, "ban") == 0)
            continue;
        for (size_t k = 0; k < sizeof known / sizeof known[0]; k++)
            if (strcmp(scheme, known[k][0]) == 0)
                type = known[k][1];
        if (!any) {
            orb_jw_key(&m->json, "organization_identifiers");
            orb_jw_open_array(&m->json);
        }
        any = true;
        orb_jw_open_object(&m->json);
        orb_hsds_map_part_id(m, owner, "organization_identifier", i);
        orb_jw_member_text(&m->json, "identifier_scheme", scheme);
        orb_jw_member_text(&m->json, "identifier_type", type == NULL ? scheme : type);
        orb_jw_member_text(&m->json, "identifier", value);
        orb_jw_close(&m->json);
    }
    if (any)
        orb_jw_close(&m->json);
}

static void write_year(struct hsds_map *m, const struct orb_json *organization)
{
    const char *text = orb_exchange_text(organization, "year_incorporated");
    double year;

    if (text != NULL && orb_number_parse(&year, text, strlen(text)))
        orb_jw_member_number(&m->json, "year_incorporated", year);
}

void orb_hsds_map_organization(struct hsds_map *m, const struct orb_json *organization)
{
    static const char *const kept[] = { "tax_status", "tax_id", "legal_status", NULL };
    const char *id = orb_exchange_text(organization, "id");
    const char *name = orb_exchange_text(organization, "name");
    const char *description = orb_exchange_text(organization, "description");
    const char *parent = orb_exchange_text(organization, "parent");
    const struct hsds_owner owner = { "organization", id };
    struct orb_exchange_contacts contacts;

    orb_exchange_contacts(organization, &contacts);
    name = name == NULL ? orb_exchange_text(organization, "short_name") : name;
    orb_jw_key(&m->json, "organization");
    orb_jw_open_object(&m->json);
    orb_hsds_map_id(m, "id", id);
    orb_jw_member_text(&m->json, "name", name == NULL ? id : name);
    orb_hsds_map_text(m, "alternate_name", orb_exchange_text(organization, "short_name"));
    if (description == NULL) /* the schema asks for one */
        description = name == NULL ? id : name;
    orb_jw_member_text(&m->json, "description", description);
    orb_hsds_map_url(m, "website", orb_exchange_contact_find(&contacts, "url", NULL));
    orb_hsds_map_texts(m, organization, kept);
    write_year(m, organization);
    orb_hsds_map_url(m, "uri", orb_exchange_text(organization, "uri"));
    if (parent != NULL)
        orb_hsds_map_id(m, "parent_organization_id", parent);
    write_identifiers(m, owner, orb_json_get(organization, "identifiers"));
    orb_hsds_map_contacts(m, owner, &contacts);
    orb_jw_close(&m->json);
}
