/* Rows that are communes: what INSEE and others tell of them, column by column. A file says
 * what it says and no more: several of them add up in the store. */
#include <math.h>
#include <string.h>

#include "engine/base/alloc.h"
#include "engine/base/text.h"
#include "engine/model/ages.h"
#include "engine/model/json_form.h"
#include "importers/table_records.h"
#include "importers/table_value.h"

#define COUNT_MAX  1e9
#define INCOME_MAX 1e6

/* ---- the mapping */

static bool read_age(struct orb_form *outer, struct table_mapping *m, struct table_age *age,
                     size_t index)
{
    const struct orb_json *item = orb_json_at(orb_form_array(outer, "ages"), index);
    struct orb_code_list names;
    struct orb_form form;
    const char *column;
    uint32_t *columns;

    orb_form_item(&form, outer, "ages", item, index);
    age->from =
        (int32_t)orb_form_integer(&form, "age_from", ORB_AGES_OPEN, 0, ORB_AGES_YEARS);
    age->to = (int32_t)orb_form_integer(&form, "age_to", ORB_AGES_OPEN, 0, ORB_AGES_YEARS);
    if (age->from == ORB_AGES_OPEN)
        orb_form_fail(&form, "age_from", _("this key is missing"));
    column = orb_form_text(&form, "column", false);
    names = orb_form_codes(&form, "sum");
    if ((column != NULL) == (names.known && names.count > 0))
        orb_form_fail(&form, "", _("exactly one of column and sum is expected"));
    age->column_count = column != NULL ? 1 : names.count;
    columns = orb_form_elements(&form, (size_t)age->column_count + 1, sizeof *columns);
    for (uint32_t i = 0; columns != NULL && i < age->column_count; i++)
        columns[i] = orb_table_column(&form, m, column != NULL ? "column" : "sum",
                                      column != NULL ? column : names.items[i]);
    age->columns = columns;
    orb_form_join(outer, &form);
    return columns != NULL;
}

void orb_table_read_communes(struct orb_form *form, struct table_mapping *m)
{
    const struct orb_json *list = orb_form_array(form, "ages");
    size_t count = orb_json_count(list);
    struct orb_age_class classes[ORB_AGES_MAX];
    struct table_age *ages;

    m->density_classes = (int)orb_form_integer(form, "density_classes", 4, 4, 7);
    if (m->density_classes != 4 && m->density_classes != 7)
        orb_form_fail(form, "density_classes", _("the grid has 4 or 7 classes"));
    if (count == 0)
        return;
    if (count > ORB_AGES_MAX) {
        orb_form_fail(form, "ages", _("there are too many classes of age"));
        return;
    }
    ages = orb_form_elements(form, count, sizeof *ages);
    for (size_t i = 0; ages != NULL && i < count; i++) {
        if (!read_age(form, m, &ages[i], i))
            return;
        classes[i] = (struct orb_age_class){ ages[i].from, ages[i].to, 0 };
    }
    if (ages != NULL && !orb_ages_are_sound(classes, count))
        orb_form_fail(form, "ages", _("classes of age come in order and do not overlap"));
    m->ages = ages;
    m->age_count = (uint32_t)count;
}

/* ---- one row */

struct commune_made {
    struct table_made row; /* its identifier is the commune's code */
    struct orb_territory commune;
    struct orb_buf ages;
};

static bool has_code_form(const char *code)
{
    size_t len = strlen(code);

    for (size_t i = 0; i < len; i++)
        if (!((code[i] >= '0' && code[i] <= '9') || (code[i] >= 'A' && code[i] <= 'Z')))
            return false;
    return len == 5;
}

static enum orb_status reject(struct table *t, struct commune_made *made,
                              enum table_rule rule, struct orb_error *err)
{
    made->row.rejected = true;
    return orb_table_find(t, rule, TABLE_COMMUNE, made->commune.code, err);
}

/* A commune that the territory does not list is left out, unless it lists none. */
static enum orb_status read_code(struct table *t, struct commune_made *made,
                                 struct orb_error *err)
{
    const struct orb_territory_view *view = t->in->territory;
    const char *today;
    enum orb_status status = orb_table_read_id(t, &made->row, err);

    if (status == ORB_OK && !made->row.rejected)
        status = orb_table_text(t, TABLE_COMMUNE, &made->commune.code, err);
    if (status != ORB_OK || made->row.rejected)
        return status;
    if (!has_code_form(made->commune.code))
        return reject(t, made, TABLE_COMMUNE_NOT_ONE, err);
    if (view == NULL || view->commune == NULL || view->next_commune == NULL ||
        view->next_commune(view->context, NULL) == NULL)
        return ORB_OK;
    today = view->commune(view->context, made->commune.code);
    if (today == NULL)
        return reject(t, made, TABLE_COMMUNE_NOT_LISTED, err);
    return strcmp(today, made->commune.code) == 0
               ? ORB_OK
               : reject(t, made, TABLE_COMMUNE_FORMER, err);
}

/* *out is left as it is when there is no number, or a bad one, which is told. */
static enum orb_status read_number(struct table *t, enum table_field field, double max,
                                   double *out, struct orb_error *err)
{
    const char *text = NULL;
    double number;
    enum orb_status status = orb_table_text(t, field, &text, err);

    if (status != ORB_OK || text == NULL)
        return status;
    if (!orb_table_number(t, &number, text) || number < 0 || number > max)
        return orb_table_find(t, TABLE_NUMBER_UNREADABLE, field, text, err);
    *out = number;
    return ORB_OK;
}

/* INSEE's grid of seven classes inside that of four: centres; what is between; villages;
 * scattered. */
static enum orb_status read_density(struct table *t, struct commune_made *made,
                                    struct orb_error *err)
{
    static const int folded[] = { 0, 1, 2, 2, 2, 3, 3, 4 };
    const char *text = NULL;
    double number = 0;
    enum orb_status status = orb_table_text(t, TABLE_DENSITY, &text, err);

    if (status != ORB_OK || text == NULL)
        return status;
    if (!orb_table_number(t, &number, text) || number < 1 ||
        number > t->mapping.density_classes || floor(number) != number)
        return orb_table_find(t, TABLE_DENSITY_UNREADABLE, TABLE_DENSITY, text, err);
    made->commune.density =
        t->mapping.density_classes == 7 ? folded[(int)number] : (int)number;
    return ORB_OK;
}

/* One unknown column makes the whole pyramid unknown: a part of it would be taken for all.
 */
static enum orb_status read_ages(struct table *t, struct commune_made *made,
                                 struct orb_error *err)
{
    struct orb_age_class classes[ORB_AGES_MAX];
    const struct table_mapping *m = &t->mapping;

    for (uint32_t i = 0; i < m->age_count; i++) {
        double sum = 0;

        for (uint32_t j = 0; j < m->ages[i].column_count; j++) {
            const char *text = t->texts[m->ages[i].columns[j]];
            double number;

            if (text[0] == '\0')
                return ORB_OK;
            if (!orb_table_number(t, &number, text) || number < 0 || number > COUNT_MAX)
                return orb_table_find(t, TABLE_NUMBER_UNREADABLE, TABLE_FIELDS, text, err);
            sum += number;
        }
        classes[i] =
            (struct orb_age_class){ m->ages[i].from, m->ages[i].to, (int64_t)(sum + 0.5) };
    }
    orb_ages_write(&made->ages, classes, m->age_count);
    if (m->age_count > 0)
        made->commune.ages = made->ages.data;
    return orb_buf_check(&made->ages, err);
}

static enum orb_status read_facts(struct table *t, struct commune_made *made,
                                  struct orb_error *err)
{
    struct orb_territory *c = &made->commune;
    const struct {
        enum table_field field;
        const char **out;
    } texts[] = {
        { TABLE_NAME, &c->name },
        { TABLE_POSTCODE, &c->postcodes },
        { TABLE_DEPARTEMENT, &c->departement },
        { TABLE_REGION, &c->region },
        { TABLE_EPCI, &c->epci },
        { TABLE_LIFE_AREA, &c->life_area },
        { TABLE_CANTON, &c->canton },
    };
    double population = -1;
    enum orb_status status = read_number(t, TABLE_POPULATION, COUNT_MAX, &population, err);

    for (size_t i = 0; status == ORB_OK && i < sizeof texts / sizeof texts[0]; i++)
        status = orb_table_text(t, texts[i].field, texts[i].out, err);
    if (population >= 0)
        c->population = (int64_t)(population + 0.5);
    if (status == ORB_OK)
        status = read_number(t, TABLE_INCOME, INCOME_MAX, &c->income, err);
    if (status == ORB_OK)
        status = read_density(t, made, err);
    return status == ORB_OK ? read_ages(t, made, err) : status;
}

static enum orb_status read_point(struct table *t, struct commune_made *made,
                                  struct orb_error *err)
{
    struct orb_site site = { .commune = made->commune.code,
                             .lon = (double)NAN,
                             .lat = (double)NAN };
    enum orb_status status = orb_table_position(t, &site, err);

    made->commune.lon = site.lon;
    made->commune.lat = site.lat;
    if (!isnan(site.lon))
        made->commune.point_method = "given";
    return status;
}

static enum orb_status read_source(struct table *t, struct commune_made *made,
                                   struct orb_error *err)
{
    struct orb_provenance *p = &made->commune.provenance;
    enum orb_status status = orb_table_date(t, TABLE_DATE, &p->observed_on, err);

    p->source = t->mapping.source_id;
    p->basis = ORB_BASIS_DECLARED;
    if (p->observed_on == ORB_DATE_NONE)
        p->observed_on = t->in->reference_date;
    else if (p->observed_on > t->newest)
        t->newest = p->observed_on;
    return status;
}

/* An area is told when its name is first met. */
static enum orb_status put_area(struct table *t, struct commune_made *made,
                                enum orb_territory_kind kind, const char *code,
                                struct orb_error *err)
{
    enum table_field name = kind == ORB_TERRITORY_EPCI        ? TABLE_EPCI_NAME
                            : kind == ORB_TERRITORY_LIFE_AREA ? TABLE_LIFE_AREA_NAME
                                                              : TABLE_CANTON_NAME;
    struct orb_territory area = { .kind = kind,
                                  .code = code,
                                  .population = -1,
                                  .income = (double)NAN,
                                  .lon = (double)NAN,
                                  .lat = (double)NAN,
                                  .provenance = made->commune.provenance };
    struct orb_record record = { ORB_RECORD_TERRITORY, { .territory = &area }, t->place };
    size_t before = t->areas.count;
    const char *key;
    uint32_t number;
    enum orb_status status = orb_table_text(t, name, &area.name, err);

    if (status != ORB_OK || code == NULL || area.name == NULL)
        return status;
    key = orb_arena_printf(&t->row, "%s:%s", orb_territory_kind_name(kind), code);
    if (key == NULL || orb_strmap_add(&t->areas, key, strlen(key), &number) != ORB_OK)
        return orb_error_memory(err);
    if (t->areas.count == before)
        return ORB_OK;
    t->counts[TABLE_COUNT_AREAS]++;
    return t->sink->put(t->sink->context, &record, err);
}

static enum orb_status hand_over(struct table *t, struct commune_made *made,
                                 struct orb_error *err)
{
    const struct orb_territory *c = &made->commune;
    struct orb_record record = { ORB_RECORD_TERRITORY, { .territory = c }, t->place };
    enum orb_status status = put_area(t, made, ORB_TERRITORY_EPCI, c->epci, err);

    if (status == ORB_OK)
        status = put_area(t, made, ORB_TERRITORY_LIFE_AREA, c->life_area, err);
    if (status == ORB_OK)
        status = put_area(t, made, ORB_TERRITORY_CANTON, c->canton, err);
    t->counts[TABLE_COUNT_COMMUNES]++;
    t->counts[TABLE_COUNT_NO_POPULATION] +=
        t->mapping.values[TABLE_POPULATION].given && c->population < 0;
    t->counts[TABLE_COUNT_NO_AGES] += t->mapping.age_count > 0 && c->ages == NULL;
    t->counts[TABLE_COUNT_NO_DENSITY] +=
        t->mapping.values[TABLE_DENSITY].given && c->density == 0;
    t->counts[TABLE_COUNT_NO_INCOME] +=
        t->mapping.values[TABLE_INCOME].given && isnan(c->income);
    return status == ORB_OK ? t->sink->put(t->sink->context, &record, err) : status;
}

enum orb_status orb_table_commune_row(struct table *table, struct orb_error *err)
{
    static enum orb_status (*const steps[])(
        struct table *, struct commune_made *,
        struct orb_error *) = { read_code, read_facts, read_point, read_source, hand_over };
    struct commune_made made = { .commune = { .kind = ORB_TERRITORY_COMMUNE,
                                              .population = -1,
                                              .income = (double)NAN,
                                              .lon = (double)NAN,
                                              .lat = (double)NAN } };
    enum orb_status status = ORB_OK;

    made.commune.provenance.observed_on = ORB_DATE_NONE;
    for (size_t i = 0;
         status == ORB_OK && !made.row.rejected && i < sizeof steps / sizeof steps[0]; i++)
        status = steps[i](table, &made, err);
    orb_buf_release(&made.ages);
    return status;
}
