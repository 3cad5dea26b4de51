/* A position is taken when its two expressions agree, and trusted when it falls where its
 * commune is. */
#include <math.h>
#include <string.h>

#include "engine/base/buf.h"
#include "engine/base/number.h"
#include "engine/base/text.h"
#include "importers/finess.h"
#include "importers/finess_coordinates.h"

#define MARGIN_M  500.0
#define SCORE_MIN 0.5

static const char *const slot_keys[FINESS_SLOTS] = { "coordonneeX", "coordonneeY",
                                                     "directionLatitude",
                                                     "directionLongitude" };

static enum orb_status read_slots(struct finess *f, const struct orb_json *coordinates,
                                  const char *texts[FINESS_SLOTS],
                                  double slots[FINESS_SLOTS], bool *any,
                                  struct orb_error *err)
{
    *any = false;
    for (size_t i = 0; i < FINESS_SLOTS; i++) {
        enum orb_status status =
            orb_finess_text(f, coordinates, slot_keys[i], &texts[i], err);

        if (status != ORB_OK)
            return status;
        slots[i] = (double)NAN;
        if (texts[i] != NULL) {
            *any = true;
            (void)orb_number_parse(&slots[i], texts[i], strlen(texts[i]));
        }
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

static enum orb_status tell(struct finess *f, enum orb_finding_level level,
                            const char *value, const char *rule, const char *sentence,
                            struct orb_error *err)
{
    const struct finess_finding finding = { level, "coordonneesGeographique", value, rule,
                                            sentence };

    return orb_finess_find(f, &finding, err);
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

/* Two positions: the one in the commune, else the degrees; doubtful in any case. */
static const char *choose(struct finess *f, struct finess_position *p, const char *commune)
{
    if (isinf(p->gap_m))
        return _(
            "the degrees are in another département; the position comes from the metres alone");
    if (p->has_other && in_commune(f, commune, p->other) == ORB_YES &&
        in_commune(f, commune, p->chosen) != ORB_YES)
        memcpy(p->chosen, p->other, sizeof p->chosen);
    return orb_arena_printf(&f->scratch, _("the source gives two positions %.0f m apart"),
                            p->gap_m);
}

static enum orb_status judge(struct finess *f, struct finess_position *p,
                             struct orb_site *site, struct orb_error *err)
{
    enum orb_tristate inside;
    enum orb_status status = ORB_OK;

    site->position = ORB_POSITION_GIVEN;
    if (!p->agree) {
        site->position = ORB_POSITION_DOUBTFUL;
        site->position_note = choose(f, p, site->commune);
        status =
            tell(f, ORB_FINDING_VALUE, NULL, "coordinates_disagree",
                 _("the two expressions of the position disagree, it is doubtful"), err);
    } else if (strcmp(p->layout, FINESS_USUAL_LAYOUT) != 0 && !p->single) {
        site->position = ORB_POSITION_REPAIRED;
        site->position_note =
            _("the coordinates came in another order than usual, they were put right");
        status = tell(f, ORB_FINDING_VALUE, p->layout, "coordinates_swapped",
                      site->position_note, err);
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
        site->position_note = _("the position is outside its commune");
        return tell(f, ORB_FINDING_VALUE, site->commune, "position_outside_commune",
                    site->position_note, err);
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

enum orb_status orb_finess_position(struct finess *f, const struct orb_json *coordinates,
                                    struct orb_site *site, struct orb_buf *extra,
                                    struct orb_error *err)
{
    const char *texts[FINESS_SLOTS];
    const char *key = NULL;
    const char *score = NULL;
    double slots[FINESS_SLOTS];
    struct finess_position found;
    char departement[4];
    bool any;
    enum orb_status status = read_slots(f, coordinates, texts, slots, &any, err);

    if (status != ORB_OK || !any)
        return status;
    orb_finess_departement(departement, site->commune == NULL ? "" : site->commune);
    if (!orb_finess_position_find(&found, slots, departement, f->projector)) {
        keep_raw(extra, texts);
        return tell(
            f, ORB_FINDING_VALUE, texts[0], "coordinates_unreadable",
            _("the coordinates are not two degrees and two metres of the département, the position is "
              "unknown"),
            err);
    }
    status = orb_report_count(
        f->report, "drift",
        found.layout[0] == '\0' ? "layout:disagree"
                                : orb_arena_printf(&f->scratch, "layout:%s", found.layout),
        1, err);
    if (status == ORB_OK)
        status = judge(f, &found, site, err);
    if (status == ORB_OK)
        status = orb_finess_text(f, coordinates, "cleInInteropBAN", &key, err);
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
