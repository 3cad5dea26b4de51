/* Places of HSDS. An address needs five values: without one of them it is left out and the
 * location stays. */
#include <math.h>
#include <string.h>

#include "maps/hsds.h"

static bool is_type(const char *text)
{
    return text != NULL && (strcmp(text, "physical") == 0 || strcmp(text, "postal") == 0 ||
                            strcmp(text, "virtual") == 0);
}

/* Do all modalities of the offer come to "virtual"? */
static bool is_remote(struct hsds_map *m, const struct orb_json *offer)
{
    const struct orb_json *modalities = orb_json_get(offer, "modalities");
    const struct orb_link_list *links = NULL;
    bool remote = orb_json_count(modalities) > 0;

    if (m->status == ORB_OK)
        m->status = orb_vocabulary_links(&m->x.vocabulary, "hsds_location_modalite", &links,
                                         m->err);
    for (size_t i = 0; remote && m->status == ORB_OK && i < orb_json_count(modalities);
         i++) {
        const char *code = orb_exchange_text(orb_json_at(modalities, i), "code");
        size_t count = 0;
        const struct orb_link *l = orb_link_find(links, "virtual", &count);
        bool found = false;

        for (size_t k = 0; k < count && code != NULL; k++)
            found = found || strcmp(l[k].to, code) == 0;
        remote = found;
    }
    return remote && m->status == ORB_OK;
}

/* ---- address */

/* The département of a commune, by its name. */
static const char *departement_of(struct hsds_map *m, const char *commune)
{
    const struct orb_catalogue *c = m->x.territory->catalogue;
    uint32_t number = commune == NULL ? ORB_CAT_NONE : orb_cat_commune_find(c, commune);
    const char *code =
        number == ORB_CAT_NONE ? NULL : orb_cat_known(c, c->communes[number].department);

    if (code == NULL && commune != NULL && strlen(commune) == 5) {
        size_t len =
            strncmp(commune, "97", 2) == 0 || strncmp(commune, "98", 2) == 0 ? 3 : 2;

        code = orb_arena_text(&m->x.arena, commune, len);
        if (code == NULL && m->status == ORB_OK)
            m->status = orb_error_memory(m->err);
    }
    return code == NULL ? NULL : orb_exchange_label(&m->x, "departements", code);
}

/* What the publisher of HSDS said beside the street: of the row that was read for it. */
static const struct orb_json *own_address(const struct orb_json *site)
{
    const struct orb_json *list = orb_json_get(site, "addresses");

    for (size_t i = 0; i < orb_json_count(list); i++) {
        const char *type = orb_exchange_text(orb_json_at(list, i), "address_type");

        if (type != NULL && strcmp(type, "physical") == 0)
            return orb_json_at(list, i);
    }
    return orb_json_at(list, 0);
}

static void write_address(struct hsds_map *m, struct hsds_owner owner,
                          const struct orb_json *site)
{
    const struct orb_json *own = own_address(site);
    const char *commune = orb_exchange_text(site, "commune");
    const char *street = orb_exchange_text(site, "address");
    const char *postcode = orb_exchange_text(site, "postcode");
    const char *type = orb_exchange_text(own, "address_type");
    const char *city = orb_exchange_text(own, "city");
    const char *state = orb_exchange_text(own, "state_province");
    const char *country = orb_exchange_text(own, "country");
    size_t line = street == NULL ? 0 : strcspn(street, "\n");

    city = city == NULL ? orb_exchange_text(site, "source_commune") : city;
    city = city == NULL ? orb_exchange_commune(&m->x, commune) : city;
    state = state == NULL ? departement_of(m, commune) : state;
    if (line == 0 || postcode == NULL || city == NULL || state == NULL)
        return;
    type = type == NULL ? orb_exchange_text(site, "kind") : type;
    orb_jw_key(&m->json, "addresses");
    orb_jw_open_array(&m->json);
    orb_jw_open_object(&m->json);
    orb_hsds_map_part_id(m, owner, "address", 0);
    orb_jw_key(&m->json, "address_1");
    orb_jw_text_len(&m->json, street, line);
    orb_hsds_map_text(m, "address_2", street[line] == '\0' ? NULL : street + line + 1);
    orb_jw_member_text(&m->json, "city", city);
    orb_hsds_map_text(m, "region", orb_exchange_text(own, "region"));
    orb_jw_member_text(&m->json, "state_province", state);
    orb_jw_member_text(&m->json, "postal_code", postcode);
    orb_jw_member_text(&m->json, "country", country == NULL ? "FR" : country);
    orb_jw_member_text(&m->json, "address_type", is_type(type) ? type : "physical");
    orb_jw_close(&m->json);
    orb_jw_close(&m->json);
}

/* ---- accessibility */

struct features {
    struct hsds_map *m;
    struct hsds_owner owner;
    size_t count;
};

static void open_feature(struct features *f)
{
    if (f->count == 0) {
        orb_jw_key(&f->m->json, "accessibility");
        orb_jw_open_array(&f->m->json);
    }
    orb_jw_open_object(&f->m->json);
    orb_hsds_map_part_id(f->m, f->owner, "accessibility", f->count++);
}

static enum orb_status add_feature(void *context, const char *name,
                                   const struct orb_json *level, struct orb_error *err)
{
    struct features *f = context;
    const char *text = orb_json_text(level);

    (void)err;
    if (text == NULL)
        return ORB_OK;
    open_feature(f);
    orb_jw_member_text(&f->m->json, "description", name);
    orb_jw_member_text(&f->m->json, "details", text);
    orb_jw_close(&f->m->json);
    return ORB_OK;
}

static void write_accessibility(struct hsds_map *m, struct hsds_owner owner,
                                const struct orb_json *site, const struct orb_json *offer)
{
    static const char *const kept[] = { "description", "details", NULL };
    const struct orb_json *own = orb_json_get(site, "accessibility");
    const struct orb_json *ours = orb_json_get(offer, "accessibility");
    struct features f = { m, owner, 0 };

    for (size_t i = 0; i < orb_json_count(own); i++) {
        open_feature(&f);
        orb_hsds_map_texts(m, orb_json_at(own, i), kept);
        orb_hsds_map_url(m, "url", orb_exchange_text(orb_json_at(own, i), "url"));
        orb_jw_close(&m->json);
    }
    if (ours != NULL && orb_json_type(ours) == ORB_JSON_OBJECT && m->status == ORB_OK)
        m->status = orb_json_each(ours, add_feature, &f, m->err);
    if (f.count > 0)
        orb_jw_close(&m->json);
}

/* ---- location */

/* The format cannot say that a position is doubtful or only that of the commune. */
static bool has_position(const struct orb_json *site)
{
    const char *state = orb_exchange_text(site, "position");
    const char *precision = orb_exchange_text(site, "precision");

    return !isnan(orb_exchange_number(site, "lon")) &&
           !isnan(orb_exchange_number(site, "lat")) &&
           (state == NULL || strcmp(state, "doubtful") != 0) &&
           (precision == NULL || strcmp(precision, "municipality") != 0);
}

static void write_site(struct hsds_map *m, const struct orb_json *site,
                       const struct orb_json *offer)
{
    static const char *const kept[] = { "alternate_name",           "description",
                                        "transportation",           "external_identifier",
                                        "external_identifier_type", NULL };
    const char *id = orb_exchange_text(site, "id");
    const char *kind = orb_exchange_text(site, "kind");
    const struct hsds_owner owner = { "location", id };

    orb_hsds_map_id(m, "id", id);
    orb_jw_member_text(&m->json, "location_type", is_type(kind) ? kind : "physical");
    if (orb_exchange_is_confidential(site)) {
        orb_hsds_map_text(m, "name",
                          orb_exchange_commune(&m->x, orb_exchange_text(site, "commune")));
        return;
    }
    orb_hsds_map_text(m, "name", orb_exchange_text(site, "name"));
    orb_hsds_map_url(m, "url", orb_exchange_text(site, "url"));
    orb_hsds_map_texts(m, site, kept);
    if (has_position(site)) {
        orb_jw_key(&m->json, "longitude");
        orb_jw_fixed(&m->json, orb_exchange_number(site, "lon"), 6);
        orb_jw_key(&m->json, "latitude");
        orb_jw_fixed(&m->json, orb_exchange_number(site, "lat"), 6);
    }
    write_address(m, owner, site);
    write_accessibility(m, owner, site, offer);
}

/* What is given at a distance is at no place, whatever the place of its service. */
static void write_virtual(struct hsds_map *m, const char *id)
{
    orb_hsds_map_clear(m);
    orb_buf_printf(&m->text, "virtual %s", id);
    orb_hsds_map_id(m, "id", m->text.data);
    orb_jw_member_text(&m->json, "location_type", "virtual");
    orb_jw_member_text(&m->json, "name", "À distance");
}

enum orb_status orb_hsds_map_location(struct hsds_map *m,
                                      const struct orb_exchange_row *row,
                                      const struct orb_json *offer, struct orb_error *err)
{
    const struct orb_json *site = NULL;
    const char *id = orb_exchange_text(offer, "id");
    bool remote = is_remote(m, offer);
    enum orb_status status =
        orb_exchange_site(&m->x, orb_exchange_site_id(row, offer), &site, err);
    const char *kind = orb_exchange_text(site, "kind");

    if (status != ORB_OK || (site == NULL && !remote))
        return status;
    orb_jw_key(&m->json, "location");
    orb_jw_open_object(&m->json);
    if (remote && (kind == NULL || strcmp(kind, "virtual") != 0))
        write_virtual(m, id == NULL ? row->id : id);
    else
        write_site(m, site, offer);
    orb_jw_close(&m->json);
    return m->status;
}
