/* Cells one by one, categories, and services with how to reach them. */
#include <string.h>

#include "engine/base/text.h"
#include "maps/phone.h"
#include "maps/report_who_parts.h"

#define PHONE_LEN 64

/* ---- cells */

static const struct orb_report_column cell_columns[] = {
    { .key = "area_code", .title = N_("code"), .type = ORB_REPORT_CODE },
    { .key = "area", .title = N_("area"), .type = ORB_REPORT_TEXT },
    { .key = "column", .title = N_("column"), .type = ORB_REPORT_CODE },
    { .key = "label", .title = N_("label"), .type = ORB_REPORT_TEXT },
};

#define COUNT_OF(list) (sizeof(list) / sizeof(list)[0])

void orb_who_add_cells(struct orb_report *report, const struct orb_who *who)
{
    const struct orb_matrix *m = who->matrix;
    const struct orb_report_column *columns =
        orb_who_join_columns(report, cell_columns, COUNT_OF(cell_columns),
                             orb_who_count_columns, WHO_COUNT_COLUMNS);
    const char **labels = orb_arena_array(&report->arena, m->column_count, sizeof *labels);
    struct orb_report_table *t;

    if (columns == NULL || labels == NULL) {
        report->failed = true;
        return;
    }
    for (uint32_t i = 0; i < m->column_count; i++)
        labels[i] = orb_who_column_label(report, who->scheme, m->columns[i].code);
    t = orb_report_add_table(report, "cells", N_("What is in each cell"), columns,
                             COUNT_OF(cell_columns) + WHO_COUNT_COLUMNS);
    for (uint32_t i = 0; i < m->line_count; i++)
        for (uint32_t j = 0; j < m->lines[i].cells.count; j++) {
            const struct orb_matrix_cell *cell = &m->cells[m->lines[i].cells.first + j];

            (void)orb_report_row(t);
            orb_who_put_line(t, who, i);
            orb_report_text(t, m->columns[cell->column].code);
            orb_report_text(t, labels[cell->column]);
            orb_who_put_count(t, &cell->count);
        }
}

/* ---- categories */

/* R51: houses and centres of health receive people, a CPTS gathers professionals. */
static const struct orb_report_word natures[] = {
    { "service", N_("service") },
    { "health_house", N_("maison de santé") },
    { "health_centre", N_("centre de santé") },
    { "organization", N_("organization (CPTS): it receives nobody") },
    { NULL, NULL }
};

static const struct orb_report_column category_columns[] = {
    { .key = "category", .title = N_("category"), .type = ORB_REPORT_CODE },
    { .key = "label", .title = N_("label"), .type = ORB_REPORT_TEXT },
    { .key = "nature", .title = N_("nature"), .type = ORB_REPORT_TEXT, .words = natures },
};

static const char *nature_of(const char *category)
{
    static const char *const known[][2] = { { "603", "health_house" },
                                            { "124", "health_centre" },
                                            { "604", "organization" } };

    for (size_t i = 0; i < COUNT_OF(known); i++)
        if (strcmp(known[i][0], category) == 0)
            return known[i][1];
    return "service";
}

void orb_who_add_categories(struct orb_report *report, const struct orb_who *who)
{
    const struct orb_matrix *m = who->categories;
    const struct orb_report_column *columns =
        orb_who_join_columns(report, category_columns, COUNT_OF(category_columns),
                             orb_who_count_columns, WHO_COUNT_COLUMNS);
    struct orb_report_table *t;

    if (columns == NULL)
        return;
    t = orb_report_add_table(report, "categories", N_("Categories"), columns,
                             COUNT_OF(category_columns) + WHO_COUNT_COLUMNS);
    for (uint32_t i = 0; i < m->total.cells.count; i++) {
        const struct orb_matrix_cell *cell = &m->cells[m->total.cells.first + i];
        const char *code = m->columns[cell->column].code;
        bool apart = m->columns[cell->column].apart;

        (void)orb_report_row(t);
        if (apart)
            orb_report_none(t);
        else
            orb_report_text(t, code);
        orb_report_text(t, orb_who_column_label(report, ORB_MATRIX_CATEGORIES, code));
        if (apart)
            orb_report_none(t);
        else
            orb_report_text(t, nature_of(code));
        orb_who_put_count(t, &cell->count);
    }
}

/* ---- services */

static const struct orb_report_column service_columns[] = {
    { .key = "area_code", .title = N_("code"), .type = ORB_REPORT_CODE },
    { .key = "area", .title = N_("area"), .type = ORB_REPORT_TEXT },
    { .key = "commune_code",
      .title = N_("commune"),
      .type = ORB_REPORT_CODE,
      .quiet = true },
    { .key = "commune", .title = N_("commune"), .type = ORB_REPORT_TEXT },
    { .key = "service", .title = N_("identifier"), .type = ORB_REPORT_CODE, .quiet = true },
    { .key = "name", .title = N_("service"), .type = ORB_REPORT_TEXT },
    { .key = "organization", .title = N_("organization"), .type = ORB_REPORT_TEXT },
    { .key = "families", .title = N_("families"), .type = ORB_REPORT_CODE },
    { .key = "category", .title = N_("category"), .type = ORB_REPORT_CODE },
    { .key = "offers", .title = N_("offers"), .type = ORB_REPORT_INTEGER, .quiet = true },
    { .key = "authorised", .title = N_("places authorised"), .type = ORB_REPORT_INTEGER },
    { .key = "installed", .title = N_("places installed"), .type = ORB_REPORT_INTEGER },
    { .key = "phone", .title = N_("telephone"), .type = ORB_REPORT_CODE },
    { .key = "email", .title = N_("e-mail"), .type = ORB_REPORT_CODE },
    { .key = "url", .title = N_("web"), .type = ORB_REPORT_CODE, .quiet = true },
    { .key = "contact_checked_on",
      .title = N_("contact checked on"),
      .type = ORB_REPORT_DATE },
    { .key = "source", .title = N_("source"), .type = ORB_REPORT_TEXT },
    { .key = "observed_on", .title = N_("date of the source"), .type = ORB_REPORT_DATE },
};

static void put_text(struct orb_report_table *t, const struct orb_catalogue *c,
                     orb_cat_text text)
{
    const char *known = orb_cat_known(c, text);

    if (known == NULL)
        orb_report_unknown(t);
    else
        orb_report_text(t, known);
}

static void put_phone(struct orb_report_table *t, const struct orb_catalogue *c,
                      orb_cat_text text)
{
    char phone[PHONE_LEN];

    if (text == 0)
        orb_report_unknown(t);
    else
        orb_report_text(t, orb_phone_write(phone, sizeof phone, orb_cat_string(c, text)));
}

/* The families of all offers of a service, each once, in their order. */
static void put_families(struct orb_report_table *t, const struct orb_catalogue *c,
                         const uint32_t *offers, uint32_t count)
{
    const char *found[32];
    size_t n = 0;
    struct orb_buf joined = { 0 };

    for (uint32_t i = 0; i < count; i++) {
        const struct orb_cat_codes *list = &c->terms[c->offers[offers[i]].terms].families;

        for (uint32_t j = 0; j < list->count; j++) {
            const char *code = orb_cat_code_name(c, c->codes[list->first + j]);
            size_t at = 0;

            while (at < n && strcmp(found[at], code) < 0)
                at++;
            if (n == COUNT_OF(found) || (at < n && strcmp(found[at], code) == 0))
                continue;
            memmove(found + at + 1, found + at, (n - at) * sizeof *found);
            found[at] = code;
            n++;
        }
    }
    for (size_t i = 0; i < n; i++)
        orb_buf_printf(&joined, "%s%s", i == 0 ? "" : " ", found[i]);
    if (joined.failed)
        t->report->failed = true;
    if (n == 0)
        orb_report_unknown(t);
    else
        orb_report_text(t, joined.data);
    orb_buf_release(&joined);
}

static void put_sum(struct orb_report_table *t, const struct orb_who *who,
                    const struct orb_matrix_service *s, bool authorised)
{
    int64_t places = orb_matrix_places(who->matrix, who->circles, s, authorised);

    if (places == ORB_MATRIX_NO_PLACES)
        orb_report_none(t);
    else if (places < 0)
        orb_report_unknown(t);
    else
        orb_report_integer(t, places);
}

static void put_source(struct orb_report_table *t, const struct orb_catalogue *c,
                       const struct orb_cat_offer *o)
{
    if (o->source == ORB_CAT_NONE)
        orb_report_unknown(t);
    else
        put_text(t, c, c->sources[o->source].attribution);
    orb_who_put_date(t, o->observed_on);
}

static void put_service(struct orb_report_table *t, const struct orb_who *who,
                        const struct orb_matrix_service *s)
{
    const struct orb_catalogue *c = who->catalogue;
    const uint32_t *offers = who->matrix->offers + s->offers.first;
    uint32_t count = s->offers.count;
    const struct orb_cat_offer *first = &c->offers[offers[0]];
    const struct orb_cat_offer *contact = orb_matrix_contact(who->matrix, c, s);
    orb_cat_code category = c->terms[first->terms].category;

    (void)orb_report_row(t);
    orb_who_put_line(t, who, s->line);
    if (s->commune == ORB_CAT_NONE) {
        put_text(t, c, first->commune_code);
        orb_report_unknown(t);
    } else {
        put_text(t, c, c->communes[s->commune].code);
        put_text(t, c, c->communes[s->commune].name);
    }
    put_text(t, c, first->service);
    put_text(t, c, first->name);
    if (first->organization == ORB_CAT_NONE)
        orb_report_unknown(t);
    else
        put_text(t, c, c->organizations[first->organization].name);
    put_families(t, c, offers, count);
    if (category == ORB_CAT_NONE)
        orb_report_unknown(t);
    else
        orb_report_text(t, orb_cat_code_name(c, category));
    orb_report_integer(t, count);
    put_sum(t, who, s, true);
    put_sum(t, who, s, false);
    put_phone(t, c, contact->phone);
    put_text(t, c, contact->email);
    put_text(t, c, contact->url);
    orb_who_put_date(t, contact->contact_checked_on);
    put_source(t, c, contact);
}

void orb_who_add_services(struct orb_report *report, const struct orb_who *who)
{
    struct orb_report_table *t =
        orb_report_add_table(report, "services", N_("Services and how to reach them"),
                             service_columns, COUNT_OF(service_columns));

    for (uint32_t i = 0; i < who->matrix->service_count; i++)
        put_service(t, who, &who->matrix->services[i]);
}
