/* Services are drawn one by one from their number, so that any of them can be told again
 * without the others. */
#include "importers/demo_cast.h"

#include <stdio.h>
#include <string.h>

#include "engine/base/text.h"
#include "importers/demo_random.h"

enum {
    FIRST_DRAWN = ORB_DEMO_PARTS + ORB_DEMO_KINDS,
    TWIN_PER_MILLE = 10,
    TWIN_SPAN = 50000,
    ASSOCIATIONS_PER_DEPARTMENT = 8,
    OFFERS_PER_ASSOCIATION = 150
};

/* Kinds once each around the home town, after the scripted parts, so that every family
 * exists in the smallest land. */
static struct orb_demo_role sample_role(const struct orb_demo *demo, uint32_t index)
{
    struct orb_demo_random random =
        orb_demo_random_start(demo->options.seed, ORB_DEMO_STREAM_ROLE, index);
    struct orb_demo_role role = { .index = index, .twin = ORB_DEMO_NONE };
    int32_t columns = orb_demo_random_between(&random, -4, 4);
    int32_t rows = orb_demo_random_between(&random, -4, 4);

    role.kind = (enum orb_demo_kind)(index - ORB_DEMO_PARTS);
    role.place = orb_demo_land_near(&demo->land, demo->land.home, columns, rows);
    role.offers = 1;
    return role;
}

static enum orb_demo_kind draw_kind(const struct orb_demo *demo,
                                    struct orb_demo_random *random)
{
    uint32_t draw =
        orb_demo_random_below(random, (uint32_t)demo->weight_until[ORB_DEMO_KINDS - 1]);
    uint32_t low = 0;
    uint32_t high = ORB_DEMO_KINDS - 1;

    while (low < high) {
        uint32_t middle = (low + high) / 2;

        if (demo->weight_until[middle] > draw)
            high = middle;
        else
            low = middle + 1;
    }
    return (enum orb_demo_kind)low;
}

/* A commune drawn by its inhabitants among those large enough for this kind; a town hall
 * has every commune alike. */
static uint32_t draw_place(const struct orb_demo *demo, enum orb_demo_kind kind,
                           struct orb_demo_random *random)
{
    const struct orb_demo_land *land = &demo->land;
    uint32_t count = demo->towns[kind];
    uint64_t draw = orb_demo_random_next(random) % land->cumulative[count - 1];
    uint32_t low = 0;
    uint32_t high = count - 1;

    if (orb_demo_templates[kind].min_population == 0)
        return land->by_rank[orb_demo_random_below(random, count)];
    while (low < high) {
        uint32_t middle = (low + high) / 2;

        if (land->cumulative[middle] > draw)
            high = middle;
        else
            low = middle + 1;
    }
    return land->by_rank[low];
}

static bool wants_twin(const struct orb_demo *demo, uint32_t index)
{
    struct orb_demo_random random =
        orb_demo_random_start(demo->options.seed, ORB_DEMO_STREAM_TWIN, index);

    return index >= FIRST_DRAWN && orb_demo_random_chance(&random, TWIN_PER_MILLE);
}

/* The service told twice, as when two sources describe one resource. A duplicate is never
 * duplicated. */
static uint32_t draw_twin(const struct orb_demo *demo, uint32_t index)
{
    struct orb_demo_random random =
        orb_demo_random_start(demo->options.seed, ORB_DEMO_STREAM_TWIN, index);
    uint32_t span = index - FIRST_DRAWN < TWIN_SPAN ? index - FIRST_DRAWN : TWIN_SPAN;
    uint32_t twin = ORB_DEMO_PART_LIBRARY;

    (void)orb_demo_random_next(&random);
    if (span > 0)
        twin = index - 1 - orb_demo_random_below(&random, span);
    return wants_twin(demo, twin) ? ORB_DEMO_NONE : twin;
}

static struct orb_demo_role drawn_role(const struct orb_demo *demo, uint32_t index)
{
    struct orb_demo_random random =
        orb_demo_random_start(demo->options.seed, ORB_DEMO_STREAM_ROLE, index);
    struct orb_demo_role role = { .index = index, .twin = ORB_DEMO_NONE };

    role.kind = draw_kind(demo, &random);
    role.place = draw_place(demo, role.kind, &random);
    role.offers = 1 + orb_demo_random_below(&random, orb_demo_templates[role.kind].offers);
    return role;
}

static struct orb_demo_role own_role(const struct orb_demo *demo, uint32_t index)
{
    const struct orb_demo_cast *cast = &orb_demo_casts[index < ORB_DEMO_PARTS ? index : 0];

    if (index >= FIRST_DRAWN)
        return drawn_role(demo, index);
    if (index >= ORB_DEMO_PARTS)
        return sample_role(demo, index);
    return (struct orb_demo_role){ .index = index,
                                   .kind = cast->kind,
                                   .cast = cast,
                                   .twin = ORB_DEMO_NONE,
                                   .offers = 1,
                                   .place = orb_demo_land_near(&demo->land, demo->land.home,
                                                               cast->columns, cast->rows) };
}

struct orb_demo_role orb_demo_role_of(const struct orb_demo *demo, uint32_t index)
{
    uint32_t twin = wants_twin(demo, index) ? draw_twin(demo, index) : ORB_DEMO_NONE;
    struct orb_demo_role role = own_role(demo, twin != ORB_DEMO_NONE ? twin : index);

    if (twin != ORB_DEMO_NONE) {
        role.index = index;
        role.twin = twin;
        role.offers = 1;
    }
    return role;
}

static void count_services(struct orb_demo *demo)
{
    uint32_t offers = 0;

    for (demo->service_count = 0; offers < demo->options.offers; demo->service_count++)
        offers += orb_demo_role_of(demo, demo->service_count).offers;
}

enum orb_status orb_demo_make(struct orb_demo *out, const struct orb_demo_options *options,
                              struct orb_error *err)
{
    struct orb_demo demo = { .options = *options };
    uint64_t weight = 0;
    enum orb_status status;

    if (options->offers < ORB_DEMO_MIN_OFFERS || options->offers > ORB_DEMO_MAX_OFFERS)
        return orb_error_set(err, ORB_ERR_RANGE,
                             _("a demonstration territory has %d to %d offers"),
                             ORB_DEMO_MIN_OFFERS, ORB_DEMO_MAX_OFFERS);
    status = orb_demo_land_make(&demo.land, options->seed, options->offers, err);
    if (status != ORB_OK)
        return status;
    demo.date = orb_date_make(2026, 11, 22);
    demo.home_department = demo.land.places[demo.land.home].department;
    demo.association_count = demo.land.department_count * ASSOCIATIONS_PER_DEPARTMENT;
    if (demo.association_count < options->offers / OFFERS_PER_ASSOCIATION)
        demo.association_count = options->offers / OFFERS_PER_ASSOCIATION;
    (void)snprintf(demo.source, sizeof demo.source, "demo:%llu",
                   (unsigned long long)options->seed);
    for (int i = 0; i < ORB_DEMO_KINDS; i++) {
        demo.weight_until[i] = weight += orb_demo_templates[i].weight;
        demo.towns[i] =
            orb_demo_land_towns(&demo.land, orb_demo_templates[i].min_population * 100U);
    }
    count_services(&demo);
    *out = demo;
    return ORB_OK;
}

void orb_demo_release(struct orb_demo *demo)
{
    orb_demo_land_release(&demo->land);
}

/* Written by hand: every record of every pass has some, and printf costs more than all
 * draws. */
void orb_demo_write_id(char out[ORB_DEMO_ID_LEN], char letter, uint32_t number)
{
    enum { FIGURES = 7 };
    static const char start[] = "demo:";
    char *at = out + strlen(start);

    memcpy(out, start, strlen(start));
    *at = letter;
    for (int i = FIGURES; i > 0; i--) {
        at[i] = (char)('0' + number % 10);
        number /= 10;
    }
    at[FIGURES + 1] = '\0';
}

void orb_demo_service_id(char out[ORB_DEMO_ID_LEN], uint32_t index)
{
    orb_demo_write_id(out, 's', index);
}

void orb_demo_offer_id(char out[ORB_DEMO_ID_LEN], uint32_t index, uint32_t offer)
{
    char *end;

    orb_demo_write_id(out, 's', index);
    end = out + strlen(out);
    end[0] = '/';
    end[1] = (char)('1' + offer);
    end[2] = '\0';
}

void orb_demo_association_id(char out[ORB_DEMO_ID_LEN], uint32_t number)
{
    (void)snprintf(out, ORB_DEMO_ID_LEN, "demo:a%05u", number);
}

uint32_t orb_demo_association(const struct orb_demo *demo, uint32_t department, uint32_t n)
{
    uint32_t from_home = department + demo->land.department_count - demo->home_department;

    return from_home % demo->land.department_count + n * demo->land.department_count;
}

uint32_t orb_demo_association_total(const struct orb_demo *demo, uint32_t department)
{
    uint32_t first = orb_demo_association(demo, department, 0);

    return (demo->association_count - first + demo->land.department_count - 1) /
           demo->land.department_count;
}
