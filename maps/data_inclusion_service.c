/* A service of data·inclusion: what its producer said word for word, or what our offers say
 * when the words of the format say exactly that. */
#include <string.h>

#include "engine/base/number.h"
#include "maps/data_inclusion.h"

/* Stands alone in a list of publics. */
#define EVERYBODY "tous-publics"

static const struct orb_json *offer_at(const struct orb_exchange_row *row, size_t i)
{
    return orb_json_at(row->offers, i);
}

static size_t offer_count(const struct orb_exchange_row *row)
{
    return orb_json_count(row->offers);
}

/* ---- lists of codes */

/* Codes gathered from several places, each once. */
struct codes {
    const char *items[64];
    size_t count;
};

static void add_code(struct codes *codes, const char *code)
{
    for (size_t i = 0; i < codes->count; i++)
        if (strcmp(codes->items[i], code) == 0)
            return;
    if (codes->count < sizeof codes->items / sizeof codes->items[0])
        codes->items[codes->count++] = code;
}

static void write_codes(struct dinc_map *m, const char *key, const struct codes *codes)
{
    if (codes->count == 0)
        return;
    orb_jw_key(&m->json, key);
    orb_jw_open_array(&m->json);
    for (size_t i = 0; i < codes->count; i++)
        orb_jw_text(&m->json, codes->items[i]);
    orb_jw_close(&m->json);
}

static const struct orb_link_list *links_of(struct dinc_map *m, const char *name)
{
    static const struct orb_link_list none = { NULL, 0 };
    const struct orb_link_list *links = &none;

    if (m->status == ORB_OK)
        m->status = orb_vocabulary_links(&m->x.vocabulary, name, &links, m->err);
    return links;
}

/* Only what a family says exactly is a theme: one that is merely related would promise
 * something else. */
static void write_themes(struct dinc_map *m, const struct orb_exchange_row *row)
{
    const struct orb_link_list *links = links_of(m, "loubat_datainclusion");
    struct codes codes = { .count = 0 };

    for (size_t l = 0; l < links->count; l++)
        for (size_t i = 0; i < offer_count(row); i++)
            if (strcmp(links->links[l].relation, "exact") == 0 &&
                orb_exchange_has(orb_json_get(offer_at(row, i), "families"),
                                 links->links[l].from))
                add_code(&codes, links->links[l].to);
    write_codes(m, "thematiques", &codes);
}

/* The mode of a modality, or NULL. */
static const char *mode_of(const struct orb_link_list *links,
                           const struct orb_json *modality)
{
    const char *code = orb_exchange_text(modality, "code");
    size_t count = 0;
    const struct orb_link *link = code == NULL ? NULL : orb_link_find(links, code, &count);

    return link == NULL ? NULL : link->to;
}

/* An offer says how it receives when one modality is sure, or when all that are possible
 * come to the same. */
static void add_modes(const struct orb_link_list *links, const struct orb_json *offer,
                      struct codes *codes)
{
    const struct orb_json *modalities = orb_json_get(offer, "modalities");
    const char *shared = mode_of(links, orb_json_at(modalities, 0));

    for (size_t i = 0; i < orb_json_count(modalities); i++) {
        const struct orb_json *modality = orb_json_at(modalities, i);
        const char *certainty = orb_exchange_text(modality, "certainty");
        const char *mode = mode_of(links, modality);

        if (mode != NULL && certainty != NULL && strcmp(certainty, "declared") == 0)
            add_code(codes, mode);
        if (mode == NULL || shared == NULL || strcmp(mode, shared) != 0)
            shared = NULL;
    }
    if (shared != NULL)
        add_code(codes, shared);
}

static void write_modes(struct dinc_map *m, const struct orb_exchange_row *row)
{
    const struct orb_link_list *links = links_of(m, "modalite_datainclusion_mode");
    struct codes codes = { .count = 0 };

    for (size_t i = 0; i < offer_count(row); i++)
        add_modes(links, offer_at(row, i), &codes);
    write_codes(m, "modes_accueil", &codes);
}

/* The public of the format that one group and no other stands for, or NULL. */
static const char *public_of(const struct orb_link_list *links, const char *group)
{
    const char *found = NULL;

    for (size_t i = 0; i < links->count; i++) {
        if (strcmp(links->links[i].to, group) != 0)
            continue;
        if (found != NULL)
            return NULL;
        found = links->links[i].from;
    }
    return found;
}

/* The publics are alternatives, and "tous-publics" stands alone: one group that the format
 * has no word for, or one offer that says nothing, and the list would leave people out. */
static void write_publics(struct dinc_map *m, const struct orb_exchange_row *row)
{
    const struct orb_link_list *links = links_of(m, "datainclusion_public_groupe");
    struct codes codes = { .count = 0 };

    for (size_t i = 0; i < offer_count(row); i++) {
        const struct orb_json *groups = orb_json_get(offer_at(row, i), "publics");

        if (orb_json_count(groups) == 0)
            return;
        for (size_t j = 0; j < orb_json_count(groups); j++) {
            const char *group = orb_json_text(orb_json_at(groups, j));
            const char *code = group == NULL ? NULL : public_of(links, group);

            if (code == NULL)
                return;
            add_code(&codes, code);
        }
    }
    for (size_t i = 0; i < codes.count; i++)
        if (codes.count > 1 && strcmp(codes.items[i], EVERYBODY) == 0)
            return;
    write_codes(m, "publics", &codes);
}

/* ---- zone */

static bool is_zone(const char *code)
{
    size_t len = strlen(code);

    return strcmp(code, "france") == 0 || len == 2 || len == 3 || len == 5 || len == 9;
}

static const struct orb_json *zone_list(const struct orb_exchange_row *row, size_t i,
                                        const char *list)
{
    return orb_json_get(orb_json_get(offer_at(row, i), "zone"), list);
}

/* The codes of all offers; those of the modes of one service are mostly the same. */
static void write_zone_list(struct dinc_map *m, const struct orb_exchange_row *row,
                            const char *list)
{
    for (size_t i = 0; i < offer_count(row); i++) {
        const struct orb_json *codes = zone_list(row, i, list);

        for (size_t j = 0; j < orb_json_count(codes); j++) {
            const char *code = orb_json_text(orb_json_at(codes, j));
            bool before = code == NULL || !is_zone(code);

            for (size_t k = 0; k < i && !before; k++)
                before = orb_exchange_has(zone_list(row, k, list), code);
            if (!before)
                orb_jw_text(&m->json, code);
        }
    }
}

/* The zones of the offers together; unknown as soon as one of them is. */
static void write_zone(struct dinc_map *m, const struct orb_exchange_row *row)
{
    bool any = false;
    bool national = false;

    for (size_t i = 0; i < offer_count(row); i++) {
        const struct orb_json *zone = orb_json_get(offer_at(row, i), "zone");

        if (zone == NULL)
            return;
        national = national || orb_json_true(orb_json_get(zone, "national"));
        any = any || national || orb_json_count(zone_list(row, i, "communes")) > 0 ||
              orb_json_count(zone_list(row, i, "departments")) > 0;
    }
    if (!any)
        return;
    orb_jw_key(&m->json, "zone_eligibilite");
    orb_jw_open_array(&m->json);
    if (national)
        orb_jw_text(&m->json, "france");
    if (!national)
        write_zone_list(m, row, "departments");
    if (!national)
        write_zone_list(m, row, "communes");
    orb_jw_close(&m->json);
}

static void write_own_zone(struct dinc_map *m, const struct orb_json *codes)
{
    const struct orb_json *zone = orb_json_get(codes, "zone_eligibilite");
    bool any = false;

    for (size_t i = 0; i < orb_json_count(zone); i++) {
        const char *code = orb_json_text(orb_json_at(zone, i));

        if (code == NULL || !is_zone(code))
            continue;
        if (!any) {
            orb_jw_key(&m->json, "zone_eligibilite");
            orb_jw_open_array(&m->json);
        }
        any = true;
        orb_jw_text(&m->json, code);
    }
    if (any)
        orb_jw_close(&m->json);
}

/* ---- what the producer said */

static void write_own_number(struct dinc_map *m, const struct orb_json *service,
                             const char *key)
{
    const char *text = orb_exchange_text(service, key);
    double number;

    if (text == NULL || !orb_number_parse(&number, text, strlen(text)) || number < 0)
        return;
    if (strcmp(key, "nombre_semaines") != 0)
        orb_jw_member_number(&m->json, key, number);
    else if (number >= 1 && number <= 10000)
        orb_jw_member_integer(&m->json, key, (int64_t)number);
}

static void write_own_code(struct dinc_map *m, const char *key, const char *code,
                           const char *list)
{
    const struct orb_term_list *terms = NULL;

    if (m->status == ORB_OK)
        m->status = orb_vocabulary_terms(&m->x.vocabulary, list, &terms, m->err);
    if (m->status == ORB_OK && orb_term_find(terms, code) != NULL)
        orb_jw_member_text(&m->json, key, code);
}

static void write_own(struct dinc_map *m, const struct orb_exchange_row *row)
{
    static const struct {
        const char *key, *list;
    } lists[] = {
        { "thematiques", "datainclusion_thematiques" },
        { "modes_accueil", "datainclusion_modes_accueil" },
        { "publics", "datainclusion_publics" },
        { "mobilisable_par", "datainclusion_personnes_mobilisatrices" },
        { "modes_mobilisation", "datainclusion_modes_mobilisation" },
    };
    static const char *const texts[] = { "publics_precisions", "conditions_acces",
                                         "frais_precisions", "mobilisation_precisions" };
    const struct orb_json *codes = orb_json_get(row->service, "codes");

    write_own_code(m, "type", orb_exchange_text(codes, "type"),
                   "datainclusion_types_de_services");
    write_own_code(m, "frais", orb_exchange_text(codes, "frais"), "datainclusion_frais");
    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++) {
        const struct orb_json *said = orb_json_get(codes, lists[i].key);

        if (orb_json_count(said) < 2 || !orb_exchange_has(said, EVERYBODY))
            orb_dinc_map_codes(m, lists[i].key, said, lists[i].list);
    }
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        if (i == 2)
            write_own_zone(m, codes);
        orb_dinc_map_text(m, texts[i], orb_exchange_text(row->service, texts[i]));
    }
    write_own_number(m, row->service, "nombre_semaines");
    write_own_number(m, row->service, "volume_horaire_hebdomadaire");
    orb_dinc_map_score(m, row->service);
}

/* ---- what our offers say */

static void write_precisions(struct dinc_map *m, const struct orb_exchange_row *row)
{
    const char *said = orb_exchange_text(row->service, "eligibility_description");

    orb_dinc_map_clear(m);
    orb_buf_text(&m->text, said == NULL ? "" : said);
    orb_exchange_write_publics(&m->x, row, &m->text);
    orb_exchange_write_ages(row, &m->text);
    orb_dinc_map_text(m, "publics_precisions", m->text.len > 0 ? m->text.data : NULL);
    orb_dinc_map_clear(m);
    orb_exchange_write_orientation(row, &m->text);
    orb_dinc_map_text(m, "conditions_acces", m->text.len > 0 ? m->text.data : NULL);
}

static void write_ours(struct dinc_map *m, const struct orb_exchange_row *row,
                       const struct orb_exchange_contacts *contacts)
{
    write_themes(m, row);
    write_modes(m, row);
    write_publics(m, row);
    write_precisions(m, row);
    write_zone(m, row);
    orb_dinc_map_text(m, "frais_precisions",
                      orb_exchange_text(row->service, "fees_description"));
    orb_dinc_map_text(m, "mobilisation_precisions",
                      orb_exchange_contact_find(contacts, "mobilisation", NULL));
}

/* ---- the row */

/* The hours of the service, else those that all its offers share. */
static const char *hours_of(const struct orb_exchange_row *row)
{
    const char *hours = orb_exchange_text(row->service, "schedule");
    const char *shared = orb_exchange_text(offer_at(row, 0), "schedule");

    for (size_t i = 1; i < offer_count(row) && shared != NULL; i++) {
        const char *other = orb_exchange_text(offer_at(row, i), "schedule");

        if (other == NULL || strcmp(other, shared) != 0)
            shared = NULL;
    }
    return hours != NULL ? hours : shared;
}

/* A row of the producer that names no place of its own is at that of its structure. */
static enum orb_status write_place(struct dinc_map *m, const struct orb_exchange_row *row,
                                   bool is_own, struct orb_error *err)
{
    const struct orb_json *site = NULL;
    const char *id = orb_exchange_text(row->service, "site");
    const char *organization = orb_exchange_text(row->service, "organization");
    enum orb_status status = ORB_OK;

    if (is_own && id != NULL && organization != NULL && strcmp(id, organization) == 0)
        return ORB_OK;
    if (id == NULL)
        id = orb_exchange_site_id(row, offer_at(row, 0));
    status = orb_exchange_site(&m->x, id, &site, err);
    if (status == ORB_OK)
        orb_dinc_map_place(m, site, is_own && orb_exchange_is_from(site, "data-inclusion"));
    return status;
}

static void write_description(struct dinc_map *m, const struct orb_exchange_row *row)
{
    struct orb_buf text = { 0 };

    if (!orb_dinc_map_description(m, orb_exchange_text(row->service, "description"))) {
        orb_exchange_write_nature(&m->x, row, &text);
        if (text.len == 0)
            orb_buf_printf(&text, "Service : %s",
                           orb_exchange_text(row->service, "name") == NULL
                               ? row->id
                               : orb_exchange_text(row->service, "name"));
        if (!orb_dinc_map_description(m, text.data))
            orb_jw_member_text(&m->json, "description", "Service sans description");
        m->json.buf->failed = m->json.buf->failed || text.failed;
    }
    orb_buf_release(&text);
}

static void write_name(struct dinc_map *m, const struct orb_exchange_row *row)
{
    struct orb_buf nature = { 0 };
    const char *names[3] = { orb_exchange_text(row->service, "name"), NULL, row->id };

    if (names[0] == NULL || strlen(names[0]) < DINC_NAME_MIN) {
        orb_exchange_write_nature(&m->x, row, &nature);
        names[1] = nature.len > 0 ? nature.data : NULL;
    }
    orb_dinc_map_name(m, names);
    m->json.buf->failed = m->json.buf->failed || nature.failed;
    orb_buf_release(&nature);
}

enum orb_status orb_dinc_map_service(void *context, const struct orb_exchange_row *row,
                                     struct orb_error *err)
{
    struct dinc_map *m = context;
    bool is_own = orb_dinc_map_is_own(row->service, true);
    struct orb_exchange_contacts contacts, rest;
    enum orb_status status;

    orb_exchange_contacts(row->service, &contacts);
    orb_exchange_contacts(offer_at(row, 0), &rest);
    orb_jw_open_object_inline(&m->json);
    orb_dinc_map_identity(m, row->service, row->id, true);
    orb_dinc_map_structure_id(m, row);
    write_name(m, row);
    write_description(m, row);
    if (is_own)
        write_own(m, row);
    else
        write_ours(m, row, contacts.count > 0 ? &contacts : &rest);
    status = write_place(m, row, is_own, err);
    orb_dinc_map_contacts(m, &contacts, &rest);
    orb_dinc_map_url(m, "lien_mobilisation",
                     orb_exchange_contact_find(&contacts, "url", "mobilisation"));
    orb_dinc_map_hours(m, hours_of(row));
    orb_dinc_map_day(m, row->service);
    orb_dinc_map_clear(m);
    orb_jw_close(&m->json);
    return status == ORB_OK ? m->status : status;
}
