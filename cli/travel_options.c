/* A matrix prevails over a router, a router over the estimate. */
#include "cli/travel_options.h"

#include <string.h>

#include "cli/diagnostics.h"
#include "cli/travel_roads.h"
#include "engine/base/alloc.h"
#include "engine/base/file.h"
#include "engine/base/text.h"
#include "engine/router/client.h"
#include "maps/report.h"

#define MATRIX_CAP ((size_t)1 << 32)

/* ---- options */

static enum orb_status read_mode(const struct cli_arguments *args,
                                 enum orb_travel_mode *out, struct orb_error *err)
{
    const char *name = cli_option_value(args, "mode");
    int mode = name == NULL ? ORB_MODE_CAR
                            : orb_name_index(orb_travel_mode_names, ORB_MODES, name);

    if (mode < 0)
        return orb_error_set(err, ORB_ERR_SYNTAX,
                             _("unknown mode of travel '%s'; there are car, "
                               "adapted_vehicle, transit, bike, walk and wheelchair"),
                             name);
    *out = (enum orb_travel_mode)mode;
    return ORB_OK;
}

enum orb_status cli_travel_check(const struct cli_arguments *args, struct orb_error *err)
{
    const char *router = cli_option_value(args, "router");
    enum orb_travel_mode mode;
    enum orb_status status = read_mode(args, &mode, err);

    if (status == ORB_OK && router == NULL &&
        cli_option_value(args, "travel-cache") != NULL)
        return orb_error_set(err, ORB_ERR_SYNTAX,
                             _("'--travel-cache' means nothing without '--router'"));
    if (status != ORB_OK || router == NULL || cli_travel_roads_path(router) != NULL)
        return status;
    return orb_router_check(router, err);
}

/* ---- the matrix */

static void tell_faults(const struct cli_travel *travel)
{
    const struct orb_travel_matrix_report *report = &travel->matrix;

    for (size_t i = 0; i < report->wrong && i < ORB_TRAVEL_FAULTS; i++)
        cli_note(travel->cli, "%s:%lu: %s", travel->matrix_path, report->faults[i].line,
                 orb_travel_fault_words(report->faults[i].fault));
    if (report->wrong > 0)
        cli_note(travel->cli,
                 ORB_PLURAL("%lu row of %lu in '%s' is wrong: its pair is not known",
                            "%lu rows of %lu in '%s' are wrong: their pairs are not known",
                            report->wrong),
                 report->wrong, report->rows, travel->matrix_path);
}

static enum orb_status set_version(struct cli_travel *travel, const struct orb_buf *text,
                                   struct orb_error *err)
{
    static const char hex[] = "0123456789abcdef";
    unsigned char sum[ORB_DIGEST_BYTES];
    char *out = travel->matrix_version;
    struct orb_digester *digester = NULL;
    enum orb_status status = orb_digester_new(&digester, "sha256", err);

    if (status == ORB_OK)
        status = orb_digester_sum(digester, text->len == 0 ? "" : text->data, text->len,
                                  sum, err);
    memcpy(out, "sha256:", 8);
    out += 7;
    for (size_t i = 0; status == ORB_OK && i < 32; i++) {
        *out++ = hex[sum[i] >> 4];
        *out++ = hex[sum[i] & 15];
    }
    *out = '\0';
    orb_digester_free(digester);
    return status;
}

static enum orb_status read_matrix(struct cli_travel *travel, struct orb_error *err)
{
    struct orb_buf text = { 0 };
    struct orb_csv csv;
    enum orb_status status = orb_file_read(&text, travel->matrix_path, MATRIX_CAP, err);

    if (status == ORB_OK)
        status = set_version(travel, &text, err);
    if (status == ORB_OK) {
        orb_csv_memory(&csv, text.len == 0 ? "" : text.data, text.len, ',');
        status = orb_travel_matrix_read(&travel->table, &csv, travel->matrix_version,
                                        &travel->matrix, err);
        if (status == ORB_OK)
            status = orb_travel_table_seal(&travel->table, err);
        if (status != ORB_OK)
            orb_error_at(err, "%s", travel->matrix_path);
        orb_csv_release(&csv);
    }
    orb_buf_release(&text);
    if (status == ORB_OK)
        tell_faults(travel);
    return status;
}

enum orb_status cli_travel_open(struct cli_travel *out, const struct cli_context *cli,
                                const struct cli_arguments *args, struct orb_error *err)
{
    enum orb_status status;

    *out =
        (struct cli_travel){ .cli = cli,
                             .is_strict = cli_option_value(args, "strict-travel") != NULL,
                             .matrix_path = cli_option_value(args, "matrix"),
                             .router_spec = cli_option_value(args, "router"),
                             .cache_path = cli_option_value(args, "travel-cache") };
    status = read_mode(args, &out->mode, err);
    out->modes = 1U << out->mode;
    if (status == ORB_OK && out->matrix_path != NULL)
        status = read_matrix(out, err);
    return status;
}

bool cli_travel_is_given(const struct cli_travel *travel)
{
    return travel->matrix_path != NULL || travel->router_spec != NULL;
}

/* ---- what is told */

static const char *mode_words(enum orb_travel_mode mode)
{
    static const char *const words[ORB_MODES] = {
        [ORB_MODE_CAR] = N_("car"),
        [ORB_MODE_ADAPTED_VEHICLE] = N_("adapted vehicle"),
        [ORB_MODE_TRANSIT] = N_("public transport"),
        [ORB_MODE_BIKE] = N_("bicycle"),
        [ORB_MODE_WALK] = N_("on foot"),
        [ORB_MODE_WHEELCHAIR] = N_("wheelchair"),
    };

    return _(words[mode]);
}

/* Each way in which cells of the table were made, once. */
static void tell_methods(const struct cli_travel *travel, struct orb_report *report)
{
    for (size_t i = 0; i < travel->table.methods.count; i++) {
        const struct orb_travel_method *method = &travel->table.method_texts[i];

        orb_report_note(report, _("Minutes of travel by: %s%s%s."), method->name,
                        method->version[0] == '\0' ? "" : ", ", method->version);
    }
}

/* What the router could not say. */
static void tell_router(const struct cli_travel *travel, struct orb_report *report)
{
    if (travel->unknown_mode)
        orb_report_note(report, _("The router does not know this way of travelling."));
    if (travel->off_network > 0)
        orb_report_note(
            report,
            ORB_PLURAL(
                "%llu pair has an end too far from any road: its minutes are unknown.",
                "%llu pairs have an end too far from any road: their minutes are "
                "unknown.",
                travel->off_network),
            travel->off_network);
    if (travel->unanswered > 0)
        orb_report_note(report,
                        ORB_PLURAL("The router failed to answer for %llu pair.",
                                   "The router failed to answer for %llu pairs.",
                                   travel->unanswered),
                        travel->unanswered);
}

/* Where roads are not everywhere: places from which every pair has an end too far from any,
 * and pairs that no way joins. */
struct roadless {
    unsigned long long places, off, no_route;
};

static void look_at_row(struct roadless *r, const struct orb_travel_table *table,
                        size_t begin, size_t end)
{
    bool off = true;

    for (size_t i = begin; i < end; i++) {
        r->no_route += table->entries[i].answer == ORB_TRAVEL_NO_ROUTE;
        off = off && table->entries[i].answer == ORB_TRAVEL_OFF_NETWORK;
    }
    r->places += begin < end;
    r->off += begin < end && off;
}

static void tell_roadless(const struct cli_travel *travel, struct orb_report *report)
{
    struct roadless r = { 0 };

    for (uint32_t place = 0; place < travel->table.places.count; place++) {
        size_t begin;
        size_t end;

        orb_travel_table_row(&travel->table, place, travel->mode, &begin, &end);
        look_at_row(&r, &travel->table, begin, end);
    }
    if (r.off > 0)
        orb_report_note(
            report,
            ORB_PLURAL(
                "Roads are not everywhere: %llu place of %llu is too far from any; what can be reached from it is unknown.",
                "Roads are not everywhere: %llu places of %llu are too far from any; what can be reached from them is unknown.",
                r.off),
            r.off, r.places);
    if (r.no_route > 0)
        orb_report_note(
            report,
            ORB_PLURAL("%llu pair of places has no way between them: out of reach.",
                       "%llu pairs of places have no way between them: out of reach.",
                       r.no_route),
            r.no_route);
}

void cli_travel_report(const struct cli_travel *travel, const struct cli_travel_use *use,
                       struct orb_report *report)
{
    orb_report_parameter(report, "mode", _("Way of travelling"), "%s",
                         mode_words(travel->mode));
    if (travel->matrix_path != NULL)
        orb_report_parameter(report, "matrix", _("Travel matrix"), "%s",
                             travel->matrix_version);
    tell_methods(travel, report);
    if (!cli_travel_is_given(travel)) {
        orb_report_note(report,
                        _("All minutes of travel are estimates, from the distance and the "
                          "density of communes."));
        return;
    }
    tell_router(travel, report);
    tell_roadless(travel, report);
    orb_report_note(report,
                    _("Pairs of places by their minutes: %llu told, %llu estimated."),
                    use->told, use->estimated);
    if (travel->matrix.wrong > 0)
        orb_report_note(
            report,
            ORB_PLURAL("%lu row of the travel matrix is wrong and was left out.",
                       "%lu rows of the travel matrix are wrong and were left out.",
                       travel->matrix.wrong),
            travel->matrix.wrong);
    if (travel->elsewhere > 0)
        orb_report_note(
            report,
            ORB_PLURAL(
                "%llu row of the travel matrix names a place that the territory does not have.",
                "%llu rows of the travel matrix name a place that the territory does not have.",
                travel->elsewhere),
            travel->elsewhere);
}

enum orb_status cli_travel_end(const struct cli_travel *travel,
                               const struct cli_travel_use *use, struct orb_error *err)
{
    if (!travel->is_strict || use->estimated == 0)
        return ORB_OK;
    return orb_error_set(err, ORB_ERR_FINDINGS,
                         ORB_PLURAL("%llu pair of places has estimated minutes",
                                    "%llu pairs of places have estimated minutes",
                                    use->estimated),
                         use->estimated);
}

void cli_travel_close(struct cli_travel *travel)
{
    orb_travel_table_release(&travel->table);
    orb_free(travel->site_offers);
    *travel = (struct cli_travel){ 0 };
}
