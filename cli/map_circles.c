/* 'orbite map circles': the concentric map of partners, page by page. */
#include "cli/map_circles.h"

#include <string.h>

#include "cli/audience.h"
#include "cli/commune.h"
#include "cli/diagnostics.h"
#include "cli/leftovers.h"
#include "cli/map_product.h"
#include "cli/options.h"
#include "cli/territory.h"
#include "engine/base/text.h"
#include "maps/circles_partners.h"

#define SUFFIX ".svg"

static int index_of(const char *const *names, int count, const char *name)
{
    for (int i = 0; i < count; i++)
        if (strcmp(names[i], name) == 0)
            return i;
    return -1;
}

static enum orb_status check(const struct cli_arguments *args, struct orb_error *err)
{
    static const char *const left_out[] = { "circle", "closed" };
    const char *paper = cli_option_value(args, "paper");
    const char *style = cli_option_value(args, "style");

    if (paper != NULL && index_of(orb_circle_paper_names, ORB_CIRCLE_PAPERS, paper) < 0)
        return orb_error_set(err, ORB_ERR_SYNTAX,
                             _("there is no paper '%s'; choose a4, a4-portrait or a3"),
                             paper);
    if (style != NULL && index_of(orb_circle_style_names, ORB_CIRCLE_STYLES, style) < 0)
        return orb_error_set(err, ORB_ERR_SYNTAX,
                             _("there is no style '%s'; choose colour or black"), style);
    /* A circle that was not looked at is not one where nobody is known. */
    for (size_t i = 0; i < sizeof left_out / sizeof left_out[0]; i++)
        if (cli_option_value(args, left_out[i]) != NULL)
            return orb_error_set(err, ORB_ERR_SYNTAX,
                                 _("'--%s' means nothing for the format '%s'"), left_out[i],
                                 args->operands[0]);
    if (cli_option_value(args, "table") != NULL && cli_option_value(args, "json") != NULL)
        return orb_error_set(err, ORB_ERR_SYNTAX,
                             _("'--table' and '--json' are two ways to say the same"));
    return ORB_OK;
}

static void add_name(struct orb_buf *out, const char *path, bool whole)
{
    const char *slash = strrchr(path, '/');
    const char *name = whole || slash == NULL ? path : slash + 1;

    orb_buf_add(out, name, strlen(name) - strlen(SUFFIX));
}

static bool is_svg(const char *path)
{
    size_t len = path == NULL ? 0 : strlen(path);

    return len > strlen(SUFFIX) && strcmp(path + len - strlen(SUFFIX), SUFFIX) == 0;
}

/* Pages after the first, in files beside it, as private as it is. */
static enum orb_status write_pages(const char *path, const struct orb_circle_map *map,
                                   bool is_private, struct orb_error *err)
{
    struct orb_buf stem = { 0 };
    struct orb_buf name = { 0 };
    enum orb_status status = ORB_OK;

    add_name(&stem, path, true);
    status = orb_buf_check(&stem, err);
    for (unsigned page = 2; status == ORB_OK && page <= orb_circle_map_pages(map); page++) {
        struct orb_output out = { 0 };

        orb_buf_clear(&name);
        orb_circle_map_page_name(&name, stem.data, page);
        status = orb_buf_check(&name, err);
        if (status == ORB_OK)
            status = cli_output_open(&out, name.data, is_private, err);
        if (status == ORB_OK)
            status = orb_circle_map_write(&out.pending, map, page, err);
        if (status == ORB_OK)
            status = orb_output_commit(&out, err);
        orb_output_close(&out);
    }
    orb_buf_release(&stem);
    orb_buf_release(&name);
    return status;
}

/* An earlier map may have had more pages; they are not removed, somebody may hold to them.
 */
static enum orb_status tell_older_pages(const char *path, unsigned pages,
                                        const struct cli_context *cli,
                                        struct orb_error *err)
{
    struct orb_buf stem = { 0 };
    struct orb_buf name = { 0 };
    enum orb_status status;
    unsigned older = 0;
    bool more = true;

    add_name(&stem, path, true);
    status = orb_buf_check(&stem, err);
    while (status == ORB_OK && more) {
        orb_buf_clear(&name);
        orb_circle_map_page_name(&name, stem.data, pages + older + 1);
        status = orb_buf_check(&name, err);
        more = status == ORB_OK && orb_file_exists(name.data);
        older += more;
    }
    if (older > 0) {
        orb_buf_clear(&name);
        orb_circle_map_page_name(&name, stem.data, pages + 1);
        status = orb_buf_check(&name, err);
    }
    if (older > 0 && status == ORB_OK)
        cli_note(
            cli,
            ORB_PLURAL("%u page of an earlier map is left beside this one: '%s'",
                       "%u pages of an earlier map are left beside this one, from '%s' on",
                       older),
            older, name.data);
    orb_buf_release(&stem);
    orb_buf_release(&name);
    return status;
}

/* How it is drawn, by the options; stem is that of the file of page 1, without folder. */
static enum orb_status read_options(struct orb_circle_map_options *out,
                                    struct orb_buf *stem, const struct cli_arguments *args,
                                    struct orb_error *err)
{
    const char *paper = cli_option_value(args, "paper");
    const char *style = cli_option_value(args, "style");
    const char *path = cli_option_value(args, "output");

    if (paper != NULL)
        out->paper = (enum orb_circle_paper)index_of(orb_circle_paper_names,
                                                     ORB_CIRCLE_PAPERS, paper);
    if (style != NULL)
        out->style = (enum orb_circle_style)index_of(orb_circle_style_names,
                                                     ORB_CIRCLE_STYLES, style);
    if (!is_svg(path))
        return ORB_OK;
    add_name(stem, path, false);
    out->stem = stem->data;
    return orb_buf_check(stem, err);
}

static enum orb_status draw(struct orb_output *out, const struct orb_circle_map *map,
                            const struct cli_context *cli, const struct cli_arguments *args,
                            struct orb_error *err)
{
    const char *path = cli_option_value(args, "output");
    bool json = cli_option_value(args, "json") != NULL;
    enum orb_status status;

    if (json || cli_option_value(args, "table") != NULL)
        return cli_circle_table_write(out, cli, map, json, err);
    status = orb_circle_map_write(&out->pending, map, 1, err);
    if (status == ORB_OK && is_svg(path)) {
        status = write_pages(path, map, cli_option_value(args, "situation") != NULL, err);
        return status == ORB_OK
                   ? tell_older_pages(path, orb_circle_map_pages(map), cli, err)
                   : status;
    }
    if (status != ORB_OK || orb_circle_map_pages(map) == 1)
        return status;
    cli_note(
        cli,
        _("only page 1 of %u is written; name a file (-o FILE.svg) to have the table beside it (FILE-2.svg)"),
        orb_circle_map_pages(map));
    return ORB_OK;
}

enum orb_status cli_circles_draw(struct orb_output *out,
                                 const struct orb_circle_map_input *input,
                                 const struct cli_context *cli,
                                 const struct cli_arguments *args, struct orb_error *err)
{
    struct orb_circle_map_options options = { .french = cli->french };
    struct orb_circle_map *map = NULL;
    struct orb_arena arena = { 0 };
    struct orb_buf stem = { 0 };
    enum orb_status status = read_options(&options, &stem, args, err);

    if (status == ORB_OK)
        status = orb_circle_map_make(&map, &arena, input, &options, err);
    if (status == ORB_OK)
        status = draw(out, map, cli, args, err);
    orb_arena_release(&arena);
    orb_buf_release(&stem);
    return status;
}

/* Everything of one map but its drawing. */
struct circles {
    struct cli_territory territory;
    struct orb_selection selection;
    struct orb_partner_list list;
    struct orb_arena arena;
    struct orb_circle_map_input input;
};

static enum orb_status prepare(struct circles *circles, const struct cli_arguments *args,
                               struct orb_error *err)
{
    const struct orb_catalogue *catalogue = &circles->territory.catalogue;
    const char *from = cli_option_value(args, "from");
    const char *requests = cli_option_value(args, "requests");
    struct orb_circle_partners_of of = { &circles->selection, ORB_CAT_NONE };
    enum cli_audience audience;
    enum orb_status status = cli_audience_read(&audience, args, CLI_AUDIENCE_TEAM, err);

    if (status == ORB_OK && from != NULL)
        status = cli_commune_find(&of.from, catalogue, from, err);
    if (status == ORB_OK)
        status = orb_circle_partners_read(&circles->input, &circles->list, &circles->arena,
                                          &of, err);
    if (status == ORB_OK)
        status = orb_circle_partners_frame(&circles->input, &circles->arena,
                                           &circles->selection, of.from, err);
    if (status == ORB_OK && requests != NULL)
        status = cli_circle_requests_read(circles->input.requests, requests, err);
    if (status == ORB_OK)
        cli_circle_requests_protect(circles->input.requests, cli_audience_least(audience));
    return status;
}

static enum orb_status write_circles(struct orb_output *out, const struct cli_context *cli,
                                     const struct cli_arguments *args,
                                     struct orb_error *err)
{
    struct circles circles = { .arena = { 0 } };
    struct orb_export_options options;
    enum orb_status status = cli_territory_open(&circles.territory, cli, NULL, err);

    if (status == ORB_OK) {
        options = cli_map_options(cli, args, cli_territory_date(&circles.territory, cli));
        status = orb_selection_init(&circles.selection, &circles.territory.catalogue,
                                    &options, err);
    }
    if (status == ORB_OK)
        status = prepare(&circles, args, err);
    if (status == ORB_OK)
        status = cli_circles_draw(out, &circles.input, cli, args, err);
    orb_partner_list_release(&circles.list);
    orb_selection_release(&circles.selection);
    orb_arena_release(&circles.arena);
    cli_territory_close(&circles.territory);
    return status;
}

const struct cli_map_product cli_map_circles = {
    .name = "circles",
    .summary = N_("who does what around the operator: a concentric map to print (SVG)"),
    .takes = ORB_EXPORT_LANGUAGE | ORB_EXPORT_SELECTION | ORB_EXPORT_TITLE |
             ORB_EXPORT_ORIGIN | ORB_EXPORT_PERSON | CLI_MAP_CIRCLES,
    .check = check,
    .write = write_circles,
};
