/* What a list of persons is read for: is there something, what first, what to do. */
#include "maps/match_row.h"

#include <math.h>

#include "engine/base/number.h"
#include "engine/model/terms.h"
#include "maps/csv_field.h"
#include "maps/match_json.h"

static const char *const columns[] = { "person",
                                       "reference_date",
                                       "needs",
                                       "needs_eligible",
                                       "needs_to_verify",
                                       "needs_near_miss",
                                       "needs_uncovered",
                                       "offers_eligible",
                                       "offers_to_verify",
                                       "offers_near_miss",
                                       "plan",
                                       "first",
                                       "first_class",
                                       "first_score",
                                       "first_minutes",
                                       "first_circle",
                                       "first_name",
                                       "first_organization",
                                       "first_commune",
                                       "first_phone",
                                       "next_step",
                                       "levers" };

void orb_match_row_head(struct orb_buf *out)
{
    for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i++) {
        if (i > 0)
            orb_csv_write_separator(out, false);
        orb_csv_write_field(out, columns[i], false);
    }
    orb_csv_write_end(out, false);
}

/* ---- fields: each after a separator */

/* A line end inside a name is a blank here. */
static void add_text(struct orb_buf *out, const char *text)
{
    size_t start;

    orb_csv_write_separator(out, false);
    start = out->len;
    orb_csv_write_field(out, text == NULL ? "" : text, false);
    for (size_t i = start; i < out->len; i++)
        if (out->data[i] == '\n' || out->data[i] == '\r')
            out->data[i] = ' ';
}

static void add_count(struct orb_buf *out, bool known, uint64_t count)
{
    orb_csv_write_separator(out, false);
    if (known)
        orb_buf_printf(out, "%llu", (unsigned long long)count);
}

static void add_number(struct orb_buf *out, double value, int decimals)
{
    char text[ORB_NUMBER_LEN];
    size_t len = isfinite(value) ? orb_number_write_fixed(text, value, decimals) : 0;

    orb_csv_write_separator(out, false);
    orb_buf_add(out, text, len);
}

static void add_known(struct orb_buf *out, const struct orb_catalogue *c, orb_cat_text text)
{
    add_text(out, orb_cat_known(c, text));
}

static void add_needs(struct orb_buf *out, const struct orb_match_result *r)
{
    uint64_t by_class[ORB_CLASSES] = { 0 };

    for (uint32_t i = 0; i < r->need_count; i++)
        by_class[r->needs[i].status]++;
    add_count(out, true, r->need_count);
    for (int c = 0; c < ORB_CLASSES; c++)
        add_count(out, true, by_class[c]);
    for (int c = 0; c < ORB_EXCLUDED; c++)
        add_count(out, r->totals, r->counts[c]);
}

static void add_plan(struct orb_buf *out, const struct orb_match_document *d)
{
    const struct orb_plan *p = &d->result->plan;
    struct orb_buf ids = { 0 };

    for (uint32_t i = 0; i < p->offer_count; i++) {
        if (i > 0)
            orb_buf_char(&ids, ' ');
        orb_buf_text(&ids, orb_cat_string(d->catalogue,
                                          d->catalogue->offers[p->offers[i].offer].id));
    }
    add_text(out, ids.data);
    out->failed = out->failed || ids.failed;
    orb_buf_release(&ids);
}

/* ---- the first offer and what comes next */

static void add_levers(struct orb_buf *out, uint32_t levers)
{
    bool first = true;

    orb_csv_write_separator(out, false);
    for (int i = 0; i < ORB_LEVERS; i++)
        if ((levers >> i & 1) != 0) {
            if (!first)
                orb_buf_char(out, ' ');
            orb_buf_text(out, orb_lever_names[i]);
            first = false;
        }
}

static const char *step_of(enum orb_class class_)
{
    static const char *const steps[] = { "contact", "verify", "adapt" };

    return steps[class_];
}

static void add_offer(struct orb_buf *out, const struct orb_match_document *d,
                      const struct orb_evaluation *e)
{
    const struct orb_catalogue *c = d->catalogue;
    const struct orb_cat_offer *o = &c->offers[e->offer];
    uint32_t levers = 0;

    for (size_t i = 0; i < e->verdict->reason_count; i++)
        levers |= e->verdict->reasons[i].levers;
    add_known(out, c, o->id);
    add_text(out, orb_class_names[e->verdict->class_]);
    add_number(out, e->scored ? e->score : (double)NAN, 2);
    add_number(out, e->verdict->place.minutes, 0);
    add_text(out, orb_circle_names[e->verdict->circle]);
    add_known(out, c, o->name);
    add_known(out, c,
              o->organization == ORB_CAT_NONE ? 0 : c->organizations[o->organization].name);
    add_known(out, c,
              o->commune == ORB_CAT_NONE ? o->commune_code : c->communes[o->commune].name);
    add_known(out, c, o->phone);
    add_text(out, step_of(e->verdict->class_));
    add_levers(out, levers);
}

enum orb_status orb_match_row_write(struct orb_buf *out, const struct orb_match_document *d,
                                    struct orb_error *err)
{
    const struct orb_match_result *r = d->result;
    struct orb_evaluation e;
    enum orb_status status = ORB_OK;
    char date[ORB_DATE_LEN];

    orb_csv_write_field(out, d->person->id, false);
    add_text(out, orb_date_write(date, d->person->reference_date));
    add_needs(out, r);
    add_plan(out, d);
    if (r->ranking.count > 0) {
        status = orb_matcher_evaluate(d->matcher, r->ranking.rows[0].offer, &e, err);
        if (status == ORB_OK)
            add_offer(out, d, &e);
    } else {
        for (int i = 0; i < 9; i++)
            add_text(out, "");
        add_text(out, "coordinate");
        add_text(out, "");
    }
    orb_csv_write_end(out, false);
    return status == ORB_OK ? orb_buf_check(out, err) : status;
}
