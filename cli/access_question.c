/* Options that mean nothing together are refused rather than ignored. */
#include "cli/access_question.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "cli/demand_file.h"
#include "cli/options.h"
#include "engine/base/number.h"
#include "engine/base/text.h"

/* ---- numbers */

static bool read_number(const char *text, size_t len, double least, double *out)
{
    return orb_number_parse(out, text, len) && *out >= least && *out <= 1e6;
}

/* Numbers joined by commas; how many, 0 when one of them is none. */
static uint32_t read_list(const char *text, double *out, uint32_t most)
{
    uint32_t count = 0;

    for (;;) {
        size_t len = strcspn(text, ",");

        if (count == most || !read_number(text, len, -1e6, &out[count]))
            return 0;
        count++;
        if (text[len] == '\0')
            return count;
        text += len + 1;
    }
}

/* ---- the decay */

/* "10=1,20=0.68": distances rise, weights never do. */
static bool read_steps(const char *text, struct orb_decay *out)
{
    double before = 1;
    double limit = 0;

    out->kind = ORB_DECAY_STEPS;
    for (;;) {
        size_t len = strcspn(text, ",");
        size_t at = strcspn(text, "=");
        uint32_t i = out->steps;

        if (i == ORB_PROFILE_STEPS || at >= len ||
            !read_number(text, at, 0, &out->limit[i]) ||
            !read_number(text + at + 1, len - at - 1, 0, &out->weight[i]) ||
            out->limit[i] < limit || out->weight[i] > before)
            return false;
        limit = out->limit[i];
        before = out->weight[i];
        out->steps++;
        if (text[len] == '\0')
            return true;
        text += len + 1;
    }
}

/* The numbers of a shape, in the order of its help. */
static bool set_numbers(struct orb_decay *out, const double *x, uint32_t count)
{
    switch (out->kind) {
    case ORB_DECAY_LINEAR:
    case ORB_DECAY_EXPONENTIAL:
    case ORB_DECAY_GAUSSIAN:
    case ORB_DECAY_POWER:
        out->a = x[0];
        return count == 1 && x[0] > 0;
    case ORB_DECAY_LOGISTIC:
        out->a = x[0];
        out->b = x[1];
        return count == 2 && x[1] > 0;
    case ORB_DECAY_GRAVITY:
        out->least = x[0];
        out->scale = x[1];
        out->a = x[2];
        return count == 3 && x[0] > 0 && x[1] > 0;
    default:
        return false;
    }
}

static enum orb_status read_decay(const char *text, struct orb_decay *out,
                                  struct orb_error *err)
{
    size_t len = strcspn(text, ":");
    double x[3] = { 0 };
    char name[16];
    int kind;
    bool good;

    (void)snprintf(name, sizeof name, "%.*s", (int)(len < 15 ? len : 15), text);
    kind = orb_name_index(orb_decay_names, ORB_DECAYS, name);
    if (kind <= 0)
        return orb_error_set(
            err, ORB_ERR_SYNTAX,
            _("no weight by distance is called '%s'; there are steps, linear, exponential, gaussian, power, gravity and logistic"),
            name);
    out->kind = (enum orb_decay_kind)kind;
    if (text[len] == '\0')
        good = false;
    else if (out->kind == ORB_DECAY_STEPS)
        good = read_steps(text + len + 1, out);
    else
        good = set_numbers(out, x, read_list(text + len + 1, x, 3));
    return good
               ? ORB_OK
               : orb_error_set(err, ORB_ERR_SYNTAX,
                               _("the numbers of '%s' are not those of this weight"), text);
}

/* ---- options */

static enum orb_status read_method(struct cli_access_question *q,
                                   const struct cli_arguments *args, struct orb_error *err)
{
    const char *name = cli_option_value(args, "method");
    const char *decay = cli_option_value(args, "decay");
    const char *near = NULL;
    size_t best = SIZE_MAX;
    int method = name == NULL
                     ? ORB_CATCHMENT_E2SFCA
                     : orb_name_index(orb_catchment_names, ORB_CATCHMENT_METHODS, name);

    q->apl = name != NULL && strcmp(name, "apl") == 0;
    if (q->apl)
        method = ORB_CATCHMENT_E2SFCA;
    for (int i = 0; method < 0 && i < ORB_CATCHMENT_METHODS; i++)
        near = cli_nearest(name, orb_catchment_names[i], near, &best);
    if (method < 0 && near != NULL)
        return orb_error_set(err, ORB_ERR_SYNTAX,
                             _("no method is called '%s'; did you mean '%s'?"), name, near);
    if (method < 0)
        return orb_error_set(
            err, ORB_ERR_SYNTAX,
            _("no method is called '%s'; there are 2sfca, e2sfca, 3sfca, balanced, gravity, cumulative, availability, closest and apl"),
            name);
    q->request.method = (enum orb_catchment_method)method;
    if (decay == NULL)
        return ORB_OK;
    if (method == ORB_CATCHMENT_2SFCA || method == ORB_CATCHMENT_CUMULATIVE ||
        method == ORB_CATCHMENT_CLOSEST)
        return orb_error_set(err, ORB_ERR_SYNTAX,
                             _("'--decay' means nothing for the method '%s'"), name);
    q->request.decay = &q->decay;
    return read_decay(decay, &q->decay, err);
}

static enum orb_status read_limit(struct cli_access_question *q,
                                  const struct cli_arguments *args, struct orb_error *err)
{
    const char *minutes = cli_option_value(args, "minutes");
    const char *km = cli_option_value(args, "km");
    const char *text = minutes == NULL ? km : minutes;

    q->request.limit = NAN;
    if (text == NULL)
        return ORB_OK;
    if (minutes != NULL && km != NULL)
        return orb_error_set(err, ORB_ERR_SYNTAX,
                             _("'--minutes' and '--km' exclude each other"));
    if (!read_number(text, strlen(text), 1e-3, &q->request.limit) ||
        q->request.limit > 2000)
        return orb_error_set(err, ORB_ERR_SYNTAX,
                             _("'%s' is not a catchment: a number above 0, at most 2000"),
                             text);
    q->request.unit = km != NULL ? ORB_LINK_KM : ORB_LINK_MINUTES;
    for (size_t i = 0; km != NULL && i < 3; i++) {
        static const char *const travel[] = { "matrix", "router", "mode" };

        if (cli_option_value(args, travel[i]) != NULL)
            return orb_error_set(err, ORB_ERR_SYNTAX, _("'--%s' means nothing with '--km'"),
                                 travel[i]);
    }
    return ORB_OK;
}

static enum orb_status read_line(struct cli_access_question *q,
                                 const struct cli_arguments *args, struct orb_error *err)
{
    const char *text = cli_option_value(args, "poverty-line");

    q->line = NAN;
    if (text == NULL)
        return ORB_OK;
    if (!read_number(text, strlen(text), 0, &q->line) || !(q->line > 0))
        return orb_error_set(err, ORB_ERR_SYNTAX,
                             _("'--poverty-line' takes an access above 0, in its unit"));
    if (q->request.method == ORB_CATCHMENT_CLOSEST)
        return orb_error_set(err, ORB_ERR_SYNTAX,
                             _("'--poverty-line' means nothing for the method 'closest'"));
    if (cli_option_value(args, "demand") != NULL)
        return orb_error_set(err, ORB_ERR_SYNTAX,
                             _("'--poverty-line' means nothing with '--demand'"));
    return ORB_OK;
}

enum orb_status cli_access_read(struct cli_access_question *out,
                                const struct cli_arguments *args, struct orb_error *err)
{
    enum orb_status status;

    memset(out, 0, sizeof *out);
    out->request.need = cli_option_value(args, "need");
    out->request.family = cli_option_value(args, "family");
    out->request.category = cli_option_value(args, "category");
    if (out->request.need == NULL && out->request.family == NULL &&
        out->request.category == NULL)
        return orb_error_set(err, ORB_ERR_SYNTAX,
                             _("say access to what: --need, --family or --category"));
    status = cli_stratum_read(&out->request.people, args, err);
    if (status == ORB_OK)
        status = read_method(out, args, err);
    if (status == ORB_OK)
        status = read_limit(out, args, err);
    if (status == ORB_OK)
        status = read_line(out, args, err);
    if (status == ORB_OK && cli_option_value(args, "rates") != NULL &&
        cli_option_value(args, "demand") != NULL)
        status = orb_error_set(err, ORB_ERR_SYNTAX,
                               _("'--rates' and '--demand' exclude each other"));
    return status;
}

/* ---- with a territory */

static void tell_code(struct cli_planning *p, const char *key, const char *label,
                      const char *list, const char *code)
{
    const char *words =
        code == NULL || list == NULL
            ? NULL
            : orb_vocabulary_label(&p->vocabulary, list, code, p->cli.french ? "fr" : "en");

    if (code != NULL && words != NULL)
        orb_report_parameter(&p->report, key, label, "%s %s", code, words);
    else if (code != NULL)
        orb_report_parameter(&p->report, key, label, "%s", code);
}

static enum orb_status take_files(struct cli_access_question *q,
                                  const struct cli_arguments *args, struct orb_error *err)
{
    const char *rates_path = cli_option_value(args, "rates");
    const char *demand_path = cli_option_value(args, "demand");
    struct cli_rates rates = { NULL, 0 };
    struct cli_demand demand = { .catalogue = q->request.catalogue };
    enum orb_status status = ORB_OK;

    if (rates_path != NULL)
        status = cli_rates_read(&rates, &q->arena, rates_path, err);
    if (status == ORB_OK && demand_path != NULL)
        status = cli_demand_read(&demand, &q->arena, demand_path, err);
    q->request.rates = rates.items;
    q->request.rate_count = rates.count;
    q->request.given = demand.persons;
    return status;
}

enum orb_status cli_access_open(struct cli_access_question *q, struct cli_planning *p,
                                const struct cli_arguments *args, struct orb_error *err)
{
    enum orb_status status;

    q->request.catalogue = &p->territory.catalogue;
    q->request.profile = p->profile;
    q->request.perimeter = &p->perimeter.communes;
    q->request.date = p->date;
    status = cli_stratum_check(&q->request.people, &p->vocabulary, err);
    if (status == ORB_OK)
        status = cli_code_check(&p->vocabulary, "loubat_familles", q->request.family, err);
    if (status == ORB_OK)
        status = cli_category_check(&p->vocabulary, q->request.catalogue,
                                    q->request.category, err);
    if (status == ORB_OK)
        status = take_files(q, args, err);
    if (status != ORB_OK)
        return status;
    tell_code(p, "need", _("Need"), "serafin_besoins", q->request.need);
    tell_code(p, "family", _("Family"), "loubat_familles", q->request.family);
    tell_code(p, "category", _("Category"), NULL, q->request.category);
    tell_code(p, "public", _("Public"), "groupes_publics", q->request.people.group);
    tell_code(p, "ages", _("Ages"), NULL, cli_option_value(args, "age"));
    tell_code(p, "orientation", _("Orientation"), NULL,
              cli_option_value(args, "orientation"));
    return ORB_OK;
}

void cli_access_close(struct cli_access_question *question)
{
    orb_arena_release(&question->arena);
}
