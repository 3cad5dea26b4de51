/* What partners correct of their own sheets: one row for each sheet, one column for each
 * value, with who says it and when (R91). What the source says stays beside. */
#include <stdio.h>
#include <string.h>

#include "engine/base/csv.h"
#include "engine/base/text.h"
#include "engine/base/utf8.h"
#include "importers/contact_text.h"
#include "importers/correction_value.h"
#include "importers/input.h"
#include "importers/registry.h"
#include "importers/relation_target.h"
#include "importers/row_text.h"

#define LICENCE     "corrections by partners, not to be redistributed"
#define SOURCE      "corrections"
#define VALUE_SHOWN 80
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
    const struct orb_import_input *in;
    const struct orb_sink *sink;
    struct orb_import_report *report;
    const char *file;
    char digest[ORB_INPUT_DIGEST_LEN];
    struct orb_csv csv;
    size_t fixed[FIXED];         /* index of a column; SIZE_MAX = not in the file */
    size_t columns[COLUMNS_MAX]; /* by column of correction_value */
    size_t width;
    orb_date newest;
    unsigned long long read, kept, values;
    struct orb_arena arena; /* texts of the current row */
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

static enum orb_status find(struct reader *r, const struct orb_finding *what,
                            const char *shown, struct orb_error *err)
{
    char place[40];
    char value[VALUE_SHOWN + 1];
    struct orb_finding finding = *what;

    (void)snprintf(place, sizeof place, "line %lu", r->csv.line);
    (void)snprintf(value, sizeof value, "%s", shown);
    for (size_t len = strlen(value); len > 0 && !orb_utf8_valid(value, len);)
        value[--len] = '\0';
    finding.file = r->file;
    finding.place = place;
    finding.value = value;
    return orb_report_find(r->report, &finding, err);
}

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
    return find(
        r, &finding,
        quoted && !orb_contact_text_has(row->texts[column]) ? row->texts[column] : "", err);
}

/* ---- the row */

static enum orb_status read_texts(struct reader *r, struct row *row, struct orb_error *err)
{
    for (size_t i = 0; i < FIXED; i++) {
        row->texts[i] = orb_row_text_trim(&r->arena, orb_csv_field(&r->csv, r->fixed[i]));
        if (row->texts[i] == NULL)
            return orb_error_memory(err);
    }
    return r->csv.field_count > r->width ? reject(r, row, FIXED, WIDTH, err) : ORB_OK;
}

/* A place is named by its own identifier; the rest as in a file of relations. */
static enum orb_status read_target(struct reader *r, struct row *row, struct orb_error *err)
{
    const struct orb_territory_view *view = r->in->territory;
    struct orb_target target;
    enum orb_status status =
        orb_target_find(&target, row->texts[TARGET], view, &r->arena, err);

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
    const struct orb_territory_view *view = r->in->territory;

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

    return find(r, &finding, is_contact ? "" : text, err);
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
    why = orb_correction_value_write(&r->value, column, text, r->in->territory);
    if (why != NULL)
        return bad_value(r, column, &(struct refusal){ orb_correction_rule(column), why },
                         text, err);
    if (r->value.failed)
        return orb_error_memory(err);
    assertion.kind = kind_name(kind);
    assertion.value = r->value.data;
    row->corrected++;
    r->values++;
    return orb_sink_assertion(r->sink, &assertion, err);
}

static enum orb_status put_values(struct reader *r, struct row *row, struct orb_error *err)
{
    const struct correction_column *column;
    unsigned long long asked = 0;
    enum orb_status status = ORB_OK;

    for (size_t i = 0; status == ORB_OK && (column = orb_correction_column_at(i)) != NULL;
         i++) {
        const char *text =
            orb_row_text_trim(&r->arena, orb_csv_field(&r->csv, r->columns[i]));

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

static enum orb_status take_row(struct reader *r, struct orb_error *err)
{
    static enum orb_status (*const steps[])(
        struct reader *, struct row *, struct orb_error *) = { read_texts, read_target,
                                                               read_author, put_values };
    struct row row = { .rejected = false };
    enum orb_status status = ORB_OK;

    r->read++;
    for (size_t i = 0;
         status == ORB_OK && !row.rejected && i < sizeof steps / sizeof steps[0]; i++)
        status = steps[i](r, &row, err);
    orb_arena_clear(&r->arena);
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
    for (size_t i = 0; i < r->csv.field_count; i++) {
        enum orb_status status;

        if (is_known(r->csv.fields[i]) && orb_csv_find(&r->csv, r->csv.fields[i]) == i)
            continue;
        status = orb_error_set(
            err, ORB_ERR_SYNTAX,
            _("column '%.80s' is unknown or named twice; orbite-import(1) lists those of a file of corrections"),
            r->csv.fields[i]);
        orb_error_at(err, "line %lu", r->csv.line);
        return status;
    }
    return ORB_OK;
}

static enum orb_status read_header(struct reader *r, struct orb_error *err)
{
    const struct correction_column *column;
    bool more = false;
    enum orb_status status = orb_csv_row(&r->csv, &more, err);

    if (status != ORB_OK)
        return status;
    for (size_t i = 0; i < FIXED; i++)
        r->fixed[i] = more ? orb_csv_find(&r->csv, fixed_names[i]) : SIZE_MAX;
    for (size_t i = 0; (column = orb_correction_column_at(i)) != NULL; i++)
        r->columns[i] = more ? orb_csv_find(&r->csv, column->name) : SIZE_MAX;
    r->width = r->csv.field_count;
    if (r->fixed[TARGET] == SIZE_MAX || r->fixed[AUTHOR] == SIZE_MAX ||
        r->fixed[DAY] == SIZE_MAX)
        return orb_error_set(
            err, ORB_ERR_SYNTAX,
            _("this is not a file of corrections: the first line must name cible, auteur and date"));
    return check_header(r, err);
}

static enum orb_status put_source(struct reader *r, struct orb_error *err)
{
    const struct orb_source source = {
        .id = SOURCE,
        .name = "Corrections des partenaires",
        .licence = r->in->licence != NULL ? r->in->licence : LICENCE,
        .attribution = r->in->attribution != NULL ? r->in->attribution : "les partenaires",
        .edition = r->in->edition,
        .observed_on = r->newest,
        .digest = r->digest[0] == '\0' ? NULL : r->digest,
    };

    return orb_sink_source(r->sink, &source, err);
}

static enum orb_status read_rows(struct reader *r, struct orb_input *input,
                                 struct orb_error *err)
{
    bool more = true;
    enum orb_status status;

    orb_csv_stream(&r->csv, orb_input_feed, input, '\0');
    status = read_header(r, err);
    if (status == ORB_OK)
        status = put_source(r, err);
    while (status == ORB_OK && more) {
        status = orb_csv_row(&r->csv, &more, err);
        if (status == ORB_OK && more)
            status = take_row(r, err);
    }
    if (status == ORB_OK) /* again, now that its newest day is known */
        status = put_source(r, err);
    if (status != ORB_OK && err != NULL &&
        strncmp(err->place, r->file, strlen(r->file)) != 0)
        orb_error_at(err, "%s", r->file);
    return status;
}

static enum orb_status count(struct reader *r, struct orb_error *err)
{
    enum orb_status status = orb_report_count(r->report, "read", "rows", r->read, err);

    if (status == ORB_OK)
        status = orb_report_count(r->report, "kept", "rows", r->kept, err);
    return status == ORB_OK
               ? orb_report_count(r->report, "kept", "assertions", r->values, err)
               : status;
}

static enum orb_status run(const struct orb_import_input *in, const struct orb_sink *sink,
                           struct orb_import_report *report, struct orb_error *err)
{
    struct reader r = { .in = in, .sink = sink, .report = report, .newest = ORB_DATE_NONE };
    struct orb_input *input = NULL;
    enum orb_status status;

    if (in->path_count != 1)
        return orb_error_set(err, ORB_ERR_RANGE, _("give one file of corrections"));
    r.file = in->paths[0];
    status = orb_input_digest_path(r.file, r.digest, err);
    if (status == ORB_OK)
        status = orb_input_open(&input, r.file, err);
    if (status == ORB_OK)
        status = read_rows(&r, input, err);
    if (status == ORB_OK)
        status = count(&r, err);
    orb_input_close(input);
    orb_csv_release(&r.csv);
    orb_buf_release(&r.value);
    orb_arena_release(&r.arena);
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
