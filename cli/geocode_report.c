/* Every place that lacked a position is in one count, so that they add up. */
#include "cli/geocode_report.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "cli/geocode_write.h"
#include "cli/table.h"
#include "engine/base/text.h"
#include "maps/json_writer.h"

/* Rows of a list that is cut short. */
enum { SHORT_LIST = 10 };

struct counts {
    unsigned long long kept; /* found by an earlier run */
    unsigned long long ok[ORB_PRECISION_MUNICIPALITY + 1];
    unsigned long long review;
    unsigned long long doubtful; /* the doubtful position of the source stays */
    unsigned long long commune;
    unsigned long long postcode;
    unsigned long long nowhere;
    unsigned long long confidential; /* of those at their commune */
    unsigned long long cached;
};

/* Nothing was found for it, not even a commune. */
static bool is_nowhere(const struct cli_geocode_place *p)
{
    return !p->is_kept && !p->is_doubtful && p->judgement.verdict != ORB_GEOCODE_OK &&
           p->fallback.level == ORB_GEOCODE_NOWHERE;
}

static bool is_to_review(const struct cli_geocode_place *p)
{
    return !p->is_kept && p->judgement.verdict == ORB_GEOCODE_REVIEW;
}

static void count_place(struct counts *c, const struct cli_geocode_place *p)
{
    c->cached += p->from_cache;
    c->confidential += p->is_confidential;
    if (p->is_kept)
        c->kept++;
    else if (p->judgement.verdict == ORB_GEOCODE_OK)
        c->ok[p->answer.precision]++;
    else if (p->judgement.verdict == ORB_GEOCODE_REVIEW)
        c->review++;
    else if (p->is_doubtful)
        c->doubtful++;
    else if (p->fallback.level == ORB_GEOCODE_COMMUNE)
        c->commune++;
    else if (p->fallback.level == ORB_GEOCODE_POSTCODE)
        c->postcode++;
    else
        c->nowhere++;
}

static struct counts count_all(const struct cli_geocode_places *places)
{
    struct counts c = { 0 };

    for (size_t i = 0; i < places->count; i++)
        count_place(&c, &places->items[i]);
    return c;
}

/* In the order of the reasons; the first is never told. */
static const char *reason_words(const struct cli_geocode_place *place)
{
    static const char *const words[ORB_GEOCODE_REASONS] = {
        "",
        N_("the address found is similar, not surely the same"),
        N_("another address is just as similar"),
        N_("the address found is in another commune"),
        N_("the position found is outside the commune"),
        N_("neither postcode nor commune is known to compare with"),
        N_("nothing similar was found"),
        N_("the address found is in another département"),
        N_("the address was not found"),
        N_("what was found is no address"),
        N_("the server failed for this address"),
        N_("the address was not sent"),
        N_("there is no street to look for"),
        N_("the place is confidential: only its commune is used"),
    };

    const char *text = words[place->judgement.reason];

    if (place->judgement.reason == ORB_GEOCODE_WITHOUT_STREET &&
        place->query.commune[0] == '\0' && place->query.known_postcode[0] == '\0')
        return _("neither address nor commune is known");
    return text[0] == '\0' ? "" : _(text);
}

/* ---- text */

static void write_count(struct cli_table *table, const char *words,
                        unsigned long long count)
{
    cli_table_printf(table, "  %s", words);
    cli_table_printf(table, "%llu", count);
}

/* A line for what there is; most runs have no use of most lines. */
static void write_some(struct cli_table *table, const char *words, unsigned long long count)
{
    if (count > 0)
        write_count(table, words, count);
}

static void write_places(struct orb_buf *out, const struct cli_geocode_result *r)
{
    static const struct cli_column columns[] = { { "", false, false },
                                                 { "", true, false } };
    struct cli_table table = { .columns = columns, .column_count = 2 };
    const struct cli_geocode_places *p = r->places;

    orb_buf_printf(out, "%s\n", _("Places of the territory"));
    write_count(&table, _("all"), p->total);
    write_count(&table, _("with a position of their source"), p->located);
    write_some(&table, _("nowhere by nature (on line, by telephone)"), p->virtual_count);
    write_count(&table, _("without a position"), p->count);
    cli_table_write(out, &table, r->cli->width);
    cli_table_release(&table);
}

static void write_found(struct orb_buf *out, const struct cli_geocode_result *r,
                        const struct counts *c)
{
    static const struct cli_column columns[] = { { "", false, false },
                                                 { "", true, false } };
    struct cli_table table = { .columns = columns, .column_count = 2 };

    if (r->places->count == 0)
        return;
    orb_buf_printf(out, "%s\n", _("What became of those without a position"));
    write_some(&table, _("found by an earlier run"), c->kept);
    write_some(&table, _("found, to the house number (15 m)"),
               c->ok[ORB_PRECISION_HOUSENUMBER]);
    write_some(&table, _("found, to the street (150 m)"), c->ok[ORB_PRECISION_STREET]);
    write_some(&table, _("found, to the locality (500 m)"), c->ok[ORB_PRECISION_LOCALITY]);
    write_some(&table, _("found, to the commune (2,500 m)"),
               c->ok[ORB_PRECISION_MUNICIPALITY]);
    write_some(&table, _("to review, placed approximately meanwhile"), c->review);
    write_some(&table, _("placed at their commune"), c->commune);
    write_some(&table, _("placed in the middle of the communes of their postcode"),
               c->postcode);
    write_some(&table, _("nothing better than the doubtful position of the source"),
               c->doubtful);
    write_some(&table, _("not found: without a position"), c->nowhere);
    cli_table_write(out, &table, r->cli->width);
    cli_table_release(&table);
}

static void write_asked(struct orb_buf *out, const struct cli_geocode_result *r,
                        const struct counts *c)
{
    static const struct cli_column columns[] = { { "", false, false },
                                                 { "", true, false } };
    struct cli_table table = { .columns = columns, .column_count = 2 };

    write_some(&table, _("sent to the server"), r->asking->sent);
    write_some(&table, _("answered earlier"), c->cached);
    write_some(&table,
               r->asking->may_send ? _("left for another time by --limit") : _("not sent"),
               r->asking->waiting);
    if (table.cell_count > 0) {
        orb_buf_printf(out, "%s\n", _("Addresses"));
        cli_table_write(out, &table, r->cli->width);
    }
    cli_table_release(&table);
}

/* The address as it was asked for; of a confidential place there is none. */
static void write_row(struct cli_table *table, const struct cli_geocode_result *r,
                      const struct cli_geocode_place *p, bool with_answer)
{
    struct orb_buf score = { 0 };

    cli_table_printf(table, "  %s", p->id);
    cli_table_cell(table,
                   p->query.text[0] == '\0' ? p->query.known_postcode : p->query.text);
    if (with_answer) {
        cli_table_cell(table, p->answer.label);
        cli_number(&score, p->answer.score, 2, r->cli->french);
        cli_table_cell(table, score.data);
        orb_buf_release(&score);
    }
    if (!with_answer && p->query.commune[0] != '\0')
        cli_table_printf(table,
                         _("%s; nor is a point of its commune known: import its contour"),
                         reason_words(p));
    else
        cli_table_cell(table, reason_words(p));
}

/* The places of one list, after its title. */
static void write_list(struct orb_buf *out, const struct cli_geocode_result *r,
                       bool (*belongs)(const struct cli_geocode_place *p))
{
    static const struct cli_column columns[] = { { N_("  place"), false, false },
                                                 { N_("address asked"), false, true },
                                                 { N_("address found"), false, true },
                                                 { N_("score"), true, false },
                                                 { N_("why"), false, true } };
    static const struct cli_column short_columns[] = { { N_("  place"), false, false },
                                                       { N_("address asked"), false, true },
                                                       { N_("why"), false, true } };
    bool with_answer = belongs == is_to_review;
    struct cli_table table = { .columns = with_answer ? columns : short_columns,
                               .column_count = with_answer ? 5 : 3 };
    size_t count = 0;

    for (size_t i = 0; i < r->places->count; i++) {
        if (!belongs(&r->places->items[i]))
            continue;
        if (count < SHORT_LIST || r->whole)
            write_row(&table, r, &r->places->items[i], with_answer);
        count++;
    }
    if (count > 0) {
        orb_buf_printf(out, "%s\n", with_answer ? _("To review") : _("Not found"));
        cli_table_write(out, &table, r->cli->width);
    }
    if (count > SHORT_LIST && !r->whole)
        orb_buf_printf(out,
                       ORB_PLURAL("  and %zu more; --review lists all\n",
                                  "  and %zu more; --review lists all\n",
                                  count - SHORT_LIST),
                       count - SHORT_LIST);
    cli_table_release(&table);
}

static void write_end(struct orb_buf *out, const struct cli_geocode_result *r)
{
    const struct orb_store_summary *s = r->summary;
    const struct orb_store_tally *t = s == NULL ? NULL : &s->kinds[ORB_RECORD_ASSERTION];

    if (s == NULL)
        orb_buf_printf(out, "%s\n", _("Nothing was written."));
    else if (s->nothing_changed)
        orb_buf_printf(out, "%s\n", _("Nothing changed."));
    else
        orb_buf_printf(out, _("Positions written: %llu new, %llu changed.\n"), t->added,
                       t->changed);
}

void cli_geocode_report_text(struct orb_buf *out, const struct cli_geocode_result *result)
{
    struct counts counts = count_all(result->places);

    write_places(out, result);
    write_found(out, result, &counts);
    write_asked(out, result, &counts);
    write_list(out, result, is_to_review);
    write_list(out, result, is_nowhere);
    write_end(out, result);
}

/* ---- JSON */

static void json_counts(struct orb_json_writer *w, const struct cli_geocode_result *r)
{
    struct counts c = count_all(r->places);
    const struct {
        const char *name;
        unsigned long long count;
    } members[] = {
        { "places", r->places->total },
        { "located", r->places->located },
        { "virtual", r->places->virtual_count },
        { "missing", r->places->count },
        { "found_earlier", c.kept },
        { "housenumber", c.ok[ORB_PRECISION_HOUSENUMBER] },
        { "street", c.ok[ORB_PRECISION_STREET] },
        { "locality", c.ok[ORB_PRECISION_LOCALITY] },
        { "municipality", c.ok[ORB_PRECISION_MUNICIPALITY] },
        { "review", c.review },
        { "at_commune", c.commune },
        { "at_postcode", c.postcode },
        { "still_doubtful", c.doubtful },
        { "not_found", c.nowhere },
        { "confidential", c.confidential },
        { "sent", r->asking->sent },
        { "answered_earlier", c.cached },
        { "not_sent", r->asking->waiting },
    };

    orb_jw_open_object(w);
    for (size_t i = 0; i < sizeof members / sizeof members[0]; i++)
        orb_jw_member_integer(w, members[i].name, (int64_t)members[i].count);
    orb_jw_close(w);
}

static void json_point(struct orb_json_writer *w, double lon, double lat)
{
    orb_jw_key(w, "lon");
    orb_jw_fixed(w, lon, 6);
    orb_jw_key(w, "lat");
    orb_jw_fixed(w, lat, 6);
}

static void json_answer(struct orb_json_writer *w, const struct orb_geocode_answer *a)
{
    orb_jw_key(w, "found");
    if (a->outcome != ORB_GEOCODE_FOUND) {
        orb_jw_null(w);
        return;
    }
    orb_jw_open_object(w);
    orb_jw_member_text(w, "label", a->label);
    json_point(w, a->lon, a->lat);
    orb_jw_member_text(w, "precision", orb_precision_name(a->precision));
    orb_jw_member_number(w, "score", a->score);
    orb_jw_member_number(w, "next_score", a->next);
    orb_jw_member_text(w, "postcode", a->postcode);
    orb_jw_member_text(w, "citycode", a->citycode);
    orb_jw_member_date(w, "asked_on", a->asked_on);
    orb_jw_close(w);
}

static void json_place(struct orb_json_writer *w, const struct cli_geocode_place *p)
{
    bool ok = p->judgement.verdict == ORB_GEOCODE_OK;
    const struct orb_geocode_fallback *f = &p->fallback;

    orb_jw_open_object(w);
    orb_jw_member_text(w, "site", p->id);
    orb_jw_member_text(w, "verdict", orb_geocode_verdict_name(p->judgement.verdict));
    orb_jw_member_text(w, "reason", orb_geocode_reason_name(p->judgement.reason));
    orb_jw_member_text(w, "asked", p->query.text);
    json_answer(w, &p->answer);
    orb_jw_member_text(w, "placed", ok ? "address" : orb_geocode_level_name(f->level));
    json_point(w, ok ? p->answer.lon : f->lon, ok ? p->answer.lat : f->lat);
    orb_jw_member_bool(w, "written", cli_geocode_is_written(p));
    orb_jw_close(w);
}

enum orb_status cli_geocode_report_json(struct orb_buf *out,
                                        const struct cli_geocode_result *result,
                                        struct orb_error *err)
{
    const struct orb_store_summary *s = result->summary;
    struct orb_json_writer w;

    orb_jw_init_buf(&w, out, 2);
    orb_jw_open_object(&w);
    orb_jw_member_text(&w, "orbite", "geocode/1");
    orb_jw_member_text(&w, "server", result->asking->server);
    orb_jw_key(&w, "counts");
    json_counts(&w, result);
    orb_jw_key(&w, "places");
    orb_jw_open_array(&w);
    for (size_t i = 0; i < result->places->count; i++)
        if (!result->places->items[i].is_kept)
            json_place(&w, &result->places->items[i]);
    orb_jw_close(&w);
    orb_jw_key(&w, "changes");
    if (s == NULL) {
        orb_jw_null(&w);
    } else {
        orb_jw_open_object(&w);
        orb_jw_member_integer(&w, "new", (int64_t)s->kinds[ORB_RECORD_ASSERTION].added);
        orb_jw_member_integer(&w, "changed",
                              (int64_t)s->kinds[ORB_RECORD_ASSERTION].changed);
        orb_jw_member_integer(&w, "unchanged",
                              (int64_t)s->kinds[ORB_RECORD_ASSERTION].unchanged);
        orb_jw_close(&w);
    }
    orb_jw_close(&w);
    orb_buf_char(out, '\n');
    return orb_jw_end(&w, err);
}

enum orb_status cli_geocode_counts(struct orb_buf *out,
                                   const struct cli_geocode_result *result,
                                   struct orb_error *err)
{
    struct orb_json_writer w;

    orb_jw_init_buf(&w, out, 0);
    json_counts(&w, result);
    return orb_jw_end(&w, err);
}
