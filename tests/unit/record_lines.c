/* One line for each record: kind, id, then name=value for what is known; and one import. */
#include "tests/unit/record_lines.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void text(struct orb_buf *b, const char *name, const char *value)
{
    if (value == NULL)
        return;
    orb_buf_printf(b, " %s=", name);
    for (; *value != '\0'; value++)
        orb_buf_char(b, *value == '\n' ? '|' : *value);
}

static void date(struct orb_buf *b, const char *name, orb_date value)
{
    char day[ORB_DATE_LEN];

    if (value != ORB_DATE_NONE)
        text(b, name, orb_date_write(day, value));
}

static void codes(struct orb_buf *b, const char *name, const struct orb_code_list *list)
{
    if (!list->known)
        return;
    orb_buf_printf(b, " %s=[", name);
    for (uint32_t i = 0; i < list->count; i++)
        orb_buf_printf(b, "%s%s", i == 0 ? "" : ",", list->items[i]);
    orb_buf_char(b, ']');
}

static void terms(struct orb_buf *b, const struct orb_terms *t)
{
    static const char *const three[] = { NULL, "yes", "no" };

    text(b, "category", t->category);
    if (t->institution)
        orb_buf_text(b, " institution");
    if (t->age_min_months != ORB_AGE_UNKNOWN)
        orb_buf_printf(b, " min=%d", (int)t->age_min_months);
    if (t->age_max_months != ORB_AGE_UNKNOWN)
        orb_buf_printf(b, " max=%d", (int)t->age_max_months);
    if (t->modalities_known)
        orb_buf_text(b, " modalities=");
    for (uint32_t i = 0; i < t->modality_count; i++)
        orb_buf_printf(b, "%s%s", t->modalities[i].code,
                       t->modalities[i].certainty == ORB_CERTAINTY_POSSIBLE ? "?;" : ";");
    codes(b, "publics", &t->publics);
    codes(b, "orientations", &t->orientations);
    codes(b, "engagements", &t->engagements);
    codes(b, "families", &t->families);
    if (t->prestations_known)
        orb_buf_text(b, " prestations=");
    for (uint32_t i = 0; i < t->prestation_count; i++)
        orb_buf_printf(b, "%s;", t->prestations[i].code);
    for (uint32_t i = 0; i < t->feature_count; i++)
        text(b, t->features[i].name, orb_feature_level_name(t->features[i].level));
    text(b, "droit_commun", three[t->droit_commun]);
    text(b, "excludes", three[t->excludes_associated]);
    if (t->activity_unknown)
        orb_buf_text(b, " activity_unknown");
}

static void offer(struct orb_buf *b, const struct orb_offer *o)
{
    orb_buf_printf(b, "offer %s service=%s", o->id, o->service);
    terms(b, &o->terms);
    date(b, "opened", o->opened_on);
    date(b, "closed", o->closed_on);
    if (o->zone.known)
        codes(b, "zone", &o->zone.communes);
    for (uint32_t i = 0; i < o->capacity_count; i++) {
        const struct orb_capacity *c = &o->capacities[i];

        orb_buf_printf(b, " capacity=%d:%s:%s:%s", (int)c->count,
                       c->status == NULL ? "" : c->status, c->unit == NULL ? "" : c->unit,
                       c->subset == NULL ? "" : c->subset);
    }
    text(b, "source", o->provenance.source);
    text(b, "fields", o->provenance.fields);
    text(b, "extra", o->extra);
}

static void site(struct orb_buf *b, const struct orb_site *s)
{
    orb_buf_printf(b, "site %s", s->id);
    text(b, "kind", s->kind);
    text(b, "address", s->address);
    text(b, "postcode", s->postcode);
    text(b, "commune", s->commune);
    if (!isnan(s->lon))
        orb_buf_printf(b, " at=%.6f,%.6f", s->lon, s->lat);
    text(b, "precision", orb_precision_name(s->precision));
    text(b, "position", orb_position_state_name(s->position));
    text(b, "note", s->position_note);
    text(b, "extra", s->extra);
}

static void service(struct orb_buf *b, const struct orb_service *s)
{
    orb_buf_printf(b, "service %s", s->id);
    text(b, "organization", s->organization);
    text(b, "site", s->site);
    text(b, "name", s->name);
    text(b, "category", s->category);
    text(b, "schedule", s->schedule);
    date(b, "opened", s->opened_on);
    date(b, "closed", s->closed_on);
    text(b, "codes", s->codes);
    for (uint32_t i = 0; i < s->identifier_count; i++)
        text(b, s->identifiers[i].scheme, s->identifiers[i].value);
    for (uint32_t i = 0; i < s->contact_count; i++)
        text(b, s->contacts[i].channel, s->contacts[i].value);
    text(b, "extra", s->extra);
}

static void organization(struct orb_buf *b, const struct orb_organization *o)
{
    orb_buf_printf(b, "organization %s", o->id);
    text(b, "kind", o->kind);
    text(b, "name", o->name);
    text(b, "ej", o->finess_ej);
    date(b, "opened", o->opened_on);
    date(b, "closed", o->closed_on);
    for (uint32_t i = 0; i < o->identifier_count; i++)
        text(b, o->identifiers[i].scheme, o->identifiers[i].value);
    for (uint32_t i = 0; i < o->contact_count; i++)
        text(b, o->contacts[i].channel, o->contacts[i].value);
}

static void relation(struct orb_buf *b, const struct orb_relation *r)
{
    orb_buf_printf(b, "relation %s", orb_relation_type_name(r->type));
    text(b, "from", r->operator_id);
    text(b, "offer", r->offer);
    text(b, "service", r->service);
    text(b, "organization", r->organization);
    date(b, "on", r->from);
    date(b, "until", r->to);
    text(b, "evidence", r->evidence);
    text(b, "note", r->note);
}

static void assertion(struct orb_buf *b, const struct orb_assertion *a)
{
    orb_buf_printf(b, "assertion %s %s %s=%s", a->kind, a->subject, a->field, a->value);
    text(b, "author", a->author);
    date(b, "on", a->provenance.observed_on);
    text(b, "note", a->note);
}

enum orb_status record_lines_put(void *context, const struct orb_record *record,
                                 struct orb_error *err)
{
    struct record_lines *lines = context;
    struct orb_buf *b = &lines->text;

    (void)err;
    lines->counts[record->kind]++;
    switch (record->kind) {
    case ORB_RECORD_SOURCE:
        orb_buf_printf(b, "source %s", record->as.source->id);
        text(b, "edition", record->as.source->edition);
        text(b, "licence", record->as.source->licence);
        text(b, "attribution", record->as.source->attribution);
        date(b, "observed", record->as.source->observed_on);
        break;
    case ORB_RECORD_ORGANIZATION:
        organization(b, record->as.organization);
        break;
    case ORB_RECORD_SITE:
        site(b, record->as.site);
        break;
    case ORB_RECORD_SERVICE:
        service(b, record->as.service);
        break;
    case ORB_RECORD_OFFER:
        offer(b, record->as.offer);
        break;
    case ORB_RECORD_RELATION:
        relation(b, record->as.relation);
        break;
    case ORB_RECORD_ASSERTION:
        assertion(b, record->as.assertion);
        break;
    default:
        break;
    }
    orb_buf_char(b, '\n');
    return ORB_OK;
}

const char *record_line(const struct record_lines *lines, const char *start, char *out,
                        size_t size)
{
    size_t len = strlen(start);

    out[0] = '\0';
    for (const char *line = lines->text.data; line != NULL && *line != '\0';) {
        const char *end = strchr(line, '\n');

        if (strncmp(line, start, len) == 0 && (line[len] == ' ' || line[len] == '\n')) {
            (void)snprintf(out, size, "%.*s", (int)(end - line), line);
            return out;
        }
        line = end + 1;
    }
    return out;
}

/* ---- one import */

static enum orb_status hear(void *context, const struct orb_finding *f,
                            struct orb_error *err)
{
    struct import *i = context;

    (void)err;
    orb_buf_printf(&i->findings, "%d %s %s=%s %s\n", (int)f->level, f->place, f->field,
                   f->value, f->rule);
    return ORB_OK;
}

void import_listen(struct import *i)
{
    memset(i, 0, sizeof *i);
    i->report.listener = hear;
    i->report.listener_context = i;
}

enum orb_status import_run(struct import *i, const struct orb_importer *importer,
                           const struct orb_import_input *input)
{
    const struct orb_sink sink = { &i->lines, record_lines_put };

    import_listen(i);
    i->status = importer->run(input, &sink, &i->report, &i->err);
    return i->status;
}

void import_release(struct import *i)
{
    orb_buf_release(&i->lines.text);
    orb_buf_release(&i->findings);
    orb_report_release(&i->report);
}

void import_has(const struct import *i, const char *start, const char *part)
{
    char line[3000];

    if (strstr(record_line(&i->lines, start, line, sizeof line), part) == NULL)
        fail_msg("no '%s' in: %s %s", part, start, line);
}

void import_expect(const struct orb_buf *in, const char *const *texts, size_t count)
{
    for (size_t k = 0; k < count; k++)
        if (in->data == NULL || strstr(in->data, texts[k]) == NULL)
            fail_msg("absent: %s in\n%s", texts[k], in->data == NULL ? "" : in->data);
}
