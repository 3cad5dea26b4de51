/* The classes of the volet TDDUI of the ANS (Attente, Objectif, Action, Prestation, Bilan)
 * are names of members here; no code of it is told, none was verified. */
#include <stdio.h>
#include <string.h>

#include "maps/care_plan.h"
#include "maps/json_writer.h"

static const char *const expressed_names[] = { "self", "with", "for" };

/* "A1", "O2"...: what links the classes inside the document. */
static void write_id(struct orb_json_writer *w, const char *key, char class_,
                     uint32_t number)
{
    char id[16];

    (void)snprintf(id, sizeof id, "%c%u", class_, number + 1);
    if (key == NULL)
        orb_jw_text(w, id);
    else
        orb_jw_member_text(w, key, id);
}

static void write_codes(struct orb_json_writer *w, const struct orb_care_action *a)
{
    orb_jw_key(w, "needs");
    orb_jw_open_array_inline(w);
    for (uint32_t i = 0; i < a->need_count; i++)
        orb_jw_text(w, a->needs[i]);
    orb_jw_close(w);
}

/* ---- the case around */

static void write_case(struct orb_json_writer *w, const struct orb_case *c)
{
    orb_jw_key(w, "case");
    orb_jw_open_object(w);
    orb_jw_member_text(w, "phase", orb_phase_names[c->phase]);
    orb_jw_member_date(w, "phase_from",
                       c->phase_count == 0 ? ORB_DATE_NONE
                                           : c->phases[c->phase_count - 1].from);
    orb_jw_key(w, "single_contact");
    orb_jw_open_object(w);
    orb_jw_member_text(w, "role", c->referent.role);
    orb_jw_member_text(w, "service", c->referent.service);
    orb_jw_member_text(w, "phone", c->referent.phone);
    orb_jw_close(w);
    orb_jw_close(w);
}

static void write_blanks(struct orb_json_writer *w, const struct orb_case *c)
{
    const struct orb_case_blanks blanks = orb_case_blanks_of(c);

    orb_jw_key(w, "blanks");
    orb_jw_open_array(w);
    for (int i = 0; i < ORB_LIFE_DOMAINS; i++) {
        if (!blanks.expectation[i] && !blanks.need[i])
            continue;
        orb_jw_open_object_inline(w);
        orb_jw_member_text(w, "domain", orb_life_domain_codes[i]);
        orb_jw_member_bool(w, "expectation", blanks.expectation[i]);
        orb_jw_member_bool(w, "need", blanks.need[i]);
        orb_jw_close(w);
    }
    orb_jw_close(w);
}

static void write_projet_de_vie(struct orb_json_writer *w, const struct orb_care_plan *plan)
{
    const struct orb_case *c = plan->q.case_;

    orb_jw_key(w, "projet_de_vie");
    orb_jw_open_object(w);
    orb_jw_key(w, "Attente");
    orb_jw_open_array(w);
    for (uint32_t i = 0; i < plan->wish_count; i++) {
        const struct orb_care_wish *wish = &plan->wishes[i];

        orb_jw_open_object(w);
        write_id(w, "id", 'A', i);
        orb_jw_member_text(w, "domain", wish->domain);
        orb_jw_member_text(w, "text", wish->text);
        orb_jw_member_text(w, "expressed", expressed_names[wish->expressed]);
        orb_jw_member_date(w, "date", wish->date);
        orb_jw_close(w);
    }
    orb_jw_close(w);
    write_blanks(w, c);
    orb_jw_close(w);
}

/* ---- the personalised plan */

/* Is the need one of those that a domain calls for, or one of its parts? */
static bool corresponds(const struct orb_link_list *links, const char *domain,
                        const struct orb_care_action *a)
{
    size_t count = 0;
    const struct orb_link *link = orb_link_find(links, domain, &count);

    for (size_t k = 0; k < count; k++)
        for (uint32_t i = 0; i < a->need_count; i++)
            if (strcmp(link[k].to, a->needs[i]) == 0)
                return true;
    return false;
}

static void write_objectifs(struct orb_json_writer *w, const struct orb_care_plan *plan,
                            const struct orb_link_list *links)
{
    orb_jw_key(w, "Objectif");
    orb_jw_open_array(w);
    for (uint32_t i = 0; i < plan->count; i++) {
        const struct orb_care_action *a = &plan->actions[i];

        orb_jw_open_object(w);
        write_id(w, "id", 'O', i);
        orb_jw_member_text(w, "origin", orb_care_origin_names[a->origin]);
        orb_jw_member_text(w, "text", a->objective);
        write_codes(w, a);
        orb_jw_key(w, "Attente");
        orb_jw_open_array_inline(w);
        for (uint32_t k = 0; k < plan->wish_count; k++)
            if (corresponds(links, plan->wishes[k].domain, a))
                write_id(w, NULL, 'A', k);
        orb_jw_close(w);
        orb_jw_close(w);
    }
    orb_jw_close(w);
}

static void write_actions(struct orb_json_writer *w, const struct orb_care_plan *plan)
{
    orb_jw_key(w, "Action");
    orb_jw_open_array(w);
    for (uint32_t i = 0; i < plan->count; i++) {
        const struct orb_care_action *a = &plan->actions[i];

        orb_jw_open_object(w);
        write_id(w, "id", 'C', i);
        write_id(w, "Objectif", 'O', i);
        orb_jw_member_text(w, "origin", orb_care_origin_names[a->origin]);
        orb_jw_member_text(
            w, "way", a->origin == ORB_CARE_DECIDED ? NULL : orb_care_way_names[a->way]);
        orb_jw_member_text(w, "step", a->step);
        orb_jw_member_text(w, "actor", a->actor);
        orb_jw_member_date(w, "deadline", a->deadline);
        orb_jw_key(w, "duration_days");
        if (a->duration_days < 0)
            orb_jw_null(w);
        else
            orb_jw_integer(w, a->duration_days);
        orb_jw_member_date(w, "review_on", a->review_on);
        orb_jw_member_text(w, "state", orb_step_state_names[a->state]);
        orb_jw_close(w);
    }
    orb_jw_close(w);
}

static void write_prestations(struct orb_json_writer *w, const struct orb_care_plan *plan)
{
    orb_jw_key(w, "Prestation");
    orb_jw_open_array(w);
    for (uint32_t i = 0; i < plan->count; i++) {
        const struct orb_care_action *a = &plan->actions[i];
        struct orb_buf name = { 0 };

        if (a->offer == NULL)
            continue;
        orb_care_write_offer(&name, plan, a);
        orb_jw_open_object(w);
        write_id(w, "id", 'P', i);
        write_id(w, "Action", 'C', i);
        orb_jw_member_text(w, "origin", orb_care_origin_names[a->origin]);
        orb_jw_member_text(w, "offer", a->offer);
        orb_jw_member_text(w, "name", name.data);
        orb_jw_member_text(w, "contact", orb_care_contact(plan, a));
        write_codes(w, a);
        orb_jw_close(w);
        orb_buf_release(&name);
    }
    orb_jw_close(w);
}

/* A review that is planned or that has a result. */
static void write_bilans(struct orb_json_writer *w, const struct orb_care_plan *plan)
{
    orb_jw_key(w, "Bilan");
    orb_jw_open_array(w);
    for (uint32_t i = 0; i < plan->count; i++) {
        const struct orb_care_action *a = &plan->actions[i];

        if (a->review_on == ORB_DATE_NONE && a->result == NULL)
            continue;
        orb_jw_open_object(w);
        write_id(w, "id", 'B', i);
        write_id(w, "Action", 'C', i);
        orb_jw_member_date(w, "review_on", a->review_on);
        orb_jw_member_text(w, "result", a->result);
        orb_jw_close(w);
    }
    orb_jw_close(w);
}

static void write_commitments(struct orb_json_writer *w, const struct orb_care_plan *plan)
{
    const struct orb_case *c = plan->q.case_;

    orb_jw_key(w, "commitments");
    orb_jw_open_array(w);
    for (uint32_t i = 0; i < c->commitment_count; i++) {
        const struct orb_case_commitment *k = &c->commitments[i];

        orb_jw_open_object(w);
        orb_jw_member_text(w, "partner", k->partner);
        orb_jw_member_text(w, "name", orb_care_partner(plan, k->partner));
        orb_jw_member_text(w, "what", k->what);
        orb_jw_member_date(w, "date", k->date);
        orb_jw_member_date(w, "until", k->until);
        orb_jw_member_text(w, "state", orb_step_state_names[k->state]);
        orb_jw_close(w);
    }
    orb_jw_close(w);
}

static void write_members(struct orb_json_writer *w, const void *context)
{
    const struct orb_care_plan *plan = context;
    const struct orb_link_list none = { 0 };
    const struct orb_link_list *links = &none;

    if (orb_vocabulary_links(plan->q.reader.vocabulary, "projetvie_serafin_besoins", &links,
                             NULL) != ORB_OK)
        links = &none;
    orb_jw_member_text(w, "language", plan->q.reader.french ? "fr" : "en");
    write_case(w, plan->q.case_);
    write_projet_de_vie(w, plan);
    orb_jw_key(w, "plan_personnalise");
    orb_jw_open_object(w);
    write_objectifs(w, plan, links);
    write_actions(w, plan);
    write_prestations(w, plan);
    write_bilans(w, plan);
    orb_jw_close(w);
    write_commitments(w, plan);
}

enum orb_status orb_care_plan_json_write(struct orb_output *out,
                                         const struct orb_care_plan *plan,
                                         struct orb_error *err)
{
    return orb_plan_json_write(out, plan->q.match, write_members, plan, err);
}
