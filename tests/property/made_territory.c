/* A territory of the demonstration, as a catalogue in memory. */
#include "tests/property/made_territory.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "engine/catalogue/build.h"
#include "importers/demo.h"

void made_territory(struct orb_buf *image, struct orb_catalogue *catalogue, uint64_t seed,
                    uint32_t offers)
{
    const struct orb_demo_options options = { .seed = seed,
                                              .offers = offers,
                                              .without_contours = true };
    struct orb_catalogue_builder *builder = orb_catalogue_builder_new();
    const struct orb_sink sink = orb_catalogue_builder_sink(builder);

    assert_int_equal(orb_demo_generate(&options, &sink, NULL), ORB_OK);
    assert_int_equal(orb_catalogue_builder_finish(builder, 0, image, NULL), ORB_OK);
    orb_catalogue_builder_free(builder);
    assert_int_equal(orb_catalogue_view(catalogue, image->data, image->len, NULL), ORB_OK);
}
