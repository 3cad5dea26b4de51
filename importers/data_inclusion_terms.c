/* What themes, publics, ways to receive and zones say of an offer, through the crosswalks.
 */
#include <string.h>

#include "engine/base/alloc.h"
#include "engine/base/buf.h"
#include "engine/base/text.h"
#include "importers/data_inclusion.h"
#include "importers/family_prestations.h"

#define EVERYBODY  "tous-publics"
#define HANDICAPED "personnes-en-situation-de-handicap"

/* ---- families */

/* The crosswalk goes from a family to its themes; the order of families is that of the
 * file. */
static enum orb_status fill_families(struct dinc *d, const struct dinc_row *row,
                                     struct orb_terms *terms, struct orb_error *err)
{
    const struct dinc_value *themes = &row->values[DINC_THEMATIQUES];
    const struct orb_code_list said = { themes->items, themes->count, true };
    const struct orb_link_list *links = NULL;
    struct orb_code_list families = { NULL, 0, true };
    const char **items;
    enum orb_status status =
        orb_vocabulary_links(&d->vocabulary, "loubat_datainclusion", &links, err);

    if (status != ORB_OK || themes->count == 0)
        return status;
    items = orb_arena_array(&d->row, links->count, sizeof *items);
    if (items == NULL)
        return orb_error_memory(err);
    families.items = items;
    for (size_t i = 0; i < links->count; i++)
        if (orb_code_list_has(&said, links->links[i].to) &&
            !orb_code_list_has(&families, links->links[i].from))
            items[families.count++] = links->links[i].from;
    if (families.count == 0) {
        d->counts[DINC_NOTE_NO_FAMILY]++;
        return ORB_OK;
    }
    terms->families = families;
    return orb_family_prestations(&d->vocabulary, &d->row, &terms->families, terms, err);
}

/* ---- publics */

/* The publics are alternatives: a part of them would leave people out, so they are known
 * only when each has its group. */
static enum orb_status fill_publics(struct dinc *d, const struct dinc_row *row,
                                    struct orb_terms *terms, struct orb_error *err)
{
    const struct dinc_value *said = &row->values[DINC_PUBLICS];
    const struct orb_link_list *links = NULL;
    const char **items = orb_arena_array(&d->row, said->count + 1, sizeof *items);
    struct orb_code_list groups = { items, 0, true };
    enum orb_status status =
        orb_vocabulary_links(&d->vocabulary, "datainclusion_public_groupe", &links, err);

    if (items == NULL)
        return orb_error_memory(err);
    for (uint32_t i = 0; status == ORB_OK && i < said->count; i++) {
        size_t count = 0;
        const struct orb_link *link = orb_link_find(links, said->items[i], &count);

        if (link == NULL)
            return ORB_OK;
        if (!orb_code_list_has(&groups, link->to))
            items[groups.count++] = link->to;
    }
    if (status != ORB_OK || groups.count == 0)
        return status;
    terms->publics = groups;
    terms->public_strength = said->count == 1 && strcmp(said->items[0], HANDICAPED) == 0
                                 ? ORB_STRENGTH_DEROGABLE
                                 : ORB_STRENGTH_PREFERENTIAL;
    return ORB_OK;
}

/* Droit commun when every public said is of circle 3; such an offer asks for no decision of
 * the CDAPH. */
static enum orb_status fill_circle(struct dinc *d, const struct dinc_row *row,
                                   struct orb_terms *terms, struct orb_error *err)
{
    const struct dinc_value *said = &row->values[DINC_PUBLICS];
    const struct orb_link_list *links = NULL;
    enum orb_tristate answer = ORB_UNKNOWN;
    enum orb_status status =
        orb_vocabulary_links(&d->vocabulary, "datainclusion_cercle_defaut", &links, err);

    for (uint32_t i = 0; status == ORB_OK && i < said->count; i++) {
        size_t count = 0;
        const struct orb_link *link = orb_link_find(links, said->items[i], &count);

        if (link == NULL)
            return ORB_OK;
        if (answer != ORB_NO)
            answer = strcmp(link->to, "C3") == 0 ? ORB_YES : ORB_NO;
    }
    terms->droit_commun = answer;
    terms->orientations.known = answer == ORB_YES;
    return status;
}

/* ---- modalities */

static enum orb_status fill_modalities(struct dinc *d, const char *mode,
                                       struct orb_terms *terms, struct orb_error *err)
{
    const struct orb_link_list *links = NULL;
    const struct orb_link *found;
    struct orb_modality *items;
    size_t count = 0;
    enum orb_status status =
        orb_vocabulary_links(&d->vocabulary, "datainclusion_mode_modalite", &links, err);

    if (status != ORB_OK || mode == NULL)
        return status;
    found = orb_link_find(links, mode, &count);
    items = orb_arena_array(&d->row, count + 1, sizeof *items);
    if (items == NULL)
        return orb_error_memory(err);
    for (size_t i = 0; i < count; i++) /* by telephone or internet: not said which */
        items[i] = (struct orb_modality){ found[i].to, count > 1 ? ORB_CERTAINTY_POSSIBLE
                                                                 : ORB_CERTAINTY_DECLARED };
    terms->modalities = items;
    terms->modality_count = (uint32_t)count;
    terms->modalities_known = count > 0;
    return ORB_OK;
}

/* ---- zone */

/* Members of each EPCI, by the communes of the territory. */
static enum orb_status read_epcis(struct dinc *d, struct orb_error *err)
{
    const struct orb_territory_view *view = d->in->territory;
    const char *commune = NULL;

    if (d->epcis_read || view == NULL || view->epci == NULL || view->next_commune == NULL)
        return ORB_OK;
    d->epcis_read = true;
    while ((commune = view->next_commune(view->context, commune)) != NULL) {
        const char *epci = view->epci(view->context, commune);
        size_t before = d->epcis.count;
        struct dinc_members *list;
        uint32_t number;

        if (epci == NULL)
            continue;
        if (orb_grow((void **)&d->members, &d->member_capacity, before,
                     sizeof *d->members) != ORB_OK ||
            orb_strmap_add(&d->epcis, epci, strlen(epci), &number) != ORB_OK)
            return orb_error_memory(err);
        list = &d->members[number];
        if (d->epcis.count > before)
            *list = (struct dinc_members){ 0 };
        if ((list->count & (list->count - 1)) == 0) { /* full: at 0, 1, 2, 4... */
            const char **items = orb_arena_array(
                &d->kept, list->count == 0 ? 1 : 2 * list->count, sizeof *items);

            if (items == NULL)
                return orb_error_memory(err);
            if (list->count > 0)
                memcpy(items, list->items, list->count * sizeof *items);
            list->items = items;
        }
        list->items[list->count++] = commune;
    }
    return ORB_OK;
}

enum zone_kind { ZONE_BAD, ZONE_FRANCE, ZONE_COMMUNE, ZONE_DEPARTEMENT, ZONE_EPCI };

/* "97" and "98" alone are no département; 99 is abroad. */
static enum zone_kind zone_kind(const char *code)
{
    size_t len = strlen(code);
    bool corse = strncmp(code, "2A", 2) == 0 || strncmp(code, "2B", 2) == 0;
    bool overseas = strncmp(code, "97", 2) == 0 || strncmp(code, "98", 2) == 0;
    const char *rest = corse ? code + 2 : code;

    if (strcmp(code, "france") == 0 || strcmp(code, "99100") == 0)
        return ZONE_FRANCE;
    if (strspn(rest, "0123456789") != strlen(rest))
        return ZONE_BAD;
    if (len == 9)
        return corse ? ZONE_BAD : ZONE_EPCI;
    if (strncmp(code, "99", 2) == 0)
        return ZONE_BAD;
    if (len == 5)
        return ZONE_COMMUNE;
    return len == (overseas ? 3U : 2U) ? ZONE_DEPARTEMENT : ZONE_BAD;
}

struct zone_lists {
    struct orb_buf communes; /* of const char * */
    struct orb_buf departments;
    bool national;
};

static enum orb_status add_code(struct dinc *d, struct dinc_row *row, const char *code,
                                struct zone_lists *lists, struct orb_error *err)
{
    enum zone_kind kind = zone_kind(code);
    uint32_t number;

    if (kind == ZONE_BAD)
        return orb_dinc_tell_item(
            d, row, (struct dinc_fault){ DINC_ZONE_ELIGIBILITE, DINC_ZONE_CODE, code },
            err);
    if (kind == ZONE_FRANCE)
        lists->national = true;
    if (kind == ZONE_COMMUNE)
        orb_buf_add(&lists->communes, &code, sizeof code);
    if (kind == ZONE_DEPARTEMENT)
        orb_buf_add(&lists->departments, &code, sizeof code);
    if (kind != ZONE_EPCI)
        return ORB_OK;
    number = orb_strmap_find(&d->epcis, code, strlen(code));
    if (number == ORB_STRMAP_NONE)
        return orb_dinc_tell_item(
            d, row, (struct dinc_fault){ DINC_ZONE_ELIGIBILITE, DINC_ZONE_EPCI, code },
            err);
    orb_buf_add(&lists->communes, d->members[number].items,
                d->members[number].count * sizeof code);
    return ORB_OK;
}

static enum orb_status set_codes(struct dinc *d, const struct orb_buf *from,
                                 struct orb_code_list *out, struct orb_error *err)
{
    size_t count = from->len / sizeof(const char *);
    const char **items = orb_arena_array(&d->row, count + 1, sizeof *items);

    if (items == NULL || from->failed)
        return orb_error_memory(err);
    if (count > 0)
        memcpy(items, from->data, from->len);
    *out = (struct orb_code_list){ items, (uint32_t)count, true };
    return ORB_OK;
}

/* A zone of which one code is not understood is unknown: the others would say no to people
 * it may accept. */
enum orb_status orb_dinc_zone(struct dinc *d, struct dinc_row *row, struct orb_zone *zone,
                              struct orb_error *err)
{
    const struct dinc_value *said = &row->values[DINC_ZONE_ELIGIBILITE];
    struct zone_lists lists = { .national = false };
    unsigned long long before = d->report->values;
    enum orb_status status = ORB_OK;

    if (said->count == 0)
        return ORB_OK;
    status = read_epcis(d, err);
    for (uint32_t i = 0; status == ORB_OK && i < said->count; i++)
        status = add_code(d, row, said->items[i], &lists, err);
    if (status == ORB_OK && d->report->values == before) {
        zone->known = true;
        zone->national = lists.national;
        status = set_codes(d, &lists.communes, &zone->communes, err);
        if (status == ORB_OK)
            status = set_codes(d, &lists.departments, &zone->departments, err);
    }
    orb_buf_release(&lists.communes);
    orb_buf_release(&lists.departments);
    return status;
}

/* ---- all of them */

static void add_inferred(struct orb_buf *b, bool known, const char *text)
{
    if (!known)
        return;
    orb_buf_text(b, b->len > 0 ? ";" : "");
    orb_buf_text(b, text);
}

/* Which values come from a crosswalk, in byte order. */
static const char *inferred(struct dinc *d, const struct orb_terms *t)
{
    struct orb_buf b = { 0 };
    const char *text;

    add_inferred(&b, t->droit_commun != ORB_UNKNOWN,
                 "droit_commun=inferred:datainclusion_cercle_defaut.csv");
    add_inferred(&b, t->families.known, "families=inferred:loubat_datainclusion.csv");
    add_inferred(&b, t->modalities_known,
                 "modalities=inferred:datainclusion_mode_modalite.csv");
    add_inferred(&b, t->orientations.known,
                 "orientations=inferred:datainclusion_cercle_defaut.csv");
    add_inferred(&b, t->prestations_known,
                 "prestations=inferred:loubat_serafin_prestations.csv");
    add_inferred(&b, t->publics.known, "publics=inferred:datainclusion_public_groupe.csv");
    text = b.failed ? NULL : orb_arena_text(&d->row, b.len > 0 ? b.data : "", b.len);
    orb_buf_release(&b);
    return text;
}

static enum orb_status check_publics(struct dinc *d, struct dinc_row *row,
                                     struct orb_error *err)
{
    struct dinc_value *said = &row->values[DINC_PUBLICS];
    const struct orb_code_list list = { said->items, said->count, true };

    if (said->count < 2 || !orb_code_list_has(&list, EVERYBODY))
        return ORB_OK;
    said->count = 0;
    return orb_dinc_tell_item(
        d, row, (struct dinc_fault){ DINC_PUBLICS, DINC_PUBLICS_NOT_ALONE, EVERYBODY },
        err);
}

enum orb_status orb_dinc_terms(struct dinc *d, struct dinc_row *row, const char *mode,
                               struct orb_offer *offer, struct orb_error *err)
{
    struct orb_terms *terms = &offer->terms;
    enum orb_status status = check_publics(d, row, err);

    if (status == ORB_OK)
        status = fill_families(d, row, terms, err);
    if (status == ORB_OK)
        status = fill_publics(d, row, terms, err);
    if (status == ORB_OK)
        status = fill_circle(d, row, terms, err);
    if (status == ORB_OK)
        status = fill_modalities(d, mode, terms, err);
    if (status != ORB_OK)
        return status;
    offer->provenance.fields = inferred(d, terms);
    return offer->provenance.fields == NULL ? orb_error_memory(err) : ORB_OK;
}
