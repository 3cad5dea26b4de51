/* Both situations are asked on the same territory; each offer that changed side is told
 * with the reasons of the side where it is out. */
#include "cli/match_diff.h"

#include <stdlib.h>
#include <string.h>

#include "cli/table.h"
#include "engine/base/alloc.h"
#include "engine/base/text.h"
#include "maps/json_writer.h"
#include "maps/reason_words.h"

enum side { BEFORE, NOW, SIDES };

/* An offer whose class is not the same. */
struct change {
    uint32_t offer, id_rank;
    enum orb_class classes[SIDES];
    const char *why[SIDES]; /* what is said against it; "" = nothing */
    uint64_t codes[SIDES];  /* the same, bits of enum orb_reason_code */
};

struct diff {
    struct cli_question *q;
    struct orb_case *before;
    struct orb_matcher *matchers[SIDES];
    struct orb_arena arena;
    struct change *changes;
    size_t count, capacity;
};

static bool is_possible(enum orb_class class_)
{
    return class_ <= ORB_TO_VERIFY;
}

/* The reasons that say no, or are unknown when none does: joined in words, and their codes.
 */
static bool note_why(struct diff *d, const struct orb_evaluation *e, const char **why,
                     uint64_t *codes)
{
    const struct orb_reader reader = cli_question_reader(d->q);
    struct orb_buf text = { 0 };

    if (e->need_count == 0) {
        orb_buf_text(&text, _("it answers none of the needs"));
        *codes = UINT64_C(1) << ORB_REASON_NO_NEED;
    }
    for (int pass = 0; pass < 2 && text.len == 0; pass++)
        for (size_t i = 0; i < e->verdict->reason_count; i++) {
            const struct orb_reason *r = &e->verdict->reasons[i];

            if (pass == 0 && r->outcome != ORB_RULE_NO)
                continue;
            if (text.len > 0)
                orb_buf_text(&text, "; ");
            orb_reason_words(&text, &reader, r);
            *codes |= UINT64_C(1) << r->code;
        }
    *why = orb_arena_strdup(&d->arena, text.len == 0 ? "" : text.data);
    orb_buf_release(&text);
    return *why != NULL;
}

/* The class of an offer on one side; what answers no need is no answer. */
static enum orb_class class_of(const struct orb_evaluation *e)
{
    return e->need_count == 0 ? ORB_EXCLUDED : e->verdict->class_;
}

static enum orb_status compare_offer(struct diff *d, uint32_t offer, struct orb_error *err)
{
    struct change c = { .offer = offer,
                        .id_rank = d->q->territory.catalogue.offers[offer].id_rank };

    for (int side = 0; side < SIDES; side++) {
        struct orb_evaluation e;
        enum orb_status status = orb_matcher_evaluate(d->matchers[side], offer, &e, err);

        if (status != ORB_OK)
            return status;
        c.classes[side] = class_of(&e);
        if (side == NOW &&
            (c.classes[BEFORE] == c.classes[NOW] ||
             (!is_possible(c.classes[BEFORE]) && !is_possible(c.classes[NOW]))))
            return ORB_OK;
        if (!note_why(d, &e, &c.why[side], &c.codes[side]))
            return orb_error_memory(err);
    }
    if (orb_grow((void **)&d->changes, &d->capacity, d->count, sizeof *d->changes) !=
        ORB_OK)
        return orb_error_memory(err);
    d->changes[d->count++] = c;
    return ORB_OK;
}

static int by_id(const void *a, const void *b)
{
    const struct change *x = a, *y = b;

    return x->id_rank < y->id_rank ? -1 : x->id_rank > y->id_rank;
}

/* Which list a change belongs to. */
enum list { ENTERING, LEAVING, CHANGING, LISTS };

static enum list list_of(const struct change *c)
{
    if (is_possible(c->classes[NOW]) && is_possible(c->classes[BEFORE]))
        return CHANGING;
    return is_possible(c->classes[NOW]) ? ENTERING : LEAVING;
}

/* What mattered: the reasons where it is out, or where it is worse. */
static enum side side_told(const struct change *c)
{
    return c->classes[BEFORE] > c->classes[NOW] ? BEFORE : NOW;
}

static void write_change(struct orb_buf *out, const struct diff *d, const struct change *c)
{
    const struct orb_catalogue *cat = &d->q->territory.catalogue;
    enum side told = side_told(c);
    struct orb_buf line = { 0 };

    orb_buf_printf(&line, _("%s (%s): %s before, %s now"),
                   orb_cat_string(cat, cat->offers[c->offer].name),
                   orb_cat_string(cat, cat->offers[c->offer].id),
                   orb_class_words(c->classes[BEFORE]), orb_class_words(c->classes[NOW]));
    if (c->why[told][0] != '\0')
        orb_buf_printf(&line, told == BEFORE ? _("; before: %s") : _("; now: %s"),
                       c->why[told]);
    orb_buf_text(out, "  ");
    cli_wrap(out, line.failed ? "" : line.data, 2, 4, d->q->cli->width);
    orb_buf_release(&line);
}

static void write_list(struct orb_buf *out, const struct diff *d, enum list list,
                       size_t rows)
{
    static const char *const titles[LISTS] = {
        N_("Entering: possible now, not before"),
        N_("Leaving: possible before, not now"),
        N_("Possible both times, otherwise than before"),
    };
    size_t count = 0;

    for (size_t i = 0; i < d->count; i++)
        count += list_of(&d->changes[i]) == list;
    orb_buf_printf(out, _("\n%s: %zu\n"), _(titles[list]), count);
    for (size_t i = 0, told = 0; i < d->count && told < rows; i++)
        if (list_of(&d->changes[i]) == list) {
            write_change(out, d, &d->changes[i]);
            told++;
        }
    if (count > rows)
        orb_buf_printf(out, _("  and %zu more; '--limit 0' lists all\n"), count - rows);
}

static enum orb_status compare(struct diff *d, const struct cli_arguments *args,
                               struct orb_error *err)
{
    const struct orb_catalogue *c = &d->q->territory.catalogue;
    struct orb_match_options options = { .policy = NULL };
    struct orb_match_result result = { 0 };
    enum orb_status status =
        cli_question_read(&d->before, d->q, cli_option_value(args, "diff"), err);

    if (status == ORB_OK)
        status = cli_question_options(&options, d->before->person, d->q->cli, args, err);
    if (status != ORB_OK)
        return status;
    d->matchers[NOW] = d->q->matcher;
    d->matchers[BEFORE] = orb_matcher_new(c, d->q->profile);
    if (d->matchers[BEFORE] == NULL)
        return orb_error_memory(err);
    status =
        orb_matcher_ask(d->matchers[BEFORE], d->before->person, &options, &result, err);
    for (uint32_t i = 0; status == ORB_OK && i < c->offer_count; i++)
        status = compare_offer(d, i, err);
    if (status == ORB_OK && d->count > 0)
        qsort(d->changes, d->count, sizeof *d->changes, by_id);
    return status;
}

/* ---- as a document */

static void json_change(struct orb_json_writer *w, const struct diff *d,
                        const struct change *c)
{
    const struct orb_catalogue *cat = &d->q->territory.catalogue;
    enum side told = side_told(c);

    orb_jw_open_object_inline(w);
    orb_jw_member_text(w, "id", orb_cat_string(cat, cat->offers[c->offer].id));
    orb_jw_member_text(w, "name", orb_cat_string(cat, cat->offers[c->offer].name));
    orb_jw_member_text(w, "before", orb_class_names[c->classes[BEFORE]]);
    orb_jw_member_text(w, "now", orb_class_names[c->classes[NOW]]);
    orb_jw_member_text(w, "told_of", told == BEFORE ? "before" : "now");
    orb_jw_key(w, "reasons");
    orb_jw_open_array_inline(w);
    for (unsigned code = 0; code < ORB_REASON_CODES; code++)
        if ((c->codes[told] >> code & 1) != 0)
            orb_jw_text(w, orb_reason_code_names[code]);
    orb_jw_close(w);
    orb_jw_member_text(w, "words", c->why[told]);
    orb_jw_close(w);
}

static void json_list(struct orb_json_writer *w, const struct diff *d, enum list list,
                      size_t rows)
{
    static const char *const keys[LISTS] = { "entering", "leaving", "changing" };
    size_t told = 0;

    orb_jw_key(w, keys[list]);
    orb_jw_open_array(w);
    for (size_t i = 0; i < d->count && told < rows; i++)
        if (list_of(&d->changes[i]) == list) {
            json_change(w, d, &d->changes[i]);
            told++;
        }
    orb_jw_close(w);
}

static enum orb_status write_json(struct orb_buf *out, const struct diff *d, size_t rows,
                                  struct orb_error *err)
{
    static const char *const keys[LISTS] = { "entering", "leaving", "changing" };
    struct orb_json_writer w;
    size_t counts[LISTS] = { 0 };
    enum orb_status status;

    for (size_t i = 0; i < d->count; i++)
        counts[list_of(&d->changes[i])]++;
    orb_jw_init_buf(&w, out, 1);
    orb_jw_open_object(&w);
    orb_jw_member_text(&w, "format", "orbite-match-diff/1");
    orb_jw_member_text(&w, "person", d->q->person->id);
    orb_jw_member_date(&w, "before", d->before->person->reference_date);
    orb_jw_member_date(&w, "now", d->q->person->reference_date);
    orb_jw_key(&w, "counts");
    orb_jw_open_object_inline(&w);
    for (int list = 0; list < LISTS; list++)
        orb_jw_member_integer(&w, keys[list], (int64_t)counts[list]);
    orb_jw_close(&w);
    for (int list = 0; list < LISTS; list++)
        json_list(&w, d, (enum list)list, rows);
    orb_jw_close(&w);
    status = orb_jw_end(&w, err);
    orb_buf_char(out, '\n');
    return status;
}

static void write_text(struct orb_buf *out, const struct diff *d, size_t rows)
{
    const struct cli_question *q = d->q;
    struct orb_buf dates[SIDES] = { { 0 }, { 0 } };

    cli_date(&dates[BEFORE], d->before->person->reference_date, q->cli->french);
    cli_date(&dates[NOW], q->person->reference_date, q->cli->french);
    orb_buf_printf(out, _("Situation %s, on %s then on %s\n"), q->person->id,
                   dates[BEFORE].data, dates[NOW].data);
    for (int list = 0; list < LISTS; list++)
        write_list(out, d, (enum list)list, rows);
    orb_buf_release(&dates[BEFORE]);
    orb_buf_release(&dates[NOW]);
}

enum orb_status cli_match_diff(struct orb_buf *out, struct cli_question *q,
                               const struct cli_arguments *args, size_t rows,
                               struct orb_error *err)
{
    struct diff d = { .q = q };
    enum orb_status status = compare(&d, args, err);

    if (status == ORB_OK && cli_option_value(args, "json") != NULL)
        status = write_json(out, &d, rows, err);
    else if (status == ORB_OK)
        write_text(out, &d, rows);
    orb_matcher_free(d.matchers[BEFORE]);
    orb_case_free(d.before);
    orb_free(d.changes);
    orb_arena_release(&d.arena);
    return status;
}
