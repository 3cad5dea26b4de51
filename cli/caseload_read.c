/* One person or an array of them: a person that is not understood is set aside. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/caseload.h"
#include "cli/diagnostics.h"
#include "cli/question.h"
#include "engine/base/alloc.h"
#include "engine/base/file.h"
#include "engine/base/json.h"

#define FILE_CAP ((size_t)1 << 30)

struct reader {
    struct cli_caseload *out;
    struct cli_planning *planning;
};

/* What is not understood is counted and told by its place. */
static enum orb_status set_aside(struct reader *r, const char *place,
                                 const struct orb_error *why)
{
    r->out->rejected++;
    cli_note(&r->planning->cli, _("%s%s: left out: %s"), place, why->place, why->text);
    return ORB_OK;
}

static enum orb_status take(struct reader *r, const struct orb_json *document,
                            const char *place, struct orb_error *err)
{
    struct cli_planning *p = r->planning;
    struct orb_person_codes codes = { &p->vocabulary, cli_person_code };
    struct cli_caseload *out = r->out;
    struct orb_case *case_ = NULL;
    struct orb_error why = { 0 };
    enum orb_status status = orb_case_parse(&case_, document, p->profile, &codes, &why);

    if (status == ORB_ERR_MEMORY)
        return orb_error_memory(err);
    if (status != ORB_OK)
        return set_aside(r, place, &why);
    if (p->cli.date != ORB_DATE_NONE)
        case_->person->reference_date = p->cli.date;
    if (orb_grow((void **)&out->cases, &out->capacity, out->count, sizeof *out->cases) !=
        ORB_OK) {
        orb_case_free(case_);
        return orb_error_memory(err);
    }
    out->cases[out->count++] = case_;
    return ORB_OK;
}

static enum orb_status take_file(struct reader *r, const char *path, struct orb_error *err)
{
    struct orb_buf text = { 0 };
    struct orb_json *document = NULL;
    enum orb_status status = orb_file_read(&text, path, FILE_CAP, err);
    bool placed = status != ORB_OK; /* the place of an error of reading is the path */
    bool many;

    if (status == ORB_OK)
        status = orb_json_parse(&document, text.data, text.len, err);
    many = orb_json_type(document) == ORB_JSON_ARRAY;
    if (status == ORB_OK && !many)
        status = take(r, document, path, err);
    for (size_t i = 0; status == ORB_OK && many && i < orb_json_count(document); i++) {
        char place[512];

        (void)snprintf(place, sizeof place, "%s/%zu", path, i);
        status = take(r, orb_json_at(document, i), place, err);
    }
    if (status != ORB_OK && !placed)
        orb_error_at(err, "%s", path);
    orb_json_free(document);
    orb_buf_release(&text);
    return status;
}

enum orb_status cli_caseload_read(struct cli_caseload *out, struct cli_planning *planning,
                                  const struct cli_arguments *args, size_t first,
                                  struct orb_error *err)
{
    struct reader r = { out, planning };
    enum orb_status status = ORB_OK;

    for (size_t i = first; i < args->operand_count && status == ORB_OK; i++)
        status = take_file(&r, args->operands[i], err);
    return status;
}

void cli_caseload_release(struct cli_caseload *caseload)
{
    for (size_t i = 0; i < caseload->count; i++)
        orb_case_free(caseload->cases[i]);
    orb_free(caseload->cases);
    orb_free(caseload->people);
    orb_free(caseload->closed);
    orb_free(caseload->order);
    for (int i = 0; i < CLI_JOBS_MAX; i++)
        orb_arena_release(&caseload->arenas[i]);
    memset(caseload, 0, sizeof *caseload);
}
