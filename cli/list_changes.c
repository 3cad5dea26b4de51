/* One row a resource: what its records did is gathered in words. */
#include "cli/list_changes.h"

#include <string.h>

#include "cli/changes.h"
#include "cli/diagnostics.h"
#include "cli/table.h"
#include "cli/words.h"
#include "engine/base/text.h"
#include "engine/base/utf8.h"
#include "maps/json_writer.h"

#define VALUE_WIDTH 40 /* a longer value is only named */

/* Lines of one resource in one happening: items[first..end). */
struct span {
    const struct cli_changes *changes;
    size_t first;
    size_t end;
};

static struct span span_from(const struct cli_changes *c, size_t first)
{
    struct span s = { c, first, first + 1 };

    while (s.end < c->count && c->items[s.end].happening == c->items[first].happening &&
           c->items[s.end].resource == c->items[first].resource)
        s.end++;
    return s;
}

/* ---- words */

static const char *title_of(enum cli_happening happening)
{
    static const char *const titles[CLI_HAPPENINGS] = {
        N_("Opened"), N_("New in the territory"), N_("Closed, or gone from the source"),
        N_("Moved"), N_("Changed")
    };

    return _(titles[happening]);
}

static const char *field_words(const char *field)
{
    static const struct {
        const char *field, *words;
    } all[] = {
        { "accepts_new", N_("new persons accepted") },
        { "address", N_("address") },
        { "age_max_months", N_("upper age") },
        { "age_min_months", N_("lower age") },
        { "author", N_("author") },
        { "capacities", N_("capacities") },
        { "category", N_("category") },
        { "choice", N_("decision") },
        { "closed_on", N_("day of closing") },
        { "closures", N_("temporary closures") },
        { "commune", N_("commune") },
        { "contacts", N_("contacts") },
        { "description", N_("description") },
        { "families", N_("families") },
        { "identifiers", N_("identifiers") },
        { "kind", N_("kind") },
        { "modalities", N_("modalities") },
        { "name", N_("name") },
        { "observed_on", N_("date") },
        { "opened_on", N_("day of opening") },
        { "organization", N_("organization") },
        { "orientations", N_("orientations") },
        { "places_available", N_("places available") },
        { "position", N_("position") },
        { "postcode", N_("postcode") },
        { "prestations", N_("prestations") },
        { "publics", N_("publics") },
        { "reason", N_("reason") },
        { "schedule", N_("opening hours") },
        { "site", N_("place") },
        { "to_day", N_("last day") },
        { "wait_days", N_("waiting") },
        { "zone", N_("zone") },
    };

    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
        if (strcmp(all[i].field, field) == 0)
            return _(all[i].words);
    return field;
}

/* The text of a JSON string or number short enough to be told; NULL for the rest. */
static const char *short_value(struct orb_buf *buf, const char *json)
{
    size_t len = json == NULL ? 0 : strlen(json);

    orb_buf_clear(buf);
    if (len == 0 || json[0] == '{' || json[0] == '[' || strchr(json, '\\') != NULL)
        return NULL;
    if (strcmp(json, "null") == 0)
        return "–";
    if (json[0] == '"')
        orb_buf_add(buf, json + 1, len - 2);
    else
        orb_buf_add(buf, json, len);
    return buf->data != NULL && orb_utf8_width(buf->data) <= VALUE_WIDTH ? buf->data : NULL;
}

static void add_separator(struct orb_buf *out)
{
    if (out->len > 0)
        orb_buf_text(out, _("; "));
}

/* How many records of each kind: "service, 2 offers". */
static void tell_records(struct orb_buf *out, const struct span *s)
{
    for (int kind = 0; kind < ORB_RECORD_KINDS; kind++) {
        unsigned count = 0;
        const char *last = NULL;

        for (size_t i = s->first; i < s->end; i++) {
            const struct cli_change *item = &s->changes->items[i];

            if ((int)item->kind != kind || (last != NULL && strcmp(last, item->id) == 0))
                continue;
            last = item->id;
            count++;
        }
        if (count > 0 && out->len > 0)
            orb_buf_text(out, ", ");
        if (count > 1)
            orb_buf_printf(out, "%u %s", count,
                           cli_kinds_words((enum orb_record_kind)kind));
        else if (count == 1)
            orb_buf_text(out, cli_kind_words((enum orb_record_kind)kind));
    }
}

/* Since when it is closed, as far as a line says. */
static void tell_closing(struct orb_buf *out, const struct span *s, bool french)
{
    for (size_t i = s->first; i < s->end; i++) {
        const struct cli_change *item = &s->changes->items[i];
        orb_date day;

        if (item->field == NULL) {
            add_separator(out);
            orb_buf_text(out, _("gone from the source"));
            return;
        }
        if (item->after != NULL && strlen(item->after) == strlen("\"YYYY-MM-DD\"") &&
            orb_date_parse(&day, item->after + 1, strlen("YYYY-MM-DD"))) {
            add_separator(out);
            orb_buf_text(out, _("on "));
            cli_date(out, day, french);
            return;
        }
    }
}

/* How many offers a field changed of, when it is several. */
static unsigned same_field(const struct span *s, size_t at)
{
    unsigned count = 0;

    for (size_t i = s->first; i < s->end; i++) {
        const struct cli_change *item = &s->changes->items[i];

        if (item->kind == s->changes->items[at].kind && item->field != NULL &&
            strcmp(item->field, s->changes->items[at].field) == 0) {
            if (i < at)
                return 0; /* told already */
            count++;
        }
    }
    return count;
}

static void tell_fields(struct orb_buf *out, const struct span *s)
{
    struct orb_buf before = { 0 };
    struct orb_buf after = { 0 };

    for (size_t i = s->first; i < s->end; i++) {
        const struct cli_change *item = &s->changes->items[i];
        unsigned count = item->field == NULL ? 0 : same_field(s, i);
        const char *a;
        const char *b;

        if (count == 0)
            continue;
        add_separator(out);
        orb_buf_text(out, field_words(item->field));
        a = short_value(&before, item->before);
        b = short_value(&after, item->after);
        if (count > 1)
            orb_buf_printf(out, " (%u %s)", count, cli_kinds_words(item->kind));
        else if (a != NULL && b != NULL)
            orb_buf_printf(out, _(": %s → %s"), a, b);
    }
    out->failed = out->failed || before.failed || after.failed;
    orb_buf_release(&before);
    orb_buf_release(&after);
}

/* ---- the table */

static void add_row(struct cli_table *table, const struct span *s, bool french)
{
    const struct cli_change *item = &s->changes->items[s->first];
    const struct cli_resource *r =
        item->resource == CLI_NO_RESOURCE ? NULL : &s->changes->resources[item->resource];
    const char *commune = r == NULL                 ? NULL
                          : r->commune_name != NULL ? r->commune_name
                                                    : r->commune;
    struct orb_buf what = { 0 };
    struct orb_buf date = { 0 };

    if (item->happening < CLI_MOVED)
        tell_records(&what, s);
    else
        tell_fields(&what, s);
    if (item->happening == CLI_CLOSED)
        tell_closing(&what, s, french);
    cli_date(&date, s->changes->items[s->end - 1].observed_on, french);
    cli_table_cell(table, r == NULL || r->name == NULL ? "–" : r->name);
    cli_table_cell(table, commune == NULL ? "–" : commune);
    cli_table_cell(table, what.data == NULL ? "–" : what.data);
    cli_table_cell(table, date.data);
    cli_table_cell(table, r == NULL ? item->id : r->id);
    table->failed = table->failed || what.failed || date.failed;
    orb_buf_release(&what);
    orb_buf_release(&date);
}

/* The resources of one happening from items[*at] on; *at goes to the next one. */
static void write_happening(struct orb_buf *out, const struct cli_context *cli,
                            const struct cli_changes *c, size_t *at,
                            unsigned long long limit)
{
    static const struct cli_column columns[] = { { N_("name"), false, true },
                                                 { N_("commune"), false, false },
                                                 { N_("what"), false, true },
                                                 { N_("date"), false, false },
                                                 { N_("identifier"), false, false } };
    struct cli_table table = { .columns = columns, .column_count = 5 };
    enum cli_happening happening = c->items[*at].happening;
    unsigned long long count = 0;

    while (*at < c->count && c->items[*at].happening == happening) {
        struct span s = span_from(c, *at);

        if (limit == 0 || count < limit)
            add_row(&table, &s, cli->french);
        count++;
        *at = s.end;
    }
    orb_buf_printf(out, "%s%s (%llu)\n", out->len > 0 ? "\n" : "", title_of(happening),
                   count);
    cli_table_write(out, &table, cli->width);
    if (limit > 0 && count > limit)
        orb_buf_printf(out, _("%llu of %llu shown (--limit)\n"), limit, count);
    cli_table_release(&table);
}

static void write_text(struct orb_buf *out, const struct cli_context *cli,
                       const struct cli_changes *c, unsigned long long limit)
{
    size_t at = 0;

    while (at < c->count)
        write_happening(out, cli, c, &at, limit);
    if (c->territories > 0)
        orb_buf_printf(
            out,
            ORB_PLURAL(
                "%s%llu territory is new (communes, EPCI, départements, régions).\n",
                "%s%llu territories are new (communes, EPCI, départements, régions).\n",
                c->territories),
            out->len > 0 ? "\n" : "", c->territories);
    if (out->len == 0)
        orb_buf_printf(out, "%s\n", _("Nothing happened since then."));
}

/* ---- JSON */

static void json_line(struct orb_json_writer *w, const struct cli_change *item)
{
    orb_jw_open_object_inline(w);
    orb_jw_member_text(w, "kind", orb_record_kind_name(item->kind));
    orb_jw_member_text(w, "id", item->id);
    orb_jw_member_text(w, "change", item->change);
    orb_jw_member_text(w, "field", item->field);
    orb_jw_key(w, "before");
    orb_jw_raw(w, item->before);
    orb_jw_key(w, "after");
    orb_jw_raw(w, item->after);
    orb_jw_member_text(w, "importer", item->importer);
    orb_jw_member_date(w, "observed_on", item->observed_on);
    orb_jw_close(w);
}

static void json_span(struct orb_json_writer *w, const struct span *s)
{
    const struct cli_change *item = &s->changes->items[s->first];
    const struct cli_resource none = { .kind = item->kind, .id = item->id };
    const struct cli_resource *r =
        item->resource == CLI_NO_RESOURCE ? &none : &s->changes->resources[item->resource];

    orb_jw_open_object(w);
    orb_jw_member_text(w, "happening", cli_happening_names[item->happening]);
    orb_jw_member_text(w, "kind", orb_record_kind_name(r->kind));
    orb_jw_member_text(w, "id", r->id);
    orb_jw_member_text(w, "name", r->name);
    orb_jw_member_text(w, "commune", r->commune);
    orb_jw_member_text(w, "commune_name", r->commune_name);
    orb_jw_key(w, "changes");
    orb_jw_open_array(w);
    for (size_t i = s->first; i < s->end; i++)
        json_line(w, &s->changes->items[i]);
    orb_jw_close(w);
    orb_jw_close(w);
}

static enum orb_status write_json(struct orb_buf *out, const struct cli_changes *c,
                                  orb_date since, struct orb_error *err)
{
    unsigned long long counts[CLI_HAPPENINGS] = { 0 };
    struct orb_json_writer w;
    enum orb_status status;

    orb_jw_init_buf(&w, out, 2);
    orb_jw_open_object(&w);
    orb_jw_member_text(&w, "orbite", "changes/1");
    orb_jw_member_date(&w, "since", since);
    orb_jw_key(&w, "rows");
    orb_jw_open_array(&w);
    for (size_t at = 0; at < c->count;) {
        struct span s = span_from(c, at);

        counts[c->items[at].happening]++;
        json_span(&w, &s);
        at = s.end;
    }
    orb_jw_close(&w);
    orb_jw_key(&w, "total");
    orb_jw_open_object_inline(&w);
    for (int h = 0; h < CLI_HAPPENINGS; h++)
        orb_jw_member_integer(&w, cli_happening_names[h], (int64_t)counts[h]);
    orb_jw_member_integer(&w, "territories", (int64_t)c->territories);
    orb_jw_close(&w);
    orb_jw_close(&w);
    status = orb_jw_end(&w, err);
    orb_buf_char(out, '\n');
    return status;
}

enum orb_status cli_list_changes(const struct cli_context *cli,
                                 const struct cli_arguments *args, orb_date since,
                                 unsigned long long limit, struct orb_error *err)
{
    struct cli_changes changes = { 0 };
    struct orb_buf text = { 0 };
    enum orb_status status = cli_changes_read(&changes, cli, since, err);

    if (status == ORB_OK && cli_option_value(args, "json") != NULL)
        status = write_json(&text, &changes, since, err);
    else if (status == ORB_OK)
        write_text(&text, cli, &changes, limit);
    if (status == ORB_OK)
        status = cli_print(cli_option_value(args, "output"), &text, err);
    orb_buf_release(&text);
    cli_changes_release(&changes);
    return status;
}
