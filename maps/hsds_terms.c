/* Terms of taxonomies: those that came with the service, then ours, each with the
 * descriptions that the schema asks for. */
#include <string.h>

#include "maps/hsds.h"

/* One of our lists as a taxonomy. */
struct taxonomy {
    const char *name;
    const char *description;
    const char *list; /* vocabulary of its codes */
};

static const struct taxonomy categories = {
    "FINESS", "Catégories d’établissements du répertoire FINESS", "finess_categories"
};
static const struct taxonomy families = { "Loubat",
                                          "Familles de services d’après J.-R. Loubat",
                                          "loubat_familles" };
static const struct taxonomy publics = { "Orbite publics", "Groupes de publics d’Orbite",
                                         "groupes_publics" };
static const struct taxonomy prestations = {
    "SERAFIN-PH", "Prestations directes de la nomenclature SERAFIN-PH",
    "serafin_prestations_directes"
};
static const struct taxonomy themes = { "data·inclusion thématiques",
                                        "Thématiques du schéma data·inclusion v1",
                                        "datainclusion_thematiques" };

struct terms {
    struct hsds_map *m;
    const struct orb_exchange_row *row;
    size_t count;
};

struct term {
    const char *code, *name, *description, *id;
    const char *taxonomy;
    const struct taxonomy *detail; /* NULL = not ours */
    bool inferred;
};

static void write_taxonomy(struct hsds_map *m, const struct taxonomy *taxonomy)
{
    orb_hsds_map_clear(m);
    orb_buf_printf(&m->text, "taxonomy %s", taxonomy->name);
    orb_jw_key(&m->json, "taxonomy_detail");
    orb_jw_open_object(&m->json);
    orb_hsds_map_id(m, "id", m->text.data);
    orb_jw_member_text(&m->json, "name", taxonomy->name);
    orb_jw_member_text(&m->json, "description", taxonomy->description);
    orb_jw_close(&m->json);
}

static void write_term(struct terms *t, const struct term *term)
{
    struct hsds_map *m = t->m;
    const struct hsds_owner owner = { "service", t->row->id };
    const char *name = term->name != NULL ? term->name : term->code;

    if (name == NULL)
        return;
    if (t->count == 0) {
        orb_jw_key(&m->json, "attributes");
        orb_jw_open_array(&m->json);
    }
    orb_jw_open_object(&m->json);
    orb_hsds_map_part_id(m, owner, "attribute", t->count++);
    orb_jw_member_text(&m->json, "link_entity", "service");
    if (term->inferred)
        orb_jw_member_text(&m->json, "value", "inferred");
    orb_jw_key(&m->json, "taxonomy_term");
    orb_jw_open_object(&m->json);
    orb_hsds_map_clear(m);
    orb_buf_printf(&m->text, "term %s %s", term->taxonomy == NULL ? "" : term->taxonomy,
                   term->code != NULL ? term->code : name);
    if (term->id != NULL)
        orb_jw_member_text(&m->json, "id", term->id);
    else
        orb_hsds_map_id(m, "id", m->text.data);
    orb_hsds_map_text(m, "code", term->code);
    orb_jw_member_text(&m->json, "name", name);
    orb_jw_member_text(&m->json, "description",
                       term->description != NULL ? term->description : name);
    orb_hsds_map_text(m, "taxonomy", term->taxonomy);
    if (term->detail != NULL)
        write_taxonomy(m, term->detail);
    orb_jw_close(&m->json);
    orb_jw_close(&m->json);
}

static bool is_same(const char *a, const char *b)
{
    return a != NULL && b != NULL && strcmp(a, b) == 0;
}

/* Did the service come with this term? */
static bool came(const struct terms *t, const char *taxonomy, const char *code)
{
    const struct orb_json *own =
        orb_json_get(orb_json_get(t->row->service, "codes"), "taxonomy_terms");

    for (size_t i = 0; i < orb_json_count(own); i++)
        if (is_same(orb_exchange_text(orb_json_at(own, i), "code"), code) &&
            is_same(orb_exchange_text(orb_json_at(own, i), "taxonomy"), taxonomy))
            return true;
    return false;
}

static void write_own(struct terms *t)
{
    const struct orb_json *own =
        orb_json_get(orb_json_get(t->row->service, "codes"), "taxonomy_terms");

    for (size_t i = 0; i < orb_json_count(own); i++) {
        const struct orb_json *item = orb_json_at(own, i);
        const struct term term = { .code = orb_exchange_text(item, "code"),
                                   .name = orb_exchange_text(item, "name"),
                                   .description = orb_exchange_text(item, "description"),
                                   .id = orb_exchange_text(item, "id"),
                                   .taxonomy = orb_exchange_text(item, "taxonomy") };

        write_term(t, &term);
    }
}

static void write_code(struct terms *t, const struct taxonomy *taxonomy, const char *code,
                       bool inferred)
{
    const struct orb_term_list *list = NULL;
    const struct orb_term *found;

    if (t->m->status == ORB_OK)
        t->m->status =
            orb_vocabulary_terms(&t->m->x.vocabulary, taxonomy->list, &list, t->m->err);
    found = t->m->status == ORB_OK ? orb_term_find(list, code) : NULL;
    if (found == NULL || came(t, taxonomy->name, code))
        return;
    write_term(t, &(const struct term){
                      .code = code,
                      .name = found->label_fr[0] == '\0' ? NULL : found->label_fr,
                      .taxonomy = taxonomy->name,
                      .detail = taxonomy,
                      .inferred = inferred });
}

static const char *code_of(const struct orb_json *item)
{
    const char *text = orb_json_text(item);

    return text != NULL ? text : orb_exchange_text(item, "code");
}

static bool is_before(const struct terms *t, size_t offer, const char *key,
                      const char *code)
{
    for (size_t i = 0; i < offer; i++) {
        const struct orb_json *list = orb_json_get(orb_json_at(t->row->offers, i), key);

        for (size_t j = 0; j < orb_json_count(list); j++)
            if (is_same(code_of(orb_json_at(list, j)), code))
                return true;
    }
    return false;
}

/* The codes of all offers, each once, with what was deduced told apart. */
static void write_list(struct terms *t, const struct taxonomy *taxonomy, const char *key)
{
    for (size_t i = 0; i < orb_json_count(t->row->offers); i++) {
        const struct orb_json *offer = orb_json_at(t->row->offers, i);
        const struct orb_json *list = orb_json_get(offer, key);
        const char *basis = orb_exchange_text(
            orb_json_get(orb_json_get(offer, "provenance"), key), "basis");

        for (size_t j = 0; j < orb_json_count(list); j++) {
            const struct orb_json *item = orb_json_at(list, j);
            const char *evidence = orb_exchange_text(item, "evidence");
            const char *code = code_of(item);

            if (code != NULL && !is_before(t, i, key, code))
                write_code(t, taxonomy, code,
                           is_same(basis, "inferred") || is_same(evidence, "inferred"));
        }
    }
}

void orb_hsds_map_attributes(struct hsds_map *m, const struct orb_exchange_row *row)
{
    struct terms t = { m, row, 0 };
    const struct orb_json *said =
        orb_json_get(orb_json_get(row->service, "codes"), "thematiques");
    const char *category = orb_exchange_text(row->service, "category");

    write_own(&t);
    if (category == NULL)
        category = orb_exchange_text(orb_json_at(row->offers, 0), "category");
    if (category != NULL)
        write_code(&t, &categories, category, false);
    write_list(&t, &families, "families");
    write_list(&t, &publics, "publics");
    write_list(&t, &prestations, "prestations");
    for (size_t i = 0; i < orb_json_count(said); i++)
        if (orb_json_text(orb_json_at(said, i)) != NULL)
            write_code(&t, &themes, orb_json_text(orb_json_at(said, i)), false);
    if (t.count > 0)
        orb_jw_close(&m->json);
}
