/* A wrong row is counted and told, never guessed. */
#include "engine/travel/matrix.h"

#include <math.h>
#include <string.h>

#include "engine/base/buf.h"
#include "engine/base/number.h"
#include "engine/base/text.h"

/* An identifier of ours has some dozens of bytes; more than a year is not a way to a place.
 */
#define PLACE_LEN   512
#define LONGEST_MIN 525600.0
#define LONGEST_KM  100000.0
#define OWN_METHOD  "matrix"

enum { FROM, TO, MODE, MINUTES, KM, METHOD, VERSION, COLUMNS };
static const char *const names[COLUMNS] = { "from", "to",     "mode",   "minutes",
                                            "km",   "method", "version" };

struct reading {
    struct orb_travel_table *table;
    struct orb_csv *csv;
    const char *file_version;
    size_t columns[COLUMNS];
    struct orb_buf method;
    struct orb_travel_matrix_report *report;
};

const char *orb_travel_fault_words(enum orb_travel_fault fault)
{
    static const char *const words[] = {
        [ORB_TRAVEL_FAULT_PLACE] = N_("a place has no identifier, or one that is too long"),
        [ORB_TRAVEL_FAULT_MODE] = N_("the mode of travel is not known"),
        [ORB_TRAVEL_FAULT_MINUTES] = N_("the minutes are not a number from 0 to 525600"),
        [ORB_TRAVEL_FAULT_KM] = N_("the kilometres are not a number from 0 to 100000"),
    };

    return _(words[fault]);
}

static const char *field(const struct reading *r, size_t column)
{
    return r->columns[column] == SIZE_MAX ? "" : orb_csv_field(r->csv, r->columns[column]);
}

static enum orb_status read_header(struct reading *r, struct orb_error *err)
{
    bool more;
    enum orb_status status = orb_csv_row(r->csv, &more, err);

    if (status != ORB_OK)
        return status;
    for (size_t i = 0; i < COLUMNS; i++) {
        r->columns[i] = more ? orb_csv_find(r->csv, names[i]) : SIZE_MAX;
        if (r->columns[i] == SIZE_MAX && i <= MINUTES) {
            orb_error_at(err, "1");
            return orb_error_set(
                err, ORB_ERR_SYNTAX,
                _("a travel matrix needs the columns from, to, mode and minutes: "
                  "'%s' is not there"),
                names[i]);
        }
    }
    return ORB_OK;
}

static enum orb_status wrong(struct reading *r, enum orb_travel_fault fault)
{
    struct orb_travel_matrix_report *report = r->report;

    if (report->wrong < ORB_TRAVEL_FAULTS) {
        report->faults[report->wrong].line = r->csv->line;
        report->faults[report->wrong].fault = fault;
    }
    report->wrong++;
    return ORB_OK;
}

/* Empty is NaN; false when it is not a number within [0, longest]. */
static bool read_number(double *out, const char *text, double longest)
{
    *out = NAN;
    if (text[0] == '\0')
        return true;
    return orb_number_parse(out, text, strlen(text)) && *out >= 0 && *out <= longest;
}

static bool is_place(const char *text)
{
    size_t len = strlen(text);

    return len > 0 && len <= PLACE_LEN;
}

static enum orb_status name_method(struct reading *r, struct orb_travel_given *given,
                                   struct orb_error *err)
{
    const char *method = field(r, METHOD);
    const char *version = field(r, VERSION);

    orb_buf_clear(&r->method);
    orb_buf_text(&r->method, method[0] == '\0' ? OWN_METHOD : method);
    if (version[0] != '\0')
        orb_buf_printf(&r->method, " %s", version);
    given->method = r->method.data;
    given->version = r->file_version;
    return orb_buf_check(&r->method, err);
}

static enum orb_status read_row(struct reading *r, struct orb_error *err)
{
    struct orb_travel_given given = { .line = (uint32_t)r->csv->line };
    int mode = orb_name_index(orb_travel_mode_names, ORB_MODES, field(r, MODE));
    enum orb_status status;

    r->report->rows++;
    if (!is_place(field(r, FROM)) || !is_place(field(r, TO)))
        return wrong(r, ORB_TRAVEL_FAULT_PLACE);
    if (mode < 0)
        return wrong(r, ORB_TRAVEL_FAULT_MODE);
    if (!read_number(&given.minutes, field(r, MINUTES), LONGEST_MIN))
        return wrong(r, ORB_TRAVEL_FAULT_MINUTES);
    if (!read_number(&given.km, field(r, KM), LONGEST_KM))
        return wrong(r, ORB_TRAVEL_FAULT_KM);
    given.mode = (enum orb_travel_mode)mode;
    given.answer = isnan(given.minutes) ? ORB_TRAVEL_NO_ROUTE : ORB_TRAVEL_ROUTE;
    status = orb_travel_table_name(r->table, field(r, FROM), &given.from, err);
    if (status == ORB_OK)
        status = orb_travel_table_name(r->table, field(r, TO), &given.to, err);
    if (status == ORB_OK)
        status = name_method(r, &given, err);
    if (status == ORB_OK)
        status = orb_travel_table_add(r->table, &given, err);
    r->report->kept += status == ORB_OK;
    return status;
}

enum orb_status orb_travel_matrix_read(struct orb_travel_table *table, struct orb_csv *csv,
                                       const char *version,
                                       struct orb_travel_matrix_report *report,
                                       struct orb_error *err)
{
    struct reading r = {
        .table = table, .csv = csv, .file_version = version, .report = report
    };
    bool more = true;
    enum orb_status status = read_header(&r, err);

    while (status == ORB_OK) {
        status = orb_csv_row(csv, &more, err);
        if (status != ORB_OK || !more)
            break;
        status = read_row(&r, err);
        if (status != ORB_OK)
            orb_error_at(err, "%lu", csv->line);
    }
    orb_buf_release(&r.method);
    return status;
}
