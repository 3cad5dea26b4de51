/* A rule after ';' takes the place of those before it on its days, one after ',' adds to
 * them. The text is known to be well formed before it is read. */
#include "engine/model/opening_week.h"

#include <stdio.h>
#include <string.h>

#include "engine/model/opening_hours.h"

enum { DAY_MIN = 1440, SPANS = 8, EVERY_DAY = 0x7f };

static const char *const day_names[] = { "Mo", "Tu", "We", "Th", "Fr", "Sa", "Su" };

struct span {
    int opens, closes;
};

/* One rule as it is written. */
struct rule {
    const char *begin, *end; /* its text */
    unsigned days;           /* 0 = not said */
    int rank;
    bool ranked, joined;   /* joined: holidays and days by ',' */
    bool holidays, school; /* some; those of schools */
    bool months, off, overnight;
    struct span spans[SPANS];
    size_t span_count;
};

struct table {
    struct span spans[ORB_WEEK_DAYS][SPANS];
    size_t counts[ORB_WEEK_DAYS];
};

static int two_digits(const char *at)
{
    return 10 * (at[0] - '0') + (at[1] - '0');
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static int find_day(const char *at)
{
    for (int d = 0; d < ORB_WEEK_DAYS; d++)
        if (strncmp(at, day_names[d], 2) == 0)
            return d;
    return -1;
}

static bool is_holiday(const char *at)
{
    return strncmp(at, "PH", 2) == 0 || strncmp(at, "SH", 2) == 0;
}

/* "[1]", "[-1]"; each rank has its own days. */
static bool read_rank(struct rule *rule, const char **at)
{
    int sign = (*at)[1] == '-' ? -1 : 1;
    int rank = 0;

    for (*at += sign < 0 ? 2 : 1; is_digit(**at); (*at)++)
        rank = 10 * rank + (**at - '0');
    (*at)++;
    if (rule->days != 0 && (!rule->ranked || rule->rank != sign * rank))
        return false;
    rule->rank = sign * rank;
    rule->ranked = true;
    return true;
}

/* "Mo", "Mo-Fr", "We[1]", "PH"; false when rows cannot say it. */
static bool read_day(struct rule *rule, const char **at)
{
    int first = find_day(*at), last = first;

    *at += 2;
    if (first < 0) {
        rule->holidays = true;
        rule->school = rule->school || (*at)[-2] == 'S';
        return **at != '-' && **at != '[';
    }
    if (**at == '[') {
        if (!read_rank(rule, at))
            return false;
    } else if (rule->ranked) {
        return false;
    } else if (**at == '-') {
        last = find_day(*at + 1);
        *at += 3;
    }
    for (int d = first; last >= 0; d = (d + 1) % ORB_WEEK_DAYS) {
        rule->days |= 1U << d;
        if (d == last)
            return true;
    }
    return false;
}

static bool read_days(struct rule *rule, const char **at)
{
    bool good = true;

    while (good && (find_day(*at) >= 0 || is_holiday(*at))) {
        good = read_day(rule, at);
        if (**at == ',' && (find_day(*at + 1) >= 0 || is_holiday(*at + 1))) {
            rule->joined = true;
            (*at)++;
        } else if (**at == ' ' && (find_day(*at + 1) >= 0 || is_holiday(*at + 1))) {
            rule->joined = false;
            (*at)++;
            break;
        }
    }
    if (good && (find_day(*at) >= 0 || is_holiday(*at))) { /* "SH Mo-Fr" */
        good = read_days(rule, at);
        rule->joined = false;
    }
    return good;
}

static bool read_spans(struct rule *rule, const char **at)
{
    while (is_digit(**at)) {
        struct span s = { 60 * two_digits(*at) + two_digits(*at + 3),
                          60 * two_digits(*at + 6) + two_digits(*at + 9) };

        if (s.closes <= s.opens)
            s.closes += DAY_MIN;
        if (rule->span_count == SPANS || s.closes - s.opens > DAY_MIN)
            return false;
        rule->overnight = rule->overnight || s.closes > DAY_MIN;
        rule->spans[rule->span_count++] = s;
        *at += 11;
        if (**at == ',' && is_digit((*at)[1]))
            (*at)++;
    }
    return true;
}

static void skip_blanks(const char **at)
{
    while (**at == ' ')
        (*at)++;
}

/* Up to the ';' or ',' that ends it. */
static bool read_rule(struct rule *rule, const char **at)
{
    *rule = (struct rule){ .begin = *at };
    if (strncmp(*at, "24/7", 4) == 0) {
        rule->spans[rule->span_count++] = (struct span){ 0, DAY_MIN };
        *at += 4;
    }
    if (**at >= 'A' && **at <= 'Z' && find_day(*at) < 0 && !is_holiday(*at)) {
        rule->months = true; /* their hours are for notes or for nobody */
        while (**at != '\0' && **at != ';' && strncmp(*at, "off", 3) != 0 &&
               strncmp(*at, "closed", 6) != 0)
            (*at)++;
    }
    skip_blanks(at);
    if (!read_days(rule, at))
        return false;
    skip_blanks(at);
    if (!read_spans(rule, at))
        return false;
    skip_blanks(at);
    rule->off = strncmp(*at, "off", 3) == 0 || strncmp(*at, "closed", 6) == 0;
    *at += strcspn(*at, ";,");
    rule->end = *at;
    return !rule->off || rule->span_count == 0; /* closed at some hours: not a row */
}

static bool add_note(struct orb_opening_week *out, const char *text, size_t len)
{
    size_t at = strlen(out->notes);

    while (len > 0 && text[len - 1] == ' ')
        len--;
    if (at + len + 3 > sizeof out->notes)
        return false;
    (void)snprintf(out->notes + at, sizeof out->notes - at, "%s%.*s", at > 0 ? "; " : "",
                   (int)len, text);
    return true;
}

static bool add_ranked(struct orb_opening_week *out, const struct rule *rule)
{
    for (size_t i = 0; i < out->count; i++) /* two rules for one day are too many */
        if ((out->rows[i].days & rule->days) != 0 && out->rows[i].rank == rule->rank)
            return false;
    for (size_t i = 0; i < rule->span_count; i++) {
        if (out->count == ORB_WEEK_ROWS)
            return false;
        out->rows[out->count++] =
            (struct orb_week_row){ rule->days, rule->rank, rule->spans[i].opens,
                                   rule->spans[i].closes };
    }
    return !rule->off && rule->span_count > 0;
}

static bool fill(struct table *table, const struct rule *rule, bool adds)
{
    static const struct span whole = { 0, DAY_MIN };
    unsigned days = rule->days == 0 ? EVERY_DAY : rule->days;
    size_t count = rule->off ? 0 : rule->span_count == 0 ? 1 : rule->span_count;

    for (int d = 0; d < ORB_WEEK_DAYS; d++) {
        if ((days & 1U << d) == 0)
            continue;
        if (!adds || rule->off)
            table->counts[d] = 0;
        if (table->counts[d] + count > SPANS)
            return false;
        for (size_t i = 0; i < count; i++)
            table->spans[d][table->counts[d]++] =
                rule->span_count == 0 ? whole : rule->spans[i];
    }
    return true;
}

/* A rule that no row says: what is closed on some days of the year, and holidays. */
static bool take_note(struct orb_opening_week *out, const struct rule *rule, bool adds)
{
    size_t len = (size_t)(rule->end - rule->begin);
    bool simple =
        memchr(rule->begin, ':', len) == NULL && memchr(rule->begin, ',', len) == NULL;

    return (rule->months ? rule->off && simple : !adds || rule->off) &&
           add_note(out, rule->begin, len);
}

static bool take_rule(struct orb_opening_week *out, struct table *table,
                      const struct rule *rule, bool adds)
{
    if (rule->months || (rule->holidays && rule->days == 0))
        return take_note(out, rule, adds);
    if (out->notes[0] != '\0')
        return false; /* would prevail over the notes, which come last */
    if (rule->holidays)
        return rule->joined && rule->off && !rule->ranked && !rule->school &&
               fill(table, rule, adds) && add_note(out, "PH off", strlen("PH off"));
    return rule->ranked ? add_ranked(out, rule) : fill(table, rule, adds);
}

static bool has_span(const struct table *table, int day, struct span s, size_t before)
{
    for (size_t i = 0; i < before; i++)
        if (table->spans[day][i].opens == s.opens &&
            table->spans[day][i].closes == s.closes)
            return true;
    return false;
}

/* The days that share the i-th span of a day; 0 when they were given with an earlier one.
 */
static unsigned days_of(const struct table *table, int day, size_t i)
{
    struct span s = table->spans[day][i];
    unsigned days = 0;

    for (int e = 0; e < ORB_WEEK_DAYS; e++)
        if (has_span(table, e, s, table->counts[e]))
            days |= 1U << e;
    return (days & ((1U << day) - 1)) != 0 || has_span(table, day, s, i) ? 0 : days;
}

/* Does a row of the month name a day that the week has hours for? */
static bool is_mixed(const struct orb_opening_week *out, const struct table *table)
{
    for (size_t i = 0; i < out->count; i++)
        for (int d = 0; d < ORB_WEEK_DAYS; d++)
            if ((out->rows[i].days & 1U << d) != 0 && table->counts[d] > 0)
                return true;
    return false;
}

/* Rows of the week come before those of the month. */
static bool add_weekly(struct orb_opening_week *out, const struct table *table)
{
    struct orb_week_row rows[ORB_WEEK_DAYS * SPANS];
    size_t count = 0;

    for (int d = 0; d < ORB_WEEK_DAYS; d++)
        for (size_t i = 0; i < table->counts[d]; i++) {
            struct span s = table->spans[d][i];
            unsigned days = days_of(table, d, i);

            if (days != 0)
                rows[count++] = (struct orb_week_row){ days, 0, s.opens, s.closes };
        }
    if (is_mixed(out, table) || count + out->count > ORB_WEEK_ROWS)
        return false;
    memmove(out->rows + count, out->rows, out->count * sizeof *rows);
    memcpy(out->rows, rows, count * sizeof *rows);
    out->count += count;
    return true;
}

/* Readers do not agree on the rules before one that names no day. */
static bool is_for_all_days(const struct rule *rule)
{
    return rule->days == 0 && !rule->holidays && !rule->months;
}

bool orb_opening_week_read(struct orb_opening_week *out, const char *text)
{
    struct table table = { .counts = { 0 } };
    const char *first;
    struct rule rule;
    bool adds = false, overnight = false, overrides = false;

    if (!orb_opening_hours_is(text))
        return false;
    out->count = 0;
    out->notes[0] = '\0';
    skip_blanks(&text);
    first = text;
    while (*text != '\0') {
        const char *begin = text;

        if (!read_rule(&rule, &text) || (begin != first && is_for_all_days(&rule)) ||
            !take_rule(out, &table, &rule, adds))
            return false;
        overnight = overnight || rule.overnight;
        overrides = overrides || rule.off || *text == ';';
        adds = *text == ',';
        text += *text != '\0';
        skip_blanks(&text);
    }
    /* Whether the hours after midnight give way too, nobody can tell from a row. */
    return !(overnight && overrides) && add_weekly(out, &table);
}
