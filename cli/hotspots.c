/* Persons are counted where their commune is; areas are beside each other by their borders
 * when all have a contour, else by their distance. */
#include "cli/hotspots.h"

#include <math.h>
#include <string.h>

#include "cli/map_product.h"
#include "cli/publication.h"
#include "cli/vault_session.h"
#include "engine/base/alloc.h"
#include "engine/base/number.h"
#include "engine/base/text.h"
#include "engine/cohort/disclosure.h"
#include "maps/contour_neighbours.h"
#include "maps/departement.h"
#include "maps/report_hotspots.h"

#define NEAR_KM 15

struct spots {
    struct cli_planning *planning;
    const struct cli_caseload *caseload;
    const struct orb_report_emerge_input *groups;
    const struct cli_arguments *args;
    struct cli_vault_session *session;
    int threshold;
    int64_t near_km;
    bool over_population;
    bool by_border;
    struct orb_areas areas;
    struct orb_arena arena;
    uint32_t *known, *unmet; /* by area */
    bool *flags;             /* by area: shown, or still known */
    double *cases, *bases, *lon, *lat;
    struct orb_neighbour_list beside;
    struct orb_hotspots found;
};

/* ---- options */

static enum orb_status read_options(struct spots *s, enum orb_mesh *level,
                                    const struct cli_arguments *args, struct orb_error *err)
{
    const char *over = cli_option_value(args, "over");
    const char *near = cli_option_value(args, "near");

    s->near_km = NEAR_KM;
    s->over_population = over != NULL && strcmp(over, "population") == 0;
    if (over != NULL && !s->over_population && strcmp(over, "persons") != 0)
        return orb_error_set(err, ORB_ERR_SYNTAX,
                             _("'--over' takes persons or population"));
    if (near != NULL && !orb_integer_parse(&s->near_km, near, strlen(near), 1, 500))
        return orb_error_set(err, ORB_ERR_SYNTAX,
                             _("'--near' takes a whole number of km from 1 to 500"));
    return cli_level_read(level, args, s->threshold == 0 ? ORB_MESH_COMMUNE : ORB_MESH_EPCI,
                          err);
}

enum orb_status cli_hotspots_check(const struct cli_arguments *args, int threshold,
                                   struct orb_error *err)
{
    struct spots s = { .threshold = threshold };
    enum orb_mesh level;
    enum orb_status status = read_options(&s, &level, args, err);

    if (status == ORB_OK && threshold > 0)
        status = cli_persons_check(args, "class", level, err);
    return status;
}

/* ---- counts */

static bool has_open_need(const struct orb_triage_person *p)
{
    for (uint32_t i = 0; i < p->need_count; i++)
        if (p->needs[i].state >= ORB_NEED_NEAR)
            return true;
    return false;
}

static bool reserve(struct spots *s)
{
    size_t n = (size_t)s->areas.count + 1;

    s->known = orb_arena_array(&s->arena, n, sizeof *s->known);
    s->unmet = orb_arena_array(&s->arena, n, sizeof *s->unmet);
    s->flags = orb_arena_array(&s->arena, n, sizeof *s->flags);
    s->cases = orb_arena_array(&s->arena, n, sizeof *s->cases);
    s->bases = orb_arena_array(&s->arena, n, sizeof *s->bases);
    s->lon = orb_arena_array(&s->arena, n, sizeof *s->lon);
    s->lat = orb_arena_array(&s->arena, n, sizeof *s->lat);
    return s->known != NULL && s->unmet != NULL && s->flags != NULL && s->cases != NULL &&
           s->bases != NULL && s->lon != NULL && s->lat != NULL;
}

static uint32_t area_of(const struct spots *s, const char *code)
{
    const struct orb_catalogue *c = &s->planning->territory.catalogue;
    uint32_t commune = code == NULL ? ORB_CAT_NONE : orb_cat_commune_find(c, code);

    if (s->areas.level == ORB_MESH_DEPARTEMENT)
        return orb_departement_find(&s->areas, c, code);
    return commune == ORB_CAT_NONE ? ORB_CAT_NONE : s->areas.of[commune];
}

static void count(struct spots *s)
{
    for (size_t i = 0; i < s->caseload->count; i++) {
        const struct orb_triage_person *p = s->caseload->order[i];
        uint32_t area = area_of(s, p->case_->person->commune);

        if (area == ORB_CAT_NONE)
            continue;
        s->known[area]++;
        s->unmet[area] += has_open_need(p);
    }
    for (uint32_t i = 0; i < s->areas.count; i++) {
        int64_t population = s->areas.areas[i].population;

        s->cases[i] = s->unmet[i];
        s->bases[i] = s->over_population ? (double)(population > 0 ? population : 0)
                                         : (double)s->known[i];
    }
}

/* ---- neighbours */

static void place_areas(struct spots *s)
{
    const struct orb_catalogue *c = &s->planning->territory.catalogue;
    uint32_t *places = s->unmet; /* counted again after */

    for (uint32_t i = 0; i < c->commune_count; i++) {
        uint32_t area = s->areas.of[i];

        if (area == ORB_CAT_NONE || isnan(c->communes[i].lon) || isnan(c->communes[i].lat))
            continue;
        s->lon[area] += c->communes[i].lon;
        s->lat[area] += c->communes[i].lat;
        places[area]++;
    }
    for (uint32_t i = 0; i < s->areas.count; i++) {
        s->lon[i] = places[i] == 0 ? (double)NAN : s->lon[i] / places[i];
        s->lat[i] = places[i] == 0 ? (double)NAN : s->lat[i] / places[i];
        places[i] = 0;
    }
}

static enum orb_status find_neighbours(struct spots *s, const struct cli_arguments *args,
                                       struct orb_error *err)
{
    struct cli_map_store store = { .cli = &s->planning->cli,
                                   .of = s->planning->territory.store };
    const struct orb_map_territory territory = { .replay = cli_map_replay,
                                                 .context = &store };
    const struct orb_unit_points points = { s->lon, s->lat, s->areas.count };
    enum orb_status status = ORB_OK;

    /* A native file has no contours. */
    if (cli_option_value(args, "catalogue") == NULL)
        status =
            orb_contour_neighbours(&s->beside, &s->by_border, &s->areas, &territory, err);
    cli_map_store_close(&store);
    if (status != ORB_OK || s->by_border)
        return status;
    orb_neighbour_list_release(&s->beside);
    place_areas(s);
    return orb_neighbours_near(&s->beside, &points, (double)s->near_km * 1000, err);
}

/* ---- the report */

static enum orb_status find(struct spots *s, const bool *known, struct orb_error *err)
{
    const struct orb_hotspots_input input = { .cases = s->cases,
                                              .bases = s->bases,
                                              .known = known,
                                              .beside = orb_neighbours_view(&s->beside) };

    return orb_hotspots_find(&s->found, &input, err);
}

static void tell_how(struct spots *s)
{
    struct orb_report *report = &s->planning->report;

    orb_report_parameter(report, "spots_by", _("Spots by"), "%s",
                         cli_level_label(s->areas.level));
    orb_report_parameter(report, "spots_over", _("Share of"), "%s",
                         s->over_population ? _("the population") : _("the persons known"));
    if (s->by_border)
        orb_report_parameter(report, "neighbours", _("Neighbours"), "%s",
                             _("areas that share a border"));
    else
        orb_report_parameter(
            report, "neighbours", _("Neighbours"),
            _("areas at most %d km apart, as the crow flies: their contours are not all known"),
            (int)s->near_km);
}

/* Everything is told to the team: areas with persons, and those that stand out. */
static enum orb_status report_team(struct spots *s, struct orb_report_hotspots_input *input,
                                   struct orb_error *err)
{
    enum orb_status status = find(s, NULL, err);

    tell_how(s);
    for (uint32_t i = 0; i < s->areas.count && status == ORB_OK; i++)
        s->flags[i] = s->known[i] > 0 || s->found.units[i].spot == ORB_SPOT_HOT ||
                      s->found.units[i].spot == ORB_SPOT_COLD;
    if (status != ORB_OK)
        return status;
    input->shown = s->flags;
    orb_report_hotspots_count(&s->planning->report, input);
    orb_report_hotspots_tell(&s->planning->report, input, &s->found);
    return ORB_OK;
}

/* What is told of the persons of a vault is kept in it. */
static enum orb_status protect(struct spots *s, struct orb_report *report,
                               struct orb_error *err)
{
    bool partner = s->threshold == ORB_DISCLOSURE_PARTNER;
    const struct cli_publication as = { .class_ = partner ? "partner" : "public",
                                        .level = orb_mesh_name(s->areas.level),
                                        .k = s->threshold,
                                        .today = cli_vault_today() };
    const struct cli_vault_act act = { .action =
                                           partner ? "emerge_partner" : "emerge_public",
                                       .count = s->caseload->count };
    enum orb_status status;

    if (s->session == NULL)
        return cli_persons_protect(report, s->threshold, s->args, err);
    status = cli_publication_protect(s->session->vault, report, &as, err);
    return status == ORB_OK ? cli_vault_session_commit(s->session, &act, err) : status;
}

static enum orb_status tie(struct spots *s, struct orb_report *report,
                           struct orb_error *err)
{
    struct orb_areas departements = { 0 };
    enum orb_status status =
        orb_areas_make(&departements, &s->planning->territory.catalogue,
                       ORB_MESH_DEPARTEMENT, &s->planning->perimeter.communes, err);

    if (status == ORB_OK)
        orb_report_emerge_ties(report, s->groups, &s->areas, &departements);
    orb_areas_release(&departements);
    return status;
}

/* To others: every area has a line, and only counts that are shown are worked with. */
static enum orb_status report_others(struct spots *s,
                                     struct orb_report_hotspots_input *input,
                                     struct orb_error *err)
{
    struct orb_report *report = &s->planning->report;
    enum orb_status status;

    tell_how(s);
    orb_report_hotspots_count(report, input);
    status = tie(s, report, err);
    if (status == ORB_OK)
        status = protect(s, report, err);
    if (status != ORB_OK)
        return status;
    orb_report_hotspots_left(report, input, s->flags);
    status = find(s, s->flags, err);
    if (status == ORB_OK)
        orb_report_hotspots_tell(report, input, &s->found);
    return status;
}

static enum orb_status add(struct spots *s, const struct cli_arguments *args,
                           struct orb_error *err)
{
    struct orb_report_hotspots_input input = { .areas = &s->areas,
                                               .over_population = s->over_population };
    enum orb_status status;

    if (!reserve(s))
        return orb_error_memory(err);
    status = find_neighbours(s, args, err);
    if (status != ORB_OK)
        return status;
    count(s);
    input.known = s->known;
    input.unmet = s->unmet;
    return s->threshold == 0 ? report_team(s, &input, err) : report_others(s, &input, err);
}

enum orb_status cli_hotspots_add(const struct cli_hotspots_question *q,
                                 const struct cli_arguments *args, struct orb_error *err)
{
    struct spots s = { .planning = q->planning,
                       .caseload = q->caseload,
                       .groups = q->emerge,
                       .args = args,
                       .session = q->session,
                       .threshold = q->emerge->threshold };
    enum orb_mesh level = ORB_MESH_COMMUNE;
    enum orb_status status = read_options(&s, &level, args, err);

    if (status == ORB_OK)
        status = orb_areas_make(&s.areas, &q->planning->territory.catalogue, level,
                                &q->planning->perimeter.communes, err);
    if (status == ORB_OK)
        status = add(&s, args, err);
    orb_hotspots_release(&s.found);
    orb_neighbour_list_release(&s.beside);
    orb_areas_release(&s.areas);
    orb_arena_release(&s.arena);
    return status;
}
