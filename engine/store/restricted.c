/* Contacts that somebody keeps, wherever they are: what takes their place, or is put
 * together with them, does not free them. */

#include "engine/model/restricted.h"
#include "engine/store/database.h"
#include "engine/store/store.h"

static const char select_restricted[] =
    "SELECT DISTINCT channel, value FROM contact WHERE confidentiality = 'restricted'";

enum orb_status orb_store_restricted(struct orb_store *store, struct orb_restricted *out,
                                     struct orb_error *err)
{
    struct orb_statement *statement = NULL;
    bool row = true;
    enum orb_status status = orb_db_statement(store, &statement, select_restricted, err);

    while (status == ORB_OK && row) {
        struct orb_contact contact = { .confidentiality = ORB_RESTRICTED };

        status = orb_db_step(store, statement, &row, err);
        if (status != ORB_OK || !row)
            break;
        contact.channel = orb_db_text(statement, 0);
        contact.value = orb_db_text(statement, 1);
        status = orb_restricted_add(out, &contact, err);
    }
    if (statement != NULL)
        orb_db_reset(statement);
    return status;
}
