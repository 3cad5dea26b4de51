/* 'orbite map page': the page that anyone may read. It knows of no person. */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "engine/base/alloc.h"
#include "engine/base/text.h"
#include "maps/circles_partners.h"
#include "maps/page.h"
#include "maps/registry.h"

struct product {
    const struct orb_map_territory *territory;
    const struct orb_export_options *options;
    struct orb_selection selection;
    struct orb_columns_head head;
    struct orb_contours contours;
    struct orb_buf subtitle;
    struct orb_buf csv;
    struct orb_buf circles;
};

/* ---- where distances are told from */

static enum orb_status no_commune(const char *code, struct orb_error *err)
{
    return orb_error_set(err, ORB_ERR_NOT_FOUND,
                         _("there is no commune '%s' with a position in this territory"),
                         code);
}

static void start_at(struct product *p, uint32_t commune)
{
    const struct orb_catalogue *c = p->selection.catalogue;
    const struct orb_cat_commune *row = &c->communes[commune];
    const char *name = orb_cat_known(c, row->name);

    p->head.origin = name == NULL ? orb_cat_string(c, row->code) : name;
    p->head.origin_lon = row->lon;
    p->head.origin_lat = row->lat;
}

static bool is_placed(const struct orb_cat_commune *commune)
{
    return fabs(commune->lon) <= 180 && fabs(commune->lat) <= 90;
}

/* The commune where most offers of the operator are; without any, the most populated of
 * those that have an offer, else the one that has most. The smallest code among equals. */
static enum orb_status find_start(struct product *p, struct orb_error *err)
{
    const struct orb_selection *s = &p->selection;
    const struct orb_catalogue *c = s->catalogue;
    uint64_t *weights = orb_calloc((size_t)c->commune_count + 1, sizeof *weights);
    uint32_t best = ORB_CAT_NONE;

    if (weights == NULL)
        return orb_error_memory(err);
    for (uint32_t i = 0; i < c->offer_count; i++) {
        uint32_t commune = c->offers[i].commune;
        bool own = orb_circles_get(&s->circles, i).circle == ORB_CIRCLE_C0;

        if (commune == ORB_CAT_NONE || !is_placed(&c->communes[commune]) ||
            !orb_selection_has(s, i))
            continue;
        if (weights[commune] == 0 && c->communes[commune].population > 0)
            weights[commune] = (uint64_t)c->communes[commune].population << 20;
        weights[commune] += own ? UINT64_C(1) << 54 : 1;
    }
    for (uint32_t i = 0; i < c->commune_count; i++)
        if (weights[i] > (best == ORB_CAT_NONE ? 0 : weights[best]))
            best = i;
    orb_free(weights);
    if (best != ORB_CAT_NONE)
        start_at(p, best);
    return ORB_OK;
}

static enum orb_status choose_start(struct product *p, struct orb_error *err)
{
    const struct orb_catalogue *c = p->selection.catalogue;
    const char *from = p->options->from;
    uint32_t commune;

    if (from == NULL)
        return find_start(p, err);
    commune = orb_cat_commune_find(c, from);
    if (commune == ORB_CAT_NONE || !is_placed(&c->communes[commune]))
        return no_commune(from, err);
    start_at(p, commune);
    return ORB_OK;
}

/* ---- words */

/* "10,000", in French "10 000" with no-break spaces. */
static void add_count(struct orb_buf *out, uint64_t count, bool french)
{
    char digits[24];
    int len = snprintf(digits, sizeof digits, "%" PRIu64, count);

    for (int i = 0; i < len; i++) {
        if (i > 0 && (len - i) % 3 == 0)
            orb_buf_text(out, french ? "\xC2\xA0" : ",");
        orb_buf_char(out, digits[i]);
    }
}

static void add_date(struct orb_buf *out, orb_date date, bool french)
{
    char text[ORB_DATE_LEN];

    (void)orb_date_write(text, date);
    if (french && strlen(text) == 10)
        orb_buf_printf(out, "%.2s/%.2s/%.4s", text + 8, text + 5, text);
    else
        orb_buf_text(out, text);
}

static void say_what(struct product *p)
{
    struct orb_buf count = { 0 };
    struct orb_buf date = { 0 };

    add_count(&count, p->selection.count, p->options->french);
    orb_buf_printf(&p->subtitle,
                   ORB_PLURAL("%s resource", "%s resources", p->selection.count),
                   count.len == 0 ? "" : count.data);
    if (p->selection.date != ORB_DATE_NONE) {
        add_date(&date, p->selection.date, p->options->french);
        orb_buf_text(&p->subtitle, " · ");
        orb_buf_printf(&p->subtitle, _("as of %s"), date.len == 0 ? "" : date.data);
    }
    p->subtitle.failed = p->subtitle.failed || count.failed || date.failed;
    orb_buf_release(&count);
    orb_buf_release(&date);
}

/* The CSV beside the page: same name, other extension. */
static void name_csv(struct product *p)
{
    const char *path = p->options->output;
    const char *slash = path == NULL ? NULL : strrchr(path, '/');
    const char *name = slash == NULL ? path : slash + 1;
    const char *dot = name == NULL ? NULL : strrchr(name, '.');

    if (name == NULL || strcmp(name, "-") == 0)
        orb_buf_text(&p->csv, "orbite");
    else
        orb_buf_add(&p->csv, name,
                    dot == NULL || dot == name ? strlen(name) : (size_t)(dot - name));
    orb_buf_text(&p->csv, ".csv");
}

/* The disc alone: the page has its own list. */
static enum orb_status draw_circles(struct product *p, struct orb_error *err)
{
    const struct orb_circle_map_options how = { .french = p->options->french,
                                                .embedded = true };
    const struct orb_circle_partners_of of = { &p->selection, ORB_CAT_NONE };
    struct orb_circle_map_input input = { 0 };
    struct orb_partner_list list = { 0 };
    struct orb_circle_map *map = NULL;
    struct orb_arena arena = { 0 };
    enum orb_status status = orb_circle_partners_read(&input, &list, &arena, &of, err);

    if (status == ORB_OK)
        status =
            orb_circle_partners_frame(&input, &arena, &p->selection, ORB_CAT_NONE, err);
    if (status == ORB_OK)
        status = orb_circle_map_make(&map, &arena, &input, &how, err);
    if (status == ORB_OK)
        status = orb_circle_map_write(&p->circles, map, 1, err);
    orb_partner_list_release(&list);
    orb_arena_release(&arena);
    return status;
}

static enum orb_status write_page(struct product *p, struct orb_output *out,
                                  struct orb_error *err)
{
    struct orb_page page = { .selection = &p->selection,
                             .head = &p->head,
                             .contours = &p->contours };
    enum orb_status status;

    say_what(p);
    name_csv(p);
    p->head.title = p->options->title == NULL ? _("Who does what?") : p->options->title;
    p->head.french = p->options->french;
    p->head.subtitle = p->subtitle.data;
    p->head.csv = p->csv.data;
    p->head.rings = p->options->rings;
    status = orb_buf_check(&p->subtitle, err);
    if (status == ORB_OK)
        status = orb_buf_check(&p->csv, err);
    if (status == ORB_OK)
        status = choose_start(p, err);
    if (status == ORB_OK)
        status = orb_page_contours(&p->contours, p->territory, &p->selection,
                                   p->options->simplify_m, err);
    if (p->contours.attribution.len > 0)
        p->head.more_attribution = p->contours.attribution.data;
    if (status == ORB_OK)
        status = draw_circles(p, err);
    page.circles = p->circles.data;
    return status == ORB_OK ? orb_page_write(out, &page, err) : status;
}

static enum orb_status run(struct orb_output *out,
                           const struct orb_map_territory *territory,
                           const struct orb_export_options *options, struct orb_error *err)
{
    struct product p = { .territory = territory, .options = options };
    enum orb_status status = orb_page_check(err);

    if (status == ORB_OK)
        status = orb_selection_init(&p.selection, territory->catalogue, options, err);
    if (status == ORB_OK)
        status = write_page(&p, out, err);
    orb_selection_release(&p.selection);
    orb_contours_release(&p.contours);
    orb_buf_release(&p.subtitle);
    orb_buf_release(&p.csv);
    orb_buf_release(&p.circles);
    return status;
}

const struct orb_exporter orb_exporter_page = {
    .name = "page",
    .summary = N_("one HTML file: list, map, circles and sheets, without connection"),
    .media_type = "text/html",
    .extension = "html",
    .takes = ORB_EXPORT_SELECTION | ORB_EXPORT_TITLE | ORB_EXPORT_CONTOURS |
             ORB_EXPORT_ORIGIN | ORB_EXPORT_RINGS | ORB_EXPORT_LANGUAGE | ORB_EXPORT_PERSON,
    .run = run,
};
