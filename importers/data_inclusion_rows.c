/* The columns of data·inclusion v1, and which of its forms a file has. */
#include <stdio.h>
#include <string.h>

#include "engine/base/text.h"
#include "engine/base/utf8.h"
#include "importers/data_inclusion.h"

const struct dinc_column orb_dinc_columns[DINC_FIELDS] = {
    [DINC_IGNORE] = { "__ignore__", false, false, NULL },
    [DINC_ACCESSIBILITE_LIEU] = { "accessibilite_lieu", false, false, NULL },
    [DINC_ADRESSE] = { "adresse", false, false, NULL },
    [DINC_CODE_INSEE] = { "code_insee", false, false, NULL },
    [DINC_CODE_POSTAL] = { "code_postal", false, false, NULL },
    [DINC_COMMUNE] = { "commune", false, false, NULL },
    [DINC_COMPLEMENT_ADRESSE] = { "complement_adresse", false, false, NULL },
    [DINC_CONDITIONS_ACCES] = { "conditions_acces", false, true, NULL },
    [DINC_CONTACT_NOM_PRENOM] = { "contact_nom_prenom", false, true, NULL },
    [DINC_COURRIEL] = { "courriel", false, true, NULL },
    [DINC_DATE_MAJ] = { "date_maj", false, false, NULL },
    [DINC_DESCRIPTION] = { "description", false, true, NULL },
    [DINC_FRAIS] = { "frais", false, false, "datainclusion_frais" },
    [DINC_FRAIS_PRECISIONS] = { "frais_precisions", false, true, NULL },
    [DINC_HORAIRES_ACCUEIL] = { "horaires_accueil", false, false, NULL },
    [DINC_ID] = { "id", false, false, NULL },
    [DINC_LATITUDE] = { "latitude", false, false, NULL },
    [DINC_LIEN_MOBILISATION] = { "lien_mobilisation", false, true, NULL },
    [DINC_LIEN_SOURCE] = { "lien_source", false, true, NULL },
    [DINC_LONGITUDE] = { "longitude", false, false, NULL },
    [DINC_MOBILISABLE_PAR] = { "mobilisable_par", true, false,
                               "datainclusion_personnes_mobilisatrices" },
    [DINC_MOBILISATION_PRECISIONS] = { "mobilisation_precisions", false, true, NULL },
    [DINC_MODES_ACCUEIL] = { "modes_accueil", true, false, "datainclusion_modes_accueil" },
    [DINC_MODES_MOBILISATION] = { "modes_mobilisation", true, false,
                                  "datainclusion_modes_mobilisation" },
    [DINC_NOM] = { "nom", false, false, NULL },
    [DINC_NOMBRE_SEMAINES] = { "nombre_semaines", false, false, NULL },
    [DINC_PUBLICS] = { "publics", true, false, "datainclusion_publics" },
    [DINC_PUBLICS_PRECISIONS] = { "publics_precisions", false, true, NULL },
    [DINC_RESEAUX_PORTEURS] = { "reseaux_porteurs", true, false,
                                "datainclusion_reseaux_porteurs" },
    [DINC_SCORE_QUALITE] = { "score_qualite", false, false, NULL },
    [DINC_SIRET] = { "siret", false, false, NULL },
    [DINC_SITE_WEB] = { "site_web", false, true, NULL },
    [DINC_SOURCE] = { "source", false, false, NULL },
    [DINC_STRUCTURE_ID] = { "structure_id", false, false, NULL },
    [DINC_TELEPHONE] = { "telephone", false, true, NULL },
    [DINC_THEMATIQUES] = { "thematiques", true, false, "datainclusion_thematiques" },
    [DINC_TYPE] = { "type", false, false, "datainclusion_types_de_services" },
    [DINC_VOLUME_HORAIRE_HEBDOMADAIRE] = { "volume_horaire_hebdomadaire", false, false,
                                           NULL },
    [DINC_ZONE_ELIGIBILITE] = { "zone_eligibilite", true, false, NULL },
};

enum orb_status orb_dinc_names(struct dinc *d, struct orb_error *err)
{
    for (size_t i = 0; i < DINC_FIELDS; i++) {
        uint32_t number;

        if (orb_strmap_add(&d->names, orb_dinc_columns[i].name,
                           strlen(orb_dinc_columns[i].name), &number) != ORB_OK)
            return orb_error_memory(err);
    }
    return ORB_OK;
}

enum orb_status orb_dinc_bad_file(const struct dinc *d, const char *place,
                                  const char *sentence, struct orb_error *err)
{
    enum orb_status status = orb_error_set(err, ORB_ERR_SYNTAX, "%s", sentence);

    orb_error_at(err, "%s%s%s", d->file, place[0] == '\0' ? "" : ":", place);
    return status;
}

/* The field of a name, or DINC_FIELDS. Names of version 0 stop the import: their words mean
 * other things. */
enum orb_status orb_dinc_field(struct dinc *d, const char *name, uint32_t *field,
                               struct orb_error *err)
{
    static const char *const old[] = { "labels_nationaux",
                                       "modes_orientation_beneficiaire",
                                       "profils",
                                       "typologie",
                                       "types",
                                       "zone_diffusion_type" };
    char drift[80];
    size_t len;

    *field = orb_strmap_find(&d->names, name, strlen(name));
    if (*field != ORB_STRMAP_NONE)
        return ORB_OK;
    *field = DINC_FIELDS;
    for (size_t i = 0; i < sizeof old / sizeof old[0]; i++)
        if (strcmp(name, old[i]) == 0)
            return orb_dinc_bad_file(
                d, "", _("this is data·inclusion of version 0; only version 1 is read"),
                err);
    len = (size_t)snprintf(drift, sizeof drift, "%s", name[0] == '\0' ? "?" : name);
    for (len = len < sizeof drift ? len : sizeof drift - 1; !orb_utf8_valid(drift, len);)
        drift[--len] = '\0';
    return orb_report_count(d->report, "drift", drift, 1, err);
}

/* What separates items in the lists of CSV files and spreadsheets: JSON, PostgreSQL and
 * Python write brackets and quotes, people write commas. No code holds any of these. */
static enum orb_status split(struct dinc *d, const char *text, struct dinc_value *out,
                             struct orb_error *err)
{
    static const char between[] = "[]{}\"',;|\n\r\t";
    const char **items = orb_arena_array(&d->row, strlen(text) / 2 + 1, sizeof *items);
    enum orb_status status = ORB_OK;

    if (items == NULL)
        return orb_error_memory(err);
    for (const char *p = text; *p != '\0';) {
        size_t len = strcspn(p, between);
        const char *item = orb_dinc_clean(d, p, len, &status);

        if (status != ORB_OK)
            return orb_error_memory(err);
        if (item != NULL)
            items[out->count++] = item;
        p += len + (p[len] != '\0');
    }
    out->items = items;
    return ORB_OK;
}

enum orb_status orb_dinc_set(struct dinc *d, enum dinc_field field, struct dinc_text text,
                             struct dinc_row *row, struct orb_error *err)
{
    struct dinc_value *value = &row->values[field];
    enum orb_status status = ORB_OK;
    const char *clean = orb_dinc_clean(d, text.bytes, text.len, &status);

    if (status != ORB_OK)
        return orb_error_memory(err);
    if (clean == NULL)
        return ORB_OK;
    value->text = clean;
    value->is_set = true;
    return orb_dinc_columns[field].is_list ? split(d, clean, value, err) : ORB_OK;
}

typedef enum orb_status (*read_form)(struct dinc *, struct orb_input *, struct orb_error *);

static size_t skip(const char *bytes, size_t len, size_t at, const char *what)
{
    while (at < len && bytes[at] != '\0' && strchr(what, bytes[at]) != NULL)
        at++;
    return at;
}

/* By the first bytes: a list, an object of lists, an object (one a line), anything else. */
static read_form form_of(const char *bytes, size_t len)
{
    static const char *const keys[] = { "structures", "services", "items", "page",
                                        "pages",      "size",     "total" };
    bool marked = len >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0;
    size_t i = skip(bytes, len, marked ? 3 : 0, " \t\r\n");

    if (i < len && bytes[i] == '[')
        return orb_dinc_read_json;
    if (i == len || bytes[i] != '{')
        return orb_dinc_read_csv;
    i = skip(bytes, len, i + 1, " \t\r\n\"");
    for (size_t k = 0; k < sizeof keys / sizeof keys[0]; k++) {
        size_t n = strlen(keys[k]);

        if (n < len - i && strncmp(bytes + i, keys[k], n) == 0 && bytes[i + n] == '"')
            return orb_dinc_read_json;
    }
    return orb_dinc_read_lines;
}

enum orb_status orb_dinc_read(struct dinc *d, const char *path, struct orb_error *err)
{
    struct orb_input *in = NULL;
    const char *bytes = "";
    size_t len = 0;
    read_form read = orb_dinc_read_csv;
    enum orb_status status = orb_input_open_twice(&in, path, err);

    d->file = path;
    d->file_rows = 0;
    if (status == ORB_OK)
        status = orb_input_next(in, &bytes, &len, err);
    if (status == ORB_OK) {
        read = form_of(bytes, len);
        status = orb_input_rewind(in, err);
    }
    if (status == ORB_OK)
        status = read(d, in, err);
    orb_input_close(in);
    return status;
}
