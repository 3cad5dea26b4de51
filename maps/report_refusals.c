/* A refusal is an event, a person may have several: both are counted, only persons are
 * protected, and refusals are hidden with them. */
#include "maps/report_refusals.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/alloc.h"
#include "engine/base/text.h"

#define KEY_LEN     160
#define WITH_COLUMN 1 /* of the tables for others, after the code */

/* ---- motives */

enum orb_refusal_motive orb_refusal_motive_of(const char *reason)
{
    static const struct {
        const char *reason;
        enum orb_refusal_motive motive;
    } motives[] = {
        { "122", ORB_REFUSAL_AGE },       { "86", ORB_REFUSAL_SPECIALTY },
        { "115", ORB_REFUSAL_SPECIALTY }, { "116", ORB_REFUSAL_SPECIALTY },
        { "114", ORB_REFUSAL_PLACE },     { "113", ORB_REFUSAL_ZONE },
    };

    for (size_t i = 0; reason != NULL && i < sizeof motives / sizeof motives[0]; i++)
        if (strcmp(motives[i].reason, reason) == 0)
            return motives[i].motive;
    return ORB_REFUSAL_OTHER;
}

const char *orb_refusal_population(enum orb_refusal_motive motive)
{
    static const char *const names[ORB_REFUSAL_MOTIVES] = {
        [ORB_REFUSAL_AGE] = ORB_POPULATION_WITH "|" ORB_POPULATION_MOTIVE "=age",
        [ORB_REFUSAL_SPECIALTY] =
            ORB_POPULATION_WITH "|" ORB_POPULATION_MOTIVE "=specialty",
        [ORB_REFUSAL_PLACE] = ORB_POPULATION_WITH "|" ORB_POPULATION_MOTIVE "=place",
        [ORB_REFUSAL_ZONE] = ORB_POPULATION_WITH "|" ORB_POPULATION_MOTIVE "=zone",
        [ORB_REFUSAL_OTHER] = ORB_POPULATION_WITH "|" ORB_POPULATION_MOTIVE "=other",
    };

    return names[motive];
}

bool orb_refusal_is_one_reason(enum orb_refusal_motive motive)
{
    return motive == ORB_REFUSAL_AGE || motive == ORB_REFUSAL_PLACE ||
           motive == ORB_REFUSAL_ZONE;
}

/* METHODS 5.3, read the other way. */
uint32_t orb_refusal_rules(const char *reason)
{
    static const struct {
        const char *reason;
        uint32_t rules;
    } rules[] = {
        { "122", 1U << ORB_RULE_AGE },
        { "116", 1U << ORB_RULE_PUBLIC | 1U << ORB_RULE_ASSOCIATED },
        { "113", 1U << ORB_RULE_PLACE },
        { "114", 1U << ORB_RULE_OPEN | 1U << ORB_RULE_DEADLINE },
        { "84", 1U << ORB_RULE_ORIENTATION },
        { "86", 1U << ORB_RULE_ACCESSIBILITY },
    };

    for (size_t i = 0; reason != NULL && i < sizeof rules / sizeof rules[0]; i++)
        if (strcmp(rules[i].reason, reason) == 0)
            return rules[i].rules;
    return 0;
}

static const struct orb_report_word motive_words[ORB_REFUSAL_MOTIVES + 1] = {
    { "age", N_("age") },   { "specialty", N_("specialty") }, { "place", N_("no place") },
    { "zone", N_("zone") }, { "other", N_("other") },         { NULL, NULL },
};

const char *orb_refusal_words(enum orb_refusal_motive motive)
{
    return _(motive_words[motive].label);
}

/* ---- counting */

/* What is counted under one key: once a refusal, once a person. */
static bool count_key(struct orb_refusals *r, struct orb_strmap *seen, char kind,
                      const char *code, orb_date date)
{
    char key[KEY_LEN];
    size_t known = r->keys.count;
    size_t met = seen->count;
    uint32_t number, mine;
    struct orb_refusal_line *line;

    (void)snprintf(key, sizeof key, "%c%.*s", kind, KEY_LEN - 2, code);
    if (orb_strmap_add(&r->keys, key, strlen(key), &number) != ORB_OK ||
        orb_strmap_add(seen, key, strlen(key), &mine) != ORB_OK)
        return false;
    if (r->keys.count > known) {
        if (orb_grow((void **)&r->lines, &r->capacity, known, sizeof *r->lines) != ORB_OK)
            return false;
        r->lines[number] =
            (struct orb_refusal_line){ .first = ORB_DATE_NONE, .last = ORB_DATE_NONE };
    }
    line = &r->lines[number];
    line->refusals++;
    line->persons += seen->count > met;
    if (date != ORB_DATE_NONE && (line->first == ORB_DATE_NONE || date < line->first))
        line->first = date;
    if (date > line->last)
        line->last = date;
    return true;
}

static bool count_refusal(struct orb_refusals *r, struct orb_strmap *seen,
                          const struct orb_case_request *q)
{
    char text[16] = "";
    int year, month, day;
    bool done;

    (void)snprintf(text, sizeof text, "%d", (int)orb_refusal_motive_of(q->reason));
    done = count_key(r, seen, 'm', text, q->date) &&
           count_key(r, seen, 'r', q->reason == NULL ? "" : q->reason, q->date) &&
           count_key(r, seen, 's', q->offer != NULL ? q->offer : q->category, q->date);
    for (uint32_t i = 0; done && i < q->needs.count; i++)
        done = count_key(r, seen, 'n', q->needs.items[i], q->date);
    if (done && q->needs.count == 0)
        done = count_key(r, seen, 'n', "", q->date);
    text[0] = '\0';
    if (q->date != ORB_DATE_NONE) {
        orb_date_split(q->date, &year, &month, &day);
        (void)snprintf(text, sizeof text, "%04d", year);
    }
    return done && count_key(r, seen, 'y', text, q->date);
}

static bool same_text(const char *a, const char *b)
{
    return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

/* Some request tells the refusal of an attempt already, with its reason. */
static bool is_asked(const struct orb_case *c, const struct orb_attempt *a)
{
    for (uint32_t i = 0; i < c->request_count; i++) {
        const struct orb_case_request *q = &c->requests[i];

        if (q->kind == ORB_REQUEST_REFUSED && same_text(q->offer, a->offer) &&
            (a->offer != NULL || same_text(q->category, a->category)) &&
            (a->date == ORB_DATE_NONE || q->date == a->date))
            return true;
    }
    return false;
}

/* Attempts that were refused and that no request tells: nobody said why, nor for what. */
static bool count_attempts(struct orb_refusals *r, struct orb_strmap *seen,
                           const struct orb_case *c)
{
    bool done = true;

    for (uint32_t i = 0; done && i < c->told_attempts; i++) {
        const struct orb_attempt *a = &c->person->attempts[i];
        const struct orb_case_request refused = { .offer = a->offer,
                                                  .category = a->category,
                                                  .date = a->date,
                                                  .kind = ORB_REQUEST_REFUSED };

        if (a->outcome != ORB_OUTCOME_REFUSED || is_asked(c, a))
            continue;
        r->refusals++;
        r->attempts++;
        done = count_refusal(r, seen, &refused);
    }
    return done;
}

enum orb_status orb_refusals_count(struct orb_refusals *refusals,
                                   const struct orb_case *case_, struct orb_error *err)
{
    struct orb_strmap seen = { 0 };
    int64_t before = refusals->refusals;
    bool done = count_attempts(refusals, &seen, case_);

    refusals->all++;
    for (uint32_t i = 0; done && i < case_->request_count; i++)
        if (case_->requests[i].kind == ORB_REQUEST_REFUSED) {
            refusals->refusals++;
            done = count_refusal(refusals, &seen, &case_->requests[i]);
        }
    refusals->persons += refusals->refusals > before;
    orb_strmap_release(&seen);
    return done ? ORB_OK : orb_error_memory(err);
}

void orb_refusals_release(struct orb_refusals *refusals)
{
    orb_strmap_release(&refusals->keys);
    orb_free(refusals->lines);
    memset(refusals, 0, sizeof *refusals);
}

/* ---- tables */

#define CODE_COLUMN(name)                                                                  \
    {                                                                                      \
        .key = "code", .title = name, .type = ORB_REPORT_CODE                              \
    }
#define MOTIVE_COLUMN                                                                      \
    {                                                                                      \
        .key = "motive", .title = N_("motive"), .type = ORB_REPORT_TEXT,                   \
        .words = motive_words                                                              \
    }
/* clang-format off */
#define TEAM_COLUMNS                                                                       \
    { .key = "refusals", .title = N_("refusals"), .type = ORB_REPORT_INTEGER },            \
    { .key = "persons", .title = N_("persons"), .type = ORB_REPORT_INTEGER },              \
    { .key = "first", .title = N_("first"), .type = ORB_REPORT_DATE },                     \
    { .key = "last", .title = N_("last"), .type = ORB_REPORT_DATE }
#define OTHERS_COLUMNS                                                                     \
    { .key = "with", .title = N_("persons with it"), .type = ORB_REPORT_INTEGER,           \
      .persons = ORB_REPORT_PERSONS, .part_of = "all", .population = ORB_POPULATION_WITH },\
    { .key = "without", .title = N_("persons without it"), .type = ORB_REPORT_INTEGER,     \
      .persons = ORB_REPORT_PERSONS, .part_of = "all" },                                   \
    { .key = "all", .title = N_("persons in all"), .type = ORB_REPORT_INTEGER,             \
      .persons = ORB_REPORT_PERSONS, .quiet = true, .population = ORB_POPULATION_KNOWN,    \
      .whole = true }
#define LABEL_COLUMN { .key = "label", .title = N_("meaning"), .type = ORB_REPORT_TEXT }

static const struct orb_report_column team_motives[] = { MOTIVE_COLUMN, TEAM_COLUMNS };
static const struct orb_report_column team_codes[] = { CODE_COLUMN(N_("code")), LABEL_COLUMN, TEAM_COLUMNS };
static const struct orb_report_column team_services[] = { CODE_COLUMN(N_("service")), TEAM_COLUMNS };
static const struct orb_report_column team_years[] = { CODE_COLUMN(N_("year")), TEAM_COLUMNS };
static const struct orb_report_column others_motives[] = { MOTIVE_COLUMN, OTHERS_COLUMNS };
static const struct orb_report_column others_services[] = { CODE_COLUMN(N_("service")), OTHERS_COLUMNS };
/* clang-format on */

struct telling {
    struct orb_report *report;
    const struct orb_refusals *refusals;
    struct orb_vocabulary *vocabulary;
    int k;
    struct orb_report_place all; /* the count of all persons, told first */
    bool has_all;
};

static const struct orb_refusal_line *line_of(const struct telling *t, const char *key)
{
    uint32_t number = orb_strmap_find(&t->refusals->keys, key, strlen(key));

    return number == ORB_STRMAP_NONE ? NULL : &t->refusals->lines[number];
}

/* The cells after the code. */
static void cells(struct telling *t, struct orb_report_table *table, uint32_t row,
                  const struct orb_refusal_line *line)
{
    const struct orb_report_place here = { table, row, (int)table->column_count - 1 };
    int64_t persons = line == NULL ? 0 : line->persons;

    if (t->k == 0) {
        orb_report_integer(table, line == NULL ? 0 : line->refusals);
        orb_report_integer(table, persons);
        for (int i = 0; i < 2; i++) {
            orb_date date = line == NULL ? ORB_DATE_NONE
                            : i == 0     ? line->first
                                         : line->last;

            if (line == NULL)
                orb_report_none(table);
            else if (date == ORB_DATE_NONE)
                orb_report_unknown(table);
            else
                orb_report_date(table, date);
        }
        return;
    }
    orb_report_integer(table, persons);
    orb_report_integer(table, t->refusals->all - persons);
    orb_report_integer(table, t->refusals->all);
    if (t->has_all) {
        orb_report_add_sum(t->report, &t->all);
        orb_report_add_part(t->report, &here);
    } else {
        t->all = here;
        t->has_all = true;
    }
}

int64_t orb_refusals_persons(const struct orb_refusals *refusals,
                             enum orb_refusal_motive motive)
{
    char key[16];
    uint32_t number;

    (void)snprintf(key, sizeof key, "m%d", (int)motive);
    number = orb_strmap_find(&refusals->keys, key, strlen(key));
    return number == ORB_STRMAP_NONE ? 0 : refusals->lines[number].persons;
}

static void tell_motives(struct telling *t)
{
    struct orb_report_table *table =
        orb_report_add_table(t->report, "motives", _("Refusals by motive"),
                             t->k == 0 ? team_motives : others_motives, t->k == 0 ? 5 : 4);

    table->dimension = ORB_POPULATION_MOTIVE;

    for (int i = 0; i < ORB_REFUSAL_MOTIVES; i++) {
        char key[16];
        uint32_t row = orb_report_row(table);

        (void)snprintf(key, sizeof key, "m%d", i);
        orb_report_text(table, motive_words[i].token);
        cells(t, table, row, line_of(t, key));
    }
}

struct orb_report_place orb_refusals_tie(struct orb_report *report,
                                         const struct orb_refusals *refusals,
                                         const struct orb_report_place *all,
                                         const struct orb_report_place *motives)
{
    const struct orb_report_place refused =
        orb_report_add_apart(report, ORB_POPULATION_REFUSED, refusals->persons);
    const struct orb_report_place others = orb_report_add_apart(
        report, "beside " ORB_POPULATION_REFUSED, refusals->all - refusals->persons);
    int64_t again = -refusals->persons;

    orb_report_add_sum(report, all);
    orb_report_add_part(report, &refused);
    orb_report_add_part(report, &others);
    for (int i = 0; i < ORB_REFUSAL_MOTIVES; i++)
        again += orb_refusals_persons(refusals, (enum orb_refusal_motive)i);
    if (again > 0)
        return refused;
    orb_report_add_sum(report, &refused);
    for (int i = 0; i < ORB_REFUSAL_MOTIVES; i++)
        orb_report_add_part(report, &motives[i]);
    return refused;
}

/* A refusal has one service and one motive: where nobody was refused by two services, those
 * of the services are those of the motives. */
static void tie_services(struct telling *t)
{
    const struct orb_report_table *table = orb_report_find_table(t->report, "services");
    struct orb_report_place motives[ORB_REFUSAL_MOTIVES];
    struct orb_report_place refused, others;
    int64_t again = -t->refusals->persons;
    int64_t left = t->refusals->persons;

    if (t->report->failed)
        return;
    for (int i = 0; i < ORB_REFUSAL_MOTIVES; i++)
        motives[i] = (struct orb_report_place){ orb_report_find_table(t->report, "motives"),
                                                (uint32_t)i, WITH_COLUMN };
    refused = orb_refusals_tie(t->report, t->refusals, &t->all, motives);
    for (size_t i = 0; i < t->refusals->keys.count; i++)
        if (t->refusals->keys.strings[i][0] == 's')
            again += t->refusals->lines[i].persons;
    if (again > 0)
        return;
    for (size_t row = 0; row < table->row_count; row++)
        left -= orb_report_cell(table, row, WITH_COLUMN)->as.integer;
    others = orb_report_add_apart(t->report, "#others", left);
    orb_report_add_sum(t->report, &refused);
    orb_report_add_part(t->report, &others);
    for (uint32_t row = 0; row < table->row_count; row++)
        orb_report_add_part(t->report,
                            &(struct orb_report_place){ table, row, WITH_COLUMN });
}

static int compare(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* What keys of a kind tell: a table with a line for each, by code. */
struct coded {
    char kind;
    const char *key, *title, *list; /* list NULL = no column of meaning */
    const struct orb_report_column *columns;
    size_t column_count;
};

static enum orb_status tell_codes(struct telling *t, const struct coded *which)
{
    const struct orb_strmap *keys = &t->refusals->keys;
    const char **sorted =
        orb_arena_array(&t->report->arena, keys->count + 1, sizeof *sorted);
    struct orb_report_table *table = orb_report_add_table(
        t->report, which->key, which->title, which->columns, which->column_count);
    size_t count = 0;

    if (sorted == NULL)
        return ORB_ERR_MEMORY;
    for (size_t i = 0; i < keys->count; i++)
        if (keys->strings[i][0] == which->kind && t->refusals->lines[i].persons >= t->k)
            sorted[count++] = keys->strings[i];
    if (count > 0)
        qsort(sorted, count, sizeof *sorted, compare);
    for (size_t i = 0; i < count; i++) {
        const char *code = sorted[i] + 1;
        uint32_t row = orb_report_row(table);

        if (!t->report->failed)
            table->lines[row].reached = t->k > 0;
        if (code[0] == '\0')
            orb_report_unknown(table);
        else
            orb_report_text(table, orb_arena_strdup(&t->report->arena, code));
        if (which->list != NULL) {
            const char *label = orb_vocabulary_label(t->vocabulary, which->list, code,
                                                     t->report->french ? "fr" : "en");

            if (label == NULL)
                orb_report_unknown(table);
            else
                orb_report_text(table, orb_arena_strdup(&t->report->arena, label));
        }
        cells(t, table, row, line_of(t, sorted[i]));
    }
    return ORB_OK;
}

static enum orb_status tell_all(struct telling *t)
{
    const struct coded reasons = { 'r',
                                   "reasons",
                                   _("Refusals by official reason"),
                                   "motifs_statut_prise_charge",
                                   team_codes,
                                   6 };
    const struct coded services = { 's',
                                    "services",
                                    _("Refusals by service or category"),
                                    NULL,
                                    t->k == 0 ? team_services : others_services,
                                    t->k == 0 ? 5 : 4 };
    const struct coded needs = {
        'n', "needs", _("Refusals by need"), "serafin_besoins", team_codes, 6
    };
    const struct coded years = { 'y', "years", _("Refusals by year"), NULL, team_years, 5 };
    enum orb_status status;

    tell_motives(t);
    status = tell_codes(t, &services);
    if (t->k > 0 && status == ORB_OK)
        tie_services(t);
    if (t->k > 0)
        return status;
    if (status == ORB_OK)
        status = tell_codes(t, &reasons);
    if (status == ORB_OK)
        status = tell_codes(t, &needs);
    return status == ORB_OK ? tell_codes(t, &years) : status;
}

enum orb_status orb_report_refusals(struct orb_report *report,
                                    const struct orb_refusals *refusals,
                                    struct orb_vocabulary *vocabulary, int k,
                                    struct orb_error *err)
{
    struct telling t = {
        .report = report, .refusals = refusals, .vocabulary = vocabulary, .k = k
    };

    orb_report_title(report, "%s", _("What services refused"));
    orb_report_note(
        report, "%s",
        _("Counted: the requests that a service refused, with their official reason (TRE_R358); a person refused several times counts once a line."));
    if (k == 0 && refusals->attempts > 0)
        orb_report_note(
            report,
            ORB_PLURAL(
                "%ld refusal is told by an attempt alone, without a request: nobody wrote its reason, nor the need.",
                "%ld refusals are told by attempts alone, without a request: nobody wrote their reasons, nor the needs.",
                (long)refusals->attempts),
            (long)refusals->attempts);
    if (k > 0)
        orb_report_note(report, "%s",
                        _("A service has its line when its counts can be shown."));
    if (tell_all(&t) != ORB_OK)
        return orb_error_memory(err);
    return orb_report_check(report, err);
}
