/* Shared by the tests of products. */
#include "tests/unit/native_catalogue.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "engine/catalogue/build.h"
#include "tests/unit/native_file.h"

void native_catalogue(struct orb_catalogue *catalogue, struct orb_buf *image,
                      const char *native)
{
    struct orb_catalogue_builder *builder = orb_catalogue_builder_new();
    struct orb_sink sink = orb_catalogue_builder_sink(builder);
    struct orb_import_report report = { 0 };
    struct orb_error err = { 0 };

    native_save(native, strlen(native));
    if (native_import(native_files.path, &sink, &report, &err) != ORB_OK)
        fail_msg("%s %s", err.place, err.text);
    assert_int_equal(orb_catalogue_builder_finish(builder, 0, image, &err), ORB_OK);
    assert_int_equal(orb_catalogue_view(catalogue, image->data, image->len, &err), ORB_OK);
    orb_catalogue_builder_free(builder);
    orb_report_release(&report);
}
