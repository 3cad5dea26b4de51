/* Holds a store open while a test takes its server away: answers each line of standard
 * input with one. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "engine/base/hash.h"
#include "engine/store/database.h"
#include "engine/store/store.h"

enum { LINE_LEN = 64 };

static enum orb_status count(void *context, const struct orb_record *record,
                             struct orb_error *err)
{
    uint64_t *hash = context;

    (void)err;
    if (record->kind == ORB_RECORD_OFFER)
        *hash = orb_hash_more(*hash, record->as.offer->id, strlen(record->as.offer->id));
    return ORB_OK;
}

static enum orb_status read_all(struct orb_store *store, struct orb_error *err)
{
    uint64_t hash = ORB_HASH_SEED;
    const struct orb_sink sink = { .context = &hash, .put = count };
    enum orb_status status = orb_store_replay(store, NULL, &sink, err);

    if (status == ORB_OK)
        printf("%" PRIx64 "\n", hash);
    return status;
}

static enum orb_status begin(struct orb_store *store, struct orb_sink *sink,
                             struct orb_error *err)
{
    const struct orb_store_import import = { .importer = "native" };
    enum orb_status status = orb_store_import_begin(store, &import, sink, err);

    if (status == ORB_OK)
        puts("begun");
    return status;
}

/* Without a transaction: this row is there already. */
static enum orb_status write_alone(struct orb_store *store, struct orb_error *err)
{
    struct orb_statement *statement = NULL;
    enum orb_status status = orb_db_prepare(
        store, &statement, "INSERT INTO meta (key, value) VALUES ('schema', '0')", err);

    if (status == ORB_OK)
        status = orb_db_run(store, statement, err);
    orb_db_finalize(statement);
    if (status == ORB_OK)
        puts("written");
    return status;
}

/* Ends the import, whatever becomes of it. */
static enum orb_status write_more(struct orb_store *store, const struct orb_sink *sink,
                                  struct orb_error *err)
{
    const struct orb_source source = { .id = "late",
                                       .licence = "CC0-1.0",
                                       .attribution = "x" };
    const struct orb_record record = { .kind = ORB_RECORD_SOURCE, .as.source = &source };
    struct orb_store_summary summary;
    enum orb_status status = sink->put(sink->context, &record, err);

    if (status == ORB_OK)
        status = orb_store_import_commit(store, NULL, &summary, err);
    else
        orb_store_import_rollback(store);
    if (status == ORB_OK)
        puts("written");
    return status;
}

int main(int argc, char **argv)
{
    struct orb_store *store = NULL;
    struct orb_sink sink = { 0 };
    struct orb_error err = { 0 };
    char line[LINE_LEN] = "again\n";

    if (argc != 2 || orb_store_open(&store, argv[1], ORB_STORE_WRITE, &err) != ORB_OK) {
        puts(err.text);
        return 1;
    }
    (void)setvbuf(stdout, NULL, _IOLBF, 0);
    do {
        enum orb_status status;

        memset(&err, 0, sizeof err);
        if (strcmp(line, "again\n") == 0)
            status = read_all(store, &err);
        else if (strcmp(line, "writes\n") == 0)
            status = begin(store, &sink, &err);
        else if (strcmp(line, "alone\n") == 0)
            status = write_alone(store, &err);
        else
            status = write_more(store, &sink, &err);
        if (status != ORB_OK)
            puts(err.text);
    } while (fgets(line, sizeof line, stdin) != NULL);
    orb_store_close(store);
    return 0;
}
