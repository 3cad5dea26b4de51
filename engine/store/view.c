/* Importers ask these questions for every row, so answers are kept until the import ends.
 */
#include "engine/store/view.h"

#include <stdio.h>
#include <string.h>

#include "engine/base/alloc.h"
#include "engine/base/strmap.h"
#include "engine/geo/context.h"
#include "engine/geo/shape.h"
#include "engine/model/commune.h"
#include "engine/store/column.h"
#include "engine/store/database.h"
#include "engine/store/driver.h"
#include "engine/store/import.h"

static const char select_communes[] =
    "SELECT code, successor, lon, lat, contour IS NOT NULL, kind = 'commune', epci FROM territory WHERE kind IN ('commune', 'commune_old') "
    "AND gone_on IS NULL ORDER BY kind = 'commune_old', code";

static const char select_contour[] =
    "SELECT contour FROM territory WHERE id = 'commune:' || ?1";

static const char select_names[] =
    "SELECT kind = 'commune', code, name, successor, postcodes, departement FROM territory "
    "WHERE kind IN ('commune', 'commune_old') AND gone_on IS NULL";

/* Prepared contours kept at once; the rows of a feed come grouped by place. */
enum { KEPT_SHAPES = 1024 };

/* A commune code: itself when it is a current one, else the current commune it became. */
struct commune {
    const char *current;
    const char *epci; /* NULL = unknown */
    double lon;
    double lat;
    bool has_point;
    bool has_contour;
};

struct kept_shape {
    uint32_t number; /* of the commune's code, plus one; 0 = free */
    struct orb_shape *shape;
};

struct orb_view_state {
    struct orb_territory_view view;
    struct orb_strmap codes;
    struct orb_strmap epcis;
    struct commune *communes; /* by number of the code */
    size_t capacity;
    size_t current_count; /* current communes are numbered first, in order of code */
    bool is_read;
    struct orb_communes *named; /* NULL until asked */
    /* the last answer of view_identified, view_related, view_next_follower */
    char identified[256];
    struct orb_geo_context *geo;
    struct kept_shape kept[KEPT_SHAPES];
};

static enum orb_status read_commune(struct orb_view_state *state,
                                    struct orb_statement *statement)
{
    const char *code = orb_db_text(statement, 0), *successor = orb_db_text(statement, 1);
    const char *epci = orb_db_text(statement, 6);
    size_t before = state->codes.count;
    struct commune *commune;
    uint32_t number, other;

    if (orb_grow((void **)&state->communes, &state->capacity, before,
                 sizeof *state->communes) != ORB_OK ||
        orb_strmap_add(&state->codes, code, strlen(code), &number) != ORB_OK)
        return ORB_ERR_MEMORY;
    if (state->codes.count == before)
        return ORB_OK; /* 584 codes are both a current and a former commune: the current
                          one, read first, wins */
    commune = &state->communes[number];
    *commune = (struct commune){ .current = state->codes.strings[number] };
    if (successor != NULL) {
        other = orb_strmap_find(&state->codes, successor, strlen(successor));
        commune->current = other == ORB_STRMAP_NONE ? NULL : state->communes[other].current;
    }
    if (epci != NULL) {
        if (orb_strmap_add(&state->epcis, epci, strlen(epci), &other) != ORB_OK)
            return ORB_ERR_MEMORY;
        commune->epci = state->epcis.strings[other];
    }
    commune->has_point = !orb_db_is_null(statement, 2);
    commune->lon = orb_db_real(statement, 2);
    commune->lat = orb_db_real(statement, 3);
    commune->has_contour = orb_db_int(statement, 4) != 0;
    if (orb_db_int(statement, 5) != 0)
        state->current_count = state->codes.count;
    return ORB_OK;
}

static void read_communes(struct orb_store *store)
{
    struct orb_view_state *state = store->view;
    struct orb_statement *statement;
    bool row = true;

    if (state->is_read ||
        orb_db_statement(store, &statement, select_communes, NULL) != ORB_OK)
        return;
    state->is_read = true;
    while (row && orb_db_step(store, statement, &row, NULL) == ORB_OK)
        if (row && read_commune(state, statement) != ORB_OK)
            break;
    orb_db_reset(statement);
}

static const struct commune *commune_of(struct orb_store *store, const char *code)
{
    struct orb_view_state *state = store->view;
    uint32_t number;

    if (code == NULL)
        return NULL;
    read_communes(store);
    number = orb_strmap_find(&state->codes, code, strlen(code));
    return number == ORB_STRMAP_NONE ? NULL : &state->communes[number];
}

static const char *view_commune(void *context, const char *code)
{
    const struct commune *commune = commune_of(context, code);

    return commune == NULL ? NULL : commune->current;
}

static const char *view_epci(void *context, const char *code)
{
    const struct commune *commune = commune_of(context, view_commune(context, code));

    return commune == NULL ? NULL : commune->epci;
}

static bool view_point(void *context, const char *code, double *lon, double *lat)
{
    const struct commune *commune = commune_of(context, view_commune(context, code));

    if (commune == NULL || !commune->has_point)
        return false;
    *lon = commune->lon;
    *lat = commune->lat;
    return true;
}

/* ---- contours */

static void forget_shape(struct kept_shape *kept)
{
    orb_shape_free(kept->shape);
    *kept = (struct kept_shape){ 0 };
}

static struct orb_shape *read_shape(struct orb_store *store, const char *code)
{
    struct orb_view_state *state = store->view;
    struct orb_shape *shape = NULL;
    struct orb_buf wkb = { 0 };
    struct orb_statement *statement;
    bool row = false;

    if (orb_db_statement(store, &statement, select_contour, NULL) != ORB_OK)
        return NULL;
    orb_db_bind_text(statement, 1, code);
    if (orb_db_step(store, statement, &row, NULL) == ORB_OK && row &&
        orb_db_polygons(statement, 0, &wkb, NULL) == ORB_OK &&
        orb_shape_read_wkb(&shape, state->geo, (const unsigned char *)wkb.data, wkb.len,
                           NULL) != ORB_OK)
        shape = NULL;
    orb_db_reset(statement);
    orb_buf_release(&wkb);
    return shape;
}

static enum orb_tristate view_contains(void *context, const char *code, double lon,
                                       double lat, double margin_m)
{
    struct orb_store *store = context;
    const struct commune *commune = commune_of(store, view_commune(context, code));
    struct kept_shape *kept;
    uint32_t number;

    if (commune == NULL || !commune->has_contour)
        return ORB_UNKNOWN;
    number = (uint32_t)(commune - store->view->communes) + 1;
    kept = &store->view->kept[number % KEPT_SHAPES];
    if (kept->number != number) {
        forget_shape(kept);
        kept->shape = read_shape(store, commune->current);
        kept->number = number;
    }
    if (kept->shape == NULL)
        return ORB_UNKNOWN;
    return orb_shape_contains(kept->shape, lon, lat, margin_m) ? ORB_YES : ORB_NO;
}

static const char *view_commune_at(void *context, double lon, double lat)
{
    struct orb_store *store = context;
    struct orb_statement *statement;
    const char *found = NULL;
    bool row = true;

    if (orb_db_statement(store, &statement, store->driver->sql_around, NULL) != ORB_OK)
        return NULL;
    orb_db_bind_real(statement, 1, lon);
    orb_db_bind_real(statement, 2, lat);
    while (found == NULL && orb_db_step(store, statement, &row, NULL) == ORB_OK && row) {
        const char *code = view_commune(store, orb_db_text(statement, 0));

        if (view_contains(store, code, lon, lat, 0) == ORB_YES)
            found = code;
    }
    orb_db_reset(statement);
    return found;
}

static enum orb_status read_names(struct orb_store *store, struct orb_communes *out)
{
    struct orb_statement *statement;
    bool row = true;
    enum orb_status status = orb_db_statement(store, &statement, select_names, NULL);

    if (status != ORB_OK)
        return status;
    while (status == ORB_OK && row) {
        status = orb_db_step(store, statement, &row, NULL);
        if (status == ORB_OK && row) {
            const struct orb_territory territory = {
                .kind = orb_db_int(statement, 0) != 0 ? ORB_TERRITORY_COMMUNE
                                                      : ORB_TERRITORY_COMMUNE_OLD,
                .code = orb_db_text(statement, 1),
                .name = orb_db_text(statement, 2),
                .successor = orb_db_text(statement, 3),
                .postcodes = orb_db_text(statement, 4),
                .departement = orb_db_text(statement, 5),
            };

            status = orb_communes_add(out, &territory, NULL);
        }
    }
    orb_db_reset(statement);
    orb_communes_sort(out);
    return status;
}

static const struct orb_communes *view_communes(void *context)
{
    struct orb_store *store = context;
    struct orb_view_state *state = store->view;

    if (state->named != NULL)
        return state->named;
    state->named = orb_calloc(1, sizeof *state->named);
    if (state->named != NULL && read_names(store, state->named) == ORB_OK)
        return state->named;
    if (state->named != NULL)
        orb_communes_release(state->named);
    orb_free(state->named);
    state->named = NULL;
    return NULL;
}

static const char *view_next_commune(void *context, const char *after)
{
    struct orb_store *store = context;
    size_t low = 0, high;

    read_communes(store);
    high = store->view->current_count;
    while (after != NULL && low < high) {
        size_t middle = (low + high) / 2;

        if (strcmp(store->view->codes.strings[middle], after) <= 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low < store->view->current_count ? store->view->codes.strings[low] : NULL;
}

/* What an import in progress holds back goes into the tables before they are asked. */
static bool is_written(struct orb_store *store)
{
    return store->import == NULL || orb_import_flush_all(store, NULL) == ORB_OK;
}

static bool view_exists(void *context, enum orb_record_kind kind, const char *id)
{
    static const char *const sql[ORB_RECORD_KINDS] = {
        [ORB_RECORD_SOURCE] = "SELECT 1 FROM source WHERE id = ?1",
        [ORB_RECORD_TERRITORY] = "SELECT 1 FROM territory WHERE id = ?1 OR code = ?1",
        [ORB_RECORD_ORGANIZATION] = "SELECT 1 FROM organization WHERE id = ?1",
        [ORB_RECORD_SITE] = "SELECT 1 FROM site WHERE id = ?1",
        [ORB_RECORD_SERVICE] = "SELECT 1 FROM service WHERE id = ?1",
        [ORB_RECORD_OFFER] = "SELECT 1 FROM offer WHERE id = ?1",
        [ORB_RECORD_RELATION] = "SELECT 1 FROM relation WHERE id = ?1",
    };
    struct orb_store *store = context;
    struct orb_statement *statement;
    bool row = false;

    if (id == NULL || sql[kind] == NULL || !is_written(store) ||
        orb_db_statement(store, &statement, sql[kind], NULL) != ORB_OK)
        return false;
    orb_db_bind_text(statement, 1, id);
    if (orb_db_step(store, statement, &row, NULL) != ORB_OK)
        row = false;
    orb_db_reset(statement);
    return row;
}

static size_t view_identified(void *context, const struct orb_identifier *identifier,
                              enum orb_record_kind *kind, const char **id)
{
    static const char sql[] =
        "SELECT i.owner_kind = 'organization', coalesce(o.id, s.id) FROM identifier AS i "
        "LEFT JOIN organization AS o ON i.owner_kind = 'organization' AND o.no = i.owner "
        "LEFT JOIN service AS s ON i.owner_kind = 'service' AND s.no = i.owner "
        "WHERE i.scheme = ?1 AND i.value = ?2 AND coalesce(o.id, s.id) IS NOT NULL "
        "ORDER BY 1, 2";
    struct orb_store *store = context;
    struct orb_view_state *state = store->view;
    struct orb_statement *statement;
    size_t count = 0;
    bool row = true;

    if (!is_written(store) || orb_db_statement(store, &statement, sql, NULL) != ORB_OK)
        return 0;
    orb_db_bind_text(statement, 1, identifier->scheme);
    orb_db_bind_text(statement, 2, identifier->value);
    while (orb_db_step(store, statement, &row, NULL) == ORB_OK && row) {
        if (count++ > 0)
            continue;
        *kind = orb_db_int(statement, 0) ? ORB_RECORD_ORGANIZATION : ORB_RECORD_SERVICE;
        (void)snprintf(state->identified, sizeof state->identified, "%s",
                       orb_db_text(statement, 1));
        *id = state->identified;
    }
    orb_db_reset(statement);
    return count;
}

/* Where a service or an offer is: by itself, else by its offers. */
static const char select_sites[] =
    "SELECT site FROM service WHERE id = ?1 AND site IS NOT NULL AND gone_on IS NULL UNION "
    "SELECT coalesce(o.site, v.site) FROM offer o LEFT JOIN service v ON v.id = o.service "
    "WHERE (o.id = ?1 OR o.service = ?1 AND NOT EXISTS (SELECT 1 FROM service s WHERE s.id = ?1 "
    "AND s.site IS NOT NULL)) AND coalesce(o.site, v.site) IS NOT NULL AND o.gone_on IS NULL "
    "ORDER BY 1";
static const char select_offers[] =
    "SELECT id FROM offer WHERE (service = ?1 OR service IS NULL AND id = ?1) AND gone_on IS NULL "
    "ORDER BY id";

static size_t view_related(void *context, const char *id, enum orb_record_kind kind,
                           const char **first)
{
    struct orb_store *store = context;
    struct orb_view_state *state = store->view;
    struct orb_statement *statement;
    size_t count = 0;
    bool row = true;

    if (orb_db_statement(store, &statement,
                         kind == ORB_RECORD_SITE ? select_sites : select_offers,
                         NULL) != ORB_OK)
        return 0;
    orb_db_bind_text(statement, 1, id);
    while (orb_db_step(store, statement, &row, NULL) == ORB_OK && row) {
        if (count++ > 0)
            continue;
        (void)snprintf(state->identified, sizeof state->identified, "%s",
                       orb_db_text(statement, 0));
        *first = state->identified;
    }
    orb_db_reset(statement);
    return count;
}

/* Days: an offer that the source closed on another day did not close with its service.
 * Contacts: an offer that gives a telephone, an address or a site shows its own alone. */
static const char select_follower[] =
    "SELECT o.id FROM offer o JOIN service v ON v.id = o.service WHERE v.id = ?1 "
    "AND o.gone_on IS NULL AND o.id > ?3 AND CASE ?2 "
    "WHEN 'opened_on' THEN o.opened_on IS NULL OR o.opened_on IS NOT DISTINCT FROM v.opened_on "
    "WHEN 'closed_on' THEN o.closed_on IS NULL OR o.closed_on IS NOT DISTINCT FROM v.closed_on "
    "ELSE EXISTS (SELECT 1 FROM contact c WHERE c.owner_kind = 'offer' AND c.owner = o.no "
    "AND (c.channel IN ('phone', 'email', 'url') OR c.channel = ?2)) END ORDER BY o.id LIMIT 1";

static const char *view_next_follower(void *context, const char *service, const char *field,
                                      const char *after)
{
    struct orb_store *store = context;
    struct orb_view_state *state = store->view;
    struct orb_statement *statement;
    const char *found = NULL;
    bool row = false;

    if (orb_db_statement(store, &statement, select_follower, NULL) != ORB_OK)
        return NULL;
    orb_db_bind_text(statement, 1, service);
    orb_db_bind_text(statement, 2, field);
    orb_db_bind_text(statement, 3, after == NULL ? "" : after);
    if (orb_db_step(store, statement, &row, NULL) == ORB_OK && row) {
        int length = snprintf(state->identified, sizeof state->identified, "%s",
                              orb_db_text(statement, 0));

        if (length >= 0 && (size_t)length < sizeof state->identified)
            found = state->identified;
    }
    orb_db_reset(statement);
    return found;
}

/* The context of shapes is opened here, not at the first contour: an answer "unknown" must
 * not hide that nothing could be checked. */
enum orb_status orb_store_territory_view(struct orb_store *store,
                                         const struct orb_territory_view **out,
                                         struct orb_error *err)
{
    if (store->view == NULL)
        store->view = orb_calloc(1, sizeof *store->view);
    if (store->view == NULL)
        return orb_error_memory(err);
    if (store->view->geo == NULL) {
        enum orb_status status = orb_geo_open(&store->view->geo, err);

        if (status != ORB_OK)
            return status;
    }
    store->view->view = (struct orb_territory_view){ .context = store,
                                                     .commune = view_commune,
                                                     .epci = view_epci,
                                                     .contains = view_contains,
                                                     .point = view_point,
                                                     .commune_at = view_commune_at,
                                                     .communes = view_communes,
                                                     .next_commune = view_next_commune,
                                                     .exists = view_exists,
                                                     .related = view_related,
                                                     .next_follower = view_next_follower,
                                                     .identified = view_identified };
    *out = &store->view->view;
    return ORB_OK;
}

void orb_view_forget(struct orb_store *store)
{
    struct orb_view_state *state = store->view;

    if (state == NULL)
        return;
    for (size_t i = 0; i < KEPT_SHAPES; i++)
        forget_shape(&state->kept[i]);
    orb_strmap_release(&state->codes);
    orb_strmap_release(&state->epcis);
    if (state->named != NULL)
        orb_communes_release(state->named);
    orb_free(state->named);
    state->named = NULL;
    orb_free(state->communes);
    state->communes = NULL;
    state->capacity = state->current_count = 0;
    state->is_read = false;
}

void orb_view_close(struct orb_store *store)
{
    if (store->view == NULL)
        return;
    orb_view_forget(store);
    orb_geo_close(store->view->geo);
    orb_free(store->view);
    store->view = NULL;
}
