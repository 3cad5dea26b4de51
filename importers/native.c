/* The exchange file of a territory: looked at once for its head, then read element by
 * element. */
#include <stdio.h>
#include <string.h>

#include "engine/base/alloc.h"
#include "engine/base/text.h"
#include "engine/geo/context.h"
#include "importers/input.h"
#include "importers/json_reader.h"
#include "importers/native_reader.h"
#include "importers/native_scan.h"
#include "importers/registry.h"

#define LICENCE_UNKNOWN "exchange file, licence unknown"
#define HEAD_MAX        64

struct section {
    const char *key;
    const char *read; /* name of the counted fact */
    void (*take)(struct native_reader *r, const struct orb_json *object);
};

static const struct section sections[] = {
    { "assertions", "assertions", orb_native_take_assertion },
    { "communes", "communes", orb_native_take_commune },
    { "decisions", "decisions", orb_native_take_decision },
    { "offers", "offers", orb_native_take_offer },
    { "organizations", "organizations", orb_native_take_organization },
    { "other_relations", "relations", orb_native_take_relation },
    { "relations", "relations", orb_native_take_relation },
    { "services", "services", orb_native_take_service },
    { "sites", "sites", orb_native_take_site },
    { "territories", "territories", orb_native_take_territory },
};

enum phase { PHASE_ALL, PHASE_BEFORE, PHASE_OFFERS };

/* What is known before the lists are read. */
struct head {
    struct native_reader *r;
    struct orb_json *members[HEAD_MAX]; /* parsed ones */
    const char *keys[HEAD_MAX];
    size_t count;
    struct orb_arena arena;
    struct orb_source source;
    struct orb_operator operator_;
    bool has_format;
    bool has_operator;
    bool has_offers;
    bool offers_first; /* sites or services come after the offers that name them */
    enum phase phase;
};

static const struct section *find_section(const char *key)
{
    for (size_t i = 0; i < sizeof sections / sizeof sections[0]; i++)
        if (strcmp(sections[i].key, key) == 0)
            return &sections[i];
    return NULL;
}

/* ---- head */

static bool want_member(void *context, const char *key)
{
    (void)context;
    return find_section(key) == NULL;
}

static enum orb_status take_member(void *context, const struct native_member *member,
                                   struct orb_error *err)
{
    struct head *head = context;
    enum orb_status status;

    if (strcmp(member->key, "offers") == 0)
        head->has_offers = true;
    if (head->has_offers &&
        (strcmp(member->key, "sites") == 0 || strcmp(member->key, "services") == 0))
        head->offers_first = true;
    if (member->value == NULL)
        return ORB_OK;
    if (head->count == sizeof head->members / sizeof head->members[0])
        return orb_error_set(err, ORB_ERR_SYNTAX, _("the document has too many members"));
    status =
        orb_json_parse(&head->members[head->count], member->value, member->value_len, err);
    if (status != ORB_OK) {
        orb_error_at(err, "%s:/%s", head->r->file, member->key);
        return status;
    }
    head->keys[head->count] = orb_arena_strdup(&head->arena, member->key);
    return head->keys[head->count++] == NULL ? orb_error_memory(err) : ORB_OK;
}

static const struct orb_json *member_of(const struct head *head, const char *key)
{
    for (size_t i = 0; i < head->count; i++)
        if (strcmp(head->keys[i], key) == 0)
            return head->members[i];
    return NULL;
}

static enum orb_status bad_file(const struct native_reader *r, const char *place,
                                const char *sentence)
{
    enum orb_status status = orb_error_set(r->err, ORB_ERR_SYNTAX, "%s", sentence);

    orb_error_at(r->err, "%s%s", r->file, place);
    return status;
}

static enum orb_status check_head(struct head *head)
{
    struct native_reader *r = head->r;
    const char *format = orb_json_text(member_of(head, "format"));

    if (format == NULL || strcmp(format, NATIVE_FORMAT) != 0)
        return bad_file(r, ":/format",
                        _("this is not a territory of format orbite-catalogue/1"));
    if (orb_json_text_len(member_of(head, "id")) == 0)
        return bad_file(r, ":/id", _("the territory has no identifier"));
    if (!head->has_offers)
        return bad_file(r, "", _("the territory has no list of offers"));
    return ORB_OK;
}

static const char *const head_keys[] = { "format",   "id",      "as_of",       "name",
                                         "url",      "licence", "attribution", "edition",
                                         "operator", "sources" };

static bool is_head_key(const char *key)
{
    for (size_t i = 0; i < sizeof head_keys / sizeof head_keys[0]; i++)
        if (strcmp(head_keys[i], key) == 0)
            return true;
    return false;
}

/* Members of the document that Orbite does not read are given back with its source. */
static const char *extra_of(struct head *head)
{
    struct orb_buf *out = &head->r->scratch;
    const char *last = "";
    size_t written = 0;

    orb_buf_clear(out);
    for (;;) {
        size_t next = head->count;

        for (size_t i = 0; i < head->count; i++)
            if (!is_head_key(head->keys[i]) && strcmp(head->keys[i], last) > 0 &&
                (next == head->count || strcmp(head->keys[i], head->keys[next]) < 0))
                next = i;
        if (next == head->count)
            break;
        orb_buf_char(out, written++ == 0 ? '{' : ',');
        orb_json_write_string(out, head->keys[next]);
        orb_buf_char(out, ':');
        orb_json_write(out, head->members[next]);
        last = head->keys[next];
    }
    orb_buf_char(out, '}');
    return written == 0 ? NULL : orb_arena_strdup(&head->arena, out->data);
}

static const char *or_given(const char *given, const char *fallback)
{
    return given != NULL ? given : fallback;
}

static void make_source(struct head *head, const struct orb_input *in)
{
    struct native_reader *r = head->r;
    struct orb_source *source = &head->source;
    char digest[ORB_INPUT_DIGEST_LEN];
    const char *id = orb_json_text(member_of(head, "id"));

    *source = (struct orb_source){ .name = id, .observed_on = ORB_DATE_NONE };
    source->id = orb_arena_printf(&head->arena, "native:%s", id);
    (void)orb_native_text(r, "name", member_of(head, "name"), &source->name);
    (void)orb_native_text(r, "url", member_of(head, "url"), &source->url);
    (void)orb_native_text(r, "licence", member_of(head, "licence"), &source->licence);
    (void)orb_native_text(r, "attribution", member_of(head, "attribution"),
                          &source->attribution);
    (void)orb_native_text(r, "edition", member_of(head, "edition"), &source->edition);
    (void)orb_native_date(r, "as_of", member_of(head, "as_of"), &source->observed_on);
    source->licence =
        or_given(r->input->licence, or_given(source->licence, LICENCE_UNKNOWN));
    source->attribution =
        or_given(r->input->attribution, or_given(source->attribution, source->licence));
    source->edition = or_given(r->input->edition, source->edition);
    source->digest = orb_arena_strdup(&head->arena, orb_input_digest(in, digest));
    source->extra = extra_of(head);
    if (source->id == NULL || source->digest == NULL)
        r->status = r->status == ORB_OK ? orb_error_memory(r->err) : r->status;
    if (strcmp(source->licence, LICENCE_UNKNOWN) == 0)
        orb_native_find(
            r,
            &(struct native_rule){
                ORB_FINDING_NOTE, "licence_unknown",
                _("the file tells no licence; give --licence and --attribution before sharing what is made of it") },
            "licence", NULL);
    r->provenance =
        (struct orb_provenance){ .source = source->id, .observed_on = source->observed_on };
}

static const struct native_field operator_fields[] = {
    { "dispositifs", NATIVE_LIST, offsetof(struct orb_operator, dispositifs), NULL },
    { "finess_ej", NATIVE_TEXT, offsetof(struct orb_operator, finess_ej), NULL },
    { "organization", NATIVE_TEXT, offsetof(struct orb_operator, organization), NULL },
};

static void put_operator(struct head *head)
{
    static const struct native_fields fields = {
        operator_fields, sizeof operator_fields / sizeof operator_fields[0], SIZE_MAX
    };
    struct native_reader *r = head->r;
    const struct orb_json *value = member_of(head, "operator");

    if (orb_json_is_null(value))
        return;
    if (orb_json_type(value) != ORB_JSON_OBJECT) {
        orb_native_bad(r, "operator", value);
        return;
    }
    (void)snprintf(r->pointer, sizeof r->pointer, "/operator");
    orb_native_read(r, value, &fields, &head->operator_);
    orb_native_put(r, &(struct orb_record){ ORB_RECORD_OPERATOR, { .operator = &head->operator_ }, r->pointer });
    r->pointer[0] = '\0';
}

static void put_sources(struct head *head)
{
    struct native_reader *r = head->r;
    const struct orb_json *value = member_of(head, "sources");

    orb_native_put(
        r, &(struct orb_record){ ORB_RECORD_SOURCE, { .source = &head->source }, "/" });
    if (orb_json_is_null(value))
        return;
    if (orb_json_type(value) != ORB_JSON_ARRAY)
        orb_native_bad(r, "sources", value);
    for (size_t i = 0; orb_json_type(value) == ORB_JSON_ARRAY && i < orb_json_count(value);
         i++) {
        (void)snprintf(r->pointer, sizeof r->pointer, "/sources/%zu", i);
        orb_arena_clear(&r->arena);
        orb_native_take_source(r, orb_json_at(value, i));
    }
    r->pointer[0] = '\0';
}

static enum orb_status read_head(struct head *head, struct orb_input *in)
{
    struct native_scan scan = { head, want_member, take_member };
    struct native_reader *r = head->r;
    enum orb_status status = orb_native_scan(in, &scan, r->err);

    if (status == ORB_OK)
        status = check_head(head);
    if (status != ORB_OK)
        return status;
    make_source(head, in);
    put_sources(head);
    put_operator(head);
    return r->status;
}

/* ---- lists */

static bool is_of_phase(const struct head *head, const char *key)
{
    bool after = strcmp(key, "offers") == 0;

    return head->phase == PHASE_ALL || after == (head->phase == PHASE_OFFERS);
}

static enum orb_status take_item(void *context, const struct orb_json_item *item,
                                 struct orb_error *err)
{
    struct head *head = context;
    struct native_reader *r = head->r;
    const struct section *section = find_section(item->list);

    if (section == NULL || !is_of_phase(head, item->list))
        return ORB_OK;
    (void)snprintf(r->pointer, sizeof r->pointer, "%s", item->pointer);
    if (item->index == ORB_JSON_WHOLE) {
        if (orb_json_type(item->value) == ORB_JSON_ARRAY)
            return ORB_OK;
        if (strcmp(item->list, "offers") == 0)
            return bad_file(r, ":/offers", _("the offers are not a list"));
        orb_native_bad(r, "", item->value);
        return r->status;
    }
    r->status = orb_report_count(r->report, "read", section->read, 1, err);
    orb_arena_clear(&r->arena);
    if (orb_json_type(item->value) == ORB_JSON_OBJECT)
        section->take(r, item->value);
    else
        orb_native_reject(r, "no_object",
                          _("the element is not an object and was left out"), item->value);
    return r->status;
}

static enum orb_status read_lists(struct head *head, struct orb_input *in, enum phase phase)
{
    enum orb_status status = orb_input_rewind(in, head->r->err);

    head->phase = phase;
    return status == ORB_OK ? orb_json_read(in, take_item, head, head->r->err) : status;
}

static enum orb_status read_file(struct native_reader *r)
{
    struct head head = { .r = r };
    struct orb_input *in = NULL;
    enum orb_status status = orb_input_open_twice(&in, r->file, r->err);

    if (status == ORB_OK)
        status = read_head(&head, in);
    if (status == ORB_OK && head.offers_first)
        status = read_lists(&head, in, PHASE_BEFORE);
    if (status == ORB_OK)
        status = read_lists(&head, in, head.offers_first ? PHASE_OFFERS : PHASE_ALL);
    orb_input_close(in);
    for (size_t i = 0; i < head.count; i++)
        orb_json_free(head.members[i]);
    orb_arena_release(&head.arena);
    return status;
}

static enum orb_status run(const struct orb_import_input *input,
                           const struct orb_sink *sink, struct orb_import_report *report,
                           struct orb_error *err)
{
    struct native_reader r = { .input = input, .sink = sink, .report = report, .err = err };
    enum orb_status status;

    if (input->path_count != 1)
        return orb_error_set(err, ORB_ERR_SYNTAX, _("one territory file is expected"));
    r.file = input->paths[0];
    status = read_file(&r);
    for (size_t i = 0; i < ORB_RECORD_KINDS; i++)
        orb_strmap_release(&r.seen[i]);
    orb_strmap_release(&r.communes);
    orb_free(r.points);
    orb_arena_release(&r.arena);
    orb_buf_release(&r.scratch);
    orb_buf_release(&r.contour);
    orb_geo_close(r.geo);
    return status;
}

const struct orb_importer orb_importer_native = {
    .name = "native",
    .summary = N_("a whole territory in one JSON file (orbite-catalogue/1)"),
    .usage = "FILE.json",
    .licence = LICENCE_UNKNOWN,
    .attribution = NULL,
    .full = false, /* it may hold a part of another source, whose rest must not be closed */
    .run = run,
};
