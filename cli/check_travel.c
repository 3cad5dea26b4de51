/* With a router alone, a sample of communes is asked. */
#include "cli/check_travel.h"

#include <math.h>
#include <string.h>

#include "cli/profile.h"
#include "cli/report_output.h"
#include "cli/territory.h"
#include "cli/travel_options.h"
#include "engine/base/alloc.h"
#include "engine/base/number.h"
#include "engine/base/text.h"
#include "engine/geo/frame.h"
#include "engine/travel/fit.h"

/* Communes asked of a router, spread over the territory: their pairs are one request, but
 * for the Géoplateforme, which takes one pair a request. */
enum { SAMPLE = 50, SAMPLE_IGN = 15 };

struct checking {
    const struct cli_context *cli;
    struct cli_territory territory;
    struct orb_profile *profile;
    struct cli_travel travel;
    struct orb_travel_sample *samples;
    size_t count, capacity;
    unsigned long long elsewhere; /* pairs told of places without position here */
    unsigned long long no_way;
    struct orb_travel_fit fit;
};

/* ---- arguments */

enum orb_status cli_check_travel_parse(const struct cli_arguments *args,
                                       struct orb_error *err)
{
    static const char *const ours[] = { "mode", "matrix", "router", "travel-cache" };
    static const char *const others[] = { "kind",       "old",  "soon",  "limit",
                                          "duplicates", "fail", "strict" };
    bool wanted = cli_option_value(args, "travel") != NULL;

    for (size_t i = 0; !wanted && i < sizeof ours / sizeof ours[0]; i++)
        if (cli_option_value(args, ours[i]) != NULL)
            return orb_error_set(err, ORB_ERR_SYNTAX, _("'--%s' goes with '--travel'"),
                                 ours[i]);
    for (size_t i = 0; wanted && i < sizeof others / sizeof others[0]; i++)
        if (cli_option_value(args, others[i]) != NULL)
            return orb_error_set(err, ORB_ERR_SYNTAX,
                                 _("option '--%s' means nothing for '--travel'"),
                                 others[i]);
    if (!wanted)
        return ORB_OK;
    if (args->operand_count > 0)
        return orb_error_set(err, ORB_ERR_SYNTAX,
                             _("option '--%s' means nothing for a feed"), "travel");
    if (cli_option_value(args, "matrix") == NULL &&
        cli_option_value(args, "router") == NULL)
        return orb_error_set(err, ORB_ERR_SYNTAX,
                             _("'--travel' compares the estimate with '--matrix' or "
                               "'--router'"));
    return cli_travel_check(args, err);
}

/* ---- pairs */

struct spot {
    double lon, lat;
    int density;
};

/* A commune by its code, an offer or a site by its identifier. */
static bool find_spot(const struct checking *check, uint32_t place, struct spot *out)
{
    const struct orb_catalogue *c = &check->territory.catalogue;
    const char *id = check->travel.table.places.strings[place];
    uint32_t commune = orb_cat_commune_find(c, id);
    uint32_t offer = commune == ORB_CAT_NONE ? orb_cat_offer_find(c, id) : ORB_CAT_NONE;

    if (commune == ORB_CAT_NONE && offer == ORB_CAT_NONE)
        offer = cli_travel_offer_of(&check->travel, place);
    if (commune != ORB_CAT_NONE)
        *out = (struct spot){ c->communes[commune].lon, c->communes[commune].lat,
                              (int)c->communes[commune].density };
    else if (offer != ORB_CAT_NONE)
        *out = (struct spot){ c->offers[offer].lon, c->offers[offer].lat,
                              c->offers[offer].density };
    else
        return false;
    return fabs(out->lon) <= 180 && fabs(out->lat) <= 90;
}

static enum orb_status add_pair(struct checking *check, uint32_t from, uint32_t to,
                                double minutes, struct orb_error *err)
{
    double radius_km = check->profile->travel.earth_radius_km;
    struct spot a;
    struct spot b;
    double km;

    if (!find_spot(check, from, &a) || !find_spot(check, to, &b)) {
        check->elsewhere++;
        return ORB_OK;
    }
    km = orb_chord_to_arc(
        orb_ecef_chord_m(orb_ecef_make(a.lon, a.lat), orb_ecef_make(b.lon, b.lat)) / 1000,
        radius_km);
    /* From a place to itself nobody travels. */
    if (km == 0)
        return ORB_OK;
    if (orb_grow((void **)&check->samples, &check->capacity, check->count,
                 sizeof *check->samples) != ORB_OK)
        return orb_error_memory(err);
    check->samples[check->count++] =
        (struct orb_travel_sample){ km, minutes, a.density, b.density };
    return ORB_OK;
}

static enum orb_status add_pairs(struct checking *check, struct orb_error *err)
{
    const struct orb_travel_table *table = &check->travel.table;
    enum orb_status status = ORB_OK;

    for (uint32_t from = 0; status == ORB_OK && from < table->places.count; from++) {
        size_t at;
        size_t end;

        orb_travel_table_row(table, from, check->travel.mode, &at, &end);
        for (; status == ORB_OK && at < end; at++) {
            const struct orb_travel_entry *e = &table->entries[at];

            check->no_way += e->answer == ORB_TRAVEL_NO_ROUTE;
            if (e->answer == ORB_TRAVEL_ROUTE)
                status = add_pair(check, from, orb_travel_entry_to(e), e->minutes, err);
        }
    }
    return status;
}

/* Every so many communes that have a point. */
static enum orb_status ask_sample(struct checking *check, struct orb_error *err)
{
    const struct orb_catalogue *c = &check->territory.catalogue;
    const char *router = check->travel.router_spec;
    struct cli_travel_place places[SAMPLE];
    struct cli_travel_pairs pairs = { .from = places, .to = places };
    size_t most = router != NULL && strcmp(router, "ign") == 0 ? SAMPLE_IGN : SAMPLE;
    size_t placed = 0;
    size_t seen = 0;

    for (size_t i = 0; i < c->commune_count; i++)
        placed += isnan(c->communes[i].lon) ? 0 : 1;
    for (size_t i = 0; i < c->commune_count; i++) {
        if (isnan(c->communes[i].lon))
            continue;
        if (seen++ * most / placed < pairs.from_count && placed > most)
            continue;
        if (pairs.from_count < most)
            places[pairs.from_count++] =
                (struct cli_travel_place){ orb_cat_string(c, c->communes[i].code),
                                           c->communes[i].lon, c->communes[i].lat };
    }
    pairs.to_count = pairs.from_count;
    return cli_travel_ask(&check->travel, &pairs, err);
}

/* ---- the report */

static const struct orb_report_column residual_columns[] = {
    { .key = "share", .title = N_("Share of the pairs"), .type = ORB_REPORT_PERCENT },
    { .key = "before",
      .title = N_("Estimate less minutes told"),
      .definition = N_("At least so many minutes for the other pairs; below zero the "
                       "estimate is too short."),
      .type = ORB_REPORT_DECIMAL,
      .decimals = 1 },
    { .key = "after",
      .title = N_("With the proposed profile"),
      .type = ORB_REPORT_DECIMAL,
      .decimals = 1 },
};

static const struct orb_report_word fitted_words[] = {
    { "yes", N_("yes") }, { "no", N_("no: the pairs do not tell it") }, { 0 }
};

static const struct orb_report_column profile_columns[] = {
    { .key = "parameter", .title = N_("Parameter"), .type = ORB_REPORT_CODE },
    { .key = "now", .title = N_("Now"), .type = ORB_REPORT_DECIMAL, .decimals = 1 },
    { .key = "proposed",
      .title = N_("Proposed"),
      .type = ORB_REPORT_DECIMAL,
      .decimals = 1 },
    { .key = "fitted",
      .title = N_("Fitted"),
      .type = ORB_REPORT_TEXT,
      .words = fitted_words },
};

static void tell_residuals(const struct checking *check, struct orb_report *report)
{
    struct orb_report_table *t = orb_report_add_table(
        report, "residuals", N_("Estimated minutes less those told"), residual_columns,
        sizeof residual_columns / sizeof residual_columns[0]);

    for (int q = 0; q < ORB_FIT_QUANTILES; q++) {
        (void)orb_report_row(t);
        orb_report_number(t, orb_fit_quantiles[q]);
        orb_report_number(t, check->fit.before[q]);
        orb_report_number(t, check->fit.after[q]);
    }
}

static void tell_parameter(struct orb_report_table *t, const char *name, double now,
                           double proposed, bool fitted)
{
    (void)orb_report_row(t);
    orb_report_text(t, name);
    orb_report_number(t, now);
    orb_report_number(t, proposed);
    orb_report_text(t, fitted ? "yes" : "no");
}

static void tell_profile(const struct checking *check, struct orb_report *report)
{
    static const char *const locals[] = { NULL, "local_kmh/1", "local_kmh/2", "local_kmh/3",
                                          "local_kmh/4" };
    const struct orb_profile_travel_mode *now =
        &check->profile->travel.modes[check->travel.mode];
    const struct orb_travel_fit *fit = &check->fit;
    struct orb_report_table *t =
        orb_report_add_table(report, "profile", N_("Proposed profile"), profile_columns,
                             sizeof profile_columns / sizeof profile_columns[0]);

    tell_parameter(t, "access_minutes", now->access_minutes, fit->proposed.access_minutes,
                   fit->is_fitted[ORB_FIT_ACCESS]);
    for (int i = 1; i <= 4; i++)
        tell_parameter(t, locals[i], now->local_kmh[i], fit->proposed.local_kmh[i],
                       fit->is_fitted[ORB_FIT_LOCAL]);
    tell_parameter(t, "mid_kmh", now->mid_kmh, fit->proposed.mid_kmh,
                   fit->is_fitted[ORB_FIT_MID]);
    tell_parameter(t, "far_kmh", now->far_kmh, fit->proposed.far_kmh,
                   fit->is_fitted[ORB_FIT_FAR]);
}

/* As the language writes it. */
static const char *decimal(char out[ORB_NUMBER_LEN], double value, bool french)
{
    char *point;

    (void)orb_number_write_fixed(out, value, 1);
    point = strchr(out, '.');
    if (point != NULL && french)
        *point = ',';
    return out;
}

static void tell_mean(const struct checking *check, struct orb_report *report)
{
    char before[ORB_NUMBER_LEN];
    char after[ORB_NUMBER_LEN];

    orb_report_note(report,
                    _("The estimate is %s minutes off on average, the proposed profile %s. "
                      "Nothing was changed."),
                    decimal(before, check->fit.absolute_before, report->french),
                    decimal(after, check->fit.absolute_after, report->french));
}

static enum orb_status write_report(const struct checking *check,
                                    const struct cli_arguments *args, struct orb_error *err)
{
    const struct cli_travel_use use = { check->count, 0 };
    struct orb_report report;
    enum orb_status status;

    orb_report_init(&report, "check-travel/1",
                    cli_territory_date(&check->territory, check->cli), check->cli->french);
    orb_report_title(&report, _("The estimate of travel, compared"));
    cli_travel_report(&check->travel, &use, &report);
    tell_residuals(check, &report);
    tell_profile(check, &report);
    tell_mean(check, &report);
    if (check->no_way > 0)
        orb_report_note(&report,
                        ORB_PLURAL("%llu pair without a way was left out.",
                                   "%llu pairs without a way were left out.",
                                   check->no_way),
                        check->no_way);
    if (check->elsewhere > 0)
        orb_report_note(
            &report,
            ORB_PLURAL("%llu pair of places that have no position here was left "
                       "out.",
                       "%llu pairs of places that have no position here were "
                       "left out.",
                       check->elsewhere),
            check->elsewhere);
    status = orb_report_check(&report, err);
    if (status == ORB_OK)
        status = cli_report_write(&report, check->cli, args, err);
    orb_report_clear(&report);
    return status;
}

static enum orb_status fit(struct checking *check, struct orb_error *err)
{
    const struct orb_travel_samples pairs = { check->travel.mode, check->samples,
                                              check->count };

    return orb_travel_fit(&check->fit, check->profile, &pairs, err);
}

enum orb_status cli_check_travel(const struct cli_context *cli,
                                 const struct cli_arguments *args, struct orb_error *err)
{
    struct checking check = { .cli = cli };
    enum orb_status status = cli_profile_open(&check.profile, cli, err);

    if (status == ORB_OK)
        status = cli_territory_open(&check.territory, cli, NULL, err);
    if (status == ORB_OK) {
        cli_territory_let_go(&check.territory);
        status = cli_travel_open(&check.travel, cli, args, err);
    }
    if (status == ORB_OK)
        status = cli_travel_place(&check.travel, &check.territory.catalogue, NULL, err);
    if (status == ORB_OK)
        status = ask_sample(&check, err);
    if (status == ORB_OK)
        status = add_pairs(&check, err);
    if (status == ORB_OK)
        status = fit(&check, err);
    if (status == ORB_OK)
        status = write_report(&check, args, err);
    orb_free(check.samples);
    cli_travel_close(&check.travel);
    cli_territory_close(&check.territory);
    orb_profile_free(check.profile);
    return status;
}
