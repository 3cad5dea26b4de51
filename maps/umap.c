/* A map of uMap: one layer a circle, drawn in its colour and its mark. */
#include <stdio.h>
#include <string.h>

#include "engine/base/text.h"
#include "maps/circle_style.h"
#include "maps/features.h"
#include "maps/json_writer.h"
#include "maps/offer_cells.h"
#include "maps/registry.h"

#define MICRO       1000000
#define SCREEN_PX   800 /* what should be in sight when the map opens */
#define TILE_PX     256
#define ZOOM_MIN    5
#define ZOOM_MAX    16
#define ZOOM_FRANCE 6

struct umap {
    struct orb_output *output;
    struct orb_buf *out;
    const struct orb_export_options *options;
    struct orb_selection selection;
    struct orb_features features;
};

static void add_text(struct umap *u, const char *key, const char *text)
{
    orb_buf_printf(u->out, "\"%s\":", key);
    orb_jw_escape(u->out, text, strlen(text));
}

static void add_joined(struct umap *u, const char *key,
                       void (*append)(struct orb_buf *out, const struct orb_selection *s))
{
    struct orb_buf joined = { 0 };

    append(&joined, &u->selection);
    add_text(u, key, joined.len == 0 ? "" : joined.data);
    u->out->failed = u->out->failed || joined.failed;
    orb_buf_release(&joined);
}

/* The nearest zoom at which the box fits a screen. */
static int zoom_of(const struct orb_selection *s)
{
    int zoom = ZOOM_MAX;
    int64_t width;
    int64_t height;
    int64_t side;

    if (s->low.x == INT64_MAX)
        return ZOOM_FRANCE;
    width = s->high.x - s->low.x;
    height = s->high.y - s->low.y;
    side = width > 2 * height ? width : 2 * height; /* a degree north is longer */
    while (zoom > ZOOM_MIN && side * (TILE_PX << zoom) > (int64_t)360 * MICRO * SCREEN_PX)
        zoom--;
    return zoom;
}

static void add_centre(struct umap *u)
{
    const struct orb_selection *s = &u->selection;
    bool empty = s->low.x == INT64_MAX;

    /* An empty map opens on mainland France. */
    orb_buf_text(u->out, "\"geometry\":{\"coordinates\":[");
    orb_map_degrees(u->out, empty ? 2500000 : (s->low.x + s->high.x) / 2);
    orb_buf_char(u->out, ',');
    orb_map_degrees(u->out, empty ? 46500000 : (s->low.y + s->high.y) / 2);
    orb_buf_text(u->out, "],\"type\":\"Point\"},");
}

/* What a layer is: a collection of features has no "properties" (RFC 7946, 7.1). */
static void add_layer_options(struct umap *u, unsigned circle)
{
    const struct orb_circle_style *style = &orb_circle_styles[circle];
    const char *title =
        orb_circle_title(&u->features.vocabulary, circle, u->options->french);

    orb_buf_printf(
        u->out,
        "\"_umap_options\":{\"browsable\":true,\"color\":\"#%06X\",\"displayOnLoad\":true,"
        "\"iconClass\":\"%s\",\"inCaption\":true,",
        style->colour, style->mark);
    if (title == NULL)
        u->out->failed = true;
    else
        add_text(u, "name", title);
    orb_buf_text(u->out, ",\"popupTemplate\":\"Table\"}");
}

static bool has_circle(const struct umap *u, uint32_t offer, unsigned circle)
{
    return orb_circles_get(&u->selection.circles, offer).circle == circle &&
           orb_selection_has(&u->selection, offer);
}

static enum orb_status add_layer(struct umap *u, unsigned circle, bool *first,
                                 struct orb_error *err)
{
    const struct orb_catalogue *c = u->selection.catalogue;
    enum orb_status status = ORB_OK;
    bool any = false;

    for (uint32_t i = 0; i < c->offer_count && status == ORB_OK; i++) {
        if (i % ORB_FEATURES_WARM == 0)
            orb_features_warm(&u->features, i);
        if (!has_circle(u, c->by_id[i], circle))
            continue;
        if (!any) {
            orb_buf_text(u->out, *first ? "\n{" : ",\n{");
            add_layer_options(u, circle);
            orb_buf_text(u->out, ",\"features\":[");
        }
        orb_buf_text(u->out, any ? ",\n" : "\n");
        any = true;
        orb_features_add(&u->features, c->by_id[i]);
        status = orb_output_flush(u->output, false, err);
    }
    if (any) {
        orb_buf_text(u->out, "\n],\"type\":\"FeatureCollection\"}");
        *first = false;
    }
    return status;
}

/* Whom to name stands in the caption and under the map. */
static void add_properties(struct umap *u)
{
    const struct orb_selection *s = &u->selection;
    const struct orb_export_options *o = u->options;
    char day[ORB_DATE_LEN];

    orb_buf_text(u->out, "\"properties\":{\"captionBar\":true,");
    if (s->date != ORB_DATE_NONE)
        orb_buf_printf(u->out, "\"description\":\"%s %s\",",
                       o->french ? "Situation au" : "As of",
                       orb_cell_day(day, s->date, o->french));
    orb_buf_text(u->out, "\"licence\":{");
    add_joined(u, "name", orb_selection_licence);
    orb_buf_text(u->out, ",\"url\":\"\"},");
    add_joined(u, "longCredit", orb_selection_attribution);
    orb_buf_char(u->out, ',');
    add_text(u, "name",
             o->title != NULL ? o->title : (o->french ? "Ressources" : "Resources"));
    orb_buf_printf(u->out, ",\"unlocated\":%llu,\"zoom\":%d},",
                   (unsigned long long)s->unlocated, zoom_of(s));
}

static enum orb_status write_all(struct umap *u, struct orb_error *err)
{
    enum orb_status status = ORB_OK;
    bool first = true;

    orb_buf_char(u->out, '{');
    add_centre(u);
    orb_buf_text(u->out, "\"layers\":[");
    for (unsigned circle = 0; circle < ORB_CIRCLES && status == ORB_OK; circle++)
        status = add_layer(u, circle, &first, err);
    orb_buf_text(u->out, "],\n");
    add_properties(u);
    orb_buf_text(u->out, "\"type\":\"umap\",\"uri\":\"\"}\n");
    return status == ORB_OK ? orb_buf_check(u->out, err) : status;
}

static enum orb_status run(struct orb_output *out,
                           const struct orb_map_territory *territory,
                           const struct orb_export_options *options, struct orb_error *err)
{
    struct umap u = { .output = out, .out = &out->pending, .options = options };
    enum orb_status status =
        orb_selection_init(&u.selection, territory->catalogue, options, err);

    if (status == ORB_OK)
        status = orb_features_init(&u.features, u.out, &u.selection, err);
    if (status == ORB_OK)
        status = write_all(&u, err);
    orb_features_release(&u.features);
    orb_selection_release(&u.selection);
    return status;
}

const struct orb_exporter orb_exporter_umap = {
    .name = "umap",
    .summary = N_("a map to import in uMap, with one layer for each circle"),
    .loses = N_(
        "publics, orientations, prestations, zones, places and waits, opening hours, how to ask and who checked it, what is inferred"),
    .media_type = "application/json",
    .extension = "umap",
    .takes = ORB_EXPORT_SELECTION | ORB_EXPORT_TITLE,
    .run = run,
};
