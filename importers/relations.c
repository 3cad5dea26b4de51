/* The operator's relations: who it works with, on what evidence, from when to when. A row
 * in doubt is left out. */
#include <string.h>

#include "engine/base/alloc.h"
#include "engine/base/strmap.h"
#include "engine/base/text.h"
#include "engine/base/utf8.h"
#include "engine/model/contact_text.h"
#include "importers/registry.h"
#include "importers/relation_target.h"
#include "importers/row_file.h"
#include "importers/row_text.h"

#define LICENCE "file of the operator, not to be redistributed"

enum column { OPERATOR, TARGET, TYPE, FROM, TO, EVIDENCE, NOTE, COLUMNS };

static const char *const column_names[COLUMNS] = { "operateur",  "cible",    "type",
                                                   "date_debut", "date_fin", "preuve",
                                                   "note" };

/* Why a row is left out, or told. */
enum rule {
    WIDTH,
    OPERATOR_MISSING,
    TARGET_UNREADABLE,
    TARGET_UNKNOWN,
    TARGET_AMBIGUOUS,
    TARGET_ITSELF,
    TYPE_UNKNOWN,
    DATE_UNREADABLE,
    DATES_REVERSED,
    PERSONAL,
    OVERLAP,
    EXPIRED
};

static const struct {
    enum orb_finding_level level;
    const char *rule;
    const char *sentence;
} rules[] = {
    [WIDTH] = { ORB_FINDING_REJECTED, "row_too_wide",
                N_("the row has more fields than the header") },
    [OPERATOR_MISSING] = { ORB_FINDING_REJECTED, "operator_unknown",
                           N_("the row does not name its operator, and no operator is set") },
    [TARGET_UNREADABLE] = { ORB_FINDING_REJECTED, "target_unreadable",
                            N_("this is no identifier of an organization, a service or an offer") },
    [TARGET_UNKNOWN] = { ORB_FINDING_REJECTED, "target_unknown",
                         N_("nothing in the territory has this identifier") },
    [TARGET_AMBIGUOUS] = { ORB_FINDING_REJECTED, "target_ambiguous",
                           N_("several services have this SIRET; give their FINESS number") },
    [TARGET_ITSELF] = { ORB_FINDING_REJECTED, "target_itself",
                        N_("the operator has no relation with itself") },
    [TYPE_UNKNOWN] = { ORB_FINDING_REJECTED, "type_unknown",
                       N_("the type is not interne, sous_traitance, partenariat or dispositif") },
    [DATE_UNREADABLE] = { ORB_FINDING_REJECTED, "date_unreadable",
                          N_("the date is not a day written 2026-01-31 or 31/01/2026") },
    [DATES_REVERSED] = { ORB_FINDING_REJECTED, "dates_reversed",
                         N_("the relation ends before it begins") },
    [PERSONAL] = { ORB_FINDING_REJECTED, "personal_data",
                   N_("the text seems to hold a telephone number or an e-mail address, which are not kept here") },
    [OVERLAP] = { ORB_FINDING_REJECTED, "duplicate_overlap",
                  N_("the same operator and target are already related at the same time") },
    [EXPIRED] = { ORB_FINDING_NOTE, "relation_expired",
                  N_("the relation has ended; the target is a partner without agreement again") },
};

/* Days already covered for a pair of operator and target. */
struct period {
    orb_date from;
    orb_date to;
    uint32_t next; /* of the same pair; ORB_STRMAP_NONE = the last */
};

struct reader {
    struct orb_row_file rows;
    const struct orb_sink *sink;
    size_t columns[COLUMNS];     /* SIZE_MAX = not in the file */
    struct orb_strmap operators; /* whose source was put */
    struct orb_strmap pairs;
    uint32_t *heads; /* first period of each pair */
    size_t head_capacity;
    struct period *periods;
    size_t period_count;
    size_t period_capacity;
    unsigned long long kept;
    unsigned long long unchecked;
};

struct row {
    const char *texts[COLUMNS]; /* trimmed; "" = empty */
    struct orb_relation relation;
    const char *target;
    bool rejected;
};

/* Texts for people and numbers that look like contacts are not quoted. */
static enum orb_status tell(struct reader *r, struct row *row, enum column column,
                            enum rule rule, struct orb_error *err)
{
    const struct orb_finding finding = { .level = rules[rule].level,
                                         .field =
                                             column == COLUMNS ? "" : column_names[column],
                                         .rule = rules[rule].rule,
                                         .sentence = _(rules[rule].sentence) };
    bool quoted = column < EVIDENCE && !orb_contact_text_has(row->texts[column]);

    row->rejected = row->rejected || rules[rule].level == ORB_FINDING_REJECTED;
    return orb_row_file_find(&r->rows, &finding, quoted ? row->texts[column] : "", err);
}

static enum orb_status read_texts(struct reader *r, struct row *row, struct orb_error *err)
{
    for (size_t i = 0; i < COLUMNS; i++) {
        row->texts[i] =
            orb_row_text_trim(&r->rows.arena, orb_csv_field(&r->rows.csv, r->columns[i]));
        if (row->texts[i] == NULL)
            return orb_error_memory(err);
    }
    return r->rows.csv.field_count > r->rows.width ? tell(r, row, COLUMNS, WIDTH, err)
                                                   : ORB_OK;
}

/* The operator may not be in the store yet: its identifier is taken by its form. */
static enum orb_status read_operator(struct reader *r, struct row *row,
                                     struct orb_error *err)
{
    const char *text =
        row->texts[OPERATOR][0] != '\0' ? row->texts[OPERATOR] : r->rows.in->operator_id;
    struct orb_target target;
    enum orb_status status;

    if (text == NULL)
        return tell(r, row, OPERATOR, OPERATOR_MISSING, err);
    status = orb_target_find(&target, text, r->rows.in->territory, &r->rows.arena, err);
    if (status != ORB_OK)
        return status;
    if (target.answer == ORB_TARGET_UNREADABLE || target.answer == ORB_TARGET_AMBIGUOUS)
        return tell(r, row, OPERATOR, TARGET_UNREADABLE, err);
    row->relation.operator_id = text;
    if (target.answer == ORB_TARGET_FOUND && target.kind == ORB_RECORD_ORGANIZATION)
        row->relation.operator_id = target.id;
    else if (strspn(text, "0123456789AB") == 9 && strlen(text) == 9)
        row->relation.operator_id = orb_arena_printf(&r->rows.arena, "finess-ej:%s", text);
    return row->relation.operator_id == NULL ? orb_error_memory(err) : ORB_OK;
}

static enum orb_status read_target(struct reader *r, struct row *row, struct orb_error *err)
{
    static const enum rule bad[] = { [ORB_TARGET_UNKNOWN] = TARGET_UNKNOWN,
                                     [ORB_TARGET_AMBIGUOUS] = TARGET_AMBIGUOUS,
                                     [ORB_TARGET_UNREADABLE] = TARGET_UNREADABLE };
    struct orb_target target;
    enum orb_status status = orb_target_find(&target, row->texts[TARGET],
                                             r->rows.in->territory, &r->rows.arena, err);

    if (status != ORB_OK)
        return status;
    if (target.answer != ORB_TARGET_FOUND && target.answer != ORB_TARGET_UNCHECKED)
        return tell(r, row, TARGET, bad[target.answer], err);
    r->unchecked += target.answer == ORB_TARGET_UNCHECKED;
    row->target = target.id;
    if (target.kind == ORB_RECORD_ORGANIZATION)
        row->relation.organization = target.id;
    else if (target.kind == ORB_RECORD_SERVICE)
        row->relation.service = target.id;
    else
        row->relation.offer = target.id;
    if (strcmp(target.id, row->relation.operator_id) == 0)
        return tell(r, row, TARGET, TARGET_ITSELF, err);
    return ORB_OK;
}

/* "Sous-traitance" reads like sous_traitance. */
static enum orb_status read_type(struct reader *r, struct row *row, struct orb_error *err)
{
    struct orb_buf folded = { 0 };
    bool known;

    orb_utf8_fold(&folded, row->texts[TYPE]);
    for (size_t i = 0; i < folded.len; i++)
        folded.data[i] = folded.data[i] == ' ' ? '_' : folded.data[i];
    known = folded.len > 0 && orb_relation_type_parse(&row->relation.type, folded.data) &&
            row->relation.type <= ORB_RELATION_DISPOSITIF;
    orb_buf_release(&folded);
    return known ? ORB_OK : tell(r, row, TYPE, TYPE_UNKNOWN, err);
}

static enum orb_status read_dates(struct reader *r, struct row *row, struct orb_error *err)
{
    orb_date *const dates[2] = { &row->relation.from, &row->relation.to };

    for (size_t i = 0; i < 2; i++) {
        const char *text = row->texts[FROM + i];

        *dates[i] = ORB_DATE_NONE;
        if (text[0] != '\0' && !orb_row_text_day(dates[i], text))
            return tell(r, row, (enum column)(FROM + i), DATE_UNREADABLE, err);
    }
    if (*dates[0] != ORB_DATE_NONE && *dates[1] != ORB_DATE_NONE && *dates[0] > *dates[1])
        return tell(r, row, FROM, DATES_REVERSED, err);
    return ORB_OK;
}

static enum orb_status read_words(struct reader *r, struct row *row, struct orb_error *err)
{
    for (int c = EVIDENCE; c <= NOTE; c++)
        if (orb_contact_text_has(row->texts[c]))
            return tell(r, row, (enum column)c, PERSONAL, err);
    row->relation.evidence = row->texts[EVIDENCE][0] == '\0' ? NULL : row->texts[EVIDENCE];
    row->relation.note = row->texts[NOTE][0] == '\0' ? NULL : row->texts[NOTE];
    return ORB_OK;
}

/* Both days are included; an open end goes on for ever. */
static bool overlap(const struct period *a, const struct period *b)
{
    orb_date a_to = a->to == ORB_DATE_NONE ? INT32_MAX : a->to;
    orb_date b_to = b->to == ORB_DATE_NONE ? INT32_MAX : b->to;

    return a->from <= b_to && b->from <= a_to; /* ORB_DATE_NONE is before every day */
}

static enum orb_status check_overlap(struct reader *r, struct row *row,
                                     struct orb_error *err)
{
    const char *key =
        orb_arena_printf(&r->rows.arena, "%s\n%s", row->relation.operator_id, row->target);
    struct period period = { row->relation.from, row->relation.to, ORB_STRMAP_NONE };
    size_t known = r->pairs.count;
    uint32_t pair;

    if (key == NULL ||
        orb_grow((void **)&r->heads, &r->head_capacity, known, sizeof *r->heads) !=
            ORB_OK ||
        orb_grow((void **)&r->periods, &r->period_capacity, r->period_count,
                 sizeof *r->periods) != ORB_OK ||
        orb_strmap_add(&r->pairs, key, strlen(key), &pair) != ORB_OK)
        return orb_error_memory(err);
    if (pair < known)
        period.next = r->heads[pair];
    for (uint32_t i = period.next; i != ORB_STRMAP_NONE; i = r->periods[i].next)
        if (overlap(&r->periods[i], &period))
            return tell(r, row, TARGET, OVERLAP, err);
    r->heads[pair] = (uint32_t)r->period_count;
    r->periods[r->period_count++] = period;
    return ORB_OK;
}

/* One source for each operator: what one operator says is not closed by the file of
 * another. */
static enum orb_status put_source(struct reader *r, struct row *row, struct orb_error *err)
{
    const char *operator_id = row->relation.operator_id;
    struct orb_source source = {
        .id = orb_arena_printf(&r->rows.arena, "relations:%s", operator_id),
        .name = orb_arena_printf(&r->rows.arena, "relations (%s)", operator_id),
        .licence = r->rows.in->licence != NULL ? r->rows.in->licence : LICENCE,
        .attribution =
            r->rows.in->attribution != NULL ? r->rows.in->attribution : operator_id,
        .edition = r->rows.in->edition,
        .observed_on = r->rows.in->reference_date,
        .digest = r->rows.digest[0] == '\0' ? NULL : r->rows.digest
    };
    uint32_t number;

    if (source.id == NULL || source.name == NULL)
        return orb_error_memory(err);
    row->relation.provenance =
        (struct orb_provenance){ source.id, r->rows.in->reference_date, ORB_BASIS_DECLARED,
                                 NULL };
    if (orb_strmap_find(&r->operators, operator_id, strlen(operator_id)) != ORB_STRMAP_NONE)
        return ORB_OK;
    if (orb_strmap_add(&r->operators, operator_id, strlen(operator_id), &number) != ORB_OK)
        return orb_error_memory(err);
    return orb_sink_source(r->sink, &source, err);
}

static enum orb_status put_row(struct reader *r, struct row *row, struct orb_error *err)
{
    enum orb_status status = put_source(r, row, err);

    if (status == ORB_OK && r->rows.in->reference_date != ORB_DATE_NONE &&
        row->relation.to != ORB_DATE_NONE && row->relation.to < r->rows.in->reference_date)
        status = tell(r, row, TO, EXPIRED, err);
    if (status != ORB_OK)
        return status;
    r->kept++;
    return orb_sink_relation(r->sink, &row->relation, err);
}

static enum orb_status take_row(void *context, struct orb_error *err)
{
    static enum orb_status (*const steps[])(
        struct reader *, struct row *,
        struct orb_error *) = { read_texts, read_operator, read_target,   read_type,
                                read_dates, read_words,    check_overlap, put_row };
    struct reader *r = context;
    struct row row = { .rejected = false };
    enum orb_status status = ORB_OK;

    for (size_t i = 0;
         status == ORB_OK && !row.rejected && i < sizeof steps / sizeof steps[0]; i++)
        status = steps[i](r, &row, err);
    return status;
}

static enum orb_status read_header(void *context, bool has_row, struct orb_error *err)
{
    struct reader *r = context;
    for (size_t i = 0; i < COLUMNS; i++)
        r->columns[i] = has_row ? orb_csv_find(&r->rows.csv, column_names[i]) : SIZE_MAX;
    if (r->columns[TARGET] != SIZE_MAX && r->columns[TYPE] != SIZE_MAX)
        return ORB_OK;
    return orb_error_set(
        err, ORB_ERR_SYNTAX,
        _("this is not a file of relations: the first line must name operateur, cible and type"));
}

static enum orb_status count(void *context, struct orb_error *err)
{
    struct reader *r = context;
    enum orb_status status =
        orb_report_count(r->rows.report, "read", "relations", r->rows.read, err);

    if (status == ORB_OK)
        status = orb_report_count(r->rows.report, "kept", "relations", r->kept, err);
    if (status == ORB_OK && r->unchecked > 0)
        status =
            orb_report_count(r->rows.report, "note", "target_unchecked", r->unchecked, err);
    return status;
}

static enum orb_status run(const struct orb_import_input *in, const struct orb_sink *sink,
                           struct orb_import_report *report, struct orb_error *err)
{
    struct reader r = { .rows = { .in = in, .report = report }, .sink = sink };
    const struct orb_row_steps steps = { &r, read_header, take_row, count };
    enum orb_status status;

    if (in->path_count != 1)
        return orb_error_set(err, ORB_ERR_RANGE, _("give one file of relations"));
    status = orb_row_file_read(&r.rows, &steps, err);
    orb_strmap_release(&r.operators);
    orb_strmap_release(&r.pairs);
    orb_free(r.heads);
    orb_free(r.periods);
    return status;
}

const struct orb_importer orb_importer_relations = {
    .name = "relations",
    .summary = N_("the operator's agreements and partnerships, from its own CSV file"),
    .usage = "FILE.csv",
    .licence = LICENCE,
    .attribution = NULL,
    .full = true,
    .run = run,
};
