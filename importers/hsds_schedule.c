/* Schedules of HSDS as opening_hours text, when a week or a month says it all. */
#include <stdio.h>
#include <string.h>

#include "engine/base/text.h"
#include "engine/model/opening_hours.h"
#include "importers/hsds.h"

/* "TH,FR" to "Th,Fr"; "1MO" to "Mo[1]" when months count. */
static bool write_days(struct orb_buf *out, const char *days, bool monthly)
{
    static const char *const names[] = { "MO", "TU", "WE", "TH", "FR", "SA", "SU" };
    static const char *const ours[] = { "Mo", "Tu", "We", "Th", "Fr", "Sa", "Su" };
    size_t begin = out->len;

    while (*days != '\0') {
        size_t len = strcspn(days, ",");
        size_t rank = strspn(days, "+-0123456789");
        size_t d = 0;

        if (rank + 2 != len || rank > 2 || monthly != (rank > 0))
            return false;
        while (d < 7 && strncmp(days + rank, names[d], 2) != 0)
            d++;
        if (d == 7)
            return false;
        orb_buf_printf(out, "%s%s", out->len > begin ? "," : "", ours[d]);
        if (monthly)
            orb_buf_printf(out, "[%.*s]", (int)rank, days);
        days += len;
        days += *days == ',';
        days += strspn(days, " ");
    }
    return out->len > begin;
}

/* "10:00:00", also with a zone behind, is "10:00". */
static bool is_hour(const char *text)
{
    return text != NULL && strlen(text) >= 5 && text[2] == ':' && text[0] >= '0' &&
           text[0] <= '2' && strspn(text, "0123456789") == 2 &&
           strspn(text + 3, "0123456789") == 2;
}

/* What limits the rule in a way its days and hours do not say. */
static bool is_limited(const struct hsds_row *row)
{
    static const char *const columns[] = { "valid_from", "valid_to",   "until",    "count",
                                           "byweekno",   "bymonthday", "byyearday" };
    const char *interval = orb_hsds_text(row, "interval");

    for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i++)
        if (orb_hsds_text(row, columns[i]) != NULL)
            return true;
    return interval != NULL && strcmp(interval, "1") != 0;
}

static bool write_rule(struct orb_buf *out, const struct hsds_row *row)
{
    const char *freq = orb_hsds_text(row, "freq");
    const char *days = orb_hsds_text(row, "byday");
    const char *opens = orb_hsds_text(row, "opens_at");
    const char *closes = orb_hsds_text(row, "closes_at");
    size_t begin = out->len;
    bool monthly = freq != NULL && strcmp(freq, "MONTHLY") == 0;

    if (freq == NULL || days == NULL || !is_hour(opens) || !is_hour(closes) ||
        is_limited(row) || (!monthly && strcmp(freq, "WEEKLY") != 0))
        return false;
    orb_buf_text(out, begin > 0 ? ", " : "");
    if (!write_days(out, days, monthly)) {
        out->len = begin;
        return false;
    }
    orb_buf_printf(out, " %.5s-%.5s", opens, closes);
    return true;
}

/* What the rows of an owner say. */
struct hours {
    struct orb_buf rules;    /* they add up */
    struct orb_buf closed;   /* what prevails over them: "PH off" */
    struct orb_buf comments; /* what no rule says */
};

/* Rules that the rows do not say stand in the notes of each. */
static void take_notes(struct hours *hours, const char *notes)
{
    if (notes == NULL || !orb_opening_hours_is(notes) ||
        (hours->closed.len > 0 && strstr(hours->closed.data, notes) != NULL))
        return;
    orb_buf_text(&hours->closed, "; ");
    orb_buf_text(&hours->closed, notes);
}

static void take_description(struct hours *hours, const char *description)
{
    if (hours->rules.len == 0 && orb_opening_hours_is(description)) {
        orb_buf_text(&hours->rules, description);
        return;
    }
    orb_buf_text(&hours->comments, hours->comments.len > 0 ? "; " : "");
    orb_buf_text(&hours->comments, description);
}

/* A comment beside hours is for when they do not apply: as a rule of its own it would take
 * their place. */
static enum orb_status write_hours(struct hours *hours, struct orb_buf *out,
                                   struct orb_error *err)
{
    enum orb_status status = orb_buf_check(&hours->rules, err);

    if (status == ORB_OK)
        status = orb_buf_check(&hours->closed, err);
    if (status == ORB_OK)
        status = orb_buf_check(&hours->comments, err);
    if (status != ORB_OK)
        return status;
    if (hours->rules.len > 0) {
        orb_buf_text(out, hours->rules.data);
        orb_buf_text(out, hours->closed.len > 0 ? hours->closed.data : "");
    }
    if (hours->comments.len > 0) {
        orb_buf_text(out, out->len > 0 ? " || " : "");
        orb_opening_hours_comment(out, hours->comments.data);
    }
    return ORB_OK;
}

enum orb_status orb_hsds_schedule(struct hsds *h, const char *column, const char *id,
                                  const char **out, struct orb_error *err)
{
    struct hsds_cursor cursor = { .table = HSDS_SCHEDULES, .column = column, .value = id };
    enum orb_status status = orb_hsds_find(h, &cursor, err);
    struct hours hours = { .rules = { 0 } };
    struct orb_buf text = { 0 };
    const struct hsds_row *row;

    *out = NULL;
    while (status == ORB_OK && (row = orb_hsds_next(&cursor)) != NULL) {
        const char *description = orb_hsds_text(row, "description");

        if (write_rule(&hours.rules, row))
            take_notes(&hours, orb_hsds_text(row, "notes"));
        else if (description != NULL)
            take_description(&hours, description);
        else
            status = orb_hsds_tell(h, row, "byday", HSDS_SCHEDULE, err);
    }
    if (status == ORB_OK)
        status = write_hours(&hours, &text, err);
    orb_buf_release(&hours.rules);
    orb_buf_release(&hours.closed);
    orb_buf_release(&hours.comments);
    return orb_hsds_keep(h, &text, status, out, err);
}
