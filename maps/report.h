/*
 * What a command of planning found, said once and written in every format: tables, maps
 * made of them, how it was asked, where it comes from, what is not known.
 *
 *     struct orb_report report;
 *     struct orb_report_table *t;
 *
 *     orb_report_init(&report, "who/1", date, french);
 *     orb_report_title(&report, _("Who does what: %s"), name);
 *     orb_report_parameter(&report, "level", _("Level"), "%s", _("commune"));
 *     orb_report_note(&report, _("%u resources are of no family"), n);
 *     t = orb_report_add_table(&report, "matrix", N_("Offers by commune"), columns, count);
 *     for each line:
 *         orb_report_row(t);
 *         orb_report_text(t, code);      one cell for each column, from left to right
 *         orb_report_integer(t, offers);
 *     orb_report_add_map(&report, &(struct orb_report_map){ ... });
 *     status = orb_report_check(&report, err);
 *
 * Lack of memory is remembered and told by orb_report_check; calls after it do nothing.
 * A cell too many or of another type than its column is our bug (assert).
 */
#ifndef ORB_MAPS_REPORT_H
#define ORB_MAPS_REPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "engine/base/arena.h"
#include "engine/base/date.h"
#include "engine/base/error.h"
#include "engine/base/strmap.h"
#include "engine/planning/mesh.h"

struct orb_catalogue;

enum orb_report_type {
    ORB_REPORT_TEXT = 0, /* words for people; with words, tokens in JSON and CSV */
    ORB_REPORT_CODE,     /* an identifier: never a number, zeros kept */
    ORB_REPORT_INTEGER,
    ORB_REPORT_DECIMAL, /* written with the decimals of its column */
    ORB_REPORT_PERCENT, /* a share, 0.125 shown as 12.5 % */
    ORB_REPORT_DATE
};

/* Does a column count persons that the user told of? Public figures (inhabitants of a
 * commune) are not of these. */
enum orb_report_persons {
    ORB_REPORT_NOT_PERSONS = 0,
    ORB_REPORT_PERSONS,         /* a count */
    ORB_REPORT_PERSONS_DERIVED, /* a share, a difference: hidden in a line where a count is,
                                   whatever it says */
    ORB_REPORT_PERSONS_MIXED /* a mean or a share over what several lines count: hidden as
                                soon as any count of the report is */
};

/* One value of a column of fixed words. */
struct orb_report_word {
    const char *token; /* "installed", in JSON and CSV; NULL ends a list */
    const char *label; /* N_() */
};

/* Words for those whom several reports count, so that each is protected beside the others:
 * a count is then named by them alone (report_names.h). Never translated. */

/* All persons of a team; those with a need that is nearly answered or not at all; those
 * with a code; in several tables as columns say. */
#define ORB_POPULATION_KNOWN     "known"
#define ORB_POPULATION_UNMET     "unmet"
#define ORB_POPULATION_TO_VERIFY "to_verify" /* no need unmet, some to verify */
#define ORB_POPULATION_MET       "met"       /* no need unmet, some to verify or not */
#define ORB_POPULATION_WITH      "with"
#define ORB_POPULATION_REFUSED   "refused" /* by any service, for any reason */

/* By what they are cut. Other areas: the name of their level (orb_mesh_name). */
#define ORB_POPULATION_AGES        "ages"
#define ORB_POPULATION_PHASES      "phases"
#define ORB_POPULATION_DEPARTEMENT "departement"
#define ORB_POPULATION_NEED        "need"   /* SERAFIN-PH, three parts */
#define ORB_POPULATION_REASON      "reason" /* TRE_R358 */
#define ORB_POPULATION_MOTIVE      "motive"

enum orb_report_state {
    ORB_REPORT_VALUE = 0,
    ORB_REPORT_UNKNOWN, /* nobody said */
    ORB_REPORT_NONE,    /* the question does not arise here */
    ORB_REPORT_HIDDEN /* a count of persons too small to be shown, or that would tell one */
};

/* Borrowed by tables, usually static const. */
struct orb_report_column {
    const char *key;        /* snake_case, unique in its table, stable: JSON and CSV */
    const char *title;      /* N_() */
    const char *definition; /* N_(), a sentence; NULL = the title says it all */
    enum orb_report_type type;
    int decimals;                        /* of DECIMAL (0..6) and PERCENT */
    const struct orb_report_word *words; /* of TEXT; NULL = any text */
    enum orb_report_persons persons;
    const char *part_of; /* key of the column that is the sum of those that name it; NULL */
    /* Of PERSONS: who is counted, in a word that other reports use too ("known"), so that
     * they are compared; NULL = as this table alone counts. */
    const char *population;
    bool dear;    /* of PERSONS: what the report is made for, hidden after all others */
    bool whole;   /* of a population: all of it in every line, whatever its codes */
    bool quiet;   /* left out of the terminal's table, in every other format */
    bool numbers; /* of INTEGER: the number of the line, or of the one it goes with, from 1
                   */
    enum orb_report_state lacks; /* of a code or a fixed word: how a line may be without
                                    it; VALUE = all lines have it, but those of totals */
};

struct orb_report_cell {
    enum orb_report_state state;
    union {
        const char *text; /* TEXT, CODE; of NONE of any type: why, in words, or NULL */
        int64_t integer;
        double number; /* DECIMAL, PERCENT */
        orb_date date;
    } as;
};

#define ORB_REPORT_NO_ROW    UINT32_MAX
#define ORB_REPORT_NO_COLUMN (-1)

struct orb_report_row {
    uint32_t parent; /* the line that is the sum of this one and others, or NO_ROW */
    bool total;      /* shown apart */
    bool rest;    /* those of none of the other lines: others where the lines are others */
    bool reached; /* there only because its first count of persons reaches the threshold:
                     once that is hidden with its parts, the line is left out, and counted
                     with the rest where there is one */
    bool placed;  /* of a total: those of all areas, not those whose area is not known */
    uint32_t line_of; /* of a table that has lines_of: the line there that it goes with */
};

struct orb_report;

/* Of a report, valid until it is cleared. */
struct orb_report_table {
    const char *key;   /* "matrix" */
    const char *title; /* N_() or a text of the report */
    const struct orb_report_column *columns;
    size_t column_count;
    struct orb_report_cell *cells; /* row by row, row_count * column_count */
    size_t cell_count, cell_capacity;
    size_t next; /* the cell to fill */
    struct orb_report_row *lines;
    size_t row_count, row_capacity;
    const struct orb_report_table *lines_of; /* told before: a line that is left out there
                                                takes those of its own with it; or NULL */
    const char *dimension; /* borrowed: by what its lines cut a population ("epci"), in a
                              word that other reports use too; NULL = its key */
    struct orb_report *report;
};

enum orb_report_legend {
    ORB_REPORT_QUANTILE = 0, /* five classes of as many areas; zero apart */
    ORB_REPORT_CATEGORIES,   /* a column of words, as they come */
    ORB_REPORT_ORDERED,      /* the same, from the least to the most */
    ORB_REPORT_DIVERGING     /* less, nothing, more: before and after */
};

/* Columns are numbers in the table. */
struct orb_report_map {
    const char *key;   /* "access" */
    const char *title; /* N_() or a text of the report */
    const struct orb_report_table *table;
    int area_column; /* codes of the areas; an area in no line is not drawn, a line whose
                        area has no contour is kept and counted */
    int name_column; /* or NO_COLUMN */
    int value_column;
    int beside_column; /* > 0: numbers that share the classes of a QUANTILE map, as another
                          map of the table has these in the place of value_column */
    int flag_column;   /* TEXT with words or INTEGER; anything but 0, "no" or nothing =
                          hatched and left out of the classes; or NO_COLUMN */
    const char *unit;  /* N_() "places for 1,000 inhabitants"; NULL = none */
    enum orb_mesh level;
    enum orb_report_legend legend;
};

/* A count of persons that stands nowhere: told by another report, or what a reader works
 * out. */
struct orb_report_apart {
    const char *name; /* as orb_report_cell_name names it; "#..." is compared to nothing */
    int64_t value;
};

/* A cell of a report, or a count that stands nowhere. */
struct orb_report_place {
    const struct orb_report_table *table; /* NULL = the count of number row of those */
    uint32_t row;
    int column;
};

/* The first place is the sum of the others, in another table or across lines. */
struct orb_report_sum {
    struct orb_report_place *places;
    size_t place_count, place_capacity;
};

struct orb_report_parameter {
    const char *key;   /* stable, in JSON */
    const char *label; /* for people */
    const char *value;
};

struct orb_report_source {
    const char *attribution; /* what is to be printed */
    const char *licence;     /* NULL = unknown */
    orb_date date;           /* ORB_DATE_NONE = unknown */
};

/* Made by orb_report_init, released by orb_report_clear. Texts are copied unless said
 * otherwise; arena may be used for texts and columns that live as long. */
struct orb_report {
    const char *key;   /* borrowed: "who/1", the command and the version of its tables */
    const char *title; /* "" until told */
    orb_date date;     /* everything is told at this day */
    bool french;
    int threshold;    /* below it a count of persons is hidden; 0 = none is counted */
    int rounded_to;   /* counts of persons are multiples of it; 0 = exact */
    int after;        /* one more than any of those whose counts it was protected beside */
    bool is_personal; /* persons are named by their pseudonym: its file is its owner's */
    struct orb_report_parameter *parameters;
    size_t parameter_count, parameter_capacity;
    struct orb_report_source *sources;
    size_t source_count, source_capacity;
    const char **notes;
    size_t note_count, note_capacity;
    struct orb_report_table **tables;
    size_t table_count, table_capacity;
    struct orb_report_map *maps;
    size_t map_count, map_capacity;
    struct orb_report_sum *sums;
    size_t sum_count, sum_capacity;
    struct orb_report_apart *aparts;
    size_t apart_count, apart_capacity;
    struct orb_strmap drawn; /* codes of the communes that maps show; none = all */
    struct orb_arena arena;
    struct orb_report_table spare; /* takes nothing: what is added without memory */
    bool failed;
};

void orb_report_init(struct orb_report *out, const char *key, orb_date date, bool french);
/* Release all it holds; NULL and a cleared report are accepted. */
void orb_report_clear(struct orb_report *report);

/* ORB_ERR_MEMORY when something was lost. */
ORB_MUST_CHECK enum orb_status orb_report_check(const struct orb_report *report,
                                                struct orb_error *err);

void orb_report_title(struct orb_report *report, const char *format, ...) ORB_PRINTF(2, 3);

/* How it was asked: perimeter, level, need, method, limits; in order of importance. */
void orb_report_parameter(struct orb_report *report, const char *key, const char *label,
                          const char *format, ...) ORB_PRINTF(4, 5);

/* Once for each attribution; the same again is left out. licence may be NULL. */
void orb_report_source(struct orb_report *report, const char *attribution,
                       const char *licence, orb_date date);

/* The sources of a catalogue that lend it something, those that its offers come from
 * first. */
void orb_report_catalogue_sources(struct orb_report *report,
                                  const struct orb_catalogue *catalogue);

/* One sentence with its stop: what is unknown, left out, estimated. It never tells a count
 * of persons that a file gave: only cells are protected. */
void orb_report_note(struct orb_report *report, const char *format, ...) ORB_PRINTF(2, 3);

/* ---- tables */

/* key and columns are borrowed, title is copied. Never NULL: without memory, a table that
 * takes nothing. */
struct orb_report_table *orb_report_add_table(struct orb_report *report, const char *key,
                                              const char *title,
                                              const struct orb_report_column *columns,
                                              size_t column_count);

/* Start a line; returns its number. Cells that are not told are unknown. */
uint32_t orb_report_row(struct orb_report_table *table);

/* The same for a line of totals, shown apart; what is not told does not arise there. */
uint32_t orb_report_total_row(struct orb_report_table *table);

/* The next cell. NULL, negative counts and numbers that are not finite are no values: say
 * unknown. Differences may be negative (orb_report_integer). */
void orb_report_text(struct orb_report_table *table, const char *text); /* TEXT, CODE */
void orb_report_integer(struct orb_report_table *table, int64_t integer);
void orb_report_number(struct orb_report_table *table,
                       double number); /* DECIMAL, PERCENT */
void orb_report_date(struct orb_report_table *table, orb_date date);
void orb_report_unknown(struct orb_report_table *table);
void orb_report_none(struct orb_report_table *table);
/* The same where people read why instead of a dash: N_("out of reach"), borrowed. */
void orb_report_none_said(struct orb_report_table *table, const char *why);

/* Valid until the next line. */
const struct orb_report_cell *orb_report_cell(const struct orb_report_table *table,
                                              size_t row, size_t column);

/* The number of the column of that key, or ORB_REPORT_NO_COLUMN. */
int orb_report_find_column(const struct orb_report_table *table, const char *key);

/* NULL when there is none. */
struct orb_report_table *orb_report_find_table(const struct orb_report *report,
                                               const char *key);

/* ---- maps */

/* The map is copied, its texts are borrowed. */
void orb_report_add_map(struct orb_report *report, const struct orb_report_map *map);

/* Maps show the communes of a perimeter alone, of areas that it cuts too. */
void orb_report_add_perimeter(struct orb_report *report,
                              const struct orb_catalogue *catalogue,
                              const struct orb_perimeter *perimeter);

/* ---- what adds up, where columns count persons */

/* The line total is the sum of its children, column by column. */
void orb_report_set_parent(struct orb_report_table *table, uint32_t row, uint32_t total);

/* Start a sum: the cell that is the total; then its parts. A cell that stands twice is a
 * sum of one part. */
void orb_report_add_sum(struct orb_report *report, const struct orb_report_place *total);
void orb_report_add_part(struct orb_report *report, const struct orb_report_place *part);

/* A count that stands nowhere, for sums; the name is copied. value >= 0. */
struct orb_report_place orb_report_add_apart(struct orb_report *report, const char *name,
                                             int64_t value);

/*
 * Hide the counts of persons below k (engine/cohort/disclosure.h: 5 for partners, 11 for
 * all), those that would let one be worked out, and what is derived from them. After the
 * last line, before any writer. Numbers that are hidden are forgotten, and lines that tell
 * by being there that a hidden count is not small are left out. When areas are too small
 * for anything to be shown, all counts are hidden and a note says so.
 * ORB_ERR_MEMORY; ORB_ERR_RANGE when a total is not the sum of its parts.
 */
ORB_MUST_CHECK enum orb_status orb_report_protect(struct orb_report *report, int k,
                                                  struct orb_error *err);

/* The counts of persons that are shown, each to the nearest multiple (2 or more) of it, the
 * multiple itself rather than 0; a note says so. After they are protected: rounding
 * protects nobody. */
void orb_report_round(struct orb_report *report, int multiple);

#endif
