/* Names are those by which reports are compared (report_told.h). */
#include "cli/simulate_wholes.h"

#include <stdio.h>
#include <string.h>

#include "engine/base/alloc.h"
#include "engine/base/text.h"
#include "maps/need_family.h"

#define NAME_LEN 64

struct counting {
    struct cli_simulated_wholes *wholes;
    const struct orb_simulated_change *change;
    struct orb_strmap seen; /* of this person: each whole counts it once */
};

static bool count_in(struct counting *c, const char *name)
{
    struct cli_simulated_wholes *w = c->wholes;
    size_t known = w->names.count;
    size_t met = c->seen.count;
    uint32_t number, mine;
    struct orb_simulated_whole *whole;

    if (orb_strmap_add(&w->names, name, strlen(name), &number) != ORB_OK ||
        orb_strmap_add(&c->seen, name, strlen(name), &mine) != ORB_OK)
        return false;
    if (w->names.count > known) {
        if (orb_grow((void **)&w->items, &w->capacity, known, sizeof *w->items) != ORB_OK)
            return false;
        w->items[number] = (struct orb_simulated_whole){ .name = w->names.strings[number] };
    }
    if (c->seen.count == met)
        return true;
    whole = &w->items[number];
    whole->persons++;
    for (int i = 0; i < 2; i++) {
        whole->gaining[i] += c->change->gains[i];
        whole->losing[i] += c->change->loses[i];
    }
    return true;
}

/* The code up to its third part. */
static int three_parts(const char *code)
{
    int dots = 0;
    int len = 0;

    for (; code[len] != '\0' && len < NAME_LEN / 2; len++)
        if (code[len] == '.' && ++dots == 3)
            break;
    return len;
}

static bool count_need(struct counting *c, const char *code, bool unmet)
{
    char name[NAME_LEN];
    bool done;

    (void)snprintf(name, sizeof name, ORB_POPULATION_WITH "|" ORB_POPULATION_NEED "=%.*s",
                   three_parts(code), code);
    done = count_in(c, name);
    if (!done || !unmet)
        return done;
    (void)snprintf(name, sizeof name, ORB_POPULATION_UNMET " %.*s",
                   (int)orb_need_family_len(code), code);
    return count_in(c, ORB_POPULATION_UNMET) && count_in(c, name);
}

enum orb_status cli_simulated_wholes_add(struct cli_simulated_wholes *wholes,
                                         const struct orb_triage_person *person,
                                         const struct orb_simulated_change *change,
                                         struct orb_error *err)
{
    struct counting c = { .wholes = wholes, .change = change };
    bool done = true;

    for (uint32_t i = 0; i < person->need_count && done; i++)
        done = count_need(&c, person->case_->person->needs[i].code,
                          person->needs[i].state >= ORB_NEED_NEAR);
    orb_strmap_release(&c.seen);
    return done ? ORB_OK : orb_error_memory(err);
}

void cli_simulated_wholes_release(struct cli_simulated_wholes *wholes)
{
    orb_strmap_release(&wholes->names);
    orb_free(wholes->items);
    memset(wholes, 0, sizeof *wholes);
}
