/* The resources of a page are those that something names for somebody. */
#include "maps/caseload_page.h"

#include <string.h>

#include "engine/base/alloc.h"
#include "engine/base/text.h"
#include "maps/triage_words.h"

struct product {
    const struct orb_caseload_page *page;
    struct orb_caseload_writing writing;
    uint8_t *only; /* by offer */
    struct orb_export_options options;
    struct orb_selection selection;
    struct orb_columns_head head;
    struct orb_buf subtitle;
    struct orb_buf frame;
    struct orb_contours contours;
};

/* ---- which resources */

static void name(struct product *p, uint32_t offer)
{
    if (offer != ORB_CAT_NONE)
        p->only[offer] = 1;
}

static void name_need(struct product *p, const struct orb_triage_need *need)
{
    if (need->state == ORB_NEED_TO_VERIFY)
        name(p, need->call);
    if (need->by_default)
        name(p, need->default_offer);
    for (uint32_t i = 0; i < need->relaxation_count && i < ORB_CASELOAD_CHANGES; i++)
        name(p, need->relaxations[i].offer);
}

static void name_all(struct product *p)
{
    for (size_t i = 0; i < p->page->count; i++) {
        const struct orb_triage_person *person = p->page->people[i];

        for (size_t k = 0; k < p->page->answers[i].count; k++)
            name(p, p->page->answers[i].rows[k].offer);
        for (uint32_t n = 0; n < person->need_count; n++)
            name_need(p, &person->needs[n]);
        for (uint32_t e = 0; e < person->event_count; e++)
            name(p, person->events[e].offer);
        if (person->next.kind != ORB_NEXT_NONE)
            name(p, person->next.offer);
    }
}

/* Rows are in the order of the ids. */
static void number_rows(struct product *p)
{
    const struct orb_catalogue *c = p->page->reader.catalogue;
    int32_t row = 0;

    for (uint32_t i = 0; i < c->offer_count; i++) {
        uint32_t offer = c->by_id[i];

        p->writing.rows[offer] = p->only[offer] != 0 ? row++ : -1;
    }
}

static enum orb_status choose(struct product *p, struct orb_error *err)
{
    const struct orb_catalogue *c = p->page->reader.catalogue;

    p->only = orb_calloc((size_t)c->offer_count + 1, 1);
    p->writing.rows = orb_calloc((size_t)c->offer_count + 1, sizeof *p->writing.rows);
    if (p->only == NULL || p->writing.rows == NULL)
        return orb_error_memory(err);
    name_all(p);
    number_rows(p);
    p->options = *p->page->all->options;
    p->options.only = p->only;
    return orb_selection_init(&p->selection, c, &p->options, err);
}

/* ---- the ground of their map */

/* The départements where they live; nothing is drawn when nobody is shown. */
static enum orb_status draw_ground(struct product *p, struct orb_error *err)
{
    const struct orb_catalogue *c = p->page->reader.catalogue;
    struct orb_strmap departements = { 0 };
    enum orb_status status = ORB_OK;

    for (size_t i = 0; i < p->page->count && status == ORB_OK; i++) {
        const char *commune = p->page->people[i]->case_->person->commune;
        uint32_t at = p->page->points[i].kind == ORB_SHOWN_NOWHERE
                          ? ORB_CAT_NONE
                          : orb_cat_commune_find(c, commune);
        const char *code =
            at == ORB_CAT_NONE ? NULL : orb_cat_known(c, c->communes[at].department);
        uint32_t number;

        if (code != NULL &&
            orb_strmap_add(&departements, code, strlen(code), &number) != ORB_OK)
            status = orb_error_memory(err);
    }
    orb_topology_set_folder(&p->contours.topology, p->options.scratch);
    if (status == ORB_OK && departements.count > 0)
        status =
            orb_page_contours_of(&p->contours, p->page->territory, &departements, 0, err);
    orb_strmap_release(&departements);
    return status;
}

/* ---- what the page says around them */

/* The map without anybody: what all the maps of the page are drawn on. */
static enum orb_status draw_frame(struct product *p, struct orb_error *err)
{
    const struct orb_circle_map_options how = { .french = p->page->reader.french,
                                                .embedded = true };
    struct orb_circle_map_input input = { .title = "", .subtitle = "", .centre = "" };
    struct orb_circle_map *map = NULL;
    struct orb_arena arena = { 0 };
    enum orb_status status;

    input.person = true;
    input.date = p->selection.date;
    for (int i = 0; i < ORB_CIRCLE_FAMILIES; i++)
        input.requests[i].received = -1;
    status = orb_circle_map_make(&map, &arena, &input, &how, err);
    if (status == ORB_OK)
        status = orb_circle_map_write(&p->frame, map, 1, err);
    orb_arena_release(&arena);
    return status;
}

static enum orb_status say(struct product *p, struct orb_error *err)
{
    unsigned long persons = (unsigned long)p->page->count;

    orb_buf_printf(&p->subtitle, ORB_PLURAL("%lu person", "%lu persons", persons), persons);
    orb_buf_text(&p->subtitle, " · ");
    orb_buf_text(&p->subtitle, _("the team only"));
    p->head = (struct orb_columns_head){
        .title = _("Persons without solution"),
        .subtitle = p->subtitle.data,
        .french = p->page->reader.french,
        .is_private = true,
    };
    return orb_buf_check(&p->subtitle, err);
}

static enum orb_status write_more(const struct orb_stream *stream,
                                  const struct orb_page *page, struct orb_error *err)
{
    return orb_caseload_write(stream, page->context, err);
}

static const struct orb_page_kind of_caseload = { "maps/page/caseload.html",
                                                  "maps/page/bundle/caseload",
                                                  "maps/page/bundle/licences.html",
                                                  orb_caseload_plain, write_more };

/* The sentences of the answers keep their numbers. */
static enum orb_status copy_sentences(struct product *p, struct orb_error *err)
{
    for (size_t i = 0; i < p->page->sentences->count; i++) {
        const char *text = p->page->sentences->strings[i];
        uint32_t number;

        if (orb_strmap_add(&p->writing.sentences, text, strlen(text), &number) != ORB_OK)
            return orb_error_memory(err);
    }
    return ORB_OK;
}

enum orb_status orb_caseload_page_write(struct orb_output *out,
                                        const struct orb_caseload_page *page,
                                        struct orb_error *err)
{
    struct product p = { .page = page, .writing.page = page };
    enum orb_status status = orb_page_check(err);

    if (status == ORB_OK)
        status = choose(&p, err);
    if (status == ORB_OK)
        status = draw_ground(&p, err);
    if (status == ORB_OK)
        status = draw_frame(&p, err);
    if (status == ORB_OK)
        status = say(&p, err);
    if (status == ORB_OK)
        status = copy_sentences(&p, err);
    if (status == ORB_OK) {
        const struct orb_page whole = { .kind = &of_caseload,
                                        .context = &p.writing,
                                        .selection = &p.selection,
                                        .head = &p.head,
                                        .contours = &p.contours,
                                        .circles = p.frame.data };

        status = orb_page_write(out, &whole, err);
    }
    orb_selection_release(&p.selection);
    orb_buf_release(&p.subtitle);
    orb_buf_release(&p.frame);
    orb_contours_release(&p.contours);
    orb_free(p.only);
    orb_free(p.writing.rows);
    orb_strmap_release(&p.writing.needs);
    orb_strmap_release(&p.writing.families);
    orb_strmap_release(&p.writing.communes);
    orb_strmap_release(&p.writing.sentences);
    orb_buf_release(&p.writing.text);
    return status;
}

/* ---- without script */

void orb_caseload_plain(struct orb_buf *out, const struct orb_page *page)
{
    const struct orb_caseload_writing *writing = page->context;
    unsigned long persons[ORB_LEVELS] = { 0 };

    for (size_t i = 0; i < writing->page->count; i++)
        persons[writing->page->people[i]->level]++;
    orb_buf_text(out, "<p class=\"private\">");
    orb_page_escape(out, _("Contains personal data — do not pass on"));
    orb_buf_text(out, "</p>\n<h1>");
    orb_page_escape(out, page->head->title);
    orb_buf_text(out, "</h1>\n<p>");
    orb_page_escape(out, page->head->subtitle);
    orb_buf_text(out, "</p>\n<table>\n");
    for (int level = 0; level < ORB_LEVELS; level++) {
        orb_buf_text(out, "<tr><th scope=\"row\">");
        orb_page_escape(out, _(orb_level_words[level].label));
        orb_buf_printf(out, "</th><td>%lu</td></tr>\n", persons[level]);
    }
    orb_buf_text(out, "</table>\n<p>");
    orb_page_escape(
        out,
        _("This page needs JavaScript; 'orbite triage' prints the same list without it."));
    orb_buf_text(out, "</p>\n");
}
