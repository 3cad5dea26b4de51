/* HSDS in JSON: one element, a page or a list of them, or the tables of a package. Objects
 * inside others become rows of their own tables, as in the package. */
#include <stdio.h>
#include <string.h>

#include "engine/base/alloc.h"
#include "engine/base/text.h"
#include "importers/feed_tree.h"
#include "importers/hsds.h"
#include "importers/json_reader.h"

/* Objects that wait to become rows. */
struct waiting {
    const struct orb_node *node;
    enum hsds_table table;
    const char *place;
    const char *owner_column; /* "service_id"; NULL = nobody's */
    const char *owner;
    const char *entity; /* table of the owner, for attributes */
    bool is_embedded;
};

struct reader {
    struct hsds *h;
    struct orb_feed_tree tree;
    struct waiting *queue;
    size_t count;
    size_t capacity;
    enum hsds_table kind; /* of the document, when its rows do not tell */
    bool has_rows;
    bool is_package; /* tables of a package are put together */
};

static enum orb_status wait_for(struct reader *r, struct waiting waiting,
                                struct orb_error *err)
{
    if (waiting.place == NULL ||
        orb_grow((void **)&r->queue, &r->capacity, r->count, sizeof *r->queue) != ORB_OK)
        return orb_error_memory(err);
    r->queue[r->count++] = waiting;
    return ORB_OK;
}

/* A member that is an object or a list of objects of a table. */
static enum orb_status open_member(struct reader *r, const struct waiting *parent,
                                   const struct orb_node *member, const char *id,
                                   struct orb_error *err)
{
    struct orb_arena *arena = &r->h->rows;
    enum hsds_table table = orb_hsds_table(member->key, member->key_len);
    bool is_list = orb_node_type(member) == ORB_NODE_ARRAY;
    const char *owner =
        table == HSDS_ATTRIBUTES
            ? "link_id"
            : orb_arena_printf(arena, "%s_id", orb_hsds_names[parent->table].singular);
    enum orb_status status = ORB_OK;

    if (owner == NULL)
        return orb_error_memory(err);
    if (table == HSDS_TABLES)
        return orb_report_count(r->h->report, "note", member->key,
                                is_list ? orb_node_count(member) : 1, err);
    if (!is_list)
        return wait_for(r,
                        (struct waiting){ .node = member,
                                          .table = table,
                                          .place = orb_arena_printf(
                                              arena, "%s/%s", parent->place, member->key),
                                          .is_embedded = true },
                        err);
    for (size_t i = 0; status == ORB_OK && i < orb_node_count(member); i++)
        status = wait_for(
            r,
            (struct waiting){ .node = orb_node_at(member, i),
                              .table = table,
                              .place = orb_arena_printf(arena, "%s/%s/%zu", parent->place,
                                                        member->key, i),
                              .owner_column = owner,
                              .owner = id,
                              .entity = orb_hsds_names[parent->table].singular,
                              .is_embedded = true },
            err);
    return status;
}

/* The cell of a member; false when it has none. */
static bool cell_of(struct reader *r, const struct orb_node *member, struct hsds_cell *cell,
                    enum orb_status *status)
{
    const struct orb_node *id;

    cell->name = member->key;
    cell->text = NULL;
    switch (orb_node_type(member)) {
    case ORB_NODE_STRING:
    case ORB_NODE_WORD:
        cell->text = orb_hsds_trim(r->h, member->as.text, member->count, status);
        cell->name = orb_arena_strdup(&r->h->rows, member->key);
        break;
    case ORB_NODE_OBJECT: /* "location": {"id": ...} is also location_id */
        id = orb_node_get(member, "id");
        if (orb_node_type(id) == ORB_NODE_STRING)
            cell->text = orb_hsds_trim(r->h, id->as.text, id->count, status);
        cell->name = orb_arena_printf(&r->h->rows, "%s_id", member->key);
        break;
    default:
        break;
    }
    if (cell->name == NULL)
        *status = ORB_ERR_MEMORY;
    return cell->text != NULL && cell->name != NULL;
}

static enum orb_status take_object(struct reader *r, const struct waiting *w,
                                   struct orb_error *err)
{
    struct hsds_row row = { .place = w->place,
                            .file = r->h->file,
                            .is_embedded = w->is_embedded };
    size_t count = orb_node_count(w->node);
    struct hsds_cell *cells = orb_arena_array(&r->h->rows, count + 2, sizeof *cells);
    enum orb_status status = ORB_OK;
    const char *id;

    if (cells == NULL)
        return orb_error_memory(err);
    if (orb_node_type(w->node) != ORB_NODE_OBJECT)
        return orb_hsds_tell(r->h, &row, "", HSDS_NO_OBJECT, err);
    row.cells = cells;
    if (w->owner != NULL) {
        cells[row.cell_count++] = (struct hsds_cell){ w->owner_column, w->owner };
        cells[row.cell_count++] = (struct hsds_cell){ "link_entity", w->entity };
    }
    for (size_t i = 0; status == ORB_OK && i < count; i++)
        row.cell_count +=
            cell_of(r, orb_node_at(w->node, i), &cells[row.cell_count], &status);
    if (status != ORB_OK)
        return orb_error_memory(err);
    id = orb_hsds_text(&row, "id");
    for (size_t i = 0; status == ORB_OK && i < count; i++) {
        const struct orb_node *member = orb_node_at(w->node, i);

        if (orb_node_type(member) == ORB_NODE_ARRAY ||
            orb_node_type(member) == ORB_NODE_OBJECT)
            status = open_member(r, w, member, id, err);
    }
    return status == ORB_OK ? orb_hsds_add(r->h, w->table, row, err) : status;
}

/* By what only one of the tables has. */
static enum hsds_table guess(const struct orb_node *node)
{
    static const struct {
        const char *key;
        enum hsds_table table;
    } keys[] = {
        { "location_type", HSDS_LOCATIONS },
        { "location", HSDS_SERVICE_AT_LOCATIONS },
        { "location_id", HSDS_SERVICE_AT_LOCATIONS },
        { "status", HSDS_SERVICES },
        { "taxonomy", HSDS_TAXONOMY_TERMS },
        { "taxonomy_detail", HSDS_TAXONOMY_TERMS },
        { "taxonomy_id", HSDS_TAXONOMY_TERMS },
        { "version", HSDS_TAXONOMIES },
        { "name", HSDS_ORGANIZATIONS },
    };

    if (orb_node_get(node, "id") == NULL)
        return HSDS_TABLES;
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
        if (orb_node_get(node, keys[i].key) != NULL)
            return keys[i].table;
    return HSDS_TABLES;
}

static enum orb_status take_element(struct reader *r, const struct orb_node *node,
                                    const char *place, struct orb_error *err)
{
    enum hsds_table table = r->is_package ? r->kind : guess(node);
    enum orb_status status;

    if (orb_node_type(node) == ORB_NODE_OBJECT && table == HSDS_TABLES && !r->has_rows) {
        status = orb_error_set(
            err, ORB_ERR_SYNTAX,
            _("this is no service, organization, location or taxonomy of HSDS"));
        orb_error_at(err, "%s%s%s", r->h->file, place[0] == '\0' ? "" : ":", place);
        return status;
    }
    r->has_rows = true;
    r->count = 0;
    status =
        wait_for(r,
                 (struct waiting){ .node = node,
                                   .table = table == HSDS_TABLES ? HSDS_SERVICES : table,
                                   .place = orb_arena_strdup(&r->h->rows, place) },
                 err);
    for (size_t i = 0; status == ORB_OK && i < r->count; i++) {
        const struct waiting next = r->queue[i]; /* the queue may move */

        status = take_object(r, &next, err);
    }
    return status == ORB_OK && !r->is_package ? orb_hsds_flush(r->h, err) : status;
}

/* ---- documents */

static bool ends_with_csv(const char *name, size_t *len)
{
    *len = strlen(name);
    if (*len < 5 || strcmp(name + *len - 4, ".csv") != 0)
        return false;
    *len -= 4;
    return true;
}

static enum orb_status take_text(void *context, const struct orb_json_text_item *item,
                                 struct orb_error *err)
{
    struct reader *r = context;
    const struct orb_node *node = NULL;
    size_t len;
    enum orb_status status;

    r->is_package = ends_with_csv(item->list, &len);
    if (item->index == ORB_JSON_WHOLE) {
        r->has_rows = r->has_rows || r->is_package || strcmp(item->list, "contents") == 0;
        return ORB_OK;
    }
    if (!r->is_package && item->list[0] != '\0' && strcmp(item->list, "contents") != 0)
        return ORB_OK;
    if (r->is_package) {
        r->kind = orb_hsds_table(item->list, len);
        r->has_rows = true;
        if (r->kind == HSDS_TABLES)
            return orb_report_count(r->h->report, "note", item->list, 1, err);
    }
    status = orb_feed_tree_parse(&r->tree, item->text, item->len, &node, err);
    if (status != ORB_OK) {
        orb_error_at(err, "%s:%s", r->h->file, item->pointer);
        return status;
    }
    return take_element(r, node, item->pointer, err);
}

static enum orb_status read_lists(struct reader *r, struct orb_input *in,
                                  struct orb_error *err)
{
    enum orb_status status = orb_json_read_text(in, take_text, r, err);

    if (status == ORB_OK && !r->has_rows) {
        status =
            orb_error_set(err, ORB_ERR_SYNTAX, _("the document holds no element of HSDS"));
        orb_error_at(err, "%s", r->h->file);
    }
    return status;
}

static enum orb_status read_element(struct reader *r, struct orb_input *in,
                                    struct orb_error *err)
{
    struct orb_buf text = { .cap = ORB_JSON_ITEM_CAP };
    const struct orb_node *node = NULL;
    const char *bytes = NULL;
    size_t len = 1;
    enum orb_status status = ORB_OK;

    while (status == ORB_OK && len > 0) {
        status = orb_input_next(in, &bytes, &len, err);
        if (status == ORB_OK)
            orb_buf_add(&text, bytes, len);
    }
    if (status == ORB_OK)
        status = orb_buf_check(&text, err);
    if (status == ORB_OK)
        status = orb_feed_tree_parse(&r->tree, text.data, text.len, &node, err);
    if (status != ORB_OK)
        orb_error_at(err, "%s", r->h->file);
    if (status == ORB_OK)
        status = take_element(r, node, "", err);
    orb_buf_release(&text);
    return status;
}

/* A document that begins with a key of a page or of a package, or a list, is read element
 * by element. */
static bool is_lists(const char *bytes, size_t len)
{
    static const char *const keys[] = { "total_items", "total_pages", "page_number",
                                        "size",        "first_page",  "last_page",
                                        "empty",       "contents" };
    size_t i = 0;
    size_t n = 0;

    while (i < len && strchr("\xEF\xBB\xBF \t\r\n", bytes[i]) != NULL && bytes[i] != '\0')
        i++;
    if (i < len && bytes[i] == '[')
        return true;
    while (i < len && strchr("{ \t\r\n\"", bytes[i]) != NULL && bytes[i] != '\0')
        i++;
    while (i + n < len && bytes[i + n] != '"')
        n++;
    for (size_t k = 0; k < sizeof keys / sizeof keys[0]; k++)
        if (strlen(keys[k]) == n && strncmp(bytes + i, keys[k], n) == 0)
            return true;
    return n > 4 && strncmp(bytes + i + n - 4, ".csv", 4) == 0;
}

enum orb_status orb_hsds_read_json(struct hsds *h, const char *path, struct orb_error *err)
{
    struct reader r = { .h = h, .kind = HSDS_TABLES };
    struct orb_input *in = NULL;
    const char *bytes = "";
    size_t len = 0;
    bool lists = false;
    enum orb_status status = orb_input_open_twice(&in, path, err);

    h->file = path;
    if (status == ORB_OK)
        status = orb_input_next(in, &bytes, &len, err);
    if (status == ORB_OK) {
        lists = is_lists(bytes, len);
        status = orb_input_rewind(in, err);
    }
    if (status == ORB_OK)
        status = lists ? read_lists(&r, in, err) : read_element(&r, in, err);
    if (status == ORB_OK)
        status = orb_hsds_flush(h, err);
    orb_input_close(in);
    orb_feed_tree_release(&r.tree);
    orb_free(r.queue);
    return status;
}
