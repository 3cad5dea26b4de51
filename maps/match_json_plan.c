/* The plan as a member of the answer, and alone. */
#include <string.h>

#include "maps/json_writer.h"
#include "maps/match_json.h"

static const char *offer_id(const struct orb_match_document *d, uint32_t offer)
{
    return orb_cat_string(d->catalogue, d->catalogue->offers[offer].id);
}

static void write_offers_list(struct orb_json_writer *w, const struct orb_match_document *d,
                              const char *key, const uint32_t *offers, size_t count)
{
    orb_jw_key(w, key);
    orb_jw_open_array(w);
    for (size_t i = 0; i < count; i++)
        orb_jw_text(w, offer_id(d, offers[i]));
    orb_jw_close(w);
}

static void write_plan_offers(struct orb_json_writer *w, const struct orb_match_document *d)
{
    const struct orb_plan *p = &d->result->plan;

    orb_jw_key(w, "offers");
    orb_jw_open_array(w);
    for (uint32_t i = 0; i < p->offer_count; i++) {
        orb_jw_open_object(w);
        orb_jw_member_text(w, "id", offer_id(d, p->offers[i].offer));
        orb_jw_key(w, "covers");
        orb_jw_open_array(w);
        for (uint32_t j = 0; j < p->need_count; j++)
            if ((p->offers[i].covers >> p->needs[j].need & 1) != 0)
                orb_jw_text(w, d->person->needs[p->needs[j].need].code);
        orb_jw_close(w);
        orb_jw_key(w, "surplus");
        orb_jw_open_array(w);
        for (uint32_t j = 0; j < p->offers[i].surplus_count; j++)
            orb_jw_text(w, orb_cat_code_name(d->catalogue, p->offers[i].surplus[j]));
        orb_jw_close(w);
        orb_jw_close(w);
    }
    orb_jw_close(w);
}

static void write_plan_need(struct orb_json_writer *w, const struct orb_match_document *d,
                            const struct orb_plan_need *n)
{
    orb_jw_open_object(w);
    orb_jw_member_text(w, "code", d->person->needs[n->need].code);
    if (n->covered) {
        orb_jw_member_text(w, "served_by", offer_id(d, n->served_by));
        orb_jw_member_text(w, "class", orb_class_names[n->class_]);
        write_offers_list(w, d, "alternatives", n->others, n->other_count);
    } else {
        write_offers_list(w, d, "prospects", n->others, n->other_count);
        orb_jw_member_bool(w, "unmet_demand", n->unmet_demand);
    }
    orb_jw_close(w);
}

void orb_match_json_plan(struct orb_json_writer *w, const struct orb_match_document *d)
{
    const struct orb_plan *p = &d->result->plan;

    write_plan_offers(w, d);
    for (int covered = 1; covered >= 0; covered--) {
        orb_jw_key(w, covered ? "needs" : "uncovered");
        orb_jw_open_array(w);
        for (uint32_t i = 0; i < p->need_count; i++)
            if (p->needs[i].covered == (covered != 0))
                write_plan_need(w, d, &p->needs[i]);
        orb_jw_close(w);
    }
    orb_jw_member_number(w, "minutes", p->minutes);
    orb_jw_member_number(w, "covered_weight", p->covered_weight);
    orb_jw_member_number(w, "total_weight", p->total_weight);
    orb_jw_key(w, "ignored_needs");
    orb_jw_open_array(w);
    for (uint32_t i = 0; i < p->ignored_count; i++)
        orb_jw_text(w, d->person->needs[p->ignored[i]].code);
    orb_jw_close(w);
}
