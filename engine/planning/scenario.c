/* Reads a scenario strictly: what is not understood is refused, with its place. */
#include "engine/planning/scenario.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "engine/base/alloc.h"
#include "engine/base/text.h"
#include "engine/model/json_form.h"

#define FORMAT     "orbite-scenario/1"
#define EDITS_MAX  1000
#define PLACES_MAX 100000

const char *const orb_edit_names[ORB_EDITS] = { "open", "close", "suspend", "extend",
                                                "relax" };

static orb_date date_of(struct orb_form *f, const char *key, bool required)
{
    const char *text = orb_form_text(f, key, required);
    orb_date date = ORB_DATE_NONE;

    if (text != NULL && !orb_date_parse(&date, text, strlen(text)))
        orb_form_fail(f, key, _("a date written YYYY-MM-DD is expected here"));
    return date;
}

/* A list that says at least one thing, or is not there. */
static struct orb_code_list list_of(struct orb_form *f, const char *key)
{
    struct orb_code_list list = orb_form_codes(f, key);

    if (list.known && list.count == 0)
        orb_form_fail(f, key, _("this list is empty"));
    return list;
}

static void read_select(struct orb_form *outer, struct orb_edit_select *s)
{
    struct orb_form f;

    orb_form_enter(&f, outer, "select", true);
    s->offers = list_of(&f, "offers");
    s->services = list_of(&f, "services");
    s->organizations = list_of(&f, "organizations");
    s->categories = list_of(&f, "categories");
    s->communes = list_of(&f, "communes");
    s->departements = list_of(&f, "departements");
    s->modalities = list_of(&f, "modalities");
    orb_form_join(outer, &f);
    if (!s->offers.known && !s->services.known && !s->organizations.known &&
        !s->categories.known && !s->communes.known && !s->departements.known &&
        !s->modalities.known)
        orb_form_fail(
            outer, "select",
            _("say which offers: offers, services, organizations, categories, communes, departements or modalities"));
}

static void read_zone(struct orb_form *outer, struct orb_zone *zone)
{
    struct orb_form f;

    zone->known = orb_form_value(outer, "zone") != NULL;
    orb_form_enter(&f, outer, "zone", false);
    zone->communes = list_of(&f, "communes");
    zone->departments = list_of(&f, "departements");
    zone->national = orb_form_bool(&f, "national", false);
    if (zone->known && !zone->communes.known && !zone->departments.known && !zone->national)
        orb_form_fail(outer, "zone",
                      _("say which communes or départements, or the whole country"));
    orb_form_join(outer, &f);
}

static void read_values(struct orb_form *f, struct orb_edit_values *v)
{
    read_zone(f, &v->zone);
    v->age_min_months = (int32_t)orb_form_integer(f, "age_min_months", -1, 0, 1800);
    v->age_max_months = (int32_t)orb_form_integer(f, "age_max_months", -1, 1, 1800);
    if (v->age_min_months >= 0 && v->age_max_months >= 0 &&
        v->age_max_months <= v->age_min_months)
        orb_form_fail(f, "age_max_months", _("the upper age is not above the lower one"));
    v->publics = list_of(f, "publics");
    v->modalities = list_of(f, "modalities");
    v->families = list_of(f, "families");
    v->prestations = list_of(f, "prestations");
    v->orientations = orb_form_codes(f, "orientations");
    v->installed = (int32_t)orb_form_integer(f, "installed", -1, 0, PLACES_MAX);
    v->authorised = (int32_t)orb_form_integer(f, "authorised", -1, 0, PLACES_MAX);
    v->available = (int32_t)orb_form_integer(f, "available", -1, 0, PLACES_MAX);
    v->wait_days = orb_form_number(f, "wait_days", NAN, 0, 36500);
}

static void read_open(struct orb_form *f, struct orb_edit *e)
{
    e->id = orb_form_text(f, "id", true);
    e->name = orb_form_text(f, "name", false);
    e->organization = orb_form_text(f, "organization", false);
    e->category = orb_form_text(f, "category", false);
    e->like = orb_form_text(f, "like", false);
    e->commune = orb_form_text(f, "commune", true);
    e->lon = orb_form_number(f, "lon", NAN, -180, 180);
    e->lat = orb_form_number(f, "lat", NAN, -90, 90);
    if (isnan(e->lon) != isnan(e->lat))
        orb_form_fail(f, isnan(e->lon) ? "lon" : "lat",
                      _("longitude and latitude go together"));
    read_values(f, &e->values);
    if (e->like == NULL && !e->values.prestations.known)
        orb_form_fail(f, "prestations",
                      _("say what the new offer gives, or an offer that it is like"));
}

static void read_extend(struct orb_form *f, struct orb_edit *e)
{
    const struct orb_edit_values *v = &e->values;

    read_select(f, &e->select);
    read_values(f, &e->values);
    if (!v->zone.known && v->age_min_months < 0 && v->age_max_months < 0 &&
        !v->publics.known && !v->modalities.known && !v->families.known &&
        !v->prestations.known && !v->orientations.known && v->installed < 0 &&
        v->authorised < 0 && v->available < 0 && isnan(v->wait_days))
        orb_form_fail(f, "do", _("say what is extended"));
}

static void read_suspend(struct orb_form *f, struct orb_edit *e)
{
    read_select(f, &e->select);
    e->from = date_of(f, "from", true);
    e->to = date_of(f, "to", false);
    if (e->from != ORB_DATE_NONE && e->to != ORB_DATE_NONE && e->to < e->from)
        orb_form_fail(f, "to", _("this day comes before the first"));
}

static void read_relax(struct orb_form *f, struct orb_edit *e)
{
    struct orb_code_list rules = orb_form_codes(f, "rules");
    char place[32];

    if (rules.count == 0)
        orb_form_fail(f, "rules", _("this list is empty"));
    for (uint32_t i = 0; i < rules.count; i++) {
        int option = orb_name_index(orb_igas_names, ORB_IGAS_OPTIONS, rules.items[i]);

        (void)snprintf(place, sizeof place, "rules/%u", i);
        if (option < 0)
            orb_form_fail(f, place,
                          _("this is none of age_bounds, associated, home_temporary"));
        else
            e->igas[option] = true;
    }
}

static void read_edit(struct orb_form *f, struct orb_edit *e)
{
    e->from = e->to = ORB_DATE_NONE;
    e->lon = e->lat = e->values.wait_days = NAN;
    e->kind = (enum orb_edit_kind)orb_form_choice(f, "do", orb_edit_names, ORB_EDITS, -2);
    (void)orb_form_text(f, "note", false); /* for people */
    if (f->status != ORB_OK)
        return;
    switch (e->kind) {
    case ORB_EDIT_OPEN:
        read_open(f, e);
        break;
    case ORB_EDIT_CLOSE:
        read_select(f, &e->select);
        e->from = date_of(f, "from", false);
        break;
    case ORB_EDIT_SUSPEND:
        read_suspend(f, e);
        break;
    case ORB_EDIT_EXTEND:
        read_extend(f, e);
        break;
    case ORB_EDIT_RELAX:
    case ORB_EDITS:
        read_relax(f, e);
        break;
    }
}

static void read_edits(struct orb_form *f, struct orb_scenario *s)
{
    const struct orb_json *list = orb_form_array(f, "edits");
    size_t count = orb_json_count(list);
    struct orb_edit *edits;

    if (f->status == ORB_OK && list == NULL)
        orb_form_fail(f, "edits", _("the list of changes is missing"));
    if (count > EDITS_MAX)
        orb_form_fail(f, "edits", _("this is more than a thousand changes"));
    edits = orb_form_elements(f, count, sizeof *edits);
    for (size_t i = 0; i < count && f->status == ORB_OK; i++) {
        struct orb_form item;

        orb_form_item(&item, f, "edits", orb_json_at(list, i), i);
        read_edit(&item, &edits[i]);
        orb_form_join(f, &item);
        for (int option = 0; option < ORB_IGAS_OPTIONS; option++)
            s->igas[option] = s->igas[option] || edits[i].igas[option];
    }
    s->edits = edits;
    s->edit_count = (uint32_t)count;
}

static const char *text_of(struct orb_form *f, const char *key)
{
    const char *text = orb_form_text(f, key, false);

    return text == NULL ? "" : text;
}

enum orb_status orb_scenario_parse(struct orb_scenario **out,
                                   const struct orb_json *document, struct orb_error *err)
{
    struct orb_scenario *s = orb_calloc(1, sizeof *s);
    struct orb_form f;
    const char *format;
    enum orb_status status;

    if (s == NULL)
        return orb_error_memory(err);
    orb_form_begin(&f, document, "", &s->arena, err);
    format = orb_form_text(&f, "format", true);
    if (format != NULL && strcmp(format, FORMAT) != 0)
        orb_form_fail(&f, "format", _("the format expected here is orbite-scenario/1"));
    s->name = text_of(&f, "name");
    s->description = text_of(&f, "description");
    read_edits(&f, s);
    status = orb_form_end(&f);
    if (status == ORB_OK)
        *out = s;
    else
        orb_scenario_free(s);
    return status;
}

void orb_scenario_free(struct orb_scenario *scenario)
{
    if (scenario == NULL)
        return;
    orb_arena_release(&scenario->arena);
    orb_free(scenario);
}
