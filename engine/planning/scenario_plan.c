/* Which offers of a territory each change of a scenario is about. */
#include <stdio.h>
#include <string.h>

#include "engine/base/text.h"
#include "engine/planning/mesh.h"
#include "engine/planning/scenario.h"

struct planner {
    struct orb_scenario_plan *plan;
    const struct orb_catalogue *catalogue;
    struct orb_error *err;
    size_t capacity; /* of plan->changed_by */
};

static enum orb_status not_found(struct planner *p, uint32_t edit, const char *key,
                                 const char *id)
{
    enum orb_status status =
        orb_error_set(p->err, ORB_ERR_NOT_FOUND,
                      _("the territory has no '%s', and no change before opens it"), id);

    orb_error_at(p->err, "/edits/%u/%s", edit, key);
    return status;
}

/* Does an edit add places to a number that nobody knows, of an offer of the territory or
 * that an edit before opens? */
static bool adds_to_unknown(const struct planner *p, uint32_t edit, const char *id)
{
    const struct orb_catalogue *c = p->catalogue;
    const struct orb_scenario *s = p->plan->scenario;
    const struct orb_edit_values *v = &s->edits[edit].values;
    uint32_t offer = orb_cat_offer_find(c, id);
    int32_t installed = offer == ORB_CAT_NONE ? -1 : c->details[offer].installed;
    int32_t authorised = offer == ORB_CAT_NONE ? -1 : c->details[offer].authorised;

    if (s->edits[edit].kind != ORB_EDIT_EXTEND)
        return false;
    for (uint32_t i = 0; i < edit && offer == ORB_CAT_NONE; i++)
        if (s->edits[i].kind == ORB_EDIT_OPEN && strcmp(s->edits[i].id, id) == 0) {
            installed = s->edits[i].values.installed;
            authorised = s->edits[i].values.authorised;
        }
    return (v->installed > 0 && installed < 0) || (v->authorised > 0 && authorised < 0);
}

/* Remember that an edit changes an offer. */
static enum orb_status mark(struct planner *p, uint32_t edit, const char *id)
{
    struct orb_scenario_plan *plan = p->plan;
    uint32_t number;

    if (orb_strmap_add(&plan->offers, id, strlen(id), &number) != ORB_OK)
        return orb_error_memory(p->err);
    if (number >= p->capacity) {
        size_t more = p->capacity == 0 ? 64 : 2 * p->capacity;
        uint64_t **rows = orb_arena_array(&plan->arena, more, sizeof *rows);

        if (rows == NULL)
            return orb_error_memory(p->err);
        if (p->capacity > 0)
            memcpy(rows, plan->changed_by, p->capacity * sizeof *rows);
        plan->changed_by = rows;
        p->capacity = more;
    }
    if (plan->changed_by[number] == NULL)
        plan->changed_by[number] =
            orb_arena_array(&plan->arena, plan->words, sizeof(uint64_t));
    if (plan->changed_by[number] == NULL)
        return orb_error_memory(p->err);
    if ((plan->changed_by[number][edit / 64] >> edit % 64 & 1) == 0) {
        plan->counts[edit]++;
        plan->unknown_places[edit] += adds_to_unknown(p, edit, id);
    }
    plan->changed_by[number][edit / 64] |= UINT64_C(1) << edit % 64;
    return ORB_OK;
}

/* ---- does an offer meet what is selected */

static bool has(const struct orb_code_list *list, const char *code)
{
    return !list->known || (code != NULL && orb_code_list_has(list, code));
}

static bool has_modality(const struct orb_catalogue *c, const struct orb_code_list *list,
                         const struct orb_cat_terms *t)
{
    if (!list->known)
        return true;
    for (uint32_t i = 0; i < t->modalities.count; i++)
        if (orb_code_list_has(
                list, orb_cat_code_name(c, c->modalities[t->modalities.first + i].code)))
            return true;
    return false;
}

static bool is_selected(const struct orb_catalogue *c, const struct orb_edit_select *s,
                        uint32_t offer)
{
    const struct orb_cat_offer *o = &c->offers[offer];
    const struct orb_cat_terms *t = &c->terms[o->terms];
    const char *organization = NULL;
    const char *departement = NULL;
    const char *category = NULL;
    const char *today = NULL; /* the commune that a former one is of now */

    if (o->organization != ORB_CAT_NONE)
        organization = orb_cat_string(c, c->organizations[o->organization].id);
    if (o->commune != ORB_CAT_NONE) {
        departement = orb_cat_string(c, c->communes[o->commune].department);
        today = orb_cat_string(c, c->communes[orb_mesh_today(c, o->commune)].code);
    }
    if (t->category != ORB_CAT_NONE)
        category = orb_cat_code_name(c, t->category);
    return has(&s->services, orb_cat_known(c, o->service)) &&
           has(&s->organizations, organization) && has(&s->categories, category) &&
           (has(&s->communes, orb_cat_known(c, o->commune_code)) ||
            has(&s->communes, today)) &&
           has(&s->departements, departement) && has_modality(c, &s->modalities, t);
}

/* Did an edit before open this offer? */
static bool is_opened_before(const struct orb_scenario *s, uint32_t edit, const char *id)
{
    for (uint32_t i = 0; i < edit; i++)
        if (s->edits[i].kind == ORB_EDIT_OPEN && strcmp(s->edits[i].id, id) == 0)
            return true;
    return false;
}

static enum orb_status select_named(struct planner *p, uint32_t edit)
{
    const struct orb_catalogue *c = p->catalogue;
    const struct orb_edit_select *s = &p->plan->scenario->edits[edit].select;
    enum orb_status status = ORB_OK;

    for (uint32_t i = 0; i < s->offers.count && status == ORB_OK; i++) {
        const char *id = s->offers.items[i];
        uint32_t offer = orb_cat_offer_find(c, id);
        char key[32];

        (void)snprintf(key, sizeof key, "select/offers/%u", i);
        if (offer != ORB_CAT_NONE) {
            offer = c->offers[offer].canonical;
            if (is_selected(c, s, offer))
                status = mark(p, edit, orb_cat_string(c, c->offers[offer].id));
        } else if (is_opened_before(p->plan->scenario, edit, id)) {
            status = mark(p, edit, id);
        } else {
            status = not_found(p, edit, key, id);
        }
    }
    return status;
}

static bool is_organization(const struct orb_catalogue *c, const char *id)
{
    return orb_cat_organization_find(c, id) != ORB_CAT_NONE;
}

static bool is_commune(const struct orb_catalogue *c, const char *code)
{
    return orb_cat_commune_find(c, code) != ORB_CAT_NONE;
}

static bool is_service(const struct orb_catalogue *c, const char *id)
{
    for (uint32_t i = 0; i < c->offer_count; i++)
        if (strcmp(orb_cat_string(c, c->offers[i].service), id) == 0)
            return true;
    return false;
}

/* Every code that a record of the territory bears is in its dictionary. */
static bool is_code(const struct orb_catalogue *c, const char *code)
{
    return orb_cat_code_find(c, code) != ORB_CAT_NONE;
}

/* A code that nothing has would change nothing, without a word. */
static enum orb_status check_selection(struct planner *p, uint32_t edit)
{
    const struct orb_edit_select *s = &p->plan->scenario->edits[edit].select;
    const struct {
        const char *key;
        const struct orb_code_list *list;
        bool (*is_known)(const struct orb_catalogue *c, const char *code);
    } lists[] = { { "organizations", &s->organizations, is_organization },
                  { "services", &s->services, is_service },
                  { "categories", &s->categories, is_code },
                  { "communes", &s->communes, is_commune },
                  { "departements", &s->departements, is_code },
                  { "modalities", &s->modalities, is_code } };

    for (size_t l = 0; l < sizeof lists / sizeof lists[0]; l++)
        for (uint32_t i = 0; i < lists[l].list->count; i++) {
            char key[40];

            (void)snprintf(key, sizeof key, "select/%s/%u", lists[l].key, i);
            if (!lists[l].is_known(p->catalogue, lists[l].list->items[i]))
                return not_found(p, edit, key, lists[l].list->items[i]);
        }
    return ORB_OK;
}

static enum orb_status select_offers(struct planner *p, uint32_t edit)
{
    const struct orb_catalogue *c = p->catalogue;
    const struct orb_edit_select *s = &p->plan->scenario->edits[edit].select;
    enum orb_status status = check_selection(p, edit);

    if (status != ORB_OK || s->offers.known)
        return status == ORB_OK ? select_named(p, edit) : status;
    for (uint32_t i = 0; i < c->offer_count && status == ORB_OK; i++)
        if (c->offers[i].canonical == i && is_selected(c, s, i))
            status = mark(p, edit, orb_cat_string(c, c->offers[i].id));
    return status;
}

static enum orb_status plan_open(struct planner *p, uint32_t edit)
{
    const struct orb_edit *e = &p->plan->scenario->edits[edit];
    enum orb_status status = ORB_OK;

    if (orb_cat_offer_find(p->catalogue, e->id) != ORB_CAT_NONE ||
        is_opened_before(p->plan->scenario, edit, e->id)) {
        status = orb_error_set(p->err, ORB_ERR_EXISTS, _("there is an offer '%s' already"),
                               e->id);
        orb_error_at(p->err, "/edits/%u/id", edit);
        return status;
    }
    if (e->like != NULL && orb_cat_offer_find(p->catalogue, e->like) == ORB_CAT_NONE)
        return not_found(p, edit, "like", e->like);
    if (orb_cat_commune_find(p->catalogue, e->commune) == ORB_CAT_NONE)
        return not_found(p, edit, "commune", e->commune);
    return mark(p, edit, e->id);
}

enum orb_status orb_scenario_plan_make(struct orb_scenario_plan *out,
                                       const struct orb_scenario *scenario,
                                       const struct orb_catalogue *catalogue, orb_date date,
                                       struct orb_error *err)
{
    struct orb_scenario_plan made = { .scenario = scenario, .date = date };
    struct planner p = { .plan = &made, .catalogue = catalogue, .err = err };
    enum orb_status status = ORB_OK;

    made.words = (scenario->edit_count + 63) / 64;
    made.counts =
        orb_arena_array(&made.arena, (size_t)scenario->edit_count + 1, sizeof *made.counts);
    made.unknown_places = orb_arena_array(&made.arena, (size_t)scenario->edit_count + 1,
                                          sizeof *made.unknown_places);
    if (made.counts == NULL || made.unknown_places == NULL)
        status = orb_error_memory(err);
    for (uint32_t i = 0; i < scenario->edit_count && status == ORB_OK; i++) {
        enum orb_edit_kind kind = scenario->edits[i].kind;

        if (kind == ORB_EDIT_OPEN)
            status = plan_open(&p, i);
        else if (kind != ORB_EDIT_RELAX)
            status = select_offers(&p, i);
    }
    if (status == ORB_OK)
        *out = made;
    else
        orb_scenario_plan_release(&made);
    return status;
}

bool orb_scenario_is_now(const struct orb_scenario_plan *plan, uint32_t edit)
{
    const struct orb_edit *e = &plan->scenario->edits[edit];

    return (e->from == ORB_DATE_NONE || e->from <= plan->date) &&
           (e->to == ORB_DATE_NONE || e->to >= plan->date);
}

void orb_scenario_plan_release(struct orb_scenario_plan *plan)
{
    orb_strmap_release(&plan->offers);
    orb_arena_release(&plan->arena);
    memset(plan, 0, sizeof *plan);
}
