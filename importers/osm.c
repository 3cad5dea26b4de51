/* Extracts of OpenStreetMap: XML, JSON of the Overpass API, GeoJSON. An extract is a part
 * of the map, so that nothing is closed for being absent from it. Who drew an object, and
 * in which session, is never read. */
#include "importers/osm.h"

#include "engine/base/alloc.h"
#include "engine/base/text.h"
#include "importers/registry.h"
#include "importers/table.h"

#define LICENCE     "ODbL 1.0"
#define ATTRIBUTION "© les contributeurs d’OpenStreetMap"
#define URL         "https://www.openstreetmap.org/copyright"

const char *const orb_osm_types[OSM_TYPES] = { "node", "way", "relation" };

/* Given before the records, and again when the newest day is known. */
static enum orb_status put_source(struct osm *o, const char *digest, struct orb_error *err)
{
    const struct orb_import_input *in = o->in;
    orb_date day = o->day != ORB_DATE_NONE ? o->day : o->newest;
    const struct orb_source source = {
        .id = OSM_SOURCE,
        .name = "OpenStreetMap",
        .url = URL,
        .licence = in->licence != NULL ? in->licence : LICENCE,
        .attribution = in->attribution != NULL ? in->attribution : ATTRIBUTION,
        .edition = in->edition,
        .observed_on = day != ORB_DATE_NONE ? day : in->reference_date,
        .digest = digest[0] == '\0' ? NULL : digest,
        .extra = "{\"share_alike\":true}",
    };

    return orb_sink_source(o->sink, &source, err);
}

static enum orb_status check_start(struct osm *o, struct orb_error *err)
{
    const char *bytes = NULL;
    size_t len = 0;
    enum orb_status status = orb_input_next(o->input, &bytes, &len, err);

    if (status != ORB_OK)
        return status;
    if (len > 0)
        return orb_input_rewind(o->input, err);
    status = orb_error_set(err, ORB_ERR_SYNTAX, _("the file is empty"));
    orb_error_at(err, "%s", o->file);
    return status;
}

static enum orb_status read_passes(struct osm *o, struct orb_error *err)
{
    bool json = false;
    bool more = true;
    enum orb_status status = orb_table_is_json(o->input, &json, err);

    while (status == ORB_OK && more) {
        status = json ? orb_osm_read_json(o, err) : orb_osm_read_xml(o, err);
        if (status == ORB_OK)
            status = orb_osm_next_pass(o, &more, err);
        if (status == ORB_OK && more)
            status = orb_input_rewind(o->input, err);
    }
    return status == ORB_OK ? orb_osm_finish(o, err) : status;
}

/* What one file holds must not be looked for in the next. */
static void forget_file(struct osm *o)
{
    orb_input_close(o->input);
    o->input = NULL;
    orb_free(o->things);
    orb_free(o->refs);
    orb_free(o->parts);
    orb_free(o->nodes);
    orb_free(o->positions);
    o->things = NULL;
    o->refs = NULL;
    o->parts = NULL;
    o->nodes = NULL;
    o->positions = NULL;
    o->thing_count = o->thing_capacity = 0;
    o->ref_count = o->ref_capacity = 0;
    o->part_count = o->node_count = 0;
    o->pass = OSM_PASS_OBJECTS;
    orb_arena_release(&o->kept);
}

static enum orb_status import_file(struct osm *o, const char *path, struct orb_error *err)
{
    char digest[ORB_INPUT_DIGEST_LEN];
    enum orb_status status = orb_input_digest_path(path, digest, err);

    o->file = path;
    if (status == ORB_OK)
        status = orb_input_open_twice(&o->input, path, err);
    if (status == ORB_OK) {
        orb_input_skip_digest(o->input);
        status = check_start(o, err);
    }
    if (status == ORB_OK)
        status = put_source(o, digest, err);
    if (status == ORB_OK)
        status = read_passes(o, err);
    if (status == ORB_OK)
        status = put_source(o, digest, err);
    forget_file(o);
    return status;
}

static enum orb_status run(const struct orb_import_input *in, const struct orb_sink *sink,
                           struct orb_import_report *report, struct orb_error *err)
{
    struct osm o = { .in = in,
                     .sink = sink,
                     .report = report,
                     .day = ORB_DATE_NONE,
                     .newest = ORB_DATE_NONE };
    enum orb_status status = orb_geo_open(&o.geo, err);

    for (size_t i = 0; status == ORB_OK && i < in->path_count; i++)
        status = import_file(&o, in->paths[i], err);
    if (status == ORB_OK)
        status = orb_osm_report(&o, err);
    orb_geo_close(o.geo);
    orb_vocabulary_release(&o.vocabulary);
    orb_strmap_release(&o.seen);
    orb_arena_release(&o.row);
    return status;
}

const struct orb_importer orb_importer_osm = {
    .name = "osm",
    .summary = N_("services and public places of OpenStreetMap: .osm, Overpass, GeoJSON"),
    .usage = "FILE...",
    .licence = LICENCE,
    .attribution = ATTRIBUTION,
    .full = false,
    .run = run,
};
