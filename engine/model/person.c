/* Reads a situation strictly: what is not understood is refused, with its place and without
 * its value. */
#include "engine/model/person.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "engine/base/alloc.h"
#include "engine/base/json.h"
#include "engine/base/text.h"
#include "engine/model/personal_form.h"

struct reader {
    struct orb_person *p;
    struct orb_form *form; /* the document */
    const struct orb_profile *profile;
    const struct orb_person_codes *codes;
};

static void read_birth(struct reader *r)
{
    const char *text = orb_form_text(r->form, "birth", false);
    char full[11];
    orb_date date;

    r->p->age_years = (int)orb_form_integer(r->form, "age_years", -1, 0, 130);
    if (text == NULL)
        return;
    (void)snprintf(full, sizeof full, "%.7s-01", text);
    if ((strlen(text) != 7 && strlen(text) != 10) ||
        !orb_date_parse(&date, strlen(text) == 7 ? full : text, 10)) {
        orb_form_fail(
            r->form, "birth",
            _("a month written YYYY-MM or a date written YYYY-MM-DD is expected here"));
        return;
    }
    orb_date_split(date, &r->p->birth_year, &r->p->birth_month, &r->p->birth_day);
    if (strlen(text) == 7)
        r->p->birth_day = 0;
    if (date > r->p->reference_date)
        orb_form_fail(r->form, "birth", _("the birth comes after the reference date"));
}

static void read_location(struct reader *r)
{
    static const char *const precisions[] = { "", "housenumber", "street", "locality",
                                              "municipality" };
    struct orb_form f;

    orb_form_enter(&f, r->form, "location", false);
    r->p->lon = orb_form_number(&f, "lon", NAN, -180, 180);
    r->p->lat = orb_form_number(&f, "lat", NAN, -90, 90);
    if (isnan(r->p->lon) != isnan(r->p->lat))
        orb_form_fail(&f, isnan(r->p->lon) ? "lon" : "lat",
                      _("longitude and latitude go together"));
    r->p->commune = orb_form_text(&f, "commune", false);
    orb_personal_shape(&f, "commune", r->p->commune);
    r->p->precision =
        (enum orb_precision)orb_form_choice(&f, "precision", precisions, 5, 0);
    orb_form_join(r->form, &f);
}

static void read_travel(struct reader *r)
{
    struct orb_form f;
    struct orb_form max;
    struct orb_code_list modes;
    unsigned seen = 0;

    orb_form_enter(&f, r->form, "travel", false);
    modes = orb_form_codes(&f, "modes");
    for (uint32_t i = 0; i < modes.count; i++) {
        int mode = orb_name_index(orb_travel_mode_names, ORB_MODES, modes.items[i]);

        if (mode < 0 || (seen & (1U << mode)) != 0) {
            orb_form_fail(&f, "modes", _("this word is not one of those accepted here"));
            break;
        }
        seen |= 1U << mode;
        r->p->modes[r->p->mode_count++] = (enum orb_travel_mode)mode;
    }
    orb_form_enter(&max, &f, "max_minutes", false);
    r->p->max_minutes_default = orb_form_number(&max, "default", NAN, 0, 100000);
    for (int i = 0; i < ORB_FREQUENCIES; i++)
        r->p->max_minutes[i] =
            orb_form_number(&max, orb_frequency_names[i], NAN, 0, 100000);
    orb_form_join(&f, &max);
    orb_form_join(r->form, &f);
}

static void read_matrix(struct reader *r)
{
    const struct orb_json *array = orb_form_array(r->form, "travel_matrix");
    size_t count = orb_json_count(array);
    struct orb_travel_row *rows = orb_form_elements(r->form, count, sizeof *rows);

    for (size_t i = 0; rows != NULL && i < count; i++) {
        struct orb_form f;

        orb_form_item(&f, r->form, "travel_matrix", orb_json_at(array, i), i);
        rows[i].offer = orb_personal_resource(&f, "offer");
        rows[i].mode = (enum orb_travel_mode)orb_form_choice(
            &f, "mode", orb_travel_mode_names, ORB_MODES, -2);
        rows[i].minutes = orb_form_number(&f, "minutes", NAN, 0, 100000);
        if (rows[i].offer == NULL)
            orb_form_fail(&f, "offer", _("this key is missing"));
        orb_form_join(r->form, &f);
    }
    r->p->matrix = rows;
    r->p->matrix_count = rows == NULL ? 0 : (uint32_t)count;
}

static void check_need(const struct reader *r, struct orb_form *f,
                       const struct orb_need *needs, size_t count)
{
    const char *code = needs[count].code;

    if (code == NULL)
        return;
    if (orb_profile_weights_find(r->profile, code) == NULL)
        orb_form_fail(f, "code", _("this code is not in the nomenclature"));
    orb_personal_code(f, "code", r->codes, "serafin_besoins", code);
    for (size_t i = 0; i < count; i++)
        if (needs[i].code != NULL && strcmp(needs[i].code, code) == 0)
            orb_form_fail(f, "code", _("this need is given twice"));
}

static void read_needs(struct reader *r)
{
    const struct orb_json *array = orb_form_array(r->form, "needs");
    size_t count = orb_json_count(array);
    struct orb_need *needs = orb_form_elements(r->form, count, sizeof *needs);

    if (count == 0 || count > ORB_PERSON_MAX_NEEDS)
        orb_form_fail(r->form, "needs",
                      count == 0 ? _("at least one need is expected here")
                                 : _("there are too many needs"));
    for (size_t i = 0; needs != NULL && r->form->status == ORB_OK && i < count; i++) {
        struct orb_form f;

        orb_form_item(&f, r->form, "needs", orb_json_at(array, i), i);
        needs[i].code = orb_form_text(&f, "code", true);
        needs[i].priority = (int)orb_form_integer(&f, "priority", 0, 1, 3);
        if (needs[i].priority == 0)
            orb_form_fail(&f, "priority", _("this key is missing"));
        needs[i].frequency = (enum orb_frequency)orb_form_choice(
            &f, "frequency", orb_frequency_names, ORB_FREQUENCIES, -2);
        check_need(r, &f, needs, i);
        orb_form_join(r->form, &f);
    }
    r->p->needs = needs;
    r->p->need_count = needs == NULL ? 0 : (uint32_t)count;
}

static void check_domain(const struct reader *r, struct orb_form *f, const char *domain)
{
    for (uint32_t i = 0; domain != NULL && i < r->profile->wish_count; i++)
        if (strcmp(r->profile->wishes[i].key, domain) == 0)
            return;
    if (domain != NULL)
        orb_form_fail(f, "domain", _("this domain of the projet de vie does not exist"));
}

static void read_wishes(struct reader *r)
{
    const struct orb_json *array = orb_form_array(r->form, "wishes");
    size_t count = orb_json_count(array);
    struct orb_wish *wishes = orb_form_elements(r->form, count, sizeof *wishes);

    for (size_t i = 0; wishes != NULL && i < count; i++) {
        const struct orb_json *text;
        struct orb_form f;

        orb_form_item(&f, r->form, "wishes", orb_json_at(array, i), i);
        wishes[i].domain = orb_form_text(&f, "domain", true);
        check_domain(r, &f, wishes[i].domain);
        text = orb_form_value(&f, "text");
        if (text != NULL && orb_json_type(text) != ORB_JSON_STRING)
            orb_form_fail(&f, "text", _("a text is expected here"));
        wishes[i].text = orb_arena_strdup(f.arena, orb_json_text(text));
        wishes[i].themes = orb_personal_codes(&f, "themes", r->codes, NULL);
        wishes[i].expressed = (enum orb_expressed)orb_form_choice(
            &f, "expressed", orb_expressed_names, 3, -2);
        orb_form_join(r->form, &f);
    }
    r->p->wishes = wishes;
    r->p->wish_count = wishes == NULL ? 0 : (uint32_t)count;
}

static void read_orientations(struct reader *r)
{
    const struct orb_json *array = orb_form_array(r->form, "orientations");
    size_t count = orb_json_count(array);
    struct orb_orientation *list = orb_form_elements(r->form, count, sizeof *list);

    for (size_t i = 0; list != NULL && i < count; i++) {
        struct orb_form f;

        orb_form_item(&f, r->form, "orientations", orb_json_at(array, i), i);
        list[i].code = orb_form_text(&f, "code", true);
        orb_personal_code(&f, "code", r->codes, "mdph_droits_prestations", list[i].code);
        list[i].decided_on = orb_personal_date(&f, "decided_on", false);
        list[i].valid_until = orb_personal_date(&f, "valid_until", false);
        list[i].named_offers = orb_form_codes(&f, "named_offers");
        orb_form_join(r->form, &f);
    }
    r->p->orientations = list;
    r->p->orientation_count = list == NULL ? 0 : (uint32_t)count;
    r->p->orientations_known = array != NULL;
}

static void read_wants(struct reader *r)
{
    struct orb_form f;

    r->p->groups = orb_personal_codes(r->form, "groups", r->codes, "groupes_publics");
    r->p->associated = orb_personal_codes(r->form, "associated", r->codes, NULL);
    orb_form_enter(&f, r->form, "accessibility", false);
    r->p->accessibility_required = orb_personal_codes(&f, "required", r->codes, NULL);
    r->p->accessibility_wished = orb_personal_codes(&f, "wished", r->codes, NULL);
    orb_form_join(r->form, &f);
    orb_form_enter(&f, r->form, "languages", false);
    r->p->languages_required = orb_personal_codes(&f, "required", r->codes, NULL);
    r->p->languages_wished = orb_personal_codes(&f, "wished", r->codes, NULL);
    orb_form_join(r->form, &f);
    r->p->modalities_required =
        orb_personal_codes(r->form, "modalities_required", r->codes, NULL);
    r->p->carer_needs =
        orb_personal_codes(r->form, "carer_needs", r->codes, "loubat_familles");
    r->p->urgency_days = orb_form_integer(r->form, "urgency_days", -1, 0, 36500);
    orb_form_enter(&f, r->form, "preferences", false);
    r->p->droit_commun_only = orb_form_bool(&f, "droit_commun_only", false);
    r->p->no_residential = orb_form_bool(&f, "no_residential", false);
    r->p->refused_offers = orb_form_codes(&f, "refused_offers");
    r->p->refused_organizations = orb_form_codes(&f, "refused_organizations");
    r->p->refused_categories = orb_personal_codes(&f, "refused_categories", r->codes, NULL);
    orb_form_join(r->form, &f);
}

static void read_attempts(struct reader *r)
{
    static const char *const outcomes[] = { "success", "failure", "refused", "abandoned" };
    const struct orb_json *array = orb_form_array(r->form, "attempts");
    size_t count = orb_json_count(array);
    struct orb_attempt *list = orb_form_elements(r->form, count, sizeof *list);

    for (size_t i = 0; list != NULL && i < count; i++) {
        struct orb_form f;

        orb_form_item(&f, r->form, "attempts", orb_json_at(array, i), i);
        list[i].offer = orb_personal_resource(&f, "offer");
        list[i].category = orb_form_text(&f, "category", false);
        if (list[i].offer == NULL && list[i].category == NULL)
            orb_form_fail(&f, "offer", _("an attempt names an offer or a category"));
        list[i].outcome = (enum orb_outcome)orb_form_choice(&f, "outcome", outcomes, 4, -2);
        list[i].date = orb_personal_date(&f, "date", false);
        (void)orb_form_value(&f, "reason");
        orb_form_join(r->form, &f);
    }
    r->p->attempts = list;
    r->p->attempt_count = list == NULL ? 0 : (uint32_t)count;
    r->p->attempts_known = array != NULL;
}

static void read_supports(struct reader *r)
{
    static const char *const by[] = { "service", "relative" };
    const struct orb_json *array = orb_form_array(r->form, "supports");
    size_t count = orb_json_count(array);
    struct orb_support *list = orb_form_elements(r->form, count, sizeof *list);

    for (size_t i = 0; list != NULL && i < count; i++) {
        struct orb_form f;

        orb_form_item(&f, r->form, "supports", orb_json_at(array, i), i);
        list[i].offer = orb_personal_resource(&f, "offer");
        list[i].by_relative = orb_form_choice(&f, "by", by, 2, 0) == 1;
        list[i].needs = orb_personal_codes(&f, "needs", r->codes, "serafin_besoins");
        orb_form_join(r->form, &f);
    }
    r->p->supports = list;
    r->p->support_count = list == NULL ? 0 : (uint32_t)count;
    r->p->supports_known = array != NULL;
}

static enum orb_status read_person(struct reader *r)
{
    static const char *const formats[] = { "orbite-person/1" };

    (void)orb_form_choice(r->form, "format", formats, 1, -2);
    r->p->id = orb_form_text(r->form, "id", true);
    orb_personal_shape(r->form, "id", r->p->id);
    r->p->reference_date = orb_personal_date(r->form, "reference_date", true);
    read_birth(r);
    read_location(r);
    read_travel(r);
    read_matrix(r);
    read_needs(r);
    read_wishes(r);
    read_orientations(r);
    read_wants(r);
    read_attempts(r);
    read_supports(r);
    return orb_form_end(r->form);
}

enum orb_status orb_person_parse(struct orb_person **out, const struct orb_json *document,
                                 const struct orb_profile *profile,
                                 const struct orb_person_codes *codes,
                                 struct orb_error *err)
{
    struct orb_person *p = orb_calloc(1, sizeof *p);
    struct orb_form form;
    struct reader reader = { p, &form, profile, codes };
    enum orb_status status;

    if (p == NULL)
        return orb_error_memory(err);
    orb_form_begin(&form, document, "", &p->arena, err);
    if (document == NULL || form.status != ORB_OK)
        status = orb_error_set(err, ORB_ERR_SYNTAX, _("an object is expected here"));
    else
        status = read_person(&reader);
    if (status != ORB_OK) {
        orb_person_free(p);
        return status;
    }
    *out = p;
    return ORB_OK;
}

uint8_t orb_person_support(const struct orb_person *person, const char *code)
{
    uint8_t support = 0;

    for (uint32_t i = 0; i < person->support_count; i++) {
        if (!orb_code_list_has(&person->supports[i].needs, code))
            continue;
        if (!person->supports[i].by_relative)
            return 1;
        support = 2;
    }
    return support;
}

void orb_person_free(struct orb_person *person)
{
    if (person == NULL)
        return;
    orb_arena_release(&person->arena);
    orb_free(person);
}
