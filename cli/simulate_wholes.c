/* Names are those by which reports are compared (report_names.h). */
#include "cli/simulate_wholes.h"

#include <string.h>

#include "engine/base/alloc.h"
#include "engine/base/buf.h"
#include "engine/base/text.h"
#include "engine/catalogue/catalogue.h"
#include "maps/departement.h"
#include "maps/need_family.h"
#include "maps/report_people.h"

static const enum orb_mesh levels[CLI_SIMULATED_AREAS] = { ORB_MESH_EPCI,
                                                           ORB_MESH_DEPARTEMENT,
                                                           ORB_MESH_REGION };

struct counting {
    struct cli_simulated_wholes *wholes;
    const struct orb_triage_person *person;
    const struct orb_simulated_change *change;
    struct orb_strmap seen; /* of this person: each whole counts it once */
    struct orb_buf name;    /* of the whole at hand */
};

enum orb_status cli_simulated_wholes_place(struct cli_simulated_wholes *wholes,
                                           const struct orb_catalogue *catalogue,
                                           const struct orb_perimeter *perimeter,
                                           struct orb_error *err)
{
    enum orb_status status = ORB_OK;

    wholes->catalogue = catalogue;
    for (int i = 0; i < CLI_SIMULATED_AREAS && status == ORB_OK; i++)
        status = orb_areas_make(&wholes->areas[i], catalogue, levels[i], perimeter, err);
    return status;
}

/* The whole that is named; the next name begins anew. */
static bool count_in(struct counting *c, int cut)
{
    const struct orb_buf *name = &c->name;
    struct cli_simulated_wholes *w = c->wholes;
    size_t known = w->names.count;
    size_t met = c->seen.count;
    uint32_t number, mine;
    struct orb_simulated_whole *whole;

    if (orb_buf_check(name, NULL) != ORB_OK ||
        orb_strmap_add(&w->names, name->data, name->len, &number) != ORB_OK ||
        orb_strmap_add(&c->seen, name->data, name->len, &mine) != ORB_OK)
        return false;
    orb_buf_clear(&c->name);
    if (w->names.count > known) {
        if (orb_grow((void **)&w->items, &w->capacity, known, sizeof *w->items) != ORB_OK)
            return false;
        w->items[number] =
            (struct orb_simulated_whole){ .name = w->names.strings[number], .cut = cut };
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

/* A part of a population, by a dimension. */
static bool count_part(struct counting *c, int cut, const char *population,
                       const char *dimension, const char *code)
{
    orb_buf_printf(&c->name, "%s|%s=%s", population, dimension, code);
    return count_in(c, cut);
}

/* ---- needs */

/* The code up to its third part. */
static int three_parts(const char *code)
{
    int dots = 0;
    int len = 0;

    for (; code[len] != '\0'; len++)
        if (code[len] == '.' && ++dots == 3)
            break;
    return len;
}

static bool count_need(struct counting *c, const char *code, bool unmet)
{
    bool done;

    orb_buf_printf(&c->name, ORB_POPULATION_WITH "|" ORB_POPULATION_NEED "=%.*s",
                   three_parts(code), code);
    done = count_in(c, ORB_SIMULATED_UNCUT);
    if (!done || !unmet)
        return done;
    orb_buf_printf(&c->name, ORB_POPULATION_UNMET " %.*s", (int)orb_need_family_len(code),
                   code);
    return count_in(c, ORB_SIMULATED_UNCUT);
}

/* What reports by needs count: those with one unmet, else those with one to verify. NULL =
 * neither. */
static const char *answer_of(const struct orb_triage_person *person)
{
    const char *answer = NULL;

    for (uint32_t i = 0; i < person->need_count; i++) {
        if (person->needs[i].state >= ORB_NEED_NEAR)
            return ORB_POPULATION_UNMET;
        if (person->needs[i].state == ORB_NEED_TO_VERIFY)
            answer = ORB_POPULATION_TO_VERIFY;
    }
    return answer;
}

/* ---- areas */

/* The number of the area of a level; ORB_CAT_NONE. */
static uint32_t area_of(const struct cli_simulated_wholes *w, int level,
                        const char *commune)
{
    uint32_t known =
        commune == NULL ? ORB_CAT_NONE : orb_cat_commune_find(w->catalogue, commune);

    if (levels[level] == ORB_MESH_DEPARTEMENT)
        return orb_departement_find(&w->areas[level], w->catalogue, commune);
    return known == ORB_CAT_NONE ? ORB_CAT_NONE : w->areas[level].of[known];
}

/* Those with an unmet need of a family, in an area. */
static bool count_families(struct counting *c, int level, const char *code)
{
    bool done = true;

    for (uint32_t i = 0; i < c->person->need_count && done; i++) {
        int family = orb_need_family_find(c->person->case_->person->needs[i].code);

        if (c->person->needs[i].state < ORB_NEED_NEAR || family == ORB_NEED_FAMILIES)
            continue;
        orb_buf_printf(&c->name, ORB_POPULATION_UNMET " %s|%s=%s",
                       orb_need_families[family], orb_mesh_name(levels[level]), code);
        done = count_in(c, ORB_SIMULATED_BY_FAMILY_AND_AREA + family * ORB_MESH_LEVELS +
                               level);
    }
    return done;
}

static bool count_area(struct counting *c, int level, const char *answer)
{
    const struct cli_simulated_wholes *w = c->wholes;
    const char *dimension = orb_mesh_name(levels[level]);
    uint32_t area = area_of(w, level, c->person->case_->person->commune);
    const char *code;

    if (area == ORB_CAT_NONE)
        return true;
    code = w->areas[level].areas[area].code;
    return count_part(c, ORB_SIMULATED_BY_AREA + level, ORB_POPULATION_KNOWN, dimension,
                      code) &&
           (answer == NULL || count_part(c, ORB_SIMULATED_BY_ANSWER_AND_AREA + level,
                                         answer, dimension, code)) &&
           count_families(c, level, code);
}

/* ---- persons */

static bool count_answer(struct counting *c, const char *answer)
{
    orb_buf_text(&c->name, answer);
    return count_in(c, ORB_SIMULATED_BY_ANSWER);
}

static bool count_all(struct counting *c)
{
    const struct orb_case *case_ = c->person->case_;
    const char *answer = answer_of(c->person);
    bool done = count_part(c, ORB_SIMULATED_BY_AGE, ORB_POPULATION_KNOWN,
                           ORB_POPULATION_AGES, orb_people_age_token(case_->person)) &&
                count_part(c, ORB_SIMULATED_BY_PHASE, ORB_POPULATION_KNOWN,
                           ORB_POPULATION_PHASES, orb_people_phase_token(case_)) &&
                (answer == NULL || count_answer(c, answer));

    for (int level = 0; level < CLI_SIMULATED_AREAS && done; level++)
        done = count_area(c, level, answer);
    for (uint32_t i = 0; i < c->person->need_count && done; i++)
        done = count_need(c, case_->person->needs[i].code,
                          c->person->needs[i].state >= ORB_NEED_NEAR);
    return done;
}

enum orb_status cli_simulated_wholes_add(struct cli_simulated_wholes *wholes,
                                         const struct orb_triage_person *person,
                                         const struct orb_simulated_change *change,
                                         struct orb_error *err)
{
    struct counting c = { .wholes = wholes, .person = person, .change = change };
    bool done = count_all(&c);

    orb_strmap_release(&c.seen);
    orb_buf_release(&c.name);
    return done ? ORB_OK : orb_error_memory(err);
}

void cli_simulated_wholes_release(struct cli_simulated_wholes *wholes)
{
    for (int i = 0; i < CLI_SIMULATED_AREAS; i++)
        orb_areas_release(&wholes->areas[i]);
    orb_strmap_release(&wholes->names);
    orb_free(wholes->items);
    memset(wholes, 0, sizeof *wholes);
}
