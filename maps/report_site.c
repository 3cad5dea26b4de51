/* What a planner says of a new place: how many people come near it, and who does not. */
#include "maps/report_site.h"

#include <math.h>
#include <string.h>

#include "engine/base/text.h"
#include "engine/planning/mesh.h"
#include "maps/report_site_parts.h"
#include "maps/report_words.h"

static const struct orb_report_word moment_words[] = { { "before", N_("before") },
                                                       { "after", N_("after") },
                                                       { NULL, NULL } };

static const struct orb_report_word status_words[] = {
    { "optimal", N_("proven best") },
    { "feasible", N_("good, not proven best") },
    { "infeasible", N_("not possible for all: the others are served") },
    { "none", N_("nothing to choose") },
    { NULL, NULL }
};

enum { NO_CHOICE = 3 };

static const struct orb_report_word method_words[] = {
    { "exchange", N_("exchanges and Lagrangian bound") },
    { "branches", N_("branch and bound") },
    { "solver", N_("GLPK") },
    { NULL, NULL }
};

static const struct orb_report_word aim_words[] = {
    { "p-median", N_("least sum of people by minutes") },
    { "mclp", N_("most people within the minutes") },
    { "lscp", N_("fewest new sites that bring everyone within the minutes") },
    { NULL, NULL }
};

static const struct orb_report_column summary_columns[] = {
    { .key = "moment",
      .title = N_("Moment"),
      .type = ORB_REPORT_TEXT,
      .words = moment_words },
    { .key = "sites",
      .title = N_("Sites"),
      .definition =
          N_("Places of the services that exist in the perimeter and stay, and new sites."),
      .type = ORB_REPORT_INTEGER },
    { .key = "people_near",
      .title = N_("People within the minutes"),
      .definition = N_("Where sites have a capacity, those who have a place there."),
      .type = ORB_REPORT_INTEGER },
    { .key = "share_near",
      .title = N_("Share of the people"),
      .type = ORB_REPORT_PERCENT,
      .decimals = 1 },
    { .key = "mean_minutes",
      .title = N_("Mean minutes"),
      .definition = N_("Of the people who go to a site; not of those served at home."),
      .type = ORB_REPORT_DECIMAL,
      .decimals = 1 },
    { .key = "people_without",
      .title = N_("People without a site"),
      .definition = N_("No way leads to any site, or none has room left."),
      .type = ORB_REPORT_INTEGER },
};

static const struct orb_report_column certificate_columns[] = {
    { .key = "aim", .title = N_("Aim"), .type = ORB_REPORT_TEXT, .words = aim_words },
    { .key = "status",
      .title = N_("Proof"),
      .type = ORB_REPORT_TEXT,
      .words = status_words },
    { .key = "method",
      .title = N_("Method"),
      .type = ORB_REPORT_TEXT,
      .words = method_words },
    { .key = "value",
      .title = N_("Value"),
      .definition = N_("Of these sites, for the aim."),
      .type = ORB_REPORT_DECIMAL,
      .decimals = 3 },
    { .key = "bound",
      .title = N_("Bound"),
      .definition = N_("No choice of sites does better than this."),
      .type = ORB_REPORT_DECIMAL,
      .decimals = 3 },
    { .key = "gap",
      .title = N_("Gap"),
      .definition =
          N_("Distance from the value to the bound: at worst, how far from the best."),
      .type = ORB_REPORT_PERCENT,
      .decimals = 4 },
};

static const struct orb_report_column site_columns[] = {
    { .key = "commune", .title = N_("Commune"), .type = ORB_REPORT_CODE },
    { .key = "name", .title = N_("Name"), .type = ORB_REPORT_TEXT },
    { .key = "inhabitants", .title = N_("Inhabitants"), .type = ORB_REPORT_INTEGER },
    { .key = "communes_served",
      .title = N_("Communes it serves"),
      .definition = N_("It is the nearest open site, or takes most of their people."),
      .type = ORB_REPORT_INTEGER },
    { .key = "people_taken", .title = N_("People it serves"), .type = ORB_REPORT_INTEGER },
    { .key = "people_gained",
      .title = N_("People brought within the minutes"),
      .type = ORB_REPORT_INTEGER },
    { .key = "capacity",
      .title = N_("Capacity"),
      .definition = N_("People it can take, as it was asked."),
      .type = ORB_REPORT_INTEGER },
};

static const struct orb_report_column service_columns[] = {
    { .key = "name", .title = N_("Service"), .type = ORB_REPORT_TEXT },
    { .key = "commune", .title = N_("Commune"), .type = ORB_REPORT_TEXT },
    { .key = "communes_before",
      .title = N_("Communes it is the nearest of, before"),
      .type = ORB_REPORT_INTEGER },
    { .key = "communes_after",
      .title = N_("Communes it is the nearest of, after"),
      .type = ORB_REPORT_INTEGER },
    { .key = "offer", .title = N_("Offer"), .type = ORB_REPORT_CODE, .quiet = true },
};

#define COLUMNS(list) list, sizeof list / sizeof list[0]

/* Columns that count people: of persons when a file counted them. */
static const char *const people_keys[] = { "people_near", "people_without", "people" };
/* With the minutes of the communes and the people near, they give back those of one. */
static const char *const mixed_keys[] = { "share_near", "mean_minutes", "gap" };

static bool is_among(const char *key, const char *const *keys, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(keys[i], key) == 0)
            return true;
    return false;
}

struct orb_report_table *orb_report_site_table(struct site_writer *w, const char *key,
                                               const char *title,
                                               const struct orb_report_column *columns,
                                               size_t count)
{
    struct orb_report_column *own = NULL;

    if (w->siting->question->demand == NULL)
        return orb_report_add_table(w->report, key, title, columns, count);
    own = orb_arena_array(&w->report->arena, count, sizeof *own);
    if (own == NULL) {
        w->report->failed = true;
        return orb_report_add_table(w->report, key, title, columns, count);
    }
    memcpy(own, columns, count * sizeof *own);
    for (size_t i = 0; i < count; i++) {
        if (is_among(own[i].key, people_keys, sizeof people_keys / sizeof *people_keys))
            own[i].persons = ORB_REPORT_PERSONS;
        if (is_among(own[i].key, mixed_keys, sizeof mixed_keys / sizeof *mixed_keys))
            own[i].persons = ORB_REPORT_PERSONS_MIXED;
    }
    return orb_report_add_table(w->report, key, title, own, count);
}

const char *orb_report_site_model(enum orb_locate_model model)
{
    return aim_words[model].token;
}

void orb_report_site_name(struct site_writer *w, struct orb_report_table *t,
                          uint32_t commune)
{
    const struct orb_catalogue *c = w->siting->question->catalogue;
    const char *name =
        commune == ORB_CAT_NONE ? NULL : orb_cat_known(c, c->communes[commune].name);

    if (name == NULL)
        orb_report_unknown(t);
    else
        orb_report_text(t, name);
}

/* ---- tables */

/* Persons of a file: they stand by commune and in sums of communes, nowhere else. */
static bool counts_persons(const struct site_writer *w)
{
    return w->siting->question->demand != NULL;
}

/* What is within the minutes is then a sum of communes: capacities would share some. */
static bool has_sums(const struct site_writer *w)
{
    return isinf(w->siting->question->capacity) && !w->siting->shared;
}

bool orb_report_site_is_unknown(const struct orb_siting *s)
{
    return s->demand <= 0 && s->demand_unknown > 0;
}

bool orb_report_site_is_choice(const struct orb_siting *s)
{
    return s->place_count > 0 && s->site_count > s->existing_count &&
           !orb_report_site_is_unknown(s);
}

static void put_people(const struct site_writer *w, struct orb_report_table *t,
                       double people, bool is_sum)
{
    if (counts_persons(w) && !is_sum)
        orb_report_none(t);
    else if (orb_report_site_is_unknown(w->siting))
        orb_report_unknown(t);
    else
        orb_report_integer(t, llround(people));
}

static void add_moment(struct site_writer *w, struct orb_report_table *t, bool after)
{
    const struct orb_siting *s = w->siting;
    double near = after ? s->near_after : s->near_before;
    double served = after ? s->served_after : s->served_before;
    double minutes = after ? s->minutes_after : s->minutes_before;

    orb_report_row(t);
    orb_report_text(t, moment_words[after ? 1 : 0].token);
    orb_report_integer(t, (int64_t)(after ? orb_report_site_count(s) : s->existing_places));
    put_people(w, t, near, has_sums(w));
    if (counts_persons(w) && !has_sums(w))
        orb_report_none(t);
    else if (s->demand > 0)
        orb_report_number(t, near / s->demand);
    else
        orb_report_none(t);
    if (isnan(minutes) || (counts_persons(w) && !has_sums(w)))
        orb_report_none(t);
    else
        orb_report_number(t, minutes);
    put_people(w, t, s->demand > served ? s->demand - served : 0, has_sums(w));
}

size_t orb_report_site_count(const struct orb_siting *s)
{
    return (s->question->keep ? s->existing_places : 0) + s->opened;
}

static void add_summary(struct site_writer *w)
{
    struct orb_report_table *t = orb_report_site_table(w, "summary", _("Before and after"),
                                                       COLUMNS(summary_columns));

    add_moment(w, t, false);
    add_moment(w, t, true);
}

static void add_site(struct site_writer *w, struct orb_report_table *t, uint32_t site)
{
    const struct orb_siting *s = w->siting;
    const struct orb_cat_commune *c =
        &s->question->catalogue->communes[s->sites[site].commune];
    int64_t communes = 0;
    double gained = 0;

    for (size_t i = 0; i < s->place_count; i++) {
        const struct orb_siting_place *p = &s->places[i];

        if (p->after_site != site)
            continue;
        communes++;
        gained += p->near_after && !p->near_before ? p->demand : 0;
    }
    orb_report_row(t);
    orb_report_text(t, orb_cat_string(s->question->catalogue, c->code));
    orb_report_site_name(w, t, s->sites[site].commune);
    if (c->population < 0)
        orb_report_unknown(t);
    else
        orb_report_integer(t, c->population);
    orb_report_integer(t, communes);
    put_people(w, t, s->load[site], false);
    /* with capacities a commune may be shared: no more are brought than are served */
    put_people(w, t, fmin(gained, s->load[site]), false);
    if (isinf(s->sites[site].capacity))
        orb_report_none(t);
    else
        orb_report_integer(t, llround(s->sites[site].capacity));
}

static void add_sites(struct site_writer *w)
{
    const struct orb_siting *s = w->siting;
    struct orb_report_table *t =
        orb_report_site_table(w, "sites", _("New sites"), COLUMNS(site_columns));

    for (uint32_t j = (uint32_t)s->existing_count; j < s->site_count; j++)
        if (s->open[j])
            add_site(w, t, j);
}

static void add_certificate(struct site_writer *w)
{
    const struct orb_locate_certificate *c = &w->siting->certificate;
    struct orb_report_table *t = orb_report_site_table(
        w, "certificate", _("How good this choice is"), COLUMNS(certificate_columns));

    orb_report_row(t);
    orb_report_text(t, aim_words[w->siting->question->model].token);
    if (!orb_report_site_is_choice(w->siting)) {
        orb_report_text(t, status_words[NO_CHOICE].token);
        for (int column = 2; column < 6; column++)
            orb_report_none(t);
        return;
    }
    orb_report_text(t, status_words[c->status].token);
    orb_report_text(t, method_words[c->method].token);
    /* They count persons, whom only the cells of communes protect. */
    if (counts_persons(w) && w->siting->question->model != ORB_LOCATE_ALL_COVERED) {
        orb_report_none(t);
        orb_report_none(t);
    } else {
        orb_report_number(t, c->value);
        orb_report_number(t, c->bound);
    }
    orb_report_number(t, c->gap);
}

static void add_service(struct site_writer *w, struct orb_report_table *t, uint32_t site)
{
    const struct orb_siting *s = w->siting;
    const struct orb_catalogue *c = s->question->catalogue;
    const struct orb_cat_offer *o = &c->offers[s->sites[site].offer];
    int64_t before = 0;
    int64_t after = 0;

    for (size_t i = 0; i < s->place_count; i++) {
        before += s->places[i].before_site == site;
        after += s->places[i].after_site == site;
    }
    if (before + after == 0)
        return;
    orb_report_row(t);
    orb_report_text(t, orb_cat_string(c, o->name == 0 ? o->id : o->name));
    orb_report_site_name(w, t, s->sites[site].commune);
    orb_report_integer(t, before);
    orb_report_integer(t, after);
    orb_report_text(t, orb_cat_string(c, o->id));
}

static void add_services(struct site_writer *w)
{
    const struct orb_siting *s = w->siting;
    struct orb_report_table *t = NULL;

    if (s->existing_count == 0)
        return;
    t = orb_report_site_table(w, "services",
                              _("Services that exist and serve these communes"),
                              COLUMNS(service_columns));
    for (uint32_t j = 0; j < s->existing_count; j++)
        add_service(w, t, j);
}

/* Say which communes a count of the summary adds up. */
static void add_sum(struct site_writer *w, uint32_t row, const char *column)
{
    const struct orb_siting *s = w->siting;
    const struct orb_report_table *summary = orb_report_find_table(w->report, "summary");
    const struct orb_report_table *communes = orb_report_find_table(w->report, "communes");
    struct orb_report_place total = { summary, row,
                                      orb_report_find_column(summary, column) };
    bool near = strcmp(column, "people_near") == 0;
    bool begun = false;

    for (uint32_t i = 0; i < s->place_count; i++) {
        const struct orb_siting_place *p = &s->places[i];
        bool is_near = row == 0 ? p->near_before : p->near_after;
        bool is_without = (row == 0 ? p->before : p->after) < 0;
        struct orb_report_place part = { communes, i,
                                         orb_report_find_column(communes, "people") };

        if (!(near ? is_near : is_without))
            continue;
        if (!begun)
            orb_report_add_sum(w->report, &total);
        begun = true;
        orb_report_add_part(w->report, &part);
    }
}

static void add_sums(struct site_writer *w)
{
    if (!counts_persons(w) || !has_sums(w) || w->report->failed)
        return;
    for (uint32_t row = 0; row < 2; row++) {
        add_sum(w, row, "people_near");
        add_sum(w, row, "people_without");
    }
}

void orb_report_site(struct orb_report *report, const struct orb_siting *siting)
{
    struct site_writer w = { .report = report, .siting = siting };

    orb_report_site_parameters(&w);
    orb_report_site_notes(&w);
    add_summary(&w);
    add_sites(&w);
    add_certificate(&w);
    add_services(&w);
    orb_report_site_communes(&w);
    add_sums(&w);
    orb_buf_release(&w.text);
}
