/* The two readings of a territory: which record goes to which rule, and what is told. */
#include "engine/quality/quality.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "engine/base/alloc.h"
#include "engine/base/hash.h"
#include "engine/base/text.h"
#include "engine/quality/state.h"

#define MICRO 1000000.0

/* ---- what rules share */

void orb_quality_examine(struct orb_quality *q, enum orb_quality_kind kind)
{
    q->counts[kind].examined++;
}

const char *orb_quality_date(const struct orb_quality *q, char out[QUALITY_DATE_LEN],
                             orb_date date)
{
    int year, month, day;

    orb_date_split(date, &year, &month, &day);
    if (q->settings.french)
        (void)snprintf(out, QUALITY_DATE_LEN, "%02d/%02d/%04d", day, month, year);
    else
        (void)snprintf(out, QUALITY_DATE_LEN, "%04d-%02d-%02d", year, month, day);
    return out;
}

bool orb_quality_hold(struct orb_quality *q, const char **text)
{
    const char *copy = orb_arena_strdup(&q->arena, *text);

    if (*text != NULL && copy == NULL)
        return false;
    *text = copy;
    return true;
}

bool orb_quality_is_past(const struct orb_quality *q, orb_date closed_on)
{
    return closed_on != ORB_DATE_NONE && closed_on <= q->settings.date;
}

int orb_quality_age_months(const struct orb_quality *q, orb_date date)
{
    int year, month, day, today_year, today_month, today_day, months;

    if (date == ORB_DATE_NONE || q->settings.date == ORB_DATE_NONE)
        return -1;
    orb_date_split(date, &year, &month, &day);
    orb_date_split(q->settings.date, &today_year, &today_month, &today_day);
    months = (today_year - year) * 12 + today_month - month - (today_day < day ? 1 : 0);
    return months < 0 ? 0 : months;
}

const char *orb_quality_name(const struct orb_quality *q, const struct quality_entry *entry)
{
    return entry->name == QUALITY_NONE ? NULL : q->names.data + entry->name;
}

static void place_of(const struct orb_quality *q, uint32_t site,
                     struct orb_quality_finding *f)
{
    const struct orb_territory_view *view = q->settings.territory;
    const struct quality_entry *at;

    f->lon = f->lat = NAN;
    if (site == QUALITY_NONE)
        return;
    at = &q->sites.entries[site];
    if ((at->flags & QUALITY_CONFIDENTIAL) == 0) {
        if (at->lon != INT32_MAX) {
            f->lon = at->lon / MICRO;
            f->lat = at->lat / MICRO;
        }
    } else if (at->commune != QUALITY_NONE && view != NULL && view->point != NULL &&
               !view->point(view->context, q->communes.strings[at->commune], &f->lon,
                            &f->lat)) {
        f->lon = f->lat = NAN;
    }
}

struct orb_quality_finding orb_quality_about(const struct orb_quality *q,
                                             const struct quality_subject *subject,
                                             enum orb_quality_kind kind, const char *field)
{
    struct orb_quality_finding f = {
        .kind = kind,
        .record = subject->record,
        .id = subject->id,
        .name = subject->name,
        .field = field,
        .source = subject->provenance == NULL ? NULL : subject->provenance->source,
        .observed_on =
            subject->provenance == NULL ? ORB_DATE_NONE : subject->provenance->observed_on,
    };

    place_of(q, subject->site, &f);
    return f;
}

enum orb_status orb_quality_tell(struct orb_quality *q, struct orb_quality_finding *f,
                                 struct orb_error *err)
{
    struct orb_quality_count *count = &q->counts[f->kind];
    uint64_t record = orb_hash(f->id, strlen(f->id)) ^ (uint64_t)f->record;
    enum orb_status status = orb_buf_check(&q->sentence, err);

    if (status == ORB_OK)
        status = orb_buf_check(&q->value, err);
    if (status != ORB_OK)
        return status;
    if (f->sentence == NULL)
        f->sentence = q->sentence.len == 0 ? "" : q->sentence.data;
    if (f->value == NULL)
        f->value = q->value.len == 0 ? "" : q->value.data;
    count->findings++;
    if (count->findings == 1 || q->last[f->kind] != record)
        count->records++;
    q->last[f->kind] = record;
    status = q->listener.take(q->listener.context, f, err);
    orb_buf_clear(&q->sentence);
    orb_buf_clear(&q->value);
    return status;
}

enum orb_status orb_quality_dates(struct orb_quality *q,
                                  const struct quality_subject *subject, orb_date opened_on,
                                  orb_date closed_on, struct orb_error *err)
{
    struct orb_quality_finding f;
    char day[ORB_DATE_LEN];
    char words[QUALITY_DATE_LEN];

    if (opened_on == ORB_DATE_NONE || closed_on == ORB_DATE_NONE)
        return ORB_OK;
    orb_quality_examine(q, ORB_QUALITY_DATES_REVERSED);
    if (closed_on >= opened_on)
        return ORB_OK;
    f = orb_quality_about(q, subject, ORB_QUALITY_DATES_REVERSED, "closed_on");
    orb_buf_text(&q->value, orb_date_write(day, closed_on));
    orb_buf_printf(&q->sentence, _("it closes before it opens, on %s"),
                   orb_quality_date(q, words, opened_on));
    return orb_quality_tell(q, &f, err);
}

enum orb_status orb_quality_refers(struct orb_quality *q,
                                   const struct quality_subject *subject,
                                   const struct quality_reference *reference,
                                   struct orb_error *err)
{
    struct orb_quality_finding f;

    if (reference->id == NULL)
        return ORB_OK;
    orb_quality_examine(q, ORB_QUALITY_REFERENCE_MISSING);
    if (orb_quality_table_find(reference->table, reference->id) != QUALITY_NONE ||
        (reference->other != NULL &&
         orb_quality_table_find(reference->other, reference->id) != QUALITY_NONE))
        return ORB_OK;
    f = orb_quality_about(q, subject, ORB_QUALITY_REFERENCE_MISSING, reference->field);
    f.value = reference->id;
    f.sentence = _("it names a record that is not in the territory");
    return orb_quality_tell(q, &f, err);
}

/* ---- sources */

static enum orb_status take_source(struct orb_quality *q, const struct orb_source *source,
                                   struct orb_error *err)
{
    uint32_t number;

    if (orb_grow((void **)&q->sources, &q->source_capacity, q->source_ids.count,
                 sizeof *q->sources) != ORB_OK ||
        orb_strmap_add(&q->source_ids, source->id, strlen(source->id), &number) != ORB_OK)
        return orb_error_memory(err);
    q->sources[number] = (struct quality_source){
        .id = q->source_ids.strings[number],
        .name = source->name,
        .observed_on = source->observed_on,
    };
    return orb_quality_hold(q, &q->sources[number].name) ? ORB_OK : orb_error_memory(err);
}

/* Records of one source follow each other. */
static void count_source(struct orb_quality *q, const struct orb_provenance *p)
{
    if (p->source == NULL)
        return;
    if (q->last_source == ORB_STRMAP_NONE ||
        strcmp(q->sources[q->last_source].id, p->source) != 0)
        q->last_source = orb_strmap_find(&q->source_ids, p->source, strlen(p->source));
    if (q->last_source != ORB_STRMAP_NONE)
        q->sources[q->last_source].records++;
}

static enum orb_status judge_source(struct orb_quality *q, const struct quality_source *s,
                                    struct orb_error *err)
{
    const struct orb_provenance itself = { .source = s->id, .observed_on = s->observed_on };
    const struct quality_subject subject = { ORB_RECORD_SOURCE, s->id, s->name, &itself,
                                             QUALITY_NONE };
    int months = orb_quality_age_months(q, s->observed_on);
    struct orb_quality_finding f;
    char day[ORB_DATE_LEN];

    if (s->records == 0 || months < 0)
        return ORB_OK;
    orb_quality_examine(q, ORB_QUALITY_SOURCE_OLD);
    if (months < q->settings.old_months)
        return ORB_OK;
    f = orb_quality_about(q, &subject, ORB_QUALITY_SOURCE_OLD, "observed_on");
    orb_buf_text(&q->value, orb_date_write(day, s->observed_on));
    orb_buf_printf(&q->sentence,
                   ORB_PLURAL("its data are %d months old; %llu record comes from it",
                              "its data are %d months old; %llu records come from it",
                              s->records),
                   months, s->records);
    return orb_quality_tell(q, &f, err);
}

static enum orb_status judge_operator(struct orb_quality *q, struct orb_error *err)
{
    const struct quality_subject subject = { ORB_RECORD_OPERATOR, q->operator_id, NULL,
                                             NULL, QUALITY_NONE };
    struct orb_quality_finding f;

    if (q->operator_id == NULL)
        return ORB_OK;
    orb_quality_examine(q, ORB_QUALITY_REFERENCE_MISSING);
    if (orb_quality_table_find(&q->organizations, q->operator_id) != QUALITY_NONE)
        return ORB_OK;
    f = orb_quality_about(q, &subject, ORB_QUALITY_REFERENCE_MISSING, "operator");
    f.value = q->operator_id;
    f.sentence = _("the operator of the platform is no organization of the territory");
    return orb_quality_tell(q, &f, err);
}

/* ---- readings */

static enum orb_status first_organization(struct orb_quality *q,
                                          const struct orb_organization *o,
                                          struct orb_error *err)
{
    struct quality_entry *entry = orb_quality_table_add(&q->organizations, o->id);

    if (entry == NULL)
        return orb_error_memory(err);
    entry->name = orb_quality_add_name(q, o->name);
    entry->site = entry->organization = QUALITY_NONE;
    entry->flags = (orb_quality_is_past(q, o->closed_on) ? QUALITY_CLOSED : 0U) |
                   (o->contact_count > 0 ? QUALITY_HAS_CONTACT : 0U);
    return orb_buf_check(&q->names, err);
}

static enum orb_status first_operator(struct orb_quality *q, const struct orb_operator *op,
                                      struct orb_error *err)
{
    q->operator_id = op->organization;
    return orb_quality_hold(q, &q->operator_id) ? ORB_OK : orb_error_memory(err);
}

static enum orb_status take_first(void *context, const struct orb_record *r,
                                  struct orb_error *err)
{
    struct orb_quality *q = context;

    switch (r->kind) {
    case ORB_RECORD_SOURCE:
        return take_source(q, r->as.source, err);
    case ORB_RECORD_OPERATOR:
        return first_operator(q, r->as.operator, err);
    case ORB_RECORD_TERRITORY:
        count_source(q, &r->as.territory->provenance);
        return orb_quality_first_territory(q, r->as.territory, err);
    case ORB_RECORD_ORGANIZATION:
        count_source(q, &r->as.organization->provenance);
        return first_organization(q, r->as.organization, err);
    case ORB_RECORD_SITE:
        count_source(q, &r->as.site->provenance);
        return orb_quality_first_site(q, r->as.site, err);
    case ORB_RECORD_SERVICE:
        count_source(q, &r->as.service->provenance);
        return orb_quality_first_service(q, r->as.service, err);
    case ORB_RECORD_OFFER:
        count_source(q, &r->as.offer->provenance);
        return orb_quality_first_offer(q, r->as.offer, err);
    case ORB_RECORD_RELATION:
        count_source(q, &r->as.relation->provenance);
        return orb_quality_first_relation(q, r->as.relation, err);
    default: /* what is said beside a record is laid over it already */
        return ORB_OK;
    }
}

static enum orb_status take_second(void *context, const struct orb_record *r,
                                   struct orb_error *err)
{
    struct orb_quality *q = context;

    switch (r->kind) {
    case ORB_RECORD_ORGANIZATION:
        return orb_quality_second_organization(q, r->as.organization, err);
    case ORB_RECORD_SITE:
        return orb_quality_second_site(q, r->as.site, err);
    case ORB_RECORD_SERVICE:
        return orb_quality_second_service(q, r->as.service, err);
    default:
        return ORB_OK;
    }
}

/* Offers that name one that was not read before them. */
static enum orb_status judge_pending(struct orb_quality *q, struct orb_error *err)
{
    enum orb_status status = ORB_OK;

    for (struct quality_pending *p = q->first_pending; status == ORB_OK && p != NULL;
         p = p->next) {
        if (orb_quality_table_find(&q->offers, p->finding.value) != QUALITY_NONE)
            continue;
        p->finding.sentence = _("it names a record that is not in the territory");
        status = orb_quality_tell(q, &p->finding, err);
    }
    return status;
}

/* ---- life */

enum orb_status orb_quality_new(struct orb_quality **out,
                                const struct orb_quality_settings *settings,
                                const struct orb_quality_listener *listener,
                                struct orb_error *err)
{
    const struct orb_territory_view *view = settings->territory;
    struct orb_quality *q = orb_calloc(1, sizeof *q);
    enum orb_status status;

    if (q == NULL)
        return orb_error_memory(err);
    q->settings = *settings;
    q->listener = *listener;
    q->last_source = ORB_STRMAP_NONE;
    q->last_agreement = &q->first_agreement;
    q->last_pending = &q->first_pending;
    q->has_communes = view != NULL && view->next_commune != NULL && view->commune != NULL &&
                      view->next_commune(view->context, NULL) != NULL;
    status = orb_quality_codes_open(q, err);
    if (status == ORB_OK)
        *out = q;
    else
        orb_quality_free(q);
    return status;
}

struct orb_sink orb_quality_first_sink(struct orb_quality *quality)
{
    return (struct orb_sink){ quality, take_first };
}

struct orb_sink orb_quality_second_sink(struct orb_quality *quality)
{
    return (struct orb_sink){ quality, take_second };
}

enum orb_status orb_quality_end(struct orb_quality *q, struct orb_error *err)
{
    enum orb_status status = judge_pending(q, err);

    if (status == ORB_OK)
        status = orb_quality_agreements_end(q, err);
    if (status == ORB_OK)
        status = judge_operator(q, err);
    for (size_t i = 0; status == ORB_OK && i < q->source_ids.count; i++)
        status = judge_source(q, &q->sources[i], err);
    return status;
}

const struct orb_quality_count *orb_quality_counts(const struct orb_quality *quality)
{
    return quality->counts;
}

bool orb_quality_has_contours(const struct orb_quality *quality)
{
    return quality->has_contours;
}

bool orb_quality_has_communes(const struct orb_quality *quality)
{
    return quality->has_communes;
}

void orb_quality_free(struct orb_quality *q)
{
    if (q == NULL)
        return;
    orb_quality_table_release(&q->organizations);
    orb_quality_table_release(&q->sites);
    orb_quality_table_release(&q->services);
    orb_quality_table_release(&q->offers);
    orb_quality_table_release(&q->agreements);
    orb_quality_table_release(&q->postcodes);
    orb_quality_table_release(&q->own_departements);
    orb_strmap_release(&q->communes);
    orb_strmap_release(&q->source_ids);
    orb_free(q->sources);
    orb_buf_release(&q->names);
    orb_buf_release(&q->sentence);
    orb_buf_release(&q->value);
    orb_vocabulary_release(&q->vocabulary);
    orb_arena_release(&q->arena);
    orb_free(q);
}
