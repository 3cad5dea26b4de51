/* A style sheet that is embedded beside its digest. */
#include "tests/unit/style.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "engine/base/buf.h"
#include "engine/base/digest.h"
#include "engine/base/embedded.h"
#include "maps/base64.h"

void assert_style_is_named(const char *path, const char *digest_path)
{
    const struct orb_embedded_file *style = orb_embedded_find(path);
    const struct orb_embedded_file *named = orb_embedded_find(digest_path);
    struct orb_digester *digester = NULL;
    unsigned char bytes[ORB_DIGEST_BYTES];
    struct orb_base64 base64 = { 0 };
    struct orb_buf text = { 0 };

    assert_true(style != NULL && named != NULL);
    if (orb_digester_new(&digester, "sha256", NULL) != ORB_OK)
        skip();
    assert_int_equal(orb_digester_sum(digester, style->data, style->len, bytes, NULL),
                     ORB_OK);
    orb_base64_add(&base64, &text, bytes, 32);
    orb_base64_end(&base64, &text);
    assert_int_equal(named->len, text.len + 1);
    assert_memory_equal(named->data, text.data, text.len);
    orb_digester_free(digester);
    orb_buf_release(&text);
}
