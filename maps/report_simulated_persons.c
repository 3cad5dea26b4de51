/* Persons of a file who gain or lose: counts that the report protects; their pseudonyms
 * only when they were asked for. */
#include "engine/base/text.h"
#include "maps/report_simulated_parts.h"

#define PERSONS(k, t, d, side)                                                             \
    {                                                                                      \
        .key = k, .title = t, .definition = d, .type = ORB_REPORT_INTEGER,                 \
        .persons = ORB_REPORT_PERSONS, .quiet = side                                       \
    }
#define DERIVED(k, t, d)                                                                   \
    {                                                                                      \
        .key = k, .title = t, .definition = d, .type = ORB_REPORT_INTEGER,                 \
        .persons = ORB_REPORT_PERSONS_DERIVED                                              \
    }

static const struct orb_report_word answer_words[] = { { "covered", N_("eligible") },
                                                       { "possible",
                                                         N_("eligible, or to verify") },
                                                       { NULL, NULL } };

static const struct orb_report_column person_columns[] = {
    { .key = "answer",
      .title = N_("An offer that is"),
      .type = ORB_REPORT_TEXT,
      .words = answer_words },
    PERSONS("gaining", N_("Gain"), N_("At least one need covered after and not before."),
            false),
    PERSONS("losing", N_("Lose"), N_("At least one need covered before and not after."),
            false),
    PERSONS("not_gaining", N_("Gain nothing"), NULL, true),
    PERSONS("not_losing", N_("Lose nothing"), NULL, true),
    { .key = "persons",
      .title = N_("Persons"),
      .definition = N_("In the files given."),
      .type = ORB_REPORT_INTEGER,
      .persons = ORB_REPORT_PERSONS,
      .population = ORB_POPULATION_KNOWN,
      .whole = true },
    DERIVED("needs_before", N_("Needs covered before"), NULL),
    DERIVED("needs_after", N_("Needs covered after"), NULL),
    DERIVED("needs_gained", N_("Needs gained"), NULL),
    DERIVED("needs_lost", N_("Needs lost"), NULL),
};

static const struct orb_report_word class_words[] = { { "eligible", N_("eligible") },
                                                      { "to_verify", N_("to verify") },
                                                      { "near_miss", N_("nearly") },
                                                      { "excluded", N_("nothing") },
                                                      { NULL, NULL } };

static const struct orb_report_column named_columns[] = {
    { .key = "person", .title = N_("Person"), .type = ORB_REPORT_CODE },
    { .key = "need", .title = N_("Need"), .type = ORB_REPORT_CODE },
    { .key = "before",
      .title = N_("Before"),
      .type = ORB_REPORT_TEXT,
      .words = class_words },
    { .key = "after", .title = N_("After"), .type = ORB_REPORT_TEXT, .words = class_words },
    { .key = "now",
      .title = N_("First offer now"),
      .definition = N_("Matched again on the territory as supposed."),
      .type = ORB_REPORT_TEXT },
};

#define COLUMNS(list) list, sizeof list / sizeof list[0]
#define COLUMN_COUNT  (sizeof person_columns / sizeof person_columns[0])

static void add_named(struct orb_report *report,
                      const struct orb_simulated_persons *persons)
{
    struct orb_report_table *t = orb_report_add_table(
        report, "people", _("Who gains and who loses"), COLUMNS(named_columns));

    for (size_t i = 0; i < persons->change_count; i++) {
        const struct orb_simulated_need *n = &persons->changes[i];

        orb_report_row(t);
        orb_report_text(t, n->person);
        orb_report_text(t, n->need);
        orb_report_text(t, class_words[n->before].token);
        orb_report_text(t, class_words[n->after].token);
        if (n->now == NULL)
            orb_report_none(t);
        else
            orb_report_text(t, n->now);
    }
}

/* What a reader can add up: those who gain, or lose, and the others are everybody;
 * everybody is the same in both lines. */
static void add_sums(struct orb_report *report, const struct orb_report_table *t)
{
    static const char *const parts[][2] = { { "gaining", "not_gaining" },
                                            { "losing", "not_losing" } };
    const int persons = orb_report_find_column(t, "persons");

    for (uint32_t row = 0; row < 2; row++)
        for (size_t i = 0; i < 2; i++) {
            orb_report_add_sum(report, &(struct orb_report_place){ t, row, persons });
            for (size_t k = 0; k < 2; k++)
                orb_report_add_part(report,
                                    &(struct orb_report_place){
                                        t, row, orb_report_find_column(t, parts[i][k]) });
        }
    orb_report_add_sum(report, &(struct orb_report_place){ t, 0, persons });
    orb_report_add_part(report, &(struct orb_report_place){ t, 1, persons });
}

/* Needs are not protected: beside persons, they tell who has several, and of one answer
 * beside the other, whose need is to verify. */
static size_t column_count(enum orb_simulated_reader reader)
{
    return COLUMN_COUNT - (reader == ORB_SIMULATED_OTHERS ? 4 : 0);
}

void orb_report_simulated_persons(struct orb_report *report,
                                  const struct orb_simulated_persons *persons,
                                  enum orb_simulated_reader reader)
{
    struct orb_report_table *t =
        orb_report_add_table(report, "persons", _("Persons of the files, before and after"),
                             person_columns, column_count(reader));

    for (int i = 0; i < 2; i++) {
        orb_report_row(t);
        orb_report_text(t, answer_words[i].token);
        orb_report_integer(t, persons->gaining[i]);
        orb_report_integer(t, persons->losing[i]);
        orb_report_integer(t, persons->persons - persons->gaining[i]);
        orb_report_integer(t, persons->persons - persons->losing[i]);
        orb_report_integer(t, persons->persons);
        if (reader == ORB_SIMULATED_OTHERS)
            continue;
        orb_report_integer(t, persons->needs_before[i]);
        orb_report_integer(t, persons->needs_after[i]);
        orb_report_integer(t, persons->needs_gained[i]);
        orb_report_integer(t, persons->needs_lost[i]);
    }
    add_sums(report, t);
    orb_simulated_tie(report, t, persons);
    if (reader == ORB_SIMULATED_NAMED)
        add_named(report, persons);
}
