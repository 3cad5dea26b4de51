/* The XML of OpenStreetMap, element by element, through expat. A document type is refused:
 * the format has none, and what it may declare can make a small file a huge one. */
#include <errno.h>
#include <expat.h>
#include <math.h>
#include <string.h>

#include "config.h"
#include "engine/base/alloc.h"
#include "engine/base/library.h"
#include "engine/base/number.h"
#include "engine/base/text.h"
#include "importers/osm.h"

/* osm, relation, member, nd: no more than four are known. */
#define DEPTH_MAX  16
#define TOKEN_MAX  ((size_t)1024 * 1024)
#define REMARK_MAX 200

#define FUNCTIONS(F)                                                                       \
    F(XML_GetCurrentByteIndex)                                                             \
    F(XML_GetCurrentColumnNumber)                                                          \
    F(XML_GetCurrentLineNumber)                                                            \
    F(XML_GetErrorCode)                                                                    \
    F(XML_Parse)                                                                           \
    F(XML_ParserCreate_MM)                                                                 \
    F(XML_ParserFree)                                                                      \
    F(XML_SetCharacterDataHandler)                                                         \
    F(XML_SetElementHandler)                                                               \
    F(XML_SetStartDoctypeDeclHandler)                                                      \
    F(XML_SetUserData)                                                                     \
    F(XML_StopParser)

#define MEMBER(name) __typeof__(name) *name;
#define NAME(name)   #name,

struct functions {
    FUNCTIONS(MEMBER)
};

static const char *const functions[] = { FUNCTIONS(NAME) };
static const struct orb_library library = { "expat", ORB_EXPAT_SONAME, functions,
                                            sizeof functions / sizeof functions[0] };

_Static_assert(sizeof(struct functions) == sizeof functions,
               "a pointer to a function takes the place of a pointer");

struct reader {
    struct osm *osm;
    struct functions expat;
    XML_Parser parser;
    struct osm_draft draft;
    size_t depth;
    bool in_object;
    bool in_remark;
    char remark[REMARK_MAX];
    size_t remark_len;
    enum orb_status status;
    struct orb_error *err;
};

/* ---- faults */

static void stop(struct reader *r, enum orb_status status)
{
    r->status = status;
    (void)r->expat.XML_StopParser(r->parser, XML_FALSE);
}

static void point(struct reader *r)
{
    orb_error_at(r->err, "%s:%lu:%lu", r->osm->file,
                 (unsigned long)r->expat.XML_GetCurrentLineNumber(r->parser),
                 (unsigned long)r->expat.XML_GetCurrentColumnNumber(r->parser) + 1);
}

static void refuse(struct reader *r, const char *sentence)
{
    enum orb_status status = orb_error_set(r->err, ORB_ERR_SYNTAX, "%s", sentence);

    point(r);
    stop(r, status);
}

static enum orb_status tell_fault(struct reader *r)
{
    static const struct {
        enum XML_Error code;
        const char *sentence;
    } sentences[] = {
        { XML_ERROR_NO_ELEMENTS, N_("the text ends too early; is the file truncated?") },
        { XML_ERROR_UNCLOSED_TOKEN, N_("the text ends too early; is the file truncated?") },
        { XML_ERROR_PARTIAL_CHAR, N_("the text ends too early; is the file truncated?") },
        { XML_ERROR_UNCLOSED_CDATA_SECTION,
          N_("the text ends too early; is the file truncated?") },
        { XML_ERROR_TAG_MISMATCH, N_("an element is closed that is not the one open") },
        { XML_ERROR_DUPLICATE_ATTRIBUTE,
          N_("an attribute appears twice in the same element") },
        { XML_ERROR_JUNK_AFTER_DOC_ELEMENT,
          N_("there is text after the end of the document") },
        { XML_ERROR_UNDEFINED_ENTITY,
          N_("the text names an entity, which the format does not have") },
        { XML_ERROR_UNKNOWN_ENCODING, N_("the encoding of the text is not known here") },
        { XML_ERROR_INCORRECT_ENCODING, N_("the encoding of the text is not known here") },
    };
    enum XML_Error code = r->expat.XML_GetErrorCode(r->parser);
    const char *sentence = N_("this is not well-formed XML");
    enum orb_status status;

    if (code == XML_ERROR_NO_MEMORY)
        return orb_error_memory(r->err);
    for (size_t i = 0; i < sizeof sentences / sizeof sentences[0]; i++)
        if (sentences[i].code == code)
            sentence = sentences[i].sentence;
    status = orb_error_set(r->err, ORB_ERR_SYNTAX, "%s", _(sentence));
    point(r);
    return status;
}

/* ---- elements */

static const char *attribute(const XML_Char **attributes, const char *name)
{
    for (size_t i = 0; attributes[i] != NULL; i += 2)
        if (strcmp(attributes[i], name) == 0)
            return attributes[i + 1];
    return NULL;
}

static bool read_id(int64_t *out, const char *text)
{
    return text != NULL &&
           orb_integer_parse(out, text, strlen(text), INT64_MIN + 1, INT64_MAX);
}

static double read_degrees(const char *text)
{
    double degrees = (double)NAN;

    if (text != NULL)
        (void)orb_number_parse(&degrees, text, strlen(text));
    return degrees;
}

static bool is_word(const char *text, const char *word)
{
    return text != NULL && strcmp(text, word) == 0;
}

static enum osm_type type_of(const char *name)
{
    enum osm_type type = OSM_NODE;

    while (type < OSM_TYPES && !is_word(name, orb_osm_types[type]))
        type++;
    return type;
}

static void begin_object(struct reader *r, enum osm_type type, const XML_Char **attributes)
{
    struct osm_object *object = &r->draft.object;

    orb_arena_clear(&r->osm->row);
    orb_osm_draft_begin(&r->draft, type,
                        (unsigned long)r->expat.XML_GetCurrentLineNumber(r->parser));
    r->in_object = true;
    r->draft.object.is_unreadable = attribute(attributes, "id") != NULL &&
                                    !read_id(&object->id, attribute(attributes, "id"));
    object->lon = read_degrees(attribute(attributes, "lon"));
    object->lat = read_degrees(attribute(attributes, "lat"));
    object->changed = orb_osm_day(attribute(attributes, "timestamp"));
    object->is_deleted = is_word(attribute(attributes, "visible"), "false") ||
                         is_word(attribute(attributes, "action"), "delete");
}

static enum orb_status add_tag(struct reader *r, const XML_Char **attributes)
{
    const char *key = attribute(attributes, "k");
    const char *value = attribute(attributes, "v");

    if (key == NULL || value == NULL) {
        r->draft.object.is_unreadable = true;
        return ORB_OK;
    }
    return orb_osm_field(key) != OSM_FIELDS
               ? orb_osm_draft_tag(&r->draft, &r->osm->row, key, value, r->err)
               : ORB_OK;
}

/* A piece of a ring; Overpass also writes where it is. */
static enum orb_status add_member(struct reader *r, const XML_Char **attributes)
{
    const char *role = attribute(attributes, "role");
    struct osm_ref ref = { .type = type_of(attribute(attributes, "type")) };
    enum orb_status status = orb_outline_end(&r->draft.object.outline, r->err);

    ref.is_ring = role == NULL || role[0] == '\0' || strcmp(role, "outer") == 0 ||
                  strcmp(role, "inner") == 0;
    if (!read_id(&ref.id, attribute(attributes, "ref")) || ref.type == OSM_TYPES) {
        r->draft.object.is_unreadable = true;
        return ORB_OK;
    }
    return status == ORB_OK ? orb_osm_draft_ref(&r->draft, ref, r->err) : status;
}

static enum orb_status add_position(struct reader *r, const XML_Char **attributes)
{
    if (attribute(attributes, "lon") == NULL)
        return ORB_OK;
    return orb_osm_draft_position(&r->draft, read_degrees(attribute(attributes, "lon")),
                                  read_degrees(attribute(attributes, "lat")), r->err);
}

static enum orb_status add_node(struct reader *r, const XML_Char **attributes)
{
    struct osm_ref ref = { .type = OSM_NODE };
    enum orb_status status;

    if (!read_id(&ref.id, attribute(attributes, "ref"))) {
        r->draft.object.is_unreadable = true;
        return ORB_OK;
    }
    status = orb_osm_draft_ref(&r->draft, ref, r->err);
    return status == ORB_OK ? add_position(r, attributes) : status;
}

static enum orb_status begin_part(struct reader *r, const XML_Char *name,
                                  const XML_Char **attributes)
{
    struct osm_object *object = &r->draft.object;

    if (strcmp(name, "tag") == 0)
        return add_tag(r, attributes);
    if (strcmp(name, "member") == 0)
        return add_member(r, attributes);
    if (strcmp(name, "nd") == 0)
        return r->depth == 4 ? add_position(r, attributes) : add_node(r, attributes);
    if (strcmp(name, "center") == 0) {
        object->lon = read_degrees(attribute(attributes, "lon"));
        object->lat = read_degrees(attribute(attributes, "lat"));
    }
    return ORB_OK;
}

static void begin_root(struct reader *r, const XML_Char *name)
{
    if (strcmp(name, "osmChange") == 0)
        refuse(r, _("this is a list of changes to OpenStreetMap (.osc), not an extract"));
    else if (strcmp(name, "osm") != 0)
        refuse(r,
               _("this is not an extract of OpenStreetMap: its first element is not osm"));
}

static void see_day(struct reader *r, const char *text)
{
    orb_date day = orb_osm_day(text);

    if (day > r->osm->day)
        r->osm->day = day;
}

static void begin_element(void *context, const XML_Char *name, const XML_Char **attributes)
{
    struct reader *r = context;

    if (r->status != ORB_OK)
        return;
    if (++r->depth > DEPTH_MAX) {
        refuse(r, _("elements are nested too deeply"));
    } else if (r->depth == 1) {
        begin_root(r, name);
    } else if (r->depth == 2) {
        enum osm_type type = type_of(name);

        r->in_remark = strcmp(name, "remark") == 0;
        if (strcmp(name, "meta") == 0)
            see_day(r, attribute(attributes, "osm_base"));
        if (type < OSM_TYPES)
            begin_object(r, type, attributes);
    } else if (r->in_object) {
        enum orb_status status = begin_part(r, name, attributes);

        if (status != ORB_OK)
            stop(r, status);
    }
}

/* Overpass writes what went wrong at the end of an answer that is not whole. */
static void end_remark(struct reader *r)
{
    r->in_remark = false;
    r->remark[r->remark_len] = '\0';
    if (strstr(r->remark, "error") == NULL)
        return;
    refuse(
        r,
        _("the server that made this file stopped before its end: the file says 'runtime error'"));
}

static void end_object(struct reader *r)
{
    enum orb_status status = orb_outline_end(&r->draft.object.outline, r->err);

    r->in_object = false;
    if (status == ORB_OK)
        status = orb_osm_take(r->osm, &r->draft.object, r->err);
    if (status != ORB_OK)
        stop(r, status);
}

static void end_element(void *context, const XML_Char *name)
{
    struct reader *r = context;

    (void)name;
    if (r->status != ORB_OK)
        return;
    r->depth--;
    if (r->depth == 1 && r->in_remark)
        end_remark(r);
    else if (r->depth == 1 && r->in_object)
        end_object(r);
}

static void read_text(void *context, const XML_Char *text, int len)
{
    struct reader *r = context;
    size_t room = REMARK_MAX - 1 - r->remark_len;

    if (!r->in_remark || r->status != ORB_OK)
        return;
    if ((size_t)len < room)
        room = (size_t)len;
    memcpy(r->remark + r->remark_len, text, room);
    r->remark_len += room;
}

static void refuse_type(void *context, const XML_Char *name, const XML_Char *system_id,
                        const XML_Char *public_id, int has_subset)
{
    (void)name;
    (void)system_id;
    (void)public_id;
    (void)has_subset;
    refuse(context, _("the file declares a document type, which the format does not have"));
}

/* ---- the file */

static void *allocate(size_t size)
{
    return orb_calloc(1, size);
}

static void *reallocate(void *old, size_t size)
{
    return orb_realloc(old, 1, size);
}

static enum orb_status feed(struct reader *r)
{
    const char *bytes = NULL;
    size_t len = 1;
    size_t fed = 0;

    while (r->status == ORB_OK && len > 0) {
        enum orb_status status = orb_input_next(r->osm->input, &bytes, &len, r->err);

        if (status != ORB_OK)
            return status;
        fed += len;
        if (r->expat.XML_Parse(r->parser, bytes, (int)len, len == 0) != XML_STATUS_OK &&
            r->status == ORB_OK)
            return tell_fault(r);
        if (r->status == ORB_OK && len > 0 &&
            fed - (size_t)r->expat.XML_GetCurrentByteIndex(r->parser) > TOKEN_MAX)
            refuse(r, _("an element is longer than the 1 MiB accepted here"));
    }
    return r->status;
}

enum orb_status orb_osm_read_xml(struct osm *o, struct orb_error *err)
{
    static const XML_Memory_Handling_Suite memory = { allocate, reallocate, orb_free };
    struct reader r = { .osm = o, .err = err };
    enum orb_status status = orb_library_open(&library, &r.expat, err);

    if (status != ORB_OK)
        return status;
    o->list = NULL;
    r.parser = r.expat.XML_ParserCreate_MM(NULL, &memory, NULL);
    if (r.parser == NULL)
        return orb_error_memory(err);
    r.expat.XML_SetUserData(r.parser, &r);
    r.expat.XML_SetElementHandler(r.parser, begin_element, end_element);
    r.expat.XML_SetCharacterDataHandler(r.parser, read_text);
    r.expat.XML_SetStartDoctypeDeclHandler(r.parser, refuse_type);
    status = feed(&r);
    r.expat.XML_ParserFree(r.parser);
    orb_osm_draft_release(&r.draft);
    return status;
}
