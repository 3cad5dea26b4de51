/* One line a finding, so that a million of them need no memory. Words are in the language
 * of the reader, names of kinds and fields are not. */
#include "maps/findings.h"

#include <math.h>
#include <string.h>

#include "engine/base/alloc.h"
#include "engine/base/strmap.h"
#include "engine/base/text.h"
#include "maps/json_writer.h"

struct told_source {
    struct orb_source source;
    bool used;
};

struct orb_findings_writer {
    struct orb_json_writer json;
    struct orb_output *out;
    struct orb_arena arena;
    struct orb_strmap ids;
    struct told_source *sources; /* by number of their id */
    size_t capacity;
    double box[4]; /* west, south, east, north */
    unsigned long long located;
    unsigned long long unlocated;
    bool as_map;
};

enum orb_status orb_findings_writer_new(struct orb_findings_writer **writer,
                                        struct orb_output *out,
                                        const struct orb_findings_head *head,
                                        struct orb_error *err)
{
    struct orb_findings_writer *w = orb_calloc(1, sizeof *w);

    if (w == NULL)
        return orb_error_memory(err);
    w->out = out;
    w->as_map = head->as_map;
    orb_jw_init(&w->json, out, 1);
    orb_jw_open_object(&w->json);
    if (w->as_map)
        orb_jw_member_text(&w->json, "type", "FeatureCollection");
    else
        orb_jw_member_text(&w->json, "format", "orbite-check/1");
    orb_jw_member_date(&w->json, "reference_date", head->date);
    orb_jw_member_integer(&w->json, "old_months", head->old_months);
    orb_jw_member_integer(&w->json, "soon_days", head->soon_days);
    orb_jw_key(&w->json, w->as_map ? "features" : "findings");
    orb_jw_open_array(&w->json);
    *writer = w;
    return ORB_OK;
}

enum orb_status orb_findings_writer_source(struct orb_findings_writer *w,
                                           const struct orb_source *source,
                                           struct orb_error *err)
{
    struct orb_source *copy;
    uint32_t number;

    if (orb_grow((void **)&w->sources, &w->capacity, w->ids.count, sizeof *w->sources) !=
            ORB_OK ||
        orb_strmap_add(&w->ids, source->id, strlen(source->id), &number) != ORB_OK)
        return orb_error_memory(err);
    w->sources[number] = (struct told_source){ .used = false };
    copy = &w->sources[number].source;
    copy->id = w->ids.strings[number];
    copy->observed_on = source->observed_on;
    copy->name = orb_arena_strdup(&w->arena, source->name);
    copy->licence = orb_arena_strdup(&w->arena, source->licence);
    copy->attribution = orb_arena_strdup(&w->arena, source->attribution);
    return copy->licence == NULL || copy->attribution == NULL ||
                   (copy->name == NULL && source->name != NULL)
               ? orb_error_memory(err)
               : ORB_OK;
}

/* ---- one finding */

static void members(struct orb_json_writer *json, const struct orb_quality_finding *f)
{
    const struct orb_quality_rule *rule = &orb_quality_rules[f->kind];

    orb_jw_member_text(json, "kind", rule->name);
    orb_jw_member_text(json, "severity", orb_quality_severity_names[rule->severity]);
    orb_jw_member_text(json, "record", orb_record_kind_name(f->record));
    orb_jw_member_text(json, "id", f->id);
    orb_jw_member_text(json, "name", f->name);
    orb_jw_member_text(json, "field", f->field[0] == '\0' ? NULL : f->field);
    orb_jw_member_text(json, "value", f->value[0] == '\0' ? NULL : f->value);
    orb_jw_member_text(json, "sentence", f->sentence);
    orb_jw_member_text(json, "action", _(rule->action));
    orb_jw_member_text(json, "source", f->source);
    orb_jw_member_date(json, "observed_on", f->observed_on);
}

static bool is_located(const struct orb_quality_finding *f)
{
    return isfinite(f->lon) && isfinite(f->lat);
}

static void widen(struct orb_findings_writer *w, const struct orb_quality_finding *f)
{
    if (w->located++ == 0) {
        w->box[0] = w->box[2] = f->lon;
        w->box[1] = w->box[3] = f->lat;
    }
    w->box[0] = fmin(w->box[0], f->lon);
    w->box[1] = fmin(w->box[1], f->lat);
    w->box[2] = fmax(w->box[2], f->lon);
    w->box[3] = fmax(w->box[3], f->lat);
}

static void put_feature(struct orb_findings_writer *w, const struct orb_quality_finding *f)
{
    struct orb_json_writer *json = &w->json;

    orb_jw_member_text(json, "type", "Feature");
    orb_jw_key(json, "geometry");
    if (is_located(f)) {
        widen(w, f);
        orb_jw_open_object(json);
        orb_jw_member_text(json, "type", "Point");
        orb_jw_key(json, "coordinates");
        orb_jw_open_array(json);
        orb_jw_fixed(json, f->lon, 6);
        orb_jw_fixed(json, f->lat, 6);
        orb_jw_close(json);
        orb_jw_close(json);
    } else {
        w->unlocated++;
        orb_jw_null(json);
    }
    orb_jw_key(json, "properties");
    orb_jw_open_object(json);
    members(json, f);
    orb_jw_close(json);
}

enum orb_status orb_findings_writer_put(struct orb_findings_writer *w,
                                        const struct orb_quality_finding *f,
                                        struct orb_error *err)
{
    uint32_t source = f->source == NULL
                          ? ORB_STRMAP_NONE
                          : orb_strmap_find(&w->ids, f->source, strlen(f->source));

    if (source != ORB_STRMAP_NONE)
        w->sources[source].used = true;
    orb_jw_open_object_inline(&w->json);
    if (w->as_map) {
        put_feature(w, f);
    } else {
        members(&w->json, f);
        orb_jw_key(&w->json, "lon");
        orb_jw_fixed(&w->json, f->lon, 6);
        orb_jw_key(&w->json, "lat");
        orb_jw_fixed(&w->json, f->lat, 6);
    }
    orb_jw_close(&w->json);
    return w->json.status == ORB_OK ? ORB_OK : orb_jw_end(&w->json, err);
}

/* ---- the end */

static void write_kinds(struct orb_json_writer *json,
                        const struct orb_quality_count *counts)
{
    orb_jw_key(json, "kinds");
    orb_jw_open_array(json);
    for (int k = 0; k < ORB_QUALITY_KINDS; k++) {
        const struct orb_quality_rule *rule = &orb_quality_rules[k];

        orb_jw_open_object_inline(json);
        orb_jw_member_text(json, "kind", rule->name);
        orb_jw_member_text(json, "severity", orb_quality_severity_names[rule->severity]);
        orb_jw_member_text(json, "title", _(rule->title));
        orb_jw_member_integer(json, "findings", (int64_t)counts[k].findings);
        orb_jw_member_integer(json, "records", (int64_t)counts[k].records);
        orb_jw_member_integer(json, "examined", (int64_t)counts[k].examined);
        orb_jw_close(json);
    }
    orb_jw_close(json);
}

static void write_unchecked(struct orb_json_writer *json, const struct orb_quality *quality)
{
    orb_jw_key(json, "not_checked");
    orb_jw_open_array_inline(json);
    if (!orb_quality_has_communes(quality))
        orb_jw_text(json, "communes");
    if (!orb_quality_has_contours(quality))
        orb_jw_text(json, "contours");
    orb_jw_close(json);
}

static void write_sources(const struct orb_findings_writer *w, struct orb_json_writer *json)
{
    orb_jw_key(json, "sources");
    orb_jw_open_array(json);
    for (size_t i = 0; i < w->ids.count; i++) {
        const struct orb_source *s = &w->sources[i].source;

        if (!w->sources[i].used)
            continue;
        orb_jw_open_object_inline(json);
        orb_jw_member_text(json, "id", s->id);
        orb_jw_member_text(json, "name", s->name);
        orb_jw_member_date(json, "observed_on", s->observed_on);
        orb_jw_member_text(json, "licence", s->licence);
        orb_jw_member_text(json, "attribution", s->attribution);
        orb_jw_close(json);
    }
    orb_jw_close(json);
}

static void write_box(struct orb_findings_writer *w)
{
    if (w->located > 0) {
        orb_jw_key(&w->json, "bbox");
        orb_jw_open_array_inline(&w->json);
        for (size_t i = 0; i < 4; i++)
            orb_jw_fixed(&w->json, w->box[i], 6);
        orb_jw_close(&w->json);
    }
    orb_jw_member_integer(&w->json, "unlocated", (int64_t)w->unlocated);
}

enum orb_status orb_findings_writer_end(struct orb_findings_writer *w,
                                        const struct orb_quality *quality,
                                        struct orb_error *err)
{
    enum orb_status status;

    orb_jw_close(&w->json);
    if (w->as_map)
        write_box(w);
    write_kinds(&w->json, orb_quality_counts(quality));
    write_unchecked(&w->json, quality);
    write_sources(w, &w->json);
    orb_jw_close(&w->json);
    status = orb_jw_end(&w->json, err);
    if (status == ORB_OK)
        orb_buf_char(&w->out->pending, '\n');
    return status;
}

void orb_findings_writer_free(struct orb_findings_writer *w)
{
    if (w == NULL)
        return;
    orb_strmap_release(&w->ids);
    orb_arena_release(&w->arena);
    orb_free(w->sources);
    orb_free(w);
}
