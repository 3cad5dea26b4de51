/* The vault keeps what was hidden too: only so is it known that it stays so. */
#include "cli/publication.h"

#include <string.h>

#include "engine/base/alloc.h"
#include "engine/base/file.h"
#include "engine/base/json.h"
#include "engine/base/text.h"
#include "maps/json_writer.h"
#include "maps/report_told.h"

#define REPORT_MAX ((size_t)64 << 20)

struct remembered {
    struct orb_vault *vault; /* NULL = files */
    struct orb_report_told *told;
    size_t count, capacity;
};

static void forget(struct remembered *r)
{
    for (size_t i = 0; i < r->count; i++)
        orb_report_told_release(&r->told[i]);
    orb_free(r->told);
}

static struct orb_report_told *add(struct remembered *r, struct orb_error *err)
{
    if (orb_grow((void **)&r->told, &r->capacity, r->count, sizeof *r->told) != ORB_OK) {
        (void)orb_error_memory(err);
        return NULL;
    }
    r->told[r->count] = (struct orb_report_told){ .k = 0 };
    return &r->told[r->count++];
}

static void tell_more_hidden(struct orb_report *report,
                             const struct orb_report_memory *memory)
{
    if (memory->more_hidden)
        orb_report_note(
            report, "%s",
            _("Some counts are hidden because, beside a table that was given before, they would tell of too few persons."));
}

/* ---- what the vault remembers */

static bool is_same_text(const char *a, const char *b)
{
    return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

/* Areas of two levels cut each other: what both tell cannot be compared cell by cell. */
static enum orb_status check_level(const struct orb_json *document,
                                   const struct orb_report *report,
                                   const struct cli_publication *as, struct orb_error *err)
{
    const char *kind = orb_json_text(orb_json_get(document, "report"));
    const char *level = orb_json_text(orb_json_get(document, "level"));
    const char *date = orb_json_text(orb_json_get(document, "date"));

    if (kind == NULL || strcmp(kind, report->key) != 0 || is_same_text(level, as->level))
        return ORB_OK;
    return orb_error_set(
        err, ORB_ERR_UNSUPPORTED,
        _("a table of these persons was given on %s by other areas (%s): with both, somebody could be recognised; ask by the same areas"),
        date == NULL ? "?" : date, level == NULL ? "?" : level);
}

static enum orb_status recall(struct remembered *r, size_t index,
                              const struct orb_report *report,
                              const struct cli_publication *as, struct orb_error *err)
{
    struct orb_json *document = NULL;
    struct orb_report_told *told;
    const char *text;
    size_t len;
    enum orb_status status = orb_vault_publication_read(r->vault, index, &text, &len, err);

    if (status == ORB_OK)
        status = orb_json_parse(&document, text, len, err);
    if (status == ORB_OK)
        status = check_level(document, report, as, err);
    if (status == ORB_OK) {
        told = add(r, err);
        status = told == NULL ? ORB_ERR_MEMORY : orb_report_told_read(told, document, err);
    }
    orb_json_free(document);
    return status;
}

/* Is a text among the publications, but for its date? */
static enum orb_status is_kept(bool *kept, struct orb_vault *vault,
                               const struct orb_buf *text, size_t after_date,
                               struct orb_error *err)
{
    enum orb_status status = ORB_OK;

    *kept = false;
    for (size_t i = 0; i < orb_vault_publication_count(vault) && !*kept && status == ORB_OK;
         i++) {
        const char *other;
        size_t len;

        status = orb_vault_publication_read(vault, i, &other, &len, err);
        *kept = status == ORB_OK && len == text->len &&
                memcmp(other + after_date, text->data + after_date, len - after_date) == 0;
    }
    return status;
}

static enum orb_status protect_and_keep(struct orb_vault *vault, struct orb_report *report,
                                        const struct cli_publication *as,
                                        struct orb_report_memory *memory,
                                        struct orb_error *err)
{
    struct orb_json_writer w;
    struct orb_buf text = { 0 };
    size_t after_date;
    bool kept = false;
    enum orb_status status;

    orb_jw_init_buf(&w, &text, 0);
    orb_jw_open_object(&w);
    orb_jw_member_date(&w, "date", as->today);
    after_date = text.len;
    orb_jw_member_text(&w, "orbite", "publication/3");
    orb_jw_member_text(&w, "class", as->class_);
    orb_jw_member_text(&w, "report", report->key);
    if (as->level != NULL)
        orb_jw_member_text(&w, "level", as->level);
    memory->kept = &w;
    status = orb_report_protect_beside(report, as->k, memory, err);
    if (status == ORB_OK) {
        orb_jw_close(&w);
        status = orb_jw_end(&w, err);
    }
    if (status == ORB_OK)
        status = is_kept(&kept, vault, &text, after_date, err);
    if (status == ORB_OK && !kept)
        status = orb_vault_publication_add(vault, text.data, text.len, err);
    orb_buf_release(&text);
    return status;
}

enum orb_status cli_publication_protect(struct orb_vault *vault, struct orb_report *report,
                                        const struct cli_publication *as,
                                        struct orb_error *err)
{
    struct remembered r = { .vault = vault };
    struct orb_report_memory memory = { 0 };
    enum orb_status status = ORB_OK;

    for (size_t i = 0; i < orb_vault_publication_count(vault) && status == ORB_OK; i++)
        status = recall(&r, i, report, as, err);
    memory.earlier = r.told;
    memory.count = r.count;
    if (status == ORB_OK)
        status = protect_and_keep(vault, report, as, &memory, err);
    tell_more_hidden(report, &memory);
    forget(&r);
    return status;
}

/* ---- reports that the user has */

static enum orb_status read_report(struct remembered *r, const struct orb_report *report,
                                   const char *path, struct orb_error *err)
{
    struct orb_buf text = { 0 };
    struct orb_json *document = NULL;
    struct orb_report_told *told = add(r, err);
    enum orb_status status =
        told == NULL ? ORB_ERR_MEMORY : orb_file_read(&text, path, REPORT_MAX, err);

    if (status == ORB_OK)
        status = orb_json_parse(&document, text.data, text.len, err);
    if (status == ORB_OK)
        status = orb_report_told_read_report(told, document, report, err);
    if (status == ORB_ERR_SYNTAX || status == ORB_ERR_RANGE ||
        status == ORB_ERR_UNSUPPORTED)
        orb_error_at(err, "%s", path);
    orb_json_free(document);
    orb_buf_release(&text);
    return status;
}

/* Was a made before b? Not when neither tells. */
static bool is_before(const struct orb_report_told *a, const struct orb_report_told *b)
{
    int order = strcmp(a->date, b->date);

    return order < 0 || (order == 0 && a->after < b->after);
}

/* From the first to the last; those that do not tell, as they are given. */
static void put_in_order(struct remembered *r)
{
    for (size_t i = 1; i < r->count; i++)
        for (size_t k = i; k > 0 && is_before(&r->told[k], &r->told[k - 1]); k--) {
            struct orb_report_told later = r->told[k - 1];

            r->told[k - 1] = r->told[k];
            r->told[k] = later;
        }
}

enum orb_status cli_publication_beside(struct orb_report *report, int k, const char *paths,
                                       struct orb_error *err)
{
    struct remembered r = { 0 };
    struct orb_report_memory memory = { 0 };
    struct orb_arena arena = { 0 };
    char *path = orb_arena_strdup(&arena, paths);
    enum orb_status status = path == NULL ? orb_error_memory(err) : ORB_OK;

    while (status == ORB_OK && path != NULL) {
        char *comma = strchr(path, ',');

        if (comma != NULL)
            *comma = '\0';
        status = read_report(&r, report, path, err);
        if (r.count > 0 && report->after <= r.told[r.count - 1].after)
            report->after = r.told[r.count - 1].after + 1;
        path = comma == NULL ? NULL : comma + 1;
    }
    put_in_order(&r);
    memory.earlier = r.told;
    memory.count = r.count;
    if (status == ORB_OK)
        status = orb_report_protect_beside(report, k, &memory, err);
    tell_more_hidden(report, &memory);
    forget(&r);
    orb_arena_release(&arena);
    return status;
}
