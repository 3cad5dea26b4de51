/* What could be shared, never what should close: each group with what makes it one, what
 * its services are, what nobody said. */
#include "maps/report_overlaps.h"

#include <math.h>

#include "engine/base/text.h"
#include "engine/planning/mesh.h"
#include "maps/offer_words.h"

static const struct orb_report_word certainty_words[] = { { "certain", N_("certain") },
                                                          { "to_verify", N_("to verify") },
                                                          { NULL, NULL } };

static const struct orb_report_word way_words[] = { { "home", N_("at home") },
                                                    { "day", N_("on site, by day") },
                                                    { "lodging", N_("with lodging") },
                                                    { NULL, NULL } };

static const struct orb_report_column group_columns[] = {
    { .key = "group", .title = N_("Group"), .type = ORB_REPORT_INTEGER },
    { .key = "certainty",
      .title = N_("Certainty"),
      .definition = N_("To verify: something that the test needs is unknown."),
      .type = ORB_REPORT_TEXT,
      .words = certainty_words },
    { .key = "services",
      .title = N_("Services"),
      .definition = N_("Two make a doublon, three a triplon. Every pair meets the test."),
      .type = ORB_REPORT_INTEGER },
    { .key = "organizations",
      .title = N_("Organizations"),
      .definition = N_("Distinct ones that are known."),
      .type = ORB_REPORT_INTEGER },
    { .key = "way", .title = N_("Way"), .type = ORB_REPORT_TEXT, .words = way_words },
    { .key = "sub_services", .title = N_("What they all do"), .type = ORB_REPORT_TEXT },
    { .key = "publics",
      .title = N_("Publics in common"),
      .definition = N_("Jaccard index of the publics, the least of any pair."),
      .type = ORB_REPORT_PERCENT },
    { .key = "ages",
      .title = N_("Ages in common"),
      .definition = N_("Share of the shorter range of ages, the least of any pair."),
      .type = ORB_REPORT_PERCENT },
    { .key = "zones",
      .title = N_("Zone in common"),
      .definition =
          N_("At home: Jaccard index of the communes served, the least of any pair."),
      .type = ORB_REPORT_PERCENT },
    { .key = "minutes",
      .title = N_("Minutes apart"),
      .definition = N_("On site: the longer way, the most of any pair."),
      .type = ORB_REPORT_DECIMAL,
      .decimals = 0 },
    { .key = "installed", .title = N_("Places installed"), .type = ORB_REPORT_INTEGER },
    { .key = "authorised", .title = N_("Places authorised"), .type = ORB_REPORT_INTEGER },
    { .key = "wait_days",
      .title = N_("Wait (days)"),
      .definition = N_("The longest that one of them tells."),
      .type = ORB_REPORT_DECIMAL,
      .decimals = 0 },
    { .key = "access",
      .title = N_("Access"),
      .definition = N_(
          "Places of what they do for 1,000 people in reach (E2SFCA), in the commune of theirs that has least; of the sub-service of which there is least."),
      .type = ORB_REPORT_DECIMAL,
      .decimals = 2 },
    { .key = "access_around",
      .title = N_("Access in the territory"),
      .definition = N_(
          "The same, on average for the people of the perimeter: where access is below it, a redundancy is no excess."),
      .type = ORB_REPORT_DECIMAL,
      .decimals = 2 },
    { .key = "to_verify", .title = N_("What is unknown"), .type = ORB_REPORT_TEXT },
    { .key = "sharing",
      .title = N_("Means that could be shared"),
      .definition = N_(
          "What services of this kind may put in common; where access is low, a redundancy is no excess."),
      .type = ORB_REPORT_TEXT,
      .quiet = true },
};

static const struct orb_report_column service_columns[] = {
    { .key = "group", .title = N_("Group"), .type = ORB_REPORT_INTEGER },
    { .key = "service", .title = N_("Service"), .type = ORB_REPORT_TEXT },
    { .key = "organization", .title = N_("Organization"), .type = ORB_REPORT_TEXT },
    { .key = "commune", .title = N_("Commune"), .type = ORB_REPORT_TEXT },
    { .key = "ages", .title = N_("Ages"), .type = ORB_REPORT_TEXT },
    { .key = "publics", .title = N_("Publics"), .type = ORB_REPORT_TEXT },
    { .key = "installed",
      .title = N_("Places installed"),
      .definition = N_("Counted (08): not places available."),
      .type = ORB_REPORT_INTEGER },
    { .key = "authorised",
      .title = N_("Places authorised"),
      .definition = N_("Allowed (09): not places available."),
      .type = ORB_REPORT_INTEGER },
    { .key = "wait_days",
      .title = N_("Wait (days)"),
      .type = ORB_REPORT_DECIMAL,
      .decimals = 0 },
    { .key = "records",
      .title = N_("Records"),
      .definition =
          N_("Records that tell this service: the same one twice is no redundancy."),
      .type = ORB_REPORT_INTEGER },
    { .key = "sources", .title = N_("Sources"), .type = ORB_REPORT_TEXT, .quiet = true },
    { .key = "offer", .title = N_("Offer"), .type = ORB_REPORT_CODE, .quiet = true },
};

static const struct orb_report_column commune_columns[] = {
    { .key = "commune", .title = N_("Commune"), .type = ORB_REPORT_CODE },
    { .key = "name", .title = N_("Name"), .type = ORB_REPORT_TEXT },
    { .key = "services",
      .title = N_("Services in a group"),
      .definition = N_("Services of the commune that are in at least one certain group."),
      .type = ORB_REPORT_INTEGER },
};

static const struct orb_report_column left_columns[] = {
    { .key = "reason", .title = N_("Left out"), .type = ORB_REPORT_TEXT },
    { .key = "offers", .title = N_("Offers"), .type = ORB_REPORT_INTEGER },
};

struct writer {
    struct orb_report *report;
    const struct orb_overlaps *found;
    const struct orb_overlap_question *q;
    struct orb_vocabulary *vocabulary;
    struct orb_buf text;
};

#define COLUMNS(list) list, sizeof list / sizeof list[0]

/* ---- cells */

static void share(struct orb_report_table *t, double value, bool applies)
{
    if (!applies)
        orb_report_none(t);
    else if (isnan(value))
        orb_report_unknown(t);
    else
        orb_report_number(t, value);
}

static void places(struct orb_report_table *t, int64_t value)
{
    if (value < 0)
        orb_report_unknown(t);
    else
        orb_report_integer(t, value);
}

/* Put what was written, and forget it. */
static void put_text(struct writer *w, struct orb_report_table *t)
{
    if (w->text.len == 0)
        orb_report_unknown(t);
    else
        orb_report_text(t, w->text.data);
    if (w->text.failed)
        w->report->failed = true;
    orb_buf_clear(&w->text);
}

static void add_word(struct writer *w, const char *word)
{
    orb_buf_printf(&w->text, "%s%s", w->text.len == 0 ? "" : ", ", word);
}

static void add_code(struct writer *w, const char *list, orb_cat_code code)
{
    const char *name = orb_cat_code_name(w->q->catalogue, code);
    const char *label =
        orb_vocabulary_label(w->vocabulary, list, name, w->report->french ? "fr" : "en");

    add_word(w, label == NULL ? name : label);
}

static void put_unknown(struct writer *w, struct orb_report_table *t, unsigned unknown)
{
    if ((unknown & ORB_OVERLAP_AGES) != 0)
        add_word(w, _("ages"));
    if ((unknown & ORB_OVERLAP_PUBLICS) != 0)
        add_word(w, _("publics"));
    if ((unknown & ORB_OVERLAP_ZONE) != 0)
        add_word(w, _("zone served"));
    if ((unknown & ORB_OVERLAP_WAY) != 0)
        add_word(w, _("way of receiving"));
    if ((unknown & ORB_OVERLAP_CARE) != 0)
        add_word(w, _("what one of them does"));
    if ((unknown & ORB_OVERLAP_MINUTES) != 0)
        add_word(w, _("way between them"));
    if (unknown == 0)
        orb_report_none(t);
    else
        put_text(w, t);
}

/* ---- groups */

static const struct orb_overlap_service *
member(const struct writer *w, const struct orb_overlap_group *g, uint32_t i)
{
    return &w->found->services[w->found->members[g->members.first + i]];
}

/* Some wait and some say that they do not wait, or less. */
static bool waits_differ(const struct writer *w, const struct orb_overlap_group *g)
{
    double least = INFINITY;
    double most = 0;

    for (uint32_t i = 0; i < g->members.count; i++) {
        double days = member(w, g, i)->wait_days;

        if (isnan(days))
            continue;
        least = days < least ? days : least;
        most = days > most ? days : most;
    }
    return most > least;
}

static void put_sharing(struct writer *w, struct orb_report_table *t,
                        const struct orb_overlap_group *g)
{
    static const char *const means[ORB_OVERLAP_WAYS] = {
        N_("rounds and vehicles, replacements, hours on call"),
        N_("premises and equipment, transport, specialised professionals"),
        N_("night watch, replacements, short stays when one is full")
    };

    add_word(w, _(means[g->way]));
    if (waits_differ(w, g))
        add_word(w, _("one waiting list, since they do not wait alike"));
    if (g->organizations > 1)
        add_word(w, _("one point of contact for families"));
    put_text(w, t);
}

static void put_wait(const struct writer *w, struct orb_report_table *t,
                     const struct orb_overlap_group *g)
{
    double longest = NAN;

    for (uint32_t i = 0; i < g->members.count; i++)
        longest = fmax(longest, member(w, g, i)->wait_days);
    share(t, longest, true);
}

static void put_access(const struct writer *w, struct orb_report_table *t, uint32_t number)
{
    const struct orb_overlap_access *access = &w->found->access[number];
    bool applies = access->sub_service != ORB_CAT_NONE;

    share(t, 1000 * access->least, applies);
    share(t, 1000 * access->around, applies);
}

static void put_sums(const struct writer *w, struct orb_report_table *t,
                     const struct orb_overlap_group *g)
{
    int64_t installed = -1;
    int64_t authorised = -1;

    for (uint32_t i = 0; i < g->members.count; i++) {
        const struct orb_overlap_service *s = member(w, g, i);

        if (s->installed >= 0)
            installed = (installed < 0 ? 0 : installed) + s->installed;
        if (s->authorised >= 0)
            authorised = (authorised < 0 ? 0 : authorised) + s->authorised;
    }
    places(t, installed);
    places(t, authorised);
}

static void add_group(struct writer *w, struct orb_report_table *t, uint32_t number)
{
    const struct orb_overlap_group *g = &w->found->groups[number];
    bool home = g->way == ORB_OVERLAP_HOME;

    orb_report_row(t);
    orb_report_integer(t, number + 1);
    orb_report_text(t, certainty_words[g->unknown == 0 ? 0 : 1].token);
    orb_report_integer(t, g->members.count);
    orb_report_integer(t, g->organizations);
    orb_report_text(t, way_words[g->way].token);
    for (uint32_t i = 0; i < g->sub_services.count; i++)
        add_code(w, "loubat_familles", w->found->sub_services[g->sub_services.first + i]);
    put_text(w, t);
    share(t, g->publics, true);
    share(t, g->ages, true);
    share(t, g->zones, home);
    share(t, g->minutes, !home);
    put_sums(w, t, g);
    put_wait(w, t, g);
    put_access(w, t, number);
    put_unknown(w, t, g->unknown);
    put_sharing(w, t, g);
}

/* ---- services */

static void put_commune(struct writer *w, struct orb_report_table *t,
                        const struct orb_cat_offer *o)
{
    const struct orb_catalogue *c = w->q->catalogue;
    const char *code = orb_cat_known(c, o->commune_code);
    const char *name =
        o->commune == ORB_CAT_NONE ? NULL : orb_cat_known(c, c->communes[o->commune].name);

    if (name != NULL || code != NULL)
        add_word(w, name != NULL ? name : code);
    put_text(w, t);
}

static void add_service(struct writer *w, struct orb_report_table *t, uint32_t group,
                        const struct orb_overlap_service *s)
{
    const struct orb_catalogue *c = w->q->catalogue;
    const struct orb_cat_offer *o = &c->offers[s->offer];
    enum orb_cell_words words = w->report->french ? ORB_CELL_FRENCH : ORB_CELL_ENGLISH;

    orb_report_row(t);
    orb_report_integer(t, group + 1);
    orb_report_text(t,
                    o->name == 0 ? orb_cat_string(c, o->id) : orb_cat_string(c, o->name));
    if (o->organization == ORB_CAT_NONE ||
        orb_cat_known(c, c->organizations[o->organization].name) == NULL)
        orb_report_unknown(t);
    else
        orb_report_text(t, orb_cat_string(c, c->organizations[o->organization].name));
    put_commune(w, t, o);
    if (s->age_max_months >= 0)
        orb_words_of_ages(&w->text, s->age_min_months, s->age_max_months, words);
    put_text(w, t);
    for (uint32_t i = 0; i < s->publics.count; i++)
        add_code(w, "groupes_publics", w->found->publics[s->publics.first + i]);
    put_text(w, t);
    places(t, s->installed);
    places(t, s->authorised);
    share(t, s->wait_days, true);
    orb_report_integer(t, (int64_t)s->offers.count + s->duplicates);
    for (uint32_t i = 0; i < s->sources.count; i++) {
        const struct orb_cat_source *source =
            &c->sources[w->found->sources[s->sources.first + i]];

        add_word(w, orb_cat_string(c, source->name == 0 ? source->id : source->name));
    }
    put_text(w, t);
    orb_report_text(t, orb_cat_string(c, o->id));
}

/* ---- communes */

static void add_communes(struct writer *w)
{
    const struct orb_catalogue *c = w->q->catalogue;
    struct orb_report_table *t =
        orb_report_add_table(w->report, "communes", _("Services in a group, by commune"),
                             COLUMNS(commune_columns));
    uint32_t *counts =
        orb_arena_array(&w->report->arena, (size_t)c->commune_count + 1, sizeof *counts);

    if (counts == NULL) {
        w->report->failed = true;
        return;
    }
    for (uint32_t g = 0; g < w->found->group_count; g++)
        for (uint32_t i = 0; i < w->found->groups[g].members.count; i++) {
            uint32_t commune = c->offers[member(w, &w->found->groups[g], i)->offer].commune;

            if (w->found->groups[g].unknown == 0 && commune != ORB_CAT_NONE)
                counts[orb_mesh_today(c, commune)]++;
        }
    for (uint32_t i = 0; i < c->commune_count; i++) {
        if (counts[i] == 0)
            continue;
        orb_report_row(t);
        orb_report_text(t, orb_cat_string(c, c->communes[i].code));
        if (orb_cat_known(c, c->communes[i].name) == NULL)
            orb_report_unknown(t);
        else
            orb_report_text(t, orb_cat_string(c, c->communes[i].name));
        orb_report_integer(t, counts[i]);
    }
    orb_report_add_map(w->report, &(struct orb_report_map){
                                      .key = "services",
                                      .title = N_("Services in a group of redundancies"),
                                      .table = t,
                                      .area_column = 0,
                                      .name_column = 1,
                                      .value_column = 2,
                                      .flag_column = ORB_REPORT_NO_COLUMN,
                                      .unit = N_("services"),
                                      .level = ORB_MESH_COMMUNE,
                                      .legend = ORB_REPORT_QUANTILE });
}

/* ---- what is left out, and notes */

static void add_left(struct orb_report *report, const struct orb_overlap_counts *n)
{
    struct orb_report_table *t = orb_report_add_table(
        report, "left_out", _("Offers that were not compared"), COLUMNS(left_columns));
    const struct {
        const char *reason;
        uint32_t offers;
    } rows[] = {
        { N_("the same as another record"), n->duplicates },
        { N_("droit commun: open to everyone"), n->droit_commun },
        { N_("sub-service unknown"), n->no_sub_service },
        { N_("way of receiving unknown"), n->no_way },
        { N_("at a distance only"), n->remote },
        { N_("on site, without a position"), n->unlocated },
        { N_("closed, or not open yet"), n->closed },
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        orb_report_row(t);
        orb_report_text(t, _(rows[i].reason));
        orb_report_integer(t, rows[i].offers);
    }
}

static void add_notes(struct writer *w)
{
    const struct orb_overlap_limits *limits = &w->q->limits;
    struct orb_report *r = w->report;

    orb_report_parameter(r, "publics", _("Publics in common, at least"), _("%.0f %%"),
                         100 * limits->publics);
    orb_report_parameter(r, "ages", _("Ages in common, at least"), _("%.0f %%"),
                         100 * limits->ages);
    orb_report_parameter(r, "zones", _("Zone in common, at least"), _("%.0f %%"),
                         100 * limits->zones);
    orb_report_parameter(r, "minutes", _("Minutes apart, at most"), "%.0f",
                         limits->minutes);
    orb_report_note(r,
                    ORB_PLURAL("%u service in one way at one place was compared.",
                               "%u services, each in one way at one place, were compared.",
                               w->found->counts.compared),
                    (unsigned)w->found->counts.compared);
    orb_report_note(
        r, "%s",
        _("A redundancy is not an excess: it says who could share means, never what should close."));
    orb_report_note(r, "%s", _("Places are installed or authorised, never available."));
    if (w->found->counts.deduced > 0)
        orb_report_note(
            r,
            ORB_PLURAL(
                "%u pair of services is alike but for what they do, which is only deduced from two categories: it is not told.",
                "%u pairs of services are alike but for what they do, which is only deduced from two categories: they are not told.",
                w->found->counts.deduced),
            (unsigned)w->found->counts.deduced);
    if (w->found->counts.zone_unknown > 0)
        orb_report_note(
            r,
            ORB_PLURAL(
                "%u service at home does not say its zone: it is compared with those whose site is near, to verify.",
                "%u services at home do not say their zone: they are compared with those whose site is near, to verify.",
                w->found->counts.zone_unknown),
            (unsigned)w->found->counts.zone_unknown);
}

void orb_report_overlaps(struct orb_report *report, const struct orb_overlaps *overlaps,
                         const struct orb_overlap_question *question,
                         struct orb_vocabulary *vocabulary)
{
    struct writer w = { report, overlaps, question, vocabulary, { 0 } };
    struct orb_report_table *groups = orb_report_add_table(
        report, "groups", _("Services that do the same for the same people"),
        COLUMNS(group_columns));
    struct orb_report_table *services = orb_report_add_table(
        report, "services", _("The services of each group"), COLUMNS(service_columns));

    for (uint32_t g = 0; g < overlaps->group_count; g++) {
        add_group(&w, groups, g);
        for (uint32_t i = 0; i < overlaps->groups[g].members.count; i++)
            add_service(&w, services, g, member(&w, &overlaps->groups[g], i));
    }
    add_communes(&w);
    add_left(report, &overlaps->counts);
    add_notes(&w);
    orb_buf_release(&w.text);
}
