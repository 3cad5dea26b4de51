/* Who to call comes right under the name; why comes before the figures. */
#include "cli/answer_offer.h"

#include <math.h>
#include <stdarg.h>
#include <string.h>

#include "cli/table.h"
#include "engine/base/text.h"
#include "engine/base/utf8.h"
#include "engine/model/relation.h"
#include "maps/reason_words.h"

void cli_answer_line(struct orb_buf *out, const struct cli_question *q, size_t indent,
                     const char *text)
{
    for (size_t i = 0; i < indent; i++)
        orb_buf_char(out, ' ');
    cli_wrap(out, text, indent, indent, q->cli->width);
}

void cli_answer_printf(struct orb_buf *out, const struct cli_question *q, size_t indent,
                       const char *format, ...)
{
    struct orb_buf text = { 0 };
    va_list args;

    va_start(args, format);
    orb_buf_vprintf(&text, format, args);
    va_end(args);
    if (text.len > 0)
        cli_answer_line(out, q, indent, text.data);
    out->failed = out->failed || text.failed;
    orb_buf_release(&text);
}

void cli_answer_title(struct orb_buf *out, const char *text)
{
    size_t width = orb_utf8_width(text);

    orb_buf_printf(out, "\n%s\n", text);
    while (width-- > 0)
        orb_buf_text(out, "─");
    orb_buf_char(out, '\n');
}

void cli_answer_need(struct orb_buf *out, const struct cli_question *q, uint32_t need)
{
    const char *code = q->person->needs[need].code;

    orb_buf_printf(out, "%s %s", code, cli_code_words(q, "serafin_besoins", code));
}

static void write_line(struct orb_buf *out, const struct cli_question *q, size_t indent,
                       struct orb_buf *line)
{
    if (line->len > 0)
        cli_answer_line(out, q, indent, line->data);
    out->failed = out->failed || line->failed;
    orb_buf_release(line);
}

void cli_answer_name(struct orb_buf *out, const struct cli_question *q, uint32_t offer)
{
    const struct orb_catalogue *c = &q->territory.catalogue;
    const struct orb_cat_offer *o = &c->offers[offer];
    const char *name = orb_cat_known(c, o->name);
    const char *commune = o->commune == ORB_CAT_NONE
                              ? orb_cat_known(c, o->commune_code)
                              : orb_cat_known(c, c->communes[o->commune].name);

    orb_buf_text(out, name == NULL ? orb_cat_string(c, o->id) : name);
    if (commune != NULL)
        orb_buf_printf(out, ", %s", commune);
}

void cli_answer_circle(struct orb_buf *out, const struct cli_question *q,
                       enum orb_circle circle)
{
    const char *code = orb_circle_names[circle];

    orb_buf_printf(out, "%s %s", code, cli_code_words(q, "cercles", code));
}

void cli_answer_place(struct orb_buf *out, const struct cli_question *q,
                      const struct orb_place *place)
{
    if (place->kind == ORB_KIND_HOME) {
        orb_buf_text(out, _("at home"));
    } else if (place->kind == ORB_KIND_REMOTE) {
        orb_buf_text(out, _("at a distance"));
    } else if (isnan(place->minutes)) {
        orb_buf_text(out, _("travel time not known"));
    } else {
        cli_number(out, place->minutes, 0, q->cli->french);
        orb_buf_printf(out, _(" min %s"),
                       place->mode == ORB_MODES
                           ? ""
                           : orb_mode_words((enum orb_travel_mode)place->mode));
        if (place->estimate)
            orb_buf_text(out, _(" (estimate)"));
    }
}

static void part(struct orb_buf *line, const char *words, const char *value)
{
    if (line->len > 0)
        orb_buf_text(line, " · ");
    orb_buf_printf(line, "%s %s", words, value);
}

void cli_answer_contact(struct orb_buf *out, const struct cli_question *q, uint32_t offer,
                        size_t indent)
{
    const struct orb_catalogue *c = &q->territory.catalogue;
    const struct orb_cat_offer *o = &c->offers[offer];
    struct orb_buf line = { 0 };
    struct orb_buf date = { 0 };

    if (o->phone != 0)
        part(&line, _("telephone"), orb_cat_string(c, o->phone));
    if (o->email != 0)
        part(&line, _("e-mail"), orb_cat_string(c, o->email));
    if (o->url != 0)
        part(&line, _("site"), orb_cat_string(c, o->url));
    if (line.len == 0)
        orb_buf_text(&line, _("contact: absent"));
    else if (o->contact_checked_on == ORB_DATE_NONE)
        orb_buf_printf(&line, " · %s", _("never checked"));
    else {
        cli_date(&date, o->contact_checked_on, q->cli->french);
        part(&line, _("checked on"), date.data);
    }
    orb_buf_clear(&date);
    if (o->source != ORB_CAT_NONE)
        part(&line, _("source"), orb_cat_string(c, c->sources[o->source].name));
    if (o->observed_on != ORB_DATE_NONE) {
        cli_date(&date, o->observed_on, q->cli->french);
        part(&line, _("data of"), date.data);
    }
    orb_buf_release(&date);
    write_line(out, q, indent, &line);
}

void cli_answer_reasons(struct orb_buf *out, const struct cli_question *q,
                        const struct orb_verdict *verdict, size_t indent)
{
    const struct orb_reader reader = cli_question_reader(q);

    for (size_t i = 0; i < verdict->reason_count; i++) {
        const struct orb_reason *r = &verdict->reasons[i];
        struct orb_buf line = { 0 };

        orb_buf_text(&line, r->outcome == ORB_RULE_NO ? "✗ " : "? ");
        orb_reason_words(&line, &reader, r);
        if (r->levers != 0) {
            orb_buf_text(&line, " → ");
            orb_lever_words(&line, r);
        }
        write_line(out, q, indent, &line);
    }
}

void cli_answer_score(struct orb_buf *out, const struct cli_question *q,
                      const struct orb_need_evaluation *e, size_t indent)
{
    int64_t parts[ORB_CRITERIA];
    int64_t cents = orb_hundredths(e->points, e->score, parts);
    struct orb_buf line = { 0 };
    bool unknown = false;

    orb_buf_text(&line, _("score "));
    cli_number(&line, (double)cents / 100, 2, q->cli->french);
    for (int k = 0; k < ORB_CRITERIA; k++) {
        if (isnan(e->points[k]))
            continue;
        orb_buf_text(&line, k == 0 ? " = " : " + ");
        orb_buf_printf(&line, "%s ", orb_criterion_words((enum orb_criterion_id)k));
        cli_number(&line, (double)parts[k] / 100, 2, q->cli->french);
        if (e->low[k] < e->high[k]) {
            orb_buf_char(&line, '?');
            unknown = true;
        }
    }
    if (unknown) {
        orb_buf_text(&line, _("; unknown values leave it between "));
        cli_number(&line, e->score_low, 2, q->cli->french);
        orb_buf_text(&line, _(" and "));
        cli_number(&line, e->score_high, 2, q->cli->french);
    }
    write_line(out, q, indent, &line);
}

void cli_answer_alerts(struct orb_buf *out, const struct cli_question *q, uint32_t alerts,
                       size_t indent)
{
    struct orb_buf line = { 0 };

    for (int i = 0; i < ORB_ALERTS; i++)
        if ((alerts >> i & 1) != 0) {
            orb_buf_text(&line, line.len == 0 ? "! " : "; ");
            orb_buf_text(&line, orb_alert_words((enum orb_alert)i));
        }
    write_line(out, q, indent, &line);
}
