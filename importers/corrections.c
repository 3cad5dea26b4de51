/* What partners correct of their own sheets: one row for each sheet, one column for each
 * value, with who says it and when (R91). What the source says stays beside. */
#include <string.h>

#include "engine/base/text.h"
#include "engine/base/utf8.h"
#include "engine/model/contact_text.h"
#include "importers/correction_value.h"
#include "importers/registry.h"
#include "importers/relation_target.h"
#include "importers/row_file.h"
#include "importers/row_text.h"

#define LICENCE     "corrections by partners, not to be redistributed"
#define SOURCE      "corrections"
#define COLUMNS_MAX 40

enum fixed { TARGET, AUTHOR, DAY, NOTE, FIXED };

static const char *const fixed_names[FIXED] = { "cible", "auteur", "date", "note" };

/* Why a row is left out; what is wrong with a value is told by correction_value. */
enum rule {
    WIDTH,
    TARGET_UNREADABLE,
    TARGET_UNKNOWN,
    TARGET_AMBIGUOUS,
    AUTHOR_MISSING,
    DAY_UNREADABLE,
    PERSONAL,
    NOTHING
};

static const struct {
    const char *rule;
    const char *sentence;
} rules[] = {
    [WIDTH] = { "row_too_wide", N_("the row has more fields than the header") },
    [TARGET_UNREADABLE] = { "target_unreadable",
                            N_("this is no identifier of an organization, a service, an offer or a place") },
    [TARGET_UNKNOWN] = { "target_unknown",
                         N_("nothing in the territory has this identifier") },
    [TARGET_AMBIGUOUS] = { "target_ambiguous",
                           N_("several services have this SIRET; give their FINESS number") },
    [AUTHOR_MISSING] = { "author_missing", N_("the row does not say who corrects") },
    [DAY_UNREADABLE] = { "date_unreadable",
                         N_("the date is not a day written 2026-01-31 or 31/01/2026") },
    [PERSONAL] = { "personal_data",
                   N_("the text seems to hold a telephone number or an e-mail address, which are not kept here") },
    [NOTHING] = { "nothing_corrected", N_("the row corrects nothing") },
};

struct reader {
    struct orb_row_file rows;
    const struct orb_sink *sink;
    size_t fixed[FIXED];         /* index of a column; SIZE_MAX = not in the file */
    size_t columns[COLUMNS_MAX]; /* by column of correction_value */
    orb_date newest;
    unsigned long long kept, values;
    struct orb_buf value;
};

struct row {
    const char *texts[FIXED];
    enum orb_record_kind kind; /* of what is corrected */
    const char *id;
    orb_date day;
    unsigned long long corrected;
    bool rejected;
};

static enum orb_status reject(struct reader *r, struct row *row, enum fixed column,
                              enum rule rule, struct orb_error *err)
{
    const struct orb_finding finding = { .level = ORB_FINDING_REJECTED,
                                         .field =
                                             column == FIXED ? "" : fixed_names[column],
                                         .rule = rules[rule].rule,
                                         .sentence = _(rules[rule].sentence) };
    bool quoted = column == TARGET || column == DAY;

    row->rejected = true;
    return orb_row_file_find(
        &r->rows, &finding,
        quoted && !orb_contact_text_has(row->texts[column]) ? row->texts[column] : "", err);
}

/* ---- the row */

static enum orb_status read_texts(struct reader *r, struct row *row, struct orb_error *err)
{
    for (size_t i = 0; i < FIXED; i++) {
        row->texts[i] =
            orb_row_text_trim(&r->rows.arena, orb_csv_field(&r->rows.csv, r->fixed[i]));
        if (row->texts[i] == NULL)
            return orb_error_memory(err);
    }
    return r->rows.csv.field_count > r->rows.width ? reject(r, row, FIXED, WIDTH, err)
                                                   : ORB_OK;
}

/* A place is named by its own identifier; the rest as in a file of relations. */
static enum orb_status read_target(struct reader *r, struct row *row, struct orb_error *err)
{
    const struct orb_territory_view *view = r->rows.in->territory;
    struct orb_target target;
    enum orb_status status =
        orb_target_find(&target, row->texts[TARGET], view, &r->rows.arena, err);

    if (status != ORB_OK)
        return status;
    row->kind = target.kind;
    row->id = target.id;
    if (target.answer == ORB_TARGET_FOUND)
        return ORB_OK;
    if (target.answer == ORB_TARGET_UNREADABLE)
        return reject(r, row, TARGET, TARGET_UNREADABLE, err);
    if (target.answer == ORB_TARGET_AMBIGUOUS)
        return reject(r, row, TARGET, TARGET_AMBIGUOUS, err);
    row->kind = ORB_RECORD_SITE;
    row->id = row->texts[TARGET];
    return view != NULL && view->exists != NULL &&
                   view->exists(view->context, ORB_RECORD_SITE, row->id)
               ? ORB_OK
               : reject(r, row, TARGET, TARGET_UNKNOWN, err);
}

static enum orb_status read_author(struct reader *r, struct row *row, struct orb_error *err)
{
    if (row->texts[AUTHOR][0] == '\0')
        return reject(r, row, AUTHOR, AUTHOR_MISSING, err);
    if (orb_contact_text_has(row->texts[AUTHOR]))
        return reject(r, row, AUTHOR, PERSONAL, err);
    if (orb_contact_text_has(row->texts[NOTE]))
        return reject(r, row, NOTE, PERSONAL, err);
    if (!orb_row_text_day(&row->day, row->texts[DAY]))
        return reject(r, row, DAY, DAY_UNREADABLE, err);
    return ORB_OK;
}

/* ---- the values */

static const char *kind_name(enum orb_record_kind kind)
{
    static const char *const names[ORB_RECORD_KINDS] = {
        [ORB_RECORD_ORGANIZATION] = "organization",
        [ORB_RECORD_SITE] = "site",
        [ORB_RECORD_SERVICE] = "service",
        [ORB_RECORD_OFFER] = "offer",
    };

    return names[kind];
}

/* Whose value it is: the record named, else the one thing of its kind that goes with it.
 * NULL when there is none or several; *several tells which. */
static const char *holder(struct reader *r, const struct row *row, const char *field,
                          enum orb_record_kind *kind, bool *several)
{
    static const enum orb_record_kind others[] = { ORB_RECORD_SITE, ORB_RECORD_OFFER };
    const struct orb_territory_view *view = r->rows.in->territory;

    *several = false;
    *kind = row->kind;
    if (orb_assertion_field_find(kind_name(row->kind), field) != NULL)
        return row->id;
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        const char *first = NULL;
        size_t count;

        if (orb_assertion_field_find(kind_name(others[i]), field) == NULL || view == NULL ||
            view->related == NULL)
            continue;
        count = view->related(view->context, row->id, others[i], &first);
        *kind = others[i];
        *several = count > 1;
        return count == 1 ? first : NULL;
    }
    return NULL;
}

/* Why a value is not taken. */
struct refusal {
    const char *rule;
    const char *sentence;
};

static enum orb_status bad_value(struct reader *r, const struct correction_column *column,
                                 const struct refusal *refusal, const char *text,
                                 struct orb_error *err)
{
    const struct orb_finding finding = { .level = ORB_FINDING_VALUE,
                                         .field = column->name,
                                         .rule = refusal->rule,
                                         .sentence = _(refusal->sentence) };
    bool is_contact = column->form == CORRECTION_PHONE ||
                      column->form == CORRECTION_EMAIL || orb_contact_text_has(text);

    return orb_row_file_find(&r->rows, &finding, is_contact ? "" : text, err);
}

/* What is said of a whole service is said of its offers that speak for themselves: answers
 * come from offers. */
static enum orb_status put_assertion(struct reader *r, const struct row *row,
                                     struct orb_assertion *assertion, struct orb_error *err)
{
    static const char *const shared[] = { "phone",        "email",     "url",
                                          "mobilisation", "opened_on", "closed_on" };
    const struct orb_territory_view *view = r->rows.in->territory;
    enum orb_status status = orb_sink_assertion(r->sink, assertion, err);
    bool is_shared = false;

    r->values++;
    for (size_t i = 0; i < sizeof shared / sizeof shared[0]; i++)
        is_shared = is_shared || strcmp(assertion->field, shared[i]) == 0;
    if (!is_shared || row->kind != ORB_RECORD_SERVICE || view == NULL ||
        view->next_follower == NULL)
        return status;
    assertion->kind = kind_name(ORB_RECORD_OFFER);
    assertion->subject = NULL;
    while (status == ORB_OK &&
           (assertion->subject = view->next_follower(
                view->context, row->id, assertion->field, assertion->subject)) != NULL) {
        r->values++;
        status = orb_sink_assertion(r->sink, assertion, err);
    }
    return status;
}

static enum orb_status put_value(struct reader *r, struct row *row,
                                 const struct correction_column *column, const char *text,
                                 struct orb_error *err)
{
    static const struct refusal ambiguous = {
        "correction_ambiguous", N_("several offers may be meant; name the one")
    };
    static const struct refusal nowhere = { "correction_nowhere",
                                            N_("what is named has no such value") };
    struct orb_assertion assertion = {
        .field = column->field,
        .author = row->texts[AUTHOR],
        .note = row->texts[NOTE][0] == '\0' ? NULL : row->texts[NOTE],
        .provenance = { SOURCE, row->day, ORB_BASIS_DECLARED, NULL }
    };
    enum orb_record_kind kind;
    const char *why;
    bool several;

    assertion.subject = holder(r, row, column->field, &kind, &several);
    if (assertion.subject == NULL)
        return bad_value(r, column, several ? &ambiguous : &nowhere, text, err);
    orb_buf_clear(&r->value);
    why = orb_correction_value_write(&r->value, column, text, r->rows.in->territory);
    if (r->value.failed)
        return orb_error_memory(err);
    if (why != NULL)
        return bad_value(r, column, &(struct refusal){ orb_correction_rule(column), why },
                         text, err);
    assertion.kind = kind_name(kind);
    assertion.value = r->value.data;
    row->corrected++;
    return put_assertion(r, row, &assertion, err);
}

static enum orb_status put_values(struct reader *r, struct row *row, struct orb_error *err)
{
    const struct correction_column *column;
    unsigned long long asked = 0;
    enum orb_status status = ORB_OK;

    for (size_t i = 0; status == ORB_OK && (column = orb_correction_column_at(i)) != NULL;
         i++) {
        const char *text =
            orb_row_text_trim(&r->rows.arena, orb_csv_field(&r->rows.csv, r->columns[i]));

        if (text == NULL)
            return orb_error_memory(err);
        if (text[0] == '\0')
            continue;
        asked++;
        status = put_value(r, row, column, text, err);
    }
    if (status == ORB_OK && asked == 0)
        return reject(r, row, FIXED, NOTHING, err);
    r->kept += row->corrected > 0;
    if (row->corrected > 0 && row->day > r->newest)
        r->newest = row->day;
    return status;
}

static enum orb_status take_row(void *context, struct orb_error *err)
{
    static enum orb_status (*const steps[])(
        struct reader *, struct row *, struct orb_error *) = { read_texts, read_target,
                                                               read_author, put_values };
    struct reader *r = context;
    struct row row = { .rejected = false };
    enum orb_status status = ORB_OK;

    for (size_t i = 0;
         status == ORB_OK && !row.rejected && i < sizeof steps / sizeof steps[0]; i++)
        status = steps[i](r, &row, err);
    return status;
}

/* ---- the file */

static bool is_known(const char *name)
{
    const struct correction_column *column;

    for (size_t i = 0; i < FIXED; i++)
        if (strcmp(fixed_names[i], name) == 0)
            return true;
    for (size_t i = 0; (column = orb_correction_column_at(i)) != NULL; i++)
        if (strcmp(column->name, name) == 0)
            return true;
    return false;
}

/* A column that is not read would be a correction lost. */
static enum orb_status check_header(struct reader *r, struct orb_error *err)
{
    for (size_t i = 0; i < r->rows.csv.field_count; i++) {
        enum orb_status status;

        if (is_known(r->rows.csv.fields[i]) &&
            orb_csv_find(&r->rows.csv, r->rows.csv.fields[i]) == i)
            continue;
        status = orb_error_set(
            err, ORB_ERR_SYNTAX,
            _("column '%.80s' is unknown or named twice; orbite-import(1) lists those of a file of corrections"),
            r->rows.csv.fields[i]);
        orb_error_at(err, "line %lu", r->rows.csv.line);
        return status;
    }
    return ORB_OK;
}

static enum orb_status put_source(struct reader *r, struct orb_error *err)
{
    const struct orb_source source = {
        .id = SOURCE,
        .name = "Corrections des partenaires",
        .licence = r->rows.in->licence != NULL ? r->rows.in->licence : LICENCE,
        .attribution =
            r->rows.in->attribution != NULL ? r->rows.in->attribution : "les partenaires",
        .edition = r->rows.in->edition,
        .observed_on = r->newest,
        .digest = r->rows.digest[0] == '\0' ? NULL : r->rows.digest,
    };

    return orb_sink_source(r->sink, &source, err);
}

static enum orb_status read_header(void *context, bool has_row, struct orb_error *err)
{
    struct reader *r = context;
    const struct correction_column *column;
    enum orb_status status;

    for (size_t i = 0; i < FIXED; i++)
        r->fixed[i] = has_row ? orb_csv_find(&r->rows.csv, fixed_names[i]) : SIZE_MAX;
    for (size_t i = 0; (column = orb_correction_column_at(i)) != NULL; i++)
        r->columns[i] = has_row ? orb_csv_find(&r->rows.csv, column->name) : SIZE_MAX;
    if (r->fixed[TARGET] == SIZE_MAX || r->fixed[AUTHOR] == SIZE_MAX ||
        r->fixed[DAY] == SIZE_MAX)
        return orb_error_set(
            err, ORB_ERR_SYNTAX,
            _("this is not a file of corrections: the first line must name cible, auteur and date"));
    status = check_header(r, err);
    return status == ORB_OK ? put_source(r, err) : status;
}

static enum orb_status count(void *context, struct orb_error *err)
{
    struct reader *r = context;
    enum orb_status status = put_source(r, err); /* again: its newest day is known now */

    if (status == ORB_OK)
        status = orb_report_count(r->rows.report, "read", "rows", r->rows.read, err);
    if (status == ORB_OK)
        status = orb_report_count(r->rows.report, "kept", "rows", r->kept, err);
    return status == ORB_OK
               ? orb_report_count(r->rows.report, "kept", "assertions", r->values, err)
               : status;
}

static enum orb_status run(const struct orb_import_input *in, const struct orb_sink *sink,
                           struct orb_import_report *report, struct orb_error *err)
{
    struct reader r = { .rows = { .in = in, .report = report },
                        .sink = sink,
                        .newest = ORB_DATE_NONE };
    const struct orb_row_steps steps = { &r, read_header, take_row, count };
    enum orb_status status;

    if (in->path_count != 1)
        return orb_error_set(err, ORB_ERR_RANGE, _("give one file of corrections"));
    status = orb_row_file_read(&r.rows, &steps, err);
    orb_buf_release(&r.value);
    return status;
}

const struct orb_importer orb_importer_corrections = {
    .name = "corrections",
    .summary = N_("what partners correct of their own sheets, in CSV, with who and when"),
    .usage = "FILE.csv",
    .licence = LICENCE,
    .attribution = NULL,
    .full = false,
    .run = run,
};
