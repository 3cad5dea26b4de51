/* One pass over the columns finds what a product holds. */
#include "maps/selection.h"

#include <math.h>
#include <string.h>

#include "engine/base/alloc.h"
#include "engine/base/text.h"

#define MICRO 1000000

static const char *text_of(const struct orb_catalogue *c, orb_cat_text text)
{
    return c->strings + text;
}

struct orb_map_position orb_selection_position(const struct orb_catalogue *catalogue,
                                               const struct orb_cat_offer *offer)
{
    double lon = offer->lon;
    double lat = offer->lat;

    if (offer->confidential != 0) {
        bool known = offer->commune != ORB_CAT_NONE;

        lon = known ? catalogue->communes[offer->commune].lon : NAN;
        lat = known ? catalogue->communes[offer->commune].lat : NAN;
    }
    if (!(fabs(lon) <= 180 && fabs(lat) <= 90))
        return (struct orb_map_position){ INT64_MAX, INT64_MAX };
    return (struct orb_map_position){ llround(lon * MICRO), llround(lat * MICRO) };
}

bool orb_selection_is_closed(const struct orb_selection *selection,
                             const struct orb_cat_offer *offer)
{
    return offer->closed_on != ORB_DATE_NONE &&
           (selection->date == ORB_DATE_NONE || offer->closed_on <= selection->date);
}

bool orb_selection_is_osm(const struct orb_catalogue *catalogue, uint32_t source)
{
    return source < catalogue->source_count &&
           strstr(text_of(catalogue, catalogue->sources[source].attribution),
                  "OpenStreetMap") != NULL;
}

/* The commune of today for a former one. */
static const struct orb_cat_commune *commune_of_today(const struct orb_catalogue *c,
                                                      const struct orb_cat_offer *o)
{
    const struct orb_cat_commune *commune =
        o->commune == ORB_CAT_NONE ? NULL : &c->communes[o->commune];
    uint32_t today = ORB_CAT_NONE;

    if (commune != NULL && commune->successor_number != ORB_CAT_NONE)
        today = orb_cat_commune_find(c, orb_cat_code_name(c, commune->successor_number));
    return today == ORB_CAT_NONE ? commune : &c->communes[today];
}

static bool is_in_commune(const struct orb_catalogue *c, const struct orb_cat_offer *o,
                          const char *code)
{
    const struct orb_cat_commune *today;

    if (strcmp(text_of(c, o->commune_code), code) == 0)
        return true;
    today = commune_of_today(c, o);
    return today != NULL && strcmp(text_of(c, today->code), code) == 0;
}

static bool is_in_departement(const struct orb_catalogue *c, const struct orb_cat_offer *o,
                              const char *departement)
{
    const struct orb_cat_commune *today = commune_of_today(c, o);

    return today != NULL && strcmp(text_of(c, today->department), departement) == 0;
}

/* A code that nothing has is a slip: "nobody is there" would be a wrong answer. */
static enum orb_status check_places(const struct orb_catalogue *c,
                                    const struct orb_export_options *options,
                                    struct orb_error *err)
{
    bool commune = options->commune == NULL ||
                   orb_cat_commune_find(c, options->commune) != ORB_CAT_NONE;
    bool departement = options->departement == NULL;

    for (uint32_t i = 0; !commune && i < c->offer_count; i++)
        commune = strcmp(text_of(c, c->offers[i].commune_code), options->commune) == 0;
    for (uint32_t i = 0; !departement && i < c->commune_count; i++)
        departement =
            strcmp(text_of(c, c->communes[i].department), options->departement) == 0;
    if (!commune)
        return orb_error_set(err, ORB_ERR_NOT_FOUND,
                             _("there is no commune '%s' in the territory"),
                             options->commune);
    if (!departement)
        return orb_error_set(
            err, ORB_ERR_NOT_FOUND,
            _("there is no commune of the département '%s' in the territory"),
            options->departement);
    return ORB_OK;
}

bool orb_selection_has(const struct orb_selection *selection, uint32_t offer)
{
    const struct orb_catalogue *c = selection->catalogue;
    const struct orb_cat_offer *o = &c->offers[offer];
    const struct orb_export_options *options = selection->options;

    if (options->only != NULL)
        return options->only[offer] != 0;
    if (!options->with_closed && orb_selection_is_closed(selection, o))
        return false;
    if (options->commune != NULL && !is_in_commune(c, o, options->commune))
        return false;
    if (options->departement != NULL && !is_in_departement(c, o, options->departement))
        return false;
    if (options->without_osm &&
        (c->details[offer].osm != 0 || orb_selection_is_osm(c, o->source)))
        return false;
    return options->circle == NULL ||
           strcmp(orb_circle_names[orb_circles_get(&selection->circles, offer).circle],
                  options->circle) == 0;
}

static void widen(struct orb_selection *s, struct orb_map_position p)
{
    if (s->low.x == INT64_MAX) {
        s->low = s->high = p;
        return;
    }
    s->low.x = p.x < s->low.x ? p.x : s->low.x;
    s->low.y = p.y < s->low.y ? p.y : s->low.y;
    s->high.x = p.x > s->high.x ? p.x : s->high.x;
    s->high.y = p.y > s->high.y ? p.y : s->high.y;
}

static void note_source(struct orb_selection *s, uint32_t source)
{
    if (source < s->catalogue->source_count && s->used[source] == ORB_SOURCE_UNUSED)
        s->used[source] = ORB_SOURCE_OWN;
}

static void look_at_offers(struct orb_selection *s)
{
    const struct orb_catalogue *c = s->catalogue;
    bool osm = false;

    /* Which offers have something of a lender is not known: it is named rather than not. */
    for (uint32_t i = 0; i < c->source_count; i++)
        if (c->sources[i].lends != 0 &&
            !(s->options->without_osm && orb_selection_is_osm(c, i)))
            s->used[i] = ORB_SOURCE_LENDS;
    for (uint32_t i = 0; i < c->offer_count; i++) {
        struct orb_map_position p;

        if (!orb_selection_has(s, i))
            continue;
        s->count++;
        osm = osm || c->details[i].osm != 0;
        note_source(s, c->offers[i].source);
        p = orb_selection_position(c, &c->offers[i]);
        if (p.x == INT64_MAX)
            s->unlocated++;
        else
            widen(s, p);
    }
    for (uint32_t i = 0; osm && i < c->source_count; i++)
        if (orb_selection_is_osm(c, i))
            note_source(s, i);
}

enum orb_status orb_selection_init(struct orb_selection *out,
                                   const struct orb_catalogue *catalogue,
                                   const struct orb_export_options *options,
                                   struct orb_error *err)
{
    struct orb_selection s = { .catalogue = catalogue,
                               .options = options,
                               .date = options->reference_date,
                               .low = { INT64_MAX, INT64_MAX } };
    enum orb_status status = check_places(catalogue, options, err);

    if (status == ORB_OK)
        status = orb_profile_new(&s.profile, NULL, err);
    if (s.date == ORB_DATE_NONE)
        s.date = catalogue->info->as_of;
    if (status == ORB_OK)
        status = orb_circles_init(&s.circles, catalogue, s.profile, err);
    if (status == ORB_OK &&
        (s.used = orb_calloc((size_t)catalogue->source_count + 1, 1)) == NULL)
        status = orb_error_memory(err);
    if (status == ORB_OK) {
        orb_circles_ask(&s.circles, options->operator_id, s.date);
        look_at_offers(&s);
    }
    *out = s;
    return status;
}

void orb_selection_release(struct orb_selection *selection)
{
    if (selection == NULL)
        return;
    orb_circles_release(&selection->circles);
    orb_free(selection->used);
    orb_profile_free(selection->profile);
    memset(selection, 0, sizeof *selection);
}

static orb_cat_text member_of(const struct orb_selection *s, uint32_t source, size_t offset)
{
    orb_cat_text text;

    memcpy(&text, (const char *)&s->catalogue->sources[source] + offset, sizeof text);
    return text;
}

/* The texts at an offset of the sources used, each once. */
static void add_joined(struct orb_buf *out, const struct orb_selection *s, size_t offset)
{
    const struct orb_catalogue *c = s->catalogue;
    bool first = true;

    for (uint32_t i = 0; i < c->source_count; i++) {
        const char *text = text_of(c, member_of(s, i, offset));
        bool again = false;

        for (uint32_t j = 0; j < i && !again; j++)
            again =
                s->used[j] != 0 && strcmp(text_of(c, member_of(s, j, offset)), text) == 0;
        if (s->used[i] == 0 || again || text[0] == '\0')
            continue;
        orb_buf_text(out, first ? "" : "; ");
        orb_buf_text(out, text);
        first = false;
    }
}

void orb_selection_attribution(struct orb_buf *out, const struct orb_selection *selection)
{
    add_joined(out, selection, offsetof(struct orb_cat_source, attribution));
}

void orb_selection_licence(struct orb_buf *out, const struct orb_selection *selection)
{
    add_joined(out, selection, offsetof(struct orb_cat_source, licence));
}

/* Two digits at a time: half the divisions. */
static char *put_pair(char *p, uint32_t pair)
{
    *--p = (char)('0' + pair % 10);
    *--p = (char)('0' + pair / 10);
    return p;
}

void orb_map_degrees(struct orb_buf *out, int64_t micro)
{
    char text[24];
    char *end = text + sizeof text;
    char *p = end;
    uint64_t all = micro < 0 ? 0 - (uint64_t)micro : (uint64_t)micro;
    uint32_t after = (uint32_t)(all % MICRO);
    uint32_t rest = (uint32_t)(all / MICRO);

    p = put_pair(p, after % 100);
    p = put_pair(p, after / 100 % 100);
    p = put_pair(p, after / 10000);
    *--p = '.';
    do
        *--p = (char)('0' + rest % 10);
    while ((rest /= 10) > 0);
    if (micro < 0)
        *--p = '-';
    orb_buf_add(out, p, (size_t)(end - p));
}
