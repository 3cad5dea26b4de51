/* Visits grouped by commune, in an order that spares travel (R31). */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cli/diagnostics.h"
#include "cli/options.h"
#include "cli/people.h"
#include "cli/table.h"
#include "cli/territory.h"
#include "engine/base/alloc.h"
#include "engine/base/text.h"
#include "engine/cohort/tour.h"
#include "engine/geo/frame.h"
#include "engine/travel/estimate.h"
#include "maps/json_writer.h"

#define NOWHERE UINT32_MAX

/* A person to visit. */
struct visit {
    const char *pseudonym; /* of the arena */
    const char *commune;   /* its code; NULL = unknown */
    uint32_t place;        /* of the catalogue; NOWHERE = not placed */
    orb_date day;          /* ORB_DATE_NONE = no day planned */
};

struct tour {
    struct cli_people_job *job;
    struct cli_territory territory;
    struct orb_arena arena;
    struct visit *visits; /* by commune, then day, then pseudonym; the not placed last */
    size_t visit_count;
    uint32_t *stops; /* communes of the catalogue; the start first */
    size_t stop_count;
    size_t *order; /* of stops */
    double *minutes;
    double total;
};

static int compare_visits(const void *a, const void *b)
{
    const struct visit *x = a, *y = b;

    if (x->place != y->place)
        return x->place < y->place ? -1 : 1;
    if (x->day != y->day)
        return x->day < y->day ? -1 : 1;
    return strcmp(x->pseudonym, y->pseudonym);
}

/* Named on the command line, or with a visit planned no later than --until. */
static bool is_wanted(const struct tour *t, const struct orb_case *c, orb_date until)
{
    const struct cli_arguments *args = t->job->args;

    for (size_t i = 1; i < args->operand_count; i++)
        if (strcmp(args->operands[i], c->person->id) == 0)
            return true;
    return args->operand_count == 1 && c->next_visit != ORB_DATE_NONE &&
           (until == ORB_DATE_NONE || c->next_visit <= until);
}

static bool has_point(const struct orb_cat_commune *c)
{
    return !isnan(c->lon) && !isnan(c->lat);
}

static enum orb_status read_visits(struct tour *t, struct orb_error *err)
{
    const struct orb_catalogue *cat = &t->territory.catalogue;
    const char *text = cli_option_value(t->job->args, "until");
    size_t count = orb_vault_count(t->job->vault);
    orb_date until = ORB_DATE_NONE;
    enum orb_status status = ORB_OK;

    if (text != NULL)
        (void)cli_day_parse(&until, text); /* checked before */
    t->visits = orb_arena_array(&t->arena, count + 1, sizeof *t->visits);
    if (t->visits == NULL)
        return orb_error_memory(err);
    for (size_t i = 0; status == ORB_OK && i < count; i++) {
        struct visit *v = &t->visits[t->visit_count];
        struct orb_case *c = NULL;

        status = cli_people_read(t->job, i, NULL, &c, err);
        if (status == ORB_OK && is_wanted(t, c, until)) {
            v->pseudonym = orb_arena_strdup(&t->arena, c->person->id);
            v->commune = orb_arena_strdup(&t->arena, c->person->commune);
            v->day = c->next_visit;
            v->place = v->commune == NULL ? NOWHERE : orb_cat_commune_find(cat, v->commune);
            if (v->place == ORB_CAT_NONE || !has_point(&cat->communes[v->place]))
                v->place = NOWHERE;
            t->visit_count++;
            if (v->pseudonym == NULL)
                status = orb_error_memory(err);
        }
        orb_case_free(c);
    }
    if (t->visit_count > 0)
        qsort(t->visits, t->visit_count, sizeof *t->visits, compare_visits);
    return status;
}

static enum orb_status find_start(const struct tour *t, uint32_t *start,
                                  struct orb_error *err)
{
    const struct orb_catalogue *c = &t->territory.catalogue;
    const char *code = cli_option_value(t->job->args, "from");

    *start = NOWHERE;
    if (code == NULL)
        return ORB_OK;
    *start = orb_cat_commune_find(c, code);
    if (*start == ORB_CAT_NONE || !has_point(&c->communes[*start]))
        return orb_error_set(
            err, ORB_ERR_NOT_FOUND,
            _("the territory has no such commune to start from, or not its place"));
    return ORB_OK;
}

static double minutes_between(const struct tour *t, uint32_t from, uint32_t to)
{
    const struct orb_cat_commune *a = &t->territory.catalogue.communes[from];
    const struct orb_cat_commune *b = &t->territory.catalogue.communes[to];
    double km = orb_chord_to_arc(
        orb_ecef_chord_m(orb_ecef_make(a->lon, a->lat), orb_ecef_make(b->lon, b->lat)) /
            1000,
        t->job->profile->travel.earth_radius_km);

    return orb_travel_estimate_minutes(t->job->profile, ORB_MODE_CAR, km, (int)a->density,
                                       (int)b->density);
}

/* The communes of the visits, the start first; from the first by its code without --from.
 */
static enum orb_status make_round(struct tour *t, uint32_t start, struct orb_error *err)
{
    size_t n = 0;
    enum orb_status status;

    t->stops = orb_arena_array(&t->arena, t->visit_count + 1, sizeof *t->stops);
    if (t->stops == NULL)
        return orb_error_memory(err);
    if (start != NOWHERE)
        t->stops[n++] = start;
    for (size_t i = 0; i < t->visit_count && t->visits[i].place != NOWHERE; i++)
        if (t->visits[i].place != start &&
            (i == 0 || t->visits[i].place != t->visits[i - 1].place))
            t->stops[n++] = t->visits[i].place;
    if (n > ORB_TOUR_MAX)
        return orb_error_set(
            err, ORB_ERR_RANGE,
            _("there are too many communes for one round; use '--until' or name the persons"));
    t->stop_count = n;
    t->order = orb_arena_array(&t->arena, n + 1, sizeof *t->order);
    t->minutes = orb_arena_array(&t->arena, n * n + 1, sizeof *t->minutes);
    if (t->order == NULL || t->minutes == NULL)
        return orb_error_memory(err);
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++)
            t->minutes[i * n + j] =
                i == j ? 0 : minutes_between(t, t->stops[i], t->stops[j]);
    status = orb_tour_order(t->order, t->minutes, n, err);
    if (status == ORB_OK)
        t->total = orb_tour_minutes(t->order, t->minutes, n);
    return status;
}

/* ---- told */

static const struct orb_cat_commune *stop_at(const struct tour *t, size_t at)
{
    return &t->territory.catalogue.communes[t->stops[t->order[at]]];
}

static double minutes_to(const struct tour *t, size_t at)
{
    return at == 0 ? 0 : t->minutes[t->order[at - 1] * t->stop_count + t->order[at]];
}

static void tell_visits(struct tour *t, struct orb_buf *cell, uint32_t place)
{
    orb_buf_clear(cell);
    for (size_t i = 0; i < t->visit_count; i++) {
        const struct visit *v = &t->visits[i];

        if (v->place != place)
            continue;
        orb_buf_printf(cell, "%s%s", cell->len == 0 ? "" : ", ", v->pseudonym);
        if (v->day != ORB_DATE_NONE) {
            orb_buf_text(cell, " (");
            cli_date(cell, v->day, t->job->cli->french);
            orb_buf_char(cell, ')');
        }
    }
}

static void write_text(struct orb_buf *out, struct tour *t)
{
    static const struct cli_column columns[] = {
        { N_("stop"), true, false },
        { N_("commune"), false, false },
        { N_("minutes to come"), true, false },
        { N_("persons"), false, true },
    };
    const struct orb_catalogue *c = &t->territory.catalogue;
    struct cli_table table = { .columns = columns, .column_count = 4 };
    struct orb_buf cell = { 0 };

    for (size_t i = 0; i < t->stop_count; i++) {
        cli_table_printf(&table, "%zu", i + 1);
        cli_table_cell(&table, orb_cat_string(c, stop_at(t, i)->name));
        if (i == 0)
            cli_table_cell(&table, NULL);
        else
            cli_table_printf(&table, "≈ %ld", lround(minutes_to(t, i)));
        tell_visits(t, &cell, t->stops[t->order[i]]);
        cli_table_cell(&table, cell.failed || cell.len == 0 ? NULL : cell.data);
    }
    cli_table_write(out, &table, t->job->cli->width);
    if (t->stop_count > 1)
        orb_buf_printf(
            out,
            _("\nRound of about %ld minutes by car, the way back included: an estimate, in a short order, not proved the shortest.\n"),
            lround(t->total));
    tell_visits(t, &cell, NOWHERE);
    if (cell.len > 0 && !cell.failed)
        orb_buf_printf(out, _("\nWithout a known commune: %s.\n"), cell.data);
    cli_table_release(&table);
    orb_buf_release(&cell);
}

static void json_visits(struct orb_json_writer *w, const struct tour *t, uint32_t place)
{
    orb_jw_open_array(w);
    for (size_t i = 0; i < t->visit_count; i++) {
        if (t->visits[i].place != place)
            continue;
        orb_jw_open_object_inline(w);
        orb_jw_member_text(w, "id", t->visits[i].pseudonym);
        orb_jw_member_date(w, "visit", t->visits[i].day);
        orb_jw_close(w);
    }
    orb_jw_close(w);
}

static enum orb_status write_json(struct orb_buf *out, const struct tour *t,
                                  struct orb_error *err)
{
    const struct orb_catalogue *c = &t->territory.catalogue;
    struct orb_json_writer w;

    orb_jw_init_buf(&w, out, 1);
    orb_jw_open_object(&w);
    orb_jw_member_text(&w, "orbite", "people-tour/1");
    orb_jw_member_text(&w, "travel", "estimate");
    orb_jw_key(&w, "minutes");
    orb_jw_fixed(&w, t->total, 1);
    orb_jw_key(&w, "stops");
    orb_jw_open_array(&w);
    for (size_t i = 0; i < t->stop_count; i++) {
        orb_jw_open_object(&w);
        orb_jw_member_text(&w, "commune", orb_cat_string(c, stop_at(t, i)->code));
        orb_jw_member_text(&w, "name", orb_cat_string(c, stop_at(t, i)->name));
        orb_jw_key(&w, "minutes_to_come");
        orb_jw_fixed(&w, minutes_to(t, i), 1);
        orb_jw_key(&w, "persons");
        json_visits(&w, t, t->stops[t->order[i]]);
        orb_jw_close(&w);
    }
    orb_jw_close(&w);
    orb_jw_key(&w, "not_placed");
    json_visits(&w, t, NOWHERE);
    orb_jw_close(&w);
    orb_buf_char(out, '\n');
    return orb_jw_end(&w, err);
}

/* A pseudonym that is not there is no visit. */
static enum orb_status check_named(const struct cli_people_job *job, struct orb_error *err)
{
    enum orb_status status = ORB_OK;
    size_t index;

    for (size_t i = 1; status == ORB_OK && i < job->args->operand_count; i++)
        status = cli_people_find(job, job->args->operands[i], &index, err);
    return status;
}

static enum orb_status plan(struct tour *t, struct orb_error *err)
{
    uint32_t start = NOWHERE;
    enum orb_status status = cli_territory_open(
        &t->territory, t->job->cli, cli_option_value(t->job->args, "catalogue"), err);

    cli_territory_let_go(&t->territory);
    if (status == ORB_OK)
        status = find_start(t, &start, err);
    if (status == ORB_OK)
        status = read_visits(t, err);
    return status == ORB_OK ? make_round(t, start, err) : status;
}

enum orb_status cli_people_tour(const struct cli_context *cli,
                                const struct cli_arguments *args, struct orb_error *err)
{
    struct cli_people_job job;
    struct tour t = { .job = &job };
    struct orb_buf text = { 0 };
    enum orb_status status = cli_people_job_open(&job, cli, args, ORB_VAULT_USE, err);

    if (status == ORB_OK)
        status = check_named(&job, err);
    if (status == ORB_OK)
        status = cli_people_job_commit(&job, "tour", NULL, orb_vault_count(job.vault), err);
    if (status == ORB_OK)
        status = plan(&t, err);
    if (status == ORB_OK && cli_option_value(args, "json") != NULL)
        status = write_json(&text, &t, err);
    else if (status == ORB_OK && t.visit_count > 0)
        write_text(&text, &t);
    if (status == ORB_OK && text.len > 0)
        status = cli_print(cli_option_value(args, "output"), &text, err);
    else if (status == ORB_OK)
        cli_note(cli, _("no visit is planned"));
    orb_buf_release(&text);
    cli_territory_close(&t.territory);
    orb_arena_release(&t.arena);
    cli_people_job_close(&job);
    return status;
}
