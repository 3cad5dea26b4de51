#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "engine/base/alloc.h"
#include "engine/base/queue.h"
#include "engine/base/text.h"

enum { PLACES = 3, THINGS = 5000 };

/* What lies in each place, and what the second thread made of it. */
struct shop {
    struct orb_queue *queue;
    int things[PLACES];
    int done[THINGS];
    int count;
    int refused;            /* which one; 0 = none */
    enum orb_status inside; /* what waiting told the thread itself */
};

static enum orb_status work(void *context, size_t place, struct orb_error *err)
{
    struct shop *shop = context;
    int thing = shop->things[place];

    shop->inside = orb_queue_wait(shop->queue, NULL);
    if (thing == shop->refused)
        return orb_error_set(err, ORB_ERR_RANGE, "%d is one too many", thing);
    shop->done[shop->count++] = thing;
    return ORB_OK;
}

static void open_shop(struct shop *shop)
{
    const struct orb_queue_work what = { shop, PLACES, work };

    shop->queue = orb_queue_open(&what);
    assert_non_null(shop->queue);
}

static enum orb_status give(struct shop *shop, int thing, struct orb_error *err)
{
    size_t place = orb_queue_take(shop->queue);

    assert_true(place < PLACES);
    shop->things[place] = thing;
    return orb_queue_give(shop->queue, err);
}

static void all_is_done_once_and_in_order(void **state)
{
    static struct shop shop;
    struct orb_error err = { 0 };
    bool is_busy = true;

    (void)state;
    open_shop(&shop);
    for (int i = 1; i <= THINGS / 2; i++)
        assert_int_equal(give(&shop, i, &err), ORB_OK);
    assert_int_equal(orb_queue_wait(shop.queue, &err), ORB_OK);
    assert_int_equal(shop.count, THINGS / 2);
    assert_int_equal(orb_queue_check(shop.queue, &is_busy, &err), ORB_OK);
    assert_false(is_busy);
    for (int i = THINGS / 2 + 1; i <= THINGS; i++)
        assert_int_equal(give(&shop, i, &err), ORB_OK);
    orb_queue_close(shop.queue); /* does what is left first */
    assert_int_equal(shop.count, THINGS);
    for (int i = 0; i < THINGS; i++)
        assert_int_equal(shop.done[i], i + 1);
    assert_int_equal(shop.inside, ORB_OK);
    orb_queue_close(NULL);
}

static void after_a_refusal_nothing_is_done_and_the_first_is_told(void **state)
{
    static struct shop shop = { .refused = 40 };
    struct orb_error err = { 0 }, kept = { 0 };
    enum orb_status status = ORB_OK;
    bool is_busy = true;
    int given = 0;

    (void)state;
    open_shop(&shop);
    while (status == ORB_OK && given < THINGS)
        status = give(&shop, ++given, &err);
    assert_int_equal(status, ORB_ERR_RANGE);
    assert_string_equal(err.text, "40 is one too many");
    assert_in_range(given, 41, 40 + PLACES + 1);
    assert_int_equal(give(&shop, 1, NULL), ORB_ERR_RANGE);
    assert_int_equal(orb_error_set(&kept, ORB_ERR_IO, "before"), ORB_ERR_IO);
    assert_int_equal(orb_queue_wait(shop.queue, &kept), ORB_ERR_RANGE);
    assert_string_equal(kept.text, "before");
    assert_int_equal(orb_queue_check(shop.queue, &is_busy, NULL), ORB_ERR_RANGE);
    assert_false(is_busy);
    orb_queue_close(shop.queue);
    assert_int_equal(shop.count, 39);
}

static void without_memory_there_is_no_queue(void **state)
{
    static struct shop shop;
    const struct orb_queue_work what = { &shop, PLACES, work };

    (void)state;
    orb_alloc_fail_after(0);
    assert_null(orb_queue_open(&what));
    orb_alloc_fail_after(-1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_is_done_once_and_in_order),
        cmocka_unit_test(after_a_refusal_nothing_is_done_and_the_first_is_told),
        cmocka_unit_test(without_memory_there_is_no_queue),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
