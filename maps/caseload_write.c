/* The persons as the page of a team reads them (maps/page/README.md). Sentences are told
 * once, and named by their number. */
#include <math.h>
#include <string.h>

#include "engine/base/text.h"
#include "maps/caseload_page.h"
#include "maps/json_writer.h"
#include "maps/need_family.h"
#include "maps/triage_words.h"

#define NEEDS "serafin_besoins"

struct writer {
    struct orb_caseload_writing *w;
    struct orb_json_writer json;
    bool failed;
};

/* ---- numbers of texts */

static int64_t number_of(struct writer *w, struct orb_strmap *map, const char *text,
                         size_t len)
{
    uint32_t number = 0;

    if (orb_strmap_add(map, text, len, &number) != ORB_OK)
        w->failed = true;
    return number;
}

/* What stands in the buffer; -1 = nothing. */
static int64_t said(struct writer *w)
{
    struct orb_buf *text = &w->w->text;
    int64_t number = -1;

    if (text->failed)
        w->failed = true;
    else if (text->len > 0)
        number = number_of(w, &w->w->sentences, text->data, text->len);
    orb_buf_clear(text);
    return number;
}

static int64_t row_of(const struct writer *w, uint32_t offer)
{
    return offer == ORB_CAT_NONE ? -1 : w->w->rows[offer];
}

static void member(struct writer *w, const char *key, int64_t value)
{
    orb_jw_member_integer(&w->json, key, value);
}

/* ---- needs */

static void write_causes(struct writer *w, const struct orb_triage_need *need)
{
    orb_jw_key(&w->json, "causes");
    orb_jw_open_array(&w->json);
    for (uint32_t i = 0; i < need->cause_count; i++) {
        orb_jw_open_array(&w->json);
        orb_jw_integer(&w->json, need->causes[i].cause);
        orb_jw_integer(&w->json, need->causes[i].blocked);
        orb_jw_integer(&w->json, need->causes[i].alone);
        orb_jw_close(&w->json);
    }
    orb_jw_close(&w->json);
}

/* "a solution exists if …", how many it would let in, the nearest of them. */
static void write_changes(struct writer *w, const struct orb_triage_need *need)
{
    struct orb_triage_need one = *need;

    orb_jw_key(&w->json, "changes");
    orb_jw_open_array(&w->json);
    if (need->state == ORB_NEED_TO_VERIFY && need->call != ORB_CAT_NONE) {
        orb_relaxation_words(&w->w->text, &w->w->page->reader, need);
        orb_jw_open_array(&w->json);
        orb_jw_integer(&w->json, said(w));
        orb_jw_integer(&w->json, need->to_verify);
        orb_jw_integer(&w->json, row_of(w, need->call));
        orb_jw_close(&w->json);
        one.relaxation_count = 0;
    }
    for (uint32_t i = 0; i < one.relaxation_count && i < ORB_CASELOAD_CHANGES; i++) {
        struct orb_triage_need this = *need;

        this.relaxations = &need->relaxations[i];
        this.relaxation_count = 1;
        orb_relaxation_words(&w->w->text, &w->w->page->reader, &this);
        orb_jw_open_array(&w->json);
        orb_jw_integer(&w->json, said(w));
        orb_jw_integer(&w->json, need->relaxations[i].offers);
        orb_jw_integer(&w->json, row_of(w, need->relaxations[i].offer));
        orb_jw_close(&w->json);
    }
    orb_jw_close(&w->json);
}

/* What keeps everything out today: the causes that orb_need_words tells. */
static uint64_t main_causes(const struct orb_triage_need *need)
{
    if (need->state < ORB_NEED_TO_VERIFY)
        return 0;
    if (need->state == ORB_NEED_TO_VERIFY)
        return need->call_unknown;
    if (need->relaxation_count > 0)
        return need->relaxations[0].causes;
    return need->cause_count == 0 ? 0 : UINT64_C(1) << need->causes[0].cause;
}

static void write_main_causes(struct writer *w, const struct orb_triage_need *need)
{
    uint64_t causes = main_causes(need);

    orb_jw_key(&w->json, "main");
    orb_jw_open_array(&w->json);
    for (unsigned cause = 0; cause < ORB_CAUSES; cause++)
        if ((causes >> cause & 1) != 0)
            orb_jw_integer(&w->json, cause);
    orb_jw_close(&w->json);
}

static void write_need(struct writer *w, const struct orb_need *asked,
                       const struct orb_triage_need *need)
{
    orb_jw_open_object(&w->json);
    member(w, "need", number_of(w, &w->w->needs, asked->code, strlen(asked->code)));
    member(w, "priority", asked->priority);
    member(w, "state", need->state);
    orb_need_words(&w->w->text, need);
    member(w, "why", said(w));
    if (need->state >= ORB_NEED_TO_VERIFY) {
        member(w, "covering", need->covering);
        member(w, "to_verify", need->to_verify);
        write_main_causes(w, need);
        write_causes(w, need);
        write_changes(w, need);
    }
    orb_jw_close(&w->json);
}

static void write_needs(struct writer *w, const struct orb_triage_person *p)
{
    orb_jw_key(&w->json, "needs");
    orb_jw_open_array(&w->json);
    for (uint32_t n = 0; n < p->need_count; n++)
        write_need(w, &p->case_->person->needs[n], &p->needs[n]);
    orb_jw_close(&w->json);
}

/* ---- what is about to end */

/* The day of an age limit is that of the birth: only its month is told. */
static void write_day(struct writer *w, const struct orb_triage_event *event)
{
    char text[ORB_DATE_LEN];

    orb_jw_key(&w->json, "date");
    if (event->kind == ORB_FRAGILE_WAIT || event->date == ORB_DATE_NONE) {
        orb_jw_null(&w->json);
        return;
    }
    (void)orb_date_write(text, event->date);
    if (event->kind == ORB_FRAGILE_AGE)
        orb_jw_text_len(&w->json, text, strcspn(text, "-") + 3);
    else
        orb_jw_text(&w->json, text);
}

static void write_events(struct writer *w, const struct orb_triage_person *p)
{
    orb_jw_key(&w->json, "events");
    orb_jw_open_array(&w->json);
    for (uint32_t e = 0; e < p->event_count; e++) {
        const struct orb_triage_event *event = &p->events[e];

        orb_jw_open_object(&w->json);
        member(w, "kind", event->kind);
        write_day(w, event);
        member(w, "days", isnan(event->days) ? -1 : (int64_t)llround(event->days));
        orb_jw_key(&w->json, "needs");
        orb_jw_open_array(&w->json);
        for (uint32_t n = 0; n < p->need_count; n++)
            if ((event->needs >> n & 1) != 0)
                orb_jw_integer(&w->json, n);
        orb_jw_close(&w->json);
        member(w, "row", row_of(w, event->offer));
        orb_jw_member_bool(&w->json, "today", event->current);
        orb_jw_member_bool(&w->json, "creton", event->creton);
        orb_jw_close(&w->json);
    }
    orb_jw_close(&w->json);
}

/* ---- persons */

static void contact_words(struct orb_buf *out, const struct orb_case_referent *who)
{
    const char *const parts[] = { who->role, who->service, who->phone };

    for (int i = 0; i < 3; i++)
        if (parts[i] != NULL)
            orb_buf_printf(out, "%s%s", out->len == 0 ? "" : " · ", parts[i]);
}

static void write_isolation(struct writer *w, const struct orb_isolation *isolation)
{
    orb_jw_member_bool(&w->json, "isolated", isolation->isolated);
    orb_jw_key(&w->json, "isolation");
    orb_jw_open_array(&w->json);
    orb_jw_integer(&w->json, isolation->low);
    orb_jw_integer(&w->json, isolation->high);
    orb_jw_close(&w->json);
    orb_jw_key(&w->json, "factors");
    orb_jw_open_array(&w->json);
    for (int i = 0; i < ORB_ISOLATION_FACTORS; i++)
        orb_jw_integer(&w->json, isolation->factors[i]);
    orb_jw_close(&w->json);
}

/* Where a person is shown; five decimals are about a metre. */
static void write_point(struct writer *w, const struct orb_shown_point *point)
{
    orb_jw_key(&w->json, "point");
    if (point->kind == ORB_SHOWN_NOWHERE) {
        orb_jw_null(&w->json);
        return;
    }
    orb_jw_open_array(&w->json);
    orb_jw_fixed(&w->json, point->lon, 5);
    orb_jw_fixed(&w->json, point->lat, 5);
    if (point->kind == ORB_SHOWN_MASKED) {
        orb_jw_fixed(&w->json, point->inner_km, 2);
        orb_jw_fixed(&w->json, point->outer_km, 2);
    }
    orb_jw_close(&w->json);
}

static void write_person(struct writer *w, const struct orb_triage_person *p,
                         const struct orb_shown_point *point)
{
    const struct orb_person *person = p->case_->person;
    int64_t commune = -1;

    if (person->commune != NULL)
        commune = number_of(w, &w->w->communes, person->commune, strlen(person->commune));
    orb_jw_open_object(&w->json);
    orb_jw_member_text(&w->json, "id", person->id);
    member(w, "age", orb_person_age(person));
    member(w, "commune", commune);
    write_point(w, point);
    member(w, "level", p->level);
    write_isolation(w, &p->isolation);
    member(w, "deadline", person->urgency_days);
    member(w, "weight", p->urgency.weight);
    member(w, "waiting", p->urgency.waiting);
    orb_next_words(&w->w->text, &w->w->page->reader, p);
    member(w, "next", said(w));
    member(w, "next_row", p->next.kind == ORB_NEXT_NONE ? -1 : row_of(w, p->next.offer));
    member(w, "next_need", p->next.need);
    member(w, "worst", p->worst);
    contact_words(&w->w->text, &p->case_->referent);
    member(w, "contact", said(w));
    write_needs(w, p);
    write_events(w, p);
    orb_jw_close(&w->json);
}

/* ---- words */

static void write_list(struct writer *w, const char *key,
                       const struct orb_report_word *words)
{
    orb_jw_key(&w->json, key);
    orb_jw_open_array(&w->json);
    for (; words->token != NULL; words++)
        orb_jw_text(&w->json, _(words->label));
    orb_jw_close(&w->json);
}

static void write_words(struct writer *w)
{
    orb_jw_key(&w->json, "words");
    orb_jw_open_object(&w->json);
    write_list(w, "level", orb_level_words);
    write_list(w, "state", orb_state_words);
    write_list(w, "fragility", orb_fragility_words);
    orb_jw_key(&w->json, "cause");
    orb_jw_open_array(&w->json);
    for (unsigned cause = 0; cause < ORB_CAUSES; cause++)
        orb_jw_text(&w->json, orb_cause_words(cause));
    orb_jw_close(&w->json);
    orb_jw_close(&w->json);
}

static void write_codes(struct writer *w, const char *key, const struct orb_strmap *codes)
{
    orb_jw_key(&w->json, key);
    orb_jw_open_array(&w->json);
    for (size_t i = 0; i < codes->count; i++) {
        const char *code = codes->strings[i];

        orb_jw_open_object(&w->json);
        orb_jw_member_text(&w->json, "code", code);
        orb_jw_member_text(&w->json, "label",
                           orb_code_words(&w->w->page->reader, NEEDS, code));
        if (codes == &w->w->needs)
            member(w, "family",
                   number_of(w, &w->w->families, code, orb_need_family_len(code)));
        orb_jw_close(&w->json);
    }
    orb_jw_close(&w->json);
}

static void write_communes(struct writer *w)
{
    const struct orb_catalogue *c = w->w->page->reader.catalogue;

    orb_jw_key(&w->json, "communes");
    orb_jw_open_array(&w->json);
    for (size_t i = 0; i < w->w->communes.count; i++) {
        const char *code = w->w->communes.strings[i];
        uint32_t number = orb_cat_commune_find(c, code);

        orb_jw_open_object(&w->json);
        orb_jw_member_text(&w->json, "code", code);
        orb_jw_member_text(
            &w->json, "name",
            number == ORB_CAT_NONE ? NULL : orb_cat_known(c, c->communes[number].name));
        orb_jw_close(&w->json);
    }
    orb_jw_close(&w->json);
}

static void write_sentences(struct writer *w)
{
    orb_jw_key(&w->json, "sentences");
    orb_jw_open_array(&w->json);
    for (size_t i = 0; i < w->w->sentences.count; i++)
        orb_jw_text(&w->json, w->w->sentences.strings[i]);
    orb_jw_close(&w->json);
}

/* ---- the document */

enum orb_status orb_caseload_write(const struct orb_stream *stream,
                                   struct orb_caseload_writing *writing,
                                   struct orb_error *err)
{
    struct writer w = { .w = writing };
    enum orb_status status = ORB_OK;

    orb_jw_init_buf(&w.json, stream->buf, 0);
    orb_jw_open_object(&w.json);
    orb_jw_member_text(&w.json, "orbite", "caseload/1");
    member(&w, "rejected", (int64_t)writing->page->rejected);
    write_words(&w);
    orb_jw_key(&w.json, "persons");
    orb_jw_open_array(&w.json);
    for (size_t i = 0; i < writing->page->count && status == ORB_OK; i++) {
        write_person(&w, writing->page->people[i], &writing->page->points[i]);
        status = orb_stream_flush(stream, false, err);
    }
    orb_jw_close(&w.json);
    orb_jw_key(&w.json, "resources");
    orb_jw_raw(&w.json, "{");
    if (status == ORB_OK)
        status = orb_caseload_write_resources(stream, writing, err);
    if (status != ORB_OK)
        return status;
    write_codes(&w, "needs", &writing->needs);
    write_codes(&w, "families", &writing->families);
    write_communes(&w);
    write_sentences(&w);
    orb_jw_close(&w.json);
    status = orb_jw_end(&w.json, err);
    if (status == ORB_OK && (w.failed || writing->text.failed))
        status = orb_error_memory(err);
    return status == ORB_OK ? orb_stream_flush(stream, false, err) : status;
}
