/* Fields that mean something only together are taken together: a street goes with its
 * commune, an age with its bounds. */
#include "engine/store/merge.h"

#include <math.h>
#include <string.h>

#include "engine/model/contact.h"
#include "engine/store/value.h"

#define GROUP_COLUMNS 4

/* The first column names the group in the provenance. */
struct group {
    enum orb_record_kind kind;
    const char *columns[GROUP_COLUMNS];
};

/* Not here: days of opening and closing of a service or offer, which say when a source saw
 * it, and what makes it that record: parent, dispositif, whether it decides. */
static const struct group groups[] = {
    { ORB_RECORD_ORGANIZATION, { "name", "short_name" } },
    { ORB_RECORD_ORGANIZATION, { "kind" } },
    { ORB_RECORD_ORGANIZATION, { "legal_status" } },
    { ORB_RECORD_ORGANIZATION, { "parent" } },
    { ORB_RECORD_ORGANIZATION, { "finess_ej" } },
    { ORB_RECORD_SITE, { "name" } },
    { ORB_RECORD_SITE, { "address", "postcode", "commune" } },
    { ORB_RECORD_SERVICE, { "name" } },
    { ORB_RECORD_SERVICE, { "category" } },
    { ORB_RECORD_SERVICE, { "description" } },
    { ORB_RECORD_SERVICE, { "schedule" } },
    { ORB_RECORD_OFFER, { "name" } },
    { ORB_RECORD_OFFER, { "wait_days" } },
    { ORB_RECORD_OFFER, { "places_available" } },
    { ORB_RECORD_OFFER, { "temporary_places" } },
    { ORB_RECORD_OFFER, { "funding_department" } },
    { ORB_RECORD_OFFER, { "schedule" } },
    { ORB_RECORD_OFFER, { "category" } },
    { ORB_RECORD_OFFER, { "droit_commun" } },
    { ORB_RECORD_OFFER, { "accepts_new" } },
    { ORB_RECORD_OFFER, { "age_min_months", "age_max_months", "age_strength" } },
    { ORB_RECORD_OFFER, { "publics", "public_strength", "excludes_associated" } },
    { ORB_RECORD_OFFER, { "modalities" } },
    { ORB_RECORD_OFFER, { "prestations" } },
    { ORB_RECORD_OFFER, { "accessibility" } },
    { ORB_RECORD_OFFER, { "orientations" } },
    { ORB_RECORD_OFFER, { "engagements" } },
    { ORB_RECORD_OFFER, { "professions" } },
    { ORB_RECORD_OFFER, { "families" } },
    { ORB_RECORD_OFFER, { "themes" } },
    { ORB_RECORD_OFFER, { "languages" } },
};

enum { GROUP_COUNT = sizeof groups / sizeof groups[0] };

/* Claims beyond the groups: what is not a column. */
enum { CLAIM_POSITION = ORB_MERGE_GROUPS - 3, CLAIM_ZONE, CLAIM_CAPACITIES };

static struct orb_claim claim_of(const struct orb_table *table, const struct orb_row *row,
                                 const char *field)
{
    const struct orb_provenance *own = orb_record_provenance(table, &row->as);

    return (struct orb_claim){ .basis = orb_provenance_basis(own, field),
                               .observed_on = own->observed_on,
                               .source = own->source };
}

void orb_merge_begin(struct orb_merge *merge, const struct orb_table *table,
                     struct orb_row *row, struct orb_arena *arena)
{
    size_t at = 0;

    merge->table = table;
    merge->row = row;
    merge->arena = arena;
    for (size_t i = 0; i < GROUP_COUNT; i++)
        if (groups[i].kind == table->kind)
            merge->claims[at++] = claim_of(table, row, groups[i].columns[0]);
    merge->claims[CLAIM_POSITION] = claim_of(table, row, "position");
    merge->claims[CLAIM_ZONE] = claim_of(table, row, "zone");
    merge->claims[CLAIM_CAPACITIES] = claim_of(table, row, "capacities");
}

/* The row says where it has this field from. */
static enum orb_status tell(struct orb_merge *merge, const char *field,
                            const struct orb_claim *claim, struct orb_error *err)
{
    struct orb_provenance *own =
        (struct orb_provenance *)(void *)((unsigned char *)&merge->row->as +
                                          merge->table->provenance_offset);
    const struct orb_field_origin origin = { field, claim->basis,
                                             claim->source == NULL ? "" : claim->source };
    struct orb_buf text = { 0 };
    char *fields = NULL;

    orb_provenance_write(&text, own->fields, &origin);
    if (!text.failed)
        fields = orb_arena_strdup(merge->arena, text.data);
    orb_buf_release(&text);
    if (fields == NULL)
        return orb_error_memory(err);
    own->fields = fields;
    return ORB_OK;
}

/* ---- columns */

static const struct orb_column *at_column(const struct orb_table *table,
                                          struct orb_row *row, const char *name, void **at)
{
    const struct orb_column *column = orb_value_column(table, row, name, at);

    *at = (unsigned char *)*at + column->offset;
    return column;
}

static bool column_is_known(const struct orb_table *table, struct orb_row *row,
                            const char *name)
{
    void *record;
    const struct orb_column *column = orb_value_column(table, row, name, &record);

    return orb_column_is_known(column, record);
}

/* The strength of a rule says nothing without the rule. */
static bool is_strength(const char *name)
{
    return strcmp(name, "age_strength") == 0 || strcmp(name, "public_strength") == 0;
}

/* How much a row says of a group; *covers is false when the other says more of some
 * column. */
static bool group_says(const struct orb_merge *merge, const struct group *g,
                       struct orb_row *donor, bool *own_says)
{
    bool donor_says = false, covers = true;

    *own_says = false;
    for (size_t i = 0; i < GROUP_COLUMNS && g->columns[i] != NULL; i++) {
        bool own, given;

        if (is_strength(g->columns[i]))
            continue;
        own = column_is_known(merge->table, merge->row, g->columns[i]);
        given = column_is_known(merge->table, donor, g->columns[i]);
        *own_says = *own_says || own;
        donor_says = donor_says || given;
        covers = covers && (given || !own);
    }
    return donor_says && covers;
}

static void copy_column(const struct orb_merge *merge, const char *name,
                        struct orb_row *donor)
{
    void *to, *from;
    const struct orb_column *column = at_column(merge->table, merge->row, name, &to);

    (void)at_column(merge->table, donor, name, &from);
    switch (column->type) {
    case ORB_COLUMN_TEXT:
        memcpy(to, from, sizeof(const char *));
        break;
    case ORB_COLUMN_CODES:
        memcpy(to, from, sizeof(struct orb_code_list));
        break;
    case ORB_COLUMN_LONG:
    case ORB_COLUMN_REAL:
        memcpy(to, from, sizeof(double));
        break;
    case ORB_COLUMN_BOOL:
        memcpy(to, from, sizeof(bool));
        break;
    case ORB_COLUMN_MODALITIES:
        merge->row->as.offer.terms.modalities = donor->as.offer.terms.modalities;
        merge->row->as.offer.terms.modality_count = donor->as.offer.terms.modality_count;
        merge->row->as.offer.terms.modalities_known = true;
        break;
    case ORB_COLUMN_PRESTATIONS:
        merge->row->as.offer.terms.prestations = donor->as.offer.terms.prestations;
        merge->row->as.offer.terms.prestation_count =
            donor->as.offer.terms.prestation_count;
        merge->row->as.offer.terms.prestations_known = true;
        break;
    case ORB_COLUMN_FEATURES:
        merge->row->as.offer.terms.features = donor->as.offer.terms.features;
        merge->row->as.offer.terms.feature_count = donor->as.offer.terms.feature_count;
        break;
    default:
        memcpy(to, from, sizeof(int32_t));
        break;
    }
}

/* The name of a legal person does not become that of one of its places. */
static bool is_taken(const struct orb_merge *merge, bool own_says,
                     const struct orb_claim *claim, const struct orb_claim *own)
{
    return !own_says || (merge->table->kind != ORB_RECORD_ORGANIZATION &&
                         orb_claim_prevails(claim, own));
}

static enum orb_status take_group(struct orb_merge *merge, const struct group *g,
                                  struct orb_claim *own, struct orb_row *donor,
                                  struct orb_error *err)
{
    const struct orb_claim claim = claim_of(merge->table, donor, g->columns[0]);
    bool own_says;
    enum orb_status status = ORB_OK;

    if (!group_says(merge, g, donor, &own_says) || !is_taken(merge, own_says, &claim, own))
        return ORB_OK;
    *own = claim;
    for (size_t i = 0; status == ORB_OK && i < GROUP_COLUMNS && g->columns[i] != NULL;
         i++) {
        copy_column(merge, g->columns[i], donor);
        if (column_is_known(merge->table, donor, g->columns[i]))
            status = tell(merge, g->columns[i], &claim, err);
    }
    return status;
}

/* ---- places */

static bool has_point(const struct orb_site *site)
{
    return isfinite(site->lon) && isfinite(site->lat);
}

/* A position is better when it is not doubted, then when it is more precise; -1, 0 or 1. */
static int compare_points(const struct orb_site *a, const struct orb_site *b)
{
    bool doubt_a = a->position == ORB_POSITION_DOUBTFUL;
    bool doubt_b = b->position == ORB_POSITION_DOUBTFUL;
    int precision_a = a->precision == ORB_PRECISION_NONE ? 9 : (int)a->precision;
    int precision_b = b->precision == ORB_PRECISION_NONE ? 9 : (int)b->precision;

    if (doubt_a != doubt_b)
        return doubt_a ? -1 : 1;
    return precision_a == precision_b ? 0 : precision_a < precision_b ? 1 : -1;
}

static enum orb_status take_place(struct orb_merge *merge, struct orb_row *donor,
                                  struct orb_error *err)
{
    struct orb_site *own = &merge->row->as.site;
    const struct orb_site *other = &donor->as.site;
    const struct orb_claim claim = claim_of(merge->table, donor, "position");
    bool same_commune = own->commune == NULL || other->commune == NULL ||
                        strcmp(own->commune, other->commune) == 0;
    int better = compare_points(other, own);

    /* one source that keeps a place secret is enough */
    if (other->kind != NULL && strcmp(other->kind, "confidential") == 0)
        own->kind = other->kind;
    if (!has_point(other) || !same_commune)
        return ORB_OK;
    if (has_point(own) &&
        (better < 0 ||
         (better == 0 && !orb_claim_prevails(&claim, &merge->claims[CLAIM_POSITION]))))
        return ORB_OK;
    own->lon = other->lon;
    own->lat = other->lat;
    own->precision = other->precision;
    own->position = other->position;
    own->position_note = other->position_note;
    merge->claims[CLAIM_POSITION] = claim;
    return tell(merge, "position", &claim, err);
}

/* ---- what an offer has several of */

static enum orb_status take_zone(struct orb_merge *merge, struct orb_row *donor,
                                 struct orb_error *err)
{
    struct orb_offer *own = &merge->row->as.offer;
    const struct orb_claim claim = claim_of(merge->table, donor, "zone");

    if (!donor->as.offer.zone.known ||
        (own->zone.known && !orb_claim_prevails(&claim, &merge->claims[CLAIM_ZONE])))
        return ORB_OK;
    own->zone = donor->as.offer.zone;
    merge->claims[CLAIM_ZONE] = claim;
    return tell(merge, "zone", &claim, err);
}

/* Counts of two sources are never mixed. */
static enum orb_status take_capacities(struct orb_merge *merge, struct orb_row *donor,
                                       struct orb_error *err)
{
    struct orb_offer *own = &merge->row->as.offer;
    const struct orb_offer *other = &donor->as.offer;
    const struct orb_claim claim = claim_of(merge->table, donor, "capacities");

    if (own->closure_count == 0) {
        own->closures = other->closures;
        own->closure_count = other->closure_count;
    }
    if (other->capacity_count == 0 ||
        (own->capacity_count > 0 &&
         !orb_claim_prevails(&claim, &merge->claims[CLAIM_CAPACITIES])))
        return ORB_OK;
    own->capacities = other->capacities;
    own->capacity_count = other->capacity_count;
    merge->claims[CLAIM_CAPACITIES] = claim;
    return tell(merge, "capacities", &claim, err);
}

/* ---- contacts and identifiers: put together */

static bool same_text(const char *a, const char *b)
{
    return a != NULL && b != NULL && strcmp(a, b) == 0;
}

static bool same_contact(const void *a, const void *b)
{
    return orb_contact_is_same(a, b);
}

static bool same_identifier(const void *a, const void *b)
{
    const struct orb_identifier *x = a, *y = b;

    return same_text(x->scheme, y->scheme) && same_text(x->value, y->value);
}

/* What one source may not show, the other does not show; what one shows to all, is shown.
 */
static void join_contact(void *own, const void *other)
{
    struct orb_contact *x = own;
    const struct orb_contact *y = other;

    if (x->confidentiality == ORB_RESTRICTED || y->confidentiality == ORB_RESTRICTED)
        x->confidentiality = ORB_RESTRICTED;
    else if (y->confidentiality < x->confidentiality)
        x->confidentiality = y->confidentiality;
    if (y->checked_on > x->checked_on) {
        x->checked_on = y->checked_on;
        x->checked_by = y->checked_by;
    }
}

static enum orb_status join_children(struct orb_merge *merge,
                                     const struct orb_child_place *place,
                                     const struct orb_row *donor, struct orb_error *err)
{
    bool contacts = strcmp(place->child->field, "contacts") == 0;
    size_t size = place->child->item_size;
    uint32_t own_count, count, kept;
    const void *own = orb_child_items(place, &merge->row->as, &own_count);
    const unsigned char *other = orb_child_items(place, &donor->as, &count);
    unsigned char *list =
        orb_arena_array(merge->arena, (size_t)own_count + count + 1, size);

    if (list == NULL)
        return orb_error_memory(err);
    if (own_count > 0)
        memcpy(list, own, own_count * size);
    kept = own_count;
    for (uint32_t i = 0; i < count; i++) {
        const void *item = other + i * size;
        uint32_t k = 0;

        while (k < kept && !(contacts ? same_contact(list + k * size, item)
                                      : same_identifier(list + k * size, item)))
            k++;
        if (k == kept)
            memcpy(list + kept++ * size, item, size);
        else if (contacts)
            join_contact(list + k * size, item);
    }
    memcpy((unsigned char *)&merge->row->as + place->items_offset, &list, sizeof list);
    memcpy((unsigned char *)&merge->row->as + place->count_offset, &kept, sizeof kept);
    return ORB_OK;
}

static enum orb_status join_all(struct orb_merge *merge, const struct orb_row *donor,
                                struct orb_error *err)
{
    enum orb_status status = ORB_OK;

    for (size_t i = 0; status == ORB_OK && i < merge->table->child_count; i++) {
        const struct orb_child_place *place = &merge->table->children[i];

        if (strcmp(place->child->field, "contacts") == 0 ||
            strcmp(place->child->field, "identifiers") == 0)
            status = join_children(merge, place, donor, err);
    }
    return status;
}

/* A service without a place of its own stands where the other says, and so on. */
static void take_references(struct orb_merge *merge, const struct orb_row *donor)
{
    struct orb_service *service = &merge->row->as.service;

    if (merge->table->kind != ORB_RECORD_SERVICE)
        return;
    if (service->site == NULL)
        service->site = donor->as.service.site;
    if (service->organization == NULL)
        service->organization = donor->as.service.organization;
}

enum orb_status orb_merge_take(struct orb_merge *merge, struct orb_row *donor,
                               struct orb_error *err)
{
    enum orb_status status = join_all(merge, donor, err);
    size_t at = 0;

    for (size_t i = 0; status == ORB_OK && i < GROUP_COUNT; i++)
        if (groups[i].kind == merge->table->kind)
            status = take_group(merge, &groups[i], &merge->claims[at++], donor, err);
    if (status == ORB_OK && merge->table->kind == ORB_RECORD_SITE)
        status = take_place(merge, donor, err);
    if (status == ORB_OK && merge->table->kind == ORB_RECORD_OFFER)
        status = take_zone(merge, donor, err);
    if (status == ORB_OK && merge->table->kind == ORB_RECORD_OFFER)
        status = take_capacities(merge, donor, err);
    take_references(merge, donor);
    return status;
}
