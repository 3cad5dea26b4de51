/* A position is read as the mapping says; when that cannot be right where the commune is,
 * "order": "auto" tries the other readings and tells which one it took. */
#include <math.h>
#include <string.h>

#include "engine/base/number.h"
#include "engine/base/text.h"
#include "importers/table.h"
#include "importers/territory_box.h"

#define MARGIN_M   500.0
#define NUMBER_MAX 40

enum { DEGREES = 4326 };

/* The two numbers as read, and where they are for one reading of them. */
struct reading {
    double xy[2];
    double lon_lat[2];
    const char *commune; /* NULL = unknown */
    const char *where;   /* commune or postal code, for the widest check; NULL = unknown */
    const char *note;
    bool good; /* lon_lat is on Earth */
};

bool orb_table_number(const struct table *table, double *out, const char *text)
{
    char decimal = table->mapping.decimal;
    char plain[NUMBER_MAX];
    size_t len = 0;

    for (; *text != '\0'; text++) {
        if (*text == ' ')
            continue;
        if (len == sizeof plain || (decimal == ',' && *text == '.'))
            return false;
        plain[len++] = *text == decimal ? '.' : *text;
    }
    return orb_number_parse(out, plain, len) && isfinite(*out);
}

static const char *departement_of(const char *code, char out[4])
{
    size_t len;

    if (code == NULL)
        return "";
    len = strncmp(code, "97", 2) == 0 || strncmp(code, "98", 2) == 0 ? 3 : 2;
    memcpy(out, code, len);
    out[len] = '\0';
    return out;
}

static enum orb_status to_degrees(struct table *t, int epsg, const double xy[2],
                                  struct reading *r, struct orb_error *err)
{
    struct orb_error why = { 0 };
    enum orb_status status = ORB_OK;

    r->good = epsg != 0;
    if (epsg == DEGREES) {
        memcpy(r->lon_lat, xy, sizeof r->lon_lat);
    } else if (r->good) {
        if (t->projector == NULL)
            status = orb_projector_new(&t->projector, err);
        if (status != ORB_OK)
            return status;
        status = orb_project_to_degrees(t->projector, epsg, xy, r->lon_lat, &why);
        if (status != ORB_OK && status != ORB_ERR_RANGE)
            return orb_error_set(err, status, "%s", why.text);
        r->good = status == ORB_OK;
    }
    r->good = r->good && fabs(r->lon_lat[0]) <= 180 && fabs(r->lon_lat[1]) <= 90;
    return ORB_OK;
}

/* By the contour of the commune; without one, by the box of its territory, which can only
 * say no. */
static enum orb_tristate is_there(const struct table *t, const struct reading *r)
{
    const struct orb_territory_view *view = t->in->territory;
    const double box[4] = { r->lon_lat[0], r->lon_lat[1], r->lon_lat[0], r->lon_lat[1] };
    enum orb_tristate answer = ORB_UNKNOWN;

    if (r->commune != NULL && view != NULL && view->contains != NULL)
        answer = view->contains(view->context, r->commune, r->lon_lat[0], r->lon_lat[1],
                                MARGIN_M);
    if (answer != ORB_UNKNOWN || r->where == NULL || r->where[0] == 'X')
        return answer;
    return orb_territory_holds(r->where, box) ? ORB_UNKNOWN : ORB_NO;
}

/* The first of the other readings that can be right. */
static enum orb_status try_others(struct table *t, struct reading *r, bool *found,
                                  struct orb_error *err)
{
    char room[4];
    int legal = orb_project_legal_epsg(departement_of(r->where, room));
    const int systems[] = { t->mapping.epsg == 0 ? legal : t->mapping.epsg, DEGREES,
                            legal };
    enum orb_status status = ORB_OK;

    *found = false;
    for (size_t i = 0; status == ORB_OK && !*found && i < 6; i++) {
        struct reading other = *r;
        const double xy[2] = { r->xy[i % 2], r->xy[1 - i % 2] };

        status = to_degrees(t, systems[i / 2], xy, &other, err);
        if (status != ORB_OK || !other.good || is_there(t, &other) == ORB_NO)
            continue;
        *found = true;
        *r = other;
        r->note = i < 2 ? N_("the coordinates came in the other order, they were put right")
                        : N_("the coordinates were in another system, they were converted");
        status =
            orb_table_find(t, i < 2 ? TABLE_POSITION_SWAPPED : TABLE_POSITION_PROJECTED,
                           TABLE_X, NULL, err);
    }
    return status;
}

static enum orb_status judge(struct table *t, struct reading *r, struct orb_site *site,
                             struct orb_error *err)
{
    enum orb_tristate there = r->good ? is_there(t, r) : ORB_NO;
    bool found = false;
    enum orb_status status = ORB_OK;

    if (there == ORB_NO && t->mapping.order == TABLE_ORDER_AUTO && r->where != NULL) {
        status = try_others(t, r, &found, err);
        if (found)
            there = is_there(t, r);
    }
    if (status != ORB_OK)
        return status;
    if (!r->good)
        return orb_table_find(t, TABLE_POSITION_UNREADABLE, TABLE_X, NULL, err);
    site->lon = r->lon_lat[0];
    site->lat = r->lon_lat[1];
    site->position = found              ? ORB_POSITION_REPAIRED
                     : there == ORB_NO  ? ORB_POSITION_DOUBTFUL
                     : there == ORB_YES ? ORB_POSITION_CHECKED
                                        : ORB_POSITION_GIVEN;
    site->position_note = r->note;
    t->counts[TABLE_COUNT_CHECKED] += there == ORB_YES;
    if (there != ORB_NO)
        return ORB_OK;
    site->position_note = r->commune != NULL ? N_("the position is outside its commune")
                                             : N_("the position is outside its territory");
    return orb_table_find(t, TABLE_POSITION_OUTSIDE, TABLE_X, r->where, err);
}

/* *there is false when the row gives no position, or one that was told. */
static enum orb_status read_numbers(struct table *t, double xy[2], bool *there,
                                    struct orb_error *err)
{
    const char *texts[2] = { NULL, NULL };
    enum orb_status status = orb_table_text(t, TABLE_X, &texts[0], err);

    *there = false;
    if (status == ORB_OK)
        status = orb_table_text(t, TABLE_Y, &texts[1], err);
    if (status != ORB_OK || (texts[0] == NULL && texts[1] == NULL))
        return status;
    for (int i = 0; i < 2; i++)
        if (texts[i] == NULL)
            return orb_table_find(t, TABLE_POSITION_INCOMPLETE, i == 0 ? TABLE_X : TABLE_Y,
                                  NULL, err);
    for (int i = 0; i < 2; i++)
        if (!orb_table_number(t, &xy[i], texts[i]))
            return orb_table_find(t, TABLE_NUMBER_UNREADABLE, i == 0 ? TABLE_X : TABLE_Y,
                                  texts[i], err);
    if (xy[0] == 0 && xy[1] == 0) /* what software writes for nothing */
        return orb_table_find(t, TABLE_POSITION_INCOMPLETE, TABLE_X, "0", err);
    *there = true;
    return ORB_OK;
}

enum orb_status orb_table_position(struct table *table, struct orb_site *site,
                                   struct orb_error *err)
{
    struct reading r = { .commune = site->commune,
                         .where = site->commune != NULL ? site->commune : site->postcode };
    int epsg = table->mapping.epsg;
    char room[4];
    bool there;
    enum orb_status status = read_numbers(table, r.xy, &there, err);

    if (status != ORB_OK || !there)
        return status;
    if (epsg == 0)
        epsg = orb_project_legal_epsg(departement_of(r.where, room));
    status = to_degrees(table, epsg, r.xy, &r, err);
    return status == ORB_OK ? judge(table, &r, site, err) : status;
}
