/* Distances are told from the commune, never from the home. There are no rings: the engine
 * knows the minutes to the offers, not the land between. */
#include "maps/page_person.h"

#include <math.h>

#include "engine/base/text.h"
#include "maps/json_writer.h"

struct parts {
    struct orb_columns_head head;
    struct orb_contours contours;
    struct orb_buf title, subtitle, person, answers;
};

static enum orb_status write_json(struct parts *p, const struct orb_person_page *page,
                                  struct orb_error *err)
{
    const struct orb_catalogue *c = page->selection->catalogue;
    struct orb_json_writer w;
    enum orb_status status;

    orb_jw_init_buf(&w, &p->person, 0);
    orb_person_head_write(&w, page->answer, c);
    status = orb_jw_end(&w, err);
    if (status != ORB_OK)
        return status;
    orb_jw_init_buf(&w, &p->answers, 0);
    orb_person_answer_write(&w, page->answer, c);
    return orb_jw_end(&w, err);
}

static enum orb_status write_words(struct parts *p, const struct orb_person_page *page,
                                   struct orb_error *err)
{
    const struct orb_person_answer *a = page->answer;
    const char *commune = a->commune == NULL
                              ? NULL
                              : orb_cat_known(page->selection->catalogue, a->commune->name);
    enum orb_status status;

    orb_buf_printf(&p->title, _("Situation %s: what answers"), a->id);
    orb_buf_text(&p->subtitle, commune != NULL ? commune : _("commune not known"));
    for (size_t i = 0; i < a->need_count; i++)
        orb_buf_printf(&p->subtitle, " · %s", a->needs[i].label);
    if (a->travel != NULL)
        orb_buf_printf(&p->subtitle, " · %s", a->travel);
    status = orb_buf_check(&p->title, err);
    return status == ORB_OK ? orb_buf_check(&p->subtitle, err) : status;
}

static void fill_head(struct parts *p, const struct orb_person_page *page)
{
    const struct orb_catalogue *c = page->selection->catalogue;
    const struct orb_cat_commune *commune = page->answer->commune;

    p->head = (struct orb_columns_head){
        .title = p->title.data,
        .subtitle = p->subtitle.data,
        .french = page->french,
        .is_private = true,
        .person = p->person.data,
        .answers = p->answers.data,
    };
    if (p->contours.attribution.len > 0)
        p->head.more_attribution = p->contours.attribution.data;
    if (commune == NULL || isnan(commune->lon) || isnan(commune->lat))
        return;
    p->head.origin = orb_cat_known(c, commune->name);
    if (p->head.origin == NULL)
        p->head.origin = orb_cat_string(c, commune->code);
    p->head.origin_lon = commune->lon;
    p->head.origin_lat = commune->lat;
}

enum orb_status orb_person_page_write(struct orb_output *out,
                                      const struct orb_person_page *page,
                                      struct orb_error *err)
{
    struct parts p = { 0 };
    const struct orb_page whole = { .selection = page->selection,
                                    .head = &p.head,
                                    .contours = &p.contours,
                                    .circles = page->circles };
    enum orb_status status = orb_page_check(err);

    if (status == ORB_OK)
        status = orb_page_contours(&p.contours, page->territory, page->selection,
                                   page->simplify_m, err);
    if (status == ORB_OK)
        status = write_json(&p, page, err);
    if (status == ORB_OK)
        status = write_words(&p, page, err);
    if (status == ORB_OK) {
        fill_head(&p, page);
        status = orb_page_write(out, &whole, err);
    }
    orb_contours_release(&p.contours);
    orb_buf_release(&p.title);
    orb_buf_release(&p.subtitle);
    orb_buf_release(&p.person);
    orb_buf_release(&p.answers);
    return status;
}
