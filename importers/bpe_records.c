/* Equipments have no number: the rank among those of the same type in the commune, by
 * place, is stable as long as the file is. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/buf.h"
#include "engine/base/text.h"
#include "importers/bpe.h"
#include "importers/family_prestations.h"

/* A row with its texts, for the order. */
struct ranked {
    const char *commune;
    const char *type;
    const struct bpe_row *row;
};

/* Places unknown come last. */
static int by_number(double a, double b)
{
    if (isnan(a) || isnan(b))
        return isnan(a) - isnan(b);
    return (a > b) - (a < b);
}

static int by_place(const void *a, const void *b)
{
    const struct ranked *x = a;
    const struct ranked *y = b;
    int c = strcmp(x->commune, y->commune);

    if (c == 0)
        c = strcmp(x->type, y->type);
    if (c == 0)
        c = by_number(x->row->pair[0], y->row->pair[0]);
    if (c == 0)
        c = by_number(x->row->pair[1], y->row->pair[1]);
    if (c == 0)
        c = (x->row->line > y->row->line) - (x->row->line < y->row->line);
    return c;
}

/* What a type says of its offers; the same for all of them. */
static enum orb_status fill_terms(struct bpe *b, const char *type, struct orb_offer *offer,
                                  struct orb_error *err)
{
    const struct orb_link_list *links = NULL;
    enum orb_status status =
        orb_vocabulary_links(&b->f.vocabulary, "loubat_bpe", &links, err);
    const char **items;

    orb_offer_init(offer);
    if (status != ORB_OK)
        return status;
    items = orb_arena_array(&b->arena, links->count, sizeof *items);
    if (items == NULL)
        return orb_error_memory(err);
    offer->terms.families = (struct orb_code_list){ items, 0, true };
    for (size_t i = 0; i < links->count; i++)
        if (strcmp(links->links[i].to, type) == 0)
            items[offer->terms.families.count++] = links->links[i].from;
    offer->terms.droit_commun = ORB_YES;
    offer->terms.orientations.known = true; /* no decision of the CDAPH is asked */
    offer->provenance = (struct orb_provenance){
        BPE_SOURCE, b->f.date, ORB_BASIS_INFERRED,
        "droit_commun=inferred:loubat_bpe.csv;families=inferred:loubat_bpe.csv;"
        "orientations=inferred:loubat_bpe.csv;prestations=inferred:loubat_serafin_prestations.csv"
    };
    return orb_family_prestations(&b->f.vocabulary, &b->arena, &offer->terms.families,
                                  &offer->terms, err);
}

static enum orb_status place(struct bpe *b, const struct ranked *r, struct orb_site *site,
                             struct orb_error *err)
{
    struct finess_position found;
    char departement[4];

    if (isnan(r->row->pair[0]) || isnan(r->row->pair[1]))
        return ORB_OK;
    orb_finess_departement(departement, r->commune);
    if (!orb_finess_pair_find(&found, r->row->pair, orb_project_legal_epsg(departement),
                              departement, b->f.projector))
        return orb_finess_find(&b->f, FINESS_RULE_COORDINATES_PAIR, b->f.coordinates, NULL,
                               err);
    return orb_finess_judge(&b->f, &found, site, err);
}

static enum orb_status put_site(struct bpe *b, const struct ranked *r, const char *id,
                                struct orb_error *err)
{
    const char *quality = b->qualities.strings[r->row->quality];
    struct orb_site site = { .id = id,
                             .commune = r->commune,
                             .lon = (double)NAN,
                             .lat = (double)NAN,
                             .provenance = { BPE_SOURCE, b->f.date, ORB_BASIS_DECLARED,
                                             NULL } };
    struct orb_buf extra = { 0 };
    enum orb_status status;

    if (quality[0] != '\0') {
        orb_buf_text(&extra, "{\"qualite_xy\":");
        orb_json_write_string(&extra, quality);
        orb_buf_char(&extra, '}');
        site.extra = extra.failed ? NULL : orb_arena_strdup(&b->f.scratch, extra.data);
        orb_buf_release(&extra);
        if (site.extra == NULL)
            return orb_error_memory(err);
    }
    status = place(b, r, &site, err);
    b->f.counts[FINESS_UNKNOWN_POSITION] += isnan(site.lon) != 0;
    b->f.counts[FINESS_KEPT_SITES]++;
    return status == ORB_OK ? orb_sink_site(b->f.sink, &site, err) : status;
}

static enum orb_status put_row(struct bpe *b, const struct ranked *r, unsigned long rank,
                               struct orb_offer *offer, struct orb_error *err)
{
    const struct orb_term_list *labels = NULL;
    const struct orb_term *label;
    struct orb_service service = { .opened_on = ORB_DATE_NONE, .closed_on = ORB_DATE_NONE };
    enum orb_status status =
        orb_vocabulary_terms(&b->f.vocabulary, "bpe_typequ", &labels, err);

    if (status != ORB_OK)
        return status;
    (void)snprintf(b->place, sizeof b->place, "line %lu", r->row->line);
    label = orb_term_find(labels, r->type);
    service.id = orb_arena_printf(&b->f.scratch, "bpe:%s/%s/%s/%lu", b->year, r->commune,
                                  r->type, rank);
    service.site =
        orb_arena_printf(&b->f.scratch, "%s/site", service.id == NULL ? "" : service.id);
    service.codes = orb_arena_printf(&b->f.scratch, "{\"typequ\":\"%s\"}", r->type);
    if (service.id == NULL || service.site == NULL || service.codes == NULL)
        return orb_error_memory(err);
    service.name = label == NULL ? NULL : label->label_fr;
    service.provenance = (struct orb_provenance){ BPE_SOURCE, b->f.date, ORB_BASIS_DECLARED,
                                                  "name=inferred:bpe_typequ.csv" };
    offer->id = offer->service = service.id;
    status = put_site(b, r, service.site, err);
    if (status == ORB_OK)
        status = orb_sink_service(b->f.sink, &service, err);
    b->f.counts[FINESS_KEPT_SERVICES]++;
    return status == ORB_OK ? orb_finess_put_offer(&b->f, offer, err) : status;
}

static enum orb_status put_sorted(struct bpe *b, const struct ranked *list,
                                  struct orb_error *err)
{
    struct orb_offer *offers = orb_arena_array(&b->arena, b->types.count, sizeof *offers);
    enum orb_status status = offers == NULL ? orb_error_memory(err) : ORB_OK;
    unsigned long rank = 0;

    for (uint32_t i = 0; status == ORB_OK && i < b->types.count; i++)
        status = fill_terms(b, b->types.strings[i], &offers[i], err);
    for (size_t i = 0; status == ORB_OK && i < b->row_count; i++) {
        bool same = i > 0 && list[i].commune == list[i - 1].commune &&
                    list[i].type == list[i - 1].type;

        rank = same ? rank + 1 : 1;
        status = put_row(b, &list[i], rank, &offers[list[i].row->type], err);
        orb_arena_clear(&b->f.scratch);
    }
    return status;
}

enum orb_status orb_bpe_put(struct bpe *b, struct orb_error *err)
{
    struct ranked *list = orb_arena_array(&b->arena, b->row_count + 1, sizeof *list);

    if (list == NULL)
        return orb_error_memory(err);
    for (size_t i = 0; i < b->row_count; i++)
        list[i] = (struct ranked){ b->communes.strings[b->rows[i].commune],
                                   b->types.strings[b->rows[i].type], &b->rows[i] };
    if (b->row_count > 1)
        qsort(list, b->row_count, sizeof *list, by_place);
    return put_sorted(b, list, err);
}
