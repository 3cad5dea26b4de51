/* Persons are listed, and matched again: what is offered instead, else what would let an
 * offer in. */
#include "maps/report_closing.h"

#include <math.h>

#include "engine/base/text.h"
#include "maps/triage_cells.h"
#include "maps/triage_words.h"

#define COLUMNS(list) list, sizeof list / sizeof list[0]

/* By enum orb_class, the two that are offered. */
static const struct orb_report_word class_words[] = { { "eligible", N_("suits") },
                                                      { "to_verify", N_("to verify") },
                                                      { NULL, NULL } };

/* clang-format off */
static const struct orb_report_column loss_columns[] = {
    { .key = "person", .title = N_("Person"), .type = ORB_REPORT_CODE },
    { .key = "need", .title = N_("Need"), .type = ORB_REPORT_CODE, .quiet = true },
    { .key = "need_label", .title = N_("Need in words"), .definition = N_("None when the person loses a service that answers no need told."), .type = ORB_REPORT_TEXT },
    { .key = "service", .title = N_("Service lost"), .definition = N_("A service that supports the person today, and closes."), .type = ORB_REPORT_CODE, .quiet = true },
    { .key = "service_name", .title = N_("Name of the service lost"), .type = ORB_REPORT_TEXT },
    { .key = "before", .title = N_("Before"), .type = ORB_REPORT_TEXT, .words = orb_state_words },
    { .key = "after", .title = N_("After"), .type = ORB_REPORT_TEXT, .words = orb_state_words },
    { .key = "level_before", .title = N_("Level before"), .type = ORB_REPORT_TEXT, .words = orb_level_words },
    { .key = "level_after", .title = N_("Level after"), .type = ORB_REPORT_TEXT, .words = orb_level_words },
    { .key = "instead", .title = N_("Offered instead, code"), .type = ORB_REPORT_CODE, .quiet = true },
    { .key = "instead_name", .title = N_("Offered instead"), .definition = N_("The nearest offer that suits, else to verify, among those that stay."), .type = ORB_REPORT_TEXT },
    { .key = "instead_class", .title = N_("Verdict"), .type = ORB_REPORT_TEXT, .words = class_words },
    { .key = "minutes", .title = N_("Travel (min)"), .definition = N_("To go there; 0 when it comes."), .type = ORB_REPORT_DECIMAL, .decimals = 0 },
    { .key = "change", .title = N_("Else, what would change it"), .type = ORB_REPORT_TEXT },
    { .key = "next", .title = N_("Next step"), .type = ORB_REPORT_TEXT },
    { .key = "contact", .title = N_("Single contact"), .type = ORB_REPORT_TEXT },
};
/* clang-format on */

bool orb_triage_loses_need(const struct orb_triage_loss *loss, uint32_t need)
{
    const struct orb_triage_need *before = &loss->before->needs[need];
    const struct orb_triage_need *after = &loss->after->needs[need];

    return after->state > before->state || after->by_default > before->by_default;
}

static uint32_t closing_offer(const struct orb_support *support,
                              const struct orb_catalogue *c, const uint64_t *closed)
{
    uint32_t offer = support->by_relative || support->offer == NULL
                         ? ORB_CAT_NONE
                         : orb_cat_offer_find(c, support->offer);

    return offer != ORB_CAT_NONE && (closed[offer / 64] >> (offer % 64) & 1) != 0
               ? offer
               : ORB_CAT_NONE;
}

/* The first service that supports the person today and closes, for a need or for none told;
 * for any when code is NULL; ORB_CAT_NONE. */
static uint32_t service_lost(const struct orb_triage_loss *loss,
                             const struct orb_catalogue *c, const uint64_t *closed,
                             const char *code)
{
    const struct orb_person *p = loss->before->case_->person;

    for (uint32_t i = 0; i < p->support_count; i++) {
        uint32_t offer = closing_offer(&p->supports[i], c, closed);

        if (offer != ORB_CAT_NONE && (code == NULL || p->supports[i].needs.count == 0 ||
                                      orb_code_list_has(&p->supports[i].needs, code)))
            return offer;
    }
    return ORB_CAT_NONE;
}

static bool loses_needs(const struct orb_triage_loss *loss)
{
    for (uint32_t n = 0; n < loss->before->need_count; n++)
        if (orb_triage_loses_need(loss, n))
            return true;
    return false;
}

bool orb_triage_loses(const struct orb_triage_loss *loss,
                      const struct orb_catalogue *catalogue, const uint64_t *closed)
{
    return loses_needs(loss) || service_lost(loss, catalogue, closed, NULL) != ORB_CAT_NONE;
}

/* ---- cells */

static void add_levels(struct orb_report_table *t, const struct orb_triage_loss *loss)
{
    orb_report_text(t, orb_level_words[loss->before->level].token);
    orb_report_text(t, orb_level_words[loss->after->level].token);
}

static void add_instead(struct orb_report_table *t, const struct orb_catalogue *c,
                        const struct orb_instead *instead)
{
    orb_offer_cells(t, c, instead->offer);
    if (instead->offer == ORB_CAT_NONE) {
        orb_report_none(t);
        orb_report_none(t);
        return;
    }
    orb_report_text(t, class_words[instead->class_].token);
    if (isnan(instead->minutes))
        orb_report_unknown(t);
    else
        orb_whole_cell(t, instead->minutes);
}

static void add_next(struct orb_report_table *t, const struct orb_reader *reader,
                     const struct orb_triage_person *after, struct orb_buf *words)
{
    orb_next_words(words, reader, after);
    orb_words_cell(t, words);
    orb_contact_words(words, &after->case_->referent);
    orb_known_words_cell(t, words);
}

/* ---- lines */

static void add_need(struct orb_report_table *t, const struct orb_report_closing_input *in,
                     const struct orb_triage_loss *loss, uint32_t need,
                     struct orb_buf *words)
{
    const struct orb_reader *reader = &in->triage->reader;
    const char *code = loss->before->case_->person->needs[need].code;

    orb_report_row(t);
    orb_report_text(t, loss->before->case_->person->id);
    orb_report_text(t, code);
    orb_report_text(t, orb_code_words(reader, "serafin_besoins", code));
    orb_offer_cells(t, reader->catalogue,
                    service_lost(loss, reader->catalogue, in->closed, code));
    orb_report_text(t, orb_state_words[loss->before->needs[need].state].token);
    orb_report_text(t, orb_state_words[loss->after->needs[need].state].token);
    add_levels(t, loss);
    add_instead(t, reader->catalogue, &loss->instead[need]);
    if (loss->instead[need].offer == ORB_CAT_NONE)
        orb_relaxation_words(words, reader, &loss->after->needs[need]);
    orb_words_cell(t, words);
    add_next(t, reader, loss->after, words);
}

/* A service that answers no need told, or whose needs are answered otherwise. */
static void add_service(struct orb_report_table *t,
                        const struct orb_report_closing_input *in,
                        const struct orb_triage_loss *loss, struct orb_buf *words)
{
    const struct orb_reader *reader = &in->triage->reader;

    orb_report_row(t);
    orb_report_text(t, loss->before->case_->person->id);
    orb_report_none(t);
    orb_report_none(t);
    orb_offer_cells(t, reader->catalogue,
                    service_lost(loss, reader->catalogue, in->closed, NULL));
    orb_report_none(t);
    orb_report_none(t);
    add_levels(t, loss);
    for (int i = 0; i < 5; i++)
        orb_report_none(t);
    add_next(t, reader, loss->after, words);
}

static void add_counts(struct orb_report *report, long persons, long needs, long offered)
{
    if (persons == 0) {
        orb_report_note(report, "%s", _("Nobody is worse off when these close."));
        return;
    }
    orb_report_note(report,
                    ORB_PLURAL("%ld person is worse off when these close.",
                               "%ld persons are worse off when these close.", persons),
                    persons);
    orb_report_note(
        report,
        _("Needs worse off: %ld; among what stays, an offer is told instead for %ld, none for %ld."),
        needs, offered, needs - offered);
}

void orb_report_closing(struct orb_report *report,
                        const struct orb_report_closing_input *input)
{
    const struct orb_catalogue *c = input->triage->reader.catalogue;
    struct orb_report_table *t = orb_report_add_table(
        report, "closing", _("Who loses when these services close"), COLUMNS(loss_columns));
    struct orb_buf words = { 0 };
    long persons = 0;
    long needs = 0;
    long offered = 0;

    for (size_t i = 0; i < input->count; i++) {
        const struct orb_triage_loss *loss = &input->losses[i];

        if (!orb_triage_loses(loss, c, input->closed))
            continue;
        persons++;
        if (!loses_needs(loss))
            add_service(t, input, loss, &words);
        for (uint32_t n = 0; n < loss->before->need_count; n++) {
            if (!orb_triage_loses_need(loss, n))
                continue;
            needs++;
            offered += loss->instead[n].offer != ORB_CAT_NONE;
            add_need(t, input, loss, n, &words);
        }
    }
    add_counts(report, persons, needs, offered);
    report->failed = report->failed || words.failed;
    orb_buf_release(&words);
}
