/* The identifier of an offer of FINESS ends with its codes: "finess:010000156/842-11-410".
 */
#include "maps/report_authorisations.h"

#include <string.h>

#include "engine/base/text.h"

#define PREFIX     "finess:"
#define DEPRECATED "deprecated"

static const struct orb_report_column code_columns[] = {
    { .key = "public", .title = N_("Clientele"), .type = ORB_REPORT_CODE },
    { .key = "label", .title = N_("What it is"), .type = ORB_REPORT_TEXT },
    { .key = "since",
      .title = N_("Deprecated on"),
      .definition = N_("By the nomenclature TRE_R279."),
      .type = ORB_REPORT_DATE },
    { .key = "offers", .title = N_("Authorisations"), .type = ORB_REPORT_INTEGER },
    { .key = "authorised",
      .title = N_("Places authorised"),
      .definition = N_("Those that are known."),
      .type = ORB_REPORT_INTEGER },
};

static const struct orb_report_column offer_columns[] = {
    { .key = "offer", .title = N_("Offer"), .type = ORB_REPORT_CODE },
    { .key = "service", .title = N_("Service"), .type = ORB_REPORT_TEXT },
    { .key = "commune", .title = N_("Commune"), .type = ORB_REPORT_TEXT },
    { .key = "category", .title = N_("Category"), .type = ORB_REPORT_CODE },
    { .key = "public", .title = N_("Clientele"), .type = ORB_REPORT_CODE },
    { .key = "label", .title = N_("What it is"), .type = ORB_REPORT_TEXT },
    { .key = "authorised", .title = N_("Places authorised"), .type = ORB_REPORT_INTEGER },
    { .key = "installed", .title = N_("Places installed"), .type = ORB_REPORT_INTEGER },
};

#define COLUMNS(list) list, sizeof list / sizeof list[0]

struct writer {
    const struct orb_catalogue *catalogue;
    const struct orb_term_list *terms;
    const bool *inside;
    orb_date date;
    struct orb_report_table *codes, *offers;
};

/* The deprecated term that an offer's identifier ends with, or NULL. */
static const struct orb_term *outdated(const struct writer *w, const char *id)
{
    const char *codes =
        strncmp(id, PREFIX, sizeof PREFIX - 1) == 0 ? strchr(id, '/') : NULL;
    const char *last = codes == NULL ? NULL : strrchr(codes, '-');
    const struct orb_term *term;
    char code[16] = { 0 };
    size_t len = last == NULL ? 0 : strcspn(last + 1, "~");

    if (len == 0 || len >= sizeof code)
        return NULL;
    memcpy(code, last + 1, len);
    term = orb_term_find(w->terms, code);
    return term != NULL && strncmp(term->status, DEPRECATED, sizeof DEPRECATED - 1) == 0
               ? term
               : NULL;
}

static bool is_looked_at(const struct writer *w, const struct orb_cat_offer *o)
{
    return (o->closed_on == ORB_DATE_NONE || o->closed_on > w->date) &&
           (w->inside == NULL || (o->commune != ORB_CAT_NONE && w->inside[o->commune]));
}

static void text_or_unknown(struct orb_report_table *t, const char *text)
{
    if (text == NULL || text[0] == '\0')
        orb_report_unknown(t);
    else
        orb_report_text(t, text);
}

static void places(struct orb_report_table *t, int64_t count)
{
    if (count < 0)
        orb_report_unknown(t);
    else
        orb_report_integer(t, count);
}

static void add_offer(const struct writer *w, uint32_t row, const struct orb_term *term)
{
    const struct orb_catalogue *c = w->catalogue;
    const struct orb_cat_offer *o = &c->offers[row];
    const struct orb_cat_terms *t = &c->terms[o->terms];
    const char *commune = orb_cat_known(c, o->commune_code);

    if (o->commune != ORB_CAT_NONE && c->communes[o->commune].name != 0)
        commune = orb_cat_string(c, c->communes[o->commune].name);
    orb_report_row(w->offers);
    orb_report_text(w->offers, orb_cat_string(c, o->id));
    text_or_unknown(w->offers, orb_cat_known(c, o->name));
    text_or_unknown(w->offers, commune);
    text_or_unknown(w->offers,
                    t->category == ORB_CAT_NONE ? NULL : orb_cat_code_name(c, t->category));
    orb_report_text(w->offers, term->code);
    text_or_unknown(w->offers, term->label_fr);
    places(w->offers, c->details[row].authorised);
    places(w->offers, c->details[row].installed);
}

static void add_code(const struct writer *w, const struct orb_term *term)
{
    const struct orb_catalogue *c = w->catalogue;
    const char *day = term->status + sizeof DEPRECATED - 1;
    int64_t offers = 0;
    int64_t authorised = -1;
    orb_date since;

    for (uint32_t i = 0; i < c->offer_count; i++) {
        uint32_t row = c->by_id[i];

        if (!is_looked_at(w, &c->offers[row]) ||
            outdated(w, orb_cat_string(c, c->offers[row].id)) != term)
            continue;
        offers++;
        if (c->details[row].authorised >= 0)
            authorised = (authorised < 0 ? 0 : authorised) + c->details[row].authorised;
        add_offer(w, row, term);
    }
    if (offers == 0)
        return;
    orb_report_row(w->codes);
    orb_report_text(w->codes, term->code);
    text_or_unknown(w->codes, term->label_fr);
    day += *day == ' ';
    if (orb_date_parse(&since, day, strlen(day)))
        orb_report_date(w->codes, since);
    else
        orb_report_unknown(w->codes);
    orb_report_integer(w->codes, offers);
    places(w->codes, authorised);
}

void orb_report_authorisations(struct orb_report *report,
                               const struct orb_catalogue *catalogue,
                               struct orb_vocabulary *vocabulary, const bool *inside)
{
    struct writer w = { .catalogue = catalogue, .inside = inside, .date = report->date };

    if (orb_vocabulary_terms(vocabulary, "finess_publics", &w.terms, NULL) != ORB_OK) {
        report->failed = true;
        return;
    }
    w.codes = orb_report_add_table(report, "outdated_codes",
                                   _("Clienteles that FINESS no longer uses"),
                                   COLUMNS(code_columns));
    w.offers = orb_report_add_table(report, "authorisations", _("Authorisations to adapt"),
                                    COLUMNS(offer_columns));
    for (size_t i = 0; i < w.terms->count; i++)
        if (strncmp(w.terms->terms[i].status, DEPRECATED, sizeof DEPRECATED - 1) == 0)
            add_code(&w, &w.terms->terms[i]);
}
