/* An address may hold a password, as "user:password@" or as an option: neither may reach a
 * message or a file name. Its host, its name and a number made of the rest do. */
#include "cli/database.h"

#include <inttypes.h>
#include <string.h>

#include "cli/cache.h"
#include "engine/base/file.h"
#include "engine/base/hash.h"
#include "engine/base/text.h"
#include "engine/store/store.h"

bool cli_database_is_there(const char *database)
{
    return orb_store_is_shared(database) || orb_file_exists(database);
}

/* Host and name: between the user and the options. A password may have a "?" in it: libpq
 * takes what is before an "@" for the user as long as no "/" comes first. */
static const char *place_of(const char *address, size_t *len)
{
    const char *start = strstr(address, "://") + 3;
    size_t host_len = strcspn(start, "/");
    const char *user_end = NULL;

    for (size_t i = 0; i < host_len; i++)
        if (start[i] == '@')
            user_end = start + i;
    if (user_end != NULL)
        start = user_end + 1;
    *len = strcspn(start, "?");
    return start;
}

/* Options of an address that nobody is shown. */
static bool is_secret(const char *option)
{
    return strncmp(option, "password=", 9) == 0 || strncmp(option, "sslpassword=", 12) == 0;
}

void cli_database_show(struct orb_buf *out, const char *database)
{
    const char *start, *place;
    size_t len;
    char mark = '?';

    if (!orb_store_is_shared(database)) {
        orb_buf_text(out, database);
        return;
    }
    place = place_of(database, &len);
    start = strstr(database, "://") + 3;
    orb_buf_add(out, database, (size_t)(start - database));
    if (place > start) { /* the user, without password */
        orb_buf_add(out, start, strcspn(start, ":@"));
        orb_buf_char(out, '@');
    }
    orb_buf_add(out, place, len);
    for (const char *p = strchr(place, '?'); p != NULL; p = strchr(p + 1, '&')) {
        if (is_secret(p + 1))
            continue;
        orb_buf_char(out, mark);
        orb_buf_add(out, p + 1, strcspn(p + 1, "&"));
        mark = '&';
    }
}

enum orb_status cli_database_open_if_any(struct orb_store **out, const char *database,
                                         struct orb_error *err)
{
    struct orb_error why = { 0 };
    enum orb_status status = ORB_ERR_NOT_FOUND;

    *out = NULL;
    if (cli_database_is_there(database))
        status = orb_store_open(out, database, ORB_STORE_READ, &why);
    if (status == ORB_OK || status == ORB_ERR_NOT_FOUND)
        return ORB_OK;
    (void)orb_error_set(err, status, "%s", why.text);
    orb_error_at(err, "%s", why.place);
    return status;
}

/* A number of the options that tell two databases apart: not of a password. */
static uint64_t hash_options(const char *place)
{
    static const char *const kept[] = { "host=",   "hostaddr=", "port=",
                                        "dbname=", "service=",  "departements=" };
    uint64_t hash = ORB_HASH_SEED;

    for (const char *p = strchr(place, '?'); p != NULL; p = strpbrk(p + 1, "&"))
        for (size_t i = 0; i < sizeof kept / sizeof kept[0]; i++)
            if (strncmp(p + 1, kept[i], strlen(kept[i])) == 0)
                hash = orb_hash_more(hash, p + 1, strcspn(p + 1, "&"));
    return hash;
}

enum orb_status cli_database_beside(struct orb_buf *out, const char *database,
                                    const char *suffix, struct orb_error *err)
{
    static const char plain[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.";
    enum orb_status status;
    const char *place;
    size_t len;

    if (!orb_store_is_shared(database)) {
        orb_buf_printf(out, "%s%s", database, suffix);
        return orb_buf_check(out, err);
    }
    status = cli_cache_folder(out, err);
    place = place_of(database, &len);
    for (size_t i = 0; i < len && i < 100; i++)
        orb_buf_char(out, strchr(plain, place[i]) != NULL ? place[i] : '-');
    orb_buf_printf(out, "-%016" PRIx64 "%s", orb_hash_more(hash_options(place), place, len),
                   suffix);
    return status == ORB_OK ? orb_buf_check(out, err) : status;
}
