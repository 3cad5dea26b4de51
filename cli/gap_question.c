/* People are cut by age where answers change, so that everybody of a stratum finds the
 * same; needs are those of the profile unless some are named. */
#include "cli/gap_question.h"

#include <string.h>

#include "engine/base/number.h"
#include "engine/base/text.h"
#include "engine/travel/estimate.h"

/* Ages between which people are told apart at least: school, adult life, old age. */
static const int32_t bands[] = { 6, 16, 20, 60 };

#define BANDS     (sizeof bands / sizeof bands[0])
#define NEEDS_MAX 64

enum orb_status cli_gap_check(const struct cli_arguments *args, struct orb_error *err)
{
    const char *minutes = cli_option_value(args, "minutes");
    struct orb_stratum people;
    double value;
    enum orb_status status = cli_stratum_read(&people, args, err);

    if (status != ORB_OK)
        return status;
    if (minutes != NULL && (!orb_number_parse(&value, minutes, strlen(minutes)) ||
                            !(value > 0 && value <= 600)))
        return orb_error_set(err, ORB_ERR_SYNTAX,
                             _("'--minutes' takes a number of minutes, 600 at most"));
    return cli_travel_check(args, err);
}

/* ---- needs */

static bool is_among(const char *const *needs, uint32_t count, const char *text, size_t len)
{
    for (uint32_t i = 0; i < count; i++)
        if (strncmp(needs[i], text, len) == 0 && needs[i][len] == '\0')
            return true;
    return false;
}

/* The needs of a list joined by commas; one named twice counts once. */
static enum orb_status split_needs(struct cli_gap_question *q, const char *list,
                                   struct orb_error *err)
{
    const char **needs = orb_arena_array(&q->arena, NEEDS_MAX, sizeof *needs);
    uint32_t count = 0;

    if (needs == NULL)
        return orb_error_memory(err);
    while (*list != '\0') {
        size_t len = strcspn(list, ",");

        if (count == NEEDS_MAX)
            return orb_error_set(err, ORB_ERR_RANGE, _("more than %d needs are asked for"),
                                 NEEDS_MAX);
        if (len > 0 && !is_among(needs, count, list, len) &&
            (needs[count++] = orb_arena_text(&q->arena, list, len)) == NULL)
            return orb_error_memory(err);
        list += len + (list[len] == ',');
    }
    q->request.needs = needs;
    q->request.need_count = count;
    return count > 0 ? ORB_OK
                     : orb_error_set(err, ORB_ERR_SYNTAX, _("'--need' names no need"));
}

static enum orb_status take_needs(struct cli_gap_question *q,
                                  const struct orb_profile *profile, const char *list,
                                  struct orb_error *err)
{
    const char **needs;

    if (list != NULL)
        return split_needs(q, list, err);
    needs = orb_arena_array(&q->arena, profile->need_count + 1, sizeof *needs);
    if (needs == NULL)
        return orb_error_memory(err);
    for (uint32_t i = 0; i < profile->need_count; i++)
        needs[i] = profile->needs[i].code;
    q->request.needs = needs;
    q->request.need_count = profile->need_count;
    return ORB_OK;
}

/* ---- people */

/* Cut where answers change, in one catalogue then in the other. */
static enum orb_status take_people(struct cli_gap_question *q, struct cli_planning *p,
                                   const struct cli_arguments *args,
                                   const struct orb_catalogue *other, struct orb_error *err)
{
    struct orb_stratum model;
    struct orb_strata strata;
    int32_t bounds[CLI_AGES_END + 1];
    uint32_t bound_count = 0;
    enum orb_status status = cli_stratum_read(&model, args, err);

    if (status == ORB_OK)
        status = cli_stratum_check(&model, &p->vocabulary, err);
    if (status != ORB_OK)
        return status;
    q->group = model.group;
    if (model.age_from < 0) {
        model.age_from = 0;
        model.age_to = CLI_AGES_END;
    }
    strata = orb_strata_cut(&q->arena, &p->territory.catalogue, &model, bands, BANDS);
    for (; strata.items != NULL && bound_count < strata.count; bound_count++)
        bounds[bound_count] = strata.items[bound_count].age_from;
    if (other != NULL)
        strata = orb_strata_cut(&q->arena, other, &model, bounds, bound_count);
    if (strata.items == NULL)
        return orb_error_memory(err);
    q->people = strata.count;
    q->request.strata = strata.items;
    q->request.stratum_count = strata.count;
    return ORB_OK;
}

static enum orb_status take_places(struct cli_gap_question *q, const struct cli_planning *p,
                                   struct orb_error *err)
{
    const struct orb_catalogue *c = &p->territory.catalogue;
    uint32_t *places =
        orb_arena_array(&q->arena, (size_t)c->commune_count + 1, sizeof *places);

    if (places == NULL)
        return orb_error_memory(err);
    for (uint32_t i = 0; i < c->commune_count; i++)
        if (orb_mesh_today(c, i) == i && p->perimeter.communes.within[i])
            places[q->request.place_count++] = i;
    q->request.places = places;
    return ORB_OK;
}

/* ---- what is told */

static void tell(const struct cli_gap_question *q, struct cli_planning *p,
                 const struct cli_arguments *args)
{
    const char *orientation = cli_option_value(args, "orientation");
    const char *ages = cli_option_value(args, "age");
    const char *language = p->cli.french ? "fr" : "en";
    const char *group =
        q->group == NULL
            ? NULL
            : orb_vocabulary_label(&p->vocabulary, "groupes_publics", q->group, language);

    orb_report_parameter(&p->report, "public", _("Public"), "%s",
                         q->group == NULL ? _("any")
                         : group == NULL  ? q->group
                                          : group);
    orb_report_parameter(&p->report, "ages", _("Ages"), "%s",
                         ages == NULL ? _("any") : ages);
    if (orientation != NULL)
        orb_report_parameter(&p->report, "orientation", _("Orientation"), "%s",
                             orientation[0] == 'n' ? _("none") : orientation);
    orb_report_parameter(&p->report, "limits", _("Limits of travel"),
                         _("%.0f minutes by day, %.0f to live there"),
                         q->request.max_minutes, q->request.max_residential_minutes);
    orb_report_parameter(&p->report, "wait", _("Saturated beyond"), _("%.0f days of wait"),
                         q->request.max_wait_days);
}

static void take_limits(struct cli_gap_question *q, const struct cli_planning *p,
                        const struct cli_arguments *args)
{
    const char *minutes = cli_option_value(args, "minutes");

    q->request.max_minutes = p->profile->frequencies[ORB_WEEKLY].max;
    q->request.max_residential_minutes = p->profile->frequencies[ORB_RESIDENTIAL].max;
    q->request.max_wait_days = p->profile->planning.saturated_days;
    if (minutes == NULL)
        return;
    (void)orb_number_parse(&q->request.max_minutes, minutes, strlen(minutes));
    q->request.max_residential_minutes = 2 * q->request.max_minutes;
}

/* ---- travel */

static void add_offers(struct cli_travel_place *to, size_t *count,
                       const struct orb_catalogue *c)
{
    for (uint32_t i = 0; c != NULL && i < c->offer_count; i++)
        if (c->offers[i].canonical == i)
            to[(*count)++] =
                (struct cli_travel_place){ orb_cat_string(c, c->offers[i].id),
                                           c->offers[i].lon, c->offers[i].lat };
}

/* Ask the router, if there is one, from every commune looked at to every site, those that
 * only the other catalogue has included. */
static enum orb_status ask_travel(struct cli_gap_question *q,
                                  const struct orb_catalogue *other, struct orb_error *err)
{
    const struct orb_catalogue *c = q->request.catalogue;
    size_t offers = (size_t)c->offer_count + (other == NULL ? 0 : other->offer_count);
    struct cli_travel_place *from =
        orb_arena_array(&q->arena, (size_t)q->request.place_count + 1, sizeof *from);
    struct cli_travel_place *to = orb_arena_array(&q->arena, offers + 1, sizeof *to);
    struct cli_travel_pairs pairs = { .from = from,
                                      .from_count = q->request.place_count,
                                      .to = to };

    if (from == NULL || to == NULL)
        return orb_error_memory(err);
    for (uint32_t i = 0; i < q->request.place_count; i++) {
        const struct orb_cat_commune *commune = &c->communes[q->request.places[i]];

        from[i] = (struct cli_travel_place){ orb_cat_string(c, commune->code), commune->lon,
                                             commune->lat };
    }
    add_offers(to, &pairs.to_count, c);
    add_offers(to, &pairs.to_count, other);
    pairs.limit_km = orb_travel_reach_km(q->request.profile, q->travel.mode,
                                         2 * q->request.max_residential_minutes);
    return cli_travel_ask(&q->travel, &pairs, err);
}

enum orb_status cli_gap_question_open(struct cli_gap_question *out,
                                      struct cli_planning *planning,
                                      const struct cli_arguments *args,
                                      const struct orb_catalogue *other,
                                      struct orb_error *err)
{
    enum orb_status status;

    *out = (struct cli_gap_question){ .group = NULL };
    out->request.catalogue = &planning->territory.catalogue;
    out->request.profile = planning->profile;
    out->request.date = planning->date;
    status = cli_travel_open(&out->travel, &planning->cli, args, err);
    if (status == ORB_OK)
        status = cli_travel_place(&out->travel, out->request.catalogue, other, err);
    if (status == ORB_OK)
        status = take_needs(out, planning->profile, cli_option_value(args, "need"), err);
    if (status == ORB_OK)
        status = take_people(out, planning, args, other, err);
    if (status == ORB_OK)
        status = take_places(out, planning, err);
    if (status != ORB_OK)
        return status;
    take_limits(out, planning, args);
    out->request.mode = out->travel.mode;
    if (cli_travel_is_given(&out->travel)) {
        out->request.table = &out->travel.table;
        status = ask_travel(out, other, err);
    }
    tell(out, planning, args);
    return status;
}

void cli_igas_tell(struct orb_report *report, const bool igas[ORB_IGAS_OPTIONS])
{
    static const char *const rules[ORB_IGAS_OPTIONS] = {
        N_("bounds of age between 16 and 20"), N_("“without associated disorders”"),
        N_("at home and temporary care")
    };
    struct orb_buf list = { 0 };

    for (int i = 0; i < ORB_IGAS_OPTIONS; i++)
        if (igas[i])
            orb_buf_printf(&list, "%s%s", list.len == 0 ? "" : ", ", _(rules[i]));
    if (list.failed)
        report->failed = true;
    else if (list.len > 0) {
        orb_report_parameter(report, "igas", _("Rules lifted"), "%s", list.data);
        orb_report_note(
            report, "%s",
            _("Rules lifted as report IGAS 2021-010R proposes: what they let through is to verify, outside present authorisations."));
    }
    orb_buf_release(&list);
}

void cli_gap_question_close(struct cli_gap_question *question)
{
    cli_travel_close(&question->travel);
    orb_arena_release(&question->arena);
}
