/* Writes what many rows share once for each distinct content. */
#include <string.h>

#include "engine/base/alloc.h"
#include "engine/base/text.h"
#include "engine/store/database.h"
#include "engine/store/import.h"

static const char select_terms[] = "SELECT no, hash FROM terms";
static const char select_zones[] = "SELECT no, hash FROM zone";

/* The tables of contents, numbered as import.h counts them. */
static const struct orb_target targets[ORB_CONTENT_TABLES] = {
    [ORB_CONTENT_TERMS] = { "terms",
                            { "no", "hash", "category", "institution", "droit_commun",
                              "accepts_new", "activity_unknown", "age_strength",
                              "public_strength", "modality_state", "prestation_state",
                              "public_state", "orientation_state", "language_state",
                              "engagement_state", "profession_state", "family_state",
                              "theme_state" },
                            18 },
    [ORB_CONTENT_MODALITY] = { "modality", { "terms", "n", "code", "certainty" }, 4 },
    [ORB_CONTENT_PRESTATION] = { "prestation", { "terms", "n", "code", "evidence" }, 4 },
    [ORB_CONTENT_RULE] = { "eligibility_rule",
                           { "terms", "n", "kind", "code", "value", "min", "max",
                             "strength" },
                           8 },
    [ORB_CONTENT_CLASS] = { "classification", { "terms", "n", "list", "code" }, 4 },
    [ORB_CONTENT_ZONE] = { "zone",
                           { "no", "hash", "national", "commune_state",
                             "departement_state" },
                           5 },
    [ORB_CONTENT_COMMUNE] = { "zone_commune", { "zone", "n", "commune" }, 3 },
    [ORB_CONTENT_DEPARTEMENT] = { "zone_departement", { "zone", "n", "departement" }, 3 },
};
static const char select_provenances[] = "SELECT fields FROM provenance ORDER BY no";
static const char insert_provenance[] = "INSERT INTO provenance (no, fields) VALUES (?, ?)";

static enum orb_status load_hashes(struct orb_store *store, const char *sql,
                                   struct orb_entry_map *map, struct orb_error *err)
{
    struct orb_statement *statement;
    bool row = true;
    enum orb_status status = orb_db_statement(store, &statement, sql, err);

    while (status == ORB_OK && row) {
        status = orb_db_step(store, statement, &row, err);
        if (status == ORB_OK && row) {
            struct orb_entry *entry =
                orb_entry_add_hash(map, (uint64_t)orb_db_long(statement, 1));

            if (entry == NULL)
                status = orb_error_memory(err);
            else
                entry->no = orb_db_int(statement, 0);
        }
    }
    return status;
}

/* A table of distinct contents and what is known of it. */
struct contents {
    struct orb_entry_map *map;
    bool *is_loaded;
    const char *select;
};

/* The entry of a content, made when there is none. */
static enum orb_status entry_of(struct orb_store *store, const struct contents *contents,
                                uint64_t hash, struct orb_entry **out,
                                struct orb_error *err)
{
    enum orb_status status = ORB_OK;

    if (!*contents->is_loaded)
        status = load_hashes(store, contents->select, contents->map, err);
    if (status != ORB_OK)
        return status;
    *contents->is_loaded = true;
    *out = orb_entry_find_hash(contents->map, hash);
    if (*out != NULL)
        return ORB_OK;
    *out = orb_entry_add_hash(contents->map, hash);
    if (*out == NULL)
        return orb_error_memory(err);
    (*out)->no = (int32_t)contents->map->count;
    (*out)->flags = ORB_ENTRY_NEW;
    return ORB_OK;
}

/* Is this the first time the content is met? Its rows are then written once. */
static bool is_new(struct orb_entry *entry)
{
    bool answer = entry->flags == ORB_ENTRY_NEW;

    entry->flags = ORB_ENTRY_SEEN;
    return answer;
}

/* Child rows being written: the number of what they belong to, and theirs. */
struct child_writer {
    struct orb_store *store;
    int64_t owner;
    int n;
    struct orb_error *err;
};

static enum orb_status add(struct orb_store *store, enum orb_content_table table,
                           const struct orb_value *values, struct orb_error *err)
{
    return orb_waiting_add(store, &store->import->contents[table], &targets[table], values,
                           err);
}

static enum orb_status write_child(struct child_writer *w, enum orb_content_table table,
                                   const char *first, const char *second)
{
    const struct orb_value values[] = { orb_value_integer(w->owner),
                                        orb_value_integer(w->n++), orb_value_text(first),
                                        orb_value_text(second) };

    return add(w->store, table, values, w->err);
}

struct rule {
    const char *kind;
    const char *code;
    const char *value;
    int32_t min;
    int32_t max;
    enum orb_strength strength;
    bool has_strength;
};

static struct orb_value age_value(int32_t months)
{
    return months == ORB_AGE_UNKNOWN ? (struct orb_value){ .type = ORB_VALUE_NULL }
                                     : orb_value_integer(months);
}

static enum orb_status write_rule(struct child_writer *w, const struct rule *rule)
{
    const struct orb_value values[] = {
        orb_value_integer(w->owner),
        orb_value_integer(w->n++),
        orb_value_text(rule->kind),
        orb_value_text(rule->code),
        orb_value_text(rule->value),
        age_value(rule->min),
        age_value(rule->max),
        orb_value_text(rule->has_strength ? orb_strength_name(rule->strength) : NULL),
    };

    return add(w->store, ORB_CONTENT_RULE, values, w->err);
}

static enum orb_status write_codes_as_rules(struct child_writer *w, const char *kind,
                                            const struct orb_code_list *list,
                                            const enum orb_strength *strength)
{
    enum orb_status status = ORB_OK;

    for (uint32_t i = 0; status == ORB_OK && list->known && i < list->count; i++) {
        const struct rule rule = { .kind = kind,
                                   .code = list->items[i],
                                   .min = ORB_AGE_UNKNOWN,
                                   .max = ORB_AGE_UNKNOWN,
                                   .has_strength = strength != NULL,
                                   .strength =
                                       strength != NULL ? *strength : ORB_STRENGTH_HARD };

        status = write_rule(w, &rule);
    }
    return status;
}

static enum orb_status write_rules(struct child_writer *w, const struct orb_terms *terms)
{
    const struct rule age = { .kind = "age",
                              .min = terms->age_min_months,
                              .max = terms->age_max_months,
                              .has_strength = true,
                              .strength = terms->age_strength };
    const struct rule associated = { .kind = "associated",
                                     .value = terms->excludes_associated == ORB_YES
                                                  ? "excluded"
                                                  : "accepted",
                                     .min = ORB_AGE_UNKNOWN,
                                     .max = ORB_AGE_UNKNOWN };
    enum orb_status status = ORB_OK;

    if (terms->age_min_months != ORB_AGE_UNKNOWN ||
        terms->age_max_months != ORB_AGE_UNKNOWN)
        status = write_rule(w, &age);
    if (status == ORB_OK)
        status =
            write_codes_as_rules(w, "public", &terms->publics, &terms->public_strength);
    if (status == ORB_OK && terms->excludes_associated != ORB_UNKNOWN)
        status = write_rule(w, &associated);
    if (status == ORB_OK)
        status = write_codes_as_rules(w, "orientation", &terms->orientations, NULL);
    if (status == ORB_OK)
        status = write_codes_as_rules(w, "language", &terms->languages, NULL);
    for (uint32_t i = 0; status == ORB_OK && i < terms->feature_count; i++) {
        const struct rule feature = { .kind = "accessibility",
                                      .code = terms->features[i].name,
                                      .value =
                                          orb_feature_level_name(terms->features[i].level),
                                      .min = ORB_AGE_UNKNOWN,
                                      .max = ORB_AGE_UNKNOWN };

        status = write_rule(w, &feature);
    }
    return status;
}

static enum orb_status write_classes(struct child_writer *w, const struct orb_terms *terms)
{
    const struct {
        const char *name;
        const struct orb_code_list *list;
    } lists[] = { { "engagement", &terms->engagements },
                  { "profession", &terms->professions },
                  { "family", &terms->families },
                  { "theme", &terms->themes } };
    enum orb_status status = ORB_OK;

    for (size_t k = 0; k < sizeof lists / sizeof lists[0]; k++)
        for (uint32_t i = 0;
             status == ORB_OK && lists[k].list->known && i < lists[k].list->count; i++)
            status =
                write_child(w, ORB_CONTENT_CLASS, lists[k].name, lists[k].list->items[i]);
    return status;
}

static enum orb_status write_terms_row(struct orb_store *store,
                                       const struct orb_terms *terms,
                                       const struct orb_entry *entry, struct orb_error *err)
{
    const bool none[] = { terms->modalities_known && terms->modality_count == 0,
                          terms->prestations_known && terms->prestation_count == 0,
                          terms->publics.known && terms->publics.count == 0,
                          terms->orientations.known && terms->orientations.count == 0,
                          terms->languages.known && terms->languages.count == 0,
                          terms->engagements.known && terms->engagements.count == 0,
                          terms->professions.known && terms->professions.count == 0,
                          terms->families.known && terms->families.count == 0,
                          terms->themes.known && terms->themes.count == 0 };
    struct orb_value values[ORB_ROWS_COLUMNS] = { orb_value_integer(entry->no),
                                                  orb_value_integer((int64_t)entry->key) };
    size_t at = 2;

    for (size_t i = 0; i < orb_terms_scalar_count; i++)
        values[at++] = orb_column_value(&orb_terms_columns[i], terms);
    for (size_t i = 0; i < sizeof none / sizeof none[0]; i++)
        values[at++] = orb_value_text(none[i] ? "none" : NULL);
    return add(store, ORB_CONTENT_TERMS, values, err);
}

enum orb_status orb_import_terms(struct orb_store *store, const struct orb_terms *terms,
                                 uint64_t hash, int64_t *no, struct orb_error *err)
{
    struct orb_import_state *import = store->import;
    struct child_writer w = { .store = store, .err = err };
    const struct contents contents = { &import->terms, &import->terms_loaded,
                                       select_terms };
    struct orb_entry *entry;
    enum orb_status status = entry_of(store, &contents, hash, &entry, err);

    if (status != ORB_OK)
        return status;
    *no = w.owner = entry->no;
    if (!is_new(entry))
        return ORB_OK;
    status = write_terms_row(store, terms, entry, err);
    for (uint32_t i = 0;
         status == ORB_OK && terms->modalities_known && i < terms->modality_count; i++)
        status = write_child(&w, ORB_CONTENT_MODALITY, terms->modalities[i].code,
                             orb_certainty_name(terms->modalities[i].certainty));
    for (uint32_t i = 0;
         status == ORB_OK && terms->prestations_known && i < terms->prestation_count; i++)
        status = write_child(&w, ORB_CONTENT_PRESTATION, terms->prestations[i].code,
                             orb_evidence_name(terms->prestations[i].evidence));
    if (status == ORB_OK)
        status = write_rules(&w, terms);
    return status == ORB_OK ? write_classes(&w, terms) : status;
}

static enum orb_status write_zone(struct orb_store *store, const struct orb_zone *zone,
                                  const struct orb_entry *entry, struct orb_error *err)
{
    struct child_writer w = { .store = store, .owner = entry->no, .err = err };
    const struct orb_value values[] = {
        orb_value_integer(entry->no),
        orb_value_integer((int64_t)entry->key),
        orb_value_integer(zone->national),
        orb_value_text(zone->communes.known && zone->communes.count == 0 ? "none" : NULL),
        orb_value_text(zone->departments.known && zone->departments.count == 0 ? "none"
                                                                               : NULL),
    };
    enum orb_status status = add(store, ORB_CONTENT_ZONE, values, err);

    for (uint32_t i = 0;
         status == ORB_OK && zone->communes.known && i < zone->communes.count; i++)
        status = write_child(&w, ORB_CONTENT_COMMUNE, zone->communes.items[i], NULL);
    for (uint32_t i = 0;
         status == ORB_OK && zone->departments.known && i < zone->departments.count; i++)
        status = write_child(&w, ORB_CONTENT_DEPARTEMENT, zone->departments.items[i], NULL);
    return status;
}

enum orb_status orb_import_zone(struct orb_store *store, const struct orb_zone *zone,
                                uint64_t hash, int64_t *no, struct orb_error *err)
{
    struct orb_import_state *import = store->import;
    const struct contents contents = { &import->zones, &import->zones_loaded,
                                       select_zones };
    struct orb_entry *entry;
    enum orb_status status;

    *no = 0;
    if (!zone->known)
        return ORB_OK;
    status = entry_of(store, &contents, hash, &entry, err);
    if (status != ORB_OK)
        return status;
    *no = entry->no;
    return is_new(entry) ? write_zone(store, zone, entry, err) : ORB_OK;
}

enum orb_status orb_import_load_contents(struct orb_store *store, struct orb_error *err)
{
    enum orb_status status = ORB_OK;

    for (int i = 0; status == ORB_OK && i < ORB_CONTENT_TABLES; i++)
        status = orb_waiting_load(store, &store->import->contents[i], err);
    return status;
}

enum orb_status orb_import_load_provenances(struct orb_store *store, struct orb_error *err)
{
    struct orb_statement *statement;
    uint32_t number;
    bool row = true;
    enum orb_status status = orb_db_statement(store, &statement, select_provenances, err);

    while (status == ORB_OK && row) {
        status = orb_db_step(store, statement, &row, err);
        if (status == ORB_OK && row &&
            orb_strmap_add(&store->import->provenances, orb_db_text(statement, 0),
                           orb_db_text_len(statement, 0), &number) != ORB_OK)
            status = orb_error_memory(err);
    }
    return status;
}

enum orb_status orb_import_provenance(struct orb_store *store, const char *fields,
                                      int64_t *no, struct orb_error *err)
{
    struct orb_strmap *map = &store->import->provenances;
    size_t before = map->count;
    struct orb_statement *statement;
    uint32_t number;
    enum orb_status status;

    *no = 0;
    if (fields == NULL || fields[0] == '\0')
        return ORB_OK;
    if (orb_strmap_add(map, fields, strlen(fields), &number) != ORB_OK)
        return orb_error_memory(err);
    *no = (int64_t)number + 1;
    if (map->count == before)
        return ORB_OK;
    status = orb_db_statement(store, &statement, insert_provenance, err);
    if (status != ORB_OK)
        return status;
    orb_db_bind_long(statement, 1, *no);
    orb_db_bind_text(statement, 2, fields);
    return orb_db_run(store, statement, err);
}

struct orb_source_state *orb_import_source(struct orb_import_state *import, const char *id)
{
    uint32_t number = orb_strmap_find(&import->source_ids, id, strlen(id));

    return number == ORB_STRMAP_NONE ? NULL : &import->sources[number];
}

enum orb_status orb_import_add_source(struct orb_import_state *import, const char *id,
                                      struct orb_source_state **out, struct orb_error *err)
{
    size_t before = import->source_ids.count;
    uint32_t number;

    if (orb_grow((void **)&import->sources, &import->source_capacity, before,
                 sizeof *import->sources) != ORB_OK ||
        orb_strmap_add(&import->source_ids, id, strlen(id), &number) != ORB_OK)
        return orb_error_memory(err);
    *out = &import->sources[number];
    if (import->source_ids.count > before)
        **out = (struct orb_source_state){ .observed_on = ORB_DATE_NONE, .is_first = true };
    return ORB_OK;
}
