/* Two sources, so that each is named for what it gave: the geocoder for what it was asked,
 * the list of communes for the rest. */
#include "cli/geocode_write.h"

#include <math.h>
#include <string.h>

#include "engine/base/text.h"
#include "maps/json_writer.h"

bool cli_geocode_is_located(const struct cli_geocode_place *place)
{
    return place->judgement.verdict == ORB_GEOCODE_OK ||
           place->fallback.level != ORB_GEOCODE_NOWHERE;
}

/* The geocoder has a word in it: it was asked, today or earlier. */
static bool is_of_geocoder(const struct cli_geocode_place *place)
{
    return place->before.by_geocoder || place->answer.outcome == ORB_GEOCODE_FOUND ||
           place->answer.outcome == ORB_GEOCODE_NOT_FOUND;
}

bool cli_geocode_is_written(const struct cli_geocode_place *place)
{
    if (place->is_kept)
        return false;
    /* A doubtful position of its own is still better than that of its commune. */
    if (place->is_doubtful)
        return place->judgement.verdict == ORB_GEOCODE_OK;
    return cli_geocode_is_located(place) || is_of_geocoder(place);
}

/* Why the position is not that of the address. */
static const char *note_of(const struct cli_geocode_place *place)
{
    if (place->judgement.verdict == ORB_GEOCODE_REVIEW)
        return N_(
            "an address was found that is to be verified; this is an approximate position");
    if (place->fallback.level == ORB_GEOCODE_POSTCODE)
        return N_("the position is the middle of the communes of the postcode");
    if (place->fallback.from_resources)
        return N_("the position is the middle of the known places of the commune");
    return N_("the position is that of the commune");
}

/* To the centimetre: a mean has digits that say nothing. */
static void write_point(struct orb_json_writer *w, double lon, double lat)
{
    orb_jw_member_number(w, "lat", round(lat * 1e7) / 1e7);
    orb_jw_member_number(w, "lon", round(lon * 1e7) / 1e7);
}

static void write_found(struct orb_json_writer *w, const struct orb_geocode_answer *answer)
{
    orb_jw_member_text(w, "label", answer->label);
    write_point(w, answer->lon, answer->lat);
    orb_jw_member_text(w, "precision", orb_precision_name(answer->precision));
    orb_jw_member_number(w, "score", answer->score);
}

static void write_approximate(struct orb_json_writer *w,
                              const struct cli_geocode_place *place)
{
    const struct orb_geocode_fallback *f = &place->fallback;

    if (place->judgement.verdict == ORB_GEOCODE_REVIEW) {
        orb_jw_key(w, "candidate");
        orb_jw_open_object(w);
        write_found(w, &place->answer);
        orb_jw_close(w);
    }
    if (f->level == ORB_GEOCODE_NOWHERE)
        return;
    write_point(w, f->lon, f->lat);
    orb_jw_member_text(w, "note", note_of(place));
    orb_jw_member_text(w, "precision", orb_precision_name(ORB_PRECISION_MUNICIPALITY));
    if (f->level == ORB_GEOCODE_POSTCODE)
        orb_jw_member_integer(w, "radius_m", llround(f->radius_m));
    orb_jw_member_text(w, "state", orb_position_state_name(ORB_POSITION_GIVEN));
}

/* The JSON text of the value, as engine/model/assertion.h reads it. Besides, what was asked
 * and why it was judged so: the next run compares them. */
static enum orb_status write_value(struct orb_buf *out,
                                   const struct cli_geocode_place *place, const char *asked,
                                   struct orb_error *err)
{
    struct orb_json_writer w;

    orb_jw_init_buf(&w, out, 0);
    orb_jw_open_object(&w);
    if (is_of_geocoder(place))
        orb_jw_member_text(&w, "asked", asked);
    if (place->judgement.verdict == ORB_GEOCODE_OK) {
        write_found(&w, &place->answer);
        orb_jw_member_text(&w, "state",
                           orb_position_state_name(place->is_inside ? ORB_POSITION_CHECKED
                                                                    : ORB_POSITION_GIVEN));
    } else {
        write_approximate(&w, place);
    }
    orb_jw_member_text(&w, "reason", orb_geocode_reason_name(place->judgement.reason));
    orb_jw_close(&w);
    return orb_jw_end(&w, err);
}

static enum orb_status put_place(struct cli_geocode_places *places,
                                 const struct orb_sink *sink,
                                 const struct cli_geocode_place *place,
                                 struct orb_error *err)
{
    struct orb_assertion assertion = {
        .kind = "site",
        .subject = place->id,
        .field = "position",
        .provenance = { .source = is_of_geocoder(place) ? CLI_GEOCODE_SOURCE
                                                        : CLI_GEOCODE_SOURCE_COMMUNE,
                        .observed_on =
                            place->answer.outcome == ORB_GEOCODE_FOUND ||
                                    place->answer.outcome == ORB_GEOCODE_NOT_FOUND
                                ? place->answer.asked_on
                                : place->fallback.observed_on,
                        .basis = ORB_BASIS_COMPUTED },
    };
    const char *asked = cli_geocode_asked(&places->arena, &place->query);
    struct orb_buf value = { 0 };
    enum orb_status status =
        asked == NULL ? orb_error_memory(err) : write_value(&value, place, asked, err);

    assertion.value = value.data;
    if (status == ORB_OK)
        status = orb_sink_assertion(sink, &assertion, err);
    orb_buf_release(&value);
    return status;
}

/* Without a date: asking today must not make the territory newer than its sources. */
static enum orb_status put_source(const struct orb_sink *sink, bool of_geocoder,
                                  const char *server, struct orb_error *err)
{
    const struct orb_source geocoder = {
        .id = CLI_GEOCODE_SOURCE,
        .name = "Géocodage par la Base Adresse Nationale (Géoplateforme)",
        .url = server,
        .licence = "Licence Ouverte 2.0",
        .attribution = "IGN - Géoplateforme ; Base Adresse Nationale",
        .observed_on = ORB_DATE_NONE,
    };
    const struct orb_source commune = {
        .id = CLI_GEOCODE_SOURCE_COMMUNE,
        .name = "Position approchée par la commune ou le code postal",
        .licence = "Licence Ouverte 2.0",
        .attribution = "Orbite, d'après INSEE, La Poste et IGN",
        .observed_on = ORB_DATE_NONE,
    };

    return orb_sink_source(sink, of_geocoder ? &geocoder : &commune, err);
}

/* A source is named only when something of it is written. */
static enum orb_status put_sources(const struct cli_geocode_places *places,
                                   const struct orb_sink *sink, const char *server,
                                   struct orb_error *err)
{
    bool needed[2] = { false, false };
    enum orb_status status = ORB_OK;

    for (size_t i = 0; i < places->count; i++)
        if (cli_geocode_is_written(&places->items[i]))
            needed[is_of_geocoder(&places->items[i])] = true;
    for (int i = 0; status == ORB_OK && i < 2; i++)
        if (needed[i])
            status = put_source(sink, i == 1, server, err);
    return status;
}

enum orb_status cli_geocode_write(struct cli_geocode_places *places,
                                  struct orb_store *store,
                                  const struct cli_geocode_run *run,
                                  struct orb_store_summary *summary, struct orb_error *err)
{
    const struct orb_store_import import = { .importer = "geocode",
                                             .files = run->server,
                                             .imported_at = run->at };
    struct orb_sink sink = { 0 };
    enum orb_status status = orb_store_import_begin(store, &import, &sink, err);

    if (status != ORB_OK)
        return status;
    status = put_sources(places, &sink, run->server, err);
    for (size_t i = 0; status == ORB_OK && i < places->count; i++)
        if (cli_geocode_is_written(&places->items[i]))
            status = put_place(places, &sink, &places->items[i], err);
    if (status == ORB_OK)
        status = orb_store_import_commit(store, run->counts, summary, err);
    if (status != ORB_OK)
        orb_store_import_rollback(store);
    return status;
}
