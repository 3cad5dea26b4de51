/* Rules of relations: dates, what they name, and agreements that run out. A renewed
 * agreement is another relation, so the last word waits for the end. */
#include <string.h>

#include "engine/base/text.h"
#include "engine/quality/state.h"

/* Roles and groups never prove a circle: nobody renews them. */
static bool proves_circle(enum orb_relation_type type)
{
    return type == ORB_RELATION_INTERNE || type == ORB_RELATION_SOUS_TRAITANCE ||
           type == ORB_RELATION_PARTENARIAT || type == ORB_RELATION_DISPOSITIF;
}

/* What a relation binds; *closed tells when it is closed. */
static struct quality_subject target_of(const struct orb_quality *q,
                                        const struct orb_relation *r, bool *closed)
{
    const struct quality_table *table = r->offer != NULL     ? &q->offers
                                        : r->service != NULL ? &q->services
                                                             : &q->organizations;
    const char *id = r->offer != NULL     ? r->offer
                     : r->service != NULL ? r->service
                                          : r->organization;
    struct quality_subject subject = { ORB_RECORD_RELATION, id == NULL ? "" : id, NULL,
                                       &r->provenance, QUALITY_NONE };
    uint32_t at = orb_quality_table_find(table, id);

    *closed = false;
    if (at == QUALITY_NONE)
        return subject;
    subject.name = orb_quality_name(q, &table->entries[at]);
    subject.site = table->entries[at].site;
    *closed = (table->entries[at].flags & QUALITY_CLOSED) != 0;
    return subject;
}

static enum orb_status dates(struct orb_quality *q, const struct quality_subject *subject,
                             const struct orb_relation *r, struct orb_error *err)
{
    struct orb_quality_finding f;
    char day[ORB_DATE_LEN];
    char words[QUALITY_DATE_LEN];

    if (r->from == ORB_DATE_NONE || r->to == ORB_DATE_NONE)
        return ORB_OK;
    orb_quality_examine(q, ORB_QUALITY_DATES_REVERSED);
    if (r->to >= r->from)
        return ORB_OK;
    f = orb_quality_about(q, subject, ORB_QUALITY_DATES_REVERSED, "to");
    orb_buf_text(&q->value, orb_date_write(day, r->to));
    orb_buf_printf(&q->sentence, _("it ends before it begins, on %s"),
                   orb_quality_date(q, words, r->from));
    return orb_quality_tell(q, &f, err);
}

static enum orb_status references(struct orb_quality *q,
                                  const struct quality_subject *subject,
                                  const struct orb_relation *r, struct orb_error *err)
{
    const struct quality_reference all[] = {
        /* FINESS links establishments too. */
        { "operator", r->operator_id, &q->organizations, &q->services },
        { "offer", r->offer, &q->offers, NULL },
        { "service", r->service, &q->services, NULL },
        { "organization", r->organization, &q->organizations, NULL },
    };
    enum orb_status status = ORB_OK;

    for (size_t i = 0; status == ORB_OK && i < sizeof all / sizeof all[0]; i++)
        status = orb_quality_refers(q, subject, &all[i], err);
    return status;
}

/* The parties and the type, as one entry that keeps their latest day. */
static enum orb_status bind(struct orb_quality *q, const struct orb_relation *r,
                            uint32_t *key, struct orb_error *err)
{
    const char *const parts[] = { r->operator_id, r->offer, r->service, r->organization,
                                  orb_relation_type_name(r->type) };
    int32_t to = r->to == ORB_DATE_NONE ? INT32_MAX : r->to;
    struct quality_entry *entry = NULL;
    size_t before = q->agreements.count;

    orb_buf_clear(&q->value);
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
        orb_buf_printf(&q->value, "%s\t", parts[i] == NULL ? "" : parts[i]);
    if (!q->value.failed)
        entry = orb_quality_table_add(&q->agreements, q->value.data);
    orb_buf_clear(&q->value);
    if (entry == NULL)
        return orb_error_memory(err);
    if (q->agreements.count > before || to > entry->last_day)
        entry->last_day = to;
    *key = (uint32_t)(entry - q->agreements.entries);
    return ORB_OK;
}

static enum orb_status keep(struct orb_quality *q, const struct quality_subject *subject,
                            const struct orb_relation *r, uint32_t key,
                            struct orb_error *err)
{
    struct quality_agreement *a = orb_arena_alloc(&q->arena, sizeof *a);
    char day[ORB_DATE_LEN];

    if (a == NULL)
        return orb_error_memory(err);
    a->key = key;
    a->to = r->to;
    a->finding = orb_quality_about(q, subject,
                                   r->to < q->settings.date ? ORB_QUALITY_AGREEMENT_EXPIRED
                                                            : ORB_QUALITY_AGREEMENT_SOON,
                                   "to");
    a->finding.value = orb_date_write(day, r->to);
    a->finding.sentence = /* until the end, what proves it */
        r->evidence == NULL ? orb_relation_type_name(r->type) : r->evidence;
    if (!orb_quality_hold(q, &a->finding.id) || !orb_quality_hold(q, &a->finding.value) ||
        !orb_quality_hold(q, &a->finding.name) ||
        !orb_quality_hold(q, &a->finding.source) ||
        !orb_quality_hold(q, &a->finding.sentence))
        return orb_error_memory(err);
    *q->last_agreement = a;
    q->last_agreement = &a->next;
    return ORB_OK;
}

enum orb_status orb_quality_first_relation(struct orb_quality *q,
                                           const struct orb_relation *r,
                                           struct orb_error *err)
{
    bool closed;
    struct quality_subject subject = target_of(q, r, &closed);
    uint32_t key = 0;
    enum orb_status status = dates(q, &subject, r, err);

    if (status == ORB_OK && !closed &&
        (r->to == ORB_DATE_NONE || r->to >= q->settings.date))
        status = references(q, &subject, r, err);
    if (status != ORB_OK || !proves_circle(r->type))
        return status;
    status = bind(q, r, &key, err);
    if (status != ORB_OK || closed)
        return status;
    orb_quality_examine(q, ORB_QUALITY_AGREEMENT_EXPIRED);
    orb_quality_examine(q, ORB_QUALITY_AGREEMENT_SOON);
    if (r->to == ORB_DATE_NONE || r->to > q->settings.date + q->settings.soon_days)
        return ORB_OK;
    return keep(q, &subject, r, key, err);
}

enum orb_status orb_quality_agreements_end(struct orb_quality *q, struct orb_error *err)
{
    enum orb_status status = ORB_OK;

    for (struct quality_agreement *a = q->first_agreement; status == ORB_OK && a != NULL;
         a = a->next) {
        const char *evidence = a->finding.sentence;
        char day[QUALITY_DATE_LEN];

        if (q->agreements.entries[a->key].last_day > a->to)
            continue;
        orb_buf_printf(&q->sentence,
                       a->finding.kind == ORB_QUALITY_AGREEMENT_EXPIRED
                           ? _("the agreement '%s' ended on %s")
                           : _("the agreement '%s' ends on %s"),
                       evidence, orb_quality_date(q, day, a->to));
        a->finding.sentence = NULL;
        status = orb_quality_tell(q, &a->finding, err);
    }
    return status;
}
