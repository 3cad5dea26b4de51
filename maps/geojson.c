/* RFC 7946, one feature for each offer. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "engine/base/text.h"
#include "maps/fragments.h"
#include "maps/json_writer.h"
#include "maps/registry.h"
#include "maps/selection.h"

#define WARM 64

/* A short text made once. */
struct piece {
    char text[80];
    size_t len;
};

struct geojson {
    struct orb_buf *out;
    struct orb_output *output;
    const struct orb_catalogue *c;
    struct orb_selection selection;
    struct orb_vocabulary vocabulary;
    struct orb_fragments fragments;
    struct piece circle_pieces[ORB_CIRCLES][ORB_CIRCLE_BASES];
    orb_date dated; /* what day holds */
    char day[ORB_DATE_LEN];
    unsigned warmed; /* means nothing */
};

static inline const char *text_of(const struct orb_catalogue *c, orb_cat_text text)
{
    return c->strings + text;
}

/* ---- writing */

/* Most pieces fit: no call then. */
static inline void add(struct geojson *g, const char *text, size_t len)
{
    struct orb_buf *out = g->out;

    if (out->capacity - out->len > len) {
        memcpy(out->data + out->len, text, len);
        out->len += len;
    } else {
        orb_buf_add(out, text, len);
    }
}

#define ADD(g, literal) add(g, literal, sizeof(literal) - 1)

static void add_fragment(struct geojson *g, const struct orb_fragment *fragment)
{
    if (fragment->len > 0)
        add(g, g->fragments.text.data + fragment->offset, fragment->len);
}

/* "key":"text", unless empty; prefix is "key": with its quotes. */
static inline void add_member(struct geojson *g, const char *prefix, const char *text)
{
    size_t len = strlen(text);

    if (len == 0)
        return;
    add(g, prefix, strlen(prefix));
    orb_jw_escape(g->out, text, len);
    ADD(g, ",");
}

static void add_point(struct geojson *g, struct orb_map_position p)
{
    if (p.x == INT64_MAX) {
        ADD(g, "{\"geometry\":null,\"id\":");
        return;
    }
    ADD(g, "{\"geometry\":{\"coordinates\":[");
    orb_map_degrees(g->out, p.x);
    ADD(g, ",");
    orb_map_degrees(g->out, p.y);
    ADD(g, "],\"type\":\"Point\"},\"id\":");
}

static void add_circle(struct geojson *g, uint32_t offer)
{
    struct orb_circle_fact fact = orb_circles_get(&g->selection.circles, offer);
    const struct piece *piece = &g->circle_pieces[fact.circle][fact.basis];

    add(g, piece->text, piece->len);
    if (fact.relation != ORB_CAT_NONE)
        add_member(g, "\"circle_evidence\":",
                   text_of(g->c, g->c->relations[fact.relation].evidence));
}

static void add_commune(struct geojson *g, const struct orb_cat_offer *o)
{
    if (o->commune != ORB_CAT_NONE)
        add_fragment(g, &g->fragments.communes[o->commune]);
    else
        add_member(g, "\"commune\":", text_of(g->c, o->commune_code));
}

static void add_observed(struct geojson *g, orb_date date)
{
    if (date == ORB_DATE_NONE)
        return;
    if (date != g->dated || g->day[0] == '\0') {
        (void)orb_date_write(g->day, date);
        g->dated = date;
    }
    ADD(g, "\"observed_on\":\"");
    add(g, g->day, strlen(g->day));
    ADD(g, "\",");
}

static void add_precision(struct geojson *g, const struct orb_cat_offer *o)
{
    enum orb_precision precision = o->confidential != 0 ? ORB_PRECISION_MUNICIPALITY
                                                        : (enum orb_precision)o->precision;
    const char *name = orb_precision_name(precision);

    if (name != NULL)
        add_member(g, "\"precision\":", name);
}

static const char *address_of(const struct orb_catalogue *c, const struct orb_cat_offer *o)
{
    return o->confidential != 0 ? "" : text_of(c, o->address);
}

/* Members in byte order of their keys; what is unknown is absent. */
static void add_properties(struct geojson *g, uint32_t offer)
{
    const struct orb_catalogue *c = g->c;
    const struct orb_cat_offer *o = &c->offers[offer];
    const struct orb_cat_parts *parts = orb_cat_offer_parts(c, offer);
    uint8_t droit_commun = g->selection.circles.entries[parts->entry].droit_commun;

    add_member(g, "\"address\":", address_of(c, o));
    add_fragment(g, &g->fragments.entry[parts->entry]);
    add_circle(g, offer);
    if (orb_selection_is_closed(&g->selection, o))
        ADD(g, "\"closed\":true,");
    else
        ADD(g, "\"closed\":false,");
    add_commune(g, o);
    if (droit_commun == ORB_YES)
        ADD(g, "\"droit_commun\":true,");
    else if (droit_commun == ORB_NO)
        ADD(g, "\"droit_commun\":false,");
    if (o->canonical != offer && o->canonical < c->offer_count)
        add_member(g, "\"duplicate_of\":", text_of(c, c->offers[o->canonical].id));
    add_member(g, "\"email\":", text_of(c, o->email));
    add_fragment(g, &g->fragments.care[parts->care]);
    add_fragment(g, &g->fragments.ways[parts->ways]);
    add_member(g, "\"name\":", text_of(c, o->name));
    add_observed(g, o->observed_on);
    if (o->organization != ORB_CAT_NONE)
        add_fragment(g, &g->fragments.organizations[o->organization]);
    add_member(g, "\"phone\":", text_of(c, o->phone));
    add_precision(g, o);
    if (o->service != o->id && strcmp(text_of(c, o->service), text_of(c, o->id)) != 0)
        add_member(g, "\"service\":", text_of(c, o->service));
    if (o->source < c->source_count)
        add_fragment(g, &g->fragments.sources[o->source]);
    add_member(g, "\"url\":", text_of(c, o->url));
}

static void add_feature(struct geojson *g, uint32_t offer)
{
    const struct orb_cat_offer *o = &g->c->offers[offer];
    const char *id = text_of(g->c, o->id);

    add_point(g, orb_selection_position(g->c, o));
    orb_jw_escape(g->out, id, strlen(id));
    ADD(g, ",\"properties\":{");
    add_properties(g, offer);
    /* "closed" is always there, so the last byte is a comma. */
    if (!g->out->failed)
        g->out->len--;
    ADD(g, "},\"type\":\"Feature\"}");
}

/* "key":"texts of the sources used". */
static void add_joined(struct geojson *g, const char *key,
                       void (*append)(struct orb_buf *out,
                                      const struct orb_selection *selection))
{
    struct orb_buf joined = { 0 };

    append(&joined, &g->selection);
    orb_buf_printf(g->out, "\"%s\":", key);
    orb_jw_escape(g->out, joined.len == 0 ? "" : joined.data, joined.len);
    ADD(g, ",");
    g->out->failed = g->out->failed || joined.failed;
    orb_buf_release(&joined);
}

static void add_head(struct geojson *g)
{
    ADD(g, "{");
    add_joined(g, "attribution", orb_selection_attribution);
    if (g->selection.low.x != INT64_MAX) {
        ADD(g, "\"bbox\":[");
        orb_map_degrees(g->out, g->selection.low.x);
        ADD(g, ",");
        orb_map_degrees(g->out, g->selection.low.y);
        ADD(g, ",");
        orb_map_degrees(g->out, g->selection.high.x);
        ADD(g, ",");
        orb_map_degrees(g->out, g->selection.high.y);
        ADD(g, "],");
    }
    ADD(g, "\"features\":[");
}

static void add_tail(struct geojson *g)
{
    char text[ORB_DATE_LEN];

    ADD(g, "\n],");
    add_joined(g, "licence", orb_selection_licence);
    if (g->selection.date != ORB_DATE_NONE)
        orb_buf_printf(g->out, "\"reference_date\":\"%s\",",
                       orb_date_write(text, g->selection.date));
    orb_buf_printf(g->out, "\"type\":\"FeatureCollection\",\"unlocated\":%llu}\n",
                   (unsigned long long)g->selection.unlocated);
}

/*
 * The order of ids jumps about the columns. Touching what the next features need, all at
 * once, lets the waits for memory overlap; the sum only keeps the reads from being left
 * out.
 */
static void warm(struct geojson *g, uint32_t first)
{
    const struct orb_catalogue *c = g->c;
    uint32_t end = c->offer_count - first > WARM ? first + WARM : c->offer_count;
    unsigned sum = 0;

    for (uint32_t i = first; i < end; i++) {
        const struct orb_cat_offer *o = &c->offers[c->by_id[i]];

        sum += o->id + o->canonical + (unsigned)o->opened_on + o->position;
        sum += orb_cat_offer_parts(c, c->by_id[i])->entry;
    }
    for (uint32_t i = first; i < end; i++) {
        const struct orb_cat_offer *o = &c->offers[c->by_id[i]];

        sum +=
            (unsigned char)c->strings[o->id] + (unsigned)(unsigned char)c->strings[o->name];
        sum += (unsigned char)c->strings[o->address] +
               (unsigned)(unsigned char)c->strings[o->phone];
        sum += (unsigned char)c->strings[o->email] +
               (unsigned)(unsigned char)c->strings[o->service];
        if (o->organization != ORB_CAT_NONE) {
            sum += (unsigned)g->fragments.organizations[o->organization].len;
            sum += c->organizations[o->organization].relations.count;
        }
        if (o->commune != ORB_CAT_NONE)
            sum += (unsigned)g->fragments.communes[o->commune].len;
    }
    for (uint32_t i = first; i < end; i++) {
        const struct orb_cat_offer *o = &c->offers[c->by_id[i]];
        const char *text = g->fragments.text.data;

        if (o->organization != ORB_CAT_NONE) {
            sum += (unsigned char)text[g->fragments.organizations[o->organization].offset];
            sum += (unsigned char)c->strings[c->organizations[o->organization].finess_ej];
        }
        if (o->commune != ORB_CAT_NONE)
            sum += (unsigned char)text[g->fragments.communes[o->commune].offset];
    }
    g->warmed += sum;
}

static enum orb_status write_all(struct geojson *g, struct orb_error *err)
{
    enum orb_status status = ORB_OK;
    bool first = true;

    add_head(g);
    for (uint32_t i = 0; i < g->c->offer_count && status == ORB_OK; i++) {
        uint32_t offer = g->c->by_id[i];

        if (i % WARM == 0)
            warm(g, i);
        if (!orb_selection_has(&g->selection, offer))
            continue;
        if (first)
            ADD(g, "\n");
        else
            ADD(g, ",\n");
        first = false;
        add_feature(g, offer);
        status = orb_output_flush(g->output, false, err);
    }
    if (status != ORB_OK)
        return status;
    add_tail(g);
    return orb_buf_check(g->out, err);
}

/* ---- the exporter */

static void make_pieces(struct geojson *g)
{
    for (size_t circle = 0; circle < ORB_CIRCLES; circle++)
        for (size_t basis = 0; basis < ORB_CIRCLE_BASES; basis++) {
            struct piece *piece = &g->circle_pieces[circle][basis];

            piece->len =
                (size_t)snprintf(piece->text, sizeof piece->text,
                                 "\"circle\":\"%s\",\"circle_basis\":\"%s\",",
                                 orb_circle_names[circle], orb_circle_basis_names[basis]);
        }
}

static enum orb_status run(struct orb_output *out,
                           const struct orb_map_territory *territory,
                           const struct orb_export_options *options, struct orb_error *err)
{
    struct geojson g = { .out = &out->pending, .output = out, .c = territory->catalogue };
    enum orb_status status = orb_selection_init(&g.selection, g.c, options, err);

    if (status == ORB_OK)
        status = orb_fragments_make(&g.fragments, g.c, &g.vocabulary, err);
    if (status == ORB_OK) {
        make_pieces(&g);
        status = write_all(&g, err);
    }
    orb_fragments_release(&g.fragments);
    orb_vocabulary_release(&g.vocabulary);
    orb_selection_release(&g.selection);
    return status;
}

const struct orb_exporter orb_exporter_geojson = {
    .name = "geojson",
    .summary = N_("one feature for each offer (RFC 7946), for QGIS or a web map"),
    .media_type = "application/geo+json",
    .extension = "geojson",
    .takes = ORB_EXPORT_SELECTION,
    .run = run,
};
