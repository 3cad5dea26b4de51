/* The same as the SQL of finish.c gives for a store that one import has filled, to which
 * nobody has added a word: the place of an offer is its own, else that of its service. */
#include "engine/store/placing.h"

#include <math.h>
#include <string.h>

#include "engine/base/alloc.h"
#include "engine/store/database.h"
#include "engine/store/import.h"

/* The entry that an id names; NULL = none so far. */
static const struct orb_entry *named(const struct orb_import_state *import,
                                     enum orb_record_kind kind, const char *id)
{
    return orb_entry_find(&import->kinds[kind].map, id, strlen(id));
}

static enum orb_status note_site(struct orb_placing *p, const struct orb_site *site)
{
    struct orb_placed_site *to;

    if (orb_grow((void **)&p->sites, &p->site_capacity, p->site_count, sizeof *p->sites) !=
        ORB_OK)
        return ORB_ERR_MEMORY;
    to = &p->sites[p->site_count++];
    *to = (struct orb_placed_site){ .lon = site->lon,
                                    .lat = site->lat,
                                    .state = (uint8_t)site->position,
                                    .is_secret = site->kind != NULL &&
                                                 strcmp(site->kind, "confidential") == 0 };
    return ORB_OK;
}

/* The number of a site by its id; 0 = none. */
static uint32_t site_of(struct orb_import_state *import, const char *id)
{
    const struct orb_entry *site = id == NULL ? NULL : named(import, ORB_RECORD_SITE, id);

    if (id != NULL && site == NULL)
        import->placing.is_missing = true;
    return site == NULL ? 0 : (uint32_t)site->no;
}

static enum orb_status note_service(struct orb_import_state *import,
                                    const struct orb_service *service)
{
    struct orb_placing *p = &import->placing;

    if (orb_grow((void **)&p->services, &p->service_capacity, p->service_count,
                 sizeof *p->services) != ORB_OK)
        return ORB_ERR_MEMORY;
    p->services[p->service_count++] = site_of(import, service->site);
    return ORB_OK;
}

static enum orb_status note_offer(struct orb_import_state *import,
                                  const struct orb_offer *offer, int32_t no)
{
    struct orb_placing *p = &import->placing;
    const struct orb_placed_site *site;
    uint32_t number = site_of(import, offer->site);

    if (offer->site == NULL) {
        const struct orb_entry *service =
            named(import, ORB_RECORD_SERVICE,
                  offer->service != NULL ? offer->service : offer->id);

        p->is_missing = p->is_missing || service == NULL;
        number = service == NULL ? 0 : p->services[service->no - 1];
    }
    site = number == 0 ? NULL : &p->sites[number - 1];
    if (site == NULL || site->is_secret || !isfinite(site->lon) || !isfinite(site->lat))
        return ORB_OK;
    if (orb_grow((void **)&p->offers, &p->offer_capacity, p->offer_count,
                 sizeof *p->offers) != ORB_OK)
        return ORB_ERR_MEMORY;
    p->offers[p->offer_count++] = (struct orb_placed_offer){ no, number - 1 };
    return ORB_OK;
}

enum orb_status orb_placing_note(struct orb_import_state *import, enum orb_record_kind kind,
                                 const void *record, int32_t no, struct orb_error *err)
{
    struct orb_placing *p = &import->placing;
    bool is_place = kind == ORB_RECORD_SITE || kind == ORB_RECORD_SERVICE;
    enum orb_status status = ORB_OK;

    if (!p->is_on)
        return ORB_OK;
    if ((is_place && p->is_missing) || kind == ORB_RECORD_ASSERTION)
        orb_placing_release(p); /* it may be what was missing */
    else if (kind == ORB_RECORD_SITE)
        status = note_site(p, record);
    else if (kind == ORB_RECORD_SERVICE)
        status = note_service(import, record);
    else if (kind == ORB_RECORD_OFFER)
        status = note_offer(import, record, no);
    return status == ORB_OK ? ORB_OK : orb_error_memory(err);
}

void orb_placing_change(struct orb_import_state *import, enum orb_record_kind kind)
{
    if (kind == ORB_RECORD_SITE || kind == ORB_RECORD_SERVICE || kind == ORB_RECORD_OFFER)
        orb_placing_release(&import->placing);
}

/* Nothing is noted any longer. */
void orb_placing_release(struct orb_placing *placing)
{
    orb_free(placing->sites);
    orb_free(placing->services);
    orb_free(placing->offers);
    memset(placing, 0, sizeof *placing);
}

/* ---- rows: the number, the position, and what is known of it */

static struct orb_value point_of(const struct orb_placed_site *site)
{
    return isfinite(site->lon) && isfinite(site->lat)
               ? (struct orb_value){ .type = ORB_VALUE_POINT,
                                     .real = site->lon,
                                     .lat = site->lat }
               : (struct orb_value){ .type = ORB_VALUE_NULL };
}

static struct orb_value site_value(const void *context, size_t row, int column)
{
    const struct orb_placing *p = context;

    return column == 0 ? orb_value_integer((int64_t)row + 1) : point_of(&p->sites[row]);
}

static struct orb_value offer_value(const void *context, size_t row, int column)
{
    const struct orb_placing *p = context;
    const struct orb_placed_site *site = &p->sites[p->offers[row].site];

    if (column == 2)
        return orb_value_text(
            orb_position_state_name((enum orb_position_state)site->state));
    return column == 0 ? orb_value_integer(p->offers[row].no) : point_of(site);
}

static enum orb_status load_layer(struct orb_store *store, const struct orb_rows *rows,
                                  struct orb_error *err)
{
    static const struct orb_target target = { .table = "offer_position",
                                              .columns = { "no", "position", "state" },
                                              .column_count = 3 };
    struct orb_statement *statement = NULL;
    enum orb_status status = orb_db_prepare_load(store, &statement, &target, err);

    if (status == ORB_OK)
        status = orb_db_load(store, statement, rows, err);
    orb_db_finalize(statement);
    return status;
}

enum orb_status orb_placing_make(struct orb_store *store, bool *done, struct orb_error *err)
{
    struct orb_placing *p = &store->import->placing;
    const struct orb_rows sites = { p->site_count, site_value, p };
    const struct orb_rows offers = { p->offer_count, offer_value, p };
    int64_t linked = 1;
    enum orb_status status = ORB_OK;

    if (p->is_on)
        status = orb_db_integer(store, "SELECT count(*) FROM linked", 0, &linked, err);
    *done = status == ORB_OK && linked == 0;
    if (!*done)
        return status;
    status = orb_db_index(store, "site", "position", &sites, err);
    if (status == ORB_OK && offers.count > 0)
        status = load_layer(store, &offers, err);
    return status == ORB_OK
               ? orb_db_index(store, "offer_position", "position", &offers, err)
               : status;
}
