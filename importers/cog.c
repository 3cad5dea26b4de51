/* The official list of communes, EPCI, départements and régions, as published by
 * decoupage-administratif, where a commune names its EPCI nowhere: the members of the EPCI
 * are read first. Populations of départements and régions are sums. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "engine/base/file.h"
#include "engine/base/number.h"
#include "engine/base/strmap.h"
#include "engine/base/text.h"
#include "importers/cog_map.h"
#include "importers/cog_row.h"
#include "importers/importer.h"
#include "importers/input.h"
#include "importers/json_reader.h"
#include "importers/registry.h"

enum { PATH_LEN = 4200, SOURCE_LEN = 64 };

static const char source_id[] = "cog";
static const char sum_of_communes[] = "population=computed:sum of communes";

struct cog {
    const struct orb_import_input *in;
    const struct orb_sink *sink;
    struct orb_import_report *report;
    struct orb_arena row;              /* texts of one row */
    struct orb_cog_texts epci_of;      /* commune to EPCI */
    struct orb_cog_texts postcodes_of; /* commune to "01000,01001", from the postal file */
    struct orb_cog_sums departements;
    struct orb_cog_sums regions;
    struct orb_strmap seen;           /* "commune:01001" */
    struct orb_strmap former;         /* old codes already given with a name */
    const struct orb_json_item *item; /* being read */
    const char *file;
    orb_date day;
    unsigned long long communes;
};

/* ---- findings */

/* What can be wrong with a row, and the field that shows it ("" = none). */
struct rule {
    enum orb_finding_level level;
    const char *name;
    const char *field;
    const char *sentence;
};

static const struct rule code_twice = { ORB_FINDING_REJECTED, "code_twice", "code",
                                        N_("this code was read already") };
static const struct rule commune_code = { ORB_FINDING_REJECTED, "commune_code", "code",
                                          N_("this is not a commune code") };
static const struct rule commune_type = { ORB_FINDING_REJECTED, "commune_type", "type",
                                          N_("this type of commune is not known") };
static const struct rule successor_absent = {
    ORB_FINDING_REJECTED, "successor", "chefLieu",
    N_("the commune it belongs to is not given")
};
static const struct rule former_code = { ORB_FINDING_VALUE, "former_code", "",
                                         N_("a former code is not a commune code") };
static const struct rule member_code = { ORB_FINDING_VALUE, "member_code", "",
                                         N_("a member is not a commune code") };
static const struct rule epci_twice = { ORB_FINDING_VALUE, "epci_twice", "",
                                        N_("a commune is a member of two EPCI") };
static const struct rule epci_code = { ORB_FINDING_REJECTED, "epci_code", "code",
                                       N_("this is not the SIREN of an EPCI") };
static const struct rule bad_postcode = { ORB_FINDING_REJECTED, "postcode", "codePostal",
                                          N_("this is not a postal code of a commune") };
static const struct rule area_code = {
    ORB_FINDING_REJECTED, "area_code", "code",
    N_("this is not a code of a département or a région")
};
static const struct rule bad_population = {
    ORB_FINDING_VALUE, "population", "population",
    N_("the population is not a number of people")
};

static enum orb_status find(struct cog *cog, const struct rule *rule, struct orb_error *err)
{
    const char *value = orb_json_text(orb_json_get(cog->item->value, rule->field));
    const struct orb_finding finding = { .level = rule->level,
                                         .file = cog->file,
                                         .place = cog->item->pointer,
                                         .field = rule->field,
                                         .value = value == NULL ? "" : value,
                                         .rule = rule->name,
                                         .sentence = _(rule->sentence) };

    return orb_report_find(cog->report, &finding, err);
}

/* ---- rows */

static const char *text(const struct cog *cog, const char *key)
{
    return orb_cog_value(cog->item->value, key);
}

static struct orb_territory territory_of(const struct cog *cog,
                                         enum orb_territory_kind kind, const char *code,
                                         const char *name)
{
    return (struct orb_territory){ .kind = kind,
                                   .code = code,
                                   .name = name,
                                   .population = -1,
                                   .income = (double)NAN,
                                   .lon = (double)NAN,
                                   .lat = (double)NAN,
                                   .provenance = { source_id, cog->day, ORB_BASIS_DECLARED,
                                                   NULL } };
}

/* Give a row, once for each kind and code. */
static enum orb_status give(struct cog *cog, const struct orb_territory *territory,
                            struct orb_error *err)
{
    struct orb_record record = { .kind = ORB_RECORD_TERRITORY,
                                 .as.territory = territory,
                                 .place = cog->item->pointer };
    const char *kind = orb_territory_kind_name(territory->kind);
    size_t before = cog->seen.count;
    char key[64];
    uint32_t number;
    enum orb_status status;

    (void)snprintf(key, sizeof key, "%s:%s", kind, territory->code);
    if (orb_strmap_add(&cog->seen, key, strlen(key), &number) != ORB_OK)
        return orb_error_memory(err);
    if (cog->seen.count == before)
        return find(cog, &code_twice, err);
    status = cog->sink->put(cog->sink->context, &record, err);
    return status == ORB_OK ? orb_report_count(cog->report, "kept", kind, 1, err) : status;
}

static enum orb_status population_of(struct cog *cog, const char *key, int64_t *population,
                                     struct orb_error *err)
{
    const struct orb_json *value = orb_cog_member(cog->item->value, key);

    *population = -1;
    if (orb_json_is_null(value))
        return ORB_OK;
    if (orb_json_type(value) != ORB_JSON_INTEGER || orb_json_integer(value) < 0 ||
        orb_json_integer(value) > 100000000)
        return find(cog, &bad_population, err);
    *population = orb_json_integer(value);
    return ORB_OK;
}

static enum orb_status join_postcodes(struct cog *cog, const char *code, const char **out,
                                      struct orb_error *err)
{
    const struct orb_json *list = orb_json_get(cog->item->value, "codesPostaux");
    const char *joined = NULL;

    for (size_t i = 0; i < orb_json_count(list); i++) {
        const char *one = orb_json_text(orb_json_at(list, i));

        if (one == NULL)
            continue;
        joined = joined == NULL ? orb_arena_strdup(&cog->row, one)
                                : orb_arena_printf(&cog->row, "%s,%s", joined, one);
        if (joined == NULL)
            return orb_error_memory(err);
    }
    *out = joined != NULL ? joined : orb_cog_text(&cog->postcodes_of, code);
    return ORB_OK;
}

/* ---- communes */

/* Old codes that have no row of their own: only their successor is known. */
static enum orb_status give_former_codes(struct cog *cog, const char *code,
                                         struct orb_error *err)
{
    const struct orb_json *list = orb_json_get(cog->item->value, "anciensCodes");
    enum orb_status status = ORB_OK;

    for (size_t i = 0; status == ORB_OK && i < orb_json_count(list); i++) {
        const char *old = orb_json_text(orb_json_at(list, i));
        struct orb_territory territory =
            territory_of(cog, ORB_TERRITORY_COMMUNE_OLD, old, NULL);

        if (!orb_cog_is_commune(old)) {
            status = find(cog, &former_code, err);
        } else if (orb_strmap_find(&cog->former, old, strlen(old)) == ORB_STRMAP_NONE) {
            territory.successor = code;
            territory.departement = text(cog, "departement");
            territory.region = text(cog, "region");
            status = give(cog, &territory, err);
        }
    }
    return status;
}

static enum orb_status give_current(struct cog *cog, struct orb_territory *territory,
                                    struct orb_error *err)
{
    size_t before = cog->seen.count;
    int64_t counted = territory->population < 0 ? 0 : territory->population;
    enum orb_status status;

    territory->epci = orb_cog_text(&cog->epci_of, territory->code);
    if (territory->epci == NULL)
        territory->epci = text(cog, "epci");
    status = give(cog, territory, err);
    if (status != ORB_OK || cog->seen.count == before)
        return status;
    status = give_former_codes(cog, territory->code, err);
    cog->communes++;
    if (status == ORB_OK)
        status = orb_cog_add_sum(&cog->departements, territory->departement, counted, err);
    return status == ORB_OK
               ? orb_cog_add_sum(&cog->regions, territory->region, counted, err)
               : status;
}

static enum orb_status give_commune(struct cog *cog, enum orb_territory_kind kind,
                                    const char *successor, struct orb_error *err)
{
    struct orb_territory territory =
        territory_of(cog, kind, text(cog, "code"), text(cog, "nom"));
    enum orb_status status = population_of(cog, "population", &territory.population, err);

    territory.departement = text(cog, "departement");
    territory.region = text(cog, "region");
    territory.successor = successor;
    if (status == ORB_OK)
        status = join_postcodes(cog, territory.code, &territory.postcodes, err);
    if (status != ORB_OK)
        return status;
    return kind == ORB_TERRITORY_COMMUNE ? give_current(cog, &territory, err)
                                         : give(cog, &territory, err);
}

/* First reading: only which old codes have a row of their own. */
static enum orb_status note_former(struct cog *cog, struct orb_error *err)
{
    const struct orb_cog_type *type = orb_cog_type_of(text(cog, "type"));
    const char *code = text(cog, "code");
    uint32_t number;

    if (type == NULL || type->successor == NULL || !orb_cog_is_commune(code))
        return ORB_OK;
    return orb_strmap_add(&cog->former, code, strlen(code), &number) == ORB_OK
               ? ORB_OK
               : orb_error_memory(err);
}

static enum orb_status take_commune(struct cog *cog, struct orb_error *err)
{
    const char *name = text(cog, "type");
    const struct orb_cog_type *type = orb_cog_type_of(name);
    const char *successor = NULL;
    enum orb_status status =
        orb_report_count(cog->report, "read", name == NULL ? "?" : name, 1, err);

    if (status != ORB_OK)
        return status;
    if (!orb_cog_is_commune(text(cog, "code")))
        return find(cog, &commune_code, err);
    if (type == NULL)
        return find(cog, &commune_type, err);
    if (type->successor != NULL)
        successor = text(cog, type->successor);
    if (successor == NULL && strcmp(type->name, "arrondissement-municipal") == 0)
        successor = orb_cog_city(text(cog, "code"));
    if (type->successor != NULL && !orb_cog_is_commune(successor))
        return find(cog, &successor_absent, err);
    return give_commune(cog, type->kind, successor, err);
}

/* ---- the other files */

static enum orb_status take_epci(struct cog *cog, struct orb_error *err)
{
    const char *code = text(cog, "code");
    const struct orb_json *members = orb_json_get(cog->item->value, "membres");
    struct orb_territory territory =
        territory_of(cog, ORB_TERRITORY_EPCI, code, text(cog, "nom"));
    enum orb_status status = orb_report_count(cog->report, "read", "epci", 1, err);

    if (status != ORB_OK)
        return status;
    if (code == NULL || strlen(code) != 9)
        return find(cog, &epci_code, err);
    for (size_t i = 0; status == ORB_OK && i < orb_json_count(members); i++) {
        const char *member = orb_json_text(orb_json_get(orb_json_at(members, i), "code"));

        if (!orb_cog_is_commune(member))
            status = find(cog, &member_code, err);
        else if (orb_cog_text(&cog->epci_of, member) != NULL)
            status = find(cog, &epci_twice, err);
        else
            status = orb_cog_add_text(&cog->epci_of, member, code, err);
        if (status == ORB_OK)
            status = orb_report_count(cog->report, "read", "epci_member", 1, err);
    }
    if (status == ORB_OK)
        status = population_of(cog, "populationMunicipale", &territory.population, err);
    return status == ORB_OK ? give(cog, &territory, err) : status;
}

static enum orb_status take_postcode(struct cog *cog, struct orb_error *err)
{
    const char *code = text(cog, "codeCommune"), *postcode = text(cog, "codePostal");
    enum orb_status status = orb_report_count(cog->report, "read", "postcode", 1, err);
    const char *known;

    if (status != ORB_OK)
        return status;
    if (!orb_cog_is_commune(code) || postcode == NULL || strlen(postcode) != 5)
        return find(cog, &bad_postcode, err);
    known = orb_cog_text(&cog->postcodes_of, code);
    if (known != NULL && strstr(known, postcode) != NULL)
        return ORB_OK;
    return orb_cog_add_text(&cog->postcodes_of, code, postcode, err);
}

static enum orb_status take_area(struct cog *cog, enum orb_territory_kind kind,
                                 struct orb_error *err)
{
    const char *code = text(cog, "code");
    struct orb_territory territory = territory_of(cog, kind, code, text(cog, "nom"));
    enum orb_status status =
        orb_report_count(cog->report, "read", orb_territory_kind_name(kind), 1, err);

    if (status != ORB_OK)
        return status;
    if (code == NULL || strlen(code) > 3)
        return find(cog, &area_code, err);
    territory.region = text(cog, "region");
    territory.population = orb_cog_sum(
        kind == ORB_TERRITORY_DEPARTEMENT ? &cog->departements : &cog->regions, code);
    if (territory.population >= 0)
        territory.provenance.fields = sum_of_communes;
    return give(cog, &territory, err);
}

static enum orb_status take_departement(struct cog *cog, struct orb_error *err)
{
    return take_area(cog, ORB_TERRITORY_DEPARTEMENT, err);
}

static enum orb_status take_region(struct cog *cog, struct orb_error *err)
{
    return take_area(cog, ORB_TERRITORY_REGION, err);
}

/* ---- files */

struct reading {
    struct cog *cog;
    enum orb_status (*take)(struct cog *cog, struct orb_error *err);
};

static enum orb_status take_item(void *context, const struct orb_json_item *item,
                                 struct orb_error *err)
{
    const struct reading *reading = context;
    enum orb_json_type type = orb_json_type(item->value);

    if (item->index == ORB_JSON_WHOLE && item->list[0] == '\0' && type == ORB_JSON_ARRAY)
        return ORB_OK; /* an empty list */
    if (item->index == ORB_JSON_WHOLE || item->list[0] != '\0' || type != ORB_JSON_OBJECT)
        return orb_error_set(err, ORB_ERR_SYNTAX, _("the file is not a list of objects"));
    orb_arena_clear(&reading->cog->row);
    reading->cog->item = item;
    return reading->take(reading->cog, err);
}

static bool find_file(const struct cog *cog, char path[PATH_LEN], const char *name)
{
    (void)snprintf(path, PATH_LEN, "%s/%s.json", cog->in->paths[0], name);
    if (!orb_file_exists(path))
        (void)snprintf(path, PATH_LEN, "%s/%s.json.gz", cog->in->paths[0], name);
    return orb_file_exists(path);
}

static enum orb_status read_file(struct cog *cog, const char *name, bool required,
                                 enum orb_status (*take)(struct cog *cog,
                                                         struct orb_error *err),
                                 struct orb_error *err)
{
    struct reading reading = { cog, take };
    struct orb_input *input = NULL;
    char path[PATH_LEN];
    enum orb_status status;

    if (!find_file(cog, path, name) && !required)
        return orb_report_count(cog->report, "note", "file_absent", 1, err);
    status = orb_input_open(&input, path, err);
    cog->file = path;
    if (status == ORB_OK)
        status = orb_json_read(input, take_item, &reading, err);
    orb_input_close(input);
    cog->file = NULL;
    return status;
}

/* geo.api.gouv.fr serves apart what became a part of another commune. */
static enum orb_status read_communes(struct cog *cog,
                                     enum orb_status (*take)(struct cog *cog,
                                                             struct orb_error *err),
                                     struct orb_error *err)
{
    static const char parts[] = "communes-associees-deleguees";
    char path[PATH_LEN];
    enum orb_status status = read_file(cog, "communes", true, take, err);

    if (status == ORB_OK && find_file(cog, path, parts))
        status = read_file(cog, parts, true, take, err);
    return status;
}

/* ---- the import */

static enum orb_status give_source(struct cog *cog, struct orb_error *err)
{
    const char *edition = cog->in->edition;
    char attribution[SOURCE_LEN];
    struct orb_source source = {
        .id = source_id,
        .name = "Code officiel géographique",
        .url = "https://www.npmjs.com/package/@etalab/decoupage-administratif",
        .licence = cog->in->licence != NULL ? cog->in->licence : orb_importer_cog.licence,
        .attribution = attribution,
        .edition = edition
    };
    int64_t year;

    if (edition == NULL || !orb_integer_parse(&year, edition, strlen(edition), 1943, 2200))
        return orb_error_set(
            err, ORB_ERR_SYNTAX,
            _("the year of the list is missing: give it with --edition 2026"));
    (void)snprintf(attribution, sizeof attribution, "INSEE, COG %s", edition);
    if (cog->in->attribution != NULL)
        source.attribution = cog->in->attribution;
    cog->day = source.observed_on = orb_date_make((int)year, 1, 1);
    return orb_sink_source(cog->sink, &source, err);
}

static void release(struct cog *cog)
{
    orb_cog_release_texts(&cog->epci_of);
    orb_cog_release_texts(&cog->postcodes_of);
    orb_cog_release_sums(&cog->departements);
    orb_cog_release_sums(&cog->regions);
    orb_strmap_release(&cog->seen);
    orb_strmap_release(&cog->former);
    orb_arena_release(&cog->row);
}

static enum orb_status run(const struct orb_import_input *in, const struct orb_sink *sink,
                           struct orb_import_report *report, struct orb_error *err)
{
    struct cog cog = { .in = in, .sink = sink, .report = report };
    enum orb_status status;

    if (in->path_count != 1 || strlen(in->paths[0]) > PATH_LEN - 64)
        return orb_error_set(err, ORB_ERR_SYNTAX, _("one folder is read at a time"));
    status = give_source(&cog, err);
    if (status == ORB_OK)
        status = read_file(&cog, "epci", false, take_epci, err);
    if (status == ORB_OK)
        status = read_file(&cog, "codes-postaux", false, take_postcode, err);
    if (status == ORB_OK)
        status = read_communes(&cog, note_former, err);
    if (status == ORB_OK)
        status = read_communes(&cog, take_commune, err);
    if (status == ORB_OK)
        status = read_file(&cog, "departements", false, take_departement, err);
    if (status == ORB_OK)
        status = read_file(&cog, "regions", false, take_region, err);
    if (status == ORB_OK && cog.communes == 0)
        status =
            orb_error_set(err, ORB_ERR_SYNTAX, _("the folder lists no current commune"));
    release(&cog);
    return status;
}

const struct orb_importer orb_importer_cog = {
    .name = "cog",
    .summary = N_("communes, EPCI, départements and régions (Code officiel géographique)"),
    .usage = "FOLDER --edition YEAR",
    .licence = "Licence Ouverte 2.0",
    .attribution = "INSEE",
    .full = true,
    .run = run,
};
