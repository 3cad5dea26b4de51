/* One rule after the other, by the words it may hold in their order. */
#include "engine/model/opening_hours.h"

#include <stddef.h>
#include <string.h>

static void skip_blanks(const char **at)
{
    while (**at == ' ')
        (*at)++;
}

static bool take(const char **at, const char *word)
{
    size_t len = strlen(word);

    if (strncmp(*at, word, len) != 0)
        return false;
    *at += len;
    return true;
}

static bool take_one_of(const char **at, const char *const *words)
{
    for (; *words != NULL; words++)
        if (take(at, *words))
            return true;
    return false;
}

/* One or two digits, from 1 to max. */
static bool take_number(const char **at, int max, int *out)
{
    size_t len = strspn(*at, "0123456789");
    int number = 0;

    if (len == 0 || len > 2)
        return false;
    for (size_t i = 0; i < len; i++)
        number = 10 * number + ((*at)[i] - '0');
    *at += len;
    *out = number;
    return number >= 1 && number <= max;
}

/* "09:30"; past midnight up to "26:00" when it ends a span. */
static bool take_time(const char **at, int last_hour)
{
    const char *t = *at;
    int hours;

    if (strspn(t, "0123456789") != 2 || t[2] != ':' || strspn(t + 3, "0123456789") != 2)
        return false;
    hours = 10 * (t[0] - '0') + (t[1] - '0');
    if (hours > last_hour || t[3] > '5')
        return false;
    *at += 5;
    return true;
}

static bool take_span(const char **at)
{
    return take_time(at, 23) && take(at, "-") && take_time(at, 26);
}

static bool take_spans(const char **at)
{
    bool good = take_span(at);

    while (good && **at == ',' && (*at)[1] >= '0' && (*at)[1] <= '9') {
        (*at)++;
        good = take_span(at);
    }
    return good;
}

/* "Mo", "Mo-Fr", "We[1]", "Fr[-1]", "PH". */
static bool take_day(const char **at)
{
    static const char *const days[] = { "Mo", "Tu", "We", "Th", "Fr", "Sa", "Su", NULL };
    static const char *const holidays[] = { "PH", "SH", NULL };
    int rank;

    if (take_one_of(at, holidays))
        return **at != '-' && **at != '[';
    if (!take_one_of(at, days))
        return false;
    if (take(at, "["))
        return ((void)take(at, "-"), take_number(at, 5, &rank)) && take(at, "]");
    return !take(at, "-") || take_one_of(at, days);
}

static bool begins_day(const char *at)
{
    return take_day(&at);
}

/* "SH Mo-Fr" are the weekdays of school holidays. */
static bool take_days(const char **at)
{
    bool good = take_day(at);

    while (good && (take(at, ",") || (**at == ' ' && begins_day(*at + 1) && take(at, " "))))
        good = take_day(at);
    return good;
}

/* Does a day of the month follow, and not an hour? */
static bool has_month_day(const char *at)
{
    size_t len = at[0] == ' ' ? strspn(at + 1, "0123456789") : 0;

    return len > 0 && at[1 + len] != ':';
}

/* The number of days of the month that is written, in a leap year; 0 for none. */
static int take_month_name(const char **at)
{
    static const struct {
        const char *name;
        int days;
    } months[] = { { "Jan", 31 }, { "Feb", 29 }, { "Mar", 31 }, { "Apr", 30 },
                   { "May", 31 }, { "Jun", 30 }, { "Jul", 31 }, { "Aug", 31 },
                   { "Sep", 30 }, { "Oct", 31 }, { "Nov", 30 }, { "Dec", 31 } };

    for (size_t i = 0; i < sizeof months / sizeof months[0]; i++)
        if (take(at, months[i].name))
            return months[i].days;
    return 0;
}

/* "Jan", "Jan-Mar", "Dec 24", "Dec 24-26", "Jul 01-Aug 31". */
static bool take_month(const char **at)
{
    int days = take_month_name(at);
    int first = 0, last = 0;
    bool has_day = days > 0 && has_month_day(*at);

    if (days == 0 || (has_day && !(take(at, " ") && take_number(at, days, &first))))
        return false;
    if (!take(at, "-"))
        return true;
    if (has_day && strspn(*at, "0123456789") > 0)
        return take_number(at, days, &last) && first < last;
    days = take_month_name(at);
    return days > 0 && (!has_day || (take(at, " ") && take_number(at, days, &last)));
}

static bool begins_month(const char *at)
{
    return take_month(&at);
}

static bool take_months(const char **at)
{
    bool good = take_month(at);

    while (good && **at == ',' && begins_month(*at + 1 + ((*at)[1] == ' '))) {
        (*at) += 1 + ((*at)[1] == ' ');
        good = take_month(at);
    }
    return good;
}

/* Months, days, then hours or a state; at least one of them. */
static bool take_rule(const char **at)
{
    static const char *const states[] = { "off", "closed", "open", NULL };
    const char *begin = *at;
    const char *rest = NULL; /* after the months */
    bool colon = false;

    if (take(at, "24/7"))
        return true;
    if (begins_month(*at)) {
        if (!take_months(at))
            return false;
        colon = take(at, ":");
        rest = *at;
    }
    skip_blanks(at);
    if (begins_day(*at) && !take_days(at))
        return false;
    skip_blanks(at);
    if (**at >= '0' && **at <= '9' && !take_spans(at))
        return false;
    skip_blanks(at);
    (void)take_one_of(at, states);
    /* After months alone, what follows would be taken for one of their days. */
    return *at != begin && (rest == NULL || *at > rest || (!colon && **at == '\0'));
}

bool orb_opening_hours_is(const char *text)
{
    skip_blanks(&text);
    do {
        skip_blanks(&text);
        if (*text == '\0' || !take_rule(&text))
            return false;
        skip_blanks(&text);
    } while (take(&text, ";") || take(&text, ","));
    return *text == '\0';
}

/* Is it one comment and nothing else? */
static bool is_comment(const char *text)
{
    size_t len = strlen(text);

    return len > 2 && text[0] == '"' && strchr(text + 1, '"') == text + len - 1 &&
           strpbrk(text, "\r\n") == NULL;
}

/* Hours, then what is said when they do not apply. */
static bool has_fallback(const char *text)
{
    const char *bars = strstr(text, " || ");
    char hours[300];
    size_t len = bars == NULL ? 0 : (size_t)(bars - text);

    if (len == 0 || len >= sizeof hours || !is_comment(bars + 4))
        return false;
    memcpy(hours, text, len);
    hours[len] = '\0';
    return orb_opening_hours_is(hours);
}

void orb_opening_hours_comment(struct orb_buf *out, const char *text)
{
    orb_buf_char(out, '"');
    for (; *text != '\0'; text++)
        orb_buf_char(out, *text == '"' ? '\'' : (unsigned char)*text < ' ' ? ' ' : *text);
    orb_buf_char(out, '"');
}

void orb_opening_hours_write(struct orb_buf *out, const char *text)
{
    if (orb_opening_hours_is(text) || is_comment(text) || has_fallback(text))
        orb_buf_text(out, text);
    else
        orb_opening_hours_comment(out, text);
}
