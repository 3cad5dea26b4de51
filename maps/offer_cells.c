/* The only place that says what stands in which column. */
#include "maps/offer_cells.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "engine/base/alloc.h"
#include "engine/model/terms.h"
#include "maps/credit.h"
#include "maps/offer_words.h"

/* Which nomenclature a label is of. */
enum label_list {
    LABEL_FAMILY = 0,
    LABEL_CATEGORY,
    LABEL_PUBLIC,
    LABEL_ORIENTATION,
    LABEL_MODALITY,
    LABEL_NONE /* codes only */
};

static const char *const list_names[ORB_CELL_LISTS] = {
    [LABEL_FAMILY] = "loubat_familles", [LABEL_CATEGORY] = "finess_categories",
    [LABEL_PUBLIC] = "groupes_publics", [LABEL_ORIENTATION] = "mdph_droits_prestations",
    [LABEL_MODALITY] = "modalites",
};

/* One row while it is filled. */
struct filling {
    struct orb_cells *cells;
    const struct orb_catalogue *c;
    struct orb_map_offer offer;
    struct orb_cell *row;
};

char *orb_cell_day(char out[ORB_DATE_LEN], orb_date date, bool french)
{
    int year, month, day;

    if (!french || date == ORB_DATE_NONE)
        return orb_date_write(out, date);
    orb_date_split(date, &year, &month, &day);
    (void)snprintf(out, ORB_DATE_LEN, "%02d/%02d/%04d", day, month, year);
    return out;
}

/* ---- cells */

static void put_text(struct filling *f, enum orb_column_number column, const char *text)
{
    f->row[column] = (struct orb_cell){ text == NULL || text[0] == '\0' ? ORB_CELL_UNKNOWN
                                                                        : ORB_CELL_KNOWN,
                                        text, 0 };
}

/* What is absent is not unknown: there is none. */
static void put_optional(struct filling *f, enum orb_column_number column, const char *text)
{
    put_text(f, column, text);
    if (f->row[column].state == ORB_CELL_UNKNOWN)
        f->row[column].state = ORB_CELL_NOT_APPLICABLE;
}

static void put_number(struct filling *f, enum orb_column_number column, bool known,
                       int64_t number)
{
    f->row[column] = (struct orb_cell){ known ? ORB_CELL_KNOWN : ORB_CELL_UNKNOWN, NULL,
                                        known ? number : 0 };
}

static void put_date(struct filling *f, enum orb_column_number column, orb_date date)
{
    put_number(f, column, date != ORB_DATE_NONE, date);
}

static void put_flag(struct filling *f, enum orb_column_number column, bool flag)
{
    put_number(f, column, true, flag);
}

static void not_applicable(struct filling *f, enum orb_column_number column)
{
    f->row[column] = (struct orb_cell){ .state = ORB_CELL_NOT_APPLICABLE };
}

/* What the buffer of lists holds, in the arena of the row. */
static const char *take_list(struct orb_cells *cells)
{
    const char *text = orb_arena_text(
        &cells->row, cells->list.len == 0 ? "" : cells->list.data, cells->list.len);

    if (text == NULL || cells->list.failed)
        cells->failed = true;
    orb_buf_clear(&cells->list);
    return text;
}

/* ---- codes and labels */

/* BPE numbers its equipments where FINESS has categories. */
static const char *look_up(struct orb_cells *cells, enum label_list list, const char *code)
{
    const char *language = cells->words == ORB_CELL_ENGLISH ? "en" : "fr";
    const char *label =
        orb_vocabulary_label(&cells->vocabulary, list_names[list], code, language);

    if (label == NULL && list == LABEL_CATEGORY)
        label = orb_vocabulary_label(&cells->vocabulary, "bpe_typequ", code, language);
    return label == NULL ? code : label;
}

static const char *label_of(struct orb_cells *cells, enum label_list list,
                            orb_cat_code code)
{
    const struct orb_catalogue *c = cells->selection->catalogue;
    const char **known = &cells->labels[list][code];

    if (*known == NULL)
        *known = look_up(cells, list, orb_cat_code_name(c, code));
    return *known;
}

static orb_cat_code code_at(const struct filling *f, enum label_list list, uint32_t at)
{
    return list == LABEL_MODALITY ? f->c->modalities[at].code : f->c->codes[at];
}

static void put_list(struct filling *f, enum orb_column_number column,
                     const struct orb_cat_codes *codes, enum label_list list)
{
    struct orb_buf *out = &f->cells->list;
    bool labels = column != ORB_COL_FAMILIES && orb_columns[column].kind == ORB_COLUMN_TEXT;

    f->row[column] = (struct orb_cell){ .state = codes->known == 0   ? ORB_CELL_UNKNOWN
                                                 : codes->count == 0 ? ORB_CELL_NONE
                                                                     : ORB_CELL_KNOWN };
    if (codes->known == 0 || codes->count == 0)
        return;
    for (uint32_t i = 0; i < codes->count; i++) {
        orb_cat_code code = code_at(f, list, codes->first + i);

        if (i > 0)
            orb_buf_text(out, labels ? "; " : ";");
        orb_buf_text(out, labels ? label_of(f->cells, list, code)
                                 : orb_cat_code_name(f->c, code));
    }
    f->row[column].text = take_list(f->cells);
}

static void put_codes(struct filling *f, enum orb_column_number column,
                      const struct orb_cat_codes *codes, enum label_list list)
{
    put_list(f, column, codes, list);
    put_list(f, (enum orb_column_number)(column + 1), codes, list);
}

static void put_prestations(struct filling *f)
{
    const struct orb_cat_codes *p = &f->offer.terms->prestations;
    struct orb_buf *out = &f->cells->list;

    put_list(f, ORB_COL_PRESTATIONS, &(struct orb_cat_codes){ 0, 0, p->known }, LABEL_NONE);
    if (p->count == 0)
        return;
    for (uint32_t i = 0; i < p->count; i++) {
        orb_buf_text(out, i == 0 ? "" : ";");
        orb_buf_text(out, orb_cat_code_name(f->c, f->c->prestations[p->first + i].code));
    }
    f->row[ORB_COL_PRESTATIONS] =
        (struct orb_cell){ ORB_CELL_KNOWN, take_list(f->cells), 0 };
}

/* ---- groups of columns */

static void put_who(struct filling *f)
{
    const struct orb_map_offer *o = &f->offer;
    const struct orb_cat_organization *who = o->organization;
    const struct orb_cat_terms *t = o->terms;
    bool is_service = o->service == NULL || strcmp(o->service, o->id) == 0;

    put_text(f, ORB_COL_ID, o->id);
    put_text(f, ORB_COL_NAME, o->name);
    put_text(f, ORB_COL_ORGANIZATION, who == NULL ? NULL : orb_cat_known(f->c, who->name));
    put_text(f, ORB_COL_ORGANIZATION_ID, who == NULL ? NULL : orb_cat_known(f->c, who->id));
    put_text(f, ORB_COL_FINESS_EJ,
             who == NULL ? NULL : orb_cat_known(f->c, who->finess_ej));
    put_optional(f, ORB_COL_SERVICE, is_service ? NULL : o->service);
    put_optional(f, ORB_COL_DUPLICATE_OF, o->duplicate_of);
    put_optional(f, ORB_COL_DISPOSITIF,
                 o->row->dispositif == ORB_CAT_NONE
                     ? NULL
                     : orb_cat_code_name(f->c, o->row->dispositif));
    put_codes(f, ORB_COL_FAMILIES, &t->families, LABEL_FAMILY);
    put_text(f, ORB_COL_CATEGORY, o->category);
    put_text(f, ORB_COL_CATEGORY_LABEL,
             o->category == NULL ? NULL : label_of(f->cells, LABEL_CATEGORY, t->category));
    put_text(f, ORB_COL_DESCRIPTION, o->description);
    put_text(f, ORB_COL_SIRET, o->siret);
    put_text(f, ORB_COL_FINESS, o->finess);
}

static void put_circle(struct filling *f)
{
    const struct orb_map_offer *o = &f->offer;
    const struct orb_cat_relation *r = o->relation;
    const char *code = orb_circle_names[o->circle.circle];
    enum orb_cell_words words = f->cells->words;
    const char *label = orb_vocabulary_label(&f->cells->vocabulary, "cercles", code,
                                             words == ORB_CELL_ENGLISH ? "en" : "fr");

    put_text(f, ORB_COL_CIRCLE, code);
    put_text(f, ORB_COL_CIRCLE_LABEL, label == NULL ? code : label);
    put_text(f, ORB_COL_CIRCLE_BASIS, orb_word_of_basis(o->circle.basis, words));
    not_applicable(f, ORB_COL_CIRCLE_EVIDENCE);
    not_applicable(f, ORB_COL_CIRCLE_FROM);
    not_applicable(f, ORB_COL_CIRCLE_TO);
    if (r != NULL) {
        put_text(f, ORB_COL_CIRCLE_EVIDENCE, orb_cat_known(f->c, r->evidence));
        if (r->from != ORB_DATE_NONE)
            put_date(f, ORB_COL_CIRCLE_FROM, r->from);
        if (r->to != ORB_DATE_NONE)
            put_date(f, ORB_COL_CIRCLE_TO, r->to);
    }
    put_number(f, ORB_COL_DROIT_COMMUN, o->droit_commun != ORB_UNKNOWN,
               o->droit_commun == ORB_YES);
}

static void put_where(struct filling *f)
{
    const struct orb_map_offer *o = &f->offer;
    bool located = o->position.x != INT64_MAX;

    put_text(f, ORB_COL_COMMUNE, o->commune_code);
    put_text(f, ORB_COL_COMMUNE_NAME, o->commune_name);
    put_text(f, ORB_COL_DEPARTEMENT, o->departement);
    put_text(f, ORB_COL_ADDRESS, o->address);
    put_text(f, ORB_COL_POSTCODE, o->postcode);
    if (o->confidential) {
        not_applicable(f, ORB_COL_ADDRESS);
        not_applicable(f, ORB_COL_POSTCODE);
    }
    put_number(f, ORB_COL_LON, located, o->position.x);
    put_number(f, ORB_COL_LAT, located, o->position.y);
    put_text(f, ORB_COL_PRECISION, orb_word_of_precision(o->precision, f->cells->words));
}

static void put_zone(struct filling *f)
{
    uint32_t number = f->offer.row->zone;
    const struct orb_cat_zone *zone = number == ORB_CAT_NONE ? NULL : &f->c->zones[number];

    put_number(f, ORB_COL_ZONE_NATIONAL, zone != NULL, zone != NULL && zone->national != 0);
    put_list(f, ORB_COL_ZONE_DEPARTEMENTS,
             zone == NULL ? &(struct orb_cat_codes){ 0 } : &zone->departments, LABEL_NONE);
    put_list(f, ORB_COL_ZONE_COMMUNES,
             zone == NULL ? &(struct orb_cat_codes){ 0 } : &zone->communes, LABEL_NONE);
    /* A known zone is the two lists together: one of them may have nothing to say. */
    if (zone != NULL && zone->departments.count == 0)
        not_applicable(f, ORB_COL_ZONE_DEPARTEMENTS);
    if (zone != NULL && zone->communes.count == 0)
        not_applicable(f, ORB_COL_ZONE_COMMUNES);
}

static void put_contact(struct filling *f)
{
    const struct orb_map_offer *o = &f->offer;

    put_text(f, ORB_COL_PHONE, o->phone);
    put_text(f, ORB_COL_EMAIL, o->email);
    put_text(f, ORB_COL_URL, o->url);
    put_text(f, ORB_COL_HOW, o->how);
    put_text(f, ORB_COL_SCHEDULE, o->schedule);
    put_date(f, ORB_COL_CONTACT_CHECKED_ON, o->row->contact_checked_on);
    put_text(f, ORB_COL_CONTACT_CHECKED_BY, o->checked_by);
}

static void put_ages(struct filling *f)
{
    const struct orb_cat_terms *t = f->offer.terms;
    enum orb_cell_words words = f->cells->words;
    int32_t max = t->age_max_months > ORB_AGE_NO_MAX ? ORB_AGE_NO_MAX : t->age_max_months;
    bool known = t->age_min_months != ORB_AGE_UNKNOWN || max != ORB_AGE_UNKNOWN;

    put_number(f, ORB_COL_AGE_MIN_MONTHS, t->age_min_months != ORB_AGE_UNKNOWN,
               t->age_min_months);
    put_number(f, ORB_COL_AGE_MAX_MONTHS, max != ORB_AGE_UNKNOWN, max);
    put_text(f, ORB_COL_AGES, NULL);
    not_applicable(f, ORB_COL_AGE_STRENGTH);
    if (!known)
        return;
    orb_words_of_ages(&f->cells->list, t->age_min_months, max, words);
    put_text(f, ORB_COL_AGES, take_list(f->cells));
    put_text(f, ORB_COL_AGE_STRENGTH,
             orb_word_of_strength(f->offer.detail->age_strength, words));
}

static void put_for_whom(struct filling *f)
{
    const struct orb_cat_terms *t = f->offer.terms;

    put_ages(f);
    put_codes(f, ORB_COL_PUBLICS, &t->publics, LABEL_PUBLIC);
    not_applicable(f, ORB_COL_PUBLIC_STRENGTH);
    if (t->publics.known != 0 && t->publics.count > 0)
        put_text(f, ORB_COL_PUBLIC_STRENGTH,
                 orb_word_of_strength(f->offer.detail->public_strength, f->cells->words));
    put_codes(f, ORB_COL_ORIENTATIONS, &t->orientations, LABEL_ORIENTATION);
    put_codes(f, ORB_COL_MODALITIES, &t->modalities, LABEL_MODALITY);
    put_prestations(f);
}

static void put_places(struct filling *f)
{
    static const enum orb_column_number numbers[] = {
        ORB_COL_PLACES_AVAILABLE, ORB_COL_PLACES_ON, ORB_COL_WAITING,    ORB_COL_WAIT_DAYS,
        ORB_COL_AUTHORISED,       ORB_COL_INSTALLED, ORB_COL_CAPACITY_ON
    };
    const struct orb_map_offer *o = &f->offer;
    const struct orb_cat_detail *d = o->detail;
    enum orb_cell_words words = f->cells->words;

    put_text(f, ORB_COL_STATE, orb_word_of_state(o->state, words));
    orb_words_of_state(&f->cells->list, o, words);
    put_text(f, ORB_COL_STATE_LABEL, take_list(f->cells));
    put_number(f, ORB_COL_PLACES_AVAILABLE, o->row->places_available >= 0,
               o->row->places_available);
    put_date(f, ORB_COL_PLACES_ON, d->places_on);
    put_number(f, ORB_COL_WAITING, d->waiting >= 0, d->waiting);
    put_number(f, ORB_COL_WAIT_DAYS, !isnan(o->row->wait_days),
               isnan(o->row->wait_days) ? 0 : llround(o->row->wait_days));
    put_number(f, ORB_COL_AUTHORISED, d->authorised >= 0, d->authorised);
    put_number(f, ORB_COL_INSTALLED, d->installed >= 0, d->installed);
    put_date(f, ORB_COL_CAPACITY_ON, d->capacity_on);
    for (size_t i = 0;
         o->state == ORB_STATE_NO_NOTION && i < sizeof numbers / sizeof numbers[0]; i++)
        if (f->row[numbers[i]].state == ORB_CELL_UNKNOWN)
            not_applicable(f, numbers[i]);
}

/* What nobody said is not inferred either. */
static unsigned inferred_of(const struct filling *f)
{
    static const struct {
        enum orb_column_number column;
        unsigned part;
    } lists[] = { { ORB_COL_FAMILIES, ORB_INFERRED_FAMILIES },
                  { ORB_COL_PRESTATIONS, ORB_INFERRED_PRESTATIONS },
                  { ORB_COL_PUBLICS, ORB_INFERRED_PUBLICS },
                  { ORB_COL_MODALITIES, ORB_INFERRED_MODALITIES },
                  { ORB_COL_ORIENTATIONS, ORB_INFERRED_ORIENTATIONS },
                  { ORB_COL_AGES, ORB_INFERRED_AGES } };
    const struct orb_map_offer *o = &f->offer;
    const struct orb_circles *circles = &f->cells->selection->circles;
    unsigned inferred = o->detail->inferred;

    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++)
        if (f->row[lists[i].column].state == ORB_CELL_UNKNOWN)
            inferred &= ~lists[i].part;
    if (o->droit_commun != ORB_UNKNOWN &&
        !circles->entries[orb_cat_offer_parts(f->c, o->offer)->entry].declared)
        inferred |= ORB_WORDS_DROIT_COMMUN;
    return inferred;
}

static void put_provenance(struct filling *f)
{
    const struct orb_map_offer *o = &f->offer;
    const struct orb_cat_source *s = o->source;
    const struct orb_credit_row credited = { o->row->source, o->osm };
    struct orb_buf *out = &f->cells->list;

    put_text(f, ORB_COL_SOURCE, s == NULL ? NULL : orb_cat_known(f->c, s->id));
    put_date(f, ORB_COL_OBSERVED_ON, o->row->observed_on);
    orb_credit_attribution(out, f->cells->selection, credited);
    put_text(f, ORB_COL_ATTRIBUTION, take_list(f->cells));
    orb_credit_licence(out, f->cells->selection, credited);
    put_text(f, ORB_COL_LICENCE, take_list(f->cells));
    put_flag(f, ORB_COL_OSM, o->osm);
    put_flag(f, ORB_COL_CLOSED, o->closed);
    put_date(f, ORB_COL_CLOSED_ON, o->row->closed_on);
    if (o->row->closed_on == ORB_DATE_NONE)
        not_applicable(f, ORB_COL_CLOSED_ON);
    orb_words_of_inferred(out, inferred_of(f), f->cells->words);
    put_optional(f, ORB_COL_INFERRED, take_list(f->cells));
}

/* ---- */

enum orb_status orb_cells_init(struct orb_cells *out, const struct orb_selection *selection,
                               enum orb_cell_words words, struct orb_error *err)
{
    *out = (struct orb_cells){ .selection = selection, .words = words };
    for (size_t i = 0; i < LABEL_NONE; i++) {
        out->labels[i] = orb_calloc((size_t)selection->catalogue->code_count + 1,
                                    sizeof *out->labels[i]);
        if (out->labels[i] == NULL)
            return orb_error_memory(err);
    }
    return ORB_OK;
}

void orb_cells_release(struct orb_cells *cells)
{
    for (size_t i = 0; i < ORB_CELL_LISTS; i++)
        orb_free(cells->labels[i]);
    orb_buf_release(&cells->list);
    orb_arena_release(&cells->row);
    orb_vocabulary_release(&cells->vocabulary);
    *cells = (struct orb_cells){ 0 };
}

enum orb_status orb_cells_get(struct orb_cells *cells, uint32_t offer,
                              struct orb_cell row[ORB_COLUMNS], struct orb_error *err)
{
    struct filling f = { .cells = cells, .c = cells->selection->catalogue, .row = row };

    orb_arena_clear(&cells->row);
    orb_map_offer_get(&f.offer, cells->selection, offer);
    put_who(&f);
    put_circle(&f);
    put_where(&f);
    put_zone(&f);
    put_contact(&f);
    put_for_whom(&f);
    put_places(&f);
    put_provenance(&f);
    return cells->failed ? orb_error_memory(err) : ORB_OK;
}
