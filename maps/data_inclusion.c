/* Structures and services of data·inclusion, version 1, as one object of two lists: what
 * 'orbite import data-inclusion' reads, and of which 'jq .services' takes one list. */
#include "maps/data_inclusion.h"

#include <string.h>

#include "engine/base/digest.h"
#include "engine/base/text.h"
#include "maps/registry.h"

static void write_own(struct dinc_map *m, const struct orb_json *organization)
{
    orb_dinc_map_codes(m, "reseaux_porteurs",
                       orb_json_get(organization, "reseaux_porteurs"),
                       "datainclusion_reseaux_porteurs");
    orb_dinc_map_url(m, "accessibilite_lieu",
                     orb_exchange_text(organization, "accessibilite_lieu"));
    orb_dinc_map_score(m, organization);
}

static void write_siret(struct dinc_map *m, const struct orb_json *object)
{
    const char *siret = orb_exchange_identifier(object, "siret");

    if (siret != NULL && strlen(siret) == 14 && strspn(siret, "0123456789") == 14)
        orb_jw_member_text(&m->json, "siret", siret);
}

/* The place that has the identifier of the organization, or is named after it. */
static enum orb_status find_site(struct dinc_map *m, const char *id,
                                 const struct orb_json **site, struct orb_error *err)
{
    const char *named = orb_arena_printf(&m->x.arena, "%s/site", id);
    enum orb_status status = orb_exchange_site(&m->x, id, site, err);

    if (named == NULL)
        return orb_error_memory(err);
    return status == ORB_OK && *site == NULL ? orb_exchange_site(&m->x, named, site, err)
                                             : status;
}

static enum orb_status write_organization(void *context,
                                          const struct orb_json *organization,
                                          struct orb_error *err)
{
    struct dinc_map *m = context;
    const char *id = orb_exchange_text(organization, "id");
    const char *const names[3] = { orb_exchange_text(organization, "name"),
                                   orb_exchange_text(organization, "short_name"), id };
    bool is_own = orb_dinc_map_is_own(organization, false);
    const struct orb_json *site = NULL;
    struct orb_exchange_contacts contacts;
    enum orb_status status = find_site(m, id, &site, err);

    orb_exchange_contacts(organization, &contacts);
    if (status != ORB_OK)
        return status;
    orb_jw_open_object_inline(&m->json);
    orb_dinc_map_identity(m, organization, id, false);
    orb_dinc_map_name(m, names);
    (void)orb_dinc_map_description(m, orb_exchange_text(organization, "description"));
    write_siret(m, organization);
    orb_dinc_map_place(m, site, is_own);
    orb_dinc_map_contacts(m, &contacts, NULL);
    orb_dinc_map_hours(m, orb_exchange_text(organization, "horaires_accueil"));
    if (is_own)
        write_own(m, organization);
    orb_dinc_map_day(m, organization);
    orb_dinc_map_clear(m);
    orb_jw_close(&m->json);
    return m->status;
}

/* Every service belongs to a structure: one whose organization is not known is its own. */
static enum orb_status write_made(void *context, const struct orb_exchange_row *row,
                                  struct orb_error *err)
{
    struct dinc_map *m = context;
    const char *id = orb_exchange_text(row->service, "organization");
    const char *const names[3] = { orb_exchange_text(row->service, "name"), row->id, NULL };
    const struct orb_json *site = NULL;
    bool made = false;
    enum orb_status status = ORB_OK;

    if (row->organization != NULL ||
        (id != NULL && strncmp(id, "data-inclusion-structure:", 25) == 0))
        return ORB_OK; /* a structure that the producer did not give */
    id = id == NULL ? row->id : id;
    status = orb_lookup_has(m->x.lookup, DINC_MADE, id, &made, err);
    if (status != ORB_OK || made)
        return status;
    status = orb_lookup_add(m->x.lookup, DINC_MADE, id, "", err);
    if (status == ORB_OK)
        status = orb_exchange_site(
            &m->x, orb_exchange_site_id(row, orb_json_at(row->offers, 0)), &site, err);
    if (status != ORB_OK)
        return status;
    orb_jw_open_object_inline(&m->json);
    orb_dinc_map_identity(m, NULL, id, false);
    orb_dinc_map_name(m, names);
    write_siret(m, row->service);
    orb_dinc_map_place(m, site, false);
    orb_dinc_map_day(m, row->service);
    orb_dinc_map_clear(m);
    orb_jw_close(&m->json);
    return m->status;
}

static void write_rights(struct dinc_map *m)
{
    orb_dinc_map_clear(m);
    orb_selection_attribution(&m->text, &m->x.selection);
    orb_jw_member_text(&m->json, "attribution", m->text.len == 0 ? "" : m->text.data);
    orb_dinc_map_clear(m);
    orb_selection_licence(&m->text, &m->x.selection);
    orb_jw_member_text(&m->json, "licence", m->text.len == 0 ? "" : m->text.data);
}

/* The lists come first: by them a reader knows the format. */
static enum orb_status write_document(struct dinc_map *m, struct orb_error *err)
{
    const struct orb_exchange_visitor structures = { m, NULL, write_organization, false };
    const struct orb_exchange_visitor made = { m, write_made, NULL, true };
    const struct orb_exchange_visitor services = { m, orb_dinc_map_service, NULL, false };
    enum orb_status status;

    orb_jw_open_object(&m->json);
    orb_jw_key(&m->json, "structures");
    orb_jw_open_array(&m->json);
    status = orb_exchange_organizations(&m->x, &structures, err);
    if (status == ORB_OK && m->x.alone_count > 0)
        status = orb_exchange_services(&m->x, &made, err);
    if (status != ORB_OK)
        return status;
    orb_jw_close(&m->json);
    orb_jw_key(&m->json, "services");
    orb_jw_open_array(&m->json);
    status = orb_exchange_services(&m->x, &services, err);
    if (status != ORB_OK)
        return status;
    orb_jw_close(&m->json);
    write_rights(m);
    orb_jw_close(&m->json);
    if (m->json.status == ORB_OK)
        orb_buf_char(m->json.buf, '\n');
    orb_dinc_map_clear(m);
    return m->status == ORB_OK ? orb_jw_end(&m->json, err) : m->status;
}

static enum orb_status run(struct orb_output *out,
                           const struct orb_map_territory *territory,
                           const struct orb_export_options *options, struct orb_error *err)
{
    struct dinc_map m = { .err = err };
    enum orb_status status = orb_exchange_open(&m.x, territory, options, err);

    orb_jw_init(&m.json, out, 1);
    if (status == ORB_OK)
        status = orb_digester_new(&m.sha1, "sha1", err);
    if (status == ORB_OK)
        status = write_document(&m, err);
    orb_digester_free(m.sha1);
    orb_buf_release(&m.text);
    orb_exchange_close(&m.x);
    return status;
}

const struct orb_exporter orb_exporter_data_inclusion = {
    .name = "data-inclusion",
    .summary = N_("structures and services of data·inclusion, version 1"),
    .media_type = "application/json",
    .extension = "json",
    .takes = ORB_EXPORT_SELECTION,
    .loses = N_(
        "families, prestations, orientations and circles; which modality; places and waits; the SIRET of a service; closures; how sure a value is and who says it; positions that are doubtful or only those of the commune; names of persons; ages and kinds of handicap go to publics_precisions, hours that are no opening_hours to a comment"),
    .run = run,
};
