/* Contours of communes in GeoJSON. The files follow an older list of communes than ours:
 * every code is followed to the commune it became, and the pieces of one commune are
 * dissolved. The codes are read first, so that only such pieces wait in memory. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "engine/base/alloc.h"
#include "engine/base/number.h"
#include "engine/base/strmap.h"
#include "engine/base/text.h"
#include "engine/geo/context.h"
#include "engine/geo/shape.h"
#include "importers/importer.h"
#include "importers/input.h"
#include "importers/json_reader.h"
#include "importers/registry.h"
#include "importers/territory_box.h"

enum { SOURCE_LEN = 64, COMMUNE_LEN = 5, DEPARTEMENT_LEN = 3 };

#define AREA_CHANGE_TOLD 0.001

/* A territory that the files describe, possibly in several pieces. */
struct target {
    const char *code;
    enum orb_territory_kind kind;
    size_t expected; /* pieces in the files */
    size_t read;
    struct orb_shape **pieces; /* waiting for the others */
    size_t piece_count;
    size_t piece_capacity;
    bool renamed; /* a piece came under another code */
};

struct contours {
    const struct orb_import_input *in;
    const struct orb_sink *sink;
    struct orb_import_report *report;
    struct orb_geo_context *geo;
    struct orb_arena arena;
    struct orb_strmap codes; /* target codes */
    struct target *targets;
    size_t target_capacity;
    struct orb_strmap seen; /* codes of features */
    struct orb_strmap departements;
    struct orb_buf wkb;
    const struct orb_json_item *item; /* being read; NULL = none */
    const char *file;
    const char *source;
    orb_date day;
    bool counting; /* first reading */
    bool is_collection;
    bool knows_communes; /* the store has a list of communes */
    unsigned long long features;
};

/* What can be wrong with a feature. */
struct rule {
    enum orb_finding_level level;
    const char *name;
    const char *sentence;
};

static const struct rule code_absent = { ORB_FINDING_REJECTED, "code_absent",
                                         N_("the feature has no property 'code'") };
static const struct rule code_unknown = { ORB_FINDING_REJECTED, "code_unknown",
                                          N_("no commune has or had this code") };
static const struct rule code_twice = { ORB_FINDING_REJECTED, "code_twice",
                                        N_("this code was read already") };
static const struct rule no_contour = {
    ORB_FINDING_NOTE, "commune_without_contour",
    N_("this commune has no contour in the edition read")
};

/* The sentence of the rule, or another one already translated. */
static enum orb_status find(struct contours *c, const struct rule *rule, const char *code,
                            const char *sentence, struct orb_error *err)
{
    const struct orb_finding finding = { .level = rule->level,
                                         .file = c->file,
                                         .place = c->item == NULL ? "" : c->item->pointer,
                                         .field = "code",
                                         .value = code == NULL ? "" : code,
                                         .rule = rule->name,
                                         .sentence = sentence != NULL ? sentence
                                                                      : _(rule->sentence) };

    return orb_report_find(c->report, &finding, err);
}

/* ---- codes */

static const char *departement_of(const char *code, char out[DEPARTEMENT_LEN + 1])
{
    size_t len = code[0] == '9' && (code[1] == '7' || code[1] == '8') ? 3 : 2;

    memcpy(out, code, len);
    out[len] = '\0';
    return out;
}

/* The code of what the feature is part of; NULL when it is not known. */
static const char *resolve(struct contours *c, const char *code,
                           enum orb_territory_kind *kind)
{
    const struct orb_territory_view *view = c->in->territory;

    *kind = strlen(code) == COMMUNE_LEN ? ORB_TERRITORY_COMMUNE : ORB_TERRITORY_DEPARTEMENT;
    if (*kind == ORB_TERRITORY_DEPARTEMENT)
        return strlen(code) >= 2 && strlen(code) <= DEPARTEMENT_LEN ? code : NULL;
    return c->knows_communes ? view->commune(view->context, code) : code;
}

static struct target *target_of(struct contours *c, const char *code)
{
    uint32_t number = orb_strmap_find(&c->codes, code, strlen(code));

    return number == ORB_STRMAP_NONE ? NULL : &c->targets[number];
}

static enum orb_status add_target(struct contours *c, const char *code,
                                  enum orb_territory_kind kind, struct orb_error *err)
{
    size_t before = c->codes.count;
    uint32_t number;

    if (orb_grow((void **)&c->targets, &c->target_capacity, before, sizeof *c->targets) !=
            ORB_OK ||
        orb_strmap_add(&c->codes, code, strlen(code), &number) != ORB_OK)
        return orb_error_memory(err);
    if (c->codes.count > before)
        c->targets[number] =
            (struct target){ .code = c->codes.strings[number], .kind = kind };
    c->targets[number].expected++;
    return ORB_OK;
}

/* First reading: how many pieces each territory has. */
static enum orb_status count_feature(struct contours *c, const char *code,
                                     struct orb_error *err)
{
    enum orb_territory_kind kind;
    const char *target = code == NULL ? NULL : resolve(c, code, &kind);
    size_t before = c->seen.count;
    uint32_t number;

    if (target == NULL)
        return ORB_OK;
    if (orb_strmap_add(&c->seen, code, strlen(code), &number) != ORB_OK)
        return orb_error_memory(err);
    return c->seen.count == before ? ORB_OK : add_target(c, target, kind, err);
}

/* ---- giving */

static const char *const dissolved_fields =
    "contour=computed:dissolved;lat=computed:contour;lon=computed:contour";
static const char *const plain_fields = "lat=computed:contour;lon=computed:contour";

static enum orb_status give(struct contours *c, const struct target *target,
                            const struct orb_shape *shape, const char *name,
                            struct orb_error *err)
{
    struct orb_territory territory = {
        .kind = target->kind,
        .code = target->code,
        .name = name,
        .population = -1,
        .income = (double)NAN,
        .lon = (double)NAN,
        .lat = (double)NAN,
        .provenance = { c->source, c->day, ORB_BASIS_DECLARED,
                        target->expected > 1 ? dissolved_fields : plain_fields }
    };
    enum orb_status status;

    if (orb_shape_point(shape, &territory.lon, &territory.lat))
        territory.point_method = "contour";
    orb_buf_clear(&c->wkb);
    status = orb_shape_write_wkb(shape, &c->wkb, err);
    territory.contour = (const unsigned char *)c->wkb.data;
    territory.contour_len = c->wkb.len;
    if (status == ORB_OK)
        status = orb_sink_territory(c->sink, &territory, err);
    return status == ORB_OK
               ? orb_report_count(c->report, "kept", orb_territory_kind_name(target->kind),
                                  1, err)
               : status;
}

static enum orb_status dissolve(struct contours *c, struct target *target,
                                struct orb_error *err)
{
    struct orb_shape *whole = NULL;
    enum orb_status status =
        orb_shape_dissolve(&whole, c->geo, (const struct orb_shape *const *)target->pieces,
                           target->piece_count, err);

    if (status == ORB_OK)
        status = give(c, target, whole, NULL, err);
    orb_shape_free(whole);
    if (status == ORB_OK)
        status = orb_report_count(c->report, "kept", "dissolved", 1, err);
    if (status == ORB_OK)
        status = orb_report_count(c->report, "kept", "piece", target->piece_count, err);
    for (size_t i = 0; i < target->piece_count; i++)
        orb_shape_free(target->pieces[i]);
    target->piece_count = 0;
    return status;
}

/* Takes ownership of the shape. */
static enum orb_status keep_piece(struct target *target, struct orb_shape *shape,
                                  struct orb_error *err)
{
    if (orb_grow((void **)&target->pieces, &target->piece_capacity, target->piece_count,
                 sizeof(struct orb_shape *)) != ORB_OK) {
        orb_shape_free(shape);
        return orb_error_memory(err);
    }
    target->pieces[target->piece_count++] = shape;
    return ORB_OK;
}

/* A piece is read, or was found unusable (shape NULL); the territory is given when it was
 * the last one. */
static enum orb_status add_piece(struct contours *c, struct target *target,
                                 struct orb_shape *shape, const char *name,
                                 struct orb_error *err)
{
    enum orb_status status = ORB_OK;

    target->read++;
    if (target->expected == 1) {
        if (shape != NULL)
            status = give(c, target, shape, target->renamed ? NULL : name, err);
        orb_shape_free(shape);
        return status;
    }
    if (shape != NULL)
        status = keep_piece(target, shape, err);
    if (status == ORB_OK && target->read == target->expected && target->piece_count > 0)
        status = dissolve(c, target, err);
    return status;
}

/* ---- reading */

/* A geometry that cannot be read loses its row; a shape elsewhere on Earth stops the
 * import. */
static enum orb_status read_shape(struct contours *c, const char *code,
                                  struct orb_shape **out, struct orb_error *err)
{
    static const struct rule geometry = { ORB_FINDING_REJECTED, "geometry", "" };
    static const struct rule area_change = { ORB_FINDING_VALUE, "area_change", "" };
    struct orb_error why = { 0 };
    double change = 0, box[4];
    char sentence[ORB_ERROR_TEXT_MAX + 80];
    enum orb_status status =
        orb_shape_parse(out, c->geo, orb_json_get(c->item->value, "geometry"), &why);

    if (status == ORB_OK) {
        orb_shape_box(*out, box);
        if (!orb_territory_holds(code, box))
            return orb_error_set(
                err, ORB_ERR_RANGE,
                _("the contour of %s is not where this territory is; are its positions longitude then latitude in degrees?"),
                code);
        status = orb_shape_repair(*out, &change, &why);
    } else if (status == ORB_ERR_RANGE) {
        return orb_error_set(err, ORB_ERR_RANGE, "%s", why.text);
    }
    if (status == ORB_ERR_MEMORY)
        return orb_error_memory(err);
    if (status != ORB_OK) {
        orb_shape_free(*out);
        *out = NULL;
        return find(c, &geometry, code, why.text, err);
    }
    if (change <= AREA_CHANGE_TOLD)
        return ORB_OK;
    (void)snprintf(sentence, sizeof sentence,
                   _("the repair of the contour changed its area by %.1f %%"),
                   100 * change);
    return find(c, &area_change, code, sentence, err);
}

static enum orb_status take_code(struct contours *c, const char *code, struct target **out,
                                 struct orb_error *err)
{
    enum orb_territory_kind kind;
    const char *target = code == NULL ? NULL : resolve(c, code, &kind);
    size_t before = c->seen.count;
    uint32_t number;
    char departement[DEPARTEMENT_LEN + 1];

    *out = NULL;
    if (code == NULL)
        return find(c, &code_absent, NULL, NULL, err);
    if (target == NULL)
        return find(c, &code_unknown, code, NULL, err);
    if (orb_strmap_add(&c->seen, code, strlen(code), &number) != ORB_OK)
        return orb_error_memory(err);
    if (c->seen.count == before)
        return find(c, &code_twice, code, NULL, err);
    *out = target_of(c, target);
    (*out)->renamed = (*out)->renamed || strcmp(code, target) != 0;
    if (kind == ORB_TERRITORY_COMMUNE) {
        (void)departement_of(target, departement);
        if (orb_strmap_add(&c->departements, departement, strlen(departement), &number) !=
            ORB_OK)
            return orb_error_memory(err);
    }
    return ORB_OK;
}

static enum orb_status take_feature(struct contours *c, struct orb_error *err)
{
    const struct orb_json *properties = orb_json_get(c->item->value, "properties");
    const char *code = orb_json_text(orb_json_get(properties, "code"));
    const char *name = orb_json_text(orb_json_get(properties, "nom"));
    struct orb_shape *shape = NULL;
    struct target *target;
    enum orb_status status;

    c->features++;
    if (c->counting)
        return count_feature(c, code, err);
    status = orb_report_count(c->report, "read", "feature", 1, err);
    if (status == ORB_OK)
        status = take_code(c, code, &target, err);
    if (status != ORB_OK || target == NULL)
        return status;
    status = read_shape(c, code, &shape, err);
    if (status != ORB_OK) {
        orb_error_at(err, "%s:%s", c->file, c->item->pointer);
        orb_shape_free(shape);
        return status;
    }
    return add_piece(c, target, shape, name, err);
}

static enum orb_status take_item(void *context, const struct orb_json_item *item,
                                 struct orb_error *err)
{
    struct contours *c = context;
    const char *type = orb_json_text(item->value);

    if (strcmp(item->list, "type") == 0)
        c->is_collection = type != NULL && strcmp(type, "FeatureCollection") == 0;
    if (strcmp(item->list, "features") != 0 || item->index == ORB_JSON_WHOLE)
        return ORB_OK;
    c->item = item;
    return take_feature(c, err);
}

static enum orb_status read_one(struct contours *c, struct orb_input *input,
                                struct orb_error *err)
{
    enum orb_status status;

    c->is_collection = false;
    c->file = orb_input_path(input);
    status = orb_json_read(input, take_item, c, err);
    if (status == ORB_OK && !c->is_collection) {
        status = orb_error_set(err, ORB_ERR_SYNTAX,
                               _("the file is not a GeoJSON FeatureCollection"));
        orb_error_at(err, "%s", c->file);
    }
    return status;
}

/* Read every file twice: the codes, then the shapes. */
static enum orb_status read_all(struct contours *c, struct orb_error *err)
{
    struct orb_input *inputs[ORB_IMPORT_MAX_FILES] = { NULL };
    size_t count =
        c->in->path_count < ORB_IMPORT_MAX_FILES ? c->in->path_count : ORB_IMPORT_MAX_FILES;
    enum orb_status status = ORB_OK;

    c->counting = true;
    for (size_t i = 0; status == ORB_OK && i < count; i++) {
        status = orb_input_open_twice(&inputs[i], c->in->paths[i], err);
        if (status == ORB_OK)
            status = read_one(c, inputs[i], err);
    }
    if (status == ORB_OK && c->features == 0)
        status = orb_error_set(err, ORB_ERR_SYNTAX, _("there is no feature to read"));
    c->counting = false;
    orb_strmap_release(&c->seen);
    for (size_t i = 0; status == ORB_OK && i < count; i++) {
        status = orb_input_rewind(inputs[i], err);
        if (status == ORB_OK)
            status = read_one(c, inputs[i], err);
    }
    for (size_t i = 0; i < count; i++)
        orb_input_close(inputs[i]);
    return status;
}

/* Communes of the départements at hand that no file covers: created or split off since the
 * edition of the contours. */
static enum orb_status tell_missing(struct contours *c, struct orb_error *err)
{
    const struct orb_territory_view *view = c->in->territory;
    char departement[DEPARTEMENT_LEN + 1];
    enum orb_status status = ORB_OK;

    if (!c->knows_communes)
        return ORB_OK;
    c->file = c->in->paths[0];
    c->item = NULL;
    for (const char *code = view->next_commune(view->context, NULL);
         status == ORB_OK && code != NULL; code = view->next_commune(view->context, code)) {
        (void)departement_of(code, departement);
        if (orb_strmap_find(&c->departements, departement, strlen(departement)) !=
                ORB_STRMAP_NONE &&
            target_of(c, code) == NULL)
            status = find(c, &no_contour, code, NULL, err);
    }
    return status;
}

static enum orb_status give_source(struct contours *c, struct orb_error *err)
{
    const char *edition = c->in->edition;
    char attribution[SOURCE_LEN];
    struct orb_source source = { .name = "Contours des communes",
                                 .licence = c->in->licence,
                                 .attribution = c->in->attribution,
                                 .edition = edition };
    int64_t year;

    if (edition == NULL || !orb_integer_parse(&year, edition, strlen(edition), 1943, 2200))
        return orb_error_set(
            err, ORB_ERR_SYNTAX,
            _("the year of the communes in the contours is missing: give it with --edition 2018"));
    if (source.licence == NULL)
        return orb_error_set(
            err, ORB_ERR_SYNTAX,
            _("the licence of the contours is missing: give it with --licence"));
    (void)snprintf(attribution, sizeof attribution, "IGN-INSEE, %s", edition);
    if (source.attribution == NULL)
        source.attribution = attribution;
    c->source = source.id = orb_arena_printf(&c->arena, "contours-%s", edition);
    if (c->source == NULL)
        return orb_error_memory(err);
    c->day = source.observed_on = orb_date_make((int)year, 1, 1);
    return orb_sink_source(c->sink, &source, err);
}

static void release(struct contours *c)
{
    for (size_t i = 0; i < c->codes.count; i++) {
        for (size_t k = 0; k < c->targets[i].piece_count; k++)
            orb_shape_free(c->targets[i].pieces[k]);
        orb_free(c->targets[i].pieces);
    }
    orb_free(c->targets);
    orb_strmap_release(&c->codes);
    orb_strmap_release(&c->seen);
    orb_strmap_release(&c->departements);
    orb_buf_release(&c->wkb);
    orb_arena_release(&c->arena);
    orb_geo_close(c->geo);
}

static enum orb_status run(const struct orb_import_input *in, const struct orb_sink *sink,
                           struct orb_import_report *report, struct orb_error *err)
{
    const struct orb_territory_view *view = in->territory;
    struct contours c = { .in = in, .sink = sink, .report = report };
    enum orb_status status = give_source(&c, err);

    c.knows_communes = view != NULL && view->commune != NULL &&
                       view->next_commune != NULL &&
                       view->next_commune(view->context, NULL) != NULL;
    if (status == ORB_OK)
        status = orb_geo_open(&c.geo, err);
    if (status == ORB_OK)
        status = read_all(&c, err);
    if (status == ORB_OK)
        status = tell_missing(&c, err);
    release(&c);
    return status;
}

const struct orb_importer orb_importer_contours = {
    .name = "contours",
    .summary = N_("contours of communes (GeoJSON)"),
    .usage = "FILE.geojson... --edition YEAR --licence TEXT",
    .licence = NULL,
    .attribution = NULL,
    .full = false,
    .run = run,
};
