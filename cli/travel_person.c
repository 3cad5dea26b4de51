/* Strict: what goes to another machine is the same for everybody. */
#include "cli/travel_person.h"

#include <math.h>
#include <string.h>

#include "cli/diagnostics.h"
#include "cli/travel_roads.h"
#include "engine/base/text.h"
#include "engine/catalogue/catalogue.h"
#include "engine/router/client.h"
#include "engine/travel/estimate.h"

/* No file can name it: a place of a file has a name. */
#define THE_PERSON ""

struct telling {
    struct cli_travel *travel;
    const struct cli_travel_person *who;
    struct orb_arena *arena;
    unsigned modes;               /* bits: those of the person */
    const char *commune;          /* NULL = unknown */
    struct cli_travel_place home; /* NaN = unknown */
    bool is_exact;                /* home is not the point of the commune */
};

/* ---- options */

/* These go one way, whatever is asked of them: that of --mode. */
static bool has_one_mode(const char *router)
{
    return strncmp(router, "osrm:", 5) == 0 || cli_travel_roads_path(router) != NULL;
}

enum orb_status cli_travel_person_check(const struct cli_arguments *args,
                                        struct orb_error *err)
{
    const char *router = cli_option_value(args, "router");
    const char *host = cli_option_value(args, "allow-person-coordinates");
    enum orb_status status = cli_travel_check(args, err);

    if (status != ORB_OK)
        return status;
    if (cli_option_value(args, "mode") != NULL && (router == NULL || !has_one_mode(router)))
        return orb_error_set(err, ORB_ERR_SYNTAX,
                             _("'--mode' goes with a router 'osrm:URL' or 'roads:FILE'"));
    if (cli_option_value(args, "strict-travel") != NULL && router == NULL &&
        cli_option_value(args, "matrix") == NULL)
        return orb_error_set(
            err, ORB_ERR_SYNTAX,
            _("'--strict-travel' means nothing without '--matrix' or '--router'"));
    if (host != NULL && (router == NULL || cli_travel_roads_path(router) != NULL ||
                         !orb_router_spec_is_at(router, host)))
        return orb_error_set(
            err, ORB_ERR_SYNTAX,
            _("'--allow-person-coordinates' takes the host of the router, to the letter"));
    return ORB_OK;
}

/* ---- from where */

static unsigned modes_of(const struct cli_travel_person *who)
{
    const struct orb_person *p = who->person;
    const enum orb_travel_mode *modes =
        p->mode_count > 0 ? p->modes : who->profile->travel.default_modes;
    uint32_t count =
        p->mode_count > 0 ? p->mode_count : who->profile->travel.default_mode_count;
    unsigned bits = 0;

    for (uint32_t i = 0; i < count; i++)
        bits |= 1U << modes[i];
    return bits;
}

static void find_home(struct telling *t)
{
    const struct orb_catalogue *c = t->who->catalogue;
    const struct orb_person *p = t->who->person;
    uint32_t commune =
        p->commune == NULL ? ORB_CAT_NONE : orb_cat_commune_find(c, p->commune);

    t->commune = p->commune;
    t->is_exact = !isnan(p->lon) && p->precision != ORB_PRECISION_MUNICIPALITY;
    t->home = (struct cli_travel_place){ THE_PERSON, p->lon, p->lat };
    if (isnan(p->lon) && commune != ORB_CAT_NONE) {
        t->home.lon = c->communes[commune].lon;
        t->home.lat = c->communes[commune].lat;
    }
}

/* That of today when the table does not have the commune that was told. */
static uint32_t commune_place(const struct telling *t)
{
    const struct orb_catalogue *c = t->who->catalogue;
    const struct orb_travel_table *table = &t->travel->table;
    uint32_t place =
        t->commune == NULL ? ORB_TRAVEL_NOWHERE : orb_travel_table_place(table, t->commune);
    uint32_t commune = t->commune == NULL || place != ORB_TRAVEL_NOWHERE
                           ? ORB_CAT_NONE
                           : orb_cat_commune_find(c, t->commune);

    if (commune == ORB_CAT_NONE || c->communes[commune].successor_number == ORB_CAT_NONE)
        return place;
    return orb_travel_table_place(
        table, orb_cat_code_name(c, c->communes[commune].successor_number));
}

/* As far as anybody may be sent, and near misses with it. */
static double reach_km(const struct telling *t, enum orb_travel_mode mode)
{
    const struct orb_profile *profile = t->who->profile;
    double minutes = 0;

    for (int i = 0; i < ORB_FREQUENCIES; i++)
        minutes = fmax(minutes, profile->frequencies[i].max);
    return orb_travel_reach_km(profile, mode, 2 * minutes);
}

/* ---- the router */

static struct cli_travel_place place_of(const struct orb_catalogue *c, uint32_t offer)
{
    return (struct cli_travel_place){ orb_cat_string(c, c->offers[offer].id),
                                      c->offers[offer].lon, c->offers[offer].lat };
}

/* From home to the offers that the matrix does not tell. */
static enum orb_status ask_from_home(struct telling *t, enum orb_travel_mode mode,
                                     struct orb_error *err)
{
    const struct orb_catalogue *c = t->who->catalogue;
    const struct orb_travel_table *table = &t->travel->table;
    uint32_t commune = commune_place(t);
    struct cli_travel_place *to =
        orb_arena_array(t->arena, (size_t)c->offer_count + 1, sizeof *to);
    struct cli_travel_pairs pairs = { .from = &t->home,
                                      .from_count = 1,
                                      .to = to,
                                      .limit_km = reach_km(t, mode),
                                      .is_personal = true };

    if (to == NULL)
        return orb_error_memory(err);
    for (uint32_t i = 0; i < c->offer_count; i++) {
        struct cli_travel_place place = place_of(c, i);

        if (c->offers[i].canonical == i &&
            orb_travel_table_between(table, commune,
                                     orb_travel_table_place(table, place.id), mode,
                                     NULL) == ORB_TRAVEL_MISSING)
            to[pairs.to_count++] = place;
    }
    return cli_travel_ask(t->travel, &pairs, err);
}

/* All communes and all places. */
static enum orb_status ask_everything(struct telling *t, enum orb_travel_mode mode,
                                      struct orb_error *err)
{
    const struct orb_catalogue *c = t->who->catalogue;
    struct cli_travel_place *from =
        orb_arena_array(t->arena, (size_t)c->commune_count + 1, sizeof *from);
    struct cli_travel_place *to =
        orb_arena_array(t->arena, (size_t)c->offer_count + 1, sizeof *to);
    struct cli_travel_pairs pairs = { .from = from,
                                      .from_count = c->commune_count,
                                      .to = to,
                                      .limit_km = reach_km(t, mode) };

    if (from == NULL || to == NULL)
        return orb_error_memory(err);
    for (uint32_t i = 0; i < c->commune_count; i++)
        from[i] = (struct cli_travel_place){ orb_cat_string(c, c->communes[i].code),
                                             c->communes[i].lon, c->communes[i].lat };
    for (uint32_t i = 0; i < c->offer_count; i++)
        if (c->offers[i].canonical == i)
            to[pairs.to_count++] = place_of(c, i);
    return cli_travel_ask(t->travel, &pairs, err);
}

/* Which ways of travelling the router is asked for: to another machine, all that it knows.
 */
static unsigned modes_asked(struct telling *t, bool is_trusted)
{
    const char *spec = t->travel->router_spec;
    unsigned known = 0;

    for (int mode = 0; mode < ORB_MODES; mode++)
        if (has_one_mode(spec)
                ? t->travel->mode == (enum orb_travel_mode)mode
                : orb_router_takes(strcmp(spec, "ign") == 0 ? ORB_ROUTER_IGN
                                                            : ORB_ROUTER_VALHALLA,
                                   (enum orb_travel_mode)mode))
            known |= 1U << mode;
    t->travel->unknown_mode = (t->modes & ~known) != 0;
    return is_trusted ? known & t->modes : known;
}

static enum orb_status ask_router(struct telling *t, struct orb_error *err)
{
    const char *spec = t->travel->router_spec;
    bool is_here = cli_travel_roads_path(spec) != NULL || orb_router_spec_is_here(spec);
    bool is_trusted = is_here || t->who->allowed_host != NULL;
    unsigned modes = modes_asked(t, is_trusted);
    enum orb_travel_mode mode = t->travel->mode;
    enum orb_status status = ORB_OK;

    if (t->who->allowed_host != NULL)
        cli_note(t->travel->cli,
                 _("the position of the person is sent to '%s', as you allow"),
                 t->who->allowed_host);
    else if (!is_trusted && t->is_exact)
        cli_note(t->travel->cli,
                 _("nothing of the person is sent to the router, which is on another "
                   "machine: minutes are those from the point of the commune"));
    /* A router that failed for one way of travelling is not waited for again. */
    for (int i = 0; status == ORB_OK && i < ORB_MODES && t->travel->unanswered == 0; i++) {
        if ((modes >> i & 1) == 0)
            continue;
        t->travel->mode = (enum orb_travel_mode)i;
        status = is_trusted ? ask_from_home(t, t->travel->mode, err)
                            : ask_everything(t, t->travel->mode, err);
    }
    t->travel->mode = mode;
    return status;
}

/* ---- what is told */

/* The cell of an offer: that of the commune in the matrix, else that of the person. */
static bool find_row(const struct telling *t, const char *offer, enum orb_travel_mode mode,
                     struct orb_travel_row *out)
{
    const struct orb_travel_table *table = &t->travel->table;
    uint32_t to = orb_travel_table_place(table, offer);
    struct orb_travel_cell cell = { .minutes = NAN };
    enum orb_travel_answer answer;

    *out = (struct orb_travel_row){ .offer = offer, .mode = mode, .minutes = NAN };
    answer = orb_travel_table_between(table, commune_place(t), to, mode, &cell);
    out->of_commune = answer != ORB_TRAVEL_MISSING;
    if (answer == ORB_TRAVEL_MISSING)
        answer = orb_travel_table_between(table, orb_travel_table_place(table, THE_PERSON),
                                          to, mode, &cell);
    if (answer == ORB_TRAVEL_ROUTE)
        out->minutes = cell.minutes;
    out->of_commune = out->of_commune || !t->is_exact;
    return answer != ORB_TRAVEL_MISSING;
}

static enum orb_status tell(struct cli_travel_rows *out, const struct telling *t,
                            struct orb_error *err)
{
    const struct orb_catalogue *c = t->who->catalogue;
    size_t most = (size_t)c->offer_count * ORB_MODES;

    out->rows = orb_arena_array(t->arena, most + 1, sizeof *out->rows);
    if (out->rows == NULL)
        return orb_error_memory(err);
    for (uint32_t i = 0; i < c->offer_count; i++)
        for (int mode = 0; mode < ORB_MODES; mode++)
            if ((t->modes >> mode & 1) != 0 &&
                find_row(t, orb_cat_string(c, c->offers[c->by_id[i]].id),
                         (enum orb_travel_mode)mode, &out->rows[out->count]))
                out->count++;
    return ORB_OK;
}

enum orb_status cli_travel_person(struct cli_travel_rows *out, struct cli_travel *travel,
                                  const struct cli_travel_person *who,
                                  struct orb_arena *arena, struct orb_error *err)
{
    struct telling t = {
        .travel = travel, .who = who, .arena = arena, .modes = modes_of(who)
    };
    enum orb_status status;

    *out = (struct cli_travel_rows){ 0 };
    if (!cli_travel_is_given(travel))
        return ORB_OK;
    find_home(&t);
    travel->modes = t.modes;
    status = cli_travel_place(travel, who->catalogue, NULL, err);
    if (status == ORB_OK && travel->router_spec != NULL)
        status = ask_router(&t, err);
    return status == ORB_OK ? tell(out, &t, err) : status;
}
