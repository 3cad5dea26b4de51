/* Each situation is read, asked twice, counted and forgotten. */
#include "cli/simulate_persons.h"

#include <string.h>

#include "cli/question.h"
#include "engine/base/alloc.h"
#include "engine/base/file.h"
#include "engine/base/json.h"
#include "engine/base/strmap.h"
#include "engine/base/text.h"
#include "engine/match/match.h"

#define FILE_CAP ((size_t)64 << 20)

struct asker {
    struct cli_simulated_persons *out;
    const struct cli_simulated_question *q;
    struct orb_matcher *before, *after;
    struct orb_triage *triage;         /* before, when what is told is remembered */
    struct orb_strmap seen;            /* pseudonyms */
    uint8_t was[ORB_PERSON_MAX_NEEDS]; /* class of each need before */
};

/* Does a class count: as eligible, as possible? */
static bool counts(uint8_t class_, int answer)
{
    return answer == 0 ? class_ == ORB_ELIGIBLE : class_ <= ORB_TO_VERIFY;
}

static enum orb_status remember(struct asker *a, const struct orb_person *person,
                                const struct orb_need_result *need, struct orb_error *err)
{
    struct cli_simulated_persons *out = a->out;
    const struct orb_catalogue *c = a->q->after;
    struct orb_simulated_need *row;

    if (orb_grow((void **)&out->changes, &out->capacity, out->told.change_count,
                 sizeof *out->changes) != ORB_OK)
        return orb_error_memory(err);
    row = &out->changes[out->told.change_count++];
    *row = (struct orb_simulated_need){ .before = a->was[need->need],
                                        .after = (uint8_t)need->status };
    row->person = orb_arena_strdup(&out->arena, person->id);
    row->need = orb_arena_strdup(&out->arena, person->needs[need->need].code);
    if (need->ranking.count > 0 && need->status <= ORB_TO_VERIFY)
        row->now = orb_arena_strdup(
            &out->arena, orb_cat_string(c, c->offers[need->ranking.rows[0].offer].name));
    return row->person == NULL || row->need == NULL ? orb_error_memory(err) : ORB_OK;
}

static enum orb_status count(struct asker *a, const struct orb_person *person,
                             const struct orb_match_result *result,
                             struct orb_simulated_change *change, struct orb_error *err)
{
    struct orb_simulated_persons *told = &a->out->told;
    enum orb_status status = ORB_OK;

    told->persons++;
    for (int answer = 0; answer < 2; answer++) {
        int64_t gained = 0;
        int64_t lost = 0;

        for (uint32_t i = 0; i < result->need_count; i++) {
            bool had = counts(a->was[result->needs[i].need], answer);
            bool has = counts((uint8_t)result->needs[i].status, answer);

            told->needs_before[answer] += had;
            told->needs_after[answer] += has;
            gained += has && !had;
            lost += had && !has;
        }
        told->needs_gained[answer] += gained;
        told->needs_lost[answer] += lost;
        change->gains[answer] = gained > 0;
        change->loses[answer] = lost > 0;
        told->gaining[answer] += change->gains[answer];
        told->losing[answer] += change->loses[answer];
    }
    for (uint32_t i = 0; i < result->need_count && status == ORB_OK; i++)
        if (a->was[result->needs[i].need] != (uint8_t)result->needs[i].status)
            status = remember(a, person, &result->needs[i], err);
    return status;
}

static enum orb_status ask(struct asker *a, const struct orb_person *person,
                           struct orb_simulated_change *change, struct orb_error *err)
{
    struct orb_match_options options = { .operator_id = a->q->planning->cli.operator_id,
                                         .limit = 1 };
    struct orb_match_result result = { 0 };
    enum orb_status status = orb_matcher_ask(a->before, person, &options, &result, err);

    for (uint32_t i = 0; status == ORB_OK && i < result.need_count; i++)
        a->was[result.needs[i].need] = (uint8_t)result.needs[i].status;
    memcpy(options.igas, a->q->igas, sizeof options.igas);
    if (status == ORB_OK)
        status = orb_matcher_ask(a->after, person, &options, &result, err);
    return status == ORB_OK ? count(a, person, &result, change, err) : status;
}

/* A person counted twice would pass for two: for the results, and for what they protect. */
static enum orb_status meet(struct asker *a, const struct orb_person *person,
                            struct orb_error *err)
{
    size_t known = a->seen.count;
    uint32_t number;

    if (orb_strmap_add(&a->seen, person->id, strlen(person->id), &number) != ORB_OK)
        return orb_error_memory(err);
    return number == known
               ? ORB_OK
               : orb_error_set(err, ORB_ERR_EXISTS,
                               _("a person before in these files has the same pseudonym"));
}

static enum orb_status take_person(struct asker *a, const struct orb_json *document,
                                   struct orb_error *err)
{
    struct cli_planning *p = a->q->planning;
    struct orb_person_codes codes = { &p->vocabulary, cli_person_code };
    struct orb_person *person = NULL;
    struct orb_simulated_change change;
    enum orb_status status = orb_person_parse(&person, document, p->profile, &codes, err);

    if (status == ORB_OK)
        status = meet(a, person, err);
    if (status == ORB_OK) {
        person->reference_date = p->date;
        status = ask(a, person, &change, err);
    }
    orb_person_free(person);
    return status;
}

/* Told of beside what the vault remembers. */
static enum orb_status take_case(struct asker *a, struct orb_case *c, struct orb_error *err)
{
    const struct orb_match_options options = { .operator_id =
                                                   a->q->planning->cli.operator_id };
    struct orb_arena arena = { 0 };
    const struct orb_triage_question q = { c, &options, &arena };
    struct orb_simulated_change change;
    struct orb_triage_person sorted;
    enum orb_status status;

    c->person->reference_date = a->q->planning->date;
    status = ask(a, c->person, &change, err);
    if (status == ORB_OK && a->triage != NULL)
        status = orb_triage_person(a->triage, &q, &sorted, err);
    if (status == ORB_OK && a->triage != NULL)
        status = cli_simulated_wholes_add(&a->out->wholes, &sorted, &change, err);
    orb_arena_release(&arena);
    return status;
}

/* Those of a vault: one that is not understood is left out and told. */
static enum orb_status take_vault(struct asker *a, struct orb_error *err)
{
    struct cli_people_source *source = a->q->vault;
    struct orb_case *c = NULL;
    enum orb_status status = cli_people_next(source, &c, err);

    while (status == ORB_OK && c != NULL) {
        status = take_case(a, c, err);
        orb_case_free(c);
        c = NULL;
        if (status == ORB_OK)
            status = cli_people_next(source, &c, err);
    }
    cli_people_tell_rejected(source, &a->q->planning->cli);
    return status;
}

static enum orb_status take_file(struct asker *a, const char *path, struct orb_error *err)
{
    struct orb_buf text = { 0 };
    struct orb_json *document = NULL;
    enum orb_status status = orb_file_read(&text, path, FILE_CAP, err);
    bool placed = status != ORB_OK; /* the place of an error of reading is the path */

    if (status == ORB_OK)
        status = orb_json_parse(&document, text.data, text.len, err);
    if (status == ORB_OK && orb_json_type(document) != ORB_JSON_ARRAY)
        status = take_person(a, document, err);
    for (size_t i = 0; status == ORB_OK && orb_json_type(document) == ORB_JSON_ARRAY &&
                       i < orb_json_count(document);
         i++) {
        status = take_person(a, orb_json_at(document, i), err);
        if (status != ORB_OK)
            orb_error_at(err, "/%zu", i);
    }
    if (status != ORB_OK && !placed)
        orb_error_at(err, "%s", path);
    orb_json_free(document);
    orb_buf_release(&text);
    return status;
}

enum orb_status cli_simulated_persons_read(struct cli_simulated_persons *out,
                                           const struct cli_simulated_question *question,
                                           struct orb_error *err)
{
    const struct orb_profile *profile = question->planning->profile;
    struct asker a = { .out = out, .q = question };
    enum orb_status status = ORB_OK;

    memset(out, 0, sizeof *out);
    out->asked = true;
    a.before = orb_matcher_new(&question->planning->territory.catalogue, profile);
    a.after = orb_matcher_new(question->after, profile);
    if (a.before == NULL || a.after == NULL)
        status = orb_error_memory(err);
    if (status == ORB_OK && question->remembered) {
        a.triage =
            orb_triage_new(a.before, &question->planning->territory.catalogue, profile);
        status = a.triage == NULL ? orb_error_memory(err) : ORB_OK;
    }
    if (status == ORB_OK && question->remembered)
        status = cli_simulated_wholes_place(&out->wholes,
                                            &question->planning->territory.catalogue,
                                            &question->planning->perimeter.communes, err);
    if (status == ORB_OK && question->vault != NULL)
        status = take_vault(&a, err);
    for (size_t i = 0; i < question->path_count && status == ORB_OK; i++)
        status = take_file(&a, question->paths[i], err);
    out->told.changes = out->changes;
    out->told.wholes = out->wholes.items;
    out->told.whole_count = out->wholes.names.count;
    orb_strmap_release(&a.seen);
    orb_triage_free(a.triage);
    orb_matcher_free(a.before);
    orb_matcher_free(a.after);
    return status;
}

void cli_simulated_persons_release(struct cli_simulated_persons *persons)
{
    orb_free(persons->changes);
    cli_simulated_wholes_release(&persons->wholes);
    orb_arena_release(&persons->arena);
    memset(persons, 0, sizeof *persons);
}
