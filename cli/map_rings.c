/* A router that draws areas draws them; otherwise minutes to the communes are taken from
 * the matrix, and asked of the router. */
#include "cli/map_rings.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cli/diagnostics.h"
#include "cli/travel_options.h"
#include "cli/travel_roads.h"
#include "engine/base/alloc.h"
#include "engine/base/text.h"
#include "engine/catalogue/catalogue.h"
#include "engine/router/client.h"
#include "maps/page_rings.h"

/* As the crow flies nobody goes farther in 45 minutes. */
#define FARTHEST_KM 100.0

struct cli_map_rings {
    const struct cli_context *cli;
    const struct orb_catalogue *catalogue;
    const struct orb_cat_commune *start;
    struct cli_travel travel;
    struct orb_router router;
    struct orb_page_rings rings;
    struct orb_buf method;
    bool has_minutes; /* to the communes, in the table of travel */
};

enum orb_status cli_map_rings_check(const struct cli_arguments *args, struct orb_error *err)
{
    static const char *const ours[] = { "mode", "matrix", "router", "travel-cache" };
    bool given = cli_option_value(args, "matrix") != NULL ||
                 cli_option_value(args, "router") != NULL;

    for (size_t i = 0; i < sizeof ours / sizeof ours[0]; i++)
        if (cli_option_value(args, ours[i]) != NULL &&
            cli_option_value(args, "from") == NULL)
            return orb_error_set(err, ORB_ERR_SYNTAX, _("'--%s' goes with '--from'"),
                                 ours[i]);
    if (!given && cli_option_value(args, "mode") != NULL)
        return orb_error_set(err, ORB_ERR_SYNTAX,
                             _("'--mode' goes with '--matrix' or '--router'"));
    return given ? cli_travel_check(args, err) : ORB_OK;
}

/* ---- areas that a router draws */

/* The router is gone, or draws nothing there: said, and the page keeps its circles. */
static enum orb_status say_why(const struct cli_map_rings *d, enum orb_status status,
                               const struct orb_error *why, struct orb_error *err)
{
    if (status == ORB_ERR_MEMORY)
        return orb_error_memory(err);
    cli_note(d->cli, "%s%s%s", why->place, why->place[0] == '\0' ? "" : ": ", why->text);
    cli_note(d->cli, _("the page has circles as the crow flies instead of travel times"));
    return ORB_OK;
}

static enum orb_status ask_areas(struct cli_map_rings *d, struct orb_isochrone *areas,
                                 struct orb_error *err)
{
    const struct orb_router_point point = { d->start->lon, d->start->lat };
    const struct orb_router_batch from = { d->travel.mode, &point, 1, &point, 1, NULL };
    enum orb_status status = ORB_OK;

    if (d->router.kind == ORB_ROUTER_VALHALLA)
        status = orb_router_learn(&d->router, &from, err);
    if (status == ORB_OK)
        status = orb_router_isochrones(&d->router, &from, areas, ORB_PAGE_RINGS, err);
    return status;
}

static enum orb_status draw_router(struct cli_map_rings *d, struct orb_error *err)
{
    struct orb_isochrone areas[ORB_PAGE_RINGS] = { { 0, NULL } };
    struct orb_error why = { 0 };
    enum orb_status status;

    for (int i = 0; i < ORB_PAGE_RINGS; i++)
        areas[i].minutes = orb_page_ring_minutes[i];
    status = ask_areas(d, areas, &why);
    if (status == ORB_OK)
        status = orb_page_rings_router(&d->rings, areas, &why);
    if (status != ORB_OK) {
        orb_page_rings_release(&d->rings);
        return say_why(d, status, &why, err);
    }
    orb_buf_printf(&d->method, "%s%s%s", d->router.name,
                   d->router.version[0] == '\0' ? "" : " ", d->router.version);
    return ORB_OK;
}

/* ---- communes within minutes */

static enum orb_status ask_communes(struct cli_map_rings *d, struct orb_error *err)
{
    const struct orb_catalogue *c = d->catalogue;
    const struct cli_travel_place from = { orb_cat_string(c, d->start->code), d->start->lon,
                                           d->start->lat };
    struct cli_travel_place *to = orb_calloc((size_t)c->commune_count + 1, sizeof *to);
    struct cli_travel_pairs pairs = { .from = &from,
                                      .from_count = 1,
                                      .to = to,
                                      .to_count = c->commune_count,
                                      .limit_km = FARTHEST_KM };
    enum orb_status status;

    if (to == NULL)
        return orb_error_memory(err);
    for (uint32_t i = 0; i < c->commune_count; i++)
        to[i] = (struct cli_travel_place){ orb_cat_string(c, c->communes[i].code),
                                           c->communes[i].lon, c->communes[i].lat };
    status = cli_travel_ask(&d->travel, &pairs, err);
    orb_free(to);
    return status;
}

/* Is anything told from the start? */
static enum orb_status ask_table(struct cli_map_rings *d, struct orb_error *err)
{
    const char *code = orb_cat_string(d->catalogue, d->start->code);
    const struct orb_travel_table *table = &d->travel.table;
    enum orb_status status = ask_communes(d, err);
    size_t begin;
    size_t end;

    if (status != ORB_OK)
        return status;
    orb_travel_table_row(table, orb_travel_table_place(table, code), d->travel.mode, &begin,
                         &end);
    d->has_minutes = begin != end;
    if (d->has_minutes)
        orb_buf_text(&d->method, table->method_texts[table->entries[begin].method].name);
    else
        cli_note(d->cli,
                 _("no minutes are told from '%s' by %s: the page has circles as "
                   "the crow flies"),
                 code, orb_travel_mode_names[d->travel.mode]);
    return ORB_OK;
}

/* ---- both */

static enum orb_status ask(struct cli_map_rings *d, struct orb_error *err)
{
    const char *certificates = getenv("SSL_CERT_FILE");
    enum orb_status status = ORB_OK;

    d->rings.mode = d->travel.mode;
    if (d->travel.matrix_path != NULL ||
        cli_travel_roads_path(d->travel.router_spec) != NULL)
        return ask_table(d, err);
    status = orb_router_open(&d->router, d->travel.router_spec,
                             certificates == NULL ? getenv("CURL_CA_BUNDLE") : certificates,
                             getenv("SSL_CERT_DIR"), err);
    if (status == ORB_OK && d->router.kind == ORB_ROUTER_OSRM)
        return ask_table(d, err);
    return status == ORB_OK ? draw_router(d, err) : status;
}

enum orb_status cli_map_rings_ask(struct cli_map_rings **out, const struct cli_context *cli,
                                  const struct cli_arguments *args,
                                  const struct cli_map_rings_of *of, struct orb_error *err)
{
    const struct orb_catalogue *c = of->catalogue;
    uint32_t start = of->from == NULL ? ORB_CAT_NONE : orb_cat_commune_find(c, of->from);
    const struct orb_cat_commune *commune;
    struct cli_map_rings *d;
    enum orb_status status;

    *out = NULL;
    if (start == ORB_CAT_NONE || (cli_option_value(args, "matrix") == NULL &&
                                  cli_option_value(args, "router") == NULL))
        return ORB_OK;
    commune = &c->communes[start];
    /* A commune without a point is refused where the page starts. */
    if (!(fabs(commune->lon) <= 180 && fabs(commune->lat) <= 90))
        return ORB_OK;
    d = *out = orb_calloc(1, sizeof *d);
    if (d == NULL)
        return orb_error_memory(err);
    *d = (struct cli_map_rings){ .cli = cli, .catalogue = c, .start = commune };
    status = cli_travel_open(&d->travel, cli, args, err);
    if (status == ORB_OK)
        status = cli_travel_place(&d->travel, c, NULL, err);
    return status == ORB_OK ? ask(d, err) : status;
}

enum orb_status cli_map_rings_write(struct cli_map_rings *rings, struct orb_buf *out,
                                    const struct orb_map_territory *territory,
                                    struct orb_error *err)
{
    enum orb_status status = ORB_OK;

    if (rings == NULL)
        return ORB_OK;
    if (rings->has_minutes)
        status =
            orb_page_rings_table(&rings->rings, territory, &rings->travel.table,
                                 orb_cat_string(rings->catalogue, rings->start->code), err);
    rings->rings.method = rings->method.len == 0 ? "" : rings->method.data;
    return status == ORB_OK && rings->rings.context != NULL
               ? orb_page_rings_write(&rings->rings, out, err)
               : status;
}

void cli_map_rings_free(struct cli_map_rings *rings)
{
    if (rings == NULL)
        return;
    orb_page_rings_release(&rings->rings);
    orb_router_close(&rings->router);
    cli_travel_close(&rings->travel);
    orb_buf_release(&rings->method);
    orb_free(rings);
}
