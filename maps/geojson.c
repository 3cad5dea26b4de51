/* RFC 7946, one feature for each offer: in one collection, or one a line. */
#include <string.h>

#include "engine/base/text.h"
#include "maps/features.h"
#include "maps/json_writer.h"
#include "maps/registry.h"

struct geojson {
    struct orb_output *output;
    struct orb_buf *out;
    const struct orb_catalogue *c;
    struct orb_selection selection;
    struct orb_features features;
};

/* "key":"texts of the sources used". */
static void add_joined(struct geojson *g, const char *key,
                       void (*append)(struct orb_buf *out,
                                      const struct orb_selection *selection))
{
    struct orb_buf joined = { 0 };

    append(&joined, &g->selection);
    orb_buf_printf(g->out, "\"%s\":", key);
    orb_jw_escape(g->out, joined.len == 0 ? "" : joined.data, joined.len);
    orb_buf_char(g->out, ',');
    g->out->failed = g->out->failed || joined.failed;
    orb_buf_release(&joined);
}

static void add_head(struct geojson *g)
{
    const struct orb_selection *s = &g->selection;
    const int64_t box[] = { s->low.x, s->low.y, s->high.x, s->high.y };

    orb_buf_char(g->out, '{');
    add_joined(g, "attribution", orb_selection_attribution);
    for (size_t i = 0; s->low.x != INT64_MAX && i < sizeof box / sizeof box[0]; i++) {
        orb_buf_text(g->out, i == 0 ? "\"bbox\":[" : ",");
        orb_map_degrees(g->out, box[i]);
    }
    if (s->low.x != INT64_MAX)
        orb_buf_text(g->out, "],");
    orb_buf_text(g->out, "\"features\":[");
}

static void add_tail(struct geojson *g)
{
    char text[ORB_DATE_LEN];

    orb_buf_text(g->out, "\n],");
    add_joined(g, "licence", orb_selection_licence);
    if (g->selection.date != ORB_DATE_NONE)
        orb_buf_printf(g->out, "\"reference_date\":\"%s\",",
                       orb_date_write(text, g->selection.date));
    orb_buf_printf(g->out, "\"type\":\"FeatureCollection\",\"unlocated\":%llu}\n",
                   (unsigned long long)g->selection.unlocated);
}

/* before comes before each feature but the first; after ends each. */
static enum orb_status add_features(struct geojson *g, const char *before,
                                    const char *after, struct orb_error *err)
{
    enum orb_status status = ORB_OK;
    bool first = true;

    for (uint32_t i = 0; i < g->c->offer_count && status == ORB_OK; i++) {
        uint32_t offer = g->c->by_id[i];

        if (i % ORB_FEATURES_WARM == 0)
            orb_features_warm(&g->features, i);
        if (!orb_selection_has(&g->selection, offer))
            continue;
        orb_buf_text(g->out, first ? "" : before);
        first = false;
        orb_features_add(&g->features, offer);
        orb_buf_text(g->out, after);
        status = orb_output_flush(g->output, false, err);
    }
    return status;
}

static enum orb_status write_collection(struct geojson *g, struct orb_error *err)
{
    enum orb_status status;

    add_head(g);
    if (g->selection.count > 0)
        orb_buf_char(g->out, '\n');
    status = add_features(g, ",\n", "", err);
    if (status == ORB_OK)
        add_tail(g);
    return status;
}

static enum orb_status write_lines(struct geojson *g, struct orb_error *err)
{
    enum orb_status status = orb_features_credit(&g->features, err);

    return status == ORB_OK ? add_features(g, "", "\n", err) : status;
}

static enum orb_status
run(struct orb_output *out, const struct orb_map_territory *territory,
    const struct orb_export_options *options,
    enum orb_status (*write)(struct geojson *g, struct orb_error *err),
    struct orb_error *err)
{
    struct geojson g = { .output = out, .out = &out->pending, .c = territory->catalogue };
    enum orb_status status = orb_selection_init(&g.selection, g.c, options, err);

    if (status == ORB_OK)
        status = orb_features_init(&g.features, g.out, &g.selection, err);
    if (status == ORB_OK)
        status = write(&g, err);
    orb_features_release(&g.features);
    orb_selection_release(&g.selection);
    return status == ORB_OK ? orb_buf_check(g.out, err) : status;
}

static enum orb_status run_collection(struct orb_output *out,
                                      const struct orb_map_territory *territory,
                                      const struct orb_export_options *options,
                                      struct orb_error *err)
{
    return run(out, territory, options, write_collection, err);
}

static enum orb_status run_lines(struct orb_output *out,
                                 const struct orb_map_territory *territory,
                                 const struct orb_export_options *options,
                                 struct orb_error *err)
{
    return run(out, territory, options, write_lines, err);
}

const struct orb_exporter orb_exporter_geojson = {
    .name = "geojson",
    .summary = N_("one feature for each offer (RFC 7946), for QGIS or a web map"),
    .loses = N_(
        "publics, orientations, prestations, zones, places and waits, opening hours, how to ask and who checked it, what is inferred"),
    .media_type = "application/geo+json",
    .extension = "geojson",
    .takes = ORB_EXPORT_SELECTION,
    .run = run_collection,
};

const struct orb_exporter orb_exporter_geojsonseq = {
    .name = "geojsonseq",
    .summary = N_("the same features, one a line, for programs that read line by line"),
    .loses = N_(
        "publics, orientations, prestations, zones, places and waits, opening hours, how to ask and who checked it, what is inferred"),
    .media_type = "application/geo+json-seq",
    .extension = "geojsonl",
    .takes = ORB_EXPORT_SELECTION,
    .run = run_lines,
};
