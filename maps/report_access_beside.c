/* Beside the areas: access by age, inequality, sites, droit commun. */
#include <math.h>
#include <stdlib.h>

#include "engine/base/text.h"
#include "engine/planning/inequality.h"
#include "maps/report_access.h"
#include "maps/report_access_columns.h"

#define COLUMNS(list) list, sizeof list / sizeof list[0]

/* ---- ages */

static const struct orb_report_column age_columns[] = {
    { .key = "age_from",
      .title = N_("From"),
      .definition = N_("Completed years."),
      .type = ORB_REPORT_INTEGER },
    { .key = "age_to",
      .title = N_("To"),
      .definition = N_("Completed years, included; nothing: no upper bound."),
      .type = ORB_REPORT_INTEGER },
    { .key = "people", .title = N_("Demand"), .type = ORB_REPORT_INTEGER },
    { .key = "access",
      .title = N_("Access"),
      .definition = N_("In the unit told above the tables; the mean weighted by demand."),
      .type = ORB_REPORT_DECIMAL,
      .decimals = 2 },
    ORB_REPORT_ACCESS_WITHOUT,
    { .key = "sites",
      .title = N_("Offers that take them"),
      .definition = N_("Surely or not; droit commun apart."),
      .type = ORB_REPORT_INTEGER },
    { .key = "to_verify",
      .title = N_("To verify"),
      .definition = N_("Of these offers, those whose terms are not all known."),
      .type = ORB_REPORT_INTEGER },
    ORB_REPORT_ACCESS_NEAREST,
};

/* One stratum over the places of the perimeter. */
static void add_age(struct orb_report_table *t, const struct orb_report_access_input *in,
                    uint32_t g)
{
    const struct orb_access *a = in->access;
    double people = 0;
    double access = 0;
    double without = 0;
    bool reached = false;
    bool unknown = false;

    for (uint32_t i = 0; i < a->inside; i++) {
        size_t at = (size_t)i * a->strata.count + g;
        double n = a->place[i].located ? a->demand.people[at] : 0;

        if (!(n > 0))
            continue;
        people += n;
        reached = reached || a->result.reached[at] == ORB_REACHED;
        unknown = unknown || a->result.reached[at] == ORB_REACHED_UNKNOWN;
        if (!isinf(a->result.access[at]))
            access += a->request.method == ORB_CATCHMENT_AVAILABILITY
                          ? a->result.access[at]
                          : n * a->result.access[at];
        without += a->result.reached[at] != ORB_REACHED ? n : 0;
    }
    orb_report_integer(t, llround(people));
    if (!(people > 0) || a->request.method == ORB_CATCHMENT_CLOSEST)
        orb_report_none(t);
    else if (unknown && !reached)
        orb_report_unknown(t);
    else
        orb_report_number(
            t, orb_report_access_scale(in) * access /
                   (a->request.method == ORB_CATCHMENT_AVAILABILITY ? 1 : people));
    if (people > 0)
        orb_report_number(t, without / people);
    else
        orb_report_none(t);
}

static void count_takers(struct orb_report_table *t, const struct orb_access *a, uint32_t g)
{
    int64_t sites = 0;
    int64_t doubtful = 0;

    for (uint32_t j = 0; j < a->supply.count; j++) {
        const struct orb_supply_verdict *v = orb_supply_verdict_of(&a->supply, j, g);

        if (a->supply.sites[j].basis == ORB_PLACES_NO_NOTION || v->answer == ORB_SUPPLY_NO)
            continue;
        sites++;
        doubtful += v->answer == ORB_SUPPLY_UNKNOWN;
    }
    orb_report_integer(t, sites);
    orb_report_integer(t, doubtful);
}

static void add_nearest(struct orb_report *report, struct orb_report_table *t,
                        const struct orb_report_access_input *in, uint32_t g)
{
    struct orb_report_access_part part = { ORB_REPORT_ACCESS_ALL, ORB_REPORT_ACCESS_ALL,
                                           g };
    struct orb_report_access_sum sum = orb_report_access_add(report, in, &part);

    orb_report_access_cost(t, sum.median, &sum);
    orb_report_access_cost(t, sum.decile, &sum);
}

void orb_report_access_ages(struct orb_report *report,
                            const struct orb_report_access_input *in)
{
    const struct orb_access *a = in->access;
    struct orb_report_table *t;

    if (a->strata.items[0].age_from < 0 || in->persons)
        return;
    t = orb_report_add_table(report, "ages", _("Access by age"), COLUMNS(age_columns));
    for (uint32_t g = 0; g < a->strata.count; g++) {
        orb_report_row(t);
        orb_report_integer(t, a->strata.items[g].age_from);
        if (a->strata.items[g].age_to >= 150 || a->strata.items[g].age_to < 0)
            orb_report_none(t);
        else
            orb_report_integer(t, a->strata.items[g].age_to - 1);
        add_age(t, in, g);
        count_takers(t, a, g);
        add_nearest(report, t, in, g);
    }
}

/* ---- inequality */

static const struct orb_report_word index_words[] = {
    { "mean", N_("mean") },
    { "gini", N_("Gini index") },
    { "theil", N_("Theil index (T)") },
    { "concentration", N_("concentration by income") },
    { "concentration_corrected", N_("concentration by income, corrected (Erreygers)") },
    { "palma", N_("Palma ratio") },
    { "below_half", N_("share of people below half the mean") },
    { "gap_half", N_("mean gap to half the mean") },
    { "severity_half", N_("squared gap to half the mean") },
    { "below_line", N_("share of people below the poverty line") },
    { "gap_line", N_("mean gap to the poverty line") },
    { "severity_line", N_("squared gap to the poverty line") },
    { NULL, NULL },
};

static const struct orb_report_column index_columns[] = {
    { .key = "index",
      .title = N_("Index"),
      .definition = N_(
          "Of the access of people, places that are unknown left out. 0 = equal for everybody (Gini, Theil, concentration); the Palma ratio compares the richest tenth with the poorest four tenths."),
      .type = ORB_REPORT_TEXT,
      .words = index_words },
    { .key = "value", .title = N_("Value"), .type = ORB_REPORT_DECIMAL, .decimals = 4 },
};

static const char *const half_indexes[] = { "below_half", "gap_half", "severity_half" };
static const char *const line_indexes[] = { "below_line", "gap_line", "severity_line" };

static void add_index(struct orb_report_table *t, const char *token, double value)
{
    orb_report_row(t);
    orb_report_text(t, token);
    if (isnan(value))
        orb_report_unknown(t);
    else
        orb_report_number(t, value);
}

/* Foster, Greer and Thorbecke: share, gap, severity. */
static void add_poverty(struct orb_report_table *t,
                        const struct orb_inequality_input *input, double line,
                        const char *const tokens[3])
{
    for (int i = 0; i < 3; i++)
        add_index(t, tokens[i], orb_inequality_poverty(input, line, i));
}

void orb_report_access_equity(struct orb_report *report,
                              const struct orb_report_access_input *in)
{
    const struct orb_access *a = in->access;
    size_t n = (size_t)a->inside + 1;
    double *columns = orb_arena_array(&report->arena, 3 * n, sizeof *columns);
    struct orb_inequality_input input = { columns, columns + n, columns + 2 * n,
                                          a->inside };
    struct orb_inequality x;
    struct orb_report_table *t;
    const struct orb_report_access_part whole = { ORB_REPORT_ACCESS_ALL,
                                                  ORB_REPORT_ACCESS_ALL,
                                                  ORB_REPORT_ACCESS_ALL };
    const struct orb_report_access_sum sum = orb_report_access_add(report, in, &whole);
    uint32_t told = 0;

    for (uint32_t i = 0; i < a->inside; i++)
        told += a->place[i].people > 0 && !isnan(a->place[i].access);
    if (columns == NULL || told < 2 || in->persons ||
        a->request.method == ORB_CATCHMENT_CLOSEST ||
        orb_report_access_is_unknown(in, &sum))
        return; /* one commune is not unequal, nor are those of which nothing is known */
    for (uint32_t i = 0; i < a->inside; i++) {
        bool sums = a->request.method == ORB_CATCHMENT_AVAILABILITY;

        columns[i] = sums && a->place[i].people > 0
                         ? a->place[i].access / a->place[i].people
                         : a->place[i].access;
        columns[n + i] = a->place[i].people;
        columns[2 * n + i] = a->request.catalogue->communes[a->place[i].commune].income;
    }
    if (orb_inequality_make(&x, &input, NULL) != ORB_OK) {
        report->failed = true;
        return;
    }
    t = orb_report_add_table(report, "equity", _("How unequal"), COLUMNS(index_columns));
    add_index(t, "mean", orb_report_access_scale(in) * x.mean);
    add_index(t, "gini", x.gini);
    add_index(t, "theil", x.theil);
    add_index(t, "concentration", x.concentration);
    add_index(t, "concentration_corrected", x.concentration_corrected);
    add_index(t, "palma", x.palma);
    if (!isnan(in->line))
        add_poverty(t, &input, in->line / orb_report_access_scale(in), line_indexes);
    else if (x.mean > 0)
        add_poverty(t, &input, x.mean / 2, half_indexes);
}

/* ---- sites */

static const struct orb_report_word basis_words[] = {
    { "unknown", N_("unknown") },
    { "installed", N_("installed (08)") },
    { "authorised", N_("authorised (09)") },
    { "droit_commun", N_("droit commun: no notion of place") },
    { NULL, NULL },
};

static const struct orb_report_word how_words[] = {
    { "on_site", N_("on site") },
    { "served_zone", N_("in its zone") },
    { "both", N_("on site and in its zone") },
    { NULL, NULL },
};

static const struct orb_report_column site_columns[] = {
    { .key = "offer", .title = N_("Offer"), .type = ORB_REPORT_CODE },
    { .key = "name", .title = N_("Name"), .type = ORB_REPORT_TEXT },
    { .key = "commune", .title = N_("Commune"), .type = ORB_REPORT_CODE, .quiet = true },
    { .key = "how", .title = N_("Given"), .type = ORB_REPORT_TEXT, .words = how_words },
    { .key = "places",
      .title = N_("Places"),
      .definition = N_("Installed, else authorised; never places available."),
      .type = ORB_REPORT_INTEGER },
    { .key = "basis",
      .title = N_("Which places"),
      .type = ORB_REPORT_TEXT,
      .words = basis_words },
    { .key = "ratio",
      .title = N_("Places for 1,000"),
      .definition = N_("People in its catchment that it takes, weighted."),
      .type = ORB_REPORT_DECIMAL,
      .decimals = 2 },
    { .key = "unused",
      .title = N_("Nobody in reach"),
      .definition =
          N_("1 = no demand within the limit: its places reach nobody looked at."),
      .type = ORB_REPORT_INTEGER },
};

static bool takes_somebody(const struct orb_access *a, uint32_t site)
{
    for (uint32_t g = 0; g < a->strata.count; g++)
        if (orb_supply_verdict_of(&a->supply, site, g)->answer != ORB_SUPPLY_NO)
            return true;
    return false;
}

/* What a site has for each person, and whether nobody is in reach: with persons of a file
 * either would tell of them. */
static void add_use(struct orb_report_table *t, const struct orb_report_access_input *in,
                    uint32_t j)
{
    const struct orb_access *a = in->access;
    bool shares = a->request.method <= ORB_CATCHMENT_BALANCED ||
                  a->request.method == ORB_CATCHMENT_AVAILABILITY;

    if (isnan(a->result.ratio[j]) && shares) {
        orb_report_unknown(t);
        orb_report_unknown(t);
        return;
    }
    if (!shares || in->persons)
        orb_report_none(t);
    else
        orb_report_number(t, 1000 * a->result.ratio[j]);
    if (in->persons)
        orb_report_none(t);
    else
        orb_report_integer(t, a->result.unused[j]);
}

static void add_site(struct orb_report_table *t, const struct orb_report_access_input *in,
                     uint32_t j)
{
    const struct orb_access *a = in->access;
    const struct orb_supply_site *s = &a->supply.sites[j];
    const struct orb_catalogue *c = a->request.catalogue;
    const struct orb_cat_offer *o = &c->offers[s->offer];
    const char *name = orb_cat_known(c, o->name);
    const char *commune = orb_cat_known(c, o->commune_code);

    orb_report_row(t);
    orb_report_text(t, orb_cat_string(c, o->id));
    orb_report_text(t, name == NULL ? orb_cat_string(c, o->id) : name);
    if (commune == NULL)
        orb_report_unknown(t);
    else
        orb_report_text(t, commune);
    if (s->kind_unknown)
        orb_report_unknown(t);
    else
        orb_report_text(t, !s->on_site               ? "served_zone"
                           : s->at_home || s->remote ? "both"
                                                     : "on_site");
    if (isnan(s->places))
        orb_report_unknown(t);
    else
        orb_report_integer(t, llround(s->places));
    orb_report_text(t, basis_words[s->basis].token);
    add_use(t, in, j);
}

void orb_report_access_sites(struct orb_report *report,
                             const struct orb_report_access_input *in)
{
    const struct orb_access *a = in->access;
    struct orb_report_table *t = orb_report_add_table(
        report, "sites", _("What is shared out"), COLUMNS(site_columns));
    for (uint32_t j = 0; j < a->supply.count; j++)
        if (a->linked[j] && takes_somebody(a, j) &&
            a->supply.sites[j].basis != ORB_PLACES_NO_NOTION)
            add_site(t, in, j);
}

/* ---- droit commun */

static const struct orb_report_column common_columns[] = {
    { .key = "area", .title = N_("Area"), .type = ORB_REPORT_CODE },
    { .key = "name", .title = N_("Name"), .type = ORB_REPORT_TEXT },
    { .key = "sites",
      .title = N_("Offers in reach"),
      .definition = N_(
          "Of droit commun, which has no notion of place: how many somebody has within the limit; the mean of the communes weighted by their demand."),
      .type = ORB_REPORT_DECIMAL,
      .decimals = 1 },
};

void orb_report_access_commons(struct orb_report *report,
                               const struct orb_report_access_input *in)
{
    struct orb_report_table *t;

    if (in->access->counts.commons == 0 || in->persons)
        return;
    t = orb_report_add_table(report, "droit_commun", _("Droit commun in reach"),
                             COLUMNS(common_columns));
    for (uint32_t i = 0; i <= in->areas->count; i++) {
        struct orb_report_access_sum sum = orb_report_access_add_area(report, in, i);

        if (sum.places == 0)
            continue;
        orb_report_row(t);
        orb_report_access_area(t, in->areas, i);
        if (sum.people > 0)
            orb_report_number(t, sum.commons / sum.people);
        else
            orb_report_none(t);
    }
}
