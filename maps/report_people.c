/* Each person is counted once a line; with and without make the whole, so that what is left
 * is protected as well as what is told. */
#include "maps/report_people.h"

#include <stdlib.h>
#include <string.h>

#include "engine/base/alloc.h"
#include "engine/base/text.h"
#include "maps/departement.h"

/* First years of the classes of age; the classes of METHODS 6 for children and young
 * adults.
 */
static const int first_years[ORB_PEOPLE_AGES - 1] = { 0, 6, 12, 16, 20, 25, 40, 60 };

/* ---- counting */

static int class_of(int age)
{
    int class_ = ORB_PEOPLE_AGES - 2;

    if (age < 0)
        return ORB_PEOPLE_AGES - 1;
    while (class_ > 0 && age < first_years[class_])
        class_--;
    return class_;
}

/* One more under a key. */
static enum orb_status add(struct orb_strmap *map, int64_t **counts, size_t *capacity,
                           const char *key, size_t len)
{
    uint32_t number;
    size_t before = map->count;

    if (orb_strmap_add(map, key, len, &number) != ORB_OK)
        return ORB_ERR_MEMORY;
    if (map->count > before) {
        if (orb_grow((void **)counts, capacity, before, sizeof **counts) != ORB_OK)
            return ORB_ERR_MEMORY;
        (*counts)[number] = 0;
    }
    (*counts)[number]++;
    return ORB_OK;
}

static enum orb_status count_department(struct orb_people_counts *c, const char *commune)
{
    size_t len = orb_departement_len(commune);

    return len == 0 ? ORB_OK
                    : add(&c->departments, &c->in_department, &c->capacity, commune, len);
}

/* The code cut after its third number. */
static size_t three_numbers(const char *code)
{
    size_t len = 0;

    for (int dots = 0; code[len] != '\0'; len++)
        if (code[len] == '.' && ++dots == 3)
            break;
    return len;
}

/* One more for a code of a kind, once a person: seen holds those of this person. */
static enum orb_status count_code(struct orb_people_counts *c, struct orb_strmap *seen,
                                  char kind, const char *code, size_t len)
{
    char key[32];
    size_t before = seen->count;
    uint32_t number;

    if (len >= sizeof key - 1)
        return ORB_OK;
    key[0] = kind;
    memcpy(key + 1, code, len);
    if (orb_strmap_add(seen, key, len + 1, &number) != ORB_OK)
        return ORB_ERR_MEMORY;
    return seen->count == before
               ? ORB_OK
               : add(&c->codes, &c->with, &c->with_capacity, key, len + 1);
}

enum orb_status orb_people_count(struct orb_people_counts *counts,
                                 const struct orb_case *case_, struct orb_error *err)
{
    const struct orb_person *p = case_->person;
    struct orb_strmap seen = { 0 };
    enum orb_status status = count_department(counts, p->commune);

    counts->persons++;
    counts->ages[class_of(orb_person_age(p))]++;
    counts->phases[case_->phase]++;
    for (uint32_t i = 0; status == ORB_OK && i < p->need_count; i++)
        status = count_code(counts, &seen, 'n', p->needs[i].code,
                            three_numbers(p->needs[i].code));
    for (uint32_t i = 0; status == ORB_OK && i < case_->request_count; i++) {
        const struct orb_case_request *q = &case_->requests[i];

        if (q->kind == ORB_REQUEST_REFUSED && q->reason != NULL)
            status = count_code(counts, &seen, 'r', q->reason, strlen(q->reason));
    }
    orb_strmap_release(&seen);
    return status == ORB_OK ? orb_refusals_count(&counts->refusals, case_, err)
                            : orb_error_memory(err);
}

void orb_people_counts_release(struct orb_people_counts *counts)
{
    orb_strmap_release(&counts->departments);
    orb_strmap_release(&counts->codes);
    orb_free(counts->in_department);
    orb_free(counts->with);
    orb_refusals_release(&counts->refusals);
    memset(counts, 0, sizeof *counts);
}

/* ---- tables */

#define PERSONS_COLUMN                                                                     \
    {                                                                                      \
        .key = "persons", .title = N_("persons"), .type = ORB_REPORT_INTEGER,              \
        .persons = ORB_REPORT_PERSONS, .population = ORB_POPULATION_KNOWN                  \
    }

static const struct orb_report_word age_words[ORB_PEOPLE_AGES + 1] = {
    { "0-5", N_("0 to 5") },      { "6-11", N_("6 to 11") },
    { "12-15", N_("12 to 15") },  { "16-19", N_("16 to 19") },
    { "20-24", N_("20 to 24") },  { "25-39", N_("25 to 39") },
    { "40-59", N_("40 to 59") },  { "60+", N_("60 and more") },
    { "unknown", N_("unknown") }, { NULL, NULL },
};
static const struct orb_report_word phase_words[ORB_PHASES + 1] = {
    { "unknown", N_("unknown") },
    { "accueil", N_("reception") },
    { "appreciation", N_("assessment") },
    { "planification", N_("planning") },
    { "mise_en_oeuvre", N_("carried out") },
    { "evaluation", N_("evaluation") },
    { "sortie", N_("way out") },
    { "reajustement", N_("readjustment") },
    { NULL, NULL },
};

/* Stands for all départements without a line of their own. */
#define ELSEWHERE "00"

static const struct orb_report_column department_columns[] = {
    { .key = "department",
      .title = N_("département"),
      .definition = N_("INSEE code; 00 is elsewhere, or unknown."),
      .type = ORB_REPORT_CODE },
    PERSONS_COLUMN,
};
static const struct orb_report_column age_columns[] = {
    { .key = "ages", .title = N_("ages"), .type = ORB_REPORT_TEXT, .words = age_words },
    PERSONS_COLUMN,
};
static const struct orb_report_column phase_columns[] = {
    { .key = "phase", .title = N_("phase"), .type = ORB_REPORT_TEXT, .words = phase_words },
    PERSONS_COLUMN,
};
static const struct orb_report_column code_columns[] = {
    { .key = "code", .title = N_("code"), .type = ORB_REPORT_CODE },
    { .key = "label", .title = N_("meaning"), .type = ORB_REPORT_TEXT },
    { .key = "with",
      .title = N_("persons with it"),
      .type = ORB_REPORT_INTEGER,
      .persons = ORB_REPORT_PERSONS,
      .part_of = "all",
      .population = ORB_POPULATION_WITH },
    { .key = "without",
      .title = N_("persons without it"),
      .type = ORB_REPORT_INTEGER,
      .persons = ORB_REPORT_PERSONS,
      .part_of = "all" },
    { .key = "all",
      .title = N_("persons in all"),
      .type = ORB_REPORT_INTEGER,
      .persons = ORB_REPORT_PERSONS,
      .quiet = true,
      .population = ORB_POPULATION_KNOWN,
      .whole = true },
};

const char *orb_people_age_token(const struct orb_person *person)
{
    return age_words[class_of(orb_person_age(person))].token;
}

const char *orb_people_phase_token(const struct orb_case *case_)
{
    return phase_words[case_->phase].token;
}

struct telling {
    struct orb_report *report;
    const struct orb_people_counts *counts;
    struct orb_report_place all; /* the count of all persons, told first */
    bool has_all;
    struct orb_report_place motives[ORB_REFUSAL_MOTIVES];
};

/* A place that holds the count of all persons again. */
static void same_as_all(struct telling *t, const struct orb_report_table *table,
                        uint32_t row, int column)
{
    const struct orb_report_place here = { table, row, column };

    if (!t->has_all) {
        t->all = here;
        t->has_all = true;
        return;
    }
    orb_report_add_sum(t->report, &t->all);
    orb_report_add_part(t->report, &here);
}

static struct orb_report_table *parts(struct telling *t, const char *key, const char *title,
                                      const struct orb_report_column *columns)
{
    return orb_report_add_table(t->report, key, title, columns, 2);
}

static void part(struct orb_report_table *table, const char *code, int64_t persons)
{
    (void)orb_report_row(table);
    orb_report_text(table, code);
    orb_report_integer(table, persons);
}

/* The line of totals of a table whose other lines are its parts. */
static void whole(struct telling *t, struct orb_report_table *table)
{
    size_t rows = table->row_count;
    uint32_t total = orb_report_total_row(table);

    orb_report_none_said(table, N_("all"));
    orb_report_integer(table, t->counts->persons);
    for (uint32_t i = 0; i < rows; i++)
        orb_report_set_parent(table, i, total);
    same_as_all(t, table, total, 1);
}

static void tell_ages(struct telling *t)
{
    struct orb_report_table *table =
        parts(t, ORB_POPULATION_AGES, _("Persons by age"), age_columns);

    for (int i = 0; i < ORB_PEOPLE_AGES; i++)
        part(table, age_words[i].token, t->counts->ages[i]);
    whole(t, table);
}

static void tell_phases(struct telling *t)
{
    struct orb_report_table *table =
        parts(t, ORB_POPULATION_PHASES, _("Persons by phase of the case"), phase_columns);

    for (int i = 0; i < ORB_PHASES; i++)
        part(table, phase_words[i].token, t->counts->phases[i]);
    whole(t, table);
}

static int compare_codes(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* A line of its own would tell that somebody is there: small ones go with the others. */
static enum orb_status tell_departments(struct telling *t, int k)
{
    const struct orb_strmap *map = &t->counts->departments;
    struct orb_report_table *table =
        parts(t, "departments", _("Persons by département"), department_columns);
    const char **codes = orb_arena_array(&t->report->arena, map->count + 1, sizeof *codes);
    int64_t others = t->counts->persons;

    if (codes == NULL)
        return ORB_ERR_MEMORY;
    table->dimension = ORB_POPULATION_DEPARTEMENT;
    for (size_t i = 0; i < map->count; i++)
        codes[i] = map->strings[i];
    if (map->count > 0)
        qsort(codes, map->count, sizeof *codes, compare_codes);
    for (size_t i = 0; i < map->count; i++) {
        int64_t persons =
            t->counts->in_department[orb_strmap_find(map, codes[i], strlen(codes[i]))];

        if (persons < k)
            continue;
        part(table, orb_arena_strdup(&t->report->arena, codes[i]), persons);
        if (!t->report->failed)
            table->lines[table->row_count - 1].reached = true;
        others -= persons;
    }
    part(table, ELSEWHERE, others);
    if (!t->report->failed)
        table->lines[table->row_count - 1].rest = true;
    whole(t, table);
    return ORB_OK;
}

static int64_t persons_with(const struct orb_people_counts *c, char kind, const char *code)
{
    char key[32] = { kind, '\0' };
    uint32_t number;

    if (strlen(code) >= sizeof key - 1)
        return 0;
    memcpy(key + 1, code, strlen(code) + 1);
    number = orb_strmap_find(&c->codes, key, strlen(key));
    return number == ORB_STRMAP_NONE ? 0 : c->with[number];
}

static int dots_of(const char *code)
{
    int dots = 0;

    for (; *code != '\0'; code++)
        dots += *code == '.';
    return dots;
}

struct coded {
    const char *key, *title, *list;
    char kind; /* 'n' for needs, 'r' for reasons */
};

/* Needs at three levels; reasons that make a refusal of a withdrawal. */
static bool has_line(char kind, const char *code)
{
    return kind == 'n' ? dots_of(code) == 2
                       : orb_request_kind_of("180", code) == ORB_REQUEST_REFUSED;
}

/* What another report tells of the same persons. */
static void add_motives(struct telling *t)
{
    for (int i = 0; i < ORB_REFUSAL_MOTIVES; i++)
        t->motives[i] = orb_report_add_apart(
            t->report, orb_refusal_population((enum orb_refusal_motive)i),
            orb_refusals_persons(&t->counts->refusals, (enum orb_refusal_motive)i));
    (void)orb_refusals_tie(t->report, &t->counts->refusals, &t->all, t->motives);
}

/* Those refused for a motive are those of its one reason, or those of a reason and others
 * (report_refusals.c). */
static void tie_motive(struct telling *t, const struct orb_report_table *table,
                       uint32_t row, const char *reason, int64_t with)
{
    enum orb_refusal_motive motive = orb_refusal_motive_of(reason);
    int64_t all = orb_refusals_persons(&t->counts->refusals, motive);
    struct orb_report_place others;

    if (!orb_refusal_is_one_reason(motive))
        others =
            orb_report_add_apart(t->report,
                                 orb_arena_printf(&t->report->arena, "beside %s %s",
                                                  orb_refusal_population(motive), reason),
                                 all - with);
    orb_report_add_sum(t->report, &t->motives[motive]);
    orb_report_add_part(t->report, &(struct orb_report_place){ table, row, 2 });
    if (!orb_refusal_is_one_reason(motive))
        orb_report_add_part(t->report, &others);
}

static enum orb_status tell_codes(struct telling *t, struct orb_vocabulary *vocabulary,
                                  const struct coded *which, struct orb_error *err)
{
    const struct orb_term_list *list;
    struct orb_report_table *table;
    enum orb_status status = orb_vocabulary_terms(vocabulary, which->list, &list, err);

    if (status != ORB_OK)
        return status;
    table = orb_report_add_table(t->report, which->key, which->title, code_columns, 5);
    table->dimension = which->kind == 'n' ? ORB_POPULATION_NEED : ORB_POPULATION_REASON;
    for (size_t i = 0; i < list->count; i++) {
        const char *code = list->terms[i].code;
        const char *label = orb_vocabulary_label(vocabulary, which->list, code,
                                                 t->report->french ? "fr" : "en");
        int64_t with = persons_with(t->counts, which->kind, code);
        uint32_t row;

        if (!has_line(which->kind, code))
            continue;
        row = orb_report_row(table);
        orb_report_text(table, orb_arena_strdup(&t->report->arena, code));
        orb_report_text(table, orb_arena_strdup(&t->report->arena, label));
        orb_report_integer(table, with);
        orb_report_integer(table, t->counts->persons - with);
        orb_report_integer(table, t->counts->persons);
        same_as_all(t, table, row, 4);
        if (which->kind == 'r')
            tie_motive(t, table, row, code, with);
    }
    return ORB_OK;
}

enum orb_status orb_report_people(struct orb_report *report,
                                  const struct orb_people_counts *counts,
                                  struct orb_vocabulary *vocabulary, int k,
                                  struct orb_error *err)
{
    const struct coded needs = { "needs", _("Persons by need"), "serafin_besoins", 'n' };
    const struct coded reasons = { "refusals",
                                   _("Persons refused by a service, by official reason"),
                                   "motifs_statut_prise_charge", 'r' };
    struct telling t = { .report = report, .counts = counts };
    enum orb_status status;

    orb_report_title(report, "%s", _("Persons followed by the team"));
    orb_report_note(
        report, "%s",
        _("A département has its line when its count can be shown; the others are counted together."));
    tell_ages(&t);
    tell_phases(&t);
    if (tell_departments(&t, k) != ORB_OK)
        return orb_error_memory(err);
    add_motives(&t);
    status = tell_codes(&t, vocabulary, &needs, err);
    if (status == ORB_OK)
        status = tell_codes(&t, vocabulary, &reasons, err);
    return status == ORB_OK ? orb_report_check(report, err) : status;
}
