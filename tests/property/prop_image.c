/* The image of a catalogue depends on the set of records only, and given in pieces it is
 * the one made in memory. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "engine/catalogue/build.h"
#include "engine/catalogue/catalogue.h"
#include "importers/demo.h"

enum { OFFERS = 4000, PARTS = 3 };

/* Lets through the records of one kind, and of those one part. */
struct filter {
    struct orb_sink next;
    enum orb_record_kind kind;
    unsigned part;
    unsigned seen;
};

static enum orb_status pass(void *context, const struct orb_record *record,
                            struct orb_error *err)
{
    struct filter *filter = context;

    if (record->kind != filter->kind || filter->seen++ % PARTS != filter->part)
        return ORB_OK;
    return filter->next.put(filter->next.context, record, err);
}

static const struct orb_demo_options options = { .seed = 11, .offers = OFFERS };

static struct orb_catalogue_builder *in_order(void)
{
    struct orb_catalogue_builder *builder = orb_catalogue_builder_new();
    const struct orb_sink sink = orb_catalogue_builder_sink(builder);

    assert_int_equal(orb_demo_generate(&options, &sink, NULL), ORB_OK);
    return builder;
}

/* The last kind first, and the parts of each from the last to the first. */
static struct orb_catalogue_builder *upside_down(void)
{
    struct orb_catalogue_builder *builder = orb_catalogue_builder_new();

    for (int kind = ORB_RECORD_KINDS - 1; kind >= 0; kind--)
        for (unsigned part = PARTS; part > 0; part--) {
            struct filter filter = { orb_catalogue_builder_sink(builder),
                                     (enum orb_record_kind)kind, part - 1, 0 };
            const struct orb_sink sink = { &filter, pass };

            assert_int_equal(orb_demo_generate(&options, &sink, NULL), ORB_OK);
        }
    return builder;
}

/* What a builder, released here, has made; valid until the image is released. */
static struct orb_catalogue view(struct orb_buf *image,
                                 struct orb_catalogue_builder *builder)
{
    struct orb_catalogue out;

    assert_int_equal(orb_catalogue_builder_finish(builder, 5, image, NULL), ORB_OK);
    assert_int_equal(orb_catalogue_view(&out, image->data, image->len, NULL), ORB_OK);
    orb_catalogue_builder_free(builder);
    return out;
}

static void assert_same(const struct orb_buf *a, const struct orb_buf *b)
{
    assert_int_equal(a->len, b->len);
    assert_memory_equal(a->data, b->data, a->len);
}

static void the_image_depends_on_the_set_of_records_only(void **state)
{
    struct orb_buf a = { 0 }, b = { 0 };

    (void)state;
    assert_int_equal(view(&a, in_order()).offer_count, OFFERS);
    assert_int_equal(view(&b, upside_down()).offer_count, OFFERS);
    assert_same(&a, &b);
    orb_buf_release(&a);
    orb_buf_release(&b);
}

/* All the parts are told by the first of the terms, which come from the disk together. */
static void terms_that_show_a_part_come_first(void **state)
{
    struct orb_buf image = { 0 };
    const struct orb_catalogue c = view(&image, in_order());
    uint32_t parts;

    (void)state;
    parts = c.care_count + c.entry_count + c.ways_count;
    assert_true(parts < c.terms_count);
    for (uint32_t i = 0; i < c.care_count; i++) {
        assert_true(c.care_terms[i] < parts);
        assert_int_equal(c.terms[c.care_terms[i]].parts.care, i);
    }
    for (uint32_t i = 0; i < c.entry_count; i++) {
        assert_true(c.entry_terms[i] < parts);
        assert_int_equal(c.terms[c.entry_terms[i]].parts.entry, i);
    }
    for (uint32_t i = 0; i < c.ways_count; i++) {
        assert_true(c.ways_terms[i] < parts);
        assert_int_equal(c.terms[c.ways_terms[i]].parts.ways, i);
    }
    for (uint32_t i = 0; i < c.offer_count; i++)
        assert_memory_equal(&c.terms[c.offers[i].terms].parts, orb_cat_offer_parts(&c, i),
                            sizeof(struct orb_cat_parts));
    orb_buf_release(&image);
}

/* Has offers wait parts of days too, and longer than a spot can tell. */
static enum orb_status delay(void *context, const struct orb_record *record,
                             struct orb_error *err)
{
    static const double waits[] = { 0, 0.25, 3, 3.5, 90.75, 65533.5, 65534, 70000.5 };
    struct filter *filter = context;
    struct orb_record moved = *record;
    struct orb_offer offer;

    if (record->kind == ORB_RECORD_OFFER) {
        offer = *record->as.offer;
        offer.wait_days = filter->seen % 9 == 8 ? (double)NAN : waits[filter->seen % 9];
        filter->seen++;
        moved.as.offer = &offer;
    }
    return filter->next.put(filter->next.context, &moved, err);
}

static void spots_wait_as_their_members_do(void **state)
{
    struct orb_catalogue_builder *builder = orb_catalogue_builder_new();
    struct filter filter = { .next = orb_catalogue_builder_sink(builder) };
    const struct orb_sink sink = { &filter, delay };
    struct orb_buf image = { 0 };
    struct orb_catalogue c;

    (void)state;
    assert_int_equal(orb_demo_generate(&options, &sink, NULL), ORB_OK);
    c = view(&image, builder);
    assert_true(filter.seen >= OFFERS);
    for (uint32_t i = 0; i < c.offer_count; i++) {
        double days = c.members[i].wait_days;
        double whole = floor(days);
        bool part = (c.spots[i].flags & ORB_MEMBER_PART_DAY) != 0;

        assert_int_equal(part, days > whole);
        if (isnan(days))
            assert_int_equal(c.spots[i].wait_days, ORB_SPOT_UNKNOWN);
        else
            assert_true(c.spots[i].wait_days == fmin(whole, ORB_SPOT_LONG));
    }
    orb_buf_release(&image);
}

static void related_rows_say_what_their_members_say(void **state)
{
    struct orb_buf image = { 0 };
    const struct orb_catalogue c = view(&image, in_order());
    uint32_t next = 0;

    (void)state;
    assert_true(c.related_count > 0);
    for (uint32_t i = 0; i < c.offer_count; i++) {
        const struct orb_cat_member *x = &c.members[i];
        const struct orb_cat_related *r = &c.related[next];

        if ((x->flags & ORB_MEMBER_RELATED) == 0)
            continue;
        assert_true(next++ < c.related_count);
        assert_int_equal(r->member, i);
        assert_memory_equal(&r->x, &x->x, 3 * sizeof(double));
        assert_int_equal(r->zone, x->zone);
        assert_int_equal(r->care, c.kinds[x->kind].parts.care);
        assert_int_equal(r->ways, c.kinds[x->kind].parts.ways);
    }
    assert_int_equal(next, c.related_count);
    orb_buf_release(&image);
}

/* What is read instead of the terms of a member says the same: lists are there once, and
 * none is the first. */
static void members_know_their_list_of_features(void **state)
{
    struct orb_buf image = { 0 };
    const struct orb_catalogue c = view(&image, in_order());
    uint32_t without = 0;

    (void)state;
    assert_true(c.feature_list_count > 2);
    for (uint32_t i = 0; i < c.offer_count; i++) {
        const struct orb_cat_span *list = &c.feature_lists[c.member_features[i]];
        const struct orb_cat_span *terms = &c.terms[c.members[i].terms].features;

        assert_int_equal(list->count, terms->count);
        assert_true(terms->count == 0 || list->first == terms->first);
        assert_int_equal(c.member_features[i] == 0, terms->count == 0);
        without += terms->count == 0;
    }
    assert_in_range(without, 1, c.offer_count - 1);
    for (uint32_t i = 2; i < c.feature_list_count; i++)
        assert_int_equal(c.feature_lists[i].first,
                         c.feature_lists[i - 1].first + c.feature_lists[i - 1].count);
    orb_buf_release(&image);
}

/* An organization twice, and what three operators agreed with it, from one of them on. */
static struct orb_catalogue_builder *agreed(unsigned from)
{
    static const char *const operators[] = { "op-c", "op-a", "op-b" };
    const struct orb_organization organization = { .id = "org-1" };
    const struct orb_record told = { .kind = ORB_RECORD_ORGANIZATION,
                                     .as.organization = &organization };
    struct orb_catalogue_builder *builder = orb_catalogue_builder_new();
    const struct orb_sink sink = orb_catalogue_builder_sink(builder);

    for (int i = 0; i < 2; i++)
        assert_int_equal(sink.put(sink.context, &told, NULL), ORB_OK);
    for (unsigned i = 0; i < 3; i++) {
        const struct orb_relation relation = { .operator_id = operators[(from + i) % 3],
                                               .organization = organization.id };
        const struct orb_record record = { .kind = ORB_RECORD_RELATION,
                                           .as.relation = &relation };

        assert_int_equal(sink.put(sink.context, &record, NULL), ORB_OK);
    }
    return builder;
}

static void alike_relations_have_an_order(void **state)
{
    struct orb_buf images[3] = { 0 };

    (void)state;
    for (unsigned i = 0; i < 3; i++) {
        assert_int_equal(view(&images[i], agreed(i)).organizations[0].relations.count, 3);
        assert_same(&images[0], &images[i]);
    }
    for (unsigned i = 0; i < 3; i++)
        orb_buf_release(&images[i]);
}

/* Takes some bytes, then no more. */
struct taker {
    struct orb_buf bytes;
    size_t room;
    unsigned pieces;
    bool is_begun; /* the true first bytes are there */
};

static enum orb_status take(void *context, const void *bytes, size_t len,
                            struct orb_error *err)
{
    struct taker *taker = context;

    assert_false(taker->is_begun);
    taker->pieces++;
    if (taker->bytes.len + len > taker->room)
        return orb_error_set(err, ORB_ERR_IO, "full");
    orb_buf_add(&taker->bytes, bytes, len);
    return ORB_OK;
}

static enum orb_status begin_with(void *context, const void *bytes, size_t len,
                                  struct orb_error *err)
{
    struct taker *taker = context;

    (void)err;
    assert_true(len <= taker->bytes.len);
    memcpy(taker->bytes.data, bytes, len);
    taker->is_begun = true;
    return ORB_OK;
}

static void pieces_make_the_image_made_in_memory(void **state)
{
    struct orb_catalogue_builder *first = in_order(), *second = in_order();
    struct taker taker = { .room = SIZE_MAX };
    const struct orb_image_sink sink = { &taker, take, begin_with };
    struct orb_buf whole = { 0 };

    (void)state;
    assert_int_equal(orb_catalogue_builder_finish(first, 7, &whole, NULL), ORB_OK);
    assert_int_equal(orb_catalogue_builder_stream(second, 7, &sink, NULL), ORB_OK);
    assert_true(taker.pieces > 2);
    assert_same(&whole, &taker.bytes);
    orb_buf_release(&whole);
    orb_buf_release(&taker.bytes);
    orb_catalogue_builder_free(first);
    orb_catalogue_builder_free(second);
}

static void what_the_sink_refuses_is_told(void **state)
{
    static const size_t rooms[] = { 0, 1000, 300000 };

    (void)state;
    for (size_t i = 0; i < sizeof rooms / sizeof rooms[0]; i++) {
        struct orb_catalogue_builder *builder = in_order();
        struct taker taker = { .room = rooms[i] };
        const struct orb_image_sink sink = { &taker, take, begin_with };
        struct orb_error err = { 0 };

        assert_int_equal(orb_catalogue_builder_stream(builder, 7, &sink, &err), ORB_ERR_IO);
        assert_string_equal(err.text, "full");
        assert_false(taker.is_begun);
        orb_buf_release(&taker.bytes);
        orb_catalogue_builder_free(builder);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_image_depends_on_the_set_of_records_only),
        cmocka_unit_test(terms_that_show_a_part_come_first),
        cmocka_unit_test(members_know_their_list_of_features),
        cmocka_unit_test(spots_wait_as_their_members_do),
        cmocka_unit_test(related_rows_say_what_their_members_say),
        cmocka_unit_test(alike_relations_have_an_order),
        cmocka_unit_test(pieces_make_the_image_made_in_memory),
        cmocka_unit_test(what_the_sink_refuses_is_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
