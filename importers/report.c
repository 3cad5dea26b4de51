/* Counts facts by name; few names, so a list is enough. */
#include "importers/report.h"

#include <string.h>

#include "engine/base/alloc.h"

static struct orb_report_line *line_of(struct orb_import_report *report, const char *group,
                                       const char *name)
{
    for (size_t i = 0; i < report->line_count; i++)
        if (strcmp(report->lines[i].name, name) == 0 &&
            strcmp(report->lines[i].group, group) == 0)
            return &report->lines[i];
    return NULL;
}

/* Add a fact to those of the same group and name; its texts are copied when it is the
 * first. */
static enum orb_status add(struct orb_import_report *report,
                           const struct orb_report_line *fact, struct orb_error *err)
{
    struct orb_report_line *line = line_of(report, fact->group, fact->name);

    if (line == NULL) {
        if (orb_grow((void **)&report->lines, &report->line_capacity, report->line_count,
                     sizeof *report->lines) != ORB_OK)
            return orb_error_memory(err);
        line = &report->lines[report->line_count];
        line->group = orb_arena_strdup(&report->arena, fact->group);
        line->name = orb_arena_strdup(&report->arena, fact->name);
        line->sentence = orb_arena_strdup(&report->arena, fact->sentence);
        line->count = 0;
        if (line->group == NULL || line->name == NULL ||
            (fact->sentence != NULL && line->sentence == NULL))
            return orb_error_memory(err);
        report->line_count++;
    }
    line->count += fact->count;
    return ORB_OK;
}

enum orb_status orb_report_count(struct orb_import_report *report, const char *group,
                                 const char *name, unsigned long long count,
                                 struct orb_error *err)
{
    const struct orb_report_line fact = { group, name, count, NULL };

    return add(report, &fact, err);
}

enum orb_status orb_report_find(struct orb_import_report *report,
                                const struct orb_finding *finding, struct orb_error *err)
{
    static const char *const groups[] = { "rejected", "value", "note" };
    const struct orb_report_line fact = { groups[finding->level], finding->rule, 1,
                                          finding->sentence };
    enum orb_status status = add(report, &fact, err);

    if (status != ORB_OK)
        return status;
    if (finding->level == ORB_FINDING_REJECTED)
        report->rejected++;
    else if (finding->level == ORB_FINDING_VALUE)
        report->values++;
    else
        report->notes++;
    return report->listener == NULL
               ? ORB_OK
               : report->listener(report->listener_context, finding, err);
}

unsigned long long orb_report_get(const struct orb_import_report *report, const char *group,
                                  const char *name)
{
    for (size_t i = 0; i < report->line_count; i++)
        if (strcmp(report->lines[i].name, name) == 0 &&
            strcmp(report->lines[i].group, group) == 0)
            return report->lines[i].count;
    return 0;
}

void orb_report_release(struct orb_import_report *report)
{
    orb_arena_release(&report->arena);
    orb_free(report->lines);
    memset(report, 0, sizeof *report);
}
