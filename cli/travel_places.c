/* An offer that the file does not name is where its site is; failing that, and when nobody
 * can be asked about it, at the point of its commune. */
#include <limits.h>

#include "cli/diagnostics.h"
#include "cli/travel_options.h"
#include "engine/base/alloc.h"
#include "engine/base/text.h"
#include "engine/catalogue/catalogue.h"

struct knowing {
    struct cli_travel *travel;
    bool *known; /* by place that the file names */
    size_t count;
};

static bool see(struct knowing *k, uint32_t place)
{
    if (place == ORB_TRAVEL_NOWHERE || place >= k->count)
        return false;
    k->known[place] = true;
    return true;
}

/* The commune of an offer, else that of today of which it has become a part. */
static uint32_t commune_of(const struct orb_travel_table *table,
                           const struct orb_catalogue *c, const struct orb_cat_offer *o)
{
    uint32_t place = orb_travel_table_place(table, orb_cat_string(c, o->commune_code));
    orb_cat_code today = o->commune == ORB_CAT_NONE
                             ? ORB_CAT_NONE
                             : c->communes[o->commune].successor_number;

    return place != ORB_TRAVEL_NOWHERE || today == ORB_CAT_NONE
               ? place
               : orb_travel_table_place(table, orb_cat_code_name(c, today));
}

static enum orb_status know_offer(struct knowing *k, const struct orb_catalogue *c,
                                  uint32_t offer, struct orb_error *err)
{
    struct orb_travel_table *table = &k->travel->table;
    const struct orb_cat_offer *o = &c->offers[offer];
    const char *id = orb_cat_string(c, o->id);
    uint32_t own = orb_travel_table_place(table, id);
    uint32_t site =
        orb_travel_table_place(table, orb_cat_string(c, c->details[offer].site));

    (void)see(k, own);
    if (see(k, site))
        k->travel->site_offers[site] = offer;
    if (own != ORB_TRAVEL_NOWHERE)
        return ORB_OK;
    if (site == ORB_TRAVEL_NOWHERE && k->travel->router_spec == NULL)
        site = commune_of(table, c, o);
    return site == ORB_TRAVEL_NOWHERE ? ORB_OK
                                      : orb_travel_table_alias(table, id, site, err);
}

static enum orb_status know(struct knowing *k, const struct orb_catalogue *c,
                            struct orb_error *err)
{
    enum orb_status status = ORB_OK;

    for (uint32_t i = 0; i < c->commune_count; i++)
        (void)see(k, orb_travel_table_place(&k->travel->table,
                                            orb_cat_string(c, c->communes[i].code)));
    for (uint32_t i = 0; status == ORB_OK && i < c->offer_count; i++)
        status = know_offer(k, c, i, err);
    return status;
}

static void count_rows(struct knowing *k, unsigned long long by_mode[ORB_MODES])
{
    const struct orb_travel_table *table = &k->travel->table;
    unsigned long first = ULONG_MAX;

    for (size_t i = 0; i < table->count; i++) {
        const struct orb_travel_entry *e = &table->entries[i];

        if (k->known[orb_travel_entry_from(e)] && k->known[orb_travel_entry_to(e)]) {
            by_mode[e->mode]++;
            continue;
        }
        k->travel->elsewhere++;
        first = e->line < first ? e->line : first;
    }
    k->travel->elsewhere_line = k->travel->elsewhere == 0 ? 0 : first;
}

static enum orb_status judge(const struct cli_travel *travel,
                             const unsigned long long by_mode[ORB_MODES],
                             struct orb_error *err)
{
    unsigned long long all = 0;
    unsigned long long ours = 0;

    for (int mode = 0; mode < ORB_MODES; mode++) {
        all += by_mode[mode];
        ours += (travel->modes >> mode & 1) != 0 ? by_mode[mode] : 0;
    }
    if (all == 0) {
        orb_error_at(err, "%s", travel->matrix_path);
        return orb_error_set(
            err, ORB_ERR_NOT_FOUND,
            _("no row is between two places of the territory; a place is named by the code of its commune, or by the identifier of a site or of an offer"));
    }
    if (travel->elsewhere > 0)
        cli_note(
            travel->cli,
            ORB_PLURAL(
                "%s:%lu: %llu row names a place that the territory does not have",
                "%s:%lu: from this line on, %llu rows name a place that the territory does not have",
                travel->elsewhere),
            travel->matrix_path, travel->elsewhere_line, travel->elsewhere);
    if (ours == 0)
        cli_note(travel->cli, _("no row of '%s' is of the way of travelling asked for"),
                 travel->matrix_path);
    return ORB_OK;
}

enum orb_status cli_travel_place(struct cli_travel *travel, const struct orb_catalogue *c,
                                 const struct orb_catalogue *other, struct orb_error *err)
{
    struct knowing k = { .travel = travel, .count = travel->table.places.count };
    unsigned long long by_mode[ORB_MODES] = { 0 };
    enum orb_status status;

    if (travel->matrix_path == NULL)
        return ORB_OK;
    k.known = orb_calloc(k.count + 1, sizeof *k.known);
    travel->site_offers = orb_calloc(k.count + 1, sizeof *travel->site_offers);
    travel->site_offer_count = k.count;
    if (k.known == NULL || travel->site_offers == NULL) {
        orb_free(k.known);
        return orb_error_memory(err);
    }
    for (size_t i = 0; i < k.count; i++)
        travel->site_offers[i] = ORB_CAT_NONE;
    status = know(&k, c, err);
    if (status == ORB_OK && other != NULL)
        status = know(&k, other, err);
    if (status == ORB_OK)
        status = orb_travel_table_seal(&travel->table, err);
    if (status == ORB_OK) {
        count_rows(&k, by_mode);
        status = judge(travel, by_mode, err);
    }
    orb_free(k.known);
    return status;
}

uint32_t cli_travel_offer_of(const struct cli_travel *travel, uint32_t place)
{
    return place < travel->site_offer_count ? travel->site_offers[place] : ORB_CAT_NONE;
}
