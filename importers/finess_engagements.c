/* Engagements: some are dispositifs that people are sent to, the others bind the
 * establishment to an authority. */
#include <stdio.h>
#include <string.h>

#include "engine/base/buf.h"
#include "engine/base/text.h"
#include "importers/finess.h"

#define DISPOSITIFS 13

/* Dispositifs that are no category of FINESS. PCO, CPU and CPP come under CONV: the subtype
 * decides. */
static bool is_dispositif(const char *code)
{
    static const char *const codes[DISPOSITIFS] = { "DIT", "PDI", "MDI", "PCP", "UEM",
                                                    "UEE", "UEA", "EMA", "PCO", "CPU",
                                                    "CPP", "REL", "DEA" };

    for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++)
        if (strcmp(codes[i], code) == 0)
            return true;
    return false;
}

static enum orb_status read_engagement(struct finess *f, const struct orb_node *value,
                                       struct finess_engagement *out, struct orb_error *err)
{
    orb_date lapse = ORB_DATE_NONE;
    enum orb_status status = orb_finess_text(f, value, "typeEngagement", &out->type, err);

    out->from = out->to = ORB_DATE_NONE;
    if (status == ORB_OK)
        status = orb_finess_text(f, value, "sousTypeEngagement", &out->subtype, err);
    if (status == ORB_OK)
        status = orb_finess_date(f, value, "dateEffetEngagement", &out->from, err);
    if (status == ORB_OK)
        status = orb_finess_date(f, value, "dateFinEngagement", &out->to, err);
    if (status == ORB_OK)
        status = orb_finess_date(f, value, "dateCaduciteEngagement", &lapse, err);
    if (out->to == ORB_DATE_NONE || (lapse != ORB_DATE_NONE && lapse < out->to))
        out->to = lapse;
    return status;
}

static bool in_force(const struct finess *f, const struct finess_engagement *e)
{
    return e->to == ORB_DATE_NONE || f->date == ORB_DATE_NONE || e->to >= f->date;
}

/* The same dispositif twice: the one that lasts longer. */
static void keep_dispositif(struct finess_establishment *e,
                            const struct finess_engagement *one)
{
    for (size_t i = 0; i < e->dispositif_count; i++) {
        struct finess_engagement *kept = &e->dispositifs[i];

        if (strcmp(kept->subtype, one->subtype) != 0)
            continue;
        if (kept->to != ORB_DATE_NONE && (one->to == ORB_DATE_NONE || one->to > kept->to))
            *kept = *one;
        return;
    }
    e->dispositifs[e->dispositif_count++] = *one;
}

static void keep_code(struct orb_buf *codes, const struct finess_engagement *e, bool first)
{
    char text[80];

    (void)snprintf(text, sizeof text, "%.20s/%.20s", e->type == NULL ? "?" : e->type,
                   e->subtype == NULL ? "?" : e->subtype);
    if (!first)
        orb_buf_char(codes, ',');
    orb_json_write_string(codes, text);
}

enum orb_status orb_finess_engagements(struct finess *f, const struct orb_node *engagements,
                                       struct finess_establishment *e,
                                       struct orb_buf *codes, struct orb_error *err)
{
    size_t count = orb_node_count(engagements);
    const char **items = orb_arena_array(&f->scratch, DISPOSITIFS, sizeof *items);
    enum orb_status status = ORB_OK;

    e->dispositifs = orb_arena_array(&f->scratch, DISPOSITIFS, sizeof *e->dispositifs);
    if (items == NULL || e->dispositifs == NULL)
        return orb_error_memory(err);
    f->place.list = "engagement";
    for (size_t i = 0; status == ORB_OK && i < count; i++) {
        struct finess_engagement one = { 0 };

        f->place.index = (long)i;
        f->counts[FINESS_READ_ENGAGEMENTS]++;
        status = read_engagement(f, orb_node_at(engagements, i), &one, err);
        if (status == ORB_OK)
            status = orb_finess_label(f, "finess_engagements", one.type, err);
        if (status == ORB_OK)
            status = orb_finess_label(f, "finess_engagements", one.subtype, err);
        keep_code(codes, &one, i == 0);
        if (status == ORB_OK && one.subtype != NULL && is_dispositif(one.subtype))
            keep_dispositif(e, &one);
    }
    f->place.list = NULL;
    for (size_t i = 0; i < e->dispositif_count; i++)
        if (in_force(f, &e->dispositifs[i]))
            items[e->engagement_count++] = e->dispositifs[i].subtype;
    e->engagements = items;
    return status;
}

static const char *name_of(struct finess *f, const char *code, const char *establishment)
{
    const char *label =
        orb_vocabulary_label(&f->vocabulary, "finess_engagements", code, "fr");

    if (label == NULL || label[0] == '(')
        label = code;
    return establishment == NULL
               ? label
               : orb_arena_printf(&f->scratch, "%s (%s)", label, establishment);
}

/* The dispositif as a service under the establishment: same organization, site and
 * contacts. */
static enum orb_status put_service(struct finess *f, const struct finess_engagement *one,
                                   const struct finess_establishment *e,
                                   struct orb_service *out, struct orb_error *err)
{
    orb_date closed = one->to;

    if (e->closed_on != ORB_DATE_NONE && (closed == ORB_DATE_NONE || e->closed_on < closed))
        closed = e->closed_on;
    *out = (struct orb_service){ .organization = e->service->organization,
                                 .site = e->service->site,
                                 .opened_on = one->from,
                                 .closed_on = closed,
                                 .contacts = e->service->contacts,
                                 .contact_count = e->service->contact_count,
                                 .provenance = e->service->provenance };
    if (one->from != ORB_DATE_NONE && closed != ORB_DATE_NONE && one->from > closed)
        out->opened_on = ORB_DATE_NONE;
    out->id = orb_arena_printf(&f->scratch, "%s/%s", e->id, one->subtype);
    out->name = name_of(f, one->subtype, e->name);
    out->codes = orb_arena_printf(&f->scratch, "{\"engagements\":[\"%s\"]}", one->subtype);
    if (out->id == NULL || out->name == NULL || out->codes == NULL)
        return orb_error_memory(err);
    f->counts[FINESS_KEPT_SERVICES]++;
    return orb_sink_service(f->sink, out, err);
}

static enum orb_status put_dispositif(struct finess *f, const struct finess_engagement *one,
                                      const struct finess_establishment *e,
                                      struct orb_error *err)
{
    const char *const engagements[] = { one->subtype };
    const struct finess_terms_codes codes = { .category = e->category,
                                              .engagements = engagements,
                                              .engagement_count = 1,
                                              .dispositif = one->subtype };
    struct orb_service service;
    struct orb_offer offer;
    enum orb_status status = put_service(f, one, e, &service, err);

    orb_offer_init(&offer);
    if (status == ORB_OK)
        status = orb_finess_terms_fill(&f->terms, &f->scratch, &codes, &offer, err);
    if (status != ORB_OK)
        return status;
    offer.id = offer.service = service.id;
    offer.opened_on = service.opened_on;
    offer.closed_on = service.closed_on;
    offer.provenance.source = FINESS_SOURCE_STRUCTURES;
    offer.provenance.observed_on = f->dates[0];
    return orb_finess_put_offer(f, &offer, err);
}

enum orb_status orb_finess_dispositifs(struct finess *f,
                                       const struct finess_establishment *e,
                                       struct orb_error *err)
{
    enum orb_status status = ORB_OK;

    for (size_t i = 0; status == ORB_OK && i < e->dispositif_count; i++)
        status = put_dispositif(f, &e->dispositifs[i], e, err);
    return status;
}
