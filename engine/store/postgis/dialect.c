/* SQLite's parameters may be numbered with gaps, and PostgreSQL wants to know the type of
 * each: those that are not in the text are left out. */
#include <string.h>

#include "engine/store/postgis/postgis.h"

/* The number after "?", or the next one. */
static int number_at(const char **p, int given)
{
    int number = 0;

    while (**p >= '0' && **p <= '9' && number <= ORB_POSTGIS_PARAMETERS)
        number = number * 10 + (*(*p)++ - '0');
    return number == 0 ? given + 1 : number;
}

/* Past a text between quotes: what is in it is no parameter. */
static const char *past_quote(struct orb_buf *out, const char *p)
{
    const char *end = strchr(p + 1, *p);
    const char *next = end == NULL ? p + strlen(p) : end + 1;

    orb_buf_add(out, p, (size_t)(next - p));
    return next;
}

bool orb_postgis_translate(struct orb_buf *out, const char *sql, int *places, int *given,
                           int *sent)
{
    memset(places, 0, (ORB_POSTGIS_PARAMETERS + 1) * sizeof *places);
    *given = *sent = 0;
    for (const char *p = sql; *p != '\0';) {
        int number;

        if (*p == '\'' || *p == '"') {
            p = past_quote(out, p);
            continue;
        }
        if (*p != '?') {
            orb_buf_char(out, *p++);
            continue;
        }
        p++;
        number = number_at(&p, *given);
        if (number > ORB_POSTGIS_PARAMETERS)
            return false;
        if (number > *given)
            *given = number;
        if (places[number] == 0)
            places[number] = ++*sent;
        orb_buf_printf(out, "$%d", places[number]);
    }
    return true;
}
