/* Where a service goes, one area for each commune or département, with its contour when the
 * territory has it. */
#include <string.h>

#include "maps/contour.h"
#include "maps/hsds.h"

static enum orb_status put_contour(void *context, const struct orb_record *record,
                                   struct orb_error *err)
{
    struct hsds_map *m = context;
    const struct orb_territory *t = record->as.territory;
    bool known;

    if (t->contour == NULL ||
        (t->kind != ORB_TERRITORY_COMMUNE && t->kind != ORB_TERRITORY_DEPARTEMENT))
        return ORB_OK;
    orb_buf_clear(&m->text);
    orb_buf_clear(&m->name);
    orb_buf_printf(&m->name, "%s %s", orb_territory_kind_name(t->kind), t->code);
    known = orb_contour_write(&m->text, t->contour, t->contour_len);
    if (m->text.failed || m->name.failed)
        return orb_error_memory(err);
    if (!known)
        return ORB_OK;
    return orb_lookup_add(m->x.lookup, HSDS_CONTOUR, m->name.data, m->text.data, err);
}

enum orb_status orb_hsds_map_keep_contours(struct hsds_map *m, struct orb_error *err)
{
    const struct orb_map_replay which = { .kinds = 1U << ORB_RECORD_TERRITORY,
                                          .with_contours = true };
    const struct orb_sink sink = { m, put_contour };

    return m->x.territory->replay(m->x.territory->context, &which, &sink, err);
}

struct areas {
    struct hsds_map *m;
    struct hsds_owner owner;
    size_t count;
};

static void open_area(struct areas *a)
{
    if (a->count == 0) {
        orb_jw_key(&a->m->json, "service_areas");
        orb_jw_open_array(&a->m->json);
    }
    orb_jw_open_object(&a->m->json);
    orb_hsds_map_part_id(a->m, a->owner, "service_area", a->count++);
}

static void write_extent(struct hsds_map *m, const char *kind, const char *code)
{
    orb_hsds_map_clear(m);
    orb_buf_clear(&m->name);
    orb_buf_printf(&m->name, "%s %s", kind, code);
    if (m->status == ORB_OK)
        m->status = orb_buf_check(&m->name, m->err);
    if (m->status == ORB_OK)
        m->status =
            orb_lookup_get(m->x.lookup, HSDS_CONTOUR, m->name.data, &m->text, m->err);
    if (m->status != ORB_OK || m->text.len == 0)
        return;
    orb_jw_member_text(&m->json, "extent", m->text.data);
    orb_jw_member_text(&m->json, "extent_type", "geojson");
}

static void write_place(struct areas *a, const char *kind, const char *code)
{
    struct hsds_map *m = a->m;
    bool is_commune = strcmp(kind, "commune") == 0;
    const char *name = is_commune ? orb_exchange_commune(&m->x, code)
                                  : orb_exchange_label(&m->x, "departements", code);

    open_area(a);
    orb_jw_member_text(&m->json, "name", name == NULL ? code : name);
    orb_hsds_map_clear(m);
    orb_buf_printf(&m->text, "%s %s", is_commune ? "Commune" : "Département", code);
    orb_jw_member_text(&m->json, "description", m->text.data);
    write_extent(m, kind, code);
    orb_jw_close(&m->json);
}

/* As the publisher of HSDS gave them. */
static void write_own(struct areas *a, const struct orb_json *own)
{
    static const char *const kept[] = { "name",        "description", "extent",
                                        "extent_type", "uri",         NULL };

    for (size_t i = 0; i < orb_json_count(own); i++) {
        open_area(a);
        orb_hsds_map_texts(a->m, orb_json_at(own, i), kept);
        orb_jw_close(&a->m->json);
    }
}

static bool is_before(const struct orb_exchange_row *row, size_t offer, const char *list,
                      const char *code)
{
    for (size_t i = 0; i < offer; i++)
        if (orb_exchange_has(
                orb_json_get(orb_json_get(orb_json_at(row->offers, i), "zone"), list),
                code))
            return true;
    return false;
}

static void write_list(struct areas *a, const struct orb_exchange_row *row, size_t offer,
                       const char *list)
{
    const struct orb_json *codes =
        orb_json_get(orb_json_get(orb_json_at(row->offers, offer), "zone"), list);
    const char *kind = strcmp(list, "communes") == 0 ? "commune" : "departement";

    for (size_t i = 0; i < orb_json_count(codes); i++) {
        const char *code = orb_json_text(orb_json_at(codes, i));

        if (code != NULL && !is_before(row, offer, list, code))
            write_place(a, kind, code);
    }
}

void orb_hsds_map_areas(struct hsds_map *m, const struct orb_exchange_row *row)
{
    const struct orb_json *own = orb_json_get(row->service, "service_areas");
    struct areas a = { m, { "service", row->id }, 0 };
    bool national = false;

    if (own != NULL) {
        write_own(&a, own);
    } else {
        for (size_t i = 0; i < orb_json_count(row->offers); i++) {
            const struct orb_json *zone = orb_json_get(orb_json_at(row->offers, i), "zone");

            if (!national && orb_json_true(orb_json_get(zone, "national"))) {
                national = true;
                open_area(&a);
                orb_jw_member_text(&m->json, "name", "France");
                orb_jw_close(&m->json);
            }
            write_list(&a, row, i, "departments");
            write_list(&a, row, i, "communes");
        }
    }
    if (a.count > 0)
        orb_jw_close(&m->json);
}
