/* Values go and come as text, which both sides write so that a number reads back as the
 * same bits. */
#include <libpq-fe.h>
#include <math.h>
#include <string.h>

#include "engine/base/number.h"
#include "engine/store/postgis/postgis.h"

static struct orb_postgis_statement *own(struct orb_statement *statement)
{
    return (struct orb_postgis_statement *)statement;
}

int orb_postgis_parameter_count(const struct orb_statement *statement)
{
    return ((const struct orb_postgis_statement *)statement)->parameter_count;
}

/* The parameter of a number; NULL when the text has none of that number. */
static struct orb_postgis_parameter *parameter_at(struct orb_statement *statement, int at)
{
    struct orb_postgis_statement *s = own(statement);
    int place = at > ORB_POSTGIS_PARAMETERS ? 0 : s->places[at];

    return place == 0 ? NULL : &s->parameters[place - 1];
}

/* Without memory the parameter is NULL and its buffer failed, which sending looks at. */
static void keep_own(struct orb_postgis_parameter *p)
{
    p->text = p->own.failed ? NULL : p->own.data;
}

void orb_postgis_bind(struct orb_statement *statement, int at,
                      const struct orb_value *value)
{
    struct orb_postgis_parameter *p = parameter_at(statement, at);
    char number[ORB_NUMBER_LEN];

    if (p == NULL)
        return;
    orb_buf_clear(&p->own);
    p->text = NULL;
    if (value->type == ORB_VALUE_NULL ||
        (value->type == ORB_VALUE_TEXT && value->text != NULL)) {
        p->text = value->type == ORB_VALUE_NULL ? NULL : value->text;
        return;
    }
    if (value->type == ORB_VALUE_INTEGER) {
        orb_buf_printf(&p->own, "%lld", (long long)value->integer);
    } else if (value->type == ORB_VALUE_REAL) {
        (void)orb_number_write(number, value->real);
        orb_buf_text(&p->own, number);
    } else if (value->type == ORB_VALUE_POINT) {
        orb_postgis_write_point(&p->own, value->real, value->lat);
    } else {
        orb_buf_text(&p->own, value->date);
    }
    keep_own(p);
}

enum orb_status orb_postgis_bind_polygons(struct orb_statement *statement, int at,
                                          const unsigned char *wkb, size_t len,
                                          struct orb_error *err)
{
    struct orb_postgis_parameter *p = parameter_at(statement, at);
    enum orb_status status;

    if (p == NULL)
        return ORB_OK;
    orb_buf_clear(&p->own);
    status = orb_postgis_write_polygons(&p->own, wkb, len, err);
    keep_own(p);
    return status;
}

void orb_postgis_clear(struct orb_statement *statement)
{
    for (int i = 0; i < ORB_POSTGIS_PARAMETERS; i++)
        own(statement)->parameters[i].text = NULL;
}

bool orb_postgis_is_null(struct orb_statement *statement, int at)
{
    const struct orb_postgis_statement *s = own(statement);

    return s->store->connection->pq.PQgetisnull(s->result, s->row, at) != 0;
}

const char *orb_postgis_text(struct orb_statement *statement, int at)
{
    const struct orb_postgis_statement *s = own(statement);

    return orb_postgis_is_null(statement, at)
               ? NULL
               : s->store->connection->pq.PQgetvalue(s->result, s->row, at);
}

size_t orb_postgis_text_len(struct orb_statement *statement, int at)
{
    const struct orb_postgis_statement *s = own(statement);

    return (size_t)s->store->connection->pq.PQgetlength(s->result, s->row, at);
}

/* All 64 bits may be in use (a hash); a truth value is "t" or "f". */
int64_t orb_postgis_integer(struct orb_statement *statement, int at)
{
    const char *text = orb_postgis_text(statement, at);
    bool negative = text != NULL && text[0] == '-';
    uint64_t value = text != NULL && text[0] == 't';

    if (text == NULL)
        return 0;
    for (const char *p = text + negative; *p >= '0' && *p <= '9'; p++)
        value = value * 10 + (uint64_t)(*p - '0');
    return (int64_t)(negative ? UINT64_C(0) - value : value);
}

double orb_postgis_real(struct orb_statement *statement, int at)
{
    const char *text = orb_postgis_text(statement, at);
    double value = 0;

    if (text != NULL && !orb_number_parse(&value, text, strlen(text)))
        value = (double)NAN;
    return value;
}

bool orb_postgis_point(struct orb_statement *statement, int at, double *lon, double *lat)
{
    return orb_postgis_read_point(orb_postgis_text(statement, at),
                                  orb_postgis_text_len(statement, at), lon, lat);
}

enum orb_status orb_postgis_polygons(struct orb_statement *statement, int at,
                                     struct orb_buf *out, struct orb_error *err)
{
    return orb_postgis_read_polygons(out, orb_postgis_text(statement, at),
                                     orb_postgis_text_len(statement, at), err);
}
