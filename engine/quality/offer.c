/* Rules of offers, in one reading: what an offer leans on was read before it. */
#include <stdio.h>
#include <string.h>

#include "engine/base/hash.h"
#include "engine/base/text.h"
#include "engine/model/profile.h"
#include "engine/quality/state.h"

/* What the offer leans on; QUALITY_NONE when it is not known. */
struct around {
    struct quality_subject subject;
    uint32_t service;
    uint32_t organization;
    uint32_t site;
    bool onsite; /* people come to it, as far as is known */
    bool at_home;
};

static unsigned flags_of(const struct quality_table *table, uint32_t at)
{
    return at == QUALITY_NONE ? 0 : table->entries[at].flags;
}

static void read_modalities(const struct orb_quality *q, const struct orb_terms *terms,
                            struct around *a)
{
    for (uint32_t i = 0; i < terms->modality_count; i++) {
        const struct orb_profile_modality *m =
            orb_profile_modality_find(q->settings.profile, terms->modalities[i].code);

        a->onsite = a->onsite || (m != NULL && m->kind == ORB_KIND_ONSITE);
        a->at_home = a->at_home || (m != NULL && m->kind == ORB_KIND_HOME);
    }
}

static struct around look_around(const struct orb_quality *q, const struct orb_offer *o)
{
    const char *id = o->service == NULL ? o->id : o->service;
    struct around a = { .service = orb_quality_table_find(&q->services, id),
                        .organization =
                            orb_quality_table_find(&q->organizations, o->organization),
                        .site = orb_quality_table_find(&q->sites, o->site) };
    const struct quality_entry *service =
        a.service == QUALITY_NONE ? NULL : &q->services.entries[a.service];

    if (o->organization == NULL && service != NULL)
        a.organization = service->organization;
    if (o->site == NULL && service != NULL)
        a.site = service->site;
    read_modalities(q, &o->terms, &a);
    a.subject = (struct quality_subject){ ORB_RECORD_OFFER, o->id, o->name, &o->provenance,
                                          a.site };
    if (o->name == NULL && service != NULL)
        a.subject.name = orb_quality_name(q, service);
    return a;
}

/* ---- rules of every offer */

static enum orb_status closures(struct orb_quality *q,
                                const struct quality_subject *subject,
                                const struct orb_offer *o, struct orb_error *err)
{
    enum orb_status status = ORB_OK;

    for (uint32_t i = 0; status == ORB_OK && i < o->closure_count; i++) {
        const struct orb_closure *c = &o->closures[i];
        struct orb_quality_finding f;
        char day[ORB_DATE_LEN];
        char words[QUALITY_DATE_LEN];

        if (c->from == ORB_DATE_NONE || c->to == ORB_DATE_NONE || c->to >= c->from)
            continue;
        f = orb_quality_about(q, subject, ORB_QUALITY_DATES_REVERSED, "closures");
        orb_buf_text(&q->value, orb_date_write(day, c->to));
        orb_buf_printf(&q->sentence, _("a temporary closure ends before it begins, on %s"),
                       orb_quality_date(q, words, c->from));
        status = orb_quality_tell(q, &f, err);
    }
    return status;
}

#define AGE_LEN 64

static const char *age_words(char out[AGE_LEN], int months)
{
    if (months % 12 == 0)
        (void)snprintf(out, AGE_LEN, ORB_PLURAL("%d year", "%d years", months / 12),
                       months / 12);
    else
        (void)snprintf(out, AGE_LEN, ORB_PLURAL("%d month", "%d months", months), months);
    return out;
}

static enum orb_status ages(struct orb_quality *q, const struct quality_subject *subject,
                            const struct orb_terms *t, struct orb_error *err)
{
    struct orb_quality_finding f;
    char from[AGE_LEN];
    char until[AGE_LEN];

    if (t->age_min_months == ORB_AGE_UNKNOWN || t->age_max_months == ORB_AGE_UNKNOWN)
        return ORB_OK;
    orb_quality_examine(q, ORB_QUALITY_AGES_REVERSED);
    if (t->age_min_months < t->age_max_months)
        return ORB_OK;
    f = orb_quality_about(q, subject, ORB_QUALITY_AGES_REVERSED, "age");
    orb_buf_printf(&q->value, "%d-%d", t->age_min_months, t->age_max_months);
    orb_buf_printf(&q->sentence, _("people are received from %s, and only until %s"),
                   age_words(from, t->age_min_months), age_words(until, t->age_max_months));
    return orb_quality_tell(q, &f, err);
}

/* ---- rules of open offers */

static enum orb_status contact(struct orb_quality *q, const struct around *a,
                               const struct orb_offer *o, struct orb_error *err)
{
    unsigned flags =
        flags_of(&q->services, a->service) | flags_of(&q->organizations, a->organization);
    struct orb_quality_finding f;

    orb_quality_examine(q, ORB_QUALITY_CONTACT_MISSING);
    if (o->contact_count > 0 || (flags & QUALITY_HAS_CONTACT) != 0)
        return ORB_OK;
    f = orb_quality_about(q, &a->subject, ORB_QUALITY_CONTACT_MISSING, "contacts");
    f.value = "";
    f.sentence =
        _("neither the offer, nor its service, nor its organization says how to reach it");
    return orb_quality_tell(q, &f, err);
}

static enum orb_status place(struct orb_quality *q, const struct around *a,
                             const struct orb_offer *o, struct orb_error *err)
{
    struct orb_quality_finding f;

    if (a->site != QUALITY_NONE)
        orb_quality_use_site(
            q, a->site,
            q->sites.entries[a->site].user != QUALITY_NONE ||
                    (q->sites.entries[a->site].flags & QUALITY_CONFIDENTIAL) != 0
                ? QUALITY_NONE
                : orb_quality_add_name(q, a->subject.name));
    else if (a->onsite && o->site == NULL &&
             (a->service == QUALITY_NONE ||
              q->services.entries[a->service].site == QUALITY_NONE)) {
        orb_quality_examine(q, ORB_QUALITY_POSITION_MISSING);
        f = orb_quality_about(q, &a->subject, ORB_QUALITY_POSITION_MISSING, "site");
        f.value = "";
        f.sentence = _("people come to it, and no place is given");
        return orb_quality_tell(q, &f, err);
    }
    return ORB_OK;
}

static enum orb_status zone(struct orb_quality *q, const struct around *a,
                            const struct orb_offer *o, struct orb_error *err)
{
    struct orb_quality_finding f;

    if (!a->at_home)
        return ORB_OK;
    orb_quality_examine(q, ORB_QUALITY_ZONE_MISSING);
    if (o->zone.known)
        return ORB_OK;
    f = orb_quality_about(q, &a->subject, ORB_QUALITY_ZONE_MISSING, "zone");
    f.value = "";
    f.sentence = _("it goes to people's homes, and does not say in which communes");
    return orb_quality_tell(q, &f, err);
}

/* An institution decides and serves nobody: nothing is asked of it. */
static enum orb_status purpose(struct orb_quality *q, const struct around *a,
                               const struct orb_terms *t, struct orb_error *err)
{
    struct orb_quality_finding f;

    if (t->institution)
        return ORB_OK;
    orb_quality_examine(q, ORB_QUALITY_PURPOSE_MISSING);
    if (t->prestation_count > 0)
        return ORB_OK;
    f = orb_quality_about(q, &a->subject, ORB_QUALITY_PURPOSE_MISSING, "prestations");
    f.value = "";
    f.sentence = _("no prestation is known of it: it is never proposed");
    return orb_quality_tell(q, &f, err);
}

static enum orb_status sheet(struct orb_quality *q, const struct around *a,
                             const struct orb_provenance *p, struct orb_error *err)
{
    int months = orb_quality_age_months(q, p->observed_on);
    uint32_t source = q->last_source;
    struct orb_quality_finding f;
    char day[ORB_DATE_LEN];
    int of_source;

    if (months < 0 || p->source == NULL || source == ORB_STRMAP_NONE)
        return ORB_OK;
    of_source = orb_quality_age_months(q, q->sources[source].observed_on);
    if (of_source < 0 || of_source >= q->settings.old_months)
        return ORB_OK;
    orb_quality_examine(q, ORB_QUALITY_SHEET_OLD);
    if (months < q->settings.old_months)
        return ORB_OK;
    f = orb_quality_about(q, &a->subject, ORB_QUALITY_SHEET_OLD, "observed_on");
    orb_buf_text(&q->value, orb_date_write(day, p->observed_on));
    orb_buf_printf(&q->sentence, _("its sheet is %d months old"), months);
    return orb_quality_tell(q, &f, err);
}

/* The category of an offer is told with its service when they share it. */
static enum orb_status category(struct orb_quality *q, const struct around *a,
                                const char *code, struct orb_error *err)
{
    uint32_t of_service =
        a->service == QUALITY_NONE ? 0 : q->services.entries[a->service].category;

    if (code == NULL || of_service == (uint32_t)orb_hash(code, strlen(code)))
        return ORB_OK;
    return orb_quality_category(q, &a->subject, code, err);
}

/* Offers come by id: one that names a later one waits for the end. */
static enum orb_status names_offer(struct orb_quality *q, const struct around *a,
                                   const char *field, const char *id, struct orb_error *err)
{
    struct quality_pending *p;

    if (id == NULL)
        return ORB_OK;
    orb_quality_examine(q, ORB_QUALITY_REFERENCE_MISSING);
    if (orb_quality_table_find(&q->offers, id) != QUALITY_NONE)
        return ORB_OK;
    p = orb_arena_alloc(&q->arena, sizeof *p);
    if (p == NULL)
        return orb_error_memory(err);
    p->finding = orb_quality_about(q, &a->subject, ORB_QUALITY_REFERENCE_MISSING, field);
    p->finding.value = id;
    if (!orb_quality_hold(q, &p->finding.id) || !orb_quality_hold(q, &p->finding.value) ||
        !orb_quality_hold(q, &p->finding.name) || !orb_quality_hold(q, &p->finding.source))
        return orb_error_memory(err);
    *q->last_pending = p;
    q->last_pending = &p->next;
    return ORB_OK;
}

/* A service that carries nothing else has no record: an offer of the same id stands for it.
 */
static enum orb_status references(struct orb_quality *q, const struct around *a,
                                  const struct orb_offer *o, struct orb_error *err)
{
    const struct quality_reference all[] = {
        { "site", o->site, &q->sites, NULL },
        { "organization", o->organization, &q->organizations, NULL },
    };
    enum orb_status status = names_offer(q, a, "duplicate_of", o->duplicate_of, err);

    if (status == ORB_OK && a->service == QUALITY_NONE)
        status = names_offer(q, a, "service", o->service, err);

    for (size_t i = 0; status == ORB_OK && i < sizeof all / sizeof all[0]; i++)
        status = orb_quality_refers(q, &a->subject, &all[i], err);
    return status;
}

static enum orb_status judge_open(struct orb_quality *q, const struct around *a,
                                  const struct orb_offer *o, struct orb_error *err)
{
    enum orb_status status = contact(q, a, o, err);

    if (status == ORB_OK)
        status = place(q, a, o, err);
    if (status == ORB_OK)
        status = zone(q, a, o, err);
    if (status == ORB_OK)
        status = orb_quality_zone(q, &a->subject, o, err);
    if (status == ORB_OK)
        status = category(q, a, o->terms.category, err);
    if (status == ORB_OK)
        status = orb_quality_codes(q, &a->subject, &o->terms, err);
    if (status == ORB_OK)
        status = purpose(q, a, &o->terms, err);
    if (status == ORB_OK)
        status = orb_quality_capacities(q, &a->subject, o, err);
    if (status == ORB_OK)
        status = ages(q, &a->subject, &o->terms, err);
    return status == ORB_OK ? sheet(q, a, &o->provenance, err) : status;
}

static enum orb_status open_in_closed(struct orb_quality *q, const struct around *a,
                                      bool by_service, struct orb_error *err)
{
    struct orb_quality_finding f =
        orb_quality_about(q, &a->subject, ORB_QUALITY_OPEN_IN_CLOSED, "closed_on");

    f.value = "";
    f.sentence = by_service ? _("nothing says that it is closed, but its service is")
                            : _("nothing says that it is closed, but its organization is");
    return orb_quality_tell(q, &f, err);
}

enum orb_status orb_quality_first_offer(struct orb_quality *q, const struct orb_offer *o,
                                        struct orb_error *err)
{
    struct around a = look_around(q, o);
    bool by_service = (flags_of(&q->services, a.service) & QUALITY_CLOSED) != 0;
    bool by_organization =
        (flags_of(&q->organizations, a.organization) & QUALITY_CLOSED) != 0;
    struct quality_entry *entry = orb_quality_table_add(&q->offers, o->id);
    enum orb_status status;

    if (entry == NULL)
        return orb_error_memory(err);
    entry->name = QUALITY_NONE;
    entry->site = a.site;
    entry->organization = a.organization;
    if (o->service == NULL && o->name != NULL && q->names.len < QUALITY_NONE) {
        entry->name = (uint32_t)q->names.len; /* it stands for its service */
        orb_buf_add(&q->names, o->name, strlen(o->name) + 1);
    }
    if (o->service == NULL)
        orb_quality_examine(q, ORB_QUALITY_DUPLICATE_POSSIBLE);
    status = orb_quality_dates(q, &a.subject, o->opened_on, o->closed_on, err);
    if (status == ORB_OK)
        status = closures(q, &a.subject, o, err);
    if (status != ORB_OK || orb_quality_is_past(q, o->closed_on)) {
        entry->flags = QUALITY_CLOSED;
        return status;
    }
    orb_quality_examine(q, ORB_QUALITY_OPEN_IN_CLOSED);
    if (by_service || by_organization) {
        entry->flags = QUALITY_CLOSED;
        return open_in_closed(q, &a, by_service, err);
    }
    if (a.service != QUALITY_NONE)
        q->services.entries[a.service].flags |= QUALITY_HAS_OFFER;
    status = references(q, &a, o, err);
    return status == ORB_OK && o->duplicate_of == NULL ? judge_open(q, &a, o, err) : status;
}
