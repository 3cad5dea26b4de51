/* Rules of organizations and services. */
#include <string.h>

#include "engine/base/hash.h"
#include "engine/base/text.h"
#include "engine/quality/state.h"

static bool is_closed(const struct quality_table *table, uint32_t at)
{
    return at != QUALITY_NONE && (table->entries[at].flags & QUALITY_CLOSED) != 0;
}

uint32_t orb_quality_add_name(struct orb_quality *q, const char *name)
{
    size_t at = q->names.len;

    if (name == NULL || at >= QUALITY_NONE)
        return QUALITY_NONE;
    orb_buf_add(&q->names, name, strlen(name) + 1);
    return (uint32_t)at;
}

void orb_quality_use_site(struct orb_quality *q, uint32_t site, uint32_t name)
{
    struct quality_entry *entry = &q->sites.entries[site];

    entry->flags |= QUALITY_USED;
    if (entry->user == QUALITY_NONE)
        entry->user = name;
}

enum orb_status orb_quality_first_service(struct orb_quality *q,
                                          const struct orb_service *s,
                                          struct orb_error *err)
{
    uint32_t organization = orb_quality_table_find(&q->organizations, s->organization);
    uint32_t site = orb_quality_table_find(&q->sites, s->site);
    bool closed =
        orb_quality_is_past(q, s->closed_on) || is_closed(&q->organizations, organization);
    struct quality_entry *entry = orb_quality_table_add(&q->services, s->id);

    if (entry == NULL)
        return orb_error_memory(err);
    orb_quality_examine(q, ORB_QUALITY_DUPLICATE_POSSIBLE);
    entry->name = orb_quality_add_name(q, s->name);
    entry->site = site;
    entry->organization = organization;
    entry->category =
        s->category == NULL ? 0 : (uint32_t)orb_hash(s->category, strlen(s->category));
    entry->flags =
        (closed ? QUALITY_CLOSED : 0U) | (s->contact_count > 0 ? QUALITY_HAS_CONTACT : 0U);
    if (site != QUALITY_NONE && !closed)
        orb_quality_use_site(q, site, entry->name);
    return orb_buf_check(&q->names, err);
}

enum orb_status orb_quality_second_organization(struct orb_quality *q,
                                                const struct orb_organization *o,
                                                struct orb_error *err)
{
    const struct quality_subject subject = { ORB_RECORD_ORGANIZATION, o->id, o->name,
                                             &o->provenance, QUALITY_NONE };
    const struct quality_reference parent = { "parent", o->parent, &q->organizations,
                                              NULL };
    enum orb_status status =
        orb_quality_dates(q, &subject, o->opened_on, o->closed_on, err);

    if (status != ORB_OK || orb_quality_is_past(q, o->closed_on))
        return status;
    return orb_quality_refers(q, &subject, &parent, err);
}

static enum orb_status without_offer(struct orb_quality *q,
                                     const struct quality_subject *subject,
                                     const struct quality_entry *entry,
                                     struct orb_error *err)
{
    struct orb_quality_finding f;

    orb_quality_examine(q, ORB_QUALITY_SERVICE_WITHOUT_OFFER);
    if ((entry->flags & QUALITY_HAS_OFFER) != 0)
        return ORB_OK;
    f = orb_quality_about(q, subject, ORB_QUALITY_SERVICE_WITHOUT_OFFER, "");
    f.value = "";
    f.sentence = _("the service is open, and nothing is offered there");
    return orb_quality_tell(q, &f, err);
}

/* It says nothing that its offer does not: what is wrong is told of the offer. */
static bool is_implied(const struct orb_provenance *p)
{
    return p->fields != NULL && strcmp(p->fields, ORB_FIELDS_IMPLIED) == 0;
}

enum orb_status orb_quality_second_service(struct orb_quality *q,
                                           const struct orb_service *s,
                                           struct orb_error *err)
{
    uint32_t at = orb_quality_table_find(&q->services, s->id);
    const struct quality_reference references[] = {
        { "organization", s->organization, &q->organizations, NULL },
        { "site", s->site, &q->sites, NULL },
    };
    struct quality_subject subject = { ORB_RECORD_SERVICE, s->id, s->name, &s->provenance,
                                       QUALITY_NONE };
    enum orb_status status;

    if (at == QUALITY_NONE || is_implied(&s->provenance))
        return ORB_OK;
    subject.site = q->services.entries[at].site;
    status = orb_quality_dates(q, &subject, s->opened_on, s->closed_on, err);
    if (status != ORB_OK || is_closed(&q->services, at))
        return status;
    for (size_t i = 0; status == ORB_OK && i < 2; i++)
        status = orb_quality_refers(q, &subject, &references[i], err);
    if (status == ORB_OK)
        status = orb_quality_category(q, &subject, s->category, err);
    return status == ORB_OK ? without_offer(q, &subject, &q->services.entries[at], err)
                            : status;
}

enum orb_status orb_quality_pair(struct orb_quality *q, const char *a, const char *b,
                                 const char *why, struct orb_error *err)
{
    uint32_t at = orb_quality_table_find(&q->services, a);
    const struct quality_table *table = &q->services;
    struct quality_subject subject = { ORB_RECORD_SERVICE, a, NULL, NULL, QUALITY_NONE };
    struct orb_quality_finding f;

    if (at == QUALITY_NONE) { /* an offer stands for its service */
        table = &q->offers;
        at = orb_quality_table_find(table, a);
        subject.record = ORB_RECORD_OFFER;
    }
    if (at != QUALITY_NONE) {
        subject.name = orb_quality_name(q, &table->entries[at]);
        subject.site = table->entries[at].site;
    }
    f = orb_quality_about(q, &subject, ORB_QUALITY_DUPLICATE_POSSIBLE, "duplicate_of");
    f.value = b;
    f.sentence = why;
    return orb_quality_tell(q, &f, err);
}
