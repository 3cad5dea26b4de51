/* Addresses are compared as the linkage compares them: "3, ch. du Pré" has not moved to "3
 * chemin du Pré". */
#include "engine/store/moved.h"

#include <math.h>
#include <string.h>

#include "engine/base/buf.h"
#include "engine/base/text.h"
#include "engine/model/address.h"

static enum orb_status compare_addresses(bool *differ, const char *a, const char *b,
                                         struct orb_error *err)
{
    struct orb_buf left = { 0 }, right = { 0 };
    enum orb_status status;

    orb_address_key(&left, a);
    orb_address_key(&right, b);
    status = orb_buf_check(&left, err);
    if (status == ORB_OK)
        status = orb_buf_check(&right, err);
    if (status == ORB_OK)
        *differ = left.len != right.len ||
                  (left.len > 0 && memcmp(left.data, right.data, left.len) != 0);
    orb_buf_release(&left);
    orb_buf_release(&right);
    return status;
}

enum orb_status orb_moved_has(bool *moved, const struct orb_moved_from *from,
                              const struct orb_site *site, const char *field,
                              struct orb_error *err)
{
    bool is_commune = strcmp(field, "commune") == 0;
    const char *before = is_commune ? from->commune : from->address;
    const char *after = is_commune ? site->commune : site->address;

    *moved = before != NULL && after == NULL;
    if (before == NULL || after == NULL)
        return ORB_OK;
    if (!is_commune)
        return compare_addresses(moved, before, after, err);
    *moved = strcmp(before, after) != 0;
    return ORB_OK;
}

void orb_moved_doubt(struct orb_site *site)
{
    if (isnan(site->lon) || isnan(site->lat))
        return;
    site->position = ORB_POSITION_DOUBTFUL;
    site->position_note = N_("the address was corrected, not the position");
}
