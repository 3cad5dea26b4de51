/* The concentric map as a table: what is drawn, for who does not see it. */
#include "cli/map_circles.h"
#include "cli/table.h"
#include "engine/base/text.h"
#include "maps/circles_words.h"
#include "maps/json_writer.h"
#include "maps/partner_list.h"

static const struct cli_column columns[] = {
    { N_("no."), true, false },     { N_("family"), false, true },
    { N_("circle"), false, false }, { N_("partner"), false, true },
    { N_("places"), false, true },  { N_("where"), false, false },
    { N_("also"), false, false },   { N_("agreement"), false, true },
};

/* The families other than its own: "2, 5". */
static void others(struct orb_buf *out, const struct orb_partner *partner)
{
    bool first = true;

    for (unsigned s = 0; s < ORB_CIRCLE_FAMILIES; s++) {
        if ((partner->families >> s & 1) == 0 || s + 1 == partner->family)
            continue;
        orb_buf_printf(out, "%s%u", first ? "" : ", ", s + 1);
        first = false;
    }
}

static const char *text_of(struct orb_buf *buf)
{
    return buf->data == NULL ? "" : buf->data;
}

static void family_cell(struct cli_table *table, const struct orb_circle_map *map,
                        const struct orb_partner *partner)
{
    unsigned s = partner->family - 1U;

    if (partner->family == 0)
        cli_table_cell(table, _("not classified"));
    else
        cli_table_printf(table, "%u. %s", s + 1,
                         map->input->family_names[s] == NULL ? orb_circle_family_name(s)
                                                             : map->input->family_names[s]);
}

static void add_row(struct cli_table *table, const struct orb_circle_map *map,
                    const struct orb_circle_row *row)
{
    const struct orb_partner *p = row->partner;
    struct orb_buf text = { 0 };

    if (row->mark == NULL)
        cli_table_cell(table, "–");
    else
        cli_table_printf(table, "%u", row->mark->number);
    family_cell(table, map, p);
    cli_table_cell(table, orb_circle_names[p->circle]);
    cli_table_cell(table, p->name);
    if (p->circle != ORB_CIRCLE_INST)
        orb_circle_place_words(&text, p, map->options->french);
    cli_table_cell(table, text.len == 0 ? "–" : text_of(&text));
    orb_buf_clear(&text);
    if (p->commune != NULL)
        orb_buf_text(&text, p->commune);
    if (p->way != NULL)
        orb_buf_printf(&text, "%s%s", text.len > 0 ? ", " : "", p->way);
    cli_table_cell(table, text.len == 0 ? "–" : text_of(&text));
    orb_buf_clear(&text);
    others(&text, p);
    cli_table_cell(table, text.len == 0 ? "–" : text_of(&text));
    orb_buf_clear(&text);
    orb_circle_agreement_words(&text, p, map->options->french);
    cli_table_cell(table, text.len == 0 ? "–" : text_of(&text));
    table->failed = table->failed || text.failed;
    orb_buf_release(&text);
}

static void member_count(struct orb_json_writer *w, const char *key, int32_t value)
{
    orb_jw_key(w, key);
    if (value < 0)
        orb_jw_null(w);
    else
        orb_jw_integer(w, value);
}

static void json_row(struct orb_json_writer *w, const struct orb_circle_row *row)
{
    static const char *const states[ORB_PARTNER_STATES] = { "unknown", "place", "full",
                                                            "no_notion", "set_aside" };
    const struct orb_partner *p = row->partner;

    orb_jw_open_object_inline(w);
    member_count(w, "number", row->mark == NULL ? -1 : (int32_t)row->mark->number);
    orb_jw_member_text(w, "id", p->id);
    orb_jw_member_text(w, "name", p->name);
    orb_jw_member_text(w, "circle", orb_circle_names[p->circle]);
    member_count(w, "family", p->family == 0 ? -1 : p->family);
    orb_jw_key(w, "families");
    orb_jw_open_array(w);
    for (unsigned s = 0; s < ORB_CIRCLE_FAMILIES; s++)
        if ((p->families >> s & 1) != 0)
            orb_jw_integer(w, s + 1);
    orb_jw_close(w);
    orb_jw_member_text(w, "state", states[p->state]);
    member_count(w, "places", p->places);
    orb_jw_member_date(w, "places_on", p->places_on);
    member_count(w, "authorised", p->authorised);
    member_count(w, "installed", p->installed);
    orb_jw_member_text(w, "commune", p->commune);
    orb_jw_member_text(w, "travel", p->way);
    orb_jw_member_text(w, "evidence", p->agreed ? p->evidence : NULL);
    orb_jw_member_date(w, "agreed_from", p->agreed ? p->agreed_from : ORB_DATE_NONE);
    orb_jw_member_date(w, "agreed_to", p->agreed ? p->agreed_to : ORB_DATE_NONE);
    orb_jw_close(w);
}

static enum orb_status write_json(struct orb_output *out, const struct orb_circle_map *map,
                                  struct orb_error *err)
{
    struct orb_json_writer w;
    enum orb_status status = ORB_OK;
    int64_t total = 0;

    orb_jw_init_buf(&w, &out->pending, 2);
    orb_jw_open_object(&w);
    orb_jw_member_text(&w, "orbite", "list/1");
    orb_jw_member_text(&w, "subject", "partners");
    orb_jw_key(&w, "rows");
    orb_jw_open_array(&w);
    for (size_t i = 0; status == ORB_OK && i < map->row_count; i++) {
        struct orb_circle_mark room;
        struct orb_circle_row row = orb_circle_row_get(map, i, &room);

        if (row.partner == NULL)
            continue;
        json_row(&w, &row);
        total++;
        status = orb_output_flush(out, false, err);
    }
    orb_jw_close(&w);
    orb_jw_member_integer(&w, "total", total);
    orb_jw_close(&w);
    orb_buf_char(&out->pending, '\n');
    return status == ORB_OK ? orb_jw_end(&w, err) : status;
}

/* Every partner, once; the table holds one at a time. */
static enum orb_status each_row(struct cli_table *table, const struct orb_circle_map *map,
                                struct orb_output *out, struct orb_error *err)
{
    enum orb_status status = ORB_OK;

    for (size_t i = 0; status == ORB_OK && i < map->row_count; i++) {
        struct orb_circle_mark room;
        struct orb_circle_row row = orb_circle_row_get(map, i, &room);

        if (row.partner == NULL)
            continue;
        add_row(table, map, &row);
        if (out == NULL) {
            cli_table_measure(table);
        } else {
            cli_table_write_rows(&out->pending, table);
            status = orb_output_flush(out, false, err);
        }
    }
    return status;
}

/* Once to know how wide the columns are, once to write them. */
static enum orb_status write_table(struct orb_output *out, const struct cli_context *cli,
                                   const struct orb_circle_map *map, struct orb_error *err)
{
    struct cli_table table = { .columns = columns,
                               .column_count = sizeof columns / sizeof columns[0] };
    enum orb_status status = each_row(&table, map, NULL, err);

    cli_table_fit(&table, cli->width);
    cli_table_write_title(&out->pending, &table);
    if (status == ORB_OK)
        status = each_row(&table, map, out, err);
    cli_table_release(&table);
    return status;
}

enum orb_status cli_circle_table_write(struct orb_output *out,
                                       const struct cli_context *cli,
                                       const struct orb_circle_map *map, bool json,
                                       struct orb_error *err)
{
    enum orb_status status =
        json ? write_json(out, map, err) : write_table(out, cli, map, err);

    if (status == ORB_OK && map->input->list != NULL)
        status = orb_partner_list_check(map->input->list, err);
    return status == ORB_OK ? orb_buf_check(&out->pending, err) : status;
}
