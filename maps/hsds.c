/* Services in the Human Services Data Specification (Open Referral) 3.0: one page that
 * holds all of them, each with its organization and places inside. */
#include "maps/hsds.h"

#include "engine/base/digest.h"
#include "engine/base/text.h"
#include "maps/registry.h"

static void write_rights(struct hsds_map *m)
{
    orb_hsds_map_clear(m);
    orb_selection_attribution(&m->text, &m->x.selection);
    orb_jw_member_text(&m->json, "attribution", m->text.len == 0 ? "" : m->text.data);
    orb_hsds_map_clear(m);
    orb_selection_licence(&m->text, &m->x.selection);
    orb_jw_member_text(&m->json, "licence", m->text.len == 0 ? "" : m->text.data);
}

static enum orb_status write_page(struct hsds_map *m, struct orb_error *err)
{
    const struct orb_exchange_visitor services = { m, orb_hsds_map_service, NULL, false };
    struct orb_json_writer *w = &m->json;
    enum orb_status status;

    orb_jw_open_object(w);
    orb_jw_member_integer(w, "total_items", (int64_t)m->x.service_count);
    orb_jw_member_integer(w, "total_pages", 1);
    orb_jw_member_integer(w, "page_number", 1);
    orb_jw_member_integer(w, "size", (int64_t)m->x.service_count);
    orb_jw_member_bool(w, "first_page", true);
    orb_jw_member_bool(w, "last_page", true);
    orb_jw_member_bool(w, "empty", m->x.service_count == 0);
    orb_jw_key(w, "contents");
    orb_jw_open_array(w);
    status = orb_exchange_services(&m->x, &services, err);
    if (status != ORB_OK)
        return status;
    orb_jw_close(w);
    write_rights(m);
    orb_jw_close(w);
    if (w->status == ORB_OK)
        orb_buf_char(w->buf, '\n');
    orb_hsds_map_clear(m);
    return m->status == ORB_OK ? orb_jw_end(w, err) : m->status;
}

static enum orb_status run(struct orb_output *out,
                           const struct orb_map_territory *territory,
                           const struct orb_export_options *options, struct orb_error *err)
{
    struct hsds_map m = { .err = err };
    enum orb_status status = orb_exchange_open(&m.x, territory, options, err);

    orb_jw_init(&m.json, out, 1);
    if (status == ORB_OK)
        status = orb_hsds_map_keep_contours(&m, err);
    if (status == ORB_OK)
        status = orb_digester_new(&m.sha1, "sha1", err);
    if (status == ORB_OK)
        status = write_page(&m, err);
    orb_digester_free(m.sha1);
    orb_buf_release(&m.text);
    orb_buf_release(&m.name);
    orb_exchange_close(&m.x);
    return status;
}

const struct orb_exporter orb_exporter_hsds = {
    .name = "hsds",
    .summary = N_("services in the Human Services Data Specification 3.0, one page"),
    .media_type = "application/json",
    .extension = "json",
    .takes = ORB_EXPORT_SELECTION,
    .loses = N_(
        "organizations without services; orientations and circles; which modality; places; ages that differ between offers; how strict a condition is and who says a value; addresses without street, postal code or département; positions that are doubtful or only those of the commune; names of persons; hours that rows of a week cannot say go to a description"),
    .run = run,
};
