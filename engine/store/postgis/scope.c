/* The tables that are spread are hidden by views of the session of the same names, which
 * leave the other départements out: the machines that have only those are never asked. */
#include <string.h>

#include "engine/base/text.h"
#include "engine/store/postgis/postgis.h"

static const char option[] = "departements=";
static const char *const tables[] = { "site",    "service",  "offer",  "identifier",
                                      "contact", "capacity", "closure" };

enum { SHORTEST = 2, LONGEST = 3 };

static bool is_code(const char *text, size_t len)
{
    return len >= SHORTEST && len <= LONGEST &&
           strspn(text, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ") >= len;
}

/* "'00', '13', '2A'": what belongs to no département is always seen; the comma between
 * codes may be written as an address wants it. */
static enum orb_status write_codes(struct orb_buf *out, const char *text, size_t len,
                                   struct orb_error *err)
{
    const char *end = text + len;

    orb_buf_text(out, "'00'");
    for (bool more = true; more;) {
        size_t code = strcspn(text, ",%&");

        if (!is_code(text, code))
            return orb_error_set(
                err, ORB_ERR_SYNTAX,
                _("'departements' of an address is a list of codes such as 13,2A,971"));
        orb_buf_text(out, ", '");
        orb_buf_add(out, text, code);
        orb_buf_char(out, '\'');
        text += code;
        more = text < end;
        if (more)
            text += strncmp(text, "%2C", 3) == 0 ? 3 : 1;
    }
    return orb_buf_check(out, err);
}

static void write_views(struct orb_buf *out, const struct orb_buf *codes)
{
    for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++) {
        orb_buf_printf(out, "CREATE TEMP VIEW %s AS SELECT * FROM orbite.%s ", tables[i],
                       tables[i]);
        orb_buf_printf(out, "WHERE departement IN (%s);", codes->data);
    }
}

enum orb_status orb_postgis_scope(struct orb_buf *plain, struct orb_buf *scope,
                                  struct orb_buf *codes, const char *address,
                                  struct orb_error *err)
{
    const char *found = strchr(address, '?');
    enum orb_status status = ORB_OK;
    size_t len;

    while (found != NULL && strncmp(found + 1, option, sizeof option - 1) != 0)
        found = strchr(found + 1, '&');
    if (found == NULL) {
        orb_buf_text(plain, address);
        return orb_buf_check(plain, err);
    }
    orb_buf_add(plain, address, (size_t)(found - address));
    len = strcspn(found + sizeof option, "&");
    if (found[sizeof option + len] == '&') { /* what follows, behind the same mark */
        orb_buf_char(plain, *found);
        orb_buf_text(plain, found + sizeof option + len + 1);
    }
    found += sizeof option;
    status = write_codes(codes, found, len, err);
    if (status == ORB_OK)
        write_views(scope, codes);
    if (status == ORB_OK)
        status = orb_buf_check(scope, err);
    return status == ORB_OK ? orb_buf_check(plain, err) : status;
}
