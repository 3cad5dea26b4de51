/* A mapping is a small JSON document; every key is known, every fault has its pointer. */
#include <string.h>

#include "engine/base/alloc.h"
#include "engine/base/file.h"
#include "engine/base/number.h"
#include "engine/base/text.h"
#include "engine/base/utf8.h"
#include "importers/encoding.h"
#include "importers/table_value.h"

#define MAPPING_CAP   ((size_t)4 * 1024 * 1024)
#define SOURCE_ID_MAX 64

const char *const orb_table_field_names[TABLE_FIELDS] = {
    [TABLE_ID] = "id",
    [TABLE_NAME] = "name",
    [TABLE_DESCRIPTION] = "description",
    [TABLE_CATEGORY] = "category",
    [TABLE_FAMILY] = "family",
    [TABLE_THEME] = "theme",
    [TABLE_PUBLIC] = "public",
    [TABLE_PRESTATION] = "prestation",
    [TABLE_ORIENTATION] = "orientation",
    [TABLE_PROFESSION] = "profession",
    [TABLE_LANGUAGE] = "language",
    [TABLE_MODALITY] = "modality",
    [TABLE_AGE_MIN] = "age_min",
    [TABLE_AGE_MAX] = "age_max",
    [TABLE_ADDRESS] = "address",
    [TABLE_POSTCODE] = "postcode",
    [TABLE_COMMUNE] = "commune",
    [TABLE_X] = "x",
    [TABLE_Y] = "y",
    [TABLE_ZONE_COMMUNES] = "zone_communes",
    [TABLE_ZONE_DEPARTEMENTS] = "zone_departements",
    [TABLE_FINESS] = "finess",
    [TABLE_SIRET] = "siret",
    [TABLE_SIREN] = "siren",
    [TABLE_RNA] = "rna",
    [TABLE_PHONE] = "phone",
    [TABLE_EMAIL] = "email",
    [TABLE_URL] = "url",
    [TABLE_SCHEDULE] = "schedule",
    [TABLE_OPENED] = "opened",
    [TABLE_CLOSED] = "closed",
    [TABLE_DROIT_COMMUN] = "droit_commun",
    [TABLE_ACCEPTS_NEW] = "accepts_new",
    [TABLE_DATE] = "date",
    [TABLE_SERVICE] = "service",
    [TABLE_ORGANIZATION] = "organization",
    [TABLE_ORGANIZATION_ID] = "organization_id",
    [TABLE_FINESS_EJ] = "finess_ej",
    [TABLE_DUPLICATE_OF] = "duplicate_of",
    [TABLE_DISPOSITIF] = "dispositif",
    [TABLE_HOW] = "how",
    [TABLE_CHECKED_ON] = "checked_on",
    [TABLE_CHECKED_BY] = "checked_by",
    [TABLE_AGE_MIN_MONTHS] = "age_min_months",
    [TABLE_AGE_MAX_MONTHS] = "age_max_months",
    [TABLE_AGE_STRENGTH] = "age_strength",
    [TABLE_PUBLIC_STRENGTH] = "public_strength",
    [TABLE_PRECISION] = "precision",
    [TABLE_ZONE_NATIONAL] = "zone_national",
    [TABLE_PLACES_AVAILABLE] = "places_available",
    [TABLE_PLACES_ON] = "places_on",
    [TABLE_WAITING] = "waiting",
    [TABLE_WAIT_DAYS] = "wait_days",
    [TABLE_AUTHORISED] = "authorised",
    [TABLE_INSTALLED] = "installed",
    [TABLE_CAPACITY_ON] = "capacity_on",
    [TABLE_INFERRED] = "inferred",
    [TABLE_SOURCE_ID] = "source_id",
    [TABLE_SOURCE_ATTRIBUTION] = "source_attribution",
    [TABLE_SOURCE_LICENCE] = "source_licence",
    [TABLE_POPULATION] = "population",
    [TABLE_DENSITY] = "density",
    [TABLE_INCOME] = "income",
    [TABLE_DEPARTEMENT] = "departement",
    [TABLE_REGION] = "region",
    [TABLE_EPCI] = "epci",
    [TABLE_EPCI_NAME] = "epci_name",
    [TABLE_LIFE_AREA] = "life_area",
    [TABLE_LIFE_AREA_NAME] = "life_area_name",
    [TABLE_CANTON] = "canton",
    [TABLE_CANTON_NAME] = "canton_name",
};

/* "Annuaire du sport adapté" names annuaire-du-sport-adapte. */
static const char *id_from_name(struct orb_form *form, const char *name)
{
    struct orb_buf folded = { 0 };
    const char *id;

    orb_utf8_fold(&folded, name);
    for (size_t i = 0; i < folded.len; i++) {
        char c = folded.data[i];

        folded.data[i] = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ? c : '-';
    }
    id = folded.failed
             ? NULL
             : orb_arena_text(form->arena, folded.len == 0 ? "" : folded.data,
                              folded.len > SOURCE_ID_MAX ? SOURCE_ID_MAX : folded.len);
    orb_buf_release(&folded);
    if (id == NULL)
        orb_table_no_memory(form);
    return id;
}

static void read_source(struct orb_form *outer, struct table_mapping *m)
{
    static const char allowed[] = "abcdefghijklmnopqrstuvwxyz0123456789-_.";
    struct orb_form form;

    orb_form_enter(&form, outer, "source", true);
    m->source_name = orb_form_text(&form, "name", true);
    m->source_id = orb_form_text(&form, "id", false);
    m->licence = orb_form_text(&form, "licence", false);
    m->attribution = orb_form_text(&form, "attribution", false);
    m->url = orb_form_text(&form, "url", false);
    m->edition = orb_form_text(&form, "edition", false);
    orb_table_value_read(&form, m, TABLE_DATE);
    if (m->source_id == NULL && m->source_name != NULL)
        m->source_id = id_from_name(&form, m->source_name);
    if (m->source_id != NULL &&
        (m->source_id[0] == '\0' || strlen(m->source_id) > SOURCE_ID_MAX ||
         m->source_id[strspn(m->source_id, allowed)] != '\0'))
        orb_form_fail(&form, "id",
                      _("an identifier of a source is made of a-z, 0-9, - and _"));
    orb_form_join(outer, &form);
}

static void read_skip(struct orb_form *outer, struct table_mapping *m)
{
    struct orb_form form;
    struct orb_code_list texts;
    const char *column;
    uint32_t number;

    if (orb_form_value(outer, "skip_if") == NULL)
        return;
    orb_form_enter(&form, outer, "skip_if", true);
    column = orb_form_text(&form, "column", true);
    texts = orb_form_codes(&form, "in");
    if (!texts.known)
        orb_form_fail(&form, "in", _("this key is missing"));
    m->skip.given = true;
    if (column != NULL)
        m->skip.column = orb_table_column(&form, m, "column", column);
    for (uint32_t i = 0; i < texts.count; i++)
        if (orb_strmap_add(&m->skip.texts, texts.items[i], strlen(texts.items[i]),
                           &number) != ORB_OK)
            orb_table_no_memory(&form);
    orb_form_join(outer, &form);
}

static char one_character(struct orb_form *form, const char *key, const char *among)
{
    const char *text = orb_form_text(form, key, false);

    if (text == NULL)
        return '\0';
    if (text[1] != '\0' || strchr(among, text[0]) == NULL)
        orb_form_fail(form, key, _("this character is not one of those taken here"));
    return text[0];
}

static void read_reading(struct orb_form *outer, struct table_mapping *m)
{
    struct orb_form form;
    int encodings = 0;
    int choice;

    orb_form_enter(&form, outer, "read", false);
    while (orb_encodings[encodings] != NULL)
        encodings++;
    choice = orb_form_choice(&form, "encoding", orb_encodings, encodings, 0);
    m->encoding = orb_encodings[choice];
    m->separator = one_character(&form, "separator", ";,\t|");
    m->decimal = one_character(&form, "decimal", ".,");
    m->header = (uint32_t)orb_form_integer(&form, "header", 1, 0, 1000);
    m->list = orb_form_text(&form, "list", false);
    read_skip(&form, m);
    orb_form_join(outer, &form);
}

static bool system_known(int epsg)
{
    static const char *const departements[] = { "01", "971", "973", "974", "975", "976" };

    for (size_t i = 0; i < sizeof departements / sizeof departements[0]; i++)
        if (orb_project_legal_epsg(departements[i]) == epsg)
            return true;
    return epsg == 4326;
}

static void read_position(struct orb_form *outer, struct table_mapping *m)
{
    static const char *const orders[] = { "xy", "auto", NULL };
    struct orb_form form;
    const char *crs;
    int order;

    m->epsg = 4326;
    if (orb_form_value(outer, "position") == NULL)
        return;
    orb_form_enter(&form, outer, "position", true);
    orb_table_value_read(&form, m, TABLE_X);
    orb_table_value_read(&form, m, TABLE_Y);
    if (!m->values[TABLE_X].given || !m->values[TABLE_Y].given)
        orb_form_fail(&form, m->values[TABLE_X].given ? "y" : "x",
                      _("this key is missing"));
    crs = orb_form_text(&form, "crs", false);
    if (crs != NULL && strcmp(crs, "legal") == 0) {
        m->epsg = 0;
    } else if (crs != NULL) {
        int64_t epsg = 0;

        if (strncmp(crs, "EPSG:", 5) != 0 ||
            !orb_integer_parse(&epsg, crs + 5, strlen(crs + 5), 1, 99999) ||
            !system_known((int)epsg))
            orb_form_fail(
                &form, "crs",
                _("the system is EPSG:4326, legal, or one of EPSG:2154, 5490, 2972, 2975, 4467 and 4471"));
        m->epsg = (int)epsg;
    }
    order = orb_form_choice(&form, "order", orders, 2, 0);
    m->order = order == 1 ? TABLE_ORDER_AUTO : TABLE_ORDER_XY;
    orb_form_join(outer, &form);
}

/* What holds for every row that is a service. */
static void read_constants(struct orb_form *form, struct table_mapping *m)
{
    static const char *const who[] = { "public", "professional", "restricted", NULL };
    static const char *const circles[] = { "C2", "C3", NULL };
    int choice = orb_form_choice(form, "contacts", who, 3, ORB_PROFESSIONAL);

    m->contacts = (enum orb_confidentiality)choice;
    choice = orb_form_choice(form, "circle_hint", circles, 2, 0);
    if (orb_form_value(form, "circle_hint") != NULL)
        m->droit_commun = choice == 1 ? ORB_YES : ORB_NO;
    if (m->droit_commun != ORB_UNKNOWN && m->values[TABLE_DROIT_COMMUN].given)
        orb_form_fail(form, "circle_hint", _("droit_commun says the same for each row"));
}

/* Rows are services, or communes of which more is told. */
static void read_kind(struct orb_form *form, struct table_mapping *m)
{
    struct orb_form kind;
    const char *value;

    if (orb_form_integer(form, "format", 0, 1, 1) == 0)
        orb_form_fail(form, "format", _("this key is missing"));
    if (orb_form_value(form, "kind") == NULL)
        return;
    if (orb_json_type(orb_form_value(form, "kind")) == ORB_JSON_STRING) {
        value = orb_form_text(form, "kind", true);
    } else {
        orb_form_enter(&kind, form, "kind", true);
        value = orb_form_text(&kind, "value", true);
        orb_form_join(form, &kind);
    }
    m->communes = value != NULL && strcmp(value, "commune") == 0;
    if (value != NULL && !m->communes && strcmp(value, "service") != 0)
        orb_form_fail(form, "kind", _("rows are \"service\" or \"commune\""));
}

/* Fields that mean something for the rows; another is an unknown key. */
static void read_fields(struct orb_form *form, struct table_mapping *m)
{
    static const enum table_field of_communes[] = { TABLE_COMMUNE, TABLE_NAME,
                                                    TABLE_POSTCODE };

    for (int f = 0; !m->communes && f < TABLE_POPULATION; f++)
        if (f != TABLE_X && f != TABLE_Y && f != TABLE_DATE)
            orb_table_value_read(form, m, (enum table_field)f);
    for (size_t i = 0; m->communes && i < sizeof of_communes / sizeof of_communes[0]; i++)
        orb_table_value_read(form, m, of_communes[i]);
    for (int f = TABLE_POPULATION; m->communes && f < TABLE_FIELDS; f++)
        orb_table_value_read(form, m, (enum table_field)f);
}

static enum orb_status read_document(struct table_mapping *m, const struct orb_json *json,
                                     struct orb_error *err)
{
    enum table_field key;
    struct orb_form form;

    orb_form_begin(&form, json, "", &m->arena, err);
    read_source(&form, m);
    read_reading(&form, m);
    read_kind(&form, m);
    read_fields(&form, m);
    read_position(&form, m);
    if (m->communes)
        orb_table_read_communes(&form, m);
    else
        read_constants(&form, m);
    key = m->communes ? TABLE_COMMUNE : TABLE_ID;
    if (!m->values[key].given)
        orb_form_fail(&form, orb_table_field_names[key], _("this key is missing"));
    return orb_form_end(&form);
}

static enum orb_status keep_document(struct table_mapping *m, const struct orb_json *json,
                                     struct orb_error *err)
{
    struct orb_buf text = { 0 };

    orb_buf_text(&text, "{\"mapping\":");
    orb_json_write(&text, json);
    orb_buf_char(&text, '}');
    if (!text.failed)
        m->json = orb_arena_text(&m->arena, text.data, text.len);
    orb_buf_release(&text);
    return m->json == NULL ? orb_error_memory(err) : ORB_OK;
}

enum orb_status orb_table_mapping_read(struct table_mapping *mapping, const char *path,
                                       struct orb_error *err)
{
    struct orb_buf text = { 0 };
    struct orb_json *json = NULL;
    enum orb_status status = orb_file_read(&text, path, MAPPING_CAP, err);

    *mapping = (struct table_mapping){ .path = path };
    if (status != ORB_OK) {
        orb_buf_release(&text);
        return status;
    }
    status = orb_json_parse(&json, text.len == 0 ? "" : text.data, text.len, err);
    if (status == ORB_OK)
        status = read_document(mapping, json, err);
    if (status == ORB_OK)
        status = keep_document(mapping, json, err);
    if (status != ORB_OK)
        orb_error_at(err, "%s", path);
    orb_json_free(json);
    orb_buf_release(&text);
    return status;
}

void orb_table_mapping_release(struct table_mapping *mapping)
{
    for (size_t i = 0; i < TABLE_FIELDS; i++)
        orb_strmap_release(&mapping->values[i].from);
    orb_strmap_release(&mapping->skip.texts);
    orb_strmap_release(&mapping->columns);
    orb_free(mapping->column_places);
    orb_arena_release(&mapping->arena);
    *mapping = (struct table_mapping){ 0 };
}
