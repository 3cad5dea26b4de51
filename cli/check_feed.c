/* The importer tells what it did not know before; the records it makes go nowhere. What it
 * counts is compared with the last import of the feed, when there is a territory. */
#include "cli/check_feed.h"

#include <stdio.h>
#include <string.h>

#include "cli/database.h"
#include "cli/diagnostics.h"
#include "cli/listing.h"
#include "engine/base/file.h"
#include "engine/base/json.h"
#include "engine/base/text.h"
#include "engine/store/store.h"
#include "importers/registry.h"

/* The lines of a report that tell of change: how they begin, their name for programs and
 * their words. */
static const struct {
    const char *group;
    const char *begin;
    const char *name;
    const char *words;
} changes[] = {
    { "drift", "new ", "field_new", N_("a field that was not there before") },
    { "drift", "gone ", "field_gone", N_("a field that is no longer there") },
    { "drift", "type ", "field_type",
      N_("a field of another type (s text, n null, o object, a list)") },
    { "drift", "layout:", "layout", N_("coordinates in an unusual order") },
    { "unlabelled", "", "code", N_("a code without label in the nomenclature") },
};

static enum orb_status ignore(void *context, const struct orb_record *record,
                              struct orb_error *err)
{
    (void)context;
    (void)record;
    (void)err;
    return ORB_OK;
}

/* One row for each line of change; their number is that of the listing. */
static void list_changes(struct cli_listing *listing,
                         const struct orb_import_report *report)
{
    for (size_t c = 0; c < sizeof changes / sizeof changes[0]; c++) {
        size_t begin = strlen(changes[c].begin);

        for (size_t i = 0; i < report->line_count; i++) {
            const struct orb_report_line *line = &report->lines[i];
            char count[24];
            const char *cells[] = { changes[c].name, _(changes[c].words),
                                    line->name + begin, count };

            if (strcmp(line->group, changes[c].group) != 0 ||
                strncmp(line->name, changes[c].begin, begin) != 0)
                continue;
            (void)snprintf(count, sizeof count, "%llu", line->count);
            cli_listing_row(listing, cells);
        }
    }
}

/* ---- counts against the last import */

#define TOLERANCE 5 /* a fifth: FORMATS 2.1 */

/* A count that is more than a fifth away from what it was. */
static void list_count(struct cli_listing *listing, const char *name, int64_t before,
                       unsigned long long now)
{
    unsigned long long was = before < 0 ? 0 : (unsigned long long)before;
    unsigned long long gap = was > now ? was - now : now - was;
    char where[120];
    char count[24];
    const char *cells[] = { "count", _("a number far from that of the last import"), where,
                            count };

    if (gap * TOLERANCE <= was)
        return;
    (void)snprintf(where, sizeof where, "%.60s: %llu → %llu", name, was, now);
    (void)snprintf(count, sizeof count, "%llu", now);
    cli_listing_row(listing, cells);
}

struct comparison {
    struct cli_listing *listing;
    const struct orb_import_report *report;
    bool partial; /* the last import had a file more: what is not read now may be in it */
};

static enum orb_status compare_count(void *context, const char *name,
                                     const struct orb_json *before, struct orb_error *err)
{
    const struct comparison *c = context;
    unsigned long long now = orb_report_get(c->report, "read", name);

    (void)err;
    if (now > 0 || !c->partial)
        list_count(c->listing, name, orb_json_integer(before), now);
    return ORB_OK;
}

static enum orb_status compare_counts(struct comparison *c, const struct cli_context *cli,
                                      const struct cli_arguments *args,
                                      struct orb_error *err)
{
    struct orb_store *store = NULL;
    struct orb_json *last = NULL;
    struct orb_buf text = { 0 };
    enum orb_status status;

    status = cli_database_open_if_any(&store, cli->database, err);
    if (status == ORB_OK && store == NULL)
        return ORB_OK;
    if (status == ORB_OK)
        status = orb_store_last_report(store, args->operands[0], &text, err);
    if (status == ORB_OK && text.len > 0)
        status = orb_json_parse(&last, text.data, text.len, err);
    if (status == ORB_OK && last != NULL) {
        const struct orb_json *read = orb_json_get(last, "read");

        c->partial =
            args->operand_count < 3 && orb_json_get(read, "activities_exercised") != NULL;
        status = orb_json_each(read, compare_count, c, err);
    }
    orb_json_free(last);
    orb_buf_release(&text);
    orb_store_close(store);
    return status;
}

enum orb_status cli_check_feed(const struct cli_context *cli,
                               const struct cli_arguments *args, struct orb_error *err)
{
    static const struct cli_listing_column columns[] = {
        { "change", "", CLI_LISTED_JSON, false },
        { "", N_("what is new"), CLI_LISTED_TEXT, true },
        { "where", N_("where"), CLI_LISTED_BOTH, false },
        { "count", N_("times"), CLI_LISTED_NUMBER, false },
    };
    const char *format = cli_option_value(args, "format");
    const bool json = cli_option_value(args, "json") != NULL ||
                      (format != NULL && strcmp(format, "json") == 0);
    const struct orb_importer *importer = orb_importer_find(args->operands[0]);
    const struct orb_import_input input = { .paths = args->operands + 1,
                                            .path_count = args->operand_count - 1,
                                            .reference_date = cli->date };
    const struct orb_sink sink = { NULL, ignore };
    struct orb_import_report report = { 0 };
    struct cli_listing listing;
    struct comparison comparison = { .listing = &listing, .report = &report };
    enum orb_status status = importer->run(&input, &sink, &report, err);

    cli_listing_begin(&listing, cli, json, "feed");
    cli_listing_columns(&listing, columns, sizeof columns / sizeof columns[0]);
    if (status == ORB_OK)
        list_changes(&listing, &report);
    if (status == ORB_OK)
        status = compare_counts(&comparison, cli, args, err);
    if (status == ORB_OK && (json || listing.rows > 0))
        status = cli_listing_print(&listing, cli_option_value(args, "output"), err);
    else if (status == ORB_OK)
        cli_note(cli, _("the feed is as it was known"));
    if (status == ORB_OK && listing.rows > 0 && cli_option_value(args, "strict") != NULL)
        status =
            orb_error_set(err, ORB_ERR_FINDINGS,
                          ORB_PLURAL("%llu change in the feed (--strict)",
                                     "%llu changes in the feed (--strict)", listing.rows),
                          listing.rows);
    cli_listing_release(&listing);
    orb_report_release(&report);
    return status;
}
