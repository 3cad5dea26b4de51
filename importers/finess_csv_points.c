/* The second block: one pair of coordinates for each establishment, in a system it names.
 * The name helps but is not believed: the place must be in the département. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "engine/base/alloc.h"
#include "engine/base/number.h"
#include "engine/base/text.h"
#include "importers/finess_csv.h"

enum orb_status orb_finess_csv_take_point(struct finess_csv *c, struct orb_error *err)
{
    const char *const *fields = c->csv.fields;
    const char *number = fields[GEO_NUMBER];
    struct finess_csv_point *point;
    uint32_t row;

    if (!orb_finess_is_number(number))
        return orb_finess_find(&c->f, FINESS_RULE_NUMBER, "nofinesset", number, err);
    if (orb_finess_numbers_find(&c->located, number) != FINESS_NUMBER_NONE)
        return orb_finess_find(&c->f, FINESS_RULE_GEOLOCATION_TWICE, "nofinesset", number,
                               err);
    row = (uint32_t)c->located.count;
    if (orb_grow((void **)&c->points, &c->point_capacity, row, sizeof *c->points) !=
            ORB_OK ||
        orb_finess_numbers_add(&c->located, number) != ORB_OK)
        return orb_error_memory(err);
    point = &c->points[row];
    *point = (struct finess_csv_point){
        .texts = { orb_arena_strdup(&c->arena, fields[GEO_X]),
                   orb_arena_strdup(&c->arena, fields[GEO_Y]) },
        .updated = orb_arena_strdup(&c->arena, fields[GEO_UPDATED]),
        .line = c->line,
    };
    if (point->texts[0] == NULL || point->texts[1] == NULL || point->updated == NULL ||
        orb_strmap_add(&c->systems, fields[GEO_SYSTEM], strlen(fields[GEO_SYSTEM]),
                       &point->system) != ORB_OK)
        return orb_error_memory(err);
    return ORB_OK;
}

/* The system is the last word: "1,ATLASANTE,100,IGN,BD_ADRESSE,V2.1,LAMBERT_93"; 0 for
 * another one. */
static int epsg_of(const char *system)
{
    static const struct {
        const char *name;
        int epsg;
    } systems[] = {
        { "LAMBERT_93", 2154 }, { "UTM_N20", 5490 }, { "UTM_N21", 4467 },
        { "UTM_N22", 2972 },    { "UTM_S38", 4471 }, { "UTM_S40", 2975 },
    };
    const char *comma = strrchr(system, ',');

    for (size_t i = 0; i < sizeof systems / sizeof systems[0]; i++)
        if (strcmp(comma == NULL ? system : comma + 1, systems[i].name) == 0)
            return systems[i].epsg;
    return 0;
}

/* Some extractions write the decimals after a comma. */
static double number_of(const char *text)
{
    double value = (double)NAN;
    char copy[40];

    (void)snprintf(copy, sizeof copy, "%s", text);
    for (char *p = strchr(copy, ','); p != NULL; p = strchr(p, ','))
        *p = '.';
    (void)orb_number_parse(&value, copy, strlen(copy));
    return value;
}

static enum orb_status unreadable(struct finess_csv *c,
                                  const struct finess_csv_point *point,
                                  struct orb_buf *extra, struct orb_error *err)
{
    orb_buf_text(extra, extra->len == 0 ? "{" : ",");
    orb_buf_text(extra, "\"coordonnees\":[");
    orb_json_write_string(extra, point->texts[0]);
    orb_buf_char(extra, ',');
    orb_json_write_string(extra, point->texts[1]);
    orb_buf_char(extra, ']');
    return orb_finess_find(&c->f, FINESS_RULE_COORDINATES_PAIR, c->f.coordinates,
                           point->texts[0], err);
}

/* The legal system of the département first, then the one that is named. */
static enum orb_status place(struct finess_csv *c, const struct finess_csv_point *point,
                             struct orb_site *site, struct orb_buf *extra,
                             struct orb_error *err)
{
    const double pair[2] = { number_of(point->texts[0]), number_of(point->texts[1]) };
    const char *system = c->systems.strings[point->system];
    struct finess_position found;
    char departement[4];
    int named = epsg_of(system);
    int legal;
    enum orb_status status = ORB_OK;

    orb_finess_departement(departement, site->commune == NULL ? "" : site->commune);
    legal = orb_project_legal_epsg(departement);
    if (!orb_finess_pair_find(&found, pair, legal, departement, c->f.projector) &&
        !orb_finess_pair_find(&found, pair, named, departement, c->f.projector))
        return unreadable(c, point, extra, err);
    if (named != legal)
        status = orb_finess_find(&c->f, FINESS_RULE_COORDINATES_SYSTEM, "sourcecoordet",
                                 system, err);
    return status == ORB_OK ? orb_finess_judge(&c->f, &found, site, err) : status;
}

enum orb_status orb_finess_csv_position(struct finess_csv *c, const char *number,
                                        struct orb_site *site, struct orb_buf *extra,
                                        struct orb_error *err)
{
    uint32_t row = orb_finess_numbers_find(&c->located, number);
    struct finess_csv_point *point;
    enum orb_status status;

    if (row == FINESS_NUMBER_NONE)
        return ORB_OK;
    point = &c->points[row];
    point->used = true;
    if (c->systems.strings[point->system][0] != '\0')
        orb_finess_csv_add(extra, "source_coordonnees", c->systems.strings[point->system]);
    if (point->updated[0] != '\0')
        orb_finess_csv_add(extra, "date_coordonnees", point->updated);
    if (point->texts[0][0] == '\0' && point->texts[1][0] == '\0')
        return ORB_OK;
    orb_finess_csv_at(c, point->line);
    status = place(c, point, site, extra, err);
    orb_finess_csv_at(c, c->line);
    return status;
}

enum orb_status orb_finess_csv_tell_points(struct finess_csv *c, struct orb_error *err)
{
    enum orb_status status = ORB_OK;

    for (size_t i = 0; status == ORB_OK && i < c->located.count; i++) {
        char number[FINESS_NUMBER_LEN];

        if (c->points[i].used)
            continue;
        orb_finess_csv_at(c, c->points[i].line);
        status = orb_finess_find(&c->f, FINESS_RULE_GEOLOCATION_ALONE, "nofinesset",
                                 orb_finess_numbers_text(&c->located, i, number), err);
    }
    return status;
}
