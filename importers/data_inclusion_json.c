/* Structures and services of data·inclusion in JSON: a list, an object of lists, or one
 * object a line. */
#include <stdio.h>
#include <string.h>

#include "engine/base/text.h"
#include "importers/data_inclusion.h"
#include "importers/feed_tree.h"
#include "importers/json_reader.h"

static enum orb_status set_items(struct dinc *d, const struct orb_node *list,
                                 struct dinc_value *out, struct orb_error *err)
{
    size_t count = orb_node_count(list);
    const char **items = orb_arena_array(&d->row, count + 1, sizeof *items);
    enum orb_status status = ORB_OK;

    if (items == NULL)
        return orb_error_memory(err);
    for (size_t i = 0; i < count; i++) {
        const struct orb_node *item = orb_node_at(list, i);
        const char *text = orb_node_text(item);

        out->is_wrong = out->is_wrong || text == NULL;
        text = text == NULL ? NULL : orb_dinc_clean(d, text, item->count, &status);
        if (status != ORB_OK)
            return orb_error_memory(err);
        if (text != NULL)
            items[out->count++] = text;
    }
    out->items = items;
    out->is_set = true;
    return ORB_OK;
}

static enum orb_status set_node(struct dinc *d, enum dinc_field field,
                                const struct orb_node *node, struct dinc_row *row,
                                struct orb_error *err)
{
    switch (orb_node_type(node)) {
    case ORB_NODE_NULL:
        return ORB_OK;
    case ORB_NODE_STRING:
    case ORB_NODE_WORD:
        return orb_dinc_set(d, field, (struct dinc_text){ node->as.text, node->count }, row,
                            err);
    case ORB_NODE_ARRAY:
        if (orb_dinc_columns[field].is_list)
            return set_items(d, node, &row->values[field], err);
        break;
    default:
        break;
    }
    row->values[field].is_wrong = true;
    return ORB_OK;
}

static bool says_service(const struct orb_node *object)
{
    return orb_node_get(object, "structure_id") != NULL ||
           orb_node_get(object, "thematiques") != NULL ||
           orb_node_get(object, "modes_accueil") != NULL;
}

static enum orb_status take_object(struct dinc *d, const struct orb_node *object,
                                   struct dinc_row *row, struct orb_error *err)
{
    enum orb_status status = ORB_OK;

    if (orb_node_type(object) != ORB_NODE_OBJECT) {
        d->counts[row->is_service ? DINC_READ_SERVICES : DINC_READ_STRUCTURES]++;
        return orb_dinc_tell(d, row, DINC_FIELDS, DINC_NO_OBJECT, err);
    }
    if (d->file_rows++ == 0 && orb_node_get(object, "id") == NULL &&
        orb_node_get(object, "nom") == NULL)
        return orb_dinc_bad_file(
            d, row->place, _("this is no structure or service of data·inclusion"), err);
    for (size_t i = 0; status == ORB_OK && i < orb_node_count(object); i++) {
        const struct orb_node *member = orb_node_at(object, i);
        uint32_t field;

        status = orb_dinc_field(d, member->key, &field, err);
        if (status == ORB_OK && field != DINC_FIELDS)
            status = set_node(d, (enum dinc_field)field, member, row, err);
    }
    return status == ORB_OK ? orb_dinc_take(d, row, err) : status;
}

struct json_file {
    struct dinc *d;
    struct orb_feed_tree tree;
    bool has_rows; /* or a list of them */
};

static enum orb_status take_text(void *context, const struct orb_json_text_item *item,
                                 struct orb_error *err)
{
    struct json_file *f = context;
    struct dinc *d = f->d;
    struct dinc_row row = { .place = item->pointer };
    const struct orb_node *node = NULL;
    bool of_services = strcmp(item->list, "services") == 0;
    enum orb_status status;

    if (item->list[0] != '\0' && !of_services && strcmp(item->list, "structures") != 0 &&
        strcmp(item->list, "items") != 0)
        return ORB_OK;
    status = orb_feed_tree_parse(&f->tree, item->text, item->len, &node, err);
    if (status != ORB_OK) {
        orb_error_at(err, "%s:%s", d->file, item->pointer);
        return status;
    }
    if (item->index == ORB_JSON_WHOLE && orb_node_type(node) != ORB_NODE_ARRAY)
        return orb_dinc_bad_file(d, item->pointer, _("this is not a list"), err);
    f->has_rows = true;
    if (item->index == ORB_JSON_WHOLE)
        return ORB_OK;
    row.is_service =
        of_services || (strcmp(item->list, "structures") != 0 && says_service(node));
    status = take_object(d, node, &row, err);
    orb_arena_clear(&d->row);
    return status;
}

enum orb_status orb_dinc_read_json(struct dinc *d, struct orb_input *in,
                                   struct orb_error *err)
{
    struct json_file f = { .d = d };
    enum orb_status status = orb_json_read_text(in, take_text, &f, err);

    orb_feed_tree_release(&f.tree);
    if (status == ORB_OK && !f.has_rows)
        return orb_dinc_bad_file(
            d, "", _("the file holds no list of structures or services"), err);
    return status;
}

/* ---- one object a line */

static enum orb_status take_line(struct json_file *f, struct orb_buf *line,
                                 unsigned long number, struct orb_error *err)
{
    struct dinc_row row = { 0 };
    const struct orb_node *node = NULL;
    char place[32];
    enum orb_status status;

    (void)snprintf(place, sizeof place, "line %lu", number);
    row.place = place;
    if (line->len == 0 || strspn(line->data, " \t\r") == line->len)
        return ORB_OK;
    status = orb_feed_tree_parse(&f->tree, line->data, line->len, &node, err);
    if (status != ORB_OK) {
        orb_error_at(err, "%s:%lu", f->d->file, number);
        return status;
    }
    row.is_service = says_service(node);
    status = take_object(f->d, node, &row, err);
    orb_arena_clear(&f->d->row);
    return status;
}

enum orb_status orb_dinc_read_lines(struct dinc *d, struct orb_input *in,
                                    struct orb_error *err)
{
    struct json_file f = { .d = d };
    struct orb_buf line = { .cap = ORB_JSON_ITEM_CAP };
    unsigned long number = 1;
    const char *bytes = NULL;
    size_t len = 1;
    enum orb_status status = ORB_OK;

    while (status == ORB_OK && len > 0) {
        status = orb_input_next(in, &bytes, &len, err);
        for (size_t i = 0; status == ORB_OK && i < len;) {
            const char *end = memchr(bytes + i, '\n', len - i);
            size_t part = end == NULL ? len - i : (size_t)(end - bytes) - i;

            orb_buf_add(&line, bytes + i, part);
            i += part + (end != NULL);
            status = orb_buf_check(&line, err);
            if (status == ORB_OK && end != NULL) {
                status = take_line(&f, &line, number++, err);
                orb_buf_clear(&line);
            }
        }
    }
    if (status == ORB_OK)
        status = take_line(&f, &line, number, err);
    orb_buf_release(&line);
    orb_feed_tree_release(&f.tree);
    return status;
}
