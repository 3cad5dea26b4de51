/* Any bytes as the answer of a router: refused with a sentence, legs untouched; or every
 * leg told, with amounts that are numbers. The first byte says of which router. */
#include <stdint.h>
#include <stdlib.h>

#include "engine/travel/router.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct orb_router_point points[2] = { { 4.79, 46.28 }, { 4.818, 46.3 } };

static enum orb_status read_answer(unsigned which, const struct orb_router_batch *batch,
                                   const struct orb_buf *answer, struct orb_arena *arena,
                                   struct orb_error *err)
{
    const char *version = NULL;

    switch (which) {
    case 0:
        return orb_valhalla_read_matrix(batch, answer, err);
    case 1:
        return orb_osrm_read_table(batch, answer, err);
    case 2:
        return orb_osrm_read_route(batch, answer, err);
    default:
        return orb_ign_read_route(batch, answer, arena, &version, err);
    }
}

static void check(const struct orb_router_batch *batch, enum orb_status status)
{
    for (size_t i = 0; i < batch->from_count * batch->to_count; i++) {
        const struct orb_router_leg *leg = &batch->legs[i];

        if ((leg->answer == ORB_TRAVEL_MISSING) != (status != ORB_OK))
            abort();
        if (leg->answer == ORB_TRAVEL_ROUTE && !(leg->seconds >= 0 && leg->metres >= 0))
            abort();
    }
}

static void isochrones(const struct orb_buf *answer, struct orb_arena *arena)
{
    struct orb_isochrone areas[2] = { { 2, NULL }, { 4, NULL } };
    struct orb_error err = { 0 };

    if (orb_valhalla_read_isochrone(areas, 2, answer, arena, &err) == ORB_OK
            ? areas[1].geometry == NULL
            : err.text[0] == '\0')
        abort();
    if (orb_ign_read_isochrone(areas, answer, arena, NULL) == ORB_OK &&
        areas[0].geometry == NULL)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    unsigned which = size == 0 ? 0 : data[0] % 4U;
    size_t side = which < 2 ? 2 : 1;
    struct orb_router_leg legs[4] = { { .answer = ORB_TRAVEL_MISSING } };
    const struct orb_router_batch batch = {
        ORB_MODE_CAR, points, side, points, side, legs
    };
    struct orb_arena arena = { 0 };
    struct orb_buf answer = { 0 };
    struct orb_error err = { 0 };
    enum orb_status status;

    if (size > 1)
        orb_buf_add(&answer, data + 1, size - 1);
    status = read_answer(which, &batch, &answer, &arena, &err);
    if (status != ORB_OK && err.text[0] == '\0')
        abort();
    check(&batch, status);
    isochrones(&answer, &arena);
    (void)orb_router_refusal((enum orb_router_kind)(which % 3), &answer);
    (void)orb_valhalla_read_version(&answer, &arena);
    orb_buf_release(&answer);
    orb_arena_release(&arena);
    return 0;
}
