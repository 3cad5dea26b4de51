/* The head of a document, and the dictionaries that its columns point into. */
#include <math.h>
#include <string.h>

#include "engine/base/strmap.h"
#include "engine/base/text.h"
#include "maps/circles_words.h"
#include "maps/columns_parts.h"

#define NO_SOURCE 65535

/* Entries between two looks at the stream. */
#define ENTRIES 256

/* NULL when unknown. */
static void member(struct orb_json_writer *w, const char *key, const char *text)
{
    orb_jw_member_text(w, key, text);
}

static void raw(struct orb_json_writer *w, const char *key, const char *json,
                const char *otherwise)
{
    orb_jw_key(w, key);
    orb_jw_raw(w, json == NULL ? otherwise : json);
}

int64_t orb_columns_source(const struct columns *c, uint32_t source)
{
    int64_t number = 0;

    if (source >= c->selection->catalogue->source_count)
        return NO_SOURCE;
    for (uint32_t i = 0; i < source; i++)
        number += c->selection->used[i] != 0;
    return number < NO_SOURCE ? number : NO_SOURCE;
}

static void write_sources(struct columns *c)
{
    const struct orb_catalogue *catalogue = c->selection->catalogue;
    struct orb_json_writer *w = &c->json;

    orb_jw_key(w, "sources");
    orb_jw_open_array(w);
    for (uint32_t i = 0; i < catalogue->source_count; i++) {
        const struct orb_cat_source *s = &catalogue->sources[i];

        if (c->selection->used[i] == 0)
            continue;
        orb_jw_open_object(w);
        member(w, "name", orb_cat_string(catalogue, s->name));
        member(w, "attribution", orb_cat_known(catalogue, s->attribution));
        member(w, "licence", orb_cat_known(catalogue, s->licence));
        member(w, "edition", orb_cat_known(catalogue, s->edition));
        orb_jw_member_date(w, "observed_on", s->observed_on);
        orb_jw_close(w);
    }
    orb_jw_close(w);
}

/* The name of the operator whose circles are told. */
static const char *operator_name(const struct columns *c)
{
    const struct orb_catalogue *catalogue = c->selection->catalogue;
    const struct orb_circle_operator *whose = &c->selection->circles.whose;

    if (whose->organization == ORB_CAT_NONE ||
        whose->organization >= catalogue->organization_count)
        return whose->id;
    return orb_cat_known(catalogue, catalogue->organizations[whose->organization].name);
}

static void write_origin(struct columns *c)
{
    struct orb_json_writer *w = &c->json;

    orb_jw_key(w, "origin");
    if (c->head->origin == NULL) {
        orb_jw_null(w);
        return;
    }
    orb_jw_open_object(w);
    member(w, "name", c->head->origin);
    orb_jw_key(w, "lon");
    orb_jw_fixed(w, c->head->origin_lon, 6);
    orb_jw_key(w, "lat");
    orb_jw_fixed(w, c->head->origin_lat, 6);
    orb_jw_close(w);
}

void orb_columns_attribution(struct orb_buf *out, const struct orb_selection *selection,
                             const struct orb_columns_head *head)
{
    const char *more = head->more_attribution;
    struct orb_buf text = { 0 };

    orb_selection_attribution(&text, selection);
    /* Often the same. */
    if (more != NULL && more[0] != '\0' &&
        (text.len == 0 || strstr(text.data, more) == NULL))
        orb_buf_printf(&text, "%s%s", text.len == 0 ? "" : "; ", more);
    orb_buf_text(out, text.len == 0 ? "" : text.data);
    out->failed = out->failed || text.failed;
    orb_buf_release(&text);
}

static void write_attribution(struct columns *c)
{
    struct orb_json_writer *w = &c->json;
    struct orb_buf text = { 0 };

    orb_columns_attribution(&text, c->selection, c->head);
    member(w, "attribution", text.len == 0 ? "" : text.data);
    c->stream->buf->failed = c->stream->buf->failed || text.failed;
    orb_buf_clear(&text);
    orb_selection_licence(&text, c->selection);
    member(w, "licence", text.len == 0 ? "" : text.data);
    c->stream->buf->failed = c->stream->buf->failed || text.failed;
    orb_buf_release(&text);
}

void orb_columns_write_head(struct columns *c)
{
    const struct orb_columns_head *head = c->head;
    struct orb_json_writer *w = &c->json;

    orb_buf_text(c->stream->buf, ",\n\"head\":");
    orb_jw_init_buf(w, c->stream->buf, 0);
    orb_jw_open_object(w);
    member(w, "title", head->title);
    member(w, "subtitle", head->subtitle);
    orb_jw_member_date(w, "reference_date", c->selection->date);
    member(w, "language", head->french ? "fr" : "en");
    member(w, "operator", operator_name(c));
    orb_jw_member_bool(w, "private", head->is_private);
    raw(w, "person", head->person, "null");
    write_origin(c);
    raw(w, "rings", head->rings, "[]");
    member(w, "csv", head->csv);
    orb_jw_member_integer(w, "unlocated", (int64_t)c->selection->unlocated);
    write_attribution(c);
    write_sources(c);
    orb_jw_close(w);
}

/* ---- entries */

static void write_text(struct columns *c, const char *key)
{
    orb_jw_text(&c->json, key);
}

/* As the offers of the commune are told from it. */
static void write_units(struct orb_json_writer *w, double degrees)
{
    int64_t units = orb_columns_units(degrees);

    orb_jw_fixed(w, units == COLUMNS_NONE ? NAN : (double)units / 1e5, 5);
}

static void write_commune(struct columns *c, const char *key)
{
    const struct orb_catalogue *catalogue = c->selection->catalogue;
    uint32_t number = orb_cat_commune_find(catalogue, key);
    const struct orb_cat_commune *commune =
        number == ORB_CAT_NONE ? NULL : &catalogue->communes[number];
    bool placed = commune != NULL && fabs(commune->lon) <= 180 && fabs(commune->lat) <= 90;
    struct orb_json_writer *w = &c->json;

    orb_jw_open_object(w);
    member(w, "code", key);
    member(w, "name", commune == NULL ? NULL : orb_cat_known(catalogue, commune->name));
    orb_jw_key(w, "lon");
    write_units(w, placed ? commune->lon : NAN);
    orb_jw_key(w, "lat");
    write_units(w, placed ? commune->lat : NAN);
    orb_jw_key(w, "population");
    if (commune == NULL || commune->population < 0)
        orb_jw_null(w);
    else
        orb_jw_integer(w, commune->population);
    member(w, "departement",
           commune == NULL ? NULL : orb_cat_known(catalogue, commune->department));
    orb_jw_close(w);
}

static void write_coded(struct columns *c, const char *list, const char *code)
{
    orb_jw_open_object(&c->json);
    member(&c->json, "code", code);
    member(&c->json, "label", orb_columns_label(c, list, code));
    orb_jw_close(&c->json);
}

/* BPE numbers its equipments where FINESS has categories. */
static void write_category(struct columns *c, const char *key)
{
    bool finess =
        orb_vocabulary_label(&c->vocabulary, "finess_categories", key, "fr") != NULL;

    write_coded(c, finess ? "finess_categories" : "bpe_typequ", key);
}

static void write_organization(struct columns *c, const char *key)
{
    const struct orb_catalogue *catalogue = c->selection->catalogue;
    uint32_t number = orb_cat_organization_find(catalogue, key);

    orb_jw_open_object(&c->json);
    member(&c->json, "id", key);
    member(&c->json, "name",
           number == ORB_CAT_NONE
               ? NULL
               : orb_cat_known(catalogue, catalogue->organizations[number].name));
    orb_jw_close(&c->json);
}

/* The items of a list, as texts or, when list names a vocabulary, with their labels. */
static void write_items(struct columns *c, const char *key, const char *list)
{
    orb_jw_open_array(&c->json);
    while (*key != '\0') {
        size_t len = strcspn(key, "\n");

        orb_buf_clear(&c->text);
        orb_buf_add(&c->text, key, len);
        if (list == NULL)
            orb_jw_text_len(&c->json, key, len);
        else if (!c->text.failed)
            write_coded(c, list, c->text.data);
        key += len + (key[len] != '\0');
    }
    orb_jw_close(&c->json);
}

static void write_list(struct columns *c, const char *key)
{
    write_items(c, key, NULL);
}

static void write_publics(struct columns *c, const char *key)
{
    write_items(c, key, "groupes_publics");
}

static void write_orientations(struct columns *c, const char *key)
{
    write_items(c, key, "mdph_droits_prestations");
}

static const struct {
    const char *name;
    enum orb_columns_part part;
    void (*write)(struct columns *c, const char *key);
} dictionaries[COLUMNS_DICTIONARIES] = {
    [COLUMNS_COMMUNES] = { "commune", ORB_COLUMNS_DATA, write_commune },
    [COLUMNS_CATEGORIES] = { "category", ORB_COLUMNS_DATA, write_category },
    [COLUMNS_ORGANIZATIONS] = { "organization", ORB_COLUMNS_DATA, write_organization },
    [COLUMNS_MODALITIES] = { "modalities", ORB_COLUMNS_DATA, write_list },
    [COLUMNS_POSTCODES] = { "postcode", ORB_COLUMNS_DETAILS, write_text },
    [COLUMNS_PUBLICS] = { "publics", ORB_COLUMNS_DETAILS, write_publics },
    [COLUMNS_ORIENTATIONS] = { "orientations", ORB_COLUMNS_DETAILS, write_orientations },
    [COLUMNS_LANGUAGES] = { "languages", ORB_COLUMNS_DETAILS, write_list },
    [COLUMNS_FEATURES] = { "features", ORB_COLUMNS_DETAILS, write_list },
    [COLUMNS_ZONES] = { "zones", ORB_COLUMNS_DETAILS, write_text },
};

/* ---- what is fixed, and labels */

static void write_circles(struct orb_json_writer *w)
{
    orb_jw_key(w, "circle");
    orb_jw_open_array(w);
    for (size_t i = 0; i < ORB_CIRCLES; i++)
        orb_jw_text(w, orb_circle_names[i]);
    orb_jw_close(w);
}

static void write_families(struct columns *c)
{
    struct orb_json_writer *w = &c->json;

    orb_jw_key(w, "families");
    orb_jw_open_array(w);
    for (int i = 0; i < ORB_FAMILIES; i++) {
        const char code[] = { 'L', (char)('1' + i), '\0' };

        orb_jw_open_object(w);
        member(w, "code", code);
        member(w, "short", orb_circle_family_name((unsigned)i));
        member(w, "name", orb_columns_label(c, "loubat_familles", code));
        orb_jw_close(w);
    }
    orb_jw_close(w);
}

static void write_departements(struct columns *c)
{
    const struct orb_catalogue *catalogue = c->selection->catalogue;
    const struct columns_words *communes = &c->dictionaries[COLUMNS_COMMUNES];
    struct orb_strmap seen = { 0 };

    orb_jw_key(&c->json, "departement");
    orb_jw_open_object(&c->json);
    for (size_t i = 0; i < communes->count; i++) {
        uint32_t number =
            orb_cat_commune_find(catalogue, orb_columns_words_text(communes, i));
        const char *code =
            number == ORB_CAT_NONE
                ? NULL
                : orb_cat_known(catalogue, catalogue->communes[number].department);
        size_t known = seen.count;
        uint32_t at;

        if (code == NULL)
            continue;
        if (orb_strmap_add(&seen, code, strlen(code), &at) != ORB_OK)
            c->stream->buf->failed = true;
        else if (seen.count > known)
            member(&c->json, code, orb_columns_label(c, "departements", code));
    }
    orb_jw_close(&c->json);
    orb_strmap_release(&seen);
}

/* Of the ways in which offers are given. */
static void write_labels(struct columns *c)
{
    const struct orb_term_list *terms = NULL;

    orb_jw_key(&c->json, "labels");
    orb_jw_open_object(&c->json);
    if (orb_vocabulary_terms(&c->vocabulary, "modalites", &terms, NULL) != ORB_OK)
        c->stream->buf->failed = true;
    for (size_t i = 0; terms != NULL && i < terms->count; i++)
        member(&c->json, terms->terms[i].code,
               orb_columns_label(c, "modalites", terms->terms[i].code));
    orb_jw_close(&c->json);
}

static enum orb_status write_entries(struct columns *c, size_t number,
                                     struct orb_error *err)
{
    const struct columns_words *dictionary = &c->dictionaries[number];
    enum orb_status status = ORB_OK;

    orb_jw_key(&c->json, dictionaries[number].name);
    orb_jw_open_array(&c->json);
    for (size_t i = 0; i < dictionary->count && status == ORB_OK; i++) {
        dictionaries[number].write(c, orb_columns_words_text(dictionary, i));
        if (i % ENTRIES == 0)
            status = orb_stream_flush(c->stream, false, err);
    }
    orb_jw_close(&c->json);
    return status;
}

enum orb_status orb_columns_write_dictionaries(struct columns *c,
                                               enum orb_columns_part part,
                                               struct orb_error *err)
{
    struct orb_json_writer *w = &c->json;
    enum orb_status status = ORB_OK;

    orb_buf_text(c->stream->buf, ",\n\"dictionaries\":");
    orb_jw_init_buf(w, c->stream->buf, 0);
    orb_jw_open_object(w);
    for (size_t d = 0; d < COLUMNS_DICTIONARIES && status == ORB_OK; d++)
        if (((unsigned)part & (unsigned)dictionaries[d].part) != 0)
            status = write_entries(c, d, err);
    if (((unsigned)part & ORB_COLUMNS_DATA) != 0) {
        write_departements(c);
        write_circles(w);
        write_families(c);
        write_labels(c);
    }
    orb_jw_close(w);
    return status;
}
