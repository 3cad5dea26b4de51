/* The only user of PROJ; always longitude first, whatever the order of axes the authority
 * chose. */
#include "engine/geo/project.h"

#include <math.h>
#include <proj.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "config.h"
#include "engine/base/alloc.h"
#include "engine/base/library.h"
#include "engine/base/text.h"

static const int systems[] = { 2154, 2972, 2975, 4467, 4471, 5490 };

#define SYSTEM_COUNT (sizeof systems / sizeof systems[0])

/* What is called of PROJ, which is opened at first use: it brings forty other libraries. A
 * list, so that the types stay those that its header declares. */
#define FUNCTIONS(F)                                                                       \
    F(proj_context_create)                                                                 \
    F(proj_context_destroy)                                                                \
    F(proj_context_set_enable_network)                                                     \
    F(proj_create_crs_to_crs)                                                              \
    F(proj_destroy)                                                                        \
    F(proj_log_level)                                                                      \
    F(proj_normalize_for_visualization)                                                    \
    F(proj_trans)

#define MEMBER(name) __typeof__(name) *name;
#define NAME(name)   #name,

struct functions {
    FUNCTIONS(MEMBER)
};

static const char *const names[] = { FUNCTIONS(NAME) };
static const struct orb_library library = { "PROJ", ORB_PROJ_SONAME, names,
                                            sizeof names / sizeof names[0] };

_Static_assert(sizeof(struct functions) == sizeof names,
               "a pointer to a function takes the place of a pointer");

struct orb_projector {
    struct functions proj;
    PJ_CONTEXT *context;
    PJ *transformations[SYSTEM_COUNT];
};

enum orb_status orb_projector_new(struct orb_projector **out, struct orb_error *err)
{
    struct orb_projector *p = orb_calloc(1, sizeof *p);
    enum orb_status status;

    if (p == NULL)
        return orb_error_memory(err);
    status = orb_library_open(&library, &p->proj, err);
    if (status == ORB_OK)
        p->context = p->proj.proj_context_create();
    if (p->context == NULL) {
        orb_free(p);
        return status == ORB_OK ? orb_error_memory(err) : status;
    }
    (void)p->proj.proj_context_set_enable_network(p->context, 0);
    (void)p->proj.proj_log_level(p->context, PJ_LOG_NONE);
    *out = p;
    return ORB_OK;
}

int orb_project_legal_epsg(const char *departement)
{
    static const struct {
        const char *departement;
        int epsg;
    } overseas[] = { { "971", 5490 }, { "972", 5490 }, { "973", 2972 }, { "974", 2975 },
                     { "975", 4467 }, { "976", 4471 }, { "977", 5490 }, { "978", 5490 } };

    for (size_t i = 0; i < sizeof overseas / sizeof overseas[0]; i++)
        if (strcmp(overseas[i].departement, departement) == 0)
            return overseas[i].epsg;
    return strlen(departement) == 2 && departement[0] >= '0' && departement[0] <= '9' ? 2154
                                                                                      : 0;
}

static PJ *make(const struct orb_projector *p, int epsg)
{
    char name[16];
    PJ *raw;
    PJ *ordered;

    (void)snprintf(name, sizeof name, "EPSG:%d", epsg);
    raw = p->proj.proj_create_crs_to_crs(p->context, "EPSG:4326", name, NULL);
    if (raw == NULL)
        return NULL;
    ordered = p->proj.proj_normalize_for_visualization(p->context, raw);
    p->proj.proj_destroy(raw);
    return ordered;
}

static enum orb_status transformation(struct orb_projector *p, int epsg, PJ **out,
                                      struct orb_error *err)
{
    for (size_t i = 0; i < SYSTEM_COUNT; i++) {
        if (systems[i] != epsg)
            continue;
        if (p->transformations[i] == NULL)
            p->transformations[i] = make(p, epsg);
        *out = p->transformations[i];
        if (*out != NULL)
            return ORB_OK;
    }
    return orb_error_set(err, ORB_ERR_UNSUPPORTED,
                         _("the coordinate system EPSG:%d is not available"), epsg);
}

static enum orb_status transform(struct orb_projector *p, int epsg, PJ_DIRECTION direction,
                                 double position[2], struct orb_error *err)
{
    PJ *pj = NULL;
    PJ_COORD c;
    enum orb_status status = transformation(p, epsg, &pj, err);

    if (status != ORB_OK)
        return status;
    c = (PJ_COORD){ .xyzt = { position[0], position[1], 0, HUGE_VAL } };
    if (isfinite(position[0]) && isfinite(position[1]))
        c = p->proj.proj_trans(pj, direction, c);
    if (!isfinite(c.xy.x) || !isfinite(c.xy.y))
        return orb_error_set(err, ORB_ERR_RANGE,
                             _("the position is outside the coordinate system EPSG:%d"),
                             epsg);
    position[0] = c.xy.x;
    position[1] = c.xy.y;
    return ORB_OK;
}

enum orb_status orb_project_to_metres(struct orb_projector *projector, int epsg,
                                      const double lon_lat[2], double out[2],
                                      struct orb_error *err)
{
    double position[2] = { lon_lat[0], lon_lat[1] };
    enum orb_status status = transform(projector, epsg, PJ_FWD, position, err);

    if (status == ORB_OK)
        memcpy(out, position, sizeof position);
    return status;
}

enum orb_status orb_project_to_degrees(struct orb_projector *projector, int epsg,
                                       const double easting_northing[2], double out[2],
                                       struct orb_error *err)
{
    double position[2] = { easting_northing[0], easting_northing[1] };
    enum orb_status status = transform(projector, epsg, PJ_INV, position, err);

    if (status == ORB_OK)
        memcpy(out, position, sizeof position);
    return status;
}

void orb_projector_free(struct orb_projector *projector)
{
    if (projector == NULL)
        return;
    for (size_t i = 0; i < SYSTEM_COUNT; i++)
        projector->proj.proj_destroy(projector->transformations[i]);
    projector->proj.proj_context_destroy(projector->context);
    orb_free(projector);
}
