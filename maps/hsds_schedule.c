/* Opening hours as the schedules of HSDS: one for each row of the week. */
#include <string.h>

#include "engine/model/opening_week.h"
#include "maps/hsds.h"

/* "09:00"; the hour after midnight is that of the next day, but a whole day ends at 24. */
static void write_hour(struct hsds_map *m, const char *key, int minutes, bool whole_day)
{
    int shown = whole_day ? minutes : minutes % 1440;

    orb_hsds_map_clear(m);
    orb_buf_printf(&m->text, "%02d:%02d", shown / 60, shown % 60);
    orb_jw_member_text(&m->json, key, m->text.data);
}

static void write_row(struct hsds_map *m, const struct orb_week_row *row)
{
    static const char *const days[] = { "MO", "TU", "WE", "TH", "FR", "SA", "SU" };
    bool whole_day = row->opens_min == 0 && row->closes_min == 1440;

    orb_jw_member_text(&m->json, "freq", row->rank == 0 ? "WEEKLY" : "MONTHLY");
    orb_hsds_map_clear(m);
    for (int d = 0; d < ORB_WEEK_DAYS; d++) {
        if ((row->days & 1U << d) == 0)
            continue;
        orb_buf_text(&m->text, m->text.len > 0 ? "," : "");
        if (row->rank != 0)
            orb_buf_printf(&m->text, "%d", row->rank);
        orb_buf_text(&m->text, days[d]);
    }
    orb_jw_member_text(&m->json, "byday", m->text.data);
    write_hour(m, "opens_at", row->opens_min, false);
    write_hour(m, "closes_at", row->closes_min, whole_day);
}

/* What no row says, as text. */
static void write_description(struct hsds_map *m, struct hsds_owner owner, size_t n,
                              const char *text, size_t len)
{
    orb_jw_open_object(&m->json);
    orb_hsds_map_part_id(m, owner, "schedule", n);
    orb_jw_key(&m->json, "description");
    orb_jw_text_len(&m->json, text, len);
    orb_jw_close(&m->json);
}

/* The comment after "hours || ", or a text that is one, without its quotes. */
static bool find_comment(const char *hours, const char **comment, size_t *len)
{
    const char *bars = strstr(hours, " || \"");
    const char *quote = hours[0] == '"' ? hours : bars == NULL ? NULL : bars + 4;
    size_t all = quote == NULL ? 0 : strlen(quote);

    if (all < 3 || strchr(quote + 1, '"') != quote + all - 1)
        return false;
    *comment = quote + 1;
    *len = all - 2;
    return true;
}

void orb_hsds_map_schedules(struct hsds_map *m, struct hsds_owner owner, const char *hours)
{
    struct orb_opening_week week = { .count = 0 };
    struct orb_buf rules = { 0 };
    const char *comment = NULL;
    size_t len = 0;
    size_t n = 0;
    bool read;

    if (hours == NULL || hours[0] == '\0')
        return;
    orb_jw_key(&m->json, "schedules");
    orb_jw_open_array(&m->json);
    if (find_comment(hours, &comment, &len))
        orb_buf_add(&rules, hours,
                    comment - 1 == hours ? 0 : (size_t)(comment - 5 - hours));
    else
        orb_buf_text(&rules, hours);
    read = rules.len > 0 && orb_opening_week_read(&week, rules.data) && week.count > 0;
    for (; read && n < week.count; n++) {
        orb_jw_open_object(&m->json);
        orb_hsds_map_part_id(m, owner, "schedule", n);
        write_row(m, &week.rows[n]);
        orb_hsds_map_text(m, "notes", week.notes);
        orb_jw_close(&m->json);
    }
    if (rules.len > 0 && !read)
        write_description(m, owner, n++, rules.data, rules.len);
    if (comment != NULL)
        write_description(m, owner, n, comment, len);
    orb_jw_close(&m->json);
    m->json.buf->failed = m->json.buf->failed || rules.failed;
    orb_buf_release(&rules);
}
