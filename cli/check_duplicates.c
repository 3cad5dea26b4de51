/* The links are those of the last import; nothing is compared again. */
#include "cli/check_duplicates.h"

#include <string.h>

#include "cli/diagnostics.h"
#include "cli/link_records.h"
#include "cli/options.h"
#include "cli/table.h"
#include "engine/base/number.h"
#include "engine/base/text.h"
#include "engine/linkage/linkage.h"
#include "maps/json_writer.h"

static const struct {
    unsigned bit;
    const char *name;
    const char *words;
} reasons[] = {
    { ORB_LINKAGE_DOUBT_SCORE, "score", N_("alike, but not enough") },
    { ORB_LINKAGE_DOUBT_NAME, "name", N_("nothing says that the names are one") },
    { ORB_LINKAGE_DOUBT_ADDRESS, "address", N_("two addresses") },
    { ORB_LINKAGE_DOUBT_SIREN, "siren", N_("two organizations") },
    { ORB_LINKAGE_DOUBT_NUMBER, "number", N_("numbers that differ in the names") },
    { ORB_LINKAGE_DOUBT_CATEGORY, "category",
      N_("one is more than the category they share") },
    { ORB_LINKAGE_DOUBT_GROUP, "group", N_("another service of the group does not agree") },
    { ORB_LINKAGE_DOUBT_ORIGIN, "origin", N_("one list has both") },
};

enum { REASON_COUNT = sizeof reasons / sizeof reasons[0] };

void cli_doubt_words(struct orb_buf *out, unsigned doubts)
{
    bool first = true;

    for (size_t i = 0; i < REASON_COUNT; i++)
        if ((doubts & reasons[i].bit) != 0) {
            orb_buf_printf(out, "%s%s", first ? "" : ", ", _(reasons[i].words));
            first = false;
        }
}

struct listing {
    const struct cli_context *cli;
    const struct cli_arguments *args;
    struct orb_arena arena;
    struct link_records records;
    struct orb_store_links links;
};

/* The service of an id; one that was there at the last import and is no more has only its
 * id. */
static struct link_service find(const struct listing *l, const char *id)
{
    uint32_t number = orb_strmap_find(&l->records.service_ids, id, strlen(id));
    struct link_service gone = { .id = id, .site = LINK_NONE, .organization = LINK_NONE };

    return number == ORB_STRMAP_NONE ? gone : l->records.services[number];
}

static const char *commune_of(const struct listing *l, const struct link_service *s)
{
    return s->site == LINK_NONE ? NULL : l->records.sites[s->site].commune;
}

/* ---- for people */

static const char *or_dash(const char *text)
{
    return text == NULL ? "–" : text;
}

static void service_row(struct cli_table *table, const struct listing *l, const char *id,
                        const char *first, const char *last)
{
    const struct link_service s = find(l, id);

    cli_table_cell(table, first);
    cli_table_cell(table, s.id);
    cli_table_cell(table, or_dash(s.name));
    cli_table_cell(table, or_dash(commune_of(l, &s)));
    cli_table_cell(table, or_dash(s.origin));
    cli_table_cell(table, last);
}

static void pairs_text(struct orb_buf *out, const struct listing *l)
{
    static const struct cli_column columns[] = {
        { N_("likely"), true, false },  { N_("identifier"), false, false },
        { N_("name"), false, true },    { N_("commune"), false, false },
        { N_("source"), false, false }, { N_("to look at because"), false, true },
    };
    struct cli_table table = { .columns = columns, .column_count = 6 };

    for (size_t i = 0; i < l->links.doubt_count; i++) {
        const struct orb_store_doubt *d = &l->links.doubts[i];
        struct orb_buf likely = { 0 }, why = { 0 };

        cli_number(&likely, 100 * d->probability, 0, l->cli->french);
        orb_buf_text(&likely, l->cli->french ? "\xc2\xa0%" : "%");
        cli_doubt_words(&why, d->doubts);
        service_row(&table, l, d->a, likely.data == NULL ? "" : likely.data,
                    why.data == NULL ? "" : why.data);
        service_row(&table, l, d->b, "", "");
        orb_buf_release(&likely);
        orb_buf_release(&why);
    }
    if (table.cell_count > 0)
        cli_table_write(out, &table, l->cli->width);
    cli_table_release(&table);
}

static void groups_text(struct orb_buf *out, const struct listing *l)
{
    static const struct cli_column columns[] = {
        { N_("shown"), false, false },  { N_("identifier"), false, false },
        { N_("name"), false, true },    { N_("commune"), false, false },
        { N_("source"), false, false }, { "", false, false },
    };
    struct cli_table table = { .columns = columns, .column_count = 6 };
    const char *before = "";

    for (size_t i = 0; i < l->links.link_count; i++) {
        const struct orb_store_link *link = &l->links.links[i];

        if (link->kind != ORB_RECORD_SERVICE)
            continue;
        if (strcmp(before, link->canonical) != 0)
            service_row(&table, l, link->canonical, _("yes"), "");
        before = link->canonical;
        service_row(&table, l, link->id, "", "");
    }
    if (table.cell_count > 0)
        cli_table_write(out, &table, l->cli->width);
    cli_table_release(&table);
}

static size_t merged_count(const struct listing *l)
{
    size_t count = 0;

    for (size_t i = 0; i < l->links.link_count; i++)
        count += l->links.links[i].kind == ORB_RECORD_SERVICE;
    return count;
}

static void write_text(struct orb_buf *out, const struct listing *l)
{
    size_t merged = merged_count(l);

    orb_buf_printf(out,
                   ORB_PLURAL("%zu pair of services that may be one\n",
                              "%zu pairs of services that may be one\n",
                              l->links.doubt_count),
                   l->links.doubt_count);
    pairs_text(out, l);
    if (l->links.doubt_count > 0)
        orb_buf_printf(out, "%s\n",
                       _("Say it with 'orbite merge ID ID' or 'orbite split ID ID'."));
    orb_buf_printf(out, "\n");
    orb_buf_printf(out,
                   ORB_PLURAL("%zu service shown as another one\n",
                              "%zu services shown as another one\n", merged),
                   merged);
    groups_text(out, l);
}

/* ---- for programs */

static void write_service(struct orb_json_writer *w, const struct listing *l,
                          const char *id)
{
    const struct link_service s = find(l, id);
    const char *commune = commune_of(l, &s);

    orb_jw_open_object(w);
    orb_jw_member_text(w, "id", s.id);
    if (s.name != NULL)
        orb_jw_member_text(w, "name", s.name);
    if (commune != NULL)
        orb_jw_member_text(w, "commune", commune);
    if (s.origin != NULL)
        orb_jw_member_text(w, "source", s.origin);
    orb_jw_close(w);
}

static void write_pairs(struct orb_json_writer *w, const struct listing *l)
{
    orb_jw_key(w, "pairs");
    orb_jw_open_array(w);
    for (size_t i = 0; i < l->links.doubt_count; i++) {
        const struct orb_store_doubt *d = &l->links.doubts[i];

        orb_jw_open_object(w);
        orb_jw_member_number(w, "probability", d->probability);
        orb_jw_key(w, "because");
        orb_jw_open_array(w);
        for (size_t k = 0; k < REASON_COUNT; k++)
            if ((d->doubts & reasons[k].bit) != 0)
                orb_jw_text(w, reasons[k].name);
        orb_jw_close(w);
        orb_jw_key(w, "services");
        orb_jw_open_array(w);
        write_service(w, l, d->a);
        write_service(w, l, d->b);
        orb_jw_close(w);
        orb_jw_close(w);
    }
    orb_jw_close(w);
}

static void write_groups(struct orb_json_writer *w, const struct listing *l)
{
    const char *before = NULL;

    orb_jw_key(w, "groups");
    orb_jw_open_array(w);
    for (size_t i = 0; i < l->links.link_count; i++) {
        const struct orb_store_link *link = &l->links.links[i];

        if (link->kind != ORB_RECORD_SERVICE)
            continue;
        if (before == NULL || strcmp(before, link->canonical) != 0) {
            if (before != NULL) {
                orb_jw_close(w);
                orb_jw_close(w);
            }
            orb_jw_open_object(w);
            orb_jw_key(w, "shown");
            write_service(w, l, link->canonical);
            orb_jw_key(w, "others");
            orb_jw_open_array(w);
        }
        before = link->canonical;
        write_service(w, l, link->id);
    }
    if (before != NULL) {
        orb_jw_close(w);
        orb_jw_close(w);
    }
    orb_jw_close(w);
}

static enum orb_status write_json(struct orb_buf *out, const struct listing *l,
                                  struct orb_error *err)
{
    struct orb_json_writer w;

    orb_jw_init_buf(&w, out, 2);
    orb_jw_open_object(&w);
    orb_jw_member_text(&w, "orbite", "check-duplicates/1");
    write_pairs(&w, l);
    write_groups(&w, l);
    orb_jw_close(&w);
    orb_buf_char(out, '\n');
    return orb_jw_end(&w, err);
}

static enum orb_status print(const struct listing *l, struct orb_error *err)
{
    const char *format = cli_option_value(l->args, "format");
    bool json = cli_option_value(l->args, "json") != NULL ||
                (format != NULL && strcmp(format, "json") == 0);
    struct orb_buf text = { 0 };
    enum orb_status status = ORB_OK;

    if (json)
        status = write_json(&text, l, err);
    else
        write_text(&text, l);
    if (status == ORB_OK)
        status = cli_print(cli_option_value(l->args, "output"), &text, err);
    orb_buf_release(&text);
    return status;
}

enum orb_status cli_check_duplicates(const struct cli_context *cli,
                                     const struct cli_arguments *args, size_t *pairs,
                                     struct orb_error *err)
{
    struct listing l = { .cli = cli, .args = args };
    struct orb_store *store = NULL;
    enum orb_status status = orb_store_open(&store, cli->database, ORB_STORE_READ, err);

    if (status == ORB_OK)
        status = orb_store_get_links(store, &l.arena, &l.links, err);
    if (status == ORB_OK)
        status = link_records_read(&l.records, store, NULL, err);
    if (status == ORB_OK)
        status = print(&l, err);
    *pairs = l.links.doubt_count;
    link_records_release(&l.records);
    orb_arena_release(&l.arena);
    orb_store_close(store);
    return status;
}
