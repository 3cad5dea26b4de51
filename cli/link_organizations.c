/* Organizations are one by their numbers alone. */
#include "cli/link_organizations.h"

#include <stdlib.h>
#include <string.h>

#include "engine/base/alloc.h"
#include "engine/linkage/key.h"

enum orb_status link_list_add(struct link_list *list, const struct orb_store_link *link,
                              struct orb_error *err)
{
    if (orb_grow((void **)&list->items, &list->capacity, list->count,
                 sizeof *list->items) != ORB_OK)
        return orb_error_memory(err);
    list->items[list->count++] = *link;
    return ORB_OK;
}

struct numbered {
    uint64_t siren;
    uint64_t siret; /* 0 = none */
    uint32_t organization;
};

static int by_number(const void *a, const void *b)
{
    const struct numbered *x = a, *y = b;

    if (x->siren != y->siren)
        return x->siren < y->siren ? -1 : 1;
    if (x->siret != y->siret)
        return x->siret < y->siret ? -1 : 1;
    return (x->organization > y->organization) - (x->organization < y->organization);
}

/* The SIREN is that of the SIRET when it is not said. */
static bool read_numbers(struct numbered *out, const struct link_organization *o)
{
    char siren[10];

    out->siren = out->siret = 0;
    if (o->siret != NULL && orb_key_siret(&out->siret, o->siret) && strlen(o->siret) >= 9) {
        memcpy(siren, o->siret, 9);
        siren[9] = '\0';
        if (orb_key_siren(&out->siren, siren))
            return true;
    }
    return o->siren != NULL && orb_key_siren(&out->siren, o->siren);
}

static bool is_same_list(const struct link_organization *a,
                         const struct link_organization *b)
{
    return a->origin != NULL && b->origin != NULL && strcmp(a->origin, b->origin) == 0;
}

/*
 * Those of one SIREN and one SIRET, or of one SIREN without SIRET, when several lists give
 * them: branches of one legal person are several, and so are two rows of one list. That of
 * FINESS stands for the others.
 */
/* Those of one run of numbers. */
struct run {
    const struct numbered *items;
    size_t count;
};

static enum orb_status link_run(const struct link_records *r, const struct run *run,
                                struct link_list *links, struct orb_error *err)
{
    const struct link_organization *all = r->organizations;
    const struct link_organization *to = &all[run->items[0].organization];
    const struct link_organization *last = NULL;
    enum orb_status status = ORB_OK;

    for (size_t i = 0; to->finess_ej == NULL && i < run->count; i++)
        if (all[run->items[i].organization].finess_ej != NULL)
            to = &all[run->items[i].organization];
    for (size_t i = 0; status == ORB_OK && i < run->count; i++) {
        const struct link_organization *o = &all[run->items[i].organization];

        if (o == to || o->finess_ej != NULL || is_same_list(o, to) ||
            (last != NULL && is_same_list(o, last)))
            continue;
        last = o;
        status = link_list_add(
            links, &(struct orb_store_link){ ORB_RECORD_ORGANIZATION, o->id, to->id, true },
            err);
    }
    return status;
}

enum orb_status link_organizations(const struct link_records *r, struct link_list *links,
                                   struct orb_error *err)
{
    size_t count = 0, next;
    struct numbered *list = orb_calloc(r->organization_ids.count + 1, sizeof *list);
    enum orb_status status = list == NULL ? orb_error_memory(err) : ORB_OK;

    for (uint32_t i = 0; status == ORB_OK && i < r->organization_ids.count; i++)
        if (r->organizations[i].is_open && read_numbers(&list[count], &r->organizations[i]))
            list[count++].organization = i;
    if (count > 0)
        qsort(list, count, sizeof *list, by_number);
    for (size_t i = 0; status == ORB_OK && i < count; i = next) {
        next = i + 1;
        while (next < count && list[next].siren == list[i].siren &&
               list[next].siret == list[i].siret)
            next++;
        if (next - i > 1)
            status = link_run(r, &(struct run){ list + i, next - i }, links, err);
    }
    orb_free(list);
    return status;
}
