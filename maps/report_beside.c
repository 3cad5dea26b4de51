/* The counts of a report beside those of earlier ones: by who is counted where both say so,
 * by table and column elsewhere. */
#include <stdio.h>
#include <string.h>

#include "engine/base/text.h"
#include "engine/cohort/disclosure_joint.h"
#include "maps/report_compared.h"

struct orb_disclosure orb_report_counts(const struct protecting *p, int k)
{
    return (struct orb_disclosure){ .cells = p->counts,
                                    .cell_count = p->count_count,
                                    .sums = p->sums,
                                    .sum_count = p->sum_count,
                                    .k = k };
}

static enum orb_status add_name(struct orb_strmap *names, struct orb_buf *name,
                                struct orb_error *err)
{
    uint32_t number;
    enum orb_status status = orb_buf_check(name, err);

    if (status == ORB_OK && orb_strmap_add(names, name->data, name->len, &number) != ORB_OK)
        status = orb_error_memory(err);
    orb_buf_clear(name);
    return status;
}

static enum orb_status name_table(struct protecting *p, size_t index, struct orb_buf *name,
                                  struct orb_error *err)
{
    const struct orb_report_table *t = p->report->tables[index];
    enum orb_status status = ORB_OK;

    for (size_t at = 0; at < t->cell_count && status == ORB_OK; at++) {
        size_t row = at / t->column_count, column = at % t->column_count;

        if (p->number[p->first[index] + at] == NONE)
            continue;
        orb_report_cell_name(name, t, row, column, &p->former_names);
        status = add_name(&p->former_names, name, err);
        if (status != ORB_OK)
            break;
        orb_report_cell_population(name, t, row, column, &p->names);
        status = add_name(&p->names, name, err);
    }
    return status;
}

/* A name that stands in the report already is another count: "#2". */
static enum orb_status name_counts(struct protecting *p, struct orb_error *err)
{
    struct orb_buf name = { 0 };
    enum orb_status status = ORB_OK;

    for (size_t i = 0; i < p->report->table_count && status == ORB_OK; i++)
        status = name_table(p, i, &name, err);
    for (size_t i = 0; i < p->report->apart_count && status == ORB_OK; i++) {
        orb_report_apart_name(&name, p->report->aparts[i].name, &p->former_names);
        status = add_name(&p->former_names, &name, err);
        if (status != ORB_OK)
            break;
        orb_report_apart_name(&name, p->report->aparts[i].name, &p->names);
        status = add_name(&p->names, &name, err);
    }
    orb_buf_release(&name);
    return status;
}

static enum orb_status protect_from(struct protecting *p,
                                    const struct orb_report_memory *memory, int k,
                                    bool is_narrow, struct orb_error *err)
{
    struct orb_report_compared compared = { .is_narrow = is_narrow };
    enum orb_status status = orb_report_compare(&compared, p, memory, k, err);

    if (status == ORB_OK && compared.past.count > 0)
        status = orb_disclosure_protect_beside(&compared.table, &compared.past, err);
    for (size_t i = 0; i < p->count_count && status == ORB_OK; i++)
        p->counts[i] = compared.table.cells[i];
    orb_report_compared_release(&compared);
    return status;
}

/* What those who read a count from k on know. Where too many counts are tied, or earlier
 * reports tell already what this one has not, at least its own are followed. */
static enum orb_status protect_for(struct protecting *p,
                                   const struct orb_report_memory *memory, int k,
                                   struct orb_error *err)
{
    struct orb_error mine = { 0 };
    enum orb_status status = protect_from(p, memory, k, false, &mine);

    return status == ORB_OK ? ORB_OK : protect_from(p, memory, k, true, err);
}

static size_t count_shown(const struct protecting *p)
{
    size_t count = 0;

    for (size_t i = 0; i < p->count_count; i++)
        count += p->counts[i].hidden ? 0 : 1;
    return count;
}

/* ---- what is refused */

/* The command that made a report, from its key. */
static void command_of(char out[static 32], const char *key)
{
    static const struct {
        const char *key, *command;
    } others[] = { { "people/1", "people export" },
                   { "people-refusals/1", "people refusals" },
                   { "caseload/1", "map page" } };

    (void)snprintf(out, 32, "%.*s", (int)strcspn(key, "/"), key);
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
        if (strcmp(key, others[i].key) == 0)
            (void)snprintf(out, 32, "%s", others[i].command);
}

/* Is a report that was told enough to leave nothing to show? before: the counts as they are
 * protected alone. */
static bool leaves_nothing(struct protecting *p, const struct orb_report_told *told, int k,
                           const struct orb_disclosure_cell *before)
{
    const struct orb_report_memory alone = { .earlier = told, .count = 1 };
    int least = told->k < k ? told->k : k;

    memcpy(p->counts, before, p->count_count * sizeof *before);
    return protect_for(p, &alone, least, NULL) != ORB_OK || count_shown(p) == 0;
}

static enum orb_status refuse(struct protecting *p, const struct orb_report_memory *memory,
                              int k, const struct orb_disclosure_cell *before,
                              struct orb_error *err)
{
    size_t i = memory->count;
    const struct orb_report_told *told = &memory->earlier[memory->count - 1];
    char command[32];

    while (i > 0 && !leaves_nothing(p, &memory->earlier[i - 1], k, before))
        i--;
    if (i > 0)
        told = &memory->earlier[i - 1];
    command_of(command, told->report);
    if (i == 0)
        return orb_error_set(
            err, ORB_ERR_UNSUPPORTED,
            _("beside all that was told of these persons, last by '%s' on %s, any count of today would tell of too few of them: give those tables again, ask by larger areas, or wait until more has changed"),
            command, told->date);
    if (strcmp(told->report, p->report->key) == 0)
        return orb_error_set(
            err, ORB_ERR_UNSUPPORTED,
            _("beside what '%s' told of these persons on %s, any count of today would tell of too few of them: give that table again, or wait until more has changed"),
            command, told->date);
    return orb_error_set(
        err, ORB_ERR_UNSUPPORTED,
        _("beside what '%s' told of these persons on %s, any count of today would tell of too few of them: give that table alone, ask by larger areas, or wait until more persons are counted"),
        command, told->date);
}

static enum orb_status protect_from_all(struct protecting *p,
                                        const struct orb_report_memory *memory, int k,
                                        struct orb_error *err)
{
    enum orb_status status = protect_for(p, memory, k, err);

    for (size_t i = 0; i < memory->count && status == ORB_OK; i++) {
        bool again = memory->earlier[i].k >= k;

        for (size_t j = 0; j < i; j++)
            again = again || memory->earlier[j].k == memory->earlier[i].k;
        if (!again)
            status = protect_for(p, memory, memory->earlier[i].k, err);
    }
    return status;
}

enum orb_status orb_report_protect_more(struct protecting *p,
                                        struct orb_report_memory *memory, int k,
                                        struct orb_error *err)
{
    size_t alone = count_shown(p);
    struct orb_error mine = { 0 };
    struct orb_disclosure_cell *before;
    enum orb_status status = name_counts(p, err);

    if (status != ORB_OK || memory->count == 0 || alone == 0)
        return status;
    before = orb_arena_array(&p->report->arena, p->count_count, sizeof *before);
    if (before == NULL)
        return orb_error_memory(err);
    memcpy(before, p->counts, p->count_count * sizeof *before);
    status = protect_from_all(p, memory, k, &mine);
    if (status == ORB_ERR_UNSUPPORTED || (status == ORB_OK && count_shown(p) == 0))
        return refuse(p, memory, k, before, err);
    if (status != ORB_OK)
        return orb_error_set(err, mine.status, "%s", mine.text);
    memory->more_hidden = count_shown(p) < alone;
    return ORB_OK;
}
