/* Places are named by people and numbered by INSEE: both are understood. */
#include "cli/commune.h"

#include <string.h>

#include "engine/base/buf.h"
#include "engine/base/text.h"
#include "engine/base/utf8.h"

enum orb_status cli_commune_find(uint32_t *out, const struct orb_catalogue *c,
                                 const char *text, struct orb_error *err)
{
    struct orb_buf wanted = { 0 };
    struct orb_buf name = { 0 };
    uint32_t found = orb_cat_commune_find(c, text);
    uint32_t named = ORB_CAT_NONE;
    enum orb_status status;
    bool several = false;

    orb_utf8_fold(&wanted, text);
    status = orb_buf_check(&wanted, err);
    for (uint32_t i = 0; status == ORB_OK && found == ORB_CAT_NONE && i < c->commune_count;
         i++) {
        /* Former communes have the name of another place today. */
        if (c->communes[i].successor_number != ORB_CAT_NONE)
            continue;
        orb_buf_clear(&name);
        orb_utf8_fold(&name, orb_cat_string(c, c->communes[i].name));
        status = orb_buf_check(&name, err);
        if (status != ORB_OK || name.len != wanted.len || wanted.len == 0 ||
            memcmp(name.data, wanted.data, wanted.len) != 0)
            continue;
        several = several || named != ORB_CAT_NONE;
        named = i;
    }
    orb_buf_release(&wanted);
    orb_buf_release(&name);
    if (status != ORB_OK)
        return status;
    if (several)
        return orb_error_set(err, ORB_ERR_SYNTAX,
                             _("several communes are called '%s'; give its code"), text);
    if (found == ORB_CAT_NONE)
        found = named;
    if (found == ORB_CAT_NONE)
        return orb_error_set(err, ORB_ERR_NOT_FOUND,
                             _("there is no commune '%s' in the territory"), text);
    *out = found;
    return ORB_OK;
}
