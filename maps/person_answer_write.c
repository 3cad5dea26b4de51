/* The answer as the page of a person reads it (maps/page/README.md). */
#include "maps/base64.h"
#include "maps/json_writer.h"
#include "maps/person_answer.h"

/* Numbers of the rows, as little-endian integers of some bytes. */
struct column {
    const char *key;
    const char *type; /* "u8", "i32" */
    const char *scale;
    unsigned bytes;
    int32_t (*get)(const struct orb_person_row *row);
};

static int32_t get_class(const struct orb_person_row *row)
{
    return (int32_t)row->class_;
}

static int32_t get_score(const struct orb_person_row *row)
{
    return (int32_t)row->score;
}

static int32_t get_minutes(const struct orb_person_row *row)
{
    return row->minutes;
}

static int32_t get_uncertain(const struct orb_person_row *row)
{
    return row->uncertain;
}

static const struct column columns[] = {
    { "class", "u8", NULL, 1, get_class },
    { "score", "i32", "0.01", 4, get_score },
    { "minutes", "i32", NULL, 4, get_minutes },
    { "uncertain", "u8", NULL, 1, get_uncertain },
};

static void write_column(struct orb_json_writer *w, const struct orb_person_answer *a,
                         const struct column *column)
{
    struct orb_base64 base64 = { 0 };
    struct orb_buf text = { 0 };

    for (size_t i = 0; i < a->count; i++) {
        uint32_t value = (uint32_t)column->get(&a->rows[i]);
        unsigned char bytes[4] = { (unsigned char)value, (unsigned char)(value >> 8),
                                   (unsigned char)(value >> 16),
                                   (unsigned char)(value >> 24) };

        orb_base64_add(&base64, &text, bytes, column->bytes);
    }
    orb_base64_end(&base64, &text);
    orb_jw_key(w, column->key);
    orb_jw_open_object(w);
    orb_jw_member_text(w, column->type, text.data == NULL ? "" : text.data);
    if (column->scale != NULL) {
        orb_jw_key(w, "scale");
        orb_jw_raw(w, column->scale);
    }
    orb_jw_close(w);
    if (text.failed)
        w->buf->failed = true;
    orb_buf_release(&text);
}

/* The place of an offer in the order of the ids. */
static uint32_t row_of(const struct orb_person_answer *a,
                       const struct orb_catalogue *catalogue, uint32_t offer)
{
    size_t low = 0, high = a->count;
    uint32_t rank = catalogue->offers[offer].id_rank;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (catalogue->offers[a->offers[middle]].id_rank < rank)
            low = middle + 1;
        else
            high = middle;
    }
    return (uint32_t)low;
}

static void write_texts(struct orb_json_writer *w, const char *const *texts, size_t count)
{
    orb_jw_open_array(w);
    for (size_t i = 0; i < count; i++)
        orb_jw_text(w, texts[i]);
    orb_jw_close(w);
}

static void write_parts(struct orb_json_writer *w, const struct orb_person_row *row)
{
    orb_jw_open_array(w);
    for (size_t i = 0; i < row->part_count; i++) {
        const struct orb_person_part *part = &row->parts[i];

        orb_jw_open_object(w);
        orb_jw_member_text(w, "label", orb_criterion_words(part->criterion));
        orb_jw_member_number(w, "value", (double)part->value / 100);
        orb_jw_member_number(w, "weight", (double)part->most / 100);
        orb_jw_close(w);
    }
    orb_jw_close(w);
}

static void write_needs_of(struct orb_json_writer *w, const struct orb_person_row *row)
{
    orb_jw_open_array(w);
    for (unsigned i = 0; i < 64; i++)
        if ((row->needs >> i & 1) != 0)
            orb_jw_integer(w, i);
    orb_jw_close(w);
}

static void write_needs(struct orb_json_writer *w, const struct orb_person_answer *a)
{
    orb_jw_key(w, "needs");
    orb_jw_open_array(w);
    for (size_t i = 0; i < a->need_count; i++) {
        orb_jw_open_object(w);
        orb_jw_member_text(w, "code", a->needs[i].code);
        orb_jw_member_text(w, "label", a->needs[i].label);
        orb_jw_close(w);
    }
    orb_jw_close(w);
}

/* Lists with one value for each row. */
enum list {
    LIST_REASONS,
    LIST_LEVERS,
    LIST_PARTS,
    LIST_NEED,
    LIST_WAY,
    LIST_NEUTRAL,
    LISTS
};

static const char *const list_names[LISTS] = { "reasons", "levers", "parts",
                                               "need",    "way",    "neutral" };

static void write_list(struct orb_json_writer *w, const struct orb_person_answer *a,
                       enum list list)
{
    orb_jw_key(w, list_names[list]);
    orb_jw_open_array(w);
    for (size_t i = 0; i < a->count; i++) {
        const struct orb_person_row *row = &a->rows[i];

        if (list == LIST_REASONS)
            write_texts(w, row->reasons, row->reason_count);
        else if (list == LIST_LEVERS)
            write_texts(w, row->levers, row->lever_count);
        else if (list == LIST_PARTS)
            write_parts(w, row);
        else if (list == LIST_NEED)
            write_needs_of(w, row);
        else if (list == LIST_WAY)
            orb_jw_text(w, row->way);
        else
            orb_jw_integer(w, row->neutral);
    }
    orb_jw_close(w);
}

void orb_person_answer_write(struct orb_json_writer *w, const struct orb_person_answer *a,
                             const struct orb_catalogue *catalogue)
{
    bool estimate = false;

    orb_jw_open_object(w);
    orb_jw_key(w, "order");
    orb_jw_open_array(w);
    for (size_t i = 0; i < a->count; i++) {
        orb_jw_integer(w, row_of(a, catalogue, a->rows[i].offer));
        estimate = estimate || a->rows[i].estimate;
    }
    orb_jw_close(w);
    for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i++)
        write_column(w, a, &columns[i]);
    orb_jw_member_bool(w, "estimate", estimate);
    write_needs(w, a);
    for (int i = 0; i < LISTS; i++)
        write_list(w, a, (enum list)i);
    orb_jw_close(w);
}

void orb_person_head_write(struct orb_json_writer *w, const struct orb_person_answer *a,
                           const struct orb_catalogue *catalogue)
{
    orb_jw_open_object(w);
    orb_jw_member_text(w, "id", a->id);
    orb_jw_member_text(w, "commune",
                       a->commune == NULL ? NULL
                                          : orb_cat_known(catalogue, a->commune->name));
    orb_jw_member_text(w, "age", NULL);
    orb_jw_close(w);
}
