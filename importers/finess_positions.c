/* A position is taken when its two expressions agree, and trusted when it falls where its
 * commune is. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "engine/base/buf.h"
#include "engine/base/number.h"
#include "engine/base/text.h"
#include "importers/finess.h"

#define MARGIN_M  500.0
#define SCORE_MIN 0.5

static const char *const slot_keys[FINESS_SLOTS] = { "coordonneeX", "coordonneeY",
                                                     "directionLatitude",
                                                     "directionLongitude" };

/* The four slots as read. */
struct slots {
    const char *texts[FINESS_SLOTS];
    double values[FINESS_SLOTS];
    bool any;
};

static enum orb_status read_slots(struct finess *f, const struct orb_node *coordinates,
                                  struct slots *out, struct orb_error *err)
{
    out->any = false;
    for (size_t i = 0; i < FINESS_SLOTS; i++) {
        enum orb_status status =
            orb_finess_text(f, coordinates, slot_keys[i], &out->texts[i], err);

        if (status != ORB_OK)
            return status;
        out->values[i] = (double)NAN;
        if (out->texts[i] == NULL)
            continue;
        out->any = true;
        (void)orb_number_parse(&out->values[i], out->texts[i], strlen(out->texts[i]));
    }
    return ORB_OK;
}

static void keep_raw(struct orb_buf *extra, const char *const texts[FINESS_SLOTS])
{
    orb_buf_text(extra, extra->len == 0 ? "{" : ",");
    orb_buf_text(extra, "\"coordonnees\":[");
    for (size_t i = 0; i < FINESS_SLOTS; i++) {
        if (i > 0)
            orb_buf_char(extra, ',');
        if (texts[i] == NULL)
            orb_buf_text(extra, "null");
        else
            orb_json_write_string(extra, texts[i]);
    }
    orb_buf_char(extra, ']');
}

/* Yes and no by the contour of the commune, else only a no by the box of the département.
 */
static enum orb_tristate in_commune(struct finess *f, const char *commune,
                                    const double lon_lat[2])
{
    const struct orb_territory_view *view = f->in->territory;
    enum orb_tristate answer = ORB_UNKNOWN;
    const struct finess_box *box;
    char departement[4];

    if (view != NULL && view->contains != NULL)
        answer = view->contains(view->context, commune, lon_lat[0], lon_lat[1], MARGIN_M);
    if (answer != ORB_UNKNOWN)
        return answer;
    orb_finess_departement(departement, commune);
    box = orb_finess_box_find(departement);
    return box != NULL && !orb_finess_box_has(box, lon_lat) ? ORB_NO : ORB_UNKNOWN;
}

/* Two positions: the one in the commune, else the degrees; doubtful in any case. Notes are
 * data: they are kept as written here, whatever the language of the import, and translated
 * where they are shown. */
static const char *choose(struct finess *f, struct finess_position *p, const char *commune)
{
    if (isinf(p->gap_m))
        return N_(
            "the degrees are in another département; the position comes from the metres alone");
    if (p->has_other && in_commune(f, commune, p->other) == ORB_YES &&
        in_commune(f, commune, p->chosen) != ORB_YES)
        memcpy(p->chosen, p->other, sizeof p->chosen);
    return N_("the source gives two positions that disagree");
}

enum orb_status orb_finess_judge(struct finess *f, struct finess_position *p,
                                 struct orb_site *site, struct orb_error *err)
{
    enum orb_tristate inside;
    enum orb_status status = ORB_OK;

    site->position = ORB_POSITION_GIVEN;
    if (!p->agree) {
        site->position = ORB_POSITION_DOUBTFUL;
        site->position_note = choose(f, p, site->commune);
        status =
            orb_finess_find(f, FINESS_RULE_COORDINATES_DISAGREE, f->coordinates, NULL, err);
    } else if (strcmp(p->layout, FINESS_USUAL_LAYOUT) != 0 && !p->single) {
        site->position = ORB_POSITION_REPAIRED;
        site->position_note =
            N_("the coordinates came in another order than usual, they were put right");
        status = orb_finess_find(f, FINESS_RULE_COORDINATES_SWAPPED, f->coordinates,
                                 p->layout, err);
    } else {
        f->counts[FINESS_NOTE_LAYOUT_USUAL]++;
    }
    site->lon = p->chosen[0];
    site->lat = p->chosen[1];
    if (status != ORB_OK)
        return status;
    inside = in_commune(f, site->commune, p->chosen);
    if (inside == ORB_NO && site->position != ORB_POSITION_DOUBTFUL) {
        site->position = ORB_POSITION_DOUBTFUL;
        site->position_note = N_("the position is outside its commune");
        return orb_finess_find(f, FINESS_RULE_POSITION_OUTSIDE_COMMUNE, f->coordinates,
                               site->commune, err);
    }
    f->counts[FINESS_NOTE_CHECKED] += inside == ORB_YES;
    if (inside == ORB_YES && site->position == ORB_POSITION_GIVEN)
        site->position = ORB_POSITION_CHECKED;
    return ORB_OK;
}

/* The BAN key tells how far the address was found: 01053_1950_00062 a number, 01053_1950 a
 * street, 01004_B209 a locality. */
static enum orb_precision precision_of(const char *key, const char *score)
{
    double value = 1;
    const char *first;

    if (key == NULL || (score != NULL && !orb_number_parse(&value, score, strlen(score))) ||
        value < SCORE_MIN)
        return ORB_PRECISION_NONE;
    first = strchr(key, '_');
    if (first == NULL)
        return strlen(key) == 5 ? ORB_PRECISION_MUNICIPALITY : ORB_PRECISION_NONE;
    if (strchr(first + 1, '_') != NULL)
        return ORB_PRECISION_HOUSENUMBER;
    return first[1] == 'B' || first[1] == 'b' ? ORB_PRECISION_LOCALITY
                                              : ORB_PRECISION_STREET;
}

/* What the address service said: how far it found the address, and how sure it was. */
static enum orb_status read_score(struct finess *f, const struct orb_node *coordinates,
                                  struct orb_site *site, struct orb_buf *extra,
                                  struct orb_error *err)
{
    const char *key = NULL;
    const char *score = NULL;
    enum orb_status status = orb_finess_text(f, coordinates, "cleInInteropBAN", &key, err);

    if (status == ORB_OK)
        status = orb_finess_text(f, coordinates, "scoreBAN", &score, err);
    if (status != ORB_OK)
        return status;
    site->precision = precision_of(key, score);
    if (key != NULL) {
        orb_buf_text(extra, extra->len == 0 ? "{\"ban\":" : ",\"ban\":");
        orb_json_write_string(extra, key);
    }
    if (score != NULL) {
        orb_buf_text(extra, extra->len == 0 ? "{\"score_ban\":" : ",\"score_ban\":");
        orb_json_write_string(extra, score);
    }
    return ORB_OK;
}

static enum orb_status count_layout(struct finess *f, const char *layout,
                                    struct orb_error *err)
{
    char name[60];

    (void)snprintf(name, sizeof name, "layout:%s", layout[0] == '\0' ? "disagree" : layout);
    return orb_report_count(f->report, "drift", name, 1, err);
}

enum orb_status orb_finess_position(struct finess *f, const struct orb_node *coordinates,
                                    struct orb_site *site, struct orb_buf *extra,
                                    struct orb_error *err)
{
    struct slots slots;
    struct finess_position found;
    char departement[4];
    enum orb_status status = read_slots(f, coordinates, &slots, err);

    if (status != ORB_OK || !slots.any)
        return status;
    orb_finess_departement(departement, site->commune == NULL ? "" : site->commune);
    if (!orb_finess_position_find(&found, slots.values, departement, f->projector)) {
        keep_raw(extra, slots.texts);
        return orb_finess_find(f, FINESS_RULE_COORDINATES_UNREADABLE, f->coordinates,
                               slots.texts[0], err);
    }
    if (strcmp(found.layout, FINESS_USUAL_LAYOUT) != 0)
        status = count_layout(f, found.layout, err);
    if (status == ORB_OK)
        status = orb_finess_judge(f, &found, site, err);
    return status == ORB_OK ? read_score(f, coordinates, site, extra, err) : status;
}
